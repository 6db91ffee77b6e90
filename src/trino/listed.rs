//! IN with a long list of texts as one function of DataFusion. If the list were one of literals, DataFusion's
//! optimizer would visit and copy each of them in every pass: seconds, with 100,000 keys.

use super::ir::Typed;
use super::types::Type;
use datafusion::arrow::array::{ArrayRef, AsArray, BooleanArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Shorter lists are left to DataFusion.
const LONG: usize = 1000;

/// Whether a text is one of many.
#[derive(Debug)]
pub struct Listed {
    values: HashSet<String>,
    /// A digest of the values, in their order.
    key: u64,
    signature: Signature,
}

impl PartialEq for Listed {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.values == other.values
    }
}

impl Eq for Listed {}

impl Hash for Listed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// The texts of a list that is long and has nothing but texts.
pub fn texts(of: &Typed, list: &[Typed]) -> Option<Vec<String>> {
    if list.len() < LONG || !matches!(of.ty, Type::Varchar(_)) {
        return None;
    }
    list.iter().map(|item| item.value().filter(|v| !v.is_null()).map(|v| v.str().to_string())).collect()
}

/// The call.
pub fn call(of: Expr, values: Vec<String>) -> Expr {
    let key = BuildHasherDefault::<DefaultHasher>::default().hash_one(&values);
    let signature = Signature::exact(vec![DataType::Utf8], Volatility::Immutable);
    ScalarUDF::from(Listed { values: values.into_iter().collect(), key, signature }).call(vec![of])
}

impl Listed {
    /// What an expression is a call of, and what it looks at.
    pub fn called(expr: &Expr) -> Option<(&Listed, &Expr)> {
        let Expr::ScalarFunction(call) = expr else { return None };
        let inner: &dyn std::any::Any = call.func.inner().as_ref();
        Some((inner.downcast_ref::<Listed>()?, call.args.first()?))
    }

    /// The list.
    pub fn values(&self) -> impl Iterator<Item = &String> {
        self.values.iter()
    }
}

impl ScalarUDFImpl for Listed {
    fn name(&self) -> &'static str {
        "listed"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        let args: Vec<String> = args.iter().map(|a| a.schema_name().to_string()).collect();
        Ok(format!("listed_{:x}({})", self.key, args.join(", ")))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let of = args.args.first().ok_or_else(|| DataFusionError::Internal("IN without a value".into()))?;
        let of: ArrayRef = of.to_array(args.number_rows)?;
        let texts = of
            .as_string_opt::<i32>()
            .ok_or_else(|| DataFusionError::Internal("IN with a list of texts over another type".into()))?;
        let found: BooleanArray = texts.iter().map(|text| text.map(|t| self.values.contains(t))).collect();
        Ok(ColumnarValue::Array(Arc::new(found)))
    }
}
