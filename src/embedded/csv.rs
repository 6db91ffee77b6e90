//! Records as texts in a column of a table (CSV), as Splunk, Kibana, Sumo Logic and the console of Logs Insights export
//! them.

use super::json::Broken;
use super::packed::LARGEST;
use super::wrappers::COLUMNS;
use std::borrow::Cow;

/// Splunk names some hundred columns.
const LONGEST_HEAD: usize = 64 << 10;

/// A table, behind the line that names its columns.
pub struct Table<'a> {
    fields: Fields<'a>,
    /// Places of the columns that hold whole records. What other columns hold, a caller may have chosen.
    whole: Vec<usize>,
}

/// What a row of a table holds.
pub enum Row<'a> {
    /// Texts of whole records or wrappers.
    Texts(Vec<Cow<'a, [u8]>>),
    /// The row that starts there has no end that could be found; so many objects there and behind start as records do.
    Broken { offset: usize, reason: Broken, objects: u64 },
}

impl<'a> Table<'a> {
    /// The table in some bytes; nothing where their first line names no column of whole records.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        // Nearly all files are one long line of JSON.
        let head = &bytes[..bytes.len().min(LONGEST_HEAD)];
        if matches!(head.first(), None | Some(b'{' | b'[')) {
            return None;
        }
        let line = &head[..memchr::memchr2(b'\n', b'\r', head)?];
        let count = |mark: &u8| memchr::memchr_iter(*mark, line).count();
        let mark = *b";\t,".iter().max_by_key(|mark| count(mark))?;
        let mut fields = Fields { bytes, at: 0, mark };
        let names = fields.row().ok()?;
        let is_whole = |name: &Cow<'_, [u8]>| COLUMNS.iter().any(|column| column.as_bytes() == &**name);
        let whole: Vec<usize> = (0..names.len()).filter(|place| is_whole(&names[*place])).collect();
        (!whole.is_empty()).then_some(Self { fields, whole })
    }
}

impl<'a> Iterator for Table<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        let rest = &self.fields.bytes[self.fields.at..];
        let offset = self.fields.at + rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
        self.fields.at = offset;
        Some(match self.fields.row() {
            Ok(mut row) => Row::Texts(
                self.whole.iter().filter_map(|place| row.get_mut(*place).map(std::mem::take)).collect(),
            ),
            Err(reason) => {
                // What follows may stand inside of a field, where the caller chose it: it is counted and is no evidence.
                self.fields.at = self.fields.bytes.len();
                let rest = &self.fields.bytes[offset..];
                let objects = memchr::memmem::find_iter(rest, b"\"\"eventVersion\"\"").count() as u64;
                Row::Broken { offset, reason, objects }
            }
        })
    }
}

struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    mark: u8,
}

impl<'a> Fields<'a> {
    /// The fields up to the end of the row; where a quoted one does not end, that.
    fn row(&mut self) -> Result<Vec<Cow<'a, [u8]>>, Broken> {
        let mut fields = Vec::new();
        loop {
            fields.push(self.field()?);
            match self.bytes.get(self.at) {
                Some(byte) if *byte == self.mark => self.at += 1,
                Some(b'\r' | b'\n') | None => return Ok(fields),
                Some(_) => return Err(Broken::Misplaced),
            }
        }
    }

    fn field(&mut self) -> Result<Cow<'a, [u8]>, Broken> {
        let rest = &self.bytes[self.at..];
        let Some(inside) = rest.strip_prefix(b"\"") else {
            let end = rest.iter().position(|byte| *byte == self.mark || matches!(byte, b'\r' | b'\n'));
            let field = &rest[..end.unwrap_or(rest.len())];
            self.at += field.len();
            return Ok(Cow::Borrowed(field));
        };
        let mut text = Vec::new();
        let mut from = 0;
        loop {
            let quote = from + memchr::memchr(b'"', &inside[from..]).ok_or(Broken::CutShort)?;
            text.extend_from_slice(&inside[from..quote]);
            if inside.get(quote + 1) != Some(&b'"') {
                self.at += quote + 2;
                return Ok(Cow::Owned(text));
            }
            // A quote too many makes all that follows one field.
            if text.len() as u64 > LARGEST {
                return Err(Broken::Misplaced);
            }
            text.push(b'"');
            from = quote + 2;
        }
    }
}
