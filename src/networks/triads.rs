//! How three nodes are tied.
