//! Arrays.

use super::{Args, Context, Table};
use crate::trino::fault::{Fault, Outcome, invalid};
use crate::trino::operator::Comparison;
use crate::trino::size::limit;
use crate::trino::text::display;
use crate::trino::types::Type;
use crate::trino::value::{Key, Value, compare};
use std::collections::HashSet;

/// Items that SEQUENCE and REPEAT make at most.
pub(super) const MOST: i64 = 10_000;

pub(super) fn add(t: &mut Table) {
    t.sure("cardinality(array(T)) -> bigint", |_, a| Ok(Value::Int(a[0].items().len() as i64)));
    t.sure("cardinality(map(K, V)) -> bigint", |_, a| Ok(Value::Int(a[0].entries().len() as i64)));
    t.add("element_at(array(T), bigint) -> T", |_, a| {
        let items = a[0].items();
        let place = usize::try_from(place(items, a[1].int())?);
        Ok(place.ok().and_then(|at| items.get(at)).cloned().unwrap_or(Value::Null))
    });
    t.add("$subscript(array(T), bigint) -> T", |_, a| {
        let (items, index) = (a[0].items(), a[1].int());
        match usize::try_from(index - 1).ok().and_then(|at| items.get(at)) {
            Some(item) => Ok(item.clone()),
            None if index == 0 => invalid("SQL array indices start at 1"),
            None if index < 0 => invalid(format!("Array subscript is negative: {index}")),
            None => invalid(format!(
                "Array subscript must be less than or equal to array length: {index} > {}",
                items.len()
            )),
        }
    });
    t.nullable("contains(array(T), T) -> boolean", |_, a| Ok(contains(&a[0], &a[1])));
    t.sure("array_distinct(array(T)) -> array(T)", |_, a| Ok(Value::List(distinct(a[0].items().iter()))));
    t.sure("array_union(array(T), array(T)) -> array(T)", |_, a| {
        Ok(Value::List(distinct(a[0].items().iter().chain(a[1].items()))))
    });
    t.sure("array_intersect(array(T), array(T)) -> array(T)", |_, a| {
        let right: HashSet<Key> = a[1].items().iter().cloned().map(Key).collect();
        Ok(Value::List(distinct(a[0].items().iter().filter(|v| right.contains(&Key((*v).clone()))))))
    });
    t.sure("array_except(array(T), array(T)) -> array(T)", |_, a| {
        let right: HashSet<Key> = a[1].items().iter().cloned().map(Key).collect();
        Ok(Value::List(distinct(a[0].items().iter().filter(|v| !right.contains(&Key((*v).clone()))))))
    });
    t.sure("arrays_overlap(array(T), array(T)) -> boolean", |_, a| {
        let (left, right) = (a[0].items(), a[1].items());
        if left.iter().any(|x| !x.is_null() && right.iter().any(|y| x.equals(y) == Some(true))) {
            return Ok(Value::Bool(true));
        }
        let unknown = left.iter().chain(right).any(Value::is_null) && !left.is_empty() && !right.is_empty();
        Ok(if unknown { Value::Null } else { Value::Bool(false) })
    });
    t.add("array_sort(array(T)) -> array(T)", |c, a| {
        let Type::Array(item) = c.ty(0) else { return Ok(Value::Null) };
        if !item.orderable() {
            return Err(Fault::new("TYPE_MISMATCH", format!("the items of {} have no order", c.ty(0))));
        }
        let mut items = a[0].items().to_vec();
        items.sort_by(Value::order);
        Ok(Value::List(items))
    });
    t.add("array_sort(array(T), function(T, T, integer)) -> array(T)", |c, a| sorted(c, a[0].items()));
    t.sure("array_join(array(T), varchar) -> varchar", |c, a| Ok(join(c.ty(0), &a[0], a[1].str(), None)));
    t.sure("array_join(array(T), varchar, varchar) -> varchar", |c, a| {
        Ok(join(c.ty(0), &a[0], a[1].str(), Some(a[2].str())))
    });
    t.sure("array_position(array(T), T) -> bigint", |_, a| {
        let found = a[0].items().iter().position(|v| v.equals(&a[1]) == Some(true));
        Ok(Value::Int(found.map_or(0, |i| i as i64 + 1)))
    });
    t.sure("array_remove(array(T), T) -> array(T)", |_, a| {
        Ok(Value::List(a[0].items().iter().filter(|v| v.equals(&a[1]) != Some(true)).cloned().collect()))
    });
    t.add("array_max(array(T)) -> T", |_, a| extreme(a[0].items(), Comparison::Greater));
    t.add("array_min(array(T)) -> T", |_, a| extreme(a[0].items(), Comparison::Less));
    t.sure("reverse(array(T)) -> array(T)", |_, a| {
        Ok(Value::List(a[0].items().iter().rev().cloned().collect()))
    });
    t.add("slice(array(T), bigint, bigint) -> array(T)", |_, a| slice(a[0].items(), a[1].int(), a[2].int()));
    t.add("trim_array(array(T), bigint) -> array(T)", |_, a| {
        let keep = a[0].items().len() as i64 - a[1].int();
        match usize::try_from(keep) {
            Ok(keep) if a[1].int() >= 0 => Ok(Value::List(a[0].items()[..keep].to_vec())),
            _ => invalid("size must not exceed array cardinality"),
        }
    });
    t.add("sequence(bigint, bigint) -> array(bigint)", |_, a| {
        let (from, to) = (a[0].int(), a[1].int());
        sequence(from, to, if from <= to { 1 } else { -1 })
    });
    t.add("sequence(bigint, bigint, bigint) -> array(bigint)", |_, a| {
        sequence(a[0].int(), a[1].int(), a[2].int())
    });
    t.add("sequence(date, date) -> array(date)", |_, a| {
        sequence(a[0].int(), a[1].int(), if a[0].int() <= a[1].int() { 1 } else { -1 })
    });
    t.add("sequence(date, date, interval day to second) -> array(date)", |_, a| {
        sequence(a[0].int(), a[1].int(), a[2].int() / 86_400_000)
    });
    t.add("sequence(timestamp, timestamp, interval day to second) -> array(timestamp)", |_, a| {
        sequence(a[0].int(), a[1].int(), a[2].int() * 1000)
    });
    t.nullable("repeat(T, bigint) -> array(T)", |_, a| match a[1].int() {
        _ if a[1].is_null() => Ok(Value::Null),
        n if (0..=MOST).contains(&n) => Ok(Value::List(vec![a[0].as_ref().clone(); n as usize])),
        _ => invalid("count argument of repeat function must be less than or equal to 10000"),
    });
    t.sure("flatten(array(array(T))) -> array(T)", |_, a| {
        Ok(Value::List(a[0].items().iter().flat_map(|i| i.items().iter().cloned()).collect()))
    });
    t.sure("concat|$concat(array(T), array(T)...) -> array(T)", |_, a| {
        limit(0, a.iter().map(|v| v.items().len()).sum())?;
        Ok(Value::List(a.iter().flat_map(|i| i.items().iter().cloned()).collect()))
    });
    t.sure("zip(array(T), array(U)) -> array(row)", |_, a| Ok(zipped(a)));
    t.sure("zip(array(T), array(U), array(V)) -> array(row)", |_, a| Ok(zipped(a)));
    t.sure("contains_sequence(array(T), array(T)) -> boolean", |_, a| {
        let (all, part) = (a[0].items(), a[1].items());
        let found =
            part.is_empty() || all.windows(part.len()).any(|w| w.iter().zip(part).all(|(x, y)| x.same(y)));
        Ok(Value::Bool(found))
    });
    t.add("ngrams(array(T), bigint) -> array(array(T))", |_, a| {
        let items = a[0].items();
        match usize::try_from(a[1].int()) {
            Ok(n) if n > 0 && n < items.len() => {
                Ok(Value::List(items.windows(n).map(|w| Value::List(w.to_vec())).collect()))
            }
            Ok(n) if n > 0 => Ok(Value::List(vec![Value::List(items.to_vec())])),
            _ => invalid("N must be positive"),
        }
    });
}

