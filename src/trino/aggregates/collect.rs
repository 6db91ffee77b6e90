//! An aggregate that keeps its rows and computes at the end.

use super::compute::compute;
use crate::trino::column::{build, read};
use crate::trino::program::failed;
use crate::trino::types::Type;
use crate::trino::value::{Key, Value};
use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};
use datafusion::scalar::ScalarValue;
use std::collections::HashSet;
use std::sync::Arc;

/// What is collected, and for what.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Collect {
    name: String,
    types: Vec<Type>,
    /// Arguments; the other columns are the keys of the order.
    args: usize,
    order: Vec<(bool, bool)>,
    distinct: bool,
    returns: Type,
    signature: Signature,
}

impl Collect {
    /// For an aggregate by its name.
    pub fn new(
        name: &str,
        types: Vec<Type>,
        args: usize,
        order: Vec<(bool, bool)>,
        distinct: bool,
        returns: Type,
    ) -> Self {
        let signature = Signature::any(types.len(), Volatility::Immutable);
        Self { name: name.into(), types, args, order, distinct, returns, signature }
    }
}

impl AggregateUDFImpl for Collect {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.arrow())
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Rows { of: self.clone(), columns: vec![Vec::new(); self.types.len()], size: 0 }))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |(i, ty): (usize, &Type)| {
            Arc::new(Field::new(format!("{}[{i}]", args.name), ty.clone().array().arrow(), true))
        };
        Ok(self.types.iter().enumerate().map(field).collect())
    }
}

#[derive(Debug)]
struct Rows {
    of: Collect,
    columns: Vec<Vec<Value>>,
    size: usize,
}

impl Accumulator for Rows {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for ((kept, column), ty) in self.columns.iter_mut().zip(values).zip(&self.of.types) {
            // The column is a part of one that many groups share: what counts is what is kept of it.
            let first = kept.len();
            kept.extend((0..column.len()).map(|row| read(column, row, ty)));
            self.size += kept[first..].iter().map(Value::size).sum::<usize>();
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        // A window asks again and again of the rows so far.
        let count = self.columns.first().map_or(0, Vec::len);
        let mut columns: Vec<_> = self.columns.clone().into_iter().map(Vec::into_iter).collect();
        let next = |columns: &mut Vec<std::vec::IntoIter<Value>>| {
            columns.iter_mut().map(|c| c.next().unwrap_or(Value::Null)).collect::<Vec<_>>()
        };
        let mut rows: Vec<Vec<Value>> = (0..count).map(|_| next(&mut columns)).collect();
        if self.of.distinct {
            let args = self.of.args;
            let mut seen = HashSet::new();
            rows.retain(|row| seen.insert(Key(Value::List(row[..args].to_vec()))));
        }
        if !self.of.order.is_empty() {
            let (args, order) = (self.of.args, &self.of.order);
            rows.sort_by(|a, b| {
                let keys = a[args..].iter().zip(&b[args..]).zip(order);
                keys.map(|((x, y), (descending, nulls_first))| match (x.is_null(), y.is_null()) {
                    (true, true) => std::cmp::Ordering::Equal,
                    (true, false) if *nulls_first => std::cmp::Ordering::Less,
                    (true, false) => std::cmp::Ordering::Greater,
                    (false, true) if *nulls_first => std::cmp::Ordering::Greater,
                    (false, true) => std::cmp::Ordering::Less,
                    _ if *descending => y.order(x),
                    _ => x.order(y),
                })
                .find(|o| o.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
            });
        }
        let value = compute(&self.of.name, rows, &self.of.types, &self.of.returns).map_err(failed)?;
        ScalarValue::try_from_array(&build(&self.of.returns, vec![value])?, 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.size
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let columns = std::mem::take(&mut self.columns);
        self.columns = vec![Vec::new(); self.of.types.len()];
        let state = columns.into_iter().zip(&self.of.types);
        state
            .map(|(c, ty)| ScalarValue::try_from_array(&build(&ty.clone().array(), vec![Value::List(c)])?, 0))
            .collect()
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for (kept, column) in self.columns.iter_mut().zip(values) {
            kept.drain(..column.len().min(kept.len()));
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for ((kept, lists), ty) in self.columns.iter_mut().zip(states).zip(&self.of.types) {
            let Some(lists) = lists.as_list_opt::<i32>() else { continue };
            for row in (0..lists.len()).filter(|row| !lists.is_null(*row)) {
                let items = lists.value(row);
                kept.extend((0..items.len()).map(|i| read(&items, i, ty)));
            }
        }
        Ok(())
    }
}
