//! One call of the demonstration as a CloudTrail record.

use super::{ACCOUNT, DAY, REGION};
use serde_json::{Value, json};

/// Who calls, from where and with what.
#[derive(Clone)]
pub struct Caller {
    identity: Value,
    address: String,
    agent: String,
}

impl Caller {
    /// An AWS service.
    pub fn service(name: &str) -> Self {
        Self {
            identity: json!({"type": "AWSService", "invokedBy": name}),
            address: name.into(),
            agent: name.into(),
        }
    }

    /// A session of a role.
    pub fn role(id: &str, role: &str, session: &str, key: &str, address: &str, agent: &str) -> Self {
        let identity = json!({
            "type": "AssumedRole",
            "principalId": format!("{id}:{session}"),
            "arn": format!("arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{session}"),
            "accountId": ACCOUNT,
            "accessKeyId": key,
            "sessionContext": {
                "sessionIssuer": {"type": "Role", "principalId": id, "arn": super::role(role), "accountId": ACCOUNT, "userName": role},
                "attributes": {"creationDate": format!("{DAY}T08:00:00Z"), "mfaAuthenticated": "false"}
            }
        });
        Self { identity, address: address.into(), agent: agent.into() }
    }

    /// A user with a long-term key.
    pub fn user(id: &str, name: &str, key: &str, address: &str, agent: &str) -> Self {
        let identity = json!({
            "type": "IAMUser",
            "principalId": id,
            "arn": format!("arn:aws:iam::{ACCOUNT}:user/{name}"),
            "accountId": ACCOUNT,
            "accessKeyId": key,
            "userName": name
        });
        Self { identity, address: address.into(), agent: agent.into() }
    }
}

/// One call.
pub struct Call {
    /// Minute of the day.
    pub minute: u32,
    caller: Caller,
    service: String,
    name: String,
    request: Value,
    response: Value,
    error: Option<(String, String)>,
    bytes_out: Option<u64>,
}

impl Call {
    /// A call that succeeds and says nothing.
    pub fn new(minute: u32, caller: &Caller, service: &str, name: &str) -> Self {
        Self {
            minute,
            caller: caller.clone(),
            service: service.into(),
            name: name.into(),
            request: Value::Null,
            response: Value::Null,
            error: None,
            bytes_out: None,
        }
    }

    /// With request parameters.
    pub fn ask(mut self, request: Value) -> Self {
        self.request = request;
        self
    }

    /// With response elements.
    pub fn answer(mut self, response: Value) -> Self {
        self.response = response;
        self
    }

    /// That is refused or fails.
    pub fn fail(mut self, code: &str, message: &str) -> Self {
        self.error = Some((code.into(), message.into()));
        self
    }

    /// A data event that sends so many bytes.
    pub fn data(mut self, bytes_out: u64) -> Self {
        self.bytes_out = Some(bytes_out);
        self
    }

    /// The record; `number` makes its IDs.
    pub fn record(&self, number: usize) -> Value {
        let read =
            ["Get", "List", "Describe", "Assume", "Invoke"].iter().any(|verb| self.name.starts_with(verb));
        let data = self.bytes_out.is_some();
        let mut record = json!({
            "eventVersion": "1.11",
            "userIdentity": self.caller.identity,
            "eventTime": format!("{DAY}T{:02}:{:02}:{:02}Z", self.minute / 60, self.minute % 60, number % 60),
            "eventSource": format!("{}.amazonaws.com", self.service),
            "eventName": self.name,
            "awsRegion": REGION,
            "sourceIPAddress": self.caller.address,
            "userAgent": self.caller.agent,
            "requestParameters": self.request,
            "responseElements": self.response,
            "requestID": format!("DEMO{number:012}"),
            "eventID": format!("00000000-0000-4000-8000-{number:012}"),
            "readOnly": read,
            "eventType": "AwsApiCall",
            "managementEvent": !data,
            "recipientAccountId": ACCOUNT,
            "eventCategory": if data { "Data" } else { "Management" },
            "tlsDetails": {"tlsVersion": "TLSv1.3", "clientProvidedHostHeader": format!("{}.{REGION}.amazonaws.com", self.service)}
        });
        if let Some((code, message)) = &self.error {
            record["errorCode"] = code.as_str().into();
            record["errorMessage"] = message.as_str().into();
        }
        if let Some(bytes) = self.bytes_out {
            record["additionalEventData"] =
                json!({"bytesTransferredOut": bytes, "SignatureVersion": "SigV4"});
        }
        record
    }
}
