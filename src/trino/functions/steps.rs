//! Functions that no statement names: what other syntax of SQL is made of.

use super::{Args, Context, Table};
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED};
use crate::trino::operator::Comparison;
use crate::trino::types::Type;
use crate::trino::value::{Value, compare};

pub(super) fn add(t: &mut Table) {
    t.nullable("$sorted(T) -> T", |_, a| Ok(sorted(&a[0])));
    t.nullable("$quantified(varchar, boolean, T, array(T)) -> boolean", quantified);
    t.nullable("$among(boolean, T, array(T)) -> boolean", |_, a| {
        Ok(among(a[0].truth(), &a[1], a[2].items()))
    });
    // Marks a condition of its own: its call of `$among` becomes a strict one.
    t.nullable("$strictly(boolean) -> boolean", |_, a| Ok(a[0].as_ref().clone()));
    // A query in the place of a value must give one row.
    t.nullable("$single(array(T)) -> T", |_, a| match a[0].items() {
        [] => Ok(Value::Null),
        [one] => Ok(one.clone()),
        _ => Err(Fault::new("SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows")),
    });
    t.nullable("$unnest(ANY...) -> unknown", |c, a| Ok(unnested(c, a)));
}

/// A comparison with all or any of the values of a query.
fn quantified(c: &Context<'_>, a: &Args<'_>) -> Outcome<Value> {
    let (op, all) = (Comparison::parse(a[0].str()).unwrap_or(Comparison::Equal), a[1].truth());
    let (value, items) = (a[2].as_ref(), a[3].items());
    let holds_null = |v: &Value| v.items().iter().any(Value::is_null);
    if matches!(c.ty(2), Type::Row(_)) && items.iter().chain([value]).any(holds_null) {
        return Err(Fault::new(
            UNSUPPORTED,
            "rows with NULL in them cannot be compared with a subquery on local logs",
        ));
    }
    let mut unknown = false;
    for item in items {
        match compare(op, value, item)? {
            Value::Bool(b) if b != all => return Ok(Value::Bool(!all)),
            Value::Null => unknown = true,
            _ => {}
        }
    }
    Ok(if unknown { Value::Null } else { Value::Bool(all) })
}

/// IN with the values of a query. As a value, IN finds NaN and rows with NULL in them, as DISTINCT does; as a
/// condition that keeps rows (`strict`) it is a join, and to a join those are equal to nothing.
fn among(strict: bool, value: &Value, items: &[Value]) -> Value {
    let found = |item: &Value| if strict { item.equals(value) == Some(true) } else { item.same(value) };
    if items.is_empty() {
        Value::Bool(false)
    } else if value.is_null() {
        Value::Null
    } else if items.iter().any(found) {
        Value::Bool(true)
    } else if items.iter().any(Value::is_null) {
        Value::Null
    } else {
        Value::Bool(false)
    }
}

/// The rows of UNNEST: arrays and maps side by side, shorter ones filled with NULL. The last two arguments say
/// whether to number the rows, and whether nothing but empty ones makes a row.
fn unnested(c: &Context<'_>, a: &Args<'_>) -> Value {
    let [values @ .., ordinality, outer] = a else { return Value::Null };
    let count = values.iter().map(|v| v.items().len().max(v.entries().len())).max().unwrap_or(0);
    let row = |number: usize| {
        let mut fields = Vec::new();
        for (index, value) in values.iter().enumerate() {
            unnest_into(&mut fields, value, c.ty(index), number);
        }
        if ordinality.truth() {
            fields.push(if count == 0 { Value::Null } else { Value::Int(number as i64 + 1) });
        }
        Value::List(fields)
    };
    Value::List((0..count.max(usize::from(outer.truth()))).map(row).collect())
}

/// The fields that one array or map gives to a row.
fn unnest_into(fields: &mut Vec<Value>, value: &Value, ty: &Type, row: usize) {
    match ty {
        Type::Map(..) => match value.entries().get(row) {
            Some((k, v)) => fields.extend([k.clone(), v.clone()]),
            None => fields.extend([Value::Null, Value::Null]),
        },
        Type::Array(item) => match (item.as_ref(), value.items().get(row)) {
            (Type::Row(_), Some(Value::List(items))) => fields.extend(items.iter().cloned()),
            (Type::Row(all), _) => fields.extend(all.iter().map(|_| Value::Null)),
            (_, item) => fields.push(item.cloned().unwrap_or(Value::Null)),
        },
        _ => fields.push(Value::Null),
    }
}

/// The same value, its maps in the order of their keys.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Map(entries) => {
            let mut entries: Vec<_> = entries.iter().map(|(k, v)| (sorted(k), sorted(v))).collect();
            entries.sort_by(|a, b| a.0.order(&b.0));
            Value::Map(entries)
        }
        Value::List(items) => Value::List(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}
