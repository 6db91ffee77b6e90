//! A pattern for the crate `regex`, whose time grows with the text alone.

use super::node::{Node, Place};
use regex_syntax::hir::ClassUnicode;
use std::fmt::Write;

/// Whether the crate can do a pattern as Trino does it.
pub(super) fn can(node: &Node) -> bool {
    !node.spins()
        && !super::stars::matter(node)
        && !node.any(&|node| matches!(node, Node::Look { .. } | Node::Back(..) | Node::Atomic(_)))
}

/// The pattern in the syntax of the crate.
pub(super) fn written(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: &Node, out: &mut String) {
    match node {
        Node::Empty | Node::Look { .. } | Node::Back(..) | Node::Atomic(_) => out.push_str("(?:)"),
        Node::One(set) => class(set, out),
        Node::Seq(parts) => {
            for part in parts {
                match part {
                    Node::Alt(_) => inside(part, out),
                    _ => write(part, out),
                }
            }
        }
        Node::Alt(ways) => {
            for (index, way) in ways.iter().enumerate() {
                if index > 0 {
                    out.push('|');
                }
                write(way, out);
            }
        }
        Node::Group(_, body) => {
            out.push('(');
            write(body, out);
            out.push(')');
        }
        Node::Repeat { body, low, high, greedy } => {
            match **body {
                Node::One(_) | Node::Group(..) => write(body, out),
                _ => inside(body, out),
            }
            let _ = match (low, high) {
                (0, None) => write!(out, "*"),
                (1, None) => write!(out, "+"),
                (0, Some(1)) => write!(out, "?"),
                (low, None) => write!(out, "{{{low},}}"),
                (low, Some(high)) => write!(out, "{{{low},{high}}}"),
            };
            if !greedy {
                out.push('?');
            }
        }
        Node::At(place) => out.push_str(match place {
            Place::Start => r"\A",
            Place::End | Place::LastEnd => r"\z",
            Place::LineStart => "(?m:^)",
            Place::LineEnd => "(?m:$)",
            Place::Word => r"\b",
            Place::NotWord => r"\B",
        }),
    }
}

fn inside(node: &Node, out: &mut String) {
    out.push_str("(?:");
    write(node, out);
    out.push(')');
}

fn class(set: &ClassUnicode, out: &mut String) {
    if let [one] = set.ranges()
        && one.start() == one.end()
    {
        out.push_str(&regex::escape(one.start().encode_utf8(&mut [0; 4])));
        return;
    }
    if set.ranges().is_empty() {
        // Matches nothing.
        out.push_str("[a&&b]");
        return;
    }
    out.push('[');
    for range in set.ranges() {
        let _ = write!(out, r"\x{{{:x}}}-\x{{{:x}}}", range.start() as u32, range.end() as u32);
    }
    out.push(']');
}
