//! The house: every slice wired together, once. A new slice is one line in each of the functions below.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use delivery::canary::Watch;
use delivery::{PostOffice, Webhooks, Worker};
use directory::DirectorySeats;
use kernel::db::{Db, Migrations, sql};
use kernel::seal::Vault;
use kernel::time::Wall;
use kernel::{Error, Kernel};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use web::{App, BoxFuture, NavItem, PageResult, Settings, Visitor};

use crate::config::{Config, Gateway};
use crate::stop::Stop;
use crate::{first_start, secret, watch};

/// How often rows that have had their time are removed.
const SWEEP: Duration = Duration::from_secs(600);
/// How often a node looks for terms that end and for what has been kept long enough.
const TERMS: Duration = Duration::from_secs(30);
/// How often a node looks for rungs of ladders that are due.
const LADDERS: Duration = Duration::from_secs(5);

/// Every slice's tables, in the order of the ledger: a new slice is added at the END.
pub fn migrations() -> Vec<Migrations> {
    vec![
        kernel::MIGRATIONS,
        web::MIGRATIONS,
        delivery::MIGRATIONS,
        directory::MIGRATIONS,
        reporting::MIGRATIONS,
        warning::MIGRATIONS,
    ]
}

/// The main menu, in order.
pub fn nav(post: &PostOffice) -> Vec<NavItem> {
    [reporting::nav(), vec![warning::nav(), directory::nav(), delivery::nav(post)]].concat()
}

/// Every route.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/healthz/alarms", get(watch::alarms))
        .merge(first_start::routes())
        .merge(web::router())
        .merge(delivery::router())
        .merge(directory::router())
        .merge(reporting::router())
        .merge(warning::router())
}

/// The start page: everybody's own first page, and for a visitor the page at `outside`.
pub fn start_page(outside: &'static str) -> Router<App> {
    Router::new().route("/", get(async move |visitor: Visitor| start(visitor, outside).await))
}

async fn start(visitor: Visitor, outside: &'static str) -> PageResult {
    let Some(session) = &visitor.session else { return Ok(Redirect::to(outside).into_response()) };
    let path = match web::session::principal(&visitor.app, session).await? {
        Some(principal) => reporting::home(&principal).unwrap_or("/directory"),
        None if session.card_id.is_empty() => "/seat",
        None => outside,
    };
    Ok(Redirect::to(path).into_response())
}

