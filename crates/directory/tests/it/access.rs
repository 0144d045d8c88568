//! Who may do what: every page of the directory by every role, in its own and in another house.

use directory::{NewOrganisation, OrganisationKind};
use http::StatusCode;
use kernel::access::Role;
use kernel::realm;
use kernel::time::Clock;
use testkit::{Actor, Engine};

use crate::house::House;

#[tokio::test]
async fn every_page_opens_for_those_who_may_and_for_nobody_else() {
    let house = House::new(Engine::Sqlite).await;
    let (lab, authority) = (&house.lab, &house.authority);
    // The lab's own seat page, made by its director.
    let mut director = house.director().await;
    let form = director.get(&format!("/directory/{lab}/seats/new")).await;
    let seat = director.submit(&form, "/seats/new", &[("role", "it_head")]).await;
    let an = [("person", "An Eerste"), ("email", "an@linde.example")];
    let seat = director.submit(&seat, "/holder", &an).await;
    let erase = seat.attributes("main form[action$=\"/end\"]", "action")[0].replace("/end", "/erase");
    let seat = seat.path;
    let site = director.get(&format!("/directory/{lab}")).await;
    let site = site.attributes("main a[href*=\"/sites/\"]", "href")[0].clone();
    let everybody = "director deputy quality_manager it_head crisis_lead duty_officer administrator";
    let staff = "director deputy quality_manager it_head crisis_lead duty_officer";
    let table = [
        ("/directory".to_owned(), everybody, everybody),
        (format!("/directory/{lab}"), everybody, everybody),
        (format!("/directory/{lab}/edit"), "director deputy", "administrator"),
        (format!("/directory/{lab}/sites/new"), "director deputy", "administrator"),
        (site, "director deputy", "administrator"),
        (format!("/directory/{lab}/seats/new"), "director deputy", "administrator"),
        (seat, staff, "administrator"),
        (erase, "", "administrator"),
        (format!("/directory/{lab}/card"), "director deputy", "administrator"),
        (format!("/directory/{lab}/relations"), "director deputy", "administrator"),
        (format!("/directory/{lab}/staff/new"), "director deputy", "administrator"),
        ("/directory/new".to_owned(), "", "administrator"),
        ("/directory/import".to_owned(), "", "administrator"),
    ];
    for role in Role::ALL.into_iter().filter(|role| *role != Role::CardHolder) {
        let other_house = if role == Role::Administrator { &house.operator } else { authority };
        let mut own = house.somebody(lab, role).await;
        let mut stranger = house.somebody(other_house, role).await;
        for (path, at_home, elsewhere) in &table {
            // An administrator may in every house what administrators may, also in this one.
            let at_home = format!(
                "{at_home} {}",
                if elsewhere.contains("administrator") { "administrator" } else { "" }
            );
            for (actor, allowed, where_) in
                [(&mut own, &*at_home, "home"), (&mut stranger, *elsewhere, "elsewhere")]
            {
                let may = allowed.split(' ').any(|name| name == role.as_str());
                let expect = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
                assert_eq!(actor.get(path).await.status, expect, "{role:?} {where_} {path}");
            }
        }
    }
}

#[tokio::test]
async fn names_and_numbers_are_for_the_house_itself() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let path = format!("/directory/{}", house.lab);
        director.get(&path).await.must_show("Test director");
        let mut officer = house.somebody(&house.authority, Role::DutyOfficer).await;
        officer.get(&path).await.must_show("Director").must_hide("Test director");
    }
}

#[tokio::test]
async fn nobody_signed_out_sees_anything() {
    let house = House::new(Engine::Sqlite).await;
    let mut nobody = Actor::new(house.router.clone());
    let page = nobody.get(&format!("/directory/{}", house.lab)).await;
    page.must_hide("Labo De Linde");
    let page = nobody.post(&format!("/directory/{}/card", house.lab), &[]).await;
    assert!(page.status == StatusCode::UNAUTHORIZED || page.path.starts_with("/sign-in"), "{}", page.status);
}

#[tokio::test]
async fn another_world_does_not_exist_here() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let kernel = house.kernel();
        let wall = kernel.wall.now();
        let realm = realm::create_exercise(&kernel.db, "Try", Clock::Wall, wall).await.unwrap();
        let mut change = kernel.begin_as_system(&realm).await.unwrap();
        let new = NewOrganisation::named("Labo Oefening", OrganisationKind::Other, "Gent");
        let id = directory::add_organisation(kernel, &mut change, &new).await.unwrap();
        change.commit().await.unwrap();
        let mut administrator = house.administrator().await;
        for path in
            [format!("/directory/{id}"), format!("/directory/{id}/edit"), format!("/directory/{id}/card")]
        {
            assert_eq!(administrator.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        administrator.get("/directory?q=oefening").await.must_show("Nothing found");
    }
}

#[tokio::test]
async fn a_director_makes_no_administrator_and_changes_no_other_house() {
    let house = House::new(Engine::Sqlite).await;
    let mut director = house.director().await;
    let form = director.get(&format!("/directory/{}/seats/new", house.lab)).await;
    let page = director.submit(&form, "/seats/new", &[("role", "administrator")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let page = director.submit(&form, "/seats/new", &[("role", "card_holder")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let token = form.attributes("main input[name=_token]", "value")[0].clone();
    for path in ["edit", "sites/new", "seats/new", "card", "card/revoke"] {
        let fields = [
            ("_token", &*token),
            ("name", "X"),
            ("kind", "other"),
            ("country", "BE"),
            ("city", "X"),
            ("role", "deputy"),
            ("version", "1"),
        ];
        let page = director.post(&format!("/directory/{}/{path}", house.authority), &fields).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
}
