//! Regular expressions: Java's syntax as far as an engine without backtracking goes. Look-around and
//! back-references are refused, so no pattern can run away.

use super::Table;
use super::matching::Pattern;
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::value::Value;
use regex::{Captures, Regex, RegexBuilder};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

pub(super) fn add(t: &mut Table) {
    t.sure("regexp_like(varchar, varchar) -> boolean", |_, a| {
        with(a, |p| Ok(Value::Bool(p.matches(a[0].str()))))
    });
    t.sure("regexp_extract(varchar(x), varchar) -> varchar(x)", |_, a| {
        with(a, |p| Ok(extracted(p.first(a[0].str(), 0)?, 0)))
    });
    t.sure("regexp_extract(varchar(x), varchar, bigint) -> varchar(x)", |_, a| {
        with(a, |p| {
            let group = group(&p.regex, a[2].int())?;
            Ok(extracted(p.first(a[0].str(), 0)?, group))
        })
    });
    t.sure("regexp_extract_all(varchar(x), varchar) -> array(varchar(x))", |_, a| {
        with(a, |p| {
            let found = p.all(a[0].str())?;
            Ok(Value::List(found.iter().filter_map(|c| c.get(0)).map(|m| m.as_str().into()).collect()))
        })
    });
    t.sure("regexp_extract_all(varchar(x), varchar, bigint) -> array(varchar(x))", |_, a| {
        with(a, |p| {
            let group = group(&p.regex, a[2].int())?;
            let one = |c: Captures<'_>| extracted(Some(c), group);
            Ok(Value::List(p.all(a[0].str())?.into_iter().map(one).collect()))
        })
    });
    t.sure("regexp_split(varchar(x), varchar) -> array(varchar(x))", |_, a| {
        with(a, |p| {
            let (text, mut last, mut pieces) = (a[0].str(), 0, Vec::new());
            for whole in p.all(text)?.iter().filter_map(|found| found.get(0)) {
                pieces.push(text[last..whole.start()].into());
                last = whole.end();
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
        with(a, |p| Ok(replaced(p, a[0].str(), "")?.into()))
    });
    t.sure("regexp_replace(varchar, varchar, varchar) -> varchar", |_, a| {
        with(a, |p| {
            let template = replacement(&p.regex, a[2].str())?;
            Ok(replaced(p, a[0].str(), &template)?.into())
        })
    });
    t.add("regexp_replace(varchar, varchar, function(array(varchar), varchar)) -> varchar", |c, a| {
        with(a, |p| {
            let (text, mut out, mut last) = (a[0].str(), String::new(), 0);
            for found in p.all(text)? {
                let Some(whole) = found.get(0) else { continue };
                let groups = found.iter().skip(1).map(|g| Value::of(g.map(|m| m.as_str()))).collect();
                out.push_str(&text[last..whole.start()]);
                out.push_str(c.call(2, &[Value::List(groups)])?.str());
                last = whole.end();
            }
            out.push_str(&text[last..]);
            Ok(out.into())
        })
    });
}

fn extracted(found: Option<Captures<'_>>, group: usize) -> Value {
    Value::of(found.and_then(|captures| captures.get(group)).map(|part| part.as_str()))
}

fn replaced(pattern: &Pattern, text: &str, template: &str) -> Outcome<String> {
    let (mut out, mut last) = (String::with_capacity(text.len()), 0);
    for captures in pattern.all(text)? {
        let Some(whole) = captures.get(0) else { continue };
        out.push_str(&text[last..whole.start()]);
        captures.expand(template, &mut out);
        last = whole.end();
    }
    Ok(out + &text[last..])
}

/// Compiled patterns that are kept; one statement seldom has more.
const KEPT: usize = 256;

thread_local! {
    static COMPILED: RefCell<HashMap<String, Rc<Pattern>>> = RefCell::default();
}

fn with(a: &[Value], run: impl FnOnce(&Pattern) -> Outcome<Value>) -> Outcome<Value> {
    run(compiled(a[1].str(), false)?.as_ref())
}

/// The pattern, compiled once a thread: a copy of a `Regex` begins with empty caches, which cost more than a search.
fn compiled(pattern: &str, like: bool) -> Outcome<Rc<Pattern>> {
    if let Some(known) = COMPILED.with_borrow(|kept| kept.get(pattern).cloned()) {
        return Ok(known);
    }
    // Java's \Z and POSIX names; everything else is the same where it is known.
    let java = if like { pattern.to_string() } else { translated(pattern)? };
    let made = RegexBuilder::new(&java).size_limit(8 << 20).build().map_err(|error| {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
        let beyond =
            ["look-around", "backreference", "possessive", "size limit"].iter().any(|w| reason.contains(w));
        match beyond {
            true => Fault::new(
                UNSUPPORTED,
                format!("the regular expression '{pattern}' cannot be run on local logs: {reason}"),
            ),
            false => Fault::new(
                "INVALID_FUNCTION_ARGUMENT",
                format!("the regular expression '{pattern}' is wrong: {reason}"),
            ),
        }
    })?;
    let made = Rc::new(Pattern::new(pattern, made));
    COMPILED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(pattern.to_string(), made.clone());
    });
    Ok(made)
}

/// Java's classes are ASCII unless asked otherwise; Rust's know all of Unicode.
fn translated(java: &str) -> Outcome<String> {
    let beyond = |what: &str| {
        Err(Fault::new(
            UNSUPPORTED,
            format!("the regular expression '{java}' cannot be run on local logs: {what}"),
        ))
    };
    let mut out = String::with_capacity(java.len() + 8);
    let mut chars = java.chars().peekable();
    let mut class = 0_usize;
    let mut last = '(';
    while let Some(c) = chars.next() {
        let before = std::mem::replace(&mut last, c);
        match c {
            '\\' => {
                last = '(';
                let next = chars.next();
                let inside = class > 0;
                match next {
                    Some('d') => out.push_str(if inside { "0-9" } else { "[0-9]" }),
                    Some('w') => out.push_str(if inside { "a-zA-Z0-9_" } else { "[a-zA-Z0-9_]" }),
                    Some('s') => out.push_str(if inside { r" \t\n\x0B\f\r" } else { r"[ \t\n\x0B\f\r]" }),
                    Some('D') => out.push_str("[^0-9]"),
                    Some('W') => out.push_str("[^a-zA-Z0-9_]"),
                    Some('S') => out.push_str(r"[^ \t\n\x0B\f\r]"),
                    Some('Z') => out.push_str(r"\z"),
                    Some('h' | 'H' | 'v' | 'V' | 'R' | 'X' | 'G' | 'K' | 'N') => {
                        return beyond("an escape that is not known");
                    }
                    Some('p' | 'P')
                        if chars.clone().take(3).collect::<String>().eq_ignore_ascii_case("{is") =>
                    {
                        return invalid("invalid character property name");
                    }
                    Some('Q') => {
                        let rest: String = chars.clone().collect();
                        let end = rest.find("\\E").unwrap_or(rest.len());
                        out.push_str(&regex::escape(&rest[..end]));
                        let skip = rest[..end].chars().count() + if end < rest.len() { 2 } else { 0 };
                        (0..skip).for_each(|_| {
                            chars.next();
                        });
                    }
                    Some(other) if other.is_ascii_alphanumeric() || !other.is_alphanumeric() => {
                        let escapes = other.is_ascii_alphanumeric() || regex_syntax_meta(other);
                        if escapes {
                            out.push('\\');
                        }
                        out.push(other);
                    }
                    Some(other) => out.push(other),
                    None => out.push('\\'),
                }
                // Behind a class inside a class, a hyphen is only a hyphen.
                if inside
                    && matches!(next, Some('d' | 'w' | 's' | 'D' | 'W' | 'S'))
                    && chars.next_if_eq(&'-').is_some()
                {
                    out.push_str("\\-");
                }
            }
            '(' if class == 0 && chars.peek() == Some(&'?') => {
                let flags: String = chars.clone().skip(1).take_while(char::is_ascii_alphabetic).collect();
                if flags.contains(['u', 'U', 'P', 'x', 'd']) {
                    return invalid(format!("undefined group option in '{java}'"));
                }
                out.push('(');
            }
            '+' if class == 0 && matches!(before, '+' | '*' | '?' | '}') => {
                return beyond("possessive quantifiers are not supported");
            }
            '{' if class == 0 && chars.peek() == Some(&',') => return beyond("{,n} is not supported"),
            // Operators of Rust's classes that are plain characters elsewhere.
            '-' | '~' if class > 0 && chars.peek() == Some(&c) => {
                return beyond("-- and ~~ in a class are not supported");
            }
            '[' => {
                class += 1;
                out.push('[');
            }
            ']' => {
                class = class.saturating_sub(1);
                out.push(']');
            }
            other => out.push(other),
        }
    }
    Ok(out)
}

fn regex_syntax_meta(c: char) -> bool {
    r"\.+*?()|[]{}^$#&-~/".contains(c)
}

fn group(pattern: &Regex, group: i64) -> Outcome<usize> {
    let count = pattern.captures_len() - 1;
    match usize::try_from(group) {
        Ok(group) if group <= count => Ok(group),
        Ok(group) => Err(Fault::new(
            "INVALID_FUNCTION_ARGUMENT",
            format!("Pattern has {count} groups. Cannot access group {group}"),
        )),
        Err(_) => Err(Fault::new("INVALID_FUNCTION_ARGUMENT", "Group cannot be negative")),
    }
}

fn place(pattern: &Pattern, text: &str, start: i64, occurrence: i64) -> Outcome<Value> {
    if start < 1 || occurrence < 1 {
        return invalid("start and occurrence must be 1 or more");
    }
    let skip = text.char_indices().nth(usize::try_from(start - 1).unwrap_or(0)).map(|(at, _)| at);
    let Some(skip) = skip else { return Ok(Value::Int(-1)) };
    let found = pattern.all(&text[skip..])?;
    let found = found.get(usize::try_from(occurrence - 1).unwrap_or(0)).and_then(|captures| captures.get(0));
    Ok(Value::Int(found.map_or(-1, |m| text[..skip + m.start()].chars().count() as i64 + 1)))
}

/// Java's replacement text: `$1` takes as many digits as there are groups, a backslash makes plain.
fn replacement(pattern: &Regex, java: &str) -> Outcome<String> {
    let mut out = String::new();
    let mut chars = java.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('$') => out.push_str("$$"),
                Some(other) => out.push(other),
                None => return invalid("Incorrect escaping in replacement sequence"),
            },
            '$' => match chars.next() {
                Some(digit) if digit.is_ascii_digit() => {
                    let mut number = digit as usize - '0' as usize;
                    if number >= pattern.captures_len() {
                        return invalid(format!("Illegal replacement sequence: unknown group {number}"));
                    }
                    while let Some(next) = chars.peek().and_then(|c| c.to_digit(10)) {
                        if number * 10 + next as usize >= pattern.captures_len() {
                            break;
                        }
                        number = number * 10 + next as usize;
                        chars.next();
                    }
                    out.push_str(&format!("${{{number}}}"));
                }
                Some('{') => {
                    let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                    if !pattern.capture_names().flatten().any(|n| n == name) {
                        return invalid(format!("Illegal replacement sequence: unknown group {{{name}}}"));
                    }
                    out.push_str(&format!("${{{name}}}"));
                }
                _ => return invalid(format!("Illegal replacement sequence: {java}")),
            },
            other => out.push(other),
        }
    }
    Ok(out)
}

/// LIKE with an escape character.
pub fn like(text: &str, pattern: &str, escape: Option<char>) -> Outcome<bool> {
    let mut made = String::from("(?s)^");
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            c if Some(c) == escape => match chars.next() {
                Some(next) if matches!(next, '%' | '_') || Some(next) == escape => {
                    made.push_str(&regex::escape(&next.to_string()))
                }
                _ => {
                    return invalid(
                        "Escape character must be followed by '%', '_' or the escape character itself",
                    );
                }
            },
            '%' => made.push_str(".*"),
            '_' => made.push('.'),
            other => made.push_str(&regex::escape(&other.to_string())),
        }
    }
    made.push_str(r"\z");
    Ok(compiled(&made, true)?.matches(text))
}
