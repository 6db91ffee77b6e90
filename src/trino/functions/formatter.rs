//! FORMAT: the patterns of java.util.Formatter.

use super::{Args, Table};
use crate::trino::cast::parse_decimal;
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED, invalid};
use crate::trino::text::{decimal_text, display};
use crate::trino::time::{local, wall, zone_name};
use crate::trino::types::Type;
use crate::trino::value::Value;
use chrono::{Datelike, Timelike};

pub fn add(t: &mut Table) {
    t.nullable("format(varchar, ANY...) -> varchar", |c, a| {
        if a[0].is_null() {
            return Ok(Value::Null);
        }
        let types: Vec<&Type> = (1..a.len()).map(|i| c.ty(i)).collect();
        format(a[0].str(), &a[1..], &types).map(Value::Text)
    });
}

/// One `%…` of a pattern.
struct Spec {
    flags: String,
    width: Option<usize>,
    precision: Option<usize>,
    /// In lower case.
    kind: char,
    /// The letter behind `%t`.
    part: char,
    upper: bool,
}

impl Spec {
    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    /// Java's refusals of flags, widths and precisions that do not fit the letter.
    fn fits(&self) -> bool {
        let (flags, precise) = match self.kind {
            'd' => ("-+ 0,(", false),
            'x' | 'o' => ("-#0", false),
            'f' => ("-+ 0,(#", true),
            'e' => ("-+ 0(#", true),
            's' | 'b' | 'h' => ("-", true),
            't' | '%' => ("-", false),
            _ => ("", false),
        };
        let repeated = self.flags.char_indices().any(|(i, c)| self.flags[i + 1..].contains(c));
        self.flags.chars().all(|c| flags.contains(c))
            && !repeated
            && (precise || self.precision.is_none())
            && (self.width.is_some() || !(self.has('-') || self.has('0')))
            && !(self.has('-') && self.has('0') || self.has('+') && self.has(' '))
            && !(self.kind == 'n' && self.width.is_some())
    }

    /// Fills a text up to the width.
    fn filled(&self, mut text: String, zeros: bool) -> String {
        if self.upper {
            text = text.to_uppercase();
        }
        let missing = self.width.unwrap_or(0).saturating_sub(text.chars().count());
        if self.has('-') {
            text.extend(std::iter::repeat_n(' ', missing));
        } else if zeros && self.has('0') {
            let sign = text.find(|c: char| c.is_ascii_hexdigit()).unwrap_or(0);
            let at = if text.starts_with("0x") || text.starts_with("0X") { 2 } else { sign };
            text.insert_str(at, &"0".repeat(missing));
        } else {
            text.insert_str(0, &" ".repeat(missing));
        }
        text
    }

    fn cut(&self, text: String) -> String {
        self.precision.map_or(text.clone(), |p| text.chars().take(p).collect())
    }

    /// The sign, or brackets, around digits without one.
    fn signed(&self, digits: &str, negative: bool) -> String {
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
        let mut text = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if self.has(',') && index > 0 && (whole.len() - index) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        if let Some(fraction) = fraction {
            text = format!("{text}.{fraction}");
        }
        let (before, behind) = match negative {
            true if self.has('(') => ("(", ")"),
            true => ("-", ""),
            false if self.has('+') => ("+", ""),
            false if self.has(' ') => (" ", ""),
            false => ("", ""),
        };
        if self.has('0') && !behind.is_empty() {
            let missing = self.width.unwrap_or(0).saturating_sub(text.len() + 2);
            text.insert_str(0, &"0".repeat(missing));
        }
        format!("{before}{text}{behind}")
    }
}

fn unsupported<T>(what: &str) -> Outcome<T> {
    Err(Fault::new(UNSUPPORTED, format!("{what} in format() cannot be used on local logs")))
}

