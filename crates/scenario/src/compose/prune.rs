//! Takes away what the checker finds, and what hangs on it, until it finds nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::ComposeError;
use crate::finding::{Finding, Place, Rule};
use crate::format::{Address, At, Id};
use crate::read::Written;
use crate::report::Report;
use crate::texts::Texts;

/// How often it may take something away; each time everything that was found is mended.
const MAX_ROUNDS: usize = 200;

/// Takes away until nothing is found.
///
/// # Errors
///
/// When something is found that cannot be taken away.
pub(super) fn prune(mut written: Written) -> Result<Written, ComposeError> {
    for _ in 0..MAX_ROUNDS {
        let (checked, findings) = crate::check::check_written(written);
        written = checked.written;
        if written.injects.is_empty() {
            return Err(ComposeError::Nothing);
        }
        if findings.is_empty() {
            return Ok(written);
        }
        let before = size(&written);
        Pruner::new(&mut written).mend(&findings);
        if size(&written) == before {
            return Err(ComposeError::Left(Report::new(written.files, findings).human("")));
        }
    }
    Err(ComposeError::Nothing)
}

/// How much there is: taking something away makes it less.
fn size(written: &Written) -> usize {
    let exercise = &written.exercise;
    let injects: usize = written
        .injects
        .iter()
        .map(|each| {
            let options =
                [each.from.is_some(), each.challenge.is_some(), each.decision.is_some(), each.hint.is_some()];
            let fields: usize = options.into_iter().map(usize::from).sum();
            let objectives =
                each.objectives.len() + each.expect.iter().filter(|each| each.objective.is_some()).count();
            let by: usize = each.expect.iter().map(|each| each.by.len()).sum();
            1 + fields
                + each.to.len()
                + each.attachments.len()
                + each.effects.len()
                + each.expect.len()
                + objectives
                + by
        })
        .sum();
    let texts: usize = written.texts.languages().map(|(_, texts)| texts.len()).sum();
    let overlays: usize =
        written.overlays.values().map(|each| each.injects.len() + each.variables.len()).sum();
    let states: usize = written
        .assets
        .iter()
        .map(|each| {
            1 + each.states.len()
                + each.moves.iter().map(|each| 1 + each.by.len() + each.from.len()).sum::<usize>()
        })
        .sum();
    let challenges: usize =
        written.challenges.iter().map(|each| 1 + each.to.len() + each.objectives.len()).sum();
    let decisions: usize = exercise.decisions.iter().map(|each| 1 + each.by.len()).sum();
    let measures: usize = written.measures.iter().map(|each| 1 + usize::from(each.objective.is_some())).sum();
    let roles: usize = written.roles.iter().map(|each| 1 + each.at.len()).sum();
    injects
        + texts
        + overlays
        + states
        + challenges
        + decisions
        + measures
        + roles
        + exercise.objectives.len()
        + exercise.milestones.len()
        + exercise.variables.len()
        + written.personas.iter().map(|each| 1 + usize::from(each.cell.is_some())).sum::<usize>()
        + written.cells.len()
        + written.artefacts.len()
        + written.organisations.len()
        + written.survey.len()
}

struct Pruner<'a> {
    written: &'a mut Written,
    /// Injects that go, and the keys of their texts.
    gone: BTreeSet<Id>,
}

/// What has a place, in the order of the places.
#[derive(Clone, Debug)]
enum Owner {
    Inject(usize),
    Artefact(usize),
    Challenge(usize),
    Measure(usize),
    Organisation(Id),
    Role(Id),
    Cell(Id),
    Persona(Id),
    Asset(usize),
    Objective(Id),
    Milestone(Id),
    Decision(Id),
    Variable(String),
    Question(Id),
}

impl<'a> Pruner<'a> {
    fn new(written: &'a mut Written) -> Self {
        Self { written, gone: BTreeSet::new() }
    }

