//! A lab, another lab, two authorities and the people in them.

use axum::Router;
use directory::{DirectorySeats, Mandate, NewOrganisation, OrganisationKind};
use kernel::access::{Principal, Role, Seat, Who};
use kernel::{Entry, Kernel, Realm, realm};
use l10n::{Lang, Zone};
use testkit::{Actor, Engine, World};
use web::people::{self, Details};
use web::session::{self, Holder};
use web::{App, Settings};

/// Somebody with a seat.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub seat: Seat,
    pub name: String,
}

/// The application with a small sector in it.
pub struct House {
    pub world: World,
    pub app: App,
    pub router: Router,
    pub realm: Realm,
    pub lab: String,
    pub other_lab: String,
    pub csirt: String,
    pub quality: String,
    pub ministry: String,
}

/// The words of a good call.
pub const CALL: &[(&str, &str)] = &[
    ("what", "Since last night the LIS does not start.\nA ransom note lies on two servers."),
    ("aware", "2026-11-22T06:05"),
    ("stopped", "laboratory_system"),
    ("contact_name", "An Peeters"),
    ("contact_phone", "+32 400 00 00 01"),
];

const MIGRATIONS: [kernel::db::Migrations; 4] =
    [kernel::MIGRATIONS, web::MIGRATIONS, directory::MIGRATIONS, reporting::MIGRATIONS];

impl House {
    /// In reality.
    pub async fn new(engine: Engine) -> Self {
        let world = World::new(engine, &MIGRATIONS).await;
        let reality = realm::reality(&world.kernel.db).await.unwrap();
        Self::in_realm(world, reality).await
    }

    /// In an exercise.
    pub async fn exercise(engine: Engine, clock: kernel::time::Clock) -> Self {
        let world = World::new(engine, &MIGRATIONS).await;
        let db = &world.kernel.db;
        let realm = realm::create_exercise(db, "Two groups", clock, world.kernel.wall.now()).await.unwrap();
        Self::in_realm(world, realm).await
    }

    async fn in_realm(world: World, realm: Realm) -> Self {
        let settings = Settings {
            public_url: "http://paraat.test".into(),
            zone: Zone::named("Europe/Brussels").unwrap(),
            lang: Lang::En,
            help_phone: "+32 2 000 00 00".into(),
        };
        let stop = world.stop.clone();
        let app = App::new(world.kernel.clone(), settings, DirectorySeats, reporting::nav(), stop);
        let routes = Router::new().merge(web::router()).merge(reporting::router());
        let router = web::finish(routes, app.clone());
        let mut house = Self {
            world,
            app,
            router,
            realm,
            lab: String::new(),
            other_lab: String::new(),
            csirt: String::new(),
            quality: String::new(),
            ministry: String::new(),
        };
        house.lab = house.organisation("Labo De Linde", OrganisationKind::ClinicalBiologyLab, None).await;
        house.other_lab =
            house.organisation("Labo Kamille", OrganisationKind::ClinicalBiologyLab, None).await;
        let authority = OrganisationKind::Authority;
        house.csirt = house.organisation("CSIRT.test", OrganisationKind::Csirt, Some(Mandate::Csirt)).await;
        house.quality = house.organisation("Lab Quality", authority, Some(Mandate::LabQuality)).await;
        house.ministry = house.organisation("Health Crisis", authority, Some(Mandate::HealthMinistry)).await;
        house
    }

    pub fn kernel(&self) -> &Kernel {
        &self.world.kernel
    }

    /// Adds an organisation.
    pub async fn organisation(&self, name: &str, kind: OrganisationKind, mandate: Option<Mandate>) -> String {
        let new = NewOrganisation { mandate, ..NewOrganisation::named(name, kind, "Leuven") };
        let mut change = self.kernel().begin_as_system(&self.realm).await.unwrap();
        let id = directory::add_organisation(self.kernel(), &mut change, &new).await.unwrap();
        change.commit().await.unwrap();
        id
    }

    /// Seats somebody new.
    pub async fn person(&self, organisation: &str, role: Role, name: &str, lang: Lang) -> Person {
        let kernel = self.kernel();
        let email = format!("{}@example.test", name.to_lowercase().replace(' ', "."));
        let details = Details { name: name.to_owned(), email };
        let mut change = kernel.begin_as_system(&self.realm).await.unwrap();
        let id = people::add(kernel, &mut change, &details, lang).await.unwrap();
        let seat = directory::seat_person(kernel, &mut change, organisation, role, &id).await.unwrap();
        change.record(Entry::new("person.seated", "person", &id));
        change.commit().await.unwrap();
        let found = directory::organisation(kernel, organisation).await.unwrap();
        let seat = Seat {
            id: seat,
            role,
            organisation_id: organisation.to_owned(),
            is_authority: found.kind.may_hold_mandates(),
            organisation_name: found.name,
            realm_id: self.realm.id.clone(),
        };
        Person { id, seat, name: name.to_owned() }
    }

    /// A person at a browser, signed in.
    pub async fn browser(&self, person: &Person) -> Actor {
        let holder = Holder::Person { id: &person.id, seat_id: &person.seat.id };
        let cookie = session::start(&self.app, holder, "test").await.unwrap();
        Actor::new(self.router.clone()).with_cookie(cookie.to_str().unwrap())
    }

    /// A person as a command sees them.
    pub fn principal(&self, person: &Person) -> Principal {
        Principal {
            who: Who::Person { id: person.id.clone(), name: person.name.clone() },
            seat: person.seat.clone(),
            realm: self.realm.clone(),
        }
    }

    /// How many rows a statement counts.
    pub async fn count(&self, text: &'static str) -> i64 {
        self.kernel().db.fetch_number(kernel::sql(text)).await.unwrap()
    }
}
