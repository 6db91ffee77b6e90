//! JSON_OBJECT and JSON_ARRAY.

use super::call::{Call, Function};
use super::item::Item;
use crate::trino::cast;
use crate::trino::eval::{Row, eval};
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::types::{Type, VARCHAR};
use crate::trino::value::Value;
use std::sync::Arc;

/// An object of more members is refused: the order of Trino's hash table is followed only up to here.
const MOST: usize = 96;

/// The object or the array.
pub(super) fn made(call: &Call, row: &Row<'_>) -> Outcome<Item> {
    let values = call.args.iter().map(|arg| eval(arg, row)).collect::<Outcome<Vec<Value>>>()?;
    let mut items = Vec::with_capacity(values.len());
    for (index, value) in values.into_iter().enumerate() {
        let null = value.is_null();
        items.push((null, plain(call.item(index, value)?)?));
    }
    if call.function == Function::Array {
        let kept = items.into_iter().filter(|(null, _)| call.nulls || !null).map(|(_, item)| item);
        return Ok(Item::Array(Arc::new(kept.collect())));
    }
    let mut members: Vec<(String, Item)> = Vec::new();
    let mut items = items.into_iter();
    while let (Some((null, key)), Some((absent, item))) = (items.next(), items.next()) {
        if null {
            return invalid("null value passed for JSON object key to JSON_OBJECT function");
        }
        let key = key.as_text().unwrap_or_default().to_string();
        if absent && !call.nulls {
            continue;
        }
        if members.iter().any(|(known, _)| *known == key) {
            if call.unique {
                return invalid("duplicate key passed to JSON_OBJECT function");
            }
            return Err(Fault::new("NOT_SUPPORTED", "cannot construct a JSON object with duplicate key"));
        }
        members.push((key, item));
    }
    if members.len() > MOST {
        return Err(Fault::new(
            UNSUPPORTED,
            format!("a JSON object of more than {MOST} members is not made on local logs"),
        ));
    }
    Ok(Item::Object(Arc::new(ordered(members))))
}

/// Dates and times become texts.
fn plain(item: Item) -> Outcome<Item> {
    Ok(match item {
        Item::Scalar(value, ty)
            if matches!(ty, Type::Date | Type::Time(_) | Type::Timestamp(_) | Type::TimestampTz(..)) =>
        {
            Item::Scalar(cast::cast(value, &ty, &VARCHAR)?, VARCHAR)
        }
        other => other,
    })
}

/// Members as the hash table of Trino's engine lists them: by place in the table, then as they came.
fn ordered(mut members: Vec<(String, Item)>) -> Vec<(String, Item)> {
    let mut places = 16_u32;
    while members.len() as u32 > places / 4 * 3 {
        places *= 2;
    }
    members.sort_by_key(|(key, _)| {
        let hash = key.encode_utf16().fold(0_u32, |h, unit| h.wrapping_mul(31).wrapping_add(unit.into()));
        (hash ^ hash >> 16) & (places - 1)
    });
    members
}
