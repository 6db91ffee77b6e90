//! Windows and sort items.

use super::Parser;
use crate::trino::ast::{Bound, Frame, Sort, Window};
use crate::trino::fault::{Fault, Outcome};

impl Parser {
    /// The items behind ORDER BY.
    pub(super) fn sorts(&mut self) -> Outcome<Vec<Sort>> {
        self.list(|p| {
            let expr = p.expr()?;
            let descending = p.word("DESC") || {
                p.word("ASC");
                false
            };
            let mut nulls_first = false;
            if p.word("NULLS") {
                nulls_first = p.word("FIRST");
                if !nulls_first {
                    p.expect_word("LAST")?;
                }
            }
            Ok(Sort { expr, descending, nulls_first })
        })
    }

    /// What stands behind OVER.
    pub(super) fn over(&mut self) -> Outcome<Window> {
        if self.is_sign("(") {
            self.next += 1;
            let window = self.window()?;
            self.expect_sign(")")?;
            return Ok(window);
        }
        Ok(Window { base: Some(self.identifier()?), partition: vec![], order: vec![], frame: None })
    }

    /// The inside of a window's brackets.
    pub(super) fn window(&mut self) -> Outcome<Window> {
        let mut window = Window { base: None, partition: vec![], order: vec![], frame: None };
        let starts = ["PARTITION", "ORDER", "ROWS", "RANGE", "GROUPS"];
        if self.is_identifier_at(0) && !starts.iter().any(|w| self.is_word(w)) {
            window.base = Some(self.identifier()?);
        }
        if self.word("PARTITION") {
            self.expect_word("BY")?;
            window.partition = self.list(Self::expr)?;
        }
        if self.word("ORDER") {
            self.expect_word("BY")?;
            window.order = self.sorts()?;
        }
        let units = ["ROWS", "RANGE", "GROUPS"].into_iter().find(|units| self.is_word(units));
        if let Some(units) = units {
            self.next += 1;
            let (start, end) = if self.word("BETWEEN") {
                let start = self.bound()?;
                self.expect_word("AND")?;
                (start, self.bound()?)
            } else {
                (self.bound()?, Bound::Current)
            };
            window.frame = Some(Frame { units, start, end });
            if self.is_word("EXCLUDE") {
                return Err(Fault::unsupported(self.at(), "a frame with EXCLUDE"));
            }
        }
        Ok(window)
    }

    fn bound(&mut self) -> Outcome<Bound> {
        if self.words(&["CURRENT", "ROW"]) {
            return Ok(Bound::Current);
        }
        let value = if self.word("UNBOUNDED") { None } else { Some(self.expr()?) };
        let preceding = self.word("PRECEDING");
        if !preceding {
            self.expect_word("FOLLOWING")?;
        }
        Ok(match value {
            Some(value) => Bound::Offset { value, preceding },
            None => Bound::Unbounded { preceding },
        })
    }
}
