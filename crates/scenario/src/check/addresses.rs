//! Who is addressed, and by what means.

use std::collections::{BTreeSet, HashSet};

use crate::finding::{Finding, Rule};
use crate::format::{Channel, InjectKind};
use crate::model::{CellNo, Inject, OrganisationNo, PersonaNo, RoleNo, Scenario, Who, belongs};

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let written = &scenario.written;
    for (inject, described) in scenario.injects.iter().zip(&written.injects) {
        if inject.is_sent() && described.to.is_empty() {
            findings.push(
                Finding::new(
                    Rule::UnknownRecipient,
                    described.place(&described.id),
                    format!("the inject {} is addressed to nobody", described.id.value),
                )
                .mend("write to: with at least one address, or make it an expected-action"),
            );
        }
        if inject.is_sent() && !inject.to.is_empty() && !inject.to.iter().any(|who| reaches(scenario, *who)) {
            findings.push(
                Finding::new(
                    Rule::UnknownRecipient,
                    described.place(&described.id),
                    format!("nobody plays any of those to whom the inject {} goes", described.id.value),
                )
                .mend("address a role of an organisation that plays, or a cell"),
            );
        }
        persona_channel(scenario, inject, described, findings);
    }
    nobody_can(scenario, findings);
    never_addressed(scenario, findings);
}

/// Those who should do something are where it is to be done.
fn nobody_can(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let written = &scenario.written;
    let there = |who: &Who, places: &BTreeSet<OrganisationNo>| match who {
        Who::All => true,
        Who::Role(role, spot) => scenario.roles[role.index()].at.iter().any(|no| {
            places.contains(no) && spot.is_none_or(|spot| belongs(&scenario.organisations, *no, spot))
        }),
        Who::Spot(spot) => places.iter().any(|no| belongs(&scenario.organisations, *no, *spot)),
        Who::Cell(_) | Who::Persona(_) => true,
    };
    let mut found = |place, message: String| {
        findings.push(
            Finding::new(Rule::UnknownRecipient, place, message)
                .mend("write in by: a role that exists there, or take by: away"),
        );
    };
    for (asset, described) in scenario.assets.iter().zip(&written.assets) {
        let places: BTreeSet<_> = asset.at.iter().copied().collect();
        for (each, each_written) in asset.moves.iter().zip(&described.moves) {
            if !each.by.is_empty() && !each.by.iter().any(|who| there(who, &places)) {
                let place =
                    each_written.by.first().map_or(described.place(&described.id), |at| described.place(at));
                found(place, format!("nobody of those named works where {} stands", described.id.value));
            }
        }
    }
    for (inject, described) in scenario.injects.iter().zip(&written.injects) {
        let places = addressed(scenario, &inject.to);
        for (made, expected) in inject.expect.iter().zip(&described.expect) {
            if !made.by.is_empty() && !places.is_empty() && !made.by.iter().any(|who| there(who, &places)) {
                let place =
                    expected.by.first().map_or(described.place(&described.id), |at| described.place(at));
                found(
                    place,
                    format!(
                        "nobody of those named works at an organisation to which {} goes",
                        described.id.value
                    ),
                );
            }
        }
    }
}

/// The organisations of those addressed that somebody plays.
pub(super) fn addressed(scenario: &Scenario, whos: &[Who]) -> BTreeSet<OrganisationNo> {
    let mut all = BTreeSet::new();
    for who in whos {
        match who {
            Who::All => all.extend((0..scenario.organisations.len() as u32).map(OrganisationNo)),
            Who::Role(role, spot) => {
                let at = scenario.roles[role.index()].at.iter().copied();
                all.extend(
                    at.filter(|no| spot.is_none_or(|spot| belongs(&scenario.organisations, *no, spot))),
                );
            }
            Who::Spot(spot) => all.extend(crate::model::within(&scenario.organisations, *spot)),
            Who::Cell(_) | Who::Persona(_) => {}
        }
    }
    all.retain(|no: &OrganisationNo| scenario.organisations[no.index()].plays);
    all
}

/// Whether anybody can be there.
pub(super) fn reaches(scenario: &Scenario, who: Who) -> bool {
    let plays = |spot| {
        crate::model::within(&scenario.organisations, spot).any(|no| scenario.organisations[no.index()].plays)
    };
    match who {
        Who::All => scenario.roles.iter().any(|role| !role.at.is_empty()),
        Who::Role(role, None) => !scenario.roles[role.index()].at.is_empty(),
        Who::Role(role, Some(spot)) => crate::model::within(&scenario.organisations, spot)
            .any(|no| scenario.roles[role.index()].at.contains(&no)),
        Who::Spot(spot) => plays(spot),
        Who::Cell(_) => true,
        // A persona is nobody who could get anything: what goes to one is for its cell.
        Who::Persona(persona) => scenario.written.personas[persona.index()].cell.is_some(),
    }
}

