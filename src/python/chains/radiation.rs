//! The border of the radiation model.
