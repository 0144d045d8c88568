//! Between institutions: sharing, who does what, the press, what is said in public, the attackers.

use crate::stage::check;

#[test]
fn pairs_that_share_are_a_part_of_all_pairs() {
    check(
        "1m h1 shared message h2
         2m h1.2 shared indicators h2.2
         3m h1 shared message h1.2
         4m h2 shared message h1
         5m h1 shared message nl
         6m h1 shared message ministry
         7m h1 called lab",
        "sharing-graph whole 7.1% 1,4,5
         sharing-graph/pairs whole #3
         sharing-graph BE 10.0% 1,4
         sharing-graph/pairs BE #2
         sharing-graph NL nothing
         sharing-graph/pairs NL #0
         sharing-graph h1 33.3%
         sharing-graph/gave h1 #2
         sharing-graph/got h1 #1
         sharing-graph/gave nl #0
         sharing-graph/got nl #1",
    );
}

#[test]
fn what_a_victim_knows_travels_from_hand_to_hand() {
    check(
        "5m lab shared message h2
         10m h1 opened alarm
         12m h1 shared indicators lab
         15m lab shared indicators csirt
         16m lab shared indicators h1
         20m csirt shared indicators eu
         22m h1 shared indicators eu
         30m nl shared message h2
         40m eu shared indicators nl",
        "sharing-graph/csirt whole 5m 2,4
         sharing-graph/csirt-hops whole #2 4
         sharing-graph/eu whole 10m 2,6
         sharing-graph/eu-hops whole #3
         sharing-graph/reach-3 whole 10m 2,6
         sharing-graph/reach-half whole 10m
         sharing-graph/reach-3 BE never 2
         sharing-graph/reach-half BE 5m 2,4
         sharing-graph/eu BE -
         sharing-graph/csirt NL -
         sharing-graph/reach-3 NL -
         sharing-graph/csirt EU -
         sharing-graph/eu EU nothing
         sharing-graph/reach-half EU -",
    );
}

#[test]
fn every_victim_is_a_source_and_the_time_runs_from_the_first() {
    check(
        "10m h1 opened alarm
         20m h2 opened alarm
         25m h2 shared indicators csirt
         26m h2 shared indicators lab
         27m h2 shared indicators h1
         28m h1 shared indicators h2",
        "sharing-graph/csirt-hops whole #1
         sharing-graph/csirt whole 15m 1,3
         sharing-graph/reach-3 whole 18m 1,6
         sharing-graph/eu whole never",
    );
    check(
        "5m h1 shared indicators csirt",
        "sharing-graph/csirt whole nothing\nsharing-graph/csirt-hops whole -",
    );
}

#[test]
fn a_task_has_one_owner_at_the_end() {
    check(
        "1m h1 task 1 0
         2m h1 task 2 2
         3m h1 task 3 1
         4m h1 task 4 0
         5m h1.2 task 4 1
         6m h2 task 5 3
         7m nl task 6 1",
        "ownership-clarity h1 #2 1,2
         ownership-clarity/none h1 #1 1
         ownership-clarity/several h1 #1 2
         ownership-clarity/tasks h1 #4
         ownership-clarity h2 #1 6
         ownership-clarity nl #0
         ownership-clarity lab nothing
         ownership-clarity BE #3 1,2,6
         ownership-clarity/tasks whole #6",
    );
}

#[test]
fn a_request_is_answered_within_half_an_hour() {
    for (journal, requests, unanswered) in [
        ("10m h1 wrote lab\n40m lab called h1", "#1", "#0"),
        ("10m h1 wrote lab\n40m lab shared message h1.2", "#1", "#0"),
        ("10m h1 wrote lab\n40m1s lab called h1", "#1", "#1"),
        ("10m h1 wrote lab\n30m h1 wrote lab\n35m h2 wrote lab", "#2", "#2"),
        ("10m h1 wrote lab\n20m lab called h2", "#1", "#1"),
        ("23h45m h1 wrote lab", "#1", "#0"),
        ("10m h1 called lab", "-", "-"),
        ("10m h1 shared message lab", "-", "-"),
        ("10m lab wrote lab.2", "-", "-"),
    ] {
        let wanted = format!(
            "ownership-clarity/requests lab {requests}\nownership-clarity/unanswered lab {unanswered}"
        );
        check(journal, &wanted);
    }
    check(
        "10m h1 wrote lab\n20m lab wrote h1",
        "ownership-clarity/unanswered h1 -\nownership-clarity/unanswered lab #0",
    );
    check("10m h1 wrote lab", "ownership-clarity/unanswered lab #1 1");
}

