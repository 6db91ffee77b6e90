//! Where a copied object was read: the bucket and key in `x-amz-copy-source`.

/// Bucket, or the access point that stands for one, and key. The header is written in several ways: with and
/// without a slash in front, with the key percent-encoded, with a version, and by the ARN of an access point.
pub fn copy_source(text: &str) -> Option<(String, String)> {
    let text = text.rsplit_once("?versionId=").map_or(text, |(path, _)| path);
    let path = decoded(text);
    let path = path.strip_prefix('/').unwrap_or(&path);
    let (bucket, key) =
        if path.starts_with("arn:") { path.split_once("/object/")? } else { path.split_once('/')? };
    (!bucket.is_empty() && !key.is_empty()).then(|| (bucket.to_string(), key.to_string()))
}

/// Percent-decoded; what is not valid stays as it is.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())) {
            Some(hex) => {
                bytes.extend(u8::from_str_radix(hex, 16).ok());
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}
