//! Devices, systems and challenges.

use crate::stage::check;

#[test]
fn an_outage_ends_with_paper_or_with_the_system() {
    check(
        "10m h1 has ehr down
         20m h1 has ehr cut-off
         30m h1 has ehr paper
         40m h1 has ehr works",
        "clinical-downtime h1 20m 1,3
         clinical-downtime/times h1 #1 1,3
         clinical-downtime/past-ceiling h1 5m 1,3
         clinical-downtime h2 nothing
         clinical-downtime/times h2 #0
         clinical-downtime lab -",
    );
    check(
        "10m h1 has ehr down\n12m h1 has ehr works",
        "clinical-downtime h1 2m\nclinical-downtime/past-ceiling h1 0m",
    );
}

#[test]
fn the_worst_outage_of_a_team_counts() {
    check(
        "10m h1 has ehr down
         11m h1 has ehr down
         12m h1 has pacs down
         15m h1 has pacs paper
         40m h1 has ehr paper
         50m h1 has ehr down
         51m h1 has ehr paper",
        "clinical-downtime h1 30m 1,5
         clinical-downtime/times h1 #3
         clinical-downtime/past-ceiling h1 15m
         clinical-downtime BE 30m",
    );
}

#[test]
fn an_outage_that_goes_on_is_worse_than_any() {
    check(
        "10m h1 has ehr down
         20h h1 has ehr paper
         23h50m h1 has pacs down",
        "clinical-downtime h1 never 3
         clinical-downtime/waited h1 10m
         clinical-downtime/past-ceiling h1 19h35m",
    );
}

#[test]
fn what_is_down_from_the_start_is_down_since_the_start() {
    check("30m eu has link whole", "clinical-downtime eu 30m 1");
    check("", "clinical-downtime eu never\nclinical-downtime/waited eu 1d\nclinical-downtime h1 nothing");
}

#[test]
fn a_device_gives_wrong_results_until_it_is_isolated() {
    check(
        "10m lab has analyser wrong\n45m lab has analyser isolated",
        "firmware-quarantine lab 35m 1,2
         firmware-quarantine/times lab #1
         firmware-quarantine/past-ceiling lab -
         firmware-quarantine h1 -
         clinical-downtime lab -",
    );
    check("10m lab has analyser wrong\n15m lab has analyser right", "firmware-quarantine lab 5m");
    check("10m lab has analyser wrong", "firmware-quarantine lab never 1");
}

#[test]
fn a_challenge_runs_from_its_publication_to_its_solution() {
    check(
        "9m h1 answered cipher right
         10m h1 got puzzle
         11m h1.2 got puzzle
         12m h1.2 answered cipher wrong
         13m h1 took-hint cipher
         15m h1 answered cipher right
         16m h1 answered cipher right
         17m h1 took-hint cipher
         18m h2 got puzzle
         19m h2 took-hint cipher",
        "challenge h1 5m 2,6
         challenge/attempts h1 #2 4,6
         challenge/hints h1 #1 5
         challenge/solved h1 100.0% 6
         challenge h2 never 9
         challenge/solved h2 0.0%
         challenge/hints h2 #1
         challenge nl nothing
         challenge/attempts nl -
         challenge BE 5m
         challenge/solved whole 50.0%
         challenge/hints whole #2 5,10",
    );
}

#[test]
fn several_challenges_of_a_team_have_a_middle() {
    check(
        "10m h1 got puzzle
         10m h1 got second-puzzle
         20m h1 answered cipher right",
        "challenge h1 10m
         challenge/lower h1 10m
         challenge/upper h1 never
         challenge/never h1 50.0% 2
         challenge/solved h1 50.0%",
    );
}

#[test]
fn a_challenge_of_persons_counts_for_each_and_for_their_team() {
    check(
        "10m h1 got riddle
         10m h1.2 got riddle
         20m h1.2 answered riddle right",
        "challenge h1.1 never
         challenge h1.2 10m 2,3
         challenge h1 10m
         challenge/solved h1 50.0%
         challenge/solved h1.2 100.0%
         challenge h2.1 -",
    );
}
