//! Lists for the desk and for "my reports": indexed, bounded, first lines still sealed.

use kernel::db::{places, sql, sql_built};
use kernel::time::Time;
use kernel::{Kernel, Result};

/// One incident on an authority's desk.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct DeskRow {
    pub incident_id: String,
    pub organisation_id: String,
    pub seal_key: String,
    pub filing_id: String,
    pub sealed_headline: String,
    pub aware_at: Time,
    pub filed_at: Time,
    pub since: Time,
    pub state: String,
    pub waits_on: String,
    pub due_at: Option<Time>,
    pub reference: String,
    pub assigned_to: String,
}

/// What is shown of each, of the incidents and authority of a table `chosen`.
const DESK: &str = "SELECT a.incident_id, i.organisation_id, i.seal_key, f.id AS filing_id, \
    f.sealed_headline, f.aware_at, f.filed_at, a.since, a.state, a.waits_on, a.due_at, \
    a.reference, a.assigned_to FROM chosen \
    JOIN audience a ON a.incident_id = chosen.incident_id AND a.authority_id = $1 \
    JOIN incident i ON i.id = chosen.incident_id JOIN filing f ON f.id = a.last_filing";

/// The sections of the desk; each incident is in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// The authority's term has passed.
    Late,
    /// Not acknowledged.
    New,
    /// Acknowledged, this person's or nobody's, and not waiting for the reporter.
    Mine,
    /// Acknowledged, a colleague's, and not waiting for the reporter.
    Colleagues,
    /// The reporter was asked something.
    Asked,
}

impl Section {
    /// In the order in which the desk shows them.
    pub(crate) const ALL: [Self; 5] = [Self::Late, Self::New, Self::Mine, Self::Colleagues, Self::Asked];

    /// What is in it: each condition is read from one index, in the order in which it is shown. $2 is the
    /// realm's time, $4 the person.
    fn conditions(self) -> &'static [&'static str] {
        match self {
            Self::Late => &["waits_on = 'authority' AND due_at <= $2"],
            Self::New => &["state = 'told' AND due_at IS NULL", "state = 'told' AND due_at > $2"],
            Self::Mine => &[
                "state = 'acknowledged' AND waits_on = '' AND assigned_to = $4 \
                 AND (due_at IS NULL OR due_at > $2)",
                "state = 'acknowledged' AND waits_on = '' AND assigned_to = '' \
                 AND (due_at IS NULL OR due_at > $2)",
                "state = 'acknowledged' AND waits_on = 'authority' AND assigned_to = $4 \
                 AND (due_at IS NULL OR due_at > $2)",
                "state = 'acknowledged' AND waits_on = 'authority' AND assigned_to = '' \
                 AND (due_at IS NULL OR due_at > $2)",
            ],
            Self::Colleagues => &[
                "state = 'acknowledged' AND waits_on = '' AND assigned_to NOT IN ($4, '') \
                 AND (due_at IS NULL OR due_at > $2)",
                "state = 'acknowledged' AND waits_on = 'authority' AND assigned_to NOT IN ($4, '') \
                 AND (due_at IS NULL OR due_at > $2)",
            ],
            Self::Asked => {
                &["state = 'acknowledged' AND waits_on = 'reporter' AND (due_at IS NULL OR due_at > $2)"]
            }
        }
    }

    fn order(self) -> &'static str {
        if self == Self::Late { "due_at" } else { "waits_since" }
    }

    fn is_personal(self) -> bool {
        matches!(self, Self::Mine | Self::Colleagues)
    }

    /// The first $3 incidents, found before anything else of them is read.
    fn statement(self) -> String {
        let order = self.order();
        let part = |(number, condition): (usize, &&str)| {
            format!(
                "SELECT incident_id, place FROM (SELECT incident_id, {order} AS place FROM audience \
                 WHERE authority_id = $1 AND {condition} ORDER BY {order} LIMIT $3) AS part{number}"
            )
        };
        let parts: Vec<String> = self.conditions().iter().enumerate().map(part).collect();
        let first = format!(
            "SELECT incident_id, place FROM ({}) AS parts ORDER BY place LIMIT $3",
            parts.join(" UNION ")
        );
        format!("WITH chosen AS ({first}) {DESK} ORDER BY chosen.place, a.incident_id")
    }
}

