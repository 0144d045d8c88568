//! Opening an incident, and noting who did.

use kernel::access::{Action, Principal, Relation};
use kernel::{Entry, Error, Kernel, Result};

use crate::incident::{Audience, FILED, Incident, relation};
use crate::store;

/// Milliseconds of an hour: a person's reading of an incident is noted at most once in each.
const HOUR_MS: i64 = 3_600_000;

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

/// A filed incident, for somebody who may do `action` with it.
///
/// # Errors
/// [`Error::NotFound`] when there is none, when it is a draft, or when they may not: the three cannot be
/// told apart.
pub async fn open(kernel: &Kernel, principal: &Principal, id: &str, action: Action) -> Result<Seen> {
    let incident = store::incident(kernel, id).await?;
    let audience = store::audience::of_incident(kernel, id).await?;
    let incident = incident.filter(|incident| incident.state == FILED).ok_or(Error::NotFound)?;
    let relation = relation(principal, &incident, &audience);
    if relation == Relation::Stranger {
        return Err(Error::NotFound);
    }
    principal.must(action, relation)?;
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
