//! Lists: looked at, imported, imported again.

use std::time::Instant;

use directory::import_file;
use http::StatusCode;
use kernel::access::Role;
use testkit::{Actor, Engine};

use crate::house::{House, gisco};

const LIST: &str = "id;name;city;beds;motto\n1;AZ Een;Gent;120;Altijd\n2;;Luik;5;\n3;AZ Drie;Brugge;veel;\n";

#[tokio::test]
async fn a_list_is_looked_at_before_it_is_imported() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let cookie = house.cookie(&house.operator, Role::Administrator).await;
        let mut administrator = Actor::new(house.router.clone()).with_cookie(&cookie);
        let form = administrator.get("/directory/import").await;
        let token = form.attributes("main input[name=_token]", "value")[0].clone();

        let (status, _, html) = house.upload(&cookie, &token, b"foo,bar\n1,2\n").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("Found: foo, bar"), "{html}");
        let (status, ..) = house.upload(&cookie, "forged", LIST.as_bytes()).await;
        assert_eq!(status, StatusCode::CONFLICT);

        let (status, path, html) = house.upload(&cookie, &token, LIST.as_bytes()).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{html}");
        let preview = administrator.get(&path).await;
        preview
            .must_show("Of 3 rows, 2 taken and 1 refused")
            .must_show("2 new, 0 updated, 0 unchanged")
            .must_show("motto")
            .must_show("The row names no organisation")
            .must_show("veel");
        administrator.get("/directory").await.must_hide("AZ Een");
        let csv = administrator.get(&format!("{path}/refused.csv")).await.html;
        assert!(csv.contains("paraat_row,paraat_reason,id,name") && csv.contains(",2,,Luik,5,"), "{csv}");

        let done = administrator.submit(&preview, "/confirm", &[]).await;
        done.must_show("Imported").must_show("Of 3 rows, 2 taken and 1 refused");
        administrator.get("/directory?q=brugge").await.must_show("AZ Drie");
        let again = administrator.get(&path).await;
        again.must_show("0 new, 0 updated, 2 unchanged");
        administrator.submit(&again, "/confirm", &[]).await.must_show("0 new, 0 updated, 2 unchanged");

        let mut other = house.administrator().await;
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "a draft is one person's own");
    }
}

#[tokio::test]
async fn an_empty_cell_never_erases_and_a_changed_one_updates() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let first = "id,name,kbo,city,tel,cc\n1,AZ Een,0999000129,Gent,+32 9 000 01 00,BE\n";
        let second = "id,name,kbo,city,tel,cc\n1,AZ Een,,Aalst,,BE\n";
        let import =
            |text: &'static str| import_file(house.kernel(), &house.realm, ("", "list"), text.as_bytes());
        assert_eq!(import(first).await.unwrap().organisations.new, 1);
        let outcome = import(second).await.unwrap();
        assert_eq!((outcome.organisations.changed, outcome.sites.changed, outcome.sites.new), (1, 1, 0));
        let mut director = house.director().await;
        let list = director.get("/directory?q=een").await;
        list.must_show("Aalst");
        let path = &list.attributes("main .items a", "href")[0];
        director.get(path).await.must_show("0999.000.129").must_show("+32 9 000 01 00");
    }
}

#[tokio::test]
async fn europe_is_imported_in_seconds_and_again_without_a_change() {
    let Some(bytes) = gisco("all.csv") else { return };
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let start = Instant::now();
        let outcome = import_file(house.kernel(), &house.realm, ("", ""), &bytes).await.unwrap();
        let first = start.elapsed();
        assert_eq!((outcome.rows, outcome.taken, outcome.refused), (15_181, 15_181, 0));
        assert_eq!((outcome.sites.new, outcome.identical, outcome.source.as_str()), (15_150, 31, "gisco"));
        let start = Instant::now();
        let again = import_file(house.kernel(), &house.realm, ("", ""), &bytes).await.unwrap();
        println!("{engine:?}: imported in {first:?}, again in {:?}", start.elapsed());
        assert_eq!((again.organisations.new, again.organisations.changed), (0, 0));
        assert_eq!((again.sites.new, again.sites.changed, again.sites.unchanged), (0, 0, 15_150));
        let mut director = house.director().await;
        director.get("/directory?q=antwerpen+middelheim").await.must_show("ZIEKENHUISNETWERK ANTWERPEN");
        director.get("/directory?page=2").await.must_show("Page 2 of 264");
    }
}

#[tokio::test]
async fn belgium_first_and_europe_later_are_the_same_records() {
    let (Some(belgium), Some(europe)) = (gisco("BE.csv"), gisco("all.csv")) else { return };
    let house = House::new(Engine::Sqlite).await;
    let first = import_file(house.kernel(), &house.realm, ("", ""), &belgium).await.unwrap();
    assert_eq!((first.sites.new, first.organisations.new), (272, 155));
    let second = import_file(house.kernel(), &house.realm, ("", ""), &europe).await.unwrap();
    assert_eq!(second.sites.new, 15_150 - 272);
    assert_eq!(second.organisations.new, 13_156 - 155);
}
