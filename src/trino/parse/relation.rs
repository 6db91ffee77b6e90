//! FROM: tables, derived tables, UNNEST and joins.

use super::Parser;
use crate::trino::ast::{From, Join, Name, On};
use crate::trino::fault::{Fault, Outcome};
use crate::trino::lex::Token;

impl Parser {
    /// The comma-separated relations of FROM, as cross joins.
    pub(super) fn relations(&mut self) -> Outcome<From> {
        let mut from = self.relation()?;
        loop {
            let at = self.at();
            if !self.sign(",") {
                return Ok(from);
            }
            let right = self.relation()?;
            from = From::Join {
                kind: Join::Cross,
                left: Box::new(from),
                right: Box::new(right),
                on: On::None,
                at,
            };
        }
    }

    fn relation(&mut self) -> Outcome<From> {
        self.deeper(|p| {
            let mut left = p.aliased()?;
            loop {
                let at = p.at();
                if p.is_word("NATURAL") {
                    return Err(Fault::at(
                        "NOT_SUPPORTED",
                        at,
                        "Natural join not supported; write JOIN … USING (column)",
                    ));
                }
                let kind = if p.words(&["CROSS", "JOIN"]) {
                    Join::Cross
                } else if p.word("JOIN") || p.words(&["INNER", "JOIN"]) {
                    Join::Inner
                } else if p.words(&["LEFT", "JOIN"]) || p.words(&["LEFT", "OUTER", "JOIN"]) {
                    Join::Left
                } else if p.words(&["RIGHT", "JOIN"]) || p.words(&["RIGHT", "OUTER", "JOIN"]) {
                    Join::Right
                } else if p.words(&["FULL", "JOIN"]) || p.words(&["FULL", "OUTER", "JOIN"]) {
                    Join::Full
                } else {
                    return Ok(left);
                };
                let right = if kind == Join::Cross { p.aliased()? } else { p.relation_of_join()? };
                let on = match kind {
                    Join::Cross => On::None,
                    _ if p.word("ON") => On::Expr(Box::new(p.expr()?)),
                    _ => {
                        p.expect_word("USING")?;
                        let names = p.column_aliases()?;
                        On::Using(names)
                    }
                };
                left = From::Join { kind, left: Box::new(left), right: Box::new(right), on, at };
            }
        })
    }

    fn relation_of_join(&mut self) -> Outcome<From> {
        self.aliased()
    }

    fn aliased(&mut self) -> Outcome<From> {
        let of = self.relation_primary()?;
        for word in ["TABLESAMPLE", "MATCH_RECOGNIZE"] {
            if self.is_word(word) && !matches!(self.ahead(1), Token::Sign("," | ")") | Token::End) {
                return Err(Fault::unsupported(self.at(), word));
            }
        }
        let named = self.word("AS");
        let clause = ["WINDOW", "LIMIT", "OFFSET", "FETCH", "QUALIFY"].iter().any(|w| self.is_word(w));
        if !named && (!self.is_identifier_at(0) || clause) {
            return Ok(of);
        }
        let name = self.identifier()?;
        let columns = self.column_aliases()?;
        Ok(From::Alias { of: Box::new(of), name, columns })
    }

    /// `(a, b)`, or nothing.
    pub(super) fn column_aliases(&mut self) -> Outcome<Vec<Name>> {
        if !self.sign("(") {
            return Ok(Vec::new());
        }
        let names = self.list(Self::identifier)?;
        self.expect_sign(")")?;
        Ok(names)
    }

    fn relation_primary(&mut self) -> Outcome<From> {
        let at = self.at();
        if self.word("UNNEST") {
            self.expect_sign("(")?;
            let exprs = self.list(Self::expr)?;
            self.expect_sign(")")?;
            let ordinality = self.words(&["WITH", "ORDINALITY"]);
            return Ok(From::Unnest { exprs, ordinality, at });
        }
        if self.word("LATERAL") {
            self.expect_sign("(")?;
            let query = self.query()?;
            self.expect_sign(")")?;
            return Ok(From::Query { query: Box::new(query), lateral: true });
        }
        if self.is_word("TABLE") || self.is_word("JSON_TABLE") {
            return Err(Fault::unsupported(at, "a table function"));
        }
        if self.is_sign("(") {
            let query = ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|w| self.is_word_at(1, w));
            if query || self.bracketed_query() {
                self.next += 1;
                let query = self.query()?;
                self.expect_sign(")")?;
                return Ok(From::Query { query: Box::new(query), lateral: false });
            }
            self.next += 1;
            let inner = self.relation()?;
            self.expect_sign(")")?;
            return Ok(inner);
        }
        let name = self.qualified()?;
        if self.is_sign("(") {
            return Err(Fault::unsupported(at, "a table function"));
        }
        if self.is_word("FOR") {
            return Err(Fault::at(
                "NOT_SUPPORTED",
                self.at(),
                "this connector does not support versioned tables",
            ));
        }
        Ok(From::Table(name))
    }

    /// `((SELECT …) UNION …)`: brackets that open a query, not a join.
    fn bracketed_query(&self) -> bool {
        let mut count = 1;
        while matches!(self.ahead(count), Token::Sign("(")) {
            count += 1;
        }
        count > 1 && ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|w| self.is_word_at(count, w)) && {
            // A derived table with an alias inside the brackets is a relation.
            let mut depth = 0_usize;
            let mut at = 1;
            loop {
                match self.ahead(at) {
                    Token::Sign("(") => depth += 1,
                    Token::Sign(")") => depth -= 1,
                    Token::End => return true,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    break;
                }
            }
            let words = ["UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH"];
            matches!(self.ahead(at), Token::Sign(")")) || words.iter().any(|w| self.is_word_at(at, w))
        }
    }
}
