//! A filing on its page, as JSON and on paper: whole for its owner, an authority's part for that authority,
//! and for everybody else as if it did not exist.

use std::time::Duration;

use axum::http::StatusCode;
use directory::OrganisationKind;
use kernel::access::Role;
use kernel::time::Time;
use kernel::{journal, new_id, secret_token};
use l10n::Lang;
use reporting::answers::Typed;
use reporting::commands::{self, Call, Changes, Filed, Work};
use reporting::document::Document;
use reporting::form::{Column, Field, Kind, Stage};
use testkit::Actor;

use testkit::Engine;

use crate::house::{CALL, House, Person};

/// What is typed into every question of free text that has no meaning of its own here.
const WORDS: &str = "words for";

struct Cast {
    director: Person,
    officer: Person,
    quality: Person,
}

async fn cast(house: &House) -> Cast {
    Cast {
        director: house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await,
        officer: house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::Fr).await,
        quality: house.person(&house.quality, Role::DutyOfficer, "Dirk Wouters", Lang::De).await,
    }
}

async fn call(house: &House, person: &Person) -> Filed {
    let mut typed = Typed::default();
    CALL.iter().for_each(|(name, value)| typed.add(name, value));
    let (key, changes) = (secret_token(), Changes::default());
    let call = Call { key: &key, typed: &typed, lang: Lang::Nl, changes: &changes };
    let principal = house.principal(person);
    commands::file_call(house.kernel(), &house.app.settings, &principal, &call).await.unwrap()
}

/// Something that may be filed, whatever the question.
fn good(key: &str, kind: Kind, first_choice: &str) -> String {
    match kind {
        Kind::LongText | Kind::Line | Kind::Rows => format!("{WORDS} {key}"),
        Kind::Moment => "2026-11-22T06:05".into(),
        Kind::Day => "2026-11-22".into(),
        Kind::Choice | Kind::Choices => first_choice.to_owned(),
        Kind::Telephone => "+32 400 00 00 01".into(),
        Kind::Email => "an@example.test".into(),
        Kind::Number => "7".into(),
    }
}

/// Answers every question of a form that is not answered yet, as far as one answer goes.
fn fill(work: &mut Work, kind: OrganisationKind) {
    let offered = |field: &Field| field.choices_for(kind).next().map_or("", |choice| &choice.key).to_owned();
    let cell = |column: &Column| column.choices_for(kind).next().map_or("", |choice| &choice.key).to_owned();
    for field in &work.form.fields {
        if field.kind == Kind::Rows {
            for column in &field.columns {
                let name = format!("{}.0.{}", field.key, column.key);
                if work.typed.get(&name).is_empty() {
                    work.typed.add(&name, &good(&column.key, column.kind, &cell(column)));
                }
            }
        } else if work.typed.get(&field.key).is_empty() && (field.required || !field.resolution) {
            work.typed.add(&field.key, &good(&field.key, field.kind, &offered(field)));
        }
    }
}

/// Says something else.
fn retype(work: &mut Work, key: &str, value: &str) {
    let mut typed = Typed::default();
    let kept = serde_json::to_value(&work.typed).unwrap();
    for (name, values) in kept.as_object().unwrap() {
        for each in values.as_array().unwrap().iter().filter(|_| name != key) {
            typed.add(name, each.as_str().unwrap());
        }
    }
    typed.add(key, value);
    work.typed = typed;
}

async fn begin(house: &House, person: &Person, incident: &str, stage: Stage, corrects: &str) -> Work {
    let (zone, principal) = (&house.app.settings.zone, house.principal(person));
    commands::begin_stage(house.kernel(), zone, &principal, incident, stage, corrects).await.unwrap()
}

async fn file(house: &House, person: &Person, work: &Work) -> String {
    let (settings, principal, changes) = (&house.app.settings, house.principal(person), Changes::default());
    let filed = commands::file_stage(house.kernel(), settings, &principal, work, Lang::Nl, &changes).await;
    filed.unwrap().filing
}

/// The notification that follows a call, everything in it answered.
async fn notify(house: &House, person: &Person, incident: &str) -> String {
    house.world.advance(Duration::from_secs(3600));
    let mut work = begin(house, person, incident, Stage::Notification, "").await;
    fill(&mut work, OrganisationKind::ClinicalBiologyLab);
    file(house, person, &work).await
}

