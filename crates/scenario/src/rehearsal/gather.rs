//! Makes the report of a rehearsal from its tally, its measures and the scenario.

use std::collections::BTreeMap;

use super::dead_end::dead_ends;
use super::report::{
    BotPart, ChannelPart, ExpectationPart, InjectPart, LoadPart, LoadWindowPart, MeasurePart, MilestonePart,
    NumberSpread, ObjectivePart, PhasePart, ReasonPart, Report, SCHEMA, ScenarioPart, SetupPart, Spot,
    TimeSpread, Totals, Window,
};
use super::tally::WINDOW;
use super::{InjectTally, Rehearsal, Spread};
use crate::engine::Why;
use crate::finding::Place;
use crate::format::{Channel, Language, Measure, MeasureKind, Per};
use crate::measure::Value;
use crate::model::{InjectNo, Scenario};
use crate::read::{In, Written};

impl Report {
    /// The report of a rehearsal of a scenario, with titles in a language.
    pub fn of(scenario: &Scenario, rehearsal: &Rehearsal, language: Language) -> Self {
        let gather = Gather { scenario, rehearsal, language };
        let injects = gather.injects();
        let milestones = gather.milestones();
        let (dead_ends, branches) = dead_ends(scenario, rehearsal, &injects, &milestones);
        Self {
            schema: SCHEMA,
            kind: "paraat-rehearsal",
            scenario: gather.scenario(),
            setup: gather.setup(),
            totals: gather.totals(&injects),
            load: gather.load(),
            phases: gather.phases(&injects),
            channels: channels(&injects),
            objectives: gather.objectives(),
            measures: gather.measures(),
            left_out: rehearsal
                .measures
                .left_out
                .iter()
                .map(|(from, to)| Window { from_ms: *from, to_ms: *to })
                .collect(),
            dead_ends,
            branches,
            injects,
            milestones,
        }
    }

    /// The report as JSON, indented, with a line break at its end.
    ///
    /// # Errors
    ///
    /// None that can come about: every key is a text and every number is finite.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|json| json + "\n")
    }
}

/// The word for a reason in the report.
pub(super) fn reason(why: Why) -> &'static str {
    match why {
        Why::NeverDue => "never-due",
        Why::TooLate => "too-late",
        Why::NotReleased => "not-released",
        Why::Nobody => "nobody",
        Why::Skipped => "skipped",
        Why::NotNeeded => "not-needed",
        Why::Ended => "ended",
    }
}

/// Where something stands.
pub(super) fn spot(written: &Written, place: Place) -> Spot {
    let file = written.files.get(place.file as usize).cloned().unwrap_or_default();
    Spot { file, line: place.line }
}

/// A share of a whole with four digits behind the point, so that it is written the same everywhere.
fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

struct Gather<'a> {
    scenario: &'a Scenario,
    rehearsal: &'a Rehearsal,
    language: Language,
}

