//! Conditions: what is understood, what is refused and where, and what they say.

use std::collections::HashMap;

use proptest::prelude::*;
use scenario::check::check;
use scenario::condition::{Condition, FactNo, Known, Scope, Seen, Truth};
use scenario::model::AssetNo;

mod small;
use small::{MINUTE, files, scenario};

fn inject(when: &str) -> String {
    format!("- id: a\n  to: [role/director]\n  at: 1m\n- id: b\n  to: [role/director]\n  when: \"{when}\"\n")
}

/// What is found in a condition: its message and the column at which it stands.
fn wrong(when: &str) -> Vec<(u32, String)> {
    let report = check(&files(&inject(when))).report;
    let of_rule = report.findings.iter().filter(|finding| finding.rule.id() == "condition");
    of_rule.map(|finding| (finding.place.column, finding.message.clone())).collect()
}

#[test]
fn every_fact_is_understood() {
    for when in [
        "delivered('a')",
        "opened('a', 'any') && !replied('a')",
        "contacted('kind/csirt') || contacted('persona/journalist')",
        "contacted('role/officer@org/csirt', 'country')",
        "shared('indicators') && shared('report', 'kind/hospital') && shared('anything', 'kind/csirt', 'all')",
        "shared('message', 'any')",
        "filed('early-warning') || filed('final', 'kind/hospital')",
        "decided('pay') && decided('pay', 'no') && decided('pay', 'any') && decided('pay', 'yes', 'all')",
        "milestone('m1')",
        "asset('analyser') == 'wrong' || asset('analyser', 'all') != 'normal'",
        "asset('analyser') in ['wrong', 'isolated']",
        "elapsed() > duration('2h')",
        "since(opened('a')) >= duration('10m')",
        "count(opened('a', 'any')) >= 3",
        "within(contacted('kind/csirt'), '45m')",
        "within(contacted('kind/csirt'), duration('45m'), delivered('a'))",
        "held_for(asset('analyser') == 'wrong', '10m')",
        "true || false",
    ] {
        assert_eq!(wrong(when), [], "{when}");
    }
}

#[test]
fn a_fault_says_what_is_wrong_and_where() {
    // The condition begins at column 9, behind its quotation mark.
    for (when, column, message) in [
        ("opend('a')", 9, "\"opend\" is no fact"),
        ("milestone('m1') && opened('c')", 28, "there is no inject \"c\"; did you mean \"a\"?"),
        ("milestone('m9')", 9, "there is no milestone \"m9\"; did you mean \"m1\"?"),
        ("contacted('kind/police')", 9, "no organisation of this scenario is of the kind police"),
        ("contacted('csirt')", 9, "\"csirt\" is no address"),
        ("opened('a', 'everybody')", 9, "\"everybody\" says nothing about whose acts count"),
        ("asset('analyser')", 9, "the state of an asset where something that holds or not is wanted"),
        ("asset('analyser') == 'broken'", 27, "analyser has no state \"broken\""),
        ("elapsed() > 5", 19, "a length of time is compared with a number"),
        ("count(milestone('m1')) > duration('5m')", 32, "a number is compared with a length of time"),
        ("within(elapsed(), '5m')", 16, "a length of time where a fact is wanted"),
        ("within(opened('a'), 'soon')", 29, "\"soon\" is no length of time"),
        ("decided('pay', 'perhaps')", 9, "\"perhaps\" cannot be decided there"),
        ("filed('letter')", 9, "\"letter\" is none of"),
        ("opened('a') &&", 9, "this is no CEL"),
        ("opened(a)", 16, "a text is wanted here"),
        ("opened('a') ? true : false", 9, "is no fact"),
        ("csirt", 9, "\"csirt\" stands alone"),
    ] {
        let found = wrong(when);
        let [(at, said)] = found.as_slice() else { panic!("{when}: {found:?}") };
        assert!(said.starts_with(message) || said.contains(message), "{when}: {said}");
        assert!(
            at.abs_diff(column) <= 2 || message == "is no fact" || message == "this is no CEL",
            "{when}: column {at}, not {column}: {said}"
        );
    }
}

/// A journal that a test makes up.
#[derive(Debug, Clone, Default)]
struct World {
    now: i64,
    anchor: i64,
    facts: HashMap<FactNo, Vec<(i64, u64)>>,
    state: u32,
}

impl Seen for World {
    fn now(&self) -> i64 {
        self.now
    }
    fn anchor(&self) -> i64 {
        self.anchor
    }
    fn fact(&self, fact: FactNo, _: Scope) -> Known {
        let held: Vec<_> =
            self.facts.get(&fact).into_iter().flatten().filter(|(at, _)| *at <= self.now).collect();
        Known {
            first: held.first().map(|(at, _)| *at),
            count: held.len() as u64,
            entries: held.iter().map(|(_, entry)| *entry).collect(),
        }
    }
    fn asset(&self, _: AssetNo, _: Scope, states: &[u32]) -> (bool, Vec<u64>) {
        (states.contains(&self.state), vec![99])
    }
}

/// The condition of the inject `b`, and the number of the fact `opened('a')`.
fn compiled(when: &str) -> (Condition, FactNo) {
    let all = scenario(&inject(when).replace("- id: b", "- id: b\n  after: 0m\n  until: 2h"));
    let condition = all.injects[1].when.clone().expect("a condition");
    (condition, FactNo(0))
}

