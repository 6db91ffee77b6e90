//! Types as written: `varchar(5)`, `array(varchar)`, `row(x bigint, y varchar)`, `timestamp(3) with time zone`.

use super::Parser;
use crate::trino::ast::TypeName;
use crate::trino::fault::Outcome;
use crate::trino::lex::Token;

impl Parser {
    pub(super) fn type_name(&mut self) -> Outcome<TypeName> {
        let mut made = self.deeper(Self::plain_type)?;
        // An old way to write array types that Trino still reads.
        while self.word("ARRAY") {
            let at = made.at;
            made = TypeName { name: "array".into(), numbers: vec![], types: vec![(None, made)], at };
        }
        Ok(made)
    }

    fn plain_type(&mut self) -> Outcome<TypeName> {
        let at = self.at();
        if self.words(&["DOUBLE", "PRECISION"]) {
            return Ok(TypeName { name: "double".into(), numbers: vec![], types: vec![], at });
        }
        if self.is_word("INTERVAL") {
            self.next += 1;
            let from = self.identifier()?.text.to_ascii_lowercase();
            self.expect_word("TO")?;
            let to = self.identifier()?.text.to_ascii_lowercase();
            let name = format!("interval {from} to {to}");
            return Ok(TypeName { name, numbers: vec![], types: vec![], at });
        }
        let name = self.identifier()?.text.to_ascii_lowercase();
        let mut made = TypeName { name, numbers: vec![], types: vec![], at };
        if matches!(made.name.as_str(), "array" | "map") && self.sign("<") {
            made.types = self.list(|p| Ok((None, p.type_name()?)))?;
            self.expect_sign(">")?;
        } else if self.sign("(") {
            while !self.is_sign(")") {
                if let Token::Integer(number) = self.peek().clone() {
                    self.next += 1;
                    made.numbers.push(number.parse().unwrap_or(u32::MAX));
                } else if made.name == "row"
                    && self.is_identifier_at(0)
                    && !matches!(self.ahead(1), Token::Sign("," | ")" | "("))
                    && !self.is_word_at(1, "WITH")
                    && !(self.is_word("DOUBLE") && self.is_word_at(1, "PRECISION"))
                {
                    let field = self.identifier()?.text;
                    made.types.push((Some(field), self.type_name()?));
                } else {
                    made.types.push((None, self.type_name()?));
                }
                if !self.sign(",") {
                    break;
                }
            }
            self.expect_sign(")")?;
        }
        if self.words(&["WITH", "TIME", "ZONE"]) {
            made.name += " with time zone";
        } else if matches!(made.name.as_str(), "time" | "timestamp") {
            self.words(&["WITHOUT", "TIME", "ZONE"]);
        }
        Ok(made)
    }
}
