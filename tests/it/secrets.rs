//! No file of a case holds a secret of the logs; what only looks like one stays.

use crate::case::{Case, investigate};
use crate::harness::{delivered, files, keytrail, log, plain};
use crate::record::{KEY, Record, record, session};
use serde_json::{Value, json};
use std::path::Path;

const SESSION: &str = "ASIAJEXAMPLEFED00001";
/// How every secret of the trail can be recognised.
const MARK: &str = "s3cr3t";

fn call(number: usize, service: &str, name: &str, fields: Value) -> Value {
    record(service, name)
        .id(format!("secret-{number}"))
        .at(format!("2026-01-02T03:{:02}:00Z", number % 60))
        .with("readOnly", false)
        .with_all(fields)
}

/// The case of what such calls are logged in.
fn case(logs: &Path) -> Case {
    investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z").on(logs)
}

fn request(parameters: Value) -> Value {
    json!({ "requestParameters": parameters })
}

fn response(elements: Value) -> Value {
    json!({ "responseElements": elements })
}

/// Each holds one secret or more, in the places where CloudTrail has shown them.
fn trail() -> Vec<Value> {
    let trust = |inside: &str| {
        format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::444455556666:root"}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"sts:ExternalId":{inside}}}}}}}]}}"#
        )
    };
    let encoded: String = trust("\"ext-s3cr3t-1\"").bytes().map(|byte| format!("%{byte:02X}")).collect();
    let signed = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=fe5fs3cr3t80";
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzs3cr3tdWIi.dozjgNs3cr3tryP4";
    let calls = [
        (
            "sts",
            "AssumeRole",
            json!({"requestParameters": {"roleArn": "arn:aws:iam::111122223333:role/r", "roleSessionName": "s", "externalId": "ext-s3cr3t"},
            "responseElements": {"credentials": {"accessKeyId": SESSION, "sessionToken": "IQoJb3JpZ2lus3cr3tAAAAAAAAAAAAAA//8=", "expiration": "Jan 2, 2026 11:00:00 AM"},
                "assumedRoleUser": {"assumedRoleId": "AROAIOSFODNN7EXAMPLE:s", "arn": "arn:aws:sts::111122223333:assumed-role/r/s"}}}),
        ),
        (
            "iam",
            "CreateAccessKey",
            response(
                json!({"accessKey": {"accessKeyId": "AKIAI44QH8DHBEXAMPLE", "SecretAccessKey": "s3cr3tK7MDENG/bPxRfiCYEXAMPLEKEYAAAAAAAA", "userName": "bob", "status": "Active"}}),
            ),
        ),
        (
            "iam",
            "CreateLoginProfile",
            request(json!({"userName": "bob", "PASSWORD": "s3cr3t-1", "passwordResetRequired": false})),
        ),
        ("iam", "ChangePassword", request(json!({"oldPassword": "s3cr3t\"2", "newPassword": "s3cr3t-3"}))),
        (
            "iam",
            "CreateServiceSpecificCredential",
            response(
                json!({"serviceSpecificCredential": {"servicePassword": "s3cr3t-4", "userName": "bob", "serviceSpecificCredentialId": "ACCAEXAMPLE123EXAMPLE"}}),
            ),
        ),
        (
            "secretsmanager",
            "PutSecretValue",
            request(
                json!({"secretId": "db", "secretString": "{\"dbpass\":\"s3cr3t-5\"}", "secretBinary": {"hb": [115, 51, "s3cr3t"]}}),
            ),
        ),
        (
            "ec2",
            "RunInstances",
            request(json!({"instanceType": "m5.large", "userData": "s3cr3tIyEvYmluL2Jhc2gK"})),
        ),
        (
            "ec2",
            "ModifyInstanceAttribute",
            request(
                json!({"instanceId": "i-0123456789abcdef0", "attribute": "userData", "value": "s3cr3tIyEvYmlu"}),
            ),
        ),
        ("ec2", "CreateKeyPair", response(json!({"keyName": "k", "keyMaterial": "s3cr3t-material"}))),
        (
            "lambda",
            "CreateFunction20150331",
            request(json!({"functionName": "f", "environment": {"variables": {"DB": "s3cr3t-env"}}})),
        ),
        (
            "ecs",
            "RegisterTaskDefinition",
            request(
                json!({"family": "t", "containerDefinitions": [{"environment": [{"name": "DB", "value": "s3cr3t-env"}]}]}),
            ),
        ),
        (
            "codebuild",
            "CreateProject",
            request(
                json!({"name": "p", "environment": {"image": "aws/standard", "environmentVariables": [{"value": "s3cr3t-env", "name": "A"}]}}),
            ),
        ),
        (
            "ssm",
            "PutParameter",
            request(json!({"name": "/db/pass", "type": "SecureString", "value": "s3cr3t-parameter"})),
        ),
        (
            "rds",
            "CreateDBInstance",
            json!({"requestParameters": {"dBInstanceIdentifier": "d", "masterUserPassword": "s3cr3t-rds"},
            "errorCode": "InvalidParameterValue", "errorMessage": "The parameter s3cr3t-rds is not a valid password."}),
        ),
        (
            "cloudformation",
            "CreateStack",
            request(
                json!({"stackName": "s", "parameters": [{"parameterKey": "Size", "parameterValue": "s3cr3t-cfn"}]}),
            ),
        ),
        (
            "directoryservice",
            "ResetUserPassword",
            request(
                json!({"userName": "s3", "newPassword": ":false,s3cr3t\"", "password": ":false", "more": false, "text": "it was :false,s3cr3t\" once"}),
            ),
        ),
        ("kms", "Decrypt", response(json!({"Plaintext": "s3cr3t-plain"}))),
        ("kms", "Tag", request(json!({"pairs": [{"value": "s3cr3t-pair", "key": "DB_PASSWORD"}]}))),
        (
            "cognito-idp",
            "ConfirmSignUp",
            request(
                json!({"code": "s3cr3t-code", "clientId": "c", "clientSecret": "s3cr3t", "authParameters": {"REFRESH_TOKEN": "s3cr3t"}}),
            ),
        ),
        (
            "signin",
            "CreateOAuth2Token",
            json!({"requestParameters": {"code": "s3cr3t-code", "codeVerifier": "s3cr3t"}, "responseElements": {"accessToken": {"sessionToken": "s3cr3t"}, "idToken": jwt}}),
        ),
        (
            "ecr",
            "GetAuthorizationToken",
            response(json!({"authorizationData": [{"authorizationToken": "QVdTOs3cr3t"}]})),
        ),
        (
            "iam",
            "UpdateAssumeRolePolicy",
            request(
                json!({"roleName": "r", "policyDocument": trust("[\"ext-s3cr3t-1\", \"ext-s3cr3t-2\"]")}),
            ),
        ),
        (
            "iam",
            "CreateRole",
            json!({"requestParameters": {"roleName": "q", "assumeRolePolicyDocument": trust("\"ext-s3cr3t-1\"")}, "responseElements": {"role": {"roleName": "q", "assumeRolePolicyDocument": encoded}}}),
        ),
        (
            "iam",
            "UploadServerCertificate",
            request(
                json!({"serverCertificateName": "c", "x": "-----BEGIN RSA PRIVATE KEY-----\nMIIEs3cr3t\n-----END RSA PRIVATE KEY-----"}),
            ),
        ),
        (
            "iam",
            "ListUsers",
            json!({"userAgent": format!("curl {signed}"), "errorCode": "SignatureDoesNotMatch", "errorMessage": format!("The canonical string: {signed}")}),
        ),
        (
            "lambda",
            "CreateFunctionUrlConfig",
            json!({"errorCode": "ValidationException", "errorMessage": "bad header Basic YWxps3cr3t2U6czNjcmV0"}),
        ),
        (
            "ssm",
            "SendCommand",
            request(json!({"documentName": "AWS-RunShellScript", "parameters": {"commands": [
            format!("curl -H 'Authorization: Bearer {jwt}' https://u:s3cr3t@example.com; mysql -u root -ps3cr3t db"),
            "export AWS_SECRET_ACCESS_KEY=s3cr3tnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY; aws rds x --master-user-password 's3cr3t phrase'",
            "echo \"{\\\"password\\\": \\\"s3cr3t cut of"]}})),
        ),
        (
            "ssm",
            "SendCommand",
            request(json!({"documentName": "AWS-RunShellScript", "parameters": {"commands": [
                "aws configure set aws_secret_access_key s3cr3tnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "GITHUB_TOKEN=s3cr3t1 VAULT_TOKEN=s3cr3t2 DB_PASS=s3cr3t3 AWS_BEARER_TOKEN_BEDROCK=s3cr3t4 ./run",
                "net user bob s3cr3tPw1 /add",
                "docker login -u bob -p s3cr3tPw2 registry.example.com",
                "ConvertTo-SecureString 's3cr3t Pw3' -AsPlainText",
                "CREATE USER bob IDENTIFIED BY 's3cr3t Pw4'; CREATE ROLE bob WITH PASSWORD 's3cr3t Pw5'",
                "AKIAI44QH8DHBEXAMPLE,s3cr3tAnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY/ "]}})),
        ),
        (
            "elasticache",
            "CreateUser",
            request(json!({"userId": "u", "passwords": ["s3cr3t-one", "s3cr3t-two"]})),
        ),
        (
            "directconnect",
            "CreateBGPPeer",
            request(json!({"newBGPPeer": {"asn": 65000, "authKey": "s3cr3tBgp"}})),
        ),
        (
            "amplify",
            "CreateBranch",
            request(json!({"basicAuthCredentials": "czNjcjN0s3cr3t", "pwd": "s3cr3t"})),
        ),
        (
            "events",
            "CreateConnection",
            request(
                json!({"authParameters": {"apiKeyAuthParameters": {"apiKeyName": "n", "apiKeyValue": "s3cr3tKey"}}}),
            ),
        ),
        ("appsync", "CreateApiKey", response(json!({"apiKey": {"id": "da2-s3cr3tabcdefghijklmnopqr"}}))),
        (
            "s3",
            "GetObject",
            json!({"eventCategory": "Data", "readOnly": true, "requestParameters": {"bucketName": "b",
            "key": "k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=fe5s3cr3t&X-Amz-Security-Token=IQoJs3cr3t", "X-Amz-Signature": "fe5s3cr3t"},
            "resources": [{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::b/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=vjbs3cr3t%3D"}]}),
        ),
        (
            "states",
            "StartExecution",
            request(
                json!({"input": "{\"a\":{\"b\":\"{\\\"Session-Token\\\":\\\"s3cr3t\\\"}\"},\"list\":[[{\"pAssWord\":\"s3cr3t\"}]],\"cut\":{\"secretAccessKey\":\"s3cr3t and no en"}),
            ),
        ),
    ];
    // Each alone, so that no other name tells that the text is to be looked at.
    let spelled = [
        "pre_shared_key",
        "device_code",
        "code-verifier",
        "key_material",
        "saml_assertion",
        "Parameter Value",
        "private.key",
        "environment_variables",
    ];
    let spelled = spelled.map(|name| {
        let parameters = match name {
            "environment_variables" => json!({ name: {"A": "s3cr3t"} }),
            _ => json!({ name: "s3cr3t" }),
        };
        ("iam", "TagUser", request(parameters))
    });
    let mut records: Vec<Value> = calls
        .into_iter()
        .chain(spelled)
        .enumerate()
        .map(|(n, (source, name, fields))| call(n, source, name, fields))
        .collect();
    let follows = call(records.len(), "s3", "ListBuckets", json!({})).at("2026-01-02T03:59:00Z");
    records.push(follows.by(session("r", "s", SESSION).with("principalId", "AROAIOSFODNN7EXAMPLE:s")));
    records
}

#[test]
fn no_file_of_a_case_holds_a_secret() {
    let records = trail();
    for record in &records[..records.len() - 1] {
        assert!(record.to_string().contains(MARK) || record.to_string().contains("%73%33%63"), "{record}");
    }
    let mut text = json!({ "Records": records }).to_string().replace("\"PASSWORD\"", "\"\\u0050ASSWORD\"");
    // A file that ends inside a record, inside a secret.
    let cut = call(58, "iam", "CreateLoginProfile", request(json!({"userName": "x", "zPassword": "s3cr3t"})));
    let cut = cut.to_string();
    text.truncate(text.len() - 2);
    let logs = log(format!("{text},{}", &cut[..cut.find(MARK).expect("the secret") + MARK.len()]));
    let case = case(logs.path());
    let facts = case.facts();
    assert_eq!(
        facts["totals"]["outcomes"]["total"],
        records.len(),
        "the role's session is followed: {}",
        case.run.stderr
    );
    let found = files(&case.path(""));
    let encoded: String = MARK.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for (name, text) in &found {
        for mark in [MARK, "S3CR3T", &encoded] {
            let at = text.find(mark);
            assert_eq!(at.map(|at| &text[at.saturating_sub(120)..at + 20]), None, "{name}");
        }
        text.lines().filter(|_| name.ends_with(".jsonl")).for_each(|line| {
            serde_json::from_str::<Value>(line).expect("JSON");
        });
    }
    let text = |end: &str| found.iter().find(|(name, _)| name.ends_with(end)).expect("the file").1.as_str();
    for line in text("events.jsonl").lines() {
        let event: Value = serde_json::from_str(line).expect("JSON");
        for column in ["request_parameters", "response_elements"] {
            if let Some(inside) = event[column].as_str() {
                serde_json::from_str::<Value>(inside).expect("what is masked stays JSON");
            }
        }
    }
    assert!(text("events.jsonl").contains(SESSION) && text("events.jsonl").contains("AKIAI44QH8DHBEXAMPLE"));
    assert!(
        text("events.jsonl").contains("AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=(masked: signature)")
    );
    let kinds = facts["masked"].as_object().expect("counts by kind");
    for kind in [
        "password",
        "session token",
        "secret access key",
        "external ID",
        "private key",
        "signature",
        "token",
        "user data",
        "environment variable",
        "parameter value",
        "secret value",
        "plaintext",
        "one-time code",
    ] {
        assert!(kinds.contains_key(kind), "{kind}: {kinds:?}");
    }
    let total: u64 = kinds.values().filter_map(Value::as_u64).sum();
    assert!(text("report.md").contains(&format!("{total} values were masked")), "{}", text("report.md"));
    assert!(!keytrail(&["classify", "--source", plain(logs.path())]).stdout.contains(MARK));
}

/// Each name masks the value beside it, whatever came before or after: the work of looking for the value's own edit
/// may not grow with the number of the names.
#[test]
fn very_many_named_values_are_masked() {
    let mut list: Vec<Value> =
        (0..60_000).map(|n| json!({"name": "password", "value": format!("s3cr3t{n}")})).collect();
    list.push(json!({"name": "password", "value": "{\"token\":\"s3cr3t\"}", "z": {"password": "s3cr3t"}}));
    list.push(json!({"value": "{\"token\":\"s3cr3t\"}", "other": {"name": "password", "value": "s3cr3t"}}));
    let call = call(1, "iam", "TagUser", request(json!({ "list": list })));
    let event = case(delivered(&[call]).path()).rows("evidence/events.jsonl").remove(0);
    let text = event["request_parameters"].as_str().expect("text");
    assert!(!text.contains(MARK));
    let inside: Value = serde_json::from_str(text).expect("what is masked stays JSON");
    assert_eq!(inside["list"][60_000]["value"], "(masked: password)");
    assert!(inside["list"][60_001]["value"].as_str().expect("text").starts_with("{\"token\":"));
}

#[test]
fn what_only_looks_like_a_secret_stays() {
    let near = json!({
        "passwordLastUsed": "2026-01-01", "passwordResetRequired": true, "minimumPasswordLength": 8, "tokenExpiry": "soon",
        "secretArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:db", "secretId": "db", "keyId": "k", "nextToken": "page-2",
        "clientToken": "again", "clientRequestToken": "once", "publicKeyMaterial": "ssh-rsa AAAA", "manageMasterUserPassword": "true",
        "newPassword": "HIDDEN_DUE_TO_SECURITY_REASONS", "masterUserPassword": "****", "value": "plain", "code": {"s3Bucket": "code"},
        "tags": {"Environment": "prod"}, "tagSet": [{"key": "Environment", "value": "prod-2"}], "encryptionKeyMD5": "md5", "signatureVersion": "SigV4",
        "secrets": [{"name": "DB", "valueFrom": "arn:aws:ssm:us-east-1:111122223333:parameter/db"}], "externalIdentity": "x",
        "text": "Basic authentication, bearer certificates, password must be long, --secret-id db --next-token page-3, PGPASSWORD=$PG, https://example.com:443/a@b",
        "certificate": "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----", "spaced" : {"a":  1.50, "b": "\u{e9}"}
    });
    let text = near.to_string();
    let call = call(
        1,
        "iam",
        "GetUser",
        json!({"requestParameters": near, "userAgent": "curl/8 passwordLastUsed=x tokenExpiry=1 secretArn=a keyId=k AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE"}),
    );
    let case = case(delivered(&[call]).path());
    let (facts, report) = case.facts_and_report();
    assert_eq!(facts["masked"], json!({}), "{}", case.run.stderr);
    let event = &case.rows("evidence/events.jsonl")[0];
    assert_eq!(event["request_parameters"], text, "to the byte");
    assert!(!report.contains("were masked"));
}
