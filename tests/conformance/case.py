"""A whole investigation and a whole classification through Trino and through the embedded engine: the same facts."""

import json
import tempfile
from pathlib import Path

import client
import load

# What a source says of itself, and the declared volatile field.
VOLATILE = [
    "case.generated_at", "coverage.source_kind", "coverage.source_name", "coverage.files", "coverage.bytes",
    "coverage.records.read", "coverage.records.left out (see the list)",
    "coverage.records.outside the window, or without a usable time", "coverage.input_digest",
]
OF_A_QUERY = ["engine", "execution_id", "bytes_scanned", "pages", "retries"]
# Asked of log files, which cost nothing to read; of others, of the time before where --baseline-from asks for it.
OF_FILES = [
    "whether the subject's keys were in use before the window",
    "whether followed keys were in use after the window",
]
KEY, FROM, TO = "AKIATFQR7NSC8Q4X20BJ", "2023-07-10T00:00Z", "2023-07-11T00:00Z"


def _drop(value, path):
    *parents, last = path.split(".", 2)
    for parent in parents:
        value = value.get(parent, {})
    value.pop(last, None)


def _differences(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            yield from _differences(a.get(key), b.get(key), f"{path}.{key}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for number, (x, y) in enumerate(zip(a, b)):
            yield from _differences(x, y, f"{path}[{number}]")
    elif a != b:
        yield f"{path or '.'}: {json.dumps(a)[:120]} on Trino, {json.dumps(b)[:120]} here"


def _facts(keytrail, source, folder):
    keytrail("investigate", "--access-key", KEY, "--from", FROM, "--to", TO, "--case-id", "INC-CONFORMANCE",
             "--source", source, "--output", str(folder))
    facts = json.loads((folder / "incident.json").read_text())
    for path in VOLATILE:
        _drop(facts, path)
    facts["queries"] = [query for query in facts["queries"] if query["purpose"] not in OF_FILES]
    for query in facts["queries"]:
        for name in OF_A_QUERY:
            query.pop(name, None)
    return facts


def investigate(keytrail, logs, port):
    """Differences between the facts of one investigation on both engines, and how many records it is about."""
    records = load.load("conformance.investigated", logs, port)
    with tempfile.TemporaryDirectory() as scratch:
        there = _facts(keytrail, f"trino://conformance@127.0.0.1:{port}/hive.conformance.investigated", Path(scratch) / "there")
        here = _facts(keytrail, str(logs), Path(scratch) / "here")
    return list(_differences(there, here)), records


def classify(keytrail, logs, port):
    """Differences between the classification of every event on both engines, and how many events there are."""
    load.load("conformance.classified", logs, port)
    there = keytrail("classify", "--source", f"trino://conformance@127.0.0.1:{port}/hive.conformance.classified")
    here = keytrail("classify", "--source", str(logs))
    there, here = (sorted(client.lines(text)) for text in (there, here))
    return list(_differences(there, here)), len(here)
