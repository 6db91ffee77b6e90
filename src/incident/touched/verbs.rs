//! What a call does to the thing it names, by its verb. The table is data: `verbs.tsv` has the verbs of AWS's
//! operations, and the calls that do something else than their verb usually says.

use crate::facts::Effect;
use crate::table::Table;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A call, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The kind of thing that its name names: `user` of `CreateUser`; as [`super::names::plain`] writes it.
    pub noun: String,
    /// What it does to a thing of that kind.
    pub on_noun: Effect,
    /// What it does to another thing that it names, such as the user of `CreateAccessKey`.
    pub on_other: Effect,
}

static VERBS: LazyLock<HashMap<&'static str, (Effect, Effect)>> = LazyLock::new(|| {
    const TABLE: Table<3> = Table::new(include_str!("verbs.tsv"));
    let row = |[verb, on_noun, on_other]: [&'static str; 3]| {
        Some((verb, (Effect::parse(on_noun)?, Effect::parse(on_other)?)))
    };
    TABLE.rows().filter_map(row).collect()
});

/// Words before the verb that say how, not what: `BatchGetItem`, `AdminDeleteUser`, `TransactWriteItems`.
const BEFORE_THE_VERB: [&str; 4] = ["Batch", "Admin", "Bulk", "Transact"];

/// Takes the name of a call apart. A verb that the table does not have reads when the record says that the call is
/// read-only, and changes otherwise.
pub fn call(event_name: &str, read_only: bool) -> Call {
    let name = undated(event_name);
    let mut rest = name;
    let mut verb = first_word(rest);
    if BEFORE_THE_VERB.contains(&verb) && rest.len() > verb.len() {
        rest = &rest[verb.len()..];
        verb = first_word(rest);
    }
    let unlisted = if read_only { Effect::Read } else { Effect::Modified };
    let (on_noun, on_other) = *VERBS.get(name).or_else(|| VERBS.get(verb)).unwrap_or(&(unlisted, unlisted));
    Call { noun: super::names::plain(&rest[verb.len()..]), on_noun, on_other }
}

/// Without the date of the interface that Lambda and CloudFront add: `CreateFunction20150331`.
pub fn undated(name: &str) -> &str {
    let dated = name.find("20").filter(|at| {
        let date = &name.as_bytes()[*at..];
        date.len() >= 8 && date[..8].iter().all(u8::is_ascii_digit)
    });
    let name = dated.map_or(name, |at| &name[..at]);
    name.trim_end_matches('_')
}

fn first_word(name: &str) -> &str {
    let next = name.char_indices().skip(1).find(|(_, letter)| !letter.is_ascii_lowercase());
    next.map_or(name, |(at, _)| &name[..at])
}
