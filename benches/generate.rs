//! Writes a synthetic trail: deterministic, an ordinary mixture of services, one key in 0.1 % of the records.
//!
//! `cargo run --release --example generate -- FOLDER GIGABYTES`

use flate2::{Compression, GzBuilder};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// The key to look for.
const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const ACCOUNT: &str = "111122223333";
/// The session that has the key.
const OWNER: u64 = 400;
/// Roles that the key assumes, each with the session of the one before.
const HOPS: u64 = 3;
const REGIONS: [&str; 4] = ["us-east-1", "eu-central-1", "ap-northeast-1", "us-west-2"];
const CALLS: [(&str, &str, bool); 8] = [
    ("ec2", "DescribeInstances", true),
    ("s3", "GetBucketAcl", true),
    ("kms", "Decrypt", true),
    ("sts", "AssumeRole", true),
    ("logs", "DescribeLogGroups", true),
    ("ssm", "UpdateInstanceInformation", false),
    ("iam", "GetRole", true),
    ("autoscaling", "DescribeAutoScalingGroups", true),
];

/// A small generator of numbers: the same trail on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

fn record(
    out: &mut String,
    numbers: &mut Numbers,
    region: &str,
    minute: u64,
    serial: u64,
    every: u64,
    wanted: bool,
) {
    let (service, call, read) = CALLS[numbers.next(8) as usize];
    let (person, second) = (numbers.next(400), numbers.next(60));
    // One principal has the key, and nobody else's calls are its own.
    let (person, key) = if wanted && serial.is_multiple_of(every) {
        (OWNER, KEY.to_string())
    } else {
        (person, format!("ASIA{:016}", numbers.next(1 << 40)))
    };
    let items: String = (0..numbers.next(14)).fold(String::new(), |mut items, n| {
        let _ = write!(items, r#"{{"instanceId":"i-{:017x}","name":"node-{n}"}},"#, numbers.next(u64::MAX));
        items
    });
    let _ = write!(
        out,
        r#"{{"eventVersion":"1.11","userIdentity":{{"type":"AssumedRole","principalId":"AROA{person:016}:session-{person}","arn":"arn:aws:sts::{ACCOUNT}:assumed-role/team-{person}/session-{person}","accountId":"{ACCOUNT}","accessKeyId":"{key}","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROA{person:016}","arn":"arn:aws:iam::{ACCOUNT}:role/team-{person}","accountId":"{ACCOUNT}","userName":"team-{person}"}},"attributes":{{"creationDate":"2026-01-01T00:00:00Z","mfaAuthenticated":"false"}}}}}},"eventTime":"2026-01-{:02}T{:02}:{:02}:{second:02}Z","eventSource":"{service}.amazonaws.com","eventName":"{call}","awsRegion":"{region}","sourceIPAddress":"198.51.100.{}","userAgent":"aws-sdk-java/2.25.{} md/internal ua/2.0 os/Linux#5.10 lang/java#17 cfg/retry-mode#standard","requestParameters":{{"instancesSet":{{"items":[{}]}},"filterSet":{{"items":[{{"name":"tag:team","valueSet":{{"items":[{{"value":"team-{person}"}}]}}}}]}}}},"responseElements":null,"requestID":"{serial:08x}-0000-4000-8000-{:016x}","eventID":"{serial:08x}-1111-4111-8111-{:016x}","readOnly":{read},"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"{ACCOUNT}","eventCategory":"Management","tlsDetails":{{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{service}.{region}.amazonaws.com"}}}}"#,
        minute / 1440 + 1,
        minute / 60 % 24,
        minute % 60,
        numbers.next(250),
        numbers.next(40),
        items.trim_end_matches(','),
        numbers.next(u64::MAX),
        numbers.next(u64::MAX)
    );
}

/// The call by which a hop's session assumes the role of the next; the last session only asks who it is.
fn hop(number: u64) -> String {
    let key = |number| if number == 0 { KEY.to_string() } else { format!("ASIAEXAMPLEHOP{number:06}") };
    let person = OWNER + number;
    let next = OWNER + number + 1;
    let (call, request, response) = if number < HOPS {
        (
            "AssumeRole",
            format!(
                r#"{{"roleArn":"arn:aws:iam::{ACCOUNT}:role/team-{next}","roleSessionName":"session-{next}"}}"#
            ),
            format!(
                r#"{{"credentials":{{"accessKeyId":"{}","expiration":"Jan 2, 2026, 1:00:00 AM"}},"assumedRoleUser":{{"assumedRoleId":"AROA{next:016}:session-{next}","arn":"arn:aws:sts::{ACCOUNT}:assumed-role/team-{next}/session-{next}"}}}}"#,
                key(number + 1)
            ),
        )
    } else {
        ("GetCallerIdentity", "null".to_string(), "null".to_string())
    };
    format!(
        r#"{{"eventVersion":"1.11","userIdentity":{{"type":"AssumedRole","principalId":"AROA{person:016}:session-{person}","arn":"arn:aws:sts::{ACCOUNT}:assumed-role/team-{person}/session-{person}","accountId":"{ACCOUNT}","accessKeyId":"{}","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROA{person:016}","arn":"arn:aws:iam::{ACCOUNT}:role/team-{person}","accountId":"{ACCOUNT}","userName":"team-{person}"}},"attributes":{{"creationDate":"2026-01-01T00:00:00Z","mfaAuthenticated":"false"}}}}}},"eventTime":"2026-01-01T0{}:30:00Z","eventSource":"sts.amazonaws.com","eventName":"{call}","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.7","userAgent":"aws-cli/2.15.30","requestParameters":{request},"responseElements":{response},"requestID":"ffffffff-0000-4000-8000-{number:012}","eventID":"ffffffff-1111-4111-8111-{number:012}","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"{ACCOUNT}","eventCategory":"Management"}}"#,
        key(number),
        number + 1,
    )
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut gzip = GzBuilder::new().mtime(0).write(std::fs::File::create(path)?, Compression::new(6));
    gzip.write_all(text.as_bytes())?;
    gzip.finish()?;
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("give a folder to write to")?;
    let gigabytes: f64 = args.next().as_deref().unwrap_or("1").parse()?;
    // Every how many records the key occurs; 1 makes every record match.
    let every: u64 = args.next().as_deref().unwrap_or("1000").parse()?;
    let goal = (gigabytes * 1e9) as u64;
    let (mut written, mut serial, mut file) = (0_u64, 0_u64, 0_u64);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    while written < goal {
        let region = REGIONS[(file % 4) as usize];
        let minute = (file / 4) * 5 % (28 * 1440);
        let count = 20 + numbers.next(60) * numbers.next(12);
        let mut text = String::from(r#"{"Records":["#);
        for number in 0..count {
            if number > 0 {
                text.push(',');
            }
            // An intruder works in bursts: the key is in one file of thirty, and often there.
            let wanted = every == 1 || file.is_multiple_of(30);
            let often = if every == 1 { 1 } else { (every / 30).max(1) };
            record(&mut text, &mut numbers, region, minute, serial, often, wanted);
            serial += 1;
        }
        text.push_str("]}");
        let day = format!("{:02}", minute / 1440 + 1);
        let path = Path::new(&folder).join(format!("AWSLogs/{ACCOUNT}/CloudTrail/{region}/2026/01/{day}"));
        std::fs::create_dir_all(&path)?;
        let name = format!(
            "{ACCOUNT}_CloudTrail_{region}_202601{day}T{:02}{:02}Z_{file:016}.json.gz",
            minute / 60 % 24,
            minute % 60
        );
        write(&path.join(name), &text)?;
        written += text.len() as u64;
        file += 1;
    }
    let first_day =
        Path::new(&folder).join(format!("AWSLogs/{ACCOUNT}/CloudTrail/{}/2026/01/01", REGIONS[0]));
    for number in 0..=HOPS {
        let name =
            format!("{ACCOUNT}_CloudTrail_{}_20260101T0{}35Z_hop{number}.json.gz", REGIONS[0], number + 1);
        write(&first_day.join(name), &format!(r#"{{"Records":[{}]}}"#, hop(number)))?;
    }
    println!("{serial} records, {file} files, {written} bytes");
    Ok(())
}
