//! What is constant is computed while a statement is analysed.

use super::eval::{Row, eval};
use super::ir::{Node, Typed};
use super::types::Type;

/// An expression as another type that it may become.
pub(crate) fn coerce(expr: Typed, to: &Type) -> Typed {
    if expr.ty == *to {
        return expr;
    }
    let at = expr.at.0;
    if let (Type::Varchar(_), Type::Varchar(None)) = (&expr.ty, to) {
        return Typed { ty: to.clone(), ..expr };
    }
    fold(Typed::new(Node::Cast(Box::new(expr), false), to.clone(), at))
}

/// Replaces an expression that holds nothing but constants by its value. One that fails stays, and fails when the
/// statement runs: the row that it stands for may never be needed.
pub(crate) fn fold(expr: Typed) -> Typed {
    let constant = |t: &Typed| matches!(t.node, Node::Const(_));
    let plain = match &expr.node {
        Node::Call(overload, _) if overload.volatile => false,
        Node::Lambda(..)
        | Node::Const(_)
        | Node::Column(..)
        | Node::Outer(..)
        | Node::Param(_)
        | Node::Aggregate(_)
        | Node::Window(_)
        | Node::Grouping(_)
        | Node::Subquery(_)
        | Node::Exists(_)
        | Node::InQuery(..) => false,
        _ => expr.children().into_iter().all(constant),
    };
    if !plain {
        return expr;
    }
    match eval(&expr, &Row::empty()) {
        Ok(value) => Typed::constant(value, expr.ty, expr.at.0),
        Err(_) => expr,
    }
}
