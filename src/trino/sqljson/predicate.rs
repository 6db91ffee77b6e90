//! The predicates of filters: true, false or unknown, and never an error.

use super::item::Item;
use super::path::{Node, Predicate};
use super::walk::{Walk, unwrapped};
use crate::trino::cast::cast;
use crate::trino::coerce::common;
use crate::trino::fault::Outcome;
use crate::trino::operator::Comparison;
use crate::trino::value::compare;

/// Whether a predicate holds; nothing where it is unknown.
pub(super) fn truth(predicate: &Predicate, walk: &Walk<'_>) -> Outcome<Option<bool>> {
    Ok(match predicate {
        Predicate::Compare(op, left, right) => compared(*op, left, right, walk)?,
        Predicate::And(left, right) => match truth(left, walk)? {
            Some(false) => Some(false),
            known => match truth(right, walk)? {
                Some(false) => Some(false),
                right => known.zip(right).map(|_| true),
            },
        },
        Predicate::Or(left, right) => match truth(left, walk)? {
            Some(true) => Some(true),
            known => match truth(right, walk)? {
                Some(true) => Some(true),
                right => known.zip(right).map(|_| false),
            },
        },
        Predicate::Not(inner) => truth(inner, walk)?.map(|t| !t),
        Predicate::Exists(path) => walk.quiet(path)?.map(|found| !found.is_empty()),
        Predicate::Unknown(inner) => Some(truth(inner, walk)?.is_none()),
        Predicate::Starts(value, prefix) => starts(value, prefix, walk)?,
    })
}

fn compared(op: Comparison, left: &Node, right: &Node, walk: &Walk<'_>) -> Outcome<Option<bool>> {
    let (Some(mut left), Some(mut right)) = (walk.quiet(left)?, walk.quiet(right)?) else { return Ok(None) };
    if walk.lax {
        (left, right) = (unwrapped(left), unwrapped(right));
    }
    if left.is_empty() || right.is_empty() {
        return Ok(Some(false));
    }
    let null = |items: &[Item]| items.iter().any(|i| matches!(i, Item::Null));
    let scalar = |items: &[Item]| items.iter().any(|i| matches!(i, Item::Scalar(..) | Item::Big(_)));
    let nested =
        |items: &[Item]| items.iter().any(|i| matches!(i, Item::Array(_) | Item::Object(_) | Item::Missing));
    // Arrays and objects can only be compared with null.
    if nested(&left) && (nested(&right) || scalar(&right)) || scalar(&left) && nested(&right) {
        return Ok(None);
    }
    let mut found = match op {
        Comparison::Equal => null(&left) && null(&right),
        Comparison::NotEqual => {
            let other = |items: &[Item]| scalar(items) || nested(items);
            null(&left) && other(&right) || null(&right) && other(&left)
        }
        _ => false,
    };
    if found && walk.lax || !scalar(&left) || !scalar(&right) {
        return Ok(Some(found));
    }
    let scalars = |items: &[Item]| !items.iter().any(|i| matches!(i, Item::Big(_)));
    if !scalars(&left) || !scalars(&right) {
        return Ok(None);
    }
    for (a, ta) in left.iter().filter_map(Item::scalar) {
        for (b, tb) in right.iter().filter_map(Item::scalar) {
            let Some(ty) = common(ta, tb) else { return Ok(None) };
            let both = cast(a.clone(), ta, &ty).and_then(|a| Ok((a, cast(b.clone(), tb, &ty)?)));
            let Ok(result) = both.and_then(|(a, b)| compare(op, &a, &b)) else { return Ok(None) };
            if result.truth() {
                if walk.lax {
                    return Ok(Some(true));
                }
                found = true;
            }
        }
    }
    Ok(Some(found))
}

fn starts(value: &Node, prefix: &Node, walk: &Walk<'_>) -> Outcome<Option<bool>> {
    let (Some(mut values), Some(prefix)) = (walk.quiet(value)?, walk.quiet(prefix)?) else { return Ok(None) };
    let [Some(prefix)] = prefix.iter().map(Item::as_text).collect::<Vec<_>>()[..] else { return Ok(None) };
    if walk.lax {
        values = unwrapped(values);
    }
    let mut found = false;
    for item in &values {
        match item.as_text() {
            None => return Ok(None),
            Some(text) if text.starts_with(prefix) => {
                if walk.lax {
                    return Ok(Some(true));
                }
                found = true;
            }
            Some(_) => {}
        }
    }
    Ok(Some(found))
}
