//! Expressions by precedence: OR, AND, NOT, predicates, ||, + -, * / %, unary, AT TIME ZONE.

use super::Parser;
use crate::trino::ast::{Expr, Kind};
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::lex::Token;
use crate::trino::operator::Arithmetic::{Divide, Minus, Plus, Rest, Times};
use crate::trino::operator::Binary::{self, Compute};
use crate::trino::operator::Comparison;

/// Operators of one precedence that may stand in a row.
const MAX_CHAIN: usize = 300;

impl Parser {
    pub(super) fn expr(&mut self) -> Outcome<Expr> {
        self.deeper(|p| {
            let at = p.at();
            let mut parts = vec![p.conjunction()?];
            while p.word("OR") {
                parts.push(p.conjunction()?);
            }
            Ok(one_or(parts, at, Kind::Or))
        })
    }

    fn conjunction(&mut self) -> Outcome<Expr> {
        let at = self.at();
        let mut parts = vec![self.negation()?];
        while self.word("AND") {
            parts.push(self.negation()?);
        }
        Ok(one_or(parts, at, Kind::And))
    }

    fn negation(&mut self) -> Outcome<Expr> {
        let at = self.at();
        if self.word("NOT") {
            let inner = self.deeper(Self::negation)?;
            return Ok(Expr { kind: Kind::Not(Box::new(inner)), at });
        }
        let left = self.value()?;
        self.predicate(left)
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let op = match self.peek() {
            Token::Sign("!=") => Comparison::NotEqual,
            Token::Sign(sign) => Comparison::parse(sign)?,
            _ => return None,
        };
        self.next += 1;
        Some(op)
    }

    fn predicate(&mut self, left: Expr) -> Outcome<Expr> {
        let at = self.at();
        let expr = Box::new(left);
        let kind = if let Some(op) = self.comparison() {
            let quantifier = ["ALL", "SOME", "ANY"]
                .into_iter()
                .find(|word| self.is_word(word) && matches!(self.ahead(1), Token::Sign("(")));
            if let Some(word) = quantifier {
                self.next += 2;
                let query = Box::new(self.query()?);
                self.expect_sign(")")?;
                Kind::Quantified { expr, op, all: word == "ALL", query }
            } else {
                Kind::Binary2(Binary::Compare(op), expr, Box::new(self.value()?))
            }
        } else if self.word("IS") {
            let negated = self.word("NOT");
            if self.word("NULL") {
                Kind::IsNull { expr, negated }
            } else if self.words(&["DISTINCT", "FROM"]) {
                Kind::Distinct { left: expr, right: Box::new(self.value()?), negated }
            } else {
                return self.unexpected("NULL or DISTINCT FROM");
            }
        } else {
            let negated = self.is_word("NOT")
                && ["BETWEEN", "IN", "LIKE", "ILIKE"].iter().any(|w| self.is_word_at(1, w))
                && self.word("NOT");
            if self.word("BETWEEN") {
                let low = Box::new(self.value()?);
                self.expect_word("AND")?;
                Kind::Between { expr, low, high: Box::new(self.value()?), negated }
            } else if self.word("IN") {
                self.in_predicate(expr, negated)?
            } else if self.word("LIKE") {
                let pattern = Box::new(self.value()?);
                let escape = if self.word("ESCAPE") { Some(Box::new(self.value()?)) } else { None };
                Kind::Like { expr, pattern, escape, negated }
            } else if negated {
                return self.unexpected("BETWEEN, IN or LIKE");
            } else {
                return Ok(*expr);
            }
        };
        Ok(Expr { kind, at })
    }

    fn in_predicate(&mut self, expr: Box<Expr>, negated: bool) -> Outcome<Kind> {
        self.expect_sign("(")?;
        let query = ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|w| self.is_word(w));
        let kind = if query {
            Kind::InQuery { expr, query: Box::new(self.query()?), negated }
        } else {
            Kind::InList { expr, list: self.list(Self::expr)?, negated }
        };
        self.expect_sign(")")?;
        Ok(kind)
    }

    /// A value: the operands of predicates.
    pub(super) fn value(&mut self) -> Outcome<Expr> {
        self.deeper(|p| {
            let (sums, products) = ([Plus, Minus].map(Compute), [Times, Divide, Rest].map(Compute));
            p.chain(&[Binary::Concat], |p| p.chain(&sums, |p| p.chain(&products, Self::unary)))
        })
    }

    fn chain(
        &mut self,
        operators: &[Binary],
        mut operand: impl FnMut(&mut Self) -> Outcome<Expr>,
    ) -> Outcome<Expr> {
        let mut left = operand(self)?;
        let mut count = 0;
        loop {
            let at = self.at();
            let Some(op) = operators.iter().find(|op| self.is_sign(op.as_str())) else { return Ok(left) };
            self.next += 1;
            count += 1;
            if count > MAX_CHAIN {
                return Err(Fault::at(
                    "STACK_OVERFLOW",
                    at,
                    format!("more than {MAX_CHAIN} operators stand in a row; write a shorter expression"),
                ));
            }
            let right = operand(self)?;
            left = Expr { kind: Kind::Binary2(*op, Box::new(left), Box::new(right)), at };
        }
    }

    fn unary(&mut self) -> Outcome<Expr> {
        let at = self.at();
        for (sign, minus) in [("-", true), ("+", false)] {
            if self.sign(sign) {
                let inner = self.deeper(Self::unary)?;
                return Ok(Expr { kind: Kind::Unary(minus, Box::new(inner)), at });
            }
        }
        let mut left = self.primary()?;
        while self.is_word("AT") && self.is_word_at(1, "TIME") && self.is_word_at(2, "ZONE") {
            let at = self.at();
            self.next += 3;
            let zone = self.primary()?;
            left = Expr { kind: Kind::AtZone(Box::new(left), Box::new(zone)), at };
        }
        Ok(left)
    }
}

fn one_or(mut parts: Vec<Expr>, at: Pos, many: fn(Vec<Expr>) -> Kind) -> Expr {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            Expr { kind: many(parts), at }
        }
        None => Expr { kind: Kind::Null, at },
    }
}
