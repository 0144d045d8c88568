//! A warning goes out, and is over.

use std::collections::{HashMap, HashSet};

use directory::{Candidate, Reachable};
use kernel::access::{Action, Principal};
use kernel::{Change, Entry, Error, Kernel, Result, journal, new_id};
use web::Settings;

use super::composing::audience;
use super::telling::{Teller, can_be_told, due_after, next_step};
use super::{Warning, open, passing};
use crate::ladder::{Ladder, Ladders};
use crate::store::obligations::{self, OPEN, ObligationRow};
use crate::store::{self, WAITING};
use crate::warning::Kind;

/// Asks a second person to release a draft.
///
/// # Errors
/// [`Error::NotFound`] for who may not; [`Error::Invalid`] with the first field to mend; [`Error::Conflict`] when
/// it was changed meanwhile, or is out.
pub async fn ask_release(kernel: &Kernel, principal: &Principal, id: &str, version: i64) -> Result<()> {
    let seen = open(kernel, principal, id, Action::ReleaseWarning).await?;
    is_ready(kernel, &seen.warning).await?;
    let mut change = kernel.begin(principal).await?;
    if !store::ask_release(&mut change, id, version, &principal.actor()).await? {
        return Err(Error::Conflict("the warning was changed meanwhile".into()));
    }
    change.record(Entry::new("warning.ready", "warning", id).concerns(&seen.warning.authority_id));
    change.commit().await?;
    Ok(())
}

/// The first thing to mend, as an error; else whom it goes to.
async fn is_ready(kernel: &Kernel, warning: &Warning) -> Result<Vec<Candidate>> {
    if let Some(problem) = warning.content.problems().into_iter().next() {
        return Err(Error::Invalid { field: problem.field, message: String::new() });
    }
    let audience = audience(kernel, warning).await?;
    if audience.is_empty() {
        return Err(Error::Invalid { field: "selection".into(), message: String::new() });
    }
    Ok(audience)
}

/// Sends a warning out: the audience is frozen, everybody on the first rung is told, and what went before it in
/// its thread is over. A flash warning needs another person than who asked for its release.
///
/// # Errors
/// [`Error::NotFound`] for who may not; [`Error::Forbidden`] where a second person must release it;
/// [`Error::Invalid`] with the first field to mend; [`Error::Conflict`] when it was changed meanwhile, or is out.
pub async fn publish(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    id: &str,
    version: i64,
) -> Result<()> {
    let seen = open(kernel, principal, id, Action::ReleaseWarning).await?;
    let mut warning = seen.warning;
    if !warning.is_draft() || warning.row.version != version {
        return Err(Error::Conflict("the warning was changed meanwhile, or is out".into()));
    }
    may_release(&warning, principal)?;
    let audience = is_ready(kernel, &warning).await?;
    let ids: Vec<String> = audience.iter().map(|each| each.id.clone()).collect();
    let now = kernel.now(&principal.realm);
    let none = || Error::Internal(anyhow::anyhow!("there is no ladder for {}", warning.class.as_str()));
    let ladder = Ladders::embedded().current(warning.class, now).ok_or_else(none)?;
    let authority = directory::organisation(kernel, &warning.authority_id).await?;
    let reachable = directory::reachable(kernel, &principal.realm, &ids).await?;
    let passed = obligations::audience(kernel, &warning.row.thread).await?;
    let regions: HashMap<&str, &str> =
        audience.iter().map(|each| (each.id.as_str(), each.region.as_str())).collect();

    let mut change = kernel.begin(principal).await?;
    let year = settings.zone.civil(change.at().timestamp()).year().to_string();
    let number = store::next_number(&mut change, &warning.authority_id, &year).await?;
    let number = format!("{year}-{number:03}");
    if !store::publish(&mut change, &warning.row, &number, &ladder.name(), &principal.actor()).await? {
        return Err(Error::Conflict("the warning was changed meanwhile, or is out".into()));
    }
    warning.row.number = number;
    warning.row.published_at = Some(change.at());
    for ended in store::end_thread(&mut change, &warning.row.thread, &warning.id).await? {
        obligations::end(&mut change, &ended).await?;
    }
    let mut teller = Teller::new(kernel, settings, &warning, &authority, HashSet::new());
    let mut owed = Vec::with_capacity(reachable.len());
    for found in &reachable {
        let region = regions.get(found.organisation.id.as_str()).copied().unwrap_or_default();
        let mut row = owe(&change, &warning, ladder, (found, region), settings);
        if let Some((depth, via)) = passed.get(&row.organisation_id) {
            row.depth = *depth;
            row.via.clone_from(via);
        }
        tell_first(&mut change, &mut teller, &row, ladder, found).await?;
        owed.push(row);
    }
    obligations::insert(&mut change, &owed).await?;
    let told = teller.finish(&mut change).await?;
    if warning.kind != Kind::Alert {
        passing::follow(kernel, settings, &mut change, &warning, &authority).await?;
    }
    for row in &owed {
        let entry = Entry::new("warning.addressed", "obligation", &row.id).with("warning", id);
        change.record(entry.concerns(&row.organisation_id));
    }
    let entry = Entry::new("warning.published", "warning", id)
        .concerns(&warning.authority_id)
        .with("class", warning.class.as_str())
        .with("tlp", warning.tlp.as_str())
        .with("ladder", ladder.name())
        .with("thread", warning.row.thread.as_str())
        .with("content", journal::digest(serde_json::to_string(&warning.content)?.as_bytes()))
        .with("audience", journal::digest(ids.join(" ").as_bytes()))
        .with("organisations", owed.len())
        .with("told", told);
    change.record(entry);
    change.commit().await?;
    Ok(())
}

