//! GROUP BY and the aggregates: what may stand beside them, and their plan.

use super::scope::Relation;
use super::select::Output;
use super::sorting::position;
use super::{Analysis, Column};
use crate::trino::ast::{Expr, Grouping};
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::ir::{Node, Typed};
use crate::trino::lower::{self, column};
use crate::trino::types::Type;
use datafusion::functions_aggregate::grouping::grouping_udaf;
use datafusion::logical_expr::expr::{AggregateFunction, GroupingSet};
use datafusion::logical_expr::{Expr as Plan, LogicalPlanBuilder};

/// The keys of a GROUP BY, and the sets of their numbers.
#[derive(Default)]
pub(super) struct Groups {
    keys: Vec<Typed>,
    sets: Vec<Vec<usize>>,
}

impl Analysis<'_> {
    pub(super) fn groups(
        &mut self,
        groups: &[Grouping],
        outputs: &[Output],
        columns: &[Column],
    ) -> Outcome<Groups> {
        let mut made = Groups { keys: vec![], sets: vec![vec![]] };
        for grouping in groups {
            let sets = self.grouping_sets(grouping, &mut made, outputs, columns)?;
            // Elements side by side multiply.
            made.sets = made
                .sets
                .iter()
                .flat_map(|a| sets.iter().map(move |b| [a.clone(), b.clone()].concat()))
                .collect();
        }
        Ok(made)
    }

    /// The sets of one element of GROUP BY, by the numbers of their keys.
    fn grouping_sets(
        &mut self,
        grouping: &Grouping,
        made: &mut Groups,
        outputs: &[Output],
        columns: &[Column],
    ) -> Outcome<Vec<Vec<usize>>> {
        let sets = match grouping {
            Grouping::Simple(exprs) => return Ok(vec![self.keys(exprs, made, outputs, columns)?]),
            Grouping::Sets(sets) | Grouping::Rollup(sets) | Grouping::Cube(sets) => sets,
        };
        if let Some(odd) = sets.iter().flatten().find(|e| super::names::parts(e).is_none())
            && position(odd, outputs.len())?.is_none()
        {
            return Err(Fault::at(
                "INVALID_COLUMN_REFERENCE",
                odd.at,
                "GROUP BY expression must be a column reference; compute it in a derived table",
            ));
        }
        let parts = sets.iter().map(|set| self.keys(set, made, outputs, columns));
        let parts = parts.collect::<Outcome<Vec<_>>>()?;
        match grouping {
            Grouping::Rollup(_) => Ok((0..=parts.len()).rev().map(|n| parts[..n].concat()).collect()),
            Grouping::Cube(_) if parts.len() > 10 => {
                Err(Fault::new("INVALID_PARAMETER_USAGE", "CUBE has more than ten columns"))
            }
            Grouping::Cube(_) => {
                let subset = |mask: usize| {
                    let chosen = parts.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1);
                    chosen.flat_map(|(_, part)| part.clone()).collect()
                };
                Ok((0..1_usize << parts.len()).rev().map(subset).collect())
            }
            Grouping::Sets(_) | Grouping::Simple(_) => Ok(parts),
        }
    }

    fn keys(
        &mut self,
        exprs: &[Expr],
        made: &mut Groups,
        outputs: &[Output],
        columns: &[Column],
    ) -> Outcome<Vec<usize>> {
        let mut numbers = Vec::new();
        for expr in exprs {
            let typed = match position(expr, outputs.len())? {
                Some(place) => outputs[place].typed.clone(),
                None => self.expr(expr, columns)?,
            };
            if typed.any(&mut |t| matches!(t.node, Node::Aggregate(_) | Node::Window(_) | Node::Grouping(_)))
            {
                return Err(Fault::at(
                    "EXPRESSION_NOT_SCALAR",
                    expr.at,
                    "GROUP BY clause cannot contain aggregations, window functions or grouping operations",
                ));
            }
            numbers.push(match made.keys.iter().position(|k| *k == typed) {
                Some(known) => known,
                None => {
                    made.keys.push(typed);
                    made.keys.len() - 1
                }
            });
        }
        Ok(numbers)
    }

    /// Plans the aggregation and turns the expressions into ones over its result.
    pub(super) fn aggregate(
        &mut self,
        relation: Relation,
        groups: Groups,
        exprs: &mut [&mut Typed],
        at: Pos,
    ) -> Outcome<Relation> {
        let source = relation.columns.clone();
        let mut before: Vec<Typed> = groups.keys.iter().cloned().map(sorted).collect();
        let keys = before.len();
        before.extend(source.iter().map(|c| c.typed(at)));
        let (plan, ids) = self.project(relation.plan, &before, at)?;
        let mut calls: Vec<(Typed, String)> = Vec::new();
        let renames: Vec<(String, String)> =
            source.iter().zip(&ids[keys..]).map(|(c, id)| (c.id.clone(), id.clone())).collect();
        for expr in exprs.iter_mut() {
            **expr = self.regroup(expr.take(), &groups.keys, &ids[..keys], &mut calls)?;
        }
        let mut lowered_calls = Vec::new();
        for (call, id) in &mut calls {
            let mut call = call.clone();
            rename(&mut call, &renames);
            let Some(made) = self.lowered_call(&call, at)? else { continue };
            lowered_calls.push(Plan::AggregateFunction(made).alias(id.clone()));
        }
        let group: Vec<Plan> = if groups.sets.len() <= 1 {
            ids[..keys].iter().map(|id| column(id)).collect()
        } else {
            let sets = groups.sets.iter().map(|s| s.iter().map(|i| column(&ids[*i])).collect()).collect();
            vec![Plan::GroupingSet(GroupingSet::GroupingSets(sets))]
        };
        let plan = if group.is_empty() && lowered_calls.is_empty() {
            // HAVING or GROUP BY () without aggregates: one row.
            LogicalPlanBuilder::empty(true).build()
        } else {
            LogicalPlanBuilder::from(plan).aggregate(group, lowered_calls).and_then(LogicalPlanBuilder::build)
        };
        Ok(Relation { plan: plan.map_err(planning(at))?, columns: vec![] })
    }

    /// A call of an aggregate, or of GROUPING, for the plan.
    fn lowered_call(&mut self, call: &Typed, at: Pos) -> Outcome<Option<AggregateFunction>> {
        match &call.node {
            Node::Aggregate(aggregate) => lower::aggregate(&self.subqueries, aggregate, &call.ty).map(Some),
            Node::Grouping(args) => {
                let args = args.iter().map(|arg| match &arg.node {
                    Node::Column(id, _) => Ok(column(id)),
                    _ => Err(not_grouped(at)),
                });
                let args = args.collect::<Outcome<_>>()?;
                Ok(Some(AggregateFunction::new_udf(grouping_udaf(), args, false, None, vec![], None)))
            }
            _ => Ok(None),
        }
    }

    /// Replaces keys and aggregates by columns of the aggregation. Any other column of the source is refused: a
    /// group has no single value of it.
    fn regroup(
        &mut self,
        mut expr: Typed,
        keys: &[Typed],
        ids: &[String],
        calls: &mut Vec<(Typed, String)>,
    ) -> Outcome<Typed> {
        if !matches!(expr.node, Node::Const(_))
            && let Some(place) = keys.iter().position(|k| *k == expr)
        {
            return Ok(Typed { node: Node::Column(ids[place].clone(), String::new()), ..expr });
        }
        match &mut expr.node {
            Node::Aggregate(_) => {}
            Node::Grouping(args) => {
                for arg in args.iter_mut() {
                    let Some(place) = keys.iter().position(|k| k == arg) else {
                        return Err(not_grouped(arg.at.0));
                    };
                    arg.node = Node::Column(ids[place].clone(), String::new());
                }
            }
            Node::Column(_, shown) => {
                return Err(Fault::at(
                    "EXPRESSION_NOT_AGGREGATE",
                    expr.at.0,
                    format!(
                        "'{shown}' must be an aggregate expression or appear in GROUP BY clause; write arbitrary({shown}) or add it to GROUP BY"
                    ),
                ));
            }
            _ => {
                for child in expr.children_mut() {
                    *child = self.regroup(child.take(), keys, ids, calls)?;
                }
                return Ok(expr);
            }
        }
        let id = match calls.iter().find(|(known, _)| *known == expr) {
            Some((_, id)) => id.clone(),
            None => {
                let id = self.unique();
                calls.push((expr.clone(), id.clone()));
                id
            }
        };
        Ok(Typed { node: Node::Column(id, String::new()), ..expr })
    }
}

