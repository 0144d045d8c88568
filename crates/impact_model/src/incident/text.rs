//! The answers as plain English, for a terminal.

use std::fmt::{self, Write};

use super::{
    Answers, Cut, Failing, Isolating, Laboratories, Missing, Order, Reason, Restoring, Saves, Step, Warned,
    When,
};
use crate::model::Hour;
use crate::stress::report::Estimate;

/// How many of a list are written out; the JSON has all.
const SHOWN: usize = 10;
/// How many cuts are written out.
const SHOWN_CUTS: usize = 5;

impl Answers {
    /// What they say, in English sentences; the first ten of each list, and the five best cuts.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _written = self.write(&mut text);
        text
    }

    fn write(&self, to: &mut String) -> fmt::Result {
        let Self { asking, hours_ahead, .. } = self;
        writeln!(to, "The next {hours_ahead} hours, from {} runs (seed {}).", asking.runs, asking.seed)?;
        if self.unsettled_runs > 0 {
            let runs = self.unsettled_runs;
            writeln!(to, "In {runs} runs services that depend on each other did not settle: less sure.")?;
        }
        write_list(
            to,
            "What fails next",
            "Nothing more fails in at least 5 % of runs.",
            &self.failing,
            failing,
        )?;
        write_list(
            to,
            "Who must be warned now",
            "Nobody else is likely to be affected.",
            &self.warn,
            warned,
        )?;
        laboratories(to, &self.laboratories)?;
        isolating(to, &self.isolate)?;
        restoring(to, self.restore.as_ref())?;
        writeln!(to, "\nWhat this cannot say")?;
        self.limits.iter().try_for_each(|limit| writeln!(to, "- {limit}"))
    }
}

fn write_list<T>(
    to: &mut String,
    title: &str,
    none: &str,
    all: &[T],
    write: fn(&mut String, &T) -> fmt::Result,
) -> fmt::Result {
    writeln!(to, "\n{title}")?;
    if all.is_empty() {
        return writeln!(to, "{none}");
    }
    all.iter().take(SHOWN).try_for_each(|one| write(to, one))?;
    match all.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(to, "… and {more} more."),
    }
}

fn failing(to: &mut String, one: &Failing) -> fmt::Result {
    let Failing { service, probability, hours, because, because_share } = one;
    writeln!(to, "- {}: {service} fails ({}).", moment(hours), percent(probability))?;
    let share = match because_share {
        1.0.. => String::new(),
        share => format!(" (in {:.0} % of those runs)", share * 100.0),
    };
    writeln!(to, "  Why: {because}{share}.")
}

/// "In 3 to 9 hours".
fn moment(when: &When) -> String {
    match (when.p10, when.p90) {
        (_, 0) => "Now, if it has not already".to_owned(),
        (0, late) => format!("Within {}", hours(late)),
        (early, late) if early == late => format!("In {}", hours(late)),
        (early, late) => format!("In {early} to {}", hours(late)),
    }
}

fn hours(hours: Hour) -> String {
    match hours {
        1 => "1 hour".to_owned(),
        hours if hours > 96 => format!("{:.0} days", f64::from(hours) / 24.0),
        hours => format!("{hours} hours"),
    }
}

fn percent(share: &Estimate) -> String {
    let Estimate { value, low, high } = share;
    format!("probability {:.0} %, between {:.0} and {:.0} %", value * 100.0, low * 100.0, high * 100.0)
}

fn warned(to: &mut String, one: &Warned) -> fmt::Result {
    let Warned { institution, linked, probability, hours_left, per_day, reason, .. } = one;
    let at_once = linked.as_ref().map_or_else(String::new, |way| {
        format!("Joined by {} to {}, which is reported compromised: warn at once. ", way.link, way.from)
    });
    let left = match hours_left {
        None => String::new(),
        Some(0) => ", perhaps already".to_owned(),
        Some(left) => format!(", about {} left", hours(*left)),
    };
    writeln!(to, "- {institution}: {at_once}Within a day {}{left}.", percent(probability))?;
    match reason {
        Reason::Link(ways) => {
            let ways: Vec<String> =
                ways.iter().map(|way| format!("from {} over {}", way.from, way.link)).collect();
            writeln!(to, "  Why: malware can come {}.", ways.join(", to there "))?;
        }
        Reason::DependsOn(chain) => writeln!(to, "  Why: {chain}.")?,
        Reason::TakesOver(service) => {
            return writeln!(to, "  Why: about {per_day:.0} a day come to it from {service}.");
        }
    }
    writeln!(to, "  {per_day:.0} patients and analyses a day rest on it.")
}

