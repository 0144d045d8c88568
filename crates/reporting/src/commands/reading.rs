//! Opening an incident, and noting who did.

use kernel::access::{Action, Principal, Relation};
use kernel::{Entry, Error, Kernel, Result};

use crate::document::{self, Document};
use crate::incident::{Audience, FILED, Filing, Incident, relation};
use crate::store;

/// Milliseconds of an hour: a person's reading of an incident is noted at most once in each.
const HOUR_MS: i64 = 3_600_000;
/// What can still be done with an incident that was erased.
const READING: [Action; 5] = [
    Action::ReadReport,
    Action::ReadAttachment,
    // The page of files says itself that they went with the rest.
    Action::AttachFile,
    Action::ReadReceipt,
    Action::ReadAudience,
];

/// An incident as somebody may see it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The incident.
    pub incident: Incident,
    /// How they stand to it.
    pub relation: Relation,
    /// Everybody it was addressed to. Not for showing to an authority.
    pub audience: Vec<Audience>,
}

impl Seen {
    /// Where the principal's own authority stands.
    pub fn mine(&self, principal: &Principal) -> Option<&Audience> {
        self.audience.iter().find(|each| each.authority_id == principal.seat.organisation_id)
    }
}

/// A filing as one reader may see it: the whole of it, or an authority's part.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The filing.
    pub filing: Filing,
    /// SHA-256 of the bytes this reader sees.
    pub digest: String,
    /// Those bytes; empty once erased.
    pub bytes: String,
}

impl Reading {
    /// The document; `None` once erased.
    pub fn document(&self) -> Result<Option<Document>> {
        if self.bytes.is_empty() { Ok(None) } else { Document::read(&self.bytes).map(Some) }
    }
}

/// Every filing this principal may see of an incident, the first first: its owner the whole of each, an
/// authority its part of those that were addressed to it.
pub async fn readings(kernel: &Kernel, principal: &Principal, seen: &Seen) -> Result<Vec<Reading>> {
    let incident = &seen.incident;
    if seen.relation == Relation::Addressed {
        return parts(kernel, incident, &principal.seat.organisation_id).await;
    }
    store::filings(kernel, &incident.id)
        .await?
        .into_iter()
        .map(|filing| whole(kernel, incident, filing))
        .collect()
}

fn whole(kernel: &Kernel, incident: &Incident, filing: Filing) -> Result<Reading> {
    let bytes = incident.open(kernel, &document::context(&filing.id), &filing.sealed)?;
    Ok(Reading { digest: filing.digest.clone(), bytes, filing })
}

/// What an authority got of an incident's filings, the first first. For its own people, and for the owner,
/// who handed it over.
pub(crate) async fn parts(kernel: &Kernel, incident: &Incident, authority: &str) -> Result<Vec<Reading>> {
    let filings = store::filings(kernel, &incident.id).await?;
    let parts = store::parts::of_authority(kernel, &incident.id, authority).await?;
    let of = |filing: Filing| {
        let part = parts.iter().find(|part| part.filing_id == filing.id)?;
        if part.sealed.is_empty() {
            // Once erased, a part has no bytes either: its digest is its own all the same.
            let digest = part.digest.clone();
            return Some(whole(kernel, incident, filing).map(|reading| Reading { digest, ..reading }));
        }
        let context = document::part_context(&filing.id, authority);
        let bytes = incident.open(kernel, &context, &part.sealed);
        Some(bytes.map(|bytes| Reading { digest: part.digest.clone(), bytes, filing }))
    };
    filings.into_iter().filter_map(of).collect()
}

/// A filed incident, for somebody who may do `action` with it.
///
/// # Errors
/// [`Error::NotFound`] when there is none, when it is a draft, or when they may not: the three cannot be
/// told apart. [`Error::Conflict`] when it was erased, and `action` is more than reading.
pub async fn open(kernel: &Kernel, principal: &Principal, id: &str, action: Action) -> Result<Seen> {
    let incident = store::incident(kernel, id).await?;
    let audience = store::audience::of_incident(kernel, id).await?;
    let incident = incident.filter(|incident| incident.state == FILED).ok_or(Error::NotFound)?;
    let relation = relation(principal, &incident, &audience);
    if relation == Relation::Stranger {
        return Err(Error::NotFound);
    }
    principal.must(action, relation)?;
    if incident.seal_key.is_empty() && !READING.contains(&action) {
        return Err(Error::Conflict("it was erased".into()));
    }
    Ok(Seen { incident, relation, audience })
}

/// Notes that a person has read an incident, at most once an hour, where its owner can see it.
pub async fn note_reading(kernel: &Kernel, principal: &Principal, seen: &Seen) -> Result<()> {
    let Some(person_id) = principal.person_id() else { return Ok(()) };
    // By the machine's clock: an exercise that runs fast would otherwise note a reading at every refresh.
    let hour = kernel.wall.now().0.div_euclid(HOUR_MS);
    let id = &seen.incident.id;
    if store::audience::was_read(kernel, id, person_id, hour).await? {
        return Ok(());
    }
    let mut change = kernel.begin(principal).await?;
    let organisation = &principal.seat.organisation_id;
    if store::audience::insert_reading(&mut change, id, person_id, organisation, hour).await? {
        let owner = &seen.incident.organisation_id;
        change.record(Entry::new("report.read", "incident", id).concerns(owner));
        change.commit().await?;
    }
    Ok(())
}
