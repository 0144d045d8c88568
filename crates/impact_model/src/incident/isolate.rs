//! What cutting links now saves, rather than in six hours, and what it costs.

use serde::Serialize;

use super::estimate::mean;
use super::known::Known;
use super::situation::AHEAD_H;
use super::warn::resting_on;
use super::watching::{Case, Events, Gathered, Root};
use crate::draw::Chance;
use crate::model::{Hour, InstitutionNo, LinkNo, Model, Scratch, Shock};
use crate::stress::report::Estimate;

/// With what isolating now is compared: isolating in so many hours.
pub const LATER_H: Hour = 6;
/// The most institutions, and the most links, that are looked at apart.
pub const MAX_OPTIONS: usize = 20;
/// The most pairs of runs for each option.
pub const MAX_PAIRS: u32 = 200;
/// The fewest, if so many were asked for.
const MIN_PAIRS: u32 = 20;
/// Services lost, over all runs of all options and for each [`AHEAD_H`] hours, beyond which fewer pairs are run.
const MAX_WORK: u64 = 4_000_000;

/// What is cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// All links of an institution.
    Institution(String),
    /// One link between somebody compromised and somebody who is not: link, and both ends, the compromised first.
    Link(String, String, String),
    /// All links of everybody who is reported compromised and has not isolated itself.
    All,
}

/// What cutting now saves, rather than in [`LATER_H`] hours, within the hours looked ahead: the same runs with both.
/// Above 0 is better now; below 0 is worse now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Saves {
    /// What is cut.
    pub cut: Cut,
    /// Institutions that are not compromised.
    pub compromised: Estimate,
    /// Service-days of all services not lost.
    pub service_days: Estimate,
    /// Services not lost, all reasons taken together.
    pub services: Estimate,
    /// What it costs: services lost because something they need went over a link that was cut. Above 0 costs more now.
    pub lost_by_cutting: Estimate,
}

/// What isolating saves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Isolating {
    /// After how many hours it would happen otherwise.
    pub later_h: Hour,
    /// In how many pairs of runs it was compared.
    pub pairs: u32,
    /// All at once. None: nobody is compromised who has not isolated itself.
    pub all: Option<Saves>,
    /// One by one, what saves most service-days first.
    pub each: Vec<Saves>,
}

/// What an option cuts.
struct Cutting {
    told: Cut,
    institutions: Vec<InstitutionNo>,
    link: Option<LinkNo>,
}

impl Cutting {
    /// What is known, with this cut at an hour.
    fn shock(&self, case: &Case<'_>, chance: Chance, hour: Hour) -> Shock {
        let mut shock = case.known.shock(case.model, chance);
        shock.isolated.retain(|(who, _)| !self.institutions.contains(who));
        shock.isolated.extend(self.institutions.iter().map(|who| (*who, hour)));
        shock.cut.extend(self.link.map(|link| (link, hour)));
        shock
    }

    /// How many services were lost because one of these links was cut.
    fn lost_by_cutting(&self, model: &Model, events: &Events) -> u32 {
        let ours = |link: LinkNo| {
            let (a, b) = model.ends(link);
            self.link == Some(link) || self.institutions.contains(&a) || self.institutions.contains(&b)
        };
        let lost = events.lost.values();
        lost.filter(|lost| matches!(lost.path.root, Root::Cut(link) if ours(link))).count() as u32
    }
}

/// The same run with a cut now and later: how much less of each there is now.
#[derive(Debug, Clone, Copy)]
struct Difference {
    compromised: f64,
    service_days: f64,
    services: f64,
    lost_by_cutting: f64,
}