fn path(incident: &str, filing: &str) -> String {
    format!("/reports/{incident}/filings/{filing}")
}

async fn document(browser: &mut Actor, path: &str) -> (Document, String) {
    let page = browser.get(&format!("{path}/document.json")).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    (Document::read(&page.html).unwrap(), page.html)
}

/// What an answer says, without the marks of its list.
fn said(document: &Document, key: &str) -> String {
    serde_json::to_string(&document.answers[key]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn its_owner_sees_the_whole_and_each_authority_its_part() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let incident = call(&house, &cast.director).await.incident;
        let filing = notify(&house, &cast.director, &incident).await;
        let path = path(&incident, &filing);
        let mut lab = house.browser(&cast.director).await;
        let (whole, bytes) = document(&mut lab, &path).await;
        let form = reporting::form::Forms::embedded()
            .find(&whole.form.id, &whole.form.version, &whole.stage)
            .unwrap();
        let page = lab.get(&path).await;
        page.must_show("2026-0001").must_show("Who got which part").must_show("Early warning, filed");
        page.must_show(&journal::digest(bytes.as_bytes()));
        assert_eq!(lab.get(&format!("{path}/document.pdf")).await.status, StatusCode::OK);

        let authorities = [(&cast.officer, &house.csirt), (&cast.quality, &house.quality)];
        for (person, organisation) in authorities {
            let authority = directory::organisation(house.kernel(), organisation).await.unwrap();
            let mut desk = house.browser(person).await;
            let (part, bytes) = document(&mut desk, &path).await;
            let page = desk.get(&path).await;
            page.must_show(&journal::digest(bytes.as_bytes())).must_hide("2026-0001");
            page.must_hide("Who got which part");
            let pdf = desk.get(&format!("{path}/document.pdf")).await;
            assert!(pdf.status == StatusCode::OK && pdf.html.starts_with("%PDF-"), "{}", authority.name);
            for field in &form.fields {
                let sees = field.is_seen_by(authority.mandate);
                let context = format!("{} and {}", authority.name, field.key);
                assert_eq!(
                    part.answers.contains_key(&field.key),
                    sees && whole.answers.contains_key(&field.key),
                    "{context}"
                );
                if !sees {
                    let label = field.label.get(Lang::En);
                    assert!(!page.text().contains(label), "{context}");
                    assert!(!bytes.contains(&format!("{WORDS} {}\"", field.key)), "{context}");
                }
            }
            assert!(part.terms.iter().all(|term| term.authority == *organisation));
            // What is the owner's to ask for is not an authority's.
            let own = desk.get(&format!("{path}/document.pdf?part={organisation}")).await;
            assert_eq!(own.status, StatusCode::NOT_FOUND);
            let handed = lab.get(&format!("{path}/document.pdf?part={organisation}")).await;
            assert_eq!(handed.html, pdf.html, "{}: the owner can look at the very part", authority.name);
            // Time changes nothing of what was filed.
            house.world.advance(Duration::from_secs(40 * 24 * 3600));
            let mut later = house.browser(person).await;
            assert_eq!(document(&mut later, &path).await.1, bytes);
            assert_eq!(later.get(&format!("{path}/document.pdf")).await.html, pdf.html);
            lab = house.browser(&cast.director).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_shows_both_and_the_corrected_leads_to_it() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let incident = call(&house, &cast.director).await.incident;
        let filing = notify(&house, &cast.director, &incident).await;
        let mut lab = house.browser(&cast.director).await;
        let (first, before) = document(&mut lab, &path(&incident, &filing)).await;
        house.world.advance(Duration::from_secs(3600));
        let mut work = begin(&house, &cast.director, &incident, Stage::Notification, &filing).await;
        retype(&mut work, "what", "Only one server, not two.");
        work.reason = "We counted wrongly.".into();
        let correction = file(&house, &cast.director, &work).await;

        for person in [&cast.director, &cast.officer, &cast.quality] {
            let mut browser = house.browser(person).await;
            let page = browser.get(&path(&incident, &correction)).await;
            page.must_show("This corrects: notification").must_show("We counted wrongly.");
            page.must_show("0 new, 1 changed, 0 left out").must_show("Only one server, not two.");
            let gone = page.all("del");
            assert_eq!(gone.len(), 1, "{gone:?}");
            assert!(gone[0].starts_with("earlier: ") && gone[0].contains("A ransom note lies"), "{gone:?}");
            assert_eq!(page.all("dd .chip"), ["±changed"]);
            let corrected = browser.get(&path(&incident, &filing)).await;
            corrected.must_show("Corrected on ").must_show("by An Peeters").must_hide("Only one server");
            let links = corrected.attributes(".notice a", "href");
            assert_eq!(links, [path(&incident, &correction)]);
        }
        assert_eq!(document(&mut lab, &path(&incident, &filing)).await.1, before, "it stays as it was filed");
        let (second, _) = document(&mut lab, &path(&incident, &correction)).await;
        assert_ne!(said(&first, "what"), said(&second, "what"));

        // What follows is compared with the notification as it was corrected.
        house.world.advance(Duration::from_secs(3600));
        let mut work = begin(&house, &cast.director, &incident, Stage::Final, "").await;
        fill(&mut work, OrganisationKind::ClinicalBiologyLab);
        retype(&mut work, "what", "Only one server, not two.");
        let last = file(&house, &cast.director, &work).await;
        let page = lab.get(&path(&incident, &last)).await;
        assert!(!page.all("del").concat().contains("A ransom note lies"), "{}", page.text());
        // A filing that was there before an authority was told is not there for it.
        house.world.advance(Duration::from_secs(60));
        let late = house.organisation("Late", OrganisationKind::Authority, None).await;
        let work = {
            let mut work = begin(&house, &cast.director, &incident, Stage::Final, &last).await;
            work.reason = "For one more.".into();
            work
        };
        let changes = Changes { added: vec![late.clone()], objections: Vec::new() };
        let (settings, principal) = (&house.app.settings, house.principal(&cast.director));
        let filed = commands::file_stage(house.kernel(), settings, &principal, &work, Lang::Nl, &changes);
        let newest = filed.await.unwrap().filing;
        let newcomer = house.person(&late, Role::DutyOfficer, "Nele Later", Lang::En).await;
        let mut desk = house.browser(&newcomer).await;
        let page = desk.get(&path(&incident, &newest)).await;
        // What it corrects was never theirs to know.
        page.must_hide("This corrects an earlier filing.").must_hide("Compared with");
        for address in ["", "/document.json", "/document.pdf"] {
            let status = desk.get(&format!("{}{address}", path(&incident, &last))).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portals_sheet_is_copied_and_its_number_comes_back() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let incident = call(&house, &cast.director).await.incident;
        let filing = notify(&house, &cast.director, &incident).await;
        let path = path(&incident, &filing);
        let mut lab = house.browser(&cast.director).await;
        let page = lab.get(&path).await;
        let sheets = page.attributes("a[href*='/portal/']", "href");
        assert_eq!(sheets, [format!("{path}/portal/{}", house.csirt)], "only the CSIRT has a portal");
        let sheet = lab.get(&sheets[0]).await;
        sheet
            .must_show("Copy into the portal of CSIRT.test")
            .must_show("The portal’s fields are not published");
        assert!(sheet.all("textarea[readonly]").concat().contains("A ransom note lies on two servers."));
        let labels = sheet.all("label").len();
        assert_eq!(labels, sheet.all("textarea").len() + 1);
        let pdf = sheet.attributes("a[href*='document.pdf']", "href").remove(0);
        assert!(lab.get(&pdf).await.html.starts_with("%PDF-"));

        let long = "x".repeat(kernel::limits::LINE_CHARS + 1);
        let refused = lab.submit(&sheet, "/reference", &[("number", &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_show("This is too long");
        assert_eq!(refused.attributes("#f-number", "value"), [long]);
        let noted = lab.submit(&sheet, "/reference", &[("number", " CCB-2026/77 ")]).await;
        assert_eq!(noted.path, format!("{}?done=noted", sheets[0]));
        noted.must_show("The reference was noted.").must_show("Noted: CCB-2026/77");
        lab.get(&sheets[0]).await.must_hide("The reference was noted.").must_show("Noted: CCB-2026/77");
        let kept = "SELECT COUNT(*) FROM audience WHERE sealed_portal_reference LIKE '%CCB%'";
        assert_eq!(house.count(kept).await, 0, "it is sealed");

        // The authority itself, and one without a portal or without the filing, have no sheet.
        let mut officer = house.browser(&cast.officer).await;
        assert_eq!(officer.get(&sheets[0]).await.status, StatusCode::NOT_FOUND);
        for authority in [&house.quality, &house.ministry, &new_id()] {
            let status = lab.get(&format!("{path}/portal/{authority}")).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{authority}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_and_an_erased_filing_give_nothing() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let incident = call(&house, &cast.director).await.incident;
        let filing = notify(&house, &cast.director, &incident).await;
        let stranger = house.person(&house.ministry, Role::DutyOfficer, "Finn Ministry", Lang::En).await;
        let administrator = house.person(&house.lab, Role::Administrator, "Ivo Admin", Lang::En).await;
        let addresses = |incident: &str, filing: &str| {
            let path = path(incident, filing);
            let ends = ["", "?format=json", "/document.json", "/document.pdf"].map(str::to_owned);
            let more = [format!("/document.pdf?part={}", house.csirt), format!("/portal/{}", house.csirt)];
            ends.into_iter().chain(more).map(|end| format!("{path}{end}")).collect::<Vec<_>>()
        };
        for person in [&stranger, &administrator] {
            let mut browser = house.browser(person).await;
            let nowhere = addresses(&new_id(), &new_id());
            for (real, invented) in addresses(&incident, &filing).iter().zip(&nowhere) {
                let (there, never) = (browser.get(real).await, browser.get(invented).await);
                assert_eq!(
                    (there.status, there.text()),
                    (never.status, never.text()),
                    "{} {real}",
                    person.name
                );
                assert_eq!(there.status, StatusCode::NOT_FOUND, "{} {real}", person.name);
            }
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM reading").await, 0);
        let mut desk = house.browser(&cast.officer).await;
        desk.get(&format!("{}/document.pdf", path(&incident, &filing))).await;
        assert_eq!(house.count("SELECT COUNT(*) FROM reading").await, 1, "reading on paper is noted");

        let erase = kernel::sql("UPDATE incident SET seal_key = '' WHERE id = $1").bind(&incident);
        house.kernel().db.execute(erase).await.unwrap();
        let mut lab = house.browser(&cast.director).await;
        for (index, address) in addresses(&incident, &filing).iter().enumerate() {
            let page = lab.get(address).await;
            if index == 0 {
                page.must_show("The content was erased").must_hide("ransom");
            } else {
                // What is handed on for an authority is more than reading: its owner is told why not.
                let is_handing_on = address.contains("part=") || address.contains("/portal/");
                let expected = if is_handing_on { StatusCode::CONFLICT } else { StatusCode::NOT_FOUND };
                assert_eq!(page.status, expected, "{address}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exercise_says_so_in_the_readers_language() {
    let start = kernel::time::Clock::Paused { at: Time(1_764_000_000_000) };
    let house = House::exercise(Engine::Sqlite, start).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
    let mut typed = Typed::default();
    CALL.iter().for_each(|(name, value)| typed.add(name, value));
    retype_aware(&mut typed);
    let (key, changes, settings) = (secret_token(), Changes::default(), &house.app.settings);
    let call = Call { key: &key, typed: &typed, lang: Lang::Nl, changes: &changes };
    let principal = house.principal(&director);
    let filed = commands::file_call(house.kernel(), settings, &principal, &call).await.unwrap();
    let path = path(&filed.incident, &filed.filing);
    for language in ["nl", "fr", "de", "en"] {
        let mut lab = house.browser(&director).await.reading(language);
        let pdf = lab.get(&format!("{path}/document.pdf")).await;
        assert!(pdf.html.starts_with("%PDF-"), "{language}: {}", pdf.status);
        let sheet = lab.get(&format!("{path}/portal/{}", house.csirt)).await;
        assert!(
            sheet.status == StatusCode::OK && sheet.attributes("main a[href^='tel:']", "href").is_empty()
        );
    }
}

/// The exercise runs a year earlier.
fn retype_aware(typed: &mut Typed) {
    let mut earlier = Typed::default();
    CALL.iter().filter(|(name, _)| *name != "aware").for_each(|(name, value)| earlier.add(name, value));
    earlier.add("aware", "2025-11-24T10:00");
    *typed = earlier;
}
