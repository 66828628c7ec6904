//! How far ties stay inside given groups.
