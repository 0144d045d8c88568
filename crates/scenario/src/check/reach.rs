//! What can come about at all, found without playing: whatever players can do is taken to be possible, everything
//! else must follow from it.

use std::collections::BTreeSet;

use crate::condition::{Condition, Fact, Known, Scope, Seen, Truth};
use crate::finding::{Finding, Rule};
use crate::format::{Channel, InjectKind};
use crate::model::{AssetNo, Inject, InjectNo, Scenario, Who};

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let possible = Possible::of(scenario);
    let written = &scenario.written;
    let blocked: Vec<usize> =
        (0..scenario.injects.len()).filter(|number| !possible.injects[*number]).collect();
    for number in &blocked {
        let described = &written.injects[*number];
        let Some(when) = &described.when else { continue };
        let missing = possible.missing(scenario, scenario.injects[*number].when.as_ref());
        let circle = circle(scenario, &possible, *number);
        let (rule, message) = match circle {
            Some(other) if other == *number => {
                (Rule::Cycle, format!("{} waits for itself", described.id.value))
            }
            Some(other) => (
                Rule::Cycle,
                format!(
                    "{} waits for {}, which waits for it",
                    described.id.value, written.injects[other].id.value
                ),
            ),
            None => (Rule::Unreachable, format!("{} can never go: {missing}", described.id.value)),
        };
        findings.push(
            Finding::new(rule, described.place(when), message)
                .mend("change the condition, or let something bring it about"),
        );
    }
    for ((reached, described), milestone) in
        possible.milestones.iter().zip(&written.exercise.milestones).zip(&scenario.milestones)
    {
        if !reached {
            let missing = match &milestone.when {
                Some(when) => possible.missing(scenario, Some(when)),
                None => "no inject that can go reaches it".to_owned(),
            };
            let message = format!("the milestone {} can never be reached: {missing}", described.id.value);
            findings.push(
                Finding::new(Rule::Unreachable, written.exercise.place(&described.id), message)
                    .mend("let an inject reach it, or take it away"),
            );
        }
    }
    for (states, described) in possible.states.iter().zip(&written.assets) {
        for (reached, state) in states.iter().zip(&described.states) {
            if !reached {
                let message = format!("{} can never be {}", described.id.value, state.id.value);
                findings.push(
                    Finding::new(Rule::Unreachable, described.place(&state.id), message)
                        .mend("let an inject or a move bring it about, or take it away"),
                );
            }
        }
    }
    expectations(scenario, &possible, findings);
    at_once(scenario, findings);
}

/// What is expected can come about.
fn expectations(scenario: &Scenario, possible: &Possible, findings: &mut Vec<Finding>) {
    for (number, described) in
        scenario.written.injects.iter().enumerate().filter(|(number, _)| possible.injects[*number])
    {
        for (made, expected) in scenario.injects[number].expect.iter().zip(&described.expect) {
            let (Some(that), Some(source)) = (&made.that, &expected.that) else { continue };
            if !possible.may_hold(scenario, that) {
                let missing = possible.missing(scenario, Some(that));
                let message = format!("what {} expects can never come about: {missing}", described.id.value);
                findings.push(
                    Finding::new(Rule::Unreachable, described.place(source), message)
                        .mend("change the condition, or let something make it possible"),
                );
            }
        }
    }
}

/// What can come about.
pub(super) struct Possible {
    /// Injects.
    pub injects: Vec<bool>,
    milestones: Vec<bool>,
    states: Vec<Vec<bool>>,
}

impl Possible {
    /// Goes round until nothing more becomes possible.
    pub fn of(scenario: &Scenario) -> Self {
        let mut possible = Self {
            injects: vec![false; scenario.injects.len()],
            milestones: vec![false; scenario.milestones.len()],
            states: scenario
                .assets
                .iter()
                .map(|asset| (0..asset.states.len()).map(|state| state == 0).collect())
                .collect(),
        };
        while possible.grow(scenario) {}
        possible
    }

