//! The functions of regular expressions.

use super::{Args, Table};
use crate::trino::fault::{Fault, Outcome, invalid};
use crate::trino::regex::{Found, Regex};
use crate::trino::value::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

pub(super) fn add(t: &mut Table) {
    t.sure("regexp_like(varchar, varchar) -> boolean", |_, a| {
        with(a, |p| Ok(Value::Bool(p.is_match(a[0].str())?)))
    });
    t.sure("regexp_extract(varchar(x), varchar) -> varchar(x)", |_, a| {
        with(a, |p| Ok(extracted(p.first(a[0].str())?.as_ref(), 0)))
    });
    t.sure("regexp_extract(varchar(x), varchar, bigint) -> varchar(x)", |_, a| {
        with(a, |p| {
            let group = group(p, a[2].int())?;
            Ok(extracted(p.first(a[0].str())?.as_ref(), group))
        })
    });
    t.sure("regexp_extract_all(varchar(x), varchar) -> array(varchar(x))", |_, a| {
        with(a, |p| {
            let found = p.all(a[0].str())?;
            Ok(Value::List(found.iter().map(|found| extracted(Some(found), 0)).collect()))
        })
    });
    t.sure("regexp_extract_all(varchar(x), varchar, bigint) -> array(varchar(x))", |_, a| {
        with(a, |p| {
            let group = group(p, a[2].int())?;
            let found = p.all(a[0].str())?;
            Ok(Value::List(found.iter().map(|found| extracted(Some(found), group)).collect()))
        })
    });
    t.sure("regexp_split(varchar(x), varchar) -> array(varchar(x))", |_, a| {
        with(a, |p| {
            let (text, mut last, mut pieces) = (a[0].str(), 0, Vec::new());
            for found in p.all(text)? {
                pieces.push(text[last..found.start()].into());
                last = found.end();
            }
            pieces.push(text[last..].into());
            Ok(Value::List(pieces))
        })
    });
    t.sure("regexp_count(varchar, varchar) -> bigint", |_, a| {
        with(a, |p| Ok(Value::Int(p.all(a[0].str())?.len() as i64)))
    });
    t.sure("regexp_position(varchar, varchar) -> integer", |_, a| with(a, |p| place(p, a[0].str(), 1, 1)));
    t.add("regexp_position(varchar, varchar, bigint) -> integer", |_, a| {
        with(a, |p| place(p, a[0].str(), a[2].int(), 1))
    });
    t.add("regexp_position(varchar, varchar, bigint, bigint) -> integer", |_, a| {
        with(a, |p| place(p, a[0].str(), a[2].int(), a[3].int()))
    });
    t.sure("regexp_replace(varchar(x), varchar) -> varchar(x)", |_, a| {
        with(a, |p| Ok(replaced(p, a[0].str(), &[])?.into()))
    });
    t.sure("regexp_replace(varchar, varchar, varchar) -> varchar", |_, a| {
        with(a, |p| Ok(replaced(p, a[0].str(), &replacement(p, a[2].str())?)?.into()))
    });
    t.add("regexp_replace(varchar, varchar, function(array(varchar), varchar)) -> varchar", |c, a| {
        with(a, |p| {
            p.sure_of_groups()?;
            let (text, mut out, mut last) = (a[0].str(), String::new(), 0);
            for found in p.all(text)? {
                let groups = (1..=p.groups()).map(|group| extracted(Some(&found), group)).collect();
                out.push_str(&text[last..found.start()]);
                out.push_str(c.call(2, &[Value::List(groups)])?.str());
                last = found.end();
            }
            out.push_str(&text[last..]);
            Ok(out.into())
        })
    });
}

fn extracted(found: Option<&Found<'_>>, group: usize) -> Value {
    Value::of(found.and_then(|found| found.group(group)))
}

