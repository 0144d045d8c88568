//! The lists of a network, put together from records of whatever format.

use rustc_hash::FxHashMap;

use super::fault::{Faults, Text};
use super::fields::{Field, Fields, Record, Value};
use super::{MAX_FINDINGS, MAX_MEMBERS};
use crate::finding::Finding;
use crate::network::check::MAX_ITEMS;
use crate::network::{
    Agreement, Amount, Dependency, Institution, Link, Network, Position, Provider, Service, ServiceId,
    Subject,
};

/// One of the lists of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    Institutions,
    Services,
    Dependencies,
    Links,
    Agreements,
}

impl List {
    pub const ALL: [Self; 5] =
        [Self::Institutions, Self::Services, Self::Dependencies, Self::Links, Self::Agreements];

    /// What files call it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Institutions => "institutions",
            Self::Services => "services",
            Self::Dependencies => "dependencies",
            Self::Links => "links",
            Self::Agreements => "agreements",
        }
    }

    /// The list and the place in it that a problem is about.
    fn of(subject: Subject) -> Option<(Self, usize)> {
        match subject {
            Subject::Institution(at) => Some((Self::Institutions, at)),
            Subject::Service(at) => Some((Self::Services, at)),
            Subject::Dependency(at) => Some((Self::Dependencies, at)),
            Subject::Link(at) => Some((Self::Links, at)),
            Subject::Agreement(at) => Some((Self::Agreements, at)),
            Subject::Whole => None,
        }
    }
}

/// Where the parts of one list were written.
#[derive(Debug, Default)]
struct Places {
    /// In which of the files.
    file: usize,
    /// At which byte each begins.
    at: Vec<usize>,
}

/// A network that is being read.
#[derive(Debug, Default)]
pub struct Reading {
    pub network: Network,
    pub faults: Faults,
    places: [Places; List::ALL.len()],
    /// The number of the dependency that a group of providers belongs to; none if it could not be read.
    groups: FxHashMap<(ServiceId, String), Option<usize>>,
}

impl Reading {
    /// Adds a part as JSON has it.
    pub fn add(&mut self, list: List, record: Record<'_>) {
        if !self.has_room(list, record.at) {
            return;
        }
        let (at, faults, network) = (record.at, &mut self.faults, &mut self.network);
        let added = match list {
            List::Institutions => push(&mut network.institutions, institution(record, faults)),
            List::Services => push(&mut network.services, service(record, faults)),
            List::Dependencies => push(&mut network.dependencies, dependency(record, faults)),
            List::Links => push(&mut network.links, link(record, faults)),
            List::Agreements => push(&mut network.agreements, agreement(record, faults)),
        };
        if added {
            self.remember(list, at);
        }
    }

    /// Adds a part as formats without nesting have it: a position as `lat` and `lon`, a dependency once for each
    /// provider.
    pub fn add_flat(&mut self, list: List, mut record: Record<'_>) {
        match list {
            List::Institutions => {
                nest_position(&mut record);
                self.add(list, record);
            }
            List::Dependencies => self.add_provider(record),
            _ => self.add(list, record),
        }
    }

    /// Adds one provider of a dependency. Those of the same service and group belong to one dependency, whose losses
    /// stand with the first.
    fn add_provider(&mut self, record: Record<'_>) {
        let at = record.at;
        if !self.has_room(List::Dependencies, at) {
            return;
        }
        let mut fields = Fields::new(record, FLAT_DEPENDENCY, &mut self.faults);
        let (service, group) = (fields.required::<ServiceId>("service"), fields.optional::<String>("group"));
        let provider = flat_provider(&mut fields);
        let key = service.clone().zip(group);
        if let Some(first) = key.as_ref().and_then(|key| self.groups.get(key)) {
            let first = first.and_then(|first| self.network.dependencies.get_mut(first));
            join(fields, first, provider, at);
            return;
        }
        let losses = Losses::required(&mut fields);
        fields.finish();
        let on = provider.map(|provider| vec![provider]);
        let added = push(&mut self.network.dependencies, dependency_of(service, on, losses));
        if added {
            self.remember(List::Dependencies, at);
        }
        if let Some(key) = key {
            self.groups.insert(key, added.then(|| self.network.dependencies.len() - 1));
        }
    }

    /// Whether a list can take one more; says so the first time that it cannot. Where too much is wrong already,
    /// nothing more is looked at, so that a file of faults costs little.
    fn has_room(&mut self, list: List, at: usize) -> bool {
        if self.faults.are_enough() {
            return false;
        }
        let places = &mut self.places[list as usize].at;
        if places.len() == MAX_ITEMS {
            self.faults.say(at, format!("there are more than {MAX_ITEMS} {}", list.word()));
            places.push(at);
        }
        places.len() < MAX_ITEMS
    }

