//! Where malware enters: an attack as text, and whom it meets in a run.

use std::collections::BinaryHeap;
use std::fmt;
use std::str::FromStr;

use rustc_hash::FxHashSet;

use crate::draw::{Chance, Purpose, identity};
use crate::model::{Hour, InstitutionNo, MAX_HORIZON, Model, Shock};
use crate::network::{InstitutionKind, ServiceKind};

/// The most institutions an attack may enter at once.
pub const MAX_TARGETS: u32 = 100_000;

/// Whom an attack is aimed at. Sites are hospitals and laboratories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// So many sites, drawn anew in each run: `random-site:10`.
    RandomSites(u32),
    /// So many suppliers of information technology, drawn anew in each run: `random-supplier:1`.
    RandomSuppliers(u32),
    /// These institutions, by identifier: `site:one,two`. No comma can be part of an identifier here.
    Named(Vec<String>),
    /// The supplier of information technology on whose services of a kind most institutions depend: `supplier-of:lis`.
    SupplierOf(ServiceKind),
    /// So many sites of a country: `country:BE:3`.
    OfCountry {
        /// The country, two letters.
        country: String,
        /// How many sites.
        number: u32,
    },
    /// So many sites of a region: `region:BE/Limburg:2`.
    OfRegion {
        /// The country, two letters.
        country: String,
        /// The region's name, as the network has it.
        region: String,
        /// How many sites.
        number: u32,
    },
    /// The sites to which most patients come on a day (analyses decide between those that see none): `largest:5`.
    Largest(u32),
}

/// An attack: whom it is aimed at, and within how many hours it enters.
///
/// Written like `random-site:10` or, when it enters over time, `random-site:10@48`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attack {
    /// Whom.
    pub target: Target,
    /// Each is entered at an hour drawn from the first so many; 0: all at once.
    pub over_h: Hour,
}

/// How an attack may be written.
const FORMS: &str = "random-site:N, random-supplier:N, site:ID[,ID…], supplier-of:KIND, country:BE:N, \
                     region:BE/NAME:N or largest:N, with @HOURS at the end when it enters over time";

impl FromStr for Attack {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (target, over_h) = match text.rsplit_once('@') {
            Some((target, hours)) if is_digits(hours) => (target, parse_hours(hours)?),
            Some((target, hours)) if !text.starts_with("site:") => {
                return Err(format!("{hours:?} after {target}@ is no number of hours"));
            }
            _ => (text, 0),
        };
        Ok(Self { target: target.parse()?, over_h })
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("{text:?} is no attack: write {FORMS}");
        let (kind, rest) = text.split_once(':').ok_or_else(unknown)?;
        match kind {
            "random-site" => Ok(Self::RandomSites(parse_number(rest)?)),
            "random-supplier" => Ok(Self::RandomSuppliers(parse_number(rest)?)),
            "site" => Ok(Self::Named(parse_names(rest)?)),
            "supplier-of" => Ok(Self::SupplierOf(rest.parse()?)),
            "country" => {
                let (country, number) = rest.split_once(':').ok_or_else(unknown)?;
                Ok(Self::OfCountry { country: parse_country(country)?, number: parse_number(number)? })
            }
            "region" => {
                let (place, number) = rest.rsplit_once(':').ok_or_else(unknown)?;
                let (country, region) = place.split_once('/').ok_or_else(unknown)?;
                Ok(Self::OfRegion {
                    country: parse_country(country)?,
                    region: region.to_owned(),
                    number: parse_number(number)?,
                })
            }
            "largest" => Ok(Self::Largest(parse_number(rest)?)),
            _ => Err(unknown()),
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parse_hours(text: &str) -> Result<Hour, String> {
    text.parse()
        .ok()
        .filter(|hours| *hours <= MAX_HORIZON)
        .ok_or_else(|| format!("{text} hours are more than {MAX_HORIZON}"))
}

fn parse_number(text: &str) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|number| (1..=MAX_TARGETS).contains(number))
        .ok_or_else(|| format!("{text:?} is no number of institutions from 1 to {MAX_TARGETS}"))
}

