//! Every route × every role × every relation: what the one table allows works, all else is refused, and a
//! refusal about a report cannot be told from a report that does not exist.

use std::collections::BTreeSet;
use std::path::Path;

use kernel::access::{Action, Relation, Role, allows};
use kernel::sql;
use kernel::time::Clock;
use testkit::{Actor, Engine, Page};

use crate::house::{House, Sector};
use crate::story::{call, incident};

/// What a route is about, which decides the relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// The incident in its path, reported by the laboratory.
    Incident,
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

use About::{Incident, Organisation, OwnHouse, Realm};
use Rule::{Anybody, May, SignedIn};

/// Every route. A route that is in the sources and not here fails the test.
#[rustfmt::skip]
const ROUTES: &[(&str, &str, Rule)] = &[
    ("GET",  "/",                          Anybody),
    ("GET",  "/healthz",                   Anybody),
    ("GET",  "/favicon.ico",               Anybody),
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
    ("GET",  "/reports/{id}/filings/{filing}",               May(Action::ReadReport, Incident)),
    ("GET",  "/reports/{id}/filings/{filing}/document.json", May(Action::ReadReport, Incident)),
    ("GET",  "/desk",                      May(Action::ReadDesk, OwnHouse)),
    ("GET",  "/desk/all",                  May(Action::ReadDesk, OwnHouse)),
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
    AddressedAuthority,
    OtherAuthority,
    OtherRealm,
}

impl Place {
    const ALL: [Self; 5] = [
        Self::Laboratory,
        Self::OtherLaboratory,
        Self::AddressedAuthority,
        Self::OtherAuthority,
        Self::OtherRealm,
    ];

    /// Whether the table lets `role` here do it.
    fn may(self, role: Role, action: Action, about: About) -> bool {
        let is_own = self == Self::Laboratory;
        match about {
            OwnHouse if action == Action::ReadDesk => {
                let keeps_desk = matches!(self, Self::AddressedAuthority | Self::OtherAuthority);
                keeps_desk && allows(role, action, Relation::Own)
            }
            OwnHouse => allows(role, action, Relation::Own),
            Realm => allows(role, action, Relation::Realm),
            Incident if is_own => allows(role, action, Relation::Own),
            Incident if self == Self::AddressedAuthority => allows(role, action, Relation::Addressed),
            Incident => false,
            Organisation if self == Self::OtherRealm => false,
            Organisation => {
                is_own && allows(role, action, Relation::Own) || allows(role, action, Relation::Realm)
            }
        }
    }
}

/// What the paths are filled in with.
struct Ids {
    incident: String,
    filing: String,
    laboratory: String,
    seat: String,
    site: String,
    question: String,
}

impl Ids {
    fn fill(&self, path: &str) -> String {
        let id = if path.starts_with("/reports") { &self.incident } else { &self.laboratory };
        path.replace("{id}", id)
            .replace("{filing}", &self.filing)
            .replace("{seat}", &self.seat)
            .replace("{site}", &self.site)
            .replace("{channel}", "0190d0c0-0000-7000-8000-000000000000")
            .replace("{holding}", "0190d0c0-0000-7000-8000-000000000000")
            .replace("{draft}", "0190d0c0-0000-7000-8000-000000000000")
    }
}

/// Good values for the fields of every form, so that a refusal is the table's and not the form's.
const FIELDS: &str = "name=Labo+Nieuw&kind=email&mandate=&kbo=&riziv=&recognition=&language=nl&country=BE&\
    mail_domain=&city=Leuven&telephone=&website=&beds=&emergency=&person=An+Nieuw&email=an%40nieuw.example&\
    from=&until=&role=it_head&address=an%40elders.example&street=&house_number=&postcode=";

async fn use_route(actor: &mut Actor, method: &str, path: &str, token: &str, question: &str) -> Page {
    let body = (method == "POST").then(|| format!("_token={token}&question={question}&{FIELDS}"));
    let method = if method == "POST" { http::Method::POST } else { http::Method::GET };
    let (mut page, target) = actor.request(method, path, body).await;
    if let Some(target) = target {
        page.path = target;
    }
    page
}

fn is_refused(page: &Page) -> bool {
    matches!(page.status.as_u16(), 401 | 403 | 404) || page.path.starts_with("/sign-in")
}

/// Routes about something this test has not got: even who may gets "not found", so only refusals are
/// checked.
fn has_made_up_id(path: &str) -> bool {
    ["{channel}", "{holding}", "{draft}", "/discard", "/remove"].iter().any(|part| path.contains(part))
}

