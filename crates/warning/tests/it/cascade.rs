//! Passing on: to staff and to suppliers, each once, within the label; and what the authority sees of it.

use directory::{LinkKind, OrganisationKind, StaffMember};
use kernel::access::Role;
use kernel::{Entry, sql};
use l10n::Lang;
use testkit::Engine;
use warning::commands::{self, Draft};
use warning::warning::{Class, Content, Tlp};

use crate::house::{House, MINUTE, Person, draft};

/// Somebody of an organisation's own people.
pub fn member(name: &str, email: &str, mobile: &str) -> StaffMember {
    StaffMember { name: name.into(), email: email.into(), mobile: mobile.into(), lang: None }
}

/// A staff group; its identifier.
pub async fn group(house: &House, organisation: &str, name: &str, members: &[StaffMember]) -> String {
    let kernel = house.kernel();
    let mut change = kernel.begin_as_system(&house.realm).await.unwrap();
    let id = directory::add_staff_group(kernel, &mut change, organisation, name, members).await.unwrap();
    change.commit().await.unwrap();
    id
}

/// A supplier of these organisations, with a director.
pub async fn supplier(house: &House, name: &str, clients: &[String]) -> (String, Person) {
    let id = house.organisation(name, OrganisationKind::ItSupplier).await;
    let mut change = house.kernel().begin_as_system(&house.realm).await.unwrap();
    for client in clients {
        directory::add_link(&mut change, client, LinkKind::Supplier, &id).await.unwrap();
    }
    change.record(Entry::new("test.linked", "organisation", &id));
    change.commit().await.unwrap();
    let director = house.person(&id, Role::Director, &format!("Boss {name}"), Lang::En).await;
    (id, director)
}

