//! `paraat journal verify`.

use kernel::sql;
use testkit::Engine;

use crate::{Place, paraat};

#[tokio::test]
async fn a_whole_journal_is_said_to_be_whole_and_its_head_can_be_kept() {
    for engine in Engine::BOTH {
        let place = Place::new(engine).await.with_history(3).await;
        let answer = paraat(&["journal", "verify", "--data", place.data()]);
        answer.must_be(0, "The journal is whole: 3 entries in 1 realm.");
        let head = answer.out.lines().find_map(|line| line.strip_prefix("head ")).unwrap();
        assert!(head.starts_with("reality:3:"), "{head}");
        paraat(&["journal", "verify", "--data", place.data(), "--expect", head]).must_be(0, "");
        // Later entries do not make an earlier head untrue; another hash does.
        let place = place.with_history(0).await;
        let other = format!("reality:3:{}", "0".repeat(64));
        let answer = paraat(&["journal", "verify", "--data", place.data(), "--expect", &other, "--json"]);
        assert_eq!(answer.must_be(1, "").json()["unmet"][0]["seq"], 3);
        paraat(&["journal", "verify", "--data", place.data(), "--expect", "3"]).must_be(2, "--expect");
    }
}

#[tokio::test]
async fn a_tampered_entry_is_named() {
    for engine in Engine::BOTH {
        let place = Place::new(engine).await.with_history(5).await;
        let (house, _) = place.open().await;
        house.kernel.db.execute(sql("UPDATE journal SET verb = 'x' WHERE seq = 2")).await.unwrap();
        house.kernel.db.execute(sql("DELETE FROM journal WHERE seq = 4")).await.unwrap();
        house.kernel.db.close().await;
        let answer = paraat(&["journal", "verify", "--data", place.data()]);
        answer
            .must_be(1, "realm reality: entry 2 was altered")
            .must_be(1, "realm reality: entry 4 was removed");
        answer.must_be(1, "The journal was tampered with: 2 findings");
        let json = paraat(&["journal", "verify", "--data", place.data(), "--json"]).must_be(1, "").json();
        assert_eq!(json["findings"][0]["finding"], "altered");
    }
}
