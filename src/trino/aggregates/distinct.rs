//! `count(DISTINCT text)`. DataFusion's own function sets aside eight kilobytes for each group, a gigabyte for a
//! hundred thousand credentials; here a group takes no more memory than its texts.

use super::distinct_groups::GroupedTexts;
use datafusion::arrow::array::{ArrayRef, AsArray, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::common::{HashSet, Result};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, GroupsAccumulator, Signature, Volatility};
use datafusion::scalar::ScalarValue;
use std::sync::Arc;

/// Counts the different texts of a group.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct DistinctTexts(Signature);

impl Default for DistinctTexts {
    fn default() -> Self {
        Self(Signature::exact(vec![DataType::Utf8], Volatility::Immutable))
    }
}

impl AggregateUDFImpl for DistinctTexts {
    fn name(&self) -> &'static str {
        "count_distinct_texts"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn default_value(&self, _: &DataType) -> Result<ScalarValue> {
        Ok(ScalarValue::Int64(Some(0)))
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Texts::default()))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(GroupedTexts::default()))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new_list(args.name, Field::new_list_field(DataType::Utf8, true), true))])
    }
}

#[derive(Debug, Default)]
struct Texts {
    seen: HashSet<Box<str>>,
    bytes: usize,
}

impl Texts {
    fn take(&mut self, texts: &ArrayRef) {
        for text in texts.as_string::<i32>().iter().flatten() {
            if !self.seen.contains(text) {
                self.bytes += text.len();
                self.seen.insert(text.into());
            }
        }
    }
}

impl Accumulator for Texts {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.take(&values[0]);
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Int64(Some(self.seen.len() as i64)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.bytes + self.seen.allocation_size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let texts: StringArray = std::mem::take(self).seen.into_iter().map(Some).collect();
        Ok(vec![SingleRowListArrayBuilder::new(Arc::new(texts)).build_list_scalar()])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        states[0].as_list::<i32>().iter().flatten().for_each(|texts| self.take(&texts));
        Ok(())
    }
}
