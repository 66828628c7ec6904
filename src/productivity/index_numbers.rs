//! Productivity as output over an index of inputs.
