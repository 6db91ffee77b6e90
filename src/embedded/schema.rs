//! The table that the logs are shown under: AWS's documented Athena columns, then the partition columns of all
//! documented layouts, then the hidden columns `"$path"` and `"$record"`.
//!
//! Source: Amazon Athena user guide, "Query AWS CloudTrail logs", column list of the CREATE TABLE statements.

use super::lake::lake;
use super::shape::{Shape, data_type};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// Partition columns, in the order in which they stand behind the documented ones.
pub const PARTITIONS: [&str; 6] = ["account", "region", "year", "month", "day", "timestamp"];
/// The column that holds the file a record came from.
pub const PATH: &str = "$path";
/// The column that holds the text of the record itself.
pub const RECORD: &str = "$record";

/// The documented columns: CloudTrail's key and the shape. The column name is the key in lower case.
pub fn documented() -> Vec<(&'static str, Shape)> {
    use Shape::{Json, List, Struct, Text, TextMap};
    let issuer = Struct(vec![
        ("type", Text),
        ("principalId", Text),
        ("arn", Text),
        ("accountId", Text),
        ("userName", Text),
    ]);
    let session = Struct(vec![
        ("attributes", Struct(vec![("mfaAuthenticated", Text), ("creationDate", Text)])),
        ("sessionIssuer", issuer),
        ("ec2RoleDelivery", Text),
        ("webIdFederationData", Struct(vec![("federatedProvider", Text), ("attributes", TextMap)])),
    ]);
    let identity = Struct(vec![
        ("type", Text),
        ("principalId", Text),
        ("arn", Text),
        ("accountId", Text),
        ("invokedBy", Text),
        ("accessKeyId", Text),
        ("userName", Text),
        ("onBehalfOf", Struct(vec![("userId", Text), ("identityStoreArn", Text)])),
        ("sessionContext", session),
    ]);
    let resource = Struct(vec![("ARN", Text), ("accountId", Text), ("type", Text)]);
    let addendum = Struct(vec![
        ("reason", Text),
        ("updatedFields", Text),
        ("originalRequestID", Text),
        ("originalEventID", Text),
    ]);
    vec![
        ("eventVersion", Text),
        ("userIdentity", identity),
        ("eventTime", Text),
        ("eventSource", Text),
        ("eventName", Text),
        ("awsRegion", Text),
        ("sourceIPAddress", Text),
        ("userAgent", Text),
        ("errorCode", Text),
        ("errorMessage", Text),
        ("requestParameters", Json),
        ("responseElements", Json),
        ("additionalEventData", Json),
        ("requestID", Text),
        ("eventID", Text),
        ("readOnly", Text),
        ("resources", List(Box::new(resource))),
        ("eventType", Text),
        ("apiVersion", Text),
        ("recipientAccountId", Text),
        ("serviceEventDetails", Json),
        ("sharedEventID", Text),
        ("vpcEndpointId", Text),
        ("vpcEndpointAccountId", Text),
        ("eventCategory", Text),
        ("addendum", addendum),
        ("sessionCredentialFromConsole", Text),
        ("edgeDeviceDetails", Json),
        (
            "tlsDetails",
            Struct(vec![("tlsVersion", Text), ("cipherSuite", Text), ("clientProvidedHostHeader", Text)]),
        ),
    ]
}

/// The whole table.
pub fn table_schema() -> SchemaRef {
    let documented = documented();
    let columns =
        documented.iter().map(|(key, shape)| Field::new(key.to_ascii_lowercase(), data_type(shape), true));
    let others =
        PARTITIONS.iter().copied().chain([PATH, RECORD]).map(|name| Field::new(name, DataType::Utf8, true));
    Arc::new(Schema::new(columns.chain(others).collect::<Vec<_>>()))
}

/// Which of AWS's tables the logs are shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableShape {
    /// Athena's documented table.
    Athena,
    /// An event data store of CloudTrail Lake.
    Lake,
}

/// Keys and shapes of a table's own columns.
pub fn shaped(shape: TableShape) -> Vec<(&'static str, Shape)> {
    match shape {
        TableShape::Athena => documented(),
        TableShape::Lake => lake(),
    }
}

/// The schema of a table.
pub fn shaped_schema(shape: TableShape) -> SchemaRef {
    match shape {
        TableShape::Athena => table_schema(),
        TableShape::Lake => {
            let field =
                |(key, shape): &(&str, Shape)| Field::new(key.to_ascii_lowercase(), data_type(shape), true);
            Arc::new(Schema::new(lake().iter().map(field).collect::<Vec<_>>()))
        }
    }
}
