//! Every route × every role × every relation: what the one table allows works, all else is refused, and a
//! refusal about a report cannot be told from a report that does not exist.

use std::collections::BTreeSet;
use std::path::Path;

use directory::{Mandate, OrganisationKind};
use kernel::access::{Action, Principal, Relation, Role, Seat, Who, allows};
use kernel::time::Clock;
use kernel::{new_id, secret_token, sql};
use l10n::Lang;
use reporting::commands::Upload;
use testkit::{Actor, Engine, Page};
use warning::audience::Selection;
use warning::commands::Draft;
use warning::warning::{Class, Content, Text, Tlp};

use crate::house::{House, Sector};
use crate::story::{call, incident};

/// What a route is about, which decides the relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// The incident in its path, reported by the laboratory.
    Incident,
    /// The warning in its path, sent by the addressed authority to the laboratory alone.
    Warning,
    /// The organisation in its path: the laboratory.
    Organisation,
    /// The asker's own organisation.
    OwnHouse,
    /// The realm as a whole.
    Realm,
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Anybody, signed in or not.
    Anybody,
    /// Whoever acts from a seat or has signed in.
    SignedIn,
    /// As the access table says.
    May(Action, About),
}

use About::{Incident, Organisation, OwnHouse, Realm, Warning};
use Rule::{Anybody, May, SignedIn};

