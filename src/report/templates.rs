//! The template environment: what is printed is encoded for the output that the template's name says, unless a
//! filter has already done it.

use super::{encode, zone};
use crate::catalog::Tells;
use crate::incident::{Evidence, Time};
use chrono_tz::Tz;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/report_templates.rs"));

/// The template that takes in most others.
const ENTRY: &str = "en/report.md";

/// Steps that a template of the operator's own may take; ours take some hundred thousand for a large case.
const STEPS: u64 = 50_000_000;

/// Report templates by name, such as `en/report.md`.
#[derive(Clone, Debug)]
pub struct Templates {
    texts: BTreeMap<String, String>,
    /// Steps that they may take; ours end by themselves.
    steps: Option<u64>,
}

impl Templates {
    /// The templates that keytrail ships.
    pub fn builtin() -> Result<Self, String> {
        let texts = BUILTIN.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
        Self { texts, steps: None }.checked()
    }

    /// The built-in templates, replaced by name or added to. A template that cannot be read is an error, and so are files
    /// that replace none: they would be left out silently.
    pub fn with_overrides(files: Vec<(String, String)>) -> Result<Self, String> {
        let mut templates = Self::builtin()?;
        if !files.iter().any(|(name, _)| templates.texts.contains_key(name)) {
            return Err(format!(
                "it replaces no report template; its files are named like {ENTRY}, below the folder"
            ));
        }
        templates.texts.extend(files);
        templates.steps = Some(STEPS);
        templates.checked()
    }

    fn checked(self) -> Result<Self, String> {
        self.environment(None).map(|_| ())?;
        Ok(self)
    }

    /// A report from one of them; `zone` is the second time that is printed.
    pub(super) fn render(&self, name: &str, zone: Option<Tz>, context: Value) -> Result<String, String> {
        let env = self.environment(zone)?;
        let template = env
            .get_template(name)
            .map_err(|error| format!("the report template {name} is missing: {error}"))?;
        let mut out = Bounded(Vec::new());
        let rendered = template.render_captured_to(context, &mut out).map(drop);
        rendered.map_err(|error| match error.kind() {
            ErrorKind::OutOfFuel => format!(
                "rendering {name}: it takes more than {STEPS} steps; look for a loop in the templates that hardly ends"
            ),
            _ => format!("rendering {name}: {}", cause(&error)),
        })?;
        String::from_utf8(out.0).map_err(|error| format!("rendering {name}: {error}"))
    }

    /// An environment for one report; `zone` is the second time that is printed.
    fn environment(&self, zone: Option<Tz>) -> Result<Environment<'_>, String> {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_fuel(self.steps);
        env.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("html") => AutoEscape::Html,
            Some("txt") => AutoEscape::Custom("text".into()),
            _ => AutoEscape::Custom("markdown".into()),
        });
        env.set_formatter(move |out, state, value| {
            let text = plain(value)?;
            let encoded = match state.auto_escape() {
                _ if value.is_safe() => text,
                AutoEscape::Html => encode::html(&text),
                AutoEscape::Custom(name) if name == "text" => encode::visible(&text),
                _ => zone::sentence(encode::markdown(&text), zone),
            };
            out.write_str(&encoded).map_err(Error::from)
        });
        add_filters(&mut env, zone);
        for (name, text) in &self.texts {
            env.add_template(name, text)
                .map_err(|error| format!("the report template {name} cannot be used: {error}"))?;
        }
        Ok(env)
    }
}

/// The text of a value that may be printed; a missing one is an error, so that no cell is empty by mistake.
fn plain(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => {
            Err(Error::new(ErrorKind::InvalidOperation, "a value that is not there was to be printed"))
        }
        _ => Ok(value.to_string()),
    }
}

fn safe(text: String) -> Value {
    Value::from_safe_string(text)
}

