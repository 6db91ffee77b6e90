//! Runs a path over an input: every expression makes a sequence of items.

use super::item::Item;
use super::path::{Method, Node, Path, Predicate};
use super::predicate::truth;
use crate::trino::cast::cast;
use crate::trino::fault::{Fault, Outcome, UNSUPPORTED};
use crate::trino::number::{arithmetic, fits, result_type, ten};
use crate::trino::operator::Arithmetic;
use crate::trino::types::{Type, VARCHAR};
use crate::trino::value::Value;
use std::cell::Cell;
use std::sync::Arc;

/// Where an expression stands while it runs.
pub(super) struct Walk<'a> {
    pub lax: bool,
    root: &'a Item,
    passed: &'a [(String, Item)],
    /// What `@` is.
    current: Option<&'a Item>,
    /// What `last` is.
    last: Option<i64>,
    /// The number of the next object that keyvalue() meets.
    objects: &'a Cell<i64>,
}

/// The items that a path finds in an input.
pub fn walk(path: &Path, root: &Item, passed: &[(String, Item)]) -> Outcome<Vec<Item>> {
    let objects = Cell::new(0);
    let walk = Walk { lax: path.lax, root, passed, current: None, last: None, objects: &objects };
    walk.run(&path.root)
}

fn failed<T>(message: impl Into<String>) -> Outcome<T> {
    Err(Fault::new("PATH_EVALUATION_ERROR", format!("path evaluation failed: {}", message.into())))
}

fn unsupported<T>(message: &str) -> Outcome<T> {
    Err(Fault::new(UNSUPPORTED, format!("{message} in a JSON path cannot be run on local logs")))
}

/// Arrays replaced by their items, one level deep.
pub(super) fn unwrapped(items: Vec<Item>) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Array(inside) => out.extend(inside.iter().cloned()),
            other => out.push(other),
        }
    }
    out
}

