//! Load of players, and faults of the platform.

use crate::stage::{Stage, cast, check, length, scenario};
use scenario::engine::Engine;

#[test]
fn the_load_of_a_person_is_the_most_in_ten_minutes() {
    check(
        "1m h1 got alarm
         5m h1 got again
         10m59s h1 got news
         11m h1 got advice
         11m h1 got advice
         15m h1.2 got alarm
         20m h1 opened alarm
         21m h1 opened alarm
         26m h1 opened again",
        "load h1.1 #3 1,2,3
         load h1.2 #1 6
         load h1 #3 1,2,3
         load h2 #0
         load whole #3
         load/unread h1.1 #2 3,4
         load/unread h1 #3
         load/unread h2.1 #0
         load/open h1.1 21m 9
         load/open h1 never
         load/open h2 nothing
         load/open whole never",
    );
}

#[test]
fn a_fault_takes_its_time_out_of_every_length() {
    check(
        "10m h1 wrote lab
         10m h1 opened alarm
         10m h1 got press-call
         10m h1 got puzzle
         10m h1 got news
         10m h1 has ehr down
         10m lab has analyser wrong
         20m fault
         30m mended
         50m h1 recorded
         50m h1 called csirt
         50m h1 shared message lab
         50m h1 knows-since 50m
         50m h1 replied press-call
         50m h1 answered cipher right
         50m h1 opened news
         50m h1 has ehr paper
         50m lab has analyser isolated
         50m lab called h1
         70m h1 filed early-warning",
        "first-internal-alarm h1 30m
         first-contact-csirt h1 30m
         first-sharing-peer h1 30m
         alone-time h1 30m
         awareness-gap h1 30m
         press-latency h1 30m
         challenge h1 30m
         load/open h1.1 never
         clinical-downtime h1 30m
         clinical-downtime/past-ceiling h1 15m
         firmware-quarantine lab 30m
         ownership-clarity/unanswered lab #0
         nis2-24h h1 20m
         sharing-graph/reach-half whole never
         sharing-graph/csirt whole never
         platform-fault whole #1 8
         platform-fault/length whole 10m",
    );
    check("10m h1 got news\n20m fault\n30m mended\n50m h1 opened news", "load/open h1.1 30m");
}

#[test]
fn faults_that_overlap_a_length_in_part() {
    for (faults, wanted) in [
        ("5m fault\n8m mended\n10m h1 opened alarm\n30m h1 called csirt", "20m"),
        ("5m fault\n10m h1 opened alarm\n15m mended\n30m h1 called csirt", "15m"),
        ("10m h1 opened alarm\n25m fault\n30m h1 called csirt\n35m mended", "15m"),
        ("5m fault\n10m h1 opened alarm\n30m h1 called csirt", "0m"),
        ("10m h1 opened alarm\n12m fault\n14m mended\n16m fault\n19m mended\n30m h1 called csirt", "15m"),
        // A fault that is said to begin twice is one.
        ("10m h1 opened alarm\n12m fault\n13m fault\n14m mended\n15m mended\n30m h1 called csirt", "18m"),
        ("10m h1 opened alarm\n30m h1 called csirt\n40m fault\n50m mended", "20m"),
    ] {
        check(faults, &format!("first-contact-csirt h1 {wanted}"));
    }
}

#[test]
fn what_is_left_out_is_listed() {
    let scenario = scenario();
    let cast = cast(&scenario);
    let engine = Engine::new(&scenario, &cast).expect("a small exercise");
    let stage = Stage { engine: &engine };
    let journal = stage.journal("5m fault\n8m mended\n9m fault\n9m mended\n20m fault");
    let measures = stage.measure(&journal, length("30m"));
    let minutes = [(5, 8), (20, 30)].map(|(from, to)| (from * 60_000, to * 60_000));
    assert_eq!(measures.left_out, minutes);
    check(
        "5m fault\n8m mended\n9m fault\n9m mended\n23h fault",
        "platform-fault whole #3 1,3,5\nplatform-fault/length whole 1h3m",
    );
}

#[test]
fn a_delivery_takes_from_when_the_inject_went() {
    // `alarm` goes at 5m, `held` when it is released; when `waits` went is not in the journal.
    check(
        "5m10s h1 got alarm
         5m20s h1.2 got alarm
         5m30s h2 missed alarm
         6m h2 got alarm
         7m h2 got alarm
         20m released held h1
         20m1s h1 got held
         30m h1 got waits",
        "platform-fault/p95 whole 1m
         platform-fault/p99 whole 1m
         platform-fault/not-delivered whole #1 3
         platform-fault/not-delivered h2 #1
         platform-fault/not-delivered h2.1 #1
         platform-fault/not-delivered h1 #0
         platform-fault whole #0",
    );
    let mut journal = String::new();
    for _ in 0..95 {
        journal.push_str("5m1s h1 got alarm\n5m1s h1 opened alarm\n");
    }
    for _ in 0..5 {
        journal.push_str("5m40s h1 got alarm\n5m40s h1 opened alarm\n");
    }
    check(&journal, "platform-fault/p95 whole 1s\nplatform-fault/p99 whole 40s");
    check("", "platform-fault/p95 whole nothing");
}
