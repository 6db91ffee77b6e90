//! Functions that call a lambda for each item.

use super::{Args, Context, Table};
use crate::trino::fault::Outcome;
use crate::trino::size::limit;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("transform(array(T), function(T, U)) -> array(U)", |c, a| {
        let mut inside = 0;
        let mut each = |v: &Value| {
            let made = c.call(1, std::slice::from_ref(v))?;
            inside += made.items().len() + made.str().len() / 16;
            limit(0, inside)?;
            Ok(made)
        };
        Ok(Value::List(a[0].items().iter().map(&mut each).collect::<Outcome<_>>()?))
    });
    t.add("filter(array(T), function(T, boolean)) -> array(T)", |c, a| {
        let mut kept = Vec::new();
        for item in a[0].items() {
            if c.call(1, std::slice::from_ref(item))?.truth() {
                kept.push(item.clone());
            }
        }
        Ok(Value::List(kept))
    });
    t.add("any_match(array(T), function(T, boolean)) -> boolean", |c, a| matched(c, a, true));
    t.add("all_match(array(T), function(T, boolean)) -> boolean", |c, a| matched(c, a, false));
    t.add("none_match(array(T), function(T, boolean)) -> boolean", |c, a| {
        Ok(match matched(c, a, true)? {
            Value::Bool(b) => Value::Bool(!b),
            other => other,
        })
    });
    t.nullable("reduce(array(T), S, function(S, T, S), function(S, R)) -> R", |c, a| {
        if a[0].is_null() {
            return Ok(Value::Null);
        }
        let mut state = a[1].as_ref().clone();
        for item in a[0].items() {
            state = c.call(2, &[state, item.clone()])?;
        }
        c.call(3, &[state])
    });
    t.add("zip_with(array(T), array(U), function(T, U, R)) -> array(R)", |c, a| {
        let (left, right) = (a[0].items(), a[1].items());
        let get = |items: &[Value], i: usize| items.get(i).cloned().unwrap_or(Value::Null);
        let each = |i| c.call(2, &[get(left, i), get(right, i)]);
        Ok(Value::List((0..left.len().max(right.len())).map(each).collect::<Outcome<_>>()?))
    });
}

/// Whether the lambda gives a wanted answer for any item; NULL when it does not, but is NULL for one.
fn matched(c: &Context<'_>, a: &Args<'_>, wanted: bool) -> Outcome<Value> {
    let mut unknown = false;
    for item in a[0].items() {
        match c.call(1, std::slice::from_ref(item))? {
            Value::Bool(b) if b == wanted => return Ok(Value::Bool(wanted)),
            Value::Null => unknown = true,
            _ => {}
        }
    }
    Ok(if unknown { Value::Null } else { Value::Bool(!wanted) })
}
