//! An incident and what belongs to it, as stored: rows and the rules on them.

use kernel::access::{Principal, Relation, Who};
use kernel::time::Time;
use kernel::{Kernel, Result};

/// An incident.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Incident {
    /// Its identifier.
    pub id: String,
    /// The realm it happens in.
    pub realm_id: String,
    /// Whose it is.
    pub organisation_id: String,
    /// The wrapped key of every text about it; empty once erased.
    pub seal_key: String,
    /// `draft` or `filed`.
    pub state: String,
    /// Who began it.
    pub made_by: String,
    /// The card session it was begun in; empty for a person.
    pub made_session: String,
    /// When it was begun.
    pub made_at: Time,
    /// The reporter's own number; empty until filed.
    pub number: String,
    /// Its newest filing; empty until filed.
    pub last_filing: String,
    /// Until when it was handled, as the reporter said; `None` while it still is.
    pub ended_at: Option<Time>,
    /// When the last authority closed it; `None` while one has not.
    pub closed_at: Option<Time>,
}

/// A filing, its document still sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Filing {
    /// Its identifier.
    pub id: String,
    /// The incident it reports.
    pub incident_id: String,
    /// Its number among the incident's filings.
    pub number: i64,
    /// The stage it reports.
    pub stage: String,
    /// The form it was filed with.
    pub form_id: String,
    /// The version of the form.
    pub form_version: String,
    /// When it was filed.
    pub filed_at: Time,
    /// Since when the reporter was aware.
    pub aware_at: Time,
    /// Who filed it.
    pub filer: String,
    /// The card session it was filed in; empty for a person.
    pub filer_session: String,
    /// SHA-256 of the document's bytes.
    pub digest: String,
    /// The document, sealed.
    pub sealed: String,
    /// The filing it corrects; empty for none.
    pub corrects: String,
}

/// What one authority got of a filing, still sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Part {
    /// The filing.
    pub filing_id: String,
    /// The authority.
    pub authority_id: String,
    /// SHA-256 of the bytes it got.
    pub digest: String,
    /// Those bytes, sealed; empty when it got the whole document.
    pub sealed: String,
}

/// That an authority is, or is not, told.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Decision {
    /// Its identifier.
    pub id: String,
    /// About which authority.
    pub authority_id: String,
    /// `exempt` or `told`.
    pub verdict: String,
    /// The routing under which it would be told.
    pub routing: String,
    /// The rules that say so, separated by spaces.
    pub rules: String,
    /// Who decided, as the journal names them.
    pub decided_by: String,
    /// When.
    pub at: Time,
    /// Why, sealed.
    pub sealed_reason: String,
}

impl Decision {
    /// Whether it says that the authority is not told.
    pub fn is_exemption(&self) -> bool {
        self.verdict == EXEMPT
    }
}

/// What the reporter owes an authority.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Duty {
    /// Its identifier.
    pub id: String,
    /// The incident.
    pub incident_id: String,
    /// To whom it is owed.
    pub authority_id: String,
    /// The stage that is due.
    pub stage: String,
    /// The routing that sets it; empty when the authority asked for it.
    pub routing: String,
    /// The rule that sets it; empty when the authority asked for it.
    pub rule: String,
    /// What its term is counted from.
    pub anchor: String,
    /// `waiting` (its clock does not run yet), `running`, `met` or `late` (met after it was due).
    pub state: String,
    /// When its clock began to run.
    pub starts_at: Option<Time>,
    /// When it ends.
    pub due_at: Option<Time>,
    /// The filing that met it; empty for none.
    pub met_by: String,
    /// When.
    pub met_at: Option<Time>,
}

impl Duty {
    /// Whether it is still owed.
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), WAITING | RUNNING)
    }

    /// Whether it is owed and its term has passed.
    pub fn is_overdue(&self, now: Time) -> bool {
        self.is_open() && self.due_at.is_some_and(|due| due < now)
    }
}

/// Whether the newest of the decisions about an authority says that it is not told.
pub(crate) fn is_exempt(decisions: &[Decision], authority: &str) -> bool {
    let newest = decisions.iter().rev().find(|decision| decision.authority_id == authority);
    newest.is_some_and(Decision::is_exemption)
}

/// Verdict of a decision that an authority is not told.
pub(crate) const EXEMPT: &str = "exempt";
/// Verdict of a decision that it is told after all, or beyond what the routing says.
pub(crate) const TOLD: &str = "told";
/// State of a duty whose clock has not begun.
pub(crate) const WAITING: &str = "waiting";
/// State of a duty whose clock runs.
pub(crate) const RUNNING: &str = "running";

