//! A typed expression as one function of DataFusion over the columns that it reads.

use super::column::{build, read};
use super::eval::{Row, eval};
use super::fault::failed;
use super::ir::{Node, Typed};
use super::types::Type;
use super::value::Value;
use crate::digest::hash64;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;
use std::any::Any;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

/// A compiled expression.
#[derive(Debug)]
pub struct Program {
    /// The expression; its columns have become inputs.
    pub tree: Typed,
    inputs: Vec<Type>,
    key: String,
    signature: Signature,
}

impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Program {}

impl Hash for Program {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// The call of a compiled expression.
pub fn call(tree: Typed, inputs: Vec<Type>, args: Vec<Expr>) -> Expr {
    let volatile = tree.any(&mut |t| matches!(&t.node, Node::Call(overload, _) if overload.volatile));
    let volatility = if volatile { Volatility::Volatile } else { Volatility::Immutable };
    let key = format!("{tree:?}");
    let signature = Signature::variadic_any(volatility);
    let signature = if args.is_empty() { Signature::nullary(signature.volatility) } else { signature };
    ScalarUDF::from(Program { tree, inputs, key, signature }).call(args)
}

impl Program {
    /// The program that an expression is a call of.
    pub fn of(expr: &Expr) -> Option<&Self> {
        let Expr::ScalarFunction(call) = expr else { return None };
        let inner: &dyn Any = call.func.inner().as_ref();
        inner.downcast_ref()
    }

    /// The types of the inputs.
    pub fn inputs(&self) -> &[Type] {
        &self.inputs
    }

    /// A memory of values by the text that they are made from, if the program reads nothing but one text.
    fn known<'a>(&self, columns: &'a [ArrayRef]) -> Option<Known<'a>> {
        let [column] = columns else { return None };
        let texts =
            column.as_string_opt::<i32>().filter(|_| self.signature.volatility == Volatility::Immutable)?;
        Some(Known { texts, values: HashMap::new() })
    }

    /// The input of which the value is the whole or a part, if it is: a scan can look for the literal in that input.
    pub fn part_of(&self) -> Option<usize> {
        let mut tree = &self.tree;
        loop {
            match &tree.node {
                Node::Input(index) => return Some(*index),
                Node::Call(overload, args)
                    if matches!(overload.name, "json_extract_scalar" | "nullif" | "split_part") =>
                {
                    tree = args.first()?;
                }
                Node::Field(of, _) => tree = of,
                _ => return None,
            }
        }
    }

    /// The key of the record behind which the value stands, if the value is all that stands there or a part between
    /// colons: an index of keys knows these parts. Empty for other parts.
    pub fn key_read(&self, leaf: String) -> String {
        let Node::Call(overload, args) = &self.tree.node else { return leaf };
        let direct = matches!(args.first().map(|a| &a.node), Some(Node::Input(_)));
        let text = args.get(1).and_then(Typed::value).map_or("", |v| v.str());
        match overload.name {
            "nullif" if direct => leaf,
            "split_part" if direct && text == ":" => leaf,
            "json_extract_scalar" if direct => {
                text.rsplit('.').next().unwrap_or_default().to_ascii_lowercase()
            }
            _ => String::new(),
        }
    }
}

/// Values by the text that they were made from: records repeat their accounts, error codes and flags.
struct Known<'a> {
    texts: &'a StringArray,
    values: HashMap<Option<&'a str>, Value>,
}

/// With more different texts than this, looking up a value is no quicker than making it.
const REPEATED: usize = 32;

impl<'a> Known<'a> {
    fn text(&self, row: usize) -> Option<&'a str> {
        self.texts.is_valid(row).then(|| self.texts.value(row))
    }

    fn value(&self, row: usize) -> Option<&Value> {
        self.values.get(&self.text(row))
    }

    /// Learns a value; false where the texts do not repeat.
    fn learn(&mut self, row: usize, value: &Value) -> bool {
        self.values.insert(self.text(row), value.clone());
        self.values.len() <= REPEATED
    }
}

impl ScalarUDFImpl for Program {
    fn name(&self) -> &'static str {
        "expression"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.tree.ty.arrow())
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        let args: Vec<String> = args.iter().map(|a| a.schema_name().to_string()).collect();
        Ok(format!("expression_{:x}({})", hash64(&self.key), args.join(", ")))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let scalar = args.args.iter().all(|a| matches!(a, ColumnarValue::Scalar(_)));
        let rows = if scalar { 1 } else { args.number_rows };
        let columns = args.args.iter().map(|a| a.to_array(rows)).collect::<Result<Vec<ArrayRef>>>()?;
        let mut out = Vec::with_capacity(rows);
        let mut inputs: Vec<OnceCell<Value>> = columns.iter().map(|_| OnceCell::new()).collect();
        let mut known = self.known(&columns);
        for row in 0..rows {
            if let Some(value) = known.as_ref().and_then(|known| known.value(row)) {
                out.push(value.clone());
                continue;
            }
            inputs.iter_mut().for_each(|input| drop(input.take()));
            let read = |index: usize| read(&columns[index], row, &self.inputs[index]);
            let value = eval(&self.tree, &Row::new(&read, &inputs)).map_err(failed)?;
            if let Some(some) = &mut known
                && !some.learn(row, &value)
            {
                known = None;
            }
            out.push(value);
        }
        let array = build(&self.tree.ty, out)?;
        if scalar && self.signature.volatility == Volatility::Immutable {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?));
        }
        if scalar && args.number_rows != 1 {
            return ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?)
                .to_array(args.number_rows)
                .map(ColumnarValue::Array);
        }
        Ok(ColumnarValue::Array(array))
    }
}
