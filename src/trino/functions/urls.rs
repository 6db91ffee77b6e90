//! URLs, taken apart as java.net.URI does.

use super::Table;
use crate::trino::fault::invalid;
use crate::trino::value::Value;

pub(super) fn add(t: &mut Table) {
    t.sure("url_extract_protocol(varchar(x)) -> varchar(x)", |_, a| {
        Ok(Value::of(parts(a[0].str()).map(|p| p.scheme.unwrap_or_default())))
    });
    t.sure("url_extract_host(varchar(x)) -> varchar(x)", |_, a| {
        Ok(Value::of(parts(a[0].str()).map(|p| p.host.unwrap_or_default())))
    });
    t.sure("url_extract_port(varchar) -> bigint", |_, a| {
        Ok(Value::of(parts(a[0].str()).and_then(|p| p.port)))
    });
    t.sure("url_extract_path(varchar(x)) -> varchar(x)", |_, a| {
        Ok(Value::of(parts(a[0].str()).map(|p| decode(p.path, false).unwrap_or_default())))
    });
    t.sure("url_extract_query(varchar(x)) -> varchar(x)", |_, a| {
        Ok(Value::of(parts(a[0].str()).map(|p| decode(p.query.unwrap_or(""), false).unwrap_or_default())))
    });
    t.sure("url_extract_fragment(varchar(x)) -> varchar(x)", |_, a| {
        Ok(Value::of(parts(a[0].str()).map(|p| decode(p.fragment.unwrap_or(""), false).unwrap_or_default())))
    });
    t.sure("url_extract_parameter(varchar(x), varchar) -> varchar(x)", |_, a| {
        let Some(query) = parts(a[0].str()).and_then(|p| p.query) else { return Ok(Value::Null) };
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if decode(name, true).as_deref() == Some(a[1].str()) {
                return Ok(Value::of(decode(value, true)));
            }
        }
        Ok(Value::Null)
    });
    t.sure("url_encode(varchar) -> varchar", |_, a| {
        let one = |b: u8| match b {
            b' ' => "+".into(),
            b if b.is_ascii_alphanumeric() || b"-_.*".contains(&b) => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        };
        Ok(a[0].str().bytes().map(one).collect::<String>().into())
    });
    t.add("url_decode(varchar(x)) -> varchar(x)", |_, a| match decode(a[0].str(), true) {
        Some(text) => Ok(text.into()),
        None => invalid("URLDecoder: Illegal hex characters in escape (%) pattern"),
    });
}

struct Parts<'a> {
    scheme: Option<&'a str>,
    host: Option<&'a str>,
    port: Option<i64>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

fn parts(url: &str) -> Option<Parts<'_>> {
    // What java.net.URI refuses gives NULL.
    if url.chars().any(|c| c.is_ascii_control() || " \"<>\\^`{|}".contains(c)) || decode(url, false).is_none()
    {
        return None;
    }
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(r, f)| (r, Some(f)));
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(r, q)| (r, Some(q)));
    let scheme = rest.split_once(':').filter(|(s, _)| {
        s.starts_with(|c: char| c.is_ascii_alphabetic())
            && s.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let (scheme, rest) = scheme.map_or((None, rest), |(s, r)| (Some(s), r));
    let Some(after) = rest.strip_prefix("//") else {
        return Some(Parts { scheme, host: None, port: None, path: rest, query, fragment });
    };
    let end = after.find('/').unwrap_or(after.len());
    let (authority, path) = after.split_at(end);
    let server = authority.rsplit_once('@').map_or(authority, |(_, s)| s);
    let (host, port) = match server.rsplit_once(':').filter(|_| !server.ends_with(']')) {
        Some((host, port)) => (host, port.parse().ok()),
        None => (server, None),
    };
    let plain = host.starts_with('[') || host.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    Some(Parts { scheme, host: Some(host).filter(|h| !h.is_empty() && plain), port, path, query, fragment })
}

fn decode(text: &str, plus: bool) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16));
                out.push((digit()? * 16 + digit()?) as u8);
            }
            b'+' if plus => out.push(b' '),
            other => out.push(other),
        }
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}
