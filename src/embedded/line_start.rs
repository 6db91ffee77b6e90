//! What a logger wrote before the record of a line: a time, a priority, a host, a stream.

/// Loggers write no more than this before what they were given.
const LONGEST: usize = 512;

/// How long it is, with the space behind it; 0 if there is none. It starts with a letter, a digit or syslog's `<`, and
/// holds no quote and no brace: a line of a record that stands on many lines is none.
pub fn length(line: &[u8]) -> usize {
    let own = &line[..line.len().min(LONGEST)];
    let starts = own.first().is_some_and(|first| first.is_ascii_alphanumeric() || *first == b'<');
    let Some(brace) = memchr::memchr(b'{', own).filter(|_| starts) else { return 0 };
    let told = |byte: &u8| (*byte >= b' ' && !matches!(byte, b'"' | b'}')) || *byte == b'\t';
    let before = own[..brace].iter().all(told) && matches!(own[brace - 1], b' ' | b'\t');
    if before && line[brace + 1..].trim_ascii_start().first() == Some(&b'"') { brace } else { 0 }
}

/// The same of the time alone that CloudWatch Logs writes when it exports to S3 (`2023-07-10T11:42:18.000Z {…`).
pub fn export_time(line: &[u8]) -> usize {
    const FORM: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let fits = |(byte, form): (&u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == form };
    if line.len() < FORM.len() || !line.iter().zip(FORM).all(fits) {
        return 0;
    }
    let rest = &line[FORM.len()..];
    let fraction =
        rest.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'Z')).count();
    if rest[fraction..].starts_with(b" {") { FORM.len() + fraction + 1 } else { 0 }
}
