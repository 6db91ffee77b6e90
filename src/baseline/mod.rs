//! What the operator declares as the legitimate owner's own: networks, VPC endpoints, user agents, principals, hours.
//! Without a baseline, nobody's activity is attributed.

mod hours;

pub use hours::{Hours, UtcHours};

use crate::address;
use crate::event::Event;
use crate::vocabulary::vocabulary;
use ipnet::IpNet;
use std::net::IpAddr;

vocabulary! {
    /// Who made a call.
    Actor {
        /// Nobody is known to have made it.
        Unattributed = "unattributed",
        /// It fits everything that the baseline declares.
        Own = "own baseline",
        /// An AWS service made it on the principal's behalf.
        Service = "AWS service",
    }
}

/// What records of calls in the console give as the service that passed them on.
const CONSOLE: &str = "signin.amazonaws.com";

/// The declared baseline. A call is the owner's own if it fits every kind that is given; network and VPC endpoint are
/// one kind, and without it no call is: who stole a credential has its principal too, and chooses the user agent.
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
    /// Working hours.
    pub hours: Option<Hours>,
}

impl Baseline {
    /// Whether nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.names_no_place()
            && self.user_agents.is_empty()
            && self.principals.is_empty()
            && self.hours.is_none()
    }

    /// Whether it says nothing of where the owner calls from; then no call is attributed to the owner.
    pub fn names_no_place(&self) -> bool {
        self.networks.is_empty() && self.vpc_endpoints.is_empty()
    }

    /// What is declared, one line each, for the report.
    pub fn lines(&self) -> Vec<String> {
        let networks = self.networks.iter().map(|network| format!("network {network}"));
        let endpoints = self.vpc_endpoints.iter().map(|id| format!("VPC endpoint {id}"));
        let agents = self.user_agents.iter().map(|text| format!("user agent containing {text}"));
        let principals = self.principals.iter().map(|id| format!("principal {id}"));
        let hours = self.hours.iter().map(Hours::to_string);
        networks.chain(endpoints).chain(agents).chain(principals).chain(hours).collect()
    }

    /// Who acted, and what that rests on.
    pub fn actor(&self, event: &Event) -> (Actor, String) {
        let within = self.hours.zip(event.event_time).map(|(hours, time)| hours.contain(time));
        self.actor_in_hours(event, within)
    }

    /// The same where only that is known of the time: whether it is within the declared hours.
    pub fn actor_in_hours(&self, event: &Event, within: Option<bool>) -> (Actor, String) {
        let address = event.source_ip_address.as_deref().unwrap_or_default();
        // A call from an IP address has a caller there, also where a service passed it on; the console is no service
        // that acts by itself.
        let passed_on = event.invoked_by.as_deref().is_some_and(|name| name != CONSOLE);
        if address::is_service(address) || (passed_on && address.is_empty()) {
            return (Actor::Service, "the record names a service as the caller".into());
        }
        if self.is_empty() {
            return (Actor::Unattributed, "no baseline was given".into());
        }
        if self.names_no_place() {
            let why = "the baseline names no network and no VPC endpoint, and the rest of it fits whoever has the credential";
            return (Actor::Unattributed, why.into());
        }
        let mut fits = match self.place(event, address) {
            Ok(place) => vec![place],
            Err(why) => return (Actor::Unattributed, why),
        };
        let hour = within.filter(|within| *within).map(|_| "within the hours".to_string());
        for (given, kind, fit) in [
            (!self.user_agents.is_empty(), "the user agent", self.agent(event)),
            (!self.principals.is_empty(), "the principal", self.principal(event)),
            (self.hours.is_some(), "the hour", hour),
        ] {
            match (given, fit) {
                (false, _) => {}
                (true, Some(what)) => fits.push(what),
                (true, None) => return (Actor::Unattributed, format!("{kind} is not in the baseline")),
            }
        }
        (Actor::Own, format!("fits the baseline: {}", fits.join(", ")))
    }

    /// Whether an address is in a declared network.
    pub fn network_of(&self, address: IpAddr) -> Option<&IpNet> {
        self.networks.iter().find(|network| network.contains(&address))
    }

    /// Where the call came from, if that is the owner's; else why it is not.
    fn place(&self, event: &Event, address: &str) -> Result<String, String> {
        // Behind an endpoint stands a network with addresses of its own choice: only the endpoint tells whose it is.
        if let Some(id) = &event.vpc_endpoint_id {
            return match self.vpc_endpoints.contains(id) {
                true => Ok(format!("VPC endpoint {id}")),
                false => Err("the VPC endpoint is not in the baseline".into()),
            };
        }
        let Some(address) = address::ip(address) else {
            return Err("the source is not an IP address".into());
        };
        if address::in_many_networks(address) {
            return Err(
                "an address of this kind is in use in many networks, and no VPC endpoint is recorded".into(),
            );
        }
        let network = self.network_of(address);
        network.map(|network| format!("network {network}")).ok_or("the address is not in the baseline".into())
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
