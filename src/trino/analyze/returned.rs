//! The type of a call's result: lengths of texts, digits of decimals, and zones, which depend on the arguments.

use super::Analysis;
use super::expr::instant_only;
use crate::trino::fault::{Fault, Outcome, Pos};
use crate::trino::fold::fold;
use crate::trino::functions::{Bound, Overload, decimal_type, instantiate, overloads, zone_of_call};
use crate::trino::ir::{Node, Typed};
use crate::trino::time::rule;
use crate::trino::types::{Type, Zone};
use std::sync::Arc;

impl Analysis<'_> {
    /// The call of an overload with arguments that fit it.
    pub(super) fn called(
        &mut self,
        overload: &Arc<Overload>,
        mut args: Vec<Typed>,
        bound: &Bound,
        at: Pos,
    ) -> Outcome<Typed> {
        let types: Vec<Type> = args.iter().map(|a| a.ty.clone()).collect();
        let mut ty = returned(overload, &types, bound);
        let mut overload = overload.clone();
        if let Type::TimestampTz(digits, zone) = &mut ty {
            match (overload.name, args.as_slice()) {
                ("from_unixtime", [_, hours, minutes]) => *zone = offset_zone(hours, minutes, at)?,
                ("at_timezone" | "with_timezone" | "from_unixtime", [_, name]) => {
                    *zone = named_zone(name, at)?;
                    if let Type::TimestampTz(p, _) | Type::Timestamp(p) = &types[0] {
                        *digits = *p;
                    }
                }
                ("from_iso8601_timestamp" | "parse_datetime", args) => {
                    let texts: Option<Vec<&str>> = args.iter().map(|a| a.value().map(|v| v.str())).collect();
                    *zone = texts.and_then(|t| zone_of_call(overload.name, &t)).unwrap_or_else(Zone::utc);
                }
                _ => {
                    if let Some(Type::TimestampTz(_, own)) =
                        types.iter().find(|t| matches!(t, Type::TimestampTz(..)))
                    {
                        *zone = own.clone();
                    }
                }
            }
            if self.options.instants
                && overload.name == "from_iso8601_timestamp"
                && let Some(lenient) = overloads("$from_iso8601_instant")
            {
                overload = lenient[0].clone();
            }
        }
        if matches!(overload.name, "at_timezone" | "with_timezone" | "to_unixtime") {
            args[0] = instant_only(args[0].take());
        }
        Ok(fold(Typed::new(Node::Call(overload, args), ty, at)))
    }
}

/// The type that the signature and the types of the arguments give, without a zone.
fn returned(overload: &Overload, args: &[Type], bound: &Bound) -> Type {
    if overload.signature.text.starts_with("decimal")
        && let Some(made) = decimal_type(overload.name, args)
    {
        return made;
    }
    match (overload.name, args) {
        ("map_entries", [Type::Map(key, value)]) => {
            Type::Row(vec![(None, *key.clone()), (None, *value.clone())]).array()
        }
        ("zip", arrays) => {
            let item = |ty: &Type| if let Type::Array(item) = ty { *item.clone() } else { ty.clone() };
            Type::Row(arrays.iter().map(|ty| (None, item(ty))).collect()).array()
        }
        // How long a text can become is part of its type.
        ("chr", _) => Type::Varchar(Some(1)),
        ("normalize", _) => Type::Varchar(None),
        ("replace", [Type::Varchar(Some(length)), _]) => Type::Varchar(Some(*length)),
        ("replace", [Type::Varchar(Some(length)), _, Type::Varchar(Some(with))]) => {
            let gaps = length.checked_add(1);
            Type::Varchar(gaps.and_then(|gaps| gaps.checked_mul(*with)?.checked_add(*length)))
        }
        _ => instantiate(&overload.signature.returns, bound),
    }
}

fn not_a_literal<T>(at: Pos) -> Outcome<T> {
    Err(Fault::unsupported(at, "a time zone that is not a literal"))
}

/// The zone so many hours and minutes ahead of UTC.
fn offset_zone(hours: &Typed, minutes: &Typed, at: Pos) -> Outcome<Zone> {
    let (Some(hours), Some(minutes)) = (hours.value(), minutes.value()) else { return not_a_literal(at) };
    let total = hours.int() * 60 + minutes.int();
    if total.abs() > 14 * 60 {
        return Err(Fault::at("INVALID_FUNCTION_ARGUMENT", at, format!("Invalid offset minutes {total}")));
    }
    let sign = if total < 0 { '-' } else { '+' };
    Ok(match total.abs() {
        0 => Zone::utc(),
        n => Zone::Named(format!("{sign}{:02}:{:02}", n / 60, n % 60).into()),
    })
}

fn named_zone(name: &Typed, at: Pos) -> Outcome<Zone> {
    let Some(name) = name.value() else { return not_a_literal(at) };
    let name = name.str();
    if rule(name).is_none() {
        return Err(Fault::at("INVALID_FUNCTION_ARGUMENT", at, format!("'{name}' is not a valid time zone")));
    }
    Ok(Zone::Named(name.into()))
}
