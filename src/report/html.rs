//! The same Markdown as one self-contained page: no script, no outside address, charts in named places.

use super::templates::value;
use super::{Templates, chart, encode};
use crate::incident::Incident;
use minijinja::{Value, context};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;

/// Characters of code that stay on one line: a key, a time, most calls.
const TOGETHER: usize = 20;

#[derive(Serialize)]
struct Entry {
    anchor: String,
    text: String,
}

/// What tables are called for those who hear the page: the heading that they stand under, numbered where several do.
#[derive(Default)]
struct Caption {
    heading: String,
    tables: usize,
}

impl Caption {
    fn of_next_table(&mut self) -> String {
        self.tables += 1;
        let number = if self.tables > 1 { format!(", table {}", self.tables) } else { String::new() };
        format!("<caption>{}{number}</caption>", encode::html(&self.heading))
    }
}

/// Renders the page around the report's Markdown.
pub fn html(
    incident: &Incident,
    templates: &Templates,
    language: &str,
    markdown: &str,
) -> Result<String, String> {
    let (mut contents, mut caption) = (Vec::new(), Caption::default());
    let mut body = String::new();
    for part in markdown.split("\n<!-- chart:") {
        let text = match part.split_once(" -->\n") {
            Some((name, rest)) if !body.is_empty() => {
                body.push_str(&figure(name, incident));
                rest
            }
            _ => part,
        };
        body.push_str(&render(text, &mut contents, &mut caption));
    }
    let page = context! {
        case_id => incident.case.id.clone(),
        tlp => incident.case.tlp.clone(),
        reviewer => incident.case.reviewer.clone(),
        contents => value(&contents),
        body => Value::from_safe_string(body),
    };
    templates.render(&format!("{language}/page.html"), None, page)
}

fn figure(name: &str, incident: &Incident) -> String {
    // Captions are words of ours without any sign of markup.
    let (svg, caption): (String, &'static str) = match name {
        "timeline" => (
            chart::timeline(incident),
            "Requests by credential over time. The table below has the same rows; of many, the gravest.",
        ),
        "coverage" => (
            chart::coverage(incident),
            "First to last record of each account, region and kind of event within the window; dashed: days without any record. A bar says that records are there, not that all are. The table below has the figures; of many rows, each of the two says how many it leaves out.",
        ),
        "lineage" => (
            chart::lineage(incident),
            "Credentials hop by hop, with the call that handed each out; filled: used in the logs, dashed: not followed further. The list and the table below say the same.",
        ),
        "heat" => {
            (chart::heat(incident), "Requests by service and hour (UTC). The table below has the sums.")
        }
        _ => return String::new(),
    };
    if svg.is_empty() { svg } else { format!("<figure>{svg}<figcaption>{caption}</figcaption></figure>\n") }
}

/// Markdown to HTML. Raw HTML in the Markdown is text: nothing of a log becomes markup.
fn render(text: &str, contents: &mut Vec<Entry>, caption: &mut Caption) -> String {
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut heading: Option<(HeadingLevel, String, usize)> = None;
    let options = Options::ENABLE_TABLES;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Html(raw) | Event::InlineHtml(raw) => events.push(Event::Text(raw)),
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some((level, String::new(), events.len()));
                events.push(Event::Text(CowStr::Borrowed("")));
            }
            Event::End(TagEnd::Heading(level)) => {
                if let Some((_, title, place)) = heading.take() {
                    let listed = level <= HeadingLevel::H3 && level > HeadingLevel::H1;
                    let anchor = format!("s{}", contents.len() + 1);
                    events[place] = Event::Start(Tag::Heading {
                        level,
                        id: listed.then(|| anchor.clone().into()),
                        classes: Vec::new(),
                        attrs: Vec::new(),
                    });
                    *caption = Caption { heading: title.clone(), tables: 0 };
                    if listed {
                        contents.push(Entry { anchor, text: title });
                    }
                }
                events.push(Event::End(TagEnd::Heading(level)));
            }
            Event::Start(Tag::Table(alignment)) => {
                events.push(Event::Html("<div class=\"scroll\">".into()));
                events.push(Event::Start(Tag::Table(alignment)));
                events.push(Event::Html(caption.of_next_table().into()));
            }
            Event::End(TagEnd::Table) => {
                events.push(Event::End(TagEnd::Table));
                events.push(Event::Html("</div>".into()));
            }
            // No link and no image is ever wanted in a report: keep the words.
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image) => {
            }
            other => {
                if let (Some((_, title, _)), Event::Text(words) | Event::Code(words)) = (&mut heading, &other)
                {
                    title.push_str(words);
                }
                match other {
                    Event::Code(code) if code.chars().count() <= TOGETHER => {
                        let code = format!("<code class=\"s\">{}</code>", encode::html(&code));
                        events.push(Event::InlineHtml(code.into()));
                    }
                    Event::Text(words) => unbroken(&words, &mut events),
                    other => events.push(other),
                }
            }
        }
    }
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events.into_iter());
    out.replace("<th>", "<th scope=\"col\">")
}

/// Times and references stay on one line: half of one says nothing.
fn unbroken<'a>(text: &str, events: &mut Vec<Event<'a>>) {
    let mut plain = String::new();
    for word in text.split_inclusive([' ', ',', ';', '(', ')']) {
        let token = word.trim_end_matches([' ', ',', ';', '(', ')']);
        if is_time(token) || is_reference(token) {
            if !plain.is_empty() {
                events.push(Event::Text(std::mem::take(&mut plain).into()));
            }
            let token = format!("<span class=\"s\">{}</span>", encode::html(token));
            events.push(Event::InlineHtml(token.into()));
            plain.push_str(&word[word.trim_end_matches([' ', ',', ';', '(', ')']).len()..]);
        } else {
            plain.push_str(word);
        }
    }
    if !plain.is_empty() {
        events.push(Event::Text(plain.into()));
    }
}

/// `2026-03-14T10:00:25Z`.
fn is_time(token: &str) -> bool {
    token.len() == 20
        && token
            .bytes()
            .zip(*b"0000-00-00T00:00:00Z")
            .all(|(byte, form)| if form == b'0' { byte.is_ascii_digit() } else { byte == form })
}

/// `E-000002`, `Q-003`, `K-01`.
fn is_reference(token: &str) -> bool {
    token.split_once('-').is_some_and(|(kind, number)| {
        matches!(kind, "E" | "Q" | "K" | "F" | "G" | "R")
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}
