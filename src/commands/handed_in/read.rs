//! Files of findings.

use crate::finding::decoded;
use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Bytes of a file of findings, unpacked.
const LARGEST: u64 = 64 << 20;

/// How often it is looked whether somebody asked to stop.
const LOOK: Duration = Duration::from_millis(50);

/// The text of a file, or of standard input for `-`. It is read beside: a pipe into which nobody writes can be waited for
/// no longer than somebody wants to.
pub fn text(path: &Path, interrupt: &AtomicBool) -> Result<String, String> {
    let (send, told) = channel();
    let own = path.to_path_buf();
    std::thread::spawn(move || send.send(read(&own)));
    loop {
        match told.recv_timeout(LOOK) {
            Ok(text) => return text,
            Err(RecvTimeoutError::Timeout) if interrupt.load(Ordering::Relaxed) => {
                return Err(format!("interrupted while --finding {} was read", path.display()));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(format!("reading --finding {} ended early; give it as a file", path.display()));
            }
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
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
