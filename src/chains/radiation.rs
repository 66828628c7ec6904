//! The radiation model: people move to the nearest place that offers more than all nearer ones.

use ndarray::{Array2, ArrayView2};

use crate::error::{Error, Result};
use crate::run::Run;

/// `weakties.chains.radiation`: the probability of each destination, by origin.
pub fn radiation(
    population: &[f64],
    opportunities: &[f64],
    distances: ArrayView2<'_, f64>,
    run: &Run,
) -> Result<Array2<f64>> {
    let places = population.len();
    if opportunities.len() != places || distances.dim() != (places, places) {
        return Err(Error::invalid(format!(
            "`opportunities` and `distances` must be of {places} places: got {} and {:?}",
            opportunities.len(),
            distances.dim()
        )));
    }
    run.expect_steps(places as u64);
    let rows = run.map(places, |origin| {
        let row = from(origin, population[origin], opportunities, &distances.row(origin).to_vec());
        run.advance(1)?;
        Ok(row)
    })?;
    let mut probabilities = Array2::zeros((places, places));
    for (mut row, values) in probabilities.outer_iter_mut().zip(rows) {
        row.assign(&ndarray::Array1::from(values));
    }
    Ok(probabilities)
}

/// `m n_j / ((m + s_j)(m + s_j + n_j))`, where `s_j` counts all others that are as near as j or nearer.
fn from(origin: usize, population: f64, opportunities: &[f64], distances: &[f64]) -> Vec<f64> {
    let mut others: Vec<usize> = (0..distances.len()).filter(|&place| place != origin).collect();
    others.sort_by(|&one, &other| distances[one].total_cmp(&distances[other]));
    let mut probabilities = vec![0.0; distances.len()];
    let mut within = 0.0;
    let mut first = 0;
    while first < others.len() {
        let near = distances[others[first]];
        let last = first + others[first..].iter().take_while(|&&place| distances[place] == near).count();
        within += others[first..last].iter().map(|&place| opportunities[place]).sum::<f64>();
        for &place in &others[first..last] {
            let offered = opportunities[place];
            // What is as near as this place, itself left out.
            let between = within - offered;
            let whole = (population + between) * (population + between + offered);
            probabilities[place] = if whole > 0.0 { population * offered / whole } else { 0.0 };
        }
        first = last;
    }
    probabilities
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn three_places_on_a_line_by_hand() {
        let distances = array![[0.0, 1.0, 3.0], [1.0, 0.0, 2.0], [3.0, 2.0, 0.0]];
        let people = [10.0, 20.0, 30.0];
        let found = radiation(&people, &people, distances.view(), &Run::quiet()).unwrap();
        assert!((found[[0, 1]] - 10.0 * 20.0 / (10.0 * 30.0)).abs() < 1e-15);
        assert!((found[[0, 2]] - 10.0 * 30.0 / (30.0 * 60.0)).abs() < 1e-15);
        assert!((found.row(0).sum() - (1.0 - 10.0 / 60.0)).abs() < 1e-15);
    }

    #[test]
    fn places_equally_near_stand_in_each_others_way() {
        let distances = array![[0.0, 1.0, 1.0], [1.0, 0.0, 2.0], [1.0, 2.0, 0.0]];
        let people = [10.0, 20.0, 30.0];
        let found = radiation(&people, &people, distances.view(), &Run::quiet()).unwrap();
        assert!((found[[0, 1]] - 10.0 * 20.0 / (40.0 * 60.0)).abs() < 1e-15);
        assert!((found[[0, 2]] - 10.0 * 30.0 / (30.0 * 60.0)).abs() < 1e-15);
    }
}
