//! An aggregate that keeps the rows of each group and computes at the end.

use crate::trino::column::{build, read};
use crate::trino::fault::{Outcome, failed};
use crate::trino::types::Type;
use crate::trino::value::{Key, Value};
use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};
use datafusion::scalar::ScalarValue;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What is computed of the rows of a group. Which one it is goes with the name of the aggregate.
#[derive(Clone, Copy)]
pub struct Body(pub fn(Rows<'_>) -> Outcome<Value>);

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

impl PartialEq for Body {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Body {}

impl Hash for Body {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// The rows of a group, in their order.
pub struct Rows<'a> {
    /// The arguments of each row, and behind them the keys of the order.
    pub rows: Vec<Vec<Value>>,
    /// The types of the arguments.
    pub types: &'a [Type],
    /// The type of the result.
    pub returns: &'a Type,
}

impl Rows<'_> {
    /// The first arguments that are not NULL.
    pub fn present(&self) -> impl Iterator<Item = &Value> {
        self.rows.iter().map(|row| &row[0]).filter(|value| !value.is_null())
    }
}

/// An aggregate over all its rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Collect {
    name: &'static str,
    body: Body,
    /// Of the arguments, and of the keys of the order behind them.
    types: Vec<Type>,
    /// How many arguments there are.
    args: usize,
    /// For each key of the order whether it descends, and whether NULL comes first.
    order: Vec<(bool, bool)>,
    distinct: bool,
    returns: Type,
    signature: Signature,
}

impl Collect {
    /// For an aggregate; `types` are those of its arguments and of the keys of its order.
    pub fn new(
        name: &'static str,
        body: Body,
        types: Vec<Type>,
        args: usize,
        order: Vec<(bool, bool)>,
        distinct: bool,
        returns: Type,
    ) -> Self {
        let signature = Signature::any(types.len(), Volatility::Immutable);
        Self { name, body, types, args, order, distinct, returns, signature }
    }

    fn compare(&self, a: &[Value], b: &[Value]) -> Ordering {
        let keys = a[self.args..].iter().zip(&b[self.args..]).zip(&self.order);
        keys.map(|((x, y), (descending, nulls_first))| match (x.is_null(), y.is_null()) {
            (true, true) => Ordering::Equal,
            (true, false) if *nulls_first => Ordering::Less,
            (true, false) => Ordering::Greater,
            (false, true) if *nulls_first => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ if *descending => y.order(x),
            _ => x.order(y),
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
    }
}

impl AggregateUDFImpl for Collect {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.arrow())
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Kept { of: self.clone(), columns: vec![Vec::new(); self.types.len()], size: 0 }))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |(i, ty): (usize, &Type)| {
            Arc::new(Field::new(format!("{}[{i}]", args.name), ty.clone().array().arrow(), true))
        };
        Ok(self.types.iter().enumerate().map(field).collect())
    }
}

#[derive(Debug)]
struct Kept {
    of: Collect,
    columns: Vec<Vec<Value>>,
    size: usize,
}

impl Accumulator for Kept {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for ((kept, column), ty) in self.columns.iter_mut().zip(values).zip(&self.of.types) {
            // The column is a slice of one that many groups share, so its own size says nothing: the kept values
            // count.
            let first = kept.len();
            kept.extend((0..column.len()).map(|row| read(column, row, ty)));
            self.size += kept[first..].iter().map(Value::size).sum::<usize>();
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        // A window asks for the result again and again, as rows come: the columns stay.
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
            rows.sort_by(|a, b| self.of.compare(a, b));
        }
        let types = &self.of.types[..self.of.args];
        let value = (self.of.body.0)(Rows { rows, types, returns: &self.of.returns }).map_err(failed)?;
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
