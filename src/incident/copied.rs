//! Where a copied object was read: the bucket and key in `x-amz-copy-source`.

use percent_encoding::percent_decode_str;
use std::borrow::Cow;

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
pub fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}
