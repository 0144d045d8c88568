//! Feeds: everybody's and an organisation's own, the signatures in them, and the keys that let programs in.

use std::time::Duration;

use cap::{MsgType, Scope, Status, VerifyingKey, verify};
use kernel::access::Role;
use kernel::time::Clock;
use l10n::Lang;
use testkit::Engine;
use warning::commands::{self, attach};
use warning::warning::{Class, Tlp};

use crate::house::{House, MINUTE, draft, node, routes};
use crate::wire::{Answer, fetch, fetch_from};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// The addresses of the messages in a feed, in its order.
fn links(feed: &Answer) -> Vec<String> {
    let parts = feed.text();
    let links = parts
        .split("<entry>")
        .skip(1)
        .filter_map(|entry| entry.split_once("<link href=\"")?.1.split_once('"'));
    links.map(|(link, _)| link.to_owned()).collect()
}

/// The message at an address, if the published key signed it.
async fn message(house: &House, link: &str, headers: &[(&str, &str)]) -> cap::Alert {
    let answer = fetch(house, link, headers).await;
    assert_eq!(answer.status.as_u16(), 200, "{link}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/cap+xml; charset=utf-8");
    let pem = fetch(house, "/cap/key.pem", &[]).await;
    verify(&answer.bytes, &VerifyingKey::from_pem(&pem.text()).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_is_clear_and_signed_and_nothing_else() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let empty = fetch(&house, "/cap/feed.atom", &[]).await;
        assert_eq!((empty.status.as_u16(), links(&empty)), (200, vec![]));
        for tlp in [Tlp::Red, Tlp::AmberStrict, Tlp::Amber, Tlp::Green] {
            let id = house.publish(Class::Urgent, tlp).await;
            assert_eq!(fetch(&house, &format!("/cap/alerts/{id}"), &[]).await.status.as_u16(), 404, "{tlp}");
        }
        let officer = house.principal(&house.officer);
        let clear = commands::Draft { tlp: Tlp::Clear, ..draft() };
        let id = commands::begin(house.kernel(), &officer, &clear).await.unwrap();
        attach(house.kernel(), &officer, &id, "ioc.txt", b"198.51.100.7").await.unwrap();
        // A draft is not out, whatever its label.
        assert_eq!(links(&fetch(&house, "/cap/feed.atom", &[]).await), Vec::<String>::new());
        assert_eq!(fetch(&house, &format!("/cap/alerts/{id}"), &[]).await.status.as_u16(), 404);
        commands::publish(house.kernel(), &house.app.settings, &officer, &id, 2).await.unwrap();

        let feed = fetch(&house, "/cap/feed.atom", &[]).await;
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        assert_eq!(feed.header("cache-control"), "public, max-age=60");
        assert!(feed.text().contains("<title>LIS update 4.2 carries ransomware</title>"), "{}", feed.text());
        assert!(feed.text().contains("+01:00</updated>"), "times carry their offset");
        assert_eq!(links(&feed), [format!("http://paraat.test/cap/alerts/{id}")]);
        let alert = message(&house, &links(&feed)[0], &[]).await;
        assert_eq!(
            (alert.status, alert.msg_type, alert.scope),
            (Status::Actual, MsgType::Alert, Scope::Public)
        );
        assert_eq!(alert.infos[0].headline.as_deref(), Some("LIS update 4.2 carries ransomware"));
        let file = fetch(&house, alert.infos[0].resources[0].uri.as_ref().unwrap(), &[]).await;
        assert_eq!(file.text(), "198.51.100.7");

        // Who has it already is told so, by tag or by date, until something changes.
        let (tag, date) = (feed.header("etag"), feed.header("last-modified"));
        for known in [("if-none-match", tag), ("if-modified-since", date)] {
            let again = fetch(&house, "/cap/feed.atom", &[known]).await;
            assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{known:?}");
            assert_eq!(again.header("etag"), tag);
        }
        house.world.advance(MINUTE);
        house.publish(Class::Urgent, Tlp::Clear).await;
        for known in [("if-none-match", tag), ("if-modified-since", date)] {
            assert_eq!(fetch(&house, "/cap/feed.atom", &[known]).await.status.as_u16(), 200, "{known:?}");
        }
        // One key, made once, with what vouches for it.
        let (first, second) =
            (fetch(&house, "/cap/key.pem", &[]).await, fetch(&house, "/cap/key.pem", &[]).await);
        assert_eq!(first.bytes, second.bytes);
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'signing_key.made'").await, 1);
        let fingerprint = VerifyingKey::from_pem(&first.text()).unwrap().fingerprint().unwrap();
        for (lang, words) in [
            ("nl", "Een handtekening"),
            ("fr", "Vérifier"),
            ("de", "Eine Unterschrift"),
            ("en", "Check a signature"),
        ] {
            let page = house.phone().reading(lang).get("/cap").await;
            page.must_show(words).must_show(&fingerprint).must_show("xmlsec1 --verify");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_sign_with_the_same_key() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.publish(Class::Urgent, Tlp::Clear).await;
        let path = format!("/cap/alerts/{id}");
        let node = node(&house.world, house.world.second_node().await);
        // Both make it, as far as they know.
        let (first, second) = tokio::join!(fetch(&house, &path, &[]), fetch_from(routes(&node), &path, &[]));
        assert_eq!((first.status.as_u16(), first.bytes), (200, second.bytes));
        assert_eq!(house.count("SELECT COUNT(*) FROM signing_key").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_cancellations_and_silent_ends_are_told_and_leave_after_their_time() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.publish(Class::Urgent, Tlp::Clear).await;
        let mut bo = house.browser(&house.officer).await;
        house.world.advance(MINUTE);
        let reach = bo.get(&format!("/warnings/{id}")).await;
        let form = bo.submit(&reach, "/follow", &[("kind", "cancel")]).await;
        let review = bo.submit(&form, "/edit", &[]).await;
        bo.submit(&review, "/publish", &[]).await.must_show("The warning is out.");
        let feed = fetch(&house, "/cap/feed.atom", &[]).await;
        let found = links(&feed);
        assert_eq!(found.len(), 2, "{}", feed.text());
        let (cancel, alert) = (message(&house, &found[0], &[]).await, message(&house, &found[1], &[]).await);
        assert_eq!((cancel.msg_type, &cancel.references[..]), (MsgType::Cancel, &[alert.reference()][..]));

        let quiet = house.publish(Class::Urgent, Tlp::Clear).await;
        house.world.advance(MINUTE);
        let page = bo.get(&format!("/warnings/{quiet}")).await;
        assert_eq!(fetch(&house, &format!("/cap/alerts/{quiet}-end"), &[]).await.status.as_u16(), 404);
        bo.submit(&page, "/end", &[]).await;
        let feed = fetch(&house, "/cap/feed.atom", &[]).await;
        assert!(feed.text().contains("<title>Over: LIS update"), "{}", feed.text());
        let end = message(&house, &links(&feed)[0], &[]).await;
        assert_eq!((end.identifier.as_str(), end.msg_type), (&*format!("{quiet}-end"), MsgType::Cancel));
        assert_eq!(end.references, [message(&house, &links(&feed)[1], &[]).await.reference()]);
        assert_eq!(links(&feed).len(), 4);

        house.world.advance(7 * DAY - 2 * MINUTE);
        assert_eq!(links(&fetch(&house, "/cap/feed.atom", &[]).await).len(), 4);
        house.world.advance(2 * MINUTE);
        assert_eq!(links(&fetch(&house, "/cap/feed.atom", &[]).await), Vec::<String>::new());
        message(&house, &found[0], &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_on_out_of_sight_is_over_for_everybody_else() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.publish(Class::Urgent, Tlp::Clear).await;
        let mut bo = house.browser(&house.officer).await;
        let reach = bo.get(&format!("/warnings/{id}")).await;
        let form = bo.submit(&reach, "/follow", &[]).await;
        let review =
            bo.submit(&form, "/edit", &[("tlp", "amber"), ("headline_en", "Names of the victims")]).await;
        bo.submit(&review, "/publish", &[]).await.must_show("The warning is out.");
        let feed = fetch(&house, "/cap/feed.atom", &[]).await;
        assert!(!feed.text().contains("victims"));
        assert_eq!(message(&house, &links(&feed)[0], &[]).await.identifier, format!("{id}-end"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_of_an_organisation_reads_what_that_was_sent_and_never_red() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let mut sent = Vec::new();
        for tlp in [Tlp::Red, Tlp::AmberStrict, Tlp::Green, Tlp::Clear] {
            sent.push(house.publish(Class::Urgent, tlp).await);
            house.world.advance(MINUTE);
        }
        let mut director = house.browser(&house.directors[0]).await;
        let page = director.get("/feeds").await;
        let refused = director.submit(&page, "/feeds", &[("name", " ")]).await;
        assert_eq!(refused.status.as_u16(), 422);
        refused.must_show("Write what the key is for");
        let made = director.submit(&page, "/feeds", &[("name", "SIEM of the lab")]).await;
        let secret = made.all(".notice .hash").remove(0);
        let listed = director.get("/feeds").await;
        listed.must_show("SIEM of the lab").must_hide(&secret);
        for column in ["digest", "sealed_name"] {
            let row: (String,) = house
                .kernel()
                .db
                .fetch_one(kernel::db::sql_built(format!("SELECT {column} FROM feed_key")))
                .await
                .unwrap();
            assert!(!row.0.contains(&secret) && !row.0.contains("SIEM"));
        }
        let bearer = format!("Bearer {secret}");
        let key: &[(&str, &str)] = &[("authorization", &bearer)];
        let feed = fetch(&house, "/cap/restricted", key).await;
        assert_eq!((feed.status.as_u16(), feed.header("cache-control")), (200, "private, no-cache"));
        let expected: Vec<String> =
            sent[1..].iter().rev().map(|id| format!("http://paraat.test/cap/restricted/{id}")).collect();
        assert_eq!(links(&feed), expected);
        assert!(!feed.text().contains(&secret));
        let green = message(&house, &links(&feed)[1], key).await;
        assert_eq!((green.status, green.scope), (Status::Actual, Scope::Restricted));
        assert!(green.restriction.unwrap().starts_with("TLP:GREEN"));
        assert_eq!(fetch(&house, &format!("/cap/restricted/{}", sent[0]), key).await.status.as_u16(), 404);
        let basic = format!("Basic {}", base64(&format!("lab:{secret}")));
        assert_eq!(fetch(&house, "/cap/restricted", &[("authorization", &basic)]).await.bytes, feed.bytes);

        // Without a key, with a wrong one, with one of somebody who was sent nothing.
        for headers in [&[][..], &[("authorization", "Bearer wrong")], &[("authorization", "Bearer ")]] {
            for path in ["/cap/restricted".to_owned(), format!("/cap/restricted/{}", sent[2])] {
                let refused = fetch(&house, &path, headers).await;
                assert_eq!(refused.status.as_u16(), 401, "{path}");
                assert!(refused.header("www-authenticate").starts_with("Bearer"));
            }
        }
        let outsider = house.person(&house.hospital, Role::ItHead, "Out Sider", Lang::En).await;
        let mut hospital = house.browser(&outsider).await;
        let page = hospital.get("/feeds").await;
        page.must_hide("SIEM");
        let other =
            hospital.submit(&page, "/feeds", &[("name", "Intranet")]).await.all(".notice .hash").remove(0);
        let other = format!("Bearer {other}");
        let theirs: &[(&str, &str)] = &[("authorization", &other)];
        assert_eq!(links(&fetch(&house, "/cap/restricted", theirs).await), Vec::<String>::new());
        assert_eq!(fetch(&house, &format!("/cap/restricted/{}", sent[3]), theirs).await.status.as_u16(), 404);

        // Nobody revokes another's key; its own organisation does, and it opens nothing from then on.
        let revoke = listed.attributes("form[action$=revoke]", "action").remove(0);
        let token = hospital.get("/feeds").await.attributes("input[name=_token]", "value").remove(0);
        assert_eq!(hospital.post(&revoke, &[("_token", &token)]).await.status.as_u16(), 404);
        director.submit(&listed, "/revoke", &[]).await.must_hide("SIEM of the lab");
        assert_eq!(fetch(&house, "/cap/restricted", key).await.status.as_u16(), 401);
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb LIKE 'feed_key.%'").await, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_answers_for_a_program_makes_its_key_and_there_are_few() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        for (role, may) in [
            (Role::Director, true),
            (Role::Deputy, true),
            (Role::ItHead, true),
            (Role::QualityManager, false),
            (Role::CrisisLead, false),
            (Role::DutyOfficer, false),
            (Role::Administrator, false),
        ] {
            let person = house.person(&house.labs[0], role, &format!("Some {role:?}"), Lang::En).await;
            let status = house.browser(&person).await.get("/feeds").await.status.as_u16();
            assert_eq!(status, if may { 200 } else { 403 }, "{role:?}");
        }
        let mut director = house.browser(&house.directors[0]).await;
        let page = director.get("/feeds").await;
        for number in 0..10 {
            director
                .submit(&page, "/feeds", &[("name", &format!("Program {number}"))])
                .await
                .must_show("This is the key");
        }
        assert_eq!(director.submit(&page, "/feeds", &[("name", "One more")]).await.status.as_u16(), 409);
        director.get("/feeds").await.must_show("There are as many keys as there may be");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_exercise_is_public_or_actual() {
    for engine in Engine::at_hand() {
        let house = House::exercise(engine, Clock::Wall).await;
        let id = house.publish(Class::Urgent, Tlp::Clear).await;
        assert_eq!(links(&fetch(&house, "/cap/feed.atom", &[]).await), Vec::<String>::new());
        assert_eq!(fetch(&house, &format!("/cap/alerts/{id}"), &[]).await.status.as_u16(), 404);
        let mut director = house.browser(&house.directors[0]).await;
        let page = director.get("/feeds").await;
        let secret =
            director.submit(&page, "/feeds", &[("name", "SIEM")]).await.all(".notice .hash").remove(0);
        let bearer = format!("Bearer {secret}");
        let key: &[(&str, &str)] = &[("authorization", &bearer)];
        let feed = fetch(&house, "/cap/restricted", key).await;
        assert!(feed.text().contains("<category term=\"Exercise\">"), "{}", feed.text());
        let alert = message(&house, &links(&feed)[0], key).await;
        assert_eq!((alert.status, alert.note.as_deref()), (Status::Exercise, Some("Two groups")));
    }
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
