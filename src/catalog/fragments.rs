//! Expressions that many questions or statements that collect have in common, each with a name: `{{ denied_resource }}`
//! stands for the SQL of `queries/fragments/denied_resource.sql`.

use super::BUILTIN;
use crate::sql::{Params, SqlValue};
use std::collections::BTreeMap;

/// The folder below `queries/`.
pub const FOLDER: &str = "fragments";

/// The fragments as parameters of a template. An operator's own text for one replaces the built-in one.
pub fn fragments(files: &BTreeMap<String, (String, String)>) -> Params {
    let fragment = |(path, _): &(&'static str, &str)| {
        let name = path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".sql")?;
        let (text, _) = files.get(*path)?;
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("--")).collect();
        Some((name, SqlValue::Fragment(lines.join("\n").trim().into()).into_value()))
    };
    BUILTIN.iter().filter_map(fragment).collect()
}
