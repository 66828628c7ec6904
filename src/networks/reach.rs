//! How many nodes can be reached in a few steps.
