//! `paraat bench warn --kill`: nodes that are killed in the middle of a warning lose nothing of it.

use testkit::Engine;
use testkit::postgres::{self, TestDatabase};

use crate::paraat;

/// What the program measured under a name that begins so.
fn measured(answer: &serde_json::Value, name: &str) -> (f64, f64) {
    let measures = answer["measures"].as_array().unwrap();
    let found = measures.iter().find(|measure| measure["what"].as_str().unwrap().starts_with(name));
    let found = found.unwrap_or_else(|| panic!("{name} is not in {answer}"));
    (found["value"].as_f64().unwrap(), found["target"].as_f64().unwrap_or_default())
}

#[tokio::test]
async fn a_warning_survives_nodes_that_are_killed() {
    for (engine, nodes) in [(Engine::Sqlite, "1"), (Engine::Postgres, "2")] {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres::database().await),
        };
        let file = format!("sqlite:{}", folder.path().join("bench.sqlite").display());
        let url = database.as_ref().map_or(file.as_str(), TestDatabase::url);
        let size = ["--organisations", "60", "--seats", "2", "--channels", "4"];
        let kills = ["--kill", "4", "--nodes", nodes, "--seed", "7", "--database", url, "--json"];
        let answer = paraat(&[&["bench", "warn"][..], &size, &kills].concat());
        assert_eq!(answer.code, 0, "{answer:?}");
        let answer = answer.json();
        assert_eq!(measured(&answer, "messages of the warning").0, 480.0);
        assert_eq!(measured(&answer, "messages lost").0, 0.0);
        let (repeats, leases) = measured(&answer, "messages that came twice");
        assert!(repeats <= leases && leases > 0.0, "{repeats} of {leases}");
    }
}

#[test]
fn two_nodes_need_a_database_for_two() {
    paraat(&["bench", "warn", "--organisations", "1", "--nodes", "2"])
        .must_be(2, "SQLite is the database of one node");
}
