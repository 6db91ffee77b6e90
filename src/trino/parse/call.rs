//! Names and calls, and the calls with a grammar of their own.

use super::Parser;
use super::primary::call;
use crate::trino::ast::{Expr, Kind};
use crate::trino::fault::{Outcome, Pos};
use crate::trino::lex::Token;

impl Parser {
    pub(super) fn name_or_call(&mut self, at: Pos) -> Outcome<Expr> {
        let bracket = matches!(self.ahead(1), Token::Sign("("));
        let name = if bracket && (self.is_word("LEFT") || self.is_word("RIGHT")) {
            return self.unexpected("an expression");
        } else {
            self.identifier()?
        };
        if self.sign("->") {
            let body = self.expr()?;
            return Ok(Expr { kind: Kind::Lambda(vec![name], Box::new(body)), at });
        }
        if !self.sign("(") {
            return Ok(Expr { kind: Kind::Column(name), at });
        }
        let mut made = call(at, &name.text.to_ascii_lowercase(), Vec::new());
        let Kind::Call(inside) = &mut made.kind else { return Ok(made) };
        if self.sign("*") {
            inside.star = true;
        } else if !self.is_sign(")") {
            inside.distinct = self.word("DISTINCT");
            if !inside.distinct {
                self.word("ALL");
            }
            if !self.is_word("ORDER") {
                inside.args = self.list(Self::expr)?;
            }
            if self.word("ORDER") {
                self.expect_word("BY")?;
                inside.order = self.sorts()?;
            }
        }
        self.expect_sign(")")?;
        if self.word("FILTER") {
            self.expect_sign("(")?;
            self.expect_word("WHERE")?;
            inside.filter = Some(self.expr()?);
            self.expect_sign(")")?;
        }
        if self.words(&["IGNORE", "NULLS"]) {
            inside.ignore_nulls = true;
        } else {
            self.words(&["RESPECT", "NULLS"]);
        }
        let opens = matches!(self.ahead(1), Token::Sign("(")) || self.is_identifier_at(1);
        if self.is_word("OVER") && opens {
            self.next += 1;
            inside.over = Some(self.over()?);
        }
        Ok(made)
    }

    pub(super) fn listagg(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let mut made = call(at, "listagg", Vec::new());
        let Kind::Call(inside) = &mut made.kind else { return Ok(made) };
        inside.distinct = self.word("DISTINCT");
        inside.args.push(self.expr()?);
        if self.sign(",") {
            match self.peek() {
                Token::Text(_) => inside.args.push(self.primary()?),
                _ => return self.unexpected("a text literal"),
            }
        }
        // A text that is too long fails here either way, where Trino would cut it.
        if self.words(&["ON", "OVERFLOW"]) && !self.word("ERROR") {
            self.expect_word("TRUNCATE")?;
            if matches!(self.peek(), Token::Text(_)) {
                self.next += 1;
            }
            if !self.word("WITH") {
                self.expect_word("WITHOUT")?;
            }
            self.expect_word("COUNT")?;
        }
        self.expect_sign(")")?;
        self.expect_word("WITHIN")?;
        self.expect_word("GROUP")?;
        self.expect_sign("(")?;
        self.expect_word("ORDER")?;
        self.expect_word("BY")?;
        inside.order = self.sorts()?;
        self.expect_sign(")")?;
        if self.word("FILTER") {
            self.expect_sign("(")?;
            self.expect_word("WHERE")?;
            inside.filter = Some(self.expr()?);
            self.expect_sign(")")?;
        }
        Ok(made)
    }

    pub(super) fn trim(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let side = ["BOTH", "LEADING", "TRAILING"]
            .into_iter()
            .find(|side| self.is_word(side) && !matches!(self.ahead(1), Token::Sign(")" | "," | ".")));
        self.next += usize::from(side.is_some());
        let name = match side {
            Some("LEADING") => "ltrim",
            Some("TRAILING") => "rtrim",
            _ => "trim",
        };
        let mut args = Vec::new();
        if side.is_some() && self.word("FROM") {
            args.push(self.value()?);
        } else {
            let first = self.value()?;
            if self.word("FROM") {
                args.push(self.value()?);
                args.push(first);
            } else {
                args.push(first);
                if self.sign(",") {
                    args.push(self.value()?);
                }
            }
        }
        self.expect_sign(")")?;
        Ok(call(at, name, args))
    }

    pub(super) fn substring(&mut self, at: Pos) -> Outcome<Expr> {
        self.next += 2;
        let mut args = vec![self.value()?];
        // With FROM and FOR the call means substr, which also takes bytes.
        let name = if self.word("FROM") {
            args.push(self.value()?);
            if self.word("FOR") {
                args.push(self.value()?);
            }
            "substr"
        } else {
            while self.sign(",") {
                args.push(self.expr()?);
            }
            "substring"
        };
        self.expect_sign(")")?;
        Ok(call(at, name, args))
    }
}
