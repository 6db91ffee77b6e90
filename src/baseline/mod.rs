//! What the operator declares as the legitimate owner's own: networks, VPC endpoints, user agents, principals, hours.
//! Without a baseline, nobody's activity is attributed.

use crate::event::Event;
use chrono::{NaiveTime, Timelike};
use chrono_tz::Tz;
use ipnet::IpNet;
use std::net::IpAddr;

/// Calls that nobody is known to have made.
pub const UNATTRIBUTED: &str = "unattributed";
/// Calls that fit everything that the baseline declares.
pub const OWN: &str = "own baseline";
/// Calls that an AWS service made on the principal's behalf.
pub const SERVICE: &str = "AWS service";

/// The declared baseline. A call is the owner's own if it fits every kind that is given; network and VPC endpoint are
/// one kind.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// Networks of the owner.
    pub networks: Vec<IpNet>,
    /// VPC endpoints of the owner.
    pub vpc_endpoints: Vec<String>,
    /// Texts that a user agent of the owner's contains.
    pub user_agents: Vec<String>,
    /// Principal IDs and ARNs of the owner's.
    pub principals: Vec<String>,
    /// Working hours, first and last, in the zone.
    pub hours: Option<(NaiveTime, NaiveTime)>,
    /// Zone of the hours.
    pub zone: Option<Tz>,
}

impl Baseline {
    /// Whether nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.lines().is_empty()
    }

    /// What is declared, one line each, for the report.
    pub fn lines(&self) -> Vec<String> {
        let networks = self.networks.iter().map(|network| format!("network {network}"));
        let endpoints = self.vpc_endpoints.iter().map(|id| format!("VPC endpoint {id}"));
        let agents = self.user_agents.iter().map(|text| format!("user agent containing {text}"));
        let principals = self.principals.iter().map(|id| format!("principal {id}"));
        let zone = self.zone.map_or_else(|| "UTC".to_string(), |zone| zone.to_string());
        let hours = self.hours.iter().map(|(first, last)| {
            format!("hours {} to {} {zone}", first.format("%H:%M"), last.format("%H:%M"))
        });
        networks.chain(endpoints).chain(agents).chain(principals).chain(hours).collect()
    }

    /// Who acted, and what that rests on. The time may be unknown; hours are then not looked at.
    pub fn actor(&self, event: &Event) -> (&'static str, String) {
        let address = event.source_ip_address.as_deref().unwrap_or_default();
        if event.invoked_by.is_some() || address.ends_with(".amazonaws.com") || address == "AWS Internal" {
            return (SERVICE, "the record names a service as the caller".into());
        }
        if self.is_empty() {
            return (UNATTRIBUTED, "no baseline was given".into());
        }
        let mut fits = Vec::new();
        for (given, kind, fit) in [
            (
                !self.networks.is_empty() || !self.vpc_endpoints.is_empty(),
                "the address or VPC endpoint",
                self.place(event, address),
            ),
            (!self.user_agents.is_empty(), "the user agent", self.agent(event)),
            (!self.principals.is_empty(), "the principal", self.principal(event)),
            (self.hours.is_some() && event.event_time.is_some(), "the hour", self.hour(event)),
        ] {
            match (given, fit) {
                (false, _) => {}
                (true, Some(what)) => fits.push(what),
                (true, None) => return (UNATTRIBUTED, format!("{kind} is not in the baseline")),
            }
        }
        if fits.is_empty() {
            return (UNATTRIBUTED, "the baseline gives only hours".into());
        }
        (OWN, format!("fits the baseline: {}", fits.join(", ")))
    }

    fn place(&self, event: &Event, address: &str) -> Option<String> {
        let endpoint = event.vpc_endpoint_id.as_ref().filter(|id| self.vpc_endpoints.contains(id));
        if let Some(id) = endpoint {
            return Some(format!("VPC endpoint {id}"));
        }
        let address: IpAddr = address.parse().ok()?;
        self.networks.iter().find(|net| net.contains(&address)).map(|net| format!("network {net}"))
    }

    fn agent(&self, event: &Event) -> Option<String> {
        let agent = event.user_agent.as_deref()?;
        let text = self.user_agents.iter().find(|text| agent.contains(text.as_str()))?;
        Some(format!("user agent containing {text}, which callers choose"))
    }

    fn principal(&self, event: &Event) -> Option<String> {
        // A role is declared by its ID or ARN; its sessions call as `AROA…:name` and `…:assumed-role/role/name`.
        let role_id = event.principal_id.as_deref().and_then(|id| id.split_once(':')).map(|(role, _)| role);
        let own = |id: &&String| {
            let id = Some(id.as_str());
            id == event.principal_id.as_deref()
                || id == role_id
                || id == event.user_arn.as_deref()
                || id == event.session_issuer_arn.as_deref()
                || event.user_arn.as_deref().zip(id).is_some_and(|(arn, role)| is_session_of(arn, role))
        };
        self.principals.iter().find(own).map(|id| format!("principal {id}"))
    }

    fn hour(&self, event: &Event) -> Option<String> {
        let ((first, last), time) = (self.hours?, event.event_time?);
        let zone = self.zone.unwrap_or(Tz::UTC);
        let local = time.with_timezone(&zone).time();
        let seconds = |t: NaiveTime| t.num_seconds_from_midnight();
        let (from, to, at) = (seconds(first), seconds(last), seconds(local));
        // Hours may run over midnight.
        let within = if from <= to { from <= at && at < to } else { at >= from || at < to };
        within.then(|| "within the hours".to_string())
    }
}

/// Whether an assumed-role ARN is of the role with this ARN; the path of the role is in the latter only.
fn is_session_of(session: &str, role: &str) -> bool {
    let (Some((head, session)), Some((role_head, role))) =
        (session.split_once(":assumed-role/"), role.split_once(":role/"))
    else {
        return false;
    };
    head.rsplit(':').next() == role_head.rsplit(':').next()
        && session.split('/').next() == role.rsplit('/').next()
}
