//! What would be gained if inputs went where they add most.
