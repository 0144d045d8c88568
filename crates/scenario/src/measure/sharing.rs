//! Who shared with whom, and how far what the victims know travelled.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::roll_up::{Timed, note, share};
use super::{Mark, Measured, Scene, Subject, Value};
use crate::engine::{Act, Target, TeamNo, Unit};
use crate::format::{Country, MeasureKind, OrganisationKind, Per};

/// To how many institutions the part `reach-3` counts.
const FEW: u32 = 3;

/// The whole exercise or a country: what was shared among its teams, and what reached them.
#[derive(Debug)]
struct Circle {
    country: Option<Country>,
    teams: u32,
    /// Pairs of which one shared with the other, and the first entries that did.
    pairs: u64,
    evidence: Vec<u64>,
    /// The first symptom opened in it, and by whom.
    first: Option<(Mark, TeamNo)>,
    /// How many others something reached, and when the third and the last of the first half were.
    reached: u32,
    few: Option<Mark>,
    half: Option<Mark>,
    /// When the first CSIRT and the first body of the Union were reached, and in how many steps.
    csirt: Option<(Mark, u32)>,
    union: Option<(Mark, u32)>,
    has_csirt: bool,
    has_union: bool,
}

impl Circle {
    fn half_of_the_others(&self) -> u32 {
        self.teams.saturating_sub(1).div_ceil(2)
    }
}

#[derive(Debug, Clone, Copy)]
struct Node {
    /// The place of its country in the circles.
    country: Option<usize>,
    kind: OrganisationKind,
    gave: u64,
    got: u64,
    /// In how many steps what a victim knows first reached it.
    steps: Option<u32>,
}

/// `sharing-graph`.
#[derive(Debug)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    pairs: FxHashSet<u64>,
    /// The whole exercise first, then each country.
    circles: Vec<Circle>,
}

