//! How many of a node's contacts are tied to each other.
