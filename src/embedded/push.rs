//! What a scan can leave unread without changing the answer: literals that a record must hold somewhere in its
//! bytes, and the days that it can have been delivered on. Pushdown drops work and never decides truth: the
//! engine keeps its own filter.

use super::any_of::AnyOf;
use super::needles::{LONGEST_NOTED, is_indexed, is_sound};
use crate::trino::listed::Listed;
use crate::trino::program::Program;
use chrono::{Days, NaiveDate};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};

/// What is known of the wanted records before any is parsed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Push {
    /// Every set must match.
    pub needles: Vec<AnyOf>,
    /// First and last day of the events, `YYYY-MM-DD`.
    pub first_day: Option<String>,
    /// See `first_day`.
    pub last_day: Option<String>,
    /// Partition values that must be equal: index into the partition columns, value.
    pub partitions: Vec<(usize, String)>,
}

impl Push {
    /// What some filters, all of which must hold, say.
    pub fn of(filters: &[Expr]) -> Self {
        let mut push = Push::default();
        for filter in filters {
            push.add(filter);
        }
        push
    }

    /// Adds a conjunct; tells whether anything could be used.
    pub fn add(&mut self, filter: &Expr) -> bool {
        if let Expr::BinaryExpr(BinaryExpr { left, op: Operator::And, right }) = filter {
            let first = self.add(left);
            return self.add(right) || first;
        }
        if let Some(mut any) = alternatives(filter) {
            // Conditions repeat them, and a set has no order of its own.
            any.literals.sort_unstable();
            any.literals.dedup();
            self.needles.push(any);
            return true;
        }
        self.add_bound(filter)
    }

    fn add_bound(&mut self, filter: &Expr) -> bool {
        match filter {
            Expr::Between(between) if !between.negated => {
                let low = self.bound(&between.expr, Operator::GtEq, &between.low);
                self.bound(&between.expr, Operator::LtEq, &between.high) || low
            }
            Expr::BinaryExpr(BinaryExpr { left, op, right }) => match op.swap() {
                Some(swapped) if literal(left).is_some() => self.bound(right, swapped, left),
                _ => self.bound(left, *op, right),
            },
            _ => false,
        }
    }

    fn bound(&mut self, column: &Expr, op: Operator, value: &Expr) -> bool {
        let (Some(name), Some(value)) = (column_name(column), literal(value)) else { return false };
        let partition = super::schema::PARTITIONS.iter().position(|p| *p == name);
        match (name.as_str(), op, partition) {
            ("eventtime", Operator::GtEq | Operator::Gt, _) if is_day(&value) => {
                self.first_day = Some(value[..10].to_string());
                true
            }
            ("eventtime", Operator::LtEq | Operator::Lt, _) if is_day(&value) => {
                self.last_day = Some(value[..10].to_string());
                true
            }
            (_, Operator::Eq, Some(index)) => {
                self.partitions.push((index, value));
                true
            }
            _ => false,
        }
    }

    /// Whether events from one day (`YYYY-MM-DD`) to another can be wanted.
    pub fn wants_days(&self, first: &str, last: &str) -> bool {
        let early = self.first_day.as_ref().is_some_and(|wanted| last < wanted.as_str());
        !early && self.last_day.as_ref().is_none_or(|wanted| first <= wanted.as_str())
    }

    /// Whether a file delivered on a day (`YYYY/MM/DD`) can hold wanted events. Files hold events of their own
    /// day and, delivered late, of days before.
    pub fn wants_day(&self, day: &str, late_days: u64) -> bool {
        let day = day.replace('/', "-");
        let early = self.first_day.as_ref().is_some_and(|first| day < *first);
        let late = self.last_day.as_ref().is_some_and(|last| {
            let end = NaiveDate::parse_from_str(last, "%Y-%m-%d")
                .ok()
                .and_then(|d| d.checked_add_days(Days::new(late_days)));
            end.is_some_and(|end| day > end.format("%Y-%m-%d").to_string())
        });
        !early && !late
    }
}

/// CloudTrail writes `eventTime` as `YYYY-MM-DDThh:mm:ssZ`; a bound that starts like it bounds the day.
fn is_day(text: &str) -> bool {
    text.get(..10).is_some_and(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok())
}

/// The literals of `x = 'a'`, `x IN ('a', 'b')` and ORs of such, where x takes its text from the record. Of an AND
/// inside an OR, the side that fewer records hold.
fn alternatives(filter: &Expr) -> Option<AnyOf> {
    match filter {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => {
            let (of, value) = match literal(right) {
                Some(value) => (left, value),
                None => (right, literal(left)?),
            };
            any_of(of, vec![value])
        }
        Expr::InList(list) if !list.negated => {
            let literals = list.list.iter().map(literal).collect::<Option<_>>()?;
            any_of(&list.expr, literals)
        }
        Expr::ScalarFunction(_) => {
            let (listed, of) = Listed::called(filter)?;
            any_of(of, listed.values().cloned().collect())
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Or, right }) => {
            let mut all = alternatives(left)?;
            all.join(alternatives(right)?);
            Some(all)
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::And, right }) => {
            [alternatives(left), alternatives(right)].into_iter().flatten().min_by_key(AnyOf::breadth)
        }
        _ => None,
    }
}

fn any_of(source: &Expr, literals: Vec<String>) -> Option<AnyOf> {
    let leaf = text_source(source)?;
    // A JSON writer may escape a slash or non-ASCII text.
    let sound = |value: &String| value.len() >= 4 && value.bytes().all(is_sound);
    let indexed = is_indexed(&leaf) && literals.iter().all(|literal| literal.len() <= LONGEST_NOTED);
    let identities = indexed && !leaf.eq_ignore_ascii_case("eventName");
    literals.iter().all(sound).then_some(AnyOf { literals, indexed, identities })
}

/// The key in the record from which an expression takes its text unchanged (or a part of it).
fn text_source(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Column(column) => {
            let partition = super::schema::PARTITIONS.contains(&column.name.as_str());
            let outside =
                partition || matches!(column.name.as_str(), super::schema::PATH | super::schema::RECORD);
            (!outside).then(|| column.name.clone())
        }
        Expr::Cast(cast) => text_source(&cast.expr),
        Expr::ScalarFunction(call) => match call.name() {
            "get_field" => {
                text_source(call.args.first()?)?;
                literal(call.args.last()?)
            }
            _ => {
                let program = Program::of(expr)?;
                let leaf = text_source(call.args.get(program.part_of()?)?)?;
                Some(program.key_read(leaf))
            }
        },
        _ => None,
    }
}

fn column_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Column(column) => Some(column.name.clone()),
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Literal(
            ScalarValue::Utf8(Some(s)) | ScalarValue::Utf8View(Some(s)) | ScalarValue::LargeUtf8(Some(s)),
            _,
        ) => Some(s.clone()),
        Expr::Cast(cast) => literal(&cast.expr),
        _ => None,
    }
}
