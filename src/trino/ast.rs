//! Trino's statements as a tree. Every expression knows its place in the text.

use super::fault::Pos;
use super::operator::{Binary, Comparison, SetOperation};

/// A name as it stands in the text; comparisons have no case.
#[derive(Clone, Debug)]
pub struct Name {
    /// As written, without quotes.
    pub text: String,
    /// Its place.
    pub at: Pos,
    /// Whether it was in double quotes.
    pub quoted: bool,
}

/// An expression and its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// Its place.
    pub at: Pos,
}

/// Expressions.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the variants are the grammar's own
pub enum Kind {
    Null,
    Bool(bool),
    Integer(String),
    Decimal(String),
    Double(String),
    Text(String),
    Binary(Vec<u8>),
    /// `TIMESTAMP '…'`, `DATE '…'`, `JSON '…'`: type name and text.
    Typed(TypeName, String),
    Interval {
        negative: bool,
        value: String,
        from: String,
        to: Option<String>,
    },
    Parameter(usize),
    Column(Name),
    Field(Box<Expr>, Name),
    Subscript(Box<Expr>, Box<Expr>),
    Row(Vec<(Expr, Option<Name>)>),
    Array(Vec<Expr>),
    Call(Box<Call>),
    Lambda(Vec<Name>, Box<Expr>),
    Subquery(Box<Query>),
    Exists(Box<Query>),
    Case {
        operand: Option<Box<Expr>>,
        whens: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    Cast {
        expr: Box<Expr>,
        to: TypeName,
        safe: bool,
    },
    AtZone(Box<Expr>, Box<Expr>),
    Extract(String, Box<Expr>),
    /// Behind a sign: whether that is a minus.
    Unary(bool, Box<Expr>),
    Binary2(Binary, Box<Expr>, Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Between {
        expr: Box<Expr>,
        low: Box<Expr>,
        high: Box<Expr>,
        negated: bool,
    },
    InList {
        expr: Box<Expr>,
        list: Vec<Expr>,
        negated: bool,
    },
    InQuery {
        expr: Box<Expr>,
        query: Box<Query>,
        negated: bool,
    },
    Quantified {
        expr: Box<Expr>,
        op: Comparison,
        all: bool,
        query: Box<Query>,
    },
    Like {
        expr: Box<Expr>,
        pattern: Box<Expr>,
        escape: Option<Box<Expr>>,
        negated: bool,
    },
    IsNull {
        expr: Box<Expr>,
        negated: bool,
    },
    Distinct {
        left: Box<Expr>,
        right: Box<Expr>,
        negated: bool,
    },
    Grouping(Vec<Expr>),
    Json(Box<JsonCall>),
}

/// A function call.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Call {
    pub name: String,
    pub args: Vec<Expr>,
    /// `count(*)`.
    pub star: bool,
    pub distinct: bool,
    pub order: Vec<Sort>,
    pub filter: Option<Expr>,
    pub over: Option<Window>,
    pub ignore_nulls: bool,
}

/// `OVER name` or `OVER (…)`.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Window {
    pub base: Option<Name>,
    pub partition: Vec<Expr>,
    pub order: Vec<Sort>,
    pub frame: Option<Frame>,
}

/// A window frame.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Frame {
    pub units: &'static str,
    pub start: Bound,
    pub end: Bound,
}

/// A frame's end.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Bound {
    Unbounded { preceding: bool },
    Current,
    Offset { value: Expr, preceding: bool },
}

/// One item of ORDER BY.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Sort {
    pub expr: Expr,
    pub descending: bool,
    pub nulls_first: bool,
}

/// A type as written: name, arguments, fields.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct TypeName {
    pub name: String,
    pub numbers: Vec<u32>,
    pub types: Vec<(Option<String>, TypeName)>,
    pub at: Pos,
}

/// A query with what stands around its body.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Query {
    pub with: Vec<With>,
    pub body: Body,
    pub order: Vec<Sort>,
    pub offset: Option<Expr>,
    pub limit: Option<Expr>,
    pub ties: bool,
    pub at: Pos,
}

/// One common table expression.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct With {
    pub name: Name,
    pub columns: Vec<Name>,
    pub query: Query,
}

/// What a query is made of.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Body {
    Select(Box<Select>),
    Set { op: SetOperation, all: bool, left: Box<Body>, right: Box<Body>, at: Pos },
    Values(Vec<Expr>, Pos),
    Table(Vec<Name>),
    Query(Box<Query>),
}

/// SELECT.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Select {
    pub distinct: bool,
    pub items: Vec<Item>,
    pub from: Option<From>,
    pub filter: Option<Expr>,
    pub group: Option<Vec<Grouping>>,
    pub having: Option<Expr>,
    pub windows: Vec<(Name, Window)>,
    pub at: Pos,
}

/// One item of the SELECT list.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Item {
    Star(Pos),
    /// `x.*`, with the aliases of `AS (…)`.
    StarOf(Expr, Vec<Name>),
    Expr(Expr, Option<Name>),
}

/// One element of GROUP BY.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Grouping {
    Simple(Vec<Expr>),
    Rollup(Vec<Vec<Expr>>),
    Cube(Vec<Vec<Expr>>),
    Sets(Vec<Vec<Expr>>),
}

/// What FROM names.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum From {
    Table(Vec<Name>),
    Query { query: Box<Query>, lateral: bool },
    Unnest { exprs: Vec<Expr>, ordinality: bool, at: Pos },
    Alias { of: Box<From>, name: Name, columns: Vec<Name> },
    Join { kind: Join, left: Box<From>, right: Box<From>, on: On, at: Pos },
}

/// How two relations are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Join {
    Cross,
    Inner,
    Left,
    Right,
    Full,
}

/// The condition of a join.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum On {
    None,
    Expr(Box<Expr>),
    Using(Vec<Name>),
}

/// A statement.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Statement {
    Query(Query),
    Explain(Query),
    /// `DESCRIBE t`, `SHOW COLUMNS FROM t`.
    Describe(Vec<Name>),
    ShowCreate(Vec<Name>),
}

/// JSON_EXISTS and its kin, as written.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct JsonCall {
    pub function: crate::trino::sqljson::Function,
    /// The input of a path, keys and values, or values.
    pub args: Vec<JsonInput>,
    pub path: Option<(String, Pos)>,
    pub passing: Vec<(JsonInput, Name)>,
    pub returning: Option<TypeName>,
    /// ENCODING of the result.
    pub encoding: Option<String>,
    pub wrapper: crate::trino::sqljson::Wrapper,
    /// OMIT QUOTES or KEEP QUOTES.
    pub omit_quotes: Option<bool>,
    pub on_empty: Option<JsonOtherwise>,
    pub on_error: Option<JsonOtherwise>,
    /// NULL ON NULL or ABSENT ON NULL.
    pub nulls: Option<bool>,
    pub unique: bool,
}

/// An expression, and how its JSON is written where FORMAT says so.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct JsonInput {
    pub expr: Expr,
    pub format: Option<JsonFormat>,
}

/// FORMAT JSON with its encoding.
#[derive(Clone, Debug)]
pub struct JsonFormat(pub Option<String>);

/// ON EMPTY, ON ERROR.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum JsonOtherwise {
    Plain(crate::trino::sqljson::Otherwise),
    Default(Expr),
}
