//! Positions that depend on the positions of contacts.
