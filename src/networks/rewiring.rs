//! Random networks that keep some of what an observed one has.
