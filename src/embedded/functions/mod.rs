//! Trino's functions under Trino's names and with Trino's NULL rules, where DataFusion has none or others.

mod json;
mod regexp;
mod text;
mod time;

use datafusion::arrow::array::{ArrayRef, AsArray, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};
use datafusion::prelude::SessionContext;
use std::sync::Arc;

/// Registers all functions.
pub fn register(context: &SessionContext) {
    let families = [json::functions(), regexp::functions(), text::functions(), time::functions()];
    for function in families.into_iter().flatten() {
        context.register_udf(function);
    }
}

/// A column of text, whatever text type it has.
fn texts(array: &ArrayRef) -> Result<StringArray> {
    let array = cast(array, &DataType::Utf8)?;
    Ok(array.as_string::<i32>().clone())
}

/// A function of text columns, called row by row with the arguments that are all present; NULL otherwise.
fn text_function<F>(name: &str, arguments: usize, returns: DataType, function: F) -> ScalarUDF
where
    F: Fn(&[StringArray]) -> Result<ArrayRef> + Send + Sync + 'static,
{
    let types = vec![DataType::Utf8; arguments];
    let body = move |values: &[ColumnarValue]| {
        let arrays = ColumnarValue::values_to_arrays(values)?;
        let columns = arrays.iter().map(texts).collect::<Result<Vec<_>>>()?;
        Ok(ColumnarValue::Array(function(&columns)?))
    };
    create_udf(name, types, returns, Volatility::Immutable, Arc::new(body))
}
