//! An event as the rules read it: its own fields, and its JSON columns, each parsed once.

use crate::event::Event;
use crate::lenient_json;
use serde_json::Value;
use std::cell::OnceCell;
use std::ops::Deref;

/// A JSON column of an event. The order is that of `Fields::parsed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Request,
    Response,
    Additional,
    Resources,
    ServiceEvent,
}

/// The columns by CloudTrail's own names.
const COLUMNS: [(&str, Column); 5] = [
    ("requestParameters", Column::Request),
    ("responseElements", Column::Response),
    ("additionalEventData", Column::Additional),
    ("resources", Column::Resources),
    ("serviceEventDetails", Column::ServiceEvent),
];

impl Column {
    /// The column with this name in CloudTrail's records.
    pub fn named(name: &str) -> Option<Self> {
        COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| *column)
    }
}

/// An event whose JSON columns are parsed when they are first asked for.
pub struct Fields<'a> {
    event: &'a Event,
    /// The role that an earlier call passed to what this call acts on.
    passed_role: Option<String>,
    parsed: [OnceCell<Option<Value>>; 5],
}

impl<'a> Fields<'a> {
    /// Of an event; nothing is parsed yet.
    pub fn of(event: &'a Event) -> Self {
        Self { event, passed_role: None, parsed: Default::default() }
    }

    /// The same event, with the role that an earlier call passed to what this one acts on.
    pub fn with_passed_role(self, passed_role: Option<String>) -> Self {
        Self { passed_role, ..self }
    }

    /// The role that an earlier call passed to what this call acts on.
    pub fn passed_role(&self) -> Option<&String> {
        self.passed_role.as_ref()
    }

    /// A whole column; `None` where it is absent or cannot be read.
    pub fn column(&self, column: Column) -> Option<&Value> {
        let text = match column {
            Column::Request => &self.event.request_parameters,
            Column::Response => &self.event.response_elements,
            Column::Additional => &self.event.additional_event_data,
            Column::Resources => &self.event.resources,
            Column::ServiceEvent => &self.event.service_event_details,
        };
        let parse = || lenient_json::parse(text.as_deref()?);
        self.parsed[column as usize].get_or_init(parse).as_ref()
    }

    /// The text of a field at the top of a column; an empty one is none.
    pub fn text(&self, column: Column, field: &str) -> Option<String> {
        text(self.column(column)?.get(field)?).filter(|text| !text.is_empty())
    }
}

impl Deref for Fields<'_> {
    type Target = Event;
    fn deref(&self) -> &Event {
        self.event
    }
}

/// The text that a value is; `None` for a list, an object and nothing.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}
