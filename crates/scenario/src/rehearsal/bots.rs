//! Bots: what somebody does who gets an inject. They look at what the inject expects of them and bring that about, or
//! not, as their kind does; nothing tells them how the story goes on.

use super::chance::{Chance, For};
use crate::condition::{Condition, Fact, Scope, Want};
use crate::engine::{Act, CopyNo, Engine, PersonNo, State, Target, TeamNo};
use crate::format::{BotKind, Channel, MINUTE, OrganisationKind, PersonaKind, Report, SECOND, Shared};
use crate::model::{AssetNo, Inject, PersonaNo, Who};

/// How a kind of bot behaves.
struct Manner {
    /// How long before something is opened, in milliseconds.
    opens: (i64, i64),
    /// How long from opening to each act.
    acts: (i64, i64),
    /// How likely each act is.
    does: f64,
    /// Tells people outside.
    outward: bool,
    /// Does it when the time for it is over.
    late: bool,
    /// How likely an answer to a challenge is right.
    right: f64,
    /// How likely something that nobody asked for is done as well.
    wrong: f64,
}

fn manner(kind: BotKind) -> Manner {
    let usual = Manner {
        opens: (20 * SECOND, 3 * MINUTE),
        acts: (MINUTE, 8 * MINUTE),
        does: 1.0,
        outward: true,
        late: false,
        right: 1.0,
        wrong: 0.0,
    };
    match kind {
        BotKind::Ideal => usual,
        BotKind::Alone => Manner { outward: false, ..usual },
        BotKind::Late => Manner {
            opens: (5 * MINUTE, 15 * MINUTE),
            acts: (15 * MINUTE, 45 * MINUTE),
            late: true,
            right: 0.8,
            ..usual
        },
        BotKind::Silent => Manner { opens: (MINUTE, 15 * MINUTE), does: 0.0, ..usual },
        BotKind::Panicked => Manner {
            opens: (5 * SECOND, MINUTE),
            acts: (20 * SECOND, 3 * MINUTE),
            does: 0.5,
            right: 0.3,
            wrong: 0.5,
            ..usual
        },
    }
}

/// Something that a bot will do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Intent {
    /// Milliseconds from now.
    pub after: i64,
    /// What.
    pub act: Act,
}

/// What a team has already done of what is done once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Done {
    pub incident: bool,
    pub warned: bool,
    pub asked_csirt: bool,
}

/// Everybody's bot.
pub(super) struct Bots<'a> {
    engine: &'a Engine<'a>,
    chance: Chance,
    kinds: Vec<BotKind>,
    /// A CSIRT for each team, where there is one: of its own country, else any.
    csirts: Vec<Option<PersonNo>>,
    journalists: Vec<PersonaNo>,
    attackers: Vec<PersonaNo>,
}

impl<'a> Bots<'a> {
    pub fn new(engine: &'a Engine<'a>, seed: u64, mixture: &[(BotKind, f64)]) -> Self {
        let chance = Chance(seed);
        let (scenario, cast) = (engine.scenario(), engine.cast());
        // A team is of one mind: whether an organisation stays alone is not decided by one of its people.
        let of_team: Vec<BotKind> = (0..cast.teams.len() as u64)
            .map(|team| drawn(mixture, chance.share(For::Kind, team, 0)))
            .collect();
        let kinds = cast.people.iter().map(|person| of_team[person.team.index()]).collect();
        let is_csirt = |team: &TeamNo| {
            let of = cast.teams[team.index()].of;
            scenario.organisations[of.index()].kind == OrganisationKind::Csirt
        };
        let all: Vec<TeamNo> = (0..cast.teams.len() as u32).map(TeamNo).filter(is_csirt).collect();
        let csirts = cast
            .teams
            .iter()
            .map(|team| {
                let near = all.iter().find(|csirt| cast.teams[csirt.index()].country == team.country);
                near.or(all.first()).and_then(|csirt| cast.teams[csirt.index()].people.first()).copied()
            })
            .collect();
        let personas = |kind: PersonaKind| {
            let all = (0..).map(PersonaNo).zip(&scenario.written.personas);
            all.filter(|(_, each)| each.kind.value == kind).map(|(number, _)| number).collect()
        };
        Self {
            engine,
            chance,
            kinds,
            csirts,
            journalists: personas(PersonaKind::Journalist),
            attackers: personas(PersonaKind::Attacker),
        }
    }

