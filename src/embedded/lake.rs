//! The columns of an event data store of CloudTrail Lake, so that a Lake statement can be tried on a folder.
//!
//! Source: AWS CloudTrail user guide, "CloudTrail Lake supported event schemas".

use super::shape::Shape;

/// The column that holds the text of the whole record.
pub const EVENT_JSON: &str = "eventJson";

/// CloudTrail's key and the shape of each column.
pub fn lake() -> Vec<(&'static str, Shape)> {
    use Shape::{Boolean, List, Struct, Text, TextMap, Time};
    let texts = |keys: &[&'static str]| Struct(keys.iter().map(|key| (*key, Text)).collect());
    let federation = Struct(vec![("federatedProvider", Text), ("attributes", TextMap)]);
    let session = Struct(vec![
        ("attributes", Struct(vec![("creationDate", Time), ("mfaAuthenticated", Text)])),
        ("sessionIssuer", texts(&["type", "principalId", "arn", "accountId", "userName"])),
        ("webIdFederationData", federation),
        ("sourceIdentity", Text),
        ("ec2RoleDelivery", Text),
        ("ec2IssuedInVpc", Text),
    ]);
    let identity = Struct(vec![
        ("type", Text),
        ("principalId", Text),
        ("arn", Text),
        ("accountId", Text),
        ("accessKeyId", Text),
        ("userName", Text),
        ("sessionContext", session),
        ("onBehalfOf", texts(&["userId", "identityStoreArn"])),
        ("inScopeOf", texts(&["sourceArn", "sourceAccount", "issuerType", "credentiaIsIssuedTo"])),
        ("invokedBy", Text),
        ("identityProvider", Text),
    ]);
    vec![
        ("eventVersion", Text),
        ("userIdentity", identity),
        ("eventTime", Time),
        ("eventSource", Text),
        ("eventName", Text),
        ("awsRegion", Text),
        ("sourceIPAddress", Text),
        ("userAgent", Text),
        ("errorCode", Text),
        ("errorMessage", Text),
        ("requestParameters", TextMap),
        ("responseElements", TextMap),
        ("additionalEventData", TextMap),
        ("requestID", Text),
        ("eventID", Text),
        ("readOnly", Boolean),
        ("resources", List(Box::new(texts(&["accountId", "type", "ARN", "ARNPrefix"])))),
        ("eventType", Text),
        ("apiVersion", Text),
        ("managementEvent", Boolean),
        ("recipientAccountId", Text),
        ("sharedEventID", Text),
        ("annotation", Text),
        ("vpcEndpointId", Text),
        ("vpcEndpointAccountId", Text),
        ("serviceEventDetails", TextMap),
        ("addendum", TextMap),
        ("edgeDeviceDetails", TextMap),
        ("insightDetails", TextMap),
        ("eventCategory", Text),
        ("tlsDetails", texts(&["tlsVersion", "cipherSuite", "clientProvidedHostHeader"])),
        ("sessionCredentialFromConsole", Text),
        (EVENT_JSON, Text),
        ("eventJsonChecksum", Text),
    ]
}
