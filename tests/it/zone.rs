//! With a zone set, no time of a report stands in UTC alone; and no cell of a table is empty.

use crate::case::investigate;
use crate::record::{KEY, Record, record, root};
use serde_json::json;

#[test]
fn every_time_has_the_operators_zone_beside_it() {
    // Root has no user name: CloudTrail writes an empty one.
    let answer =
        json!({"accessKey": {"userName": "", "accessKeyId": "AKIAI44QH8DHBEXAMPLE", "status": "Active"}});
    let call = record("iam", "CreateAccessKey").by(root(KEY)).response(answer).without("userAgent");
    let case = investigate(KEY, "2026-01-02T00:00Z", "2026-01-03T00:00Z")
        .configured("[organisation]\ntimezone = \"Asia/Tokyo\"\n")
        .on_records(&[call]);
    assert_eq!(case.run.code, 1, "the logs end long before the window: {}", case.run.stderr);
    let report = case.report();
    let gap = "before 2026-01-02T10:00:00Z (2026-01-02 19:00:00 JST, UTC+09:00);";
    assert!(report.contains(gap), "a time in a sentence of ours: {report}");
    let volume = "| 2026-01-02T10:00:00.000Z (2026-01-02 19:00:00 JST, UTC+09:00) |";
    assert!(report.contains(volume), "a time in a volume table: {report}");
    assert!(report.contains("| (empty) |") && !report.contains("|  |"), "{report}");
}