/// Up to `limit` incidents of one section, the longest waiting first.
pub(crate) async fn desk(
    kernel: &Kernel,
    authority_id: &str,
    section: Section,
    now: Time,
    person_id: &str,
    limit: i64,
) -> Result<Vec<DeskRow>> {
    let query = sql_built(section.statement()).bind(authority_id).bind(now).bind(limit);
    kernel.db.fetch_all(if section.is_personal() { query.bind(person_id) } else { query }).await
}

/// How many wait for this person's authority and are theirs or nobody's, counted up to `most`.
pub(crate) async fn waiting(kernel: &Kernel, authority_id: &str, person_id: &str, most: i64) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM (SELECT 1 FROM audience WHERE authority_id = $1 \
        AND waits_on = 'authority' AND assigned_to IN ($2, '') LIMIT $3) AS waiting";
    kernel.db.fetch_number(sql(text).bind(authority_id).bind(person_id).bind(most)).await
}

/// Where a page of a list begins: after this moment and incident, going back in time.
#[derive(Clone, Debug)]
pub(crate) struct Before {
    pub at: Time,
    pub id: String,
}

impl Before {
    /// The first page.
    pub(crate) fn newest() -> Self {
        Self { at: Time(i64::MAX), id: String::new() }
    }
}

/// Everything an authority was ever told, the newest first.
pub(crate) async fn everything(
    kernel: &Kernel,
    authority_id: &str,
    before: &Before,
    limit: i64,
) -> Result<Vec<DeskRow>> {
    let first = "SELECT incident_id FROM audience WHERE authority_id = $1 \
        AND (since, incident_id) < ($2, $3) ORDER BY since DESC, incident_id DESC LIMIT $4";
    let text = format!("WITH chosen AS ({first}) {DESK} ORDER BY a.since DESC, a.incident_id DESC");
    kernel.db.fetch_all(sql_built(text).bind(authority_id).bind(before.at).bind(&before.id).bind(limit)).await
}

/// One of an organisation's own incidents.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct OwnRow {
    pub id: String,
    pub seal_key: String,
    pub number: String,
    pub made_at: Time,
    pub filing_id: String,
    pub sealed_headline: String,
    pub filed_at: Time,
}

/// An organisation's own incidents, the newest first.
pub(crate) async fn own(
    kernel: &Kernel,
    organisation_id: &str,
    before: &Before,
    limit: i64,
) -> Result<Vec<OwnRow>> {
    let text = "SELECT i.id, i.seal_key, i.number, i.made_at, f.id AS filing_id, f.sealed_headline, \
        f.filed_at FROM incident i JOIN filing f ON f.id = i.last_filing \
        WHERE i.organisation_id = $1 AND i.state = 'filed' \
        AND (i.made_at, i.id) < ($2, $3) \
        ORDER BY i.made_at DESC, i.id DESC LIMIT $4";
    kernel.db.fetch_all(sql(text).bind(organisation_id).bind(before.at).bind(&before.id).bind(limit)).await
}

/// Where an incident stands with one authority, for a line in a list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Standing {
    pub incident_id: String,
    pub authority_id: String,
    pub state: String,
    pub waits_on: String,
}

/// Where several incidents stand with everybody they were addressed to.
pub(crate) async fn standings(kernel: &Kernel, incident_ids: &[String]) -> Result<Vec<Standing>> {
    if incident_ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT incident_id, authority_id, state, waits_on FROM audience \
         WHERE incident_id IN ({}) ORDER BY since, authority_id",
        places(1, incident_ids.len())
    );
    let query = incident_ids.iter().fold(sql_built(text), |query, id| query.bind(id));
    kernel.db.fetch_all(query).await
}

/// How many of an organisation's incidents hold a question for it, counted up to `most`.
pub(crate) async fn asked(kernel: &Kernel, organisation_id: &str, most: i64) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM (SELECT DISTINCT incident_id FROM audience WHERE organisation_id = $1 \
        AND waits_on = 'reporter' LIMIT $2) AS asked";
    kernel.db.fetch_number(sql(text).bind(organisation_id).bind(most)).await
}
