#!/usr/bin/env python3
"""Asks a real Trino every statement of tests/trino/statements and writes its answers to tests/trino/golden.

    record.py [FAMILY …] [--port 18080] [--check]

One line of `golden/<family>.jsonl` for each statement: columns and rows, or the error's name and place. With --check
nothing but asked.sha256 is written; a golden file that Trino does not give again is an error. Where asked.sha256 says
that the same Trino gave these very answers before, --check asks one statement of each ten. Needs `trino.py start` first.
"""

import argparse
import concurrent.futures
import hashlib
import json
import sys
import time
from pathlib import Path

import client
import load
import trino

HERE = Path(__file__).resolve().parents[1] / "trino"
# What was asked and answered when all of it was asked last.
ASKED = HERE / "asked.sha256"
# Of what was asked before, one statement of so many is asked again.
SAMPLE = 10


def digest():
    """Of the version of Trino, the logs, the statements and the recorded answers."""
    whole = hashlib.sha256(trino.VERSION.encode())
    for part in ("logs", "statements", "golden"):
        for path in sorted(p for p in (HERE / part).rglob("*") if p.is_file()):
            whole.update(f"{path.relative_to(HERE).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return whole.hexdigest()


def statements(path):
    """The statements of a file: each ends with a semicolon at the end of a line."""
    text = path.read_text()
    parts = (part.strip() for part in (text.rstrip() + "\n").split(";\n"))
    return [part for part in parts if part]


# What a Trino that has no time says; nothing about the statement.
BUSY = {
    "ABANDONED_QUERY", "ABANDONED_TASK", "EXCEEDED_TIME_LIMIT", "NO_NODES_AVAILABLE", "PAGE_TRANSPORT_ERROR",
    "PAGE_TRANSPORT_TIMEOUT", "REMOTE_BUFFER_CLOSE_FAILED", "REMOTE_HOST_GONE", "REMOTE_TASK_ERROR",
    "TOO_MANY_REQUESTS_FAILED",
}


def patiently(sql, server):
    """Columns and rows; asks again while Trino is too busy to answer."""
    for _ in range(10):
        try:
            return client.ask(sql, server)
        except client.Refused as error:
            if error.name not in BUSY:
                raise
        time.sleep(5)
    sys.exit(f"Trino is too busy to answer: {sql}")


def answer(sql, server):
    """What Trino says, as one line of the golden file."""
    try:
        columns, rows = patiently(sql, server)
        line = {"sql": sql, "columns": columns, "rows": rows}
    except client.Refused as error:
        line = {"sql": sql, "error": {"name": error.name, "line": error.line, "column": error.column}}
    return json.dumps(line, ensure_ascii=False)


def meaning(text):
    """What golden lines say: a map has no order, and rows have one only where the statement gives it."""
    lines = [json.loads(line) for line in client.lines(text)]
    for line in lines:
        if "rows" in line and "ORDER BY" not in line["sql"].upper():
            line["rows"].sort(key=lambda row: json.dumps(row, sort_keys=True))
    return lines


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", nargs="*")
    parser.add_argument("--port", type=int, default=18080)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    server = f"http://127.0.0.1:{args.port}"
    if not trino.ready(args.port):
        sys.exit(f"no Trino answers at {server}; run trino.py start")
    load.load("default.cloudtrail_logs", HERE / "logs", args.port)
    golden = HERE / "golden"
    golden.mkdir(exist_ok=True)
    total, stale = 0, []
    known = args.check and ASKED.exists() and ASKED.read_text().strip() == digest()
    every = SAMPLE if known else 1
    if known:
        print(f"asked before, with the same answers: one of {SAMPLE} is asked again")
    for path in sorted((HERE / "statements").glob("*.sql")):
        if args.families and path.stem not in args.families:
            continue
        asked = statements(path)[::every]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            lines = list(pool.map(lambda sql: answer(sql, server), asked))
        total += len(lines)
        text = "".join(line + "\n" for line in lines)
        target = golden / f"{path.stem}.jsonl"
        if args.check and (not target.exists() or meaning(target.read_text())[::every] != meaning(text)):
            stale.append(path.stem)
        elif not args.check:
            target.write_text(text)
        refused = sum('"error": {' in line[-90:] for line in lines)
        print(f"{path.stem:<14} {len(lines):>4} statements, {refused:>3} refused")
    print(f"{'all':<14} {total:>4} statements")
    if stale:
        sys.exit(f"Trino answers differently now: {', '.join(stale)}")
    if every == 1 and not args.families:
        ASKED.write_text(digest() + "\n")


if __name__ == "__main__":
    main()
