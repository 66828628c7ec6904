//! What cells of firms hold: moments, percentiles and moves between them.
