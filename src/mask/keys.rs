//! Names of parameters whose value is a secret, in the spelling of [`normal`], each with the reason.

use super::{Call, Kind};

/// Which values of a key are masked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The value, whatever it is.
    Value,
    /// A text or number; an object of this name is something else.
    Scalar,
    /// In an object its members, in a list the `value` of its items: the names stay.
    Inside,
    /// The same, of a list only; an object of this name is something else.
    Items,
}

/// A name, and what stands behind it.
struct Key {
    name: &'static str,
    /// Longer names that end so count as well: `masterUserPassword`, `DB_PASSWORD`.
    ending: bool,
    kind: Kind,
    of: Of,
    /// The calls it holds for, as `service` or `service:Call`; all where there are none.
    calls: &'static [&'static str],
}

const fn ending(name: &'static str, kind: Kind) -> Key {
    Key { name, ending: true, kind, of: Of::Value, calls: &[] }
}

const fn exact(name: &'static str, kind: Kind) -> Key {
    Key { name, ending: false, kind, of: Of::Value, calls: &[] }
}

const fn scalar(name: &'static str, ending: bool, kind: Kind, calls: &'static [&'static str]) -> Key {
    Key { name, ending, kind, of: Of::Scalar, calls }
}

const fn inside(name: &'static str, of: Of, calls: &'static [&'static str]) -> Key {
    Key { name, ending: false, kind: "environment variable", of, calls }
}

const SIGN_IN: &[&str] = &["signin", "sso", "sso-oauth", "sso-oidc", "cognito-idp"];

const KEYS: &[Key] = &[
    // IAM, RDS, Redshift, directories, consoles: logged by older API versions and by many services still.
    ending("password", "password"),
    ending("passwd", "password"),
    // ElastiCache and MemoryDB: a list of them.
    ending("passwords", "password"),
    exact("pwd", "password"),
    // Direct Connect: of BGP.
    exact("authkey", "password"),
    // Amplify: name and password, encoded.
    exact("basicauthcredentials", "password"),
    // EventBridge: of connections.
    exact("apikeyvalue", "token"),
    ending("passphrase", "password"),
    // CreateAccessKey and AssumeRole leave it out; services that pass keys on (DMS, DataSync) may not.
    ending("secretaccesskey", "secret access key"),
    ending("secretkey", "secret access key"),
    // In every AssumeRole, GetSessionToken and GetFederationToken record; with the other two parts it is the session.
    ending("sessiontoken", "session token"),
    ending("securitytoken", "session token"),
    // Secrets Manager.
    ending("secretstring", "secret value"),
    ending("secretbinary", "secret value"),
    // Webhooks, OAuth clients, MFA seeds; an ARN of a secret is a name and stays.
    scalar("secret", true, "secret value", &[]),
    exact("secrethash", "secret value"),
    // UploadServerCertificate, ImportCertificate, GenerateDataKeyPair, CreateKeyPair.
    ending("privatekey", "private key"),
    ending("privatekeyplaintext", "private key"),
    ending("privatekeybase64", "private key"),
    exact("keymaterial", "private key"),
    // Site-to-site VPN; disks of Storage Gateway.
    ending("presharedkey", "password"),
    ending("secrettoauthenticateinitiator", "password"),
    ending("secrettoauthenticatetarget", "password"),
    // KMS: Encrypt asks with it, Decrypt and GenerateDataKey answer with it.
    exact("plaintext", "plaintext"),
    // S3 with a key of the customer: the key itself; its MD5 stays.
    exact("xamzserversideencryptioncustomerkey", "encryption key"),
    exact("xamzcopysourceserversideencryptioncustomerkey", "encryption key"),
    exact("ssecustomerkey", "encryption key"),
    // Bearer tokens: whoever holds one is let in.
    ending("accesstoken", "token"),
    ending("refreshtoken", "token"),
    ending("idtoken", "token"),
    ending("authtoken", "token"),
    ending("oauthtoken", "token"),
    ending("authorizationtoken", "token"),
    ending("bearertoken", "token"),
    ending("signintoken", "token"),
    ending("identitytoken", "token"),
    exact("tokenvalue", "token"),
    exact("authorization", "token"),
    exact("samlassertion", "token"),
    exact("devicecode", "token"),
    // Not the tokens of pages and of repeated requests, which have longer names.
    scalar("token", false, "token", &[]),
    // Codes of one use may still be unused when the report is read.
    exact("tokencode", "one-time code"),
    scalar("code", false, "one-time code", SIGN_IN),
    exact("codeverifier", "one-time code"),
    // A presigned URL is a credential until it lapses.
    exact("xamzsignature", "signature"),
    scalar("signature", false, "signature", &["s3", "cloudfront"]),
    // A shared secret between us and a third party, by AWS's own advice not to be told.
    exact("externalid", "external ID"),
    // Start scripts are where keys and passwords are pasted; encoded, so nothing inside can be told apart.
    exact("userdata", "user data"),
    // Plain even where the parameter is a SecureString.
    scalar("value", false, "parameter value", &["ssm:PutParameter"]),
    // The key that callers of an API present.
    scalar("value", false, "token", &["apigateway:CreateApiKey"]),
    // Which parameters are NoEcho stands in the stack's template and not in the call: all of them.
    exact("parametervalue", "parameter value"),
    // Lambda, stages of API Gateway, CodeBuild, Amplify, App Runner, ECS, Batch, SageMaker.
    inside("variables", Of::Inside, &[]),
    inside("environmentvariables", Of::Inside, &[]),
    inside("environmentvariablesoverride", Of::Inside, &[]),
    inside("runtimeenvironmentvariables", Of::Inside, &[]),
    inside("environment", Of::Inside, &["sagemaker", "emr-serverless"]),
    inside("environment", Of::Items, &[]),
];

/// A key as the table has it: `sts:ExternalId`, `external_id` and `ExternalId` are one.
pub(super) fn normal(key: &str) -> String {
    let name = key.rsplit(':').next().unwrap_or(key);
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// What stands behind a normal key, if it is a secret.
pub(super) fn find(key: &str, call: Call<'_>) -> Option<(Kind, Of)> {
    let named = |entry: &&Key| entry.name == key || entry.ending && key.ends_with(entry.name);
    let applies = |entry: &&Key| entry.calls.is_empty() || entry.calls.iter().any(|one| call.is(one));
    KEYS.iter().filter(named).find(applies).map(|entry| (entry.kind, entry.of))
}

/// The names that are secrets in all calls.
pub(super) fn everywhere() -> impl Iterator<Item = &'static str> {
    KEYS.iter().filter(|entry| entry.calls.is_empty()).map(|entry| entry.name)
}

/// Whether a call has secrets behind names that are too common to be looked for in all calls.
pub(super) fn special(call: Call<'_>) -> bool {
    KEYS.iter().flat_map(|entry| entry.calls).any(|one| call.is(one))
}
