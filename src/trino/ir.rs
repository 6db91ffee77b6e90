//! Typed expressions: what the analysis makes of the tree, and what is run.

use super::aggregates;
use super::fault::Pos;
use super::functions::Overload;
use super::operator::{Arithmetic, Comparison};
use super::ranking::Ranking;
use super::types::Type;
use super::value::Value;
use std::fmt;
use std::sync::Arc;

/// A place that does not count when expressions are compared.
#[derive(Clone, Copy, Default)]
pub struct Place(pub Pos);

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// An expression with its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// What it is.
    pub node: Node,
    /// Its type.
    pub ty: Type,
    /// Where it stands.
    pub at: Place,
}

/// Typed expressions.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Node {
    Const(Value),
    /// A column of the plan, by its unique name, and the name that the user knows.
    Column(String, String),
    /// A column of the query around this one.
    Outer(String, String),
    /// An argument of a compiled program.
    Input(usize),
    /// A lambda's parameter.
    Param(usize),
    Lambda(Vec<usize>, Box<Typed>),
    Field(Box<Typed>, usize),
    Call(Arc<Overload>, Vec<Typed>),
    Compare(Comparison, Box<Typed>, Box<Typed>),
    Arithmetic(Arithmetic, Box<Typed>, Box<Typed>),
    Distinct(Box<Typed>, Box<Typed>),
    Cast(Box<Typed>, bool),
    And(Vec<Typed>),
    Or(Vec<Typed>),
    Not(Box<Typed>),
    IsNull(Box<Typed>),
    In(Box<Typed>, Vec<Typed>),
    Case(Vec<(Typed, Typed)>, Option<Box<Typed>>),
    Coalesce(Vec<Typed>),
    Try(Box<Typed>),
    Make(Vec<Typed>),
    Aggregate(Box<Aggregate>),
    Window(Box<Window>),
    Grouping(Vec<Typed>),
    /// A subquery, by its number in the analysis.
    Subquery(usize),
    InQuery(Box<Typed>, usize),
    Exists(usize),
    Json(Box<super::sqljson::Call>),
}

/// An aggregate call.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Aggregate {
    pub function: &'static aggregates::Function,
    pub args: Vec<Typed>,
    pub distinct: bool,
    pub order: Vec<SortKey>,
    pub filter: Option<Typed>,
}

/// A window call.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Window {
    pub call: WindowCall,
    pub ignore_nulls: bool,
    pub partition: Vec<Typed>,
    pub order: Vec<SortKey>,
    pub frame: Option<(&'static str, Bound, Bound)>,
}

/// What is called over a window.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum WindowCall {
    Aggregate(Aggregate),
    /// With its arguments.
    Ranking(&'static Ranking, Vec<Typed>),
}

/// A frame's end.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Bound {
    Preceding(Option<u64>),
    Current,
    Following(Option<u64>),
    /// So many milliseconds before, or behind when they are not.
    Before(i64, bool),
}

/// One key of an order.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct SortKey {
    pub expr: Typed,
    pub descending: bool,
    pub nulls_first: bool,
}

impl Typed {
    /// An expression at a place.
    pub fn new(node: Node, ty: Type, at: Pos) -> Self {
        Self { node, ty, at: Place(at) }
    }

    /// A constant.
    pub fn constant(value: Value, ty: Type, at: Pos) -> Self {
        Self::new(Node::Const(value), ty, at)
    }

    /// The value, if it is a constant.
    pub fn value(&self) -> Option<&Value> {
        if let Node::Const(value) = &self.node { Some(value) } else { None }
    }

    /// Takes the expression out; NULL stays in its place.
    pub fn take(&mut self) -> Typed {
        std::mem::replace(self, Typed::constant(Value::Null, Type::Unknown, Pos::default()))
    }

