//! Bits, buckets, and letters by their sound.

use super::Table;
use crate::trino::fault::invalid;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.add("bit_count(bigint, bigint) -> bigint", |_, a| {
        let (n, bits) = (a[0].int(), a[1].int());
        if !(2..=64).contains(&bits) {
            return invalid(format!("Bits specified in bit_count must be between 2 and 64, got {bits}"));
        }
        let half = 1_i128 << (bits - 1);
        if !(-half..half).contains(&i128::from(n)) {
            return invalid(format!(
                "Number must be representable with the bits specified. {n} cannot be represented with {bits} bits"
            ));
        }
        let mask = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
        Ok(Value::Int(i64::from((n as u64 & mask).count_ones())))
    });
    t.add("bitwise_left_shift(integer, bigint) -> integer", |_, a| {
        let by = shift(a[1].int(), 32);
        Ok(Value::Int(by.map_or(0, |by| i64::from((a[0].int() as i32).wrapping_shl(by)))))
    });
    t.add("bitwise_left_shift(bigint, bigint) -> bigint", |_, a| {
        Ok(Value::Int(shift(a[1].int(), 64).map_or(0, |by| a[0].int().wrapping_shl(by))))
    });
    t.add("bitwise_right_shift(integer, bigint) -> integer", |_, a| {
        let by = shift(a[1].int(), 32);
        Ok(Value::Int(by.map_or(0, |by| i64::from((a[0].int() as u32).wrapping_shr(by) as i32))))
    });
    t.add("bitwise_right_shift(bigint, bigint) -> bigint", |_, a| {
        Ok(Value::Int(shift(a[1].int(), 64).map_or(0, |by| (a[0].int() as u64).wrapping_shr(by) as i64)))
    });
    for signature in [
        "bitwise_right_shift_arithmetic(integer, bigint) -> integer",
        "bitwise_right_shift_arithmetic(bigint, bigint) -> bigint",
    ] {
        t.add(signature, |_, a| Ok(Value::Int(a[0].int() >> shift(a[1].int(), 64).unwrap_or(63))));
    }
    t.add("width_bucket(double, double, double, bigint) -> bigint", |_, a| {
        let (x, low, high, count) = (a[0].double(), a[1].double(), a[2].double(), a[3].int());
        if count <= 0 {
            return invalid("bucketCount must be greater than 0");
        }
        if x.is_nan() || !low.is_finite() || !high.is_finite() || low == high {
            return invalid("operand and bounds must be numbers, and the bounds must differ");
        }
        let (least, greatest) = (low.min(high), low.max(high));
        let bucket = match x {
            x if x < least => 0,
            x if x >= greatest => count + 1,
            x => (count as f64 * (x - least) / (greatest - least)) as i64 + 1,
        };
        Ok(Value::Int(if low > high { count - bucket + 1 } else { bucket }))
    });
    t.add("width_bucket(double, array(double)) -> bigint", |_, a| {
        let (x, bins) = (a[0].double(), a[1].items());
        if bins.is_empty() || x.is_nan() || bins.iter().any(Value::is_null) {
            return invalid("Bins cannot be an empty array or hold NULL, and the operand cannot be NaN");
        }
        if bins.windows(2).any(|w| w[0].double() > w[1].double()) {
            return invalid("Bin values are not sorted in ascending order");
        }
        Ok(Value::Int(bins.iter().filter(|bin| bin.double() <= x).count() as i64))
    });
    t.add("parse_duration(varchar) -> interval day to second", |_, a| {
        const UNITS: [(&str, f64); 7] =
            [("ns", 1e-6), ("us", 1e-3), ("ms", 1.0), ("s", 1e3), ("m", 6e4), ("h", 3.6e6), ("d", 8.64e7)];
        let text = a[0].str().trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        let unit = UNITS.iter().find(|(name, _)| *name == text[end..].trim_start());
        match (text[..end].parse::<f64>(), unit) {
            (Ok(count), Some((_, size))) if count * size < 9e15 => {
                Ok(Value::Int((count * size + 0.5).floor() as i64))
            }
            _ => invalid(format!("duration is not a valid data duration string: {text}")),
        }
    });
    t.add("soundex(varchar) -> varchar", |_, a| {
        let text = a[0].str();
        // What is no letter does not count.
        let letters: Vec<char> =
            text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
        if let Some(c) = letters.iter().find(|c| !c.is_ascii()) {
            return invalid(format!("The character is not mapped: {c}"));
        }
        let Some(first) = letters.first() else { return Ok("".into()) };
        let mut out = first.to_string();
        let mut last = sound(*first);
        for letter in &letters[1..] {
            let code = sound(*letter);
            if code.is_ascii_digit() && code != '0' && code != last {
                out.push(code);
            }
            if code != '-' {
                last = code;
            }
        }
        Ok(format!("{out:0<4}")[..4].into())
    });
}

/// How far to shift; nothing when no bit is left.
fn shift(by: i64, width: u32) -> Option<u32> {
    u32::try_from(by).ok().filter(|by| *by < width)
}

/// The digit of a letter; H and W do not part two letters of one sound.
fn sound(letter: char) -> char {
    match letter {
        'B' | 'F' | 'P' | 'V' => '1',
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => '2',
        'D' | 'T' => '3',
        'L' => '4',
        'M' | 'N' => '5',
        'R' => '6',
        'H' | 'W' => '-',
        _ => '0',
    }
}
