//! `docs/sql.md` is written from the code and the recorded statements. `UPDATE_DOCS=1 cargo test sql_page` writes it.

use crate::harness::repository;
use keytrail::trino::{aggregates, functions, ranking};
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "# SQL

`keytrail query` reads Athena's SQL, the dialect of Trino. Over a folder of logs, any table name is the logs; a UUID
behind FROM is the same logs in CloudTrail Lake's shape. A statement either gives the rows that Trino gives or is
refused with a sentence that names the place and, where there is one, another way to write it.

## Understood

- `SELECT` with `WITH`, `JOIN … ON` and `USING`, `UNNEST` (several arrays, `WITH ORDINALITY`, `LEFT JOIN … ON TRUE`),
  `LATERAL`, subqueries as a value, behind `IN`, `EXISTS`, `ALL`, `ANY` and `SOME`,
  `GROUP BY` with `ROLLUP`, `CUBE` and `GROUPING SETS`, `HAVING`, window functions, `UNION`, `INTERSECT` and `EXCEPT`
  with and without `ALL`, `ORDER BY`, `OFFSET`, `LIMIT`, `FETCH FIRST … WITH TIES`, `VALUES`, `TABLE`.
- Lambdas, rows, arrays, maps, JSON, decimals, intervals, timestamps up to six digits of a second, time zones,
  addresses and networks.
- `json_exists`, `json_value`, `json_query`, `json_object` and `json_array` with their clauses, and the language of
  their paths: lax and strict, wildcards, `last`, filters, methods, `PASSING`.
- `DESCRIBE`, `SHOW COLUMNS`, `SHOW CREATE TABLE`, `EXPLAIN`; several statements behind each other; `?` with `--param`.

## Refused although Trino answers

- Statements that write or change something.
- `WITH RECURSIVE`, `TABLESAMPLE`, `MATCH_RECOGNIZE`, `JSON_TABLE`, table functions.
- `LATERAL` and subqueries that name columns around them, where they limit, group or sort.
- `char(n)`, times with a zone, more than six digits of a second, doubles above 1e21 as text.
- Values of several time zones in one column, where the zone would show: add `AT TIME ZONE 'UTC'`.
- Regular expressions that take more than twenty million steps on one text: no pattern can run away. A few ways of
  Trino's engine that depend on its tables of letters are refused for the texts that they would matter to.
- `RANGE` frames with an offset over an order that is neither whole numbers nor timestamps, frames with `EXCLUDE`.
- Grouping by a map; `DISTINCT` of a map.
- Texts of more than 64 MiB and arrays of more than four million items in one row.
";

fn page(root: &Path) -> String {
    let mut page = HEAD.to_string();
    page += "\n## Functions\n\nWritten from the code by `UPDATE_DOCS=1 cargo test sql_page`.\n\n";
    let plain = |name: &str| !name.starts_with('$');
    for (name, signatures) in functions::all().filter(|(name, _)| plain(name)) {
        let each: Vec<String> = signatures.iter().map(|s| format!("`({s}`")).collect();
        let _ = writeln!(page, "- `{name}` {}", each.join(", "));
    }
    let names = |all: &[&str]| all.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    let special = [
        "cast",
        "coalesce",
        "extract",
        "grouping",
        "if",
        "json_array",
        "json_exists",
        "json_object",
        "json_query",
        "json_value",
        "reduce_agg",
        "try",
        "try_cast",
    ];
    let _ = writeln!(page, "\nWith a syntax of their own: {}.", names(&special));
    let _ = writeln!(page, "\n## Aggregates\n\n{}.", names(&aggregates::names()));
    let _ = writeln!(page, "\n## Window functions\n\n{}, and every aggregate.", names(&ranking::names()));
    page += "\n## Recorded statements that are refused\n\nTrino answers these; the local engine says why it does not.\n\n";
    let known = std::fs::read_to_string(root.join("tests/trino/known.txt")).expect("the list is there");
    for name in known.lines().filter_map(|line| line.strip_prefix("refused ")) {
        let (family, number) = name.split_once(':').expect("family and number");
        let file = root.join("tests/trino/golden").join(family).with_extension("jsonl");
        let golden = std::fs::read_to_string(file).expect("the answers are there");
        let line = golden.lines().nth(number.parse::<usize>().expect("a number") - 1).expect("an answer");
        let line: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
        let sql = line["sql"].as_str().expect("a statement").replace('\n', " ");
        let _ = writeln!(page, "- {name}\n\n      {sql}\n");
    }
    page
}

#[test]
fn the_page_of_sql_is_the_code() {
    let root = repository("");
    let (path, page) = (root.join("docs/sql.md"), page(&root));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/sql.md is out of date: run this test with UPDATE_DOCS=1");
}
