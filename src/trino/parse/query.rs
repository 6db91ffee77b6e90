//! Queries: WITH, set operations, SELECT, ORDER BY, OFFSET, LIMIT.

use super::Parser;
use crate::trino::ast::{Body, Expr, Grouping, Item, Kind, Query, Select, With};
use crate::trino::fault::{Fault, Outcome};
use crate::trino::lex::Token;
use crate::trino::operator::SetOperation;

impl Parser {
    pub(super) fn query(&mut self) -> Outcome<Query> {
        self.deeper(|p| {
            let mut with = Vec::new();
            if p.word("WITH") {
                if p.is_word("RECURSIVE") {
                    return Err(Fault::unsupported(p.at(), "WITH RECURSIVE"));
                }
                with = p.list(|p| {
                    let name = p.identifier()?;
                    let columns = p.column_aliases()?;
                    p.expect_word("AS")?;
                    p.expect_sign("(")?;
                    let query = p.query()?;
                    p.expect_sign(")")?;
                    Ok(With { name, columns, query })
                })?;
            }
            let mut query = p.query_without_with()?;
            query.with = with;
            Ok(query)
        })
    }

    fn query_without_with(&mut self) -> Outcome<Query> {
        let at = self.at();
        let body = self.set_operation(0)?;
        let mut query =
            Query { with: vec![], body, order: vec![], offset: None, limit: None, ties: false, at };
        if self.word("ORDER") {
            self.expect_word("BY")?;
            query.order = self.sorts()?;
        }
        if self.word("OFFSET") {
            query.offset = Some(self.row_count()?);
            let _ = self.word("ROW") || self.word("ROWS");
        }
        if self.word("LIMIT") {
            if !self.word("ALL") {
                query.limit = Some(self.row_count()?);
            }
        } else if self.word("FETCH") {
            if !self.word("FIRST") {
                self.expect_word("NEXT")?;
            }
            let at = self.at();
            query.limit = Some(match self.peek() {
                Token::Integer(_) | Token::Sign("?") => self.row_count()?,
                _ => Expr { kind: Kind::Integer("1".into()), at },
            });
            if !self.word("ROW") {
                self.expect_word("ROWS")?;
            }
            if self.words(&["WITH", "TIES"]) {
                query.ties = true;
            } else {
                self.expect_word("ONLY")?;
            }
        }
        Ok(query)
    }

    fn row_count(&mut self) -> Outcome<Expr> {
        match self.peek() {
            Token::Integer(_) | Token::Sign("?") => self.primary(),
            _ => self.unexpected("a number of rows"),
        }
    }

    /// UNION and EXCEPT bind weaker than INTERSECT.
    fn set_operation(&mut self, level: usize) -> Outcome<Body> {
        let mut left = if level == 0 { self.set_operation(1)? } else { self.query_primary()? };
        loop {
            let at = self.at();
            let op = match level {
                0 if self.word("UNION") => SetOperation::Union,
                0 if self.word("EXCEPT") => SetOperation::Except,
                1 if self.word("INTERSECT") => SetOperation::Intersect,
                _ => return Ok(left),
            };
            let all = self.word("ALL");
            if !all {
                self.word("DISTINCT");
            }
            let right = if level == 0 { self.set_operation(1)? } else { self.query_primary()? };
            left = Body::Set { op, all, left: Box::new(left), right: Box::new(right), at };
        }
    }

    fn query_primary(&mut self) -> Outcome<Body> {
        let at = self.at();
        if self.word("SELECT") {
            return Ok(Body::Select(Box::new(self.select()?)));
        }
        if self.word("VALUES") {
            return Ok(Body::Values(self.list(Self::expr)?, at));
        }
        if self.word("TABLE") {
            return Ok(Body::Table(self.qualified()?));
        }
        if self.sign("(") {
            let query = self.deeper(Self::query_without_with)?;
            self.expect_sign(")")?;
            return Ok(Body::Query(Box::new(query)));
        }
        self.unexpected("SELECT")
    }

    fn select(&mut self) -> Outcome<Select> {
        let at = self.at();
        let distinct = self.word("DISTINCT");
        if !distinct {
            self.word("ALL");
        }
        let items = self.list(Self::item)?;
        let from = if self.word("FROM") { Some(self.relations()?) } else { None };
        let filter = if self.word("WHERE") { Some(self.expr()?) } else { None };
        let mut group = None;
        if self.word("GROUP") {
            self.expect_word("BY")?;
            if self.word("DISTINCT") {
                return Err(Fault::unsupported(self.at(), "GROUP BY DISTINCT"));
            }
            self.word("ALL");
            group = Some(self.list(Self::grouping)?);
        }
        let having = if self.word("HAVING") { Some(self.expr()?) } else { None };
        let mut windows = Vec::new();
        if self.is_word("WINDOW") && self.is_identifier_at(1) {
            self.next += 1;
            windows = self.list(|p| {
                let name = p.identifier()?;
                p.expect_word("AS")?;
                p.expect_sign("(")?;
                let window = p.window()?;
                p.expect_sign(")")?;
                Ok((name, window))
            })?;
        }
        Ok(Select { distinct, items, from, filter, group, having, windows, at })
    }

    fn item(&mut self) -> Outcome<Item> {
        let at = self.at();
        if self.sign("*") {
            return Ok(Item::Star(at));
        }
        let expr = self.expr()?;
        if self.is_sign(".") && matches!(self.ahead(1), Token::Sign("*")) {
            self.next += 2;
            let aliases = if self.word("AS") { self.column_aliases()? } else { Vec::new() };
            return Ok(Item::StarOf(expr, aliases));
        }
        let named = self.word("AS") || self.is_identifier_at(0);
        let clause = ["WINDOW", "QUALIFY", "LIMIT", "OFFSET", "FETCH"].iter().any(|w| self.is_word(w))
            && !matches!(self.ahead(1), Token::Sign(",") | Token::End)
            && !self.is_word_at(1, "FROM");
        let alias = if named && (!clause || self.after_as()) { Some(self.identifier()?) } else { None };
        Ok(Item::Expr(expr, alias))
    }

    fn after_as(&self) -> bool {
        matches!(&self.lexemes[self.next - 1].token, Token::Word(w) if w.eq_ignore_ascii_case("AS"))
    }

    fn grouping(&mut self) -> Outcome<Grouping> {
        let sets = |p: &mut Self| {
            p.expect_sign("(")?;
            let sets = if p.is_sign(")") { Vec::new() } else { p.list(Self::grouping_set)? };
            p.expect_sign(")")?;
            Ok(sets)
        };
        if self.word("ROLLUP") {
            return Ok(Grouping::Rollup(sets(self)?));
        }
        if self.word("CUBE") {
            return Ok(Grouping::Cube(sets(self)?));
        }
        if self.words(&["GROUPING", "SETS"]) {
            return Ok(Grouping::Sets(sets(self)?));
        }
        Ok(Grouping::Simple(self.grouping_set()?))
    }

    fn grouping_set(&mut self) -> Outcome<Vec<Expr>> {
        if self.is_sign("(") && matches!(self.ahead(1), Token::Sign(")")) {
            self.next += 2;
            return Ok(Vec::new());
        }
        let expr = self.expr()?;
        Ok(match expr.kind {
            Kind::Row(items) if items.iter().all(|(_, name)| name.is_none()) => {
                items.into_iter().map(|(item, _)| item).collect()
            }
            kind => vec![Expr { kind, at: expr.at }],
        })
    }
}
