//! How many of the possible ties there are, and how many are returned.
