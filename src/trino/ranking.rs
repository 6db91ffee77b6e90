//! Window functions that are no aggregates, one row each.

use super::types::Type;
use datafusion::functions_window as native;
use datafusion::logical_expr::WindowUDF;
use std::fmt;
use std::sync::Arc;

/// A window function that is no aggregate.
pub struct Ranking {
    /// The name.
    pub name: &'static str,
    /// What it takes and gives.
    pub kind: Kind,
    /// The function of DataFusion that does the same.
    pub function: fn() -> Arc<WindowUDF>,
}

/// What a ranking function takes and gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The number of a row.
    Number,
    /// A share of the rows.
    Share,
    /// The number of a part, of so many.
    Part,
    /// A value of the first or the last row.
    End,
    /// A value of the row of a number.
    Nth,
    /// A value of a row so far before or behind, and what stands for it where there is no such row.
    Shift,
}

/// The functions, sorted.
pub const FUNCTIONS: &[Ranking] = &[
    Ranking { name: "cume_dist", kind: Kind::Share, function: native::cume_dist::cume_dist_udwf },
    Ranking { name: "dense_rank", kind: Kind::Number, function: native::rank::dense_rank_udwf },
    Ranking { name: "first_value", kind: Kind::End, function: native::nth_value::first_value_udwf },
    Ranking { name: "lag", kind: Kind::Shift, function: native::lead_lag::lag_udwf },
    Ranking { name: "last_value", kind: Kind::End, function: native::nth_value::last_value_udwf },
    Ranking { name: "lead", kind: Kind::Shift, function: native::lead_lag::lead_udwf },
    Ranking { name: "nth_value", kind: Kind::Nth, function: native::nth_value::nth_value_udwf },
    Ranking { name: "ntile", kind: Kind::Part, function: native::ntile::ntile_udwf },
    Ranking { name: "percent_rank", kind: Kind::Share, function: native::rank::percent_rank_udwf },
    Ranking { name: "rank", kind: Kind::Number, function: native::rank::rank_udwf },
    Ranking { name: "row_number", kind: Kind::Number, function: native::row_number::row_number_udwf },
];

/// The ranking function of a name.
pub fn function(name: &str) -> Option<&'static Ranking> {
    FUNCTIONS.iter().find(|ranking| ranking.name == name)
}

/// The names of all ranking functions, sorted.
pub fn names() -> Vec<&'static str> {
    FUNCTIONS.iter().map(|ranking| ranking.name).collect()
}

impl Kind {
    /// The type of the result; nothing where the function takes no such arguments.
    pub fn returns(self, args: &[Type]) -> Option<Type> {
        match (self, args) {
            (Kind::Number, []) => Some(Type::Bigint),
            (Kind::Share, []) => Some(Type::Double),
            (Kind::Part, [n]) if n.is_integer() => Some(Type::Bigint),
            (Kind::End | Kind::Shift, [value]) => Some(value.clone()),
            (Kind::Nth | Kind::Shift, [value, n]) if n.is_integer() => Some(value.clone()),
            (Kind::Shift, [value, n, default]) if n.is_integer() => super::coerce::common(value, default),
            (Kind::Number | Kind::Share | Kind::Part | Kind::End | Kind::Nth | Kind::Shift, _) => None,
        }
    }
}

impl PartialEq for Ranking {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Ranking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
