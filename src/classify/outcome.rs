//! What came of a call, and whether it was a read.

use super::failed_inside::failed_inside;
use crate::event::Event;
use crate::vocabulary::Outcome;

/// The outcome of a call. Denials have many spellings: EC2 prefixes `Client.`, some services say
/// `AuthorizationError`, VPC endpoint policies `VpceAccessDenied`. A failed console sign-in has no error code, nor has a
/// call whose response lists what failed.
pub fn outcome(event: &Event) -> Outcome {
    match event.error_code.as_deref() {
        Some(code) if is_denial(code) => Outcome::Denied,
        Some(_) => Outcome::Failed,
        None if says_failure(event) || failed_inside(event) => Outcome::Failed,
        None => Outcome::Succeeded,
    }
}

fn is_denial(code: &str) -> bool {
    code.starts_with("AccessDenied")
        || code.contains("Unauthorized")
        || code.contains("NotAuthorized")
        || code.starts_with("AuthorizationError")
        || code.contains(".AuthorizationError")
        || code == "VpceAccessDenied"
        || code == "Client.AccessDenied"
}

/// Sign-in events report their result inside the response: `{"ConsoleLogin": "Failure"}`.
fn says_failure(event: &Event) -> bool {
    if event.event_source.as_deref() != Some("signin.amazonaws.com") {
        return false;
    }
    let result =
        event.event_name.as_ref().and_then(|name| event.json_text(&format!("responseElements.{name}")));
    result.as_deref() == Some("Failure") || event.error_message.is_some()
}

/// Whether a call only reads: `readOnly` where the record has it, the verb of the name otherwise. The calls
/// that hand out role sessions say `readOnly: true` and still are claimed by questions before this is asked.
pub fn is_read(event: &Event) -> bool {
    const VERBS: &[&str] = &[
        "Assume", "BatchGet", "Check", "Describe", "Detect", "Discover", "Download", "Estimate", "Get",
        "Head", "List", "Lookup", "Preview", "Query", "Read", "Scan", "Search", "Select", "Simulate", "Test",
        "Validate", "View",
    ];
    event.read_only.unwrap_or_else(|| {
        let name = event.event_name.as_deref().unwrap_or_default();
        VERBS.iter().any(|verb| name.starts_with(verb))
    })
}
