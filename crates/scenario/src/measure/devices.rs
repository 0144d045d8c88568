//! Devices and systems: how long care went on with neither the system nor downtime procedures, and how long a device
//! gave wrong results.

use super::roll_up::{Timed, counts, note, subjects, times};
use super::{Mark, Measured, Scene, Value};
use crate::engine::{Act, TeamNo, Unit};
use crate::format::{MeasureKind, StateMeaning};
use crate::model::AssetNo;

/// What a team's devices and systems went through.
#[derive(Debug, Clone, Default)]
struct Been {
    /// The longest so far, of those that are over.
    worst: Option<(i64, Vec<u64>)>,
    times: u64,
    /// How long they lasted beyond what is wanted, in milliseconds of the story.
    past: i64,
    evidence: Vec<u64>,
}

/// `clinical-downtime` or `firmware-quarantine`: a state in which patients are in danger, timed from when a device or
/// system comes into it. What counts for a team is the worst, not the middle: one ward without a procedure is enough.
#[derive(Debug)]
pub(super) struct Dangers {
    measure: MeasureKind,
    begins: StateMeaning,
    ends: &'static [StateMeaning],
    /// How long is wanted at most, where the part `past-ceiling` is given.
    ceiling: Option<i64>,
    /// By device or system and holder: since when it is in that state.
    since: Vec<Vec<Option<Mark>>>,
    /// The teams with a device or system that can come into that state.
    concerned: Vec<bool>,
    teams: Vec<Been>,
}

impl Dangers {
    /// Ends when downtime procedures begin, or the system works again.
    pub fn downtime(scene: &Scene<'_>) -> Self {
        let measure = MeasureKind::ClinicalDowntime;
        let measures = &scene.engine.scenario().written.measures;
        let targets = measures.iter().filter(|each| each.measure.value == measure);
        let ceiling = targets.filter_map(|each| each.target.as_ref()).map(|target| target.value.0).next();
        let ends = &[StateMeaning::Downtime, StateMeaning::Normal];
        Self::new(scene, measure, StateMeaning::Down, ends, ceiling)
    }

    /// Ends when the device is isolated, or gives no results or right ones.
    pub fn quarantine(scene: &Scene<'_>) -> Self {
        let ends =
            &[StateMeaning::Isolated, StateMeaning::Normal, StateMeaning::Down, StateMeaning::Downtime];
        Self::new(scene, MeasureKind::FirmwareQuarantine, StateMeaning::Wrong, ends, None)
    }

    fn new(
        scene: &Scene<'_>,
        measure: MeasureKind,
        begins: StateMeaning,
        ends: &'static [StateMeaning],
        ceiling: Option<i64>,
    ) -> Self {
        let scenario = scene.engine.scenario();
        let mut concerned = vec![false; scene.first_symptom.len()];
        let mut since = Vec::new();
        for (number, asset) in (0..).map(AssetNo).zip(&scenario.assets) {
            let holders = scene.engine.holders(number);
            let first = asset.states.first().filter(|first| **first == begins);
            since.push(vec![first.map(|_| Mark { at: 0, no: 0 }); holders.len()]);
            if asset.states.contains(&begins) {
                holders.iter().for_each(|team| concerned[team.index()] = true);
            }
        }
        let teams = vec![Been::default(); concerned.len()];
        Self { measure, begins, ends, ceiling, since, concerned, teams }
    }

    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        let Act::Moved { asset, team, state } = *act else { return };
        let meaning = scene.engine.scenario().assets[asset.index()].states.get(state as usize);
        let Ok(holder) = scene.engine.holders(asset).binary_search(&team) else { return };
        let since = &mut self.since[asset.index()][holder];
        match meaning {
            Some(meaning) if *meaning == self.begins => _ = since.get_or_insert(mark),
            Some(meaning) if self.ends.contains(meaning) => {
                if let Some(from) = since.take() {
                    self.over(scene, team, from, mark);
                }
            }
            _ => {}
        }
    }

    fn over(&mut self, scene: &Scene<'_>, team: TeamNo, from: Mark, to: Mark) {
        let timed = Timed::new(scene, Unit::Team(team), from, Some(to), to.at);
        let been = &mut self.teams[team.index()];
        lasted(been, &timed, self.ceiling);
        if been.worst.as_ref().is_none_or(|(length, _)| timed.length > *length) {
            been.worst = Some((timed.length, timed.evidence));
        }
    }

    pub fn finish(&self, scene: &Scene<'_>, now: i64, values: &mut Vec<Measured>) {
        let mut teams = self.teams.clone();
        let mut still: Vec<Option<Timed>> = vec![None; teams.len()];
        for (number, holders) in (0..).map(AssetNo).zip(&self.since) {
            for (team, since) in scene.engine.holders(number).iter().zip(holders) {
                let Some(from) = since else { continue };
                let timed = Timed::new(scene, Unit::Team(*team), *from, None, now);
                lasted(&mut teams[team.index()], &timed, self.ceiling);
                let worst = &mut still[team.index()];
                if worst.as_ref().is_none_or(|worst| timed.length > worst.length) {
                    *worst = Some(timed);
                }
            }
        }
        let (mut timed, mut idle) = (Vec::new(), Vec::new());
        for team in scene.teams().filter(|team| self.concerned[team.index()]) {
            let unit = Unit::Team(team);
            let over = teams[team.index()].worst.clone();
            let over = over.map(|(length, evidence)| Timed { unit, never: false, length, evidence });
            match still[team.index()].take().or(over) {
                Some(worst) => timed.push(worst),
                None => idle.push(team),
            }
        }
        times(scene, self.measure, &timed, idle, false, values);
        let concerned = || scene.teams().filter(|team| self.concerned[team.index()]);
        let often = concerned().map(|team| {
            let been = &teams[team.index()];
            (Unit::Team(team), been.times, been.evidence.clone())
        });
        counts(scene, (self.measure, "times"), often, values);
        if self.ceiling.is_some() {
            self.past(scene, concerned().map(|team| (team, &teams[team.index()])), values);
        }
    }

    /// How long it lasted beyond what is wanted, all together.
    fn past<'b>(
        &self,
        scene: &Scene<'_>,
        teams: impl Iterator<Item = (TeamNo, &'b Been)>,
        values: &mut Vec<Measured>,
    ) {
        let mut sums = std::collections::BTreeMap::<_, (i64, Vec<u64>)>::new();
        for (team, been) in teams {
            for key in subjects(scene, Unit::Team(team)) {
                let sum = sums.entry(key).or_default();
                sum.0 += been.past;
                been.evidence.iter().filter(|_| been.past > 0).for_each(|no| note(&mut sum.1, *no));
            }
        }
        values.extend(sums.into_iter().map(|((per, subject), (past, evidence))| Measured {
            measure: self.measure,
            part: "past-ceiling",
            per,
            subject,
            value: Value::Time(past),
            evidence,
        }));
    }
}

fn lasted(been: &mut Been, timed: &Timed, ceiling: Option<i64>) {
    been.times += 1;
    been.past += ceiling.map_or(0, |ceiling| (timed.length - ceiling).max(0));
    timed.evidence.iter().for_each(|no| note(&mut been.evidence, *no));
}