/// A pattern with its values filled in.
pub(super) fn format(pattern: &str, values: &Args<'_>, types: &[&Type]) -> Outcome<String> {
    let mut out = String::new();
    let mut rest = pattern;
    let (mut next, mut last) = (0, None);
    while let Some(start) = rest.find('%') {
        out.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        let wrong = |why: &str| invalid(format!("Invalid format string: {pattern} ({why})"));
        let Some((spec, index, length)) = spec(rest) else { return wrong("UnknownFormatConversion") };
        rest = &rest[length..];
        if !spec.fits() {
            return wrong("FormatFlagsConversionMismatch");
        }
        match spec.kind {
            'n' => out.push('\n'),
            '%' => out.push_str(&spec.filled("%".into(), false)),
            _ => {
                let at = match index {
                    Index::Next => {
                        next += 1;
                        Some(next - 1)
                    }
                    Index::Again => last,
                    Index::Number(n) => n.checked_sub(1),
                };
                let found = at.and_then(|at| values.get(at).zip(types.get(at)));
                let Some((value, ty)) = found else { return wrong("MissingFormatArgument") };
                last = at;
                match filled(&spec, value, ty)? {
                    Some(text) => out.push_str(&text),
                    None => return wrong("IllegalFormatConversion"),
                }
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

enum Index {
    Next,
    Again,
    Number(usize),
}

/// Reads what stands behind a `%`: the specification, whose value it is for, and its length.
fn spec(text: &str) -> Option<(Spec, Index, usize)> {
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let mut at = digits(text);
    let mut index = Index::Next;
    if at > 0 && text[at..].starts_with('$') {
        index = Index::Number(text[..at].parse().ok()?);
        at += 1;
    } else {
        at = 0;
    }
    let flagged = text[at..].find(|c| !"-+ 0,(#<".contains(c))?;
    let mut flags = text[at..at + flagged].to_string();
    at += flagged;
    if flags.contains('<') {
        index = Index::Again;
        flags = flags.replace('<', "");
    }
    let wide = digits(&text[at..]);
    let width = if wide > 0 { Some(text[at..at + wide].parse::<usize>().ok()?.min(10_000)) } else { None };
    at += wide;
    let mut precision = None;
    if text[at..].starts_with('.') {
        let long = digits(&text[at + 1..]);
        precision = Some(text[at + 1..at + 1 + long].parse().ok()?);
        at += 1 + long;
    }
    let letter = text[at..].chars().next()?;
    at += letter.len_utf8();
    let kind = letter.to_ascii_lowercase();
    let upper = letter.is_ascii_uppercase();
    if !"sdxofebht%ncga".contains(kind) || (upper && "dofnt%".contains(kind) && kind != 't') {
        return None;
    }
    let mut part = ' ';
    if kind == 't' {
        part = text[at..].chars().next()?;
        at += part.len_utf8();
        if !"HIklMSLNpzZsQBbhAaCYyjmdeRTrDFc".contains(part) {
            return None;
        }
    }
    Some((Spec { flags, width, precision, kind, part, upper }, index, at))
}

/// The text for a value; nothing where Java refuses the type.
fn filled(spec: &Spec, value: &Value, ty: &Type) -> Outcome<Option<String>> {
    if matches!(spec.kind, 'c' | 'g' | 'a') {
        return unsupported(&format!("%{}", spec.kind));
    }
    if spec.kind == 'b' {
        let truth = if let Value::Bool(b) = value { *b } else { !value.is_null() };
        return Ok(Some(spec.filled(spec.cut(truth.to_string()), false)));
    }
    if value.is_null() {
        return Ok(Some(spec.filled(spec.cut("null".into()), false)));
    }
    let whole = |value: &Value| matches!(value, Value::Int(_)) && ty.is_integer();
    let mut zeros = true;
    let text = match (spec.kind, value) {
        ('s', _) if matches!(ty, Type::TimestampTz(..)) => {
            return unsupported("%s of a time with zone; write to_iso8601(x): %s");
        }
        ('s', v) => spec.cut(match ty {
            Type::Timestamp(_) | Type::Time(_) => java_time(&display(v, ty)),
            _ => display(v, ty),
        }),
        ('d', Value::Int(n)) if whole(value) => spec.signed(&n.unsigned_abs().to_string(), *n < 0),
        // Every whole number is a long to Java.
        ('x', Value::Int(n)) if whole(value) => format!("{}{n:x}", if spec.has('#') { "0x" } else { "" }),
        ('o', Value::Int(n)) if whole(value) => format!("{}{n:o}", if spec.has('#') { "0" } else { "" }),
        ('f' | 'e', Value::Double(x)) if !x.is_finite() => {
            zeros = false;
            infinite(spec, *x)
        }
        ('f' | 'e', Value::Double(_) | Value::Decimal(_)) if spec.has('#') => {
            return unsupported("the flag #");
        }
        ('f', Value::Double(x)) => {
            spec.signed(&half_up(&shortest(*x, ty), spec.precision)?, x.is_sign_negative())
        }
        ('f', Value::Decimal(n)) => {
            spec.signed(&half_up(display(value, ty).trim_start_matches('-'), spec.precision)?, *n < 0)
        }
        ('e', Value::Double(x)) => {
            spec.signed(&scientific(&shortest(*x, ty), spec.precision)?, x.is_sign_negative())
        }
        // The zero of a decimal keeps its places as an exponent.
        ('e', Value::Decimal(0)) => spec.signed(&zero(ty, spec.precision)?, false),
        ('e', Value::Decimal(n)) => {
            spec.signed(&scientific(display(value, ty).trim_start_matches('-'), spec.precision)?, *n < 0)
        }
        ('h', value) => match hash(value, ty) {
            Some(hash) => spec.cut(format!("{hash:x}")),
            None => return unsupported("%h of this type"),
        },
        ('t', Value::Int(n)) => match moment(spec.part, *n, ty)? {
            Some(text) => text,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    Ok(Some(spec.filled(text, zeros && !matches!(spec.kind, 's' | 'h' | 't'))))
}

/// NaN without a sign and infinity with one; neither is filled with zeros.
fn infinite(spec: &Spec, x: f64) -> String {
    if x.is_nan() {
        return "NaN".into();
    }
    Spec { flags: spec.flags.replace('0', ""), ..*spec }.signed("Infinity", x < 0.0)
}

fn zero(ty: &Type, places: Option<usize>) -> Outcome<String> {
    let zero = scientific("0", places)?;
    Ok(match ty {
        Type::Decimal(_, scale @ 1..) => zero.replace("e+00", &format!("e-{scale:02}")),
        _ => zero,
    })
}

/// The digits that stand for a number, without its sign.
fn shortest(x: f64, ty: &Type) -> String {
    match ty {
        Type::Real => format!("{}", (x as f32).abs()),
        _ => format!("{}", x.abs()),
    }
}

/// Plain digits with a number of places, rounded half up as Java does it.
fn half_up(digits: &str, places: Option<usize>) -> Outcome<String> {
    let made = u8::try_from(places.unwrap_or(6)).ok().filter(|p| *p <= 20);
    let made = made.and_then(|p| Some(decimal_text(parse_decimal(digits, p)?, p)));
    made.map_or_else(|| unsupported("%f of so many digits"), Ok)
}

/// `1.234500e+02`, the half of the last place rounded up.
fn scientific(plain: &str, places: Option<usize>) -> Outcome<String> {
    let places = places.unwrap_or(6);
    if places > 30 {
        return unsupported("%e of so many digits");
    }
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let all = format!("{whole}{fraction}");
    let first = all.find(|c| c != '0');
    let mut exponent = first.map_or(0, |first| whole.len() as i32 - 1 - first as i32);
    let mut digits: Vec<u8> = all[first.unwrap_or(0)..].bytes().map(|b| b - b'0').collect();
    let up = digits.get(places + 1).is_some_and(|d| *d >= 5);
    digits.resize(places + 1, 0);
    if up {
        let mut at = places;
        while digits[at] == 9 && at > 0 {
            digits[at] = 0;
            at -= 1;
        }
        digits[at] += 1;
        if digits[0] == 10 {
            digits[0] = 1;
            exponent += 1;
        }
    }
    let mut text: String = digits.iter().map(|d| char::from(d + b'0')).collect();
    if places > 0 {
        text.insert(1, '.');
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    Ok(format!("{text}e{sign}{:02}", exponent.abs()))
}

/// Java's hash of a value.
fn hash(value: &Value, ty: &Type) -> Option<u32> {
    let fold = |n: u64| (n ^ n >> 32) as u32;
    match (value, ty) {
        (Value::Text(text), Type::Varchar(_)) => {
            Some(text.encode_utf16().fold(0, |h: u32, unit| h.wrapping_mul(31).wrapping_add(unit.into())))
        }
        (Value::Int(n), ty) if ty.is_integer() => Some(fold(*n as u64)),
        (Value::Bool(b), _) => Some(if *b { 1231 } else { 1237 }),
        (Value::Double(x), Type::Double) if !x.is_nan() => Some(fold(x.to_bits())),
        _ => None,
    }
}

/// A part of a date or time; nothing where the type has none.
fn moment(part: char, value: i64, ty: &Type) -> Outcome<Option<String>> {
    let (clock, dated, timed) = match ty {
        Type::Date => (value * crate::trino::time::DAY, true, false),
        Type::Time(_) => (value, false, true),
        Type::Timestamp(_) => (value, true, true),
        Type::TimestampTz(_, zone) => (local(value, zone_name(zone)?), true, true),
        ty if ty.is_integer() => return unsupported("%t of a number"),
        _ => return Ok(None),
    };
    let needs_date = "BbhAaCYyjmdeDF".contains(part);
    let needs_time = "HIklMSLNpRTr".contains(part);
    if "zZsQc".contains(part) {
        return match ty {
            Type::TimestampTz(..) => unsupported(&format!("%t{part}")),
            _ => Ok(None),
        };
    }
    if needs_date && !dated || needs_time && !timed {
        return Ok(None);
    }
    let at = wall(clock);
    if !(0..10_000).contains(&at.year()) {
        return unsupported("%t of such a year");
    }
    let named = |pattern: &str| at.format(pattern).to_string();
    Ok(Some(match part {
        'H' => named("%H"),
        'I' => named("%I"),
        'k' => at.hour().to_string(),
        'l' => ((at.hour() + 11) % 12 + 1).to_string(),
        'M' => named("%M"),
        'S' => named("%S"),
        'L' => format!("{:03}", clock.rem_euclid(1_000_000) / 1000),
        'N' => format!("{:09}", clock.rem_euclid(1_000_000) * 1000),
        'p' => named("%P"),
        'R' => named("%H:%M"),
        'T' => named("%H:%M:%S"),
        'r' => named("%I:%M:%S %p"),
        'B' => named("%B"),
        'b' | 'h' => named("%b"),
        'A' => named("%A"),
        'a' => named("%a"),
        'C' => format!("{:02}", at.year() / 100),
        'Y' => format!("{:04}", at.year()),
        'y' => format!("{:02}", at.year() % 100),
        'j' => format!("{:03}", at.ordinal()),
        'm' => named("%m"),
        'd' => named("%d"),
        'e' => at.day().to_string(),
        'D' => format!("{}/{:02}", named("%m/%d"), at.year() % 100),
        _ => format!("{:04}-{}", at.year(), named("%m-%d")),
    }))
}

/// A time as Java's own types print it: a T in the middle, no seconds where they are zero, a fraction in threes.
fn java_time(shown: &str) -> String {
    let (clock, fraction) = shown.split_once('.').unwrap_or((shown, ""));
    let fraction = fraction.trim_end_matches('0');
    let clock = clock.replace(' ', "T");
    if fraction.is_empty() {
        return clock.strip_suffix(":00").unwrap_or(&clock).to_string();
    }
    let width = fraction.len().div_ceil(3) * 3;
    format!("{clock}.{fraction:0<width$}")
}
