//! Scalar functions with Trino's names, types, NULL rules and errors, a family a file. A function is a signature
//! and a body that gets one row's values.

mod arrays;
mod bits;
mod bytes;
mod characters;
mod checksums;
mod comparisons;
mod date_patterns;
mod date_reader;
mod date_texts;
mod dates;
mod digests;
mod encodings;
mod formatter;
mod jsons;
mod lambdas;
mod likes;
mod maps;
mod math;
mod networks;
mod quantities;
mod random;
mod regexps;
mod series;
mod session;
mod signature;
mod steps;
mod strings;
mod urls;
mod vectors;

pub use date_patterns::check_format;
pub use signature::{Bound, Pattern, Signature, bind, instantiate};

use super::eval::{Row, eval};
use super::fault::Outcome;
use super::ir::{Node, Typed};
use super::size::limit;
use super::types::Type;
use super::value::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// What a body may ask for.
pub struct Context<'a> {
    /// The arguments as expressions: their types, and lambdas.
    pub args: &'a [Typed],
    /// The type of the result.
    pub returns: &'a Type,
    /// The row, for lambdas.
    pub row: &'a Row<'a>,
}

impl Context<'_> {
    /// The type of an argument.
    pub fn ty(&self, index: usize) -> &Type {
        &self.args[index].ty
    }

    /// Calls the lambda that stands as an argument.
    pub fn call(&self, index: usize, values: &[Value]) -> Outcome<Value> {
        let Node::Lambda(ids, body) = &self.args[index].node else { return Ok(Value::Null) };
        let before = self.row.params.borrow().len();
        self.row.params.borrow_mut().extend(ids.iter().copied().zip(values.iter().cloned()));
        let result = eval(body, self.row);
        self.row.params.borrow_mut().truncate(before);
        let result = result?;
        limit(result.str().len(), result.items().len())?;
        Ok(result)
    }
}

/// A function's body.
pub type Body = fn(&Context<'_>, &Args<'_>) -> Outcome<Value>;

/// The arguments of a call; those that are columns or constants are borrowed.
pub type Args<'a> = [Cow<'a, Value>];

/// One signature of a function and its body.
pub struct Overload {
    /// The name.
    pub name: &'static str,
    /// Argument types and result type.
    pub signature: Signature,
    /// Whether the body is called with NULLs; otherwise one NULL argument makes NULL.
    pub nullable: bool,
    /// Whether every call may give another value.
    pub volatile: bool,
    /// Whether it fails for no row, once its constant arguments are good.
    pub never_fails: bool,
    /// What it does.
    pub body: Body,
}

impl Overload {
    /// Whether this call fails for no row.
    pub fn sure(&self, args: &[Typed]) -> bool {
        self.never_fails && args.iter().skip(1).all(|a| self.plain() || a.value().is_some())
    }

    /// Arguments behind the first cannot make it fail either.
    fn plain(&self) -> bool {
        !(self.name.starts_with("regexp") || self.name.starts_with("json") || self.name == "split_part")
    }
}

impl PartialEq for Overload {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.signature.text == other.signature.text && !self.volatile
    }
}

impl fmt::Debug for Overload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, self.signature.text)
    }
}

/// Collects the functions of a family.
pub struct Table(BTreeMap<&'static str, Vec<Arc<Overload>>>);

impl Table {
    /// A function that gives NULL for a NULL argument and may fail: `name(types) -> type`.
    pub fn add(&mut self, signature: &'static str, body: Body) {
        self.put(signature, body, |_| {});
    }

    /// One that fails for no row.
    pub fn sure(&mut self, signature: &'static str, body: Body) {
        self.put(signature, body, |o| o.never_fails = true);
    }

    /// One that gets NULLs.
    pub fn nullable(&mut self, signature: &'static str, body: Body) {
        self.put(signature, body, |o| o.nullable = true);
    }

    /// One that gives another value every time.
    pub fn volatile(&mut self, signature: &'static str, body: Body) {
        self.put(signature, body, |o| o.volatile = true);
    }

    fn put(&mut self, text: &'static str, body: Body, set: impl Fn(&mut Overload)) {
        let (names, rest) = text.split_once('(').unwrap_or((text, ""));
        for name in names.split('|') {
            let signature = Signature::parse(rest);
            let mut overload =
                Overload { name, signature, nullable: false, volatile: false, never_fails: false, body };
            set(&mut overload);
            self.0.entry(name).or_default().push(Arc::new(overload));
        }
    }
}

static FUNCTIONS: LazyLock<BTreeMap<&'static str, Vec<Arc<Overload>>>> = LazyLock::new(|| {
    let mut table = Table(BTreeMap::new());
    arrays::add(&mut table);
    bits::add(&mut table);
    bytes::add(&mut table);
    characters::add(&mut table);
    checksums::add(&mut table);
    comparisons::add(&mut table);
    date_texts::add(&mut table);
    dates::add(&mut table);
    digests::add(&mut table);
    encodings::add(&mut table);
    formatter::add(&mut table);
    jsons::add(&mut table);
    lambdas::add(&mut table);
    likes::add(&mut table);
    maps::add(&mut table);
    math::add(&mut table);
    networks::add(&mut table);
    quantities::add(&mut table);
    random::add(&mut table);
    regexps::add(&mut table);
    series::add(&mut table);
    session::add(&mut table);
    steps::add(&mut table);
    strings::add(&mut table);
    urls::add(&mut table);
    vectors::add(&mut table);
    table.0
});

/// The overloads of a function.
pub fn overloads(name: &str) -> Option<&'static [Arc<Overload>]> {
    FUNCTIONS.get(name).map(Vec::as_slice)
}

/// Every function's name and signatures.
pub fn all() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    FUNCTIONS.iter().map(|(name, all)| (*name, all.iter().map(|o| o.signature.text).collect()))
}

/// The zone that the constant arguments of a call name.
pub fn zone_of_call(name: &str, args: &[&str]) -> Option<super::types::Zone> {
    date_texts::zone_of(name, args)
}

/// The result type of a function of decimals.
pub fn decimal_type(name: &str, args: &[Type]) -> Option<Type> {
    math::decimal_result(name, args)
}
