//! A list that grows without being copied: a vector of a million events is, while it grows, in memory twice.

/// Items in one piece.
const PIECE: usize = 16_384;

/// Items in the order in which they came.
pub(super) struct Pile<T>(Vec<Vec<T>>);

impl<T> Default for Pile<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Pile<T> {
    pub(super) fn push(&mut self, item: T) {
        match self.0.last_mut().filter(|piece| piece.len() < PIECE) {
            Some(piece) => piece.push(item),
            None => self.0.push(vec![item]),
        }
    }

    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        self.0.get_mut(place / PIECE)?.get_mut(place % PIECE)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }

    /// In one piece; each of the others goes as soon as its items have moved.
    pub(super) fn into_vec(self) -> Vec<T> {
        let mut all = Vec::with_capacity(self.len());
        self.0.into_iter().for_each(|piece| all.extend(piece));
        all
    }
}