impl Walk<'_> {
    /// Of the base's items; in lax mode arrays stand for their items.
    fn opened(&self, base: &Node) -> Outcome<Vec<Item>> {
        let items = self.run(base)?;
        Ok(if self.lax { unwrapped(items) } else { items })
    }

    pub(super) fn run(&self, node: &Node) -> Outcome<Vec<Item>> {
        Ok(match node {
            Node::Root => vec![self.root.clone()],
            Node::Current => match self.current {
                Some(item) => vec![item.clone()],
                None => return failed("@ stands outside of a filter"),
            },
            Node::Last => match self.last {
                Some(last) => vec![Item::Scalar(Value::Int(last), Type::Integer)],
                None => return failed("last stands outside of a subscript"),
            },
            Node::Named(name) => match self.passed.iter().find(|(known, _)| known == name) {
                Some((_, item)) => vec![item.clone()],
                None => return failed(format!("no value passed for parameter {name}")),
            },
            Node::Literal(item) => vec![item.clone()],
            Node::Member(base, name) => self.member(base, name.as_deref())?,
            Node::Descend(base, name) => {
                let mut out = Vec::new();
                self.run(base)?.iter().for_each(|item| descend(item, name, &mut out));
                out
            }
            Node::Items(base) => self.items(base)?,
            Node::Index(base, subscripts) => self.index(base, subscripts)?,
            Node::Filter(base, predicate) => self.filter(base, predicate)?,
            Node::Method(Method::Type, base) => self.run(base)?.iter().map(kind).collect::<Outcome<_>>()?,
            Node::Method(Method::Size, base) => {
                let size = |item: &Item| match item {
                    Item::Array(items) => Ok(Item::integer(items.len() as i64)),
                    _ if self.lax => Ok(Item::integer(1)),
                    _ => failed("an array is expected"),
                };
                self.run(base)?.iter().map(size).collect::<Outcome<_>>()?
            }
            Node::Method(Method::KeyValue, base) => self.key_values(base)?,
            Node::Method(method, base) => {
                self.opened(base)?.iter().map(|item| called(*method, item)).collect::<Outcome<_>>()?
            }
            Node::Unary(minus, base) => {
                self.opened(base)?.iter().map(|item| signed(*minus, item)).collect::<Outcome<_>>()?
            }
            Node::Binary(op, left, right) => {
                let (left, right) = (self.opened(left)?, self.opened(right)?);
                let ([left], [right]) = (left.as_slice(), right.as_slice()) else {
                    return failed("arithmetic takes single operands");
                };
                vec![computed(*op, left, right)?]
            }
        })
    }

    fn member(&self, base: &Node, name: Option<&str>) -> Outcome<Vec<Item>> {
        let mut out = Vec::new();
        for item in self.opened(base)? {
            match (&item, name) {
                (Item::Object(members), None) => out.extend(members.iter().map(|(_, m)| m.clone())),
                (Item::Object(_), Some(name)) => match item.member(name) {
                    Some(member) => out.push(member.clone()),
                    None if self.lax => {}
                    None => return failed(format!("structural error: missing member '{name}'")),
                },
                _ if self.lax => {}
                _ => return failed("an object is expected"),
            }
        }
        Ok(out)
    }

    fn items(&self, base: &Node) -> Outcome<Vec<Item>> {
        let mut out = Vec::new();
        for item in self.run(base)? {
            match item {
                Item::Array(items) => out.extend(items.iter().cloned()),
                other if self.lax => out.push(other),
                _ => return failed("an array is expected"),
            }
        }
        Ok(out)
    }

    fn filter(&self, base: &Node, predicate: &Predicate) -> Outcome<Vec<Item>> {
        let mut out = Vec::new();
        for item in self.opened(base)? {
            if truth(predicate, &Walk { current: Some(&item), ..*self })? == Some(true) {
                out.push(item);
            }
        }
        Ok(out)
    }

    /// The members of objects as objects of name, value, and the number of the object.
    fn key_values(&self, base: &Node) -> Outcome<Vec<Item>> {
        let mut out = Vec::new();
        for item in self.opened(base)? {
            let Item::Object(members) = item else { return failed("an object is expected") };
            let id = Item::integer(self.objects.get());
            self.objects.set(self.objects.get() + 1);
            out.extend(members.iter().map(|(name, value)| {
                Item::Object(Arc::new(vec![
                    ("name".into(), Item::text(name.as_str())),
                    ("value".into(), value.clone()),
                    ("id".into(), id.clone()),
                ]))
            }));
        }
        Ok(out)
    }

    fn index(&self, base: &Node, subscripts: &[(Node, Option<Node>)]) -> Outcome<Vec<Item>> {
        let mut out = Vec::new();
        for item in self.run(base)? {
            let items = match item {
                Item::Array(items) => items,
                other if self.lax => Arc::new(vec![other]),
                _ => return failed("an array is expected"),
            };
            let size = items.len() as i64;
            let here = Walk { last: Some(size - 1), ..*self };
            for (from, to) in subscripts {
                let from = here.subscript(from)?;
                let to = to.as_ref().map_or(Ok(from), |to| here.subscript(to))?;
                if !self.lax && (from < 0 || from > to || to >= size) {
                    return failed(format!("structural error: invalid array subscript: [{from}, {to}]"));
                }
                let range = from.max(0)..=to.min(size - 1);
                out.extend(range.filter_map(|i| items.get(i as usize).cloned()));
            }
        }
        Ok(out)
    }

    fn subscript(&self, node: &Node) -> Outcome<i64> {
        let found = self.run(node)?;
        let [item] = found.as_slice() else { return failed("a subscript is a single number") };
        match item.number() {
            Some((Value::Int(n), _)) if i32::try_from(*n).is_ok() => Ok(*n),
            Some((Value::Double(x), _)) if x.fract() == 0.0 && x.abs() < 1e9 => Ok(*x as i64),
            Some((Value::Decimal(n), ty)) => cast(Value::Decimal(*n), ty, &Type::Integer)
                .map(|n| n.int())
                .or_else(|_| failed("a subscript")),
            Some(_) => unsupported("such a number as a subscript"),
            None => failed("a number is expected"),
        }
    }

    /// A sequence for a predicate: nothing where the path fails.
    pub(super) fn quiet(&self, node: &Node) -> Outcome<Option<Vec<Item>>> {
        match self.run(node) {
            Err(fault) if fault.code != UNSUPPORTED => Ok(None),
            made => made.map(Some),
        }
    }
}

fn descend(item: &Item, name: &str, out: &mut Vec<Item>) {
    match item {
        Item::Object(members) => {
            out.extend(item.member(name).cloned());
            members.iter().for_each(|(_, member)| descend(member, name, out));
        }
        Item::Array(items) => items.iter().for_each(|item| descend(item, name, out)),
        _ => {}
    }
}

