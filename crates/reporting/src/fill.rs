//! Fills an installation for measuring: filed incidents in every state, as if two years had gone by.
//!
//! The rows are real ones: sealed under real keys, documents with their digests, each filing journalled
//! once. What became of an incident later is in its rows but not in the journal, and nothing is mailed.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use directory::Organisation;
use kernel::access::{Principal, Role, Seat, Who};
use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Realm, Result, journal, limits, new_id, secret_token};
use l10n::{Lang, Zone};
use web::people::Person;

use crate::answers::{Checked, Typed, check};
use crate::commands::{reference, year};
use crate::deadline::Anchor;
use crate::document::{self, Document, Parts};
use crate::form::{Form, Forms, Stage};
use crate::incident::{
    ACKNOWLEDGED, FILED, NEW, ON_AUTHORITY, ON_REPORTER, RUNNING, headline_context, message_context,
};
use crate::routing::{Routing, Routings, Rule};
use crate::store::batch::{self, Numbered, Row};

/// Incidents of one change.
const BATCH: usize = 2_000;
const _: () = assert!(BATCH <= limits::ENTRIES_PER_CHANGE);

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// How far back the oldest incident lies.
const SPAN: u64 = 730 * DAY;
/// How long after its filing an incident is usually closed.
const RECENT: u64 = 60 * DAY;

/// What was seen, in the reporters' words.
const WORDS: [&str; 6] = [
    "Sinds vannacht start het laboratoriumsysteem niet meer.\nOp twee servers ligt een losgeldbericht.",
    "Alle schermen aan het onthaal tonen een losgeldbericht.",
    "Notre messagerie envoie des messages que personne n’a écrits.",
    "Le fournisseur nous prévient d’un accès inconnu à nos dossiers.",
    "Ein Mitarbeiter hat sein Kennwort auf einer gefälschten Seite eingegeben.",
    "The remote access gateway was entered with a stolen account.",
];
const QUESTION: &str = "Staat de back-up los van het netwerk?";
const ANSWER: &str = "Ja, de laatste is van gisteren 22 uur en staat niet op het netwerk.";

/// An authority that is told, and who works at its desk.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The authority.
    pub organisation: Organisation,
    /// The people who take incidents, by identifier; nobody's when there are none.
    pub officers: Vec<String>,
}

/// What to fill an installation with.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// In which world.
    pub realm: &'a Realm,
    /// In which zone years and times are written.
    pub zone: &'a Zone,
    /// Who reports, in turn.
    pub reporters: &'a [Organisation],
    /// Who files for each of them.
    pub filer: &'a Person,
    /// Who is told of each incident, other than the reporter.
    pub desks: &'a [Desk],
    /// How many incidents.
    pub incidents: usize,
    /// What the spread of ages and states follows from. Identifiers, keys and salts are always new.
    pub seed: u64,
}

/// Fills an installation for measuring: files `plan.incidents` incidents, the oldest first. Tells `progress`
/// how many there are after each batch. Nobody may file in the same realm meanwhile.
///
/// # Errors
/// [`Error::Internal`] without reporters, or when the current form refuses what is answered here.
pub async fn fill(kernel: &Kernel, plan: &Plan<'_>, progress: impl Fn(usize)) -> Result<()> {
    let mut filler = Filler::new(kernel, plan).await?;
    let mut done = 0;
    while done < plan.incidents {
        let next = plan.incidents.min(done + BATCH);
        let mut change = kernel.begin_as_system(plan.realm).await?;
        for number in done..next {
            let entry = filler.incident(number)?;
            change.record(entry);
        }
        filler.write(&mut change).await?;
        change.commit().await?;
        done = next;
        progress(done);
    }
    Ok(())
}

/// How far an authority is with an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not acknowledged.
    New,
    /// Acknowledged, nobody's move.
    Taken,
    /// The reporter was asked something.
    Asked,
    /// The reporter answered.
    Answered,
    /// Closed.
    Closed,
}

/// An even, repeatable spread (splitmix64).
struct Spread(u64);

