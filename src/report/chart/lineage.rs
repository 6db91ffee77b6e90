//! The lineage: one column a hop, the subject where hop 0 is; an arrow from each credential to those that it
//! obtained.

use super::{short, svg_start};
use crate::incident::{Credential, Incident};
use crate::report::encode::html as text;
use crate::subject::rfc3339;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

const MAX_COLUMNS: usize = 6;
const MAX_ROWS: usize = 11;
const COLUMN: f64 = 320.0;
const ROW: f64 = 34.0;
const BOX_WIDTH: f64 = 190.0;
const BOX_HEIGHT: f64 = 26.0;
const TOP: f64 = 34.0;

/// One box: a credential, or the rest of a column.
struct Node<'a> {
    credential: Option<&'a Credential>,
    more: usize,
}

/// The chart, or nothing when no credential was obtained.
pub fn lineage(incident: &Incident) -> String {
    let all = &incident.credentials;
    if all.iter().all(|c| c.obtained.is_none()) {
        return String::new();
    }
    let mut hops: BTreeMap<u32, Vec<&Credential>> = BTreeMap::new();
    for credential in all {
        hops.entry(credential.depth).or_default().push(credential);
    }
    let beyond: usize = hops.values().skip(MAX_COLUMNS).map(Vec::len).sum();
    let columns: Vec<(u32, Vec<Node<'_>>)> = place(&hops, all);
    let rows = columns.iter().map(|(_, nodes)| nodes.len()).max().unwrap_or(1);
    let height = TOP + ROW * rows as f64 + if beyond > 0 { 26.0 } else { 6.0 };
    let width = COLUMN * (columns.len() - 1) as f64 + BOX_WIDTH + 24.0;
    let mut svg =
        svg_start(width, height, "Lineage", "Credentials by hop, and the calls that handed them out");
    let mut places: HashMap<&str, (f64, f64)> = HashMap::new();
    let mut boxes = String::new();
    for (column, (depth, nodes)) in columns.iter().enumerate() {
        let x = 8.0 + COLUMN * column as f64;
        let title = match depth {
            0 => "subject".to_string(),
            depth => format!("hop {depth}"),
        };
        let _ = write!(boxes, "<text x=\"{x:.0}\" y=\"18\" font-weight=\"bold\">{title}</text>");
        for (row, node) in nodes.iter().enumerate() {
            let y = TOP + ROW * row as f64;
            match node.credential {
                Some(credential) => {
                    draw(&mut boxes, credential, x, y);
                    places.insert(&credential.id, (x, y + BOX_HEIGHT / 2.0));
                }
                None => {
                    let _ = write!(
                        boxes,
                        "<text x=\"{:.0}\" y=\"{:.0}\" fill=\"#57606a\">and {} more</text>",
                        x + 6.0,
                        y + 17.0,
                        node.more
                    );
                }
            }
        }
    }
    arrows(&mut svg, &columns, &places);
    svg.push_str(&boxes);
    if beyond > 0 {
        let _ = write!(
            svg,
            "<text x=\"8\" y=\"{:.0}\" fill=\"#57606a\">and {beyond} more credentials in {} further hops</text>",
            height - 8.0,
            hops.len() - MAX_COLUMNS
        );
    }
    svg + "</svg>"
}

/// Who stands where: in each column those that obtained others and those that made most requests, near whoever
/// obtained them.
fn place<'a>(hops: &BTreeMap<u32, Vec<&'a Credential>>, all: &[Credential]) -> Vec<(u32, Vec<Node<'a>>)> {
    let mut children: HashMap<&str, usize> = HashMap::new();
    for parent in all.iter().filter_map(|c| c.obtained.as_ref()?.by.as_deref()) {
        *children.entry(parent).or_default() += 1;
    }
    let mut columns: Vec<(u32, Vec<Node<'_>>)> = Vec::new();
    let mut rows: HashMap<&str, usize> = HashMap::new();
    for (depth, credentials) in hops.iter().take(MAX_COLUMNS) {
        let mut shown = credentials.clone();
        let weight = |c: &Credential| (children.get(c.id.as_str()).copied().unwrap_or(0), c.outcomes.total);
        shown.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.id.cmp(&b.id)));
        shown.truncate(MAX_ROWS);
        let parent = |c: &Credential| {
            let by = c.obtained.as_ref().and_then(|o| o.by.as_deref());
            by.and_then(|by| rows.get(by).copied()).unwrap_or(usize::MAX)
        };
        shown.sort_by(|a, b| (parent(a), &a.id).cmp(&(parent(b), &b.id)));
        rows.extend(shown.iter().enumerate().map(|(row, c)| (c.id.as_str(), row)));
        let more = credentials.len() - shown.len();
        let mut nodes: Vec<Node<'_>> =
            shown.into_iter().map(|c| Node { credential: Some(c), more: 0 }).collect();
        nodes.extend((more > 0).then_some(Node { credential: None, more }));
        columns.push((*depth, nodes));
    }
    columns
}

