//! One row of the relation `events`: a CloudTrail record in the shape that every question sees.
//!
//! The column list is the contract between the sources (which produce it, `queries/events/*.sql`), the
//! questions (which read it) and the pure code (which reads [`Event`]).

use crate::digest::Sha256Hasher;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Stands, with a digest of the content, for the event ID of a record that has none.
pub const NO_EVENT_ID: &str = "no-event-id-";

/// What a column of the relation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, as CloudTrail wrote it.
    Text,
    /// JSON text: an object or array of the record, unparsed.
    Json,
    /// A point in time, UTC, millisecond precision.
    Timestamp,
    /// True, false or unknown.
    Boolean,
}

/// A cell as part of a record's content.
trait Content {
    fn enter(&self, kind: ColumnKind, hasher: &mut impl Hasher);

    /// The JSON text of a column that holds some.
    fn json(&self, _: ColumnKind) -> Option<&str> {
        None
    }
}

impl Content for Option<String> {
    fn enter(&self, kind: ColumnKind, hasher: &mut impl Hasher) {
        match kind {
            ColumnKind::Json => self.as_deref().map(compact).hash(hasher),
            _ => self.hash(hasher),
        }
    }

    fn json(&self, kind: ColumnKind) -> Option<&str> {
        self.as_deref().filter(|_| kind == ColumnKind::Json)
    }
}

impl Content for Option<bool> {
    fn enter(&self, _: ColumnKind, hasher: &mut impl Hasher) {
        self.hash(hasher);
    }
}

impl Content for Option<DateTime<Utc>> {
    fn enter(&self, _: ColumnKind, hasher: &mut impl Hasher) {
        self.hash(hasher);
    }
}

/// JSON without white space between its tokens; most records have none, and are taken as they are.
pub fn compact(json: &str) -> Cow<'_, str> {
    let tokens = || {
        let (mut quoted, mut escaped) = (false, false);
        move |c: &char| {
            let kept = quoted || !matches!(c, ' ' | '\n' | '\r' | '\t');
            quoted ^= *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            kept
        }
    };
    let mut kept = tokens();
    match json.chars().all(|c| kept(&c)) {
        true => Cow::Borrowed(json),
        false => Cow::Owned(json.chars().filter(tokens()).collect()),
    }
}

macro_rules! relation {
    ($($name:ident : $kind:ident : $type:ty,)*) => {
        /// Names and kinds of the columns of `events`, in order.
        pub const COLUMNS: &[(&str, ColumnKind)] = &[$((stringify!($name), ColumnKind::$kind),)*];

        /// A row of `events`. A field that the source did not have is `None`.
        /// Field names are those of the columns of `queries/events/athena.sql`, which says where each comes from.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub struct Event {
            $(#[serde(default, skip_serializing_if = "Option::is_none")] pub $name: Option<$type>,)*
        }

        impl Event {
            /// A hash of the content, without where it was found and why it came: equal for repeated deliveries of one
            /// record, with or without white space in its JSON. Another run may have another.
            pub fn content_hash(&self) -> u64 {
                let mut hasher = DefaultHasher::new();
                self.enter_content(&mut hasher);
                hasher.finish()
            }

            /// What stands for the event ID of a record that has none: a digest of the same content, equal in all runs.
            pub fn id_of_content(&self) -> String {
                let mut hasher = Sha256Hasher::default();
                self.enter_content(&mut hasher);
                format!("{NO_EVENT_ID}{:016x}", hasher.finish())
            }

            fn enter_content(&self, hasher: &mut impl Hasher) {
                $(if !matches!(stringify!($name), "source_object" | "addendum_reason" | "addendum_of") {
                    self.$name.enter(ColumnKind::$kind, hasher);
                })*
            }

            /// The JSON texts that it has.
            fn json_texts(&self) -> impl Iterator<Item = &str> {
                [$(self.$name.json(ColumnKind::$kind),)*].into_iter().flatten()
            }
        }
    };
}

relation! {
    event_id: Text: String,
    event_time: Timestamp: DateTime<Utc>,
    event_source: Text: String,
    event_name: Text: String,
    event_type: Text: String,
    event_category: Text: String,
    aws_region: Text: String,
    source_ip_address: Text: String,
    user_agent: Text: String,
    error_code: Text: String,
    error_message: Text: String,
    request_id: Text: String,
    read_only: Boolean: bool,
    recipient_account_id: Text: String,
    user_type: Text: String,
    principal_id: Text: String,
    user_arn: Text: String,
    user_name: Text: String,
    account_id: Text: String,
    access_key_id: Text: String,
    invoked_by: Text: String,
    session_issuer_type: Text: String,
    session_issuer_arn: Text: String,
    session_created: Timestamp: DateTime<Utc>,
    ec2_role_delivery: Text: String,
    mfa_authenticated: Text: String,
    source_identity: Text: String,
    console_session: Boolean: bool,
    request_parameters: Json: String,
    response_elements: Json: String,
    additional_event_data: Json: String,
    resources: Json: String,
    service_event_details: Json: String,
    vpc_endpoint_id: Text: String,
    vpc_endpoint_account_id: Text: String,
    tls_host: Text: String,
    shared_event_id: Text: String,
    on_behalf_of: Text: String,
    addendum_reason: Text: String,
    addendum_of: Text: String,
    source_object: Text: String,
}

impl Event {
    /// The ID of the record that this one puts right. One that is only late puts nothing right.
    pub fn corrects(&self) -> Option<&str> {
        let updated = self.addendum_reason.as_deref().is_some_and(|r| r.eq_ignore_ascii_case("UPDATED_DATA"));
        self.addendum_of.as_deref().filter(|_| updated)
    }

    /// Whether an object or list of the record cannot be read, and with it whatever the call names or hands out there. A
    /// plain text holds neither.
    pub fn is_unreadable(&self) -> bool {
        let mut held = self.json_texts().filter(|text| text.starts_with(['{', '[']));
        held.any(|text| !crate::lenient_json::is_readable(text))
    }
}

impl Event {
    /// The text at a dotted path in CloudTrail's own spelling (`responseElements.credentials.accessKeyId`) that starts with `requestParameters`, `responseElements`,
    /// `additionalEventData`, `resources` or `serviceEventDetails`. Numbers and booleans come back as text; objects as `None`.
    pub fn json_text(&self, path: &str) -> Option<String> {
        let (column, rest) = path.split_once('.')?;
        let text = match column {
            "requestParameters" => self.request_parameters.as_deref()?,
            "responseElements" => self.response_elements.as_deref()?,
            "additionalEventData" => self.additional_event_data.as_deref()?,
            "resources" => self.resources.as_deref()?,
            "serviceEventDetails" => self.service_event_details.as_deref()?,
            _ => return None,
        };
        let root = crate::lenient_json::parse(text)?;
        let found = rest.split('.').try_fold(&root, |value, key| match value {
            serde_json::Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            other => other.get(key),
        })?;
        match found {
            serde_json::Value::String(s) => Some(s.clone()),
            serde_json::Value::Number(n) => Some(n.to_string()),
            serde_json::Value::Bool(b) => Some(b.to_string()),
            _ => None,
        }
    }
}
