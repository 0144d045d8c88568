//! Who takes part: organisations of the scenario with people in them.

use std::collections::HashMap;

use crate::format::Country;
use crate::model::{OrganisationNo, RoleNo, Scenario, Spot, Who, belongs};

/// The most people who take part.
pub const MAX_PEOPLE: u32 = 200_000;

/// The number of an organisation that takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamNo(pub u32);

/// The number of somebody who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonNo(pub u32);

impl TeamNo {
    /// The place in its list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl PersonNo {
    /// The place in its list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An organisation that takes part: one of the scenario, or a copy of one that stands for several.
#[derive(Debug, Clone)]
pub struct Team {
    /// The organisation of the scenario.
    pub of: OrganisationNo,
    /// Which copy of it, from 1.
    pub copy: u32,
    /// Where it is.
    pub country: Option<Country>,
    /// Its people, one after the other.
    pub people: Vec<PersonNo>,
}

/// Somebody who takes part.
#[derive(Debug, Clone)]
pub struct Person {
    /// Where they play.
    pub team: TeamNo,
    /// What they do there; everybody has at least one role where the organisation has any.
    pub roles: Vec<RoleNo>,
}

/// Why a scenario cannot be played by so many.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    /// There is an organisation that nobody would play.
    #[error(
        "{players} players are too few: {least} organisations of the scenario are played, each by somebody"
    )]
    TooFew {
        /// How many there are.
        players: u32,
        /// How many are wanted.
        least: u32,
    },
    /// More than [`MAX_PEOPLE`].
    #[error("at most {MAX_PEOPLE} people can take part")]
    TooMany,
}

/// Everybody who takes part.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    /// Organisations.
    pub teams: Vec<Team>,
    /// People, those of a team next to each other.
    pub people: Vec<Person>,
}

impl Cast {
    /// Spreads so many people over the organisations of a scenario: first everywhere one, then every role that is
    /// needed, then the others, then more copies of those that stand for several, then a second person for each role.
    ///
    /// # Errors
    ///
    /// When they are too few or too many.
    pub fn of(scenario: &Scenario, players: u32) -> Result<Self, CastError> {
        if players > MAX_PEOPLE {
            return Err(CastError::TooMany);
        }
        let mut teams: Vec<Planned> = Vec::new();
        for (number, organisation) in (0..).map(OrganisationNo).zip(&scenario.organisations) {
            let roles = roles_of(scenario, number);
            if organisation.plays && !roles.is_empty() {
                teams.push(Planned { of: number, roles, people: 1, copy: 1 });
            }
        }
        let least = teams.len() as u32;
        let mut left = players.checked_sub(least).ok_or(CastError::TooFew { players, least })?;
        let needed =
            |team: &Planned| team.roles.iter().filter(|role| scenario.roles[role.index()].needed).count();
        fill(&mut teams, &mut left, needed);
        fill(&mut teams, &mut left, |team| team.roles.len());
        let several: Vec<Planned> =
            teams.iter().filter(|team| scenario.organisations[team.of.index()].several).cloned().collect();
        let mut copy = 2;
        while left > 0 && !several.is_empty() {
            for team in &several {
                if left == 0 {
                    break;
                }
                let people = (team.roles.len() as u32).min(left);
                left -= people;
                teams.push(Planned { people, copy, ..team.clone() });
            }
            copy += 1;
        }
        let mut doubled = 2;
        while left > 0 && !teams.is_empty() {
            fill(&mut teams, &mut left, |team| team.roles.len() * doubled);
            doubled += 1;
        }
        Ok(Self::built(scenario, &teams))
    }

    fn built(scenario: &Scenario, planned: &[Planned]) -> Self {
        let mut cast = Self::default();
        for team in planned {
            let number = TeamNo(cast.teams.len() as u32);
            let mut people = Vec::new();
            for person in 0..team.people as usize {
                // Where there are fewer people than roles, everybody takes some; where there are more, some share one.
                let own = |(place, _): &(usize, &RoleNo)| {
                    place % team.people as usize == person || person % team.roles.len() == *place
                };
                let roles = team.roles.iter().enumerate().filter(own).map(|(_, role)| *role).collect();
                people.push(PersonNo(cast.people.len() as u32));
                cast.people.push(Person { team: number, roles });
            }
            let country = scenario.organisations[team.of.index()].country;
            cast.teams.push(Team { of: team.of, copy: team.copy, country, people });
        }
        cast
    }

    /// Whether somebody is among those addressed.
    pub fn is(&self, scenario: &Scenario, person: PersonNo, who: Who) -> bool {
        let described = &self.people[person.index()];
        match who {
            Who::All => true,
            Who::Role(role, spot) => {
                described.roles.contains(&role)
                    && spot.is_none_or(|spot| self.is_at(scenario, described.team, spot))
            }
            Who::Spot(spot) => self.is_at(scenario, described.team, spot),
            Who::Cell(_) | Who::Persona(_) => false,
        }
    }

    /// Whether a team belongs to a place.
    pub fn is_at(&self, scenario: &Scenario, team: TeamNo, spot: Spot) -> bool {
        belongs(&scenario.organisations, self.teams[team.index()].of, spot)
    }
}

#[derive(Debug, Clone)]
struct Planned {
    of: OrganisationNo,
    roles: Vec<RoleNo>,
    people: u32,
    copy: u32,
}

/// The roles of an organisation, those that are needed first.
fn roles_of(scenario: &Scenario, organisation: OrganisationNo) -> Vec<RoleNo> {
    let there = |needed: bool| {
        (0..)
            .zip(&scenario.roles)
            .filter(move |(_, role)| role.needed == needed && role.at.contains(&organisation))
            .map(|(no, _)| RoleNo(no))
    };
    there(true).chain(there(false)).collect()
}

/// Gives people to teams until each has as many as wanted or none are left.
fn fill(teams: &mut [Planned], left: &mut u32, wanted: impl Fn(&Planned) -> usize) {
    for team in teams {
        let more = (wanted(team) as u32).saturating_sub(team.people).min(*left);
        team.people += more;
        *left -= more;
    }
}

/// The people and teams that an address means, looked up once.
#[derive(Debug, Default)]
pub(super) struct Addressed {
    people: HashMap<Who, Vec<PersonNo>>,
}

impl Addressed {
    /// Everybody whom an address means, in the order of their numbers.
    pub fn people(&mut self, scenario: &Scenario, cast: &Cast, who: Who) -> &[PersonNo] {
        self.people.entry(who).or_insert_with(|| {
            (0..cast.people.len() as u32)
                .map(PersonNo)
                .filter(|person| cast.is(scenario, *person, who))
                .collect()
        })
    }
}
