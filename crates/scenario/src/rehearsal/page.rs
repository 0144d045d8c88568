//! The report of a rehearsal as one page for planners: no script, nothing loaded from elsewhere.

use askama::Template;
use jiff::civil::DateTime;

use super::moment::moment;
use super::plot::{self, Told};
use super::report::{
    Cause, DeadEnd, DeadEndKind, InjectPart, MeasurePart, NumberSpread, ObjectivePart, Report, TimeSpread,
};
use super::words::{Tongue, fill};

/// How many dead ends of a kind and cause are shown before the rest is folded.
const SHOWN_ENDS: usize = 6;
/// How many injects are named that expired for a reason.
const SHOWN_EXPIRED: usize = 12;

/// The page as HTML that is also well-formed XML.
///
/// # Errors
///
/// When the template cannot be filled in, which no report brings about.
pub fn page(report: &Report, tongue: Tongue) -> Result<String, askama::Error> {
    Making { report, t: tongue, start: start(report) }.page().render()
}

/// The beginning of the story; the report has it from a moment that was read.
pub(super) fn start(report: &Report) -> DateTime {
    report.scenario.start.parse().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "rehearsal.html")]
struct Page<'a> {
    t: Tongue,
    report: &'a Report,
    style: &'static str,
    heading: String,
    who_played: String,
    contents: Vec<(&'static str, &'static str)>,
    figures: Vec<Figure>,
    sentences: Vec<String>,
    /// How many branches only other bots take, in words; none when there are none.
    branches: Option<String>,
    dead_ends: Vec<Ends<'a>>,
    load_plot: String,
    unread_plot: String,
    load_rows: Vec<LoadRow>,
    timeline_plot: String,
    phases: Vec<PhaseRow<'a>>,
    milestones: Vec<MilestoneRow<'a>>,
    objectives: Vec<ObjectiveRow<'a>>,
    measures: Vec<MeasureRow>,
    without_values: String,
    left_out: String,
    channels: Vec<ChannelRow<'a>>,
    expired: Vec<ExpiredRow<'a>>,
    injects: Vec<InjectRow<'a>>,
    bots: Vec<BotRow<'a>>,
    again: String,
}

struct Figure {
    class: &'static str,
    number: String,
    words: String,
}

/// The dead ends of one kind.
struct Ends<'a> {
    name: String,
    causes: Vec<Causes<'a>>,
}

/// Those of one kind with one cause.
struct Causes<'a> {
    certain: bool,
    words: String,
    first: Vec<EndRow<'a>>,
    rest: Vec<EndRow<'a>>,
    more: String,
}

struct EndRow<'a> {
    id: &'a str,
    title: &'a str,
    spot: String,
    when_label: &'static str,
    when: String,
    times: String,
}

struct LoadRow {
    moment: String,
    people: u32,
    median: u32,
    p90: u32,
    most: u32,
    unread: u64,
}

struct PhaseRow<'a> {
    letter: String,
    title: &'a str,
    from: String,
    sent: u32,
    expired: u32,
    delivered: u64,
}

struct MilestoneRow<'a> {
    mark: String,
    id: &'a str,
    title: &'a str,
    first: String,
    last: String,
    times: u32,
}

struct ObjectiveRow<'a> {
    id: &'a str,
    title: &'a str,
    plot: String,
    class: &'static str,
    icon: &'static str,
    state: &'static str,
    met: u32,
    missed: u32,
    share: String,
}

struct MeasureRow {
    name: String,
    per: String,
    plot: String,
    sentences: String,
    cells: Vec<String>,
}

struct ChannelRow<'a> {
    name: &'a str,
    plot: String,
    injects: u32,
    delivered: u64,
    opened: u64,
}

struct ExpiredRow<'a> {
    reason: &'a str,
    copies: u32,
    injects: Vec<&'a str>,
    rest: Vec<&'a str>,
    more: String,
}

struct InjectRow<'a> {
    went: bool,
    moment: String,
    id: &'a str,
    title: &'a str,
    channel: &'a str,
    sent: String,
    expired: u32,
    opened: String,
    met: String,
}

