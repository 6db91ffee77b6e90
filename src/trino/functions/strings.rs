//! Text functions. Positions count characters from 1, from the end when they are negative.

use super::{Args, Table};
use crate::trino::fault::{Outcome, invalid};
use crate::trino::size::{ITEMS, limit};
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.sure("lower(varchar(x)) -> varchar(x)", |_, a| {
        Ok(a[0].str().chars().map(one_lower).collect::<String>().into())
    });
    t.sure("upper(varchar(x)) -> varchar(x)", |_, a| {
        Ok(a[0].str().chars().map(one_upper).collect::<String>().into())
    });
    t.sure("length(varchar) -> bigint", |_, a| Ok(Value::Int(a[0].str().chars().count() as i64)));
    t.sure("length(varbinary) -> bigint", |_, a| Ok(Value::Int(a[0].bytes().len() as i64)));
    t.sure("reverse(varchar(x)) -> varchar(x)", |_, a| {
        Ok(a[0].str().chars().rev().collect::<String>().into())
    });
    t.sure("substr|substring(varchar(x), bigint) -> varchar(x)", |_, a| {
        Ok(substr(a[0].str(), a[1].int(), i64::MAX))
    });
    t.sure("substr|substring(varchar(x), bigint, bigint) -> varchar(x)", |_, a| {
        Ok(substr(a[0].str(), a[1].int(), a[2].int()))
    });
    t.sure("strpos(varchar, varchar) -> bigint", |_, a| Ok(Value::Int(position(a[0].str(), a[1].str(), 1))));
    t.add("strpos(varchar, varchar, bigint) -> bigint", |_, a| match a[2].int() {
        0 => invalid("'instance' must not be a positive or negative number."),
        n => Ok(Value::Int(position(a[0].str(), a[1].str(), n))),
    });
    t.sure("starts_with(varchar, varchar) -> boolean", |_, a| {
        Ok(Value::Bool(a[0].str().starts_with(a[1].str())))
    });
    t.sure("replace(varchar, varchar) -> varchar", |_, a| replace(a[0].str(), a[1].str(), ""));
    t.sure("replace(varchar, varchar, varchar) -> varchar", |_, a| {
        replace(a[0].str(), a[1].str(), a[2].str())
    });
    t.sure("trim(varchar(x)) -> varchar(x)", |_, a| Ok(a[0].str().trim_matches(is_space).into()));
    t.sure("ltrim(varchar(x)) -> varchar(x)", |_, a| Ok(a[0].str().trim_start_matches(is_space).into()));
    t.sure("rtrim(varchar(x)) -> varchar(x)", |_, a| Ok(a[0].str().trim_end_matches(is_space).into()));
    t.sure("trim(varchar(x), varchar) -> varchar(x)", |_, a| {
        Ok(a[0].str().trim_matches(|c| a[1].str().contains(c)).into())
    });
    t.sure("ltrim(varchar(x), varchar) -> varchar(x)", |_, a| {
        Ok(a[0].str().trim_start_matches(|c| a[1].str().contains(c)).into())
    });
    t.sure("rtrim(varchar(x), varchar) -> varchar(x)", |_, a| {
        Ok(a[0].str().trim_end_matches(|c| a[1].str().contains(c)).into())
    });
    t.add("lpad(varchar, bigint, varchar) -> varchar", |_, a| pad(a, true));
    t.add("rpad(varchar, bigint, varchar) -> varchar", |_, a| pad(a, false));
    t.add("split(varchar(x), varchar) -> array(varchar(x))", |_, a| {
        split(a[0].str(), a[1].str(), usize::MAX)
    });
    t.add("split(varchar(x), varchar, bigint) -> array(varchar(x))", |_, a| match a[2].int() {
        n if n > 0 => split(a[0].str(), a[1].str(), n as usize),
        _ => invalid("Limit must be positive"),
    });
    t.sure("split_part(varchar(x), varchar, bigint) -> varchar(x)", |_, a| {
        split_part(a[0].str(), a[1].str(), a[2].int())
    });
    t.add("split_to_map(varchar, varchar, varchar) -> map(varchar, varchar)", |_, a| {
        split_to_map(a[0].str(), a[1].str(), a[2].str())
    });
    t.add("concat(varchar, varchar...) -> varchar", |_, a| {
        limit(a.iter().map(|v| v.str().len()).sum(), 0)?;
        Ok(a.iter().map(|v| v.str()).collect::<String>().into())
    });
    t.nullable("concat_ws(varchar, varchar...) -> varchar", |_, a| {
        if a[0].is_null() {
            return Ok(Value::Null);
        }
        let parts: Vec<&str> = a[1..].iter().filter(|v| !v.is_null()).map(|v| v.str()).collect();
        Ok(parts.join(a[0].str()).into())
    });
    t.nullable("concat_ws(varchar, array(varchar)) -> varchar", |_, a| {
        if a[0].is_null() || a[1].is_null() {
            return Ok(Value::Null);
        }
        let parts: Vec<&str> = a[1].items().iter().filter(|v| !v.is_null()).map(|v| v.str()).collect();
        Ok(parts.join(a[0].str()).into())
    });
    t.add("chr(bigint) -> varchar", |_, a| match u32::try_from(a[0].int()).ok().and_then(char::from_u32) {
        Some(c) => Ok(c.to_string().into()),
        None => invalid(format!("Not a valid Unicode code point: {}", a[0].int())),
    });
    t.sure("translate(varchar, varchar, varchar) -> varchar", |_, a| {
        let to: Vec<char> = a[2].str().chars().collect();
        let map = |c: char| match a[1].str().chars().position(|f| f == c) {
            Some(index) => to.get(index).copied(),
            None => Some(c),
        };
        Ok(a[0].str().chars().filter_map(map).collect::<String>().into())
    });
    t.sure("levenshtein_distance(varchar, varchar) -> bigint", |_, a| {
        Ok(Value::Int(levenshtein(a[0].str(), a[1].str())))
    });
    t.add("hamming_distance(varchar, varchar) -> bigint", |_, a| {
        if a[0].str().chars().count() != a[1].str().chars().count() {
            return invalid("The input strings to hamming_distance function must have the same length");
        }
        Ok(Value::Int(a[0].str().chars().zip(a[1].str().chars()).filter(|(x, y)| x != y).count() as i64))
    });
}

