//! A warning from the first word to the last answer, as a browser without scripts.

use kernel::access::Role;
use l10n::Lang;
use warning::warning::{Class, Tlp};

use testkit::Engine;

use crate::house::{House, MINUTE};

#[tokio::test(flavor = "multi_thread")]
async fn a_flash_warning_is_written_released_by_a_second_person_and_answered() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut bo, mut kim) = (house.browser(&house.officer).await, house.browser(&house.second).await);
        let form = bo.get("/warnings/new").await;
        let refused = bo.submit(&form, "/warnings/new", &[("class", "flash")]).await;
        assert_eq!(refused.status.as_u16(), 422);
        refused.must_show("Not complete yet").must_show("Nobody would be warned like this");
        let fields = [
            ("class", "flash"),
            ("tlp", "amber"),
            ("severity", "severe"),
            ("headline_en", "LIS update 4.2 carries ransomware"),
            ("instruction_en", "Do not install it."),
            ("kinds", "clinical_biology_lab"),
        ];
        let review = bo.submit(&form, "/warnings/new", &fields).await;
        review
            .must_show("Kept.")
            .must_show("3 organisations")
            .must_show("3 people")
            .must_show("Not yet written in");
        review.must_show("a second person releases it");
        let path = review.path.split('?').next().unwrap().to_owned();
        // Nothing is out, and nobody outside knows that it exists.
        assert_eq!(house.written_to().await, Vec::<String>::new());
        let mut lab = house.browser(&house.directors[0]).await;
        lab.get(&path).await.must_show("does not exist");
        let waits = bo.submit(&review, "/ready", &[]).await;
        waits.must_show("Waits for a colleague");
        bo.post(&format!("{path}/publish"), &[("version", "1")]).await;
        assert_eq!(house.written_to().await, Vec::<String>::new());
        let list = kim.get("/warnings").await;
        list.must_show("Waits for release");
        let asked = kim.get(&path).await;
        asked.must_show("Bo Claes asks for your release");
        let out = kim.submit(&asked, "/publish", &[]).await;
        out.must_show("The warning is out.").must_show("acknowledged: 0 of 3").must_show("3 silent");
        let mut written = house.written_to().await;
        written.sort_unstable();
        assert_eq!(
            written,
            [
                "director.kamille@example.test",
                "director.linde@example.test",
                "director.vlierbes@example.test"
            ]
        );
        let letter = house.letters().await.remove(0);
        assert!(letter.subject.starts_with("FLASH WARNING: CSIRT.test"), "{}", letter.subject);
        assert!(
            !letter.body.contains("ransomware"),
            "amber words do not stand in a mailbox: {}",
            letter.body
        );
        // Publishing again sends nothing again.
        kim.submit(&asked, "/publish", &[]).await;
        assert_eq!(house.written_to().await.len(), 3);

        house.world.advance(MINUTE);
        let link = house.link(&house.directors[0]).await;
        let mut phone = house.phone();
        let page = phone.get(&link).await;
        page.must_show("LIS update 4.2 carries ransomware").must_show("You answer for Labo De Linde");
        assert_eq!(house.open().await, 3, "reading changes nothing");
        let receipt = phone.submit(&page, "/w/", &[("reply", "received")]).await;
        receipt.must_show("Receipt noted").must_show("22 November 2026");
        let again = phone.submit(&page, "/w/", &[("reply", "received")]).await;
        again.must_show("Receipt noted");
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'warning.acknowledged'").await, 1);
        phone.submit(&receipt, "/w/", &[("reply", "yes")]).await.must_show("Your answer was noted.");
        phone.submit(&receipt, "/w/", &[("reply", "forwarded")]).await;
        phone.submit(&receipt, "/w/", &[("reply", "done")]).await.must_show("It was noted that it is done.");

        // Signed in, a colleague sees that it is settled; another laboratory answers for itself.
        lab.get(&path).await.must_show("Receipt confirmed").must_show("Do not install it.");
        let mut kamille = house.browser(&house.directors[1]).await;
        let page = kamille.get(&path).await;
        kamille.submit(&page, "/answer", &[("reply", "received")]).await.must_show("Your receipt was noted.");
        let reach = bo.get(&path).await;
        reach
            .must_show("66 %")
            .must_show("acknowledged: 2 of 3")
            .must_show("1 silent")
            .must_show("Labo Vlierbes");
        assert_eq!(house.count("SELECT COUNT(*) FROM obligation WHERE evidence = 'signed_in'").await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM obligation WHERE evidence = 'link'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_reaches_who_got_the_first_and_only_them() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.publish(Class::Urgent, Tlp::Green).await;
        assert_eq!(house.written_to().await.len(), 3);
        // Who comes later did not get the first.
        let late = house.person(&house.hospital, Role::Director, "Late Comer", Lang::En).await;
        let mut bo = house.browser(&house.officer).await;
        let reach = bo.get(&format!("/warnings/{id}")).await;
        let form = bo.submit(&reach, "/follow", &[]).await;
        form.must_show("only to them").must_hide("name=\"kinds\"");
        let review = bo.submit(&form, "/edit", &[("headline_en", "It was update 4.3")]).await;
        review.must_show("3 organisations");
        bo.submit(&review, "/publish", &[]).await.must_show("The warning is out.").must_show("2026-002");
        let letters = house.letters().await;
        assert_eq!(letters.len(), 6);
        assert!(letters[3..].iter().all(|letter| letter.subject == "Update 2026-002: It was update 4.3"));
        assert!(letters.iter().all(|letter| letter.to != late.email));
        // What went before is over, and nobody is tried for it any more.
        assert_eq!(house.count("SELECT COUNT(*) FROM obligation WHERE state = 'ended'").await, 3);
        house.phone().get(&house.link(&house.directors[0]).await).await.must_show("It was update 4.3");
        let old = letters[0].body.lines().find_map(|line| line.strip_prefix("http://paraat.test")).unwrap();
        house.phone().get(old).await.must_show("This warning is over");
        assert_eq!(warning::reconcile(house.kernel()).await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_call_list_is_worked_through_with_a_telephone() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.publish(Class::Flash, Tlp::Green).await;
        house.advance(30 * MINUTE).await;
        house.advance(30 * MINUTE).await;
        let mut bo = house.browser(&house.officer).await;
        let path = format!("/warnings/{id}/calls");
        let list = bo.get(&path).await;
        list.must_show("Labo De Linde").must_show("everybody was tried");
        let obligations = list.attributes("section.card", "id");
        assert_eq!(obligations.len(), 3);
        let first = format!("{path}/{}", obligations[0].trim_start_matches("o-"));
        let refused = bo.submit(&list, &first, &[("outcome", "confirmed"), ("remark", "")]).await;
        assert_eq!(refused.status.as_u16(), 422);
        refused.must_show("Write who confirmed");
        bo.submit(&list, &first, &[("outcome", "no_answer")]).await.must_show("No answer");
        assert_eq!(house.open().await, 3);
        bo.submit(&list, &first, &[("outcome", "confirmed"), ("remark", "An Peeters, by her mobile")]).await;
        assert_eq!(house.open().await, 2);
        assert_eq!(house.count("SELECT COUNT(*) FROM obligation WHERE evidence = 'voice'").await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM phone_call WHERE remark LIKE '%Peeters%'").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_desk_writes_and_only_the_audience_reads() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.publish(Class::Urgent, Tlp::Green).await;
        let outsider = house.person(&house.hospital, Role::Director, "Out Sider", Lang::En).await;
        let mut browser = house.browser(&outsider).await;
        let absent = browser.get("/warnings/0190d0c0-0000-7000-8000-000000000000").await;
        for path in
            [format!("/warnings/{id}"), format!("/warnings/{id}/edit"), format!("/warnings/{id}/calls")]
        {
            let page = browser.get(&path).await;
            assert_eq!((page.status, page.text()), (absent.status, absent.text()), "{path}");
        }
        browser.get("/warnings").await.must_hide("ransomware").must_show("No warnings yet");
        browser.get("/warnings/new").await.must_hide("headline_en");
        let mut lab = house.browser(&house.directors[0]).await;
        lab.get(&format!("/warnings/{id}")).await.must_show("ransomware").must_hide("/calls");
        let page = lab.get(&format!("/warnings/{id}/calls")).await;
        assert_eq!(page.status, absent.status);
        assert_eq!(house.phone().get("/w/no-such-secret").await.status.as_u16(), 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unanswered_flash_warning_stands_on_every_page_of_those_who_answer() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = &house.directors[0];
        let mut browser = house.browser(director).await;
        let banner = "#alert[data-live] a";
        assert_eq!(
            browser.get("/directory").await.all("#alert[data-live]").len(),
            1,
            "it is looked for by itself"
        );
        house.publish(Class::Urgent, Tlp::Green).await;
        assert!(browser.get("/directory").await.all(banner).is_empty());
        let id = house.publish(Class::Flash, Tlp::Green).await;
        let page = browser.get("/directory").await;
        assert_eq!(page.all(banner), ["CSIRT.test warns you: flash warning 2026-002 is not answered yet."]);
        assert_eq!(page.attributes(banner, "href"), [format!("/warnings/{id}")]);
        let page = browser.get(&format!("/warnings/{id}")).await;
        assert!(page.all(banner).is_empty(), "the page itself says it");
        browser.submit(&page, "/answer", &[("reply", "received")]).await;
        assert!(browser.get("/directory").await.all(banner).is_empty());
        // The authority's own people, and those of a house that was not warned, see nothing of it.
        assert!(house.browser(&house.second).await.get("/directory").await.all(banner).is_empty());
    }
}