/// Where an index points, which counts from 1, and from the end when it is negative.
fn place(items: &[Value], index: i64) -> Outcome<i64> {
    match index {
        0 => invalid("SQL array indices start at 1"),
        n if n > 0 => Ok(n - 1),
        n => Ok(items.len() as i64 + n),
    }
}

fn slice(items: &[Value], start: i64, length: i64) -> Outcome<Value> {
    if length < 0 {
        return invalid("length must be greater than or equal to 0");
    }
    let Ok(first) = usize::try_from(place(items, start)?) else { return Ok(Value::List(vec![])) };
    Ok(Value::List(items.iter().skip(first).take(length as usize).cloned().collect()))
}

fn contains(array: &Value, value: &Value) -> Value {
    if array.is_null() || value.is_null() {
        return Value::Null;
    }
    let mut unknown = false;
    for item in array.items() {
        match item.equals(value) {
            Some(true) => return Value::Bool(true),
            None => unknown = true,
            _ => {}
        }
    }
    if unknown { Value::Null } else { Value::Bool(false) }
}

/// The items in the order of a lambda. That need not be an order, on which the sort of the standard library may
/// panic.
fn sorted(c: &Context<'_>, items: &[Value]) -> Outcome<Value> {
    let behind = |x: &Value, y: &Value| Ok(c.call(1, &[x.clone(), y.clone()])?.int() > 0);
    let sorted = merged(items.to_vec(), &behind)?;
    for pair in sorted.windows(2) {
        if behind(&pair[0], &pair[1])? {
            return invalid("Lambda comparator violates the comparator contract");
        }
    }
    Ok(Value::List(sorted))
}

