//! Public statements on the same topic that say different things. Whether they contradict each other, a person judges.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::roll_up::{counts, not_started, note, subjects};
use super::{Mark, Measured, Scene, Value};
use crate::engine::{Act, TeamNo, Unit};
use crate::format::{MeasureKind, Per};

/// `statement-conflicts`.
#[derive(Debug, Default)]
pub(super) struct Statements {
    /// The first entry with which a team said something on a topic; topic, team and what it says.
    said: FxHashMap<(u32, TeamNo, u32), u64>,
}

impl Statements {
    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        if let Act::Stated { by, topic, says } = *act {
            self.said.entry((topic, scene.team(by), says)).or_insert(mark.no);
        }
    }

    pub fn finish(&self, scene: &Scene<'_>, values: &mut Vec<Measured>) {
        let measure = MeasureKind::StatementConflicts;
        let mut said: Vec<_> =
            self.said.iter().map(|((topic, team, says), no)| (*topic, *team, *no, *says)).collect();
        said.sort_unstable();
        let own = said.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter_map(|group| {
            let (_, team, ..) = *group.first()?;
            // One thing said is no conflict; every other thing is one.
            let more = group.len() as u64 - 1;
            let mut evidence = Vec::new();
            for (.., no, _) in group.iter().filter(|_| more > 0) {
                note(&mut evidence, *no);
            }
            Some((Unit::Team(team), more, evidence))
        });
        let present = counts(scene, (measure, ""), own, values);
        let spoke: BTreeSet<TeamNo> = said.iter().map(|(_, team, ..)| *team).collect();
        let silent = scene.teams().filter(|team| !spoke.contains(team));
        not_started(scene, measure, &present, silent, values);
        self.between(scene, &said, values);
    }

    /// Topics on which teams said different things, in each country and in all.
    fn between(&self, scene: &Scene<'_>, said: &[(u32, TeamNo, u64, u32)], values: &mut Vec<Measured>) {
        let mut sums: BTreeMap<_, (u64, Vec<u64>)> = BTreeMap::new();
        for topic in said.chunk_by(|a, b| a.0 == b.0) {
            let mut by_subject: BTreeMap<_, Vec<(TeamNo, u64, u32)>> = BTreeMap::new();
            for (_, team, no, says) in topic {
                for key in subjects(scene, Unit::Team(*team)).filter(|(per, _)| *per != Per::Organisation) {
                    by_subject.entry(key).or_default().push((*team, *no, *says));
                }
            }
            for (key, list) in by_subject {
                let sum = sums.entry(key).or_default();
                let several = list.iter().any(|each| each.0 != list[0].0);
                // As soon as several teams spoke and not all said the same, two of them said different things.
                if several && list.iter().any(|each| each.2 != list[0].2) {
                    sum.0 += 1;
                    let mut evidence: Vec<u64> = list.iter().map(|each| each.1).collect();
                    evidence.sort_unstable();
                    evidence.into_iter().for_each(|no| note(&mut sum.1, no));
                }
            }
        }
        values.extend(sums.into_iter().map(|((per, subject), (count, evidence))| Measured {
            measure: MeasureKind::StatementConflicts,
            part: "between",
            per,
            subject,
            value: Value::Count(count),
            evidence,
        }));
    }
}
