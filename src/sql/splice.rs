//! Puts the definition of `events` in the place of its name: a derived table, never a `WITH`, since CloudTrail
//! Lake is said not to accept common table expressions.

use sqlparser::ast::{Ident, ObjectName, Query, Statement, TableAlias, TableFactor, VisitMut, VisitorMut};
use std::ops::ControlFlow;

/// The relation that questions read.
pub const RELATION: &str = "events";

/// True for the bare name `events`, in any case.
pub fn is_relation(name: &ObjectName) -> bool {
    name.0.len() == 1 && name.to_string().trim_matches('"').eq_ignore_ascii_case(RELATION)
}

/// Replaces every `events` in `statement` by `(relation) AS events`, keeping an alias that is already there.
pub fn splice(statement: &mut Statement, relation: &Query) {
    let _ = statement.visit(&mut Splicer { relation });
}

/// Renames the table that the relation reads: an event data store ID stands bare in `FROM`, which no parser
/// accepts, so it is put into the tree after parsing.
pub fn set_bare_table(query: &mut Query, placeholder: &str, bare: &str) {
    let _ = sqlparser::ast::visit_relations_mut(query, |name| {
        if name.to_string().trim_matches('"') == placeholder {
            *name = ObjectName::from(vec![Ident::new(bare)]);
        }
        ControlFlow::<()>::Continue(())
    });
}

struct Splicer<'a> {
    relation: &'a Query,
}

impl VisitorMut for Splicer<'_> {
    type Break = ();

    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, alias, .. } = factor
            && is_relation(name)
        {
            let alias = alias.take().unwrap_or_else(|| TableAlias {
                explicit: true,
                name: Ident::new(RELATION),
                columns: Vec::new(),
                at: None,
            });
            *factor = TableFactor::Derived {
                lateral: false,
                subquery: Box::new(self.relation.clone()),
                alias: Some(alias),
                sample: None,
            };
        }
        ControlFlow::Continue(())
    }
}
