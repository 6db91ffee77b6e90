//! Charts as inline SVG: text nodes and shapes, nothing else.

mod heat;
mod timeline;

pub use heat::heat;
pub use timeline::timeline;
