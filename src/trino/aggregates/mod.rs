//! Aggregates, a family a file and one row each: which types a call takes and gives, and how it is run. The common
//! ones are DataFusion's own; the others collect their rows and compute at the end.

mod collect;
mod counts;
mod distinct;
mod distinct_groups;
mod extremes;
mod gathered;
mod logic;
mod percentiles;
mod statistics;
mod sums;

pub use collect::{Body, Collect, Rows};

use super::types::Type;
use datafusion::logical_expr::AggregateUDF;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// An aggregate function.
pub struct Function {
    /// The name.
    pub name: &'static str,
    /// What arguments of some types become, and the type of the result.
    pub types: fn(&[Type]) -> Typing,
    /// How a call is run.
    pub run: fn(&Call<'_>) -> Run,
}

/// The types that the arguments become and the type of the result; or why there are none.
pub type Typing = Result<(Vec<Type>, Type), Refusal>;

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The function takes no such arguments.
    Parameters,
    /// The argument would have to be of a type that has an order.
    Unordered,
}

/// What decides how a call is run.
pub struct Call<'a> {
    /// The types of the arguments, as the function takes them.
    pub args: &'a [Type],
    /// DISTINCT.
    pub distinct: bool,
    /// The type of the result.
    pub returns: &'a Type,
}

/// How a call is run.
pub enum Run {
    /// By counting the rows.
    CountRows,
    /// By counting the rows for which the argument holds.
    CountTrue,
    /// By a function of DataFusion over all values.
    Native(Arc<AggregateUDF>),
    /// By a function of DataFusion over the different values.
    NativeDistinct(Arc<AggregateUDF>),
    /// By collecting the rows and computing at the end.
    Collected(Body),
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

static FUNCTIONS: LazyLock<BTreeMap<&'static str, &'static Function>> = LazyLock::new(|| {
    let families = [
        counts::FUNCTIONS,
        extremes::FUNCTIONS,
        gathered::FUNCTIONS,
        logic::FUNCTIONS,
        percentiles::FUNCTIONS,
        statistics::FUNCTIONS,
        sums::FUNCTIONS,
    ];
    families.into_iter().flatten().map(|function| (function.name, function)).collect()
});

/// The aggregate function of a name.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.get(name).copied()
}

/// The names of all aggregate functions, sorted.
pub fn names() -> Vec<&'static str> {
    FUNCTIONS.keys().copied().collect()
}

/// All values of a column as one array.
pub fn array_agg(item: &Type) -> AggregateUDF {
    let returns = item.clone().array();
    AggregateUDF::from(Collect::new(
        "array_agg",
        gathered::ARRAY,
        vec![item.clone()],
        1,
        vec![],
        false,
        returns,
    ))
}

/// Arguments that stay as they are.
fn unchanged(args: &[Type], returns: Type) -> Typing {
    Ok((args.to_vec(), returns))
}

/// A number, or NULL.
fn numeric(ty: &Type) -> bool {
    ty.is_number() || *ty == Type::Unknown
}

/// Whether DataFusion finds the same values of a type equal, and the same ones least, as Trino does.
fn compared_alike(ty: &Type) -> bool {
    !matches!(ty, Type::Real | Type::Double | Type::Array(_) | Type::Map(..) | Type::Row(_) | Type::Unknown)
}
