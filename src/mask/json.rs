//! Secrets in JSON, by the names that they stand behind. The text is walked and not parsed: what is cut off or broken
//! is masked up to its end, and everything around a secret stays as it was written.

use super::keys::{self, Of};
use super::{Call, Found, Kind, commands, markers, patterns, stays, within};
use std::collections::HashMap;
use std::ops::Range;

/// Members that name what the `value` beside them is.
const NAMING: [&str; 6] = ["name", "key", "attribute", "optionname", "parametername", "parameterkey"];

/// Whether a text is to be walked.
pub(super) fn is_like(text: &str) -> bool {
    let mut first = text.trim_start().chars();
    let open = first.next();
    let next = first.as_str().trim_start().chars().next();
    match open {
        Some('{') => matches!(next, Some('"' | '}') | None),
        Some('[') => matches!(next, Some('"' | '{' | '[' | ']' | '-' | '0'..='9' | 't' | 'f' | 'n') | None),
        _ => false,
    }
}

/// An object or list that is open.
#[derive(Default)]
struct Open {
    object: bool,
    /// Every value in it is masked.
    all: Option<Kind>,
    /// The `value` of each item is masked.
    items: Option<Kind>,
    /// The key whose value comes next, as the table has it.
    key: Option<String>,
    /// What `name` says that `value` is, and where that is.
    named: Option<Kind>,
    value: Option<Range<usize>>,
    /// Words of a command that others of the list tell to be secrets: by their place, from where on they are.
    words: HashMap<usize, (usize, Kind)>,
    /// Which edit is that of the value, if it has one. None is ever taken out, so that it stays where it is.
    edit: usize,
}

struct Walk<'a, 'f> {
    text: &'a str,
    at: usize,
    call: Call<'a>,
    found: &'f mut Found,
    depth: usize,
    open: Vec<Open>,
    edits: Vec<(Range<usize>, String)>,
}

/// The text without its secrets; `None` where it has none.
pub(super) fn masked(text: &str, call: Call<'_>, found: &mut Found, depth: usize) -> Option<String> {
    let mut walk = Walk { text, at: 0, call, found, depth, open: Vec::new(), edits: Vec::new() };
    walk.run();
    edited(text, walk.edits)
}

/// The text with each of its strings replaced by what `replace` makes of it; `None` where it leaves all as they are.
pub(super) fn each_text(text: &str, mut replace: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let (mut at, mut edits) = (0, Vec::new());
    while let Some(start) = text[at..].find('"').map(|found| at + found) {
        at = string_end(text, start);
        edits.extend(replace(&decoded(&text[start..at])).map(|with| (start..at, quoted(&with))));
    }
    edited(text, edits)
}

fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> Option<String> {
    edits.sort_by_key(|(range, _)| range.start);
    let (mut out, mut written) = (String::new(), 0);
    for (range, with) in &edits {
        out.push_str(&text[written..range.start]);
        out.push_str(with);
        written = range.end;
    }
    (!edits.is_empty()).then(|| out + &text[written..])
}

