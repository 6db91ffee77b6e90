//! What expressions are made of: literals, names, calls, CASE, CAST, brackets.

use super::Parser;
use crate::trino::ast::{Call, Expr, Kind, Name, TypeName};
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::lex::Token;

/// Functions that are written without brackets.
const BARE: [&str; 8] = [
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "CURRENT_USER",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "CURRENT_CATALOG",
    "CURRENT_SCHEMA",
];

/// Brackets or dots behind one primary expression.
const MAX_ACCESS: usize = 200;

impl Parser {
    pub(super) fn primary(&mut self) -> Outcome<Expr> {
        let mut expr = self.atom()?;
        for _ in 0..MAX_ACCESS {
            let at = self.at();
            if self.is_sign("[") {
                self.next += 1;
                let index = self.expr()?;
                self.expect_sign("]")?;
                expr = Expr { kind: Kind::Subscript(Box::new(expr), Box::new(index)), at };
            } else if self.is_sign(".") && self.is_identifier_at(1) {
                self.next += 1;
                let field = self.identifier()?;
                expr = Expr { at: expr.at, kind: Kind::Field(Box::new(expr), field) };
            } else {
                return Ok(expr);
            }
        }
        Err(Fault::at("STACK_OVERFLOW", expr.at, "too many subscripts stand behind each other"))
    }

    fn atom(&mut self) -> Outcome<Expr> {
        let at = self.at();
        let made = |kind| Ok(Expr { kind, at });
        match self.peek().clone() {
            Token::Text(text) => {
                self.next += 1;
                made(Kind::Text(text))
            }
            Token::Integer(n) => {
                self.next += 1;
                made(Kind::Integer(n))
            }
            Token::Decimal(n) => {
                self.next += 1;
                made(Kind::Decimal(n))
            }
            Token::Double(n) => {
                self.next += 1;
                made(Kind::Double(n))
            }
            Token::Binary(bytes) => {
                self.next += 1;
                made(Kind::Binary(bytes))
            }
            Token::Sign("?") => {
                self.next += 1;
                self.parameters += 1;
                made(Kind::Parameter(self.parameters - 1))
            }
            Token::Sign("[") => {
                self.next += 1;
                let items = if self.is_sign("]") { Vec::new() } else { self.list(Self::expr)? };
                self.expect_sign("]")?;
                made(Kind::Array(items))
            }
            Token::Sign("(") => self.brackets(at),
            Token::Quoted(_) => self.name_or_call(at),
            Token::Word(word) => self.word_atom(&word.to_ascii_uppercase(), at),
            _ => self.unexpected("an expression"),
        }
    }

