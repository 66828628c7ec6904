//! How deep in the core a node lies.