/// Compares.
pub(super) fn isolate(case: &Case<'_>, gathered: &Gathered) -> Isolating {
    let Case { model, known, .. } = *case;
    let spreading: Vec<InstitutionNo> = most_consequential(model, known);
    let mut cuttings: Vec<Cutting> = spreading.iter().map(|who| institution(model, *who)).collect();
    cuttings.extend(links(model, known, gathered));
    let pairs = pairs(known, gathered, cuttings.len() as u64 + 1);
    let saves = |cutting: &Cutting| saves(case, cutting, pairs);
    let everybody: Vec<InstitutionNo> = known.spreading().collect();
    let all = Cutting { told: Cut::All, institutions: everybody, link: None };
    let mut each: Vec<Saves> = cuttings.iter().map(saves).collect();
    each.sort_by(|a, b| b.service_days.value.total_cmp(&a.service_days.value));
    let all = (!all.institutions.is_empty()).then(|| saves(&all));
    Isolating { later_h: LATER_H, pairs, all, each }
}

fn most_consequential(model: &Model, known: &Known) -> Vec<InstitutionNo> {
    let mut all: Vec<(f64, InstitutionNo)> =
        known.spreading().map(|who| (resting_on(model, model.services_of(who)), who)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    all.truncate(MAX_OPTIONS);
    all.into_iter().map(|(_, who)| who).collect()
}

fn institution(model: &Model, who: InstitutionNo) -> Cutting {
    let told = Cut::Institution(model.institution_id(who).to_owned());
    Cutting { told, institutions: vec![who], link: None }
}

/// The links between somebody compromised and somebody who is not, those that malware crosses most often first.
fn links(model: &Model, known: &Known, gathered: &Gathered) -> Vec<Cutting> {
    let mut all = Vec::new();
    for from in known.spreading() {
        for (link, to) in model.links_of(from) {
            let safe = known.clean.contains(&to) || known.isolated.contains_key(&to);
            if !safe && !known.compromised.contains_key(&to) {
                let crossed = gathered.crossed.get(&link).copied().unwrap_or_default();
                all.push((std::cmp::Reverse(crossed), link, from, to));
            }
        }
    }
    all.sort();
    all.truncate(MAX_OPTIONS);
    let id = |institution| model.institution_id(institution).to_owned();
    let cutting = |(_, link, from, to)| Cutting {
        told: Cut::Link(model.link_id(link).to_owned(), id(from), id(to)),
        institutions: Vec::new(),
        link: Some(link),
    };
    all.into_iter().map(cutting).collect()
}

/// How many pairs of runs are worth their time.
fn pairs(known: &Known, gathered: &Gathered, options: u64) -> u32 {
    let losses = gathered.losses / u64::from(gathered.runs.max(1)) + 1;
    let each = losses * u64::from(known.ahead.div_ceil(AHEAD_H));
    let affordable = MAX_WORK / (2 * options * each);
    (affordable.min(MAX_PAIRS.into()) as u32).max(MIN_PAIRS).min(gathered.runs)
}

fn saves(case: &Case<'_>, cutting: &Cutting, pairs: u32) -> Saves {
    let mut all = Vec::with_capacity(pairs as usize);
    let pair = |chance, scratch: &mut Scratch| difference(case, cutting, chance, scratch);
    case.for_each_run(pairs, pair, |difference| all.push(difference));
    let of = |part: &dyn Fn(&Difference) -> f64| mean(&all.iter().map(part).collect::<Vec<_>>());
    Saves {
        cut: cutting.told.clone(),
        compromised: of(&|one| one.compromised),
        service_days: of(&|one| one.service_days),
        services: of(&|one| one.services),
        lost_by_cutting: of(&|one| one.lost_by_cutting),
    }
}

fn difference(case: &Case<'_>, cutting: &Cutting, chance: Chance, scratch: &mut Scratch) -> Difference {
    let now = case.known.now;
    let mut run = |hour| case.watch(&cutting.shock(case, chance, hour), chance, scratch);
    let (now, later) = (run(now), run(now + LATER_H));
    let less = |of: &dyn Fn(&Events) -> f64| of(&later) - of(&now);
    Difference {
        compromised: less(&|one| one.outcome.compromised.into()),
        service_days: less(&|one| one.outcome.service_days_lost.iter().sum()),
        services: less(&|one| one.outcome.all_services_lost().into()),
        lost_by_cutting: -less(&|one| cutting.lost_by_cutting(case.model, one).into()),
    }
}