fn not_grouped(at: Pos) -> Fault {
    Fault::at("INVALID_PARAMETER_USAGE", at, "GROUPING takes columns of GROUP BY")
}

/// Whether an expression holds an aggregate; the one that a window call is made of does not count.
pub(super) fn holds_aggregate(expr: &Typed) -> bool {
    expr.any(&mut |t| matches!(t.node, Node::Aggregate(_) | Node::Grouping(_)))
}

/// Whether a type holds a map. Maps are equal whatever the order of their entries; DataFusion groups them by that
/// order.
pub(super) fn holds_map(ty: &Type) -> bool {
    match ty {
        Type::Map(..) => true,
        Type::Array(item) => holds_map(item),
        Type::Row(fields) => fields.iter().any(|(_, t)| holds_map(t)),
        _ => false,
    }
}

/// A value whose maps have their entries sorted, so that DataFusion groups equal ones together.
pub(super) fn sorted(expr: Typed) -> Typed {
    match crate::trino::functions::overloads("$sorted") {
        Some(function) if holds_map(&expr.ty) => {
            let (ty, at) = (expr.ty.clone(), expr.at.0);
            Typed::new(Node::Call(function[0].clone(), vec![expr]), ty, at)
        }
        _ => expr,
    }
}

fn rename(expr: &mut Typed, names: &[(String, String)]) {
    if let Node::Column(id, _) = &mut expr.node
        && let Some((_, new)) = names.iter().find(|(old, _)| old == id)
    {
        *id = new.clone();
    }
    expr.children_mut().into_iter().for_each(|child| rename(child, names));
}