struct BotRow<'a> {
    kind: &'a str,
    words: &'a str,
    organisations: u32,
    players: u32,
}

struct Making<'a> {
    report: &'a Report,
    t: Tongue,
    start: DateTime,
}

impl<'a> Making<'a> {
    fn page(&self) -> Page<'a> {
        let (report, t) = (self.report, self.t);
        let time = plot::Time { start: self.start, end: report.scenario.duration_ms };
        let sentences = self.sentences();
        let load_told = Told { id: "load-plot", title: t.load(), about: &sentences.join(" ") };
        let unread_about = format!("{}: {}", t.most(), report.totals.unread_most);
        let unread_told = Told { id: "unread-plot", title: t.unread(), about: &unread_about };
        let limit = fill(t.limit(), &[&report.load.limit.unwrap_or(0), &t.length(report.load.within_ms)]);
        Page {
            t,
            report,
            style: include_str!("../../templates/rehearsal.css"),
            heading: fill(t.rehearsal_of(), &[&report.scenario.title]),
            who_played: fill(
                t.who_played(),
                &[
                    &report.setup.players,
                    &report.setup.organisations,
                    &report.setup.seed,
                    &self.moment(0),
                    &self.moment(report.scenario.duration_ms),
                    &t.length(report.scenario.duration_ms),
                    &report.scenario.timezone,
                ],
            ),
            contents: vec![
                ("dead-ends", t.dead_ends()),
                ("load", t.load()),
                ("timeline", t.timeline()),
                ("milestones", t.milestones()),
                ("objectives", t.objectives()),
                ("measures", t.measures()),
                ("channels", t.channels()),
                ("expired", t.expired()),
                ("injects", t.injects()),
                ("bots", t.bots()),
            ],
            figures: self.figures(),
            branches: (!self.report.branches.is_empty())
                .then(|| fill(t.branches(), &[&self.report.branches.len()])),
            dead_ends: self.dead_ends(),
            load_plot: plot::load(load_told, time, &report.load, &limit),
            unread_plot: plot::unread(unread_told, time, &report.load),
            load_rows: self.load_rows(),
            timeline_plot: self.timeline(time),
            phases: self.phases(),
            milestones: self.milestones(),
            objectives: report.objectives.iter().map(|each| self.objective(each)).collect(),
            measures: (0..)
                .zip(report.shown_measures().filter(|each| each.has_values()))
                .map(|(no, each)| self.measure(no, each))
                .collect(),
            without_values: self.without_values(),
            left_out: self.left_out(),
            channels: self.channels(),
            expired: self.expired(),
            injects: self.injects(),
            bots: self.bots(),
            again: super::summary::command(report),
            sentences,
        }
    }

    /// A moment that is not broken over two lines.
    fn moment(&self, after: i64) -> String {
        moment(self.start, after).replace(' ', "\u{a0}")
    }

    /// A moment with the time since the start, as HTML.
    fn both(&self, after: i64) -> String {
        format!(r#"<span>{} <span class="after">+{}</span></span>"#, self.moment(after), self.t.length(after))
    }

    fn figures(&self) -> Vec<Figure> {
        let (totals, t) = (&self.report.totals, self.t);
        let figure = |class, number: String, words: String| Figure { class, number, words };
        let share = if totals.delivered > 0 { totals.opened as f64 / totals.delivered as f64 } else { 0.0 };
        let ends = self.report.dead_ends.len();
        vec![
            figure("", totals.injects_sent.to_string(), fill(t.sent_injects(), &[&totals.injects])),
            figure("", totals.delivered.to_string(), t.delivered_copies().to_owned()),
            figure("", t.percent(share), t.opened_share().to_owned()),
            figure("", totals.unread_at_end.to_string(), t.never_opened().to_owned()),
            figure("grey", totals.copies_expired.to_string(), t.expired_copies().to_owned()),
            figure(if ends > 0 { "red" } else { "" }, ends.to_string(), t.dead_ends_count().to_owned()),
        ]
    }

    fn sentences(&self) -> Vec<String> {
        let (load, t) = (&self.report.load, self.t);
        let mut sentences = Vec::new();
        if let Some(busiest) = &load.busiest {
            let when = self.moment(busiest.from_ms);
            let values: [&dyn std::fmt::Display; 4] = [&when, &busiest.median, &busiest.p90, &busiest.most];
            sentences.push(fill(t.glance_load(), &values));
        }
        let within = t.length(load.within_ms);
        sentences.push(match load.limit {
            Some(limit) => {
                let verdict = if load.most > limit { t.over() } else { t.ok() };
                let icon = if load.most > limit { "▲" } else { "✓" };
                format!("{} {icon} {verdict}.", fill(t.glance_limit(), &[&within, &load.most, &limit]))
            }
            None => fill(t.glance_no_limit(), &[&within, &load.most]),
        });
        if !self.report.totals.ended {
            sentences.push(t.glance_not_ended().to_owned());
        }
        sentences
    }

    fn dead_ends(&self) -> Vec<Ends<'a>> {
        let t = self.t;
        let kinds = [
            (DeadEndKind::InjectNeverWent, t.injects_never()),
            (DeadEndKind::MilestoneNeverReached, t.milestones_never()),
            (DeadEndKind::ExpectationNeverMet, t.expectations_never()),
        ];
        let of_kind = |(kind, name): (DeadEndKind, &str)| {
            let own: Vec<&DeadEnd> = self.report.dead_ends.iter().filter(|end| end.what == kind).collect();
            let mut causes: Vec<(Cause, Vec<&DeadEnd>)> = Vec::new();
            for end in &own {
                // What reaches a milestone is part of what is said of it.
                let together = |(cause, ends): &&mut (Cause, Vec<&DeadEnd>)| {
                    *cause == end.cause && ends.iter().all(|other| other.see == end.see)
                };
                match causes.iter_mut().find(together) {
                    Some((_, ends)) => ends.push(end),
                    None => causes.push((end.cause, vec![end])),
                }
            }
            Ends {
                name: fill(name, &[&own.len()]),
                causes: causes.into_iter().map(|(cause, ends)| self.causes(kind, cause, &ends)).collect(),
            }
        };
        kinds.into_iter().map(of_kind).filter(|kind| !kind.causes.is_empty()).collect()
    }

    fn causes(&self, kind: DeadEndKind, cause: Cause, ends: &[&'a DeadEnd]) -> Causes<'a> {
        let t = self.t;
        let words = match cause {
            Cause::Nobody => t.cause_nobody(),
            Cause::TooLate => t.cause_too_late(),
            Cause::NotReleased => t.cause_not_released(),
            Cause::Over => t.cause_over(),
            Cause::NoInject => t.cause_no_inject(),
            Cause::EvenIdeal if kind == DeadEndKind::ExpectationNeverMet => t.cause_even_ideal_expected(),
            Cause::EvenIdeal => t.cause_even_ideal(),
            Cause::TheseBots => t.cause_these_bots(),
            Cause::NoBots => t.cause_no_bots(),
        };
        let see = ends.first().map(|end| end.see.join(", ")).unwrap_or_default();
        let expected = kind == DeadEndKind::ExpectationNeverMet;
        let row = |end: &&'a DeadEnd| EndRow {
            id: &end.id,
            title: &end.title,
            spot: end.spot.to_string(),
            when_label: if expected { t.shown_by() } else { t.waits_for() },
            when: end.when.clone().unwrap_or_default(),
            times: if expected { fill(t.missed_times(), &[&end.times]) } else { String::new() },
        };
        // One more than is shown is not worth folding.
        let shown = if ends.len() <= SHOWN_ENDS + 1 { ends.len() } else { SHOWN_ENDS };
        let (first, rest) = ends.split_at(shown);
        Causes {
            certain: cause.is_certain(),
            words: fill(words, &[&see]),
            first: first.iter().map(row).collect(),
            rest: rest.iter().map(row).collect(),
            more: fill(t.more(), &[&rest.len()]),
        }
    }

    fn load_rows(&self) -> Vec<LoadRow> {
        let row = |window: &super::report::LoadWindowPart| LoadRow {
            moment: self.moment(window.from_ms),
            people: window.people,
            median: window.median,
            p90: window.p90,
            most: window.most,
            unread: window.unread,
        };
        self.report.load.windows.iter().map(row).collect()
    }

    fn timeline(&self, time: plot::Time) -> String {
        let (report, t) = (self.report, self.t);
        let shown = plot::Timeline {
            sent: report.injects.iter().filter_map(|each| each.first_ms).collect(),
            expired: report
                .injects
                .iter()
                .filter(|each| each.copies_expired() > 0)
                .map(|each| each.until_ms)
                .collect(),
            phases: (0..).zip(&report.phases).map(|(no, phase)| (phase.from_ms, letter(no))).collect(),
            milestones: self
                .milestone_marks()
                .into_iter()
                .zip(&report.milestones)
                .filter_map(|(mark, each)| Some((each.first_ms?, mark)))
                .collect(),
        };
        let about = report
            .phases
            .iter()
            .enumerate()
            .map(|(no, phase)| {
                let (sent, expired) = (phase.injects_sent, phase.injects_expired);
                format!(
                    "{} {}: {} {sent}, {} {expired}.",
                    letter(no),
                    phase.title,
                    t.first_sent(),
                    t.last_moment_passed()
                )
            })
            .collect::<Vec<_>>();
        plot::timeline(
            Told { id: "timeline-plot", title: t.timeline(), about: &about.join(" ") },
            time,
            &shown,
        )
    }

    fn phases(&self) -> Vec<PhaseRow<'a>> {
        let row = |(no, phase): (usize, &'a super::report::PhasePart)| PhaseRow {
            letter: letter(no),
            title: &phase.title,
            from: self.moment(phase.from_ms),
            sent: phase.injects_sent,
            expired: phase.injects_expired,
            delivered: phase.delivered,
        };
        self.report.phases.iter().enumerate().map(row).collect()
    }

    /// What is written beside each milestone in the plot: numbers in the order of time; empty where it was not reached.
    fn milestone_marks(&self) -> Vec<String> {
        let milestones = &self.report.milestones;
        let place = |own: usize| {
            let key = |no: usize| milestones.get(no).and_then(|each| each.first_ms).map(|first| (first, no));
            let first = key(own)?;
            Some((0..milestones.len()).filter_map(key).filter(|other| *other <= first).count())
        };
        (0..milestones.len()).map(|no| place(no).map_or_else(String::new, |no| no.to_string())).collect()
    }

    fn milestones(&self) -> Vec<MilestoneRow<'a>> {
        let marks = self.milestone_marks();
        let mut all: Vec<_> = marks.into_iter().zip(&self.report.milestones).collect();
        all.sort_by_key(|(_, each)| each.first_ms.unwrap_or(i64::MAX));
        let row = |(mark, each): (String, &'a super::report::MilestonePart)| MilestoneRow {
            mark,
            id: &each.id,
            title: &each.title,
            first: each.first_ms.map_or_else(
                || format!(r#"<span class="chip grey">◌ {}</span>"#, plot::escape(self.t.never())),
                |first| self.both(first),
            ),
            last: match each.last_ms {
                Some(last) if each.times > 1 => self.both(last),
                _ => String::new(),
            },
            times: each.times,
        };
        all.into_iter().map(row).collect()
    }

    fn objective(&self, objective: &'a ObjectivePart) -> ObjectiveRow<'a> {
        let t = self.t;
        let all = f64::from((objective.met + objective.missed).max(1));
        let shares = [f64::from(objective.met) / all, f64::from(objective.missed) / all];
        let about = format!("{}: {}, {}: {}", t.met(), objective.met, t.missed(), objective.missed);
        let id = format!("objective-{}", objective.id);
        let told = Told { id: &id, title: &objective.title, about: &about };
        let (class, icon, state) = match objective.state {
            "met" => ("green", "✓", t.state_met()),
            "partly" => ("amber", "◐", t.state_partly()),
            "missed" => ("red", "✗", t.state_missed()),
            _ => ("grey", "?", t.state_not_seen()),
        };
        ObjectiveRow {
            id: &objective.id,
            title: &objective.title,
            plot: plot::bar(told, ["met", "missed"], shares),
            class,
            icon,
            state,
            met: objective.met,
            missed: objective.missed,
            share: objective.met_share.map_or_else(|| "–".to_owned(), |share| t.percent(share)),
        }
    }

    fn measure(&self, number: usize, measure: &MeasurePart) -> MeasureRow {
        let t = self.t;
        let name = match measure.part.as_str() {
            "" => t.measure_name(measure.measure).to_owned(),
            part => fill(t.with_part(), &[&t.measure_name(measure.measure), &t.part_name(part)]),
        };
        let mut sentences = Vec::new();
        let (mut plots, mut cells) = (String::new(), vec!["–".to_owned(); 7]);
        let id = format!("measure-{number}");
        if let Some(time) = measure.time {
            let TimeSpread { values, least_ms, lower_ms, median_ms, upper_ms, p90_ms, most_ms } = time;
            sentences.push(fill(
                t.spread_sentence(),
                &[&t.length(median_ms), &t.length(p90_ms), &t.length(most_ms)],
            ));
            let all = [least_ms, lower_ms, median_ms, upper_ms, p90_ms, most_ms];
            cells = std::iter::once(values.to_string()).chain(all.map(|each| t.length(each))).collect();
            let asked = values + measure.never;
            for (phrase, within, wanted) in [
                (t.target_sentence(), measure.within_target, measure.target_ms),
                (t.acceptable_sentence(), measure.within_acceptable, measure.acceptable_ms),
            ] {
                if let (Some(within), Some(wanted)) = (within, wanted) {
                    sentences.push(fill(phrase, &[&within, &asked, &t.length(wanted)]));
                }
            }
            let wanted = |at: Option<i64>| at.map(|at| at as f64);
            let drawn = plot::Spread {
                target: wanted(measure.target_ms),
                acceptable: wanted(measure.acceptable_ms),
                ..time.into()
            };
            let told = Told { id: &id, title: &name, about: &sentences.join(" ") };
            plots = plot::spread(told, drawn, &|value| t.length(value as i64));
        }
        for (spread, share) in [(measure.count, false), (measure.share, true)] {
            let Some(NumberSpread { values, least, lower, median, upper, p90, most }) = spread else {
                continue;
            };
            let show = |value: f64| if share { t.percent(value) } else { t.number(value) };
            let all = [least, lower, median, upper, p90, most];
            cells = std::iter::once(values.to_string()).chain(all.map(show)).collect();
            sentences.push(if values == 1 {
                format!("{}.", show(median))
            } else if least == most {
                fill(t.all_same(), &[&show(most)])
            } else {
                fill(t.number_sentence(), &[&show(median), &show(p90), &show(most)])
            });
            if values > 1 && least < most {
                let told = Told { id: &id, title: &name, about: &sentences.join(" ") };
                let drawn = plot::Spread { values: all, target: None, acceptable: None };
                plots = plot::spread(told, drawn, &show);
            }
        }
        for (phrase, count) in
            [(t.never_sentence(), measure.never), (t.not_started_sentence(), measure.not_started)]
        {
            if count > 0 {
                sentences.push(fill(phrase, &[&count]));
            }
        }
        cells.extend([measure.never.to_string(), measure.not_started.to_string()]);
        let wanted = [measure.target_ms, measure.acceptable_ms];
        cells.extend(wanted.map(|each| each.map_or_else(|| "–".to_owned(), |each| t.length(each))));
        MeasureRow {
            name,
            per: t.per_name(measure.per).to_owned(),
            plot: plots,
            sentences: sentences.join(" "),
            cells,
        }
    }

    fn without_values(&self) -> String {
        let t = self.t;
        let without = self.report.shown_measures().filter(|each| !each.has_values());
        let names: Vec<_> = without
            .map(|each| format!("{} ({})", t.measure_name(each.measure), t.per_name(each.per)))
            .collect();
        if names.is_empty() { String::new() } else { fill(t.no_values(), &[&names.join(", ")]) }
    }

    fn left_out(&self) -> String {
        if self.report.left_out.is_empty() {
            return String::new();
        }
        let window = |each: &super::report::Window| {
            format!("{} – {}", self.moment(each.from_ms), self.moment(each.to_ms))
        };
        let all: Vec<_> = self.report.left_out.iter().map(window).collect();
        fill(self.t.left_out(), &[&all.join(", ")])
    }

    fn channels(&self) -> Vec<ChannelRow<'a>> {
        let (report, t) = (self.report, self.t);
        let most = report.channels.iter().map(|each| each.delivered).max().unwrap_or(0).max(1) as f64;
        let row = |each: &'a super::report::ChannelPart| {
            let id = format!("channel-{}", each.channel);
            let name = t.channel_name(each.channel);
            let about = format!("{}: {}, {}: {}", t.delivered(), each.delivered, t.opened(), each.opened);
            let rest = each.delivered.saturating_sub(each.opened);
            let told = Told { id: &id, title: name, about: &about };
            ChannelRow {
                name,
                plot: plot::bar(
                    told,
                    ["opened", "delivered"],
                    [each.opened as f64 / most, rest as f64 / most],
                ),
                injects: each.injects,
                delivered: each.delivered,
                opened: each.opened,
            }
        };
        report.channels.iter().map(row).collect()
    }

    fn expired(&self) -> Vec<ExpiredRow<'a>> {
        let (report, t) = (self.report, self.t);
        let row = |each: &'a super::report::ReasonPart| {
            let has = |inject: &&InjectPart| inject.expired.iter().any(|other| other.reason == each.reason);
            let all: Vec<&str> = report.injects.iter().filter(has).map(|inject| inject.id.as_str()).collect();
            let (injects, rest) = all.split_at(all.len().min(SHOWN_EXPIRED));
            ExpiredRow {
                reason: t.reason_name(each.reason),
                copies: each.copies,
                injects: injects.to_vec(),
                rest: rest.to_vec(),
                more: fill(t.more(), &[&rest.len()]),
            }
        };
        report.totals.expired.iter().map(row).collect()
    }

    fn injects(&self) -> Vec<InjectRow<'a>> {
        let mut all: Vec<&InjectPart> = self.report.injects.iter().collect();
        all.sort_by_key(|each| each.moment_ms());
        let row = |each: &'a InjectPart| {
            let moment = self.moment(each.moment_ms());
            let (met, judged) = each.met();
            let unseen = each.expectations.iter().all(|expected| expected.that.is_none());
            InjectRow {
                went: each.sent > 0,
                moment: if each.sent > 0 {
                    self.both(each.moment_ms())
                } else {
                    format!("<span>({moment})</span>")
                },
                id: &each.id,
                title: &each.title,
                channel: self.t.channel_name(each.channel),
                sent: format!("{} / {}", each.sent, each.copies),
                expired: each.copies_expired(),
                opened: format!("{} / {}", each.opened, each.delivered),
                met: match judged {
                    0 if !each.expectations.is_empty() && unseen => self.t.by_person().to_owned(),
                    0 => "–".to_owned(),
                    _ => format!("{met} / {judged}"),
                },
            }
        };
        all.into_iter().map(row).collect()
    }

    fn bots(&self) -> Vec<BotRow<'a>> {
        let row = |each: &'a super::report::BotPart| BotRow {
            kind: each.kind,
            words: self.t.bot_name(each.kind),
            organisations: each.organisations,
            players: each.players,
        };
        self.report.setup.bots.iter().map(row).collect()
    }
}

/// A letter for a part: A, B … Z, then numbers.
fn letter(number: usize) -> String {
    match u8::try_from(number) {
        Ok(number @ 0..26) => char::from(b'A' + number).to_string(),
        _ => (number + 1).to_string(),
    }
}