fn one_lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn one_upper(c: char) -> char {
    let mut all = c.to_uppercase();
    all.next().filter(|_| all.next().is_none()).unwrap_or(c)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{a0}'
}

fn substr(text: &str, start: i64, length: i64) -> Value {
    let count = text.chars().count() as i64;
    let first = if start < 0 { count + start } else { start - 1 };
    if start == 0 || first < 0 || first >= count || length <= 0 {
        return "".into();
    }
    text.chars()
        .skip(first as usize)
        .take(usize::try_from(length).unwrap_or(usize::MAX))
        .collect::<String>()
        .into()
}

/// The n-th occurrence, from the end when n is negative; 0 when there is none.
fn position(text: &str, needle: &str, instance: i64) -> i64 {
    if needle.is_empty() {
        return i64::from(instance != 0);
    }
    let wanted = usize::try_from(instance.unsigned_abs()).unwrap_or(usize::MAX) - 1;
    let mut starts = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(needle) {
        starts.push(from + at);
        from += at + text[from + at..].chars().next().map_or(1, char::len_utf8);
    }
    let found = if instance > 0 { starts.get(wanted) } else { starts.iter().rev().nth(wanted) };
    found.map_or(0, |at| text[..*at].chars().count() as i64 + 1)
}

fn replace(text: &str, search: &str, with: &str) -> Outcome<Value> {
    limit(text.len().saturating_add(1).saturating_mul(with.len().max(1)), 0)?;
    Ok(text.replace(search, with).into())
}

fn pad(a: &Args<'_>, left: bool) -> Outcome<Value> {
    let (text, size, with) = (a[0].str(), a[1].int(), a[2].str());
    if with.is_empty() {
        return invalid("Padding string must not be empty");
    }
    if !(0..=i64::from(i32::MAX)).contains(&size) {
        return invalid(format!("Target length must be in the range [0..{}]", i32::MAX));
    }
    limit(size as usize, 0)?;
    let (count, size) = (text.chars().count(), size as usize);
    if count >= size {
        return Ok(text.chars().take(size).collect::<String>().into());
    }
    let fill: String = with.chars().cycle().take(size - count).collect();
    Ok(if left { fill + text } else { text.to_string() + &fill }.into())
}

fn split(text: &str, delimiter: &str, pieces: usize) -> Outcome<Value> {
    if delimiter.is_empty() {
        return invalid("The delimiter may not be the empty string");
    }
    let most = text.matches(delimiter).take(pieces - 1).take(ITEMS).count() + 1;
    limit(0, most)?;
    Ok(Value::List(text.splitn(pieces, delimiter).map(Value::from).collect()))
}

/// The part at an index that counts from 1; the parts of an empty delimiter are the characters.
fn split_part(text: &str, delimiter: &str, index: i64) -> Outcome<Value> {
    match usize::try_from(index) {
        Ok(index) if index > 0 && delimiter.is_empty() => {
            Ok(Value::of(text.chars().nth(index - 1).map(String::from)))
        }
        Ok(index) if index > 0 => Ok(Value::of(text.split(delimiter).nth(index - 1))),
        _ => invalid("Index must be greater than zero"),
    }
}

fn split_to_map(text: &str, entries: &str, pairs: &str) -> Outcome<Value> {
    if entries.is_empty() || pairs.is_empty() || entries == pairs {
        return invalid("entryDelimiter and keyValueDelimiter must not be the same");
    }
    let mut map: Vec<(Value, Value)> = Vec::new();
    for part in text.split(entries).filter(|p| !p.is_empty()) {
        let pair = part.split_once(pairs).filter(|(_, value)| !value.contains(pairs));
        let Some((key, value)) = pair else {
            return invalid(format!(
                "Key-value delimiter must appear exactly once in each entry. Bad input: '{part}'"
            ));
        };
        if map.iter().any(|(k, _)| k.str() == key) {
            return invalid(format!("Duplicate keys ({key}) are not allowed"));
        }
        map.push((key.into(), value.into()));
    }
    Ok(Value::Map(map))
}

fn levenshtein(a: &str, b: &str) -> i64 {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<i64> = (0..=b.len() as i64).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i as i64 + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = corner + i64::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(corner + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
