//! One program over the columns and the queries inside an expression.

use super::inner::Inner;
use super::native;
use crate::trino::fault::{Fault, Outcome};
use crate::trino::functions::overloads;
use crate::trino::ir::{Node, Typed};
use crate::trino::program;
use crate::trino::types::Type;
use datafusion::logical_expr::Expr;

/// The call of the program.
pub(super) fn compiled(queries: &[Inner], expr: &Typed) -> Outcome<Expr> {
    let mut inputs = Inputs { queries, parts: vec![], args: vec![], types: vec![] };
    let tree = inputs.extract(expr.clone())?;
    Ok(program::call(tree, inputs.types, inputs.args))
}

/// What a program reads.
struct Inputs<'q> {
    queries: &'q [Inner],
    /// The parts of the expression that became inputs.
    parts: Vec<Typed>,
    /// The same for the plan.
    args: Vec<Expr>,
    types: Vec<Type>,
}

impl Inputs<'_> {
    fn push(&mut self, part: Typed, arg: Expr, ty: Type) -> usize {
        self.parts.push(part);
        self.args.push(arg);
        self.types.push(ty);
        self.parts.len() - 1
    }

    /// Replaces what the program reads by inputs.
    fn extract(&mut self, mut expr: Typed) -> Outcome<Typed> {
        if let Node::Call(overload, inner) = &mut expr.node
            && overload.name == "$strictly"
            && let Some(inner) = inner.pop()
        {
            return self.strictly(inner);
        }
        let is_input = match &expr.node {
            Node::Column(..) | Node::Outer(..) | Node::Subquery(_) => true,
            Node::Field(..) => native(self.queries, &expr)?.is_some(),
            Node::InQuery(value, id) if !self.queries[*id].correlated() => {
                return self.among((**value).clone(), *id, &expr);
            }
            Node::InQuery(..) | Node::Exists(_) => {
                return Err(Fault::unsupported(
                    expr.at.0,
                    "EXISTS or IN with a subquery outside of WHERE's own conditions",
                ));
            }
            _ => false,
        };
        if is_input {
            return self.input(expr);
        }
        for child in expr.children_mut() {
            *child = self.extract(child.take())?;
        }
        Ok(expr)
    }

    /// A part that is read, once however often it stands in the expression.
    fn input(&mut self, expr: Typed) -> Outcome<Typed> {
        let index = match self.parts.iter().position(|known| *known == expr) {
            Some(index) => index,
            None => {
                let Some(arg) = native(self.queries, &expr)? else { return Ok(expr) };
                self.push(expr.clone(), arg, expr.ty.clone())
            }
        };
        Ok(Typed { node: Node::Input(index), ..expr })
    }

    /// `value IN (SELECT …)` by the function `$among` over the values of the query.
    fn among(&mut self, value: Typed, id: usize, expr: &Typed) -> Outcome<Typed> {
        let Some(function) = overloads("$among") else { return Ok(expr.clone()) };
        let (ty, at) = (value.ty.clone(), expr.at.0);
        let values = self.queries[id].array(&ty, id)?;
        let value = self.extract(value)?;
        let array = ty.array();
        let index = self.push(expr.clone(), values, array.clone());
        let strict = Typed::constant(false.into(), Type::Boolean, at);
        let all = vec![strict, value, Typed::new(Node::Input(index), array, at)];
        Ok(Typed::new(Node::Call(function[0].clone(), all), Type::Boolean, at))
    }

    /// A call of `$among` that was marked as a condition of its own.
    fn strictly(&mut self, marked: Typed) -> Outcome<Typed> {
        let mut call = self.extract(marked)?;
        if let Node::Call(_, args) = &mut call.node
            && let Some(strict) = args.first_mut()
        {
            *strict = Typed::constant(true.into(), Type::Boolean, strict.at.0);
        }
        Ok(call)
    }
}
