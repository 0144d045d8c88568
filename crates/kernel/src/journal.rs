//! The spine: each realm's append-only, hash-chained record of every state change.
//!
//! An entry's hash covers the hash before it and every field of its own, so no entry can be altered,
//! removed or reordered without [`verify`] naming it.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::db::{Db, Query, sql};
use crate::time::Time;
use crate::{Result, limits};

/// One entry as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Line {
    /// The realm it belongs to.
    pub realm_id: String,
    /// Its number in that realm, from 1 without a gap.
    pub seq: i64,
    /// The realm's time.
    pub at: Time,
    /// `person:ID`, `card:ID` or `system`.
    pub actor: String,
    /// The organisation the actor acted for; empty for none.
    pub organisation_id: String,
    /// What happened, as `report.filed`.
    pub verb: String,
    /// What kind of thing it happened to, as `incident`.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// Organisations concerned, separated by spaces.
    pub concerns: String,
    /// Identifiers, numbers and digests, as a JSON object with sorted names.
    pub data: String,
    /// The hash of the entry before it; empty for the first.
    pub previous: String,
    /// SHA-256, in hexadecimal, of all of the above.
    pub hash: String,
}

pub(crate) const COLUMNS: usize = 12;
pub(crate) const INSERT: &str = "INSERT INTO journal (realm_id, seq, at, actor, organisation_id, verb, \
    subject_kind, subject_id, concerns, data, previous, hash)";
const SELECT: &str = "SELECT realm_id, seq, at, actor, organisation_id, verb, subject_kind, subject_id, \
    concerns, data, previous, hash FROM journal";

impl Line {
    /// The hash this entry must carry: SHA-256 over a version tag and each field as its length in bytes
    /// (64 bits, big-endian) followed by its UTF-8 bytes, so no two entries share an encoding.
    pub fn digest(&self) -> String {
        self.digest_as(self.seq)
    }

    fn digest_as(&self, seq: i64) -> String {
        let (seq, at) = (seq.to_string(), self.at.0.to_string());
        let fields = [
            "paraat journal 1",
            &self.previous,
            &self.realm_id,
            &seq,
            &at,
            &self.actor,
            &self.organisation_id,
            &self.verb,
            &self.subject_kind,
            &self.subject_id,
            &self.concerns,
            &self.data,
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }

    /// The facts recorded with it.
    pub fn facts(&self) -> serde_json::Value {
        serde_json::from_str(&self.data).unwrap_or_default()
    }

    pub(crate) fn bind(&self, query: Query) -> Query {
        query
            .bind(&self.realm_id)
            .bind(self.seq)
            .bind(self.at)
            .bind(&self.actor)
            .bind(&self.organisation_id)
            .bind(&self.verb)
            .bind(&self.subject_kind)
            .bind(&self.subject_id)
            .bind(&self.concerns)
            .bind(&self.data)
            .bind(&self.previous)
            .bind(&self.hash)
    }
}

/// SHA-256 of `bytes` in hexadecimal: how every digest in this program is written.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A digest taken piece by piece: the same as [`digest`] of all the pieces together.
#[derive(Clone, Debug, Default)]
pub struct Digester(Sha256);

impl Digester {
    /// Takes the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest of all the pieces.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Everything recorded about one subject, oldest first.
pub async fn about(db: &Db, realm_id: &str, subject_id: &str) -> Result<Vec<Line>> {
    let text = constant_select("WHERE realm_id = $1 AND subject_id = $2 ORDER BY seq");
    db.fetch_all(text.bind(realm_id).bind(subject_id)).await
}

/// Up to [`limits::JOURNAL_PAGE`] entries of a realm after number `seq`, oldest first.
pub async fn after(db: &Db, realm_id: &str, seq: i64) -> Result<Vec<Line>> {
    let text = constant_select("WHERE realm_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");
    db.fetch_all(text.bind(realm_id).bind(seq).bind(limits::JOURNAL_PAGE)).await
}

fn constant_select(rest: &'static str) -> Query {
    crate::db::sql_built(format!("{SELECT} {rest}"))
}

/// Something wrong with a journal, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// The entry's content is not what was recorded.
    Altered {
        /// The realm.
        realm: String,
        /// The entry's number.
        seq: i64,
    },
    /// Entries are missing.
    Removed {
        /// The realm.
        realm: String,
        /// The first missing number.
        from: i64,
        /// The last missing number.
        to: i64,
    },
    /// The entry stands at another place than it was recorded at.
    Reordered {
        /// The realm.
        realm: String,
        /// Where it stands.
        seq: i64,
        /// Where it was recorded.
        recorded_as: i64,
    },
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Altered { realm, seq } => write!(f, "realm {realm}: entry {seq} was altered"),
            Self::Removed { realm, from, to } if from == to => {
                write!(f, "realm {realm}: entry {from} was removed")
            }
            Self::Removed { realm, from, to } => {
                write!(f, "realm {realm}: entries {from} to {to} were removed")
            }
            Self::Reordered { realm, seq, recorded_as } => {
                write!(f, "realm {realm}: entry {seq} was recorded as entry {recorded_as}")
            }
        }
    }
}