impl Graph {
    pub fn new(scene: &Scene<'_>) -> Self {
        let (scenario, cast) = (scene.engine.scenario(), scene.engine.cast());
        let countries: BTreeSet<Country> = cast.teams.iter().filter_map(|team| team.country).collect();
        let circle = |country| Circle {
            country,
            teams: 0,
            pairs: 0,
            evidence: Vec::new(),
            first: None,
            reached: 0,
            few: None,
            half: None,
            csirt: None,
            union: None,
            has_csirt: false,
            has_union: false,
        };
        let mut circles: Vec<Circle> =
            [None].into_iter().chain(countries.iter().copied().map(Some)).map(circle).collect();
        let mut nodes = Vec::new();
        for team in &cast.teams {
            let kind = scenario.organisations[team.of.index()].kind;
            let country = team.country.and_then(|country| countries.iter().position(|each| *each == country));
            let country = country.map(|place| place + 1);
            for circle in [Some(0), country].into_iter().flatten() {
                let circle = &mut circles[circle];
                circle.teams += 1;
                circle.has_csirt |= kind == OrganisationKind::Csirt;
                circle.has_union |= kind == OrganisationKind::Union;
            }
            nodes.push(Node { country, kind, gave: 0, got: 0, steps: None });
        }
        Self { nodes, pairs: FxHashSet::default(), circles }
    }

    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        match *act {
            Act::Opened { by, .. } => self.symptom(scene, mark, scene.team(by)),
            Act::Shared { by, to: Target::Person(to), .. } => {
                let (from, to) = (scene.team(by), scene.team(to));
                if from != to {
                    self.pair(mark, from, to);
                    self.reach(scene, mark, from, to);
                }
            }
            _ => {}
        }
    }

    fn symptom(&mut self, scene: &Scene<'_>, mark: Mark, team: TeamNo) {
        if scene.first_symptom[team.index()] == Some(mark) {
            for circle in [Some(0), self.nodes[team.index()].country].into_iter().flatten() {
                self.circles[circle].first.get_or_insert((mark, team));
            }
        }
    }

    fn pair(&mut self, mark: Mark, from: TeamNo, to: TeamNo) {
        if !self.pairs.insert(u64::from(from.0) << 32 | u64::from(to.0)) {
            return;
        }
        self.nodes[from.index()].gave += 1;
        self.nodes[to.index()].got += 1;
        let (one, other) = (self.nodes[from.index()].country, self.nodes[to.index()].country);
        for circle in [Some(0), one.filter(|_| one == other)].into_iter().flatten() {
            self.circles[circle].pairs += 1;
            note(&mut self.circles[circle].evidence, mark.no);
        }
    }

    /// What a victim knows goes on from whoever has it to whom they share with.
    fn reach(&mut self, scene: &Scene<'_>, mark: Mark, from: TeamNo, to: TeamNo) {
        let victim = scene.first_symptom[from.index()].map(|_| 0);
        let Some(steps) = victim.or(self.nodes[from.index()].steps) else { return };
        if self.nodes[to.index()].steps.is_some() {
            return;
        }
        let steps = steps + 1;
        self.nodes[to.index()].steps = Some(steps);
        let node = self.nodes[to.index()];
        for circle in [Some(0), node.country].into_iter().flatten() {
            let circle = &mut self.circles[circle];
            match node.kind {
                OrganisationKind::Csirt => _ = circle.csirt.get_or_insert((mark, steps)),
                OrganisationKind::Union => _ = circle.union.get_or_insert((mark, steps)),
                _ => {}
            }
            if circle.first.is_some_and(|(_, first)| first == to) {
                continue;
            }
            circle.reached += 1;
            if circle.reached == FEW {
                circle.few = Some(mark);
            }
            if circle.reached == circle.half_of_the_others() {
                circle.half = Some(mark);
            }
        }
    }

    pub fn finish(&self, scene: &Scene<'_>, now: i64, values: &mut Vec<Measured>) {
        let others = (self.nodes.len() as u64).saturating_sub(1);
        for (team, node) in (0..).map(TeamNo).zip(&self.nodes) {
            let parts = [
                ("", share(node.gave, others)),
                ("gave", Value::Count(node.gave)),
                ("got", Value::Count(node.got)),
            ];
            values.extend(parts.map(|(part, value)| Measured {
                measure: MeasureKind::SharingGraph,
                part,
                per: Per::Organisation,
                subject: Subject::Team(team),
                value,
                evidence: Vec::new(),
            }));
        }
        for circle in &self.circles {
            self.circle(scene, circle, now, values);
        }
    }

    fn circle(&self, scene: &Scene<'_>, circle: &Circle, now: i64, values: &mut Vec<Measured>) {
        let (per, subject) = match circle.country {
            Some(country) => (Per::Country, Subject::Country(country)),
            None => (Per::Whole, Subject::Whole),
        };
        let mut push = |part, value, evidence: Vec<u64>| {
            let measure = MeasureKind::SharingGraph;
            values.push(Measured { measure, part, per, subject, value, evidence });
        };
        let possible = u64::from(circle.teams) * u64::from(circle.teams.saturating_sub(1));
        push("", share(circle.pairs, possible), circle.evidence.clone());
        push("pairs", Value::Count(circle.pairs), circle.evidence.clone());
        // Where there are too few, it cannot be reached, and nobody is to blame.
        let others = circle.teams.saturating_sub(1);
        let times = [
            ("reach-3", circle.few, others >= FEW),
            ("reach-half", circle.half, others > 0),
            ("csirt", circle.csirt.map(|(mark, _)| mark), circle.has_csirt),
            ("eu", circle.union.map(|(mark, _)| mark), circle.has_union),
        ];
        for (part, to, _) in times.into_iter().filter(|(.., possible)| *possible) {
            let timed = circle.first.map(|(from, _)| Timed::new(scene, Unit::Whole, from, to, now));
            match timed {
                Some(timed) => push(part, timed.value(), timed.evidence),
                None => push(part, Value::NotStarted, Vec::new()),
            }
        }
        for (part, reached) in [("csirt-hops", circle.csirt), ("eu-hops", circle.union)] {
            if let Some((mark, steps)) = reached {
                push(part, Value::Count(u64::from(steps)), vec![mark.no]);
            }
        }
    }
}
