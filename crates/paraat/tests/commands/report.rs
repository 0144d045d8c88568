//! `paraat report export`, and that it agrees with `paraat journal verify`.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use kernel::sql;
use testkit::Engine;

use crate::{Answer, Place, paraat};

/// An installation in which the demo's story has been told.
async fn told(engine: Engine) -> Place {
    let place = Place::new(engine).await;
    let (house, _) = place.open().await;
    let settings = house.settings("127.0.0.1:1".parse().unwrap());
    paraat::demo::fill(&house.kernel, &settings).await.unwrap();
    house.kernel.db.close().await;
    place
}

fn export(place: &Place, out: &str, more: &[&str]) -> Answer {
    let out = place.file(out);
    let options = ["report", "export", "--out", out.to_str().unwrap(), "--data", place.data()];
    paraat(&[&options, more].concat())
}

fn list(place: &Place, out: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(place.file(out).join("digests.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

async fn run(place: &Place, text: &'static str) {
    let (house, _) = place.open().await;
    assert_eq!(house.kernel.db.execute(sql(text)).await.unwrap(), 1);
    house.kernel.db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_list_and_journal_agree() {
    for engine in Engine::BOTH {
        let place = told(engine).await;
        export(&place, "out", &[]).must_be(0, "Every digest agrees with the journal.");
        paraat(&["journal", "verify", "--data", place.data()]).must_be(0, "Every filing fits its digest");
        let lines = list(&place, "out");
        assert!(lines.iter().any(|line| line["authority"].is_null()));
        assert!(lines.iter().any(|line| line["authority"].is_string()));
        assert_eq!(files(&place.file("out")), lines.len() + 1);

        let (house, _) = place.open().await;
        for line in &lines {
            let name = line["file"].as_str().unwrap();
            let file = place.file("out").join(name);
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            let bytes = std::fs::read(&file).unwrap();
            assert_eq!(line["digest"], kernel::journal::digest(&bytes), "{name}");
            let entry = sql("SELECT data, hash FROM journal WHERE realm_id = $1 AND seq = $2")
                .bind(line["realm"].as_str().unwrap())
                .bind(line["seq"].as_i64().unwrap());
            let (data, hash): (String, String) = house.kernel.db.fetch_one(entry).await.unwrap();
            let facts: serde_json::Value = serde_json::from_str(&data).unwrap();
            let journalled = match line["authority"].as_str() {
                Some(authority) => &facts["parts"][authority],
                None => &facts["digest"],
            };
            assert_eq!((journalled, &facts["filing"]), (&line["digest"], &line["filing"]));
            assert_eq!(line["hash"], hash);
        }
        house.kernel.db.close().await;

        let id = lines[0]["incident"].as_str().unwrap();
        let one = export(&place, "one", &["--incident", id, "--json"]).must_be(0, "").json();
        assert_eq!(one["incidents"], 1);
        assert!(place.file("one").join(format!("{id}/1-early_warning.json")).exists());
        assert!(list(&place, "one").iter().all(|line| line["incident"] == id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_altered_is_named_by_both() {
    for engine in Engine::BOTH {
        let place = told(engine).await;
        let alter = "UPDATE filing_part SET digest = 'x' WHERE (filing_id, authority_id) = \
            (SELECT filing_id, authority_id FROM filing_part ORDER BY filing_id, authority_id LIMIT 1)";
        run(&place, alter).await;
        run(&place, "UPDATE filing SET sealed = 'x' WHERE id = (SELECT MAX(id) FROM filing)").await;
        run(
            &place,
            "DELETE FROM filing WHERE id = (SELECT MIN(id) FROM filing WHERE id NOT IN \
            (SELECT filing_id FROM filing_part WHERE digest = 'x'))",
        )
        .await;
        let verified = paraat(&["journal", "verify", "--data", place.data(), "--json"]).must_be(1, "").json();
        let exported = export(&place, "out", &["--json"]).must_be(1, "").json();
        let sorted = |findings: &serde_json::Value| {
            let mut findings: Vec<String> = serde_json::from_value(findings.clone()).unwrap();
            findings.sort();
            findings
        };
        assert_eq!(sorted(&verified["filings"]), sorted(&exported["findings"]));
        let named = sorted(&exported["findings"]).join("\n");
        for fault in ["another digest for authority", "was altered and cannot be opened", "has no filing"] {
            assert!(named.contains(fault), "{fault} in {named}");
        }
        let unread = list(&place, "out").into_iter().filter(|line| line["file"].is_null()).count();
        assert!(unread > 0, "what cannot be read is in the list, without a file");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_why_it_cannot_run() {
    let place = told(Engine::Sqlite).await;
    export(&place, "a", &["--incident", "nowhere"]).must_be(2, "no such incident was filed");
    export(&place, "b", &[]).must_be(0, "");
    export(&place, "b", &[]).must_be(2, "is not empty");
    run(&place, "UPDATE filing SET stage = '../../x' WHERE id = (SELECT MIN(id) FROM filing)").await;
    export(&place, "c", &[]).must_be(2, "is no name for a file");
    std::fs::remove_file(place.file("secret.key")).unwrap();
    export(&place, "d", &[]).must_be(2, "secret.key is missing");
    paraat(&["report", "export", "--out", "x", "--data", "/no/where"]).must_be(2, "there is no database");
}
