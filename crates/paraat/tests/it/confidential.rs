//! Confidential from the first line: who is outside learns nothing, who owns it sees who read it.

use kernel::access::Role;
use testkit::{Actor, Engine};

use crate::house::House;
use crate::story::{SECRET, call, incident, tell};

#[tokio::test]
async fn an_authority_sees_its_own_conversation_only_and_the_owner_sees_all() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let incident = tell(&house, &sector).await;
        let mut quality =
            house.actor(&sector.realm, &sector.quality, Role::DutyOfficer, "bram@libra.example").await;
        let page = quality.get(&incident).await;
        page.must_show(SECRET).must_hide("Staat de back-up los?").must_hide("band in een kluis");
        let page = quality.submit(&page, "/ask", &[("text", "Welke analyses besteedt u uit?")]).await;
        page.must_show("Welke analyses besteedt u uit?");
        let mut lab = house.actor(&sector.realm, &sector.lab, Role::QualityManager, "m@linde.example").await;
        lab.get(&incident)
            .await
            .must_show("Staat de back-up los?")
            .must_show("Welke analyses besteedt u uit?");
        lab.get(&incident).await.must_show("bram").must_show("Libra");
    }
}

#[tokio::test]
async fn nobody_outside_sees_a_trace_in_any_list_or_count() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let outsiders: [(&String, Role, &str); 4] = [
            (&sector.other_lab, Role::Director, "d@vlierbes.example"),
            (&sector.bystander, Role::DutyOfficer, "d@theriak.example"),
            (&sector.csirt, Role::Administrator, "a@wacht.example"),
            (&sector.lab, Role::Administrator, "a@linde.example"),
        ];
        let mut before = Vec::new();
        let mut people = Vec::new();
        for (organisation, role, email) in outsiders {
            let mut actor = house.actor(&sector.realm, organisation, role, email).await;
            before.push(everything(&mut actor).await);
            people.push(actor);
        }
        tell(&house, &sector).await;
        for (mut actor, before) in people.into_iter().zip(before) {
            assert_eq!(everything(&mut actor).await, before, "a page changed for somebody outside");
        }
    }
}

/// All an outsider can look at, without what changes anyway (form keys).
async fn everything(actor: &mut Actor) -> Vec<(u16, String)> {
    let mut pages = Vec::new();
    for path in ["/", "/desk", "/desk/all", "/reports", "/post"] {
        let page = actor.get(path).await;
        pages.push((page.status.as_u16(), page.text()));
    }
    pages
}

#[tokio::test]
async fn an_emergency_card_calls_and_sees_its_own_receipt_only() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let mut director = house.actor(&sector.realm, &sector.lab, Role::Director, "h@linde.example").await;
        let earlier = incident(&call(&mut director).await);
        let page = director.get(&format!("/directory/{}/card", sector.lab)).await;
        let page = director.submit(&page, "/card", &[]).await;
        let code = page.all(".short-code").join("");
        assert!(code.len() >= 12, "the code is shown once: {}", page.text());

        let mut stranger = house.visitor();
        let door = stranger.get("/call").await;
        stranger.submit(&door, "/call", &[("code", "0000-0000-0000")]).await.must_hide("What do you see?");
        let form = stranger.submit(&door, "/call", &[("code", &code.to_lowercase())]).await;
        form.must_show("What do you see?").must_show("Labo De Linde");
        let receipt = call(&mut stranger).await;
        let mine = incident(&receipt);
        receipt.must_show("Cyberwacht");
        assert_eq!(stranger.get(&mine).await.status, 404, "a card reads no report");
        assert_eq!(stranger.get(&format!("{earlier}/receipt")).await.status, 404, "nor another receipt");
        let mut second = house.visitor();
        let door = second.get("/call").await;
        second.submit(&door, "/call", &[("code", &code)]).await.must_show("What do you see?");
        assert_eq!(second.get(&format!("{mine}/receipt")).await.status, 404, "nor one of another session");
        director.get(&mine).await.must_show(SECRET);

        let page = director.get(&format!("/directory/{}/card", sector.lab)).await;
        director.submit(&page, "/card/revoke", &[]).await;
        let page = second.get("/reports/call").await;
        assert!(page.path.starts_with("/sign-in"), "a revoked card ends its sessions: {}", page.path);
    }
}

#[tokio::test]
async fn words_of_a_card_whose_session_ended_come_back_with_the_card() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let mut director = house.actor(&sector.realm, &sector.lab, Role::Director, "h@linde.example").await;
        let page = director.get(&format!("/directory/{}/card", sector.lab)).await;
        let code = director.submit(&page, "/card", &[]).await.all(".short-code").join("");
        let mut caller = house.visitor();
        let door = caller.get("/call").await;
        let form = caller.submit(&door, "/call", &[("code", &code)]).await;
        house.world.advance(std::time::Duration::from_secs(5 * 3600));
        let door = caller
            .submit(&form, "/reports/call", &[("what", "Alles staat stil & niemand weet waarom")])
            .await;
        let way = door.attributes("a[href^='/call?']", "href").remove(0);
        let door = caller.get(&way).await;
        let kept = caller.submit(&door, "/call", &[("code", &code)]).await;
        kept.must_show("Alles staat stil & niemand weet waarom");
    }
}
