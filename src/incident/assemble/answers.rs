//! The twelve questions of every report, always answered: what was seen, what was not there although it would
//! have been logged, and what cannot be known.

use super::activity::{facts, weakens};
use super::around::Later;
use super::batches::{Batches, reads_unnamed};
use super::tally::Records;
use crate::baseline::Actor;
use crate::catalog::{Catalog, Fact, Tells};
use crate::classify::{Content, content_read};
use crate::incident::{
    Answer, Asked, Coverage, Credential, DataAccess, Evidence, Gap, KeyActivity, Record, Standing, State,
    Totals, Usability, UseByOthers, WayIn,
};
use crate::vocabulary::{Category, Outcome, Severity};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Names of calls in one answer.
const NAMED: usize = 20;

/// What the answers are drawn from.
pub struct Material<'a> {
    /// All collected events in order.
    pub records: Records<'a>,
    /// Indices of the events of followed credentials.
    pub indices: &'a [usize],
    /// Coverage of the window.
    pub coverage: &'a Coverage,
    /// Named gaps.
    pub gaps: &'a [Gap],
    /// Sums.
    pub totals: &'a Totals,
    /// Credentials, the subject first.
    pub credentials: &'a [Credential],
    /// What was opened, granted or weakened besides.
    pub standing: &'a [Standing],
    /// Keys of the subject.
    pub keys: &'a [String],
    /// The subject's own activity.
    pub key_activity: &'a KeyActivity,
    /// What was done with data stores and secrets.
    pub stores: &'a [DataAccess],
    /// What others read or copied of stores.
    pub used_by_others: &'a [UseByOthers],
    /// Calls with followed keys after the window.
    pub later: Option<&'a Later>,
    /// The questions that were asked.
    pub catalog: &'a Catalog,
}

impl Material<'_> {
    fn matching(&self, test: impl Fn(&Record) -> bool) -> Vec<usize> {
        self.indices.iter().copied().filter(|i| test(&self.records.0[*i])).collect()
    }

    fn in_categories(&self, categories: &[Category]) -> Vec<usize> {
        self.matching(|r| {
            categories.contains(&r.category) || r.secondary.iter().any(|c| categories.contains(c))
        })
    }

    /// The state of an answer for which nothing was seen. Only where there are management records of the whole window,
    /// and no gap touches the question, would the logs have shown it.
    fn absent(&self, question: Asked) -> State {
        let present = self.coverage.cells.iter().any(|c| c.is_management() && c.records > 0);
        let hidden = self.gaps.iter().any(|gap| gap.questions.contains(&question) && gap.hides());
        if present && !hidden { State::NotObserved } else { State::CannotBeDetermined }
    }

    fn data_events_of(&self, service: &str) -> bool {
        self.coverage.cells.iter().any(|c| c.category == "Data" && c.services.iter().any(|s| s == service))
    }

    fn answer(
        &self,
        question: Asked,
        state: State,
        indices: &[usize],
        facts: BTreeMap<String, serde_json::Value>,
    ) -> Answer {
        let gaps =
            self.gaps.iter().filter(|g| g.questions.contains(&question)).map(|g| g.id.clone()).collect();
        Answer { number: question, state, facts, gaps, evidence: self.records.evidence(indices) }
    }

    /// An answer that rests on whether certain events were seen.
    fn by_events(&self, question: Asked, indices: &[usize]) -> Answer {
        let state = if indices.is_empty() { self.absent(question) } else { State::Observed };
        let mut facts = self.calls(indices);
        facts.insert("outcomes".into(), json!(self.records.outcomes(indices)));
        self.answer(question, state, indices, facts)
    }

    /// Those of some calls that the baseline attributes to the owner, where there are any.
    fn own(&self, indices: &[usize]) -> Option<(String, serde_json::Value)> {
        let own = indices.iter().copied().filter(|index| self.records.0[*index].actor == Actor::Own);
        let own: Vec<usize> = own.collect();
        (!own.is_empty()).then(|| ("own".into(), json!(self.records.outcomes(&own))))
    }

    /// Names of calls, the most frequent first, and how many more there are.
    fn calls(&self, indices: &[usize]) -> BTreeMap<String, serde_json::Value> {
        let tallies = self.records.tallies(indices, |r| Some(&r.event_name));
        let more = tallies.len().saturating_sub(NAMED);
        let calls: Vec<String> = tallies.into_iter().take(NAMED).map(|t| t.value).collect();
        BTreeMap::from([("calls".into(), json!(calls)), ("more_calls".into(), json!(more))])
    }
}

