//! What organisations and people are called, looked up once for a page.

use std::collections::{HashMap, HashSet};

use directory::Organisation;
use kernel::{Kernel, Result};
use web::people::{self, Person};

use crate::words::Words;

/// Names for the identifiers on a page.
pub(super) struct Names {
    organisations: HashMap<String, Organisation>,
    people: HashMap<String, Person>,
}

impl Names {
    /// Looks up organisations, and people by identifier or as the journal names them; empty ones are left
    /// out.
    pub(super) async fn look_up<'a>(
        kernel: &Kernel,
        organisations: impl IntoIterator<Item = &'a str>,
        people: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self> {
        let organisations = distinct(organisations.into_iter());
        let people = distinct(people.into_iter().map(person_id));
        Ok(Self {
            organisations: directory::organisations(kernel, &organisations).await?,
            people: people::by_ids(kernel, &people).await?,
        })
    }

    /// The organisation, when the directory has it.
    pub(super) fn organisation(&self, id: &str) -> Option<&Organisation> {
        self.organisations.get(id)
    }

    /// The organisation's name.
    pub(super) fn of_organisation(&self, id: &str) -> &str {
        self.organisations.get(id).map_or("…", |organisation| organisation.name.as_str())
    }

    /// The person's name, by identifier or as the journal names them.
    pub(super) fn of_person(&self, l: Words, actor: &str) -> String {
        if actor.starts_with("card:") {
            return l.incident_card().to_owned();
        }
        match self.people.get(person_id(actor)) {
            Some(person) if !person.details.name.is_empty() => person.details.name.clone(),
            _ => l.incident_somebody().to_owned(),
        }
    }
}

fn person_id(actor: &str) -> &str {
    actor.strip_prefix("person:").unwrap_or(actor)
}

fn distinct<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wanted = |id: &&str| !id.is_empty() && !id.contains(':') && *id != "system";
    ids.filter(wanted).collect::<HashSet<_>>().into_iter().map(str::to_owned).collect()
}
