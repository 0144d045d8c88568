//! Journalled commands through the whole stack: early warnings filed by HTTP, each with its frozen
//! document, its audience, its messages and its journal entries.

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
use crate::house;

/// A laboratory's director in the demo's sector, who files.
const DIRECTOR: &str = "hilde.terlindehof@labo-de-linde.example";

/// The whole house on a port of its own.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    /// The `Cookie` header of a signed-in director.
    pub(super) cookie: String,
    /// The organisation that director acts for.
    pub(super) organisation_id: String,
    client: Client,
    token: String,
}

impl Server {
    /// Listens, and signs a director in.
    pub(super) async fn start(bench: &Bench) -> anyhow::Result<Self> {
        let socket = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = socket.local_addr()?;
        let nav = house::nav(&PostOffice::Simulated);
        let app =
            App::new(bench.kernel.clone(), bench.settings.clone(), DirectorySeats, nav, bench.stop.clone());
        let router = web::finish(house::routes(), app.clone());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(axum::serve(socket, service).into_future());
        let person =
            people::find_by_email(&bench.kernel, DIRECTOR).await?.context("the demo has a director")?;
        let seats = app.seats.held_by(&bench.kernel, &person.id).await?;
        let organisation_id = seats.first().context("the director has a seat")?.organisation_id.clone();
        let set_cookie = web::sign_in::sign_in_as(&app, &person.id, "bench").await?;
        let cookie = set_cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
        let client = Client::builder().redirect(redirect::Policy::none()).build()?;
        let mut server = Self { address, cookie, organisation_id, client, token: String::new() };
        server.token = server.form_token().await?;
        Ok(server)
    }

    /// The hidden token of the filing form.
    async fn form_token(&self) -> anyhow::Result<String> {
        let url = format!("http://{}/reports/call", self.address);
        let page = self.client.get(url).header(COOKIE, &self.cookie).send().await?.text().await?;
        let (_, rest) = page.split_once("name=\"_token\" value=\"").context("the form has a token")?;
        Ok(rest.split('"').next().unwrap_or_default().to_owned())
    }

    /// Filings each second by `clients` clients.
    pub(super) async fn rate(&self, bench: &Bench, clients: usize) -> anyhow::Result<Measure> {
        let aware = aware(&bench.kernel);
        let end = Instant::now() + bench.time;
        let value = super::rate(clients, || {
            let client = Filer {
                client: self.client.clone(),
                url: format!("http://{}/reports/call", self.address),
                cookie: self.cookie.clone(),
                token: self.token.clone(),
                aware: aware.clone(),
            };
            async move {
                let mut count = 0;
                while Instant::now() < end {
                    client.file().await?;
                    count += 1;
                }
                Ok(count)
            }
        })
        .await?;
        let target = if bench.kernel.db.engine() == "sqlite" { 1000.0 } else { 500.0 };
        let what = format!("early warnings filed by HTTP, {clients} clients");
        Ok(Measure::plain(what, value, "/s").at_least(target))
    }
}

/// Ten minutes ago, as the form writes it.
fn aware(kernel: &Kernel) -> String {
    let at = kernel.wall.now().minus(Duration::from_secs(600)).timestamp();
    at.in_tz("Europe/Brussels").map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

struct Filer {
    client: Client,
    url: String,
    cookie: String,
    token: String,
    aware: String,
}

impl Filer {
    async fn file(&self) -> anyhow::Result<()> {
        let key = secret_token();
        let fields = [
            ("_token", &*self.token),
            ("key", &key),
            ("slot", ""),
            ("what", "Sinds vannacht start het laboratoriumsysteem niet meer."),
            ("aware", &self.aware),
            ("stopped", "laboratory_system"),
            ("contact_name", "An Peeters"),
            ("contact_phone", "+32 400 00 00 82"),
        ];
        let answer = self.client.post(&self.url).header(COOKIE, &self.cookie).form(&fields).send().await?;
        let (status, target) = (answer.status(), answer.headers().contains_key(LOCATION));
        answer.bytes().await?;
        anyhow::ensure!(status.is_redirection() && target, "a filing was answered with {status}");
        Ok(())
    }
}
