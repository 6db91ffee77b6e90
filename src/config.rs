//! `keytrail.toml`: who reports, and what is the owner's own.

use crate::baseline::{Baseline, Hours};
use crate::subject::shown;
use serde::Deserialize;
use std::path::Path;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `[organisation]`.
    pub organisation: Organisation,
    /// `[baseline]`.
    pub baseline: Declared,
}

/// What the legitimate owner's activity looks like, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Declared {
    /// Networks: `203.0.113.0/24`; a single address is one too.
    pub networks: Vec<String>,
    /// VPC endpoint IDs.
    pub vpc_endpoints: Vec<String>,
    /// Texts that the owner's user agents contain.
    pub user_agents: Vec<String>,
    /// Principal IDs or ARNs.
    pub principals: Vec<String>,
    /// Working hours in the organisation's zone: `08:00-18:00`.
    pub hours: Option<String>,
}

impl Declared {
    /// How errors name the parts, in their order, of a file.
    pub const KEYS: [&str; 5] = [
        "--config, [baseline] networks",
        "--config, [baseline] vpc_endpoints",
        "--config, [baseline] user_agents",
        "--config, [baseline] principals",
        "--config, [baseline] hours",
    ];
    /// And of the command line.
    pub const FLAGS: [&str; 5] =
        ["--own-network", "--own-vpc-endpoint", "--own-user-agent", "--own-principal", "--own-hours"];

    /// Parsed. `from` names the parts in errors.
    pub fn parse(&self, from: &[&str; 5], zone: Option<&str>) -> Result<Baseline, String> {
        self.check(from)?;
        let [networks, _, _, _, hours_from] = from;
        let network = |text: &String| {
            let address = text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
            let network = text.parse::<ipnet::IpNet>().or(address).map_err(|_| {
                format!(
                    "{networks}: `{}` is not a network; write one such as 203.0.113.0/24",
                    text.escape_debug()
                )
            })?;
            match network.prefix_len() {
                0 => {
                    Err(format!("{networks}: {network} holds every address; write the owner's own networks"))
                }
                _ => Ok(network),
            }
        };
        let zone = zone.and_then(|zone| zone.parse().ok());
        let hours = |text: &String| {
            Hours::parse(text, zone).ok_or_else(|| {
                format!("{hours_from}: hours `{}` are not like 08:00-18:00", text.escape_debug())
            })
        };
        Ok(Baseline {
            networks: self.networks.iter().map(network).collect::<Result<_, String>>()?,
            vpc_endpoints: self.vpc_endpoints.clone(),
            user_agents: self.user_agents.clone(),
            principals: self.principals.clone(),
            hours: self.hours.as_ref().map(hours).transpose()?,
        })
    }

    /// A text that fits every call, or none, is a mistake.
    fn check(&self, [_, endpoints, agents, principals, _]: &[&str; 5]) -> Result<(), String> {
        let wrong = |list: &[String], fits: fn(&str) -> bool| list.iter().find(|text| !fits(text)).cloned();
        if let Some(text) = wrong(&self.vpc_endpoints, |text| text.starts_with("vpce-")) {
            return Err(format!(
                "{endpoints}: `{}` is not a VPC endpoint ID; write one such as vpce-0123456789abcdef0",
                text.escape_debug()
            ));
        }
        if wrong(&self.user_agents, |text| !text.trim().is_empty()).is_some() {
            return Err(format!(
                "{agents}: an empty text fits every user agent; write a part of the owner's"
            ));
        }
        let key = |text: &str| !crate::subject::is_key_prefix(text);
        if let Some(text) = wrong(&self.principals, key) {
            return Err(format!(
                "{principals}: `{}` is an access key ID, and a stolen key is no sign of its owner; write the ID or ARN of the user or role",
                shown(&text)
            ));
        }
        let id = |text: &str| {
            let known = ["AIDA", "AROA"].iter().any(|prefix| text.starts_with(prefix));
            let length = if known { 8 } else { 12 };
            text.starts_with("arn:")
                || (text.len() >= length && text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric()))
        };
        match wrong(&self.principals, id) {
            Some(text) => Err(format!(
                "{principals}: `{}` is neither an ARN nor a principal ID such as AIDAIOSFODNN7EXAMPLE",
                shown(&text)
            )),
            None => Ok(()),
        }
    }
}

/// Who reports.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Organisation {
    /// Name of the organisation.
    pub name: Option<String>,
    /// One monitored mailbox.
    pub contact: Option<String>,
    /// Author of the report.
    pub author: Option<String>,
    /// Who has reviewed the report: without a name it is a draft.
    pub reviewer: Option<String>,
    /// Who receives the report.
    pub distribution: Option<String>,
    /// TLP 2.0 label: `TLP:AMBER`, in the file also `AMBER`.
    pub tlp: Option<String>,
    /// IANA time zone for the second time, such as `Asia/Tokyo`.
    pub timezone: Option<String>,
}

/// The labels of FIRST's Traffic Light Protocol 2.0.
const TLP: [&str; 5] = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

/// Reads a configuration file; the error names the file, the line and what is wrong.
pub fn read(path: &Path) -> Result<Config, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("reading --config {shown}: {error}"))?;
    let mut config: Config = toml::from_str(&text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1);
        format!("--config {shown}, line {line}: {}", error.message().lines().next().unwrap_or_default())
    })?;
    if let Some(zone) = &config.organisation.timezone
        && zone.parse::<chrono_tz::Tz>().is_err()
    {
        return Err(format!(
            "--config {shown}: timezone `{}` is not an IANA zone; write one such as Europe/Berlin",
            zone.escape_debug()
        ));
    }
    if let Some(label) = &mut config.organisation.tlp {
        let word = label.strip_prefix("TLP:").unwrap_or(label);
        if !TLP.contains(&word) {
            return Err(format!(
                "--config {shown}: tlp `{}` is not a label of TLP 2.0; write one of {}",
                label.escape_debug(),
                TLP.join(", ")
            ));
        }
        *label = format!("TLP:{word}");
    }
    Ok(config)
}