#[test]
fn what_is_not_yet_known_waits_for_its_deadline() {
    let (condition, contacted) = compiled("!within(contacted('kind/csirt'), '45m')");
    let mut world = World::default();
    let verdict = |world: &World| condition.verdict(world, &mut []);
    assert_eq!((verdict(&world).truth, verdict(&world).next), (Truth::Unknown, Some(45 * MINUTE + 1)));
    world.now = 45 * MINUTE;
    assert_eq!(verdict(&world).truth, Truth::Unknown, "the last moment is in time");
    world.now += 1;
    assert_eq!((verdict(&world).truth, verdict(&world).next), (Truth::Yes, None));
    world.facts.insert(contacted, vec![(45 * MINUTE, 7)]);
    assert_eq!((verdict(&world).truth, verdict(&world).entries), (Truth::No, vec![7]));
    world.facts.insert(contacted, vec![(45 * MINUTE + 1, 8)]);
    assert_eq!(verdict(&world).truth, Truth::Yes, "too late is too late");
}

#[test]
fn what_has_held_without_a_break_is_remembered() {
    let (condition, _) = compiled("held_for(asset('analyser') == 'wrong', '10m')");
    let mut held = vec![None; condition.slots()];
    let mut world = World { state: 1, ..World::default() };
    let mut at = |world: &mut World, now: i64, state: u32| {
        (world.now, world.state) = (now, state);
        let verdict = condition.verdict(world, &mut held);
        (verdict.truth, verdict.next)
    };
    assert_eq!(at(&mut world, MINUTE, 1), (Truth::No, Some(11 * MINUTE)));
    assert_eq!(at(&mut world, 5 * MINUTE, 0), (Truth::No, None));
    assert_eq!(at(&mut world, 6 * MINUTE, 1), (Truth::No, Some(16 * MINUTE)));
    assert_eq!(at(&mut world, 16 * MINUTE, 1), (Truth::Yes, None));
}

#[test]
fn a_verdict_names_only_the_entries_that_decide() {
    let (condition, first) = compiled("opened('a') && milestone('m1') || contacted('kind/csirt')");
    let (opened, milestone, contacted) = (first, FactNo(1), FactNo(2));
    let mut world = World { now: MINUTE, ..World::default() };
    world.facts.insert(opened, vec![(1, 3), (2, 5)]);
    assert_eq!(condition.verdict(&world, &mut []).truth, Truth::No);
    world.facts.insert(contacted, vec![(2, 9)]);
    let verdict = condition.verdict(&world, &mut []);
    assert_eq!((verdict.truth, verdict.entries), (Truth::Yes, vec![9]));
    world.facts.insert(milestone, vec![(3, 4)]);
    assert_eq!(condition.verdict(&world, &mut []).entries, [3, 4, 5, 9]);
}

proptest! {
    /// Between now and `next`, time alone changes nothing: so the engine may sleep until then.
    #[test]
    fn nothing_changes_before_the_next_moment(
        at in 0_i64..100, opened in proptest::option::of(0_i64..100), contacted in proptest::option::of(0_i64..100),
        which in 0_usize..8, later in 0_i64..200,
    ) {
        let conditions = [
            "within(contacted('kind/csirt'), '50s', opened('a'))",
            "!within(opened('a'), '30s') && elapsed() > duration('40s')",
            "since(opened('a')) >= duration('20s') || contacted('kind/csirt')",
            "since(opened('a')) == duration('20s')",
            "elapsed() < duration('60s') && !contacted('kind/csirt')",
            "since(opened('a')) < since(contacted('kind/csirt'))",
            "elapsed() != duration('50s')",
            "duration('70s') <= elapsed() || count(opened('a')) > 0",
        ];
        let all = scenario(&inject(conditions[which]).replace("- id: b", "- id: b\n  after: 0m"));
        let condition = all.injects[1].when.clone().expect("a condition");
        let mut world = World { now: at * 1000, ..World::default() };
        for (number, fact) in all.facts.iter() {
            let moment = match fact {
                scenario::condition::Fact::Contacted(_) => contacted,
                _ => opened,
            };
            // Only what already happened, so that nothing but time can change the verdict.
            world.facts.insert(number, moment.filter(|moment| *moment <= at).map(|moment| (moment * 1000, 1)).into_iter().collect());
        }
        let verdict = condition.verdict(&world, &mut []);
        let then = at * 1000 + later;
        if verdict.next.is_none_or(|next| then < next) {
            world.now = then;
            prop_assert_eq!(condition.verdict(&world, &mut []).truth, verdict.truth);
        }
        prop_assert!(verdict.next.is_none_or(|next| next > at * 1000));
    }

    /// No text makes the compiler panic.
    #[test]
    fn any_text_is_understood_or_refused(when in "[ -~]{0,60}") {
        let when = when.replace(['"', '\\'], "'");
        let _ = wrong(&when);
    }

    /// The same for texts that look like conditions.
    #[test]
    fn any_pieces_are_understood_or_refused(pieces in proptest::collection::vec(0_usize..20, 0..20)) {
        let words = [
            "opened", "(", ")", "'a'", "&&", "||", "!", "==", "within", ",", "'45m'", "asset", "'analyser'", "'wrong'",
            "in", "[", "]", "elapsed()", "count", "decided",
        ];
        let when: Vec<_> = pieces.iter().map(|piece| words[*piece]).collect();
        let _ = wrong(&when.join(" "));
    }
}
