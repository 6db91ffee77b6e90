//! One file into memory: plain or gzip, told by its first bytes and not by its name; never more than a limit.

use super::room::SMALL;
use crate::finding::decoded;
use libdeflater::{DecompressionError, Decompressor};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Buffers of one worker, kept from file to file.
pub struct Reader {
    packed: Vec<u8>,
    /// Where in `packed` a file begins: at a cache line, since the system copies twice as fast to there.
    start: usize,
    /// How much of `packed` is of the present file.
    filled: usize,
    plain: Vec<u8>,
    decoded: Vec<u8>,
    decompressor: Decompressor,
    limit: u64,
}

/// Asks for room for so many bytes; an error where they are not to be read any more.
pub type Ask<'a> = dyn FnMut(u64) -> Result<(), String> + 'a;

/// What was read of a file.
pub struct Loaded<'a> {
    /// The unpacked bytes.
    pub bytes: &'a [u8],
    /// The bytes on disk.
    pub on_disk: &'a [u8],
    /// Why the bytes are not all of it, if they are not.
    pub cut: Option<&'static str>,
}

/// How gzip begins.
pub const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Marks of UTF-16, in which PowerShell's `>` writes what a command prints.
const UTF_16: [[u8; 2]; 2] = [[0xff, 0xfe], [0xfe, 0xff]];
const GZIP_MEMBER: [u8; 3] = [0x1f, 0x8b, 0x08];
/// Flags of a gzip member that nothing may set.
const RESERVED_FLAGS: u8 = 0xe0;
/// Room for unpacked bytes that is kept from file to file: one large file must not cost its size until the end.
const KEPT: usize = SMALL as usize;
/// Room for a file before its size is asked for: nearly all files of a trail are smaller.
const USUAL_FILE: usize = 256 << 10;
const CACHE_LINE: usize = 64;

impl Reader {
    /// A reader that unpacks at most `limit` bytes a file.
    pub fn new(limit: u64) -> Self {
        let (packed, decompressor) = (Vec::new(), Decompressor::new());
        let mut reader =
            Self { packed, start: 0, filled: 0, plain: Vec::new(), decoded: Vec::new(), decompressor, limit };
        reader.make_room(USUAL_FILE);
        reader
    }

    /// Room for a file of this size; what was read of it is kept.
    fn make_room(&mut self, size: usize) {
        let mut larger = vec![0; size + CACHE_LINE];
        let start = larger.as_ptr().align_offset(CACHE_LINE).min(CACHE_LINE);
        larger[start..start + self.filled].copy_from_slice(self.packed());
        (self.packed, self.start) = (larger, start);
    }

    /// What was read of the present file.
    fn packed(&self) -> &[u8] {
        &self.packed[self.start..self.start + self.filled]
    }

    /// Lets go of the memory that a large file took.
    pub fn shrink(&mut self) {
        if self.plain.capacity() > KEPT {
            self.plain = Vec::new();
        }
        self.decoded = Vec::new();
        if self.packed.len() > KEPT {
            self.filled = 0;
            self.make_room(USUAL_FILE);
        }
    }

    /// Reads a file whole, or says in a few words why not. `room` is asked for the bytes that it takes, before it does, and
    /// may refuse them.
    pub fn load(&mut self, path: &Path, room: &mut Ask<'_>) -> Result<Loaded<'_>, String> {
        self.fill(path, room)?;
        let (mut unpacked, mut cut) = (None, None);
        if self.packed().starts_with(&GZIP) {
            unpacked = self.unpack_whole(room);
            if unpacked.is_none() {
                cut = self.unpack_stream(room)?;
                unpacked = Some(self.plain.len());
            }
        }
        if UTF_16.iter().any(|mark| self.bytes(unpacked).starts_with(mark)) {
            room((self.filled + self.plain.len() + 3 * self.bytes(unpacked).len()) as u64)?;
            self.decoded = decoded(self.bytes(unpacked).to_vec())
                .ok_or("is UTF-16 that cannot be read to its end; write it again, as UTF-8")?
                .into_bytes();
            return Ok(Loaded { bytes: &self.decoded, on_disk: self.packed(), cut });
        }
        Ok(Loaded { bytes: self.bytes(unpacked), on_disk: self.packed(), cut })
    }

    /// The present file: so many bytes of what was unpacked, or as it is on disk.
    fn bytes(&self, unpacked: Option<usize>) -> &[u8] {
        unpacked.map_or(self.packed(), |length| &self.plain[..length])
    }

    /// The bytes on disk into the buffer, with as few calls of the system as can be: for small files they cost
    /// as much as unpacking.
    fn fill(&mut self, path: &Path, room: &mut Ask<'_>) -> Result<(), String> {
        let mut file = File::open(path).map_err(|error| format!("could not be opened: {error}"))?;
        let unreadable = |error| format!("could not be read: {error}");
        self.filled = 0;
        loop {
            if self.start + self.filled == self.packed.len() {
                let size = file.metadata().map_err(unreadable)?.len();
                self.within_limit(size.max(self.filled as u64))?;
                room(size.max(self.filled as u64))?;
                let more = usize::try_from(size).unwrap_or(0).saturating_sub(self.filled).max(USUAL_FILE);
                self.make_room(self.filled + more);
            }
            match file.read(&mut self.packed[self.start + self.filled..]) {
                Ok(0) => return self.within_limit(self.filled as u64),
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(error)),
            }
        }
    }

    fn within_limit(&self, size: u64) -> Result<(), String> {
        if size <= self.limit {
            return Ok(());
        }
        Err(format!("is larger than the limit of {} bytes; raise --max-file-size to read it", self.limit))
    }

    /// The quick way: one member, whose size its trailer tells.
    fn unpack_whole(&mut self, room: &mut Ask<'_>) -> Option<usize> {
        let packed = &self.packed[self.start..self.start + self.filled];
        let trailer = packed.last_chunk::<4>()?;
        let size = u64::from(u32::from_le_bytes(*trailer));
        if size > self.limit || packed.len() < 18 || may_go_on(&packed[3..]) {
            return None;
        }
        room(self.filled as u64 + size).ok()?;
        let size = usize::try_from(size).ok()?;
        // The buffer only grows: clearing it for each file would cost as much as searching it.
        if self.plain.len() < size {
            self.plain.resize(size, 0);
        }
        let result: Result<usize, DecompressionError> =
            self.decompressor.gzip_decompress(packed, &mut self.plain[..size]);
        result.ok().filter(|length| *length == size)
    }

    /// The slow way: several members, damage, truncation. Keeps what could be unpacked.
    fn unpack_stream(&mut self, room: &mut Ask<'_>) -> Result<Option<&'static str>, String> {
        self.plain.clear();
        let decoder = flate2::read::MultiGzDecoder::new(&self.packed[self.start..self.start + self.filled]);
        let mut decoder = decoder.take(self.limit.min(SMALL) + 1);
        let mut result = decoder.read_to_end(&mut self.plain);
        if result.is_ok() && decoder.limit() == 0 && self.limit > SMALL {
            // How much more it is, nothing tells.
            room(self.filled as u64 + self.limit)?;
            decoder.set_limit(self.limit - SMALL);
            result = decoder.read_to_end(&mut self.plain);
        }
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

/// Whether another gzip member may start in these bytes.
fn may_go_on(bytes: &[u8]) -> bool {
    let starts = memchr::memmem::find_iter(bytes, &GZIP_MEMBER);
    starts
        .map(|at| bytes.get(at + GZIP_MEMBER.len()))
        .any(|flags| flags.is_some_and(|f| f & RESERVED_FLAGS == 0))
}
