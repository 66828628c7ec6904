//! Differences within groups, and between them.