/// Who may let it go out: for a flash warning somebody else than who asked.
fn may_release(warning: &Warning, principal: &Principal) -> Result<()> {
    let is_second = warning.row.state == WAITING && warning.row.asked_by != principal.actor();
    if !warning.needs_release() || is_second { Ok(()) } else { Err(Error::Forbidden) }
}

/// What one organisation owes from now on, before anybody is told.
pub(super) fn owe(
    change: &Change,
    warning: &Warning,
    ladder: &Ladder,
    (found, region): (&Reachable, &str),
    settings: &Settings,
) -> ObligationRow {
    let at = change.at();
    let begins = ladder.due(0, at, &settings.zone).unwrap_or(at);
    let mut row = ObligationRow {
        id: new_id(),
        realm_id: warning.row.realm_id.clone(),
        warning_id: warning.id.clone(),
        authority_id: warning.authority_id.clone(),
        organisation_id: found.organisation.id.clone(),
        kind: found.organisation.kind.as_str().to_owned(),
        region: region.to_owned(),
        state: OPEN.to_owned(),
        is_reachable: i64::from(found.people.iter().any(can_be_told)),
        next_rung: 0,
        next_at: Some(begins),
        since: at,
        ..ObligationRow::default()
    };
    if begins <= at {
        let step = next_step(ladder, 0, &found.people, &HashSet::new());
        let next = step.map_or(ladder.rungs.len(), |(index, _)| index + 1);
        row.next_rung = i64::try_from(next).unwrap_or(i64::MAX);
        row.next_at = due_after(ladder, next, at, at, &settings.zone);
    }
    row
}

/// Tells who is on the first rung of an organisation that owes an answer from now on; in quiet hours the tick begins
/// in the morning.
pub(super) async fn tell_first(
    change: &mut Change,
    teller: &mut Teller<'_>,
    row: &ObligationRow,
    ladder: &Ladder,
    found: &Reachable,
) -> Result<()> {
    if row.next_rung == 0 {
        return Ok(());
    }
    if let Some((index, people)) = next_step(ladder, 0, &found.people, &HashSet::new()) {
        for contact in people {
            let country = found.organisation.country.as_str();
            teller.tell(change, row, (contact, country), (index, &ladder.rungs[index]), None).await?;
        }
    }
    Ok(())
}

/// Ends a warning without another word: nobody is tried any more.
///
/// # Errors
/// [`Error::NotFound`] for who may not; [`Error::Conflict`] when it is not out, or over.
pub async fn end(kernel: &Kernel, principal: &Principal, id: &str) -> Result<()> {
    let seen = open(kernel, principal, id, Action::ReleaseWarning).await?;
    let warning = seen.warning;
    let mut change = kernel.begin(principal).await?;
    let ended = store::end_thread(&mut change, &warning.row.thread, "").await?;
    if !ended.iter().any(|each| each == id) {
        return Err(Error::Conflict("the warning is not out, or over".into()));
    }
    for each in &ended {
        obligations::end(&mut change, each).await?;
    }
    change.record(Entry::new("warning.ended", "warning", id).concerns(&warning.authority_id));
    change.commit().await?;
    Ok(())
}
