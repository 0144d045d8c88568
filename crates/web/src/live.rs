//! Live regions: a stream that says "look again" when something of one's own organisation changed.
//!
//! The stream carries no content and no number: whoever listens fetches the page again and sees what
//! they may see. It ends when the session ends or the node stops.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use axum::routing::get;
use tokio::sync::broadcast::error::RecvError;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::App;
use crate::context::Ctx;
use crate::session;

/// How often a silent stream shows that it lives, and looks whether its session still runs.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// Events kept for a browser that reads slowly; more are no use, since each says only "look again".
const BACKLOG: usize = 4;
/// Browsers pass over an event that has no data.
const SOMETHING: &str = "-";

pub(crate) fn router() -> Router<App> {
    Router::new().route("/live", get(live))
}

async fn live(ctx: Ctx) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(BACKLOG);
    tokio::spawn(follow(ctx, sender));
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

async fn follow(ctx: Ctx, sender: tokio::sync::mpsc::Sender<Result<Event, Infallible>>) {
    let mut announcements = ctx.app.kernel.bus.subscribe();
    let mut check = tokio::time::interval(KEEP_ALIVE);
    // The first event tells the browser that the stream stands.
    let _ = sender.try_send(Ok(Event::default().event("ready").data(SOMETHING)));
    loop {
        tokio::select! {
            () = ctx.app.stop.cancelled() => return,
            () = sender.closed() => return,
            _ = check.tick() => {
                if !session::is_running(&ctx.app.kernel, &ctx.session.id).await.unwrap_or(true) {
                    return;
                }
            }
            heard = announcements.recv() => match heard {
                Ok(committed) if committed.realm_id == ctx.principal.realm.id
                    && committed.concerns.contains(&ctx.principal.seat.organisation_id) => announce(&sender),
                Ok(_) => {}
                // Some were missed: looking again is right whatever they were.
                Err(RecvError::Lagged(_)) => announce(&sender),
                Err(RecvError::Closed) => return,
            }
        }
    }
}

/// A full backlog already says "look again"; then one more is not needed.
fn announce(sender: &tokio::sync::mpsc::Sender<Result<Event, Infallible>>) {
    let _ = sender.try_send(Ok(Event::default().event("changed").data(SOMETHING)));
}
