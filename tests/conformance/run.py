#!/usr/bin/env python3
"""Asks a real Trino and the embedded engine the same, and wants the same rows.

    run.py [--port 18090] [--recorded] [--only ID …]

Every shipped question and every statement that collects, rendered by `keytrail queries render --target trino`, over
the questions' fixtures, the fixture trail and, where it is present, the public data beside the repository. With
--recorded Trino is also asked again whether it still gives the recorded answers, by sample where record.py says so. A
whole classification and a whole investigation run through the source `trino`, too. Starts Trino and stops what it started. Without a JDK that is new
enough it says so; under CI=true that is a failure.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import case
import client
import load
import trino

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ROOT.parent / "shared" / "data"
KEYTRAIL = os.environ.get("KEYTRAIL", str(ROOT / "target" / "debug" / "keytrail"))
WINDOW = ["--from", "2000-01-01T00:00Z", "--to", "2100-01-01T00:00Z"]
# What each engine names in its own way.
OWN = {"source_object"}
TABLE = "conformance.logs"
Mismatch = collections.namedtuple("Mismatch", "id why")


def keytrail(*args, stdin=None):
    """Standard output of the program; its sentence where it fails."""
    run = subprocess.run([KEYTRAIL, *args], input=stdin, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1) or not run.stdout and run.returncode:
        raise RuntimeError(run.stderr.strip().split("\n")[0] if run.stderr.strip() else f"exit code {run.returncode}")
    return run.stdout


def gather(scratch):
    """One folder with all logs: the questions' fixtures, the fixture trail and, where present, the public data."""
    logs = scratch / "logs"
    questions = logs / "questions"
    questions.mkdir(parents=True)
    for fixture in sorted((ROOT / "tests" / "questions").glob("*.json")):
        sides = json.loads(fixture.read_text())
        (questions / fixture.name).write_text(json.dumps({"Records": sides["fires"] + sides["silent"]}, ensure_ascii=False))
    shutil.copytree(ROOT / "tests" / "trino" / "logs", logs / "trail")
    for name in ("invictus", "stratus", "otrf"):
        if (PUBLIC / name).exists():
            shutil.copytree(PUBLIC / name, logs / name, copy_function=shutil.copyfile)
        else:
            print(f"conformance: without {name}, which is not beside the repository", file=sys.stderr)
    for note in [*logs.rglob("README*"), *logs.rglob("LICENSE*")]:
        note.unlink()
    return logs


def subjects(folder):
    """Options that name keys, principals and users of a set, for the statements that collect."""
    keys, principals, users, roles, calls, issuers, people, shared, accounts, addresses = (set() for _ in range(10))
    files = (p for p in folder.rglob("*") if p.is_file() and p.name.lower().endswith(load.ENDINGS))
    for record in (json.loads(r) for path in files for r in load.records(path)):
        identity = record.get("userIdentity") or {}
        keys.add(identity.get("accessKeyId"))
        principals.add((identity.get("principalId") or "").split(":")[0])
        users.add(identity.get("userName"))
        request, response = (record.get(key) if isinstance(record.get(key), dict) else {} for key in ("requestParameters", "responseElements"))
        role = request.get("roleArn")
        roles.add(role.split("/")[-1] if isinstance(role, str) else None)
        calls.add(record.get("eventName"))
        issuers.update(v for v in (request.get("principalArn"), request.get("trustAnchorArn"), response.get("provider")) if isinstance(v, str))
        people.add((identity.get("onBehalfOf") or {}).get("userId"))
        shared.add(record.get("sharedEventID"))
        accounts.add(identity.get("accountId"))
        addresses.add(record.get("sourceIPAddress"))
    keys = {key for key in keys if key and re.fullmatch("(AKIA|ASIA)[A-Z0-9]{12,124}", key)}
    options = []
    by_option = {
        "--access-key": keys, "--principal": principals, "--user": users, "--role": roles, "--call": calls,
        "--issuer": issuers, "--person": people, "--shared-event": shared, "--account": accounts, "--address": addresses,
    }
    for option, values in by_option.items():
        for value in sorted(filter(None, values))[:500] or ["none"]:
            options.append(f"{option}={value}")
    return options


def statements(table, folder):
    """ID and text of every question and of every statement that collects."""
    render = ["queries", "render", "--target", "trino", "--table", f"hive.{table}", *WINDOW]
    collect = sorted(path.stem for path in (ROOT / "queries" / "collect").glob("*.sql"))
    printed = keytrail(*render, "all") + keytrail(*render, *collect, *subjects(folder))
    for part in re.split(r"(?m)^-- (?=\w+$)", printed)[1:]:
        name, text = part.split("\n", 1)
        yield name, text.strip().removesuffix(";")