    fn grow(&mut self, scenario: &Scenario) -> bool {
        let mut grown = false;
        for (number, inject) in scenario.injects.iter().enumerate() {
            if !self.injects[number] && self.can_go(scenario, number, inject) {
                self.injects[number] = true;
                grown = true;
                for milestone in &inject.reaches {
                    self.milestones[milestone.index()] = true;
                }
                for (asset, state) in &inject.moves {
                    self.states[asset.index()][*state as usize] = true;
                }
            }
        }
        for (number, milestone) in scenario.milestones.iter().enumerate() {
            if let Some(when) = &milestone.when
                && !self.milestones[number]
                && self.may_hold(scenario, when)
            {
                self.milestones[number] = true;
                grown = true;
            }
        }
        for (number, asset) in scenario.assets.iter().enumerate() {
            for each in &asset.moves {
                let left = each.from.iter().any(|from| self.states[number][*from as usize]);
                let may = each.when.as_ref().is_none_or(|when| self.may_hold(scenario, when));
                if left && may && !self.states[number][each.to as usize] {
                    self.states[number][each.to as usize] = true;
                    grown = true;
                }
            }
        }
        grown
    }

    fn can_go(&self, scenario: &Scenario, number: usize, inject: &Inject) -> bool {
        if scenario.written.injects[number].when.is_some() && inject.when.is_none() {
            // Its condition is not understood, which is a finding of its own.
            return true;
        }
        match (&inject.when, inject.at) {
            (Some(when), _) => self.may_hold(scenario, when),
            (None, Some(_)) => true,
            (None, None) => inject.kind == InjectKind::Contingency,
        }
    }

    /// Whether a condition can ever hold.
    fn may_hold(&self, scenario: &Scenario, condition: &Condition) -> bool {
        let fact = |fact: Fact| self.fact(scenario, fact);
        condition.may_hold(&|number| fact(scenario.facts.get(number)), &|asset: AssetNo, states: &[u32]| {
            states.iter().any(|state| self.states[asset.index()][*state as usize])
        })
    }

    fn fact(&self, scenario: &Scenario, fact: Fact) -> bool {
        let asked = |wanted: &dyn Fn(&Inject) -> bool| {
            scenario.injects.iter().zip(&self.injects).any(|(inject, possible)| *possible && wanted(inject))
        };
        match fact {
            Fact::Delivered(inject) | Fact::Opened(inject) => {
                self.injects[inject.index()] && scenario.injects[inject.index()].is_sent()
            }
            Fact::Replied(inject) => {
                let sent = &scenario.injects[inject.index()];
                // A press item is answered in public; a device and the monitoring hear nobody.
                let silent = matches!(sent.channel, Channel::Device | Channel::Siem);
                self.injects[inject.index()] && sent.is_sent() && !silent
            }
            Fact::Contacted(who) => match who {
                Who::Persona(persona) => !scenario.written.personas[persona.index()].channels.is_empty(),
                who => super::addresses::reaches(scenario, who),
            },
            Fact::Shared(_, None) | Fact::Filed(_) => true,
            Fact::Shared(_, Some(who)) => super::addresses::reaches(scenario, who),
            Fact::Decided(decision, _) => asked(&|inject| inject.decision == Some(decision)),
            Fact::Solved(challenge) => asked(&|inject| inject.challenge == Some(challenge)),
            Fact::Milestone(milestone) => self.milestones[milestone.index()],
        }
    }

