//! Charts as inline SVG: text nodes and shapes, nothing else.

mod coverage;
mod heat;
mod lineage;
mod timeline;

pub use coverage::coverage;
pub use heat::heat;
pub use lineage::lineage;
pub use timeline::timeline;

use super::encode;

/// The start of a drawing that is at most as large as its own units.
fn svg_start(width: f64, height: f64, title: &str, description: &str) -> String {
    format!(
        "<svg role=\"img\" viewBox=\"0 0 {width} {height}\" style=\"max-width:{width}px\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"system-ui,sans-serif\" font-size=\"11\"><title>{}</title><desc>{}</desc>",
        encode::html(title),
        encode::html(description)
    )
}

/// A label that fits: visible characters, cut with an ellipsis; the whole text stands in the element's title or in
/// the table below.
fn short(text: &str, most: usize) -> String {
    let shown = encode::visible(text);
    if shown.chars().count() <= most {
        return shown;
    }
    shown.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
