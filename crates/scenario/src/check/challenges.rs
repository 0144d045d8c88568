//! Challenges and artefacts: what is hidden can be found by those who are asked for it.

use std::collections::{BTreeSet, HashSet};

use super::addresses::addressed;
use crate::artefact::Planted;
use crate::challenge::{Verdict, accepts};
use crate::finding::{Finding, Place, Rule};
use crate::format::{AnswerKind, Challenge, Evidence, Measure};
use crate::model::{InjectNo, OrganisationNo, Scenario};
use crate::read::In;

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    if let Some(planted) = planted(scenario, findings) {
        fits(scenario, &planted, findings);
    }
    for (number, described) in scenario.written.challenges.iter().enumerate() {
        answer(described, scenario, findings);
        path(scenario, number, described, findings);
    }
    objectives(scenario, findings);
    manual(scenario, findings);
    for artefact in &scenario.written.artefacts {
        split(scenario, artefact, findings);
    }
}

/// What is fixed and referred to in `plant` is there and fits.
fn planted(scenario: &Scenario, findings: &mut Vec<Finding>) -> Option<Planted> {
    let artefacts: Vec<_> = scenario.written.artefacts.iter().map(|each| each.value.clone()).collect();
    let faults = match crate::artefact::plant(&artefacts, 0) {
        Ok(planted) => return Some(planted),
        Err(faults) => faults,
    };
    for fault in faults {
        let owner = scenario.written.artefacts.iter().find(|each| each.id.value == fault.artefact);
        let place =
            Place { file: owner.map_or(0, |owner| owner.file), line: fault.line, column: fault.column };
        findings.push(Finding::new(Rule::Value, place, fault.message));
    }
    None
}

/// Whoever finds what is hidden, or types an answer that is written, is right.
fn fits(scenario: &Scenario, planted: &Planted, findings: &mut Vec<Finding>) {
    for challenge in &scenario.written.challenges {
        let answer = &challenge.answer;
        let hidden = answer.planted.as_ref().and_then(|reference| planted.referred(reference));
        let wrong = match (hidden, answer.kind.value) {
            (Some(hidden), _) => accepts(answer, Some(hidden), hidden) != Verdict::Right,
            // All of a set together are its one answer; what is chosen is looked up elsewhere.
            (None, AnswerKind::Set | AnswerKind::Choice) => false,
            (None, _) => answer.is.iter().any(|is| accepts(answer, None, &is.value) != Verdict::Right),
        };
        if wrong {
            let message = format!(
                "the right answer to {} is not accepted as {}",
                challenge.id.value, answer.kind.value
            );
            findings.push(
                Finding::new(Rule::NoSolutionPath, challenge.place(&answer.kind), message)
                    .mend("take the kind that the answer has, or text"),
            );
        }
    }
}

/// The artefact and the name in `artefact/ID#NAME`.
pub(crate) fn reference(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("artefact/")?.split_once('#')
}

fn answer(challenge: &In<Challenge>, scenario: &Scenario, findings: &mut Vec<Finding>) {
    let answer = &challenge.answer;
    let place = challenge.place(&challenge.answer.kind);
    let mut found = |rule: Rule, place: Place, message: String, mend: &str| {
        findings.push(Finding::new(rule, place, message).mend(mend));
    };
    let id = &challenge.id.value;
    match (&answer.planted, answer.is.is_empty()) {
        (None, true) => found(
            Rule::NoSolutionPath,
            place,
            format!("the challenge {id} has no answer"),
            "write planted: or is:",
        ),
        (Some(planted), false) => {
            found(
                Rule::Value,
                challenge.place(planted),
                format!("the challenge {id} has two answers"),
                "write either planted: or is:",
            );
        }
        (Some(planted), true) => {
            let hidden = reference(planted).and_then(|(artefact, name)| {
                let artefact = &scenario.written.artefacts[*scenario.names.artefacts.get(artefact)? as usize];
                crate::artefact::hidden_in(artefact.kind.value).iter().find(|hidden| hidden.name == name)
            });
            if hidden.is_none() {
                let message = format!("{:?} is hidden nowhere", planted.value);
                found(
                    Rule::UnknownReference,
                    challenge.place(planted),
                    message,
                    "write artefact/ID#NAME with a name that its kind hides",
                );
            }
        }
        (None, false) => {}
    }
    if answer.kind.value == AnswerKind::Choice {
        if answer.options.len() < 2 {
            found(
                Rule::Value,
                place,
                format!("the challenge {id} gives no choice"),
                "write at least two options:",
            );
        }
        for is in &answer.is {
            if !answer.options.iter().any(|option| option.id.as_str() == is.value) {
                found(
                    Rule::UnknownReference,
                    challenge.place(is),
                    format!("{:?} is none of the options", is.value),
                    "",
                );
            }
        }
    }
}