fn add_filters(env: &mut Environment<'_>, zone: Option<Tz>) {
    env.add_filter("code", |value: Value| safe(encode::code(&value.to_string())));
    // Numbers as they are, anything else as code, addresses defanged.
    env.add_filter("value", move |value: Value| {
        let text = value.to_string();
        let number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.parse::<f64>().is_ok();
        match zone::moment(&text, zone) {
            _ if number => value,
            Some(both) => safe(both),
            None => safe(encode::defanged(&text)),
        }
    });
    // Names in a row, each as code: joined first, many of them would be cut.
    env.add_filter("keys", |values: Vec<String>| {
        let keys: Vec<String> = values.iter().map(|value| encode::code(value)).collect();
        safe(keys.join(", "))
    });
    // A sentence of keytrail's own, such as a gap: not cut.
    env.add_filter("sentence", move |value: Value| {
        safe(zone::sentence(encode::markdown_whole(&value.to_string()), zone))
    });
    env.add_filter("compact", |value: Value| Value::from(encode::compact(&value.to_string())));
    env.add_filter("counted", |count: u64, what: &str| super::counted(count, what));
    env.add_filter("event_number", |count: usize| crate::incident::evidence_id(count.saturating_sub(1)));
    env.add_filter("named", |values: Vec<String>, what: &str| named(&values, what));
    env.add_filter("defang", |value: Value| safe(encode::defanged(&value.to_string())));
    env.add_filter("or_input", |value: Value| {
        if value.is_none() || value.is_undefined() || value.to_string().is_empty() {
            Value::from("OPERATOR INPUT REQUIRED")
        } else {
            value
        }
    });
    env.add_filter("or_unknown", |value: Value| {
        if value.is_none() || value.is_undefined() { Value::from("not recorded") } else { value }
    });
    env.add_filter("state", |value: Value| safe(value.to_string().replace('_', " ")));
    env.add_filter("service", |value: Value| {
        Value::from(value.to_string().trim_end_matches(".amazonaws.com").to_string())
    });
    env.add_filter("certainty", |value: Value| {
        Value::from(match value.to_string().as_str() {
            "named_in_response" => "the response names the new key",
            "matched_by_session" => "same principal, issuer and creation time",
            _ => "made by a followed credential and looked for afterwards",
        })
    });
    env.add_filter("ev", |value: Value| evidence(&value));
    env.add_filter("utc", |value: Value| safe(time(&value, None)));
    env.add_filter("time", move |value: Value| safe(time(&value, zone)));
    env.add_filter("local", move |value: Value| {
        safe(moment(&value).zip(zone).map_or_else(String::new, |(time, zone)| zone::local(time, zone)))
    });
    // A word that no question can have would be found nowhere, and silently.
    env.add_test("telling_of", |words: Vec<String>, word: &str| match Tells::parse(word) {
        Some(word) => Ok(words.iter().any(|known| known == word.as_str())),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("no question tells of `{word}`"))),
    });
}

fn moment(value: &Value) -> Option<Time> {
    value.as_str()?.parse().ok()
}

/// UTC, and the operator's zone with its offset.
fn time(value: &Value, zone: Option<Tz>) -> String {
    moment(value).map_or_else(|| "not known".into(), |time| zone::both(time, zone))
}

/// `accounts A, B and 3 more (section 2.2)`.
fn named(values: &[String], what: &str) -> Value {
    const NAMED: usize = 8;
    let shown: Vec<String> = values.iter().take(NAMED).map(|value| encode::code(value)).collect();
    let more = match values.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more (section 2.2)"),
    };
    safe(format!("{what}{} {}{more}", if values.len() == 1 { "" } else { "s" }, shown.join(", ")))
}

/// `E-000001, E-000002 and 8 more; Q-002`.
fn evidence(value: &Value) -> Result<Value, Error> {
    const NAMED: usize = 3;
    let evidence = Evidence::deserialize(value.clone())?;
    let named = evidence.items.iter().take(NAMED).map(|item| item.e.as_str()).filter(|e| !e.is_empty());
    let named: Vec<Cow<'_, str>> = named.map(number).collect();
    let more = evidence.count.saturating_sub(named.len() as u64);
    let mut text = named.join(", ");
    if more > 0 && !text.is_empty() {
        text += &format!(" and {more} more");
    }
    if text.is_empty() && evidence.count == 0 {
        text = "no event".into();
    }
    if !evidence.queries.is_empty() {
        text += "; ";
        text +=
            &evidence.queries.iter().take(NAMED).map(|query| number(query)).collect::<Vec<_>>().join(", ");
        if evidence.queries.len() > NAMED {
            text += &format!(" and {} more", evidence.queries.len() - NAMED);
        }
    }
    Ok(safe(text))
}

/// A number of our own as it is; a case that was altered may say anything in its place.
fn number(text: &str) -> Cow<'_, str> {
    let own = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if own { Cow::Borrowed(text) } else { Cow::Owned(encode::markdown(text)) }
}

/// Bytes of a report; those of the largest cases have some millions.
const LARGEST: usize = 256 << 20;

/// A report on its way, which ends before it takes all memory.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST {
            return Err(io::Error::other("it is longer than 256 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An error of a template with what is behind it: the innermost says what is wrong.
fn cause(error: &Error) -> String {
    let inner = std::iter::successors(std::error::Error::source(error), |e| e.source()).last();
    inner.map_or_else(|| error.to_string(), |inner| format!("{error}: {inner}"))
}

/// Anything serialisable as a template value.
pub(super) fn value(data: impl serde::Serialize) -> Value {
    Value::from(minijinja::value::Serde(data))
}
