//! Rows by the calls that they are about: most events are none of them, and are not compared with every row.

use super::fields::Fields;
use std::collections::{BTreeSet, HashMap};

/// A row, and the calls that it is about.
pub trait Row {
    /// Each call by its service and its name.
    fn calls(&self) -> Vec<(&str, &str)>;
}

/// Whether an event is one of these calls of a service.
pub fn is_call(event: &Fields<'_>, source: &str, names: &[String]) -> bool {
    event.event_source.as_deref() == Some(source)
        && event.event_name.as_deref().is_some_and(|called| names.iter().any(|name| name == called))
}

/// Rows in the order of their files.
#[derive(Clone, Debug)]
pub struct Table<R> {
    rows: Vec<R>,
    /// Numbers of rows by the name of the call, each with the service.
    by_name: HashMap<String, Vec<(String, usize)>>,
}

impl<R: Row> Table<R> {
    pub fn new(rows: Vec<R>) -> Self {
        let mut by_name: HashMap<String, Vec<(String, usize)>> = HashMap::new();
        for (number, row) in rows.iter().enumerate() {
            let calls: BTreeSet<(&str, &str)> = row.calls().into_iter().collect();
            for (source, name) in calls {
                by_name.entry(name.into()).or_default().push((source.into(), number));
            }
        }
        Self { rows, by_name }
    }

    /// The rows that are about the call of an event, with their numbers, in order.
    pub fn of<'a>(&'a self, event: &Fields<'_>) -> impl Iterator<Item = (usize, &'a R)> {
        let of_name = event.event_name.as_ref().and_then(|name| self.by_name.get(name));
        let of_call = of_name.into_iter().flatten();
        let of_call = of_call.filter(|(source, _)| event.event_source.as_ref() == Some(source));
        of_call.map(|(_, number)| (*number, &self.rows[*number]))
    }

    /// Every row.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }
}
