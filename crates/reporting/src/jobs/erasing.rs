//! Erasing what has been kept long enough: the record's key is destroyed and its texts are emptied.
//! Identifiers, times and digests stay, so that the journal still verifies.

use kernel::time::Time;
use kernel::{Entry, Kernel, Realm, Result};
use l10n::Zone;

use super::Done;
use crate::incident::Incident;
use crate::retention::{Retention, Retentions};
use crate::store;

/// Records of one sort erased in one tick.
const BATCH: i64 = 50;

/// Erases what has been kept long enough in one realm, some at a time; gives how many records.
pub(super) async fn apply(kernel: &Kernel, zone: &Zone, realm: &Realm) -> Result<usize> {
    let mut done = Done::default();
    done.take(drafts(kernel, zone, realm).await);
    for (retention, from, before) in Retentions::embedded().reigns() {
        done.take(incidents(kernel, zone, realm, retention, (from, before)).await);
    }
    done.into_result()
}

/// Throws away what was begun and not gone on with. Drafts are no state of the world: nothing is journalled.
async fn drafts(kernel: &Kernel, zone: &Zone, realm: &Realm) -> Result<usize> {
    let now = kernel.now(realm);
    let class = Retentions::embedded().current(now).draft();
    let mut count = 0;
    let calls = store::retention::drafts(kernel, &realm.id, BATCH).await?;
    for draft in calls.iter().take_while(|draft| class.until(draft.saved_at, zone) <= now) {
        count += usize::from(store::retention::forget_draft(kernel, draft).await?);
    }
    let stages = store::retention::stage_drafts(kernel, &realm.id, BATCH).await?;
    for draft in stages.iter().take_while(|draft| class.until(draft.saved_at, zone) <= now) {
        count += usize::from(store::retention::forget_stage_draft(kernel, draft).await?);
    }
    Ok(count)
}

/// Erases incidents that were closed while `retention` was in force and have been kept long enough.
async fn incidents(
    kernel: &Kernel,
    zone: &Zone,
    realm: &Realm,
    retention: &Retention,
    closed: (Time, Time),
) -> Result<usize> {
    let now = kernel.now(realm);
    let mut done = Done::default();
    let candidates = store::retention::closed(kernel, &realm.id, closed, BATCH).await?;
    let is_over = |each: &&Incident| {
        each.closed_at.is_some_and(|closed| retention.incident().until(closed, zone) <= now)
    };
    for incident in candidates.iter().take_while(is_over) {
        done.take(erase(kernel, realm, incident, &retention.version).await.map(usize::from));
    }
    done.into_result()
}

/// Erases one incident: destroys its key and empties every text of it. False when another node was first, or
/// it was opened again meanwhile.
async fn erase(kernel: &Kernel, realm: &Realm, incident: &Incident, version: &str) -> Result<bool> {
    let audience = store::audience::of_incident(kernel, &incident.id).await?;
    let mut change = kernel.begin_as_system(realm).await?;
    if !store::retention::erase(&mut change, incident).await? {
        return Ok(false);
    }
    store::retention::erase_attachments(&mut change, &incident.id).await?;
    let entry = Entry::new("report.erased", "incident", &incident.id).concerns(&incident.organisation_id);
    let told = audience.iter().map(|each| each.authority_id.as_str());
    change.record(told.fold(entry, Entry::concerns).with("retention", version));
    change.commit().await?;
    Ok(true)
}
