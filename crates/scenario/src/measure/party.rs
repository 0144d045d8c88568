//! Who the other side is when a team turns to somebody: what it means for the measures that they were told.

use super::Scene;
use crate::engine::{CopyNo, Engine, PersonNo, Target, TeamNo};
use crate::format::{OrganisationKind, PersonaKind};
use crate::model::{OrganisationNo, Who, within};

/// The other side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Party {
    /// A CSIRT.
    pub csirt: bool,
    /// Another institution.
    pub institution: bool,
    /// Somebody outside who can help or must know. The press, patients and the public are outside, but whoever speaks
    /// only to them is still alone; and so is who speaks with the attackers.
    pub helps: bool,
    /// The attackers.
    pub attacker: bool,
    /// The police.
    pub police: bool,
}

/// The sides that there are, looked up once.
#[derive(Debug)]
pub(super) struct Parties {
    teams: Vec<Party>,
    personas: Vec<Party>,
    /// Who an inject comes from, and the organisations that this may be.
    senders: Vec<(Party, Vec<OrganisationNo>)>,
}

impl Parties {
    pub fn of(engine: &Engine<'_>) -> Self {
        let (scenario, cast) = (engine.scenario(), engine.cast());
        let kind = |of: OrganisationNo| scenario.organisations[of.index()].kind;
        let teams: Vec<Party> = cast.teams.iter().map(|team| institution(kind(team.of))).collect();
        // Where nobody plays a CSIRT, the officials whom exercise control plays stand for it.
        let nobody = !teams.iter().any(|team| team.csirt);
        let personas: Vec<Party> =
            scenario.written.personas.iter().map(|each| persona(each.kind.value, nobody)).collect();
        let senders = scenario
            .injects
            .iter()
            .map(|inject| match inject.from {
                Some(Who::Persona(persona)) => (personas[persona.index()], Vec::new()),
                Some(Who::Spot(spot) | Who::Role(_, Some(spot))) => {
                    organisations(within(&scenario.organisations, spot).collect(), &kind)
                }
                Some(Who::Role(role, None)) => organisations(scenario.roles[role.index()].at.clone(), &kind),
                Some(Who::All | Who::Cell(_)) | None => (Party::default(), Vec::new()),
            })
            .collect();
        Self { teams, personas, senders }
    }

    /// Whether a team is a CSIRT.
    pub fn is_csirt(&self, team: TeamNo) -> bool {
        self.teams[team.index()].csirt
    }

    /// Whether a team is of the police.
    pub fn is_police(&self, team: TeamNo) -> bool {
        self.teams[team.index()].police
    }

    /// The side that somebody turns to. People of the same team are no side, and exercise control is none either: who
    /// asks it something asks about the exercise.
    pub fn target(&self, scene: &Scene<'_>, by: PersonNo, to: Target) -> Party {
        match to {
            Target::Person(person) if scene.team(person) == scene.team(by) => Party::default(),
            Target::Person(person) => self.teams[scene.team(person).index()],
            Target::Persona(persona) => self.personas[persona.index()],
            Target::Cell(_) => Party::default(),
        }
    }

    /// The side that an inject comes from, as a team sees it.
    pub fn sender(&self, scene: &Scene<'_>, copy: CopyNo, team: TeamNo) -> Party {
        let (inject, _) = scene.engine.copy(copy);
        let (party, organisations) = &self.senders[inject.index()];
        let own = organisations.contains(&scene.engine.cast().teams[team.index()].of);
        if own { Party::default() } else { *party }
    }
}

fn institution(kind: OrganisationKind) -> Party {
    Party {
        csirt: kind == OrganisationKind::Csirt,
        institution: true,
        helps: kind != OrganisationKind::Press,
        police: kind == OrganisationKind::Police,
        ..Party::default()
    }
}

/// Several organisations at once are a CSIRT when all of them are.
fn organisations(
    list: Vec<OrganisationNo>,
    kind: &impl Fn(OrganisationNo) -> OrganisationKind,
) -> (Party, Vec<OrganisationNo>) {
    let all = list.iter().map(|of| institution(kind(*of))).reduce(|a, b| Party {
        csirt: a.csirt && b.csirt,
        helps: a.helps && b.helps,
        ..a
    });
    (all.unwrap_or_default(), list)
}

fn persona(kind: PersonaKind, stands_for_csirt: bool) -> Party {
    let institution = matches!(
        kind,
        PersonaKind::Official
            | PersonaKind::Peer
            | PersonaKind::Vendor
            | PersonaKind::Expert
            | PersonaKind::Insurer
    );
    Party {
        csirt: stands_for_csirt && kind == PersonaKind::Official,
        institution,
        helps: institution || kind == PersonaKind::Politician,
        attacker: kind == PersonaKind::Attacker,
        police: false,
    }
}
