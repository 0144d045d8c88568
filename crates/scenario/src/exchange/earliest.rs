//! The earliest moment at which an inject that waits for a condition can go.

use std::cell::Cell;

use cel::common::ast::{Expr, operators};

use super::condition_words::{duration, duration_call, string};
use super::wall::Wall;
use crate::format::{Inject, Length};
use crate::read::Written;

/// Through how many injects that wait for each other it is followed.
const DEEPEST: usize = 8;

/// How many injects are looked at for one; what would come after that counts as the start.
const MOST: u32 = 2_000;

/// The earliest moment after the start: no sooner than its `at`, than the times its condition names, and than the
/// injects it waits for.
pub fn earliest(inject: &Inject, written: &Written, wall: &Wall) -> Length {
    Search { written, wall, left: Cell::new(MOST) }.of(inject, 0)
}

struct Search<'a> {
    written: &'a Written,
    wall: &'a Wall,
    left: Cell<u32>,
}

impl Search<'_> {
    fn of(&self, inject: &Inject, deep: usize) -> Length {
        let at = inject.at.as_ref().map_or(Length(0), |at| self.wall.after(at.value));
        let left = self.left.get();
        if deep > DEEPEST || left == 0 {
            return at;
        }
        self.left.set(left - 1);
        let when = inject.when.as_ref().and_then(|when| cel::Program::compile(when).ok());
        let when = when.map_or(0, |program| self.holds(&program.expression().expr, false, deep));
        let after = inject.after.as_ref().map_or(0, |after| after.value.0);
        Length(at.0.max(when.saturating_add(after)))
    }

    /// When it can first hold, in milliseconds after the start; 0 where nothing says it.
    fn holds(&self, expr: &Expr, not: bool, deep: usize) -> i64 {
        let Expr::Call(call) = expr else { return 0 };
        let arg = |place: usize| call.args.get(place).map(|arg| &arg.expr);
        let side = |place: usize, not: bool| arg(place).map_or(0, |side| self.holds(side, not, deep));
        match (call.func_name.as_str(), not) {
            (operators::LOGICAL_NOT, _) => side(0, !not),
            (operators::LOGICAL_AND, false) | (operators::LOGICAL_OR, true) => side(0, not).max(side(1, not)),
            (operators::LOGICAL_AND, true) | (operators::LOGICAL_OR, false) => side(0, not).min(side(1, not)),
            ("within", true) => {
                let long = arg(1).and_then(duration).map_or(0, |long| long.0);
                long.saturating_add(arg(2).map_or(0, |from| self.holds(from, false, deep)))
            }
            ("within", false) => side(0, false),
            ("held_for", false) => {
                arg(1).and_then(duration).map_or(0, |long| long.0).saturating_add(side(0, false))
            }
            (operators::GREATER | operators::GREATER_EQUALS, false) => {
                let long = arg(1).and_then(duration_call).map_or(0, |long| long.0);
                match arg(0) {
                    Some(Expr::Call(asked)) if asked.func_name == "since" => {
                        let from = asked.args.first().map_or(0, |from| self.holds(&from.expr, false, deep));
                        long.saturating_add(from)
                    }
                    _ => long,
                }
            }
            ("delivered" | "opened" | "replied", false) => {
                let id = arg(0).and_then(string).unwrap_or_default();
                let known = self.written.injects.iter().find(|inject| inject.id.as_str() == id);
                known.map_or(0, |inject| self.of(inject, deep + 1).0)
            }
            _ => 0,
        }
    }
}