    fn owners(&self) -> BTreeMap<Place, Owner> {
        let w = &*self.written;
        let mut owners = BTreeMap::new();
        let exercise = &w.exercise;
        owners.extend(
            w.injects.iter().enumerate().map(|(number, each)| (each.place(&each.id), Owner::Inject(number))),
        );
        owners.extend(
            w.artefacts
                .iter()
                .enumerate()
                .map(|(number, each)| (each.place(&each.id), Owner::Artefact(number))),
        );
        owners.extend(
            w.challenges
                .iter()
                .enumerate()
                .map(|(number, each)| (each.place(&each.id), Owner::Challenge(number))),
        );
        owners.extend(
            w.measures
                .iter()
                .enumerate()
                .map(|(number, each)| (each.place(&each.measure), Owner::Measure(number))),
        );
        owners.extend(
            w.organisations
                .iter()
                .map(|each| (each.place(&each.id), Owner::Organisation(each.id.value.clone()))),
        );
        owners.extend(w.roles.iter().map(|each| (each.place(&each.id), Owner::Role(each.id.value.clone()))));
        owners.extend(w.cells.iter().map(|each| (each.place(&each.id), Owner::Cell(each.id.value.clone()))));
        owners.extend(
            w.personas.iter().map(|each| (each.place(&each.id), Owner::Persona(each.id.value.clone()))),
        );
        owners.extend(
            w.assets.iter().enumerate().map(|(number, each)| (each.place(&each.id), Owner::Asset(number))),
        );
        owners.extend(
            w.survey.iter().map(|each| (each.place(&each.id), Owner::Question(each.id.value.clone()))),
        );
        owners.extend(
            exercise
                .objectives
                .iter()
                .map(|each| (exercise.place(&each.id), Owner::Objective(each.id.value.clone()))),
        );
        owners.extend(
            exercise
                .milestones
                .iter()
                .map(|each| (exercise.place(&each.id), Owner::Milestone(each.id.value.clone()))),
        );
        owners.extend(
            exercise
                .decisions
                .iter()
                .map(|each| (exercise.place(&each.id), Owner::Decision(each.id.value.clone()))),
        );
        owners.extend(
            exercise
                .variables
                .iter()
                .map(|(name, each)| (exercise.place(each), Owner::Variable(name.clone()))),
        );
        owners
    }

    fn mend(&mut self, findings: &[Finding]) {
        let owners = self.owners();
        let mut unused_texts = BTreeSet::new();
        for finding in findings {
            let path = self.written.files.get(finding.place.file as usize).cloned().unwrap_or_default();
            if path.starts_with("content/") {
                self.text(finding, &mut unused_texts);
                continue;
            }
            if path.starts_with("overlays/") {
                self.overlay(finding);
                continue;
            }
            let owner = owners
                .range(..=finding.place)
                .next_back()
                .filter(|(place, _)| place.file == finding.place.file);
            if let Some((_, owner)) = owner {
                self.owned(finding, owner.clone());
            }
        }
        let gone = std::mem::take(&mut self.gone);
        self.written.injects.retain(|each| !gone.contains(&each.id.value));
        for overlay in self.written.overlays.values_mut() {
            overlay.value.injects.retain(|id, _| !gone.contains(id));
        }
        if !unused_texts.is_empty() {
            self.retain_texts(|key| !unused_texts.contains(key));
        }
    }

    fn owned(&mut self, finding: &Finding, owner: Owner) {
        match owner {
            Owner::Inject(number) => self.inject(finding, number),
            Owner::Artefact(number) => {
                let id = self.written.artefacts.get(number).map(|each| each.id.value.clone());
                self.written.artefacts.retain(|each| Some(&each.id.value) != id.as_ref());
            }
            Owner::Challenge(number) => self.challenge(finding, number),
            Owner::Measure(number) => {
                if let Some(each) = self.written.measures.get_mut(number) {
                    each.value.objective = None;
                }
            }
            Owner::Organisation(id) => self.written.organisations.retain(|each| each.id.value != id),
            Owner::Role(id) => self.role(finding, &id),
            Owner::Cell(id) => self.written.cells.retain(|each| each.id.value != id),
            Owner::Persona(id) => {
                if let Some(each) = self.written.personas.iter_mut().find(|each| each.id.value == id)
                    && finding.rule == Rule::UnknownReference
                {
                    each.value.cell = None;
                } else {
                    self.written.personas.retain(|each| each.id.value != id);
                }
            }
            Owner::Asset(number) => self.asset(finding, number),
            Owner::Objective(id) => self.written.exercise.value.objectives.retain(|each| each.id.value != id),
            Owner::Milestone(id) => self.written.exercise.value.milestones.retain(|each| each.id.value != id),
            Owner::Decision(id) => {
                let exercise = &mut self.written.exercise;
                let file = exercise.file;
                let decision = exercise.value.decisions.iter_mut().find(|each| each.id.value == id);
                if let Some(each) = decision
                    && take(&mut each.by, file, finding.place)
                    && !each.by.is_empty()
                {
                    return;
                }
                exercise.value.decisions.retain(|each| each.id.value != id);
            }
            Owner::Variable(name) => _ = self.written.exercise.value.variables.remove(&name),
            Owner::Question(id) => self.written.survey.retain(|each| each.id.value != id),
        }
    }