/// Starts all background work of a node; each task ends when `app.stop` is cancelled.
pub async fn jobs(app: &App, post: PostOffice, watch: Watch) -> kernel::Result<JoinSet<()>> {
    let mut jobs = JoinSet::new();
    let follower = app.kernel.bus.follow(&app.kernel.db).await?;
    jobs.spawn(follower.run(app.stop.clone()));
    let (worker, stop) = (Worker::new(app.kernel.clone(), post), app.stop.clone());
    jobs.spawn(async move { worker.run(stop).await });
    jobs.spawn(watch::run(app.clone(), watch));
    let works: [(Duration, Work, &'static str); 4] = [
        (
            SWEEP,
            |app| Box::pin(async { web::sign_in::sweep(&app.kernel).await.map(drop) }),
            "what has had its time could not be removed",
        ),
        (
            SWEEP,
            |app| Box::pin(async { reporting::sweep_attachments(&app.kernel).await.map(drop) }),
            "files that never arrived whole could not be removed",
        ),
        (
            TERMS,
            |app| Box::pin(async { reporting::tick(&app.kernel, &app.settings).await.map(drop) }),
            "not everybody could be reminded, or not everything erased",
        ),
        (
            LADDERS,
            |app| Box::pin(async { warning::tick(&app.kernel, &app.settings).await.map(drop) }),
            "not everybody who must be warned could be tried",
        ),
    ];
    for (span, work, fault) in works {
        jobs.spawn(repeat(app.clone(), span, work, fault));
    }
    Ok(jobs)
}

/// An opened installation: its database is up to date and its key belongs to it.
pub struct House {
    /// Its settings.
    pub config: Config,
    /// Database, clock, journal, bus.
    pub kernel: Kernel,
}

impl House {
    /// Opens an installation; makes it when there is none yet.
    ///
    /// # Errors
    /// [`Stop`] for what the operator can mend.
    pub async fn open(config: &Config) -> Result<Self, Stop> {
        secret::make_folder(&config.data)?;
        let db = open_database(config).await?;
        db.migrate(&migrations()).await.map_err(|error| unusable(config, &error))?;
        let vault = match secret::read(&config.secret_key_file)? {
            Some(vault) => vault,
            None => first_key(config, &db).await?,
        };
        let kernel = Kernel::new(db, Wall::system(), vault);
        check_key(config, &kernel).await?;
        Ok(Self { config: config.clone(), kernel })
    }

    /// Where reality's messages go, channel by channel.
    ///
    /// # Errors
    /// [`Stop`] with the name of the setting that is wrong.
    pub fn post(&self) -> Result<PostOffice, Stop> {
        let mut post = PostOffice::simulated();
        if let Some(mail) = &self.config.mail {
            post = post.with_smtp(mail.open()?).with_limits(mail.limits);
            if let Some(maildir) = &mail.bounces {
                post = post.with_bounces(maildir.clone());
            }
        }
        if !self.config.sms.is_empty() {
            post = post.with_sms(Gateway::open(&self.config.sms)?);
        }
        if self.config.webhook.enabled {
            let webhooks = Webhooks::new(self.config.webhook.allow_private);
            let mend = "report this: it is a fault of the program";
            post = post.with_webhooks(webhooks.map_err(|error| Stop::new(error.to_string(), mend))?);
        }
        if self.config.push.enabled {
            post = post.with_push(self.config.push.open()?);
        }
        if let Some(ehealthbox) = &self.config.ehealthbox {
            post = post.with_ehealthbox(ehealthbox.open()?);
        }
        Ok(post)
    }

    /// Lets the gateways of the settings, and no others, bring back what people send.
    ///
    /// # Errors
    /// [`Stop`] with the name of the setting that is wrong.
    pub async fn open_inbound(&self) -> Result<(), Stop> {
        let gateways = Gateway::inbound(&self.config.sms)?;
        delivery::set_inbound(&self.kernel, &gateways).await.map_err(|error| match error {
            Error::Invalid { field, message } => {
                Stop::new(format!("{field} {message}"), format!("put a longer token in the file of {field}"))
            }
            error => unusable(&self.config, &error),
        })
    }

    /// The application behind every page, for a node that listens at `listening`.
    pub fn app(&self, post: &PostOffice, listening: SocketAddr, stop: CancellationToken) -> App {
        App::new(self.kernel.clone(), self.settings(listening), DirectorySeats, nav(post), stop)
    }

    /// How the installation presents itself when it listens at `listening`.
    pub fn settings(&self, listening: SocketAddr) -> Settings {
        Settings {
            public_url: self.config.public_url(listening),
            zone: self.config.zone.clone(),
            lang: self.config.lang,
            help_phone: self.config.help_phone.clone(),
        }
    }
}

/// Connects to the database of the settings, without looking at what is in it.
pub async fn open_database(config: &Config) -> Result<Db, Stop> {
    Db::open(&config.database.url()?).await.map_err(|error| unusable(config, &error))
}

fn unusable(config: &Config, error: &Error) -> Stop {
    Stop::new(
        format!("database {} cannot be used: {error:#}", config.database.shown()),
        "check the setting database, that the database runs, and that this account may use it; \
         paraat doctor says more",
    )
}

/// Makes the key at the very first start; never beside a database that was sealed with another.
async fn first_key(config: &Config, db: &Db) -> Result<Vault, Stop> {
    let begun = sql("SELECT COUNT(*) FROM realm WHERE head_seq > 0");
    if db.fetch_number(begun).await.map_err(|error| unusable(config, &error))? > 0 {
        return Err(Stop::new(
            format!("secret_key_file {} is missing", config.secret_key_file.display()),
            "put the key back from the copy that was kept elsewhere: without it nothing in the database \
             can be read",
        ));
    }
    let vault = Vault::generate();
    secret::write_new(&config.secret_key_file, &vault)?;
    Ok(vault)
}

/// Opens one sealed row, so that a wrong key is found at the start and not at the first page.
async fn check_key(config: &Config, kernel: &Kernel) -> Result<(), Stop> {
    let query = sql("SELECT id FROM person WHERE seal_key <> '' ORDER BY id LIMIT 1");
    let row: Option<(String,)> =
        kernel.db.fetch_optional(query).await.map_err(|error| unusable(config, &error))?;
    let Some((id,)) = row else { return Ok(()) };
    match web::people::get(kernel, &id).await {
        Ok(_) => Ok(()),
        Err(_) => Err(Stop::new(
            format!("secret_key_file {} does not belong to this database", config.secret_key_file.display()),
            "put the right key back from the copy that was kept elsewhere",
        )),
    }
}

/// Whether the node works: it answers when its database does.
async fn healthz(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.kernel.db.fetch_number(sql("SELECT COUNT(*) FROM realm")).await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// Something that is done again and again.
type Work = for<'a> fn(&'a App) -> BoxFuture<'a, kernel::Result<()>>;

/// Does something at once and then in every span, until the node stops. Every node does: what one has done, no
/// other does again. `fault` says what did not happen when it failed.
async fn repeat(app: App, span: Duration, work: Work, fault: &'static str) {
    let mut often = tokio::time::interval(span);
    while app.stop.run_until_cancelled(often.tick()).await.is_some() {
        if let Err(error) = work(&app).await {
            tracing::warn!(%error, "{fault}");
        }
    }
}
