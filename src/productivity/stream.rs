//! Panels that come in pieces.
