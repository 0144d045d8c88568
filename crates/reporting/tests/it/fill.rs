//! An installation filled for measuring looks like one that was used.

use std::collections::HashSet;

use kernel::access::Role;
use l10n::Lang;
use reporting::fill::{Desk, Plan, fill};
use testkit::{Actor, Engine};
use web::people;

use crate::house::{House, Person};

const INCIDENTS: usize = 230;

struct Filled {
    house: House,
    director: Person,
    officer: Person,
}

async fn filled(engine: Engine) -> Filled {
    let house = House::new(engine).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::En).await;
    let officer = house.person(&house.csirt, Role::DutyOfficer, "Ine Wijn", Lang::En).await;
    let colleague = house.person(&house.csirt, Role::DutyOfficer, "Jo Maes", Lang::En).await;
    let kernel = house.kernel();
    let organisation = async |id: &str| directory::organisation(kernel, id).await.unwrap();
    let desks = [
        Desk {
            organisation: organisation(&house.csirt).await,
            officers: vec![officer.id.clone(), colleague.id.clone()],
        },
        Desk { organisation: organisation(&house.quality).await, officers: Vec::new() },
    ];
    let plan = Plan {
        realm: &house.realm,
        zone: &house.app.settings.zone,
        reporters: &[organisation(&house.lab).await],
        filer: &people::get(kernel, &director.id).await.unwrap(),
        desks: &desks,
        incidents: INCIDENTS,
        seed: 7,
    };
    fill(kernel, &plan, |_| ()).await.unwrap();
    Filled { house, director, officer }
}

/// Follows the pages of a list from its first; gives the address of every incident, in order.
async fn walk(browser: &mut Actor, path: &str) -> Vec<String> {
    let (mut found, mut next) = (Vec::new(), path.to_owned());
    loop {
        let page = browser.get(&next).await;
        assert_eq!(page.status, 200);
        found.extend(page.attributes("a.title", "href"));
        let older = format!("{path}?before=");
        let older = page.attributes("nav.pages a", "href").into_iter().find(|way| way.starts_with(&older));
        let Some(way) = older else { return found };
        next = way;
    }
}

#[tokio::test]
async fn filled_rows_verify_and_every_state_is_there() {
    for engine in Engine::BOTH {
        let Filled { house, .. } = filled(engine).await;
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
        assert_eq!(house.count("SELECT COUNT(*) FROM filing").await, INCIDENTS as i64);
        for text in [
            "SELECT COUNT(*) FROM audience WHERE state = 'told'",
            "SELECT COUNT(*) FROM audience WHERE state = 'acknowledged' AND waits_on = ''",
            "SELECT COUNT(*) FROM audience WHERE waits_on = 'reporter'",
            "SELECT COUNT(*) FROM audience WHERE state = 'acknowledged' AND waits_on = 'authority'",
            "SELECT COUNT(*) FROM audience WHERE state = 'closed'",
        ] {
            assert!(house.count(text).await > 0, "{text}");
        }
    }
}

#[tokio::test]
async fn lists_show_each_filled_incident_once() {
    for engine in Engine::BOTH {
        let Filled { house, director, officer } = filled(engine).await;
        for (person, path) in [(&director, "/reports"), (&officer, "/desk/all")] {
            let mut browser = house.browser(person).await;
            let found = walk(&mut browser, path).await;
            assert_eq!(found.len(), INCIDENTS, "{path}");
            assert_eq!(found.iter().collect::<HashSet<_>>().len(), INCIDENTS, "{path}");
            assert_eq!(browser.get(&found[0]).await.status, 200);
        }
    }
}

/// What each section of the desk holds and its order, said without regard to indexes.
const SECTIONS: [(&str, &str); 5] = [
    ("late", "waits_on = 'authority' AND due_at <= $2 AND $3 <> '' ORDER BY due_at"),
    ("new", "state = 'told' AND (due_at IS NULL OR due_at > $2) AND $3 <> '' ORDER BY waits_since"),
    (
        "mine",
        "state = 'acknowledged' AND waits_on <> 'reporter' AND assigned_to IN ($3, '') \
         AND (due_at IS NULL OR due_at > $2) ORDER BY waits_since",
    ),
    (
        "colleagues",
        "state = 'acknowledged' AND waits_on <> 'reporter' AND assigned_to NOT IN ($3, '') \
         AND (due_at IS NULL OR due_at > $2) ORDER BY waits_since",
    ),
    (
        "asked",
        "state = 'acknowledged' AND waits_on = 'reporter' AND (due_at IS NULL OR due_at > $2) \
         AND $3 <> '' ORDER BY waits_since",
    ),
];

#[tokio::test]
async fn each_section_of_the_desk_holds_what_waits_longest() {
    for engine in Engine::BOTH {
        let Filled { house, officer, .. } = filled(engine).await;
        let (db, now) = (&house.kernel().db, house.kernel().now(&house.realm));
        // Some are nobody's.
        let text = "UPDATE audience SET assigned_to = '' WHERE authority_id = $1 AND reference LIKE '%5'";
        db.execute(kernel::sql(text).bind(&house.csirt)).await.unwrap();
        let desk = house.browser(&officer).await.get("/desk").await;
        for (section, condition) in SECTIONS {
            let text = format!(
                "SELECT incident_id FROM audience WHERE authority_id = $1 AND {condition}, incident_id LIMIT 20"
            );
            let query = kernel::db::sql_built(text).bind(&house.csirt).bind(now).bind(&officer.id);
            let rows: Vec<(String,)> = db.fetch_all(query).await.unwrap();
            assert!(!rows.is_empty(), "{section}");
            let expected: Vec<String> = rows.into_iter().map(|(id,)| format!("/reports/{id}")).collect();
            let shown = format!("section[aria-labelledby=\"h-{section}\"] a.title");
            assert_eq!(desk.attributes(&shown, "href"), expected, "{section}");
        }
    }
}

#[tokio::test]
async fn badges_count_what_waits() {
    for engine in Engine::BOTH {
        let Filled { house, director, officer } = filled(engine).await;
        let asked = house.count("SELECT COUNT(*) FROM audience WHERE waits_on = 'reporter'").await;
        assert!(asked > 0);
        let page = house.browser(&director).await.get("/reports").await;
        let badge = page.all("nav.main a[href=\"/reports\"] b").concat();
        assert!(badge.ends_with(&format!(" {}", asked.min(99))), "{badge}: {asked}");
        let text = "SELECT COUNT(*) FROM audience WHERE authority_id = $1 AND waits_on = 'authority' \
            AND assigned_to IN ($2, '')";
        let query = kernel::sql(text).bind(&house.csirt).bind(&officer.id);
        let waiting = house.kernel().db.fetch_number(query).await.unwrap();
        assert!(waiting > 0);
        let page = house.browser(&officer).await.get("/desk").await;
        let badge = page.all("nav.main a[href=\"/desk\"] b").concat();
        assert!(badge.ends_with(&format!(" {}", waiting.min(99))), "{badge}: {waiting}");
    }
}