    pub fn kind(&self, person: PersonNo) -> BotKind {
        self.kinds[person.index()]
    }

    /// How long somebody takes to open what they got.
    pub fn opens_after(&self, copy: CopyNo, person: PersonNo) -> i64 {
        let (least, most) = manner(self.kind(person)).opens;
        self.chance.between(For::Open, u64::from(copy.0), u64::from(person.0), least, most)
    }

    /// How long exercise control takes to let something go.
    pub fn releases_after(&self, copy: CopyNo) -> i64 {
        self.chance.between(For::Release, u64::from(copy.0), 0, 10 * SECOND, 2 * MINUTE)
    }

    /// What comes of somebody opening something. Only the first of those addressed acts for all of them.
    pub fn opened(
        &self,
        state: &State,
        copy: CopyNo,
        person: PersonNo,
        first: bool,
        done: &mut Done,
    ) -> Vec<Intent> {
        let kind = self.kind(person);
        let manner = manner(kind);
        let (number, _) = self.engine.copy(copy);
        let inject = &self.engine.scenario().injects[number.index()];
        let mut plan =
            Plan { bots: self, state, manner: &manner, copy, person, number: 0, intents: Vec::new() };
        if first {
            for expected in &inject.expect {
                let by = plan.who(&expected.by);
                for want in expected.that.iter().flat_map(Condition::wants) {
                    plan.want(want, by, expected.within);
                }
            }
            plan.ask_and_answer(inject);
        }
        if inject.symptom && manner.does > 0.0 {
            plan.symptom(done);
        }
        if manner.wrong > 0.0
            && self.chance.share(For::Does, u64::from(copy.0), u64::from(person.0)) < manner.wrong
        {
            plan.panic();
        }
        plan.intents
    }
}

/// The kind that a draw means.
fn drawn(mixture: &[(BotKind, f64)], draw: f64) -> BotKind {
    let all: f64 = mixture.iter().map(|(_, share)| share).sum();
    let mut left = draw * all;
    for (kind, share) in mixture {
        if left < *share {
            return *kind;
        }
        left -= share;
    }
    mixture.last().map_or(BotKind::Ideal, |(kind, _)| *kind)
}

/// What one person makes of one inject.
struct Plan<'p, 'a> {
    bots: &'p Bots<'a>,
    state: &'p State,
    manner: &'p Manner,
    copy: CopyNo,
    person: PersonNo,
    /// How many acts were thought of, so that each has a draw of its own.
    number: u64,
    intents: Vec<Intent>,
}

impl Plan<'_, '_> {
    fn draw(&self, what: For, least: i64, most: i64) -> i64 {
        let one = u64::from(self.copy.0) << 32 | u64::from(self.person.0);
        self.bots.chance.between(what, one, self.number, least, most)
    }

    fn chance(&self, what: For, share: f64) -> bool {
        let one = u64::from(self.copy.0) << 32 | u64::from(self.person.0);
        self.bots.chance.share(what, one, self.number) < share
    }

    /// Whoever in the same team is expected to do something: the person themselves if they are.
    fn who(&self, by: &[Who]) -> PersonNo {
        let engine = self.bots.engine;
        let is = |person: &PersonNo| by.iter().any(|who| engine.cast().is(engine.scenario(), *person, *who));
        if by.is_empty() || is(&self.person) {
            return self.person;
        }
        let team = engine.cast().people[self.person.index()].team;
        engine.cast().teams[team.index()].people.iter().copied().find(is).unwrap_or(self.person)
    }