impl Spread {
    /// A number below `bound`.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    fn one_of<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(usize::try_from(self.below(from.len() as u64)).ok()?)
    }

    /// Up to `most` seconds after `from`, but not in the future.
    fn soon(&mut self, from: Time, most: u64, now: Time) -> Time {
        from.plus(Duration::from_secs(self.below(most))).min(now)
    }

    /// What has become of an incident of this age, for an authority that answers `within` this term.
    fn state(&mut self, age: Duration, within: Option<Duration>) -> State {
        let draw = self.below(1000);
        if within.is_some_and(|within| age < within) {
            return if draw < 700 { State::New } else { State::Taken };
        }
        if age.as_secs() > RECENT {
            return match draw {
                0..5 => State::Taken,
                5..8 => State::Asked,
                _ => State::Closed,
            };
        }
        match draw {
            0..40 => State::New,
            40..110 => State::Taken,
            110..170 => State::Asked,
            170..220 => State::Answered,
            _ => State::Closed,
        }
    }
}

/// Rows by table, not yet written.
#[derive(Default)]
struct Rows {
    incidents: Vec<Row>,
    filings: Vec<Row>,
    parts: Vec<Row>,
    audience: Vec<Row>,
    messages: Vec<Row>,
    duties: Vec<Row>,
}

/// One incident while its rows are made.
struct Case<'a> {
    reporter: &'a Organisation,
    incident: String,
    seal_key: String,
    filing: String,
    filed_at: Time,
    checked: Checked,
}

struct Filler<'a> {
    kernel: &'a Kernel,
    plan: &'a Plan<'a>,
    form: &'static Form,
    routing: &'static Routing,
    now: Time,
    spread: Spread,
    last: HashMap<Numbered, i64>,
    touched: HashSet<Numbered>,
    rows: Rows,
}

impl<'a> Filler<'a> {
    async fn new(kernel: &'a Kernel, plan: &'a Plan<'a>) -> Result<Self> {
        let now = kernel.now(plan.realm);
        let form = Forms::embedded().current(Stage::EarlyWarning, now);
        let mut last = batch::last_numbers(kernel, REPORTER).await?;
        last.extend(batch::last_numbers(kernel, AUTHORITY).await?);
        Ok(Self {
            kernel,
            plan,
            form: form.ok_or_else(|| anyhow::anyhow!("there is no form for an early warning"))?,
            routing: Routings::embedded().current(now),
            now,
            spread: Spread(plan.seed),
            last,
            touched: HashSet::new(),
            rows: Rows::default(),
        })
    }

