//! What must hold of a record for a row to fit it.

use super::fields::Fields;
use super::paths::Path;
use serde::Deserialize;

/// A test of what stands at a path, and what must hold besides.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Written")]
pub struct Condition {
    path: Path,
    test: Test,
    and: Option<Box<Self>>,
}

#[derive(Clone, Debug)]
enum Test {
    /// Something stands there.
    Present,
    /// Nothing stands there.
    Absent,
    /// One of the texts there is this one.
    Equals(String),
    /// One of the texts there has one of these in it.
    ContainsAny(Vec<String>),
    /// No text there has one of these in it.
    ContainsNone(Vec<String>),
}

/// A condition as a row spells it: a path, and at most one test.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    path: Path,
    equals: Option<String>,
    contains: Option<String>,
    contains_any: Option<Vec<String>>,
    contains_none: Option<Vec<String>>,
    #[serde(default)]
    absent: bool,
    and: Option<Box<Condition>>,
}

impl TryFrom<Written> for Condition {
    type Error = String;
    fn try_from(written: Written) -> Result<Self, String> {
        let Written { path, equals, contains, contains_any, contains_none, absent, and } = written;
        let contains = contains.map(|part| Test::ContainsAny(vec![part]));
        let tests = [
            equals.map(Test::Equals),
            contains,
            contains_any.map(Test::ContainsAny),
            contains_none.map(Test::ContainsNone),
            absent.then_some(Test::Absent),
        ];
        let mut tests = tests.into_iter().flatten();
        let test = tests.next().unwrap_or(Test::Present);
        if tests.next().is_some() {
            return Err("a condition tests one thing; put the other behind `and`".into());
        }
        match &test {
            Test::ContainsAny(parts) | Test::ContainsNone(parts)
                if parts.is_empty() || parts.iter().any(String::is_empty) =>
            {
                Err("an empty text is in every text; a path alone says that something stands there".into())
            }
            _ => Ok(Self { path, test, and }),
        }
    }
}

impl Condition {
    /// Whether an event fits, what must hold besides included.
    pub fn holds(&self, event: &Fields<'_>) -> bool {
        self.fits(event) && self.and.as_ref().is_none_or(|and| and.holds(event))
    }

    fn fits(&self, event: &Fields<'_>) -> bool {
        let found = self.path.values(event);
        let one_of = |parts: &[String], text: &String| parts.iter().any(|part| text.contains(part.as_str()));
        match &self.test {
            Test::Present => !found.is_empty(),
            Test::Absent => found.is_empty(),
            Test::Equals(whole) => found.contains(whole),
            Test::ContainsAny(parts) => found.iter().any(|text| one_of(parts, text)),
            Test::ContainsNone(parts) => !found.iter().any(|text| one_of(parts, text)),
        }
    }
}
