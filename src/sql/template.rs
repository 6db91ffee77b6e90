//! The template environment for SQL: values become literals, anything else is refused.

use super::value::SqlValue;
use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use std::collections::BTreeMap;

/// Named parameters of a template.
pub type Params = BTreeMap<&'static str, Value>;

/// Steps that a template may take: ours take some dozens.
const STEPS: u64 = 1_000_000;

/// Renders one template. Undefined names and unformatted values are errors.
pub fn render(name: &str, source: &str, params: &Params) -> Result<String, String> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(STEPS));
    env.set_formatter(|out, _state, value| match value.downcast_object_ref::<SqlValue>() {
        Some(literal) => out.write_str(&literal.to_string()).map_err(Error::from),
        None => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("a {} reached the statement without being an SQL value", kind_of(value)),
        )),
    });
    env.template_from_named_str(name, source)
        .and_then(|template| template.render(Value::from_pairs(params.iter().map(|(k, v)| (*k, v.clone())))))
        .map_err(|error| format!("the template {name} could not be rendered: {error}"))
}

fn kind_of(value: &Value) -> &'static str {
    match value.kind() {
        ValueKind::String => "text",
        ValueKind::Number => "number",
        ValueKind::Undefined => "missing parameter",
        _ => "value",
    }
}
