//! The report of a rehearsal for the terminal, in English like everything the program says there.

use std::fmt::Write as _;

use super::moment::{length, moment};
use super::page::start;
use super::report::{Cause, DeadEnd, DeadEndKind, MeasurePart, Report};
use super::words::Tongue;

/// What came of it in some thirty lines. `base` is put before each path.
pub fn summary(report: &Report, base: &str) -> String {
    let mut text = String::new();
    let start = start(report);
    let at = |after: i64| moment(start, after);
    let scenario = &report.scenario;
    let mut line = |line: String| {
        let _ = writeln!(text, "{}", line.trim_end());
    };
    line("Rehearsal of an exercise, played by bots: nothing of this is real".to_owned());
    line(format!("{} ({} {})", plain(&scenario.title), scenario.id, scenario.version));
    line(format!(
        "{} to {}, {}, {}",
        at(0),
        at(scenario.duration_ms),
        spaced(scenario.duration_ms),
        scenario.timezone
    ));
    let setup = &report.setup;
    let bots: Vec<_> = setup
        .bots
        .iter()
        .map(|each| format!("{} {} ({} people)", each.organisations, each.kind, each.players))
        .collect();
    line(format!(
        "{} players in {} organisations: {}; seed {}",
        setup.players,
        setup.organisations,
        bots.join(", "),
        setup.seed
    ));
    line(String::new());
    let totals = &report.totals;
    line(format!(
        "Injects     {} of {} went, in {} of {} copies",
        totals.injects_sent, totals.injects, totals.copies_sent, totals.copies
    ));
    line(format!(
        "Delivered   {}, opened {}, never opened {}, at most {} unread at once",
        totals.delivered, totals.opened, totals.unread_at_end, totals.unread_most
    ));
    let reasons: Vec<_> = totals
        .expired
        .iter()
        .map(|each| format!("{} {}", each.copies, Tongue::En.reason_name(each.reason)))
        .collect();
    line(match totals.copies_expired {
        0 => "Expired     none".to_owned(),
        all => format!("Expired     {all} copies: {}", reasons.join(", ")),
    });
    let load = &report.load;
    if let Some(busiest) = &load.busiest {
        line(format!(
            "Load        in the busiest {} ({}): half got {}, nine in ten {}, the most {}",
            spaced(load.window_ms),
            at(busiest.from_ms),
            busiest.median,
            busiest.p90,
            busiest.most
        ));
    }
    let limit = match load.limit {
        Some(limit) if load.most > limit => format!("limit {limit}: OVER"),
        Some(limit) => format!("limit {limit}"),
        None => "no limit in exercise.yaml".to_owned(),
    };
    line(format!(
        "            the most for one person in {}: {} ({limit})",
        spaced(load.within_ms),
        load.most
    ));
    if !totals.ended {
        line("            the story did not come to its end".to_owned());
    }
    if !report.objectives.is_empty() {
        line("Objectives".to_owned());
    }
    let objectives = report.objectives.iter().map(|each| {
        let share = each.met_share.map_or_else(|| "-".to_owned(), |share| Tongue::En.percent(share));
        let seen = if each.state == "not-seen" {
            "nothing to see".to_owned()
        } else {
            format!("{} of {}", each.met, each.met + each.missed)
        };
        format!("  {share:>5}  {seen:<14} {:<6} {}", each.id, plain(&each.title))
    });
    shown(&mut line, 8, objectives);
    let mut reached: Vec<_> = report.milestones.iter().collect();
    reached.sort_by_key(|each| each.first_ms.unwrap_or(i64::MAX));
    if !reached.is_empty() {
        let times = reached.iter().filter(|each| each.times > 0).count();
        line(format!("Milestones  {times} of {} reached", reached.len()));
    }
    let milestones = reached.into_iter().map(|each| match each.first_ms {
        Some(first) => {
            let times = if each.times > 1 { format!(" ({} times)", each.times) } else { String::new() };
            format!("  {}  {}{times}  {}", at(first), each.id, plain(&each.title))
        }
        None => format!("  never     {}  {}", each.id, plain(&each.title)),
    });
    shown(&mut line, 5, milestones);
    let valued = |each: &&MeasurePart| each.part.is_empty() && (each.time.is_some() || each.never > 0);
    let measures: Vec<_> = report.shown_measures().filter(valued).map(measured).collect();
    if !measures.is_empty() {
        line("Measures".to_owned());
    }
    shown(&mut line, 6, measures.into_iter());
    if !report.branches.is_empty() {
        line(format!("Branches    {} that these bots did not take, and others do", report.branches.len()));
    }
    if report.dead_ends.is_empty() {
        line("Dead ends   none".to_owned());
    } else {
        let count = |kind| report.dead_ends.iter().filter(|end| end.what == kind).count();
        line(format!(
            "Dead ends   {}: {} injects never went, {} milestones never reached, {} expectations never met",
            report.dead_ends.len(),
            count(DeadEndKind::InjectNeverWent),
            count(DeadEndKind::MilestoneNeverReached),
            count(DeadEndKind::ExpectationNeverMet)
        ));
    }
    for kind in
        [DeadEndKind::InjectNeverWent, DeadEndKind::MilestoneNeverReached, DeadEndKind::ExpectationNeverMet]
    {
        let ends: Vec<_> = report.dead_ends.iter().filter(|end| end.what == kind).collect();
        shown(&mut line, 3, ends.iter().map(|end| format!("  {base}{}: {}", end.spot, why(end))));
    }
    line(String::new());
    line(format!(
        "{} entries, {} delivered, {} expired, {} dead ends",
        totals.entries,
        totals.delivered,
        totals.copies_expired,
        report.dead_ends.len()
    ));
    text
}

