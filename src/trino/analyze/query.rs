//! Queries: WITH in front of their bodies, ORDER BY and LIMIT behind.

use super::Analysis;
use super::scope::Relation;
use crate::trino::ast::{Body, Expr, From, Kind, Name, Query};
use crate::trino::fault::{Fault, Outcome, planning};
use crate::trino::lower::column;
use datafusion::logical_expr::LogicalPlanBuilder;

impl Analysis<'_> {
    pub(crate) fn query(&mut self, query: &Query) -> Outcome<Relation> {
        let before = self.with.len();
        for (place, with) in query.with.iter().enumerate() {
            if self.with[before..].iter().any(|(n, _)| n.eq_ignore_ascii_case(&with.name.text)) {
                return Err(Fault::at(
                    "DUPLICATE_NAMED_QUERY",
                    with.name.at,
                    format!("WITH query name '{}' specified more than once", with.name.text),
                ));
            }
            let outer = self.later.len();
            self.later.extend(query.with[place + 1..].iter().map(|with| with.name.text.to_ascii_lowercase()));
            let relation = self.query(&with.query);
            self.later.truncate(outer);
            let mut relation = relation?;
            renamed(&mut relation, &with.name, &with.columns)?;
            self.with.push((with.name.text.clone(), relation));
        }
        let relation = self.ordered(query);
        self.with.truncate(before);
        relation
    }

    /// The number of rows in an OFFSET or a LIMIT.
    fn row_count(&self, expr: Option<&Expr>) -> Outcome<Option<usize>> {
        let Some(expr) = expr else { return Ok(None) };
        let refuse = |code, message| Err(Fault::at(code, expr.at, message));
        match &expr.kind {
            Kind::Integer(digits) => match digits.parse() {
                Ok(n) => Ok(Some(n)),
                Err(_) => refuse("SYNTAX_ERROR", "the number of rows is too large"),
            },
            Kind::Parameter(index) => {
                match self.options.parameters.get(*index).and_then(|p| p.parse().ok()) {
                    Some(n) => Ok(Some(n)),
                    None => refuse("INVALID_PARAMETER_USAGE", "the parameter is not a number of rows"),
                }
            }
            _ => refuse("SYNTAX_ERROR", "expected a number of rows"),
        }
    }

    fn ordered(&mut self, query: &Query) -> Outcome<Relation> {
        let (offset, limit) = (self.row_count(query.offset.as_ref())?, self.row_count(query.limit.as_ref())?);
        let ties = query.ties.then(|| (offset.unwrap_or(0), limit.unwrap_or(1)));
        if ties.is_some() && query.order.is_empty() {
            return Err(Fault::at(
                "MISSING_ORDER_BY",
                query.at,
                "FETCH FIRST WITH TIES clause requires ORDER BY",
            ));
        }
        let relation = match &query.body {
            Body::Select(select) => {
                self.ties = ties;
                self.select(select, &query.order)?
            }
            _ if ties.is_some() => {
                return Err(Fault::unsupported(query.at, "FETCH FIRST … WITH TIES behind a set operation"));
            }
            other => {
                let relation = self.body(other)?;
                self.sort_relation(relation, &query.order, query.at)?
            }
        };
        // WITH TIES has been planned with the SELECT, whose order decides what is level.
        if ties.is_some() || (offset.is_none() && limit.is_none()) {
            return Ok(relation);
        }
        let plan = LogicalPlanBuilder::from(relation.plan)
            .limit(offset.unwrap_or(0), limit)
            .and_then(LogicalPlanBuilder::build)
            .map_err(planning(query.at))?;
        Ok(Relation { plan, columns: relation.columns })
    }

    fn body(&mut self, body: &Body) -> Outcome<Relation> {
        match body {
            Body::Select(select) => self.select(select, &[]),
            Body::Query(query) => self.query(query),
            Body::Table(name) => {
                let mut relation = self.from(&From::Table(name.clone()))?;
                relation.columns.retain(|c| !c.hidden);
                let kept: Vec<_> = relation.columns.iter().map(|c| column(&c.id)).collect();
                let at = name.first().map(|n| n.at).unwrap_or_default();
                relation.plan = LogicalPlanBuilder::from(relation.plan)
                    .project(kept)
                    .and_then(LogicalPlanBuilder::build)
                    .map_err(planning(at))?;
                Ok(relation)
            }
            Body::Values(rows, at) => self.values(rows, *at),
            Body::Set { op, all, left, right, at } => {
                let (left, right) = (self.body(left)?, self.body(right)?);
                self.set(*op, *all, left, right, *at)
            }
        }
    }
}

/// Gives the columns of a common table expression the names that stand behind its own, if there are any.
fn renamed(relation: &mut Relation, of: &Name, names: &[Name]) -> Outcome<()> {
    if names.is_empty() {
        return Ok(());
    }
    if relation.columns.len() != names.len() {
        return Err(Fault::at(
            "MISMATCHED_COLUMN_ALIASES",
            of.at,
            format!(
                "WITH column alias list has {} entries but the query has {} columns",
                names.len(),
                relation.columns.len()
            ),
        ));
    }
    for (column, name) in relation.columns.iter_mut().zip(names) {
        column.name = Some(name.text.to_ascii_lowercase());
        column.shown = name.text.clone();
    }
    Ok(())
}
