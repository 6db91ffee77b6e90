//! Values by comparison with others.

use super::{Args, Table};
use crate::trino::fault::Outcome;
use crate::trino::operator::Comparison;
use crate::trino::value::{Value, compare};

pub(super) fn add(t: &mut Table) {
    t.add("greatest(T, T...) -> T", |_, a| extreme(a, Comparison::Greater));
    t.add("least(T, T...) -> T", |_, a| extreme(a, Comparison::Less));
    t.nullable("nullif(T, U) -> T", |_, a| {
        Ok(if a[0].equals(&a[1]) == Some(true) { Value::Null } else { a[0].as_ref().clone() })
    });
}

fn extreme(a: &Args<'_>, op: Comparison) -> Outcome<Value> {
    let mut best = a[0].as_ref();
    for value in &a[1..] {
        // A number is greater and less than what is none.
        if matches!(best, Value::Double(x) if x.is_nan()) || compare(op, value, best)?.truth() {
            best = value.as_ref();
        }
    }
    Ok(best.clone())
}
