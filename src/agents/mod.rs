//! Known tools by their user agent. A user agent is chosen by the caller: it hints and proves nothing.

use regex::{RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::sync::LazyLock;

/// A tool.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    pattern: String,
    /// `offensive`, `dual-use` or `context`.
    pub class: String,
    /// What speaks against taking it at its word.
    pub caution: String,
}

#[derive(Deserialize)]
struct File {
    tool: Vec<Tool>,
}

/// The tools, and their patterns compiled once. The file is checked by a test; a wrong one recognises nothing.
static TOOLS: LazyLock<(Vec<Tool>, RegexSet)> = LazyLock::new(|| {
    let tools = toml::from_str::<File>(include_str!("tools.toml")).map(|file| file.tool).unwrap_or_default();
    let set = RegexSetBuilder::new(tools.iter().map(|t| &t.pattern)).case_insensitive(true).build();
    set.map_or_else(|_| (Vec::new(), RegexSet::empty()), |set| (tools, set))
});

/// The first tool of the list whose pattern matches.
pub fn recognise(user_agent: &str) -> Option<&'static Tool> {
    let (tools, set) = &*TOOLS;
    set.matches(user_agent).iter().next().map(|index| &tools[index])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_file_is_read_and_says_what_to_beware_of() {
        let (tools, patterns) = &*super::TOOLS;
        assert_eq!((tools.len(), patterns.len()), (22, 22));
        assert!(tools.iter().all(|t| ["offensive", "dual-use", "context"].contains(&t.class.as_str())));
        assert!(tools.iter().all(|t| !t.caution.is_empty()));
    }

    #[test]
    fn tools_are_recognised_and_others_are_not() {
        let name = |agent| super::recognise(agent).map(|t| t.name.as_str());
        assert_eq!(name("aws-cli/2.9 Linux/6.1-kali7-amd64"), Some("Kali Linux"));
        assert_eq!(
            name("aws-sdk-go/1.4 stratus-red-team_4990da05-9399-449e-b49f-82996a764ec9"),
            Some("Stratus Red Team")
        );
        assert_eq!(name("S3 Browser/10.8.1"), Some("S3 Browser"));
        assert_eq!(name("Python/3.11 aiohttp/3.9.5"), Some("a plain HTTP client that signs by itself"));
        assert_eq!(name("config.amazonaws.com"), Some("an AWS service"));
        assert_eq!(name("aws-cli/2.15.30 Python/3.11.8 Linux/5.15"), None);
        assert_eq!(name("Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux lang/python#3.12"), None);
    }
}
