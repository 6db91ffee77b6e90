//! SHA-256 in hexadecimal, and lists of files as `sha256sum` writes and checks them.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::path::Path;

/// The digest of some bytes.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A hash for comparing things within one run: another release of Rust may compute another.
pub fn hash64(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// A hash that is the same in every run: the start of a SHA-256.
#[derive(Default)]
pub struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.clone().finalize();
        digest[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// The digest of a file of any size.
pub fn sha256_of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut part = vec![0; 1 << 20];
    loop {
        match file.read(&mut part) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(read) => hash.update(&part[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Bytes in hexadecimal.
pub fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of a file in such a list. `sha256sum` escapes backslashes and ends of lines and reads these escapes; it knows
/// none for other control characters and for bytes that are no UTF-8, which stand here as `\\x1b`: a list is shown in
/// terminals, and two names must not become one. Files of such names it cannot check.
pub fn listed_name(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => name.push_str("\\\\"),
                '\n' => name.push_str("\\n"),
                '\r' => name.push_str("\\r"),
                c if c.is_ascii_control() => _ = write!(name, "\\x{:02x}", u32::from(c)),
                c => name.push(c),
            }
        }
        for byte in chunk.invalid() {
            _ = write!(name, "\\x{byte:02x}");
        }
    }
    name
}

/// Names (as [`listed_name`] makes them) and digests as a list for `sha256sum -c`, which wants a line with an escaped
/// name to start with a backslash.
pub fn list(files: &BTreeMap<String, String>) -> String {
    let mut list = String::new();
    for (name, digest) in files {
        let mark = if name.contains('\\') { "\\" } else { "" };
        let _ = writeln!(list, "{mark}{digest}  {name}");
    }
    list
}
