//! Background work: reminding of terms, and erasing what has been kept long enough. Each realm by its own
//! clock. Everything can be done again, by any node, at any time: what was done is a row.

mod erasing;

use kernel::{Entry, Kernel, Realm, Result, realm};
use web::Settings;

use crate::store::duties::DueReminder;
use crate::{mail, store};

/// Duties read at once.
const BATCH: i64 = 100;
/// Batches of one realm in one tick; the rest is the next tick's.
const BATCHES_MOST: usize = 10;

/// Does what is due now in every realm; gives how many things it did. What fails does not hold up the rest.
///
/// # Errors
/// The first failure, once the rest is done.
pub async fn tick(kernel: &Kernel, settings: &Settings) -> Result<usize> {
    let mut done = Done::default();
    for realm in realm::list(&kernel.db).await? {
        done.take(remind(kernel, settings, &realm).await);
        done.take(erasing::apply(kernel, &settings.zone, &realm).await);
    }
    done.into_result()
}

/// What was done, and the first thing that failed.
#[derive(Default)]
struct Done {
    count: usize,
    failure: Option<kernel::Error>,
}

impl Done {
    /// Counts one more result.
    fn take(&mut self, result: Result<usize>) {
        match result {
            Ok(count) => self.count += count,
            Err(error) => self.failure = self.failure.take().or(Some(error)),
        }
    }

    /// Whether something failed.
    fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// How much was done, unless something failed.
    fn into_result(self) -> Result<usize> {
        self.failure.map_or(Ok(self.count), Err)
    }
}

/// Sends every reminder of a realm that is due and was not sent.
async fn remind(kernel: &Kernel, settings: &Settings, realm: &Realm) -> Result<usize> {
    let mut done = Done::default();
    for _ in 0..BATCHES_MOST {
        let due = store::duties::reminders_due(kernel, &realm.id, kernel.now(realm), BATCH).await?;
        let is_last = i64::try_from(due.len()).is_ok_and(|count| count < BATCH);
        for reminder in due {
            done.take(remind_of(kernel, settings, realm, &reminder).await.map(usize::from));
        }
        // What failed would be read again at once.
        if is_last || done.has_failed() {
            break;
        }
    }
    done.into_result()
}

/// Reminds of one duty: one letter to each person, however many reminders have become due. False when
/// another node was first, or the duty was met meanwhile.
async fn remind_of(
    kernel: &Kernel,
    settings: &Settings,
    realm: &Realm,
    reminder: &DueReminder,
) -> Result<bool> {
    let DueReminder { duty_id, incident_id, organisation_id, .. } = reminder;
    let letters = mail::to_organisation(kernel, organisation_id).await?;
    let mut change = kernel.begin_as_system(realm).await?;
    if !store::duties::reminded(&mut change, duty_id).await? {
        return Ok(false);
    }
    let Some(due) = store::duties::due(&mut change, duty_id).await? else { return Ok(false) };
    let entry = Entry::new("report.reminded", "incident", incident_id)
        .concerns(organisation_id)
        .with("authority", reminder.authority_id.as_str())
        .with("due", due.0)
        .with("stage", reminder.stage.as_str());
    change.record(entry);
    let (now, link) = (change.at(), mail::link(settings, incident_id));
    letters.iter().for_each(|letter| change.send(letter.term(due, now, &settings.zone, &link)));
    change.commit().await?;
    Ok(true)
}