fn replaced(pattern: &Regex, text: &str, template: &[Piece]) -> Outcome<String> {
    let (mut out, mut last) = (String::with_capacity(text.len()), 0);
    for found in pattern.all(text)? {
        out.push_str(&text[last..found.start()]);
        for piece in template {
            out.push_str(match piece {
                Piece::Text(plain) => plain,
                Piece::Group(group) => found.group(*group).unwrap_or_default(),
            });
        }
        last = found.end();
    }
    Ok(out + &text[last..])
}

/// Compiled patterns that are kept; one statement seldom has more.
const KEPT: usize = 256;

thread_local! {
    static COMPILED: RefCell<HashMap<String, Rc<Regex>>> = RefCell::default();
}

fn with(a: &Args<'_>, run: impl FnOnce(&Regex) -> Outcome<Value>) -> Outcome<Value> {
    let pattern = a[1].str();
    if let Some(known) = COMPILED.with_borrow(|kept| kept.get(pattern).cloned()) {
        return run(&known);
    }
    let made = Rc::new(Regex::new(pattern)?);
    COMPILED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(pattern.to_string(), made.clone());
    });
    run(&made)
}

fn group(pattern: &Regex, group: i64) -> Outcome<usize> {
    let count = pattern.groups();
    match usize::try_from(group) {
        Ok(0) => Ok(0),
        Ok(group) if group <= count => {
            pattern.sure_of_groups()?;
            Ok(group)
        }
        Ok(group) => Err(Fault::new(
            "INVALID_FUNCTION_ARGUMENT",
            format!("Pattern has {count} groups. Cannot access group {group}"),
        )),
        Err(_) => Err(Fault::new("INVALID_FUNCTION_ARGUMENT", "Group cannot be negative")),
    }
}

fn place(pattern: &Regex, text: &str, start: i64, occurrence: i64) -> Outcome<Value> {
    if start < 1 || occurrence < 1 {
        return invalid("start and occurrence must be 1 or more");
    }
    let skip = text.char_indices().nth(usize::try_from(start - 1).unwrap_or(0)).map(|(at, _)| at);
    let Some(skip) = skip else { return Ok(Value::Int(-1)) };
    let found = pattern.all_from(text, skip)?;
    let found = found.get(usize::try_from(occurrence - 1).unwrap_or(0));
    Ok(Value::Int(found.map_or(-1, |m| text[..m.start()].chars().count() as i64 + 1)))
}

/// A part of what stands in place of a match.
enum Piece {
    Text(String),
    Group(usize),
}

/// Java's replacement text: `$1` takes as many digits as still name a group, a backslash makes the next character
/// plain.
fn replacement(pattern: &Regex, java: &str) -> Outcome<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut chars = java.chars().peekable();
    while let Some(c) = chars.next() {
        let plain = match c {
            '\\' => match chars.next() {
                Some(other) => other,
                None => return invalid("Incorrect escaping in replacement sequence"),
            },
            '$' => {
                let group = match chars.next() {
                    Some(digit) if digit.is_ascii_digit() => {
                        let mut number = digit as usize - '0' as usize;
                        if number > pattern.groups() {
                            return invalid(format!("Illegal replacement sequence: unknown group {number}"));
                        }
                        while let Some(next) = chars.peek().and_then(|c| c.to_digit(10)) {
                            if number * 10 + next as usize > pattern.groups() {
                                break;
                            }
                            number = number * 10 + next as usize;
                            chars.next();
                        }
                        number
                    }
                    Some('{') => {
                        let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                        let Some(group) = pattern.named(&name) else {
                            return invalid(format!(
                                "Illegal replacement sequence: unknown group {{{name}}}"
                            ));
                        };
                        group
                    }
                    _ => return invalid(format!("Illegal replacement sequence: {java}")),
                };
                if group > 0 {
                    pattern.sure_of_groups()?;
                }
                pieces.push(Piece::Group(group));
                continue;
            }
            other => other,
        };
        match pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(plain),
            _ => pieces.push(Piece::Text(plain.to_string())),
        }
    }
    Ok(pieces)
}
