//! The operators between two values, and between two queries.

use crate::vocabulary::vocabulary;
use std::fmt;

vocabulary! {
    /// A comparison.
    Comparison {
        /// Equal.
        Equal = "=",
        /// Not equal; `!=` is the same.
        NotEqual = "<>",
        /// Less.
        Less = "<",
        /// Less or equal.
        AtMost = "<=",
        /// Greater.
        Greater = ">",
        /// Greater or equal.
        AtLeast = ">=",
    }
}

impl Comparison {
    /// Whether it asks for an order and not only for equality.
    pub fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}

vocabulary! {
    /// Arithmetic.
    Arithmetic {
        /// Addition.
        Plus = "+",
        /// Subtraction.
        Minus = "-",
        /// Multiplication.
        Times = "*",
        /// Division.
        Divide = "/",
        /// The rest of a division.
        Rest = "%",
    }
}

/// Whatever stands between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Binary {
    Compare(Comparison),
    Compute(Arithmetic),
    Concat,
}

impl Binary {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compare(op) => op.as_str(),
            Self::Compute(op) => op.as_str(),
            Self::Concat => "||",
        }
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

vocabulary! {
    /// What joins the rows of two queries.
    SetOperation {
        /// Rows of either.
        Union = "UNION",
        /// Rows of both.
        Intersect = "INTERSECT",
        /// Rows of the first that the second has not.
        Except = "EXCEPT",
    }
}