fn persona_channel(
    scenario: &Scenario,
    inject: &Inject,
    described: &crate::read::In<crate::format::Inject>,
    findings: &mut Vec<Finding>,
) {
    let Some(Who::Persona(number)) = inject.from else { return };
    let persona = &scenario.written.personas[number.index()];
    // A challenge is put by the exercise itself, and what exercise control does by hand needs no means.
    let by_hand = matches!(inject.channel, Channel::Manual | Channel::Challenge);
    if by_hand || persona.channels.iter().any(|channel| channel.value == inject.channel) {
        return;
    }
    let place = described.channel.as_ref().map_or(described.place(&described.id), |at| described.place(at));
    let channels: Vec<_> = persona.channels.iter().map(|channel| channel.word()).collect();
    findings.push(
        Finding::new(
            Rule::PersonaChannel,
            place,
            format!(
                "{} comes from {} by {}, who has only: {}",
                described.id.value,
                persona.id.value,
                inject.channel,
                if channels.is_empty() { "none".to_owned() } else { channels.join(", ") }
            ),
        )
        .also(persona.place(&persona.id))
        .mend(format!(
            "add {} to the channels of {}, or take another channel",
            inject.channel, persona.id.value
        )),
    );
}

fn never_addressed(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let written = &scenario.written;
    let mut roles: HashSet<RoleNo> = HashSet::new();
    let mut cells: HashSet<CellNo> = HashSet::new();
    let mut personas: HashSet<PersonaNo> = HashSet::new();
    for inject in &scenario.injects {
        for who in inject.to.iter().chain(&inject.from) {
            match who {
                Who::Role(role, _) => _ = roles.insert(*role),
                Who::Cell(cell) => _ = cells.insert(*cell),
                Who::Persona(persona) => _ = personas.insert(*persona),
                // The one role of a place is meant when the place is.
                Who::Spot(spot) => {
                    for organisation in crate::model::within(&scenario.organisations, *spot) {
                        let mut there =
                            (0..).zip(&scenario.roles).filter(|(_, role)| role.at.contains(&organisation));
                        if let (Some((only, _)), None) = (there.next(), there.next()) {
                            roles.insert(RoleNo(only));
                        }
                    }
                }
                Who::All => {}
            }
        }
    }
    for (number, role) in (0..).zip(&written.roles) {
        if !roles.contains(&RoleNo(number)) {
            let message = format!("the role {} is never individually addressed", role.id.value);
            findings.push(
                Finding::new(Rule::NeverAddressed, role.place(&role.id), message)
                    .mend(format!("send an inject to role/{}, or take the role away", role.id.value)),
            );
        }
    }
    for (number, persona) in (0..).zip(&written.personas) {
        if persona.channels.is_empty() {
            let message = format!("the persona {} has no channel", persona.id.value);
            findings.push(
                Finding::new(Rule::PersonaChannel, persona.place(&persona.id), message)
                    .mend("write in channels: how it reaches players"),
            );
        }
        if personas.contains(&PersonaNo(number)) {
            if let Some(cell) = persona.cell.as_ref().and_then(|cell| scenario.names.cells.get(cell.as_str()))
            {
                cells.insert(CellNo(*cell));
            }
        } else {
            let message = format!("the persona {} sends nothing and is sent nothing", persona.id.value);
            findings.push(
                Finding::new(Rule::NeverAddressed, persona.place(&persona.id), message)
                    .mend("let an inject come from it"),
            );
        }
        if let Some(cell) = &persona.cell
            && !scenario.names.cells.contains_key(cell.as_str())
        {
            let message = format!("there is no cell {:?}", cell.as_str());
            findings.push(Finding::new(Rule::UnknownReference, persona.place(cell), message));
        }
    }
    // Whoever must let an inject go has work, too.
    let released = scenario.injects.iter().any(|inject| {
        inject.release == crate::format::Release::Excon || inject.kind == InjectKind::Contingency
    });
    for (number, cell) in (0..).zip(&written.cells) {
        let busy = cells.contains(&CellNo(number)) || released && cell.id.as_str() == "excon";
        if !busy {
            let message = format!("the cell {} has nothing to do", cell.id.value);
            findings.push(
                Finding::new(Rule::NeverAddressed, cell.place(&cell.id), message)
                    .mend("let it play a persona, or take it away"),
            );
        }
    }
}
