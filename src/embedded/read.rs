//! One file into memory: plain or gzip, told by its first bytes and not by its name; never more than a limit.

use libdeflater::{DecompressionError, Decompressor};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Buffers of one worker, kept from file to file.
pub struct Reader {
    packed: Vec<u8>,
    plain: Vec<u8>,
    decompressor: Decompressor,
    limit: u64,
}

/// What was read of a file.
pub struct Loaded<'a> {
    /// The unpacked bytes.
    pub bytes: &'a [u8],
    /// Bytes on disk.
    pub packed: u64,
    /// Why the bytes are not all of it, if they are not.
    pub cut: Option<&'static str>,
}

const GZIP: [u8; 2] = [0x1f, 0x8b];
const GZIP_MEMBER: [u8; 3] = [0x1f, 0x8b, 0x08];

impl Reader {
    /// A reader that unpacks at most `limit` bytes a file.
    pub fn new(limit: u64) -> Self {
        Self { packed: Vec::new(), plain: Vec::new(), decompressor: Decompressor::new(), limit }
    }

    /// Reads a file whole, or says in a few words why not.
    pub fn load(&mut self, path: &Path) -> Result<Loaded<'_>, String> {
        let mut file = File::open(path).map_err(|error| format!("could not be opened: {error}"))?;
        let size = file.metadata().map_err(|error| format!("could not be read: {error}"))?.len();
        if size > self.limit {
            return Err(format!(
                "is larger than the limit of {} bytes; raise --max-file-size to read it",
                self.limit
            ));
        }
        self.packed.clear();
        file.read_to_end(&mut self.packed).map_err(|error| format!("could not be read: {error}"))?;
        if !self.packed.starts_with(&GZIP) {
            return Ok(Loaded { bytes: &self.packed, packed: size, cut: None });
        }
        let (length, cut) = match self.unpack_whole() {
            Some(length) => (length, None),
            None => {
                let cut = self.unpack_stream()?;
                (self.plain.len(), cut)
            }
        };
        Ok(Loaded { bytes: &self.plain[..length], packed: size, cut })
    }

    /// The quick way: one member, whose size its trailer tells.
    fn unpack_whole(&mut self) -> Option<usize> {
        let trailer = self.packed.last_chunk::<4>()?;
        let size = u64::from(u32::from_le_bytes(*trailer));
        if size > self.limit
            || self.packed.len() < 18
            || memchr::memmem::find(&self.packed[3..], &GZIP_MEMBER).is_some()
        {
            return None;
        }
        let size = usize::try_from(size).ok()?;
        // The buffer only grows: clearing it for each file would cost as much as searching it.
        if self.plain.len() < size {
            self.plain.resize(size, 0);
        }
        let result: Result<usize, DecompressionError> =
            self.decompressor.gzip_decompress(&self.packed, &mut self.plain[..size]);
        result.ok().filter(|length| *length == size)
    }

    /// The slow way: several members, damage, truncation. Keeps what could be unpacked.
    fn unpack_stream(&mut self) -> Result<Option<&'static str>, String> {
        self.plain.clear();
        let decoder = flate2::read::MultiGzDecoder::new(self.packed.as_slice());
        let result = decoder.take(self.limit + 1).read_to_end(&mut self.plain);
        if self.plain.len() as u64 > self.limit {
            self.plain = Vec::new();
            return Err(format!(
                "unpacks to more than the limit of {} bytes; raise --max-file-size to read it",
                self.limit
            ));
        }
        match result {
            Ok(_) => Ok(None),
            Err(_) if self.plain.is_empty() => Err("is not readable gzip data".into()),
            Err(_) => Ok(Some("the gzip data is cut short or damaged; records before that spot are kept")),
        }
    }
}
