//! What fits nowhere else.

use super::{Args, Table};
use crate::trino::fault::{Fault, Outcome, invalid};
use crate::trino::functions::like;
use crate::trino::operator::Comparison;
use crate::trino::types::Type;
use crate::trino::value::{Value, compare};

pub(super) fn add(t: &mut Table) {
    t.nullable("typeof(T) -> varchar", |c, _| Ok(c.ty(0).to_string().into()));
    t.add("greatest(T, T...) -> T", |_, a| extreme(a, Comparison::Greater));
    t.add("least(T, T...) -> T", |_, a| extreme(a, Comparison::Less));
    t.nullable("nullif(T, U) -> T", |_, a| {
        Ok(if a[0].equals(&a[1]) == Some(true) { Value::Null } else { a[0].as_ref().clone() })
    });
    t.sure("$like(varchar, varchar) -> boolean", |_, a| Ok(Value::Bool(like(a[0].str(), a[1].str(), None)?)));
    t.add("$like(varchar, varchar, varchar) -> boolean", |_, a| {
        let mut escape = a[2].str().chars();
        match (escape.next(), escape.next()) {
            (Some(escape), None) => Ok(Value::Bool(like(a[0].str(), a[1].str(), Some(escape))?)),
            _ => invalid("Escape string must be a single character"),
        }
    });
    t.sure("current_user() -> varchar", |_, _| Ok("keytrail".into()));
    t.nullable("fail(varchar) -> unknown", |_, a| Err(Fault::new("GENERIC_USER_ERROR", a[0].str())));
    t.nullable("$sorted(T) -> T", |_, a| Ok(sorted(&a[0])));
    // A comparison with all or any of the values of a query.
    t.nullable("$quantified(varchar, boolean, T, array(T)) -> boolean", |c, a| {
        let (op, all) = (Comparison::parse(a[0].str()).unwrap_or(Comparison::Equal), a[1].truth());
        let null = |v: &Value| v.items().iter().any(Value::is_null);
        if matches!(c.ty(2), Type::Row(_)) && a[3].items().iter().chain([a[2].as_ref()]).any(null) {
            return Err(Fault::new(
                crate::trino::fault::UNSUPPORTED,
                "rows with NULL in them cannot be compared with a subquery on local logs",
            ));
        }
        let mut unknown = false;
        for item in a[3].items() {
            match compare(op, &a[2], item)? {
                Value::Bool(b) if b != all => return Ok(Value::Bool(!all)),
                Value::Null => unknown = true,
                _ => {}
            }
        }
        Ok(if unknown { Value::Null } else { Value::Bool(all) })
    });
    // IN with a query's answers: as a value it knows NaN and what has NULL inside, as DISTINCT does; as a condition
    // that keeps rows it is a join, and those are equal to nothing.
    t.nullable("$among(boolean, T, array(T)) -> boolean", |_, a| {
        let (strict, value, items) = (a[0].truth(), &a[1], a[2].items());
        let found = |item: &Value| match strict {
            true => item.equals(value) == Some(true),
            false => item.same(value),
        };
        Ok(match () {
            () if items.is_empty() => Value::Bool(false),
            () if value.is_null() => Value::Null,
            () if items.iter().any(found) => Value::Bool(true),
            () if items.iter().any(Value::is_null) => Value::Null,
            () => Value::Bool(false),
        })
    });
    // Marks a condition of its own.
    t.nullable("$strictly(boolean) -> boolean", |_, a| Ok(a[0].as_ref().clone()));
    // A query in the place of a value must give one row.
    t.nullable("$single(array(T)) -> T", |_, a| match a[0].items() {
        [] => Ok(Value::Null),
        [one] => Ok(one.clone()),
        _ => Err(Fault::new("SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows")),
    });
    t.nullable("$narrow(decimal) -> bigint", |_, a| match a[0].as_ref() {
        Value::Decimal(n) => match i64::try_from(*n) {
            Ok(n) => Ok(Value::Int(n)),
            Err(_) => Err(Fault::new("NUMERIC_VALUE_OUT_OF_RANGE", "bigint addition overflow")),
        },
        _ => Ok(Value::Null),
    });
    t.add("human_readable_seconds(double) -> varchar", |_, a| {
        if !a[0].double().is_finite() {
            return invalid(format!("Invalid argument found: {}", a[0].double()));
        }
        let mut left = a[0].double().abs().round() as i64;
        let mut parts = Vec::new();
        for (name, size) in
            [("week", 604_800), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]
        {
            let count = left / size;
            left %= size;
            if count > 0 {
                parts.push(format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
            }
        }
        Ok(if parts.is_empty() { "0 seconds".into() } else { parts.join(", ").into() })
    });
    // Arrays and maps side by side, shorter ones filled with NULL; then whether to number, and to keep empty ones.
    t.nullable("$unnest(ANY...) -> unknown", |c, a| {
        let count = a.len() - 2;
        let (ordinality, outer) = (a[count].truth(), a[count + 1].truth());
        let rows = a[..count].iter().map(|v| v.items().len().max(v.entries().len())).max().unwrap_or(0);
        let mut out = Vec::with_capacity(rows);
        for row in 0..rows.max(usize::from(outer)) {
            let mut fields = Vec::new();
            for (index, value) in a[..count].iter().enumerate() {
                match c.ty(index) {
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
            if ordinality {
                fields.push(if rows == 0 { Value::Null } else { Value::Int(row as i64 + 1) });
            }
            out.push(Value::List(fields));
        }
        Ok(Value::List(out))
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