fn parse_country(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase()) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is no country: write two capital letters"))
    }
}

fn parse_names(text: &str) -> Result<Vec<String>, String> {
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    if names.iter().any(String::is_empty) {
        return Err(format!("{text:?} has an empty identifier"));
    }
    if names.len() > MAX_TARGETS as usize {
        return Err(format!("{} institutions are more than {MAX_TARGETS}", names.len()));
    }
    Ok(names)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RandomSites(number) => write!(f, "random-site:{number}"),
            Self::RandomSuppliers(number) => write!(f, "random-supplier:{number}"),
            Self::Named(names) => write!(f, "site:{}", names.join(",")),
            Self::SupplierOf(kind) => write!(f, "supplier-of:{kind}"),
            Self::OfCountry { country, number } => write!(f, "country:{country}:{number}"),
            Self::OfRegion { country, region, number } => write!(f, "region:{country}/{region}:{number}"),
            Self::Largest(number) => write!(f, "largest:{number}"),
        }
    }
}

impl fmt::Display for Attack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = self.target.to_string();
        f.write_str(&target)?;
        // An identifier may itself end like a number of hours; then the hours are written even when there are none.
        let looks_timed = target.rsplit_once('@').is_some_and(|(_, end)| is_digits(end));
        if self.over_h > 0 || looks_timed { write!(f, "@{}", self.over_h) } else { Ok(()) }
    }
}

/// An attack aimed at one network: among whom it chooses. Institutions have the same numbers in every model of a
/// network, whatever values were drawn, so one aim serves them all.
#[derive(Debug, Clone)]
pub struct Aim {
    candidates: Vec<(InstitutionNo, u64)>,
    number: usize,
    over_h: Hour,
}

impl Attack {
    /// Whom it meets in one run; nobody when [`Attack::aim`] would fail. For many runs, aim once.
    pub fn shock(&self, model: &Model, chance: Chance) -> Shock {
        self.aim(model).map(|aim| aim.shock(chance)).unwrap_or_default()
    }

    /// Aims it at a network.
    ///
    /// # Errors
    /// When the network has no such institution, or fewer than are to be attacked.
    pub fn aim(&self, model: &Model) -> Result<Aim, String> {
        let all = || (0..model.institution_count()).map(InstitutionNo::from_index);
        let sites = || all().filter(|&one| is_site(model.institution_kind(one)));
        let (candidates, number): (Vec<InstitutionNo>, u32) = match &self.target {
            Target::RandomSites(number) => (sites().collect(), *number),
            Target::RandomSuppliers(number) => {
                let is_supplier =
                    |one: &InstitutionNo| model.institution_kind(*one) == InstitutionKind::ItSupplier;
                (all().filter(is_supplier).collect(), *number)
            }
            Target::Named(names) => {
                let named = find_named(model, names)?;
                let number = named.len() as u32;
                (named, number)
            }
            Target::SupplierOf(kind) => (vec![main_supplier(model, *kind)?], 1),
            Target::OfCountry { country, number } => {
                let inside =
                    |one: &InstitutionNo| model.countries().get(model.country_of(*one)) == Some(country);
                (sites().filter(inside).collect(), *number)
            }
            Target::OfRegion { country, region, number } => {
                let inside = |one: &InstitutionNo| {
                    model
                        .regions()
                        .get(model.region_of(*one))
                        .is_some_and(|(c, r)| c == country && r == region)
                };
                (sites().filter(inside).collect(), *number)
            }
            Target::Largest(number) => (largest(model, sites(), *number as usize), *number),
        };
        if candidates.len() < number as usize {
            return Err(format!("{self}: the network has {} such institutions", candidates.len()));
        }
        Ok(Aim::among(model, candidates, number as usize, self.over_h))
    }
}

impl Aim {
    /// Aims at one institution, at hour 0.
    pub fn at(model: &Model, institution: InstitutionNo) -> Self {
        Self::among(model, vec![institution], 1, 0)
    }

