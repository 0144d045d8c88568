//! A person who was erased: nothing lets them in, nothing tells who they were.

use http::StatusCode;
use kernel::access::Role;
use kernel::{Entry, Error, journal, realm, sql};
use web::people;

use testkit::Engine;

use crate::house::{EMAIL, House, PASSWORD};

async fn erase(house: &House, id: &str) -> kernel::Result<()> {
    let kernel = house.kernel();
    let mut change = kernel.begin_as_system(&realm::reality(&kernel.db).await?).await?;
    people::erase(&mut change, id).await?;
    change.record(Entry::new("person.erased", "person", id));
    change.commit().await?;
    Ok(())
}

async fn rows(house: &House, query: &'static str) -> i64 {
    house.kernel().db.fetch_number(sql(query)).await.unwrap()
}

/// A passkey without a device behind it.
async fn put_passkey(house: &House, person_id: &str) {
    let insert = "INSERT INTO passkey (id, person_id, credential_id, credential, device, made_at, used_at) \
                  VALUES ('key', $1, 'key', '{}', 'An’s phone', 0, 0)";
    house.kernel().db.execute(sql(insert).bind(person_id)).await.unwrap();
}

#[tokio::test]
async fn whoever_was_erased_comes_in_no_more() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, secret, codes) = house.insider().await;
        let id = people::find_by_email(house.kernel(), EMAIL).await.unwrap().unwrap().id;
        let invitation = house.invite(&id).await;
        let mut half_way = house.actor();
        house.first_step(&mut half_way, PASSWORD).await;

        erase(&house, &id).await.unwrap();
        assert!(an.get("/desk").await.path.starts_with("/sign-in"), "the session has ended");
        assert!(an.get("/account").await.path.starts_with("/sign-in"));
        let code = house.code(&secret);
        half_way.post("/sign-in/code", &[("code", &code)]).await;
        assert!(half_way.get("/desk").await.path.starts_with("/sign-in"), "what was begun has ended");
        let mut visitor = house.actor();
        let refused = house.first_step(&mut visitor, PASSWORD).await;
        assert_eq!((refused.status, &*refused.path), (StatusCode::UNPROCESSABLE_ENTITY, "/sign-in"));
        let recovery = [("email", EMAIL), ("code", &*codes[0])];
        let refused = visitor.post("/sign-in/recovery", &recovery).await;
        assert_eq!((refused.status, &*refused.path), (StatusCode::UNPROCESSABLE_ENTITY, "/sign-in/recovery"));
        let page = visitor.get(&invitation).await;
        assert!(page.attributes("main form", "action").is_empty(), "{}", page.text());
        let again = web::sign_in::invite(house.kernel(), &house.app.settings, &id).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
        let late = web::sign_in::sign_in_as(&house.app, &id, "test").await;
        assert!(matches!(late, Err(Error::Forbidden)), "a passkey accepted meanwhile: {late:?}");
        assert!(journal::verify(&house.kernel().db).await.unwrap().findings.is_empty());
    }
}

#[tokio::test]
async fn a_session_begun_meanwhile_is_nobodys() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.person(EMAIL, &[Role::Director]).await;
        erase(&house, &id).await.unwrap();
        let holder = web::session::Holder::Person { id: &id, seat_id: "seat-director-reality" };
        let cookie = web::session::start(&house.app, holder, "test").await.unwrap();
        let mut ghost = house.actor().with_cookie(cookie.to_str().unwrap());
        for path in ["/desk", "/account"] {
            assert!(ghost.get(path).await.path.starts_with("/sign-in"), "{path}");
        }
    }
}

#[tokio::test]
async fn nothing_that_tells_who_it_was_is_left() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        let id = people::find_by_email(house.kernel(), EMAIL).await.unwrap().unwrap().id;
        let other = house.person("bert@labo-noord.example", &[Role::Director]).await;
        house.invite(&id).await;
        house.first_step(&mut house.actor(), PASSWORD).await;
        an.post("/notes", &[("cause", "ransomware"), ("_token", "stale")]).await;
        put_passkey(&house, &id).await;
        let tables = [
            "SELECT COUNT(*) FROM password",
            "SELECT COUNT(*) FROM totp",
            "SELECT COUNT(*) FROM recovery_code",
            "SELECT COUNT(*) FROM passkey",
            "SELECT COUNT(*) FROM ceremony WHERE person_id <> ''",
            "SELECT COUNT(*) FROM session",
            "SELECT COUNT(*) FROM resume",
            "SELECT COUNT(*) FROM invitation WHERE used_at IS NULL",
        ];
        for table in tables {
            assert!(rows(&house, table).await > 0, "there is something to erase: {table}");
        }
        erase(&house, &id).await.unwrap();
        for table in tables {
            assert_eq!(rows(&house, table).await, 0, "{table}");
        }
        let left: (String, String, String) = house
            .kernel()
            .db
            .fetch_one(sql("SELECT seal_key, sealed, email_lookup FROM person WHERE id = $1").bind(&id))
            .await
            .unwrap();
        assert_eq!(left, (String::new(), String::new(), format!("erased {id}")));
        let person = people::get(house.kernel(), &id).await.unwrap();
        assert!(person.is_erased() && person.details.name.is_empty());
        assert!(people::find_by_email(house.kernel(), EMAIL).await.unwrap().is_none());
        assert!(!people::get(house.kernel(), &other).await.unwrap().is_erased());

        let twice = erase(&house, &id).await;
        assert!(matches!(twice, Err(Error::NotFound)), "{twice:?}");
        let unknown = erase(&house, "nobody").await;
        assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
        assert_eq!(house.journalled("person.erased").await, 1);
        let anew = house.person(EMAIL, &[]).await;
        assert_ne!(anew, id, "who comes back is a new person");
    }
}
