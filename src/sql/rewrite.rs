//! Athena's SQL to what the embedded engine plans: the same meaning under DataFusion's names.

use super::splice::is_relation;
use sqlparser::ast::{
    DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause, FunctionArguments, Ident,
    ObjectName, OrderByExpr, OrderByOptions, Statement, TableAlias, TableFactor, Visit, VisitMut, Visitor,
    VisitorMut,
};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// The table that the embedded engine knows the logs by.
pub const LOGS: &str = "logs";

/// Rewrites a parsed Athena statement for the embedded engine. Every table name that the statement does not
/// define itself is the logs.
pub fn for_embedded(statement: &mut Statement) {
    let mut names = Names::default();
    let _ = Visit::visit(statement, &mut names);
    let _ = VisitMut::visit(statement, &mut Rewriter { own: names.0 });
}

/// Names of common table expressions.
#[derive(Default)]
struct Names(HashSet<String>);

impl Visitor for Names {
    type Break = ();
    fn pre_visit_query(&mut self, query: &sqlparser::ast::Query) -> ControlFlow<()> {
        for cte in query.with.iter().flat_map(|w| &w.cte_tables) {
            self.0.insert(cte.alias.name.value.to_ascii_lowercase());
        }
        ControlFlow::Continue(())
    }
}

struct Rewriter {
    own: HashSet<String>,
}

impl VisitorMut for Rewriter {
    type Break = ();

    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, alias, args: None, .. } = factor {
            let last =
                name.0.last().and_then(|part| part.as_ident()).map(|ident| ident.value.to_ascii_lowercase());
            let own = name.0.len() == 1 && last.as_ref().is_some_and(|n| self.own.contains(n));
            if !own && !is_relation(name) {
                let shown = Ident::with_quote('"', last.unwrap_or_else(|| LOGS.into()));
                alias.get_or_insert(TableAlias {
                    explicit: true,
                    name: shown,
                    columns: Vec::new(),
                    at: None,
                });
                *name = ObjectName::from(vec![Ident::new(LOGS)]);
            }
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        match expr {
            Expr::Function(function) => {
                if let Some(other) = call(function) {
                    *expr = other;
                }
            }
            // Trino's identifiers have no case, quoted or not; AWS's column names are lower case.
            Expr::CompoundIdentifier(parts) => parts.iter_mut().for_each(fold),
            Expr::Identifier(part) if part.quote_style.is_none() => fold(part),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

fn fold(ident: &mut Ident) {
    ident.value = ident.value.to_ascii_lowercase();
}

fn call(function: &mut Function) -> Option<Expr> {
    let name = function.name.to_string().to_ascii_lowercase();
    let arguments = arguments(function);
    match (name.as_str(), arguments.as_slice()) {
        // The functions inside give NULL for bad input instead of failing.
        ("try", [inner]) => return Some(inner.clone()),
        ("json_format", [Expr::Cast { expr, data_type, .. }]) if is_json(data_type) => {
            return Some(renamed(function, "rows_json", vec![(**expr).clone()]));
        }
        ("if", [condition, yes]) => return Some(case(condition, yes, None)),
        ("if", [condition, yes, no]) => return Some(case(condition, yes, Some(no.clone()))),
        ("regexp_extract", [text, pattern]) => {
            return Some(renamed(
                function,
                "regexp_extract_group",
                vec![text.clone(), pattern.clone(), text_literal("0")],
            ));
        }
        ("regexp_extract", [text, pattern, group]) => {
            return Some(renamed(
                function,
                "regexp_extract_group",
                vec![text.clone(), pattern.clone(), as_text(group)],
            ));
        }
        ("regexp_replace", [text, pattern]) => {
            return Some(renamed(
                function,
                "regexp_replace",
                vec![text.clone(), pattern.clone(), text_literal("")],
            ));
        }
        ("split_part", [text, delimiter, index]) => {
            return Some(renamed(
                function,
                "split_part_at",
                vec![text.clone(), delimiter.clone(), as_text(index)],
            ));
        }
        ("hour" | "minute" | "day" | "month" | "year", [time]) => {
            return Some(renamed(function, "date_part", vec![text_literal(&name), time.clone()]));
        }
        ("min_by", [value, key]) => return Some(by_extreme(function, value, key, true)),
        ("max_by", [value, key]) => return Some(by_extreme(function, value, key, false)),
        ("count_if", [condition]) => {
            function.filter = Some(Box::new(condition.clone()));
            function.name = ObjectName::from(vec![Ident::new("count")]);
            if let FunctionArguments::List(list) = &mut function.args {
                list.args = vec![FunctionArg::Unnamed(FunctionArgExpr::Wildcard)];
            }
            return Some(Expr::Function(function.clone()));
        }
        _ => {}
    }
    let other = match name.as_str() {
        "arbitrary" => "any_value",
        "every" => "bool_and",
        "split" => "string_to_array",
        "transform" => "array_transform",
        "filter" => "array_filter",
        _ => return None,
    };
    function.name = ObjectName::from(vec![Ident::new(other)]);
    None
}

fn is_json(data_type: &DataType) -> bool {
    matches!(data_type, DataType::JSON)
}

fn arguments(function: &Function) -> Vec<Expr> {
    let FunctionArguments::List(list) = &function.args else { return Vec::new() };
    let plain = list.args.iter().filter_map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
        _ => None,
    });
    plain.collect()
}

fn renamed(function: &Function, name: &str, arguments: Vec<Expr>) -> Expr {
    let mut function = function.clone();
    function.name = ObjectName::from(vec![Ident::new(name)]);
    if let FunctionArguments::List(list) = &mut function.args {
        list.args = arguments.into_iter().map(|a| FunctionArg::Unnamed(FunctionArgExpr::Expr(a))).collect();
    }
    Expr::Function(function)
}

/// `min_by(value, key)` is the first value by the key, keys that are NULL left out.
fn by_extreme(function: &Function, value: &Expr, key: &Expr, ascending: bool) -> Expr {
    let order = OrderByExpr {
        expr: key.clone(),
        options: OrderByOptions { asc: Some(ascending), nulls_first: Some(false) },
        with_fill: None,
    };
    let Expr::Function(mut first) = renamed(function, "first_value", vec![value.clone()]) else {
        return value.clone();
    };
    if let FunctionArguments::List(list) = &mut first.args {
        list.clauses.push(FunctionArgumentClause::OrderBy(vec![order]));
    }
    first.filter = Some(Box::new(Expr::IsNotNull(Box::new(key.clone()))));
    Expr::Function(first)
}

fn text_literal(text: &str) -> Expr {
    Expr::value(sqlparser::ast::Value::SingleQuotedString(text.into()))
}

fn as_text(expr: &Expr) -> Expr {
    Expr::Cast {
        kind: sqlparser::ast::CastKind::Cast,
        expr: Box::new(expr.clone()),
        data_type: DataType::Varchar(None),
        array: false,
        format: None,
    }
}

fn case(condition: &Expr, yes: &Expr, no: Option<Expr>) -> Expr {
    Expr::Case {
        case_token: sqlparser::ast::helpers::attached_token::AttachedToken::empty(),
        end_token: sqlparser::ast::helpers::attached_token::AttachedToken::empty(),
        operand: None,
        conditions: vec![sqlparser::ast::CaseWhen { condition: condition.clone(), result: yes.clone() }],
        else_result: no.map(Box::new),
    }
}
