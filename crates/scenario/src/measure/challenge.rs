//! Challenges: how long those who solve them together take, with how many hints and attempts.

use rustc_hash::FxHashMap;

use super::roll_up::{Timed, counts, note, shares, times};
use super::{Mark, Measured, Scene, Subject};
use crate::engine::{Act, PersonNo, Unit};
use crate::format::MeasureKind;
use crate::model::ChallengeNo;

#[derive(Debug)]
struct Try {
    published: Mark,
    solved: Option<Mark>,
    attempts: u64,
    hints: u64,
    /// The entries of attempts and hints.
    evidence: (Vec<u64>, Vec<u64>),
}

/// `challenge`.
#[derive(Debug, Default)]
pub(super) struct Challenges {
    tries: FxHashMap<(ChallengeNo, Unit), Try>,
}

impl Challenges {
    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        match *act {
            Act::Delivered { copy, to } => {
                let (inject, _) = scene.engine.copy(copy);
                if let Some(challenge) = scene.engine.scenario().injects[inject.index()].challenge {
                    let unit = scene.engine.team_of(challenge, to);
                    let evidence = (Vec::new(), Vec::new());
                    let new = Try { published: mark, solved: None, attempts: 0, hints: 0, evidence };
                    self.tries.entry((challenge, unit)).or_insert(new);
                }
            }
            Act::Answered { by, challenge, right } => {
                if let Some(open) = self.open(scene, challenge, by) {
                    open.attempts += 1;
                    open.solved = right.then_some(mark);
                    note(&mut open.evidence.0, mark.no);
                }
            }
            Act::HintTaken { by, challenge } => {
                if let Some(open) = self.open(scene, challenge, by) {
                    open.hints += 1;
                    note(&mut open.evidence.1, mark.no);
                }
            }
            _ => {}
        }
    }

    /// The try of those with whom somebody solves a challenge, as long as it is not solved.
    fn open(&mut self, scene: &Scene<'_>, challenge: ChallengeNo, by: PersonNo) -> Option<&mut Try> {
        let unit = scene.engine.team_of(challenge, by);
        self.tries.get_mut(&(challenge, unit)).filter(|each| each.solved.is_none())
    }

    pub fn finish(&self, scene: &Scene<'_>, now: i64, values: &mut Vec<Measured>) {
        let measure = MeasureKind::Challenge;
        let mut tries: Vec<_> =
            self.tries.iter().map(|((challenge, unit), each)| (*challenge, *unit, each)).collect();
        tries.sort_by_key(|(challenge, unit, _)| (*challenge, *unit));
        let timed: Vec<Timed> = tries
            .iter()
            .map(|(_, unit, each)| Timed::new(scene, *unit, each.published, each.solved, now))
            .collect();
        let attempts = tries.iter().map(|(_, unit, each)| (*unit, each.attempts, each.evidence.0.clone()));
        let present = counts(scene, (measure, "attempts"), attempts, values);
        let without = scene.teams().filter(|team| !present.contains(&Subject::Team(*team)));
        times(scene, measure, &timed, without, true, values);
        let hints = tries.iter().map(|(_, unit, each)| (*unit, each.hints, each.evidence.1.clone()));
        counts(scene, (measure, "hints"), hints, values);
        let solved = tries.iter().map(|(_, unit, each)| {
            let evidence = each.solved.iter().map(|mark| mark.no).collect();
            (*unit, (u64::from(each.solved.is_some()), 1), evidence)
        });
        shares(scene, (measure, "solved"), solved, values);
    }
}
