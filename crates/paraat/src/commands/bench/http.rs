//! Journalled commands through the whole stack, by HTTP: early warnings filed, each with its frozen
//! document, its audience, its messages and its journal entries; and questions asked about them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context;
use delivery::PostOffice;
use directory::DirectorySeats;
use kernel::{Kernel, secret_token};
use reqwest::header::{COOKIE, LOCATION};
use reqwest::{Client, redirect};
use tokio::net::TcpListener;
use web::{App, people};

use super::{Bench, Measure};
use crate::commands::journal::count;
use crate::house;

/// A laboratory's director in the demo's sector, who files.
const DIRECTOR: &str = "hilde.terlindehof@labo-de-linde.example";
/// An authority's duty officer in the demo's sector, who asks.
const OFFICER: &str = "ine.wijngaerdt@cyberwacht.example";

/// Which command is measured.
#[derive(Clone, Copy, Debug)]
pub(super) enum Doing {
    /// The director files an early warning.
    Filing,
    /// The officer asks something about one.
    Asking,
}

/// The whole house on a port of its own.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) director: Person,
    pub(super) officer: Person,
    pub(super) client: Client,
    aware: String,
}

/// Somebody signed in.
#[derive(Clone)]
pub(super) struct Person {
    /// Their identifier.
    pub(super) id: String,
    /// The `Cookie` header of their session.
    pub(super) cookie: String,
    /// The organisation they act for.
    pub(super) organisation_id: String,
    /// The hidden token of their forms.
    token: String,
}

impl Server {
    /// Listens, and signs both people in.
    pub(super) async fn start(bench: &Bench) -> anyhow::Result<Self> {
        let socket = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = socket.local_addr()?;
        let nav = house::nav(&PostOffice::simulated());
        let app =
            App::new(bench.kernel.clone(), bench.settings.clone(), DirectorySeats, nav, bench.stop.clone());
        let router = web::finish(house::routes(), app.clone());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(axum::serve(socket, service).into_future());
        let client = Client::builder().redirect(redirect::Policy::none()).build()?;
        Ok(Self {
            director: sign_in(&app, &client, address, DIRECTOR).await?,
            officer: sign_in(&app, &client, address, OFFICER).await?,
            aware: aware(&bench.kernel),
            address,
            client,
        })
    }

    /// Commands each second by `clients` clients.
    pub(super) async fn rate(&self, bench: &Bench, doing: Doing, clients: usize) -> anyhow::Result<Measure> {
        let end = Instant::now() + bench.time;
        let value = super::rate(clients, || {
            let caller = Caller {
                client: self.client.clone(),
                base: format!("http://{}/reports", self.address),
                director: self.director.clone(),
                officer: self.officer.clone(),
                aware: self.aware.clone(),
            };
            async move {
                // Each asks about a report of their own, as officers do.
                let incident = caller.file().await?;
                let mut count = 0;
                while Instant::now() < end {
                    match doing {
                        Doing::Filing => drop(caller.file().await?),
                        Doing::Asking => caller.ask(&incident).await?,
                    }
                    count += 1;
                }
                Ok(count)
            }
        })
        .await?;
        let target = if bench.kernel.db.engine() == "sqlite" { 1000.0 } else { 500.0 };
        let what = match doing {
            Doing::Filing => "early warnings filed by HTTP",
            Doing::Asking => "questions asked by HTTP",
        };
        let what = format!("{what}, {}", count(clients as u64, "client", "clients"));
        Ok(Measure::plain(what, value, "/s").at_least(target))
    }
}

async fn sign_in(app: &App, client: &Client, address: SocketAddr, email: &str) -> anyhow::Result<Person> {
    let person = people::find_by_email(&app.kernel, email).await?.context("the demo has these people")?;
    let seats = app.seats.held_by(&app.kernel, &person.id).await?;
    let organisation_id = seats.first().context("each has a seat")?.organisation_id.clone();
    let set_cookie = web::sign_in::sign_in_as(app, &person.id, "bench").await?;
    let cookie = set_cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let page = client.get(format!("http://{address}/account")).header(COOKIE, &cookie).send().await?;
    let page = page.text().await?;
    let (_, rest) = page.split_once("name=\"_token\" value=\"").context("forms have a token")?;
    let token = rest.split('"').next().unwrap_or_default().to_owned();
    Ok(Person { id: person.id, cookie, organisation_id, token })
}

/// Ten minutes ago, as the form writes it.
fn aware(kernel: &Kernel) -> String {
    let at = kernel.wall.now().minus(Duration::from_secs(600)).timestamp();
    at.in_tz("Europe/Brussels").map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

struct Caller {
    client: Client,
    base: String,
    director: Person,
    officer: Person,
    aware: String,
}

impl Caller {
    /// Files an early warning; gives the incident's identifier.
    async fn file(&self) -> anyhow::Result<String> {
        let key = secret_token();
        let fields = [
            ("key", &*key),
            ("slot", ""),
            ("what", "Sinds vannacht start het laboratoriumsysteem niet meer."),
            ("aware", &self.aware),
            ("stopped", "laboratory_system"),
            ("contact_name", "An Peeters"),
            ("contact_phone", "+32 400 00 00 82"),
        ];
        let target = self.post(&self.director, "/call", &fields).await?;
        Ok(target.split('/').nth(2).unwrap_or_default().to_owned())
    }

    async fn ask(&self, incident: &str) -> anyhow::Result<()> {
        let fields = [("key", &*secret_token()), ("text", "Staat de back-up los van het netwerk?")];
        self.post(&self.officer, &format!("/{incident}/ask"), &fields).await.map(drop)
    }

    /// Sends a form; gives where the answer leads.
    async fn post(&self, who: &Person, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<String> {
        let mut form = vec![("_token", &*who.token)];
        form.extend_from_slice(fields);
        let request = self.client.post(format!("{}{path}", self.base)).header(COOKIE, &who.cookie);
        let answer = request.form(&form).send().await?;
        let status = answer.status();
        let target = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        answer.bytes().await?;
        let target = target.with_context(|| format!("{path} was answered with {status}"))?;
        anyhow::ensure!(target.starts_with("/reports/"), "{path} led to {target}");
        Ok(target)
    }
}