/// What a walk through every journal found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verdict {
    /// Entries read.
    pub entries: u64,
    /// Realms read.
    pub realms: u64,
    /// Each realm's head: number and hash of its last entry, for keeping elsewhere.
    pub heads: Vec<(String, i64, String)>,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
}

/// Walks every realm's journal and names every altered, removed or reordered entry.
pub async fn verify(db: &Db) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let heads: Vec<(String, i64, String)> =
        db.fetch_all(sql("SELECT id, head_seq, head_hash FROM realm ORDER BY id")).await?;
    for (realm_id, head_seq, head_hash) in heads {
        let mut walk = Walk::new(&realm_id);
        loop {
            let page = after(db, &realm_id, walk.read_to).await?;
            let Some(last) = page.last() else { break };
            walk.read_to = last.seq;
            // What was committed while this walk ran is the next walk's.
            page.iter().filter(|line| line.seq <= head_seq).for_each(|line| walk.step(line));
            if walk.read_to >= head_seq {
                break;
            }
        }
        walk.end(head_seq, &head_hash);
        verdict.entries += walk.count;
        verdict.realms += 1;
        verdict.heads.push((realm_id, head_seq, head_hash));
        verdict.findings.append(&mut walk.findings);
    }
    Ok(verdict)
}

/// A walk through one realm's entries in the order of their numbers.
struct Walk {
    realm: String,
    read_to: i64,
    count: u64,
    /// For each entry in the order they stand: its number, and the number it was recorded under.
    places: Vec<(i64, i64)>,
    last: Option<Step>,
    findings: Vec<Finding>,
}

/// What a walk remembers of the entry before.
struct Step {
    seq: i64,
    recorded_as: i64,
    hash: String,
    found: bool,
}

/// How far from its place an entry is looked for.
const PLACES_TRIED: i64 = 64;

impl Walk {
    fn new(realm: &str) -> Self {
        let realm = realm.to_owned();
        Self { realm, read_to: 0, count: 0, places: Vec::new(), last: None, findings: Vec::new() }
    }

    fn step(&mut self, line: &Line) {
        self.count += 1;
        let expected = self.last.as_ref().map_or(1, |last| last.recorded_as + 1);
        let nearby = (line.seq - PLACES_TRIED).max(1)..=line.seq + PLACES_TRIED;
        let recorded =
            [line.seq, expected].into_iter().chain(nearby).find(|seq| line.hash == line.digest_as(*seq));
        if recorded.is_none() {
            self.findings.push(Finding::Altered { realm: self.realm.clone(), seq: line.seq });
        }
        let recorded_as = recorded.unwrap_or(expected.max(line.seq));
        if let Some(last) = &self.last
            && !last.found
            && recorded_as == last.recorded_as + 1
            && line.previous != last.hash
            && recorded.is_some()
        {
            // The entry before was replaced together with its hash.
            self.findings.push(Finding::Altered { realm: self.realm.clone(), seq: last.seq });
        }
        self.places.push((line.seq, recorded_as));
        let hash = line.hash.clone();
        self.last = Some(Step { seq: line.seq, recorded_as, hash, found: recorded.is_none() });
    }

    /// Names what is missing and what changed places, once every entry's own number is known.
    fn end(&mut self, head_seq: i64, head_hash: &str) {
        let mut sorted: Vec<i64> = self.places.iter().map(|(_, recorded)| *recorded).collect();
        sorted.sort_unstable();
        for ((seq, recorded), in_order) in self.places.iter().zip(&sorted) {
            if recorded != in_order {
                let realm = self.realm.clone();
                self.findings.push(Finding::Reordered { realm, seq: *seq, recorded_as: *recorded });
            }
        }
        let mut next = 1;
        for recorded in sorted.into_iter().chain([head_seq + 1]) {
            if recorded > next {
                let realm = self.realm.clone();
                self.findings.push(Finding::Removed { realm, from: next, to: recorded - 1 });
            }
            next = next.max(recorded + 1);
        }
        if let Some(last) = &self.last
            && !last.found
            && last.recorded_as == head_seq
            && last.hash != head_hash
        {
            self.findings.push(Finding::Altered { realm: self.realm.clone(), seq: last.seq });
        }
    }
}
