//! `docs/questions.md` is written from the catalogue. `UPDATE_DOCS=1 cargo test --test it documentation` writes it. The
//! README of the lineage rules is kept true as well.

use crate::harness::repository;
use keytrail::catalog::{Catalog, Kind, Question};
use keytrail::vocabulary::Category;
use std::fmt::Write;

fn page(catalog: &Catalog) -> String {
    let mut page = String::from(
        "# Questions\n\nWritten from the headers of `queries/` by `UPDATE_DOCS=1 cargo test --test it documentation`.\n\
         A call that was denied or failed is one step less severe unless the second severity says otherwise.\n",
    );
    let per_event = |category: Category| {
        move |question: &&Question| {
            question.category == Some(category) && question.header.kind == Kind::Events
        }
    };
    for category in Category::ALL {
        let questions: Vec<&Question> = catalog.questions.iter().filter(per_event(*category)).collect();
        table(&mut page, category.as_str(), &questions);
    }
    let volume: Vec<&Question> = catalog.questions.iter().filter(|q| q.header.kind == Kind::Volume).collect();
    table(&mut page, "volume", &volume);
    page
}

fn table(page: &mut String, heading: &str, questions: &[&Question]) {
    if questions.is_empty() {
        return;
    }
    let _ =
        writeln!(page, "\n## {heading}\n\n| question | title | severity | techniques |\n|---|---|---|---|");
    for question in questions {
        let header = &question.header;
        let otherwise = header.severity_otherwise.map(|s| format!(", otherwise {s}")).unwrap_or_default();
        let _ = writeln!(
            page,
            "| `{}` | {} | {}{otherwise} | {} |",
            question.id,
            header.title,
            header.severity,
            header.techniques.join(" ")
        );
    }
}

#[test]
fn the_page_of_questions_is_the_catalogue() {
    let catalog = Catalog::builtin().expect("the catalogue is in order");
    let path = repository("docs/questions.md");
    let page = page(&catalog);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/questions.md is out of date: run this test with UPDATE_DOCS=1");
}

/// Whoever adds a row finds its file and its fields in the README of the rules.
#[test]
fn the_readme_of_the_lineage_rules_names_every_file_and_shows_rows_of_theirs() {
    let folder = repository("src/lineage/rules");
    let readme = std::fs::read_to_string(folder.join("README.md")).expect("it is there");
    let (mut rows, mut files) = (String::new(), 0);
    for file in std::fs::read_dir(&folder).expect("the folder is there") {
        let path = file.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "toml") {
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a plain name");
            assert!(readme.contains(&format!("`{name}`")), "the README says nothing of {name}.toml");
            rows += &std::fs::read_to_string(&path).expect("readable");
            files += 1;
        }
    }
    assert!(files > 10, "{files} files");
    let examples = readme.split("\n\n").filter(|part| part.starts_with("    [["));
    let examples: Vec<String> =
        examples.map(|part| part.lines().map(|line| format!("{}\n", &line[4..])).collect()).collect();
    assert!(examples.len() >= 5, "{} examples", examples.len());
    for example in examples {
        assert!(rows.contains(&example), "no file has this row:\n{example}");
    }
}