/// Every route. A route that is in the sources and not here fails the test.
#[rustfmt::skip]
const ROUTES: &[(&str, &str, Rule)] = &[
    ("GET",  "/",                          Anybody),
    ("GET",  "/healthz",                   Anybody),
    ("GET",  "/healthz/alarms",            Anybody),
    ("GET",  "/favicon.ico",               Anybody),
    ("GET",  "/push.js",                   Anybody),
    ("GET",  "/assets/{fingerprint}/{file}", Anybody),
    ("POST", "/language",                  Anybody),
    ("GET",  "/live",                      SignedIn),
    // The way in. Each carries its own secret.
    ("GET",  "/begin/{secret}",            Anybody),
    ("POST", "/begin/{secret}",            Anybody),
    ("GET",  "/sign-in",                   Anybody),
    ("POST", "/sign-in",                   Anybody),
    ("GET",  "/sign-in/code",              Anybody),
    ("POST", "/sign-in/code",              Anybody),
    ("GET",  "/sign-in/recovery",          Anybody),
    ("POST", "/sign-in/recovery",          Anybody),
    ("POST", "/sign-in/passkey",           Anybody),
    ("POST", "/sign-in/passkey/options",   Anybody),
    ("GET",  "/invitation/{token}",        Anybody),
    ("POST", "/invitation/{token}",        Anybody),
    ("GET",  "/set-up",                    Anybody),
    ("POST", "/set-up/password",           Anybody),
    ("GET",  "/set-up/app",                Anybody),
    ("POST", "/set-up/app",                Anybody),
    ("POST", "/set-up/passkey",            Anybody),
    ("POST", "/set-up/passkey/options",    Anybody),
    ("GET",  "/set-up/codes",              Anybody),
    ("POST", "/set-up/codes",              Anybody),
    ("GET",  "/call",                      Anybody),
    ("POST", "/call",                      Anybody),
    ("GET",  "/call/{code}",               Anybody),
    ("GET",  "/schemas/report-document-2.json", Anybody),
    ("GET",  "/schemas/warning-notification-1.json", Anybody),
    // Carries a gateway's token.
    ("POST", "/sms/inbound",               Anybody),
    ("GET",  "/demo",                      Anybody),
    ("POST", "/demo/sign-in",              Anybody),
    // One's own account: always and only one's own.
    ("GET",  "/seat",                      SignedIn),
    ("POST", "/seat",                      SignedIn),
    ("GET",  "/account",                   SignedIn),
    ("POST", "/account/codes",             SignedIn),
    ("POST", "/account/passkeys",          SignedIn),
    ("POST", "/account/passkeys/options",  SignedIn),
    ("POST", "/account/passkeys/remove",   SignedIn),
    ("POST", "/account/devices",           SignedIn),
    ("POST", "/account/devices/remove",    SignedIn),
    ("POST", "/account/password",          SignedIn),
    ("POST", "/account/set-up",            SignedIn),
    ("POST", "/account/sessions/end",      SignedIn),
    ("POST", "/account/sessions/end-others", SignedIn),
    ("GET",  "/resume/{token}",            SignedIn),
    ("POST", "/sign-out",                  Anybody),
    ("GET",  "/post",                      May(Action::ReadSimulatedPost, OwnHouse)),
    // Reports.
    ("GET",  "/reports/call",              May(Action::FileReport, OwnHouse)),
    ("POST", "/reports/call",              May(Action::FileReport, OwnHouse)),
    ("POST", "/reports/call/save",         May(Action::FileReport, OwnHouse)),
    ("POST", "/reports/call/new",          May(Action::FileReport, OwnHouse)),
    ("POST", "/reports/call/discard",      May(Action::FileReport, OwnHouse)),
    ("GET",  "/reports",                   May(Action::ReadReport, OwnHouse)),
    ("GET",  "/reports/{id}",              May(Action::ReadReport, Incident)),
    ("GET",  "/reports/{id}/receipt",      May(Action::ReadReceipt, Incident)),
    ("POST", "/reports/{id}/acknowledge",  May(Action::AcknowledgeReport, Incident)),
    ("POST", "/reports/{id}/ask",          May(Action::AskReport, Incident)),
    ("POST", "/reports/{id}/answer",       May(Action::AnswerReport, Incident)),
    ("POST", "/reports/{id}/assign",       May(Action::AssignReport, Incident)),
    ("POST", "/reports/{id}/request",      May(Action::RequestReport, Incident)),
    ("POST", "/reports/{id}/write",        May(Action::WriteReport, Incident)),
    ("POST", "/reports/{id}/close",        May(Action::CloseReport, Incident)),
    ("POST", "/reports/{id}/reopen",       May(Action::CloseReport, Incident)),
    ("POST", "/reports/{id}/ended",        May(Action::FollowUpReport, Incident)),
    ("POST", "/reports/{id}/authorities/{authority}/tell", May(Action::FollowUpReport, Incident)),
    // In the order in which a stage is filed: what one keeps, the next looks at and files.
    ("GET",  "/reports/{id}/stages/{stage}",        May(Action::FollowUpReport, Incident)),
    ("POST", "/reports/{id}/stages/{stage}",        May(Action::FollowUpReport, Incident)),
    ("POST", "/reports/{id}/stages/{stage}/save",   May(Action::FollowUpReport, Incident)),
    ("GET",  "/reports/{id}/stages/{stage}/review", May(Action::FollowUpReport, Incident)),
    ("POST", "/reports/{id}/stages/{stage}/file",   May(Action::FollowUpReport, Incident)),
    ("GET",  "/reports/{id}/attachments",                    May(Action::AttachFile, Incident)),
    ("POST", "/reports/{id}/attachments",                    May(Action::AttachFile, Incident)),
    ("GET",  "/reports/{id}/attachments/{attachment}",       May(Action::ReadAttachment, Incident)),
    ("POST", "/reports/{id}/attachments/{attachment}/remove", May(Action::AttachFile, Incident)),
    ("GET",  "/reports/{id}/filings/{filing}",               May(Action::ReadReport, Incident)),
    ("GET",  "/reports/{id}/filings/{filing}/document.json", May(Action::ReadReport, Incident)),
    ("GET",  "/reports/{id}/filings/{filing}/document.pdf",  May(Action::ReadReport, Incident)),
    ("GET",  "/reports/{id}/filings/{filing}/portal/{authority}", May(Action::FollowUpReport, Incident)),
    ("POST", "/reports/{id}/authorities/{authority}/reference", May(Action::FollowUpReport, Incident)),
    ("GET",  "/desk",                      May(Action::ReadDesk, OwnHouse)),
    ("GET",  "/desk/all",                  May(Action::ReadDesk, OwnHouse)),
    // Warnings. A link carries its own secret.
    ("GET",  "/w/{token}",                 Anybody),
    ("POST", "/w/{token}",                 Anybody),
    ("GET",  "/w/{token}/page",            Anybody),
    ("GET",  "/warnings",                  May(Action::ReadWarnings, OwnHouse)),
    ("GET",  "/warnings/new",              May(Action::ComposeWarning, OwnHouse)),
    ("POST", "/warnings/new",              May(Action::ComposeWarning, OwnHouse)),
    ("GET",  "/warnings/{id}",             May(Action::ReadWarning, Warning)),
    ("POST", "/warnings/{id}/answer",      May(Action::AnswerWarning, Warning)),
    ("GET",  "/warnings/{id}/edit",        May(Action::ReleaseWarning, Warning)),
    ("POST", "/warnings/{id}/edit",        May(Action::ReleaseWarning, Warning)),
    ("POST", "/warnings/{id}/ready",       May(Action::ReleaseWarning, Warning)),
    ("POST", "/warnings/{id}/publish",     May(Action::ReleaseWarning, Warning)),
    ("POST", "/warnings/{id}/discard",     May(Action::ReleaseWarning, Warning)),
    ("POST", "/warnings/{id}/follow",      May(Action::ReleaseWarning, Warning)),
    ("GET",  "/warnings/{id}/calls",       May(Action::ReadReach, Warning)),
    ("POST", "/warnings/{id}/calls/{obligation}", May(Action::ReadReach, Warning)),
    ("POST", "/warnings/{id}/end",         May(Action::ReleaseWarning, Warning)),
    ("GET",  "/warnings/{id}/cascade",     May(Action::ReadReach, Warning)),
    ("GET",  "/warnings/{id}/map",         May(Action::ReadReach, Warning)),
    ("GET",  "/warnings/{id}/report.pdf",  May(Action::ReadReach, Warning)),
    ("POST", "/warnings/{id}/group",       May(Action::ReleaseWarning, Warning)),
    ("POST", "/warnings/{id}/pass",        May(Action::AnswerWarning, Warning)),
    ("GET",  "/warnings/contacts",         May(Action::ComposeWarning, OwnHouse)),
    ("POST", "/warnings/contacts/{id}/mended", May(Action::ComposeWarning, OwnHouse)),
    ("POST", "/warnings/drill",            May(Action::ComposeWarning, OwnHouse)),
    ("GET",  "/warnings/figures",          May(Action::ComposeWarning, OwnHouse)),
    ("GET",  "/warnings/groups",           May(Action::ComposeWarning, OwnHouse)),
    ("POST", "/warnings/groups/{group}/remove", May(Action::ComposeWarning, OwnHouse)),
    ("POST", "/w/{token}/pass",            Anybody),
    ("GET",  "/s/{token}",                 Anybody),
    ("POST", "/s/{token}",                 Anybody),
    ("GET",  "/s/{token}/files/{file}",    Anybody),
    ("GET",  "/warnings/import",           May(Action::ComposeWarning, OwnHouse)),
    ("POST", "/warnings/import",           May(Action::ComposeWarning, OwnHouse)),
    ("GET",  "/warnings/{id}/files",       May(Action::ReleaseWarning, Warning)),
    ("POST", "/warnings/{id}/files",       May(Action::ReleaseWarning, Warning)),
    ("GET",  "/warnings/{id}/files/{file}", May(Action::ReadWarning, Warning)),
    ("POST", "/warnings/{id}/files/{file}/remove", May(Action::ReleaseWarning, Warning)),
    ("GET",  "/w/{token}/files/{file}",    Anybody),
    // Feeds for programs: everybody's, and those that a key opens.
    ("GET",  "/cap",                       Anybody),
    ("GET",  "/cap/key.pem",               Anybody),
    ("GET",  "/cap/feed.atom",             Anybody),
    ("GET",  "/cap/alerts/{id}",           Anybody),
    ("GET",  "/cap/alerts/{id}/files/{file}", Anybody),
    ("GET",  "/cap/restricted",            Anybody),
    ("GET",  "/cap/restricted/{id}",       Anybody),
    ("GET",  "/feeds",                     May(Action::ManageFeeds, OwnHouse)),
    ("POST", "/feeds",                     May(Action::ManageFeeds, OwnHouse)),
    ("POST", "/feeds/{key}/revoke",        May(Action::ManageFeeds, OwnHouse)),
    // The directory.
    ("GET",  "/directory",                 May(Action::ReadDirectory, Realm)),
    ("GET",  "/directory/new",             May(Action::EditDirectory, Realm)),
    ("POST", "/directory/new",             May(Action::EditDirectory, Realm)),
    ("GET",  "/directory/import",          May(Action::EditDirectory, Realm)),
    ("POST", "/directory/import",          May(Action::EditDirectory, Realm)),
    ("GET",  "/directory/import/{draft}",  May(Action::EditDirectory, Realm)),
    ("POST", "/directory/import/{draft}/confirm", May(Action::EditDirectory, Realm)),
    ("GET",  "/directory/import/{draft}/refused.csv", May(Action::EditDirectory, Realm)),
    ("GET",  "/directory/{id}",            May(Action::ReadDirectory, Organisation)),
    ("GET",  "/directory/{id}/edit",       May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/edit",       May(Action::EditOrganisation, Organisation)),
    ("GET",  "/directory/{id}/sites/new",  May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/sites/new",  May(Action::EditOrganisation, Organisation)),
    ("GET",  "/directory/{id}/sites/{site}", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/sites/{site}", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/sites/{site}/remove", May(Action::EditOrganisation, Organisation)),
    ("GET",  "/directory/{id}/relations",  May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/relations/add", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/relations/remove", May(Action::EditOrganisation, Organisation)),
    ("GET",  "/directory/{id}/staff/new",  May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/staff/new",  May(Action::EditOrganisation, Organisation)),
    ("GET",  "/directory/{id}/staff/{group}", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/staff/{group}", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/staff/{group}/remove", May(Action::EditOrganisation, Organisation)),
    ("GET",  "/directory/{id}/seats/new",  May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/seats/new",  May(Action::EditOrganisation, Organisation)),
    ("GET",  "/directory/{id}/seats/{seat}", May(Action::ReadContacts, Organisation)),
    ("POST", "/directory/{id}/seats/{seat}/holder", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/seats/{seat}/stand-ins", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/seats/{seat}/holdings/{holding}/end", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/seats/{seat}/holdings/{holding}/invite", May(Action::InvitePeople, Organisation)),
    ("GET",  "/directory/{id}/seats/{seat}/holdings/{holding}/erase", May(Action::ErasePerson, Organisation)),
    ("POST", "/directory/{id}/seats/{seat}/holdings/{holding}/erase", May(Action::ErasePerson, Organisation)),
    ("POST", "/directory/{id}/seats/{seat}/channels", May(Action::EditOrganisation, Organisation)),
    ("POST", "/directory/{id}/seats/{seat}/channels/{channel}/remove", May(Action::EditOrganisation, Organisation)),
    ("GET",  "/directory/{id}/card",       May(Action::ManageCards, Organisation)),
    ("POST", "/directory/{id}/card",       May(Action::ManageCards, Organisation)),
    ("POST", "/directory/{id}/card/revoke", May(Action::ManageCards, Organisation)),
];

/// Where somebody sits, seen from the laboratory that called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Laboratory,
    OtherLaboratory,
    /// Told of the call and of everything after it.
    AddressedAuthority,
    /// Told of the call; somebody decided that it is not told of the notification.
    ExemptAuthority,
    /// Told of the notification because a person added it.
    AddedAuthority,
    OtherAuthority,
    OtherRealm,
    OtherRealmAuthority,
    /// The bearer of the laboratory's card, in the session in which they called.
    Caller,
    /// The bearer of the same card in another session.
    OtherCaller,
}

impl Place {
    /// Where people sit who hold a seat.
    const SEATS: [Self; 8] = [
        Self::Laboratory,
        Self::OtherLaboratory,
        Self::AddressedAuthority,
        Self::ExemptAuthority,
        Self::AddedAuthority,
        Self::OtherAuthority,
        Self::OtherRealm,
        Self::OtherRealmAuthority,
    ];

    fn keeps_desk(self) -> bool {
        use Place::{
            AddedAuthority, AddressedAuthority, ExemptAuthority, OtherAuthority, OtherRealmAuthority,
        };
        matches!(
            self,
            AddedAuthority | AddressedAuthority | ExemptAuthority | OtherAuthority | OtherRealmAuthority
        )
    }

    /// How somebody here stands to the incident, or to the file that went out with its notification.
    fn relation(self, action: Action) -> Relation {
        match self {
            Self::Laboratory => Relation::Own,
            // It stands to the incident, but that file was never sent to it.
            Self::ExemptAuthority if action == Action::ReadAttachment => Relation::Stranger,
            Self::AddressedAuthority | Self::ExemptAuthority | Self::AddedAuthority => Relation::Addressed,
            Self::Caller => Relation::Filer,
            _ => Relation::Stranger,
        }
    }

    /// Whether the table lets `role` here do it.
    fn may(self, role: Role, action: Action, about: About) -> bool {
        let is_own = matches!(self, Self::Laboratory | Self::Caller | Self::OtherCaller);
        match about {
            OwnHouse if matches!(action, Action::ReadDesk | Action::ComposeWarning) => {
                self.keeps_desk() && allows(role, action, Relation::Own)
            }
            OwnHouse => allows(role, action, Relation::Own),
            Realm => allows(role, action, Relation::Realm),
            Incident => allows(role, action, self.relation(action)),
            Warning => match self {
                Self::AddressedAuthority => allows(role, action, Relation::Own),
                Self::Laboratory => allows(role, action, Relation::Addressed),
                _ => false,
            },
            Organisation if matches!(self, Self::OtherRealm | Self::OtherRealmAuthority) => false,
            Organisation => {
                is_own && allows(role, action, Relation::Own) || allows(role, action, Relation::Realm)
            }
        }
    }

    /// Whether the routes of the directory are walked from here too; they look alike from the other seats.
    fn walks_directory(self) -> bool {
        !matches!(self, Self::ExemptAuthority | Self::AddedAuthority | Self::OtherRealmAuthority)
    }
}

/// What paths and forms are filled in with, so that a refusal is the table's and not the form's.
#[derive(Clone)]
struct Ids {
    incident: String,
    warning: String,
    obligation: String,
    /// A file of the warning.
    file: String,
    filing: String,
    attachment: String,
    laboratory: String,
    seat: String,
    site: String,
    /// A question that the asker's side is to answer.
    question: String,
    /// The authority that is written to.
    authority: String,
    /// Somebody at the asker's desk.
    colleague: String,
    /// An authority that somebody decided not to tell.
    exempt: String,
}

impl Ids {
    fn fill(&self, path: &str) -> String {
        let id = match path.split('/').nth(1) {
            Some("reports") => &self.incident,
            Some("warnings") => &self.warning,
            _ => &self.laboratory,
        };
        path.replace("{id}", id)
            .replace("{obligation}", &self.obligation)
            .replace("{file}", &self.file)
            .replace("{key}", "0190d0c0-0000-7000-8000-000000000000")
            .replace("{group}", "0190d0c0-0000-7000-8000-000000000000")
            .replace("{filing}", &self.filing)
            .replace("{attachment}", &self.attachment)
            .replace("{authority}/tell", &format!("{}/tell", self.exempt))
            .replace("{authority}", &self.authority)
            .replace("{stage}", "intermediate")
            .replace("{seat}", &self.seat)
            .replace("{site}", &self.site)
            .replace("{channel}", "0190d0c0-0000-7000-8000-000000000000")
            .replace("{holding}", "0190d0c0-0000-7000-8000-000000000000")
            .replace("{draft}", "0190d0c0-0000-7000-8000-000000000000")
    }

    /// The fields of a form at `path`.
    fn fields(&self, path: &str, token: &str) -> String {
        if path.starts_with("/warnings") {
            return format!("_token={token}&{WARNING_FIELDS}");
        }
        if !path.starts_with("/reports/{id}") {
            return format!("_token={token}&{FIELDS}");
        }
        let (key, question, person, authority) =
            (secret_token(), &self.question, &self.colleague, &self.authority);
        format!(
            "_token={token}&key={key}&question={question}&person={person}&authority={authority}&{REPORT_FIELDS}"
        )
    }
}

/// Good values for the fields of every form of the directory.
const FIELDS: &str = "name=Labo+Nieuw&kind=email&mandate=&kbo=&riziv=&recognition=&language=nl&country=BE&\
    mail_domain=&city=Leuven&telephone=&website=&beds=&emergency=&person=An+Nieuw&email=an%40nieuw.example&\
    from=&until=&to=&members=An+an%40nieuw.example&role=it_head&address=an%40elders.example&street=&house_number=&postcode=";

/// Good values for the fields of every form of a warning.
const WARNING_FIELDS: &str = "version=1&kind=update&reply=received&outcome=no_answer&remark=&class=urgent&\
    tlp=green&severity=severe&urgency=immediate&certainty=observed&headline_en=LIS&instruction_en=Stop&\
    kinds=hospital&target=staff";

/// Good values for the fields of every form of a report.
const REPORT_FIELDS: &str = "text=Good+words.&hours=24&ended=2026-11-22T06:00&what=Still+down.&\
    aware=2026-11-22T05:55&detected=2026-11-22T05:55&handling_status=ongoing&personal_data=no&devices=no&\
    contact_name=An+Peeters&contact_phone=%2B32+400+00+00+82";

async fn use_route(actor: &mut Actor, method: &str, path: &str, token: &str, ids: &Ids) -> Page {
    let body = (method == "POST").then(|| ids.fields(path, token));
    let method = if method == "POST" { http::Method::POST } else { http::Method::GET };
    let (mut page, target) = actor.request(method, &ids.fill(path), body).await;
    if let Some(target) = target {
        page.path = target;
    }
    page
}

fn is_refused(page: &Page) -> bool {
    matches!(page.status.as_u16(), 401 | 403 | 404) || page.path.starts_with("/sign-in")
}

/// Whether a form was taken: neither refused nor given back.
fn is_done(page: &Page) -> bool {
    page.status.as_u16() < 400 && !page.path.contains("check=1") && !page.path.contains("filed_already")
}

/// Routes about something this test has not got: even who may gets "not found", so only refusals are
/// checked.
fn has_made_up_id(path: &str) -> bool {
    [
        "{channel}",
        "{holding}",
        "{draft}",
        "{key}",
        "{group}",
        "/discard",
        "/remove",
        "/mended",
        "/relations/add",
    ]
    .iter()
    .any(|part| path.contains(part))
}

/// Whether good values are sent to it. A file is sent as a form in parts, which `attachments` tests.
fn has_good_values(path: &str) -> bool {
    path.starts_with("/reports/{id}") && !path.ends_with("/attachments")
}

/// The laboratory and everybody who has, or has not, heard of its incident.
struct Scene {
    house: House,
    sector: Sector,
    elsewhere: Sector,
    /// The authority that a person added.
    ministry: String,
    reporter: Actor,
    incident: String,
    warning: String,
}

impl Scene {
    /// A call, a question and a file, then a notification that the quality service is not told of and a
    /// ministry is; and words to each authority.
    async fn new(engine: Engine) -> Self {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let now = house.kernel().wall.now();
        let elsewhere =
            kernel::realm::create_exercise(&house.kernel().db, "Elders", Clock::Wall, now).await.unwrap();
        let elsewhere = house.sector(elsewhere).await;
        let authority = OrganisationKind::Authority;
        let mandate = Some(Mandate::HealthMinistry);
        let ministry = house.organisation(&sector.realm, "Crisiscel", authority, mandate).await;
        let mut reporter =
            house.actor(&sector.realm, &sector.lab, Role::Director, "reporter@linde.example").await;
        let incident = incident(&call(&mut reporter).await);
        let warning = String::new();
        let mut scene = Self { house, sector, elsewhere, ministry, reporter, incident, warning };
        scene.warning = scene.warn().await;
        scene.ask().await;
        scene.attach().await;
        scene.notify().await;
        for authority in [&scene.sector.csirt, &scene.sector.quality, &scene.ministry] {
            let page = scene.reporter.get(&scene.incident).await;
            // Words of their own: the same in the same form would be taken for a form sent twice.
            let text = format!("Can you help us, {authority}?");
            let fields = [("authority", authority.as_str()), ("text", text.as_str())];
            let page = scene.reporter.submit(&page, "/write", &fields).await;
            assert_eq!(page.status, 200, "{}", page.text());
        }
        scene
    }

    fn id(&self) -> &str {
        self.incident.rsplit('/').next().unwrap()
    }

    /// Has the CSIRT warn the laboratory, and nobody else.
    async fn warn(&self) -> String {
        let seat = Seat {
            id: String::new(),
            role: Role::DutyOfficer,
            organisation_id: self.sector.csirt.clone(),
            organisation_name: String::new(),
            is_authority: true,
            realm_id: self.sector.realm.id.clone(),
        };
        let who = Who::Person { id: "warner".into(), name: String::new() };
        let principal = Principal { who, seat, realm: self.sector.realm.clone() };
        let text = Text { headline: "LIS".into(), description: String::new(), instruction: "Stop.".into() };
        let organisations = vec![self.sector.lab.clone()];
        let draft = Draft {
            class: Class::Urgent,
            tlp: Tlp::Green,
            selection: Selection { organisations, ..Selection::default() },
            content: Content { texts: [("en".to_owned(), text)].into(), ..Content::default() },
        };
        let (kernel, settings) = (self.house.kernel(), &self.house.app.settings);
        let id = warning::commands::begin(kernel, &principal, &draft).await.unwrap();
        warning::commands::attach(kernel, &principal, &id, "log.txt", b"a log").await.unwrap();
        warning::commands::publish(kernel, settings, &principal, &id, 2).await.unwrap();
        id
    }

    /// Has the CSIRT ask something, so that there is something to answer.
    async fn ask(&self) {
        let sector = &self.sector;
        let mut officer =
            self.house.actor(&sector.realm, &sector.csirt, Role::DutyOfficer, "asker@wacht.example").await;
        let page = officer.get(&self.incident).await;
        officer.submit(&page, "/ask", &[("text", "Staat de back-up los?")]).await;
    }

    /// Has the laboratory add a file that goes out to everybody with its next filing.
    async fn attach(&self) {
        let seat = Seat {
            id: String::new(),
            role: Role::Director,
            organisation_id: self.sector.lab.clone(),
            organisation_name: String::new(),
            is_authority: false,
            realm_id: self.sector.realm.id.clone(),
        };
        let who = Who::Person { id: "attacher".into(), name: String::new() };
        let principal = Principal { who, seat, realm: self.sector.realm.clone() };
        let mut upload = Upload::begin(self.house.kernel(), &principal, self.id(), "log.txt").await.unwrap();
        upload.take(b"a log").await.unwrap();
        upload.finish("everybody").await.unwrap();
    }

    /// Has the laboratory file its notification: not to the quality service, but to the ministry.
    async fn notify(&mut self) {
        let form = self.reporter.get(&format!("{}/stages/notification", self.incident)).await;
        let fields = [
            ("detected", "2026-11-22T05:55"),
            ("rsit", "availability"),
            ("method", "Unknown."),
            ("consequences", "No results."),
            ("severity", "high"),
            ("emergency_plan", "yes"),
            ("measures_now", "Paper."),
            ("personal_data", "no"),
            ("devices", "no"),
            ("significant", "yes"),
        ];
        let review = self.reporter.submit(&form, "/stages/", &fields).await;
        review.must_show("Who gets it");
        let (not, why) = (format!("not.{}", self.sector.quality), format!("why.{}", self.sector.quality));
        let changes = [("add", self.ministry.as_str()), (&not, "on"), (&why, "It is not theirs.")];
        let filed = self.reporter.submit(&review, "/file", &changes).await;
        filed.must_show("Sent. Everybody who must know was told");
    }

    async fn one(&self, query: kernel::db::Query) -> String {
        self.house.kernel().db.fetch_one::<(String,)>(query).await.unwrap().0
    }

    /// What somebody at `place` would use.
    async fn ids(&self, place: Place) -> Ids {
        let (incident, sector) = (self.id(), &self.sector);
        let authority = match place {
            Place::ExemptAuthority => &sector.quality,
            Place::AddedAuthority => &self.ministry,
            _ => &sector.csirt,
        };
        let number = if place == Place::ExemptAuthority { 1 } else { 2 };
        let filing = "SELECT id FROM filing WHERE incident_id = $1 AND number = $2";
        let asker = if place.keeps_desk() { &sector.lab } else { &sector.csirt };
        let question = "SELECT id FROM message WHERE incident_id = $1 AND authority_id = $2 \
            AND organisation_id = $3 AND kind = 'question' ORDER BY at, id LIMIT 1";
        let email = format!("colleague-{place:?}@desk.example").to_lowercase();
        Ids {
            filing: self.one(sql(filing).bind(incident).bind(number)).await,
            attachment: self
                .one(sql("SELECT id FROM attachment WHERE incident_id = $1").bind(incident))
                .await,
            seat: self
                .one(sql("SELECT id FROM seat WHERE organisation_id = $1 ORDER BY id").bind(&sector.lab))
                .await,
            site: self.one(sql("SELECT id FROM site WHERE organisation_id = $1").bind(&sector.lab)).await,
            question: self.one(sql(question).bind(incident).bind(authority).bind(asker)).await,
            colleague: self.house.seat(&sector.realm, authority, Role::DutyOfficer, &email, Lang::En).await,
            authority: authority.clone(),
            exempt: sector.bystander.clone(),
            laboratory: sector.lab.clone(),
            incident: incident.to_owned(),
            obligation: self
                .one(sql("SELECT id FROM obligation WHERE warning_id = $1").bind(&self.warning))
                .await,
            file: self
                .one(sql("SELECT file_id FROM warning_piece WHERE warning_id = $1").bind(&self.warning))
                .await,
            warning: self.warning.clone(),
        }
    }

    /// Decides again that an authority is not told: each who withdraws that needs a decision to withdraw.
    async fn exempt(&self, ids: &Ids) {
        let key = self.one(sql("SELECT seal_key FROM incident WHERE id = $1").bind(&ids.incident)).await;
        let id = new_id();
        let kernel = self.house.kernel();
        let reason = kernel.vault.seal(&key, &format!("decision {id}"), "Not theirs.").unwrap();
        let text = "INSERT INTO decision (id, realm_id, incident_id, authority_id, verdict, routing, rules, \
            decided_by, at, sealed_reason) VALUES ($1, $2, $3, $4, 'exempt', '', '', '', $5, $6)";
        let query = sql(text).bind(id).bind(&self.sector.realm.id).bind(&ids.incident).bind(&ids.exempt);
        kernel.db.execute(query.bind(kernel.wall.now()).bind(reason)).await.unwrap();
    }

    /// Uses every route as somebody with `role` at `place`.
    async fn walk(&self, actor: &mut Actor, place: Place, role: Role, ids: &Ids) {
        let form = if role == Role::CardHolder { "/reports/call" } else { "/account" };
        let token = actor.get(form).await.attributes("input[name=_token]", "value").swap_remove(0);
        for (method, path, rule) in ROUTES {
            let May(action, about) = *rule else { continue };
            if !place.walks_directory() && matches!(about, Organisation | Realm) {
                continue;
            }
            if path.ends_with("/tell") {
                self.exempt(ids).await;
            }
            let page = use_route(actor, method, path, &token, ids).await;
            let context =
                format!("{role:?} at {place:?}: {method} {path} gives {} {}", page.status, page.path);
            assert!(page.status.as_u16() < 500, "{context}");
            if !place.may(role, action, about) {
                assert!(is_refused(&page), "must be refused: {context}");
                if matches!(about, Incident | Warning) {
                    let there = (page, ids);
                    looks_like_nothing(actor, (method, path), &token, there, &context).await;
                }
            } else if !has_made_up_id(path) {
                assert!(!is_refused(&page), "must be allowed: {context}");
                let text = page.text();
                assert!(!has_good_values(path) || is_done(&page), "must be done: {context} {text}");
            }
        }
    }
}

/// Fails unless a refusal about an incident, a filing and a file that are there is, byte for byte, the one
/// about some that never were.
async fn looks_like_nothing(
    actor: &mut Actor,
    (method, path): (&str, &str),
    token: &str,
    (page, ids): (Page, &Ids),
    context: &str,
) {
    assert_eq!(page.status, 404, "must not tell that it exists: {context}");
    let nowhere = "0190d0c0-0000-7000-8000-00000000abcd";
    let mut unknown = ids.clone();
    for id in [
        &mut unknown.incident,
        &mut unknown.filing,
        &mut unknown.attachment,
        &mut unknown.exempt,
        &mut unknown.warning,
        &mut unknown.obligation,
        &mut unknown.file,
    ] {
        nowhere.clone_into(id);
    }
    let nothing = use_route(actor, method, path, token, &unknown).await;
    assert_eq!(nothing.status, 404, "{context}");
    let without_ids = |page: &Page, ids: &Ids| {
        [&ids.incident, &ids.filing, &ids.attachment, &ids.exempt, &ids.warning, &ids.obligation, &ids.file]
            .into_iter()
            .fold(page.html.clone(), |html, id| html.replace(id, ""))
    };
    let (there, nothing) = (without_ids(&page, ids), without_ids(&nothing, &unknown));
    assert_eq!(there, nothing, "must look as if it did not exist: {context}");
}

#[tokio::test]
async fn every_route_keeps_to_the_table_for_every_role_in_every_relation() {
    for engine in Engine::BOTH {
        let scene = Scene::new(engine).await;
        let (sector, elsewhere) = (&scene.sector, &scene.elsewhere);
        // Before anybody walks: who may, removes things.
        let mut places = Vec::new();
        for place in Place::SEATS {
            places.push((place, scene.ids(place).await));
        }
        for (place, ids) in places {
            let (realm, organisation) = match place {
                Place::OtherLaboratory => (&sector.realm, &sector.other_lab),
                Place::AddressedAuthority => (&sector.realm, &sector.csirt),
                Place::ExemptAuthority => (&sector.realm, &sector.quality),
                Place::AddedAuthority => (&sector.realm, &scene.ministry),
                Place::OtherAuthority => (&sector.realm, &sector.bystander),
                Place::OtherRealm => (&elsewhere.realm, &elsewhere.lab),
                Place::OtherRealmAuthority => (&elsewhere.realm, &elsewhere.csirt),
                _ => (&sector.realm, &sector.lab),
            };
            for role in Role::ALL.into_iter().filter(|role| *role != Role::CardHolder) {
                let email = format!("{role:?}@{place:?}.example").to_lowercase();
                let mut actor = scene.house.actor(realm, organisation, role, &email).await;
                scene.walk(&mut actor, place, role, &ids).await;
            }
        }
    }
}

#[tokio::test]
async fn the_bearer_of_a_card_keeps_to_the_table_in_this_session_and_in_another() {
    for engine in Engine::BOTH {
        let mut scene = Scene::new(engine).await;
        let page = scene.reporter.get(&format!("/directory/{}/card", scene.sector.lab)).await;
        let code = scene.reporter.submit(&page, "/card", &[]).await.all(".short-code").join("");
        let mut sessions = Vec::new();
        for _ in 0..2 {
            let mut bearer = scene.house.visitor();
            let door = bearer.get("/call").await;
            bearer.submit(&door, "/call", &[("code", &code)]).await.must_show("What do you see?");
            sessions.push(bearer);
        }
        let of_reporter = scene.ids(Place::OtherCaller).await;
        let of_card = incident(&call(&mut sessions[0]).await).rsplit('/').next().unwrap().to_owned();
        let filing = sql("SELECT id FROM filing WHERE incident_id = $1").bind(&of_card);
        let of_card = Ids { filing: scene.one(filing).await, incident: of_card, ..of_reporter.clone() };
        let role = Role::CardHolder;
        scene.walk(&mut sessions[0], Place::Caller, role, &of_card).await;
        scene.walk(&mut sessions[0], Place::OtherCaller, role, &of_reporter).await;
        scene.walk(&mut sessions[1], Place::OtherCaller, role, &of_card).await;
        scene.walk(&mut sessions[1], Place::OtherCaller, role, &of_reporter).await;
    }
}

#[tokio::test]
async fn who_is_not_signed_in_gets_no_further_than_the_door() {
    let scene = Scene::new(Engine::Sqlite).await;
    let ids = scene.ids(Place::Laboratory).await;
    for (method, path, rule) in ROUTES {
        if *rule == Anybody {
            continue;
        }
        let mut visitor = scene.house.visitor();
        let page = use_route(&mut visitor, method, path, "", &ids).await;
        assert!(is_refused(&page), "{method} {path} gives {} {}", page.status, page.path);
    }
}

/// Reads the routes out of the sources, so that a new one cannot be forgotten here.
#[test]
fn every_route_of_the_sources_is_in_the_table() {
    let known: BTreeSet<(String, String)> =
        ROUTES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    let mut found = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut found);
    assert!(found.len() > 50, "the sources were read");
    let missing: Vec<_> = found.difference(&known).collect();
    assert!(missing.is_empty(), "these routes are not in the access table test: {missing:#?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "these routes are in the test but not in the sources: {gone:#?}");
}

fn collect(folder: &Path, found: &mut BTreeSet<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("tests") {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            // Unit tests may have routers of their own.
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for call in source.split(".route(").skip(1) {
                let call = call.split_at(end_of_call(call)).0;
                let Some(path) = call.split('"').nth(1) else { continue };
                for (method, word) in [("GET", "get("), ("POST", "post(")] {
                    if call.contains(word) {
                        found.insert((method.to_owned(), path.to_owned()));
                    }
                }
            }
        }
    }
}

/// Where the parenthesis that was opened before `call` is closed.
fn end_of_call(call: &str) -> usize {
    let mut depth = 1;
    for (index, byte) in call.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    call.len()
}
