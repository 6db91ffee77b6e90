//! Text functions whose rules differ between Trino and DataFusion.

use super::text_function;
use datafusion::arrow::array::{ArrayRef, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_datafusion_err};
use datafusion::logical_expr::ScalarUDF;
use std::sync::Arc;

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![text_function("split_part_at", 3, DataType::Utf8, split_part)]
}

/// `split_part(text, delimiter, index)`: the field, NULL beyond the last one.
fn split_part(a: &[StringArray]) -> Result<ArrayRef> {
    let rows = a[0].iter().zip(a[1].iter()).zip(a[2].iter());
    let row = |((text, delimiter), index): ((Option<&str>, Option<&str>), Option<&str>)| {
        let (Some(text), Some(delimiter), Some(index)) = (text, delimiter, index) else { return Ok(None) };
        let index: usize = index.parse().ok().filter(|i| *i > 0).ok_or_else(|| {
            exec_datafusion_err!("INVALID_FUNCTION_ARGUMENT: Index must be greater than zero")
        })?;
        Ok(text.split(delimiter).nth(index - 1).map(str::to_string))
    };
    Ok(Arc::new(rows.map(row).collect::<Result<StringArray>>()?))
}
