//! Whether the database answers, is up to date, belongs to the key, and what waits in it.

use std::time::Duration;

use delivery::canary;
use kernel::db::sql;
use kernel::time::Wall;
use kernel::{Db, Kernel, Result};

use super::{Finding, machine};
use crate::commands::backup::must_exist;
use crate::config::Config;
use crate::{house, secret};

/// A message that waits longer than this is worth a look.
const LONG: Duration = Duration::from_secs(600);
/// Failed messages are counted this far back.
const LATELY: Duration = Duration::from_secs(24 * 3600);

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let shown = config.database.shown();
    if must_exist(config).is_err() {
        let mend = "paraat serve makes it at its first start; else name the right installation";
        return vec![Finding::problem("database", format!("{shown} is not there"), mend)];
    }
    let db = match house::open_database(config).await {
        Ok(db) => db,
        Err(stop) => {
            let mend = "see that the database runs, that its address and password are right, and that this \
                        machine may connect to it";
            return vec![Finding::problem("database", stop.what().to_owned(), mend)];
        }
    };
    match examine(config, &db).await {
        Ok(findings) => findings,
        Err(error) => {
            let text = format!("{shown} cannot be read: {error:#}");
            vec![Finding::problem("database", text, "see the database's own log")]
        }
    }
}

async fn examine(config: &Config, db: &Db) -> Result<Vec<Finding>> {
    let version = db.engine_version().await?;
    let text = format!("{} answers, {} {version}", config.database.shown(), db.engine());
    let mut findings = vec![Finding::ok("database", text)];
    let (tables, are_current) = migrations(db).await?;
    findings.push(tables);
    // Older or newer tables cannot be asked further.
    if are_current {
        findings.push(machine::clock(db).await?);
        findings.extend(key_belongs(config, db).await?);
        findings.push(post(db).await?);
        findings.push(canaries(config, db).await?);
    }
    Ok(findings)
}

async fn migrations(db: &Db) -> Result<(Finding, bool)> {
    let ours = house::migrations();
    let run = match db.migrations_run(&ours).await {
        Ok(run) => run,
        Err(kernel::Error::Conflict(text)) => {
            let mend = "run the newer program that was here before";
            return Ok((Finding::problem("tables", text, mend), false));
        }
        Err(error) => return Err(error),
    };
    let behind: Vec<&str> = ours
        .iter()
        .zip(&run)
        .filter(|(ours, (_, count))| *count < ours.files.len())
        .map(|(ours, _)| ours.slice)
        .collect();
    Ok(if behind.is_empty() {
        (Finding::ok("tables", "up to date"), true)
    } else {
        let text = format!("older than this program: {}", behind.join(", "));
        (Finding::warning("tables", text, "start this version; it brings them up to date"), false)
    })
}

async fn key_belongs(config: &Config, db: &Db) -> Result<Option<Finding>> {
    let Ok(Some(vault)) = secret::read(&config.secret_key_file) else { return Ok(None) };
    let sealed = sql("SELECT id FROM person WHERE seal_key <> '' ORDER BY id LIMIT 1");
    let Some((id,)) = db.fetch_optional::<(String,)>(sealed).await? else { return Ok(None) };
    let kernel = Kernel::new(db.clone(), Wall::system(), vault);
    Ok(Some(match web::people::get(&kernel, &id).await {
        Ok(_) => Finding::ok("sealing", "the key opens what is sealed"),
        Err(_) => Finding::problem(
            "sealing",
            "the key does not belong to this database",
            "put the right key back from the copy that was kept elsewhere",
        ),
    }))
}

async fn post(db: &Db) -> Result<Finding> {
    let now = Wall::system().now();
    let late = sql("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND made_at < $1");
    let late = db.fetch_number(late.bind(now.minus(LONG))).await?;
    let failed = sql("SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND done_at > $1");
    let failed = db.fetch_number(failed.bind(now.minus(LATELY))).await?;
    Ok(if late + failed == 0 {
        Finding::ok("post", "no message is late or failed lately")
    } else {
        Finding::warning(
            "post",
            format!("{late} messages wait longer than ten minutes, {failed} failed in the last 24 hours"),
            "see the lines about mail and sms, and last_error and held_reason in the table outbox",
        )
    })
}

/// Whether what is sent to the operator's own addresses leaves.
async fn canaries(config: &Config, db: &Db) -> Result<Finding> {
    if config.watch.channels().is_empty() {
        let text = "none are set: whether messages leave is seen only when one is needed";
        return Ok(Finding::ok("canaries", text));
    }
    let late = canary::late(db, Wall::system().now()).await?;
    Ok(if late.is_empty() {
        Finding::ok("canaries", "none is late")
    } else {
        let channels: Vec<&str> = late.iter().map(|late| late.channel.as_str()).collect();
        Finding::problem(
            "canaries",
            format!("what is sent does not leave by {}", channels.join(", ")),
            "see that paraat serve runs, the lines about mail and sms, and last_error in the table outbox",
        )
    })
}