    fn among(model: &Model, candidates: Vec<InstitutionNo>, number: usize, over_h: Hour) -> Self {
        let candidates =
            candidates.into_iter().map(|one| (one, identity(model.institution_id(one)))).collect();
        Self { candidates, number, over_h }
    }

    /// Whom it meets in one run: the candidates with the smallest draws, so that a candidate more or less in the
    /// network changes the choice of few runs.
    pub fn shock(&self, chance: Chance) -> Shock {
        let mut compromised: Vec<(InstitutionNo, Hour)> = self
            .chosen(chance)
            .into_iter()
            .map(|(institution, own)| (institution, self.entry_hour(chance, own)))
            .collect();
        compromised.sort_unstable_by_key(|&(institution, hour)| (hour, institution));
        Shock { compromised, ..Shock::default() }
    }

    fn chosen(&self, chance: Chance) -> Vec<(InstitutionNo, u64)> {
        if self.number >= self.candidates.len() {
            return self.candidates.clone();
        }
        // The bits of numbers from 0 to 1 rise as the numbers do.
        let mut smallest: BinaryHeap<(u64, InstitutionNo, u64)> = BinaryHeap::with_capacity(self.number + 1);
        for &(institution, own) in &self.candidates {
            let draw = chance.unit(Purpose::Attack, own).to_bits();
            if smallest.len() < self.number {
                smallest.push((draw, institution, own));
            } else if smallest.peek().is_some_and(|&(largest, ..)| draw < largest) {
                smallest.pop();
                smallest.push((draw, institution, own));
            }
        }
        smallest.into_iter().map(|(_, institution, own)| (institution, own)).collect()
    }

    fn entry_hour(&self, chance: Chance, own: u64) -> Hour {
        (chance.pair(Purpose::Attack, own).1 * f64::from(self.over_h)) as Hour
    }
}

/// Whether an institution of a kind is a site that attacks are aimed at.
fn is_site(kind: InstitutionKind) -> bool {
    matches!(kind, InstitutionKind::Hospital | InstitutionKind::Laboratory)
}

fn find_named(model: &Model, names: &[String]) -> Result<Vec<InstitutionNo>, String> {
    let find = |name: &String| {
        model.institution(name).ok_or_else(|| format!("the network has no institution {name:?}"))
    };
    let mut found: Vec<InstitutionNo> = names.iter().map(find).collect::<Result<_, _>>()?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn main_supplier(model: &Model, kind: ServiceKind) -> Result<InstitutionNo, String> {
    let customers = |supplier: InstitutionNo| {
        let served = model.services_of(supplier).filter(|&service| model.kind(service) == kind);
        let owners: FxHashSet<InstitutionNo> = served
            .flat_map(|service| model.dependents(service))
            .map(|dependent| model.owner(dependent))
            .filter(|&owner| owner != supplier)
            .collect();
        owners.len()
    };
    (0..model.institution_count())
        .map(InstitutionNo::from_index)
        .filter(|&one| model.institution_kind(one) == InstitutionKind::ItSupplier)
        .map(|supplier| (customers(supplier), std::cmp::Reverse(supplier)))
        .filter(|&(customers, _)| customers > 0)
        .max()
        .map(|(_, std::cmp::Reverse(supplier))| supplier)
        .ok_or_else(|| format!("no it-supplier of the network has a {kind} that others depend on"))
}

/// The sites with most patients a day, analyses deciding between equals.
fn largest(model: &Model, sites: impl Iterator<Item = InstitutionNo>, number: usize) -> Vec<InstitutionNo> {
    let volume = |site: InstitutionNo, laboratory: bool| -> f64 {
        let of_kind = |&service: &_| model.kind(service).is_laboratory() == laboratory;
        model.services_of(site).filter(of_kind).map(|service| model.per_day(service)).sum()
    };
    let mut ranked: Vec<(f64, f64, InstitutionNo)> =
        sites.map(|site| (volume(site, false), volume(site, true), site)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    ranked.into_iter().take(number).map(|(_, _, site)| site).collect()
}
