//! Bounds of the search, and what lies beyond them. A bound that bites becomes a gap.

use crate::facts::{Asked, Gap, GapKind};

/// Bounds of the search.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Hops from the subject.
    pub depth: u32,
    /// Credentials followed in all.
    pub breadth: usize,
}

impl Limits {
    /// Where nobody asks for others.
    pub const USUAL: Self = Self { depth: 10, breadth: 250_000 };
}

/// Copies of calls that are looked for at most: what is not found stays told as calls that may be anybody's.
pub const COPIES: usize = 10_000;

/// What was found beyond the bounds.
#[derive(Default)]
pub struct LeftOut {
    /// Credentials too many hops from the subject.
    pub too_deep: u64,
    /// Credentials beyond the number that is followed.
    pub too_many: u64,
    /// There are calls whose copy in another account is not looked for.
    pub copies: bool,
}

impl LeftOut {
    /// What the report says of it.
    pub fn gaps(&self, limits: Limits) -> Vec<Gap> {
        let deep = format!(
            "{} credentials were obtained more than {} hops from the subject and were not followed.",
            self.too_deep, limits.depth
        );
        let many = format!(
            "{} credentials beyond the limit of {} were not followed.",
            self.too_many, limits.breadth
        );
        let copies = self.copies.then(|| {
            let what = format!(
                "Of calls on what other accounts own, those accounts' own records were looked for of the first {COPIES} and not of the others."
            );
            Gap::of(GapKind::CopiesLimit, what)
                .effect("Such records name the principal and no key; they count as calls that may be anybody's.")
                .remedy("Compare the sharedEventID of those records with the events of this case, or run again for a shorter window.")
                .touches(&[Asked::Called, Asked::Identities, Asked::Reached])
        });
        gap(GapKind::DepthLimit, self.too_deep, deep)
            .into_iter()
            .chain(gap(GapKind::BreadthLimit, self.too_many, many))
            .chain(copies)
            .collect()
    }
}

fn gap(kind: GapKind, count: u64, what: String) -> Option<Gap> {
    (count > 0).then(|| {
        Gap::of(kind, what)
            .effect("What those credentials did is not in this report.")
            .remedy("Run again with a higher limit, or with each of those keys as the subject.")
            .touches(&[
                Asked::Called,
                Asked::Identities,
                Asked::Objects,
                Asked::Secrets,
                Asked::Reached,
                Asked::LeftBehind,
            ])
    })
}
