//! Reading back what could not be handed over: when nothing else is on its way to an organisation, the ladder goes
//! on at once, and the address is to be repaired.

use std::collections::HashMap;
use std::time::Duration;

use kernel::{Entry, Kernel, Result, realm};

use crate::store::{notices, obligations, parcels, relays, repairs};

/// How far back reading begins each time: a failure is seen when it is committed, a little after its moment.
const AGAIN: Duration = Duration::from_secs(60);
/// Failures read at once.
const AT_ONCE: i64 = 200;

/// Takes note of what failed since the last time; gives how many did. What two nodes read, one takes.
pub(crate) async fn take_failures(kernel: &Kernel) -> Result<usize> {
    let (read_to, _) = parcels::cursor(kernel).await?;
    let (mut at, mut id) = (read_to.minus(AGAIN), String::new());
    let mut taken = 0;
    loop {
        let failures = delivery::failures(kernel, crate::ABOUT, (at, &id), AT_ONCE).await?;
        let Some(last) = failures.last() else { return Ok(taken) };
        let is_dead: HashMap<&str, bool> =
            failures.iter().map(|failure| (failure.id.as_str(), failure.is_dead)).collect();
        let ids: Vec<&str> = failures.iter().map(|failure| failure.id.as_str()).collect();
        for (parcel, realm_id) in parcels::still_sent(kernel, &ids).await? {
            let is_dead = is_dead.get(parcel.as_str()).copied().unwrap_or_default();
            taken += usize::from(take(kernel, &realm_id, &parcel, is_dead).await?);
        }
        taken += take_of_staff(kernel, &ids).await?;
        (at, id) = (last.at, last.id.clone());
        parcels::move_cursor(kernel, at, &id).await?;
    }
}

/// Takes note of what did not reach staff; gives how many messages.
async fn take_of_staff(kernel: &Kernel, ids: &[&str]) -> Result<usize> {
    let mut taken = 0;
    for (parcel, notice, realm_id) in relays::still_sent(kernel, ids).await? {
        let mut change = kernel.begin_as_system(&realm::get(&kernel.db, &realm_id).await?).await?;
        if relays::fail(&mut change, &parcel, &notice).await? {
            change.record(Entry::new("warning.staff_undelivered", "staff_notice", &notice));
            change.commit().await?;
            taken += 1;
        }
    }
    Ok(taken)
}

async fn take(kernel: &Kernel, realm_id: &str, parcel: &str, is_dead: bool) -> Result<bool> {
    let mut change = kernel.begin_as_system(&realm::get(&kernel.db, realm_id).await?).await?;
    let Some(failed) = parcels::fail(&mut change, parcel).await? else { return Ok(false) };
    if is_dead && !parcels::has_other_way(&mut change, &failed.notice_id).await? {
        notices::set_dead(&mut change, &failed.notice_id).await?;
    }
    if is_dead {
        let notice = notices::within(&mut change, &failed.notice_id).await?;
        repairs::open(&mut change, &notice, &failed.channel).await?;
    }
    let is_alone = !parcels::has_other(&mut change, &failed.obligation_id).await?;
    let goes_on = is_alone && obligations::hurry(&mut change, &failed.obligation_id).await?;
    let row = obligations::within(&mut change, &failed.obligation_id).await?;
    let entry = Entry::new("warning.undelivered", "obligation", &failed.obligation_id)
        .concerns(&row.organisation_id)
        .concerns(&row.authority_id)
        .with("notice", failed.notice_id)
        .with("channel", failed.channel)
        .with("dead", is_dead)
        .with("goes_on", goes_on);
    change.record(entry);
    change.commit().await?;
    Ok(true)
}
