//! The terms of a production function: its inputs, and with the translog form their squares and products.

/// What an input is to an estimator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Chosen when productivity is known, in part at least.
    Free,
    /// Chosen a period ahead.
    State,
    /// An input that also reveals productivity.
    Proxy,
}

/// An input, or the product of two; the square of one where both are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    inputs: Vec<usize>,
}

/// First the inputs in their order; then, if asked for, products i ≤ j row by row.
pub(super) fn terms(inputs: usize, translog: bool) -> Vec<Term> {
    let mut all: Vec<Term> = (0..inputs).map(|i| Term { inputs: vec![i] }).collect();
    if translog {
        all.extend((0..inputs).flat_map(|i| (i..inputs).map(move |j| Term { inputs: vec![i, j] })));
    }
    all
}

impl Term {
    pub fn holds(&self, role: Role, roles: &[Role]) -> bool {
        self.inputs.iter().any(|&input| roles[input] == role)
    }

    pub fn value(&self, inputs: &[Vec<f64>], row: usize) -> f64 {
        self.inputs.iter().map(|&input| inputs[input][row]).product()
    }

    /// The same with every input but state from the row of the period before: what was known then.
    pub fn known(&self, inputs: &[Vec<f64>], roles: &[Role], row: usize, lag: usize) -> f64 {
        self.inputs.iter().map(|&input| inputs[input][if roles[input] == Role::State { row } else { lag }]).product()
    }
}

/// By how much the mean output elasticity of each input grows with each coefficient, at these means of the inputs.
pub(super) fn elasticities(terms: &[Term], means: &[f64]) -> Vec<Vec<f64>> {
    (0..means.len())
        .map(|input| {
            terms
                .iter()
                .map(|term| match term.inputs[..] {
                    [i] => f64::from(u8::from(i == input)),
                    [i, j] if i == input && j == input => 2.0 * means[i],
                    [i, j] if i == input => means[j],
                    [i, j] if j == input => means[i],
                    _ => 0.0,
                })
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translog_of_two_inputs_has_five_terms() {
        let terms = terms(2, true);
        let inputs = [vec![2.0, 5.0], vec![3.0, 7.0]];
        assert_eq!(terms.iter().map(|term| term.value(&inputs, 0)).collect::<Vec<_>>(), [2.0, 3.0, 4.0, 6.0, 9.0]);
        let roles = [Role::Free, Role::State];
        let known: Vec<f64> = terms.iter().map(|term| term.known(&inputs, &roles, 1, 0)).collect();
        assert_eq!(known, [2.0, 7.0, 4.0, 14.0, 49.0]);
        assert!(terms[3].holds(Role::Free, &roles) && !terms[4].holds(Role::Free, &roles));
    }

    #[test]
    fn elasticities_are_the_derivatives() {
        let found = elasticities(&terms(2, true), &[2.0, 3.0]);
        assert_eq!(found, [[1.0, 0.0, 4.0, 3.0, 0.0], [0.0, 1.0, 0.0, 2.0, 6.0]]);
    }
}
