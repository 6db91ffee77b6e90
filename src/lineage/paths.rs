//! Where a value stands in a record: `responseElements.instancesSet.items[].instanceId`, `…taskArn#last`. A path is
//! parsed once, when the rules are read; one that can lead nowhere is refused then. `rules/README.md` has the syntax.

use super::fields::{Column, Fields, text};
use super::{deputy, function_name, handed_key, tags, traffic};
use crate::event::Event;
use serde::Deserialize;
use serde_json::Value;
use std::str::FromStr;

/// One or more places; what is read is what stands at the first of them where anything does.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Path(Vec<Place>);

#[derive(Clone, Debug)]
enum Place {
    /// A text that stands for itself.
    Literal(String),
    /// A field of the record that is no JSON, or the role that an earlier call passed.
    Field(Field, Part),
    /// A value in a JSON column.
    Json { column: Column, steps: Vec<Step>, part: Part },
    /// What a function reads of a whole JSON column.
    Column(Column, Reader),
}

#[derive(Clone, Copy, Debug)]
enum Field {
    /// The role that an earlier call passed to what this call acts on.
    PassedRole,
    /// One of the columns of `events`.
    Event(fn(&Event) -> &Option<String>),
}

type Reader = fn(&Value) -> Vec<String>;

/// One key of an object, or the number of an item of a list.
#[derive(Clone, Debug)]
struct Step {
    key: String,
    number: Option<usize>,
    /// Goes on to each item of the list that stands there.
    each: bool,
}

/// What is read of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// What follows the last slash or colon.
    Last,
    /// What precedes the last colon.
    Before,
    /// The text, or an object as text.
    Json,
    /// The name of a function of Lambda in what names it.
    Function,
    /// The version or alias of a function of Lambda in what names it.
    Qualifier,
}

/// Fields of a record that are columns of their own.
const FIELDS: [(&str, Field); 8] = [
    ("passedRole", Field::PassedRole),
    ("recipientAccountId", Field::Event(|event| &event.recipient_account_id)),
    ("awsRegion", Field::Event(|event| &event.aws_region)),
    ("userIdentity.type", Field::Event(|event| &event.user_type)),
    ("userIdentity.accessKeyId", Field::Event(|event| &event.access_key_id)),
    ("userIdentity.arn", Field::Event(|event| &event.user_arn)),
    ("userIdentity.userName", Field::Event(|event| &event.user_name)),
    ("userIdentity.principalId", Field::Event(|event| &event.principal_id)),
];

const PARTS: [(&str, Part); 5] = [
    ("last", Part::Last),
    ("before", Part::Before),
    ("json", Part::Json),
    ("function", Part::Function),
    ("qualifier", Part::Qualifier),
];

/// What is read of a whole column, by its word: the rules of a security group, the services that a policy admits for
/// whichever account they act, what a service launches instances for, and access keys wherever they stand.
const OF_COLUMNS: [(&str, Reader); 6] = [
    ("traffic", traffic::rules),
    ("deputies", deputy::deputies),
    ("group", tags::group),
    ("fleet", tags::fleet),
    ("spotfleet", tags::spot_fleet),
    ("keys", handed_key::keys_in),
];

impl Path {
    /// Every text that stands there; empty ones are left out.
    pub fn values(&self, event: &Fields<'_>) -> Vec<String> {
        self.0.iter().map(|place| place.texts(event)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The first text that stands there.
    pub fn first(&self, event: &Fields<'_>) -> Option<String> {
        self.values(event).into_iter().next()
    }

    /// Whether it reads what AWS answered, and not what the caller asked for.
    pub fn is_of_response(&self) -> bool {
        let response = |place: &Place| {
            matches!(place, Place::Json { column: Column::Response, .. } | Place::Column(Column::Response, _))
        };
        self.0.iter().any(response)
    }

    /// Whether it reads the end of an ARN alone.
    pub(super) fn is_end_of_arn(&self) -> bool {
        let last = |place: &Place| {
            matches!(place, Place::Field(_, Part::Last) | Place::Json { part: Part::Last, .. })
        };
        self.0.iter().any(last)
    }
}

impl TryFrom<String> for Path {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Path {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.split(" | ").map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Place {
    type Err = String;
    fn from_str(whole: &str) -> Result<Self, String> {
        if let Some(text) = whole.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            return Ok(Self::Literal(text.into()));
        }
        let (path, part) = whole.split_once('#').map_or((whole, None), |(path, part)| (path, Some(part)));
        let column = |name: &str| {
            Column::named(name).ok_or_else(|| {
                format!("“{whole}” is no path: no field of a record that rules read is called “{name}”")
            })
        };
        if let Some((_, read)) = OF_COLUMNS.iter().find(|(word, _)| part == Some(*word)) {
            return column(path).map(|column| Self::Column(column, *read));
        }
        let part = match part {
            None => Part::Whole,
            Some(name) => {
                PARTS.iter().find(|(known, _)| *known == name).map(|(_, part)| *part).ok_or_else(|| {
                    format!("“{whole}” is no path: nothing is known that “#{name}” would read of a text")
                })?
            }
        };
        if let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == path) {
            return Ok(Self::Field(*field, part));
        }
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let column = column(name)?;
        let steps = rest.split('.').map(str::parse).collect::<Result<_, _>>();
        let steps = steps.map_err(|why: String| format!("“{whole}” is no path: {why}"))?;
        Ok(Self::Json { column, steps, part })
    }
}

impl FromStr for Step {
    type Err = String;
    fn from_str(step: &str) -> Result<Self, String> {
        let (key, each) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
        match key.is_empty() || key.contains([' ', '[', ']', '+', '|', '\'']) {
            true => Err(format!("“{step}” is no key of an object")),
            false => Ok(Self { key: key.into(), number: key.parse().ok(), each }),
        }
    }
}

impl Place {
    fn texts(&self, event: &Fields<'_>) -> Vec<String> {
        let (found, part) = match self {
            Self::Literal(text) => return vec![text.clone()],
            Self::Field(Field::PassedRole, part) => {
                (event.passed_role().cloned().into_iter().collect(), *part)
            }
            Self::Field(Field::Event(field), part) => (field(event).clone().into_iter().collect(), *part),
            Self::Column(column, read) => (event.column(*column).map(read).unwrap_or_default(), Part::Whole),
            Self::Json { column, steps, part } => (in_json(event.column(*column), steps, *part), *part),
        };
        found.into_iter().map(|text| part.of(text)).filter(|text| !text.is_empty()).collect()
    }
}

impl Part {
    fn of(self, text: String) -> String {
        match self {
            Self::Whole | Self::Json => text,
            Self::Last => text.rsplit(['/', ':']).next().unwrap_or_default().into(),
            Self::Before => text.rsplit_once(':').map_or("", |(before, _)| before).into(),
            Self::Function => function_name::name(&text).into(),
            Self::Qualifier => function_name::qualifier(&text).into(),
        }
    }
}

fn in_json(root: Option<&Value>, steps: &[Step], part: Part) -> Vec<String> {
    let mut found: Vec<&Value> = root.into_iter().collect();
    for step in steps {
        let next = found.into_iter().filter_map(|value| match value {
            Value::Array(items) => items.get(step.number?),
            other => other.get(&step.key),
        });
        found = if step.each { next.filter_map(Value::as_array).flatten().collect() } else { next.collect() };
    }
    let whole = |value: &Value| (part == Part::Json && value.is_object()).then(|| value.to_string());
    found.into_iter().filter_map(|value| text(value).or_else(|| whole(value))).collect()
}
