//! What a call touched: the things that it names, and what it did to each.

mod fields;
mod names;
mod verbs;

pub use names::{Named, read as read_name};
pub use verbs::{Call, call, undated};

use crate::event::Event;
use crate::facts::Effect;
use crate::vocabulary::{Outcome, is_withheld};
use fields::{Field, fields};
use names::same_kind;

/// A thing that a call touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its name as the record writes it.
    pub name: String,
    /// What it is: `user`; empty where the record does not tell.
    pub kind: String,
    /// What the call did to it.
    pub effect: Effect,
    /// Other names that the answer gives to a thing that was made, such as its ID.
    pub also: Vec<String>,
}

/// What a call touched. `targets` are the names by which the questions, or the record itself, say what it acted on.
pub fn touched(event: &Event, targets: &[&str], outcome: Outcome) -> Vec<Touched> {
    let name = event.event_name.as_deref().unwrap_or_default();
    let call = call(name, event.read_only == Some(true));
    let lifecycle = matches!(call.on_noun, Effect::Created | Effect::Deleted);
    let changes = lifecycle || call.on_noun == Effect::Modified;
    let request = if changes { fields(event.request_parameters.as_deref()) } else { Vec::new() };
    let answers = lifecycle && outcome == Outcome::Succeeded;
    let response = if answers { fields(event.response_elements.as_deref()) } else { Vec::new() };
    let mut found = Things { event, call: &call, outcome, things: Vec::new() };
    // A question may name several things in one text; an object's key may hold anything.
    let several = if event.event_source.as_deref() == Some("s3.amazonaws.com") { "\0" } else { ", " };
    for target in targets.iter().flat_map(|target| target.split(several)) {
        let place = request.iter().chain(&response).find(|field| field.text == target);
        found.add(target, place);
    }
    if lifecycle {
        let of_noun: Vec<&Field> =
            request.iter().filter(|field| found.is_noun(field) && !field.source).collect();
        of_noun.into_iter().for_each(|field| found.add(&field.text, Some(field)));
    }
    if answers && call.on_noun == Effect::Created {
        found.made(&response);
    }
    if outcome == Outcome::Succeeded && makes_parameter(event) {
        let changed = found.things.iter_mut().filter(|thing| thing.effect == Effect::Modified);
        changed.for_each(|thing| thing.effect = Effect::Created);
    }
    found.things
}

/// Whether a call that puts a parameter makes a new one: one that is there already is overwritten on request only, and
/// gets a further version (Systems Manager API reference, PutParameter).
fn makes_parameter(event: &Event) -> bool {
    event.event_name.as_deref() == Some("PutParameter")
        && event.event_source.as_deref() == Some("ssm.amazonaws.com")
        && event.json_text("responseElements.version").is_some_and(|version| version == "1")
        && event.json_text("requestParameters.overwrite").is_none_or(|overwrite| overwrite != "true")
}

struct Things<'a> {
    event: &'a Event,
    call: &'a Call,
    outcome: Outcome,
    things: Vec<Touched>,
}

impl Things<'_> {
    /// What a field names: the prefix of an ID and an ARN tell better than the name of the field.
    fn kind_of(&self, field: &Field) -> String {
        match names::read(&field.text).kind {
            Some(kind) if !kind.is_empty() => kind,
            _ => field.kind.clone(),
        }
    }

    /// Whether a field names a thing of the kind that the call is about. A field that is only called `name` does
    /// where the call makes or removes something.
    fn is_noun(&self, field: &Field) -> bool {
        let kind = self.kind_of(field);
        !self.call.noun.is_empty() && (kind.is_empty() || same_kind(&self.call.noun, &kind))
    }

    fn add(&mut self, name: &str, place: Option<&Field>) {
        let named = names::read(name);
        // A setting of a region has no name of its own, what stands for all names nothing, and settings are no name.
        let region = place.is_none() && self.event.aws_region.as_deref() == Some(name);
        if name.is_empty()
            || name == "*"
            || name.starts_with('{')
            || is_withheld(name)
            || region
            || self.things.iter().any(|thing| names::read(&thing.name).name == named.name)
        {
            return;
        }
        let noun = &self.call.noun;
        let kind = match place {
            Some(field) => self.kind_of(field),
            None if self.is_object(name) => "object".to_string(),
            None => named.kind.clone().unwrap_or_default(),
        };
        let bare = place.is_some_and(|field| field.kind.is_empty()) && kind.is_empty();
        let is_noun = bare || (!kind.is_empty() && same_kind(noun, &kind));
        let lifecycle = matches!(self.call.on_noun, Effect::Created | Effect::Deleted);
        let effect = match () {
            () if self.outcome != Outcome::Succeeded => Effect::Attempted,
            // A role that is handed to another service is not made by that service.
            () if lifecycle && self.is_of_another_service(&named) => Effect::Used,
            () if place.is_some_and(|field| field.source) => Effect::Read,
            () if is_noun => self.call.on_noun,
            () => self.call.on_other,
        };
        // The call's own word for what it makes or removes is the one in which its other names are read.
        let kind = if is_noun && lifecycle { noun.clone() } else { kind };
        self.things.push(Touched { name: name.to_string(), kind, effect, also: Vec::new() });
    }

    /// `bucket/key`, as the questions about objects write it.
    fn is_object(&self, name: &str) -> bool {
        self.event.event_source.as_deref() == Some("s3.amazonaws.com")
            && name.contains('/')
            && self.event.json_text("requestParameters.key").is_some_and(|key| name.ends_with(&key))
    }

    fn is_of_another_service(&self, named: &Named) -> bool {
        let source = self.event.event_source.as_deref().unwrap_or_default();
        let own = source.split('.').next().unwrap_or_default();
        named.service.as_deref().is_some_and(|service| service == "iam" && own != "iam")
    }

    /// The things that the answer says were made: each is one where the request named none, and otherwise another
    /// name of that one.
    fn made(&mut self, response: &[Field]) {
        let made: Vec<&Field> = response.iter().filter(|field| self.is_noun(field)).collect();
        let named: Vec<usize> =
            (0..self.things.len()).filter(|i| self.things[*i].effect == Effect::Created).collect();
        if let [one] = named[..] {
            let also =
                made.iter().map(|field| field.text.clone()).filter(|text| *text != self.things[one].name);
            self.things[one].also = also.collect();
            self.things[one].also.sort();
            self.things[one].also.dedup();
        } else if named.is_empty() {
            let forms = ["id", "name", "identifier", "arn", "url", "ip"];
            let form = forms.into_iter().find(|form| made.iter().any(|field| field.form == *form));
            for field in made.iter().filter(|field| Some(field.form) == form) {
                self.add(&field.text, Some(field));
            }
        }
    }
}