#[test]
fn the_press_waits_from_when_it_asked() {
    for (deed, wanted) in [
        ("h1 replied press-call", "10m"),
        ("h1.2 called journalist", "10m"),
        ("h1 shared message journalist", "10m"),
        ("h1 said 1 1", "10m"),
        ("h1 opened press-call", "never"),
        ("h1 replied news", "never"),
        ("h1 called rival", "never"),
        ("h2 called journalist", "never"),
    ] {
        let journal = format!("10m h1 got press-call\n12m h1.2 got press-call\n20m {deed}");
        check(&journal, &format!("press-latency h1 {wanted}\npress-latency/questions h1 #1 1"));
    }
    check(
        "10m h1 got press-item\n10m h1 got extortion",
        "press-latency h1 nothing\npress-latency/questions h1 -",
    );
}

#[test]
fn questions_of_a_team_have_a_middle() {
    check(
        "10m h1 got press-call
         10m h1 got rival-call
         15m h1 called rival
         30m h2 got press-call
         40m h2 said 1 1
         50m h1 called rival",
        "press-latency h1 5m 2,3
         press-latency/never h1 50.0% 1
         press-latency/upper h1 never
         press-latency h2 10m 4,5
         press-latency whole 10m
         press-latency/questions whole #3
         press-latency/never whole 33.3%",
    );
}

#[test]
fn statements_differ_within_a_team_and_between_teams() {
    check(
        "1m h1 said 1 7
         2m h1 said 1 7
         3m h1.2 said 1 8
         4m h1 said 1 9
         5m h1 said 2 5
         6m nl said 1 7
         7m nl said 3 1
         8m h2 said 2 5
         9m lab said 2 6",
        "statement-conflicts h1 #2 1,3,4
         statement-conflicts nl #0
         statement-conflicts csirt nothing
         statement-conflicts BE #2
         statement-conflicts whole #2
         statement-conflicts/between whole #2 1,3,4,6,5,8,9
         statement-conflicts/between BE #1 5,8,9
         statement-conflicts/between NL #0
         statement-conflicts/between h1 -",
    );
}

#[test]
fn the_attackers_are_spoken_to_only_after_a_decision_that_allows_it() {
    for (journal, unapproved, contacts) in [
        ("10m h1 wrote attacker", "#1", "#1"),
        ("10m h1 replied extortion", "#1", "#1"),
        ("10m h1 shared message attacker", "#1", "#1"),
        ("9m h1.2 decided talk us\n10m h1 wrote attacker", "#0", "#1"),
        ("9m h1 decided talk nobody\n10m h1 wrote attacker", "#1", "#1"),
        ("8m h1 decided talk us\n9m h1 decided talk nobody\n10m h1 wrote attacker", "#1", "#1"),
        ("9m h2 decided talk us\n10m h1 wrote attacker", "#1", "#1"),
        ("9m h1 decided pay pay\n10m h1 wrote attacker", "#1", "#1"),
        ("10m h1 wrote attacker\n11m h1 decided talk us\n12m h1 wrote attacker", "#1", "#2"),
        ("10m h1 wrote journalist\n10m h1 opened extortion", "#0", "#0"),
    ] {
        let wanted = format!(
            "unapproved-attacker-contact h1 {unapproved}\nunapproved-attacker-contact/contacts h1 {contacts}"
        );
        check(journal, &wanted);
    }
    check(
        "10m h1 wrote attacker\n11m nl wrote attacker\n12m police wrote attacker",
        "unapproved-attacker-contact h1 #1 1
         unapproved-attacker-contact police #0
         unapproved-attacker-contact BE #1 1
         unapproved-attacker-contact whole #2 1,2",
    );
}