    fn brackets(&mut self, at: Pos) -> Outcome<Expr> {
        let query = ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|w| self.is_word_at(1, w));
        if query {
            self.next += 1;
            let query = self.query()?;
            self.expect_sign(")")?;
            return Ok(Expr { kind: Kind::Subquery(Box::new(query)), at });
        }
        if let Some(names) = self.lambda_names() {
            let body = self.expr()?;
            return Ok(Expr { kind: Kind::Lambda(names, Box::new(body)), at });
        }
        self.next += 1;
        let first = self.expr()?;
        if self.sign(")") {
            return Ok(first);
        }
        self.expect_sign(",")?;
        let mut items = vec![(first, None)];
        items.extend(self.list(|p| Ok((p.expr()?, None)))?);
        self.expect_sign(")")?;
        Ok(Expr { kind: Kind::Row(items), at })
    }

    /// `(x, y) ->`, taken when it is there.
    fn lambda_names(&mut self) -> Option<Vec<Name>> {
        let start = self.next;
        self.next += 1;
        let mut names = Vec::new();
        while self.is_identifier_at(0) {
            names.push(self.identifier().ok()?);
            if !self.sign(",") {
                break;
            }
        }
        if self.sign(")") && self.sign("->") {
            return Some(names);
        }
        self.next = start;
        None
    }

    fn word_atom(&mut self, word: &str, at: Pos) -> Outcome<Expr> {
        let made = |kind| Ok(Expr { kind, at });
        let bracket = matches!(self.ahead(1), Token::Sign("("));
        match word {
            "NULL" | "TRUE" | "FALSE" => {
                self.next += 1;
                made(match word {
                    "NULL" => Kind::Null,
                    _ => Kind::Bool(word == "TRUE"),
                })
            }
            "CASE" => self.case(at),
            "CAST" | "TRY_CAST" if bracket => self.cast(word == "TRY_CAST", at),
            "EXISTS" if bracket => {
                self.next += 2;
                let query = Box::new(self.query()?);
                self.expect_sign(")")?;
                made(Kind::Exists(query))
            }
            "ARRAY" if matches!(self.ahead(1), Token::Sign("[")) => {
                self.next += 2;
                let items = if self.is_sign("]") { Vec::new() } else { self.list(Self::expr)? };
                self.expect_sign("]")?;
                made(Kind::Array(items))
            }
            "ROW" if bracket => self.row(at),
            "INTERVAL" if matches!(self.ahead(1), Token::Text(_) | Token::Sign("+" | "-")) => {
                self.interval(at)
            }
            "EXTRACT" if bracket => self.extract(at),
            "TRIM" if bracket => self.trim(at),
            "SUBSTRING" if bracket => self.substring(at),
            "POSITION" if bracket => self.position(at),
            "GROUPING" if bracket => {
                self.next += 2;
                let columns = self.list(Self::expr)?;
                self.expect_sign(")")?;
                made(Kind::Grouping(columns))
            }
            "LISTAGG" if bracket => self.listagg(at),
            "JSON_EXISTS" | "JSON_VALUE" | "JSON_QUERY" | "JSON_OBJECT" | "JSON_ARRAY" if bracket => {
                self.json(word, at)
            }
            "NORMALIZE" if bracket => self.normalize(at),
            _ if BARE.contains(&word) => self.bare(word, at),
            "DOUBLE" if self.is_word_at(1, "PRECISION") && matches!(self.ahead(2), Token::Text(_)) => {
                self.next += 1;
                self.typed(at)
            }
            _ if matches!(self.ahead(1), Token::Text(_)) && self.is_identifier_at(0) => self.typed(at),
            _ if !(self.is_identifier_at(0) || bracket && matches!(word, "LEFT" | "RIGHT")) => {
                self.unexpected("an expression")
            }
            _ => self.name_or_call(at),
        }
    }

    fn cast(&mut self, safe: bool, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let expr = Box::new(self.expr()?);
        self.expect_word("AS")?;
        let to = self.type_name()?;
        self.expect_sign(")")?;
        Ok(Expr { kind: Kind::Cast { expr, to, safe }, at })
    }

    fn extract(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let field = self.identifier()?.text.to_ascii_lowercase();
        self.expect_word("FROM")?;
        let expr = Box::new(self.value()?);
        self.expect_sign(")")?;
        Ok(Expr { kind: Kind::Extract(field, expr), at })
    }

    fn position(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let needle = self.value()?;
        if !self.word("IN") {
            return self.unexpected("IN");
        }
        let text = self.value()?;
        self.expect_sign(")")?;
        Ok(call(at, "strpos", vec![text, needle]))
    }

    fn normalize(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let text = self.value()?;
        let mut form = "NFC";
        if self.sign(",") {
            let known = ["NFD", "NFC", "NFKD", "NFKC"].into_iter().find(|f| self.is_word(f));
            form = match known {
                Some(known) => known,
                None => return self.unexpected("NFD, NFC, NFKD or NFKC"),
            };
            self.next += 1;
        }
        self.expect_sign(")")?;
        let form = Expr { kind: Kind::Text(form.into()), at };
        Ok(call(at, "normalize", vec![text, form]))
    }

    /// A function that may stand without brackets, like CURRENT_TIMESTAMP.
    fn bare(&mut self, word: &str, at: Pos) -> Outcome<Expr> {
        self.next += 1;
        let mut args = Vec::new();
        if self.sign("(") {
            args.push(self.primary()?);
            self.expect_sign(")")?;
        }
        Ok(call(at, &word.to_ascii_lowercase(), args))
    }

    /// `TIMESTAMP '…'`.
    fn typed(&mut self, at: Pos) -> Outcome<Expr> {
        let name = match self.peek() {
            Token::Word(word) if word.eq_ignore_ascii_case("PRECISION") => "double".into(),
            Token::Word(word) => word.to_ascii_lowercase(),
            _ => return self.unexpected("a type"),
        };
        self.next += 1;
        let Token::Text(text) = self.peek().clone() else { return self.unexpected("a literal") };
        self.next += 1;
        let name = TypeName { name, numbers: vec![], types: vec![], at };
        Ok(Expr { kind: Kind::Typed(name, text), at })
    }

    fn case(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 1;
        let operand = if self.is_word("WHEN") { None } else { Some(Box::new(self.expr()?)) };
        let mut whens = Vec::new();
        while self.word("WHEN") {
            let when = self.expr()?;
            self.expect_word("THEN")?;
            whens.push((when, self.expr()?));
        }
        if whens.is_empty() {
            return self.unexpected("WHEN");
        }
        let otherwise = if self.word("ELSE") { Some(Box::new(self.expr()?)) } else { None };
        self.expect_word("END")?;
        Ok(Expr { kind: Kind::Case { operand, whens, otherwise }, at })
    }

    fn row(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let items = self.list(|p| {
            let expr = p.expr()?;
            let name = if p.word("AS") || p.is_identifier_at(0) { Some(p.identifier()?) } else { None };
            Ok((expr, name))
        })?;
        self.expect_sign(")")?;
        Ok(Expr { kind: Kind::Row(items), at })
    }

    fn interval(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 1;
        let negative = self.sign("-") || {
            self.sign("+");
            false
        };
        let Token::Text(value) = self.peek().clone() else { return self.unexpected("a text") };
        self.next += 1;
        let unit = |p: &mut Self| {
            let unit = p.identifier()?.text.to_ascii_lowercase();
            match unit.as_str() {
                "year" | "month" | "day" | "hour" | "minute" | "second" => Ok(unit),
                _ => {
                    p.next -= 1;
                    p.unexpected("YEAR, MONTH, DAY, HOUR, MINUTE or SECOND")
                }
            }
        };
        let from = unit(self)?;
        let to = if self.word("TO") { Some(unit(self)?) } else { None };
        Ok(Expr { kind: Kind::Interval { negative, value, from, to }, at })
    }
}

/// A plain call.
pub(crate) fn call(at: Pos, name: &str, args: Vec<Expr>) -> Expr {
    let call = Call {
        name: name.into(),
        args,
        star: false,
        distinct: false,
        order: vec![],
        filter: None,
        over: None,
        ignore_nulls: false,
    };
    Expr { kind: Kind::Call(Box::new(call)), at }
}
