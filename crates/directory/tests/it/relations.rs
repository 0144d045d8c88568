//! Suppliers, networks and staff groups: who is told when a warning is passed on.

use directory::{LinkKind, NewOrganisation, OrganisationKind};
use http::StatusCode;
use kernel::access::Role;
use testkit::Engine;

use crate::house::House;

async fn add(house: &House, name: &str, kind: OrganisationKind) -> String {
    let mut change = house.kernel().begin_as_system(&house.realm).await.unwrap();
    let new = NewOrganisation::named(name, kind, "Gent");
    let id = directory::add_organisation(house.kernel(), &mut change, &new).await.unwrap();
    change.commit().await.unwrap();
    id
}

#[tokio::test]
async fn an_organisation_says_on_whom_it_depends() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let supplier = add(&house, "LabSoft", OrganisationKind::ItSupplier).await;
        let network = add(&house, "Netwerk Zuid", OrganisationKind::Network).await;
        let mut director = house.director().await;
        let path = format!("/directory/{}/relations", house.lab);
        let page = director.get(&path).await;
        page.must_show("No IT supplier yet").must_show("LabSoft, Gent").must_show("Netwerk Zuid, Gent");
        let page = director.submit(&page, "/relations/add", &[("to", &supplier)]).await;
        page.must_hide("No IT supplier yet");
        let page = director.submit(&page, "/relations/add", &[("kind", "network"), ("to", &network)]).await;
        page.must_hide("No network yet");
        let linked = directory::linked(house.kernel(), &house.lab, LinkKind::Supplier).await.unwrap();
        assert_eq!(linked.iter().map(|each| each.id.as_str()).collect::<Vec<_>>(), [supplier.as_str()]);
        let candidates = directory::candidates(house.kernel(), &house.realm.id).await.unwrap();
        let lab = candidates.iter().find(|each| each.id == house.lab).unwrap();
        let mut links = lab.links.clone();
        links.sort_by_key(|(kind, _)| kind.as_str());
        assert_eq!(links, [(LinkKind::Network, network.clone()), (LinkKind::Supplier, supplier.clone())]);

        // What is no supplier cannot be one; who is linked twice is linked once.
        let wrong = [("kind", "supplier"), ("to", network.as_str())];
        assert_eq!(
            director.submit(&page, "/relations/remove", &[]).await.status,
            StatusCode::OK,
            "the supplier is taken out"
        );
        let page = director.get(&path).await;
        page.must_show("No IT supplier yet");
        assert_ne!(director.submit(&page, "/relations/add", &wrong).await.status, StatusCode::OK);

        let stranger = house.somebody(&house.authority, Role::Director).await.get(&path).await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);
        let head = house.somebody(&house.lab, Role::ItHead).await.get(&path).await;
        assert_eq!(head.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_staff_group_is_pasted_mended_and_removed() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let page = director.get(&format!("/directory/{}/staff/new", house.lab)).await;
        let list = "Ann Peeters; ann@linde.example; +32 470 00 00 01; fr\nBo";
        let fields = [("name", "Night shift"), ("members", list)];
        let refused = director.submit(&page, "/staff/new", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_show("Line 2: there is no e-mail address or mobile number").must_show("Ann Peeters");
        let list = "Ann Peeters; ann@linde.example; +32 470 00 00 01; fr\nBo; bo@linde.example";
        let page = director.submit(&refused, "/staff/new", &[("members", list)]).await;
        page.must_show("Night shift").must_show("2 people");
        let groups = directory::staff_groups(house.kernel(), &house.lab).await.unwrap();
        let members = directory::staff(house.kernel(), &house.lab, &groups[0].id).await.unwrap();
        assert_eq!(members[0].name, "Ann Peeters");
        assert_eq!(members[0].lang, Some(l10n::Lang::Fr));
        assert!(directory::staff(house.kernel(), &house.authority, &groups[0].id).await.is_err());

        let path = format!("/directory/{}/staff/{}", house.lab, groups[0].id);
        let page = director.get(&path).await;
        page.must_show("Ann Peeters; ann@linde.example; +32 470 00 00 01; fr");
        let page = director.submit(&page, &groups[0].id, &[("members", "Bo; bo@linde.example")]).await;
        page.must_show("1 person");
        let members = directory::staff(house.kernel(), &house.lab, &groups[0].id).await.unwrap();
        assert_eq!(members.len(), 1);
        let page = director.get(&path).await;
        director.submit(&page, "/remove", &[]).await.must_show("No group yet");

        let journal = house.journal_text().await;
        assert!(journal.contains("staff.group_made"), "{journal}");
        assert!(!journal.contains("Ann") && !journal.contains("ann@"), "{journal}");
        let stranger = house.somebody(&house.lab, Role::QualityManager).await.get(&path).await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    }
}
