//! CEL into [`Condition`]s: types are checked, names looked up.

use std::collections::HashMap;
use std::sync::Arc;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators};
use cel::parser::Parser;

use super::{Amount, Compiled, Condition, Fact, FactNo, Facts, How, Node, Scope};
use crate::format::{Address, Length, Place, Report, Shared};
use crate::model::{AssetNo, ChallengeNo, DecisionNo, InjectNo, MilestoneNo, Names, Who, find_text, nearest};
use crate::read::Written;

/// The longest condition, in bytes.
pub const MAX_CONDITION: usize = 4_000;
/// How deep a condition may nest.
const MAX_DEPTH: u16 = 64;

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong, for a person.
    pub message: String,
    /// How to mend it; may be empty.
    pub mend: String,
    /// Where, in characters from the beginning of the condition.
    pub column: Option<u32>,
}

/// What a part of a condition is.
enum Part {
    Truth(Node),
    Fact(FactNo, Scope),
    Length(Amount),
    Number(Amount),
    Text(String),
    Texts(Vec<String>),
    State(AssetNo, Scope),
}

impl Part {
    fn is(&self) -> &'static str {
        match self {
            Self::Truth(_) | Self::Fact(..) => "something that holds or not",
            Self::Length(_) => "a length of time",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Texts(_) => "a list of texts",
            Self::State(..) => "the state of an asset",
        }
    }
}

/// Understands a condition.
///
/// # Errors
///
/// The first thing in it that is wrong.
pub(crate) fn compile(
    source: &str,
    names: &Names,
    written: &Written,
    facts: &mut Facts,
) -> Result<Condition, Wrong> {
    if let Some(condition) = facts.compiled.get(source) {
        return Ok(condition.clone());
    }
    if source.len() > MAX_CONDITION {
        return Err(wrong(format!("longer than {MAX_CONDITION} letters"), "make milestones of its parts"));
    }
    let parser = Parser::new().max_recursion_depth(MAX_DEPTH).error_recovery_limit(1);
    let (expression, info) = parser.parse_with_source_info(source).map_err(|errors| unreadable(&errors))?;
    let mut compiler =
        Compiler { names, written, facts, info: &info, asked: Vec::new(), assets: Vec::new(), slots: 0 };
    let root = compiler.truth(&expression)?;
    let Compiler { asked, assets, slots, .. } = compiler;
    let compiled = Compiled { source: source.to_owned(), root, facts: asked, assets, slots };
    let condition = Condition(Arc::new(compiled));
    facts.compiled.insert(source.to_owned(), condition.clone());
    Ok(condition)
}

fn wrong(message: impl Into<String>, mend: impl Into<String>) -> Wrong {
    Wrong { message: message.into(), mend: mend.into(), column: None }
}

fn unreadable(errors: &cel::parser::ParseErrors) -> Wrong {
    let first = errors.errors.first();
    let said = first.map_or("it cannot be read", |error| error.msg.lines().next().unwrap_or(""));
    Wrong {
        message: format!("this is no CEL: {said}"),
        mend: "see the conditions in docs/scenarios/format.md".to_owned(),
        column: first.and_then(|error| u32::try_from(error.pos.1).ok()),
    }
}

struct Compiler<'a> {
    names: &'a Names,
    written: &'a Written,
    facts: &'a mut Facts,
    info: &'a SourceInfo,
    asked: Vec<(FactNo, Scope)>,
    assets: Vec<(AssetNo, Scope, Vec<u32>)>,
    slots: usize,
}

/// Every function a condition may call.
const FUNCTIONS: &[&str] = &[
    "delivered",
    "opened",
    "replied",
    "contacted",
    "shared",
    "filed",
    "decided",
    "solved",
    "milestone",
    "asset",
    "elapsed",
    "since",
    "count",
    "within",
    "held_for",
    "duration",
];

