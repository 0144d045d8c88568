//! A house with a directory in it: two organisations, an administrator, and people at browsers.

use directory::{DirectorySeats, Mandate, NewOrganisation, OrganisationKind};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use kernel::access::Role;
use kernel::{Kernel, Realm, journal, realm};
use l10n::{Lang, Zone};
use testkit::{Actor, Engine, World};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use web::axum::Router;
use web::axum::body::Body;
use web::people::{self, Details};
use web::session::{self, Holder};
use web::{App, Settings};

pub(crate) const MIGRATIONS: [kernel::db::Migrations; 3] =
    [kernel::MIGRATIONS, web::MIGRATIONS, directory::MIGRATIONS];

/// A lab, an authority and the operator, each with somebody in it.
pub(crate) struct House {
    pub world: World,
    pub realm: Realm,
    pub app: App,
    pub router: Router,
    pub lab: String,
    pub authority: String,
    pub operator: String,
}

impl House {
    pub async fn new(engine: Engine) -> Self {
        let world = World::new(engine, &MIGRATIONS).await;
        let realm = realm::reality(&world.kernel.db).await.unwrap();
        let settings = Settings {
            public_url: "http://paraat.example".to_owned(),
            zone: Zone::named("Europe/Brussels").unwrap(),
            lang: Lang::En,
            help_phone: String::new(),
        };
        let kernel = world.kernel.clone();
        let app = App::new(
            kernel.clone(),
            settings,
            DirectorySeats,
            vec![directory::nav()],
            CancellationToken::new(),
        );
        let router = web::finish(web::router().merge(directory::router()), app.clone());
        let mut change = kernel.begin_as_system(&realm).await.unwrap();
        let mut lab = NewOrganisation::named("Labo De Linde", OrganisationKind::ClinicalBiologyLab, "Leuven");
        lab.mail_domain = Some("linde.example".to_owned());
        lab.telephone = "+32 16 000 01 00".to_owned();
        let lab = directory::add_organisation(&kernel, &mut change, &lab).await.unwrap();
        let mut authority = NewOrganisation::named("Instituut Libra", OrganisationKind::Authority, "Brussel");
        authority.mandate = Some(Mandate::LabQuality);
        let authority = directory::add_organisation(&kernel, &mut change, &authority).await.unwrap();
        change.commit().await.unwrap();
        let operator = directory::create_operator(&kernel).await.unwrap();
        Self { world, realm, app, router, lab, authority, operator }
    }

    pub fn kernel(&self) -> &Kernel {
        &self.world.kernel
    }

    /// Somebody signed in, acting from a seat of this role that is made for them.
    pub async fn somebody(&self, organisation_id: &str, role: Role) -> Actor {
        Actor::new(self.router.clone()).with_cookie(&self.cookie(organisation_id, role).await)
    }

    /// The cookie of somebody signed in on a new seat of this role.
    pub async fn cookie(&self, organisation_id: &str, role: Role) -> String {
        let email = format!("{}@{}.example", role.as_str(), kernel::new_id());
        let details = Details { name: format!("Test {}", role.as_str()), email };
        let mut change = self.kernel().begin_as_system(&self.realm).await.unwrap();
        let person = people::add(self.kernel(), &mut change, &details, Lang::En).await.unwrap();
        let seat = directory::seat_person(self.kernel(), &mut change, organisation_id, role, &person).await;
        change.commit().await.unwrap();
        let holder = Holder::Person { id: &person, seat_id: &seat.unwrap() };
        session::start(&self.app, holder, "test").await.unwrap().to_str().unwrap().to_owned()
    }

    pub async fn director(&self) -> Actor {
        self.somebody(&self.lab, Role::Director).await
    }

    pub async fn administrator(&self) -> Actor {
        self.somebody(&self.operator, Role::Administrator).await
    }

    /// The verbs of everything journalled in reality, in order.
    pub async fn verbs(&self) -> Vec<String> {
        let lines = journal::after(&self.kernel().db, &self.realm.id, 0).await.unwrap();
        lines.into_iter().map(|line| line.verb).collect()
    }

    /// The whole journal as text, to look for what must not be in it.
    pub async fn journal_text(&self) -> String {
        let lines = journal::after(&self.kernel().db, &self.realm.id, 0).await.unwrap();
        lines.into_iter().map(|line| format!("{line:?}\n")).collect()
    }

    /// Uploads a file as a browser does; gives the status and where it leads.
    pub async fn upload(&self, cookie: &str, token: &str, bytes: &[u8]) -> (StatusCode, String, String) {
        let boundary = "paraat-test-boundary";
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n{token}\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let pair = cookie.split(';').next().unwrap();
        let request = Request::builder()
            .method(Method::POST)
            .uri("/directory/import")
            .header("cookie", pair)
            .header("accept-language", "en")
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let target = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, target.unwrap_or_default(), String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Real lists lie outside the repository; where they are not there, a test says so and passes.
pub(crate) fn gisco(file: &str) -> Option<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gisco");
    match std::fs::read(folder.join(file)) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            println!("skipped: {file} cannot be read ({error})");
            None
        }
    }
}
