//! A condition in words, for people who have only paper and a pen.

use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};

use super::cast::Cast;
use super::clauses::{Clause, length};
use super::wall::Wall;
use crate::format::{Inject, Length, Once};

/// The longest condition that is put into words; a longer one is shown as it is written.
const LONGEST: usize = 4_000;

/// From how many clauses on they stand under each other.
const LIST_FROM: usize = 3;

/// Whose acts count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Anybody's.
    Anybody,
    /// Those of one organisation; of the one it is about when it has no name here.
    Organisation(Option<String>),
    /// Those of anybody in the same country.
    Country,
    /// Those of every organisation.
    Every,
    /// Those of one person.
    Person,
}

impl Whose {
    /// Whose acts count for the conditions of an inject.
    pub fn of(inject: &Inject, cast: &Cast<'_>) -> Self {
        match inject.once_per.as_ref().map(|once| once.value) {
            Some(Once::Exercise) => Self::Anybody,
            Some(Once::Country) => Self::Country,
            Some(Once::Person) => Self::Person,
            Some(Once::Organisation) | None => Self::Organisation(cast.only_organisation(inject)),
        }
    }

    /// What an argument at the end of a fact says.
    fn read(text: &str, cast: &Cast<'_>) -> Self {
        match text {
            "any" => Self::Anybody,
            "all" => Self::Every,
            "country" => Self::Country,
            _ => Self::Organisation(Some(cast.written(text))),
        }
    }
}

/// What a condition is told for.
#[derive(Debug)]
pub struct Teller<'a> {
    /// The names.
    pub cast: &'a Cast<'a>,
    /// The clock.
    pub wall: &'a Wall,
    /// Whose acts count.
    pub whose: Whose,
    /// Whether lengths of time count from the start of the exercise, and not from when an inject was delivered.
    pub from_start: bool,
}

/// A condition as clauses that stand behind “if”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// One clause.
    One(String),
    /// Clauses that must all hold.
    All(Vec<Told>),
    /// Clauses of which one must hold.
    Any(Vec<Told>),
}

impl Told {
    /// On one line.
    pub fn line(&self, cast: &Cast<'_>) -> String {
        let inner = |parts: &[Self], between: Clause| {
            let parts = parts.iter().map(|part| match part {
                Self::One(clause) => clause.clone(),
                joined => format!("({})", joined.line(cast)),
            });
            parts.collect::<Vec<_>>().join(between.in_(cast.language))
        };
        match self {
            Self::One(clause) => clause.clone(),
            Self::All(parts) => inner(parts, Clause::And),
            Self::Any(parts) => inner(parts, Clause::Or),
        }
    }

    /// What must be said before its parts, and its parts, where they had better stand under each other.
    pub fn list(&self, cast: &Cast<'_>) -> Option<(&'static str, Vec<String>)> {
        let (parts, lead) = match self {
            Self::One(_) => return None,
            Self::All(parts) => (parts, Clause::AllOf),
            Self::Any(parts) => (parts, Clause::OneOf),
        };
        let nested = parts.iter().any(|part| !matches!(part, Self::One(_)));
        let lines = parts.iter().map(|part| part.line(cast)).collect();
        (nested || parts.len() >= LIST_FROM).then(|| (lead.in_(cast.language), lines))
    }
}

/// Words that belong together, in French with what elides.
pub fn joined(before: &str, clause: &str) -> String {
    let text = format!("{before} {clause}");
    let text = text.replace("Si il ", "S'il ").replace(" si il ", " s'il ").replace("ue il ", "u'il ");
    text.replace("Dès que une ", "Dès qu'une ")
}

