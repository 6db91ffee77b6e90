//! How often a part matches: `*`, `+`, `?`, `{n,m}`, lazy and possessive.

use super::node::Node;
use super::parse::Parser;
use crate::trino::fault::Outcome;

/// The highest count that a repetition may have.
const COUNT: u32 = 100_000;

/// Least, most, greedy, possessive.
type Count = (u32, Option<u32>, bool, bool);

impl Parser<'_> {
    /// What stands behind a part: how often it matches.
    pub(super) fn repeated(&mut self, mut node: Node) -> Outcome<Node> {
        loop {
            self.skip()?;
            let Some((low, high, greedy, possessive)) = self.count()? else { return Ok(node) };
            if (low, high) == (1, Some(1)) {
                continue;
            }
            self.folds.repeat();
            if high == Some(0) && !greedy {
                return self.beyond("a repetition of no times that is lazy");
            }
            node = again(node, low, high, greedy);
            if possessive {
                node = Node::Atomic(Box::new(node));
            }
        }
    }

    /// The repetition that stands here, if one does.
    pub(super) fn count(&mut self) -> Outcome<Option<Count>> {
        let (low, high) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.interval()? {
                Some(found) => found,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.at += 1;
        let greedy = !self.eat('?');
        self.single = greedy;
        let possessive = greedy && self.eat('+');
        Ok(Some((low, high, greedy, possessive)))
    }

    /// `{n}`, `{n,}` and `{n,m}`, up to the closing brace; anything else is plain text.
    fn interval(&mut self) -> Outcome<Option<(u32, Option<u32>)>> {
        let start = self.at;
        self.at += 1;
        let low = self.digits(10, 20);
        let mut high = low;
        let mut valid = low.is_some();
        if valid && self.eat(',') {
            high = self.digits(10, 20);
        }
        if low.max(high).is_some_and(|n| n > COUNT) {
            return self.wrong("a repetition is too high");
        }
        valid &= self.peek() == Some('}');
        if !valid {
            self.at = start;
            return Ok(None);
        }
        let low = low.unwrap_or(0);
        if high.is_some_and(|high| high < low) {
            return self.wrong("a repetition ends below its start");
        }
        Ok(Some((low, high)))
    }
}

/// The common repetitions: `?`, `*`, `+`, and the same when lazy.
fn common(low: u32, high: Option<u32>) -> Option<char> {
    match (low, high) {
        (0, Some(1)) => Some('?'),
        (0, None) => Some('*'),
        (1, None) => Some('+'),
        _ => None,
    }
}

/// A part repeated. Trino's engine makes one repetition of two where it can, and that decides whether the one is lazy.
fn again(node: Node, low: u32, high: Option<u32>, greedy: bool) -> Node {
    let outer = |body: Node| Node::Repeat { body: Box::new(body), low, high, greedy };
    let Node::Repeat { body, low: inner_low, high: inner_high, greedy: inner_greedy } = node else {
        return outer(node);
    };
    let made = |body: Box<Node>, low, high, greedy| Node::Repeat { body, low, high, greedy };
    let inner = |body: Box<Node>| made(body, inner_low, inner_high, inner_greedy);
    let Some(first) = common(inner_low, inner_high) else { return outer(inner(body)) };
    let Some(second) = common(low, high) else {
        // `(?:a*){2,5}` matches no more than `(?:a*){2}`.
        return match high {
            Some(most) if inner_greedy && first != '?' && most > 1 && greedy => {
                made(Box::new(inner(body)), low, Some(low.max(1)), greedy)
            }
            _ => outer(inner(body)),
        };
    };
    match (first, inner_greedy, second, greedy) {
        ('*', true, '?' | '*' | '+', true) | ('*', true, '+', false) => inner(body),
        ('*', false, _, _) => inner(body),
        ('?', true, '?', true) | ('?', false, '?', _) => inner(body),
        ('+', true, '+', _) | ('+', false, '+', _) => inner(body),
        ('?', true, '*' | '+', true) => made(body, 0, None, true),
        ('?', true, '?', false) => made(body, 0, Some(1), false),
        ('?', true, '*', false) => made(body, 0, None, false),
        ('?', true, '+', false) => outer(inner(body)),
        ('?', false, '*' | '+', _) => made(body, 0, None, false),
        ('*', true, _, false) => made(Box::new(made(body, 1, None, true)), 0, Some(1), false),
        ('+', true, '?' | '*', true) => made(body, 0, None, true),
        ('+', true, '?', false) => outer(inner(body)),
        ('+', true, _, false) => made(Box::new(made(body, 1, None, true)), 0, Some(1), false),
        ('+', false, '?', true) => outer(inner(body)),
        ('+', false, '*', true) => made(Box::new(made(body, 1, None, false)), 0, Some(1), true),
        ('+', false, _, false) => made(body, 0, None, false),
        _ => outer(inner(body)),
    }
}
