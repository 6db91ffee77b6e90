//! Work that an AWS service does with its own role.

use super::Classification;
use crate::address::is_service;
use crate::event::Event;
use crate::vocabulary::Severity;

/// Takes the gravity from what a service does with a service-linked role: only the service can assume it, and it
/// carries out what somebody asked for earlier. That call is the one to judge. Whoever follows a credential has
/// followed it here for a reason, and does not ask for this.
pub fn calm(event: &Event, class: &mut Classification) {
    if class.severity < Severity::Low && is_own_work(event) {
        class.severity = Severity::Low;
        class.severity_reason.push_str("; lowered: an AWS service did it with its own role");
    }
}

/// The role and the address must both be those of AWS: a session that left the service is no work of it.
fn is_own_work(event: &Event) -> bool {
    let role = event.session_issuer_arn.as_deref().unwrap_or_default();
    role.contains(":role/aws-service-role/") && event.source_ip_address.as_deref().is_some_and(is_service)
}
