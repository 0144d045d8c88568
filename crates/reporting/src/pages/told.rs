//! Who is told, and why, in the reader's language.

use l10n::Lang;

use crate::incident::Audience;
use crate::recipients::Addressee;
use crate::routing::{Routings, Rule};

/// An authority that is or was told.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) name: String,
    /// The sources in a few words.
    pub(super) short: String,
    /// The reasons, a sentence each.
    pub(super) why: Vec<String>,
    /// What may be expected; empty when there is no term.
    pub(super) answer: String,
    pub(super) telephone: String,
}

/// As the routing says now.
pub(super) fn from_routing(lang: Lang, addressees: &[&Addressee]) -> Vec<Told> {
    addressees
        .iter()
        .map(|each| told(lang, &each.organisation.name, &each.organisation.telephone, &each.rules))
        .collect()
}

/// The rules an authority was told under, in the version that was valid then.
pub(super) fn rules(audience: &Audience) -> Vec<&'static Rule> {
    let routings = Routings::embedded();
    audience.rules.split(' ').filter_map(|id| routings.rule(&audience.routing, id)).collect()
}

/// One authority with its rules.
pub(super) fn told(lang: Lang, name: &str, telephone: &str, rules: &[&Rule]) -> Told {
    let short: Vec<&str> = rules.iter().map(|rule| rule.short.get(lang)).collect();
    let soonest = rules.iter().filter(|rule| rule.answer.is_some()).min_by_key(|rule| rule.answer_within());
    Told {
        name: name.to_owned(),
        short: short.join("; "),
        why: rules.iter().map(|rule| rule.why.get(lang).to_owned()).collect(),
        answer: soonest
            .and_then(|rule| rule.answer.as_ref())
            .map_or_else(String::new, |answer| answer.get(lang).to_owned()),
        telephone: telephone.to_owned(),
    }
}
