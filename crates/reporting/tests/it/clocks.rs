//! Terms and reminders as time passes: each story also says what a plausible wrong clock would have done.

use std::time::Duration;

use kernel::access::Role;
use kernel::time::Clock;
use l10n::Lang;
use reporting::commands;
use reporting::document::Document;
use reporting::form::{Forms, Stage};
use testkit::world::BEGIN;

use testkit::Engine;

use crate::house::{House, Person};
use crate::stages::{at, bytes, call, correct, duty, letters, newest, reminders, stage};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn director(house: &House) -> Person {
    house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_was_off_for_26_hours_reminds_once_of_everything() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = director(&house).await;
        house.person(&house.lab, Role::ItHead, "Jan Maes", Lang::Fr).await;
        house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::En).await;
        let aware = at("2026-11-22T06:00:00+01:00");
        let first = call(&house, &director, aware).await;
        let met = call(&house, &director, aware).await;
        stage(&house, &director, &met.incident, Stage::Notification, aware, &[]).await;
        assert_eq!(house.tick().await, 0);
        // Off from 25 hours before the term's end until one hour after it.
        house.go_to(at("2026-11-24T05:00:00+01:00"));
        assert_eq!(house.tick().await, 0);
        house.world.advance(26 * HOUR);
        let behind = reminders(&house, &first.incident).await;
        assert_eq!(behind.len(), 3);
        let recent = house.now().minus(Duration::from_secs(60));
        assert!(behind.iter().all(|due| *due < recent), "who looks back a minute only would lose them all");
        assert_eq!(house.tick().await, 1, "one duty, for one letter to each person");

        let sent = letters(&house).await;
        let mut to: Vec<&str> = sent.iter().map(|letter| letter.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["an.peeters@example.test", "jan.maes@example.test"]);
        let link = format!("http://paraat.test/reports/{}", first.incident);
        for letter in &sent {
            assert!(letter.body.contains(&link), "{}", letter.body);
            for secret in ["Linde", "LIS", "2026-0001", "Peeters", "CSIRT"] {
                assert!(!letter.body.contains(secret) && !letter.subject.contains(secret), "{secret}");
            }
        }
        let dutch = sent.iter().find(|letter| letter.to.starts_with("an")).unwrap();
        assert_eq!(dutch.subject, "Paraat: een termijn van een melding is verstreken");
        assert!(dutch.body.contains("25 november 2026, 06:00 CET"), "{}", dutch.body);
        assert!(sent.iter().any(|letter| letter.subject.contains("délai")));
        let reminded = "SELECT COUNT(*) FROM journal WHERE verb = 'report.reminded'";
        assert_eq!(house.count(reminded).await, 1);
        assert_eq!(reminders(&house, &first.incident).await, []);

        // Neither again nor by another node.
        let other = house.world.second_node().await;
        assert_eq!(reporting::tick(&other, &house.app.settings).await.unwrap(), 0);
        assert_eq!(house.tick().await, 0);
        assert_eq!(letters(&house).await.len(), 2);
        assert_eq!(house.count(reminded).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reminder_comes_in_its_time_and_two_nodes_send_it_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = director(&house).await;
        let filed = call(&house, &director, at("2026-11-22T06:00:00+01:00")).await;
        let node = house.world.second_node().await;
        let mut subjects = Vec::new();
        for due in ["2026-11-24T06:00:00+01:00", "2026-11-25T02:00:00+01:00", "2026-11-25T06:00:00+01:00"] {
            house.go_to(at(due).minus(Duration::from_millis(1)));
            assert_eq!(house.tick().await, 0, "too early for {due}");
            house.go_to(at(due));
            let (one, other) = tokio::join!(
                reporting::tick(house.kernel(), &house.app.settings),
                reporting::tick(&node, &house.app.settings)
            );
            assert_eq!(one.unwrap() + other.unwrap(), 1, "{due}");
            subjects.push(letters(&house).await.pop().unwrap().subject);
        }
        let (ends, passed) = (
            "Paraat: een termijn van een melding loopt af",
            "Paraat: een termijn van een melding is verstreken",
        );
        assert_eq!(subjects, [ends, ends, passed]);
        assert_eq!(reminders(&house, &filed.incident).await, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_term_runs_from_awareness_and_not_from_detection() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = director(&house).await;
        // Told by a supplier at 04:10, seen with one's own eyes at 06:05.
        let (aware, detected) = (at("2026-11-22T04:10:00+01:00"), at("2026-11-22T06:05:00+01:00"));
        let filed = call(&house, &director, aware).await;
        let due = aware.plus(72 * HOUR);
        assert_eq!(duty(&house, &filed.incident, "notification").await, ("running".into(), Some(due)));
        assert_ne!(due, detected.plus(72 * HOUR));
        // After the term by the one, before it by the other.
        house.go_to(at("2026-11-25T05:00:00+01:00"));
        let fields = [("detected", "2026-11-22T06:05"), ("aware_reason", "The supplier telephoned first.")];
        stage(&house, &director, &filed.incident, Stage::Notification, aware, &fields).await;
        let document = newest(&house, &director, &filed.incident).await;
        assert_eq!(document.terms[0].due_at.as_deref(), Some("2026-11-25T04:10:00+01:00"));
        assert!(document.terms[0].is_late);
        assert!(house.now() < detected.plus(72 * HOUR), "counted from detection it would be in time");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_after_31_january_is_the_last_day_of_february() {
    let years = [("2027", "2027-02-28T10:00:00+01:00"), ("2028", "2028-02-29T10:00:00+01:00")];
    for engine in Engine::at_hand() {
        for (year, end) in years {
            let house = House::new(engine).await;
            let director = director(&house).await;
            let filed_at = at(&format!("{year}-01-31T10:00:00+01:00"));
            house.go_to(filed_at);
            let filed = call(&house, &director, filed_at.minus(HOUR)).await;
            let waiting = duty(&house, &filed.incident, "final").await;
            assert_eq!(waiting, ("waiting".into(), None), "its clock begins with the notification");
            let incident = &filed.incident;
            stage(&house, &director, incident, Stage::Notification, filed_at.minus(HOUR), &[]).await;
            assert_eq!(duty(&house, incident, "final").await, ("running".into(), Some(at(end))));
            assert_ne!(at(end), filed_at.plus(30 * DAY), "thirty days would be wrong");
            assert_ne!(at(end).minus(HOUR), at(end), "counted from awareness it would end an hour earlier");
            let expected = [at(end).minus(7 * DAY), at(end).minus(DAY), at(end)];
            assert_eq!(reminders(&house, incident).await, expected);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nights_of_the_clock_change_make_no_term_longer_or_shorter() {
    // Aware, the right end, and the same hour on the wall three days later.
    let nights = [
        ("2027-03-26T12:00:00+01:00", "2027-03-29T13:00:00+02:00", "2027-03-29T12:00:00+02:00"),
        ("2027-10-29T12:00:00+02:00", "2027-11-01T11:00:00+01:00", "2027-11-01T12:00:00+01:00"),
    ];
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = director(&house).await;
        for (aware, end, by_the_wall) in nights {
            house.go_to(at(aware).plus(HOUR));
            // What is owed of the night before.
            house.tick().await;
            let filed = call(&house, &director, at(aware)).await;
            assert_eq!(duty(&house, &filed.incident, "notification").await.1, Some(at(end)));
            assert_ne!(at(end), at(by_the_wall));
            let expected = [at(end).minus(DAY), at(end).minus(4 * HOUR), at(end)];
            assert_eq!(reminders(&house, &filed.incident).await, expected);
            house.go_to(at(end).minus(DAY));
            assert_eq!(house.tick().await, 1);
            assert_ne!(at(end).minus(DAY), at(by_the_wall).minus(DAY), "an hour off by the wall");
            house.go_to(at(end));
            stage(&house, &director, &filed.incident, Stage::Notification, at(aware), &[]).await;
            let document = newest(&house, &director, &filed.incident).await;
            assert!(!document.terms[0].is_late, "filed at the last moment");
        }
        // In the second of two hours that the wall shows alike, the offset tells which is meant.
        house.go_to(at("2028-10-29T03:00:00+01:00"));
        let aware = at("2028-10-29T02:30:00+02:00");
        let filed = call(&house, &director, aware).await;
        let due = duty(&house, &filed.incident, "notification").await.1;
        assert_eq!(due, Some(at("2028-11-01T01:30:00+01:00")));
        assert_ne!(due, Some(at("2028-11-01T02:30:00+01:00")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_changes_between_two_stages_leaves_what_was_filed() {
    const FIRST: &str = include_str!("../../../../data/forms/early-warning/2026-11.toml");
    let later = FIRST
        .replace("version = \"2026-11\"", "version = \"2026-12\"")
        .replace("from = \"2026-01-01\"", "from = \"2026-11-23\"")
        .replace("What do you see?", "What do you see, and where?")
        .replace("key = \"stopped_more\"", "key = \"stopped_else\"");
    let forms = Forms::read(&[FIRST, &later]).unwrap();
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = director(&house).await;
        let aware = at("2026-11-22T06:05:00+01:00");
        let filed = call(&house, &director, aware).await;
        let before = bytes(&house, &director, &filed.incident).await.remove(0);
        house.go_to(at("2026-11-24T06:05:00+01:00"));
        stage(&house, &director, &filed.incident, Stage::Notification, aware, &[]).await;
        let after = bytes(&house, &director, &filed.incident).await.remove(0);
        assert_eq!(before, after);

        let document = Document::read(&after).unwrap();
        assert_eq!(document.bytes().unwrap(), after);
        let kept = forms.find(&document.form.id, &document.form.version, &document.stage).unwrap();
        let now = forms.current(Stage::EarlyWarning, house.now()).unwrap();
        let label = |form: &reporting::form::Form| form.field("what").unwrap().label.get(Lang::En).to_owned();
        assert_eq!(label(kept), "What do you see?");
        assert_ne!(label(now), label(kept), "with the form of today it would say something else");
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exercise_reminds_on_its_own_clock() {
    for engine in Engine::at_hand() {
        // An hour of the exercise is a minute of the machine.
        let begin = at("2027-02-01T08:00:00+01:00");
        let clock = Clock::Scaled { wall: BEGIN, realm: begin, per_mille: 60_000 };
        let house = House::exercise(engine, clock).await;
        let director = director(&house).await;
        let filed = call(&house, &director, begin).await;
        let minute = Duration::from_secs(60);
        house.world.advance(48 * minute - Duration::from_millis(1));
        assert_eq!(house.tick().await, 0);
        house.world.advance(Duration::from_millis(1));
        assert_eq!(house.tick().await, 1);
        assert_eq!(house.now(), begin.plus(48 * HOUR));
        assert!(house.kernel().wall.now() < BEGIN.plus(HOUR), "by the machine's clock it would be days away");
        let letter = letters(&house).await.remove(0);
        assert!(letter.body.contains("4 februari 2027, 08:00 CET"), "{}", letter.body);
        assert_eq!(house.count("SELECT COUNT(*) FROM outbox WHERE realm_id = 'reality'").await, 0);
        // Standing still it reminds of nothing, however long the machine runs.
        let paused = clock.paused(house.kernel().wall.now());
        kernel::realm::set_clock(&house.kernel().db, &house.realm.id, paused).await.unwrap();
        house.world.advance(10 * DAY);
        assert_eq!(house.tick().await, 0);
        assert_eq!(reminders(&house, &filed.incident).await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_of_awareness_moves_the_running_term_and_its_reminders() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = director(&house).await;
        let (wrong, right) = (at("2026-11-22T06:05:00+01:00"), at("2026-11-21T20:05:00+01:00"));
        let filed = call(&house, &director, wrong).await;
        let before = bytes(&house, &director, &filed.incident).await;
        house.world.advance(HOUR);
        correct(&house, &director, &filed, Stage::EarlyWarning, right).await;
        let due = right.plus(72 * HOUR);
        assert_eq!(duty(&house, &filed.incident, "notification").await, ("running".into(), Some(due)));
        let expected = [due.minus(DAY), due.minus(4 * HOUR), due];
        assert_eq!(reminders(&house, &filed.incident).await, expected);
        house.go_to(due.minus(DAY));
        assert_eq!(house.tick().await, 1);
        assert!(house.now() < wrong.plus(48 * HOUR), "by the first hour it would come later");
        // The first stays as it was filed.
        assert_eq!(bytes(&house, &director, &filed.incident).await[..1], before);
        let corrected = newest(&house, &director, &filed.incident).await;
        assert_eq!(corrected.corrects.unwrap().filing, filed.filing);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lateness_is_frozen_when_a_stage_is_filed() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = director(&house).await;
        let aware = at("2026-11-22T06:00:00+01:00");
        let filed = call(&house, &director, aware).await;
        house.go_to(aware.plus(72 * HOUR + Duration::from_millis(1)));
        let incident = &filed.incident;
        let notified = stage(&house, &director, incident, Stage::Notification, aware, &[]).await;
        let late = newest(&house, &director, incident).await;
        assert!(late.terms.iter().any(|term| term.stage == "notification" && term.is_late));
        let before = bytes(&house, &director, incident).await;
        // By this hour it would have been in time; what was filed is not judged again.
        correct(&house, &director, &notified, Stage::Notification, aware.plus(HOUR)).await;
        let after = bytes(&house, &director, incident).await;
        assert_eq!(after[..2], before[..]);
        assert!(Document::read(&after[2]).unwrap().terms.is_empty(), "a correction ends no term");
        assert_eq!(
            duty(&house, incident, "notification").await,
            ("late".into(), Some(aware.plus(72 * HOUR)))
        );
        assert!(notified.receipt.unwrap().at < aware.plus(HOUR).plus(72 * HOUR));
        assert_eq!(house.tick().await, 0, "nobody is reminded of what was filed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_progress_report_stops_the_clock_of_the_final_until_handling_ended() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = director(&house).await;
        let aware = at("2026-11-22T06:00:00+01:00");
        let filed = call(&house, &director, aware).await;
        let incident = &filed.incident;
        house.go_to(at("2026-11-23T10:00:00+01:00"));
        stage(&house, &director, incident, Stage::Notification, aware, &[]).await;
        let first = at("2026-12-23T10:00:00+01:00");
        assert_eq!(duty(&house, incident, "final").await, ("running".into(), Some(first)));
        house.go_to(at("2026-12-10T10:00:00+01:00"));
        stage(&house, &director, incident, Stage::Progress, aware, &[]).await;
        assert_eq!(duty(&house, incident, "final").await, ("waiting".into(), None));
        house.go_to(first.plus(DAY));
        assert_eq!(house.tick().await, 0, "the first clock would have reminded three times");

        house.go_to(at("2027-01-31T12:00:00+01:00"));
        let ended = at("2027-01-31T11:00:00+01:00");
        let principal = house.principal(&director);
        let settings = &house.app.settings;
        commands::end_handling(house.kernel(), settings, &principal, incident, ended).await.unwrap();
        let due = at("2027-02-28T11:00:00+01:00");
        assert_eq!(duty(&house, incident, "final").await, ("running".into(), Some(due)));
        assert_ne!(due, ended.plus(30 * DAY));
        house.go_to(due.minus(DAY));
        assert_eq!(house.tick().await, 1, "two reminders that became due are one letter");
        house.go_to(due);
        stage(&house, &director, incident, Stage::Final, aware, &[("resolved", "2027-01-31T11:00")]).await;
        assert!(!newest(&house, &director, incident).await.terms[0].is_late);
        assert_eq!(house.tick().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_begin_between_two_stages_make_nothing_due_again() {
    for engine in Engine::at_hand() {
        // The rules with terms apply from 1 November 2026.
        let called_at = at("2026-10-30T10:00:00+01:00");
        let clock = Clock::Scaled { wall: BEGIN, realm: called_at, per_mille: 1000 };
        let house = House::exercise(engine, clock).await;
        let director = director(&house).await;
        let aware = called_at.minus(HOUR);
        let filed = call(&house, &director, aware).await;
        let incident = &filed.incident;
        assert_eq!(house.count("SELECT COUNT(*) FROM duty").await, 0, "the rules before had no terms");
        house.world.advance(HOUR);
        stage(&house, &director, incident, Stage::Notification, aware, &[]).await;
        house.world.advance(4 * DAY);
        stage(&house, &director, incident, Stage::Intermediate, aware, &[]).await;
        let owed: Vec<(String,)> =
            house.kernel().db.fetch_all(kernel::sql("SELECT stage FROM duty ORDER BY stage")).await.unwrap();
        assert_eq!(owed, [("final".into(),)], "not what the authority already has");
        // The month runs from the notification, not from the filing that found the new rule.
        let due = at("2026-11-30T11:00:00+01:00");
        assert_eq!(duty(&house, incident, "final").await, ("running".into(), Some(due)));
        house.world.advance(10 * DAY);
        stage(&house, &director, incident, Stage::Final, aware, &[]).await;
        let document = newest(&house, &director, incident).await;
        let kept: Vec<(&str, bool)> =
            document.terms.iter().map(|term| (term.stage.as_str(), term.is_late)).collect();
        assert_eq!(kept, [("final", false)], "an early warning that was in time is not late now");
    }
}
