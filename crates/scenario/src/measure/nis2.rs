//! The clocks of directive (EU) 2022/2555 ("NIS2"), art. 23(4): they run from awareness, and the final report's from
//! the notification.

use super::roll_up::{Timed, counts, note, times};
use super::{Mark, Measured, Scene};
use crate::engine::{Act, TeamNo, Unit};
use crate::format::{MeasureKind, Report};

const STAGES: usize = 3;

/// What a team reported.
#[derive(Debug, Clone, Default)]
struct Reported {
    /// Since when it says to know: the earliest that it declared, and never after it said so.
    aware: Option<Mark>,
    /// When each stage was first filed complete.
    filed: [Option<Mark>; STAGES],
    /// How often each was filed incomplete before that, and the first entries that did.
    incomplete: [(u64, Vec<u64>); STAGES],
}

/// `nis2-24h`, `nis2-72h`, `nis2-final`, `awareness-gap`.
#[derive(Debug)]
pub(super) struct Reports {
    teams: Vec<Reported>,
}

impl Reports {
    pub fn new(scene: &Scene<'_>) -> Self {
        Self { teams: vec![Reported::default(); scene.first_symptom.len()] }
    }

    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        match *act {
            Act::AwarenessDeclared { by, since } => {
                let aware = &mut self.teams[scene.team(by).index()].aware;
                let said = Mark { at: since.min(mark.at), no: mark.no };
                if aware.is_none_or(|aware| said.at < aware.at) {
                    *aware = Some(said);
                }
            }
            Act::Filed { by, report, complete } => {
                let Some(stage) = stage(report) else { return };
                let reported = &mut self.teams[scene.team(by).index()];
                match (complete, reported.filed[stage]) {
                    (true, None) => reported.filed[stage] = Some(mark),
                    (false, None) => {
                        let (count, evidence) = &mut reported.incomplete[stage];
                        *count += 1;
                        note(evidence, mark.no);
                    }
                    (_, Some(_)) => {}
                }
            }
            _ => {}
        }
    }

    pub fn finish(&self, scene: &Scene<'_>, now: i64, values: &mut Vec<Measured>) {
        let measures = [MeasureKind::Nis2EarlyWarning, MeasureKind::Nis2Notification, MeasureKind::Nis2Final];
        for (stage, measure) in measures.into_iter().enumerate() {
            let began = |reported: &Reported, symptom: Option<Mark>| match measure {
                MeasureKind::Nis2Final => reported.filed[1],
                _ => reported.aware.or(symptom),
            };
            let started = self.timed(scene, measure, now, began, |reported| reported.filed[stage], values);
            let incomplete = started.into_iter().map(|team| {
                let (count, evidence) = self.teams[team.index()].incomplete[stage].clone();
                (Unit::Team(team), count, evidence)
            });
            counts(scene, (measure, "incomplete"), incomplete, values);
        }
        self.timed(scene, MeasureKind::AwarenessGap, now, |_, symptom| symptom, |each| each.aware, values);
    }

    /// Times something for every team; gives those for which it began.
    fn timed(
        &self,
        scene: &Scene<'_>,
        measure: MeasureKind,
        now: i64,
        began: impl Fn(&Reported, Option<Mark>) -> Option<Mark>,
        ended: impl Fn(&Reported) -> Option<Mark>,
        values: &mut Vec<Measured>,
    ) -> Vec<TeamNo> {
        let (mut timed, mut started, mut idle) = (Vec::new(), Vec::new(), Vec::new());
        for team in scene.teams() {
            let reported = &self.teams[team.index()];
            match began(reported, scene.first_symptom[team.index()]) {
                Some(from) => {
                    timed.push(Timed::new(scene, Unit::Team(team), from, ended(reported), now));
                    started.push(team);
                }
                None => idle.push(team),
            }
        }
        times(scene, measure, &timed, idle, false, values);
        started
    }
}

/// Which of the stages with a term a report is.
fn stage(report: Report) -> Option<usize> {
    match report {
        Report::EarlyWarning => Some(0),
        Report::Notification => Some(1),
        Report::Final => Some(2),
        Report::Intermediate | Report::Progress => None,
    }
}
