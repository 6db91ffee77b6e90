//! All questions: the built-in ones and the operator's, checked once at the start.

mod fact;
mod fragments;
mod header;
mod own;
mod tells;

pub use fact::Fact;
pub use header::{Header, Kind, Likelihood};
pub use tells::Tells;

use crate::sql::{self, Params};
use crate::vocabulary::{Category, Severity};
use sha2::{Digest, Sha256};
use sqlparser::ast;
use std::collections::BTreeMap;

/// The files of `queries/`, embedded: path below the folder, text.
pub const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/queries.rs"));

/// Where a question that keytrail ships comes from.
pub const BUILTIN_ORIGIN: &str = "built-in";

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// File stem; also the name of its results and its heading in the docs.
    pub id: String,
    /// The folder; `None` for volume questions, which claim no events.
    pub category: Option<Category>,
    /// What it says of itself.
    pub header: Header,
    /// Its SQL, without the header.
    pub sql: String,
    /// The same, parsed and guarded.
    pub statement: ast::Statement,
    /// `built-in`, or the file it was read from.
    pub origin: String,
}

impl Question {
    /// Whether its header says that it tells of this.
    pub fn tells_of(&self, what: Tells) -> bool {
        self.header.tells_of.contains(&what)
    }

    /// Severity by outcome: a call that did not succeed is one step lower unless the header says otherwise.
    pub fn severity(&self, succeeded: bool) -> Severity {
        if succeeded {
            self.header.severity
        } else {
            self.header.severity_otherwise.unwrap_or(match self.header.severity {
                Severity::Critical => Severity::High,
                Severity::High => Severity::Medium,
                Severity::Medium => Severity::Low,
                Severity::Low | Severity::Info => Severity::Info,
            })
        }
    }
}

/// All templates of a run.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// Questions, ordered by ID.
    pub questions: Vec<Question>,
    files: BTreeMap<String, (String, String)>,
    fragments: Params,
}

impl Catalog {
    /// The built-in templates.
    pub fn builtin() -> Result<Self, String> {
        Self::from_files(
            BUILTIN.iter().map(|(path, text)| (path.to_string(), text.to_string(), BUILTIN_ORIGIN.into())),
        )
    }

    /// The built-in templates, replaced or added to by others: name below the folder, text, where it was read. One that is
    /// not right is an error: never a silent fallback to the built-in one.
    pub fn with_files(own: impl Iterator<Item = (String, String, String)>) -> Result<Self, String> {
        let builtin =
            BUILTIN.iter().map(|(path, text)| (path.to_string(), text.to_string(), BUILTIN_ORIGIN.into()));
        let catalog = Self::from_files(builtin.chain(own))?;
        for (path, (text, origin)) in catalog.files.iter().filter(|(_, (_, origin))| origin != BUILTIN_ORIGIN)
        {
            own::check(path, text, &catalog.fragments)
                .map_err(|error| format!("the template {path} ({origin}) cannot be used: {error}"))?;
        }
        Ok(catalog)
    }

