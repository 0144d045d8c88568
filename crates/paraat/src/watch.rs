//! Watches over the warning itself: that nobody is forgotten, that what is handed to delivery leaves, and that
//! somebody outside hears from us while both are so.

use std::fmt::Write as _;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use delivery::canary::{self, Late, Watch};
use kernel::{Kernel, Result};
use tokio::time::Instant;
use web::App;

/// How often a node looks.
const OFTEN: Duration = Duration::from_secs(60);

/// What is wrong; nothing is when both are none.
struct Alarms {
    /// Organisations that owe an answer and would never be tried again.
    forgotten: i64,
    /// Canaries that were not handed over in time.
    late: Vec<Late>,
}

/// Watches until the node stops.
pub(crate) async fn run(app: App, watch: Watch) {
    // What came due while this machine was off is tried first: a start is no alarm.
    let mut often = tokio::time::interval_at(Instant::now() + OFTEN, OFTEN);
    while app.stop.run_until_cancelled(often.tick()).await.is_some() {
        if let Err(error) = round(&app.kernel, &watch).await {
            tracing::warn!(%error, "the watch could not be kept");
        }
    }
}

/// Looks once, and is heard outside only when nothing is wrong. Whatever cannot be found out is.
async fn round(kernel: &Kernel, watch: &Watch) -> Result<()> {
    let alarms = Alarms { forgotten: warning::reconcile(kernel).await?, late: watch.round(kernel).await? };
    if alarms.are_none() { watch.beat().await } else { Ok(()) }
}

/// For whoever asks from outside: what is wrong, without saying about whom.
pub(crate) async fn alarms(State(app): State<App>) -> (StatusCode, String) {
    match Alarms::look(&app.kernel).await {
        Ok(alarms) if alarms.are_none() => (StatusCode::OK, "ok\n".to_owned()),
        Ok(alarms) => (StatusCode::SERVICE_UNAVAILABLE, alarms.describe()),
        Err(error) => {
            tracing::warn!(%error, "alarms could not be looked for");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n".to_owned())
        }
    }
}

impl Alarms {
    async fn look(kernel: &Kernel) -> Result<Self> {
        Ok(Self {
            forgotten: warning::forgotten(kernel).await?,
            late: canary::late(&kernel.db, kernel.wall.now()).await?,
        })
    }

    fn are_none(&self) -> bool {
        self.forgotten == 0 && self.late.is_empty()
    }

    fn describe(&self) -> String {
        let mut text = String::new();
        if self.forgotten > 0 {
            let _ = writeln!(text, "{} organisations that owe an answer are not being tried", self.forgotten);
        }
        for Late { channel, due } in &self.late {
            let _ = writeln!(
                text,
                "{} does not leave: a canary was due at {}",
                channel.as_str(),
                due.timestamp()
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use delivery::canary::WatchSettings;
    use delivery::{PostOffice, Webhooks, Worker};
    use kernel::{Channel, realm, sql};
    use testkit::gateway::Gateway;
    use testkit::{Engine, World};

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test(flavor = "multi_thread")]
    async fn the_address_outside_hears_from_us_only_while_all_is_well() {
        for engine in Engine::at_hand() {
            let world = World::new(engine, &crate::house::migrations()).await;
            let kernel = &world.kernel;
            let (nest, outside) = (Gateway::start().await, Gateway::start().await);
            let watch = Watch::new(WatchSettings {
                canaries: vec![(Channel::Webhook, nest.url())],
                every: canary::EVERY,
                in_time: canary::IN_TIME,
                heartbeat: Some(format!("{}/beat", outside.url())),
            });
            let watch = watch.unwrap();
            let post = PostOffice::simulated().with_webhooks(Webhooks::new(true).unwrap());
            let worker = Worker::new(kernel.clone(), post);
            // A gateway answers 404 for what it was never posted: then the beat was heard, and said to be wrong.
            let heard = async || {
                let before = outside.asked();
                let _ = round(kernel, &watch).await;
                outside.asked() > before
            };
            assert!(heard().await, "nothing is late yet");
            nest.refuse(1, 503);
            worker.pass().await.unwrap();
            world.advance(4 * MINUTE);
            assert!(!heard().await, "the canary is late");
            assert_eq!(Alarms::look(kernel).await.unwrap().late.len(), 1);
            worker.pass().await.unwrap();
            assert!(heard().await, "it arrived after all");
            // Somebody whose next rung was due long ago.
            let reality = realm::reality(&kernel.db).await.unwrap();
            let text = "INSERT INTO warning (id, realm_id, authority_id, thread, kind, number, state, class, tlp, \
                selection, seal_key, sealed, ladder, made_by, made_at, saved_by, saved_at, version, asked_by, \
                released_by) VALUES ('w', $1, 'a', 'w', 'alert', '1', 'published', 'flash', 'green', '', '', '', \
                '', '', 1, '', 1, 1, '', '')";
            kernel.db.execute(sql(text).bind(&reality.id)).await.unwrap();
            let text = "INSERT INTO obligation (id, realm_id, warning_id, authority_id, organisation_id, kind, \
                region, state, is_reachable, next_rung, next_at, settled_by, evidence, applies) \
                VALUES ('o', $1, 'w', 'a', 'l', 'hospital', 'BE', 'open', 1, 1, 1, '', '', '')";
            kernel.db.execute(sql(text).bind(&reality.id)).await.unwrap();
            assert!(!heard().await, "somebody is forgotten");
            let alarms = Alarms::look(kernel).await.unwrap().describe();
            assert_eq!(alarms, "1 organisations that owe an answer are not being tried\n");
        }
    }
}