/// Sorts by merging; equal items keep their order.
fn merged(mut left: Vec<Value>, behind: &impl Fn(&Value, &Value) -> Outcome<bool>) -> Outcome<Vec<Value>> {
    if left.len() < 2 {
        return Ok(left);
    }
    let right = left.split_off(left.len() / 2);
    let mut left = merged(left, behind)?.into_iter().peekable();
    let mut right = merged(right, behind)?.into_iter().peekable();
    let mut all = Vec::with_capacity(left.len() + right.len());
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        let next = if behind(x, y)? { right.next() } else { left.next() };
        all.extend(next);
    }
    all.extend(left.chain(right));
    Ok(all)
}

pub(super) fn zipped(a: &Args<'_>) -> Value {
    let count = a.iter().map(|l| l.items().len()).max().unwrap_or(0);
    let row = |i| Value::List(a.iter().map(|l| l.items().get(i).cloned().unwrap_or(Value::Null)).collect());
    Value::List((0..count).map(row).collect())
}

/// The values that differ, in the order in which they first stand.
pub(super) fn distinct<'a>(items: impl Iterator<Item = &'a Value>) -> Vec<Value> {
    let mut seen = HashSet::new();
    items.filter(|item| seen.insert(Key((*item).clone()))).cloned().collect()
}

fn join(ty: &Type, list: &Value, separator: &str, null: Option<&str>) -> Value {
    let item = if let Type::Array(item) = ty { item } else { ty };
    let text = |v: &Value| match v {
        Value::Null => null.map(String::from),
        Value::Double(_) => Some(crate::trino::cast::varchar(v, item)),
        Value::Text(_) if *item == Type::Json => {
            let text = crate::trino::cast::cast(v.clone(), item, &crate::trino::types::VARCHAR);
            Some(text.map_or_else(|_| display(v, item), |text| text.str().to_string()))
        }
        other => Some(display(other, item)),
    };
    list.items().iter().filter_map(text).collect::<Vec<_>>().join(separator).into()
}

fn extreme(items: &[Value], op: Comparison) -> Outcome<Value> {
    let mut best: Option<&Value> = None;
    for item in items {
        if item.is_null() {
            return Ok(Value::Null);
        }
        // A number is greater and less than what is none.
        if matches!(best, Some(Value::Double(x)) if x.is_nan()) {
            best = Some(item);
            continue;
        }
        if best.is_none_or(|b| compare(op, item, b).is_ok_and(|v| v.truth())) {
            best = Some(item);
        }
    }
    Ok(best.cloned().unwrap_or(Value::Null))
}

fn sequence(from: i64, to: i64, step: i64) -> Outcome<Value> {
    if step == 0 {
        return invalid("step must not be zero");
    }
    if (step > 0) != (from <= to) && from != to {
        return invalid(
            "sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start",
        );
    }
    let count = (to - from) / step + 1;
    if count > MOST {
        return invalid("result of sequence function must not have more than 10000 entries");
    }
    Ok(Value::List((0..count).map(|i| Value::Int(from + i * step)).collect()))
}
