//! What an event acted on, in one name.

use super::Claim;
use crate::catalog::Catalog;
use crate::event::Event;
use crate::vocabulary::is_withheld;

/// The deciding claim's target, else the first resource that the record names, else the first parameter that names
/// something. A question about circumstances tells who called or from where: what it names was not acted on.
pub fn target(event: &Event, claims: &[Claim], catalog: &Catalog) -> Option<String> {
    let of_call = claims.iter().filter(|claim| !catalog.questions[claim.question].header.circumstance);
    let mut names = of_call.filter_map(|claim| claim.target.as_deref());
    let source = event.event_source.as_deref().unwrap_or_default();
    let call = event.event_name.as_deref().unwrap_or_default();
    let claimed = names.find(|name| !is_the_call(name, source, call)).map(str::to_string);
    let resource = || event.json_text("resources.0.ARN").or_else(|| event.json_text("resources.0.arn"));
    claimed.or_else(resource).or_else(|| first_name(event))
}

/// What the deciding question says that a call acted on: one claim for each thing that the call names. Which question
/// that is, questions about circumstances do not decide.
pub fn named<'a>(claims: &'a [Claim], catalog: &Catalog) -> Vec<&'a str> {
    let deciding = claims.iter().find(|claim| !catalog.questions[claim.question].header.circumstance);
    let of_it = claims.iter().filter(|claim| Some(claim.question) == deciding.map(|d| d.question));
    of_it.filter_map(|claim| claim.target.as_deref()).collect()
}

/// Whether a text only says which call it was; some questions count the calls, and name no thing.
pub fn is_the_call(text: &str, source: &str, call: &str) -> bool {
    text == call
        || text == source
        || text.strip_prefix(source).and_then(|t| t.strip_prefix(": ")) == Some(call)
}

/// The first request parameter that names something, for events that no question claims.
fn first_name(event: &Event) -> Option<String> {
    let parameters = crate::lenient_json::parse(event.request_parameters.as_deref()?)?;
    let named =
        |key: &str| ["Arn", "ARN", "Name", "name", "Id", "arn", "id"].iter().any(|end| key.ends_with(end));
    let object = parameters.as_object()?;
    object
        .iter()
        .find(|(key, value)| named(key) && value.as_str().is_some_and(|text| !is_withheld(text)))
        .and_then(|(_, value)| value.as_str().map(str::to_string))
}