    fn remember(&mut self, list: List, at: usize) {
        let places = &mut self.places[list as usize];
        places.file = self.faults.file;
        places.at.push(at);
    }

    /// The network, if nothing is wrong with it. `record` reads the record of a list again that begins at a byte.
    pub fn finish<'a>(
        mut self,
        texts: &[Text<'a>],
        record: impl Fn(List, usize) -> Option<Record<'a>>,
    ) -> Result<Network, Vec<Finding>> {
        if self.faults.is_empty() {
            self.say_problems(record);
        }
        if self.faults.is_empty() { Ok(self.network) } else { Err(self.faults.findings(texts)) }
    }

    /// Says what does not fit together. Only the records of what is told are read again, to find their fields.
    fn say_problems<'a>(&mut self, record: impl Fn(List, usize) -> Option<Record<'a>>) {
        let place = |subject: Subject| {
            let (list, number) = List::of(subject)?;
            let places = &self.places[list as usize];
            Some((places.file, *places.at.get(number)?, list))
        };
        let mut problems: Vec<_> =
            self.network.problems().into_iter().map(|problem| (place(problem.subject), problem)).collect();
        problems.sort_by_key(|(place, _)| *place);
        self.faults.leave_out(problems.len().saturating_sub(MAX_FINDINGS));
        for (place, problem) in problems.into_iter().take(MAX_FINDINGS) {
            let Some((file, at, list)) = place else {
                self.faults.say_of_file(problem.message);
                continue;
            };
            self.faults.file = file;
            let at = record(list, at).map_or(at, |record| place_of(&record, problem.field));
            self.faults.say(at, problem.message);
        }
    }
}

/// The place of a field, which formats without nesting may call otherwise.
fn place_of(record: &Record<'_>, field: &str) -> usize {
    let name = match field {
        "position" if record.fields.iter().all(|one| one.name != "position") => "lat",
        name => name,
    };
    record.place_of(name)
}

fn push<T>(list: &mut Vec<T>, item: Option<T>) -> bool {
    let added = item.is_some();
    list.extend(item);
    added
}

/// Puts `lat` and `lon` into a `position`, if either is given.
fn nest_position(record: &mut Record<'_>) {
    let fields: Vec<_> = POSITION.iter().filter_map(|name| record.take(name)).collect();
    if let Some(at) = fields.first().map(|first| first.at)
        && fields.iter().any(|field| !field.value.is_blank())
    {
        let value = Value::Object(Record { at, fields });
        record.fields.push(Field { name: "position".into(), name_at: at, value, at });
    }
}

const INSTITUTION: &[&str] = &[
    "id",
    "name",
    "kind",
    "country",
    "region",
    "position",
    "operator",
    "beds",
    "detect_h",
    "isolate_h",
    "offline_backup",
];
const POSITION: &[&str] = &["lat", "lon"];
const SERVICE: &[&str] = &["id", "per_day", "capacity_per_day"];
const DEPENDENCY: &[&str] =
    &["service", "on", "first_loss", "later_loss", "buffer_h", "reentry_h", "threshold"];
const FLAT_DEPENDENCY: &[&str] =
    &["service", "group", "on", "share", "first_loss", "later_loss", "buffer_h", "reentry_h", "threshold"];
const PROVIDER: &[&str] = &["service", "share"];
const LINK: &[&str] = &["id", "a", "b", "kind", "spread_per_day", "carries"];
const AGREEMENT: &[&str] = &["from", "to", "per_day", "transport_h", "contract"];

fn institution(record: Record<'_>, faults: &mut Faults) -> Option<Institution> {
    let mut fields = Fields::new(record, INSTITUTION, faults);
    let (id, kind, country) = (fields.required("id"), fields.required("kind"), fields.required("country"));
    let position = fields.object("position").and_then(|record| position(record, fields.faults()));
    let mut text = |name| fields.optional(name).unwrap_or_default();
    let (name, region, operator) = (text("name"), text("region"), text("operator"));
    let (beds, offline_backup) = (fields.optional("beds"), fields.optional("offline_backup"));
    let (detect_h, isolate_h) = (fields.optional("detect_h"), fields.optional("isolate_h"));
    fields.finish();
    Some(Institution {
        id: id?,
        name,
        kind: kind?,
        country: country?,
        region,
        position,
        operator,
        beds,
        detect_h,
        isolate_h,
        offline_backup,
    })
}

fn position(record: Record<'_>, faults: &mut Faults) -> Option<Position> {
    let mut fields = Fields::new(record, POSITION, faults);
    let (lat, lon) = (fields.required("lat"), fields.required("lon"));
    fields.finish();
    Some(Position { lat: lat?, lon: lon? })
}

