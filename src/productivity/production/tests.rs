use ndarray::{Array2, ArrayView2};

use super::*;
use crate::random::Seed;

const FIRMS: usize = 600;
const PERIODS: usize = 6;

fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap()
}

/// Firms with output 0.6 l + 0.4 k + ω + ε, where labour answers to half of ω and materials reveal it.
struct Firms {
    firm: Vec<i64>,
    lag: Vec<i64>,
    output: Vec<f64>,
    inputs: Array2<f64>,
    proxy: Vec<f64>,
    survives: Vec<i64>,
}

fn firms() -> Firms {
    let rows = FIRMS * PERIODS;
    let mut made = Firms {
        firm: (0..rows).map(|row| number(row / PERIODS)).collect(),
        lag: (0..rows).map(|row| if row % PERIODS == 0 { -1 } else { number(row) - 1 }).collect(),
        output: vec![],
        inputs: Array2::zeros((2, rows)),
        proxy: vec![],
        survives: vec![],
    };
    let mut draws = Seed([5, 6]).stream(0, 0);
    let (mut omega, mut capital) = (0.0, 0.0);
    for row in 0..rows {
        if row % PERIODS == 0 {
            (omega, capital) = (draws.normal(), draws.normal());
        }
        let labour = 0.5 * omega + 0.3 * capital + draws.normal();
        made.inputs[[0, row]] = labour;
        made.inputs[[1, row]] = capital;
        made.output.push(0.6 * labour + 0.4 * capital + omega + 0.1 * draws.normal());
        made.proxy.push(omega + 0.5 * capital);
        made.survives.push(if row % PERIODS == PERIODS - 1 { -1 } else { i64::from(draws.bernoulli(0.8)) });
        capital = 0.8 * capital + 0.3 * omega + 0.3 * draws.normal();
        omega = 0.7 * omega + 0.5 * draws.normal();
    }
    made
}

fn specification(method: Method) -> Specification {
    Specification {
        method,
        roles: vec![Role::Free, Role::State],
        translog: false,
        degree: 2,
        law: 1,
        survival: method == Method::OlleyPakes,
        first_equation: true,
        starts: 8,
        low: vec![-0.5; 2],
        high: vec![1.5; 2],
        start: None,
        names: vec!["`free` 'labour'".into(), "`state` 'capital'".into()],
    }
}

const ALL: [Method; 6] = [
    Method::Ols,
    Method::FixedEffects,
    Method::OlleyPakes,
    Method::LevinsohnPetrin,
    Method::AckerbergCavesFrazer,
    Method::Wooldridge,
];

fn estimated(made: &Firms, specification: &Specification, replicates: usize, run: &Run) -> Result<Production> {
    let cluster: Vec<i64> = (0..number(FIRMS)).collect();
    let plan = Plan { replicates, seed: Seed([1, 2]), cluster: &cluster, strata: &[number(FIRMS)] };
    let columns = Columns {
        firm: &made.firm,
        lag: &made.lag,
        output: &made.output,
        inputs: made.inputs.view(),
        proxy: &made.proxy,
        controls: ArrayView2::from_shape((0, made.firm.len()), &[]).unwrap(),
        instruments: ArrayView2::from_shape((0, made.firm.len()), &[]).unwrap(),
        survives: &made.survives,
    };
    productivity(&columns, specification, &plan, run)
}

#[test]
fn estimators_that_allow_for_the_answer_of_labour_find_the_truth() {
    let made = firms();
    for method in &ALL[2..] {
        let found = estimated(&made, &specification(*method), 0, &Run::quiet()).unwrap().estimate.coefficients;
        assert!((found[0] - 0.6).abs() < 0.06 && (found[1] - 0.4).abs() < 0.15, "{method:?}: {found:?}");
    }
    let found = estimated(&made, &specification(Method::Ols), 0, &Run::quiet()).unwrap().estimate.coefficients;
    assert!(found[0] > 0.75);
}

#[test]
fn resamples_are_the_same_on_any_number_of_threads() {
    let made = firms();
    for method in ALL {
        let bits = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            let found = estimated(&made, &specification(method), 6, &run).unwrap();
            assert_eq!(run.done(), 6);
            assert!(found.coefficients.iter().all(|x| x.is_finite()), "{method:?}");
            found.coefficients.map(|x| x.to_bits())
        };
        let expected = bits(1);
        assert_eq!(bits(2), expected);
        assert_eq!(bits(7), expected);
    }
}

#[test]
fn a_resample_is_the_estimate_from_copied_firms() {
    let made = firms();
    let cluster: Vec<i64> = (0..number(FIRMS)).collect();
    let plan = Plan { replicates: 1, seed: Seed([1, 2]), cluster: &cluster, strata: &[number(FIRMS)] };
    let counts = plan.multiplicities(0);
    let mut copied = Firms {
        firm: vec![],
        lag: vec![],
        output: vec![],
        proxy: vec![],
        survives: vec![],
        inputs: Array2::zeros((2, FIRMS * PERIODS)),
    };
    for (firm, &count) in counts.iter().enumerate() {
        for _ in 0..count {
            for row in firm * PERIODS..(firm + 1) * PERIODS {
                let place = copied.output.len();
                copied.firm.push(number(place / PERIODS));
                copied.lag.push(if place % PERIODS == 0 { -1 } else { number(place) - 1 });
                copied.output.push(made.output[row]);
                copied.proxy.push(made.proxy[row]);
                copied.survives.push(made.survives[row]);
                (0..2).for_each(|input| copied.inputs[[input, place]] = made.inputs[[input, row]]);
            }
        }
    }
    for method in ALL {
        let run = Run::quiet();
        let draw = estimated(&made, &specification(method), 1, &run).unwrap().coefficients;
        let whole = estimated(&copied, &specification(method), 0, &run).unwrap().estimate.coefficients;
        for (a, b) in draw.iter().zip(&whole) {
            assert!((a - b).abs() < 1e-7, "{method:?}: {draw} {whole:?}");
        }
    }
}

#[test]
fn stops_are_heard_and_ill_fitting_specifications_refused() {
    let made = firms();
    for method in &ALL[2..5] {
        let run = Run::quiet();
        run.stop();
        assert_eq!(estimated(&made, &specification(*method), 0, &run), Err(Error::Stopped));
    }
    let short = Specification { low: vec![0.0], ..specification(Method::Ols) };
    assert!(matches!(estimated(&made, &short, 0, &Run::quiet()), Err(Error::InvalidInput(_))));
    assert!("gmm".parse::<Method>().is_err());
}