def cell(value, kind):
    """A value of Trino or the text of a value of the embedded engine, so that equal ones compare equal."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if kind in ("double", "real") or kind.startswith("decimal"):
        return f"{float(value):.9g}"
    if isinstance(value, (int, float)):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(value)
    if text[:1] in "{[":
        try:
            return json.dumps(json.loads(text), sort_keys=True)
        except ValueError:
            return text
    return text


def compare(text, folder, server):
    """Why the two engines do not agree, or None; and how many rows there were."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        here = pool.submit(keytrail, "query", "-", "--source", str(folder), "--format", "jsonl", stdin=text)
        try:
            columns, rows = client.ask(text, server)
        except client.Refused as error:
            return f"Trino refuses: {error}", 0
        try:
            lines = [json.loads(line) for line in client.lines(here.result())]
        except RuntimeError as error:
            return f"keytrail: {error}", 0
    kept = [c for c in columns if c["name"] not in OWN]
    at = [i for i, c in enumerate(columns) if c["name"] not in OWN]
    if lines and set(lines[0]) - OWN != {c["name"] for c in kept}:
        return f"columns {sorted(lines[0])}, not {[c['name'] for c in columns]}", len(rows)
    there = [tuple(cell(row[i], c["type"]) for i, c in zip(at, kept)) for row in rows]
    here = [tuple(cell(line[c["name"]], c["type"]) for c in kept) for line in lines]
    if there == here:
        return None, len(rows)
    only_there, only_here = collections.Counter(there), collections.Counter(here)
    only_there.subtract(here)
    only_here.subtract(there)
    missing, extra = list((+only_there).elements()), list((+only_here).elements())
    if missing or extra:
        return f"{len(missing)} rows only on Trino {missing[:1]}, {len(extra)} only here {extra[:1]}", len(rows)
    ordered = re.search(r"(?m)^ORDER BY", text)
    return ("the order of the rows differs" if ordered else None), len(rows)


def run(port, only):
    """Every statement over all logs; returns the mismatches."""
    server, started = f"http://127.0.0.1:{port}", time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        folder = gather(Path(scratch))
        records = load.load(TABLE, folder, port)
        asked = [(id_, text) for id_, text in statements(TABLE, folder) if not only or id_ in only]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda one: compare(one[1], folder, server), asked))
    wrong = [Mismatch(id_, why) for (id_, _), (why, _) in zip(asked, answers) if why]
    some, rows = sum(rows > 0 for _, rows in answers), sum(rows for _, rows in answers)
    print(
        f"statements: {records} records, {len(asked)} statements, {some} with rows ({rows} rows), "
        f"{len(asked) - len(wrong)} the same on both engines, {time.monotonic() - started:.0f} s",
        flush=True,
    )
    return wrong


def whole(port):
    """Whole runs over the source `trino`; returns the mismatches."""
    wrong = []
    runs = [("classify", case.classify, ROOT / "tests" / "trino" / "logs")]
    if (PUBLIC / "invictus").exists():
        runs.append(("investigate", case.investigate, PUBLIC / "invictus" / "AWSLogs"))
    for name, compare_runs, logs in runs:
        started = time.monotonic()
        found, records = compare_runs(keytrail, logs, port)
        said = f"{len(found)} differences" if found else "the same on both engines"
        print(f"{name}: {records} records, {said}, {time.monotonic() - started:.0f} s", flush=True)
        wrong += [Mismatch(f"{name}: {len(found)} differences, the first", found[0])] if found else []
    return wrong


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=18090)
    parser.add_argument("--recorded", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    args = parser.parse_args()
    try:
        started = trino.start(args.port)
    except trino.Unavailable as reason:
        print(f"conformance: not run: {reason}", file=sys.stderr)
        sys.exit(1 if os.environ.get("CI") == "true" else 0)
    try:
        wrong = whole(args.port) + run(args.port, args.only)
        stale = 0
        if args.recorded:
            here = Path(__file__).with_name("record.py")
            stale = subprocess.run([sys.executable, str(here), "--check", "--port", str(args.port)], check=False).returncode
    finally:
        if started:
            trino.stop(args.port)
    for one in wrong:
        print(f"{one.id}: {one.why}", file=sys.stderr)
    sys.exit(1 if wrong or stale else 0)


if __name__ == "__main__":
    main()
