//! Queries inside expressions: as a value, behind IN, and behind ALL, ANY and SOME.

use super::correlated::{always_a_row, checked, refused};
use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::ast::{Kind, Query};
use crate::trino::coerce::common;
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::fold::{coerce, fold};
use crate::trino::functions::overloads;
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::Inner;
use crate::trino::operator::Comparison;
use crate::trino::types::{Type, VARCHAR};
use crate::trino::value::Value;

/// How deep subqueries may stand in each other: planning them takes longer with each.
const MAX_NESTED: usize = 8;

impl Analysis<'_> {
    /// Analyses a query inside an expression; returns its number and its columns' types.
    pub(super) fn inner_query(
        &mut self,
        query: &Query,
        columns: &[Column],
        finish: impl FnOnce(&mut Self, Relation) -> Outcome<Relation>,
    ) -> Outcome<(usize, Vec<Type>, bool)> {
        if self.outer.len() >= MAX_NESTED {
            return Err(Fault::unsupported(
                query.at,
                format!("more than {MAX_NESTED} subqueries inside each other as values"),
            ));
        }
        self.outer.push((columns.to_vec(), vec![]));
        let relation = self.query(query);
        let taken = self.outer.pop().map(|(_, taken)| taken).unwrap_or_default();
        let mut relation = relation?;
        let correlated = !taken.is_empty();
        if correlated {
            checked(&relation.plan, query.at)?;
        } else {
            relation = finish(self, relation)?;
        }
        let types = relation.columns.iter().map(|c| c.ty.clone()).collect();
        self.subqueries.push(Inner { plan: relation.plan, outer: taken });
        Ok((self.subqueries.len() - 1, types, correlated))
    }

    /// Several columns as one row.
    fn as_row(&mut self, relation: Relation, at: Pos) -> Outcome<Relation> {
        self.width = relation.columns.len();
        if relation.columns.len() < 2 {
            return Ok(relation);
        }
        let fields =
            relation.columns.iter().map(|c| (c.name.as_ref().map(|_| c.shown.clone()), c.ty.clone()));
        let ty = Type::Row(fields.collect());
        let row =
            Typed::new(Node::Make(relation.columns.iter().map(|c| c.typed(at)).collect()), ty.clone(), at);
        let (plan, ids) = self.project(relation.plan, &[row], at)?;
        let columns = ids.into_iter().map(|id| Column {
            qualifier: vec![],
            name: None,
            shown: String::new(),
            id,
            ty: ty.clone(),
            hidden: false,
        });
        Ok(Relation { plan, columns: columns.collect() })
    }

    pub(super) fn subquery(&mut self, query: &Query, at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let (id, types, _) = self.inner_query(query, columns, |analysis, relation| {
            let relation = analysis.as_row(relation, at)?;
            analysis.single(relation, at)
        })?;
        match types.as_slice() {
            [ty] => Ok(Typed::new(Node::Subquery(id), ty.clone(), at)),
            _ => Err(Fault::unsupported(
                at,
                "a subquery with several columns as a value that names columns around it",
            )),
        }
    }

    /// All rows of a query as one array.
    fn listed(&mut self, query: &Query, columns: &[Column], at: Pos) -> Outcome<Typed> {
        let (id, types, correlated) = self.inner_query(query, columns, |analysis, relation| {
            let relation = analysis.as_row(relation, at)?;
            analysis.collected(relation, at)
        })?;
        match types.as_slice() {
            [list] if !correlated => Ok(Typed::new(Node::Subquery(id), list.clone(), at)),
            _ => Err(Fault::unsupported(at, "a comparison with a subquery that names columns around it")),
        }
    }

    /// `x > ALL (SELECT …)`.
    pub(super) fn quantified(
        &mut self,
        value: Typed,
        (op, all): (Comparison, bool),
        query: &Query,
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        let list = self.listed(query, columns, at)?;
        let item = if let Type::Array(item) = &list.ty { (**item).clone() } else { Type::Unknown };
        let Some(ty) = common(&value.ty, &item) else {
            return mismatch(
                at,
                format!("value and result of subquery must be of the same type: {} vs {item}", value.ty),
            );
        };
        if op.orders() && !ty.orderable() {
            return mismatch(at, format!("Type {ty} must be orderable for this comparison"));
        }
        let args = vec![
            Typed::constant(op.as_str().into(), VARCHAR, at),
            Typed::constant(all.into(), Type::Boolean, at),
            coerce(value, &ty),
            coerce(list, &ty.array()),
        ];
        let Some(function) = overloads("$quantified") else { return mismatch(at, "not a comparison") };
        Ok(fold(Typed::new(Node::Call(function[0].clone(), args), Type::Boolean, at)))
    }

    pub(super) fn exists(&mut self, query: &Query, at: Pos, columns: &[Column]) -> Outcome<Typed> {
        let (id, _, correlated) =
            self.inner_query(query, columns, |analysis, relation| analysis.counted(relation, at))?;
        if correlated && always_a_row(&self.subqueries[id].plan) {
            return Err(refused(at));
        }
        if correlated {
            return Ok(Typed::new(Node::Exists(id), Type::Boolean, at));
        }
        let zero = Typed::constant(Value::Int(0), Type::Bigint, at);
        let count = Typed::new(Node::Subquery(id), Type::Bigint, at);
        let any = Node::Compare(Comparison::Greater, Box::new(count), Box::new(zero));
        Ok(Typed::new(any, Type::Boolean, at))
    }

    pub(super) fn in_query(
        &mut self,
        value: Typed,
        query: &Query,
        at: Pos,
        columns: &[Column],
    ) -> Outcome<Typed> {
        if let Type::Row(fields) = &value.ty {
            let width = fields.len();
            let list = self.listed(query, columns, at)?;
            let item = if let Type::Array(item) = &list.ty { (**item).clone() } else { Type::Unknown };
            let Some(ty) = common(&value.ty, &item).filter(|_| self.width != 1 || width == 1) else {
                return mismatch(
                    at,
                    format!("value and result of subquery must be of the same type: {} vs {item}", value.ty),
                );
            };
            if self.width == 1 {
                return Err(Fault::unsupported(at, "a row of one field in IN with a subquery"));
            }
            let strict = Typed::constant(Value::Bool(false), Type::Boolean, at);
            let args = vec![strict, coerce(value, &ty), coerce(list, &ty.array())];
            return self.invoke("$among", args, at);
        }
        let wanted = value.ty.clone();
        let mut both = None;
        let (id, types, _) = self.inner_query(query, columns, |analysis, relation| {
            let ty = relation.columns.first().and_then(|c| common(&c.ty, &wanted));
            both = ty.clone();
            match ty {
                Some(ty) if relation.columns.len() == 1 => analysis.cast_columns(relation, &[ty], at),
                _ => Ok(relation),
            }
        })?;
        if types.len() != 1 {
            return mismatch(at, "the subquery of IN must have one column");
        }
        let Some(ty) = both.or_else(|| common(&types[0], &wanted)) else {
            return mismatch(
                at,
                format!(
                    "value and result of subquery must be of the same type for IN expression: {wanted} vs {}",
                    types[0]
                ),
            );
        };
        Ok(Typed::new(Node::InQuery(Box::new(coerce(value, &ty)), id), Type::Boolean, at))
    }
}

/// Whether an expression is the literal TRUE.
pub(super) fn is_true(expr: &crate::trino::ast::Expr) -> bool {
    matches!(expr.kind, Kind::Bool(true))
}