/// Everybody who is asked gets the question and the evidence, in time.
fn path(scenario: &Scenario, number: usize, challenge: &In<Challenge>, findings: &mut Vec<Finding>) {
    let id = &challenge.id.value;
    let place = challenge.place(&challenge.id);
    let published: Vec<InjectNo> = (0..)
        .zip(&scenario.injects)
        .filter(|(_, inject)| inject.challenge.is_some_and(|each| each.index() == number))
        .map(|(no, _)| InjectNo(no))
        .collect();
    if published.is_empty() {
        findings.push(
            Finding::new(Rule::NoSolutionPath, place, format!("no inject publishes the challenge {id}"))
                .mend(format!("write challenge: {id} at one")),
        );
        return;
    }
    let asked = addressed(scenario, &scenario.challenges[number].to);
    let told: BTreeSet<_> =
        published.iter().flat_map(|no| addressed(scenario, &scenario.injects[no.index()].to)).collect();
    if let Some(one) = asked.difference(&told).next() {
        let message = format!(
            "{} is asked to solve {id}, and no inject that publishes it goes there",
            named(scenario, *one)
        );
        findings.push(
            Finding::new(Rule::NoSolutionPath, place, message)
                .mend("address the inject to those for whom the challenge is"),
        );
    }
    let deep: HashSet<&str> = challenge
        .answer
        .planted
        .iter()
        .filter_map(|planted| reference(planted))
        .map(|(artefact, _)| artefact)
        .collect();
    let named_evidence: HashSet<&str> = challenge
        .evidence
        .iter()
        .filter_map(|each| match &each.value {
            Evidence::Artefact(id) => Some(id.as_str()),
            Evidence::Inject(_) => None,
        })
        .collect();
    for artefact in deep.difference(&named_evidence) {
        if same_value_elsewhere(scenario, challenge, &named_evidence) {
            continue;
        }
        let message = format!("the answer to {id} is hidden in {artefact}, which is not among its evidence");
        findings.push(
            Finding::new(Rule::NoSolutionPath, place, message)
                .mend(format!("add artefact/{artefact} to evidence:")),
        );
    }
    for evidence in &challenge.evidence {
        one_evidence(scenario, challenge, &challenge.place(evidence), &evidence.value, &asked, findings);
    }
}

/// Whether what is asked for is the same as what is hidden in one of these, by reference.
fn same_value_elsewhere(scenario: &Scenario, challenge: &In<Challenge>, evidence: &HashSet<&str>) -> bool {
    let Some(planted) = &challenge.answer.planted else { return false };
    scenario
        .written
        .artefacts
        .iter()
        .filter(|artefact| evidence.contains(artefact.id.as_str()))
        .any(|artefact| artefact.plant.values().any(|value| value.value == planted.value))
}

fn one_evidence(
    scenario: &Scenario,
    challenge: &In<Challenge>,
    place: &Place,
    evidence: &Evidence,
    asked: &BTreeSet<OrganisationNo>,
    findings: &mut Vec<Finding>,
) {
    let id = &challenge.id.value;
    let (reached, what): (BTreeSet<OrganisationNo>, String) = match evidence {
        Evidence::Artefact(artefact) => {
            let Some(number) = scenario.names.artefacts.get(artefact.as_str()) else {
                findings.push(Finding::new(
                    Rule::UnknownReference,
                    *place,
                    format!("there is no artefact {:?}", artefact.as_str()),
                ));
                return;
            };
            let carries = scenario
                .injects
                .iter()
                .filter(|inject| inject.artefacts.iter().any(|each| each.0 == *number));
            (
                carries.flat_map(|inject| addressed(scenario, &inject.to)).collect(),
                format!("the artefact {artefact}"),
            )
        }
        Evidence::Inject(inject) => {
            let Some(number) = scenario.names.injects.get(inject.as_str()) else {
                findings.push(Finding::new(
                    Rule::UnknownReference,
                    *place,
                    format!("there is no inject {:?}", inject.as_str()),
                ));
                return;
            };
            (addressed(scenario, &scenario.injects[*number as usize].to), format!("the inject {inject}"))
        }
    };
    if let Some(one) = asked
        .difference(&reached)
        .next()
        .filter(|_| reached.is_disjoint(asked) || !shared(scenario, evidence))
    {
        let message =
            format!("{what} reaches {} by no inject, and {id} asks for what is in it", named(scenario, *one));
        findings.push(
            Finding::new(Rule::UnreachableClue, *place, message)
                .mend("attach it to an inject that goes there"),
        );
    }
}

