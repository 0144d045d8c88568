//! A condition in words, for people who have only paper.

use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};

use super::cast::Cast;
use super::print_words::Say;

/// The longest condition that is put into words; a longer one is shown as it is written.
const LONGEST: usize = 4_000;

/// A condition in words; none when it cannot be understood.
pub fn in_words(condition: &str, cast: &Cast<'_>) -> Option<String> {
    if condition.len() > LONGEST {
        return None;
    }
    let program = cel::Program::compile(condition).ok()?;
    Words { cast }.of(&program.expression().expr)
}

struct Words<'a> {
    cast: &'a Cast<'a>,
}

impl Words<'_> {
    fn say(&self, say: Say) -> &'static str {
        say.in_(self.cast.language)
    }

    fn of(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Call(call) => self.call(call),
            Expr::Literal(literal) => literal_words(literal),
            Expr::List(list) => {
                let all: Option<Vec<String>> = list.elements.iter().map(|each| self.of(&each.expr)).collect();
                Some(all?.join(", "))
            }
            _ => None,
        }
    }

    fn argument(&self, call: &CallExpr, place: usize) -> Option<String> {
        self.of(&call.args.get(place)?.expr)
    }

    /// Two sides with something between, in parentheses where they join others.
    fn sides(&self, call: &CallExpr, between: &str) -> Option<String> {
        let side = |place: usize| -> Option<String> {
            let text = self.argument(call, place)?;
            let joined = |expr: &Expr| {
                matches!(expr, Expr::Call(inner) if inner.func_name != call.func_name
                && matches!(inner.func_name.as_str(), operators::LOGICAL_AND | operators::LOGICAL_OR))
            };
            let inner = &call.args.get(place)?.expr;
            Some(if joined(inner) { format!("({text})") } else { text })
        };
        Some(format!("{} {between} {}", side(0)?, side(1)?))
    }

    fn call(&self, call: &CallExpr) -> Option<String> {
        let text = |place| self.argument(call, place);
        let fill = |say: Say, parts: &[String]| {
            let words = self.say(say).to_owned();
            parts
                .iter()
                .enumerate()
                .fold(words, |words, (place, part)| words.replace(&format!("{{{place}}}"), part))
        };
        Some(match call.func_name.as_str() {
            operators::LOGICAL_AND => self.sides(call, self.say(Say::And))?,
            operators::LOGICAL_OR => self.sides(call, self.say(Say::Or))?,
            operators::LOGICAL_NOT => format!("{} ({})", self.say(Say::Not), text(0)?),
            operators::EQUALS => self.state(call, "=")?,
            operators::NOT_EQUALS => self.state(call, "≠")?,
            operators::IN => self.state(call, "∈")?,
            operators::GREATER => self.sides(call, ">")?,
            operators::GREATER_EQUALS => self.sides(call, "≥")?,
            operators::LESS => self.sides(call, "<")?,
            operators::LESS_EQUALS => self.sides(call, "≤")?,
            "delivered" => fill(Say::IfDelivered, &[self.cast.inject(&text(0)?)]),
            "opened" => fill(Say::IfOpened, &[self.cast.inject(&text(0)?)]),
            "replied" => fill(Say::IfReplied, &[self.cast.inject(&text(0)?)]),
            "contacted" => fill(Say::IfContacted, &[self.cast.written(&text(0)?)]),
            "shared" => match text(1) {
                Some(with) => fill(Say::IfSharedWith, &[text(0)?, self.cast.written(&with)]),
                None => fill(Say::IfShared, &[text(0)?]),
            },
            "filed" => fill(Say::IfFiled, &[text(0)?]),
            "decided" => match text(1) {
                Some(option) if !matches!(option.as_str(), "any" | "all" | "country") => {
                    let decision = text(0)?;
                    let option = self.cast.option(&decision, &option);
                    fill(Say::IfDecidedSo, &[self.cast.decision(&decision), option])
                }
                _ => fill(Say::IfDecided, &[self.cast.decision(&text(0)?)]),
            },
            "solved" => fill(Say::IfSolved, &[self.cast.challenge(&text(0)?)]),
            "milestone" => fill(Say::IfMilestone, &[self.cast.milestone(&text(0)?)]),
            "asset" => fill(Say::IfAsset, &[self.cast.asset(&text(0)?)]),
            "elapsed" => self.say(Say::IfElapsed).to_owned(),
            "duration" => text(0)?,
            "since" => fill(Say::IfSince, &[text(0)?]),
            "count" => fill(Say::IfCount, &[text(0)?]),
            "within" => match call.args.len() {
                0..=2 => fill(Say::IfWithin, &[text(0)?, text(1)?]),
                _ => fill(Say::IfWithinOf, &[text(0)?, text(1)?, text(2)?]),
            },
            "held_for" => fill(Say::IfHeld, &[text(0)?, text(1)?]),
            _ => return None,
        })
    }

    /// A comparison; where one side is an asset, the other is the name of its state.
    fn state(&self, call: &CallExpr, sign: &str) -> Option<String> {
        let asset = call.args.first().and_then(|side| match &side.expr {
            Expr::Call(inner) if inner.func_name == "asset" => self.argument(inner, 0),
            _ => None,
        });
        let Some(asset) = asset else { return self.sides(call, sign) };
        let states = self.argument(call, 1)?;
        let states: Vec<String> = states.split(", ").map(|state| self.cast.state(&asset, state)).collect();
        Some(format!("{} {sign} {}", self.argument(call, 0)?, states.join(", ")))
    }
}

fn literal_words(literal: &LiteralValue) -> Option<String> {
    Some(match literal {
        LiteralValue::String(text) => text.inner().to_owned(),
        LiteralValue::Int(number) => number.inner().to_string(),
        LiteralValue::Double(number) => number.inner().to_string(),
        LiteralValue::Boolean(truth) => truth.inner().to_string(),
        _ => return None,
    })
}
