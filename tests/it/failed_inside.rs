//! Calls that AWS answers with success and whose response tells that they failed.

use crate::harness::classified;
use crate::record::{Record, record};
use serde_json::{Value, json};

/// The outcomes of calls, each with its request and response.
fn outcomes(calls: &[(&str, &str, Value, Value)]) -> Vec<String> {
    let called = |(number, (source, name, request, response)): (usize, &(&str, &str, Value, Value))| {
        record(source, name).number(number).request(request.clone()).response(response.clone())
    };
    let records: Vec<Value> = calls.iter().enumerate().map(called).collect();
    let outcome = |event: &Value| event["outcome"].as_str().expect("text").to_string();
    classified(&records).iter().map(outcome).collect()
}

#[test]
fn a_response_that_lists_what_failed_is_no_success() {
    let targets = |ids: &[&str]| json!({"rule": "r", "targets": ids.iter().map(|id| json!({"id": id})).collect::<Vec<_>>()});
    let failed = |count: u64| json!({"failedEntryCount": count, "failedEntries": []});
    let flow_logs = |unsuccessful: Value| json!({"DeleteFlowLogsResponse": {"unsuccessful": unsuccessful}});
    let one = json!({"DeleteFlowLogsRequest": {"FlowLogId": {"tag": 1, "content": "fl-0a"}}});
    let two = json!({"DeleteFlowLogsRequest": {"FlowLogId": [{"tag": 1, "content": "fl-0a"}, {"tag": 2, "content": "fl-0b"}]}});
    let item = json!({"item": {"resourceId": "fl-0a", "error": {"code": "InvalidFlowLogId.NotFound"}}});
    let account = |state: &str| json!({"createAccountStatus": {"id": "car-1", "state": state}});
    let task = json!([{"taskArn": "arn:aws:ecs:us-east-1:111122223333:task/prod/1"}]);
    let lack = json!([{"reason": "RESOURCE:MEMORY"}]);
    let none = || json!({});
    let calls = [
        (("events", "PutTargets", targets(&["1"]), failed(1)), "failed"),
        (("events", "PutTargets", targets(&["1", "2"]), failed(1)), "succeeded"),
        (("events", "PutTargets", targets(&["1"]), failed(0)), "succeeded"),
        (("ec2", "DeleteFlowLogs", one.clone(), flow_logs(item.clone())), "failed"),
        (("ec2", "DeleteFlowLogs", two, flow_logs(item)), "succeeded"),
        (("ec2", "DeleteFlowLogs", one, flow_logs(json!(""))), "succeeded"),
        (("organizations", "CreateAccount", none(), account("FAILED")), "failed"),
        (("organizations", "CreateAccount", none(), account("IN_PROGRESS")), "succeeded"),
        (("ecs", "RunTask", none(), json!({"tasks": [], "failures": lack})), "failed"),
        (("ecs", "RunTask", none(), json!({"tasks": task, "failures": lack})), "succeeded"),
        (("ec2-instance-connect", "SendSSHPublicKey", none(), json!({"success": false})), "failed"),
        (("ec2-instance-connect", "SendSSHPublicKey", none(), json!({"success": true})), "succeeded"),
        // The same words in the response of another call mean something else.
        (("lambda", "Invoke", none(), json!({"success": false, "failures": lack})), "succeeded"),
        (("events", "PutTargets", targets(&["1"]), Value::Null), "succeeded"),
    ];
    let (calls, expected): (Vec<_>, Vec<&str>) = calls.into_iter().unzip();
    assert_eq!(outcomes(&calls), expected);
}