fn service(record: Record<'_>, faults: &mut Faults) -> Option<Service> {
    let mut fields = Fields::new(record, SERVICE, faults);
    let id = fields.required("id");
    let (per_day, capacity_per_day) = (fields.optional("per_day"), fields.optional("capacity_per_day"));
    fields.finish();
    Some(Service { id: id?, per_day, capacity_per_day })
}

/// What is lost without a provider, and when.
#[derive(Clone, Copy)]
struct Losses {
    first_loss: Option<Amount>,
    later_loss: Option<Amount>,
    buffer_h: Option<Amount>,
    reentry_h: Option<Amount>,
    threshold: Option<Amount>,
}

impl Losses {
    fn required(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            first_loss: fields.required("first_loss"),
            later_loss: fields.required("later_loss"),
            buffer_h: fields.required("buffer_h"),
            reentry_h: fields.required("reentry_h"),
            threshold: fields.required("threshold"),
        }
    }
}

fn dependency(record: Record<'_>, faults: &mut Faults) -> Option<Dependency> {
    let mut fields = Fields::new(record, DEPENDENCY, faults);
    let service = fields.required("service");
    let on = fields.given("on").and_then(|field| providers(field, fields.faults()));
    let losses = Losses::required(&mut fields);
    fields.finish();
    dependency_of(service, on, losses)
}

fn dependency_of(
    service: Option<ServiceId>,
    on: Option<Vec<Provider>>,
    losses: Losses,
) -> Option<Dependency> {
    let Losses { first_loss, later_loss, buffer_h, reentry_h, threshold } = losses;
    Some(Dependency {
        service: service?,
        on: on?,
        first_loss: first_loss?,
        later_loss: later_loss?,
        buffer_h: buffer_h?,
        reentry_h: reentry_h?,
        threshold: threshold?,
    })
}

fn providers(field: Field<'_>, faults: &mut Faults) -> Option<Vec<Provider>> {
    let Value::List(list) = field.value else {
        faults.say(field.at, "on: it must be a list of providers");
        return None;
    };
    list.into_iter().map(|(at, value)| provider(at, value, faults)).collect()
}

fn provider(at: usize, value: Value<'_>, faults: &mut Faults) -> Option<Provider> {
    let Value::Object(record) = value else {
        faults.say(at, "on: a provider must be an object with service and share");
        return None;
    };
    let mut fields = Fields::new(record, PROVIDER, faults);
    let (service, share) = (fields.required("service"), fields.required("share"));
    fields.finish();
    Some(Provider { service: service?, share: share? })
}

fn flat_provider(fields: &mut Fields<'_, '_>) -> Option<Provider> {
    let (service, share) = (fields.required("on"), fields.required("share"));
    Some(Provider { service: service?, share: share? })
}

/// Adds a provider to the dependency of its group; what is said of losses again must be the same.
fn join(mut fields: Fields<'_, '_>, first: Option<&mut Dependency>, provider: Option<Provider>, at: usize) {
    let Some(first) = first else { return };
    let losses = [
        ("first_loss", first.first_loss),
        ("later_loss", first.later_loss),
        ("buffer_h", first.buffer_h),
        ("reentry_h", first.reentry_h),
        ("threshold", first.threshold),
    ];
    for (name, expected) in losses {
        let place = fields.place_of(name);
        if let Some(amount) = fields.optional::<Amount>(name).filter(|amount| *amount != expected) {
            let message = format!("{name} is {amount}, but {expected} where the group begins");
            fields.faults().say(place, message);
        }
    }
    if first.on.len() == MAX_MEMBERS {
        fields.faults().say(at, format!("a dependency may have {MAX_MEMBERS} providers at most"));
    } else {
        first.on.extend(provider);
    }
    fields.finish();
}

fn link(record: Record<'_>, faults: &mut Faults) -> Option<Link> {
    let mut fields = Fields::new(record, LINK, faults);
    let (id, a, b) = (fields.required("id"), fields.required("a"), fields.required("b"));
    let (kind, spread_per_day) = (fields.required("kind"), fields.required("spread_per_day"));
    let carries = fields.optional("carries").unwrap_or(true);
    fields.finish();
    Some(Link { id: id?, a: a?, b: b?, kind: kind?, spread_per_day: spread_per_day?, carries })
}

fn agreement(record: Record<'_>, faults: &mut Faults) -> Option<Agreement> {
    let mut fields = Fields::new(record, AGREEMENT, faults);
    let (from, to, per_day) = (fields.required("from"), fields.required("to"), fields.required("per_day"));
    let (transport_h, contract) = (fields.required("transport_h"), fields.required("contract"));
    fields.finish();
    Some(Agreement {
        from: from?,
        to: to?,
        per_day: per_day?,
        transport_h: transport_h?,
        contract: contract?,
    })
}
