//! What never came about in a rehearsal, and why.

use super::report::{Branch, Cause, DeadEnd, DeadEndKind, InjectPart, MilestonePart};
use super::{Rehearsal, Ways};
use crate::format::InjectKind;
use crate::model::{MilestoneNo, Scenario};

/// Everything that never came about, and apart from it the branches that other bots take: what the scenario itself is the cause of first, then in the order of its files.
pub(super) fn dead_ends(
    scenario: &Scenario,
    rehearsal: &Rehearsal,
    injects: &[InjectPart],
    milestones: &[MilestonePart],
) -> (Vec<DeadEnd>, Vec<Branch>) {
    let ideal = rehearsal.setup.is_ideal();
    let bots = if ideal { Cause::EvenIdeal } else { Cause::TheseBots };
    let mut ends: Vec<DeadEnd> = injects
        .iter()
        .filter(|inject| inject.sent == 0)
        .filter_map(|inject| never_went(inject, bots))
        .collect();
    for (number, milestone) in (0..).map(MilestoneNo).zip(milestones).filter(|(_, each)| each.times == 0) {
        ends.push(never_reached(scenario, injects, number, milestone, bots));
    }
    for inject in injects {
        ends.extend(never_met(inject, bots));
    }
    ends.sort_by_key(|end| (!end.cause.is_certain(), end.what));
    let Some(ways) = &rehearsal.ways else { return (ends, Vec::new()) };
    let (mut dead, mut branches) = (Vec::new(), Vec::new());
    for mut end in ends {
        let open = matches!(end.cause, Cause::EvenIdeal | Cause::TheseBots | Cause::NoInject);
        if open && taken(scenario, ways, &end) {
            branches.push(Branch { what: end.what, id: end.id, expectation: end.expectation });
            continue;
        }
        if matches!(end.cause, Cause::EvenIdeal | Cause::TheseBots) {
            end.cause = Cause::NoBots;
        }
        dead.push(end);
    }
    (dead, branches)
}

/// Whether some kind of bots brought it about.
fn taken(scenario: &Scenario, ways: &Ways, end: &DeadEnd) -> bool {
    let inject = || scenario.names.injects.get(&end.id).map(|number| *number as usize);
    let found = match end.what {
        DeadEndKind::InjectNeverWent => inject().and_then(|number| ways.injects.get(number)),
        DeadEndKind::MilestoneNeverReached => {
            let number = scenario.names.milestones.get(&end.id);
            number.and_then(|number| ways.milestones.get(*number as usize))
        }
        DeadEndKind::ExpectationNeverMet => {
            let expectation = end.expectation.unwrap_or(1).saturating_sub(1) as usize;
            inject().and_then(|number| ways.expectations.get(number)?.get(expectation))
        }
    };
    found.copied().unwrap_or(false)
}

/// None for what is only there in case play needs it.
fn never_went(inject: &InjectPart, bots: Cause) -> Option<DeadEnd> {
    if inject.kind == InjectKind::Contingency.word() && inject.when.is_none() && inject.at_ms.is_none() {
        return None;
    }
    let has = |reason: &str| inject.expired.iter().any(|each| each.reason == reason);
    let cause = if inject.copies == 0 || has("nobody") {
        Cause::Nobody
    } else if has("too-late") {
        Cause::TooLate
    } else if has("not-released") {
        Cause::NotReleased
    } else if has("never-due") && inject.when.is_some() {
        bots
    } else {
        Cause::Over
    };
    Some(DeadEnd {
        what: DeadEndKind::InjectNeverWent,
        id: inject.id.clone(),
        title: inject.title.clone(),
        expectation: None,
        spot: inject.spot.clone(),
        when: inject.when.clone(),
        times: inject.copies,
        cause,
        see: Vec::new(),
    })
}

fn never_reached(
    scenario: &Scenario,
    injects: &[InjectPart],
    number: MilestoneNo,
    milestone: &MilestonePart,
    bots: Cause,
) -> DeadEnd {
    let when = scenario.written.exercise.milestones[number.0 as usize].when.as_ref();
    let reaching = scenario.injects.iter().zip(injects).filter(|(each, _)| each.reaches.contains(&number));
    let see: Vec<String> = reaching.map(|(_, part)| part.id.clone()).collect();
    DeadEnd {
        what: DeadEndKind::MilestoneNeverReached,
        id: milestone.id.clone(),
        title: milestone.title.clone(),
        expectation: None,
        spot: milestone.spot.clone(),
        when: when.map(|when| when.value.clone()),
        times: 1,
        cause: if when.is_none() { Cause::NoInject } else { bots },
        see,
    }
}

fn never_met(inject: &InjectPart, bots: Cause) -> impl Iterator<Item = DeadEnd> {
    inject.expectations.iter().filter(|each| each.met == 0 && each.missed > 0).map(move |each| DeadEnd {
        what: DeadEndKind::ExpectationNeverMet,
        id: inject.id.clone(),
        title: if each.text.is_empty() { inject.title.clone() } else { each.text.clone() },
        expectation: Some(each.number),
        spot: each.spot.clone(),
        when: each.that.clone(),
        times: each.missed,
        cause: bots,
        see: Vec::new(),
    })
}
