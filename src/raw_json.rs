//! A cursor over JSON bytes that trusts nothing: no recursion, a bound on nesting, no allocation.

/// Deepest nesting that a record may have. CloudTrail's own stay below 30.
pub const MAX_DEPTH: usize = 512;
/// Most keys of a record. CloudTrail's own have some thirty.
pub const MAX_KEYS: usize = 4096;

/// Why a value could not be passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The bytes end inside the value.
    CutShort,
    /// A byte that cannot stand there.
    Misplaced,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// An object with more keys of its own than [`MAX_KEYS`].
    TooWide,
}

impl Broken {
    /// The reason in words, for the report.
    pub fn reason(self) -> &'static str {
        match self {
            Broken::CutShort => "the file ends inside a record",
            Broken::Misplaced => "not valid JSON",
            Broken::TooDeep => "nested more than 512 levels deep",
            Broken::TooWide => "an object with more than 4,096 keys",
        }
    }
}

/// Raw inside of a key, and the bytes of its value.
pub type Member<'a> = (&'a [u8], &'a [u8]);

/// A position in some bytes.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    /// Offset of the next byte.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// At the start of some bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next byte that is not white space, without taking it.
    #[inline]
    pub fn peek(&mut self) -> Result<u8, Broken> {
        while let Some(&byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(byte);
            }
            self.at += 1;
        }
        Err(Broken::CutShort)
    }

    /// Takes one expected byte.
    #[inline]
    pub fn eat(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek()? == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(Broken::Misplaced)
        }
    }

    /// A string: its raw inside, and whether it holds escapes.
    #[inline]
    pub fn string(&mut self) -> Result<(&'a [u8], bool), Broken> {
        self.eat(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let step = string_end(rest).ok_or(Broken::CutShort)?;
            self.at += step;
            if self.bytes[self.at] == b'"' {
                let inside = &self.bytes[start..self.at];
                self.at += 1;
                return Ok((inside, escaped));
            }
            escaped = true;
            self.at += 2;
        }
    }

    /// Passes over one value and returns its bytes. Brackets must match; numbers and words are only delimited.
    pub fn value(&mut self) -> Result<&'a [u8], Broken> {
        let first = self.peek()?;
        let start = self.at;
        match first {
            b'"' => {
                self.string()?;
            }
            b'{' | b'[' => self.container()?,
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => self.word(),
            _ => return Err(Broken::Misplaced),
        }
        Ok(&self.bytes[start..self.at])
    }

    fn word(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            if !byte.is_ascii_alphanumeric() && !matches!(byte, b'.' | b'-' | b'+') {
                break;
            }
            self.at += 1;
        }
    }

    fn container(&mut self) -> Result<(), Broken> {
        // One bit a level: 1 for an object, 0 for an array.
        let mut objects = [0_u64; MAX_DEPTH / 64];
        let mut depth = 0_usize;
        loop {
            match *self.bytes.get(self.at).ok_or(Broken::CutShort)? {
                b'"' => {
                    self.string()?;
                    // Most often the next string follows behind one mark.
                    while let Some([b':' | b',', b'"']) = self.bytes.get(self.at..self.at + 2) {
                        self.at += 1;
                        self.string()?;
                    }
                    continue;
                }
                open @ (b'{' | b'[') => {
                    if depth == MAX_DEPTH {
                        return Err(Broken::TooDeep);
                    }
                    let bit = 1_u64 << (depth % 64);
                    if open == b'{' {
                        objects[depth / 64] |= bit
                    } else {
                        objects[depth / 64] &= !bit
                    }
                    depth += 1;
                }
                close @ (b'}' | b']') => {
                    depth -= 1;
                    let is_object = objects[depth / 64] >> (depth % 64) & 1 == 1;
                    if is_object != (close == b'}') {
                        return Err(Broken::Misplaced);
                    }
                    if depth == 0 {
                        self.at += 1;
                        return Ok(());
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Passes over one object or array however deep it is: where a value that is too deep or otherwise broken ends.
    pub fn skip(&mut self) -> Result<(), Broken> {
        if !matches!(self.peek()?, b'{' | b'[') {
            return Err(Broken::Misplaced);
        }
        let mut open = Brackets::default();
        loop {
            match *self.bytes.get(self.at).ok_or(Broken::CutShort)? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                byte @ (b'{' | b'[') => open.push(byte),
                byte @ (b'}' | b']') if !open.pop(byte) => return Err(Broken::Misplaced),
                _ => {}
            }
            self.at += 1;
            if open.is_empty() {
                return Ok(());
            }
        }
    }

    /// Whether what follows up to the first bracket that does not fit leaves no array open: an object behind that
    /// bracket is then in no array of what is broken here. False as well where no such bracket comes: the bytes
    /// end inside of what is broken.
    pub fn leaves_no_array(&mut self) -> bool {
        let mut open = Brackets::default();
        loop {
            match self.bytes.get(self.at) {
                None => return false,
                Some(b'"') => {
                    if self.string().is_err() {
                        return false;
                    }
                    continue;
                }
                Some(&byte @ (b'{' | b'[')) => open.push(byte),
                Some(&byte @ (b'}' | b']')) => {
                    if !open.pop(byte) {
                        return open.arrays == 0;
                    }
                }
                Some(_) => {}
            }
            self.at += 1;
        }
    }

    /// Calls `each` with every key and value of an object, in order, until it returns false.
    pub fn members(&mut self, mut each: impl FnMut(&'a [u8], &'a [u8]) -> bool) -> Result<(), Broken> {
        self.eat(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            let (key, _) = self.string()?;
            self.eat(b':')?;
            let value = self.value()?;
            if !each(key, value) {
                return Ok(());
            }
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Broken::Misplaced),
            }
        }
    }
}

/// Where the object starts that ends in front of a place, its brackets matched backwards: what stands before it may be
/// damaged. Looks no further back than `from`.
pub fn object_before(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut open = Brackets::default();
    let mut at = end;
    while at > from {
        at -= 1;
        match bytes[at] {
            b'"' => at = string_start(bytes, from, at)?,
            // Backwards, a closing bracket opens.
            b'}' => open.push(b'{'),
            b']' => open.push(b'['),
            b'{' if !open.pop(b'}') => return None,
            b'[' if !open.pop(b']') => return None,
            _ => {}
        }
        if open.is_empty() {
            return (bytes[at] == b'{').then_some(at);
        }
    }
    None
}

/// The first quote of the string whose last one is given.
fn string_start(bytes: &[u8], from: usize, mut quote: usize) -> Option<usize> {
    loop {
        quote = from + memchr::memrchr(b'"', &bytes[from..quote])?;
        let escapes = bytes[from..quote].iter().rev().take_while(|byte| **byte == b'\\').count();
        if escapes % 2 == 0 {
            return Some(quote);
        }
    }
}

/// The brackets that are open, one bit a level: 1 for an object, 0 for an array.
#[derive(Default)]
struct Brackets {
    objects: Vec<u64>,
    depth: usize,
    arrays: usize,
}

impl Brackets {
    fn is_empty(&self) -> bool {
        self.depth == 0
    }

    fn push(&mut self, open: u8) {
        let (word, bit) = (self.depth / 64, 1 << (self.depth % 64));
        if word == self.objects.len() {
            self.objects.push(0);
        }
        if open == b'{' {
            self.objects[word] |= bit;
        } else {
            self.objects[word] &= !bit;
            self.arrays += 1;
        }
        self.depth += 1;
    }

    /// Takes the innermost; false, and all as it was, where this does not close it.
    fn pop(&mut self, close: u8) -> bool {
        let Some(level) = self.depth.checked_sub(1) else { return false };
        let is_object = self.objects[level / 64] >> (level % 64) & 1 == 1;
        if is_object != (close == b'}') {
            return false;
        }
        self.depth = level;
        self.arrays -= usize::from(!is_object);
        true
    }
}

/// Where the next quote or backslash is. Most strings of a record are short, and eight bytes at a time are then
/// quicker than starting a vector search.
#[inline]
fn string_end(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, _) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().take(5).enumerate() {
        let word = u64::from_le_bytes(*word);
        let (quote, escape) = (word ^ (ONES * b'"' as u64), word ^ (ONES * b'\\' as u64));
        // The lowest marked byte is the first match; marks above it may be carries.
        let found = (quote.wrapping_sub(ONES) & !quote | escape.wrapping_sub(ONES) & !escape) & HIGH;
        if found != 0 {
            return Some(place * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let searched = words.len().min(5) * 8;
    memchr::memchr2(b'"', b'\\', &bytes[searched..]).map(|step| searched + step)
}

/// The text of a string's raw inside. Half a surrogate pair is a question mark, as Java writes it; other escapes
/// that are not valid leave the raw text.
pub fn text(inside: &[u8], escaped: bool) -> String {
    if escaped {
        let mut quoted = Vec::with_capacity(inside.len() + 2);
        quoted.push(b'"');
        quoted.extend_from_slice(inside);
        quoted.push(b'"');
        if let Ok(text) = serde_json::from_slice::<String>(&quoted) {
            return text;
        }
        if let Ok(text) = serde_json::from_slice::<String>(&without_half_pairs(&quoted)) {
            return text;
        }
    }
    String::from_utf8_lossy(inside).into_owned()
}

/// A string without escapes of surrogates that have no other half.
fn without_half_pairs(quoted: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::with_capacity(quoted.len()), 0);
    while at < quoted.len() {
        let length = match quoted[at] {
            b'\\' => match escape(&quoted[at..]) {
                Escape::HalfPair => {
                    out.push(b'?');
                    at += 6;
                    continue;
                }
                Escape::Known(length) => length,
                Escape::Unknown => 2,
            },
            _ => 1,
        };
        out.extend_from_slice(&quoted[at..quoted.len().min(at + length)]);
        at += length;
    }
    out
}

/// What a backslash in a string escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// What JSON knows, a pair of surrogates among it: the length.
    Known(usize),
    /// A surrogate without its other half, six bytes. Java writes a question mark for it.
    HalfPair,
    /// Nothing that JSON knows.
    Unknown,
}

/// The escape at the start of some bytes.
pub fn escape(bytes: &[u8]) -> Escape {
    let unit = |at: usize| {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let digits = std::str::from_utf8(digits).ok()?;
        // A sign would be taken for a part of the number.
        u16::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    match (unit(0), unit(6)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => Escape::Known(12),
        (Some(0xd800..=0xdfff), _) => Escape::HalfPair,
        (Some(_), _) => Escape::Known(6),
        (None, _) => match bytes.get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Escape::Known(2),
            _ => Escape::Unknown,
        },
    }
}

/// The text of a value: a string's text, another value's JSON, nothing for `null`.
pub fn value_text(value: &[u8]) -> Option<String> {
    match value.first() {
        Some(b'"') => {
            let (inside, escaped) = Cursor::new(value).string().ok()?;
            Some(text(inside, escaped))
        }
        Some(_) if value != b"null" => Some(String::from_utf8_lossy(value).into_owned()),
        _ => None,
    }
}