/// An authority that was told.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Audience {
    /// The incident.
    pub incident_id: String,
    /// The authority.
    pub authority_id: String,
    /// The routing it was told under.
    pub routing: String,
    /// The rules that said so, separated by spaces.
    pub rules: String,
    /// Since when it can see the incident.
    pub since: Time,
    /// The term within which it answers, in milliseconds.
    pub answer_within_ms: Option<i64>,
    /// `told`, `acknowledged` or `closed`.
    pub state: String,
    /// Whose move it is: `authority`, `reporter`, or nobody's (empty).
    pub waits_on: String,
    /// Since when.
    pub waits_since: Time,
    /// Until when the authority answers.
    pub due_at: Option<Time>,
    /// When it acknowledged.
    pub acknowledged_at: Option<Time>,
    /// Its reference number; empty until acknowledged.
    pub reference: String,
    /// The person who handles it; empty for nobody.
    pub assigned_to: String,
    /// When it closed the incident for its part.
    pub closed_at: Option<Time>,
    /// The number that another system of the authority gave, sealed; empty for none.
    pub sealed_portal_reference: String,
    /// Who added it beyond what the routing says; empty when the routing did.
    pub added_by: String,
    /// The newest filing it got.
    pub last_filing: String,
}

impl Audience {
    /// Whether the authority has acknowledged.
    pub fn is_acknowledged(&self) -> bool {
        self.state != NEW
    }

    /// Whether it has closed the incident for its part.
    pub fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }

    /// Whether the authority's term has passed while it was its move.
    pub fn is_late(&self, now: Time) -> bool {
        self.waits_on == ON_AUTHORITY && self.due_at.is_some_and(|due| due <= now)
    }
}

/// State of an audience that has not acknowledged.
pub(crate) const NEW: &str = "told";
/// State of an audience that has acknowledged.
pub(crate) const ACKNOWLEDGED: &str = "acknowledged";
/// State of an audience that has closed it.
pub(crate) const CLOSED: &str = "closed";
/// It is the authority's move.
pub(crate) const ON_AUTHORITY: &str = "authority";
/// It is the reporter's move.
pub(crate) const ON_REPORTER: &str = "reporter";
/// State of an incident that was filed.
pub(crate) const FILED: &str = "filed";

/// One message of a thread, opened.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its identifier.
    pub id: String,
    /// Whose thread it stands in.
    pub authority_id: String,
    /// `question`, `answer`, or `request` (for an intermediate report).
    pub kind: String,
    /// The question it answers; empty for a question.
    pub answers: String,
    /// Who wrote it, as the journal names them.
    pub author: String,
    /// For which organisation.
    pub organisation_id: String,
    /// When.
    pub at: Time,
    /// The words; empty once erased.
    pub text: String,
}

impl Message {
    /// Whether it asks something that wants an answer in words.
    pub fn is_question(&self) -> bool {
        self.kind == "question"
    }
}

/// How `principal` stands to a filed incident.
///
/// The bearer of a card is no member of staff: they only stand to what was filed in their own session.
pub fn relation(principal: &Principal, incident: &Incident, audience: &[Audience]) -> Relation {
    if incident.realm_id != principal.realm.id || incident.state != FILED {
        return Relation::Stranger;
    }
    let mine = &principal.seat.organisation_id;
    match &principal.who {
        Who::Card { session, .. }
            if incident.organisation_id == *mine && incident.made_session == *session =>
        {
            Relation::Filer
        }
        Who::Card { .. } => Relation::Stranger,
        Who::Person { .. } if incident.organisation_id == *mine => Relation::Own,
        Who::Person { .. } if audience.iter().any(|each| each.authority_id == *mine) => Relation::Addressed,
        Who::Person { .. } => Relation::Stranger,
    }
}

/// The card session somebody acts in; empty for a person.
pub(crate) fn card_session(principal: &Principal) -> &str {
    match &principal.who {
        Who::Card { session, .. } => session,
        Who::Person { .. } => "",
    }
}

impl Incident {
    /// Opens a text sealed under this incident's key; empty once erased.
    pub(crate) fn open(&self, kernel: &Kernel, context: &str, sealed: &str) -> Result<String> {
        open(kernel, &self.seal_key, context, sealed)
    }
}

/// Opens a text sealed under an incident's key; empty once erased.
pub(crate) fn open(kernel: &Kernel, key: &str, context: &str, sealed: &str) -> Result<String> {
    Ok(kernel.vault.open(key, context, sealed)?.unwrap_or_default())
}

/// What binds a sealed first line to its filing.
pub(crate) fn headline_context(filing: &str) -> String {
    format!("headline {filing}")
}

/// What binds a sealed draft to its incident.
pub(crate) fn draft_context(incident: &str) -> String {
    format!("draft {incident}")
}

/// What binds a sealed reason to its decision.
pub(crate) fn reason_context(decision: &str) -> String {
    format!("decision {decision}")
}

/// What binds a sealed draft of a later stage to its incident.
pub(crate) fn stage_draft_context(incident: &str, stage: &str, corrects: &str) -> String {
    format!("draft {incident} {stage} {corrects}")
}

/// What binds the sealed number of another system to its incident and authority.
pub(crate) fn portal_context(incident: &str, authority: &str) -> String {
    format!("portal {incident} {authority}")
}

/// What binds sealed words to their message.
pub(crate) fn message_context(message: &str) -> String {
    format!("message {message}")
}
