//! Files of findings.

use crate::finding::decoded;
use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::Path;

/// Bytes of a file of findings, unpacked.
const LARGEST: u64 = 64 << 20;

/// The text of a file, or of standard input for `-`.
pub fn text(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let wrong = |error: std::io::Error| {
        format!("--finding {shown} cannot be read: {error}; give a file of JSON, or - for standard input")
    };
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(wrong)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(&*bytes).take(LARGEST + 1).read_to_end(&mut unpacked).map_err(wrong)?;
        bytes = unpacked;
    }
    if bytes.len() as u64 > LARGEST {
        return Err(format!(
            "--finding {shown} is larger than 64 MiB; give only the findings of this incident"
        ));
    }
    decoded(bytes).ok_or_else(|| {
        format!("--finding {shown} is neither UTF-8 nor UTF-16 text; give the finding as JSON")
    })
}
