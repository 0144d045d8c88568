//! What other capabilities ask the directory.

use std::time::Instant;

use directory::{
    DirectorySeats, Mandate, OrganisationKind, authorities, members, organisation, organisations, seed_demo,
};
use kernel::access::Role;
use kernel::time::Clock;
use kernel::{Error, realm};
use testkit::{Engine, World};
use web::Seats;

use crate::house::{House, MIGRATIONS};

#[tokio::test]
async fn the_demo_fills_a_realm_once_and_everybody_is_found() {
    for engine in Engine::BOTH {
        let world = World::new(engine, &MIGRATIONS).await;
        let kernel = &world.kernel;
        let reality = realm::reality(&kernel.db).await.unwrap();
        let start = Instant::now();
        seed_demo(kernel, &reality).await.unwrap();
        println!("{engine:?}: the demo's directory in {:?}", start.elapsed());
        assert!(matches!(seed_demo(kernel, &reality).await, Err(Error::Conflict(_))));
        for mandate in Mandate::ALL {
            let found = authorities(kernel, &reality.id, *mandate).await.unwrap();
            assert_eq!(found.len(), 1, "{mandate}");
            let officers = members(kernel, &found[0].id, &[Role::DutyOfficer]).await.unwrap();
            assert!(
                officers.len() >= 2 && officers.iter().all(|officer| officer.email.ends_with(".example"))
            );
        }
        let libra = authorities(kernel, &reality.id, Mandate::LabQuality).await.unwrap().remove(0);
        let officer = members(kernel, &libra.id, &[Role::DutyOfficer]).await.unwrap().remove(0);
        let seats = DirectorySeats.held_by(kernel, &officer.person_id).await.unwrap();
        assert_eq!(
            (seats.len(), seats[0].role, seats[0].organisation_name.as_str()),
            (1, Role::DutyOfficer, libra.name.as_str())
        );

        let exercise = Clock::Wall;
        let realm = realm::create_exercise(&kernel.db, "Try", exercise, kernel.wall.now()).await.unwrap();
        seed_demo(kernel, &realm).await.unwrap();
        let seats = DirectorySeats.held_by(kernel, &officer.person_id).await.unwrap();
        assert_eq!(seats.len(), 2, "the same person sits in both worlds");
        assert!(kernel::journal::verify(&kernel.db).await.unwrap().findings.is_empty());
    }
}

#[tokio::test]
async fn organisations_are_named_by_identifier() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let lab = organisation(house.kernel(), &house.lab).await.unwrap();
        assert_eq!(
            (lab.kind, lab.city.as_str(), lab.country.as_str()),
            (OrganisationKind::ClinicalBiologyLab, "Leuven", "BE")
        );
        assert_eq!(lab.telephone, "+32 16 000 01 00");
        let ids = [house.lab.clone(), house.authority.clone(), "nobody".to_owned()];
        let found = organisations(house.kernel(), &ids).await.unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[&house.authority].mandate, Some(Mandate::LabQuality));
        assert!(matches!(organisation(house.kernel(), "nobody").await, Err(Error::NotFound)));
        let again = directory::create_operator(house.kernel()).await.unwrap();
        assert_eq!(again, house.operator, "the operator is made once");
    }
}
