//! Shortest paths: what every walk by ties or by distance reads.
