//! `trino://USER@HOST:PORT/CATALOG.SCHEMA.TABLE[?tls=true|false]`, with the secret from the environment.

use url::Url;

/// The environment variable with a password.
pub const PASSWORD: &str = "KEYTRAIL_TRINO_PASSWORD";
/// The environment variable with a bearer token (JWT).
pub const TOKEN: &str = "KEYTRAIL_TRINO_TOKEN";

/// How the coordinator knows who asks.
#[derive(Clone)]
pub enum Secret {
    /// The user's name is believed.
    None,
    /// Basic authentication.
    Password(String),
    /// Bearer token.
    Token(String),
}

/// A coordinator and a table there.
#[derive(Clone)]
pub struct Address {
    /// `http://host:port` or `https://host:port`.
    pub base: String,
    /// Who asks.
    pub user: String,
    /// How that is proved.
    pub secret: Secret,
    /// Catalog, schema and table.
    pub table: [String; 3],
    /// The address as it may be shown.
    pub shown: String,
}

impl Address {
    /// Reads an address; `secret` looks up an environment variable. The error is one sentence.
    pub fn parse(text: &str, secret: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let wrong = |why: &str| {
            // A password in the text must not come back in a message.
            let shown = text.rsplit_once('@').map_or(text, |(_, rest)| rest);
            format!(
                "--source trino://…{}: {why}; write trino://USER@HOST:PORT/CATALOG.SCHEMA.TABLE",
                shown.trim_start_matches("trino://").escape_debug()
            )
        };
        let url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
        if url.password().is_some() {
            return Err(wrong(&format!(
                "a password does not belong in the address; set {PASSWORD} or {TOKEN}"
            )));
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| wrong("it names no host"))?;
        let table: Vec<String> = url.path().trim_matches('/').split('.').map(str::to_string).collect();
        let table: [String; 3] = table
            .try_into()
            .ok()
            .filter(|parts: &[String; 3]| parts.iter().all(|part| !part.is_empty()))
            .ok_or_else(|| wrong("it does not name a table as CATALOG.SCHEMA.TABLE"))?;
        if url.username().is_empty() {
            return Err(wrong("it names no user"));
        }
        let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let mut tls = !local;
        for (name, value) in url.query_pairs() {
            match (name.as_ref(), value.as_ref()) {
                ("tls", "true") => tls = true,
                ("tls", "false") => tls = false,
                _ => return Err(wrong("the only option is tls=true or tls=false")),
            }
        }
        let set = |name: &str| secret(name).filter(|value| !value.is_empty());
        let secret = match (set(TOKEN), set(PASSWORD)) {
            (Some(token), _) => Secret::Token(token),
            (None, Some(password)) => Secret::Password(password),
            (None, None) => Secret::None,
        };
        if !tls && !local && !matches!(secret, Secret::None) {
            return Err(wrong("a password or token is not sent without TLS"));
        }
        let port = url.port().unwrap_or(if tls { 443 } else { 8080 });
        let scheme = if tls { "https" } else { "http" };
        Ok(Self {
            base: format!("{scheme}://{host}:{port}"),
            user: url.username().to_string(),
            secret,
            shown: format!("trino://{host}:{port}/{}", table.join(".")),
            table,
        })
    }
}