    fn inject(&mut self, finding: &Finding, number: usize) {
        let Some(each) = self.written.injects.get_mut(number) else { return };
        let file = each.file;
        let is_at = |at: &Place| *at == finding.place;
        let place = |line: u32, column: u32| Place { file, line, column };
        let inject = &mut each.value;
        let id = inject.id.value.clone();
        if take(&mut inject.to, file, finding.place) {
            if inject.to.is_empty() {
                self.gone.insert(id);
            }
            return;
        }
        if inject.from.as_ref().is_some_and(|from| is_at(&place(from.line, from.column))) {
            // Somebody must have sent it; exercise control stands in for those who do not play.
            inject.from = None;
            return;
        }
        if finding.rule == Rule::UnknownReference || finding.rule == Rule::MissingAttachment {
            let before = inject.attachments.len() + inject.effects.len() + inject.objectives.len();
            inject.attachments.retain(|at| !is_at(&place(at.line, at.column)));
            inject.objectives.retain(|at| !is_at(&place(at.line, at.column)));
            inject.effects.retain(|effect| {
                let mut parts = [&effect.milestone, &effect.asset, &effect.state].into_iter().flatten();
                !parts.any(|at| is_at(&place(at.line, at.column)))
            });
            let mut mended =
                before != inject.attachments.len() + inject.effects.len() + inject.objectives.len();
            for field in [&mut inject.challenge, &mut inject.decision] {
                if field.as_ref().is_some_and(|at| is_at(&place(at.line, at.column))) {
                    *field = None;
                    mended = true;
                }
            }
            for expected in &mut inject.expect {
                if expected.objective.as_ref().is_some_and(|at| is_at(&place(at.line, at.column))) {
                    expected.objective = None;
                    mended = true;
                }
                mended |= take(&mut expected.by, file, finding.place);
            }
            if mended {
                return;
            }
        }
        let column_of = |at: &At<String>| at.line == finding.place.line && at.column <= finding.place.column;
        let expected = inject.expect.iter().position(|expected| {
            expected.that.as_ref().is_some_and(column_of)
                || expected.within.as_ref().is_some_and(|at| is_at(&place(at.line, at.column)))
        });
        let own = inject.when.as_ref().is_some_and(column_of);
        if let Some(gone) = expected.filter(|_| !own) {
            inject.expect.remove(gone);
            if gone == 0 && inject.hint.as_ref().is_some_and(|hint| hint.unless.is_none()) {
                inject.hint = None;
            }
            self.renumber(&id, gone);
            return;
        }
        let hint = inject.hint.as_ref().is_some_and(|hint| {
            is_at(&place(hint.after.line, hint.after.column)) || hint.unless.as_ref().is_some_and(column_of)
        });
        if hint {
            inject.hint = None;
            return;
        }
        self.gone.insert(id);
    }

    /// The texts of the expectations that follow one that goes take its place.
    fn renumber(&mut self, id: &Id, gone: usize) {
        let key = |number: usize| {
            if number == 0 { format!("{id}.expect") } else { format!("{id}.expect-{}", number + 1) }
        };
        let mut texts = Texts::default();
        for (language, all) in self.written.texts.languages() {
            for (name, text) in all {
                if *name == key(gone) {
                    continue;
                }
                let moved = (gone + 1..gone + 10).find(|number| *name == key(*number));
                let name = moved.map_or_else(|| name.clone(), |number| key(number - 1));
                texts.insert(language, name, text.clone());
            }
        }
        self.written.texts = texts;
    }

    fn challenge(&mut self, finding: &Finding, number: usize) {
        let Some(each) = self.written.challenges.get_mut(number) else { return };
        let file = each.file;
        let id = each.id.value.clone();
        if take(&mut each.value.to, file, finding.place) && !each.value.to.is_empty() {
            return;
        }
        let before = each.value.objectives.len();
        each.value.objectives.retain(|at| Place { file, line: at.line, column: at.column } != finding.place);
        if each.value.objectives.len() == before {
            self.written.challenges.retain(|each| each.id.value != id);
        }
    }