    /// Everything directly inside.
    pub fn children(&self) -> Vec<&Typed> {
        match &self.node {
            Node::Const(_)
            | Node::Column(..)
            | Node::Outer(..)
            | Node::Input(_)
            | Node::Param(_)
            | Node::Subquery(_)
            | Node::Exists(_) => vec![],
            Node::Lambda(_, a)
            | Node::Field(a, _)
            | Node::Cast(a, _)
            | Node::Not(a)
            | Node::IsNull(a)
            | Node::Try(a)
            | Node::InQuery(a, _) => vec![a],
            Node::Compare(_, a, b) | Node::Arithmetic(_, a, b) | Node::Distinct(a, b) => vec![a, b],
            Node::Call(_, all)
            | Node::And(all)
            | Node::Or(all)
            | Node::Coalesce(all)
            | Node::Make(all)
            | Node::Grouping(all) => all.iter().collect(),
            Node::In(a, all) => std::iter::once(a.as_ref()).chain(all).collect(),
            Node::Case(whens, otherwise) => {
                whens.iter().flat_map(|(w, t)| [w, t]).chain(otherwise.as_deref()).collect()
            }
            Node::Json(call) => call.args.iter().collect(),
            Node::Aggregate(call) => call.parts(),
            Node::Window(w) => {
                let orders = w.order.iter().map(|k| &k.expr);
                w.call.parts().into_iter().chain(&w.partition).chain(orders).collect()
            }
        }
    }

    /// The same, to change.
    pub fn children_mut(&mut self) -> Vec<&mut Typed> {
        match &mut self.node {
            Node::Const(_)
            | Node::Column(..)
            | Node::Outer(..)
            | Node::Input(_)
            | Node::Param(_)
            | Node::Subquery(_)
            | Node::Exists(_) => vec![],
            Node::Lambda(_, a)
            | Node::Field(a, _)
            | Node::Cast(a, _)
            | Node::Not(a)
            | Node::IsNull(a)
            | Node::Try(a)
            | Node::InQuery(a, _) => vec![a],
            Node::Compare(_, a, b) | Node::Arithmetic(_, a, b) | Node::Distinct(a, b) => vec![a, b],
            Node::Call(_, all)
            | Node::And(all)
            | Node::Or(all)
            | Node::Coalesce(all)
            | Node::Make(all)
            | Node::Grouping(all) => all.iter_mut().collect(),
            Node::In(a, all) => std::iter::once(a.as_mut()).chain(all).collect(),
            Node::Case(whens, otherwise) => {
                whens.iter_mut().flat_map(|(w, t)| [w, t]).chain(otherwise.as_deref_mut()).collect()
            }
            Node::Json(call) => call.args.iter_mut().collect(),
            Node::Aggregate(call) => call.parts_mut(),
            Node::Window(w) => {
                let orders = w.order.iter_mut().map(|k| &mut k.expr);
                w.call.parts_mut().into_iter().chain(&mut w.partition).chain(orders).collect()
            }
        }
    }

    /// Whether anything inside answers to a question.
    pub fn any(&self, test: &mut impl FnMut(&Typed) -> bool) -> bool {
        test(self) || self.children().into_iter().any(|child| child.any(test))
    }

    /// Whether running it can fail for some rows.
    pub fn can_fail(&self) -> bool {
        match &self.node {
            Node::Call(overload, args) => {
                !overload.sure(args) || self.children().into_iter().any(Typed::can_fail)
            }
            Node::Arithmetic(..) => true,
            Node::Cast(from, safe) => !(*safe || super::cast::total(&from.ty, &self.ty)) || from.can_fail(),
            Node::Json(call) => call.can_fail(),
            Node::Try(_) => false,
            _ => self.children().into_iter().any(Typed::can_fail),
        }
    }
}

impl Aggregate {
    fn parts(&self) -> Vec<&Typed> {
        self.args.iter().chain(self.order.iter().map(|k| &k.expr)).chain(&self.filter).collect()
    }

    fn parts_mut(&mut self) -> Vec<&mut Typed> {
        let orders = self.order.iter_mut().map(|k| &mut k.expr);
        self.args.iter_mut().chain(orders).chain(&mut self.filter).collect()
    }
}

impl WindowCall {
    fn parts(&self) -> Vec<&Typed> {
        match self {
            WindowCall::Aggregate(call) => call.parts(),
            WindowCall::Ranking(_, args) => args.iter().collect(),
        }
    }

    fn parts_mut(&mut self) -> Vec<&mut Typed> {
        match self {
            WindowCall::Aggregate(call) => call.parts_mut(),
            WindowCall::Ranking(_, args) => args.iter_mut().collect(),
        }
    }
}
