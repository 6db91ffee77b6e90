//! Paths of SQL/JSON as a tree, and what can be said of their types before anything runs.

use super::item::Item;
use crate::trino::fault::{Fault, Outcome};
use crate::trino::number::result_type;
use crate::trino::operator::{Arithmetic, Comparison};
use crate::trino::types::Type;

/// A path and its mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Whether what does not fit the structure is passed over.
    pub lax: bool,
    /// The expression.
    pub root: Node,
}

/// Path expressions.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the variants are the grammar's own
pub enum Node {
    /// `$`
    Root,
    /// `@`
    Current,
    /// `last`
    Last,
    /// `$name`
    Named(String),
    Literal(Item),
    /// `.name`, or `.*` without a name.
    Member(Box<Node>, Option<String>),
    /// `..name`
    Descend(Box<Node>, String),
    /// `[*]`
    Items(Box<Node>),
    /// `[0, 2 to last]`
    Index(Box<Node>, Vec<(Node, Option<Node>)>),
    Filter(Box<Node>, Box<Predicate>),
    Method(Method, Box<Node>),
    Unary(bool, Box<Node>),
    Binary(Arithmetic, Box<Node>, Box<Node>),
}

/// Methods.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Method {
    Type,
    Size,
    Double,
    Ceiling,
    Floor,
    Abs,
    KeyValue,
}

/// What stands in a filter.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Predicate {
    Compare(Comparison, Node, Node),
    And(Box<Predicate>, Box<Predicate>),
    Or(Box<Predicate>, Box<Predicate>),
    Not(Box<Predicate>),
    Exists(Node),
    Unknown(Box<Predicate>),
    Starts(Node, Node),
}

impl Path {
    /// Refuses what cannot be right for any input, and variables that are not among the names.
    pub fn check(&self, names: &[&str]) -> Outcome<()> {
        known(&self.root, names).map(|_| ())
    }
}

fn wrong<T>(message: impl Into<String>) -> Outcome<T> {
    Err(Fault::new("INVALID_PATH", message))
}

/// The type of the items, where it is known.
fn known(node: &Node, names: &[&str]) -> Outcome<Option<Type>> {
    Ok(match node {
        Node::Root | Node::Current | Node::Last => None,
        Node::Named(name) if !names.contains(&name.as_str()) => {
            return wrong(format!(
                "no value passed for parameter {name}; names in PASSING without quotes are in capitals: write AS \"{name}\""
            ));
        }
        Node::Named(_) => None,
        Node::Literal(item) => item.scalar().map(|(_, ty)| ty.clone()),
        Node::Member(base, _) | Node::Descend(base, _) | Node::Items(base) => {
            known(base, names)?;
            None
        }
        Node::Index(base, subscripts) => {
            known(base, names)?;
            for (from, to) in subscripts {
                known(from, names)?;
                to.as_ref().map(|to| known(to, names)).transpose()?;
            }
            None
        }
        Node::Filter(base, predicate) => {
            check(predicate, names)?;
            known(base, names)?
        }
        Node::Method(method, base) => {
            let ty = known(base, names)?;
            let text = matches!(ty, Some(Type::Varchar(_))) && *method == Method::Double;
            let number = ty.as_ref().is_none_or(Type::is_number);
            match method {
                Method::Type => Some(Type::Varchar(Some(27))),
                Method::Size => Some(Type::Integer),
                Method::KeyValue => None,
                _ if !number && !text => return wrong("the method takes numbers"),
                Method::Double => Some(Type::Double),
                _ => ty,
            }
        }
        Node::Unary(_, base) => match known(base, names)? {
            Some(ty) if !ty.is_number() => return wrong(format!("Cannot negate {ty}")),
            ty => ty,
        },
        Node::Binary(op, left, right) => match (known(left, names)?, known(right, names)?) {
            (Some(a), Some(b)) => match result_type(*op, &a, &b) {
                Some((ty, ..)) => Some(ty),
                None => return wrong(format!("Cannot apply operator: {a} {op} {b}")),
            },
            _ => None,
        },
    })
}

fn check(predicate: &Predicate, names: &[&str]) -> Outcome<()> {
    match predicate {
        Predicate::Compare(_, left, right) | Predicate::Starts(left, right) => {
            known(left, names)?;
            known(right, names).map(|_| ())
        }
        Predicate::And(left, right) | Predicate::Or(left, right) => {
            check(left, names)?;
            check(right, names)
        }
        Predicate::Not(inner) | Predicate::Unknown(inner) => check(inner, names),
        Predicate::Exists(path) => known(path, names).map(|_| ()),
    }
}