/// All twelve answers.
pub fn answers(m: &Material<'_>) -> Vec<Answer> {
    let activity = |question| if m.indices.is_empty() { m.absent(question) } else { State::Derived };
    let accounts: BTreeSet<&str> =
        m.indices.iter().filter_map(|i| m.records.0[*i].account.as_deref()).collect();
    let regions: BTreeSet<&str> =
        m.indices.iter().filter_map(|i| m.records.0[*i].region.as_deref()).collect();
    vec![
        usable(m),
        m.answer(Asked::Called, activity(Asked::Called), m.indices, BTreeMap::new()),
        identities(m),
        s3_objects(m),
        secrets(m),
        m.by_events(Asked::Computing, &m.in_categories(&[Category::ResourceAbuse, Category::Execution])),
        logging(m),
        m.answer(
            Asked::Reached,
            activity(Asked::Reached),
            m.indices,
            BTreeMap::from([
                ("accounts".into(), json!(accounts)),
                ("entered".into(), json!(entered(m, &accounts))),
                ("regions".into(), json!(regions)),
            ]),
        ),
        persistence(m),
        obtained(m),
        m.answer(Asked::Span, activity(Asked::Span), m.indices, BTreeMap::new()),
        ongoing(m),
    ]
}

/// Accounts that records show entered, by credentials that were obtained for them, and that have no records themselves.
fn entered<'a>(m: &Material<'a>, recorded: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let followed = m.credentials.iter().filter(|c| c.depth > 0 && c.not_followed.is_none());
    followed.filter_map(Credential::account).filter(|account| !recorded.contains(account)).collect()
}

/// Of several keys, the answer is that of the one that is worst off; each is told.
fn usable(m: &Material<'_>) -> Answer {
    let subjects: Vec<&Credential> = m.credentials.iter().filter(|c| c.is_subject(m.keys)).collect();
    let known = |value: Usability| subjects.iter().find(|c| c.usable.value == value);
    let Some(worst) = known(Usability::Usable).or(known(Usability::Unknown)).or(subjects.first()) else {
        return m.answer(Asked::Usable, State::CannotBeDetermined, &[], BTreeMap::new());
    };
    let each: Vec<_> = subjects
        .iter()
        .map(|c| json!({"name": c.name, "value": c.usable.value, "reason": c.usable.reason}))
        .collect();
    let facts = BTreeMap::from([
        ("value".into(), json!(worst.usable.value)),
        ("reason".into(), json!(worst.usable.reason)),
        ("each".into(), json!(each)),
    ]);
    let mut answer = m.answer(Asked::Usable, worst.usable.state, &[], facts);
    for proof in subjects.iter().map(|c| &c.usable.evidence) {
        answer.evidence.count += proof.count;
        answer.evidence.items.extend(proof.items.iter().cloned());
        answer.evidence.queries.extend(proof.queries.iter().cloned());
    }
    answer.evidence.items.truncate(Evidence::SHOWN);
    answer
}

/// What created or widened access, by the key and by what came from it.
fn identities(m: &Material<'_>) -> Answer {
    let own = [Category::IamPersistence, Category::PrivilegeEscalation];
    let ways_in = ways_in(m);
    let widened = m.matching(|r| {
        let changes = own.contains(&r.category) || r.secondary.contains(&Category::IamPersistence);
        (changes && !takes_away(r, m.catalog)) || ways_in.contains(&*r.event_id)
    });
    let sessions = if widened.is_empty() { sessions(m) } else { Vec::new() };
    let mut answer = m.by_events(Asked::Identities, if sessions.is_empty() { &widened } else { &sessions });
    answer.facts.insert("only_sessions".into(), json!(!sessions.is_empty()));
    let facts = facts(m.records, &widened, m.catalog);
    for fact in
        [Fact::UsersCreated, Fact::IdentityCenterUsersCreated, Fact::RolesCreated, Fact::LoginProfilesCreated]
    {
        let entries = facts.get(&fact).into_iter().flat_map(|(entries, _)| entries);
        let made = entries.filter(|entry| entry.outcomes.succeeded > 0).count();
        answer.facts.insert(fact.to_string(), json!(made));
    }
    answer
}

/// Calls by which followed credentials obtained others that last for some time: they create no identity, and access.
fn sessions(m: &Material<'_>) -> Vec<usize> {
    let followed = m.credentials.iter().filter(|credential| credential.not_followed.is_none());
    let calls = followed.filter(|credential| credential.depth > 0).filter_map(|c| c.obtained.as_ref());
    let ids: BTreeSet<&str> =
        calls.flat_map(|obtained| &obtained.evidence.items).map(|item| item.event_id.as_str()).collect();
    m.matching(|record| ids.contains(&*record.event_id))
}

