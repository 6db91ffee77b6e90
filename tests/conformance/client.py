"""Asks a Trino one statement. `client.py "SELECT …"` prints the answer as JSON lines."""

import json
import sys
import time
import urllib.error
import urllib.request

SERVER = "http://127.0.0.1:18080"


class Refused(Exception):
    """Trino's error: its name, place and message."""

    def __init__(self, error):
        super().__init__(f"{error.get('errorName')}: {error.get('message')}")
        self.name = error.get("errorName")
        self.message = error.get("message") or ""
        where = error.get("errorLocation") or {}
        self.line, self.column = where.get("lineNumber"), where.get("columnNumber")


def lines(text):
    """The lines of JSON lines; splitlines() would also split at U+0085 and U+2028, which stand in texts."""
    return text.removesuffix("\n").split("\n") if text else []


def _send(request):
    for wait in (0.2, 0.5, 1, 2, None):
        try:
            with urllib.request.urlopen(request, timeout=240) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code not in (502, 503, 504) or wait is None:
                raise
            time.sleep(wait)


def ask(sql, server=SERVER, schema="default", limit=300):
    """Columns (name and type) and rows of the answer; raises Refused."""
    headers = {
        "X-Trino-User": "keytrail",
        "X-Trino-Source": "keytrail conformance",
        "X-Trino-Catalog": "hive",
        "X-Trino-Schema": schema,
        "X-Trino-Time-Zone": "UTC",
        "X-Trino-Language": "en-US",
        # Without it, the server shortens timestamps and names parametric types in an older way.
        "X-Trino-Client-Capabilities": "PATH,PARAMETRIC_DATETIME,SESSION_AUTHORIZATION",
    }
    answer = _send(urllib.request.Request(f"{server}/v1/statement", sql.encode(), headers))
    columns, rows, until = [], [], time.monotonic() + limit
    while True:
        if answer.get("error"):
            raise Refused(answer["error"])
        columns = answer.get("columns") or columns
        rows += answer.get("data") or []
        following = answer.get("nextUri")
        if not following:
            return [{"name": c["name"], "type": c["type"]} for c in columns], rows
        if time.monotonic() > until:
            _cancel(following)
            raise TimeoutError(f"no answer within {limit} s: {sql[:200]}")
        answer = _send(urllib.request.Request(following, headers=headers))


def _cancel(uri):
    with urllib.request.urlopen(urllib.request.Request(uri, method="DELETE"), timeout=60):
        pass


def main():
    """Prints the answer to each statement given."""
    for sql in sys.argv[1:]:
        try:
            columns, rows = ask(sql)
        except Refused as error:
            print(json.dumps({"error": error.name, "line": error.line, "column": error.column, "message": error.message}))
            continue
        print(json.dumps({"columns": columns}, ensure_ascii=False))
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
