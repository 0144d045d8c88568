//! A small health sector in a fresh house: two laboratories, two authorities, an operator.

use delivery::{PostOffice, Security, Smtp, SmtpSettings, Worker};
use directory::{DirectorySeats, Mandate, NewOrganisation, OrganisationKind};
use kernel::access::Role;
use kernel::{Entry, Kernel, Realm, realm};
use l10n::{Lang, Zone};
use testkit::smtp::SmtpSink;
use testkit::{Actor, Engine, World};
use web::people::{self, Details};
use web::{App, Settings};

/// The address people use.
pub const ADDRESS: &str = "http://paraat.example";

/// A house wired as the program wires it.
pub struct House {
    pub world: World,
    pub app: App,
    router: axum::Router,
}

/// Organisations of one realm, by what they are in the stories.
pub struct Sector {
    pub realm: Realm,
    pub lab: String,
    pub other_lab: String,
    pub csirt: String,
    pub quality: String,
    /// An authority that no early warning of a laboratory goes to.
    pub bystander: String,
}

impl House {
    pub async fn new(engine: Engine) -> Self {
        let world = World::new(engine, &paraat::house::migrations()).await;
        let app = app(world.kernel.clone(), &world);
        let router = router(&app);
        Self { world, app, router }
    }

    pub fn kernel(&self) -> &Kernel {
        &self.world.kernel
    }

    /// Another node over the same database.
    pub async fn second_node(&self) -> App {
        app(self.world.second_node().await, &self.world)
    }

    pub async fn reality(&self) -> Realm {
        realm::reality(&self.kernel().db).await.unwrap()
    }

    /// A sector in `realm`; its people are called after their organisation and role.
    pub async fn sector(&self, realm: Realm) -> Sector {
        use OrganisationKind::{Authority, ClinicalBiologyLab, Csirt};
        let lab = self.organisation(&realm, "Labo De Linde", ClinicalBiologyLab, None).await;
        let other_lab = self.organisation(&realm, "Labo Vlierbes", ClinicalBiologyLab, None).await;
        let csirt = self.organisation(&realm, "Cyberwacht", Csirt, Some(Mandate::Csirt)).await;
        let quality = self.organisation(&realm, "Libra", Authority, Some(Mandate::LabQuality)).await;
        let bystander = self.organisation(&realm, "Theriak", Authority, Some(Mandate::MedicinesAgency)).await;
        Sector { realm, lab, other_lab, csirt, quality, bystander }
    }

    pub async fn organisation(
        &self,
        realm: &Realm,
        name: &str,
        kind: OrganisationKind,
        mandate: Option<Mandate>,
    ) -> String {
        let mut change = self.kernel().begin_as_system(realm).await.unwrap();
        let new = NewOrganisation { mandate, ..NewOrganisation::named(name, kind, "Leuven") };
        let id = directory::add_organisation(self.kernel(), &mut change, &new).await.unwrap();
        change.commit().await.unwrap();
        id
    }

    /// Seats somebody and gives their identifier.
    pub async fn seat(
        &self,
        realm: &Realm,
        organisation: &str,
        role: Role,
        email: &str,
        lang: Lang,
    ) -> String {
        let kernel = self.kernel();
        let mut change = kernel.begin_as_system(realm).await.unwrap();
        let name = email.split('@').next().unwrap_or_default().to_owned();
        let details = Details { name, email: email.to_owned() };
        let person = people::add(kernel, &mut change, &details, lang).await.unwrap();
        directory::seat_person(kernel, &mut change, organisation, role, &person).await.unwrap();
        change.record(Entry::new("person.added", "person", &person));
        change.commit().await.unwrap();
        person
    }

    /// Somebody newly seated, signed in at a browser of their own.
    pub async fn actor(&self, realm: &Realm, organisation: &str, role: Role, email: &str) -> Actor {
        let person = self.seat(realm, organisation, role, email, Lang::En).await;
        self.signed_in(&person).await
    }

    /// A person at a browser of their own.
    pub async fn signed_in(&self, person: &str) -> Actor {
        let cookie = web::sign_in::sign_in_as(&self.app, person, "test").await.unwrap();
        Actor::new(self.router.clone()).with_cookie(cookie.to_str().unwrap())
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Actor {
        Actor::new(self.router.clone())
    }

    /// Carries the post to `sink` as the program would to a mail server.
    pub async fn carry_post(&self, sink: &SmtpSink) -> delivery::Tally {
        let settings = SmtpSettings {
            host: sink.address().ip().to_string(),
            port: sink.address().port(),
            security: Security::None,
            credentials: None,
            from: "Paraat <paraat@zorg.example>".to_owned(),
            authority: None,
            allow_unprotected: false,
        };
        let post = PostOffice::simulated().with_smtp(Smtp::new(&settings).unwrap());
        Worker::new(self.kernel().clone(), post).pass().await.unwrap()
    }
}

pub fn router(app: &App) -> axum::Router {
    let routes = paraat::house::routes().merge(paraat::house::start_page("/sign-in"));
    web::finish(routes, app.clone())
}

fn app(kernel: Kernel, world: &World) -> App {
    let settings = Settings {
        public_url: ADDRESS.to_owned(),
        zone: Zone::named("Europe/Brussels").unwrap(),
        lang: Lang::En,
        help_phone: "+32 2 555 01 12".to_owned(),
    };
    let nav = paraat::house::nav(&PostOffice::simulated());
    App::new(kernel, settings, DirectorySeats, nav, world.stop.clone())
}