/// IDs of the calls that opened what others can come in by, whatever else they were.
fn ways_in<'a>(m: &Material<'a>) -> BTreeSet<&'a str> {
    let opened = m.credentials.iter().filter(|credential| credential.not_followed.is_some());
    let calls = opened.filter_map(|credential| credential.obtained.as_ref());
    calls.flat_map(|obtained| &obtained.evidence.items).map(|item| item.event_id.as_str()).collect()
}

/// Whether a call takes access away and widens nothing.
fn takes_away(record: &Record, catalog: &Catalog) -> bool {
    let verbs = ["Delete", "Detach", "Remove", "Deactivate", "Disable", "Revoke", "Retire"];
    record.only_denies
        || verbs.iter().any(|verb| record.event_name.starts_with(verb))
        || (&*record.event_name == "UpdateAccessKey" && !record.tells_of(Tells::KeyReactivated, catalog))
}

/// Calls that weaken logging or detection. Calls that switch it on, or that touch its tags, do not count.
fn logging(m: &Material<'_>) -> Answer {
    m.by_events(Asked::Logging, &m.matching(|r| r.claims.iter().any(|claim| weakens(claim, m.catalog))))
}

/// Calls of S3 that copy an object.
const COPIES: [&str; 2] = ["CopyObject", "UploadPartCopy"];

fn read(record: &Record) -> Option<Content> {
    content_read(&record.event_source, &record.event_name)
}

fn s3_objects(m: &Material<'_>) -> Answer {
    // A copy reads what it is made of, and writes besides.
    let copies = |r: &Record| &*r.event_source == "s3.amazonaws.com" && COPIES.contains(&&*r.event_name);
    let reads = m.matching(|r| read(r) == Some(Content::Object) || copies(r));
    let logged = m.data_events_of("s3.amazonaws.com");
    let others =
        || m.used_by_others.iter().filter(|other| other.call.starts_with("s3 ") && other.succeeded > 0);
    let of_others = |way_in: WayIn| {
        others().filter(|other| other.way_in == way_in).map(|other| other.succeeded).sum::<u64>()
    };
    let state = match () {
        () if !reads.is_empty() || others().next().is_some() => State::Observed,
        // Data events are chosen per bucket: their presence for one bucket says nothing of another.
        () => State::CannotBeDetermined,
    };
    let copied = |index: &&usize| {
        let record = &m.records.0[**index];
        copies(record) && record.outcome == Outcome::Succeeded
    };
    let mut facts = BTreeMap::from([
        ("data_events".into(), json!(logged)),
        ("outcomes".into(), json!(m.records.outcomes(&reads))),
        ("copies".into(), json!(reads.iter().filter(copied).count())),
        ("by_let_in".into(), json!(of_others(WayIn::LetIn))),
        ("by_services".into(), json!(of_others(WayIn::Service))),
    ]);
    facts.extend(m.own(&reads));
    let mut answer = m.answer(Asked::Objects, state, &reads, facts);
    let queries: BTreeSet<&String> = others().map(|other| &other.query).collect();
    answer.evidence.queries.extend(queries.into_iter().cloned());
    answer
}

fn secrets(m: &Material<'_>) -> Answer {
    let mut reads = m.matching(|r| matches!(read(r), Some(Content::Secret | Content::Parameter)));
    let batches = Batches::of(m.records, m.indices);
    let all = reads.len();
    reads.retain(|index| !batches.all_told(m.records, *index));
    let succeeded = |index: &&usize| m.records.0[**index].outcome == Outcome::Succeeded;
    let unnamed = reads.iter().filter(succeeded).filter(|index| reads_unnamed(&m.records.0[**index])).count();
    let state = if reads.is_empty() { m.absent(Asked::Secrets) } else { State::Observed };
    let was_read = |d: &&DataAccess| d.kind.is_secret() && d.reads > 0 && !d.own;
    let (made, disclosed): (Vec<&DataAccess>, Vec<&DataAccess>) =
        m.stores.iter().filter(was_read).partition(|d| d.made);
    let mut facts = BTreeMap::from([
        ("outcomes".into(), json!(m.records.outcomes(&reads))),
        ("unnamed".into(), json!(unnamed)),
        ("told_singly".into(), json!(all - reads.len())),
        ("disclosed".into(), json!(disclosed.len())),
        ("made".into(), json!(made.len())),
    ]);
    facts.extend(m.own(&reads));
    m.answer(Asked::Secrets, state, &reads, facts)
}

