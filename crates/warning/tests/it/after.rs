//! What becomes of a warning afterwards: the map, the report, the contacts that are to be mended, and the drill.

use std::time::Duration;

use delivery::Worker;
use kernel::access::Role;
use kernel::sql;
use l10n::Lang;
use testkit::Engine;
use testkit::gateway::Gateway;
use testkit::smtp::SmtpSink;
use warning::warning::{Class, Tlp};

use crate::channels::office;
use crate::house::{House, MINUTE};

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_is_one_click_and_shows_who_can_be_reached() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let deputy = house.person(&house.labs[0], Role::Deputy, "Dep Uty", Lang::Nl).await;
        // By day: at night a drill waits for the morning.
        house.world.advance(Duration::from_secs(6 * 3600));
        let mut bo = house.browser(&house.officer).await;
        let contacts = bo.get("/warnings/contacts").await;
        contacts.must_show("Never done yet").must_show("of the contacts: 0 of 4");
        contacts.must_show("of 3 organisations without a single proved contact");
        let out = bo.submit(&contacts, "/warnings/drill", &[]).await;
        out.must_show("Contact drill").must_show("acknowledged: 0 of 4").must_show("1 unreachable");
        let letters = house.letters().await;
        assert_eq!(letters.len(), 4, "every seat of every organisation but the authority's own");
        let to_deputy = letters.iter().find(|letter| letter.to == deputy.email).unwrap();
        assert!(to_deputy.subject.starts_with("CONTACTOEFENING"), "{}", to_deputy.subject);
        assert!(to_deputy.body.contains("Er is niets aan de hand"), "{}", to_deputy.body);

        house.world.advance(MINUTE);
        let page = house.press(&house.link(&deputy).await, "received").await;
        page.must_show("Receipt noted").must_hide("Does it apply").must_hide("Tell our staff");
        house.press(&house.link(&house.directors[0]).await, "not_me").await;
        let contacts = bo.get("/warnings/contacts").await;
        contacts.must_show("of the contacts: 1 of 4").must_hide("Never done yet");
        contacts.must_show("Labo De Linde · Director").must_show("no longer hold the post");

        // Three months later nobody has proved anything.
        house.world.advance(Duration::from_secs(91 * 24 * 3600));
        bo = house.browser(&house.officer).await;
        bo.get("/warnings/contacts").await.must_show("of the contacts: 0 of 4");
        let mut lab = house.browser(&house.directors[0]).await;
        assert!(lab.get("/warnings/contacts").await.status.is_client_error());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_address_is_a_task_until_it_is_mended() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (sink, gateway) = (SmtpSink::start().await, Gateway::start().await);
        let worker = Worker::new(house.kernel().clone(), office(&sink, &gateway));
        house.publish(Class::Urgent, Tlp::Green).await;
        sink.refuse_permanently(3);
        worker.pass().await.unwrap();
        house.tick().await;
        house.tick().await;
        let mut bo = house.browser(&house.officer).await;
        let contacts = bo.get("/warnings/contacts").await;
        contacts.must_show("3 to be mended").must_show("e-mail address does not exist");
        let mut lab = house.browser(&house.directors[0]).await;
        let list = lab.get("/warnings").await;
        list.must_show("Contacts of your organisation that no longer work").must_show("Update");
        lab.submit(&list, "/mended", &[]).await.must_hide("no longer work");
        bo.get("/warnings/contacts").await.must_show("2 to be mended");
        // Another house's task is not theirs to close.
        let task = contacts.attributes("form[action$=\"/mended\"]", "action");
        let token = list.attributes("input[name=_token]", "value")[0].clone();
        for path in &task {
            assert!(lab.post(path, &[("_token", &token)]).await.status.is_client_error());
        }
        bo.get("/warnings/contacts").await.must_show("2 to be mended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_leaves_a_map_and_a_page_of_paper() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.publish(Class::Urgent, Tlp::Green).await;
        house.world.advance(MINUTE);
        house.press(&house.link(&house.directors[0]).await, "received").await;
        let mut bo = house.browser(&house.officer).await;
        let map = format!("/warnings/{id}/map");
        bo.get(&map).await.must_show("We do not know where").must_show("3 organisations are not on the map");
        for (lab, latitude) in house.labs.iter().zip([50.9, 51.2]) {
            let text = "UPDATE site SET latitude = $2, longitude = 4.4 WHERE organisation_id = $1";
            house.kernel().db.execute(sql(text).bind(lab).bind(latitude)).await.unwrap();
        }
        let page = bo.get(&map).await;
        page.must_show("1 organisations are not on the map");
        assert_eq!(page.attributes("svg g", "class"), ["none", "all"], "from north to south");
        let (page, _) =
            bo.request(axum::http::Method::GET, &format!("/warnings/{id}/report.pdf"), None).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.html.starts_with("%PDF-1."), "not a PDF");
        let mut lab = house.browser(&house.directors[1]).await;
        for path in [map, format!("/warnings/{id}/report.pdf")] {
            assert_eq!(lab.get(&path).await.status.as_u16(), 404);
        }
    }
}
