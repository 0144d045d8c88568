//! How long the press waits for an answer.

use rustc_hash::FxHashSet;

use super::roll_up::{Timed, counts, times};
use super::{Mark, Measured, Scene};
use crate::engine::{Act, CopyNo, Target, TeamNo, Unit};
use crate::format::{Channel, MeasureKind, PersonaKind};
use crate::model::PersonaNo;

#[derive(Debug)]
struct Question {
    team: TeamNo,
    copy: CopyNo,
    from: PersonaNo,
    asked: Mark,
    answered: Option<Mark>,
}

/// `press-latency`.
#[derive(Debug)]
pub(super) struct Press {
    /// By inject: the journalist who asks with it. What is printed or broadcast asks nobody.
    asks: Vec<Option<PersonaNo>>,
    questions: Vec<Question>,
    known: FxHashSet<(TeamNo, CopyNo)>,
    /// The questions that each team has not answered.
    open: Vec<Vec<usize>>,
}

impl Press {
    pub fn new(scene: &Scene<'_>) -> Self {
        let scenario = scene.engine.scenario();
        let journalist = |persona: &PersonaNo| {
            scenario.written.personas[persona.index()].kind.value == PersonaKind::Journalist
        };
        let asks = scenario
            .injects
            .iter()
            .map(|inject| match inject.from {
                Some(crate::model::Who::Persona(persona)) => Some(persona)
                    .filter(|_| !matches!(inject.channel, Channel::Press | Channel::Social))
                    .filter(journalist),
                _ => None,
            })
            .collect();
        Self {
            asks,
            questions: Vec::new(),
            known: FxHashSet::default(),
            open: vec![Vec::new(); scene.first_symptom.len()],
        }
    }

    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        match *act {
            Act::Delivered { copy, to } => {
                let (inject, _) = scene.engine.copy(copy);
                let team = scene.team(to);
                if let Some(from) = self.asks[inject.index()]
                    && self.known.insert((team, copy))
                {
                    self.open[team.index()].push(self.questions.len());
                    self.questions.push(Question { team, copy, from, asked: mark, answered: None });
                }
            }
            Act::Replied { copy, by } => self.answer(mark, scene.team(by), |each| each.copy == copy),
            Act::Contacted { by, to: Target::Persona(to), .. }
            | Act::Shared { by, to: Target::Persona(to), .. } => {
                self.answer(mark, scene.team(by), |each| each.from == to);
            }
            // What is said in public answers everybody who asked.
            Act::Stated { by, .. } => self.answer(mark, scene.team(by), |_| true),
            _ => {}
        }
    }

    fn answer(&mut self, mark: Mark, team: TeamNo, meant: impl Fn(&Question) -> bool) {
        let questions = &mut self.questions;
        self.open[team.index()].retain(|place| {
            let question = &mut questions[*place];
            if meant(question) {
                question.answered = Some(mark);
            }
            question.answered.is_none()
        });
    }

    pub fn finish(&self, scene: &Scene<'_>, now: i64, values: &mut Vec<Measured>) {
        let timed: Vec<Timed> = self
            .questions
            .iter()
            .map(|each| Timed::new(scene, Unit::Team(each.team), each.asked, each.answered, now))
            .collect();
        let mut asked = vec![false; self.open.len()];
        for question in &self.questions {
            asked[question.team.index()] = true;
        }
        let idle = scene.teams().filter(|team| !asked[team.index()]);
        times(scene, MeasureKind::PressLatency, &timed, idle, true, values);
        let questions = self.questions.iter().map(|each| (Unit::Team(each.team), 1, vec![each.asked.no]));
        counts(scene, (MeasureKind::PressLatency, "questions"), questions, values);
    }
}
