//! Makes a scenario as long as wished: nights fall away, and what is left is drawn together.

use crate::format::{At, DAY, HOUR, Length, MINUTE, Moment, TimeOfDay};
use crate::read::Written;

/// No length of time that players are given becomes shorter than this.
const SHORTEST: i64 = 5 * MINUTE;

/// How the moments of a scenario become those of another.
struct Fit {
    /// The time of day at which it starts, in milliseconds after midnight.
    start: i64,
    /// The hours in which people play.
    hours: (i64, i64),
    /// How much of a length of time is left.
    factor: f64,
    end: i64,
    /// Nothing is drawn together; only the clock may start at another time.
    whole: bool,
}

impl Fit {
    /// Milliseconds after the start, of the moment as it was written.
    fn elapsed(&self, moment: Moment) -> i64 {
        match moment {
            Moment::After(length) => length.0,
            Moment::On { day, time } => i64::from(day - 1) * DAY + time - self.start,
        }
    }

    /// Time in which people play, up to a moment.
    fn worked(&self, elapsed: i64) -> i64 {
        let (from, to) = self.hours;
        let moment = self.start + elapsed.max(0);
        let (day, time) = (moment / DAY, moment % DAY);
        let before = if day == 0 { 0 } else { (to - self.start).max(0) + (day - 1) * (to - from) };
        let begins = if day == 0 { self.start } else { from };
        before + (time.clamp(begins, to.max(begins)) - begins)
    }

    fn moment(&self, moment: Moment) -> Moment {
        if self.whole {
            return Moment::After(Length(self.elapsed(moment)));
        }
        let drawn = (self.worked(self.elapsed(moment)) as f64 * self.factor) as i64;
        Moment::After(Length((drawn / MINUTE * MINUTE).min(self.end)))
    }

    fn length(&self, length: Length) -> Length {
        if self.whole || length.0 <= SHORTEST {
            return length;
        }
        let drawn = (length.0 as f64 * self.factor) as i64 / MINUTE * MINUTE;
        Length(drawn.max(SHORTEST))
    }

    /// The same for the lengths of time inside a condition.
    fn condition(&self, source: &str) -> String {
        let mut text = String::new();
        for (number, part) in source.split('\'').enumerate() {
            if number > 0 {
                text.push('\'');
            }
            // Every second part stands between quotation marks; only lengths of time look like one.
            match part.parse::<Length>() {
                Ok(length) if number % 2 == 1 => text.push_str(&self.length(length).to_string()),
                _ => text.push_str(part),
            }
        }
        text
    }
}

/// Draws a scenario together, if it is longer than wished. Its clock still starts as its moments were written for; from
/// then on they are lengths since the start, so that it may start at any time.
pub(super) fn fit(written: &mut Written, wished: Length) {
    let exercise = &mut written.exercise.value;
    let whole = wished >= exercise.duration.value;
    let wished = wished.min(exercise.duration.value);
    let time =
        exercise.clock.start.split_once('T').and_then(|(_, time)| time.get(..5)?.parse::<TimeOfDay>().ok());
    let start = time.map_or(8 * HOUR, |time| time.0);
    let hours = exercise.hours.as_ref().map_or((0, DAY), |hours| (hours.from.value.0, hours.to.value.0));
    let mut fit = Fit { start, hours, factor: 1.0, end: wished.0, whole };
    fit.factor = wished.0 as f64 / fit.worked(exercise.duration.value.0).max(1) as f64;
    exercise.duration.value = wished;
    for phase in &mut exercise.phases {
        phase.from.value = fit.moment(phase.from.value);
    }
    // Parts that have become too short to tell apart are one.
    let mut last = None;
    exercise.phases.retain(|phase| {
        let from = fit.elapsed(phase.from.value);
        let later = last.is_none_or(|last| from > last) && from < wished.0;
        last = Some(from);
        later
    });
    for when in exercise.milestones.iter_mut().filter_map(|each| each.when.as_mut()) {
        when.value = fit.condition(&when.value);
    }
    for asset in &mut written.assets {
        for each in &mut asset.value.moves {
            lengths(&fit, each.after.as_mut());
            conditions(&fit, each.when.as_mut());
        }
    }
    for inject in &mut written.injects {
        let inject = &mut inject.value;
        for moment in [&mut inject.at, &mut inject.until].into_iter().flatten() {
            moment.value = fit.moment(moment.value);
        }
        lengths(&fit, inject.after.as_mut());
        conditions(&fit, inject.when.as_mut());
        for expected in &mut inject.expect {
            lengths(&fit, expected.within.as_mut());
            conditions(&fit, expected.that.as_mut());
        }
        if let Some(hint) = &mut inject.hint {
            lengths(&fit, Some(&mut hint.after));
            conditions(&fit, hint.unless.as_mut());
        }
        lengths(&fit, inject.fallback.as_mut().map(|way| &mut way.after));
    }
    for overlay in written.overlays.values_mut() {
        for at in overlay.value.injects.values_mut().filter_map(|change| change.at.as_mut()) {
            at.value = fit.moment(at.value);
        }
    }
}

fn lengths(fit: &Fit, length: Option<&mut At<Length>>) {
    if let Some(length) = length {
        length.value = fit.length(length.value);
    }
}

fn conditions(fit: &Fit, condition: Option<&mut At<String>>) {
    if let Some(condition) = condition {
        condition.value = fit.condition(&condition.value);
    }
}