    fn role(&mut self, finding: &Finding, id: &Id) {
        let Some(role) = self.written.roles.iter_mut().find(|each| each.id.value == *id) else { return };
        let file = role.file;
        let before = role.value.at.len();
        role.value.at.retain(|at| Place { file, line: at.line, column: at.column } != finding.place);
        if role.value.at.len() == before || role.value.at.is_empty() {
            self.written.roles.retain(|each| each.id.value != *id);
        }
    }

    fn asset(&mut self, finding: &Finding, number: usize) {
        let Some(each) = self.written.assets.get_mut(number) else { return };
        let file = each.file;
        let id = each.id.value.clone();
        let asset = &mut each.value;
        let is_at = |line: u32, column: u32| Place { file, line, column } == finding.place;
        let state = asset
            .states
            .iter()
            .find(|state| is_at(state.id.line, state.id.column))
            .map(|state| state.id.value.clone());
        if let Some(state) = state.filter(|_| asset.states.len() > 1) {
            asset.states.retain(|each| each.id.value != state);
            for each in &mut asset.moves {
                each.from.retain(|from| from.value != state);
            }
            asset.moves.retain(|each| each.to.value != state && !each.from.is_empty());
            return;
        }
        let before = asset.moves.len();
        let mut mended = false;
        for each in &mut asset.moves {
            mended |= take(&mut each.by, file, finding.place);
        }
        if mended {
            return;
        }
        asset.moves.retain(|each| {
            let when = each
                .when
                .as_ref()
                .is_some_and(|when| when.line == finding.place.line && when.column <= finding.place.column);
            !when && !is_at(each.to.line, each.to.column)
        });
        if asset.moves.len() == before {
            self.written.assets.retain(|each| each.id.value != id);
        }
    }

    fn overlay(&mut self, finding: &Finding) {
        let known: BTreeSet<Id> = self.written.injects.iter().map(|each| each.id.value.clone()).collect();
        for overlay in self.written.overlays.values_mut().filter(|each| each.file == finding.place.file) {
            overlay.value.injects.retain(|id, change| {
                let at =
                    |line: u32, column: u32| line == finding.place.line && column == finding.place.column;
                let from = change.from.as_ref().is_some_and(|from| at(from.line, from.column));
                let text = change.text.as_ref().is_some_and(|text| at(text.line, text.column));
                known.contains(id) && !from && !text
            });
            let line = finding.place.line;
            overlay.value.variables.retain(|_, value| value.line != line || line == 0);
        }
    }

    /// A text that belongs to nothing goes; with one that names what is not there, its inject goes.
    fn text(&mut self, finding: &Finding, unused: &mut BTreeSet<String>) {
        let mut key = None;
        for (_, texts) in self.written.texts.languages() {
            for (name, text) in texts {
                let before = text.place.file == finding.place.file && text.place.line <= finding.place.line;
                if before && key.as_ref().is_none_or(|(line, _)| *line < text.place.line) {
                    key = Some((text.place.line, name.clone()));
                }
            }
        }
        let Some((_, key)) = key else { return };
        if finding.rule == Rule::UnusedText {
            unused.insert(key);
            return;
        }
        let base = key.split_once('.').map_or(key.as_str(), |(base, _)| base);
        let inject =
            self.written.injects.iter().find(|each| each.text.as_ref().unwrap_or(&each.id).as_str() == base);
        if let Some(inject) = inject {
            self.gone.insert(inject.id.value.clone());
        } else {
            self.written.artefacts.retain(|each| each.id.as_str() != base);
            self.written.challenges.retain(|each| each.id.as_str() != base);
        }
    }

    fn retain_texts(&mut self, keep: impl Fn(&str) -> bool) {
        let mut texts = Texts::default();
        for (language, all) in self.written.texts.languages() {
            for (key, text) in all.iter().filter(|(key, _)| keep(key)) {
                texts.insert(language, key.clone(), text.clone());
            }
        }
        self.written.texts = texts;
    }
}

/// Takes the address at a place out of a list; whether one was there.
fn take(list: &mut Vec<At<Address>>, file: u32, place: Place) -> bool {
    let before = list.len();
    list.retain(|at| Place { file, line: at.line, column: at.column } != place);
    list.len() != before
}