    /// Does something, soon enough for `within` where the manner is that of people who are in time.
    fn act(&mut self, act: Act, within: Option<i64>) {
        self.number += 1;
        if !self.chance(For::Does, self.manner.does) {
            return;
        }
        let (least, most) = self.manner.acts;
        let mut after = self.draw(For::Act, least, most);
        if let Some(within) = within {
            after = if self.manner.late {
                // The inject was opened some minutes ago; from now on, all of its time is certainly too late.
                within + self.draw(For::Act, MINUTE, within / 2 + MINUTE)
            } else {
                // What was opened late leaves less time.
                after.min((within - self.manner.opens.1).max(within / 2).max(SECOND))
            };
        }
        self.intents.push(Intent { after, act });
    }

    fn want(&mut self, want: Want, by: PersonNo, within: Option<i64>) {
        let engine = self.bots.engine;
        match want {
            Want::State(asset, state) => self.operate(asset, state, by, within),
            Want::Fact(_, Scope::At(_)) => {}
            Want::Fact(fact, _) => match engine.scenario().facts.get(fact) {
                Fact::Replied(inject) => {
                    let (_, unit) = engine.copy(self.copy);
                    let own = engine.copies_of(inject).find(|copy| engine.copy(*copy).1 == unit);
                    // Those who stay alone answer only their own house.
                    let house = match engine.scenario().injects[inject.index()].from {
                        Some(Who::Persona(persona)) => {
                            engine.scenario().written.personas[persona.index()].kind.value
                                == PersonaKind::Colleague
                        }
                        Some(Who::Role(..) | Who::Spot(_)) => false,
                        _ => true,
                    };
                    if let Some(copy) = own.filter(|_| self.manner.outward || house) {
                        self.act(Act::Replied { copy, by }, within);
                    }
                }
                Fact::Contacted(who) => {
                    if let Some(to) = self.target(who, by).filter(|to| self.may_tell(*to, by)) {
                        self.act(Act::Contacted { by, to, channel: Channel::Phone }, within);
                    }
                }
                Fact::Shared(what, who) => {
                    let to = match who {
                        Some(who) => self.target(who, by),
                        None => self.peer(by),
                    };
                    if let Some(to) = to.filter(|to| self.may_tell(*to, by)) {
                        let what = if what == Shared::Anything { Shared::Message } else { what };
                        self.act(Act::Shared { by, what, to }, within);
                    }
                }
                Fact::Filed(report) if self.manner.outward => {
                    self.act(Act::Filed { by, report, complete: true }, within);
                }
                Fact::Decided(decision, option) => {
                    let by = self.who(&engine.scenario().decisions[decision.index()].by);
                    self.act(Act::Decided { by, decision, option: option.unwrap_or(0) }, within);
                }
                Fact::Solved(challenge) => self.answer(challenge, by, within),
                Fact::Filed(_) | Fact::Delivered(_) | Fact::Opened(_) | Fact::Milestone(_) => {}
            },
        }
    }

    /// Questions and challenges that an inject brings, apart from what it expects.
    fn ask_and_answer(&mut self, inject: &Inject) {
        let engine = self.bots.engine;
        let wanted = |fact: &dyn Fn(Fact) -> bool| {
            let wants = inject.expect.iter().filter_map(|each| each.that.as_ref()).flat_map(Condition::wants);
            wants.into_iter().any(
                |want| matches!(want, Want::Fact(number, _) if fact(engine.scenario().facts.get(number))),
            )
        };
        if let Some(challenge) = inject.challenge
            && !wanted(&|fact| fact == Fact::Solved(challenge))
        {
            self.answer(challenge, self.person, None);
        }
        if let Some(decision) = inject.decision
            && !wanted(&|fact| matches!(fact, Fact::Decided(other, _) if other == decision))
        {
            let by = self.who(&engine.scenario().decisions[decision.index()].by);
            let options = i64::from(engine.scenario().decisions[decision.index()].options.max(1));
            let option = if self.manner.wrong > 0.0 { self.draw(For::Pick, 0, options - 1) } else { 0 };
            self.act(Act::Decided { by, decision, option: option as u32 }, None);
        }
        // The press is answered, by one voice.
        if let Some(Who::Persona(persona)) = inject.from
            && engine.scenario().written.personas[persona.index()].kind.value == PersonaKind::Journalist
            && !matches!(inject.channel, Channel::Press | Channel::Social)
            && self.manner.outward
        {
            self.act(
                Act::Contacted { by: self.person, to: Target::Persona(persona), channel: Channel::Phone },
                None,
            );
            let says = if self.manner.wrong > 0.0 { self.draw(For::Pick, 0, 3) as u32 } else { 0 };
            self.act(Act::Stated { by: self.person, topic: 0, says }, None);
        }
    }