fn laboratories(to: &mut String, all: &Laboratories) -> fmt::Result {
    write_list(to, "Which laboratories can step in", "No laboratory needs it.", &all.missing, missing)?;
    if all.missing.is_empty() {
        return Ok(());
    }
    writeln!(to, "Of {} analyses a day, {} have no place.", all.per_day, all.unplaced)
}

fn missing(to: &mut String, one: &Missing) -> fmt::Result {
    let when =
        one.fails_in_h.map_or_else(|| "is down".to_owned(), |left| format!("fails in about {}", hours(left)));
    writeln!(to, "- {} {when}: {} analyses a day are to be placed.", one.laboratory, one.per_day)?;
    for taker in one.takers.iter().take(SHOWN) {
        let terms = match (taker.contract, taker.agreed) {
            (true, _) => "contract",
            (false, true) => "agreed, no contract",
            (false, false) => "no agreement",
        };
        let start = match taker.starts_after_h {
            0 => String::new(),
            after => format!(", not before {}", hours(after)),
        };
        let (laboratory, planned, can) = (&taker.laboratory, taker.planned, taker.can_take);
        writeln!(
            to,
            "  {laboratory} takes {planned} of at most {can} ({terms}, {:.1} h away{start}).",
            taker.travel_h
        )?;
    }
    if one.unplaced > 0 {
        writeln!(to, "  {} a day have no place.", one.unplaced)?;
    }
    Ok(())
}

fn isolating(to: &mut String, all: &Isolating) -> fmt::Result {
    let Isolating { later_h, pairs, .. } = all;
    writeln!(to, "\nWhat isolating now saves, rather than in {later_h} hours ({pairs} pairs of runs)")?;
    let Some(together) = &all.all else {
        return writeln!(to, "Nobody is known to be compromised who has not isolated itself.");
    };
    saves(to, together)?;
    all.each.iter().take(SHOWN_CUTS).try_for_each(|one| saves(to, one))
}

fn saves(to: &mut String, one: &Saves) -> fmt::Result {
    let what = match &one.cut {
        Cut::Institution(who) => format!("All links of {who}"),
        Cut::Link(link, from, with) => format!("Only {link}, between {from} and {with}"),
        Cut::All => "All links of everybody compromised".to_owned(),
    };
    writeln!(
        to,
        "- {what}: {} institutions not compromised, {} service-days and {} services not lost; the cut itself costs {} services.",
        number(&one.compromised),
        number(&one.service_days),
        number(&one.services),
        number(&one.lost_by_cutting),
    )
}

fn number(estimate: &Estimate) -> String {
    // Adding 0 makes of −0 a 0.
    let [value, low, high] =
        [estimate.value, estimate.low, estimate.high].map(|one| libm::round(one * 10.0) / 10.0 + 0.0);
    format!("{value:.1} ({low:.1} to {high:.1})")
}

fn restoring(to: &mut String, restoring: Option<&Restoring>) -> fmt::Result {
    writeln!(to, "\nWhat to restore first")?;
    let Some(Restoring { best, usual, days_saved, pairs }) = restoring else {
        return writeln!(to, "There are not two things to be put in order.");
    };
    order(to, "Best found", best)?;
    order(to, "Usual order", usual)?;
    writeln!(to, "The first saves {} clinical service-days ({pairs} pairs of runs).", number(days_saved))
}

fn order(to: &mut String, name: &str, order: &Order) -> fmt::Result {
    let step = |step: &Step| match step {
        Step::Service(service) => service.to_string(),
        Step::Kind(kind) => format!("all {kind}"),
    };
    let steps: Vec<String> = order.steps.iter().map(step).collect();
    let back = |hour: Option<Hour>| {
        hour.map_or_else(|| "not within 60 days".to_owned(), |hour| format!("in {}", hours(hour)))
    };
    let (half, most) = (back(order.half_back_h), back(order.most_back_h));
    writeln!(to, "- {name}: {}. Half of clinical work is back {half}, 80 % {most}.", steps.join(", "))
}
