//! Production functions, estimated.
