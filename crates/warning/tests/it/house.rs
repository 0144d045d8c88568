//! An authority with two officers, three laboratories, a hospital that nobody can reach, and a clock the test moves.

use std::time::Duration;

use axum::Router;
use directory::{DirectorySeats, NewOrganisation, OrganisationKind};
use kernel::access::{Principal, Role, Seat, Who};
use kernel::time::Clock;
use kernel::{Entry, Kernel, Message, Realm, realm, sql};
use l10n::{Lang, Zone};
use testkit::{Actor, Engine, Page, World};
use warning::commands::{self, Draft};
use warning::warning::{Certainty, Class, Content, Severity, Text, Tlp, Urgency};
use web::people::{self, Details};
use web::session::{self, Holder};
use web::{App, Settings};

/// Somebody with a seat.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub seat: Seat,
    pub name: String,
    pub email: String,
}

/// The application with a small sector in it.
pub struct House {
    pub world: World,
    pub app: App,
    pub router: Router,
    pub realm: Realm,
    pub csirt: String,
    pub labs: Vec<String>,
    pub hospital: String,
    pub officer: Person,
    pub second: Person,
    pub directors: Vec<Person>,
}

const MIGRATIONS: [kernel::db::Migrations; 5] =
    [kernel::MIGRATIONS, web::MIGRATIONS, delivery::MIGRATIONS, directory::MIGRATIONS, warning::MIGRATIONS];

pub const MINUTE: Duration = Duration::from_secs(60);

impl House {
    /// In reality.
    pub async fn new(engine: Engine) -> Self {
        let world = World::new(engine, &MIGRATIONS).await;
        let reality = realm::reality(&world.kernel.db).await.unwrap();
        Self::in_realm(world, reality).await
    }

    /// In an exercise.
    pub async fn exercise(engine: Engine, clock: Clock) -> Self {
        let world = World::new(engine, &MIGRATIONS).await;
        let db = &world.kernel.db;
        let realm = realm::create_exercise(db, "Two groups", clock, world.kernel.wall.now()).await.unwrap();
        Self::in_realm(world, realm).await
    }

    async fn in_realm(world: World, realm: Realm) -> Self {
        let app = node(&world, world.kernel.clone());
        let router = routes(&app);
        let nobody = Person {
            id: String::new(),
            seat: Seat {
                id: String::new(),
                role: Role::Director,
                organisation_id: String::new(),
                organisation_name: String::new(),
                is_authority: false,
                realm_id: String::new(),
            },
            name: String::new(),
            email: String::new(),
        };
        let mut house = Self {
            world,
            app,
            router,
            realm,
            csirt: String::new(),
            labs: Vec::new(),
            hospital: String::new(),
            officer: nobody.clone(),
            second: nobody,
            directors: Vec::new(),
        };
        house.csirt = house.organisation("CSIRT.test", OrganisationKind::Csirt).await;
        for name in ["Labo De Linde", "Labo Kamille", "Labo Vlierbes"] {
            let lab = house.organisation(name, OrganisationKind::ClinicalBiologyLab).await;
            let director = format!("Director {}", name.split(' ').next_back().unwrap());
            house.directors.push(house.person(&lab, Role::Director, &director, Lang::En).await);
            house.labs.push(lab);
        }
        house.hospital = house.organisation("AZ Zilverduin", OrganisationKind::Hospital).await;
        let csirt = house.csirt.clone();
        house.officer = house.person(&csirt, Role::DutyOfficer, "Bo Claes", Lang::En).await;
        house.second = house.person(&csirt, Role::DutyOfficer, "Kim Maes", Lang::En).await;
        house
    }

    pub fn kernel(&self) -> &Kernel {
        &self.world.kernel
    }

    /// An organisation of the realm.
    pub async fn organisation(&self, name: &str, kind: OrganisationKind) -> String {
        let new = NewOrganisation::named(name, kind, "Leuven");
        let mut change = self.kernel().begin_as_system(&self.realm).await.unwrap();
        let id = directory::add_organisation(self.kernel(), &mut change, &new).await.unwrap();
        change.commit().await.unwrap();
        id
    }

    /// Seats somebody; whoever has that name already sits here too.
    pub async fn person(&self, organisation: &str, role: Role, name: &str, lang: Lang) -> Person {
        let kernel = self.kernel();
        let email = format!("{}@example.test", name.to_lowercase().replace(' ', "."));
        let details = Details { name: name.to_owned(), email: email.clone() };
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
        Person { id, seat, name: name.to_owned(), email }
    }

    /// A person at a browser, signed in.
    pub async fn browser(&self, person: &Person) -> Actor {
        let holder = Holder::Person { id: &person.id, seat_id: &person.seat.id };
        let cookie = session::start(&self.app, holder, "test").await.unwrap();
        Actor::new(self.router.clone()).with_cookie(cookie.to_str().unwrap())
    }

    /// Somebody with a telephone, signed in nowhere.
    pub fn phone(&self) -> Actor {
        Actor::new(self.router.clone())
    }

    /// Gives somebody who leads a house a mobile number.
    pub async fn mobile(&self, person: &Person, number: &str) {
        self.channel(person, "mobile", number).await;
    }

