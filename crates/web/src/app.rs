//! What every handler can reach, put together by the binary.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use kernel::access::{Principal, Seat};
use kernel::{Kernel, Realm, Result, realm};
use l10n::{Lang, Zone};
use tokio_util::sync::CancellationToken;

/// A future in a box, for the few functions the binary plugs in.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// How an installation presents itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address people use, without a slash at the end, as `https://paraat.example`.
    pub public_url: String,
    /// The zone in which times are shown and read.
    pub zone: Zone,
    /// The language for visitors whose browser asks for none of ours.
    pub lang: Lang,
    /// The duty telephone shown beside "call for help"; empty for none.
    pub help_phone: String,
}

impl Settings {
    /// Whether people reach us over TLS, so that cookies must be `Secure`.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// Who may sit where: given by the directory, which this crate does not know.
pub trait Seats: Send + Sync + 'static {
    /// The seats a person holds or stands in for, in every realm.
    fn held_by<'a>(&'a self, kernel: &'a Kernel, person_id: &'a str) -> BoxFuture<'a, Result<Vec<Seat>>>;

    /// The seat a person acts from, with its realm; `None` when they do not sit there now.
    fn held<'a>(
        &'a self,
        kernel: &'a Kernel,
        person_id: &'a str,
        seat_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<(Seat, Realm)>>> {
        Box::pin(async move {
            let seats = self.held_by(kernel, person_id).await?;
            let Some(seat) = seats.into_iter().find(|seat| seat.id == seat_id) else { return Ok(None) };
            let realm = realm::get(&kernel.db, &seat.realm_id).await?;
            Ok(Some((seat, realm)))
        })
    }

    /// The seat a valid emergency card gives; `None` when it is unknown or revoked.
    fn of_card<'a>(&'a self, kernel: &'a Kernel, card_id: &'a str) -> BoxFuture<'a, Result<Option<Seat>>>;
}

/// Counts what waits for somebody.
pub type Count = for<'a> fn(&'a Kernel, &'a Principal) -> BoxFuture<'a, Result<i64>>;

/// What cannot wait for somebody to come by: shown on every page of theirs until it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// What it is, in the reader's language.
    pub text: String,
    /// Where it is answered.
    pub path: String,
}

/// Looks for what cannot wait.
pub type AlertOf = for<'a> fn(&'a Kernel, &'a Principal, Lang) -> BoxFuture<'a, Result<Option<Alert>>>;

/// One entry of the main menu, contributed by a slice.
#[derive(Clone, Copy)]
pub struct NavItem {
    /// Where it leads.
    pub path: &'static str,
    /// What it is called.
    pub label: fn(Lang) -> &'static str,
    /// Whether this person has it.
    pub shown: fn(&Principal) -> bool,
    /// How many things wait behind it, shown as a badge.
    pub count: Option<Count>,
    /// What of it cannot wait.
    pub alert: Option<AlertOf>,
}

/// The state behind every route. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] holds.
pub struct Parts {
    /// Database, clock, journal, bus.
    pub kernel: Kernel,
    /// How this installation presents itself.
    pub settings: Settings,
    /// Who sits where.
    pub seats: Box<dyn Seats>,
    /// The main menu, in order.
    pub nav: Vec<NavItem>,
    /// Cancelled when the node stops, so that open streams end.
    pub stop: CancellationToken,
}

impl App {
    /// Puts the parts together.
    pub fn new(
        kernel: Kernel,
        settings: Settings,
        seats: impl Seats,
        nav: Vec<NavItem>,
        stop: CancellationToken,
    ) -> Self {
        Self(Arc::new(Parts { kernel, settings, seats: Box::new(seats), nav, stop }))
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
