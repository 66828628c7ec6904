//! How near a node is to the others.