/// The newest staff link to an address.
async fn staff_link(house: &House, email: &str) -> String {
    let letters = house.letters().await;
    let letter = letters.iter().rev().find(|letter| letter.to == email).expect("nobody wrote to them");
    let link = letter.body.lines().find_map(|line| line.strip_prefix("http://paraat.test")).unwrap();
    assert!(link.starts_with("/s/"), "{link}");
    link.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_told_once_each_and_the_authority_sees_how_many() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let lab = house.labs[0].clone();
        let night = [
            member("Ann", "ann@linde.test", ""),
            member("Bo", "bo@linde.test", "+32 470 00 00 02"),
            member("Cas", "", "+32 470 00 00 03"),
            // Sits on a seat, and has a message of their own.
            member("The director", &house.directors[0].email, ""),
        ];
        group(&house, &lab, "Night shift", &night).await;
        let it = [member("Bo again", "", "+32 470 00 00 02"), member("Di", "di@linde.test", "")];
        group(&house, &lab, "IT service", &it).await;
        let other = [member("Ann elsewhere", "ann@linde.test", "")];
        group(&house, &house.labs[1].clone(), "Everybody", &other).await;
        let id = house.publish(Class::Urgent, Tlp::Green).await;
        house.world.advance(MINUTE);

        let link = house.link(&house.directors[0]).await;
        let mut phone = house.phone();
        let page = phone.get(&link).await;
        page.must_hide("Tell our staff");
        assert_eq!(
            phone.post(&format!("{link}/pass"), &[("target", "staff")]).await.path,
            format!("{link}?just=not_passed")
        );
        let page = phone.submit(&page, "/w/", &[("reply", "received")]).await;
        page.must_show("Our staff").must_show("Night shift").must_show("4 people").must_show("IT service");
        let passed = phone.submit(&page, "/pass", &[]).await;
        passed.must_show("IT service ✓2 told, 0 read").must_show("Night shift ✓2 told, 0 read");
        passed.must_hide("Tell our staff");
        // A second laboratory passes it on to somebody who has it.
        let mut kamille = house.browser(&house.directors[1]).await;
        let path = format!("/warnings/{id}");
        let page = kamille.get(&path).await;
        let page = kamille.submit(&page, "/answer", &[("reply", "received")]).await;
        kamille.submit(&page, "/pass", &[]).await.must_show("0 told, 0 read");

        let written: Vec<String> = house.written_to().await.split_off(3);
        let mut sorted = written.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, ["ann@linde.test", "di@linde.test"], "each once, whoever asks");
        let letter = house.letters().await.into_iter().find(|letter| letter.to == "ann@linde.test").unwrap();
        assert!(
            letter.body.contains("Labo De Linde passes on to you a warning of CSIRT.test"),
            "{}",
            letter.body
        );
        assert!(letter.body.contains("Do not install it."), "{}", letter.body);
        let text = "SELECT COUNT(*) FROM outbox WHERE channel = 'sms'";
        assert_eq!(house.count(text).await, 2, "who has no mail address gets a text message");

        let link = staff_link(&house, "ann@linde.test").await;
        let page = phone.get(&link).await;
        page.must_show("LIS update 4.2 carries ransomware").must_show("Labo De Linde passes this on to you");
        phone.submit(&page, "/s/", &[]).await.must_show("Noted");
        phone.post(&link, &[]).await.must_show("Noted");
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'warning.read_by_staff'").await, 1);

        let mut bo = house.browser(&house.officer).await;
        bo.get(&path).await.must_show("Passed on").must_show("1 / 4");
        let tree = bo.get(&format!("{path}/cascade")).await;
        tree.must_show("Labo De Linde").must_hide("Ann").must_hide("ann@").must_show("never who");
        assert!(kamille.get(&format!("{path}/cascade")).await.status.is_client_error());
        assert!(!house.journal().await.contains("linde.test"), "no address in the journal");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplier_of_several_is_warned_once_and_answers_for_all() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (soft, boss) = supplier(&house, "LabSoft", &house.labs).await;
        let (host, host_boss) = supplier(&house, "HostIt", std::slice::from_ref(&soft)).await;
        let id = house.publish(Class::Urgent, Tlp::Green).await;
        let path = format!("/warnings/{id}");
        for director in &house.directors {
            let mut browser = house.browser(director).await;
            let page = browser.get(&path).await;
            let page = browser.submit(&page, "/answer", &[("reply", "received")]).await;
            if page.text().contains("Tell our IT suppliers") {
                browser.submit(&page, "/pass", &[]).await.must_show("Passed on.").must_show("Silent");
            } else {
                page.must_show("LabSoft");
            }
        }
        let to_soft = house.written_to().await.into_iter().filter(|to| *to == boss.email).count();
        assert_eq!(to_soft, 1);
        let mut browser = house.browser(&boss).await;
        let page = browser.get(&path).await;
        page.must_show("LIS update 4.2").must_show("passed this on to you");
        let page = browser.submit(&page, "/answer", &[("reply", "done")]).await;
        let page = browser.submit(&page, "/pass", &[]).await;
        page.must_show("HostIt");
        let mut lab = house.browser(&house.directors[2]).await;
        lab.get(&path).await.must_show("LabSoft").must_show("Done");

        // The audience is what it was; the tree shows who came to it.
        let mut bo = house.browser(&house.officer).await;
        bo.get(&path).await.must_show("acknowledged: 3 of 3").must_show("1 / 2");
        let tree = bo.get(&format!("{path}/cascade")).await;
        tree.must_show("LabSoft").must_show("HostIt").must_show("passed on 2 times");

        // Nobody answers at the second: its own ladder goes on from when it was told.
        house.person(&host, Role::Deputy, "Deputy HostIt", Lang::En).await;
        let before = house.letters().await.len();
        house.advance(60 * MINUTE).await;
        house.advance(MINUTE).await;
        assert!(house.letters().await.len() > before, "the deputy is tried");
        assert_eq!(warning::reconcile(house.kernel()).await.unwrap(), 0);
        let mut last = house.browser(&host_boss).await;
        last.get(&path).await.must_show("LIS update 4.2");

        // What follows reaches everybody who got the first, however it came to them.
        let form = bo.get(&path).await;
        let form = bo.submit(&form, "/follow", &[]).await;
        let review = bo.submit(&form, "/edit", &[("headline_en", "It was update 4.3")]).await;
        review.must_show("5 organisations");
        let out = bo.submit(&review, "/publish", &[]).await;
        out.must_show("acknowledged: 0 of 3");
        let updated = house.letters().await.into_iter().filter(|l| l.subject.contains("4.3")).count();
        assert!(updated >= 5, "{updated}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_who_got_the_first_get_what_follows_and_nobody_else() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let lab = house.labs[0].clone();
        let night = group(&house, &lab, "Night shift", &[member("Ann", "ann@linde.test", "")]).await;
        let id = house.publish(Class::Urgent, Tlp::Green).await;
        let path = format!("/warnings/{id}");
        let mut browser = house.browser(&house.directors[0]).await;
        let page = browser.get(&path).await;
        let page = browser.submit(&page, "/answer", &[("reply", "received")]).await;
        browser.submit(&page, "/pass", &[]).await.must_show("1 told");
        // Who comes into the group later did not get the first.
        let list = "Ann; ann@linde.test\nZoë; zoe@linde.test";
        let edit = format!("/directory/{lab}/staff/{night}");
        let form = browser.get(&edit).await;
        browser.submit(&form, &night, &[("members", list)]).await.must_show("2 people");
        let mut bo = house.browser(&house.officer).await;
        let form = bo.get(&path).await;
        let form = bo.submit(&form, "/follow", &[]).await;
        let review = bo.submit(&form, "/edit", &[("headline_en", "It was update 4.3")]).await;
        bo.submit(&review, "/publish", &[]).await.must_show("The warning is out.");
        let written = house.written_to().await;
        assert_eq!(written.iter().filter(|to| *to == "ann@linde.test").count(), 2);
        assert_eq!(written.iter().filter(|to| *to == "zoe@linde.test").count(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_label_closes_the_door_and_says_so() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        supplier(&house, "LabSoft", &house.labs).await;
        group(&house, &house.labs[0].clone(), "Night shift", &[member("Ann", "ann@linde.test", "")]).await;
        let mut browser = house.browser(&house.directors[0]).await;
        for (tlp, to_suppliers, staff, suppliers) in [
            (Tlp::Red, true, false, false),
            (Tlp::Amber, false, true, false),
            (Tlp::Amber, true, true, true),
            (Tlp::Green, false, true, true),
        ] {
            let id = publish(&house, tlp, to_suppliers).await;
            let page = browser.get(&format!("/warnings/{id}")).await;
            let page = browser.submit(&page, "/answer", &[("reply", "received")]).await;
            let shown = |text: &str| page.text().contains(text);
            assert_eq!(shown("not even to colleagues"), !staff, "{tlp:?}");
            assert_eq!(shown("must not leave your organisation"), !suppliers, "{tlp:?} {to_suppliers}");
            // Whoever sends the form anyway gets nowhere.
            let supplier: (String,) = house
                .kernel()
                .db
                .fetch_one(sql("SELECT id FROM organisation WHERE kind = 'it_supplier'"))
                .await
                .unwrap();
            let token = page.attributes("input[name=_token]", "value")[0].clone();
            let fields = [("target", "supplier"), ("to", supplier.0.as_str()), ("_token", token.as_str())];
            let after = browser.post(&format!("/warnings/{id}/pass"), &fields).await;
            if suppliers {
                after.must_show("Passed on.");
            } else {
                after.must_show("Nothing was passed on");
            }
        }
    }
}

async fn publish(house: &House, tlp: Tlp, to_suppliers: bool) -> String {
    let made = draft();
    let draft = Draft { tlp, content: Content { to_suppliers, ..made.content }, ..made };
    let (kernel, officer) = (house.kernel(), house.principal(&house.officer));
    let id = commands::begin(kernel, &officer, &draft).await.unwrap();
    commands::publish(kernel, &house.app.settings, &officer, &id, 1).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_is_saved_under_a_name_and_taken_again_with_one_tick() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (soft, _) = supplier(&house, "LabSoft", &house.labs[..2]).await;
        let mut bo = house.browser(&house.officer).await;
        let form = bo.get("/warnings/new").await;
        form.must_show("LabSoft");
        let fields = [
            ("headline_en", "LabSoft update carries ransomware"),
            ("instruction_en", "Do not install it."),
            ("suppliers", soft.as_str()),
        ];
        let review = bo.submit(&form, "/warnings/new", &fields).await;
        review.must_show("2 organisations").must_show("LabSoft");
        bo.submit(&review, "/group", &[("group", " ")]).await.must_show("Not saved");
        let review = bo.submit(&review, "/group", &[("group", "Users of LabSoft")]).await;
        review.must_show("The choice is saved.");

        let form = bo.get("/warnings/new").await;
        form.must_show("Users of LabSoft");
        let group = form.attributes("input[name=groups]", "value")[0].clone();
        let fields =
            [("headline_en", "LabSoft again"), ("instruction_en", "Call us."), ("groups", group.as_str())];
        let second = bo.submit(&form, "/warnings/new", &fields).await;
        second.must_show("2 organisations").must_show("Users of LabSoft");
        // While a draft makes use of it, it stays.
        let groups = bo.get("/warnings/groups").await;
        assert!(bo.submit(&groups, "/remove", &[]).await.status.is_client_error());
        bo.submit(&second, "/discard", &[]).await;
        bo.submit(&groups, "/remove", &[]).await.must_show("No saved choice yet");
        assert!(
            house.browser(&house.directors[0]).await.get("/warnings/groups").await.status.is_client_error()
        );
    }
}
