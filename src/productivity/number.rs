//! Numbers that formulas are written in once: plain ones, and ones that carry a derivative along.

use std::ops::{Add, Div, Mul, Sub};

/// What the formulas of decompositions need of a number.
pub trait Number:
    Copy + From<f64> + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// The number without what it carries along.
    fn plain(self) -> f64;
}

impl Number for f64 {
    fn plain(self) -> f64 {
        self
    }
}

/// A number and its derivative in one direction.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Dual {
    /// The number.
    pub value: f64,
    /// Its derivative.
    pub slope: f64,
}

impl Number for Dual {
    fn plain(self) -> f64 {
        self.value
    }
}

impl From<f64> for Dual {
    fn from(value: f64) -> Self {
        Self { value, slope: 0.0 }
    }
}

impl Add for Dual {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { value: self.value + other.value, slope: self.slope + other.slope }
    }
}

impl Sub for Dual {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { value: self.value - other.value, slope: self.slope - other.slope }
    }
}

impl Mul for Dual {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self { value: self.value * other.value, slope: self.slope * other.value + self.value * other.slope }
    }
}

impl Div for Dual {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        Self { value, slope: (self.slope - value * other.slope) / other.value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_follow_the_rules_of_calculus() {
        let (x, three) = (Dual { value: 2.0, slope: 1.0 }, Dual::from(3.0));
        // d/dx (3x² − x) / (x + 3) at 2 is (11 · 5 − 10) / 25.
        let found = (three * x * x - x) / (x + three);
        assert_eq!(found, Dual { value: 2.0, slope: 1.8 });
        assert_eq!(found.plain(), 2.0);
    }
}