    /// Gives somebody who leads a house one more way to be reached.
    pub async fn channel(&self, person: &Person, kind: &str, address: &str) {
        let seat = &person.seat;
        let path = format!("/directory/{}/seats/{}", seat.organisation_id, seat.id);
        let mut browser = self.browser(person).await;
        let page = browser.get(&path).await;
        let page = browser.submit(&page, "/channels", &[("kind", kind), ("address", address)]).await;
        page.must_show(address);
    }

    /// A person as a command sees them.
    pub fn principal(&self, person: &Person) -> Principal {
        Principal {
            who: Who::Person { id: person.id.clone(), name: person.name.clone() },
            seat: person.seat.clone(),
            realm: self.realm.clone(),
        }
    }

    /// Lets time pass, and does what is due then.
    pub async fn advance(&self, by: Duration) -> usize {
        self.world.advance(by);
        self.tick().await
    }

    /// Does what is due now.
    pub async fn tick(&self) -> usize {
        warning::tick(self.kernel(), &self.app.settings).await.unwrap()
    }

    /// Sends a warning to every laboratory, and gives its identifier.
    pub async fn publish(&self, class: Class, tlp: Tlp) -> String {
        let draft = Draft { class, tlp, ..draft() };
        let (kernel, officer) = (self.kernel(), self.principal(&self.officer));
        let id = commands::begin(kernel, &officer, &draft).await.unwrap();
        if class.needs_release() {
            commands::ask_release(kernel, &officer, &id, 1).await.unwrap();
        }
        let second = self.principal(&self.second);
        commands::publish(kernel, &self.app.settings, &second, &id, 1).await.unwrap();
        id
    }

    /// Every mail so far, the oldest first.
    pub async fn letters(&self) -> Vec<Message> {
        self.sent("email").await
    }

    /// Everything sent by one channel so far, the oldest first; what was handed over is no longer kept.
    pub async fn sent(&self, channel: &str) -> Vec<Message> {
        let kernel = self.kernel();
        let text = "SELECT id, seal_key, sealed FROM outbox WHERE channel = $1 ORDER BY made_at, id";
        let query = sql(text).bind(channel);
        let rows: Vec<(String, String, String)> = kernel.db.fetch_all(query).await.unwrap();
        let open = |(id, key, sealed): (String, String, String)| {
            Message::open(&kernel.vault, &id, &key, &sealed).unwrap()
        };
        rows.into_iter().filter_map(open).collect()
    }

    /// To whom messages went so far.
    pub async fn written_to(&self) -> Vec<String> {
        self.letters().await.into_iter().map(|letter| letter.to).collect()
    }

    /// The link in the newest message to somebody.
    pub async fn link(&self, person: &Person) -> String {
        self.known_link(person).await.unwrap()
    }

    /// The same, where there is one: once a message was handed over, its words are no longer kept.
    pub async fn known_link(&self, person: &Person) -> Option<String> {
        let letters = self.letters().await;
        let letter = letters.iter().rev().find(|letter| letter.to == person.email)?;
        letter.body.lines().find_map(|line| line.strip_prefix("http://paraat.test")).map(str::to_owned)
    }

    /// Opens somebody's link and presses a button.
    pub async fn press(&self, link: &str, reply: &str) -> Page {
        let mut phone = self.phone();
        let page = phone.get(link).await;
        phone.submit(&page, "/w/", &[("reply", reply)]).await
    }

    /// How many rows a statement counts.
    pub async fn count(&self, text: &'static str) -> i64 {
        self.kernel().db.fetch_number(sql(text)).await.unwrap()
    }

    /// The whole journal as text, to look for what must not be in it.
    pub async fn journal(&self) -> String {
        let lines = kernel::journal::after(&self.kernel().db, &self.realm.id, 0).await.unwrap();
        lines.into_iter().map(|line| format!("{line:?}\n")).collect()
    }

    /// The obligations still open.
    pub async fn open(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM obligation WHERE state = 'open'").await
    }
}

/// The application of one node over a world's database.
pub fn node(world: &World, kernel: Kernel) -> App {
    let settings = Settings {
        public_url: "http://paraat.test".into(),
        zone: Zone::named("Europe/Brussels").unwrap(),
        lang: Lang::En,
        help_phone: "+32 2 000 00 00".into(),
    };
    App::new(kernel, settings, DirectorySeats, vec![warning::nav()], world.stop.clone())
}

/// Every route of a node.
pub fn routes(app: &App) -> Router {
    let routes = Router::new().merge(web::router()).merge(directory::router()).merge(warning::router());
    web::finish(routes, app.clone())
}

/// An urgent warning to every laboratory.
pub fn draft() -> Draft {
    let text = Text {
        headline: "LIS update 4.2 carries ransomware".into(),
        description: "Seen at two laboratories.".into(),
        instruction: "Do not install it.\nTake the update server off the network.".into(),
    };
    let selection = warning::audience::Selection {
        kinds: vec!["clinical_biology_lab".into()],
        ..warning::audience::Selection::default()
    };
    Draft {
        class: Class::Urgent,
        tlp: Tlp::Green,
        selection,
        content: Content {
            severity: Severity::Severe,
            urgency: Urgency::Immediate,
            certainty: Certainty::Observed,
            texts: [("en".to_owned(), text)].into(),
            ..Content::default()
        },
    }
}
