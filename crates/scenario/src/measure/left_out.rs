//! Windows of platform faults: time that no measure counts, because nobody could do anything in it.

use super::{MAX_EVIDENCE, Mark};

#[derive(Debug, Clone, Copy)]
struct Window {
    from: i64,
    to: i64,
    /// How long all windows before this one are together.
    before: i64,
}

/// The windows so far, one after the other. Faults that overlap are one window from the first beginning to the first
/// end: a beginning that is reported twice must not leave out the rest of the exercise.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    windows: Vec<Window>,
    open: Option<Mark>,
    /// How many faults began.
    pub faults: u64,
    /// The entries at which the first of them began.
    pub evidence: Vec<u64>,
}

impl LeftOut {
    pub fn begin(&mut self, mark: Mark) {
        if self.open.is_none() {
            self.open = Some(mark);
            self.faults += 1;
            if self.evidence.len() < MAX_EVIDENCE {
                self.evidence.push(mark.no);
            }
        }
    }

    pub fn end(&mut self, at: i64) {
        if let Some(open) = self.open.take()
            && at > open.at
        {
            let before = self.windows.last().map_or(0, |last| last.before + last.to - last.from);
            self.windows.push(Window { from: open.at, to: at, before });
        }
    }

    /// How much of the story before a moment is left out.
    fn before(&self, moment: i64) -> i64 {
        let begun = self.windows.partition_point(|window| window.from < moment);
        let last = begun.checked_sub(1).and_then(|last| self.windows.get(last));
        let closed = last.map_or(0, |last| last.before + last.to.min(moment) - last.from);
        closed + self.open.map_or(0, |open| (moment - open.at).max(0))
    }

    /// The length of time from one moment to another, without what is left out; 0 when the second comes first. The
    /// second is not after what has been read, so a fault that still goes on covers all since it began.
    pub fn length(&self, from: i64, to: i64) -> i64 {
        ((to - from) - (self.before(to) - self.before(from))).max(0)
    }

    /// How long all windows are together, up to a moment.
    pub fn total(&self, moment: i64) -> i64 {
        self.before(moment)
    }

    pub fn windows(&self) -> Vec<(i64, i64)> {
        self.windows.iter().map(|window| (window.from, window.to)).collect()
    }
}
