//! `docs/questions.md` is written from the catalogue. `UPDATE_DOCS=1 cargo test --test it documentation` writes it.

use keytrail::catalog::{Catalog, Kind, Question};
use keytrail::vocabulary::Category;
use std::fmt::Write;
use std::path::Path;

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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/questions.md");
    let page = page(&catalog);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/questions.md is out of date: run this test with UPDATE_DOCS=1");
}
