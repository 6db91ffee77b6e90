//! Where a value stands in a record: `responseElements.instancesSet.items[].instanceId`, `…taskArn#last`.

use super::{deputy, function_name, traffic};
use crate::event::Event;
use crate::lenient_json;
use serde_json::Value;
use std::cell::OnceCell;
use std::ops::Deref;

/// An event whose JSON columns are parsed once, when they are first asked for.
pub struct Fields<'a> {
    event: &'a Event,
    given: Option<String>,
    parsed: [OnceCell<Option<Value>>; 5],
}

impl<'a> Fields<'a> {
    /// Of an event; nothing is parsed yet.
    pub fn of(event: &'a Event) -> Self {
        Self { event, given: None, parsed: Default::default() }
    }

    /// With what an earlier call gave to what this one acts on.
    pub fn given(self, given: Option<String>) -> Self {
        Self { given, ..self }
    }

    /// The request parameters.
    pub(super) fn parameters(&self) -> Option<&Value> {
        self.column("requestParameters")
    }

    fn column(&self, name: &str) -> Option<&Value> {
        let (number, text) = match name {
            "requestParameters" => (0, &self.event.request_parameters),
            "responseElements" => (1, &self.event.response_elements),
            "additionalEventData" => (2, &self.event.additional_event_data),
            "resources" => (3, &self.event.resources),
            "serviceEventDetails" => (4, &self.event.service_event_details),
            _ => return None,
        };
        let parse = || lenient_json::parse(text.as_deref()?);
        self.parsed[number].get_or_init(parse).as_ref()
    }
}

impl Deref for Fields<'_> {
    type Target = Event;
    fn deref(&self) -> &Event {
        self.event
    }
}

/// The first text at a path.
pub fn first(event: &Fields<'_>, path: &str) -> Option<String> {
    values(event, path).into_iter().next()
}

/// Every text at a path, empty ones left out. `[]` stands for each item of a list, `#last` for what follows the last
/// slash or colon of an ARN, `#before` for what precedes the last colon, `#json` for an object as text, `#traffic` for the
/// rules of a security group, `#deputies` for the services that a policy admits for any account, `#function` and `#qualifier` for the two parts of what names a function of Lambda, ` | `
/// stands before what is read where nothing is. Of `userIdentity`, `type`, `accessKeyId`, `arn`, `userName` and
/// `principalId` are known, besides the record's own account and region; `given` is what an earlier call gave; `'text'`
/// is itself.
pub fn values(event: &Fields<'_>, path: &str) -> Vec<String> {
    let mut alternatives = path.split(" | ").map(|path| at(event, path));
    alternatives.find(|found| !found.is_empty()).unwrap_or_default()
}

fn at(event: &Fields<'_>, path: &str) -> Vec<String> {
    if let Some(text) = path.strip_prefix('\'').and_then(|path| path.strip_suffix('\'')) {
        return vec![text.to_string()];
    }
    let (path, part) = path.split_once('#').unwrap_or((path, ""));
    let found = match path {
        "given" => event.given.clone().into_iter().collect(),
        "recipientAccountId" => event.recipient_account_id.clone().into_iter().collect(),
        "awsRegion" => event.aws_region.clone().into_iter().collect(),
        "userIdentity.type" => event.user_type.clone().into_iter().collect(),
        "userIdentity.accessKeyId" => event.access_key_id.clone().into_iter().collect(),
        "userIdentity.arn" => event.user_arn.clone().into_iter().collect(),
        "userIdentity.userName" => event.user_name.clone().into_iter().collect(),
        "userIdentity.principalId" => event.principal_id.clone().into_iter().collect(),
        _ if part == "deputies" => event.column(path).map(deputy::deputies).unwrap_or_default(),
        _ if part == "traffic" => event.column(path).map(traffic::rules).unwrap_or_default(),
        _ => in_json(event, path, part == "json"),
    };
    let shortened = |text: String| match part {
        "last" => text.rsplit(['/', ':']).next().unwrap_or_default().to_string(),
        "before" => text.rsplit_once(':').map_or("", |(before, _)| before).to_string(),
        "function" => function_name::name(&text).to_string(),
        "qualifier" => function_name::qualifier(&text).to_string(),
        _ => text,
    };
    found.into_iter().map(shortened).filter(|text| !text.is_empty()).collect()
}

fn in_json(event: &Fields<'_>, path: &str, whole: bool) -> Vec<String> {
    let Some((column, rest)) = path.split_once('.') else { return Vec::new() };
    let Some(root) = event.column(column) else { return Vec::new() };
    let mut found = vec![root];
    for step in rest.split('.') {
        let (key, each) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
        let next = found.into_iter().filter_map(|value| match value {
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            other => other.get(key),
        });
        found = if each { next.filter_map(Value::as_array).flatten().collect() } else { next.collect() };
    }
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(_) if whole => Some(value.to_string()),
        _ => None,
    };
    found.into_iter().filter_map(text).collect()
}
