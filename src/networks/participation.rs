//! How a node's ties spread over groups.
