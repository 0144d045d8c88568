//! Emergency cards: shown once, found however typed, replaced, revoked.

use directory::{DirectorySeats, find_card};
use kernel::access::Role;
use testkit::Engine;
use web::Seats;

use crate::house::House;

#[tokio::test]
async fn a_card_is_shown_once_and_works_until_it_is_replaced_or_revoked() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let path = format!("/directory/{}/card", house.lab);
        let page = director.get(&path).await;
        page.must_show("no emergency card yet");
        let made = director.submit(&page, "/card", &[]).await;
        let code = made.all(".short-code")[0].clone();
        made.must_show("Labo De Linde").must_show("http://paraat.example/call");
        assert!(made.html.contains("<svg class=\"qr\""));
        director.get(&path).await.must_show("is valid").must_hide(&code);

        let typed = code.to_lowercase().replace('-', " ");
        let card = find_card(house.kernel(), &typed).await.unwrap().unwrap();
        assert_eq!(card.organisation_id, house.lab);
        let seat = DirectorySeats.of_card(house.kernel(), &card.id).await.unwrap().unwrap();
        assert_eq!((seat.role, seat.organisation_name.as_str()), (Role::CardHolder, "Labo De Linde"));
        let stored: Vec<(String,)> =
            house.kernel().db.fetch_all(kernel::sql("SELECT code_digest FROM emergency_card")).await.unwrap();
        assert!(!stored[0].0.contains(&code.replace('-', "")));

        let page = director.get(&path).await;
        let second = director.submit(&page, "/card", &[]).await.all(".short-code")[0].clone();
        assert_eq!(find_card(house.kernel(), &code).await.unwrap(), None, "the old card stops working");
        assert!(DirectorySeats.of_card(house.kernel(), &card.id).await.unwrap().is_none());
        assert!(find_card(house.kernel(), &second).await.unwrap().is_some());
        let page = director.get(&path).await;
        director.submit(&page, "/card/revoke", &[]).await.must_show("no emergency card yet");
        assert_eq!(find_card(house.kernel(), &second).await.unwrap(), None);
        for wrong in ["", "no code", "0000-0000-0000-0000", &"9".repeat(5000)] {
            assert_eq!(find_card(house.kernel(), wrong).await.unwrap(), None, "{wrong}");
        }
        assert!(!house.journal_text().await.contains(&code));
    }
}