/// The end of the string that starts at a quote, behind its other quote; of one that is cut off, the end of the text.
fn string_end(text: &str, start: usize) -> usize {
    let (bytes, mut at) = (text.as_bytes(), start + 1);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

impl Walk<'_, '_> {
    fn run(&mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at).copied() {
            match byte {
                b'"' => self.string(),
                b'{' | b'[' => self.begin(byte == b'{'),
                b'}' | b']' => self.end(),
                b',' => {
                    self.at += 1;
                    self.done();
                }
                b'-' | b'0'..=b'9' => {
                    let start = self.at;
                    let more = |b: &u8| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
                    self.at += self.text.as_bytes()[start..].iter().take_while(|b| more(b)).count();
                    self.scalar(start..self.at);
                }
                _ => self.at += 1,
            }
        }
        while !self.open.is_empty() {
            self.close();
        }
    }

    /// Takes the value that was announced: the next text of an object is a key.
    fn done(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.key = None;
        }
    }

    fn string(&mut self) {
        let range = self.at..string_end(self.text, self.at);
        self.at = range.end;
        let rest = self.text[range.end..].trim_start();
        match self.open.last_mut() {
            Some(open) if open.object && open.key.is_none() => {
                if rest.starts_with(':') {
                    open.key = Some(keys::normal(&decoded(&self.text[range])));
                }
            }
            _ => self.scalar(range),
        }
    }

    /// What the announced value is, by its key.
    fn announced(&self) -> Option<(Kind, Of)> {
        keys::find(self.open.last()?.key.as_deref()?, self.call)
    }

    fn scalar(&mut self, range: Range<usize>) {
        let raw = &self.text[range.clone()];
        let text = if raw.starts_with('"') { decoded(raw) } else { raw.to_string() };
        let by_key =
            self.announced().filter(|(_, of)| matches!(of, Of::Value | Of::Scalar)).map(|(kind, _)| kind);
        // A map that stands in a text has no member that could be told from another.
        let map =
            self.announced().filter(|(_, of)| *of == Of::Inside && is_like(&text)).map(|(kind, _)| kind);
        let Some(open) = self.open.last_mut() else { return };
        let key = open.key.as_deref().unwrap_or_default();
        let by_place = open.all.or(open.items.filter(|_| !open.object || key == "value"));
        if let Some(kind) = by_key.or(map).or(by_place) {
            self.mask(range, &text, kind);
            return;
        }
        if let Some((from, kind)) = open.words.get(&range.start) {
            let with = text[..*from].to_string() + &self.found.note(&text[*from..], kind);
            self.edits.push((range, quoted(&with)));
            return;
        }
        if NAMING.contains(&key) {
            open.named = keys::find(&keys::normal(&text), self.call)
                .filter(|(_, of)| matches!(of, Of::Value | Of::Scalar))
                .map(|(kind, _)| kind)
                .or_else(|| patterns::names(&text).then_some("secret value"))
                .or(open.named);
        }
        if key == "value" {
            (open.value, open.edit) = (Some(range.clone()), self.edits.len());
        }
        if raw.starts_with('"')
            && markers::any(&text)
            && let Some(masked) = within(&text, self.call, self.found, self.depth + 1)
        {
            self.edits.push((range, quoted(&masked)));
        }
    }

    fn mask(&mut self, range: Range<usize>, text: &str, kind: Kind) {
        if !stays(text) {
            let with = quoted(&self.found.note(text, kind));
            self.edits.push((range, with));
        }
    }

    fn begin(&mut self, object: bool) {
        let announced = self.announced();
        if let Some((kind, Of::Value)) = announced {
            let range = self.at..self.container_end();
            self.at = range.end;
            let with = quoted(&self.found.note("", kind));
            self.edits.push((range, with));
            return;
        }
        let inherited = self.open.last().map(|open| (open.all, open.items)).unwrap_or_default();
        let (all, items) = match announced {
            Some((kind, Of::Inside)) if object => (Some(kind), None),
            Some((kind, Of::Inside | Of::Items)) if !object => (None, Some(kind)),
            _ => inherited,
        };
        let words = if object { HashMap::new() } else { commands::secrets(&self.words()) };
        self.at += 1;
        self.open.push(Open { object, all, items, words, ..Open::default() });
    }

    /// The texts of the list that starts here, and where each is; none where it holds anything else.
    fn words(&self) -> Vec<(usize, String)> {
        let (mut words, mut at) = (Vec::new(), self.at + 1);
        loop {
            let rest = self.text[at..].trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let start = self.text.len() - rest.len();
            match rest.chars().next() {
                Some('"') => {
                    at = string_end(self.text, start);
                    words.push((start, decoded(&self.text[start..at])));
                }
                Some(']') | None => return words,
                Some(_) => return Vec::new(),
            }
        }
    }

    /// The end of the object or list that starts here; the end of the text if it is cut off.
    fn container_end(&mut self) -> usize {
        let (start, mut depth) = (self.at, 0_usize);
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at = string_end(self.text, self.at);
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        std::mem::replace(&mut self.at, start)
    }

    fn end(&mut self) {
        self.at += 1;
        self.close();
    }

    fn close(&mut self) {
        let Some(Open { named: Some(kind), value: Some(range), edit, .. }) = self.open.pop() else { return };
        let raw = self.text[range.clone()].to_string();
        let text = if raw.starts_with('"') { decoded(&raw) } else { raw.clone() };
        // The name beside it says more than its own form did. Its edit is known by its number: to look through them
        // all at each of many names would take the square of their time.
        match self.edits.get(edit) {
            Some((own, _)) if *own == range => {
                self.edits[edit].1 = if stays(&text) { raw } else { quoted(&self.found.note(&text, kind)) };
            }
            _ => self.mask(range, &text, kind),
        }
    }
}

/// The text of a string; of one that is cut off or broken, what is there.
fn decoded(quoted: &str) -> String {
    let text: Result<String, _> = serde_json::from_str(quoted);
    text.unwrap_or_else(|_| {
        let inside = quoted.trim_start_matches('"');
        let inside = inside.strip_suffix('"').unwrap_or(inside);
        let whole: Result<String, _> =
            serde_json::from_str(&format!("\"{}\"", inside.trim_end_matches('\\')));
        whole.unwrap_or_else(|_| inside.to_string())
    })
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
