//! On which institutions and links most rests.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Failure;
use super::attack::Aim;
use super::invest::differences;
use super::report::{Critical, Measure};
use super::statistics::Resamples;
use super::study::{Selection, Study};
use super::sums::column;
use super::tally::Row;
use crate::model::{InstitutionNo, LinkNo, Model, ServiceNo};
use crate::network::{InstitutionKind, Link, Network};

/// Of how many institutions everything that rests on them is followed.
const FOLLOWED: usize = 500;
/// How many institutions are simulated.
pub const SUPPLIERS_SIMULATED: usize = 30;
/// How many links are simulated.
pub const LINKS_SIMULATED: usize = 20;
/// The most of either that a report lists.
pub const MAX_CRITICAL: usize = 20;

/// An institution on which others depend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) institution: InstitutionNo,
    /// How many others depend on it, directly.
    pub(super) dependents: u32,
}

/// The institutions on which, directly or through others, most others depend; at most [`SUPPLIERS_SIMULATED`]. Cheap:
/// nothing is simulated.
pub(super) fn suppliers(model: &Model) -> Vec<Candidate> {
    let mut candidates: Vec<(bool, Candidate)> = (0..model.institution_count())
        .map(InstitutionNo::from_index)
        .map(|institution| {
            let supplies = model.institution_kind(institution) == InstitutionKind::ItSupplier;
            (supplies, Candidate { institution, dependents: direct_dependents(model, institution) })
        })
        .filter(|(_, candidate)| candidate.dependents > 0)
        .collect();
    candidates
        .sort_by_key(|(supplies, one)| (std::cmp::Reverse((*supplies, one.dependents)), one.institution));
    candidates.truncate(FOLLOWED);
    let mut seen = Seen::new(model);
    let mut ranked: Vec<_> =
        candidates.into_iter().map(|(_, one)| (seen.all_dependents(one.institution), one)).collect();
    ranked.sort_by_key(|(all, one)| (std::cmp::Reverse((*all, one.dependents)), one.institution));
    ranked.into_iter().take(SUPPLIERS_SIMULATED).map(|(_, one)| one).collect()
}

fn direct_dependents(model: &Model, institution: InstitutionNo) -> u32 {
    let owners: FxHashSet<InstitutionNo> = model
        .services_of(institution)
        .flat_map(|service| model.dependents(service))
        .map(|dependent| model.owner(dependent))
        .filter(|&owner| owner != institution)
        .collect();
    owners.len() as u32
}

/// Follows what rests on an institution, with memory for one look after the other.
struct Seen<'a> {
    model: &'a Model,
    look: u32,
    services: Vec<u32>,
    institutions: Vec<u32>,
}

impl<'a> Seen<'a> {
    fn new(model: &'a Model) -> Self {
        let (services, institutions) = (vec![0; model.service_count()], vec![0; model.institution_count()]);
        Self { model, look: 0, services, institutions }
    }

    /// How many institutions depend on one, directly or through others.
    fn all_dependents(&mut self, institution: InstitutionNo) -> u32 {
        self.look += 1;
        let mut waiting: Vec<ServiceNo> = self.model.services_of(institution).collect();
        self.institutions[institution.index()] = self.look;
        let mut found = 0;
        while let Some(service) = waiting.pop() {
            let owner = self.model.owner(service).index();
            found += u32::from(std::mem::replace(&mut self.institutions[owner], self.look) != self.look);
            for dependent in self.model.dependents(service) {
                if std::mem::replace(&mut self.services[dependent.index()], self.look) != self.look {
                    waiting.push(dependent);
                }
            }
        }
        found
    }
}

/// What it costs when each of some institutions alone is compromised, the worst first.
pub(super) fn critical_suppliers(
    study: &Study<'_>,
    model: &Model,
    candidates: &[Candidate],
    selection: &Selection,
) -> Result<Vec<Critical>, Failure> {
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); candidates.len()];
    study.each_model(study.network, study.parameters, selection, |model, scenarios| {
        for (candidate, rows) in candidates.iter().zip(&mut rows) {
            let aim = Aim::at(model, candidate.institution);
            rows.extend(study.rows(model, &aim, scenarios.clone()));
        }
    })?;
    let resamples = Resamples::new(study.setup.seed, &selection.sizes());
    let known = Known::new(study.network);
    let critical = candidates.iter().zip(&rows).map(|(candidate, rows)| {
        let id = model.institution_id(candidate.institution);
        Critical {
            id: id.to_owned(),
            name: known.name(id),
            country: known.country(id).to_owned(),
            dependents: candidate.dependents,
            runs: rows.len() as u32,
            days: resamples.mean(&column(rows, Measure::ClinicalDaysLost)),
            others: resamples.mean(&column(rows, Measure::ServicesLost)),
        }
    });
    Ok(worst(critical.collect()))
}

