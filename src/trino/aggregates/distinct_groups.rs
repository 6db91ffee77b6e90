//! `count(DISTINCT text)` of many groups at once. A set for each of a hundred thousand groups of a few texts would
//! take too much memory, so that all groups share one.

use arcstr::ArcStr;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int64Array, ListBuilder, StringBuilder,
};
use datafusion::common::{Result, internal_err};
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The different texts of each group.
#[derive(Default)]
pub struct GroupedTexts {
    /// Every text once, with its number.
    numbers: HashMap<ArcStr, u32>,
    texts: Vec<ArcStr>,
    bytes: usize,
    /// Group and number of the text.
    seen: HashSet<(u32, u32)>,
    counts: Vec<i64>,
}

impl GroupedTexts {
    fn take(&mut self, group: usize, text: &str) -> Result<()> {
        let number = match self.numbers.get(text) {
            Some(number) => *number,
            None => {
                let text = ArcStr::from(text);
                let Ok(number) = u32::try_from(self.texts.len()) else {
                    return internal_err!("more than four billion different texts");
                };
                self.bytes += text.len();
                self.texts.push(text.clone());
                self.numbers.insert(text, number);
                number
            }
        };
        let Ok(of) = u32::try_from(group) else { return internal_err!("more than four billion groups") };
        self.counts[group] += i64::from(self.seen.insert((of, number)));
        Ok(())
    }

    /// Takes the first groups out, with the numbers of their texts. The groups behind them are counted from 0 again.
    fn emit(&mut self, emit_to: EmitTo) -> (Vec<i64>, Vec<(u32, u32)>) {
        let counts = emit_to.take_needed(&mut self.counts);
        if self.counts.is_empty() {
            // All groups are out, so that no text is looked up any more; a million of them need not stay in memory
            // while the result is built.
            self.numbers = HashMap::new();
            return (counts, std::mem::take(&mut self.seen).into_iter().collect());
        }
        let (emitted, kept): (Vec<_>, Vec<_>) =
            self.seen.drain().partition(|(group, _)| (*group as usize) < counts.len());
        let moved = kept.into_iter().map(|(group, number)| (group - counts.len() as u32, number));
        self.seen.extend(moved);
        (counts, emitted)
    }
}

/// Whether a row counts: it is not filtered out, and its value is not NULL.
fn counts(array: &dyn Array, row: usize, filter: Option<&BooleanArray>) -> bool {
    array.is_valid(row) && filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
}

impl GroupsAccumulator for GroupedTexts {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        self.counts.resize(total, 0);
        let texts = values[0].as_string::<i32>();
        for (row, group) in groups.iter().enumerate().filter(|(row, _)| counts(texts, *row, filter)) {
            self.take(*group, texts.value(row))?;
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], total: usize) -> Result<()> {
        self.counts.resize(total, 0);
        let lists = states[0].as_list::<i32>();
        for (row, group) in groups.iter().enumerate().filter(|(row, _)| lists.is_valid(*row)) {
            for text in lists.value(row).as_string::<i32>().iter().flatten() {
                self.take(*group, text)?;
            }
        }
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let texts = values[0].as_string::<i32>();
        let mut lists = ListBuilder::new(StringBuilder::new());
        for row in 0..texts.len() {
            if counts(texts, row, filter) {
                lists.values().append_value(texts.value(row));
            }
            lists.append(true);
        }
        Ok(vec![Arc::new(lists.finish())])
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        Ok(Arc::new(Int64Array::from(self.emit(emit_to).0)))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let (counts, mut seen) = self.emit(emit_to);
        seen.sort_unstable();
        let mut lists = ListBuilder::new(StringBuilder::new());
        let mut seen = seen.into_iter().peekable();
        for group in 0..counts.len() as u32 {
            while let Some((_, number)) = seen.next_if(|(of, _)| *of == group) {
                lists.values().append_value(&self.texts[number as usize]);
            }
            lists.append(true);
        }
        Ok(vec![Arc::new(lists.finish())])
    }

    fn size(&self) -> usize {
        let table = |capacity: usize, entry: usize| capacity * (entry + 1) * 8 / 7;
        size_of_val(self)
            + self.bytes
            + self.texts.capacity() * (size_of::<ArcStr>() + 2 * size_of::<usize>())
            + table(self.numbers.capacity(), size_of::<(ArcStr, u32)>())
            + table(self.seen.capacity(), size_of::<(u32, u32)>())
            + self.counts.capacity() * size_of::<i64>()
    }
}
