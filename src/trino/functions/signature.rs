//! Signatures: `(array(T), function(T, U)) -> array(U)`, and how arguments bind their variables.

use crate::trino::coerce::{coerces, common};
use crate::trino::types::{Type, VARCHAR};
use std::collections::HashMap;

/// A type with variables.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// One type.
    Exact(Type),
    /// Any type, the same wherever the variable stands.
    Var(&'static str),
    /// A family of types that is bound as a whole: `varchar(x)`, `decimal`, `timestamp`, `instant`.
    Family(&'static str, &'static str),
    /// An array.
    Array(Box<Pattern>),
    /// A map.
    Map(Box<Pattern>, Box<Pattern>),
    /// A row of any fields.
    Function(Vec<Pattern>, Box<Pattern>),
}

/// The types of arguments and result.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Arguments.
    pub args: Vec<Pattern>,
    /// Whether the last argument may be repeated, or left out.
    pub rest: bool,
    /// The result.
    pub returns: Pattern,
    /// As written.
    pub text: &'static str,
}

/// Variables and what they stand for.
pub type Bound = HashMap<&'static str, Type>;

impl Signature {
    /// From `varchar, bigint) -> varchar`.
    pub fn parse(text: &'static str) -> Self {
        let (args, returns) = text.rsplit_once(") -> ").unwrap_or((text, "unknown"));
        let (args, rest) = match args.strip_suffix("...") {
            Some(args) => (args, true),
            None => (args, false),
        };
        let args = split(args).into_iter().map(pattern).collect();
        Self { args, rest, returns: pattern(returns), text }
    }

    /// Whether so many arguments may be given.
    pub fn takes(&self, count: usize) -> bool {
        if self.rest {
            count >= self.args.len() || (count == 1 && self.text.starts_with("T, T..."))
        } else {
            count == self.args.len()
        }
    }

    /// The pattern of an argument.
    pub fn arg(&self, index: usize) -> &Pattern {
        &self.args[index.min(self.args.len() - 1)]
    }
}

fn split(text: &'static str) -> Vec<&'static str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (index, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    let last = text[start..].trim();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

fn pattern(text: &'static str) -> Pattern {
    if let Some(inside) = text.strip_prefix("array(").and_then(|t| t.strip_suffix(')')) {
        return Pattern::Array(Box::new(pattern(inside)));
    }
    if let Some(inside) = text.strip_prefix("map(").and_then(|t| t.strip_suffix(')')) {
        let parts = split(inside);
        return Pattern::Map(Box::new(pattern(parts[0])), Box::new(pattern(parts[1])));
    }
    if let Some(inside) = text.strip_prefix("function(").and_then(|t| t.strip_suffix(')')) {
        let mut parts: Vec<Pattern> = split(inside).into_iter().map(pattern).collect();
        let returns = parts.pop().unwrap_or(Pattern::Exact(Type::Unknown));
        return Pattern::Function(parts, Box::new(returns));
    }
    if text.starts_with("varchar(") {
        return Pattern::Family("varchar", text);
    }
    Pattern::Exact(match text {
        "decimal" | "time" | "timestamp" | "instant" => return Pattern::Family(text, text),
        "boolean" => Type::Boolean,
        "tinyint" => Type::Tinyint,
        "smallint" => Type::Smallint,
        "integer" => Type::Integer,
        "bigint" => Type::Bigint,
        "real" => Type::Real,
        "double" => Type::Double,
        "varchar" => VARCHAR,
        "varbinary" => Type::Varbinary,
        "json" => Type::Json,
        "date" => Type::Date,
        "interval day to second" => Type::IntervalDay,
        "interval year to month" => Type::IntervalMonth,
        "ipaddress" => Type::IpAddress,
        "uuid" => Type::Uuid,
        "unknown" => Type::Unknown,
        "timestamp(3)" => Type::Timestamp(3),
        "timestamp(3) with time zone" => Type::instant(),
        _ => return Pattern::Var(text),
    })
}

/// Binds one argument; tells whether it fits. `exact` allows no coercion.
pub fn bind(pattern: &Pattern, ty: &Type, bound: &mut Bound, exact: bool) -> bool {
    match (pattern, ty) {
        (Pattern::Function(..), _) => false,
        (Pattern::Exact(Type::Varchar(None)), Type::Varchar(_)) => true,
        (Pattern::Exact(Type::TimestampTz(..)), Type::TimestampTz(..)) => true,
        (Pattern::Exact(Type::Timestamp(_)), Type::Timestamp(_)) => true,
        (Pattern::Exact(wanted), ty) => wanted == ty || (!exact && coerces(ty, wanted)),
        (Pattern::Var(name), ty) => merge(name, ty, bound, exact),
        (Pattern::Family("varchar", name), Type::Varchar(_)) => {
            bound.insert(name, ty.clone());
            true
        }
        (Pattern::Family("varchar", name), Type::Unknown) if !exact => {
            bound.insert(name, VARCHAR);
            true
        }
        (Pattern::Family("decimal", name), Type::Decimal(..)) => merge(name, ty, bound, exact),
        (Pattern::Family("time", name), Type::Time(_)) => merge(name, ty, bound, exact),
        (Pattern::Family("timestamp", name), Type::Timestamp(_)) => merge(name, ty, bound, exact),
        (Pattern::Family("timestamp", name), Type::Date | Type::Unknown) if !exact => {
            merge(name, &Type::Timestamp(0), bound, exact)
        }
        (Pattern::Family("instant", name), Type::TimestampTz(..)) => merge(name, ty, bound, exact),
        (Pattern::Array(item), Type::Array(ty)) => bind(item, ty, bound, exact),
        (Pattern::Array(item), Type::Unknown) if !exact => bind(item, ty, bound, exact),
        (Pattern::Map(key, value), Type::Map(k, v)) => {
            bind(key, k, bound, exact) && bind(value, v, bound, exact)
        }
        (Pattern::Map(key, value), Type::Unknown) if !exact => {
            bind(key, ty, bound, exact) && bind(value, ty, bound, exact)
        }
        _ => false,
    }
}

fn merge(name: &'static str, ty: &Type, bound: &mut Bound, exact: bool) -> bool {
    let both = match bound.get(name) {
        None => Some(ty.clone()),
        Some(known) if exact && !matches!((known, ty), (Type::Varchar(_), Type::Varchar(_))) => {
            (known == ty).then(|| ty.clone())
        }
        Some(known) => common(known, ty),
    };
    match both {
        Some(both) => {
            bound.insert(name, both);
            true
        }
        None => false,
    }
}

/// A pattern with its variables replaced.
pub fn instantiate(pattern: &Pattern, bound: &Bound) -> Type {
    match pattern {
        Pattern::Exact(ty) => ty.clone(),
        Pattern::Var(name) | Pattern::Family(_, name) => bound.get(name).cloned().unwrap_or(match *name {
            "time" => Type::Time(3),
            "timestamp" => Type::Timestamp(3),
            "instant" => Type::instant(),
            name if name.starts_with("varchar") => VARCHAR,
            _ => Type::Unknown,
        }),
        Pattern::Array(item) => instantiate(item, bound).array(),
        Pattern::Map(key, value) => Type::map(instantiate(key, bound), instantiate(value, bound)),
        Pattern::Function(_, returns) => instantiate(returns, bound),
    }
}
