//! Long lists of values stay out of the parser: a hundred thousand keys would each become a node of its tree, which
//! takes longer than the search for them. A placeholder stands for the list until the statement is parsed and checked.

use super::template::Params;
use super::value::SqlValue;
use crate::hidden::any_hidden;
use minijinja::Value;
use sqlparser::ast::{self, Statement, ValueWithSpan, VisitMut, VisitorMut};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Lists of up to so many values are parsed as they are.
const PARSED: usize = 200;

/// The parameters with a placeholder for each long list, and what each stands for. A list with hidden characters stays:
/// those are spelled out in the tree.
pub fn shortened(params: &Params) -> (Params, HashMap<String, String>) {
    let mut lists = HashMap::new();
    let short = params.iter().map(|(name, value)| match value.downcast_object_ref::<SqlValue>() {
        Some(list @ SqlValue::Texts(texts))
            if texts.len() > PARSED && !texts.iter().any(|text| any_hidden(text)) =>
        {
            let placeholder = format!("${name}");
            lists.insert(placeholder.clone(), list.to_string());
            (*name, Value::from_object(SqlValue::Placeholder(placeholder)))
        }
        _ => (*name, value.clone()),
    });
    (short.collect(), lists)
}

/// Puts the lists in the place of their placeholders; the printer writes a placeholder to the letter.
pub fn fill(statement: &mut Statement, lists: &HashMap<String, String>) {
    if !lists.is_empty() {
        let _ = statement.visit(&mut Filler { lists });
    }
}

struct Filler<'a> {
    lists: &'a HashMap<String, String>,
}

impl VisitorMut for Filler<'_> {
    type Break = ();

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        if let ast::Value::Placeholder(name) = &mut value.value
            && let Some(list) = self.lists.get(name)
        {
            name.clone_from(list);
        }
        ControlFlow::Continue(())
    }
}
