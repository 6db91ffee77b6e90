//! Variances, moments, correlations, and lines through points.

use super::{Body, Function, Refusal, Rows, Run, Typing, numeric};
use crate::trino::fault::Outcome;
use crate::trino::types::Type;
use crate::trino::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function { name: "geometric_mean", types: of_numbers, run: |_| Run::Collected(Body(geometric_mean)) },
    Function { name: "skewness", types: of_numbers, run: |_| Run::Collected(Body(skewness)) },
    Function { name: "kurtosis", types: of_numbers, run: |_| Run::Collected(Body(kurtosis)) },
    Function { name: "stddev", types: of_numbers, run: |_| Run::Collected(Body(deviation_of_sample)) },
    Function { name: "stddev_samp", types: of_numbers, run: |_| Run::Collected(Body(deviation_of_sample)) },
    Function { name: "stddev_pop", types: of_numbers, run: |_| Run::Collected(Body(deviation_of_all)) },
    Function { name: "variance", types: of_numbers, run: |_| Run::Collected(Body(variance_of_sample)) },
    Function { name: "var_samp", types: of_numbers, run: |_| Run::Collected(Body(variance_of_sample)) },
    Function { name: "var_pop", types: of_numbers, run: |_| Run::Collected(Body(variance_of_all)) },
    Function { name: "corr", types: of_pairs, run: |_| Run::Collected(Body(correlation)) },
    Function { name: "covar_samp", types: of_pairs, run: |_| Run::Collected(Body(covariance_of_sample)) },
    Function { name: "covar_pop", types: of_pairs, run: |_| Run::Collected(Body(covariance_of_all)) },
    Function { name: "regr_slope", types: of_pairs, run: |_| Run::Collected(Body(slope)) },
    Function { name: "regr_intercept", types: of_pairs, run: |_| Run::Collected(Body(intercept)) },
];

fn of_numbers(args: &[Type]) -> Typing {
    match args {
        [x] if numeric(x) => Ok((vec![Type::Double], Type::Double)),
        _ => Err(Refusal::Parameters),
    }
}

fn of_pairs(args: &[Type]) -> Typing {
    match args {
        [x, y] if numeric(x) && numeric(y) => Ok((vec![Type::Double; 2], Type::Double)),
        _ => Err(Refusal::Parameters),
    }
}

fn numbers(rows: &Rows<'_>) -> Vec<f64> {
    rows.present().map(Value::double).collect()
}

fn pairs(rows: &Rows<'_>) -> Vec<(f64, f64)> {
    let whole = rows.rows.iter().filter(|row| !row[0].is_null() && !row[1].is_null());
    whole.map(|row| (row[0].double(), row[1].double())).collect()
}

fn geometric_mean(rows: Rows<'_>) -> Outcome<Value> {
    let all = numbers(&rows);
    let mean = all.iter().map(|x| x.ln()).sum::<f64>() / all.len() as f64;
    Ok(if all.is_empty() { Value::Null } else { mean.exp().into() })
}

/// The sum of the distances from the mean to some power.
fn moment(all: &[f64], power: i32) -> f64 {
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    all.iter().map(|x| (x - mean).powi(power)).sum::<f64>()
}

fn skewness(rows: Rows<'_>) -> Outcome<Value> {
    let all = numbers(&rows);
    if all.len() < 3 {
        return Ok(Value::Null);
    }
    let n = all.len() as f64;
    Ok((n.sqrt() * moment(&all, 3) / moment(&all, 2).powf(1.5)).into())
}

fn kurtosis(rows: Rows<'_>) -> Outcome<Value> {
    let all = numbers(&rows);
    if all.len() < 4 {
        return Ok(Value::Null);
    }
    let n = all.len() as f64;
    let (m2, m4) = (moment(&all, 2), moment(&all, 4));
    let factor = (n - 1.0) * n * (n + 1.0) / ((n - 2.0) * (n - 3.0));
    Ok((factor * m4 / (m2 * m2) - 3.0 * (n - 1.0).powi(2) / ((n - 2.0) * (n - 3.0))).into())
}

/// The variance of a sample, or of all there is.
fn variance(rows: &Rows<'_>, sample: bool) -> Option<f64> {
    let all = numbers(rows);
    if all.is_empty() || (sample && all.len() == 1) {
        return None;
    }
    // By Welford's method, as Trino does it, so that the last digits agree.
    let (mut mean, mut m2) = (0.0, 0.0);
    for (index, x) in all.iter().enumerate() {
        let delta = x - mean;
        mean += delta / (index + 1) as f64;
        m2 += delta * (x - mean);
    }
    Some(m2 / if sample { all.len() - 1 } else { all.len() } as f64)
}

fn variance_of_sample(rows: Rows<'_>) -> Outcome<Value> {
    Ok(Value::of(variance(&rows, true)))
}

fn variance_of_all(rows: Rows<'_>) -> Outcome<Value> {
    Ok(Value::of(variance(&rows, false)))
}

fn deviation_of_sample(rows: Rows<'_>) -> Outcome<Value> {
    Ok(Value::of(variance(&rows, true).map(f64::sqrt)))
}

fn deviation_of_all(rows: Rows<'_>) -> Outcome<Value> {
    Ok(Value::of(variance(&rows, false).map(f64::sqrt)))
}

/// The sums of the products of the distances from the means: of both, of the first, of the second.
fn products(pairs: &[(f64, f64)]) -> (f64, f64, f64) {
    let n = pairs.len() as f64;
    let mean_x = pairs.iter().map(|p| p.0).sum::<f64>() / n;
    let mean_y = pairs.iter().map(|p| p.1).sum::<f64>() / n;
    (
        pairs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum(),
        pairs.iter().map(|p| (p.0 - mean_x).powi(2)).sum(),
        pairs.iter().map(|p| (p.1 - mean_y).powi(2)).sum(),
    )
}

fn covariance_of_all(rows: Rows<'_>) -> Outcome<Value> {
    let pairs = pairs(&rows);
    let (both, ..) = products(&pairs);
    Ok(if pairs.is_empty() { Value::Null } else { (both / pairs.len() as f64).into() })
}

fn covariance_of_sample(rows: Rows<'_>) -> Outcome<Value> {
    let pairs = pairs(&rows);
    let (both, ..) = products(&pairs);
    Ok(if pairs.len() < 2 { Value::Null } else { (both / (pairs.len() as f64 - 1.0)).into() })
}

fn correlation(rows: Rows<'_>) -> Outcome<Value> {
    let pairs = pairs(&rows);
    let (both, xx, yy) = products(&pairs);
    Ok(if pairs.len() < 2 { Value::Null } else { (both / (xx * yy).sqrt()).into() })
}

/// The line through (y, x), point by point as Trino adds them: its slope and the means; nothing where there is none.
fn line(rows: &Rows<'_>) -> Option<(f64, f64, f64)> {
    let (mut n, mut mean_x, mut mean_y, mut both, mut square) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (y, x) in pairs(rows) {
        n += 1.0;
        let before = mean_x;
        mean_x += (x - mean_x) / n;
        mean_y += (y - mean_y) / n;
        both += (x - before) * (y - mean_y);
        square += (x - before) * (x - mean_x);
    }
    let slope: f64 = both / square;
    slope.is_finite().then_some((slope, mean_x, mean_y))
}

fn slope(rows: Rows<'_>) -> Outcome<Value> {
    Ok(Value::of(line(&rows).map(|(slope, ..)| slope)))
}

fn intercept(rows: Rows<'_>) -> Outcome<Value> {
    Ok(Value::of(line(&rows).map(|(slope, mean_x, mean_y)| mean_y - slope * mean_x)))
}