impl Compiler<'_> {
    fn at(&self, expression: &IdedExpr, mut wrong: Wrong) -> Wrong {
        let offset = self.info.offset_for(expression.id).map(|(start, _)| start as usize);
        let before = offset.and_then(|offset| self.info.source.get(..offset));
        let column = before.map(|text| text.chars().count() as u32);
        // A call stands at its bracket; people look for its name.
        let name = match &expression.expr {
            Expr::Call(call)
                if FUNCTIONS.contains(&call.func_name.as_str()) || !call.func_name.contains(['_', '@']) =>
            {
                call.func_name.chars().count() as u32
            }
            _ => 0,
        };
        wrong.column = wrong.column.or(column.map(|column| column.saturating_sub(name)));
        wrong
    }

    fn truth(&mut self, expression: &IdedExpr) -> Result<Node, Wrong> {
        match self.part(expression)? {
            Part::Truth(node) => Ok(node),
            Part::Fact(fact, scope) => Ok(Node::Fact(fact, scope)),
            other => Err(self.at(
                expression,
                wrong(
                    format!("{} where something that holds or not is wanted", other.is()),
                    "compare it with something",
                ),
            )),
        }
    }

    fn part(&mut self, expression: &IdedExpr) -> Result<Part, Wrong> {
        let part = match &expression.expr {
            Expr::Literal(LiteralValue::Boolean(value)) => Ok(Part::Truth(Node::Always(**value))),
            Expr::Literal(LiteralValue::String(text)) => Ok(Part::Text(text.inner().to_owned())),
            Expr::Literal(LiteralValue::Int(number)) => Ok(Part::Number(Amount::Fixed(*number.inner()))),
            Expr::List(list) => self.texts(&list.elements),
            Expr::Call(call) if call.target.is_none() => self.call(call),
            Expr::Call(call) => Err(wrong(format!("{:?} cannot be asked of anything", call.func_name), "")),
            Expr::Ident(name) => Err(wrong(
                format!("{name:?} stands alone"),
                format!("facts are written like milestone('{name}'), texts in quotes"),
            )),
            _ => Err(wrong(
                "this part of CEL is not used in conditions",
                "see docs/scenarios/format.md for what is",
            )),
        };
        part.map_err(|wrong| self.at(expression, wrong))
    }

    fn texts(&mut self, elements: &[IdedExpr]) -> Result<Part, Wrong> {
        let text = |element: &IdedExpr| match &element.expr {
            Expr::Literal(LiteralValue::String(text)) => Ok(text.inner().to_owned()),
            _ => Err(self.at(element, wrong("only texts may stand in a list", "put it in quotes"))),
        };
        elements.iter().map(text).collect::<Result<_, _>>().map(Part::Texts)
    }

    fn call(&mut self, call: &CallExpr) -> Result<Part, Wrong> {
        let args = &call.args;
        match (call.func_name.as_str(), args.as_slice()) {
            (operators::LOGICAL_AND, [left, right]) => {
                Ok(Part::Truth(Node::And(Box::new(self.truth(left)?), Box::new(self.truth(right)?))))
            }
            (operators::LOGICAL_OR, [left, right]) => {
                Ok(Part::Truth(Node::Or(Box::new(self.truth(left)?), Box::new(self.truth(right)?))))
            }
            (operators::LOGICAL_NOT, [one]) => Ok(Part::Truth(Node::Not(Box::new(self.truth(one)?)))),
            (operators::EQUALS, [left, right]) => self.compare(left, How::Equal, right),
            (operators::NOT_EQUALS, [left, right]) => self.compare(left, How::NotEqual, right),
            (operators::LESS, [left, right]) => self.compare(left, How::Less, right),
            (operators::LESS_EQUALS, [left, right]) => self.compare(left, How::AtMost, right),
            (operators::GREATER, [left, right]) => self.compare(left, How::More, right),
            (operators::GREATER_EQUALS, [left, right]) => self.compare(left, How::AtLeast, right),
            (operators::IN, [left, right]) => self.contained(left, right),
            ("duration", [length]) => Ok(Part::Length(Amount::Fixed(self.length(length)?))),
            ("elapsed", []) => Ok(Part::Length(Amount::Elapsed)),
            ("since", [fact]) => {
                let (fact, scope) = self.fact(fact)?;
                Ok(Part::Length(Amount::Since(fact, scope)))
            }
            ("count", [fact]) => {
                let (fact, scope) = self.fact(fact)?;
                Ok(Part::Number(Amount::Count(fact, scope)))
            }
            ("within", [fact, length, from @ ..]) if from.len() < 2 => {
                let fact = self.fact(fact)?;
                let length = self.length(length)?;
                let from = from.first().map(|from| self.fact(from)).transpose()?;
                Ok(Part::Truth(Node::Within { fact, length, from }))
            }
            ("held_for", [condition, length]) => {
                let (node, length) = (Box::new(self.truth(condition)?), self.length(length)?);
                self.slots += 1;
                Ok(Part::Truth(Node::HeldFor { node, length, slot: self.slots - 1 }))
            }
            ("asset", [name, scope @ ..]) if scope.len() < 2 => {
                let name = self.text(name)?;
                let asset = AssetNo(
                    find_text(&self.names.assets, &name, "asset").map_err(|message| wrong(message, ""))?,
                );
                let scope = scope.first().map_or(Ok(Scope::Own), |scope| self.scope_of(scope))?;
                Ok(Part::State(asset, scope))
            }
            (name, _) => self.named(name, args),
        }
    }

    /// A fact that is asked for by its name, with texts as arguments.
    fn named(&mut self, name: &str, args: &[IdedExpr]) -> Result<Part, Wrong> {
        let mut texts = Vec::new();
        if FUNCTIONS.contains(&name) {
            for arg in args {
                texts.push(self.text(arg)?);
            }
        }
        let names = self.names;
        let known = |names: &HashMap<String, u32>, id: &str, what: &str| {
            find_text(names, id, what).map_err(|message| wrong(message, ""))
        };
        // The last argument may say whose acts count.
        let scope_at = |number: usize| texts.get(number).map_or(Ok(Scope::Own), |text| self.scope(text));
        let most = |most: usize| match texts.len() {
            0 => Err(wrong(format!("{name}() asks for something in brackets"), format!("write {name}('…')"))),
            given if given > most => Err(wrong(format!("{name}() takes at most {most} texts"), "")),
            _ => Ok(()),
        };
        let first = texts.first().map_or("", String::as_str);
        let (fact, scope) = match name {
            "delivered" | "opened" | "replied" => {
                most(2)?;
                let inject = InjectNo(known(&names.injects, first, "inject")?);
                let fact = match name {
                    "delivered" => Fact::Delivered(inject),
                    "opened" => Fact::Opened(inject),
                    _ => Fact::Replied(inject),
                };
                (fact, scope_at(1)?)
            }
            "contacted" => {
                most(2)?;
                (Fact::Contacted(self.who(first)?), scope_at(1)?)
            }
            "shared" => {
                most(3)?;
                let what: Shared = first.parse().map_err(|message: String| wrong(message, ""))?;
                match texts.get(1).map(|text| (self.scope(text).is_ok() && !text.contains('/'), text)) {
                    None | Some((true, _)) => (Fact::Shared(what, None), scope_at(1)?),
                    Some((false, address)) => (Fact::Shared(what, Some(self.who(address)?)), scope_at(2)?),
                }
            }
            "filed" => {
                most(2)?;
                let report: Report = first.parse().map_err(|message: String| wrong(message, ""))?;
                (Fact::Filed(report), scope_at(1)?)
            }
            "decided" => {
                most(3)?;
                let decision = DecisionNo(known(&names.decisions, first, "decision")?);
                match texts.get(1).map(|text| (text, self.option(decision, text))) {
                    None => (Fact::Decided(decision, None), Scope::Own),
                    Some((_, Ok(option))) => (Fact::Decided(decision, Some(option)), scope_at(2)?),
                    Some((text, Err(no))) => (Fact::Decided(decision, None), self.scope(text).or(Err(no))?),
                }
            }
            "solved" => {
                most(2)?;
                (Fact::Solved(ChallengeNo(known(&names.challenges, first, "challenge")?)), scope_at(1)?)
            }
            "milestone" => {
                most(2)?;
                (Fact::Milestone(MilestoneNo(known(&names.milestones, first, "milestone")?)), scope_at(1)?)
            }
            _ if FUNCTIONS.contains(&name) => {
                return Err(wrong(
                    format!("{name}() is not written like that"),
                    "see docs/scenarios/format.md",
                ));
            }
            _ => {
                let near = nearest(FUNCTIONS.iter().copied(), name);
                let near = near.map_or_else(
                    || format!("there are {}", FUNCTIONS.join(", ")),
                    |near| format!("did you mean {near}()?"),
                );
                return Err(wrong(format!("{:?} is no fact", plain(name)), near));
            }
        };
        let number = self.facts.number(fact);
        if !self.asked.contains(&(number, scope)) {
            self.asked.push((number, scope));
        }
        Ok(Part::Fact(number, scope))
    }

    fn option(&self, decision: DecisionNo, id: &str) -> Result<u32, Wrong> {
        let options = &self.written.exercise.decisions[decision.index()].options;
        let found = options.iter().position(|option| option.id.as_str() == id);
        let near = nearest(options.iter().map(|option| option.id.as_str()), id);
        let near = near.map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
        found.map(|number| number as u32).ok_or_else(|| {
            let all: Vec<_> = options.iter().map(|option| option.id.as_str()).collect();
            wrong(format!("{id:?} cannot be decided there{near}"), format!("there is: {}", all.join(", ")))
        })
    }

    fn who(&self, address: &str) -> Result<Who, Wrong> {
        let address: Address = address.parse().map_err(|message: String| wrong(message, ""))?;
        self.names.who(&address).map_err(|message| wrong(message, ""))
    }

    fn scope(&self, text: &str) -> Result<Scope, Wrong> {
        Ok(match text {
            "self" => Scope::Own,
            "organisation" => Scope::Organisation,
            "country" => Scope::Country,
            "any" => Scope::Any,
            "all" => Scope::All,
            _ => {
                let place: Place = text.parse().or(Err(wrong(
                    format!("{text:?} says nothing about whose acts count"),
                    "write 'self', 'organisation', 'country', 'any', 'all', 'org/ID' or 'kind/KIND'",
                )))?;
                Scope::At(self.names.spot(&place).map_err(|message| wrong(message, ""))?)
            }
        })
    }

    fn scope_of(&self, expression: &IdedExpr) -> Result<Scope, Wrong> {
        self.scope(&self.text(expression)?).map_err(|wrong| self.at(expression, wrong))
    }

    fn text(&self, expression: &IdedExpr) -> Result<String, Wrong> {
        match &expression.expr {
            Expr::Literal(LiteralValue::String(text)) => Ok(text.inner().to_owned()),
            _ => Err(self.at(expression, wrong("a text is wanted here", "put it in quotes: '…'"))),
        }
    }

    fn length(&self, expression: &IdedExpr) -> Result<i64, Wrong> {
        if let Expr::Call(call) = &expression.expr
            && let ("duration", [length]) = (call.func_name.as_str(), call.args.as_slice())
        {
            return self.length(length);
        }
        let text = self.text(expression)?;
        let length: Result<Length, String> = text.parse();
        length.map(|length| length.0).map_err(|message| self.at(expression, wrong(message, "")))
    }

    fn fact(&mut self, expression: &IdedExpr) -> Result<(FactNo, Scope), Wrong> {
        match self.part(expression)? {
            Part::Fact(fact, scope) => Ok((fact, scope)),
            other => Err(self.at(
                expression,
                wrong(
                    format!("{} where a fact is wanted", other.is()),
                    "a fact is delivered(), opened(), replied(), contacted(), shared(), filed(), decided(), solved() or milestone()",
                ),
            )),
        }
    }

    fn compare(&mut self, left: &IdedExpr, how: How, right: &IdedExpr) -> Result<Part, Wrong> {
        let node = match (self.part(left)?, self.part(right)?) {
            (Part::Length(left), Part::Length(right)) | (Part::Number(left), Part::Number(right)) => {
                Node::Compare { left, how, right }
            }
            (Part::State(asset, scope), Part::Text(state))
            | (Part::Text(state), Part::State(asset, scope)) => match how {
                How::Equal | How::NotEqual => self.state(asset, scope, &[state], how == How::NotEqual)?,
                _ => return Err(wrong("a state is not more or less than another", "compare with == or !=")),
            },
            (left, right) => {
                return Err(wrong(
                    format!("{} is compared with {}", left.is(), right.is()),
                    "lengths of time are written duration('45m'), states in quotes",
                ));
            }
        };
        Ok(Part::Truth(node))
    }

    fn contained(&mut self, left: &IdedExpr, right: &IdedExpr) -> Result<Part, Wrong> {
        match (self.part(left)?, self.part(right)?) {
            (Part::State(asset, scope), Part::Texts(states)) => {
                self.state(asset, scope, &states, false).map(Part::Truth)
            }
            (left, right) => Err(wrong(
                format!("{} is looked for in {}", left.is(), right.is()),
                "write asset('…') in ['…', '…']",
            )),
        }
    }

    fn state(
        &mut self,
        asset: AssetNo,
        scope: Scope,
        states: &[String],
        negated: bool,
    ) -> Result<Node, Wrong> {
        let described = &self.written.assets[asset.index()];
        let mut numbers = Vec::new();
        for state in states {
            let found = described.states.iter().position(|each| each.id.as_str() == state);
            let near = nearest(described.states.iter().map(|each| each.id.as_str()), state);
            let near = near.map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
            let number = found
                .ok_or_else(|| wrong(format!("{} has no state {state:?}{near}", described.id.value), ""))?;
            numbers.push(number as u32);
        }
        self.assets.push((asset, scope, numbers.clone()));
        Ok(Node::Asset { asset, scope, states: numbers, negated })
    }
}

/// An operator as it is written, for `_+_`.
fn plain(name: &str) -> &str {
    let inner = name.trim_matches('_').trim_start_matches('@');
    if inner.is_empty() { name } else { inner }
}