impl Gather<'_> {
    fn scenario(&self) -> ScenarioPart {
        let exercise = &self.scenario.written.exercise;
        ScenarioPart {
            id: exercise.id.to_string(),
            version: exercise.version.value.clone(),
            title: exercise.title.get(self.language).to_owned(),
            language: self.language.to_string(),
            start: self.scenario.start.to_string(),
            timezone: exercise.clock.timezone.value.clone(),
            duration_ms: self.scenario.end,
        }
    }

    fn setup(&self) -> SetupPart {
        let Rehearsal { setup, cast, kinds, .. } = self.rehearsal;
        let all: f64 = setup.bots.iter().map(|(_, share)| share).sum();
        let bots = setup.bots.iter().map(|(kind, share)| {
            let behaves = |person: &crate::engine::PersonNo| kinds.get(person.index()) == Some(kind);
            let people = |team: &crate::engine::Team| team.people.iter().filter(|each| behaves(each)).count();
            BotPart {
                kind: kind.word(),
                asked_share: rounded(if all > 0.0 { share / all } else { 0.0 }),
                organisations: cast.teams.iter().filter(|team| people(team) > 0).count() as u32,
                players: cast.teams.iter().map(|team| people(team) as u32).sum(),
            }
        });
        SetupPart {
            players: cast.people.len() as u32,
            organisations: cast.teams.len() as u32,
            seed: setup.seed,
            bots: bots.collect(),
        }
    }

    fn totals(&self, injects: &[InjectPart]) -> Totals {
        let tally = &self.rehearsal.tally;
        let (delivered, opened) = tally.delivered();
        let mut by_reason: BTreeMap<Why, u32> = BTreeMap::new();
        for (why, copies) in tally.injects.iter().flat_map(|each| &each.expired) {
            *by_reason.entry(*why).or_default() += copies;
        }
        let mut expired = reasons(&by_reason);
        expired.sort_by_key(|each| std::cmp::Reverse(each.copies));
        Totals {
            entries: self.rehearsal.entries,
            injects: injects.len() as u32,
            injects_sent: injects.iter().filter(|each| each.sent > 0).count() as u32,
            copies: injects.iter().map(|each| u64::from(each.copies)).sum(),
            copies_sent: injects.iter().map(|each| u64::from(each.sent)).sum(),
            copies_expired: expired.iter().map(|each| u64::from(each.copies)).sum(),
            expired,
            delivered,
            opened,
            unread_at_end: tally.never_opened,
            unread_most: tally.load.iter().map(|each| each.unread).max().unwrap_or(0),
            ended: tally.ended,
        }
    }

    fn load(&self) -> LoadPart {
        let written = self.scenario.written.exercise.load.as_ref();
        let windows: Vec<_> = self
            .rehearsal
            .tally
            .load
            .iter()
            .map(|window| LoadWindowPart {
                from_ms: window.from,
                people: window.people,
                median: window.each.median as u32,
                p90: window.each.p90 as u32,
                most: window.each.most as u32,
                unread: window.unread,
            })
            .collect();
        let busiest = windows
            .iter()
            .max_by_key(|each| (each.p90, each.most, each.people, std::cmp::Reverse(each.from_ms)));
        LoadPart {
            window_ms: WINDOW,
            limit: written.map(|load| load.most.value),
            within_ms: written.map_or(WINDOW, |load| load.within.value.0),
            most: self.rehearsal.tally.most_load,
            busiest: busiest.copied(),
            windows,
        }
    }

    fn phases(&self, injects: &[InjectPart]) -> Vec<PhasePart> {
        let (written, end) = (&self.scenario.written.exercise.phases, self.scenario.end);
        let resolved = &self.scenario.phases;
        // A first part without a name is put in where none begins at the start.
        let unnamed = resolved.len().saturating_sub(written.len());
        let part = |(number, phase): (usize, &crate::model::Phase)| {
            let named = number.checked_sub(unnamed).and_then(|number| written.get(number));
            let to = resolved.get(number + 1).map_or(end, |next| next.from);
            let last = number + 1 == resolved.len();
            let here = |moment: i64| moment >= phase.from && (moment < to || last);
            let sent = || injects.iter().filter(|each| each.first_ms.is_some_and(here));
            let expired = injects.iter().filter(|each| each.copies_expired() > 0 && here(each.until_ms));
            PhasePart {
                id: named.map_or_else(String::new, |named| named.id.to_string()),
                title: named.map_or_else(String::new, |named| named.title.get(self.language).to_owned()),
                from_ms: phase.from,
                to_ms: to,
                injects_sent: sent().count() as u32,
                delivered: sent().map(|each| u64::from(each.delivered)).sum(),
                injects_expired: expired.count() as u32,
            }
        };
        resolved.iter().enumerate().map(part).collect()
    }

    fn injects(&self) -> Vec<InjectPart> {
        let (written, tallies) = (&self.scenario.written, &self.rehearsal.tally.injects);
        let both = (0..).map(InjectNo).zip(written.injects.iter().zip(tallies));
        both.map(|(number, (inject, tally))| self.inject(number, inject, tally)).collect()
    }

    fn inject(
        &self,
        number: InjectNo,
        inject: &In<crate::format::Inject>,
        tally: &InjectTally,
    ) -> InjectPart {
        let written = &self.scenario.written;
        let resolved = &self.scenario.injects[number.index()];
        let subject = |key: &str| {
            written.texts.get(self.language, key).map_or("", |text| match text.subject.as_str() {
                "" => text.body.lines().next().unwrap_or(""),
                subject => subject,
            })
        };
        let title = match &inject.title {
            Some(title) => title.get(self.language),
            None => subject(inject.text.as_ref().unwrap_or(&inject.id).as_str()),
        };
        let expectations = (1..).zip(&inject.expect).zip(&resolved.expect).zip(&tally.expectations);
        InjectPart {
            id: inject.id.to_string(),
            title: title.to_owned(),
            kind: resolved.kind.word(),
            channel: resolved.channel.word(),
            spot: spot(written, inject.place(&inject.id)),
            at_ms: resolved.at,
            when: inject.when.as_ref().map(|when| when.value.clone()),
            until_ms: resolved.until.min(self.scenario.end),
            first_ms: tally.first,
            copies: tally.copies,
            sent: tally.sent,
            expired: reasons(&tally.expired),
            delivered: tally.delivered,
            opened: tally.opened,
            hints: tally.hints,
            expectations: expectations
                .map(|(((number, expected), resolved), (met, missed))| {
                    let key = match number {
                        1 => format!("{}.expect", inject.id.value),
                        _ => format!("{}.expect-{number}", inject.id.value),
                    };
                    ExpectationPart {
                        number,
                        spot: spot(
                            written,
                            expected
                                .that
                                .as_ref()
                                .map_or(inject.place(&inject.id), |that| inject.place(that)),
                        ),
                        text: subject(&key).to_owned(),
                        that: expected.that.as_ref().map(|that| that.value.clone()),
                        within_ms: resolved.within,
                        met: *met,
                        missed: *missed,
                    }
                })
                .collect(),
            objectives: inject.objectives.iter().map(|id| id.to_string()).collect(),
        }
    }

    fn milestones(&self) -> Vec<MilestonePart> {
        let exercise = &self.scenario.written.exercise;
        let both = exercise.milestones.iter().zip(&self.rehearsal.tally.milestones);
        both.map(|(milestone, (first, last, times))| MilestonePart {
            id: milestone.id.to_string(),
            title: milestone.title.get(self.language).to_owned(),
            spot: spot(&self.scenario.written, exercise.place(&milestone.id)),
            first_ms: *first,
            last_ms: *last,
            times: *times,
        })
        .collect()
    }

    fn objectives(&self) -> Vec<ObjectivePart> {
        let exercise = &self.scenario.written.exercise;
        let both = exercise.objectives.iter().zip(&self.rehearsal.tally.objectives);
        both.map(|(objective, (met, missed))| ObjectivePart {
            id: objective.id.to_string(),
            title: objective.title.get(self.language).to_owned(),
            spot: spot(&self.scenario.written, exercise.place(&objective.id)),
            state: match (met, missed) {
                (0, 0) => "not-seen",
                (0, _) => "missed",
                (_, 0) => "met",
                _ => "partly",
            },
            met: *met,
            missed: *missed,
            met_share: (met + missed > 0).then(|| rounded(f64::from(*met) / f64::from(met + missed))),
        })
        .collect()
    }

    /// The values by measure, part and what they are for; then what `measures.yaml` names and has no value.
    fn measures(&self) -> Vec<MeasurePart> {
        let mut groups: BTreeMap<(MeasureKind, &str, Per), Vec<&Value>> = BTreeMap::new();
        for each in &self.rehearsal.measures.values {
            groups.entry((each.measure, each.part, each.per)).or_default().push(&each.value);
        }
        for measure in &self.scenario.written.measures {
            for per in pers(measure) {
                groups.entry((measure.measure.value, "", per)).or_default();
            }
        }
        groups.into_iter().map(|(key, values)| self.measure(key, &values)).collect()
    }

    fn measure(&self, (kind, part, per): (MeasureKind, &str, Per), values: &[&Value]) -> MeasurePart {
        let of_kind = |each: &&In<Measure>| each.measure.value == kind;
        let written = || self.scenario.written.measures.iter().filter(of_kind);
        let asked = written().find(|each| pers(each).contains(&per));
        let own = asked.filter(|_| part.is_empty());
        let (mut times, mut counts, mut shares) = (Vec::new(), Vec::new(), Vec::new());
        let (mut never, mut not_started) = (0, 0);
        for value in values {
            match value {
                Value::Time(length) => times.push(*length as f64),
                Value::Count(count) => counts.push(*count as f64),
                Value::Share(share) => shares.push(rounded(*share)),
                Value::Never => never += 1,
                Value::NotStarted => not_started += 1,
            }
        }
        let target_ms = own.and_then(|each| each.target.as_ref()).map(|at| at.value.0);
        let acceptable_ms = own.and_then(|each| each.acceptable.as_ref()).map(|at| at.value.0);
        let within = |most: i64| times.iter().filter(|time| **time <= most as f64).count() as u32;
        MeasurePart {
            measure: kind.word(),
            part: part.to_owned(),
            per: per.word(),
            wanted: asked.is_some(),
            objective: own.and_then(|each| each.objective.as_ref()).map(|id| id.to_string()),
            target_ms,
            acceptable_ms,
            within_target: target_ms.map(within),
            within_acceptable: acceptable_ms.map(within),
            never,
            not_started,
            time: Spread::of(times).map(|spread| TimeSpread {
                values: spread.count as u32,
                least_ms: spread.least as i64,
                lower_ms: spread.lower as i64,
                median_ms: spread.median as i64,
                upper_ms: spread.upper as i64,
                p90_ms: spread.p90 as i64,
                most_ms: spread.most as i64,
            }),
            count: Spread::of(counts).map(numbers),
            share: Spread::of(shares).map(numbers),
        }
    }
}

/// For what a measure is asked for.
fn pers(measure: &Measure) -> Vec<Per> {
    let written: Vec<Per> = measure.per.iter().map(|at| at.value).collect();
    if written.is_empty() { vec![Per::Organisation, Per::Whole] } else { written }
}

fn numbers(spread: Spread) -> NumberSpread {
    let Spread { count, least, lower, median, upper, p90, most } = spread;
    NumberSpread { values: count as u32, least, lower, median, upper, p90, most }
}

fn reasons(expired: &BTreeMap<Why, u32>) -> Vec<ReasonPart> {
    expired.iter().map(|(why, copies)| ReasonPart { reason: reason(*why), copies: *copies }).collect()
}

fn channels(injects: &[InjectPart]) -> Vec<ChannelPart> {
    let part = |channel: &Channel| {
        let own = || injects.iter().filter(|each| each.channel == channel.word());
        ChannelPart {
            channel: channel.word(),
            injects: own().count() as u32,
            delivered: own().map(|each| u64::from(each.delivered)).sum(),
            opened: own().map(|each| u64::from(each.opened)).sum(),
        }
    };
    Channel::ALL.iter().map(part).filter(|each| each.injects > 0).collect()
}
