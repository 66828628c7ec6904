//! Price over marginal cost.
