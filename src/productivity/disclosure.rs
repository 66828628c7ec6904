//! Which cells may be shown.
