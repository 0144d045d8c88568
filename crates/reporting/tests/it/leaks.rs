//! Whatever happens to incidents, nobody learns more than they were told, and whoever was told can read it.
//!
//! Random histories run against a model that keeps, for every word, who may know it. Every answer, name and
//! message holds a word of its own, so that a word that stands where it must not is found wherever it stands.

mod model;
mod watch;

use axum::http::StatusCode;
use proptest::prelude::*;
use testkit::Engine;

use model::{Changes, Step, World};

fn changes() -> impl Strategy<Value = Changes> {
    let added = prop::option::weighted(0.3, 0..model::AUTHORITIES.len());
    let objected = prop::collection::btree_set(0..model::AUTHORITIES.len(), 0..3);
    (0..3usize, 0..3usize, 0..3usize, any::<bool>(), added, objected).prop_map(
        |(personal, devices, malicious, harms_care, added, objected)| Changes {
            personal,
            devices,
            malicious,
            harms_care,
            added,
            objected: objected.into_iter().filter(|each| Some(*each) != added).collect(),
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let incident = 0..4usize;
    let authority = 0..model::AUTHORITIES.len();
    prop_oneof![
        2 => (0..2usize, changes()).prop_map(|(lab, changes)| Step::Call { lab, changes }),
        5 => (incident.clone(), 0..4usize, changes())
            .prop_map(|(incident, stage, changes)| Step::File { incident, stage, changes }),
        3 => (incident.clone(), 0..4usize, changes())
            .prop_map(|(incident, filing, changes)| Step::Correct { incident, filing, changes }),
        1 => (incident.clone(), 0..4usize).prop_map(|(incident, stage)| Step::Keep { incident, stage }),
        2 => (incident.clone(), authority.clone())
            .prop_map(|(incident, authority)| Step::Tell { incident, authority }),
        6 => (incident.clone(), authority, prop::sample::select(model::DEEDS.to_vec()))
            .prop_map(|(incident, authority, deed)| Step::Do { incident, authority, deed }),
        2 => (incident.clone(), any::<prop::sample::Index>())
            .prop_map(|(incident, question)| Step::Answer { incident, question }),
        3 => (incident.clone(), 0..model::READERS.len())
            .prop_map(|(incident, who)| Step::Attach { incident, who }),
        1 => incident.prop_map(|incident| Step::End { incident }),
    ]
}

/// A call by each laboratory and a notification, then whatever may come.
fn history() -> impl Strategy<Value = Vec<Step>> {
    let rest = prop::collection::vec(step(), 4..12);
    (changes(), changes(), changes(), rest).prop_map(|(first, second, third, rest)| {
        let begin = [
            Step::Call { lab: 0, changes: first },
            Step::Call { lab: 1, changes: second },
            Step::Attach { incident: 0, who: 1 },
            Step::File { incident: 0, stage: 0, changes: third },
        ];
        begin.into_iter().chain(rest).collect()
    })
}

/// Runs `check` on the world that each of `cases` random histories leaves behind.
fn run(engine: Engine, cases: u32, check: impl AsyncFn(&World)) {
    let config = ProptestConfig {
        cases,
        // What fails is told as it is: a smaller history costs more time than it saves.
        max_shrink_iters: 0,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let outcome = proptest::test_runner::TestRunner::new(config).run(&history(), |steps| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new(engine).await;
            for step in &steps {
                world.take(step).await;
            }
            check(&world).await;
        });
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

fn cases(engine: Engine, most: u32) -> u32 {
    if engine == Engine::Sqlite { most } else { most / 6 }
}

#[test]
fn nobody_learns_more_than_they_were_told_and_who_was_told_can_read_it() {
    for engine in Engine::at_hand() {
        run(engine, cases(engine, 12), async |world| {
            world.readings().await;
            world.pages().await;
            world.files().await;
            world.lists_and_counts().await;
            world.strangers().await;
        });
    }
}

#[test]
fn a_filing_page_shows_each_reader_its_own_part() {
    for engine in Engine::at_hand() {
        run(engine, cases(engine, 6), filing_pages);
    }
}

/// Looks at the pages and bytes of every filing as every authority.
async fn filing_pages(world: &World) {
    for (number, incident) in world.incidents.iter().enumerate() {
        for reader in world.readers(number) {
            let eye = world.eye(reader).await;
            for filing in &incident.filings {
                let path = format!("/reports/{}/filings/{}", incident.id, filing.id);
                let paths = [path.clone(), format!("{path}?format=json"), format!("{path}/document.json")];
                for (index, path) in paths.iter().enumerate() {
                    if !world.may_read_filing(reader, filing) {
                        world.looks_like_nothing(&eye, incident, path).await;
                        continue;
                    }
                    let answer = eye.look(path).await;
                    assert_eq!(answer.status, StatusCode::OK, "{path}");
                    answer.hides(&world.hidden_from(reader), path);
                    let sees = world
                        .seen_of(reader, filing)
                        .map(|word| if index == 0 { word.shown.as_str() } else { word.raw.as_str() });
                    answer.shows(sees, path);
                }
            }
        }
    }
}
