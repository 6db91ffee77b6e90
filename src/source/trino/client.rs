//! Trino's client protocol: a statement is posted, then `nextUri` is followed until there is none.

use super::address::{Address, Secret};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// Waits before the attempts after the first, on 502, 503, 504 and on a lost connection.
const WAITS: [Duration; 4] =
    [Duration::from_millis(200), Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(3)];
/// Longest wait for one page.
const TIMEOUT: Duration = Duration::from_secs(120);
/// Largest page that is read, in bytes; coordinators send about 16 MB at most.
const PAGE: u64 = 512 << 20;

/// A column of an answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, as Trino writes it.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Counters of a query.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Stats {
    /// Bytes read from storage.
    pub physical_input_bytes: u64,
}

/// Why a query failed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueryError {
    /// What happened.
    pub message: String,
    /// `TYPE_MISMATCH` and so on.
    #[serde(default)]
    pub error_name: String,
    /// `USER_ERROR` when the statement is to blame.
    #[serde(default)]
    pub error_type: String,
}

/// One page of an answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// The query's ID.
    pub id: String,
    /// Where the next page is.
    pub next_uri: Option<String>,
    /// Columns, as soon as they are known.
    pub columns: Option<Vec<Column>>,
    /// Rows.
    #[serde(default)]
    pub data: Option<Vec<Vec<Value>>>,
    /// Counters.
    #[serde(default)]
    pub stats: Stats,
    /// The end of a query that failed.
    pub error: Option<QueryError>,
}

/// Speaks to one coordinator.
pub struct Client {
    agent: Agent,
    address: Address,
    /// Attempts beyond the first, so far.
    pub retries: u64,
}

impl Client {
    /// For a coordinator. Certificates are checked as the operating system checks them.
    pub fn new(address: &Address) -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(TIMEOUT))
            .tls_config(tls)
            .build();
        Self { agent: config.into(), address: address.clone(), retries: 0 }
    }

    /// Sends a statement.
    pub fn start(&mut self, statement: &str) -> Result<Page, String> {
        let url = format!("{}/v1/statement", self.address.base);
        self.page(&|client| {
            let [catalog, schema, _] = &client.address.table;
            let mut request = client.agent.post(&url);
            for (name, value) in [
                ("X-Trino-Source", "keytrail"),
                ("X-Trino-Catalog", catalog),
                ("X-Trino-Schema", schema),
                ("X-Trino-Time-Zone", "UTC"),
                ("X-Trino-Client-Capabilities", "PARAMETRIC_DATETIME"),
            ] {
                request = request.header(name, value);
            }
            let request = client.signed(request);
            request.send(statement)
        })
    }

    /// Fetches a page.
    pub fn next(&mut self, uri: &str) -> Result<Page, String> {
        let url = self.here(uri)?;
        self.page(&|client| client.signed(client.agent.get(&url)).call())
    }

    /// Ends a query early.
    pub fn cancel(&self, uri: &str) -> Result<(), String> {
        let url = self.here(uri)?;
        self.signed(self.agent.delete(&url)).call().map(|_| ()).map_err(|error| error.to_string())
    }

    /// The coordinator's version.
    pub fn version(&mut self) -> Result<String, String> {
        let url = format!("{}/v1/info", self.address.base);
        let info: Value = self.page(&|client| client.signed(client.agent.get(&url)).call())?;
        Ok(info["nodeVersion"]["version"].as_str().unwrap_or("of an unknown version").to_string())
    }

    /// The path of a URI on the coordinator that was given: a secret goes nowhere else.
    fn here(&self, uri: &str) -> Result<String, String> {
        let uri = url::Url::parse(uri).map_err(|error| format!("its answer names no next page: {error}"))?;
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{}{}{query}", self.address.base, uri.path()))
    }

    fn signed<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        let request = request.header("X-Trino-User", &self.address.user).header("User-Agent", "keytrail");
        match &self.address.secret {
            Secret::None => request,
            Secret::Token(token) => request.header("Authorization", format!("Bearer {token}")),
            Secret::Password(password) => {
                let pair = format!("{}:{password}", self.address.user);
                request.header("Authorization", format!("Basic {}", STANDARD.encode(pair)))
            }
        }
    }

    fn page<T: serde::de::DeserializeOwned>(
        &mut self,
        send: &dyn Fn(&Self) -> Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<T, String> {
        let mut waits = WAITS.iter();
        loop {
            let failure = match send(self) {
                Ok(mut response) => match response.status().as_u16() {
                    200 => match response.body_mut().with_config().limit(PAGE).read_to_string() {
                        Ok(text) => {
                            return serde_json::from_str(&text).map_err(|error| {
                                format!("it answered something else than Trino does: {error}")
                            });
                        }
                        Err(error) => error.to_string(),
                    },
                    status @ (502..=504) => format!("it answered {status}"),
                    401 | 403 => {
                        return Err(format!(
                            "it does not let {} in; set {} or {}",
                            self.address.user,
                            super::address::PASSWORD,
                            super::address::TOKEN
                        ));
                    }
                    status => return Err(format!("it answered {status}, which is not Trino's protocol")),
                },
                Err(error) => error.to_string(),
            };
            let Some(wait) = waits.next() else {
                return Err(format!("{failure}, {} times", WAITS.len() + 1));
            };
            self.retries += 1;
            std::thread::sleep(*wait);
        }
    }
}