/// How to repeat a rehearsal.
pub(super) fn command(report: &Report) -> String {
    let shares: Vec<_> =
        report.setup.bots.iter().map(|each| format!("{}={}", each.kind, each.asked_share)).collect();
    format!(
        "paraat exercise rehearse {} --players {} --seed {} --bots {} --language {}",
        report.scenario.id,
        report.setup.players,
        report.setup.seed,
        shares.join(","),
        report.scenario.language
    )
}

/// Some lines, and how many more there are.
fn shown(line: &mut impl FnMut(String), most: usize, lines: impl ExactSizeIterator<Item = String>) {
    // A single line more takes no more room than saying that there is one.
    let most = if lines.len() == most + 1 { most + 1 } else { most };
    let rest = lines.len().saturating_sub(most);
    lines.take(most).for_each(&mut *line);
    if rest > 0 {
        line(format!("  ... and {rest} more: --html FILE and --json FILE have all"));
    }
}

fn measured(measure: &MeasurePart) -> String {
    let mut said = Vec::new();
    if let Some(time) = &measure.time {
        said.push(format!(
            "half after {}, nine in ten {}, the most {}",
            spaced(time.median_ms),
            spaced(time.p90_ms),
            spaced(time.most_ms)
        ));
        if let (Some(within), Some(target)) = (measure.within_target, measure.target_ms) {
            said.push(format!("{within} of {} within {}", time.values + measure.never, spaced(target)));
        }
    }
    if measure.never > 0 {
        said.push(format!("{} never", measure.never));
    }
    format!("  {:<28} {}", measure.measure, said.join("; "))
}

fn why(end: &DeadEnd) -> String {
    let what = match (end.what, end.expectation) {
        (DeadEndKind::InjectNeverWent, _) => "inject never went",
        (DeadEndKind::MilestoneNeverReached, _) => "milestone never reached",
        (DeadEndKind::ExpectationNeverMet, _) => "expectation never met",
    };
    let because = match end.cause {
        Cause::Nobody => "nobody in this cast is addressed",
        Cause::TooLate => "it was due after its last moment",
        Cause::NotReleased => "exercise control did not release it in time",
        Cause::Over => "the exercise was over before its moment",
        Cause::NoInject => "no inject that reaches it went",
        Cause::EvenIdeal => "not even with ideal bots",
        Cause::TheseBots => "not with these bots",
        Cause::NoBots => "with no kind of bots",
    };
    let number = match end.expectation {
        Some(number) if number > 1 => format!(" ({number})"),
        _ => String::new(),
    };
    format!("{}{number}: {what}, {because}", end.id)
}

/// A length of time with ordinary spaces.
fn spaced(milliseconds: i64) -> String {
    length(milliseconds).replace('\u{a0}', " ")
}

/// A title on one line, without anything that a terminal would obey.
fn plain(title: &str) -> String {
    title.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
