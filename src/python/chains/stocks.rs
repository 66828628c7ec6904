//! The border of flows from stocks.
