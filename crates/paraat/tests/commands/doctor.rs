//! `paraat doctor`.

use std::os::unix::fs::PermissionsExt;

use testkit::Engine;
use testkit::gateway::Gateway;
use testkit::smtp::SmtpSink;

use crate::{Answer, Place, paraat};

fn doctor(place: &Place) -> Answer {
    paraat(&["doctor", "--data", place.data()])
}

/// The level of one check.
fn level(place: &Place, check: &str) -> String {
    let json = paraat(&["doctor", "--data", place.data(), "--json"]).json();
    let findings = json.as_array().unwrap();
    let found = findings.iter().find(|finding| finding["check"] == check);
    found.unwrap_or_else(|| panic!("{check} is not in {json}"))["level"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_healthy_installation_is_said_to_be_healthy() {
    for engine in Engine::BOTH {
        let place = Place::new(engine).await.with_history(1).await;
        let answer = doctor(&place);
        for part in ["ok       database", "ok       tables", "ok       clock", "ok       sealing", "NTP"] {
            answer.must_be(0, part);
        }
        assert!(!answer.out.contains("problem"), "{answer:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_with_a_mend() {
    let place = Place::new(Engine::Sqlite).await;
    doctor(&place).must_be(1, "problem  key").must_be(1, "problem  database").must_be(1, "To mend it: ");
    assert!(!place.file("paraat.sqlite").exists(), "looking makes nothing");
}

#[tokio::test]
async fn a_key_that_others_can_read_is_a_problem() {
    let place = Place::new(Engine::Sqlite).await.with_history(1).await;
    let readable = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(place.file("secret.key"), readable).unwrap();
    doctor(&place).must_be(1, "can be read by other accounts (mode 644)").must_be(1, "chmod 600");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_server_is_asked_but_gets_nothing() {
    let place = Place::new(Engine::Sqlite).await.with_history(1).await;
    let sink = SmtpSink::start().await;
    let port = sink.address().port();
    let write = |tls: &str| {
        let text = format!(
            "data = \".\"\n[smtp]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"{tls}\"\nfrom = \"p@zorg.example\"\n\
             bounce_address = \"b@zorg.example\"\nbounces = \"maildir\"\n"
        );
        std::fs::write(place.file("paraat.toml"), text).unwrap();
    };
    write("none");
    assert_eq!(level(&place, "mail"), "ok");
    assert_eq!((sink.connections(), sink.offered()), (1, 0));
    assert_eq!(level(&place, "bounces"), "problem");
    ["new", "cur"]
        .iter()
        .for_each(|folder| std::fs::create_dir_all(place.file("maildir").join(folder)).unwrap());
    assert_eq!(level(&place, "bounces"), "ok");
    // It speaks no TLS, and mail is never handed over without it.
    write("starttls");
    assert_eq!(level(&place, "mail"), "problem");
    drop(sink);
    write("none");
    doctor(&place).must_be(1, "problem  mail");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_gateway_is_asked_but_gets_nothing() {
    let place = Place::new(Engine::Sqlite).await.with_history(1).await;
    assert_eq!(level(&place, "sms"), "ok");
    let (mut one, two) = (Gateway::start().await, Gateway::start().await);
    let write = |token_file: &str| {
        let gateway = |(name, at): (&str, &Gateway)| {
            format!(
                "[[sms]]\nname = \"{name}\"\nurl = \"{}\"\ntoken_file = \"{token_file}\"\n\
                 sender = \"Paraat\"\nper_second = 5\n",
                at.url()
            )
        };
        let gateways = [("first", &one), ("second", &two)].map(gateway).concat();
        std::fs::write(place.file("paraat.toml"), format!("data = \".\"\n{gateways}")).unwrap();
    };
    std::fs::write(place.file("token"), "geheim\n").unwrap();
    write("token");
    doctor(&place).must_be(0, "first takes us in").must_be(0, "second takes us in");
    assert_eq!((one.asked(), one.offered(), two.asked(), two.offered()), (1, 0, 1, 0));
    one.die().await;
    doctor(&place).must_be(1, "problem  sms          first: ").must_be(1, "second takes us in");
    let answer = doctor(&place);
    assert!(!answer.out.contains("geheim"), "{answer:?}");
}

#[tokio::test]
async fn a_token_that_is_not_there_is_named() {
    let place = Place::new(Engine::Sqlite).await.with_history(1).await;
    let text = "data = \".\"\n[[sms]]\nname = \"first\"\nurl = \"https://sms.example\"\n\
                token_file = \"none\"\nsender = \"Paraat\"\nper_second = 5\n";
    std::fs::write(place.file("paraat.toml"), text).unwrap();
    doctor(&place).must_be(1, "sms.token_file = ");
}

#[tokio::test]
async fn an_unprotected_address_is_a_problem_and_a_late_message_a_warning() {
    let place = Place::new(Engine::Sqlite).await.with_history(1).await;
    let (house, _) = place.open().await;
    house.kernel.db.execute(kernel::sql("UPDATE outbox SET made_at = 0")).await.unwrap();
    house.kernel.db.close().await;
    assert_eq!(level(&place, "post"), "warning");
    assert_eq!(level(&place, "address"), "ok");
    std::fs::write(place.file("paraat.toml"), "data = \".\"\nlisten = \"0.0.0.0:80\"\n").unwrap();
    assert_eq!(level(&place, "address"), "problem");
}

#[tokio::test]
async fn a_canary_that_does_not_arrive_is_a_problem() {
    let place = Place::new(Engine::Sqlite).await.with_history(1).await;
    assert_eq!(level(&place, "canaries"), "ok");
    let text = "data = \".\"\n[webhook]\nenabled = true\n[watch]\nwebhook = \"https://canary.example\"\n";
    std::fs::write(place.file("paraat.toml"), text).unwrap();
    assert_eq!(level(&place, "canaries"), "ok");
    let (house, _) = place.open().await;
    let late = "INSERT INTO canary (channel, parcel_id, sent_at, due_at) VALUES ('webhook', '1', 1, 2)";
    house.kernel.db.execute(kernel::sql(late)).await.unwrap();
    house.kernel.db.close().await;
    assert_eq!(level(&place, "canaries"), "problem");
    doctor(&place).must_be(1, "what is sent does not leave by webhook");
}