impl Teller<'_> {
    /// A condition in clauses; none when its shape is not handled.
    pub fn tell(&self, condition: &str) -> Option<Told> {
        if condition.len() > LONGEST {
            return None;
        }
        let program = cel::Program::compile(condition).ok()?;
        self.of(&program.expression().expr, false).map(|told| self.said_once(told))
    }

    /// Of two clauses about the same person or organisation, the second does not name them again.
    fn said_once(&self, told: Told) -> Told {
        let parts = match told {
            Told::One(_) => return told,
            Told::All(ref parts) | Told::Any(ref parts) => parts,
        };
        let mut parts: Vec<Told> = parts.iter().cloned().map(|part| self.said_once(part)).collect();
        if let ([Told::One(first), Told::One(second)], Some(subject)) =
            (parts.as_mut_slice(), self.subject(&self.whose, false))
        {
            let subject = format!("{subject} ");
            if first.starts_with(&subject)
                && let Some(rest) = second.strip_prefix(&subject)
            {
                *second = rest.to_owned();
            }
        }
        if matches!(told, Told::All(_)) { Told::All(parts) } else { Told::Any(parts) }
    }

    /// The moment at which it comes to hold when the whole of it is that nobody did something by then.
    pub fn deadline(&self, condition: &str) -> Option<Length> {
        if condition.len() > LONGEST || !self.from_start {
            return None;
        }
        let program = cel::Program::compile(condition).ok()?;
        let Expr::Call(not) = &program.expression().expr else { return None };
        let Expr::Call(within) = &not.args.first()?.expr else { return None };
        let shape = (not.func_name.as_str(), within.func_name.as_str(), within.args.len());
        if shape != (operators::LOGICAL_NOT, "within", 2) {
            return None;
        }
        duration(&within.args.get(1)?.expr)
    }

    fn of(&self, expr: &Expr, not: bool) -> Option<Told> {
        let Expr::Call(call) = expr else { return None };
        let side = |place: usize, not: bool| self.of(&call.args.get(place)?.expr, not);
        match call.func_name.as_str() {
            operators::LOGICAL_NOT => side(0, !not),
            operators::LOGICAL_AND | operators::LOGICAL_OR => {
                let all = (call.func_name == operators::LOGICAL_AND) != not;
                let mut parts = Vec::new();
                for part in [side(0, not)?, side(1, not)?] {
                    match part {
                        Told::All(inner) if all => parts.extend(inner),
                        Told::Any(inner) if !all => parts.extend(inner),
                        other => parts.push(other),
                    }
                }
                Some(if all { Told::All(parts) } else { Told::Any(parts) })
            }
            _ => self.leaf(call, not).map(Told::One),
        }
    }

    fn leaf(&self, call: &CallExpr, not: bool) -> Option<String> {
        let arg = |place: usize| call.args.get(place).map(|arg| &arg.expr);
        match call.func_name.as_str() {
            operators::EQUALS
            | operators::NOT_EQUALS
            | operators::IN
            | operators::GREATER
            | operators::GREATER_EQUALS
            | operators::LESS
            | operators::LESS_EQUALS => self.compared(call, not),
            "within" => {
                let long = duration(arg(1)?)?;
                let within = || self.fill(Clause::WithinLength, &[&length(self.cast.language, long)]);
                match arg(2) {
                    Some(from) => {
                        let Expr::Call(from) = from else { return None };
                        let from = self.fact(from, false, "")?;
                        let fact = self.call_of(arg(0)?, not, &within())?;
                        Some(format!("{fact}{}", self.fill(Clause::CountedFrom, &[&from])))
                    }
                    None if self.from_start => {
                        let clock = self.wall.clock(self.cast.language, long);
                        let by = clock.map_or_else(within, |clock| self.fill(Clause::By, &[&clock]));
                        self.call_of(arg(0)?, not, &by)
                    }
                    None => self.call_of(arg(0)?, not, &within()),
                }
            }
            "held_for" => {
                let inner = self.of(arg(0)?, false)?.line(self.cast);
                let long = length(self.cast.language, duration(arg(1)?)?);
                let held = self.fill(Clause::Held, &[&long, &inner]);
                Some(if not { self.fill(Clause::NotSo, &[&held]) } else { held })
            }
            _ => self.fact(call, not, ""),
        }
    }

    fn call_of(&self, expr: &Expr, not: bool, by: &str) -> Option<String> {
        match expr {
            Expr::Call(call) => self.fact(call, not, by),
            _ => None,
        }
    }

    fn fill(&self, clause: Clause, parts: &[&str]) -> String {
        filled(clause.in_(self.cast.language), parts, "", "")
    }

    /// A fact or that it does not hold.
    fn fact(&self, call: &CallExpr, not: bool, by: &str) -> Option<String> {
        let text = |place: usize| call.args.get(place).and_then(|arg| string(&arg.expr));
        let (cast, first) = (self.cast, text(0)?);
        let quoted = |words: String| cast.quoted(&words);
        let scope = |place: usize| text(place).map(|text| Whose::read(text, cast));
        // The clause, its negation, what is in them, and whose acts count where that is written.
        let (holds, lacks, parts, whose) = match call.func_name.as_str() {
            "contacted" => (Clause::Contacted, Clause::NotContacted, vec![cast.written(first)], scope(1)),
            "opened" => (Clause::Opened, Clause::NotOpened, vec![cast.inject(first)], scope(1)),
            "replied" => (Clause::Replied, Clause::NotReplied, vec![cast.inject(first)], scope(1)),
            "solved" => (Clause::Solved, Clause::NotSolved, vec![quoted(cast.challenge(first))], scope(1)),
            "filed" => (Clause::Filed, Clause::NotFiled, vec![self.report(first)?], scope(1)),
            "shared" => {
                let what = self.what(first, not)?;
                match text(1) {
                    Some(with) if !matches!(with, "any" | "all" | "country") => {
                        (Clause::Shared, Clause::NotShared, vec![what, cast.written(with)], scope(2))
                    }
                    _ => {
                        let other = Clause::AnotherOrganisation.in_(cast.language).to_owned();
                        (Clause::Shared, Clause::NotShared, vec![what, other], scope(1))
                    }
                }
            }
            "delivered" => (Clause::Delivered, Clause::NotDelivered, vec![cast.inject(first)], scope(1)),
            "milestone" => {
                (Clause::Milestone, Clause::NotMilestone, vec![quoted(cast.milestone(first))], scope(1))
            }
            "decided" => {
                let decision = quoted(cast.decision(first));
                match text(1) {
                    Some(option) if cast.has_option(first, option) => {
                        let option = quoted(cast.option(first, option));
                        (Clause::DecidedSo, Clause::NotDecidedSo, vec![decision, option], scope(2))
                    }
                    _ => (Clause::Decided, Clause::NotDecided, vec![decision], scope(1)),
                }
            }
            _ => return None,
        };
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let personal = holds.in_(cast.language).contains("{s}");
        if !personal {
            let clause = if not { lacks } else { holds };
            let words = filled(clause.in_(cast.language), &parts, "", by);
            let place = match whose {
                Some(Whose::Organisation(Some(name))) => format!(" ({name})"),
                _ => String::new(),
            };
            return Some(format!("{words}{place}"));
        }
        let whose = whose.unwrap_or_else(|| self.whose.clone());
        Some(match (self.subject(&whose, not), not) {
            (Some(subject), true) => filled(lacks.in_(cast.language), &parts, &subject, by),
            (Some(subject), false) => filled(holds.in_(cast.language), &parts, &subject, by),
            (None, _) => {
                let subject = self.subject(&whose, false)?;
                let words = filled(holds.in_(cast.language), &parts, &subject, by);
                self.fill(Clause::NotSo, &[&words])
            }
        })
    }

    /// Who does it, or who does not; none where a whole clause has to be denied.
    fn subject(&self, whose: &Whose, not: bool) -> Option<String> {
        let clause = match (whose, not) {
            (Whose::Anybody, false) => Clause::Somebody,
            (Whose::Anybody, true) => Clause::Nobody,
            (Whose::Organisation(Some(name)), not) => {
                let clause = if not { Clause::NobodyOf } else { Clause::SomebodyOf };
                return Some(self.fill(clause, &[name]));
            }
            (Whose::Organisation(None), false) => Clause::SomebodyOwn,
            (Whose::Organisation(None), true) => Clause::NobodyOwn,
            (Whose::Country, false) => Clause::SomebodyCountry,
            (Whose::Country, true) => Clause::NobodyCountry,
            (Whose::Every, false) => Clause::EveryOrganisation,
            (Whose::Person, false) => Clause::TheRecipient,
            (Whose::Every | Whose::Person, true) => return None,
        };
        Some(clause.in_(self.cast.language).to_owned())
    }

    /// What was shared.
    fn what(&self, word: &str, not: bool) -> Option<String> {
        let clause = match word {
            "anything" if not => Clause::Anything,
            "anything" => Clause::Something,
            "indicators" => Clause::Indicators,
            "report" => Clause::Report,
            "message" => Clause::Message,
            "artefact" => Clause::Artefact,
            _ => return None,
        };
        Some(clause.in_(self.cast.language).to_owned())
    }

    /// What was filed.
    fn report(&self, word: &str) -> Option<String> {
        let clause = match word {
            "early-warning" => Clause::EarlyWarning,
            "notification" => Clause::Notification,
            "intermediate" => Clause::Intermediate,
            "progress" => Clause::Progress,
            "final" => Clause::Final,
            _ => return None,
        };
        Some(clause.in_(self.cast.language).to_owned())
    }

    /// A comparison: of the state of a device, of a time, or of how often something happened.
    fn compared(&self, call: &CallExpr, not: bool) -> Option<String> {
        let (left, right) = (&call.args.first()?.expr, &call.args.get(1)?.expr);
        let sign = call.func_name.as_str();
        let Expr::Call(asked) = left else { return None };
        let more = matches!(sign, operators::GREATER | operators::GREATER_EQUALS);
        let less = matches!(sign, operators::LESS | operators::LESS_EQUALS);
        match asked.func_name.as_str() {
            "asset" => {
                if more || less {
                    return None;
                }
                let id = string(&asked.args.first()?.expr)?;
                let states: Vec<&str> = match right {
                    Expr::List(list) => {
                        list.elements.iter().map(|each| string(&each.expr)).collect::<Option<_>>()?
                    }
                    other => vec![string(other)?],
                };
                let states: Vec<String> =
                    states.iter().map(|state| self.cast.quoted(&self.cast.state(id, state))).collect();
                let states = states.join(Clause::Or.in_(self.cast.language));
                let place = asked.args.get(1).and_then(|arg| string(&arg.expr));
                let place = place.filter(|place| place.contains('/'));
                let place = place.map_or(String::new(), |place| format!(" ({})", self.cast.written(place)));
                let name = format!("{}{place}", self.cast.asset(id));
                let clause =
                    if not != (sign == operators::NOT_EQUALS) { Clause::NotState } else { Clause::State };
                Some(self.fill(clause, &[&name, &states]))
            }
            "elapsed" => {
                let after = duration_call(right)?;
                let language = self.cast.language;
                let clock = self.wall.clock(language, after).unwrap_or_else(|| length(language, after));
                let clause = match (more != not, more || less) {
                    (_, false) => return None,
                    (true, _) => Clause::Later,
                    (false, _) => Clause::Earlier,
                };
                Some(self.fill(clause, &[&clock]))
            }
            "since" => {
                let long = length(self.cast.language, duration_call(right)?);
                let fact = self.call_of(&asked.args.first()?.expr, false, "")?;
                let clause = match (more != not, more || less) {
                    (_, false) => return None,
                    (true, _) => Clause::LongAgo,
                    (false, _) => Clause::ShortAgo,
                };
                Some(self.fill(clause, &[&long, &fact]))
            }
            "count" => {
                let Expr::Literal(LiteralValue::Int(number)) = right else { return None };
                let number = *number.inner();
                let fact = self.call_of(&asked.args.first()?.expr, false, "")?;
                let (clause, number) = match (sign, not) {
                    (operators::GREATER_EQUALS, false) | (operators::LESS, true) => {
                        (Clause::OftenAtLeast, number)
                    }
                    (operators::GREATER, false) | (operators::LESS_EQUALS, true) => {
                        (Clause::OftenAtLeast, number.checked_add(1)?)
                    }
                    (operators::LESS_EQUALS, false) | (operators::GREATER, true) => {
                        (Clause::OftenAtMost, number)
                    }
                    (operators::LESS, false) | (operators::GREATER_EQUALS, true) => {
                        (Clause::OftenAtMost, number.checked_sub(1)?)
                    }
                    (operators::EQUALS, false) => (Clause::OftenExactly, number),
                    _ => return None,
                };
                Some(self.fill(clause, &[&number.to_string(), &fact]))
            }
            _ => None,
        }
    }
}

/// A clause with what goes into its gaps. Words that are put in are not looked at again.
fn filled(clause: &str, parts: &[&str], subject: &str, by: &str) -> String {
    let mut out = String::new();
    let mut rest = clause;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((gap, behind)) = after.split_once('}') else { break };
        match gap {
            "s" => out.push_str(subject),
            "t" => out.push_str(by),
            number => {
                let part = number.parse::<usize>().ok().and_then(|number| parts.get(number));
                out.push_str(part.copied().unwrap_or_default());
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out.replace("que il ", "qu'il ").replace("que une ", "qu'une ")
}

/// A text between quotation marks.
pub fn string(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

/// A length of time as a text: `'45m'`, or as `duration('45m')`.
pub fn duration(expr: &Expr) -> Option<Length> {
    string(expr).and_then(|text| text.parse().ok()).or_else(|| duration_call(expr))
}

/// A length of time as `duration('45m')`.
pub fn duration_call(expr: &Expr) -> Option<Length> {
    let Expr::Call(call) = expr else { return None };
    let text =
        call.args.first().and_then(|arg| string(&arg.expr)).filter(|_| call.func_name == "duration")?;
    text.parse().ok()
}
