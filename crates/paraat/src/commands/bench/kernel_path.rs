//! Journalled commands without pages: begin, one row, one entry, commit.

use std::time::Instant;

use kernel::db::sql;
use kernel::{Entry, Kernel, Realm, new_id};

use super::{Bench, Measure};
use crate::commands::journal::count;

/// Commands each second by `clients` clients.
pub(super) async fn rate(bench: &Bench, clients: usize) -> anyhow::Result<Measure> {
    let end = Instant::now() + bench.time;
    let value = super::rate(clients, || {
        let (kernel, realm) = (bench.kernel.clone(), bench.realm.clone());
        async move {
            let mut count = 0;
            while Instant::now() < end {
                command(&kernel, &realm).await?;
                count += 1;
            }
            Ok(count)
        }
    })
    .await?;
    Ok(Measure::plain(
        format!("commands through the kernel, {}", count(clients as u64, "client", "clients")),
        value,
        "/s",
    ))
}

async fn command(kernel: &Kernel, realm: &Realm) -> anyhow::Result<()> {
    let id = new_id();
    let mut change = kernel.begin_as_system(realm).await?;
    let row = sql("INSERT INTO bench_row (id, made_at) VALUES ($1, $2)").bind(&id).bind(change.at());
    change.execute(row).await?;
    change.record(Entry::new("bench.done", "bench", &id));
    change.commit().await?;
    Ok(())
}
