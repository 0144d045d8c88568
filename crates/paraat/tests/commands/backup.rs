//! `paraat backup` and `paraat restore`: everything comes back, on either engine, or nothing does.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;

use kernel::{journal, sql};
use testkit::Engine;
use web::people;

use crate::{Place, happen, paraat};

#[tokio::test]
async fn a_backup_of_one_engine_is_restored_into_the_other() {
    for (from, into) in [(Engine::Sqlite, Engine::Postgres), (Engine::Postgres, Engine::Sqlite)] {
        let old = Place::new(from).await.with_history(450).await;
        let file = old.file("b.gz");
        let file = file.to_str().unwrap();
        let answer = paraat(&["backup", file, "--data", old.data(), "--with-key", "--json"]);
        assert_eq!(answer.must_be(0, "").json()["tables"]["person"], 450);
        let new = Place::new(into).await;
        paraat(&["restore", file, "--data", new.data()])
            .must_be(0, "The journal is whole: 450 entries in 1 realm.");
        assert_eq!(
            std::fs::read(old.file("secret.key")).unwrap(),
            std::fs::read(new.file("secret.key")).unwrap()
        );
        let mode = new.file("secret.key").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let (house, reality) = new.open().await;
        let person = people::find_by_email(&house.kernel, "an7@lab.example").await.unwrap().unwrap();
        assert_eq!(person.details.name, "An \"7\"");
        // The journal goes on where it was.
        happen(&house, &reality, 451).await;
        assert!(journal::verify(&house.kernel.db).await.unwrap().findings.is_empty());
        house.kernel.db.close().await;
    }
}

#[tokio::test]
async fn a_backup_holds_no_key_and_no_name_unless_asked() {
    let old = Place::new(Engine::Sqlite).await.with_history(1).await;
    let file = old.file("b.gz");
    let answer = paraat(&["backup", file.to_str().unwrap(), "--data", old.data()]);
    answer.must_be(0, "The sealing key is not in it. Keep ");
    let mut text = String::new();
    let mut input = flate2::read::GzDecoder::new(std::fs::File::open(&file).unwrap());
    std::io::Read::read_to_string(&mut input, &mut text).unwrap();
    let key = std::fs::read_to_string(old.file("secret.key")).unwrap();
    assert!(!text.contains(key.trim()) && !text.contains("lab.example"));
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let new = Place::new(Engine::Sqlite).await;
    let answer = paraat(&["restore", file.to_str().unwrap(), "--data", new.data()]);
    answer.must_be(0, "The sealing key was not in the backup: put it at ");
    // Without it nothing starts, and no other key is made.
    paraat(&["serve", "--data", new.data(), "--listen", "127.0.0.1:0"]).must_be(2, "secret.key is missing");
}

#[tokio::test]
async fn nothing_is_written_over() {
    let old = Place::new(Engine::Sqlite).await.with_history(1).await;
    let file = old.file("b.gz");
    let file = file.to_str().unwrap();
    paraat(&["backup", file, "--data", old.data()]).must_be(0, "");
    paraat(&["backup", file, "--data", old.data()]).must_be(2, "b.gz exists already");
    paraat(&["restore", file, "--data", old.data()]).must_be(2, "is not empty: its journal holds 1 entry");
}

#[tokio::test]
async fn a_damaged_backup_leaves_the_database_empty() {
    for engine in Engine::BOTH {
        let old = Place::new(Engine::Sqlite).await.with_history(20).await;
        let good = old.file("good.gz");
        paraat(&["backup", good.to_str().unwrap(), "--data", old.data()]).must_be(0, "");
        let new = Place::new(engine).await;
        let bad = new.file("bad.gz");
        let bad_name = bad.to_str().unwrap();
        let restore = || paraat(&["restore", bad_name, "--data", new.data()]);
        std::fs::write(&bad, b"not a backup").unwrap();
        restore().must_be(2, "bad.gz is no use as a backup");
        let mut text = Vec::new();
        let mut input = flate2::read::GzDecoder::new(std::fs::File::open(&good).unwrap());
        std::io::Read::read_to_end(&mut input, &mut text).unwrap();
        // One letter of one entry, and a file that ends too early.
        let altered = String::from_utf8(text.clone()).unwrap().replace("person.added", "person.adder");
        for content in [altered.into_bytes(), text[..text.len() * 3 / 4].to_vec()] {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            out.write_all(&content).unwrap();
            std::fs::write(&bad, out.finish().unwrap()).unwrap();
            restore().must_be(2, "bad.gz: it ");
        }
        // The good one still fits.
        paraat(&["restore", good.to_str().unwrap(), "--data", new.data()]).must_be(0, "20 entries");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_in_a_storm_of_commits_is_one_moment() {
    for engine in Engine::BOTH {
        let old = Place::new(engine).await.with_history(50).await;
        let (house, reality) = old.open().await;
        let file = old.file("b.gz");
        let (storm, answer) = tokio::join!(
            async {
                let mut number = 1000;
                while !file.exists() {
                    happen(&house, &reality, number).await;
                    number += 1;
                }
                number - 1000
            },
            tokio::task::spawn_blocking({
                let (file, data) = (file.clone(), old.data().to_owned());
                move || paraat(&["backup", file.to_str().unwrap(), "--data", &data])
            })
        );
        answer.unwrap().must_be(0, "");
        assert!(storm > 0);
        let new = Place::new(Engine::Sqlite).await;
        paraat(&["restore", file.to_str().unwrap(), "--data", new.data()]).must_be(0, "The journal is whole");
        std::fs::copy(old.file("secret.key"), new.file("secret.key")).unwrap();
        let (copy, _) = new.open().await;
        let count = |text| copy.kernel.db.fetch_number(sql(text));
        let entries = count("SELECT COUNT(*) FROM journal").await.unwrap();
        assert_eq!(count("SELECT COUNT(*) FROM person").await.unwrap(), entries);
        assert_eq!(count("SELECT COUNT(*) FROM outbox").await.unwrap(), entries);
        house.kernel.db.close().await;
    }
}
