//! What is described and never used.

use std::collections::HashSet;

use crate::condition::{Condition, Fact};
use crate::finding::{Finding, Place, Rule};
use crate::format::Words;
use crate::model::Scenario;
use crate::placeholder::placeholders;

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let written = &scenario.written;
    let exercise = &written.exercise;
    let used = Used::of(scenario);
    let mut found = |place: Place, what: &str, id: &str| {
        let message = format!("{what} {id} is never used");
        findings.push(Finding::new(Rule::Unused, place, message).mend("use it, or take it away"));
    };
    for (number, each) in written.artefacts.iter().enumerate() {
        if !used.artefacts.contains(&number) {
            found(each.place(&each.id), "the artefact", each.id.as_str());
        }
    }
    for (number, each) in exercise.decisions.iter().enumerate() {
        if !used.decisions.contains(&number) {
            found(exercise.place(&each.id), "the decision", each.id.as_str());
        }
    }
    for (number, each) in written.assets.iter().enumerate() {
        if !used.assets.contains(&number) {
            found(each.place(&each.id), "the asset", each.id.as_str());
        }
    }
    let mut named: HashSet<&str> = HashSet::new();
    for (_, texts) in written.texts.languages() {
        for text in texts.values() {
            named.extend(placeholders(&text.subject).iter().map(|each| each.name));
            named.extend(placeholders(&text.body).iter().map(|each| each.name));
        }
    }
    for (name, value) in &exercise.variables {
        if !named.contains(name.as_str()) && !in_words(scenario, name) {
            found(exercise.place(value), "the variable", name);
        }
    }
}

/// Whether a variable stands in the title of an inject.
fn in_words(scenario: &Scenario, name: &str) -> bool {
    let stands = |text: &String| placeholders(text).iter().any(|each| each.name == name);
    scenario.written.injects.iter().filter_map(|inject| inject.title.as_ref()).any(|title| {
        match &title.value {
            Words::Same(text) => stands(text),
            Words::Each(texts) => texts.values().any(stands),
        }
    })
}

struct Used {
    artefacts: HashSet<usize>,
    decisions: HashSet<usize>,
    assets: HashSet<usize>,
}

impl Used {
    fn of(scenario: &Scenario) -> Self {
        let mut used = Self { artefacts: HashSet::new(), decisions: HashSet::new(), assets: HashSet::new() };
        for inject in &scenario.injects {
            used.artefacts.extend(inject.artefacts.iter().map(|each| each.index()));
            used.decisions.extend(inject.decision.map(|each| each.index()));
            used.assets.extend(inject.moves.iter().map(|(asset, _)| asset.index()));
            used.condition(scenario, inject.when.as_ref());
            for expected in &inject.expect {
                used.condition(scenario, expected.that.as_ref());
            }
        }
        for each in &scenario.milestones {
            used.condition(scenario, each.when.as_ref());
        }
        used
    }

    fn condition(&mut self, scenario: &Scenario, condition: Option<&Condition>) {
        let Some(condition) = condition else { return };
        self.assets.extend(condition.assets().iter().map(|(asset, ..)| asset.index()));
        for (fact, _) in condition.facts() {
            if let Fact::Decided(decision, _) = scenario.facts.get(*fact) {
                self.decisions.insert(decision.index());
            }
        }
    }
}
