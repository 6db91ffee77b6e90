//! One value of any type, and the comparisons of Trino.

use super::fault::{Fault, Outcome};
use super::operator::Comparison;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A value. Which type it has stands beside it.
#[derive(Clone, Debug)]
pub enum Value {
    /// NULL.
    Null,
    /// boolean.
    Bool(bool),
    /// Integers; date in days; time and timestamps in microseconds; intervals in milliseconds or months.
    Int(i64),
    /// real and double.
    Double(f64),
    /// decimal, unscaled.
    Decimal(i128),
    /// varchar and json.
    Text(String),
    /// varbinary, addresses, uuid.
    Bytes(Vec<u8>),
    /// array, row.
    List(Vec<Value>),
    /// map, in its order.
    Map(Vec<(Value, Value)>),
}

impl Value {
    /// Bytes in memory.
    pub fn size(&self) -> usize {
        let beyond = match self {
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Double(_) | Value::Decimal(_) => 0,
            Value::Text(text) => text.capacity(),
            Value::Bytes(bytes) => bytes.capacity(),
            Value::List(items) => items.iter().map(Value::size).sum(),
            Value::Map(entries) => entries.iter().map(|(k, v)| k.size() + v.size()).sum(),
        };
        size_of::<Value>() + beyond
    }

    /// NULL?
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    /// The text inside; empty for others.
    pub fn str(&self) -> &str {
        if let Value::Text(text) = self { text } else { "" }
    }

    /// The integer inside; 0 for others.
    pub fn int(&self) -> i64 {
        if let Value::Int(n) = self { *n } else { 0 }
    }

    /// The double inside; 0 for others.
    pub fn double(&self) -> f64 {
        if let Value::Double(x) = self { *x } else { 0.0 }
    }

    /// True?
    pub fn truth(&self) -> bool {
        matches!(self, Value::Bool(true))
    }

    /// The items inside; none for others.
    pub fn items(&self) -> &[Value] {
        if let Value::List(items) = self { items } else { &[] }
    }

    /// The entries inside; none for others.
    pub fn entries(&self) -> &[(Value, Value)] {
        if let Value::Map(entries) = self { entries } else { &[] }
    }

    /// The bytes inside; none for others.
    pub fn bytes(&self) -> &[u8] {
        if let Value::Bytes(bytes) = self { bytes } else { &[] }
    }

    /// An optional value.
    pub fn of<T: Into<Value>>(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }

    /// `=`: nothing when NULL decides.
    pub fn equals(&self, other: &Value) -> Option<bool> {
        match (self, other) {
            (Value::Null, _) | (_, Value::Null) => None,
            (Value::Double(a), Value::Double(b)) => Some(a == b),
            (Value::List(a), Value::List(b)) => {
                if a.len() != b.len() {
                    return Some(false);
                }
                all_equal(a.iter().zip(b).map(|(x, y)| x.equals(y)))
            }
            (Value::Map(a), Value::Map(b)) => {
                if a.len() != b.len() {
                    return Some(false);
                }
                all_equal(a.iter().map(|(key, value)| match b.iter().find(|(k, _)| k.same(key)) {
                    Some((_, other)) => value.equals(other),
                    None => Some(false),
                }))
            }
            (a, b) => Some(a.order(b) == Ordering::Equal),
        }
    }

    /// IS NOT DISTINCT FROM.
    pub fn same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Null, _) | (_, Value::Null) => false,
            (Value::Double(a), Value::Double(b)) => a == b || a.is_nan() && b.is_nan(),
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.same(y)),
            (Value::Map(a), Value::Map(b)) => {
                a.len() == b.len() && a.iter().all(|(k, v)| b.iter().any(|(l, w)| k.same(l) && v.same(w)))
            }
            (a, b) => a.order(b) == Ordering::Equal,
        }
    }

    /// The order of values that are not NULL; NaN is greatest.
    pub fn order(&self, other: &Value) -> Ordering {
        match (self, other) {
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Int(a), Value::Int(b)) => a.cmp(b),
            (Value::Double(a), Value::Double(b)) => {
                a.partial_cmp(b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
            }
            (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
            (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
            (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
            (Value::List(a), Value::List(b)) => {
                let first = a.iter().zip(b).map(|(x, y)| x.order(y)).find(|o| o.is_ne());
                first.unwrap_or_else(|| a.len().cmp(&b.len()))
            }
            (Value::Null, Value::Null) => Ordering::Equal,
            (Value::Null, _) => Ordering::Greater,
            (_, Value::Null) => Ordering::Less,
            _ => Ordering::Equal,
        }
    }
}

/// A comparison; NULL when NULL decides.
pub fn compare(op: Comparison, a: &Value, b: &Value) -> Outcome<Value> {
    let equal = match op {
        Comparison::Equal => return Ok(Value::of(a.equals(b))),
        Comparison::NotEqual => return Ok(Value::of(a.equals(b).map(|e| !e))),
        _ if a.is_null() || b.is_null() => return Ok(Value::Null),
        _ => a.equals(b),
    };
    if let (Value::Double(x), Value::Double(y)) = (a, b)
        && (x.is_nan() || y.is_nan())
    {
        return Ok(Value::Bool(false));
    }
    if equal.is_none() {
        return Err(Fault::new("NOT_SUPPORTED", "comparison not supported for NULL elements"));
    }
    let order = a.order(b);
    Ok(Value::Bool(match op {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    }))
}

/// False if any is, unknown if any is, true otherwise.
fn all_equal(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => known = None,
            Some(true) => {}
        }
    }
    known
}

/// A value by what IS NOT DISTINCT FROM says, for sets and as a key.
#[derive(Clone, Debug)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(&other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(&self.0, state);
    }
}

fn hash<H: Hasher>(value: &Value, state: &mut H) {
    match value {
        Value::Null => 0_u8.hash(state),
        Value::Bool(b) => b.hash(state),
        Value::Int(n) => n.hash(state),
        Value::Double(x) if x.is_nan() => 1_u8.hash(state),
        Value::Double(x) => (x + 0.0).to_bits().hash(state),
        Value::Decimal(n) => n.hash(state),
        Value::Text(text) => text.hash(state),
        Value::Bytes(bytes) => bytes.hash(state),
        Value::List(items) => items.iter().for_each(|item| hash(item, state)),
        // The order of a map does not count.
        Value::Map(entries) => entries.len().hash(state),
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Double(a), Value::Double(b)) => a.to_bits() == b.to_bits(),
            (Value::List(a), Value::List(b)) => a == b,
            (Value::Map(a), Value::Map(b)) => a == b,
            (Value::Null, Value::Null) => true,
            (Value::Null, _) | (_, Value::Null) => false,
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b) && a.order(b).is_eq(),
        }
    }
}

impl Eq for Value {}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}
impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Value::Double(value)
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::Text(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::Text(value.into())
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Value::Bytes(value)
    }
}
