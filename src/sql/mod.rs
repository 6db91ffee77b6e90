//! Templates to statements: values become literals ([`template`]), the text is parsed and checked ([`guard`]),
//! the definition of `events` is put in the place of its name ([`splice`]), and hidden characters are spelled out
//! ([`inert`]). Long lists of values are put in when the rest is checked ([`long_lists`]).

pub mod guard;
pub mod inert;
pub mod list;
mod long_lists;
pub mod splice;
pub mod template;
pub mod value;

pub use list::List;
pub use template::Params;
pub use value::SqlValue;

use sqlparser::ast;

/// Which engine a statement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The embedded engine over local files, with AWS's documented Athena table.
    Local,
    /// Amazon Athena.
    Athena,
    /// Any Trino with the documented Athena table.
    Trino,
    /// CloudTrail Lake.
    Lake,
}

/// One complete `SELECT`, checked and ready to run.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The exact text that is sent and kept as evidence.
    pub text: String,
    /// What it is for.
    pub target: Target,
}

/// The definition of `events` for one source: a template, its parameters, and where it is to run.
#[derive(Clone, Debug)]
pub struct Relation {
    /// File name, for messages.
    pub name: String,
    /// The template.
    pub source: String,
    /// Window, table and what else the template names.
    pub params: Params,
    /// The engine.
    pub target: Target,
    /// For Lake: the ID of the event data store, which stands bare in `FROM`.
    pub event_data_store: Option<String>,
}

impl Relation {
    fn definition(&self) -> Result<Box<ast::Query>, String> {
        let text = template::render(&self.name, &self.source, &self.params)?;
        match parse_one(&text).map_err(|error| format!("{}: {error}", self.name))? {
            ast::Statement::Query(query) => Ok(query),
            _ => Err(format!("{}: it is not a SELECT", self.name)),
        }
    }

    /// Names of its columns; nothing where it takes all that a table has.
    pub fn columns(&self) -> Result<Option<Vec<String>>, String> {
        Ok(columns(&*self.definition()?))
    }

    /// Columns that the source does not have: NULLs with a type.
    pub fn missing(&self) -> Result<Vec<String>, String> {
        let query = self.definition()?;
        let items = query.body.as_select().map(|select| select.projection.as_slice()).unwrap_or_default();
        let missing = items.iter().filter_map(|item| match item {
            ast::SelectItem::ExprWithAlias { expr: ast::Expr::Cast { expr, .. }, alias } => {
                let null = matches!(&**expr, ast::Expr::Value(value) if value.value == ast::Value::Null);
                null.then(|| alias.value.clone())
            }
            _ => None,
        });
        Ok(missing.collect())
    }
}

/// The names of a statement's columns, in lower case.
pub fn output_names(statement: &ast::Statement) -> Vec<String> {
    let ast::Statement::Query(query) = statement else { return Vec::new() };
    first_select(&query.body).map(names).unwrap_or_default()
}

/// The same of a query; nothing where it takes all that a table has.
pub fn columns(query: &ast::Query) -> Option<Vec<String>> {
    let Some(select) = first_select(&query.body) else { return Some(Vec::new()) };
    let all = |item: &ast::SelectItem| {
        matches!(item, ast::SelectItem::Wildcard(_) | ast::SelectItem::QualifiedWildcard(..))
    };
    if !select.projection.iter().any(all) {
        return Some(names(select));
    }
    match select.from.as_slice() {
        [ast::TableWithJoins { relation: ast::TableFactor::Derived { subquery, .. }, joins }]
            if joins.is_empty() =>
        {
            columns(subquery).map(|inner| [inner, names(select)].concat())
        }
        _ => None,
    }
}

/// The one that names the columns: of a union the first.
fn first_select(body: &ast::SetExpr) -> Option<&ast::Select> {
    match body {
        ast::SetExpr::Select(select) => Some(select),
        ast::SetExpr::Query(query) => first_select(&query.body),
        ast::SetExpr::SetOperation { left, .. } => first_select(left),
        _ => None,
    }
}

fn names(select: &ast::Select) -> Vec<String> {
    let names = select.projection.iter().filter_map(|item| match item {
        ast::SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.to_ascii_lowercase()),
        ast::SelectItem::UnnamedExpr(ast::Expr::Identifier(name)) => Some(name.value.to_ascii_lowercase()),
        ast::SelectItem::UnnamedExpr(ast::Expr::CompoundIdentifier(path)) => {
            path.last().map(|name| name.value.to_ascii_lowercase())
        }
        _ => None,
    });
    names.collect()
}

/// Parses one statement.
pub fn parse_one(text: &str) -> Result<ast::Statement, String> {
    let mut statements = sqlparser::parser::Parser::parse_sql(&sqlparser::dialect::GenericDialect {}, text)
        .map_err(|error| error.to_string())?;
    match (statements.pop(), statements.is_empty()) {
        (Some(statement), true) => Ok(statement),
        (None, _) => Err("it is empty".into()),
        (Some(_), false) => Err("it holds more than one statement".into()),
    }
}

/// Renders, parses and guards a question or a collect template, still over the name `events`.
pub fn question(name: &str, template: &str, params: &Params) -> Result<ast::Statement, String> {
    let (params, lists) = long_lists::shortened(params);
    let text = template::render(name, template, &params)?;
    let mut statement = parse_one(&text).map_err(|error| format!("{name}: {error}"))?;
    guard::check(&statement).map_err(|error| format!("{name}: {error}"))?;
    long_lists::fill(&mut statement, &lists);
    Ok(statement)
}

/// Why a statement could not be completed.
#[derive(Debug, thiserror::Error)]
pub enum Incomplete {
    /// It is longer than the engine takes; with fewer values it may fit.
    #[error("{0}")]
    TooLong(String),
    /// Whatever the values.
    #[error("{0}")]
    Wrong(String),
}

impl From<Incomplete> for String {
    fn from(incomplete: Incomplete) -> Self {
        incomplete.to_string()
    }
}

/// Completes a question for a source: the relation is spliced in, the length checked.
pub fn complete(
    name: &str,
    mut question: ast::Statement,
    relation: &Relation,
) -> Result<Statement, Incomplete> {
    let mut query = relation.definition().map_err(Incomplete::Wrong)?;
    if let Some(id) = &relation.event_data_store {
        splice::set_bare_table(&mut query, "event_data_store", id);
    }
    splice::splice(&mut question, &query);
    inert::spell_out(&mut question);
    let text = format!("{question:#}");
    if !inert::shows_all(&text) {
        return Err(Incomplete::Wrong(format!(
            "{name}: a name in the statement holds characters that cannot be seen; write it without them"
        )));
    }
    guard::check_length(&text, relation.target)
        .map_err(|error| Incomplete::TooLong(format!("{name}: {error}")))?;
    Ok(Statement { text, target: relation.target })
}
