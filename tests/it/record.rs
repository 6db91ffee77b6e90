//! CloudTrail records as tests write them: `record` is a whole record of a call by Alice, and a test says what differs.

use serde_json::{Value, json};

pub const ACCOUNT: &str = "111122223333";

/// Alice's long-term access key: the subject of most tests.
pub const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

/// A successful call of a service, `record("iam", "CreateUser")`; whether it only reads goes by its verb.
pub fn record(service: &str, name: &str) -> Value {
    let reads = ["Get", "List", "Describe"].iter().any(|verb| name.starts_with(verb));
    json!({
        "eventVersion": "1.11",
        "eventID": "00000000-0000-4000-8000-000000000000",
        "eventTime": "2026-01-02T10:00:00Z",
        "eventSource": format!("{service}.amazonaws.com"),
        "eventName": name,
        "userIdentity": user("alice", KEY),
        "awsRegion": "us-east-1",
        "sourceIPAddress": "198.51.100.7",
        "userAgent": "aws-cli/2.15.30",
        "requestParameters": null,
        "responseElements": null,
        "readOnly": reads,
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "eventCategory": "Management",
        "recipientAccountId": ACCOUNT,
    })
}

/// The identity of a user who calls with a key.
pub fn user(name: &str, key: &str) -> Value {
    json!({
        "type": "IAMUser", "principalId": format!("AIDAEXAMPLE{:0>10}", name.to_uppercase()),
        "arn": format!("arn:aws:iam::{ACCOUNT}:user/{name}"), "accountId": ACCOUNT, "userName": name,
        "accessKeyId": key,
    })
}

/// The identity of a session of a role.
pub fn session(role: &str, name: &str, key: &str) -> Value {
    json!({
        "type": "AssumedRole", "principalId": format!("AROAEXAMPLE{:0>10}:{name}", role.to_uppercase()),
        "arn": format!("arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{name}"), "accountId": ACCOUNT,
        "accessKeyId": key,
    })
}

/// The identity of the root user of the account.
pub fn root(key: &str) -> Value {
    json!({
        "type": "Root", "principalId": ACCOUNT, "arn": format!("arn:aws:iam::{ACCOUNT}:root"),
        "accountId": ACCOUNT, "accessKeyId": key,
    })
}

/// The identity of a service of AWS that calls for itself, `aws_service("ec2")`.
pub fn aws_service(name: &str) -> Value {
    json!({"type": "AWSService", "invokedBy": format!("{name}.amazonaws.com")})
}

/// What a record says otherwise.
pub trait Record: Sized {
    fn with(self, field: &str, value: impl Into<Value>) -> Self;

    /// Further fields, and others in their place.
    fn with_all(self, fields: Value) -> Self;

    fn without(self, field: &str) -> Self;

    fn by(self, identity: Value) -> Self {
        self.with("userIdentity", identity)
    }

    fn at(self, time: impl Into<String>) -> Self {
        self.with("eventTime", time.into())
    }

    /// The address, or the service, that the call came from.
    fn out_of(self, address: &str) -> Self {
        self.with("sourceIPAddress", address)
    }

    fn request(self, parameters: Value) -> Self {
        self.with("requestParameters", parameters)
    }

    fn response(self, elements: Value) -> Self {
        self.with("responseElements", elements)
    }

    fn denied(self) -> Self {
        self.with("errorCode", "AccessDenied")
    }

    fn id(self, id: impl Into<String>) -> Self {
        self.with("eventID", id.into())
    }

    /// An ID of its own.
    fn number(self, number: usize) -> Self {
        self.id(format!("00000000-0000-4000-8000-{number:012}"))
    }
}

impl Record for Value {
    fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self[field] = value.into();
        self
    }

    fn with_all(mut self, fields: Value) -> Self {
        for (field, value) in fields.as_object().expect("fields") {
            self[field] = value.clone();
        }
        self
    }

    fn without(mut self, field: &str) -> Self {
        self.as_object_mut().expect("a record").remove(field).expect("the field is there");
        self
    }
}
