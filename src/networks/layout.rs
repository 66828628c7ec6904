//! Places on a plane at which tied nodes are near.