    fn answer(&mut self, challenge: crate::model::ChallengeNo, by: PersonNo, within: Option<i64>) {
        let described = &self.bots.engine.scenario().challenges[challenge.index()];
        self.number += 1;
        let right = self.chance(For::Right, self.manner.right);
        if described.hints > 0 && !right {
            self.act(Act::HintTaken { by, challenge }, within);
        }
        // Those who tell nobody never see the pieces of the others.
        let alone = !self.manner.outward && self.split(challenge);
        self.act(Act::Answered { by, challenge, right: right && !alone }, within);
    }

    /// Whether a challenge can only be solved by those who share.
    fn split(&self, challenge: crate::model::ChallengeNo) -> bool {
        let written = &self.bots.engine.scenario().written;
        written.challenges[challenge.index()].evidence.iter().any(|evidence| match &evidence.value {
            crate::format::Evidence::Artefact(id) => {
                written.artefacts.iter().any(|each| each.id.value == *id && each.split.is_some())
            }
            crate::format::Evidence::Inject(_) => false,
        })
    }

    /// Brings a device or system into a state, by as many steps as it takes and players can take.
    fn operate(&mut self, asset: AssetNo, wanted: u32, by: PersonNo, within: Option<i64>) {
        let engine = self.bots.engine;
        let team = engine.cast().people[by.index()].team;
        let Some(holder) = engine.holders(asset).iter().position(|holder| *holder == team) else { return };
        let from = self.state.asset(asset, holder);
        for (each, to) in steps(&engine.scenario().assets[asset.index()], from, wanted) {
            let by = self.who(&engine.scenario().assets[asset.index()].moves[each].by);
            self.act(Act::Operated { by, asset, team, state: to }, within);
        }
        // Each step comes after the one before.
        let mut after = 0;
        for intent in &mut self.intents {
            if matches!(intent.act, Act::Operated { asset: other, .. } if other == asset) {
                intent.after = intent.after.max(after + SECOND);
                after = intent.after;
            }
        }
    }

    /// Somebody at that address: of one's own organisation, country, or any.
    fn target(&self, who: Who, by: PersonNo) -> Option<Target> {
        match who {
            Who::Persona(persona) => Some(Target::Persona(persona)),
            Who::Cell(cell) => Some(Target::Cell(cell)),
            Who::All => self.peer(by),
            Who::Role(..) | Who::Spot(_) => {
                let (engine, cast) = (self.bots.engine, self.bots.engine.cast());
                let own = cast.people[by.index()].team;
                let country = cast.teams[own.index()].country;
                let far = |person: &PersonNo| {
                    let team = cast.people[person.index()].team;
                    (team != own, cast.teams[team.index()].country != country, person.0)
                };
                let people = (0..cast.people.len() as u32).map(PersonNo);
                // "The hospitals" are the others; a role may be held by a colleague.
                let other = |person: &PersonNo| match who {
                    Who::Spot(_) => cast.people[person.index()].team != own,
                    _ => *person != by,
                };
                let there = people.filter(|person| other(person) && cast.is(engine.scenario(), *person, who));
                there.min_by_key(far).map(Target::Person)
            }
        }
    }

