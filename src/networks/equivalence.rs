//! Which nodes are tied alike.
