//! `keytrail.toml`: who reports.

use serde::Deserialize;
use std::path::Path;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `[organisation]`.
    pub organisation: Organisation,
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
    /// TLP 2.0 label.
    pub tlp: Option<String>,
    /// IANA time zone for the second time, such as `Asia/Tokyo`.
    pub timezone: Option<String>,
}

/// Reads a configuration file; the error names the file, the line and what is wrong.
pub fn read(path: &Path) -> Result<Config, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("reading --config {shown}: {error}"))?;
    let config: Config = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
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
    Ok(config)
}
