#!/usr/bin/env python3
"""Shows folders of CloudTrail logs to Trino as AWS's documented Athena table.

    load.py SCHEMA.TABLE LOGS [--port 18080]

Trino has no reader for CloudTrail's `{"Records":[…]}` files. So the same records are written as JSON lines, one
file for each log file, below partition folders named after what the log's path says; JSON-text columns are written
as strings with the very bytes of the record, as AWS's input format hands them on.
"""

import argparse
import gzip
import json
import re
import shutil
from pathlib import Path
from urllib.parse import quote

import client
import trino

V = "varchar"
ISSUER = f"ROW(type {V}, principalid {V}, arn {V}, accountid {V}, username {V})"
SESSION = (
    f"ROW(attributes ROW(mfaauthenticated {V}, creationdate {V}), sessionissuer {ISSUER}, ec2roledelivery {V}, "
    f"webidfederationdata ROW(federatedprovider {V}, attributes map({V}, {V})))"
)
IDENTITY = (
    f"ROW(type {V}, principalid {V}, arn {V}, accountid {V}, invokedby {V}, accesskeyid {V}, username {V}, "
    f"onbehalfof ROW(userid {V}, identitystorearn {V}), sessioncontext {SESSION})"
)
JSON_TEXT = ["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails", "edgeDeviceDetails"]
COLUMNS = [
    ("eventVersion", V), ("userIdentity", IDENTITY), ("eventTime", V), ("eventSource", V), ("eventName", V),
    ("awsRegion", V), ("sourceIPAddress", V), ("userAgent", V), ("errorCode", V), ("errorMessage", V),
    ("requestParameters", V), ("responseElements", V), ("additionalEventData", V), ("requestID", V), ("eventID", V),
    ("readOnly", V), ("resources", f"array(ROW(arn {V}, accountid {V}, type {V}))"), ("eventType", V),
    ("apiVersion", V), ("recipientAccountId", V), ("serviceEventDetails", V), ("sharedEventID", V),
    ("vpcEndpointId", V), ("vpcEndpointAccountId", V), ("eventCategory", V),
    ("addendum", f"ROW(reason {V}, updatedfields {V}, originalrequestid {V}, originaleventid {V})"),
    ("sessionCredentialFromConsole", V), ("edgeDeviceDetails", V),
    ("tlsDetails", f"ROW(tlsversion {V}, ciphersuite {V}, clientprovidedhostheader {V})"),
]
# Of AWS's documented layouts each has some of these; the table has all, as the embedded engine's has.
PARTITIONS = ["account", "region", "year", "month", "day", "timestamp"]
NOWHERE = "__HIVE_DEFAULT_PARTITION__"
ENDINGS = (".json", ".jsonl", ".ndjson", ".gz", ".log", ".txt")
SPACE = re.compile(r"[ \t\r\n,]*")
DECODER = json.JSONDecoder()


def members(text):
    """The members of an object with the raw text of their values; of a repeated key the first counts."""
    found = {}
    at = SPACE.match(text, 1).end()
    while text[at] != "}":
        key, at = DECODER.raw_decode(text, at)
        at = SPACE.match(text, at).end() + 1
        at = SPACE.match(text, at).end()
        _, end = DECODER.raw_decode(text, at)
        found.setdefault(key, text[at:end])
        at = SPACE.match(text, end).end()
    return found


def items(text, at=0):
    """The raw texts of values that stand one after the other, from `at` to the end or a closing bracket."""
    while True:
        at = SPACE.match(text, at).end()
        if at >= len(text) or text[at] == "]":
            return
        _, end = DECODER.raw_decode(text, at)
        yield text[at:end]
        at = end


def records(path):
    """The raw texts of the records of a file: `{"Records":[…]}`, a bare array, or one after the other."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if text.startswith("["):
        yield from items(text, 1)
        return
    for value in items(text):
        wrapped = members(value)
        if "Records" in wrapped:
            yield from items(wrapped["Records"], 1)
        else:
            yield value


def row(record):
    """One line of the table."""
    values = members(record)
    if "@timestamp" in values:
        values.setdefault("eventTime", values["@timestamp"])
    line = {}
    for key, _ in COLUMNS:
        raw = values.get(key)
        if raw is None or raw == "null":
            continue
        line[key.lower()] = raw if key in JSON_TEXT else plain(json.loads(raw))
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def plain(value):
    """A value as the columns hold it: leaves of structs are text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return json.dumps(value) if isinstance(value, (bool, int, float)) else value


def partition(path):
    """What a path of the S3 layout says, by partition column."""
    parts = path.parts
    found = dict.fromkeys(PARTITIONS)
    day = re.fullmatch(r"(\d{4})/(\d{2})/(\d{2})", "/".join(parts[-4:-1]))
    if day:
        found["year"], found["month"], found["day"] = day.groups()
        found["timestamp"] = day.group(0)
        if len(parts) > 4 and "-" in parts[-5] and "." not in parts[-5]:
            found["region"] = parts[-5]
    for before, trail in zip(parts, parts[1:]):
        if trail in ("CloudTrail", "CloudTrail-NetworkActivity") and re.fullmatch(r"\d{12}", before):
            found["account"] = before
    return found


def load(table, logs, port=18080):
    """Makes `table` (SCHEMA.NAME) afresh over a folder or file of logs; returns how many records it holds."""
    schema, name = table.split(".")
    server = f"http://127.0.0.1:{port}"
    target = trino.data_dir(port) / schema / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    logs = Path(logs)
    count = 0
    files = [logs] if logs.is_file() else sorted(p for p in logs.rglob("*") if p.is_file() and p.name.lower().endswith(ENDINGS))
    for number, path in enumerate(files):
        where = partition(path)
        folder = target.joinpath(*(f"{key}={quote(where[key], safe='') if where[key] else NOWHERE}" for key in PARTITIONS))
        folder.mkdir(parents=True, exist_ok=True)
        lines = [row(record) for record in records(path)]
        count += len(lines)
        (folder / f"{number:05}.json").write_text("".join(line + "\n" for line in lines))
    columns = [f"{key.lower()} {kind}" for key, kind in COLUMNS] + [f'"{key}" {V}' for key in PARTITIONS]
    quoted = ", ".join(f"'{key}'" for key in PARTITIONS)
    client.ask(f"CREATE SCHEMA IF NOT EXISTS hive.{schema}", server)
    client.ask(f"DROP TABLE IF EXISTS hive.{schema}.{name}", server)
    client.ask(
        f"CREATE TABLE hive.{schema}.{name} ({', '.join(columns)}) WITH (format = 'OPENX_JSON', "
        f"external_location = 'local:///{schema}/{name}', partitioned_by = ARRAY[{quoted}])",
        server,
    )
    client.ask(f"CALL hive.system.sync_partition_metadata('{schema}', '{name}', 'FULL')", server)
    return count


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table")
    parser.add_argument("logs")
    parser.add_argument("--port", type=int, default=18080)
    args = parser.parse_args()
    print(f"{load(args.table, args.logs, args.port)} records in {args.table}")


if __name__ == "__main__":
    main()
