//! How soon an organisation that is hit tells anybody: its own house, the CSIRT, other institutions.

use super::deed::doer;
use super::party::Party;
use super::roll_up::{Timed, shares, times};
use super::{Mark, Measured, Scene};
use crate::engine::{Act, Unit};
use crate::format::MeasureKind;

/// What a team did first.
#[derive(Debug, Clone, Copy, Default)]
struct First {
    alarm: Option<Mark>,
    csirt: Option<Mark>,
    peer: Option<Mark>,
    outward: Option<Mark>,
    /// Deeds since the first symptom, and how many of them before anybody outside was told.
    deeds: u64,
    alone: u64,
}

/// A measure, and the deed that ends it.
type Ends = (MeasureKind, fn(&First) -> Option<Mark>);

/// `first-internal-alarm`, `first-contact-csirt`, `first-sharing-peer`, `alone-time`.
#[derive(Debug)]
pub(super) struct Contacts {
    teams: Vec<First>,
}

impl Contacts {
    pub fn new(scene: &Scene<'_>) -> Self {
        Self { teams: vec![First::default(); scene.first_symptom.len()] }
    }

    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        let Some(by) = doer(act) else { return };
        let team = scene.team(by);
        let first = &mut self.teams[team.index()];
        if matches!(act, Act::IncidentOpened { .. }) {
            first.alarm.get_or_insert(mark);
        }
        // A trial of the lines before the story begins is no call for help: only what comes after T0 counts.
        if scene.first_symptom[team.index()].is_none() {
            return;
        }
        let party = match *act {
            Act::Contacted { to, .. } | Act::Shared { to, .. } => scene.parties.target(scene, by, to),
            Act::Replied { copy, .. } => scene.parties.sender(scene, copy, team),
            // A report goes to the CSIRT or the authority (directive (EU) 2022/2555, art. 23(1)).
            Act::Filed { .. } => Party { csirt: true, helps: true, ..Party::default() },
            _ => Party::default(),
        };
        if party.csirt {
            first.csirt.get_or_insert(mark);
        }
        if party.institution && matches!(act, Act::Shared { .. }) {
            first.peer.get_or_insert(mark);
        }
        if party.helps {
            first.outward.get_or_insert(mark);
        }
        first.deeds += 1;
        first.alone += u64::from(first.outward.is_none());
    }

    pub fn finish(&self, scene: &Scene<'_>, now: i64, values: &mut Vec<Measured>) {
        let measures: [Ends; 4] = [
            (MeasureKind::FirstInternalAlarm, |first| first.alarm),
            (MeasureKind::FirstContactCsirt, |first| first.csirt),
            (MeasureKind::FirstSharingPeer, |first| first.peer),
            (MeasureKind::AloneTime, |first| first.outward),
        ];
        for (measure, end) in measures {
            // A CSIRT does not call itself.
            let left_out = |team| measure == MeasureKind::FirstContactCsirt && scene.parties.is_csirt(team);
            let (mut timed, mut idle) = (Vec::new(), Vec::new());
            for team in scene.teams().filter(|team| !left_out(*team)) {
                match scene.first_symptom[team.index()] {
                    Some(from) => {
                        let to = end(&self.teams[team.index()]);
                        timed.push(Timed::new(scene, Unit::Team(team), from, to, now));
                    }
                    None => idle.push(team),
                }
            }
            times(scene, measure, &timed, idle, false, values);
        }
        let alone = scene.teams().filter(|team| scene.first_symptom[team.index()].is_some()).map(|team| {
            let first = &self.teams[team.index()];
            let evidence = first.outward.iter().map(|mark| mark.no).collect();
            (Unit::Team(team), (first.alone, first.deeds), evidence)
        });
        shares(scene, (MeasureKind::AloneTime, "acts-before"), alone, values);
    }
}