    /// What a condition wants and can never get, in words.
    fn missing(&self, scenario: &Scenario, condition: Option<&Condition>) -> String {
        let Some(condition) = condition else { return "nothing brings it about".to_owned() };
        let written = &scenario.written;
        let mut missing: Vec<String> = Vec::new();
        for (number, _) in condition.facts() {
            let fact = scenario.facts.get(*number);
            if !self.fact(scenario, fact) {
                missing.push(match fact {
                    Fact::Delivered(inject) | Fact::Opened(inject) | Fact::Replied(inject) => {
                        format!(
                            "{} never goes, or nobody can answer it",
                            written.injects[inject.index()].id.value
                        )
                    }
                    Fact::Decided(decision, _) => format!(
                        "no inject that can go asks for the decision {}",
                        written.exercise.decisions[decision.index()].id.value
                    ),
                    Fact::Solved(challenge) => format!(
                        "no inject that can go publishes the challenge {}",
                        written.challenges[challenge.index()].id.value
                    ),
                    Fact::Milestone(milestone) => format!(
                        "the milestone {} is never reached",
                        written.exercise.milestones[milestone.index()].id.value
                    ),
                    Fact::Contacted(_) | Fact::Shared(..) | Fact::Filed(_) => "nobody is there".to_owned(),
                });
            }
        }
        for (asset, _, states) in condition.assets() {
            if !states.iter().any(|state| self.states[asset.index()][*state as usize]) {
                missing
                    .push(format!("{} never comes into that state", written.assets[asset.index()].id.value));
            }
        }
        missing.dedup();
        if missing.is_empty() { "its condition contradicts itself".to_owned() } else { missing.join("; ") }
    }
}

/// An inject that a blocked one waits for, and that waits for it in turn; itself if it waits for itself.
fn circle(scenario: &Scenario, possible: &Possible, start: usize) -> Option<usize> {
    let waits = |number: usize| -> Vec<usize> {
        let Some(when) = &scenario.injects[number].when else { return Vec::new() };
        let mut injects = BTreeSet::new();
        for (fact, _) in when.facts() {
            match scenario.facts.get(*fact) {
                Fact::Delivered(inject) | Fact::Opened(inject) | Fact::Replied(inject) => {
                    _ = injects.insert(inject)
                }
                Fact::Milestone(milestone) => {
                    injects.extend(
                        (0..)
                            .zip(&scenario.injects)
                            .filter(|(_, inject)| inject.reaches.contains(&milestone))
                            .map(|(no, _)| InjectNo(no)),
                    );
                }
                Fact::Solved(challenge) => {
                    injects.extend(
                        (0..)
                            .zip(&scenario.injects)
                            .filter(|(_, inject)| inject.challenge == Some(challenge))
                            .map(|(no, _)| InjectNo(no)),
                    );
                }
                _ => {}
            }
        }
        injects.into_iter().map(InjectNo::index).filter(|number| !possible.injects[*number]).collect()
    };
    let (mut reached, mut left, mut first) = (BTreeSet::new(), waits(start), None);
    while let Some(number) = left.pop() {
        if number == start {
            return Some(first.unwrap_or(start));
        }
        if reached.insert(number) {
            first = Some(number);
            left.extend(waits(number));
        }
    }
    None
}

/// Conditions that hold before anybody could do anything.
fn at_once(scenario: &Scenario, findings: &mut Vec<Finding>) {
    struct Nothing;
    impl Seen for Nothing {
        fn now(&self) -> i64 {
            0
        }
        fn anchor(&self) -> i64 {
            0
        }
        fn fact(&self, _: crate::condition::FactNo, _: Scope) -> Known {
            Known::default()
        }
        fn asset(&self, _: AssetNo, _: Scope, states: &[u32]) -> (bool, Vec<u64>) {
            (states.contains(&0), Vec::new())
        }
    }
    for (inject, described) in scenario.injects.iter().zip(&scenario.written.injects) {
        let (Some(when), Some(source), None) = (&inject.when, &described.when, inject.at) else { continue };
        let verdict = when.verdict(&Nothing, &mut vec![None; when.slots()]);
        if verdict.truth == Truth::Yes {
            let message = format!("the condition of {} holds at the very start", described.id.value);
            findings.push(
                Finding::new(Rule::ConditionAtOnce, described.place(source), message)
                    .mend("add at:, or write !within(…, '45m') for what was not done in time"),
            );
        }
    }
}
