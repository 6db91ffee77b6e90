//! The texts of paths: `lax $.a[*] ? (@.b == 1)`.

use super::item::Item;
use super::path::{Method, Node, Path, Predicate};
use crate::trino::ast::{Expr, Kind};
use crate::trino::fault::{Fault, Outcome};
use crate::trino::literal::literal;
use crate::trino::operator::Arithmetic::{Divide, Minus, Plus, Rest, Times};
use crate::trino::operator::Comparison;
use crate::trino::types::Type;
use crate::trino::value::Value;

/// How deep brackets may stand in each other, and how many steps may follow one another.
const MAX_DEPTH: usize = 100;

/// Parses a path.
pub fn parse(text: &str) -> Outcome<Path> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let lax = match parser.word() {
        Some("lax") => true,
        Some("strict") => false,
        _ => return parser.wrong("a path starts with lax or strict"),
    };
    let root = parser.path()?;
    parser.space();
    if parser.rest().is_empty() { Ok(Path { lax, root }) } else { parser.wrong("the path should end here") }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn wrong<T>(&self, message: &str) -> Outcome<T> {
        let near: String = self.rest().chars().take(20).collect();
        Err(Fault::new("SYNTAX_ERROR", format!("{message}: '{near}' in the JSON path '{}'", self.text)))
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn is(&mut self, sign: &str) -> bool {
        self.space();
        self.rest().starts_with(sign)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn expect(&mut self, sign: &str) -> Outcome<()> {
        if self.sign(sign) { Ok(()) } else { self.wrong(&format!("`{sign}` is missing")) }
    }

    fn name_here(&self) -> Option<&'a str> {
        let rest = self.rest();
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then(|| {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            &rest[..end.unwrap_or(rest.len())]
        })
    }

    fn word(&mut self) -> Option<&'a str> {
        self.space();
        let name = self.name_here()?;
        self.at += name.len();
        Some(name)
    }

    fn keyword(&mut self, word: &str) -> bool {
        self.space();
        let found = self.name_here() == Some(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn string(&mut self) -> Outcome<Option<String>> {
        if !self.sign("\"") {
            return Ok(None);
        }
        let mut out = String::new();
        loop {
            let Some(end) = self.rest().find('"') else { return self.wrong("a text is not closed") };
            out.push_str(&self.rest()[..end]);
            self.at += end + 1;
            if !self.rest().starts_with('"') {
                return Ok(Some(out));
            }
            out.push('"');
            self.at += 1;
        }
    }

    fn path(&mut self) -> Outcome<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.wrong("the path is too deep");
        }
        let mut left = self.product()?;
        for _ in 0..MAX_DEPTH {
            let Some(op) = [Plus, Minus].into_iter().find(|op| self.sign(op.as_str())) else {
                self.depth -= 1;
                return Ok(left);
            };
            left = Node::Binary(op, Box::new(left), Box::new(self.product()?));
        }
        self.wrong("the path is too long")
    }

    fn product(&mut self) -> Outcome<Node> {
        let mut left = self.unary()?;
        for _ in 0..MAX_DEPTH {
            let Some(op) = [Times, Divide, Rest].into_iter().find(|op| self.sign(op.as_str())) else {
                return Ok(left);
            };
            left = Node::Binary(op, Box::new(left), Box::new(self.unary()?));
        }
        self.wrong("the path is too long")
    }

    fn unary(&mut self) -> Outcome<Node> {
        let mut signs = Vec::new();
        while signs.len() < MAX_DEPTH {
            match (self.sign("-"), signs.len()) {
                (true, _) => signs.push(true),
                (false, _) if self.sign("+") => signs.push(false),
                _ => break,
            }
        }
        let inner = self.steps()?;
        Ok(signs.into_iter().rev().fold(inner, |inner, minus| Node::Unary(minus, Box::new(inner))))
    }

    fn steps(&mut self) -> Outcome<Node> {
        let mut base = self.primary()?;
        for _ in 0..MAX_DEPTH {
            base = if self.sign("..") {
                match self.string()?.or_else(|| self.word().map(String::from)) {
                    Some(name) => Node::Descend(Box::new(base), name),
                    None => return self.wrong("a name is missing"),
                }
            } else if self.is(".") && !self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) {
                self.at += 1;
                self.member(base)?
            } else if self.sign("[") {
                self.subscripts(base)?
            } else if self.sign("?") {
                self.expect("(")?;
                let predicate = self.predicate()?;
                self.expect(")")?;
                Node::Filter(Box::new(base), Box::new(predicate))
            } else {
                return Ok(base);
            };
        }
        self.wrong("the path is too long")
    }

    fn member(&mut self, base: Node) -> Outcome<Node> {
        if self.sign("*") {
            return Ok(Node::Member(Box::new(base), None));
        }
        if let Some(name) = self.string()? {
            return Ok(Node::Member(Box::new(base), Some(name)));
        }
        let Some(name) = self.word() else { return self.wrong("a name is missing") };
        let method = match name {
            "type" => Method::Type,
            "size" => Method::Size,
            "double" => Method::Double,
            "ceiling" => Method::Ceiling,
            "floor" => Method::Floor,
            "abs" => Method::Abs,
            "keyvalue" => Method::KeyValue,
            "datetime" if self.is("(") => {
                return Err(Fault::new("NOT_SUPPORTED", "datetime() in a JSON path is not supported"));
            }
            _ => return Ok(Node::Member(Box::new(base), Some(name.into()))),
        };
        if !self.sign("(") {
            return Ok(Node::Member(Box::new(base), Some(name.into())));
        }
        self.expect(")")?;
        Ok(Node::Method(method, Box::new(base)))
    }

    fn subscripts(&mut self, base: Node) -> Outcome<Node> {
        if self.sign("*") {
            self.expect("]")?;
            return Ok(Node::Items(Box::new(base)));
        }
        let mut all = Vec::new();
        loop {
            let from = self.path()?;
            let to = if self.keyword("to") { Some(self.path()?) } else { None };
            all.push((from, to));
            if !self.sign(",") {
                break;
            }
        }
        self.expect("]")?;
        Ok(Node::Index(Box::new(base), all))
    }

    fn primary(&mut self) -> Outcome<Node> {
        if let Some(text) = self.string()? {
            let ty = Type::Varchar(Some(text.chars().count() as u32));
            return Ok(Node::Literal(Item::Scalar(Value::Text(text), ty)));
        }
        if self.sign("(") {
            let inner = self.path()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.sign("$") {
            return Ok(match self.name_here() {
                Some(name) => {
                    self.at += name.len();
                    Node::Named(name.into())
                }
                None => Node::Root,
            });
        }
        if self.sign("@") {
            return Ok(Node::Current);
        }
        if self.rest().starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return self.number();
        }
        let start = self.at;
        Ok(match self.word() {
            Some("last") => Node::Last,
            Some("null") => Node::Literal(Item::Null),
            Some(word @ ("true" | "false")) => {
                Node::Literal(Item::Scalar(Value::Bool(word == "true"), Type::Boolean))
            }
            _ => {
                self.at = start;
                return self.wrong("a path is expected");
            }
        })
    }

    fn number(&mut self) -> Outcome<Node> {
        let rest = self.rest();
        let digits =
            |from: usize| rest[from..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |n| from + n);
        let mut end = digits(0);
        let whole = end;
        if rest[end..].starts_with('.') {
            end = digits(end + 1);
        }
        let mut double = false;
        if rest[end..].starts_with(['e', 'E']) {
            let sign = usize::from(rest[end + 1..].starts_with(['+', '-']));
            let after = digits(end + 1 + sign);
            if after > end + 1 + sign {
                (end, double) = (after, true);
            }
        }
        let text = &rest[..end];
        if text == "." {
            return self.wrong("a path is expected");
        }
        self.at += end;
        let kind = match (double, whole == end) {
            (true, _) => Kind::Double(text.into()),
            (_, true) => Kind::Integer(text.into()),
            _ => Kind::Decimal(text.into()),
        };
        let written = Expr { kind, at: Default::default() };
        let typed = literal(&written, &[])?;
        match typed.value() {
            Some(value) => Ok(Node::Literal(Item::Scalar(value.clone(), typed.ty.clone()))),
            None => self.wrong("a number is expected"),
        }
    }

    fn predicate(&mut self) -> Outcome<Predicate> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.wrong("the path is too deep");
        }
        let mut left = self.conjunction()?;
        for _ in 0..MAX_DEPTH {
            if !self.sign("||") {
                self.depth -= 1;
                return Ok(left);
            }
            left = Predicate::Or(Box::new(left), Box::new(self.conjunction()?));
        }
        self.wrong("the path is too long")
    }

    fn conjunction(&mut self) -> Outcome<Predicate> {
        let mut left = self.single()?;
        for _ in 0..MAX_DEPTH {
            if !self.sign("&&") {
                return Ok(left);
            }
            left = Predicate::And(Box::new(left), Box::new(self.single()?));
        }
        self.wrong("the path is too long")
    }

    fn single(&mut self) -> Outcome<Predicate> {
        if self.is("!") && !self.is("!=") {
            self.at += 1;
            return match self.delimited()? {
                Some(inner) => Ok(Predicate::Not(Box::new(inner))),
                None => self.wrong("a predicate in brackets is expected"),
            };
        }
        let (start, depth) = (self.at, self.depth);
        // Brackets may hold a predicate or a path.
        match self.delimited() {
            Ok(Some(inner)) => {
                let bracket = !matches!(inner, Predicate::Exists(_))
                    || self.text[start..].trim_start().starts_with('(');
                if bracket && self.keyword("is") {
                    if !self.keyword("unknown") {
                        return self.wrong("`unknown` is missing");
                    }
                    return Ok(Predicate::Unknown(Box::new(inner)));
                }
                return Ok(inner);
            }
            Err(fault) if fault.code != "SYNTAX_ERROR" => return Err(fault),
            _ => (self.at, self.depth) = (start, depth),
        }
        let left = self.path()?;
        for (sign, op) in [
            ("==", Comparison::Equal),
            ("<>", Comparison::NotEqual),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ] {
            if self.sign(sign) {
                return Ok(Predicate::Compare(op, left, self.path()?));
            }
        }
        if self.keyword("like_regex") {
            return Err(Fault::new("NOT_SUPPORTED", "like_regex in a JSON path is not supported"));
        }
        if self.keyword("starts") && self.keyword("with") && (self.is("\"") || self.is("$")) {
            return match self.primary()? {
                Node::Root => self.wrong("a text or a variable is expected"),
                prefix => Ok(Predicate::Starts(left, prefix)),
            };
        }
        self.wrong("a comparison is expected")
    }

    fn delimited(&mut self) -> Outcome<Option<Predicate>> {
        let start = self.at;
        if self.keyword("exists") {
            self.expect("(")?;
            let inner = self.path()?;
            self.expect(")")?;
            return Ok(Some(Predicate::Exists(inner)));
        }
        if self.sign("(") {
            let inner = self.predicate()?;
            self.expect(")")?;
            return Ok(Some(inner));
        }
        self.at = start;
        Ok(None)
    }
}
