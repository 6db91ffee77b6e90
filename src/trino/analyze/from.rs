//! FROM: tables, derived tables, and the names that they get.

use super::scope::Relation;
use super::{Analysis, Column, mismatch};
use crate::trino::ast::{From, Name};
use crate::trino::fault::{Fault, Outcome, Pos, planning};
use crate::trino::ir::Typed;
use crate::trino::types::Type;
use datafusion::logical_expr::{Expr as Plan, LogicalPlanBuilder};

impl Analysis<'_> {
    pub(super) fn from(&mut self, from: &From) -> Outcome<Relation> {
        match from {
            From::Table(name) => self.table(name),
            From::Query { query, lateral: false } => {
                let mut relation = self.query(query)?;
                relation.columns.iter_mut().for_each(|c| c.qualifier.clear());
                Ok(relation)
            }
            From::Query { query, lateral: true } => Err(Fault::unsupported(query.at, "LATERAL")),
            From::Unnest { exprs, ordinality, at } => {
                let one = LogicalPlanBuilder::empty(true).build().map_err(planning(*at))?;
                self.unnest(Relation { plan: one, columns: vec![] }, exprs, *ordinality, false, *at)
            }
            From::Alias { of, name, columns } => {
                let relation = self.from(of)?;
                alias(relation, name, columns, 0)
            }
            From::Join { kind, left, right, on, at } => self.join(*kind, left, right, on, *at),
        }
    }

    fn table(&mut self, name: &[Name]) -> Outcome<Relation> {
        let Some(last) = name.last() else { return mismatch(Pos::default(), "a table needs a name") };
        if name.len() == 1
            && let Some(relation) = self.with_table(last)?
        {
            return Ok(relation);
        }
        let source = self.tables.table(name)?;
        self.over_lake |= self.tables.is_lake(name);
        let schema = source.schema();
        let scan = LogicalPlanBuilder::scan(self.unique(), source, None).map_err(planning(last.at))?;
        let qualified: Vec<_> = scan.schema().columns();
        let qualifier: Vec<String> = name.iter().map(|n| n.text.to_ascii_lowercase()).collect();
        let (mut exprs, mut columns) = (Vec::new(), Vec::new());
        for (field, plan_column) in schema.fields().iter().zip(qualified) {
            let id = self.unique();
            exprs.push(Plan::Column(plan_column).alias(id.clone()));
            columns.push(Column {
                qualifier: qualifier.clone(),
                name: Some(field.name().to_ascii_lowercase()),
                shown: field.name().clone(),
                id,
                ty: Type::of_arrow(field.data_type())?,
                hidden: field.name().starts_with('$'),
            });
        }
        let plan = scan.project(exprs).and_then(LogicalPlanBuilder::build).map_err(planning(last.at))?;
        Ok(Relation { plan, columns })
    }

    /// A common table expression in sight.
    fn with_table(&mut self, name: &Name) -> Outcome<Option<Relation>> {
        let found = self.with.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(&name.text));
        let Some(relation) = found.map(|(_, relation)| relation.clone()) else {
            if self.later.contains(&name.text.to_ascii_lowercase()) {
                let text = format!(
                    "Table '{}' does not exist; what WITH names can be used only further down",
                    name.text
                );
                return Err(Fault::at("TABLE_NOT_FOUND", name.at, text));
            }
            return Ok(None);
        };
        // A statement may name the same common table expression twice: each time its columns get names of their own.
        let exprs: Vec<Typed> = relation.columns.iter().map(|c| c.typed(name.at)).collect();
        let (plan, ids) = self.project(relation.plan, &exprs, name.at)?;
        let qualifier = vec![name.text.to_ascii_lowercase()];
        let columns = relation.columns.into_iter().zip(ids);
        let columns = columns.map(|(c, id)| Column { id, qualifier: qualifier.clone(), ..c }).collect();
        Ok(Some(Relation { plan, columns }))
    }
}

/// Gives the columns behind the first `skip` an alias, and the names of its column list if it has one.
pub(super) fn alias(mut relation: Relation, name: &Name, names: &[Name], skip: usize) -> Outcome<Relation> {
    let columns = &mut relation.columns[skip..];
    columns.iter_mut().for_each(|c| c.qualifier = vec![name.text.to_ascii_lowercase()]);
    if names.is_empty() {
        return Ok(relation);
    }
    let visible: Vec<&mut Column> = columns.iter_mut().filter(|c| !c.hidden).collect();
    if visible.len() != names.len() {
        return Err(Fault::at(
            "MISMATCHED_COLUMN_ALIASES",
            name.at,
            format!(
                "Column alias list has {} entries but '{}' has {} columns available{}",
                names.len(),
                name.text,
                visible.len(),
                if skip > 0 { "; an array of rows gives one column for each field" } else { "" }
            ),
        ));
    }
    for (column, new) in visible.into_iter().zip(names) {
        column.name = Some(new.text.to_ascii_lowercase());
        column.shown = new.text.clone();
    }
    Ok(relation)
}
