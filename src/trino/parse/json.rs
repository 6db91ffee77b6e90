//! JSON_EXISTS, JSON_VALUE, JSON_QUERY, JSON_OBJECT and JSON_ARRAY with their clauses.

use super::Parser;
use crate::trino::ast::{Expr, JsonCall, JsonFormat, JsonInput, JsonOtherwise, Kind};
use crate::trino::fault::{Outcome, Pos};
use crate::trino::lex::Token;
use crate::trino::sqljson::{Function, Otherwise, Wrapper};

impl Parser {
    pub(super) fn json(&mut self, word: &str, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let function = match word {
            "JSON_EXISTS" => Function::Exists,
            "JSON_VALUE" => Function::Value,
            "JSON_QUERY" => Function::Query,
            "JSON_OBJECT" => Function::Object,
            _ => Function::Array,
        };
        let mut call = JsonCall {
            function,
            args: vec![],
            path: None,
            passing: vec![],
            returning: None,
            encoding: None,
            wrapper: Wrapper::Without,
            omit_quotes: None,
            on_empty: None,
            on_error: None,
            nulls: None,
            unique: false,
        };
        match function {
            Function::Object | Function::Array => self.json_parts(&mut call)?,
            _ => self.json_path(&mut call)?,
        }
        self.expect_sign(")")?;
        Ok(Expr { kind: Kind::Json(Box::new(call)), at })
    }

    fn json_input(&mut self) -> Outcome<JsonInput> {
        let expr = self.expr()?;
        let format = self.json_format()?;
        Ok(JsonInput { expr, format })
    }

    fn json_format(&mut self) -> Outcome<Option<JsonFormat>> {
        if !self.words(&["FORMAT", "JSON"]) {
            return Ok(None);
        }
        if !self.word("ENCODING") {
            return Ok(Some(JsonFormat(None)));
        }
        let known = ["UTF8", "UTF16", "UTF32"].into_iter().find(|name| self.is_word(name));
        match known {
            Some(name) => {
                self.next += 1;
                Ok(Some(JsonFormat(Some(name.into()))))
            }
            None => self.unexpected("UTF8, UTF16 or UTF32"),
        }
    }

    fn json_path(&mut self, call: &mut JsonCall) -> Outcome<()> {
        call.args.push(self.json_input()?);
        self.expect_sign(",")?;
        let at = self.at();
        let Token::Text(path) = self.peek().clone() else {
            return self.unexpected("a path as a text literal");
        };
        self.next += 1;
        call.path = Some((path, at));
        if self.word("PASSING") {
            call.passing = self.list(|p| {
                let input = p.json_input()?;
                p.expect_word("AS")?;
                Ok((input, p.identifier()?))
            })?;
        }
        if call.function != Function::Exists {
            self.json_returning(call, call.function == Function::Query)?;
        }
        if call.function == Function::Query {
            self.json_wrapper(call)?;
        }
        let mut otherwise = self.json_otherwise(call.function)?;
        if otherwise.is_some() && self.words(&["ON", "EMPTY"]) {
            if call.function == Function::Exists {
                self.next -= 1;
                return self.unexpected("ERROR");
            }
            call.on_empty = otherwise.take();
            otherwise = self.json_otherwise(call.function)?;
        }
        if otherwise.is_some() {
            self.expect_word("ON")?;
            self.expect_word("ERROR")?;
            call.on_error = otherwise;
        }
        Ok(())
    }

    fn json_returning(&mut self, call: &mut JsonCall, formatted: bool) -> Outcome<()> {
        if !self.word("RETURNING") {
            return Ok(());
        }
        call.returning = Some(self.type_name()?);
        if formatted && let Some(JsonFormat(encoding)) = self.json_format()? {
            call.encoding = encoding;
        }
        Ok(())
    }

    fn json_wrapper(&mut self, call: &mut JsonCall) -> Outcome<()> {
        let with = self.is_word("WITH");
        if with || self.is_word("WITHOUT") {
            self.next += 1;
            call.wrapper = if !with {
                Wrapper::Without
            } else if self.word("CONDITIONAL") {
                Wrapper::Conditional
            } else {
                self.word("UNCONDITIONAL");
                Wrapper::Unconditional
            };
            self.word("ARRAY");
            self.expect_word("WRAPPER")?;
        }
        let omit = self.is_word("OMIT");
        if omit || self.is_word("KEEP") {
            self.next += 1;
            self.expect_word("QUOTES")?;
            call.omit_quotes = Some(omit);
            if self.words(&["ON", "SCALAR"]) && !self.word("TEXT") {
                self.expect_word("STRING")?;
            }
        }
        Ok(())
    }

    fn json_otherwise(&mut self, function: Function) -> Outcome<Option<JsonOtherwise>> {
        let plain = |o| Ok(Some(JsonOtherwise::Plain(o)));
        if self.word("ERROR") {
            return plain(Otherwise::Error);
        }
        match function {
            Function::Exists if self.word("TRUE") => plain(Otherwise::True),
            Function::Exists if self.word("FALSE") => plain(Otherwise::False),
            Function::Exists if self.word("UNKNOWN") => plain(Otherwise::Null),
            Function::Exists => Ok(None),
            _ if self.word("NULL") => plain(Otherwise::Null),
            Function::Value if self.word("DEFAULT") => Ok(Some(JsonOtherwise::Default(self.expr()?))),
            Function::Query if self.word("EMPTY") => {
                if self.word("OBJECT") {
                    return plain(Otherwise::EmptyObject);
                }
                self.expect_word("ARRAY")?;
                plain(Otherwise::EmptyArray)
            }
            _ => Ok(None),
        }
    }

    fn json_parts(&mut self, call: &mut JsonCall) -> Outcome<()> {
        if !self.is_sign(")") && !self.is_word("RETURNING") {
            loop {
                if call.function == Function::Array {
                    let input = self.json_input()?;
                    call.args.push(input);
                } else {
                    let (key, value) = self.json_member()?;
                    call.args.extend([JsonInput { expr: key, format: None }, value]);
                }
                if !self.sign(",") {
                    break;
                }
            }
            if self.words(&["NULL", "ON", "NULL"]) {
                call.nulls = Some(true);
            } else if self.words(&["ABSENT", "ON", "NULL"]) {
                call.nulls = Some(false);
            }
            if call.function == Function::Object {
                call.unique = self.words(&["WITH", "UNIQUE"]);
                if call.unique || self.words(&["WITHOUT", "UNIQUE"]) {
                    self.word("KEYS");
                }
            }
        }
        self.json_returning(call, true)
    }

    /// `KEY k VALUE v`, `k VALUE v` or `k : v`. KEY may also be the name of a column.
    fn json_member(&mut self) -> Outcome<(Expr, JsonInput)> {
        if self.is_word("KEY") {
            let (next, depth, parameters) = (self.next, self.depth, self.parameters);
            self.next += 1;
            if let Ok(made) = self.json_pair(false) {
                return Ok(made);
            }
            (self.next, self.depth, self.parameters) = (next, depth, parameters);
        }
        self.json_pair(true)
    }

    fn json_pair(&mut self, colon: bool) -> Outcome<(Expr, JsonInput)> {
        let key = self.expr()?;
        if !(colon && self.sign(":")) {
            self.expect_word("VALUE")?;
        }
        Ok((key, self.json_input()?))
    }
}