/// What each of the links most used by malware costs: the selected scenarios, of which `base` has the measures, again
/// without it. `crossings` says how often malware came over each link.
pub(super) fn critical_links(
    study: &Study<'_>,
    model: &Model,
    crossings: &[u32],
    selection: &Selection,
    base: &[Row],
) -> Result<Vec<Critical>, Failure> {
    let carried = Carried::new(study.network);
    let candidates = most_used(study.network, model, crossings, &carried);
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); candidates.len()];
    study.each_model(study.network, study.parameters, selection, |model, scenarios| {
        for ((number, _), rows) in candidates.iter().zip(&mut rows) {
            let mut without = model.clone();
            without.remove_link(*number);
            rows.extend(study.rows(&without, study.aim, scenarios.clone()));
        }
    })?;
    let resamples = Resamples::new(study.setup.seed, &selection.sizes());
    let known = Known::new(study.network);
    let critical = candidates.iter().zip(&rows).map(|((_, link), rows)| Critical {
        id: link.id.clone(),
        name: format!("{} – {}", known.name(&link.a), known.name(&link.b)),
        country: countries(known.country(&link.a), known.country(&link.b)),
        dependents: carried.institutions(&link.a, &link.b),
        runs: rows.len() as u32,
        days: resamples.mean(&differences(base, rows, &[Measure::ClinicalDaysLost])),
        others: resamples.mean(&differences(base, rows, &[Measure::Compromised])),
    });
    Ok(worst(critical.collect()))
}

/// The links that malware used most; of those used as often, the ones that carry most.
fn most_used<'a>(
    network: &'a Network,
    model: &Model,
    crossings: &[u32],
    carried: &Carried<'_>,
) -> Vec<(LinkNo, &'a Link)> {
    let mut ranked: Vec<_> = network
        .links
        .iter()
        .filter_map(|link| {
            let number = model.link(&link.id)?;
            let crossed = crossings.get(number.index()).copied().filter(|crossed| *crossed > 0)?;
            Some((crossed, carried.needs(&link.a, &link.b), number, link))
        })
        .collect();
    ranked.sort_by_key(|&(crossed, needs, number, _)| (std::cmp::Reverse((crossed, needs)), number));
    ranked.into_iter().take(LINKS_SIMULATED).map(|(.., number, link)| (number, link)).collect()
}

fn worst(mut critical: Vec<Critical>) -> Vec<Critical> {
    critical.sort_by(|a, b| {
        let days = b.days.value.total_cmp(&a.days.value);
        days.then(b.others.value.total_cmp(&a.others.value)).then_with(|| a.id.cmp(&b.id))
    });
    critical.truncate(MAX_CRITICAL);
    critical
}

fn countries(a: &str, b: &str) -> String {
    if a == b { a.to_owned() } else { format!("{}, {}", a.min(b), a.max(b)) }
}

/// What the network says of institutions.
struct Known<'a>(FxHashMap<&'a str, (&'a str, &'a str)>);

impl<'a> Known<'a> {
    fn new(network: &'a Network) -> Self {
        let all = network.institutions.iter();
        Self(all.map(|one| (one.id.as_str(), (one.name.as_str(), one.country.as_str()))).collect())
    }

    /// Its name, or its identifier when it has none.
    fn name(&self, id: &str) -> String {
        let name = self.0.get(id).map(|(name, _)| *name).filter(|name| !name.is_empty());
        name.unwrap_or(id).to_owned()
    }

    fn country(&self, id: &str) -> &'a str {
        self.0.get(id).map_or("", |(_, country)| country)
    }
}

/// What institutions provide for each other: how often the first depends on the second.
struct Carried<'a>(FxHashMap<(&'a str, &'a str), u32>);

impl<'a> Carried<'a> {
    fn new(network: &'a Network) -> Self {
        let mut pairs = FxHashMap::default();
        for dependency in &network.dependencies {
            let dependent = dependency.service.institution.as_str();
            for provider in &dependency.on {
                *pairs.entry((dependent, provider.service.institution.as_str())).or_default() += 1;
            }
        }
        Self(pairs)
    }

    fn between(&self, dependent: &str, provider: &str) -> u32 {
        self.0.get(&(dependent, provider)).copied().unwrap_or_default()
    }

    /// How many dependencies there are between two institutions, either way.
    fn needs(&self, a: &str, b: &str) -> u32 {
        self.between(a, b) + self.between(b, a)
    }

    /// How many of the two depend on the other.
    fn institutions(&self, a: &str, b: &str) -> u32 {
        u32::from(self.between(a, b) > 0) + u32::from(self.between(b, a) > 0)
    }
}
