//! Text literals of a finished statement, with hidden characters spelled out: names that an attacker chose stand in
//! the statements that are kept and shown. `U&'…'` is the standard's form, and that of Trino, Athena and Lake; the
//! value is the same.

use crate::hidden::{any_hidden, is_hidden};
use sqlparser::ast::{Statement, Value, ValueWithSpan, VisitMut, VisitorMut};
use std::fmt::Write as _;
use std::ops::ControlFlow;

/// Spells out the hidden characters of every text literal.
pub fn spell_out(statement: &mut Statement) {
    let _ = statement.visit(&mut Speller);
}

/// Whether a printed statement shows all that is in it. A name or a comment has no form for hidden characters.
pub fn shows_all(text: &str) -> bool {
    text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control() && byte != b'\n')
        || !text.chars().any(|c| is_hidden(c) && c != '\n')
}

struct Speller;

impl VisitorMut for Speller {
    type Break = ();

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        if let Value::SingleQuotedString(text) | Value::UnicodeStringLiteral(text) = &value.value
            && any_hidden(text)
        {
            // The parser's own `U&` leaves ASCII controls as they are; a placeholder is printed to the letter.
            value.value = Value::Placeholder(literal(text));
        }
        ControlFlow::Continue(())
    }
}

fn literal(text: &str) -> String {
    let mut out = String::from("U&'");
    for c in text.chars() {
        let _ = match (c, u32::from(c)) {
            ('\'', _) => write!(out, "''"),
            ('\\', _) => write!(out, "\\\\"),
            (c, code @ ..=0xffff) if is_hidden(c) => write!(out, "\\{code:04X}"),
            (c, code) if is_hidden(c) => write!(out, "\\+{code:06X}"),
            (c, _) => write!(out, "{c}"),
        };
    }
    out + "'"
}