/// Whether evidence is meant to be shared: then it is enough that some of those who are asked get a piece.
fn shared(scenario: &Scenario, evidence: &Evidence) -> bool {
    let Evidence::Artefact(id) = evidence else { return false };
    let number = scenario.names.artefacts.get(id.as_str());
    number.is_some_and(|number| scenario.written.artefacts[*number as usize].split.is_some())
}

fn named(scenario: &Scenario, number: OrganisationNo) -> &str {
    scenario.written.organisations[number.index()].id.as_str()
}

/// Every objective can be seen from what players do, or from a measure.
fn objectives(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let written = &scenario.written;
    for (number, objective) in written.exercise.objectives.iter().enumerate() {
        let expected = scenario.injects.iter().zip(&written.injects).any(|(inject, described)| {
            let serves = inject.objectives.iter().any(|each| each.index() == number);
            inject.expect.iter().zip(&described.expect).any(|(made, written)| {
                written.that.is_some() && (made.objective.map_or(serves, |each| each.index() == number))
            })
        });
        let named =
            |measure: &Measure| measure.objective.as_ref().is_some_and(|id| id.value == objective.id.value);
        let measured = written.measures.iter().any(|measure| named(measure));
        let challenged = written
            .challenges
            .iter()
            .any(|each| each.objectives.iter().any(|id| id.value == objective.id.value));
        if !(expected || measured || challenged) {
            let message =
                format!("nothing that players do shows whether the objective {} is met", objective.id.value);
            findings.push(
                Finding::new(Rule::NoExpectation, written.exercise.place(&objective.id), message)
                    .mend("give it to an expectation with that:, a measure or a challenge"),
            );
        }
    }
    for measure in &written.measures {
        if let Some(objective) = &measure.objective
            && !scenario.names.objectives.contains_key(objective.as_str())
        {
            let message = format!("there is no objective {:?}", objective.as_str());
            findings.push(Finding::new(Rule::UnknownReference, measure.place(objective), message));
        }
    }
}

/// Expectations that only a person can judge.
fn manual(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for inject in &scenario.written.injects {
        for (number, _) in (1..).zip(&inject.expect).filter(|(_, expected)| expected.that.is_none()) {
            let which =
                if inject.expect.len() == 1 { "what".to_owned() } else { format!("thing {number} that") };
            let message = format!("{which} {} expects can only be judged by a person", inject.id.value);
            findings.push(
                Finding::new(Rule::ManualExpectation, inject.place(&inject.id), message).mend(
                    "write in that: what in the journal shows it, for instance contacted('kind/csirt')",
                ),
            );
        }
    }
}

/// Enough organisations get a piece. Whether there are enough pieces, [`planted`] says.
fn split(scenario: &Scenario, artefact: &In<crate::format::Artefact>, findings: &mut Vec<Finding>) {
    let Some(split) = &artefact.split else { return };
    let needs = split.needs.as_ref().map_or(split.pieces.value, |needs| needs.value);
    if split.pieces.value < 2 {
        findings.push(
            Finding::new(Rule::Value, artefact.place(&split.pieces), "one piece is the whole")
                .mend("take at least 2 pieces, or take split: away"),
        );
    }
    let number = scenario.names.artefacts.get(artefact.id.as_str());
    let reached: BTreeSet<_> = scenario
        .injects
        .iter()
        .filter(|inject| inject.artefacts.iter().any(|each| Some(&each.0) == number))
        .flat_map(|inject| addressed(scenario, &inject.to))
        .collect();
    let several = reached.iter().any(|no| scenario.organisations[no.index()].several);
    if !several && !reached.is_empty() && (reached.len() as u32) < needs {
        let message = format!(
            "{needs} pieces of {} are needed, and {} organisations get one",
            artefact.id.value,
            reached.len()
        );
        findings.push(
            Finding::new(Rule::UnreachableClue, artefact.place(&split.pieces), message)
                .mend("give it to more organisations, or take fewer pieces"),
        );
    }
}