    /// Writes what was made since the last time.
    async fn write(&mut self, change: &mut Change) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        batch::insert(change, &batch::INCIDENT, rows.incidents).await?;
        batch::insert(change, &batch::FILING, rows.filings).await?;
        batch::insert(change, &batch::PART, rows.parts).await?;
        batch::insert(change, &batch::AUDIENCE, rows.audience).await?;
        batch::insert(change, &batch::MESSAGE, rows.messages).await?;
        batch::insert(change, &batch::DUTY, rows.duties).await?;
        let counter = |key: Numbered| {
            let last = self.last.get(&key).copied().unwrap_or_default();
            vec![key.0.into(), key.1.into(), key.2.into(), last.into()]
        };
        let counters = self.touched.drain().map(counter).collect();
        batch::insert(change, &batch::COUNTER, counters).await
    }

    /// The next number of an organisation in the year of a moment.
    fn number(&mut self, organisation: &str, purpose: &'static str, at: Time) -> String {
        let year = year(at, self.plan.zone);
        let key = (organisation.to_owned(), purpose, year.clone());
        let last = self.last.entry(key.clone()).or_insert(0);
        *last += 1;
        let text = reference(&year, *last);
        self.touched.insert(key);
        text
    }

    /// When incident `number` of all was filed: the newer, the denser, so that every state is there.
    fn filed_at(&self, number: usize) -> Time {
        let left = (self.plan.incidents - number) as u64;
        let all = self.plan.incidents.max(1) as u64;
        let seconds = u128::from(SPAN) * u128::from(left) * u128::from(left) / u128::from(all * all);
        self.now.minus(Duration::from_secs(u64::try_from(seconds).unwrap_or(SPAN)))
    }

    /// Makes every row of one incident; gives the entry of its filing.
    fn incident(&mut self, number: usize) -> Result<Entry> {
        let reporters = self.plan.reporters;
        let reporter = reporters.get(number % reporters.len().max(1));
        let reporter = reporter.ok_or_else(|| anyhow::anyhow!("somebody must report"))?;
        let filed_at = self.filed_at(number);
        let checked = self.answers(reporter, filed_at)?;
        let (incident, filing) = (new_id(), new_id());
        let case =
            Case { reporter, incident, seal_key: self.kernel.vault.new_key(), filing, filed_at, checked };
        let document = self.document(&case);
        let digest = self.filing(&case, &document)?;
        let mut parts = serde_json::Map::new();
        let mut closed = Some(filed_at);
        for desk in self.plan.desks.iter().filter(|desk| desk.organisation.id != reporter.id) {
            let part = self.part(&case, &document, desk, &digest)?;
            parts.insert(desk.organisation.id.clone(), part.into());
            let closed_at = self.audience(&case, desk)?;
            closed = closed.zip(closed_at).map(|(one, other)| one.max(other));
        }
        self.incident_row(&case, closed);
        Ok(self.entry(&case, digest, parts))
    }

    /// What is answered to the form's questions.
    fn answers(&mut self, reporter: &Organisation, filed_at: Time) -> Result<Checked> {
        let aware = filed_at.minus(Duration::from_secs(5 * MINUTE + self.spread.below(10 * HOUR)));
        let aware: String = l10n::iso(aware.timestamp(), self.plan.zone).chars().take(16).collect();
        let what = self.spread.one_of(&WORDS).copied().unwrap_or_default();
        let pairs = [
            ("what", what),
            ("aware", &aware),
            ("contact_name", &self.plan.filer.details.name),
            ("contact_phone", "+32 400 00 00 82"),
        ];
        let typed = Typed::from_pairs(self.form, pairs);
        check(self.form, reporter.kind, &typed, filed_at, self.plan.zone).map_err(|problems| {
            Error::Internal(anyhow::anyhow!("the form refuses what is answered here: {problems:?}"))
        })
    }

    fn document(&self, case: &Case<'_>) -> Document {
        let principal = Principal {
            who: Who::Person { id: self.plan.filer.id.clone(), name: self.plan.filer.details.name.clone() },
            seat: Seat {
                id: String::new(),
                role: Role::Director,
                organisation_id: case.reporter.id.clone(),
                organisation_name: case.reporter.name.clone(),
                is_authority: false,
                realm_id: self.plan.realm.id.clone(),
            },
            realm: self.plan.realm.clone(),
        };
        Document::new(&Parts {
            principal: &principal,
            organisation: case.reporter,
            form: self.form,
            lang: Lang::Nl,
            zone: self.plan.zone,
            incident: &case.incident,
            filing: &case.filing,
            number: 1,
            filed_at: case.filed_at,
            checked: &case.checked,
            corrects: None,
            thresholds: None,
            terms: &[],
            attachments: &[],
        })
    }

    /// Who files, as the journal names them.
    fn filer(&self) -> String {
        format!("person:{}", self.plan.filer.id)
    }

    /// Makes the filing's row; gives the digest of its document.
    fn filing(&mut self, case: &Case<'_>, document: &Document) -> Result<String> {
        let bytes = document.bytes()?;
        let digest = journal::digest(bytes.as_bytes());
        let context = headline_context(&case.filing);
        let headline = self.kernel.vault.seal(&case.seal_key, &context, &case.checked.headline)?;
        self.rows.filings.push(vec![
            (&case.filing).into(),
            (&self.plan.realm.id).into(),
            (&case.incident).into(),
            1_i64.into(),
            self.form.stage.as_str().into(),
            (&self.form.id).into(),
            (&self.form.version).into(),
            case.filed_at.into(),
            case.checked.aware_at.into(),
            self.filer().into(),
            "".into(),
            secret_token().into(),
            (&digest).into(),
            document::seal(self.kernel, &case.seal_key, &case.filing, &bytes)?.into(),
            headline.into(),
        ]);
        Ok(digest)
    }

    /// Makes the row of what an authority got; gives its digest.
    fn part(&mut self, case: &Case<'_>, document: &Document, desk: &Desk, whole: &str) -> Result<String> {
        let authority = &desk.organisation;
        let (digest, sealed) = match document.part_for(self.form, authority) {
            None => (whole.to_owned(), String::new()),
            Some(part) => {
                let bytes = part.bytes()?;
                let context = document::part_context(&case.filing, &authority.id);
                let sealed = self.kernel.vault.seal(&case.seal_key, &context, &bytes)?;
                (journal::digest(bytes.as_bytes()), sealed)
            }
        };
        let row = vec![(&case.filing).into(), (&authority.id).into(), (&digest).into(), sealed.into()];
        self.rows.parts.push(row);
        Ok(digest)
    }

    /// Makes the rows of an authority that was told; gives when it closed the incident.
    fn audience(&mut self, case: &Case<'_>, desk: &Desk) -> Result<Option<Time>> {
        let rules = self.rules(case, desk);
        let within = rules.iter().filter_map(|rule| rule.answer_within()).min();
        let state = self.spread.state(self.now.since(case.filed_at), within);
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        let within_ms = within.and_then(|term| i64::try_from(term.as_millis()).ok());
        let mut row: Row = vec![
            (&case.incident).into(),
            (&desk.organisation.id).into(),
            (&self.plan.realm.id).into(),
            self.routing.name().into(),
            ids.join(" ").into(),
            case.filed_at.into(),
            within_ms.into(),
            if rules.is_empty() { self.filer() } else { String::new() }.into(),
        ];
        let closed = self.progress(case, desk, state, within, &mut row)?;
        row.extend([(&case.reporter.id).into(), (&case.filing).into()]);
        self.rows.audience.push(row);
        if closed.is_none() {
            self.duties(case, desk, &rules);
        }
        Ok(closed)
    }

    /// Why the authority is told.
    fn rules(&self, case: &Case<'_>, desk: &Desk) -> Vec<&'static Rule> {
        let (answers, mandate) = (&case.checked.answers, desk.organisation.mandate);
        let applies = |rule: &&Rule| {
            mandate == Some(rule.mandate()) && rule.when.as_ref().is_none_or(|when| when.is_met(answers))
        };
        self.routing.rules_for(self.form.stage, case.reporter.kind).filter(applies).collect()
    }

    /// Adds to an authority's row how far it is, and makes its messages.
    fn progress(
        &mut self,
        case: &Case<'_>,
        desk: &Desk,
        state: State,
        within: Option<Duration>,
        row: &mut Row,
    ) -> Result<Option<Time>> {
        let due = |from: Time| within.map(|within| from.plus(within));
        if state == State::New {
            let since = case.filed_at;
            row.extend([NEW.into(), ON_AUTHORITY.into(), since.into(), due(since).into()]);
            row.extend([None::<Time>.into(), "".into(), "".into(), "".into(), None::<Time>.into()]);
            return Ok(None);
        }
        let now = self.now;
        let taken_at = self.spread.soon(case.filed_at, 20 * HOUR, now);
        let officer = self.spread.one_of(&desk.officers).cloned().unwrap_or_default();
        let moved_at = match state {
            // Half of the answers are of the last day, the others wait too long.
            State::Answered if self.spread.below(2) == 0 => {
                now.minus(Duration::from_secs(self.spread.below(20 * HOUR))).max(taken_at)
            }
            _ => self.spread.soon(taken_at, 10 * DAY, now),
        };
        let (word, waits_on, since) = match state {
            State::Closed => (CLOSED, "", moved_at),
            State::Asked => (ACKNOWLEDGED, ON_REPORTER, moved_at),
            State::Answered => (ACKNOWLEDGED, ON_AUTHORITY, moved_at),
            State::New | State::Taken => (ACKNOWLEDGED, "", taken_at),
        };
        let due_at = if state == State::Answered { due(since) } else { None };
        let closed_at = (state == State::Closed).then_some(moved_at);
        row.extend([word.into(), waits_on.into(), since.into(), due_at.into()]);
        let number = self.number(&desk.organisation.id, AUTHORITY, taken_at);
        row.extend([taken_at.into(), format!("person:{officer}").into(), number.into()]);
        row.extend([(&officer).into(), closed_at.into()]);
        if matches!(state, State::Asked | State::Answered) {
            let by = format!("person:{officer}");
            let question = self.message(case, desk, &by, &desk.organisation.id, "", taken_at, QUESTION)?;
            if state == State::Answered {
                let by = self.filer();
                self.message(case, desk, &by, &case.reporter.id, &question, moved_at, ANSWER)?;
            }
        }
        Ok(closed_at)
    }

    /// Makes a message's row; gives its identifier.
    #[expect(clippy::too_many_arguments, reason = "a message is this much")]
    fn message(
        &mut self,
        case: &Case<'_>,
        desk: &Desk,
        author: &str,
        organisation: &str,
        answers: &str,
        at: Time,
        text: &str,
    ) -> Result<String> {
        let id = new_id();
        let kind = if answers.is_empty() { "question" } else { "answer" };
        self.rows.messages.push(vec![
            (&id).into(),
            (&self.plan.realm.id).into(),
            (&case.incident).into(),
            (&desk.organisation.id).into(),
            kind.into(),
            answers.into(),
            author.into(),
            organisation.into(),
            at.into(),
            self.kernel.vault.seal(&case.seal_key, &message_context(&id), text)?.into(),
            secret_token().into(),
        ]);
        Ok(id)
    }

    /// Makes the rows of what is still owed to an authority.
    fn duties(&mut self, case: &Case<'_>, desk: &Desk, rules: &[&'static Rule]) {
        let mut stages = HashSet::new();
        let terms = rules.iter().flat_map(|rule| rule.terms.iter().map(move |term| (rule, term)));
        for (rule, term) in terms.filter(|(_, term)| term.from == Anchor::Awareness) {
            let start = case.checked.aware_at;
            let due = term.due(start, self.plan.zone);
            let is_owed = term.stage != Stage::EarlyWarning && due > self.now;
            if is_owed && stages.insert(term.stage) {
                self.rows.duties.push(vec![
                    new_id().into(),
                    (&self.plan.realm.id).into(),
                    (&case.incident).into(),
                    (&desk.organisation.id).into(),
                    term.stage.as_str().into(),
                    self.routing.name().into(),
                    (&rule.id).into(),
                    term.from.as_str().into(),
                    RUNNING.into(),
                    start.into(),
                    due.into(),
                    "".into(),
                ]);
            }
        }
    }

    fn incident_row(&mut self, case: &Case<'_>, closed_at: Option<Time>) {
        let number = self.number(&case.reporter.id, REPORTER, case.filed_at);
        self.rows.incidents.push(vec![
            (&case.incident).into(),
            (&self.plan.realm.id).into(),
            (&case.reporter.id).into(),
            (&case.seal_key).into(),
            FILED.into(),
            secret_token().into(),
            self.filer().into(),
            "".into(),
            case.filed_at.into(),
            number.into(),
            (&case.filing).into(),
            closed_at.into(),
        ]);
    }

    fn entry(
        &self,
        case: &Case<'_>,
        digest: String,
        parts: serde_json::Map<String, serde_json::Value>,
    ) -> Entry {
        let told: Vec<String> = parts.keys().cloned().collect();
        let entry = Entry::new("report.filed", "incident", &case.incident)
            .concerns(&case.reporter.id)
            .with("aware_at", case.checked.aware_at.0)
            .with("digest", digest)
            .with("filing", case.filing.as_str())
            .with("form", format!("{}/{}", self.form.id, self.form.version))
            .with("parts", parts)
            .with("routing", self.routing.name())
            .with("stage", self.form.stage.as_str())
            .with("told", told.clone());
        told.iter().fold(entry, |entry, id| entry.concerns(id))
    }
}

/// Whose number a counter gives: the reporter's own.
const REPORTER: &str = "reporter";
/// Whose number a counter gives: the authority's reference.
const AUTHORITY: &str = "authority";
/// State of an audience that has closed the incident for its part.
const CLOSED: &str = "closed";
