//! Single characters, normal forms, and letters by their sound.

use super::Table;
use crate::trino::fault::invalid;
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
