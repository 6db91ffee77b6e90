//! Literals of which a wanted record holds at least one.

/// One alternative set: the record must hold at least one of these literals.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyOf {
    /// The literals, each sound to look for in raw bytes.
    pub literals: Vec<String>,
    /// All stand behind keys that the index of a file covers.
    pub indexed: bool,
    /// All name somebody or something of which there are many: unlike a service or a call, few records hold it.
    pub identities: bool,
}

impl AnyOf {
    /// Either of two.
    pub fn join(&mut self, other: AnyOf) {
        self.literals.extend(other.literals);
        self.indexed &= other.indexed;
        self.identities &= other.identities;
    }

    /// The first literals, and how many there are beside them.
    pub fn shown(&self) -> String {
        const SHOWN: usize = 3;
        let some = self.literals.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("|");
        match self.literals.len().saturating_sub(SHOWN) {
            0 => some,
            more => format!("{some}|… {more} more"),
        }
    }

    /// Orders sets by how many records are likely to hold one of their literals.
    pub fn breadth(&self) -> (bool, bool, usize) {
        (!self.identities, !self.indexed, self.literals.len())
    }
}