fn kind(item: &Item) -> Outcome<Item> {
    let name = match item {
        Item::Missing => return unsupported("type() of an input of nothing"),
        Item::Null => "null",
        Item::Big(_) => "number",
        Item::Array(_) => "array",
        Item::Object(_) => "object",
        Item::Scalar(_, ty) => match ty {
            Type::Boolean => "boolean",
            Type::Varchar(_) => "string",
            Type::Date => "date",
            Type::Time(_) => "time without time zone",
            Type::Timestamp(_) => "timestamp without time zone",
            Type::TimestampTz(..) => "timestamp with time zone",
            _ => "number",
        },
    };
    Ok(Item::Scalar(Value::text(name), Type::Varchar(Some(27))))
}

fn called(method: Method, item: &Item) -> Outcome<Item> {
    if method == Method::Double {
        return match item.scalar() {
            Some((value, ty)) if ty.is_number() || matches!(ty, Type::Varchar(_)) => {
                match cast(value.clone(), if ty.is_number() { ty } else { &VARCHAR }, &Type::Double) {
                    Ok(value) => Ok(Item::Scalar(value, Type::Double)),
                    Err(fault) => failed(fault.message),
                }
            }
            _ => failed("a number or a text is expected"),
        };
    }
    let Some((value, ty)) = item.number() else { return failed("a number is expected") };
    let made = match (value, method) {
        (Value::Int(n), Method::Abs) => return whole(n.checked_abs(), ty),
        (Value::Double(x), Method::Abs) if *x < 0.0 || x.is_nan() => Value::Double(x.abs()),
        (Value::Decimal(n), Method::Abs) => Value::Decimal(n.abs()),
        (Value::Double(x), Method::Ceiling) => Value::Double(x.ceil()),
        (Value::Double(x), Method::Floor) => Value::Double(x.floor()),
        (Value::Decimal(n), Method::Ceiling | Method::Floor) => {
            let Type::Decimal(p, s) = ty else { return failed("a number is expected") };
            let unit = ten(*s).unwrap_or(1);
            let floor = n.div_euclid(unit);
            let up = i128::from(method == Method::Ceiling && n.rem_euclid(unit) != 0);
            return Ok(Item::Scalar(Value::Decimal(floor + up), Type::Decimal((p - s + 1).min(38), 0)));
        }
        (other, _) => other.clone(),
    };
    Ok(Item::Scalar(made, ty.clone()))
}

fn whole(n: Option<i64>, ty: &Type) -> Outcome<Item> {
    match n.filter(|n| fits(*n, ty)) {
        Some(n) => Ok(Item::Scalar(Value::Int(n), ty.clone())),
        None => failed("the number is out of range"),
    }
}

fn signed(minus: bool, item: &Item) -> Outcome<Item> {
    let Some((value, ty)) = item.number() else { return failed("a number is expected") };
    Ok(match value {
        Value::Int(n) if minus => return whole(n.checked_neg(), ty),
        Value::Double(x) if minus => Item::Scalar(Value::Double(-x), ty.clone()),
        Value::Decimal(n) if minus => Item::Scalar(Value::Decimal(-n), ty.clone()),
        _ => item.clone(),
    })
}

fn computed(op: Arithmetic, left: &Item, right: &Item) -> Outcome<Item> {
    let (Some((a, ta)), Some((b, tb))) = (left.scalar(), right.scalar()) else {
        return failed("numbers are expected");
    };
    if [ta, tb]
        .iter()
        .any(|t| matches!(t, Type::Date | Type::Time(_) | Type::Timestamp(_) | Type::TimestampTz(..)))
    {
        return unsupported("arithmetic with times");
    }
    let Some((ty, x, y)) = result_type(op, ta, tb) else { return failed("invalid operand types") };
    let made = cast(a.clone(), ta, &x)
        .and_then(|a| Ok((a, cast(b.clone(), tb, &y)?)))
        .and_then(|(a, b)| arithmetic(op, (&a, &x), (&b, &y), &ty));
    match made {
        Ok(value) => Ok(Item::Scalar(value, ty)),
        Err(fault) => failed(fault.message),
    }
}
