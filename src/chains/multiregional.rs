//! Populations of several places that people move between as they age.

use faer::Mat;
use faer::linalg::solvers::Solve;
use ndarray::{Array2, Array3, ArrayView2, ArrayView3, Axis};

use crate::error::{Error, Result};

/// `weakties.chains.multiregional_survival`: the probability to be in each place n years on, by age, origin and place.
///
/// `moves` are yearly rates, age × origin × destination, their diagonal not read; `deaths` are yearly rates, age × place.
pub fn multiregional_survival(
    moves: ArrayView3<'_, f64>,
    deaths: ArrayView2<'_, f64>,
    width: f64,
) -> Result<Array3<f64>> {
    let (ages, places, other) = moves.dim();
    if other != places || deaths.dim() != (ages, places) {
        return Err(Error::invalid("`moves` and `deaths` must be of the same ages and places"));
    }
    let mut probabilities = Array3::zeros((ages, places, places));
    for (age, mut table) in probabilities.axis_iter_mut(Axis(0)).enumerate() {
        // (I + n/2 M)⁻¹ (I − n/2 M), with rows for where people come from.
        let half = |origin: usize, destination: usize| {
            let rate = if origin == destination {
                let out: f64 = (0..places).filter(|&k| k != origin).map(|k| moves[[age, origin, k]]).sum();
                out + deaths[[age, origin]]
            } else {
                -moves[[age, origin, destination]]
            };
            width / 2.0 * rate
        };
        let unit = |i, j| if i == j { 1.0 } else { 0.0 };
        let plus = Mat::from_fn(places, places, |i, j| unit(i, j) + half(i, j));
        let minus = Mat::from_fn(places, places, |i, j| unit(i, j) - half(i, j));
        // Both are functions of one matrix, so their order does not matter.
        let found = plus.partial_piv_lu().solve(&minus);
        for ((origin, destination), cell) in table.indexed_iter_mut() {
            let p = found[(origin, destination)];
            if p < 0.0 || p.is_nan() {
                return Err(Error::invalid(format!(
                    "`width` is too long for such rates in `moves` and `deaths`: the probability to be in place \
                     {destination} that starts in {origin} at age group {age} is {p:.4}; take narrower age groups"
                )));
            }
            *cell = p;
        }
    }
    Ok(probabilities)
}

/// `weakties.chains.multiregional_projection`: what one step makes of a population.
///
/// Rows and columns are ages, and places within them; `births` are yearly rates, age × place. The last age group is open.
pub fn multiregional_growth(
    survival: ArrayView3<'_, f64>,
    births: ArrayView2<'_, f64>,
    width: f64,
) -> Result<Array2<f64>> {
    let (ages, places, other) = survival.dim();
    if other != places || births.dim() != (ages, places) || ages == 0 {
        return Err(Error::invalid("`survival` and `births` must be of the same ages and places"));
    }
    let unit = Array2::<f64>::eye(places);
    let with_unit = |age: usize| &unit + &survival.index_axis(Axis(0), age);
    let mut growth = Array2::zeros((ages * places, ages * places));
    for age in 0..ages {
        let stays = survival.index_axis(Axis(0), age);
        let next = usize::min(age + 1, ages - 1);
        // Person-years: (I + P(x))⁻¹ P(x) (I + P(x + n)); in the open group only P is left.
        let on = if age == next { stays.to_owned() } else { solve(&with_unit(age), &stays.dot(&with_unit(next)))? };
        for ((from, to), &p) in on.indexed_iter() {
            growth[[age * places + from, next * places + to]] = p;
        }
        let mut born = on * births.row(next);
        for (place, rate) in births.row(age).iter().enumerate() {
            born[[place, place]] += rate;
        }
        let newborn = born.dot(&with_unit(0)) * (width / 4.0);
        for ((from, to), &children) in newborn.indexed_iter() {
            growth[[age * places + from, to]] += children;
        }
    }
    Ok(growth)
}

fn solve(left: &Array2<f64>, right: &Array2<f64>) -> Result<Array2<f64>> {
    let matrix = |from: &Array2<f64>| Mat::from_fn(from.nrows(), from.ncols(), |i, j| from[[i, j]]);
    let found = matrix(left).partial_piv_lu().solve(&matrix(right));
    let solved = Array2::from_shape_fn(right.dim(), |(i, j)| found[(i, j)]);
    if solved.iter().all(|x| x.is_finite()) {
        return Ok(solved);
    }
    Err(Error::invalid("`survival` must let people be alive between ages: a table cannot be inverted"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr2, arr3, array};

    #[test]
    fn one_place_is_the_life_table_of_one_population() {
        let found = multiregional_survival(arr3(&[[[0.0]]]).view(), arr2(&[[0.02]]).view(), 5.0).unwrap();
        assert!((found[[0, 0, 0]] - (1.0 - 0.05) / (1.0 + 0.05)).abs() < 1e-15);
    }

    #[test]
    fn two_places_without_deaths_keep_everyone() {
        let moves = arr3(&[[[0.0, 0.03], [0.01, 0.0]]]);
        let found = multiregional_survival(moves.view(), arr2(&[[0.0, 0.0]]).view(), 5.0).unwrap();
        // The chain of two states: 1 − p₀₁ − p₁₀ = (1 − h)/(1 + h), h = 5/2 (0.03 + 0.01).
        assert!((found[[0, 0, 1]] + found[[0, 0, 0]] - 1.0).abs() < 1e-15);
        let second = found[[0, 0, 0]] - found[[0, 1, 0]];
        assert!((second - 0.9 / 1.1).abs() < 1e-15);
        assert!(multiregional_survival(moves.view(), arr2(&[[0.9, 0.0]]).view(), 5.0).is_err());
    }

    #[test]
    fn one_place_grows_by_the_matrix_of_leslie() {
        let survival = arr3(&[[[0.9]], [[0.8]]]);
        let found = multiregional_growth(survival.view(), arr2(&[[0.1], [0.05]]).view(), 5.0).unwrap();
        let on = 0.9 * 1.8 / 1.9;
        let newborn = [5.0 / 4.0 * 1.9 * (0.1 + on * 0.05), 5.0 / 4.0 * 1.9 * (0.05 + 0.8 * 0.05)];
        let expected = array![[newborn[0], on], [newborn[1], 0.8]];
        assert!((found - expected).iter().all(|x: &f64| x.abs() < 1e-15));
    }
}
