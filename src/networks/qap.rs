//! Correlation and regression of networks, with permutations of their nodes.