fn draw(svg: &mut String, credential: &Credential, x: f64, y: f64) {
    let used = credential.outcomes.total > 0;
    let (fill, ink) = if used { ("#0a4f8f", "#fff") } else { ("#fff", "#1b1f24") };
    let dash = if credential.not_followed.is_some() { " stroke-dasharray=\"4 3\"" } else { "" };
    let title = format!(
        "{} {} {}: {} requests",
        credential.id, credential.kind, credential.name, credential.outcomes.total
    );
    let label = short(&format!("{} {}", credential.id, credential.kind), 32);
    let _ = write!(
        svg,
        "<g><title>{}</title><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{BOX_WIDTH}\" height=\"{BOX_HEIGHT}\" rx=\"4\" fill=\"{fill}\" stroke=\"#57606a\"{dash}/><text x=\"{:.0}\" y=\"{:.0}\" fill=\"{ink}\">{}</text></g>",
        text(&title),
        x + 6.0,
        y + 17.0,
        text(&label)
    );
}

fn arrows(svg: &mut String, columns: &[(u32, Vec<Node<'_>>)], places: &HashMap<&str, (f64, f64)>) {
    // The words stand above an arrow only where the arrow before said something else.
    let mut said: Option<(&str, &str)> = None;
    let mut labels = String::new();
    for credential in columns.iter().flat_map(|(_, nodes)| nodes).filter_map(|node| node.credential) {
        let Some(obtained) = &credential.obtained else { continue };
        let ends = (obtained.by.as_deref().and_then(|by| places.get(by)), places.get(credential.id.as_str()));
        let (Some((x, y)), Some((to_x, to_y))) = ends else { continue };
        let side = if to_x >= x { BOX_WIDTH } else { 0.0 };
        let (x, to_x) = (x + side, if side > 0.0 { *to_x } else { to_x + BOX_WIDTH });
        let middle = (x + to_x) / 2.0;
        let title = format!("{} at {}", obtained.via, rfc3339(obtained.at));
        let _ = write!(
            svg,
            "<g><title>{}</title><path d=\"M{x:.0} {y:.0}C{middle:.0} {y:.0} {middle:.0} {to_y:.0} {to_x:.0} {to_y:.0}\" fill=\"none\" stroke=\"#57606a\"/><circle cx=\"{to_x:.0}\" cy=\"{to_y:.0}\" r=\"3\" fill=\"#57606a\"/></g>",
            text(&title)
        );
        let says = (obtained.by.as_deref().unwrap_or_default(), obtained.via.as_str());
        if said != Some(says) {
            let _ = write!(
                labels,
                "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\" font-size=\"10\" fill=\"#57606a\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
                to_x.max(x) - 8.0,
                to_y - 4.0,
                text(&short(&obtained.via, 20))
            );
            said = Some(says);
        }
    }
    svg.push_str(&labels);
}
