//! Background work: climbing ladders, and making sure that nobody was forgotten. Each realm by its own clock;
//! everything can be done again, by any node, at any time: what was done is a row.

use std::time::Duration;

use kernel::{Kernel, Realm, Result, realm};
use web::Settings;

use crate::commands;
use crate::limits::BATCHES_MOST;
use crate::store::obligations;

/// How late a rung may be before that is a fault of ours: several ticks.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(120);

/// Climbs every rung that is due in every realm; gives how many. What fails in one realm does not hold up another.
///
/// # Errors
/// The first failure, once the rest is done.
pub async fn tick(kernel: &Kernel, settings: &Settings) -> Result<usize> {
    // What came back first: it lets ladders go on.
    let (mut climbed, mut failure) = (0, commands::take_failures(kernel).await.err());
    for realm in realm::list(&kernel.db).await? {
        match climb_all(kernel, settings, &realm).await {
            Ok(count) => climbed += count,
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    failure.map_or(Ok(climbed), Err)
}

async fn climb_all(kernel: &Kernel, settings: &Settings, realm: &Realm) -> Result<usize> {
    let mut climbed = 0;
    for _ in 0..BATCHES_MOST {
        match commands::climb(kernel, settings, realm).await? {
            0 => break,
            count => climbed += count,
        }
    }
    Ok(climbed)
}

/// How many organisations, over all realms, owe an answer and would never be tried again: none, unless something
/// of ours is wrong.
///
/// # Errors
/// When the database fails.
pub async fn forgotten(kernel: &Kernel) -> Result<i64> {
    let mut forgotten = 0;
    for realm in realm::list(&kernel.db).await? {
        forgotten += forgotten_in(kernel, &realm).await?;
    }
    Ok(forgotten)
}

async fn forgotten_in(kernel: &Kernel, realm: &Realm) -> Result<i64> {
    obligations::forgotten(kernel, &realm.id, kernel.now(realm).minus(FORGOTTEN_AFTER)).await
}

/// Looks for organisations that owe an answer and for which nothing more would happen though their ladder has not
/// come to its end; gives how many, over all realms. Anything but none is a fault of ours, and is logged as one.
pub async fn reconcile(kernel: &Kernel) -> Result<i64> {
    let mut forgotten = 0;
    for realm in realm::list(&kernel.db).await? {
        let count = forgotten_in(kernel, &realm).await?;
        if count > 0 {
            tracing::error!(realm = realm.id, count, "organisations that owe an answer are not being tried");
        }
        forgotten += count;
    }
    Ok(forgotten)
}
