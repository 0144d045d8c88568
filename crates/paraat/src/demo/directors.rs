//! The directors of the fictional sector, who answer a warning over the minutes after it, as people do: most soon,
//! some late, a few never.

use std::time::Duration;

use directory::{Contact, Reachable};
use kernel::access::{Action, Principal, Relation, Seat, Who, allows};
use kernel::{Kernel, Result, journal, realm};
use warning::Owed;
use warning::commands::{self, Reply};
use web::App;

/// How often somebody looks at their telephone.
const OFTEN: Duration = Duration::from_secs(2);
/// Who has not answered after so long will not.
const LATEST: Duration = Duration::from_secs(300);
/// The soonest anybody answers.
const SOONEST: Duration = Duration::from_secs(12);
/// One in so many never answers.
const NEVER: u64 = 9;
/// Answers looked at in one go.
const AT_ONCE: i64 = 500;

/// Lets directors answer until the program stops.
pub async fn answer_warnings(app: App) {
    let mut often = tokio::time::interval(OFTEN);
    while app.stop.run_until_cancelled(often.tick()).await.is_some() {
        if let Err(error) = answer_some(&app.kernel).await {
            tracing::warn!(%error, "the directors of the demo could not answer");
        }
    }
}

async fn answer_some(kernel: &Kernel) -> Result<()> {
    let reality = realm::reality(&kernel.db).await?;
    let now = kernel.now(&reality);
    for owed in warning::owing(kernel, &reality.id, now.minus(LATEST), AT_ONCE).await? {
        let roll = roll(&owed);
        if roll.is_multiple_of(NEVER) || now.since(owed.since) < after(roll) {
            continue;
        }
        let ids = [owed.organisation_id.clone()];
        let Some(found) = directory::reachable(kernel, &reality, &ids).await?.pop() else { continue };
        let Some(contact) = found.people.iter().find(|contact| may_answer(contact)) else { continue };
        let principal = principal(&found, contact, &reality);
        commands::answer(kernel, &principal, &owed.warning_id, Reply::Received).await?;
        for reply in more(roll) {
            commands::answer(kernel, &principal, &owed.warning_id, *reply).await?;
        }
    }
    Ok(())
}

/// A number that stays the same for a warning and an organisation.
fn roll(owed: &Owed) -> u64 {
    let digest = journal::digest(format!("{} {}", owed.warning_id, owed.organisation_id).as_bytes());
    u64::from_str_radix(digest.get(..12).unwrap_or_default(), 16).unwrap_or_default()
}

/// Most answer soon: the square of an even spread.
fn after(roll: u64) -> Duration {
    let share = f64::from(u32::try_from(roll / NEVER % 1000).unwrap_or_default()) / 1000.0;
    SOONEST + (LATEST - SOONEST).mul_f64(share * share)
}

/// What they say besides.
fn more(roll: u64) -> &'static [Reply] {
    match roll / 7 % 4 {
        0 => &[Reply::Applies, Reply::Forwarded],
        1 => &[Reply::AppliesNot],
        2 => &[Reply::Applies, Reply::Forwarded, Reply::Done],
        _ => &[],
    }
}

fn may_answer(contact: &Contact) -> bool {
    allows(contact.role, Action::AnswerWarning, Relation::Addressed)
}

fn principal(found: &Reachable, contact: &Contact, realm: &kernel::Realm) -> Principal {
    Principal {
        who: Who::Person { id: contact.person_id.clone(), name: contact.name.clone() },
        seat: Seat {
            id: contact.seat_id.clone(),
            role: contact.role,
            organisation_id: found.organisation.id.clone(),
            organisation_name: found.organisation.name.clone(),
            is_authority: found.organisation.kind.may_hold_mandates(),
            realm_id: realm.id.clone(),
        },
        realm: realm.clone(),
    }
}
