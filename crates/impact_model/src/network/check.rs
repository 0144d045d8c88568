//! What cannot be in a network, however it came about.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Amount, Network, ServiceId};

/// The most institutions, services, dependencies, links or agreements a network may have.
pub const MAX_ITEMS: usize = 2_000_000;
/// The most countries; an outcome has one bit for each.
pub const MAX_COUNTRIES: usize = 64;
/// The longest identifier, in bytes.
pub const MAX_ID: usize = 120;

/// What of a network a problem is about, by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// [`Network::institutions`].
    Institution(usize),
    /// [`Network::services`].
    Service(usize),
    /// [`Network::dependencies`].
    Dependency(usize),
    /// [`Network::links`].
    Link(usize),
    /// [`Network::agreements`].
    Agreement(usize),
    /// The network as a whole.
    Whole,
}

/// Something that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// About what.
    pub subject: Subject,
    /// About which field of it, as files call it; empty for all of it. For a provider: `on`.
    pub field: &'static str,
    /// What is wrong, and how to mend it.
    pub message: String,
}

struct Checking {
    problems: Vec<Problem>,
}

impl Checking {
    fn say(&mut self, subject: Subject, field: &'static str, message: impl Into<String>) {
        self.problems.push(Problem { subject, field, message: message.into() });
    }

    fn within(&mut self, subject: Subject, field: &'static str, amount: Option<Amount>, low: f32, high: f32) {
        let Some(amount) = amount else { return };
        if !(amount.low >= low && amount.high <= high) {
            self.say(subject, field, format!("{field} is {amount}; it must lie between {low} and {high}"));
        }
    }
}

/// The longest time that anything may take, in hours: ten years.
const MAX_HOURS: f32 = 87_600.0;
/// The largest volume on a day.
const MAX_PER_DAY: f32 = 1e7;

impl Network {
    /// Everything that cannot be, in the order of the lists. A network without problems can be made a model of.
    pub fn problems(&self) -> Vec<Problem> {
        let mut checking = Checking { problems: Vec::new() };
        self.check_sizes(&mut checking);
        let institutions = self.check_institutions(&mut checking);
        let services = self.check_services(&mut checking, &institutions);
        self.check_dependencies(&mut checking, &services);
        self.check_links(&mut checking, &institutions);
        self.check_agreements(&mut checking, &services);
        checking.problems
    }

    fn check_sizes(&self, checking: &mut Checking) {
        let lists = [
            ("institutions", self.institutions.len()),
            ("services", self.services.len()),
            ("dependencies", self.dependencies.len()),
            ("links", self.links.len()),
            ("agreements", self.agreements.len()),
        ];
        for (list, length) in lists {
            if length > MAX_ITEMS {
                checking.say(Subject::Whole, "", format!("{length} {list} are more than {MAX_ITEMS}"));
            }
        }
    }

