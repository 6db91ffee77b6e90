//! Single characters, normal forms, short numbers.

use super::Table;
use crate::trino::fault::{Outcome, invalid};
use crate::trino::value::Value;
use icu_normalizer::{
    ComposingNormalizerBorrowed as Composing, DecomposingNormalizerBorrowed as Decomposing,
};

pub(super) fn add(t: &mut Table) {
    t.add("codepoint(varchar) -> integer", |_, a| {
        let mut all = a[0].str().chars();
        match (all.next(), all.next()) {
            (Some(only), None) => Ok(Value::Int(i64::from(u32::from(only)))),
            _ => invalid("Input string must be a single character string"),
        }
    });
    t.sure("normalize(varchar, varchar) -> varchar", |_, a| {
        let text = a[0].str();
        let made = match a[1].str() {
            "NFD" => Decomposing::new_nfd().normalize(text),
            "NFKD" => Decomposing::new_nfkd().normalize(text),
            "NFKC" => Composing::new_nfkc().normalize(text),
            _ => Composing::new_nfc().normalize(text),
        };
        Ok(made.into_owned().into())
    });
    t.sure("format_number(bigint) -> varchar", |_, a| Ok(short(a[0].int()).into()));
    // What stands behind the point does not count.
    t.sure("format_number(double) -> varchar", |_, a| Ok(short(a[0].double() as i64).into()));
    for signature in ["from_base32(varchar) -> varbinary", "from_base32(varbinary) -> varbinary"] {
        t.add(signature, |_, a| base32(&(String::from_utf8_lossy(a[0].bytes()).into_owned() + a[0].str())));
    }
}

/// `1.23K`: three digits and a letter for the thousands.
fn short(number: i64) -> String {
    let (mut left, mut unit) = (number.unsigned_abs() as f64, 0);
    while left >= 1000.0 && unit < 5 {
        left /= 1000.0;
        unit += 1;
    }
    // The sign counts as small: two places.
    let places = match left {
        x if number < 0 || x < 10.0 => 2,
        x if x < 100.0 => 1,
        _ => 0,
    };
    let digits = half_up(left, places);
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{digits}{}", ["", "K", "M", "B", "T", "Q"][unit])
}

/// Rounded to so many places, the half up, without zeros at the end.
fn half_up(x: f64, places: usize) -> String {
    // A double of this size has fewer than 60 binary places; its decimal text is exact.
    let exact = format!("{x:.60}");
    let (whole, fraction) = exact.split_once('.').unwrap_or((&exact, ""));
    let kept: u64 = format!("{whole}{}", &fraction[..places]).parse().unwrap_or(0);
    let kept = kept + u64::from(fraction.as_bytes()[places] >= b'5');
    let text = format!("{kept:0width$}", width = places + 1);
    let (whole, fraction) = text.split_at(text.len() - places);
    match fraction.trim_end_matches('0') {
        "" => whole.into(),
        fraction => format!("{whole}.{fraction}"),
    }
}

fn base32(text: &str) -> Outcome<Value> {
    let digits = text.trim_end_matches('=');
    if matches!(digits.len() % 8, 1 | 3 | 6) {
        return invalid(format!("Invalid input length {}", digits.len()));
    }
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for c in digits.chars() {
        let value = match c {
            'A'..='Z' => u32::from(c) - u32::from('A'),
            '2'..='7' => u32::from(c) - u32::from('2') + 26,
            _ => return invalid(format!("Unrecognized character: {c}")),
        };
        bits = bits << 5 | value;
        count += 5;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    Ok(Value::Bytes(out))
}
