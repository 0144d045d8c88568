//! Who a filing goes to: what the routing says of its answers, what was told before, what a person decided.

use std::collections::HashMap;
use std::time::Duration;

use directory::{Mandate, Organisation};
use kernel::time::Time;
use kernel::{Kernel, Result};

use crate::answers::Answers;
use crate::form::{Form, Stage};
use crate::incident::{Audience, Decision, is_exempt};
use crate::routing::{Force, Routings, Rule};

/// An authority that gets a filing.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// The authority.
    pub organisation: Organisation,
    /// Every rule that says so; none when a person added it.
    pub rules: Vec<&'static Rule>,
    /// Since when it has been told of the incident; `None` when this is the first time.
    pub since: Option<Time>,
    /// Whether somebody decided that it is not told.
    pub is_exempt: bool,
}

impl Addressee {
    /// The shortest term within which it answers.
    pub fn answer_within(&self) -> Option<Duration> {
        self.rules.iter().filter_map(|rule| rule.answer_within()).min()
    }

    /// Whether a law says that it must be told.
    pub fn is_required_by_law(&self) -> bool {
        self.rules.iter().any(|rule| rule.force == Force::Law)
    }

    /// The questions of `form` whose answers it sees.
    pub fn sees<'a>(&self, form: &'a Form) -> impl Iterator<Item = &'a crate::form::Field> {
        let mandate = self.organisation.mandate;
        form.fields.iter().filter(move |field| field.is_seen_by(mandate))
    }
}

/// Everything that is to be said of who gets a filing.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// Who gets it, or would but for a decision.
    pub addressees: Vec<Addressee>,
    /// Who may be told, by a rule that leaves it to the reporter.
    pub offered: Vec<Addressee>,
    /// Rules that apply, whose mandate nobody in the directory holds.
    pub unheld: Vec<&'static Rule>,
    /// Rules that do not apply because of the answers.
    pub idle: Vec<&'static Rule>,
}

impl Outlook {
    /// Who gets it.
    pub fn told(&self) -> impl Iterator<Item = &Addressee> {
        self.addressees.iter().filter(|each| !each.is_exempt)
    }
}

/// Who gets a filing of this stage with these answers.
///
/// An authority that was told of the incident before gets every later filing. An authority that reports
/// something itself is not told by itself.
pub async fn outlook(
    kernel: &Kernel,
    reporter: &Organisation,
    stage: Stage,
    answers: &Answers,
    at: Time,
    audience: &[Audience],
    decisions: &[Decision],
) -> Result<Outlook> {
    let mut outlook = Outlook::default();
    let mut holders: HashMap<Mandate, Vec<Organisation>> = HashMap::new();
    for rule in Routings::embedded().current(at).rules_for(stage, reporter.kind) {
        if rule.when.as_ref().is_some_and(|when| !when.is_met(answers)) {
            outlook.idle.push(rule);
            continue;
        }
        let mandate = rule.mandate();
        if let std::collections::hash_map::Entry::Vacant(place) = holders.entry(mandate) {
            place.insert(directory::authorities(kernel, &reporter.realm_id, mandate).await?);
        }
        if holders[&mandate].is_empty() {
            outlook.unheld.push(rule);
        }
        // A call is for everybody who helps; after it, what no rule asks for is the reporter's to offer.
        let is_offer = rule.force == Force::Voluntary && stage != Stage::EarlyWarning;
        for organisation in holders[&mandate].iter().filter(|each| each.id != reporter.id) {
            let list = if is_offer { &mut outlook.offered } else { &mut outlook.addressees };
            add(list, organisation.clone(), Some(rule));
        }
    }
    let known: Vec<String> = audience.iter().map(|each| each.authority_id.clone()).collect();
    let mut known = directory::organisations(kernel, &known).await?;
    for each in audience {
        if let Some(organisation) = known.remove(&each.authority_id) {
            add(&mut outlook.addressees, organisation, None);
        }
    }
    let told: Vec<String> = outlook.addressees.iter().map(|each| each.organisation.id.clone()).collect();
    let (again, offered) = outlook.offered.into_iter().partition(|each| told.contains(&each.organisation.id));
    outlook.offered = offered;
    for Addressee { organisation, rules, .. } in again {
        rules.into_iter().for_each(|rule| add(&mut outlook.addressees, organisation.clone(), Some(rule)));
    }
    for each in &mut outlook.addressees {
        let id = &each.organisation.id;
        each.since = audience.iter().find(|told| told.authority_id == *id).map(|told| told.since);
        each.is_exempt = is_exempt(decisions, id);
    }
    Ok(outlook)
}

fn add(list: &mut Vec<Addressee>, organisation: Organisation, rule: Option<&'static Rule>) {
    match list.iter_mut().find(|each| each.organisation.id == organisation.id) {
        Some(known) => known.rules.extend(rule),
        None => list.push(Addressee {
            organisation,
            rules: rule.into_iter().collect(),
            since: None,
            is_exempt: false,
        }),
    }
}

impl Outlook {
    /// Takes in what a person decides with this filing: authorities that are offered or beyond the routing,
    /// and those that are not to be told.
    pub fn decide(&mut self, added: Vec<Organisation>, exempt: &[String]) {
        for organisation in added {
            match self.offered.iter().position(|each| each.organisation.id == organisation.id) {
                Some(place) => self.addressees.push(self.offered.remove(place)),
                None => add(&mut self.addressees, organisation, None),
            }
        }
        for each in &mut self.addressees {
            each.is_exempt |= exempt.contains(&each.organisation.id);
        }
    }
}
