//! The smallest house with a door: one page, one form, and seats held in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use kernel::access::{Role, Seat};
use kernel::{Entry, Kernel, journal, realm};
use l10n::{Lang, Zone};
use serde::Deserialize;
use testkit::{Actor, Engine, Page, World};
use totp_rs::{Builder, Secret};
use web::people::{self, Details};
use web::{App, BoxFuture, Ctx, Form, PageResult, Seats, Settings};

pub const PASSWORD: &str = "zwaluw onder het dak";
pub const EMAIL: &str = "an.peeters@labo-zuid.example";

#[derive(Clone, Default)]
struct Chairs(Arc<Mutex<HashMap<String, Vec<Seat>>>>);

impl Seats for Chairs {
    fn held_by<'a>(&'a self, _: &'a Kernel, person_id: &'a str) -> BoxFuture<'a, kernel::Result<Vec<Seat>>> {
        let seats = self.0.lock().unwrap().get(person_id).cloned().unwrap_or_default();
        Box::pin(async move { Ok(seats) })
    }

    fn of_card<'a>(&'a self, _: &'a Kernel, _: &'a str) -> BoxFuture<'a, kernel::Result<Option<Seat>>> {
        Box::pin(async { Ok(None) })
    }
}

/// What somebody types on the one form of this house.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Note {
    pub cause: String,
    pub stopped: String,
    pub incident_id: String,
}

pub struct House {
    pub world: World,
    pub app: App,
    pub router: Router,
    pub notes: Arc<Mutex<Vec<Note>>>,
    chairs: Chairs,
}

#[derive(askama::Template)]
#[template(
    source = "<h1>Desk of {{ seat }}</h1><form method=\"post\" action=\"/notes?x=1\"><input type=\"hidden\" \
name=\"_token\" value=\"{{ token }}\"><textarea name=\"cause\"></textarea><textarea name=\"stopped\"></textarea>\
<input name=\"incident_id\"></form>",
    ext = "html"
)]
struct Desk {
    seat: String,
    token: String,
}

impl House {
    pub async fn new(engine: Engine) -> Self {
        let world = World::new(engine, &[kernel::MIGRATIONS, web::MIGRATIONS]).await;
        let settings = Settings {
            public_url: "http://localhost:8080".into(),
            zone: Zone::named("Europe/Brussels").unwrap(),
            lang: Lang::En,
            help_phone: String::new(),
        };
        let (chairs, notes) = (Chairs::default(), Arc::new(Mutex::new(Vec::new())));
        let stop = world.stop.clone();
        let app = App::new(world.kernel.clone(), settings, chairs.clone(), Vec::new(), stop);
        let written = notes.clone();
        let write = move |_: Ctx, Form(note): Form<Note>| async move {
            written.lock().unwrap().push(note);
            Redirect::to("/desk").into_response()
        };
        let routes = web::router()
            .route("/desk", get(desk))
            .route("/", get(desk))
            .route("/notes", get(desk).post(write));
        let router = web::finish(routes, app.clone());
        Self { world, app, router, notes, chairs }
    }

    pub fn kernel(&self) -> &Kernel {
        &self.world.kernel
    }

    pub fn actor(&self) -> Actor {
        Actor::new(self.router.clone())
    }

    /// A person with these seats' roles, each in an organisation of its own name.
    pub async fn person(&self, email: &str, roles: &[Role]) -> String {
        let kernel = self.kernel();
        let mut change = kernel.begin_as_system(&realm::reality(&kernel.db).await.unwrap()).await.unwrap();
        let details = Details { name: "An Peeters".into(), email: email.into() };
        let id = people::add(kernel, &mut change, &details, Lang::Nl).await.unwrap();
        change.record(Entry::new("person.added", "person", &id));
        change.commit().await.unwrap();
        for role in roles {
            self.seat(&id, *role, realm::REALITY);
        }
        id
    }

    pub fn seat(&self, person_id: &str, role: Role, realm_id: &str) {
        let seat = Seat {
            id: format!("seat-{}-{realm_id}", role.as_str()),
            role,
            organisation_id: "org-1".into(),
            is_authority: false,
            organisation_name: "Labo Zuid".into(),
            realm_id: realm_id.into(),
        };
        self.chairs.0.lock().unwrap().entry(person_id.to_owned()).or_default().push(seat);
    }

    /// The path of a fresh invitation.
    pub async fn invite(&self, person_id: &str) -> String {
        let link = web::sign_in::invite(self.kernel(), &self.app.settings, person_id).await.unwrap();
        link.strip_prefix("http://localhost:8080").unwrap().to_owned()
    }

    pub fn pass(&self, seconds: u64) {
        self.world.advance(Duration::from_secs(seconds));
    }

    /// What an app with this secret shows now; time first moves on to a code not shown before.
    pub fn code(&self, secret: &str) -> String {
        self.pass(30);
        self.code_now(secret)
    }

    pub fn code_now(&self, secret: &str) -> String {
        let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
        let now = u64::try_from(self.kernel().wall.now().0 / 1000).unwrap();
        Builder::new().with_secret(secret).build().unwrap().generate(now).to_string()
    }

    /// Takes an invitation with password and app, up to the page with the recovery codes.
    pub async fn set_up(&self, actor: &mut Actor, invitation: &str) -> (Page, String) {
        let page = actor.get(invitation).await;
        let page = actor.submit(&page, "", &[]).await;
        let typed = [("password", PASSWORD), ("repeat", PASSWORD)];
        let page = actor.submit(&page, "/set-up/password", &typed).await;
        let secret = page.all(".mono").remove(0);
        let code = self.code(&secret);
        (actor.submit(&page, "/set-up/app", &[("code", &code)]).await, secret)
    }

    /// A person with one seat who has set up with password and app, is signed in, and has their codes.
    pub async fn insider(&self) -> (Actor, String, Vec<String>) {
        let id = self.person(EMAIL, &[Role::Director]).await;
        let mut actor = self.actor();
        let invitation = self.invite(&id).await;
        let (page, secret) = self.set_up(&mut actor, &invitation).await;
        let codes = page.all(".codes li");
        actor.submit(&page, "/set-up/codes", &[]).await.must_show("Desk of Labo Zuid");
        (actor, secret, codes)
    }

    /// Types e-mail and password.
    pub async fn first_step(&self, actor: &mut Actor, password: &str) -> Page {
        let page = actor.get("/sign-in").await;
        actor.submit(&page, "", &[("email", EMAIL), ("password", password)]).await
    }

    /// How often something is in the journal.
    pub async fn journalled(&self, verb: &str) -> usize {
        let mut lines = journal::after(&self.kernel().db, realm::REALITY, 0).await.unwrap();
        lines.retain(|line| line.verb == verb);
        lines.len()
    }
}

async fn desk(ctx: Ctx) -> PageResult {
    let desk = Desk { seat: ctx.principal.seat.organisation_name.clone(), token: ctx.token() };
    ctx.page("Desk", &desk).await
}
