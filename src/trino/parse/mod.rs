//! A parser for the statements that Trino reads. Nothing that Trino refuses gets through, and every refusal has
//! a place and says what to write instead.

mod call;
mod expr;
mod json;
mod primary;
mod query;
mod relation;
mod types;
mod window;

pub(super) use primary::call;

use super::ast::{Name, Statement};
use super::fault::{Fault, Outcome, Pos};
use super::lex::{Lexeme, Token, lex};

/// How deep brackets, subqueries and CASE may stand in each other.
const MAX_DEPTH: usize = 1200;

/// Room for the recursion that [`MAX_DEPTH`] allows.
const STACK: usize = 256 << 20;

/// Words that cannot be identifiers without quotes. Sorted.
const RESERVED: &[&str] = &[
    "ALTER",
    "AND",
    "AS",
    "BETWEEN",
    "BY",
    "CASE",
    "CAST",
    "CONSTRAINT",
    "CREATE",
    "CROSS",
    "CUBE",
    "CURRENT_CATALOG",
    "CURRENT_DATE",
    "CURRENT_PATH",
    "CURRENT_ROLE",
    "CURRENT_SCHEMA",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "CURRENT_USER",
    "DEALLOCATE",
    "DELETE",
    "DESCRIBE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "END",
    "ESCAPE",
    "EXCEPT",
    "EXECUTE",
    "EXISTS",
    "EXTRACT",
    "FALSE",
    "FOR",
    "FROM",
    "FULL",
    "GROUP",
    "GROUPING",
    "HAVING",
    "IN",
    "INNER",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "JOIN",
    "JSON_ARRAY",
    "JSON_EXISTS",
    "JSON_OBJECT",
    "JSON_QUERY",
    "JSON_TABLE",
    "JSON_VALUE",
    "LEFT",
    "LIKE",
    "LISTAGG",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "NATURAL",
    "NORMALIZE",
    "NOT",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "PREPARE",
    "RECURSIVE",
    "RIGHT",
    "ROLLUP",
    "SELECT",
    "SKIP",
    "TABLE",
    "THEN",
    "TRIM",
    "TRUE",
    "UESCAPE",
    "UNION",
    "UNNEST",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
    "WITH",
];

/// Words that start statements which write or change something.
const WRITING: &[&str] = &[
    "ALTER",
    "ANALYZE",
    "CALL",
    "COMMENT",
    "COMMIT",
    "CREATE",
    "DEALLOCATE",
    "DELETE",
    "DENY",
    "DROP",
    "EXECUTE",
    "GRANT",
    "INSERT",
    "MERGE",
    "MSCK",
    "OPTIMIZE",
    "PREPARE",
    "REFRESH",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SET",
    "START",
    "TRUNCATE",
    "UNLOAD",
    "UPDATE",
    "USE",
    "VACUUM",
];

/// Parses the statements of a text, separated by `;`. Each comes with its number of `?`.
pub fn statements(text: &str) -> Outcome<Vec<(Statement, usize)>> {
    let text = text.to_string();
    // The parser is recursive: a statement as deep as it accepts needs a larger stack than a thread has.
    let work = std::thread::Builder::new().stack_size(STACK).spawn(move || statements_here(&text));
    match work.map(std::thread::JoinHandle::join) {
        Ok(Ok(parsed)) => parsed,
        _ => Err(Fault::new("STACK_OVERFLOW", "the statement is too deep to be read")),
    }
}

/// The same, on a thread that has room already.
pub fn statements_here(text: &str) -> Outcome<Vec<(Statement, usize)>> {
    let lexemes = lex(text)?;
    let mut parser = Parser { lexemes, next: 0, depth: 0, parameters: 0 };
    let mut out = Vec::new();
    loop {
        while parser.sign(";") {}
        if parser.peek() == &Token::End {
            break;
        }
        parser.parameters = 0;
        out.push((parser.statement()?, parser.parameters));
        if parser.peek() != &Token::End && !parser.is_sign(";") {
            return parser.unexpected("");
        }
    }
    if out.is_empty() {
        return Err(Fault::at("SYNTAX_ERROR", Pos { line: 1, column: 1 }, "the statement is empty"));
    }
    Ok(out)
}