    fn from_files(files: impl Iterator<Item = (String, String, String)>) -> Result<Self, String> {
        let files: BTreeMap<String, (String, String)> = files
            .filter(|(path, ..)| path.ends_with(".sql"))
            .map(|(path, text, origin)| (path, (text, origin)))
            .collect();
        let fragments = fragments::fragments(&files);
        let mut questions: Vec<Question> = Vec::new();
        for question in read_all(&files, &fragments)? {
            if let Some(other) = questions.iter().find(|q| q.id == question.id) {
                return Err(format!(
                    "two questions are called {}: rename {} or {}",
                    question.id, question.origin, other.origin
                ));
            }
            questions.push(question);
        }
        questions.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Self { questions, files, fragments })
    }

    /// The question with this ID.
    pub fn get(&self, id: &str) -> Option<&Question> {
        self.questions.binary_search_by(|q| q.id.as_str().cmp(id)).ok().map(|i| &self.questions[i])
    }

    /// The same, for whoever typed the ID.
    pub fn question(&self, id: &str) -> Result<&Question, String> {
        self.get(id).ok_or_else(|| {
            format!("there is no question `{}`; `keytrail queries list` names them all", id.escape_debug())
        })
    }

    /// The text of a template below `queries/`, such as `collect/by_credential.sql`.
    pub fn template(&self, path: &str) -> Result<&str, String> {
        self.files
            .get(path)
            .map(|(text, _)| text.as_str())
            .ok_or_else(|| format!("there is no template {path}"))
    }

    /// A statement that collects, such as `collect/by_credential.sql`, with its parameters.
    pub fn collecting(&self, path: &str, params: Params) -> Result<ast::Statement, String> {
        sql::question(path, self.template(path)?, &with(&self.fragments, params))
    }

    /// SHA-256 over all templates, hex: says which questions were asked.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (path, (text, _)) in &self.files {
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        crate::digest::hex(&hash.finalize())
    }
}

/// The fragments besides the parameters of a template.
fn with(fragments: &Params, params: Params) -> Params {
    fragments.clone().into_iter().chain(params).collect()
}

/// Stack of a thread that parses, as the first thread of a process has it: what is nested is parsed by recursion.
const STACK: usize = 8 << 20;

/// The questions among some files, in the order of their paths, parsed by all cores: together they take longer than
/// anything else of a start.
fn read_all(files: &BTreeMap<String, (String, String)>, fragments: &Params) -> Result<Vec<Question>, String> {
    let asks = |path: &str| !matches!(path.split('/').next(), Some("events" | "collect" | fragments::FOLDER));
    let files: Vec<_> = files.iter().filter(|(path, _)| asks(path)).collect();
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let one = |(path, (text, origin)): &(&String, &(String, String))| {
        read(path, text, origin, fragments)
            .map_err(|error| format!("the question {path} ({origin}) cannot be used: {error}"))
    };
    let parse = |part: &[_]| part.iter().map(one).collect::<Result<Vec<Question>, String>>();
    std::thread::scope(|scope| {
        let start = |part| {
            std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, move || parse(part))
                .map_err(|error| format!("the questions could not be read: {error}"))
        };
        let parts = files.chunks(files.len().div_ceil(cores).max(1)).map(start).collect::<Vec<_>>();
        let mut questions = Vec::with_capacity(files.len());
        for part in parts {
            questions.extend(part?.join().map_err(|_| "reading the questions ended early".to_string())??);
        }
        Ok(questions)
    })
}

fn read(path: &str, text: &str, origin: &str, fragments: &Params) -> Result<Question, String> {
    let mut parts = path.rsplit('/');
    let stem = parts.next().and_then(|file| file.strip_suffix(".sql")).unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    let well_named =
        !stem.is_empty() && stem.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !well_named {
        return Err("its file name must be lower-case letters, digits and underscores".into());
    }
    let (header, sql) = header::split(text)?;
    let category = match (Category::parse(folder), header.kind) {
        (_, Kind::Volume) => None,
        (Some(category), Kind::Events) => Some(category),
        (None, Kind::Events) => {
            let names: Vec<&str> = Category::ALL.iter().map(|c| c.as_str()).collect();
            return Err(format!(
                "its folder `{folder}` is not a category; the categories are {}",
                names.join(", ")
            ));
        }
    };
    let statement = sql::question(stem, sql, fragments)?;
    let names = sql::output_names(&statement);
    for needed in if header.kind == Kind::Events { &["event_id", "target"][..] } else { &["target"][..] } {
        if !names.iter().any(|name| name == needed) {
            return Err(format!("its SELECT has no column `{needed}`"));
        }
    }
    Ok(Question {
        id: stem.into(),
        category,
        header,
        sql: sql.trim().into(),
        statement,
        origin: origin.into(),
    })
}
