//! Arrays that are made: sequences by months, combinations, shuffled and zipped arrays.

use super::Table;
use super::arrays::{MOST, zipped};
use super::random::below;
use crate::trino::fault::{Outcome, invalid};
use crate::trino::time::{DAY, add_months};
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("sequence(date, date, interval year to month) -> array(date)", |_, a| {
        let days = by_months(a[0].int() * DAY, a[1].int() * DAY, a[2].int())?;
        Ok(Value::List(days.into_iter().map(|clock| Value::Int(clock.div_euclid(DAY))).collect()))
    });
    t.add("sequence(timestamp, timestamp, interval year to month) -> array(timestamp)", |_, a| {
        let clocks = by_months(a[0].int(), a[1].int(), a[2].int())?;
        Ok(Value::List(clocks.into_iter().map(Value::Int).collect()))
    });
    t.add("combinations(array(T), bigint) -> array(array(T))", |_, a| combinations(a[0].items(), a[1].int()));
    t.volatile("shuffle(array(T)) -> array(T)", |_, a| {
        let mut items = a[0].items().to_vec();
        for last in (1..items.len()).rev() {
            items.swap(last, below(last as u64 + 1) as usize);
        }
        Ok(Value::List(items))
    });
    t.sure("zip(array(T), array(U), array(V), array(W)) -> array(row)", |_, a| Ok(zipped(a)));
    t.sure("zip(array(T), array(U), array(V), array(W), array(X)) -> array(row)", |_, a| Ok(zipped(a)));
    t.sure("array_histogram(array(T)) -> map(T, bigint)", |_, a| {
        let mut map: Vec<(Value, Value)> = Vec::new();
        for item in a[0].items().iter().filter(|item| !item.is_null()) {
            match map.iter_mut().find(|(known, _)| known.same(item)) {
                Some((_, count)) => *count = Value::Int(count.int() + 1),
                None => map.push((item.clone(), Value::Int(1))),
            }
        }
        Ok(Value::Map(map))
    });
}

/// Wall clocks from one to another, so many months apart each; counted from the first, so that the day of the month
/// comes back after a short month.
fn by_months(from: i64, to: i64, step: i64) -> Outcome<Vec<i64>> {
    if step == 0 {
        return invalid("interval must not be zero");
    }
    if (step > 0) != (from <= to) && from != to {
        return invalid(
            "sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start",
        );
    }
    let mut made = Vec::new();
    for index in 0..=MOST {
        let Some(clock) = add_months(from, index * step) else { break };
        if (step > 0 && clock > to) || (step < 0 && clock < to) {
            return Ok(made);
        }
        made.push(clock);
    }
    invalid("result of sequence function must not have more than 10000 entries")
}

/// Choices of so many items, in the order in which their last item comes.
fn combinations(items: &[Value], count: i64) -> Outcome<Value> {
    const MOST_ITEMS: usize = 5;
    const MOST_RESULTS: usize = 100_000;
    let Some(count) = usize::try_from(count).ok().filter(|count| *count <= MOST_ITEMS) else {
        return invalid(format!("combination size must be between 0 and {MOST_ITEMS}: {count}"));
    };
    if count > items.len() {
        return Ok(Value::List(vec![]));
    }
    let mut chosen: Vec<usize> = (0..count).collect();
    let mut made = Vec::new();
    loop {
        made.push(Value::List(chosen.iter().map(|i| items[*i].clone()).collect()));
        if made.len() > MOST_RESULTS {
            return invalid("combinations exceed max size");
        }
        let limit = |i: usize| chosen.get(i + 1).copied().unwrap_or(items.len());
        let Some(moved) = (0..count).find(|i| chosen[*i] + 1 < limit(*i)) else {
            return Ok(Value::List(made));
        };
        chosen[moved] += 1;
        (0..moved).for_each(|i| chosen[i] = i);
    }
}
