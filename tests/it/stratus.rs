//! The attack techniques of a public simulator, each named by the question that exists for it.

use crate::harness::{keytrail, plain, shared};
use serde_json::Value;

/// File of the technique, and the question that must decide at least one of its events.
const TECHNIQUES: &[(&str, &str)] = &[
    ("aws.credential-access.secretsmanager-batch-retrieve-secrets", "secretsmanager_secrets_read_in_batch"),
    ("aws.credential-access.secretsmanager-retrieve-secrets", "secretsmanager_secret_read"),
    ("aws.defense-evasion.cloudtrail-delete", "cloudtrail_logging_stopped"),
    ("aws.defense-evasion.cloudtrail-event-selectors", "cloudtrail_trail_weakened"),
    ("aws.defense-evasion.dns-delete-logs", "dns_query_logging_removed"),
    ("aws.execution.ec2-launch-unusual-instances", "ec2_large_instances_launched"),
    ("aws.exfiltration.rds-share-snapshot", "rds_snapshot_shared"),
    ("aws.impact.bedrock-invoke-model", "bedrock_models_invoked"),
    ("aws.initial-access.console-login-without-mfa", "console_signed_in_without_mfa"),
    ("aws.persistence.iam-backdoor-user", "iam_access_key_created_for_other_user"),
    ("aws.persistence.iam-create-admin-user", "iam_admin_policy_attached"),
    ("aws.persistence.iam-create-user-login-profile", "iam_login_profile_for_other_user"),
];

#[test]
fn each_technique_is_named_by_its_question() {
    let Some(folder) = shared("data/stratus") else { return };
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the entry can be read").file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".ndjson").map(str::to_string))
        .collect();
    files.sort();
    assert_eq!(files, TECHNIQUES.iter().map(|(file, _)| *file).collect::<Vec<_>>(), "each file has its row");
    for (file, question) in TECHNIQUES {
        let source = folder.join(format!("{file}.ndjson"));
        let run = keytrail(&["classify", "--source", plain(&source)]);
        assert_eq!(run.code, 0, "{file}: {}", run.stderr);
        let decides = run.stdout.lines().any(|line| {
            let line: Value = serde_json::from_str(line).expect("a JSON line");
            line["questions"][0] == *question
        });
        assert!(decides, "{file}: {question} decides no event of\n{}", run.stdout);
    }
}