/// Has the CSIRT ask something, so that there is something to answer.
async fn ask(house: &House, sector: &Sector, incident: &str) {
    let mut officer =
        house.actor(&sector.realm, &sector.csirt, Role::DutyOfficer, "asker@wacht.example").await;
    let page = officer.get(incident).await;
    officer.submit(&page, "/ask", &[("text", "Staat de back-up los?")]).await;
}

async fn ids(house: &House, sector: &Sector, incident: &str) -> Ids {
    let db = &house.kernel().db;
    let incident = incident.rsplit('/').next().unwrap().to_owned();
    let one = async |query: kernel::db::Query| db.fetch_one::<(String,)>(query).await.unwrap().0;
    Ids {
        filing: one(sql("SELECT id FROM filing WHERE incident_id = $1").bind(&incident)).await,
        seat: one(sql("SELECT id FROM seat WHERE organisation_id = $1 ORDER BY id").bind(&sector.lab)).await,
        site: one(sql("SELECT id FROM site WHERE organisation_id = $1").bind(&sector.lab)).await,
        question: one(sql("SELECT id FROM message WHERE incident_id = $1").bind(&incident)).await,
        laboratory: sector.lab.clone(),
        incident,
    }
}

#[tokio::test]
async fn every_route_keeps_to_the_table_for_every_role_in_every_relation() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let now = house.kernel().wall.now();
        let elsewhere =
            kernel::realm::create_exercise(&house.kernel().db, "Elders", Clock::Wall, now).await.unwrap();
        let elsewhere = house.sector(elsewhere).await;
        let mut reporter =
            house.actor(&sector.realm, &sector.lab, Role::Director, "reporter@linde.example").await;
        let incident = incident(&call(&mut reporter).await);
        ask(&house, &sector, &incident).await;
        let ids = ids(&house, &sector, &incident).await;
        for place in Place::ALL {
            let (realm, organisation) = match place {
                Place::Laboratory => (&sector.realm, &sector.lab),
                Place::OtherLaboratory => (&sector.realm, &sector.other_lab),
                Place::AddressedAuthority => (&sector.realm, &sector.csirt),
                Place::OtherAuthority => (&sector.realm, &sector.bystander),
                Place::OtherRealm => (&elsewhere.realm, &elsewhere.lab),
            };
            for role in Role::ALL.into_iter().filter(|role| *role != Role::CardHolder) {
                let email = format!("{role:?}@{place:?}.example").to_lowercase();
                let mut actor = house.actor(realm, organisation, role, &email).await;
                walk(&mut actor, place, role, &ids).await;
            }
        }
    }
}

async fn walk(actor: &mut Actor, place: Place, role: Role, ids: &Ids) {
    let token = actor.get("/account").await.attributes("input[name=_token]", "value").swap_remove(0);
    for (method, path, rule) in ROUTES {
        let May(action, about) = *rule else { continue };
        let page = use_route(actor, method, &ids.fill(path), &token, &ids.question).await;
        let context = format!("{role:?} at {place:?}: {method} {path} gives {} {}", page.status, page.path);
        assert!(page.status.as_u16() < 500, "{context}");
        if !place.may(role, action, about) {
            assert!(is_refused(&page), "must be refused: {context}");
            if about == Incident {
                assert_eq!(page.status, 404, "must not tell that it exists: {context}");
                let unknown = ids.fill(path).replace(&ids.incident, "0190d0c0-0000-7000-8000-00000000abcd");
                let nothing = use_route(actor, method, &unknown, &token, &ids.question).await;
                let same = |page: &Page| {
                    page.html.replace(&ids.incident, "").replace("0190d0c0-0000-7000-8000-00000000abcd", "")
                };
                assert_eq!(same(&page), same(&nothing), "must look as if it did not exist: {context}");
            }
        } else if !has_made_up_id(path) {
            assert!(!is_refused(&page), "must be allowed: {context}");
        }
    }
}

#[tokio::test]
async fn who_is_not_signed_in_gets_no_further_than_the_door() {
    let house = House::new(Engine::Sqlite).await;
    let sector = house.sector(house.reality().await).await;
    let mut reporter =
        house.actor(&sector.realm, &sector.lab, Role::Director, "reporter@linde.example").await;
    let incident = incident(&call(&mut reporter).await);
    ask(&house, &sector, &incident).await;
    let ids = ids(&house, &sector, &incident).await;
    for (method, path, rule) in ROUTES {
        if *rule == Anybody {
            continue;
        }
        let mut visitor = house.visitor();
        let page = use_route(&mut visitor, method, &ids.fill(path), "", "").await;
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
