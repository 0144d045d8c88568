//! Moments: in the right order, before the end, at hours when people play, and not too much at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;

use super::addresses::addressed;
use crate::finding::{Finding, Place, Rule};
use crate::format::{At, HOUR, InjectKind, Length, MINUTE, SECOND};
use crate::model::{Inject, OrganisationNo, RoleNo, Scenario, Who, belongs};
use crate::read::In;

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let written = &scenario.written;
    if scenario.end <= 0 {
        let place = written.exercise.place(&written.exercise.duration);
        findings.push(
            Finding::new(Rule::NeverEnds, place, "the exercise has no length")
                .mend("write for instance duration: 90m"),
        );
    }
    for (inject, described) in scenario.injects.iter().zip(&written.injects) {
        moments(scenario, inject, described, findings);
        hours(scenario, inject, described, findings);
    }
    for (phase, described) in scenario.phases.iter().rev().zip(written.exercise.phases.iter().rev()) {
        if phase.from < 0 || phase.from >= scenario.end {
            let message = format!("the part {} does not begin during the exercise", described.id.value);
            findings.push(Finding::new(Rule::Timing, written.exercise.place(&described.from), message));
        }
    }
    overload(scenario, findings);
    circles_of_states(scenario, findings);
}

/// A moment as planners read it.
pub(crate) fn shown(moment: i64) -> String {
    if moment < 0 { format!("{} before the start", Length(-moment)) } else { Length(moment).to_string() }
}

fn moments(
    scenario: &Scenario,
    inject: &Inject,
    described: &In<crate::format::Inject>,
    findings: &mut Vec<Finding>,
) {
    let id = &described.id.value;
    let mut found = |place: Place, message: String, mend: &str| {
        findings.push(Finding::new(Rule::Timing, place, message).mend(mend));
    };
    let at_place = described.at.as_ref().map(|at| described.place(at));
    let until_place = described.until.as_ref().map(|until| described.place(until));
    if let (Some(at), Some(place)) = (inject.at, at_place) {
        if at < 0 || at > scenario.end {
            let message =
                format!("{id} comes at {}, but the exercise lasts {}", shown(at), Length(scenario.end));
            found(place, message, "take an earlier moment, or make the exercise longer");
        } else if at > inject.until {
            let message =
                format!("{id} comes at {}, after its last moment {}", shown(at), shown(inject.until));
            found(place, message, "take a later until:");
        }
    }
    if let Some(place) = until_place.filter(|_| inject.until < 0 || inject.until > scenario.end) {
        let message = format!(
            "the last moment of {id} is {}, but the exercise lasts {}",
            shown(inject.until),
            Length(scenario.end)
        );
        found(place, message, "take it away: an inject never goes after the end");
    }
    if inject.when.is_some() && inject.after > inject.until {
        let place =
            described.after.as_ref().map_or(described.place(&described.id), |after| described.place(after));
        found(
            place,
            format!("{id} waits longer than until its last moment {}", shown(inject.until)),
            "take a shorter after:",
        );
    }
    let earliest = inject.at.unwrap_or(0).max(0) + inject.after;
    for (expected, within) in described.expect.iter().zip(&inject.expect) {
        if let (Some(at), Some(length)) = (&expected.within, within.within)
            && earliest + length > scenario.end
        {
            let message = format!(
                "what {id} expects within {} of {} is after the end at {}",
                Length(length),
                shown(earliest),
                Length(scenario.end)
            );
            found(described.place(at), message, "give a shorter time, or send it earlier");
        }
    }
    if let (Some(hint), Some((after, _))) = (&described.hint, &inject.hint)
        && earliest + after > scenario.end
    {
        found(
            described.place(&hint.after),
            format!("the hint of {id} comes after the end"),
            "give it earlier",
        );
    }
    let waits = inject.at.is_some() || inject.when.is_some() || described.when.is_some();
    if !waits && !matches!(inject.kind, InjectKind::Contingency) {
        let message = format!("{id} has neither at: nor when:, so nothing ever brings it about");
        found(
            described.place(&described.id),
            message,
            "write one of them, or kind: contingency for one that exercise control gives",
        );
    }
    if inject.after > 0 && described.when.is_none() {
        let place =
            described.after.as_ref().map_or(described.place(&described.id), |after| described.place(after));
        found(place, format!("{id} has after: without when:"), "put the time into at:");
    }
}

