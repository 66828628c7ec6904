//! Global value chains: measures on a table of who uses whose output, countries by sectors.

pub mod leontief;
pub mod participation;
pub mod position;
pub mod table;
pub mod value_added;

pub use leontief::Leontief;
pub use table::Table;

/// The worked 3 × 3 example of the decompr documentation, for the unit tests of the pillar.
#[cfg(test)]
mod leather {
    use ndarray::{Array1, Array2};

    const INTERMEDIATES: [[f64; 9]; 9] = [
        [16.1, 5.1, 1.8, 3.2, 4.3, 0.4, 3.1, 2.8, 4.9],
        [2.4, 8.0, 3.2, 0.1, 3.2, 1.6, 1.2, 3.9, 11.5],
        [0.9, 0.5, 4.0, 0.0, 0.1, 0.3, 0.0, 0.4, 0.5],
        [1.1, 1.9, 0.2, 18.0, 13.2, 6.1, 9.0, 3.1, 8.9],
        [0.3, 2.8, 0.1, 6.1, 28.1, 6.3, 2.1, 2.5, 25.6],
        [0.0, 0.1, 0.3, 4.1, 3.2, 8.9, 0.2, 0.0, 1.8],
        [1.2, 4.2, 0.3, 4.1, 1.2, 0.6, 29.0, 19.5, 17.9],
        [1.3, 1.1, 0.0, 3.2, 4.8, 2.6, 5.1, 29.1, 24.1],
        [2.1, 1.4, 3.0, 4.1, 3.1, 3.9, 11.3, 8.1, 51.3],
    ];
    const FINAL_DEMAND: [[f64; 3]; 9] = [
        [21.5, 6.1, 8.4],
        [16.2, 1.9, 5.1],
        [11.0, 0.5, 0.8],
        [7.5, 29.5, 14.2],
        [8.9, 24.9, 16.9],
        [1.2, 18.5, 4.9],
        [9.2, 17.9, 51.2],
        [7.9, 10.1, 38.5],
        [25.1, 35.2, 68.4],
    ];

    /// Intermediates, final demand, output and value added.
    pub(crate) fn arrays() -> (Array2<f64>, Array2<f64>, Array1<f64>, Array1<f64>) {
        let z = Array2::from_shape_fn((9, 9), |(i, j)| INTERMEDIATES[i][j]);
        let y = Array2::from_shape_fn((9, 3), |(i, r)| FINAL_DEMAND[i][r]);
        let output = z.sum_axis(ndarray::Axis(1)) + y.sum_axis(ndarray::Axis(1));
        let value_added = &output - &z.sum_axis(ndarray::Axis(0));
        (z, y, output, value_added)
    }

    /// The sums of the three sectors of each country.
    pub(crate) fn by_country(values: &[f64]) -> Vec<f64> {
        values.chunks(3).map(|sectors| sectors.iter().sum()).collect()
    }

    /// Fails unless the numbers agree to the digits that were published.
    pub(crate) fn assert_close(found: &[f64], published: &[f64], digits: i32) {
        assert_eq!(found.len(), published.len());
        for (x, y) in found.iter().zip(published) {
            assert!((x - y).abs() <= 0.5001 * 10f64.powi(-digits), "{found:?} is not {published:?}");
        }
    }
}