    /// Somebody of another organisation of the same kind, or of any other.
    fn peer(&self, by: PersonNo) -> Option<Target> {
        let cast = self.bots.engine.cast();
        let own = cast.people[by.index()].team;
        let kind = |team: TeamNo| {
            self.bots.engine.scenario().organisations[cast.teams[team.index()].of.index()].kind
        };
        let others = (0..cast.teams.len() as u32).map(TeamNo).filter(|team| *team != own);
        let near = others.min_by_key(|team| (kind(*team) != kind(own), team.0.abs_diff(own.0)));
        near.and_then(|team| cast.teams[team.index()].people.first()).map(|person| Target::Person(*person))
    }

    /// Whether this bot tells them anything: those who stay alone speak only within their own house.
    fn may_tell(&self, to: Target, by: PersonNo) -> bool {
        let cast = self.bots.engine.cast();
        match to {
            _ if self.manner.outward => true,
            Target::Person(person) => cast.people[person.index()].team == cast.people[by.index()].team,
            Target::Persona(persona) => {
                self.bots.engine.scenario().written.personas[persona.index()].kind.value
                    == PersonaKind::Colleague
            }
            Target::Cell(_) => false,
        }
    }

    /// A first symptom: a record is opened, the CSIRT is asked, the authorities are warned.
    fn symptom(&mut self, done: &mut Done) {
        let by = self.person;
        if !std::mem::replace(&mut done.incident, true) {
            self.act(Act::IncidentOpened { by }, Some(20 * MINUTE));
            let since = self.state.now();
            self.act(Act::AwarenessDeclared { by, since }, Some(30 * MINUTE));
        }
        if !self.manner.outward {
            return;
        }
        let team = self.bots.engine.cast().people[by.index()].team;
        if let Some(csirt) = self.bots.csirts[team.index()]
            && self.bots.engine.cast().people[csirt.index()].team != team
            && !std::mem::replace(&mut done.asked_csirt, true)
        {
            self.act(
                Act::Contacted { by, to: Target::Person(csirt), channel: Channel::Phone },
                Some(25 * MINUTE),
            );
        }
        if !std::mem::replace(&mut done.warned, true) {
            self.act(Act::Filed { by, report: Report::EarlyWarning, complete: true }, Some(55 * MINUTE));
        }
    }

    /// Too much, of the wrong things, to everybody.
    fn panic(&mut self) {
        let by = self.person;
        let (journalists, attackers) = (&self.bots.journalists, &self.bots.attackers);
        let all: Vec<PersonaNo> = journalists.iter().chain(attackers).copied().collect();
        if !all.is_empty() {
            let to = all[self.draw(For::Pick, 0, all.len() as i64 - 1) as usize];
            self.act(Act::Contacted { by, to: Target::Persona(to), channel: Channel::Email }, None);
        }
        let says = self.draw(For::Pick, 0, 9) as u32;
        self.act(Act::Stated { by, topic: 0, says }, None);
        if let Some(to) = self.peer(by) {
            self.act(Act::Shared { by, what: Shared::Message, to }, None);
        }
    }
}

/// The moves that players can make from one state to another, the shortest way.
fn steps(asset: &crate::model::Asset, from: u32, to: u32) -> Vec<(usize, u32)> {
    let mut ways: Vec<(u32, Vec<(usize, u32)>)> = vec![(from, Vec::new())];
    let mut at = 0;
    while let Some((state, way)) = ways.get(at).cloned() {
        if state == to {
            return way;
        }
        for (number, each) in asset.moves.iter().enumerate() {
            let seen = ways.iter().any(|(seen, _)| *seen == each.to);
            if each.action && each.from.contains(&state) && !seen {
                let mut longer = way.clone();
                longer.push((number, each.to));
                ways.push((each.to, longer));
            }
        }
        at += 1;
    }
    Vec::new()
}