    fn check_institutions<'a>(&'a self, checking: &mut Checking) -> FxHashSet<&'a str> {
        let mut seen = FxHashMap::default();
        let mut countries = FxHashSet::default();
        for (at, institution) in self.institutions.iter().enumerate() {
            let subject = Subject::Institution(at);
            let id = institution.id.as_str();
            if id.is_empty() || id.len() > MAX_ID || id.contains('/') || id.chars().any(char::is_control) {
                checking.say(
                    subject,
                    "id",
                    format!("{id:?} is no identifier: 1 to {MAX_ID} bytes, no / and no control characters"),
                );
            }
            match seen.entry(id) {
                Entry::Occupied(first) => {
                    let first: &usize = first.get();
                    checking.say(
                        subject,
                        "id",
                        format!("{id:?} is already institution number {}", first + 1),
                    );
                }
                Entry::Vacant(free) => {
                    free.insert(at);
                }
            }
            let country = institution.country.as_str();
            if country.len() != 2 || !country.bytes().all(|letter| letter.is_ascii_uppercase()) {
                checking.say(
                    subject,
                    "country",
                    format!("{country:?} is no country: write two capital letters"),
                );
            } else if countries.insert(country) && countries.len() == MAX_COUNTRIES + 1 {
                checking.say(subject, "country", format!("there are more than {MAX_COUNTRIES} countries"));
            }
            if let Some(position) = institution.position {
                let (lat, lon) = (position.lat, position.lon);
                if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
                    checking.say(subject, "position", format!("{lat} north, {lon} east is not on the earth"));
                }
            }
            checking.within(subject, "beds", institution.beds, 0.0, 100_000.0);
            checking.within(subject, "detect_h", institution.detect_h, 0.0, MAX_HOURS);
            checking.within(subject, "isolate_h", institution.isolate_h, 0.0, MAX_HOURS);
            checking.within(subject, "offline_backup", institution.offline_backup, 0.0, 1.0);
        }
        self.institutions.iter().map(|institution| institution.id.as_str()).collect()
    }

    fn check_services<'a>(
        &'a self,
        checking: &mut Checking,
        institutions: &FxHashSet<&str>,
    ) -> FxHashSet<&'a ServiceId> {
        let mut seen = FxHashSet::default();
        for (at, service) in self.services.iter().enumerate() {
            let subject = Subject::Service(at);
            if !institutions.contains(service.id.institution.as_str()) {
                let message = format!("there is no institution {:?}", service.id.institution);
                checking.say(subject, "id", message);
            }
            if !seen.insert(&service.id) {
                checking.say(subject, "id", format!("{} is there twice", service.id));
            }
            checking.within(subject, "per_day", service.per_day, 0.0, MAX_PER_DAY);
            checking.within(subject, "capacity_per_day", service.capacity_per_day, 0.0, MAX_PER_DAY);
            if let (Some(volume), Some(capacity)) = (service.per_day, service.capacity_per_day)
                && capacity.likely < volume.likely
            {
                checking.say(
                    subject,
                    "capacity_per_day",
                    format!("{} can take {capacity} a day, less than the {volume} that come", service.id),
                );
            }
        }
        seen
    }

    fn check_dependencies(&self, checking: &mut Checking, services: &FxHashSet<&ServiceId>) {
        for (at, dependency) in self.dependencies.iter().enumerate() {
            let subject = Subject::Dependency(at);
            if !services.contains(&dependency.service) {
                checking.say(subject, "service", format!("there is no service {}", dependency.service));
            }
            if dependency.on.is_empty() {
                checking.say(subject, "on", "it depends on nothing: name at least one provider");
            }
            for provider in &dependency.on {
                if !services.contains(&provider.service) {
                    checking.say(subject, "on", format!("there is no service {}", provider.service));
                }
                if provider.service == dependency.service {
                    checking.say(subject, "on", format!("{} depends on itself", dependency.service));
                }
                checking.within(subject, "on", Some(provider.share), 0.0, 1.0);
            }
            checking.within(subject, "first_loss", Some(dependency.first_loss), 0.0, 1.0);
            checking.within(subject, "later_loss", Some(dependency.later_loss), 0.0, 1.0);
            if dependency.later_loss.likely < dependency.first_loss.likely {
                let (first, later) = (dependency.first_loss, dependency.later_loss);
                let message = format!("later_loss is {later}, less than first_loss, {first}");
                checking.say(subject, "later_loss", message);
            }
            checking.within(subject, "buffer_h", Some(dependency.buffer_h), 0.0, MAX_HOURS);
            checking.within(subject, "reentry_h", Some(dependency.reentry_h), 0.0, MAX_HOURS);
            checking.within(subject, "threshold", Some(dependency.threshold), 0.0, 1.0);
        }
    }

    fn check_links(&self, checking: &mut Checking, institutions: &FxHashSet<&str>) {
        let mut seen = FxHashSet::default();
        for (at, link) in self.links.iter().enumerate() {
            let subject = Subject::Link(at);
            if link.id.is_empty() || link.id.len() > 2 * MAX_ID {
                checking.say(subject, "id", format!("{:?} is no identifier", link.id));
            }
            if !seen.insert(link.id.as_str()) {
                checking.say(subject, "id", format!("link {:?} is there twice", link.id));
            }
            for (field, end) in [("a", &link.a), ("b", &link.b)] {
                if !institutions.contains(end.as_str()) {
                    checking.say(subject, field, format!("there is no institution {end:?}"));
                }
            }
            if link.a == link.b {
                checking.say(subject, "b", format!("both ends are {:?}", link.a));
            }
            checking.within(subject, "spread_per_day", Some(link.spread_per_day), 0.0, 1000.0);
        }
    }

    fn check_agreements(&self, checking: &mut Checking, services: &FxHashSet<&ServiceId>) {
        for (at, agreement) in self.agreements.iter().enumerate() {
            let subject = Subject::Agreement(at);
            for (field, service) in [("from", &agreement.from), ("to", &agreement.to)] {
                if !services.contains(service) {
                    checking.say(subject, field, format!("there is no service {service}"));
                }
                if !service.kind.is_laboratory() {
                    checking.say(subject, field, format!("{service} is no laboratory"));
                }
            }
            let (from, to) = (&agreement.from, &agreement.to);
            if from == to || (from.kind, from.discipline) != (to.kind, to.discipline) {
                checking.say(
                    subject,
                    "to",
                    format!("{from} and {to} must be two services of the same kind and discipline"),
                );
            }
            checking.within(subject, "per_day", Some(agreement.per_day), 0.0, MAX_PER_DAY);
            checking.within(subject, "transport_h", Some(agreement.transport_h), 0.0, MAX_HOURS);
        }
    }
}