fn hours(
    scenario: &Scenario,
    inject: &Inject,
    described: &In<crate::format::Inject>,
    findings: &mut Vec<Finding>,
) {
    let (Some(hours), Some(at), Some(written_at)) =
        (&scenario.written.exercise.hours, inject.at, &described.at)
    else {
        return;
    };
    if at < 0 || at > scenario.end || inject.when.is_some() {
        return;
    }
    let Ok(moment) = scenario
        .start
        .checked_add(at.milliseconds())
        .and_then(|moment| moment.to_zoned(scenario.timezone.clone()))
    else {
        return;
    };
    let mut zones: BTreeMap<String, OrganisationNo> = BTreeMap::new();
    for number in addressed(scenario, &inject.to) {
        let there = moment.with_time_zone(scenario.organisations[number.index()].timezone.clone());
        let clock = there.time();
        let time = i64::from(clock.hour()) * HOUR
            + i64::from(clock.minute()) * MINUTE
            + i64::from(clock.second()) * SECOND;
        if time < hours.from.value.0 || time > hours.to.value.0 {
            zones.entry(format!("{:02}:{:02}", clock.hour(), clock.minute())).or_insert(number);
        }
    }
    for (clock, number) in zones {
        let organisation = &scenario.written.organisations[number.index()].id.value;
        let message = format!(
            "{} comes at {clock} by the clock of {organisation}; people play from {} to {}",
            described.id.value, hours.from.value, hours.to.value
        );
        findings.push(
            Finding::new(Rule::OutsideHours, described.place(written_at), message)
                .mend("take another moment, or widen hours: in exercise.yaml"),
        );
    }
}

/// Injects at fixed moments that reach one role of one organisation, more than one person can bear.
fn overload(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let Some(load) = &scenario.written.exercise.load else { return };
    let (most, length) = (load.most.value as usize, load.within.value.0);
    let mut by_person: BTreeMap<(OrganisationNo, RoleNo), Vec<(i64, usize)>> = BTreeMap::new();
    for (number, inject) in scenario.injects.iter().enumerate() {
        let Some(at) = inject.at.filter(|_| inject.is_sent() && inject.when.is_none()) else { continue };
        let mut reached: BTreeSet<(OrganisationNo, RoleNo)> = BTreeSet::new();
        for who in &inject.to {
            for (role, described) in (0..).zip(&scenario.roles) {
                let role = RoleNo(role);
                reached.extend(
                    described
                        .at
                        .iter()
                        .filter(|no| match who {
                            Who::All => true,
                            Who::Role(other, spot) => {
                                *other == role
                                    && spot.is_none_or(|spot| belongs(&scenario.organisations, **no, spot))
                            }
                            Who::Spot(spot) => belongs(&scenario.organisations, **no, *spot),
                            Who::Cell(_) | Who::Persona(_) => false,
                        })
                        .map(|no| (*no, role)),
                );
            }
        }
        for each in reached {
            by_person.entry(each).or_default().push((at, number));
        }
    }
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for ((organisation, role), mut moments) in by_person {
        moments.sort_unstable();
        for (first, (from, _)) in moments.iter().enumerate() {
            let count = moments[first..].iter().take_while(|(at, _)| *at < from + length).count();
            let Some((_, number)) = moments.get(first + most).filter(|_| count > most) else { continue };
            if !told.insert(*number) {
                continue;
            }
            let described = &scenario.written.injects[*number];
            let place = described
                .at
                .as_ref()
                .map_or(described.place(&described.id), |at: &At<_>| described.place(at));
            let message = format!(
                "{} is number {count} within {} for the role {} of {}; one person can bear {most}",
                described.id.value,
                Length(length),
                scenario.written.roles[role.index()].id.value,
                scenario.written.organisations[organisation.index()].id.value,
            );
            findings.push(
                Finding::new(Rule::Overload, place, message)
                    .mend("spread them, or give some to another role"),
            );
        }
    }
}

/// States that follow each other by themselves in no time at all would never come to rest.
fn circles_of_states(scenario: &Scenario, findings: &mut Vec<Finding>) {
    for (asset, described) in scenario.assets.iter().zip(&scenario.written.assets) {
        let at_once: Vec<(u32, u32)> = asset
            .moves
            .iter()
            .filter(|each| each.when.is_some() && each.after.is_none() || each.after == Some(0))
            .flat_map(|each| each.from.iter().map(|from| (*from, each.to)))
            .collect();
        for start in 0..asset.states.len() as u32 {
            let (mut reached, mut left) = (BTreeSet::new(), vec![start]);
            while let Some(state) = left.pop() {
                let next = at_once.iter().filter(|(from, _)| *from == state).map(|(_, to)| *to);
                left.extend(next.filter(|to| reached.insert(*to)));
            }
            if reached.contains(&start) {
                let state = &described.states[start as usize];
                let message = format!(
                    "{} can leave {} and come back to it in no time, for ever",
                    described.id.value, state.id.value
                );
                findings.push(
                    Finding::new(Rule::NeverEnds, described.place(&state.id), message)
                        .mend("write after: at one of the moves between"),
                );
                break;
            }
        }
    }
}
