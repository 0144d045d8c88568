//! Contact with the attackers without a decision that allows it.

use rustc_hash::FxHashMap;

use super::roll_up::{counts, note};
use super::{Mark, Measured, Scene};
use crate::engine::{Act, TeamNo, Unit};
use crate::format::{ArtefactKind, MeasureKind, PersonaKind};
use crate::model::{ArtefactNo, DecisionNo, Scenario, Who};

/// Words in the identifier of a decision that is about speaking with the attackers.
const ABOUT: &[&str] =
    &["attacker", "attackers", "contact", "negotiate", "negotiation", "negotiations", "talk", "talks"];
/// Words in the identifier of an option that allows nobody to speak.
const REFUSES: &[&str] = &["forbid", "never", "no", "nobody", "none", "nothing", "refuse", "silence"];

#[derive(Debug, Clone, Default)]
struct Spoke {
    contacts: u64,
    unapproved: u64,
    evidence: Vec<u64>,
}

/// `unapproved-attacker-contact`.
#[derive(Debug)]
pub(super) struct Attackers {
    /// The decisions that are about speaking with the attackers, each with the options that allow it.
    about: FxHashMap<DecisionNo, Vec<bool>>,
    /// What each team decided last, where it is one of these.
    allowed: FxHashMap<TeamNo, Vec<(DecisionNo, bool)>>,
    teams: Vec<Spoke>,
}

impl Attackers {
    pub fn new(scene: &Scene<'_>) -> Self {
        Self {
            about: decisions_about_them(scene.engine.scenario()),
            allowed: FxHashMap::default(),
            teams: vec![Spoke::default(); scene.first_symptom.len()],
        }
    }

    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        let (by, party) = match *act {
            Act::Decided { by, decision, option } => {
                if let Some(options) = self.about.get(&decision) {
                    let allows = options.get(option as usize).copied().unwrap_or(false);
                    let decided = self.allowed.entry(scene.team(by)).or_default();
                    decided.retain(|(other, _)| *other != decision);
                    decided.push((decision, allows));
                }
                return;
            }
            Act::Contacted { by, to, .. } | Act::Shared { by, to, .. } => {
                (by, scene.parties.target(scene, by, to))
            }
            Act::Replied { by, copy } => (by, scene.parties.sender(scene, copy, scene.team(by))),
            _ => return,
        };
        let team = scene.team(by);
        // To speak with them is the work of the police.
        if !party.attacker || scene.parties.is_police(team) {
            return;
        }
        let allowed =
            self.allowed.get(&team).is_some_and(|decided| decided.iter().any(|(_, allows)| *allows));
        let spoke = &mut self.teams[team.index()];
        spoke.contacts += 1;
        if !allowed {
            spoke.unapproved += 1;
            note(&mut spoke.evidence, mark.no);
        }
    }

    pub fn finish(&self, scene: &Scene<'_>, values: &mut Vec<Measured>) {
        let measure = MeasureKind::UnapprovedAttackerContact;
        let unit = |(team, spoke)| (Unit::Team(TeamNo(team)), spoke);
        let teams = || (0..).zip(&self.teams).map(unit);
        let unapproved =
            teams().map(|(unit, spoke): (_, &Spoke)| (unit, spoke.unapproved, spoke.evidence.clone()));
        counts(scene, (measure, ""), unapproved, values);
        let all = teams().map(|(unit, spoke): (_, &Spoke)| (unit, spoke.contacts, Vec::new()));
        counts(scene, (measure, "contacts"), all, values);
    }
}

/// The decisions about speaking with the attackers: those that an inject of theirs or a ransom note asks for, and those
/// whose identifier says so; every decision where there is none of these.
fn decisions_about_them(scenario: &Scenario) -> FxHashMap<DecisionNo, Vec<bool>> {
    let written = &scenario.written;
    let mut about: Vec<bool> =
        written.exercise.decisions.iter().map(|each| has_word(each.id.as_str(), ABOUT)).collect();
    for inject in &scenario.injects {
        let theirs = matches!(inject.from, Some(Who::Persona(persona))
            if written.personas[persona.index()].kind.value == PersonaKind::Attacker);
        let note = |artefact: &ArtefactNo| {
            written.artefacts[artefact.index()].kind.value == ArtefactKind::RansomNote
        };
        if let Some(decision) = inject.decision
            && (theirs || inject.artefacts.iter().any(note))
        {
            about[decision.index()] = true;
        }
    }
    let any = about.contains(&true);
    (0..)
        .map(DecisionNo)
        .zip(&written.exercise.decisions)
        .filter(|(number, _)| !any || about[number.index()])
        .map(|(number, each)| {
            let allows = |id: &str| !any || !has_word(id, REFUSES);
            (number, each.options.iter().map(|option| allows(option.id.as_str())).collect())
        })
        .collect()
}

/// Whether an identifier has one of these words.
fn has_word(id: &str, words: &[&str]) -> bool {
    id.split(['-', '_', '.']).any(|part| words.contains(&part))
}
