//! Tables of tab-separated cells that stand beside the code that reads them. A head of lines that begin with `#` says what
//! the columns are and where the rows can be checked. A table without a head, or a row with a cell too many or too few, ends
//! the build: a row that was left out silently would be a call that the program does not know.

/// A table of so many columns.
pub struct Table<const COLUMNS: usize>(&'static str);

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// Reads a table; for constants, so that what is wrong with it is an error of the build.
    pub const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        assert!(!bytes.is_empty() && bytes[0] == b'#', "a table begins with lines that say what it is");
        let (mut at, mut start, mut cells) = (0, 0, 1);
        while at < bytes.len() {
            match bytes[at] {
                b'\n' => {
                    assert!(bytes[start] == b'#' || cells == COLUMNS, "a row has as many cells as columns");
                    (start, cells) = (at + 1, 1);
                }
                b'\t' => cells += 1,
                _ => {}
            }
            at += 1;
        }
        assert!(start == bytes.len(), "the last row ends with a line break");
        Self(text)
    }

    /// The rows below the head, in order.
    pub fn rows(&self) -> impl Iterator<Item = [&'static str; COLUMNS]> + use<COLUMNS> {
        self.0.lines().filter(|line| !line.starts_with('#')).map(|line| {
            let mut cells = line.split('\t');
            std::array::from_fn(|_| cells.next().unwrap_or_default())
        })
    }
}