pub(super) struct Parser {
    lexemes: Vec<Lexeme>,
    next: usize,
    depth: usize,
    parameters: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.ahead(0)
    }

    fn ahead(&self, count: usize) -> &Token {
        self.lexemes.get(self.next + count).map_or(&Token::End, |l| &l.token)
    }

    fn at(&self) -> Pos {
        self.lexemes.get(self.next).or(self.lexemes.last()).map_or_else(Pos::default, |l| l.at)
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(s) if *s == sign)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.next += usize::from(found);
        found
    }

    fn expect_sign(&mut self, sign: &str) -> Outcome<()> {
        if self.sign(sign) { Ok(()) } else { self.unexpected(&format!("`{sign}`")) }
    }

    fn is_word_at(&self, count: usize, word: &str) -> bool {
        matches!(self.ahead(count), Token::Word(w) if w.eq_ignore_ascii_case(word))
    }

    fn is_word(&self, word: &str) -> bool {
        self.is_word_at(0, word)
    }

    /// Takes a word when it is there.
    fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }

    /// Takes a run of words when all are there.
    fn words(&mut self, words: &[&str]) -> bool {
        let found = words.iter().enumerate().all(|(i, w)| self.is_word_at(i, w));
        if found {
            self.next += words.len();
        }
        found
    }

    fn expect_word(&mut self, word: &str) -> Outcome<()> {
        if self.word(word) { Ok(()) } else { self.unexpected(word) }
    }

    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::at(
                "STACK_OVERFLOW",
                self.at(),
                format!("the statement is nested more than {MAX_DEPTH} levels deep; write it flatter"),
            ));
        }
        let result = parse(self);
        self.depth -= 1;
        result
    }

    /// A refusal at the next token, with advice where a habit from another engine shows.
    fn unexpected<T>(&self, expected: &str) -> Outcome<T> {
        let found = match self.peek() {
            Token::Word(w) => w.clone(),
            Token::Quoted(w) => format!("\"{w}\""),
            Token::Text(t) => format!("'{t}'"),
            Token::Binary(_) => "X'…'".into(),
            Token::Integer(n) | Token::Decimal(n) | Token::Double(n) => n.clone(),
            Token::Sign(s) => (*s).into(),
            Token::End => "<end of statement>".into(),
        };
        let mut message = format!("mismatched input '{found}'");
        if !expected.is_empty() {
            message += &format!("; expected {expected}");
        }
        if let Some(advice) = self.advice(&found) {
            message += &format!(". {advice}");
        }
        Err(Fault::at("SYNTAX_ERROR", self.at(), message))
    }

    fn advice(&self, found: &str) -> Option<&'static str> {
        let before = self.next.checked_sub(1).map(|i| &self.lexemes[i].token);
        let comma = matches!(before, Some(Token::Sign(",")));
        Some(match found.to_ascii_uppercase().as_str() {
            ":" => "Write CAST(x AS type) instead of x::type",
            "=" if matches!(before, Some(Token::Sign("="))) => "Write = instead of ==",
            "OFFSET" => "Write OFFSET before LIMIT: OFFSET 5 LIMIT 10",
            "QUALIFY" => "Put the window function into a derived table and filter it with WHERE",
            "ILIKE" => "Write lower(x) LIKE 'pattern' instead of ILIKE",
            "RLIKE" | "REGEXP" | "SIMILAR" => "Write regexp_like(x, 'pattern')",
            "EXCLUDE" | "EXCEPT" if matches!(before, Some(Token::Sign("*"))) => {
                "Name the columns that you want"
            }
            "TRUE" | "FALSE" | "UNKNOWN" => "Write x or NOT x instead of IS TRUE or IS FALSE",
            "FROM" | ")" | "<END OF STATEMENT>" if comma => "A comma cannot stand at the end of a list",
            _ => return None,
        })
    }

    fn is_identifier_at(&self, count: usize) -> bool {
        match self.ahead(count) {
            Token::Quoted(_) => true,
            Token::Word(word) => RESERVED.binary_search(&word.to_ascii_uppercase().as_str()).is_err(),
            _ => false,
        }
    }

    fn identifier(&mut self) -> Outcome<Name> {
        if !self.is_identifier_at(0) {
            return self.unexpected("a name");
        }
        let at = self.at();
        let (text, quoted) = match self.peek() {
            Token::Quoted(text) => (text.clone(), true),
            Token::Word(text) => (text.clone(), false),
            _ => return self.unexpected("a name"),
        };
        self.next += 1;
        Ok(Name { text, at, quoted })
    }

    fn qualified(&mut self) -> Outcome<Vec<Name>> {
        let mut parts = vec![self.identifier()?];
        while self.sign(".") {
            parts.push(self.identifier()?);
        }
        Ok(parts)
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Outcome<T>) -> Outcome<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.sign(",") {
            items.push(item(self)?);
        }
        Ok(items)
    }

    fn statement(&mut self) -> Outcome<Statement> {
        let Token::Word(word) = self.peek().clone() else {
            return Ok(Statement::Query(self.query()?));
        };
        let word = word.to_ascii_uppercase();
        if self.word("DESCRIBE") || self.word("DESC") {
            return Ok(Statement::Describe(self.qualified()?));
        }
        if self.word("EXPLAIN") {
            if self.is_sign("(") || self.is_word("ANALYZE") {
                return Err(Fault::unsupported(self.at(), "EXPLAIN with options"));
            }
            return Ok(Statement::Explain(self.query()?));
        }
        if self.words(&["SHOW", "CREATE", "TABLE"]) {
            return Ok(Statement::ShowCreate(self.qualified()?));
        }
        if self.words(&["SHOW", "COLUMNS"]) {
            if !self.word("IN") {
                self.expect_word("FROM")?;
            }
            return Ok(Statement::Describe(self.qualified()?));
        }
        if WRITING.binary_search(&word.as_str()).is_ok() {
            return Err(Fault::at(
                "NOT_SUPPORTED",
                self.at(),
                format!("{word} is not a SELECT; keytrail only reads"),
            ));
        }
        Ok(Statement::Query(self.query()?))
    }
}
