//! How soon somebody is told.

use crate::stage::{check, check_at};

#[test]
fn everything_counts_from_the_first_symptom_that_was_opened() {
    // It was sent at 5m and opened at 10m by one, later by another; a second symptom changes nothing.
    check(
        "5m h1 got alarm
         7m h1 opened news
         10m h1 opened alarm
         11m h1.2 opened alarm
         12m h1.2 opened again
         25m h1.2 recorded
         30m h1 called csirt
         55m h1 shared indicators lab
         58m h1 recorded",
        "first-internal-alarm h1 15m 3,6
         first-contact-csirt h1 20m 3,7
         first-sharing-peer h1 45m 3,8
         alone-time h1 20m 3,7
         first-internal-alarm h2 nothing
         first-contact-csirt h2 nothing
         first-contact-csirt csirt -
         first-internal-alarm csirt nothing",
    );
}

#[test]
fn a_record_that_was_there_before_the_symptom_is_no_delay() {
    check("5m h1 recorded\n10m h1 opened alarm", "first-internal-alarm h1 0m 2,1");
}

#[test]
fn a_trial_of_the_lines_before_the_symptom_is_no_call_for_help() {
    check(
        "1m h1 called csirt\n2m h1 shared message lab\n10m h1 opened alarm\n40m h1 called csirt",
        "first-contact-csirt h1 30m\nalone-time h1 30m\nfirst-sharing-peer h1 never",
    );
}

#[test]
fn the_csirt_is_told_by_a_call_a_message_a_report_or_an_answer() {
    for (deed, wanted) in [
        ("called csirt", "10m"),
        ("wrote csirt.2", "10m"),
        ("shared report csirt", "10m"),
        ("filed early-warning", "10m"),
        ("half-filed notification", "10m"),
        ("replied advice", "10m"),
        ("replied news", "never"),
        ("called ministry", "never"),
        ("called lab", "never"),
        ("opened advice", "never"),
    ] {
        let journal = format!("10m h1 opened alarm\n20m h1 {deed}");
        check(&journal, &format!("first-contact-csirt h1 {wanted}"));
    }
}

#[test]
fn whoever_speaks_to_nobody_who_can_help_is_alone() {
    for (deed, alone) in [
        ("called lab", false),
        ("called ministry", false),
        ("shared message police", false),
        ("filed notification", false),
        ("replied advice", false),
        ("called h1.2", true),
        ("shared message h1.2", true),
        ("called nurse", true),
        ("called patient", true),
        ("wrote journalist", true),
        ("wrote attacker", true),
        ("replied extortion", true),
        ("replied orders", true),
        ("wrote excon", true),
        ("said 1 1", true),
    ] {
        let journal = format!("10m h1 opened alarm\n20m h1 {deed}");
        let wanted = if alone { "never" } else { "10m" };
        check(&journal, &format!("alone-time h1 {wanted}"));
    }
}

#[test]
fn sharing_with_a_peer_is_sharing_with_another_institution() {
    for (deed, wanted) in [
        ("shared indicators h2", "10m"),
        ("shared message csirt", "10m"),
        ("shared report ministry", "10m"),
        ("shared indicators h1.2", "never"),
        ("shared indicators patient", "never"),
        ("shared indicators attacker", "never"),
        ("called h2", "never"),
        ("filed early-warning", "never"),
    ] {
        let journal = format!("10m h1 opened alarm\n20m h1 {deed}");
        check(&journal, &format!("first-sharing-peer h1 {wanted}"));
    }
}

#[test]
fn the_share_of_deeds_before_the_first_contact() {
    check(
        "9m h1 said 1 1
         10m h1 opened alarm
         11m h1 recorded
         12m h1.2 task 1 1
         13m h1 opened news
         14m h1 said 1 1
         20m h1 called csirt
         21m h1 recorded
         22m h2 opened alarm
         23m h2 recorded
         24m nl opened alarm",
        "alone-time/acts-before h1 60.0% 7
         alone-time/acts-before h2 100.0%
         alone-time/acts-before nl nothing
         alone-time/acts-before lab -
         alone-time/acts-before BE 66.7%",
    );
}

#[test]
fn the_middle_of_a_country_counts_those_who_never_did() {
    let journal = "10m h1 opened alarm
         10m h2 opened alarm
         10m lab opened alarm
         10m nl opened alarm
         15m h1 called csirt
         30m h2 called csirt
         40m csirt called h1";
    check(
        journal,
        "first-contact-csirt BE 20m 2,6
         first-contact-csirt/lower BE 5m
         first-contact-csirt/upper BE never
         first-contact-csirt/never BE 33.3% 3
         first-contact-csirt whole 20m
         first-contact-csirt/never whole 50.0% 4,3
         first-contact-csirt NL never 4
         first-contact-csirt/waited NL 23h50m
         first-contact-csirt EU nothing
         first-contact-csirt/lower h1 -
         first-contact-csirt/waited h1 -
         first-contact-csirt/waited lab 23h50m",
    );
    // When most never did, the middle never did.
    let more = format!("{journal}\n50m police opened alarm\n50m eu opened alarm");
    check(&more, "first-contact-csirt whole never");
    check_at("50m", &more, "first-contact-csirt/waited whole 0m");
}

#[test]
fn what_comes_after_the_end_does_not_count() {
    check("10m h1 opened alarm\n20m ended\n30m h1 called csirt", "first-contact-csirt h1 never");
}