/// What was made, widened, opened or lowered, and is not shown to be over. Whether it is there now, the log cannot say.
fn persistence(m: &Material<'_>) -> Answer {
    let Ends { ended, lapsed, open, back } = ends(m);
    let stays = [Category::IamPersistence, Category::PrivilegeEscalation];
    let persists = |r: &Record| {
        let widened = stays.contains(&r.category) || r.secondary.contains(&Category::IamPersistence);
        let opened = || {
            // The gravest severity is the least.
            let exposed = r.category == Category::NetworkExposure && r.severity <= Severity::High;
            exposed || r.tells_of(Tells::OpenedToOutsiders, m.catalog)
        };
        let weakened =
            || !back.contains(&*r.event_id) && r.claims.iter().any(|claim| weakens(claim, m.catalog));
        ((widened || opened()) && !takes_away(r, m.catalog)) || weakened()
    };
    let made = m.matching(|r| {
        let listed = || [&ended, &lapsed, &open].iter().any(|ids| ids.contains(&*r.event_id));
        r.outcome == Outcome::Succeeded && (persists(r) || listed())
    });
    let is_over = |index: &usize| {
        let record = &m.records.0[*index];
        let id = &*record.event_id;
        // A session lapses; what its call changed besides does not.
        !open.contains(id) && (ended.contains(id) || (lapsed.contains(id) && !persists(record)))
    };
    let (over, made): (Vec<usize>, Vec<usize>) = made.into_iter().partition(is_over);
    let state = if made.is_empty() { m.absent(Asked::LeftBehind) } else { State::Derived };
    let mut facts = m.calls(&made);
    facts.insert("over".into(), json!(over.len()));
    m.answer(Asked::LeftBehind, state, &made, facts)
}

/// IDs of the calls by which something was obtained or opened: a record ends it, it lapsed, or neither is certain. One
/// call may be in several.
#[derive(Default)]
struct Ends<'a> {
    ended: BTreeSet<&'a str>,
    lapsed: BTreeSet<&'a str>,
    open: BTreeSet<&'a str>,
    /// The calls that took something back.
    back: BTreeSet<&'a str>,
}

/// How what followed credentials obtained, and what they opened besides, stands at the end of the records.
fn ends<'a>(m: &Material<'a>) -> Ends<'a> {
    let mut ends = Ends::default();
    let ids = |evidence: &'a Evidence| evidence.items.iter().map(|item| item.event_id.as_str());
    for credential in m.credentials {
        let Some(obtained) = &credential.obtained else { continue };
        let calls = match (credential.usable.value, credential.usable.state) {
            (Usability::NotUsable, State::Observed) => &mut ends.ended,
            (Usability::NotUsable, _) => &mut ends.lapsed,
            _ => &mut ends.open,
        };
        calls.extend(ids(&obtained.evidence));
        // Who gave it back made it anew, and what ended it for good ended that.
        calls.extend(credential.usable.undone.iter().flat_map(|undone| ids(&undone.restored.evidence)));
    }
    for stands in m.standing {
        ends.back.extend(stands.taken_back.iter().flat_map(|back| ids(&back.evidence)));
        let certain = stands.taken_back.as_ref().is_some_and(|back| back.but.is_none());
        let calls = if certain { &mut ends.ended } else { &mut ends.open };
        calls.extend(ids(&stands.evidence));
    }
    ends
}

fn obtained(m: &Material<'_>) -> Answer {
    let issued = &m.key_activity.issued_by;
    let facts = BTreeMap::from([("issued_by".into(), json!(issued))]);
    let mut answer = m.answer(Asked::Obtained, State::OperatorInputRequired, &[], facts);
    let proof = |id: &str| (0..m.records.0.len()).find(|i| &*m.records.0[*i].event_id == id);
    let indices: Vec<usize> =
        issued.iter().take(Evidence::SHOWN).filter_map(|i| proof(&i.event_id)).collect();
    answer.evidence = m.records.evidence(&indices);
    answer
}

fn ongoing(m: &Material<'_>) -> Answer {
    let later = m.later;
    let others = later.map_or(0, |later| later.uses.others());
    let facts = BTreeMap::from([
        ("last_activity".into(), json!(m.totals.last)),
        ("last_event_in_logs".into(), json!(m.coverage.last_event)),
        ("later".into(), json!(later.map(|later| &later.what))),
        ("later_others".into(), json!(others)),
        ("later_succeeded".into(), json!(later.map_or(0, |later| later.uses.succeeded))),
    ]);
    // What the owner did afterwards does not say that anything else goes on, nor that it does not.
    let state = if others > 0 { State::Observed } else { State::CannotBeDetermined };
    m.answer(Asked::Ongoing, state, &[], facts)
}
