//! The different lives of firms, and the sums over the firms of one.

use std::collections::HashMap;

use super::Moments;
use crate::productivity::panel::Life;

/// The different lives of some firms, numbered in the order in which they are met.
#[derive(Debug, Clone, Default)]
pub struct Lives {
    numbers: HashMap<Life, usize>,
}

impl Lives {
    /// The number of a life, a new one if it is met for the first time.
    pub fn number(&mut self, life: &Life) -> usize {
        if let Some(&number) = self.numbers.get(life) {
            return number;
        }
        self.numbers.insert(life.clone(), self.numbers.len());
        self.numbers.len() - 1
    }

    /// The lives in their order, each with its number.
    #[must_use]
    pub fn sorted(&self) -> Vec<(&Life, usize)> {
        let mut lives: Vec<(&Life, usize)> = self.numbers.iter().map(|(life, &number)| (life, number)).collect();
        lives.sort_unstable();
        lives
    }
}

/// The sums over firms of one life; a firm drawn m times counts as m firms.
#[derive(Debug, Clone, Default)]
pub struct LifeSums {
    pub(super) firms: f64,
    /// Σ m s, row by row of the life.
    weight: Vec<f64>,
    /// Σ m p, row by row.
    level: Vec<f64>,
    /// Σ m s p: with p of every row for each row of s, or with p of the same row alone.
    product: Vec<f64>,
    crosses: bool,
}

impl LifeSums {
    /// Sums of nobody, for lives of so many rows.
    #[must_use]
    pub fn new(rows: usize, crosses: bool) -> Self {
        let mut sums = Self::default();
        sums.reset(rows, crosses);
        sums
    }

    pub(super) fn reset(&mut self, rows: usize, crosses: bool) {
        self.firms = 0.0;
        self.crosses = crosses;
        for (sums, length) in [
            (&mut self.weight, rows),
            (&mut self.level, rows),
            (&mut self.product, if crosses { rows * rows } else { rows }),
        ] {
            sums.clear();
            sums.resize(length, 0.0);
        }
    }

    /// Adds one firm: how often it counts, and weight and centred productivity of each of its rows.
    #[inline]
    pub fn add(&mut self, times: f64, share: &[f64], productivity: &[f64]) {
        self.firms += times;
        for (level, p) in self.level.iter_mut().zip(productivity) {
            *level += times * p;
        }
        if self.crosses {
            let rows = self.product.chunks_exact_mut(productivity.len());
            for ((products, weight), s) in rows.zip(&mut self.weight).zip(share) {
                let s = times * s;
                *weight += s;
                for (product, p) in products.iter_mut().zip(productivity) {
                    *product += s * p;
                }
            }
        } else {
            let rows = self.product.iter_mut().zip(&mut self.weight);
            for ((product, weight), (s, p)) in rows.zip(share.iter().zip(productivity)) {
                let s = times * s;
                *weight += s;
                *product += s * p;
            }
        }
    }

    /// Weights of one row with productivity of another one.
    pub(super) fn product(&self, share: usize, productivity: usize) -> f64 {
        if self.crosses { self.product[share * self.level.len() + productivity] } else { 0.0 }
    }

    pub(super) fn at(&self, row: usize) -> Moments {
        let weighted = if self.crosses { self.product(row, row) } else { self.product[row] };
        Moments { firms: self.firms, weight: self.weight[row], level: self.level[row], weighted }
    }
}
