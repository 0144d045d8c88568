//! What an import would do to the directory: pure, so the preview and the import itself agree.

use std::collections::{HashMap, HashSet};

use kernel::journal::digest;
use kernel::new_id;
use serde_json::json;

use super::{FoundOrganisation, FoundSite, Reading};

/// A record this list brought before.
#[derive(Clone, Debug)]
pub(crate) struct KnownRecord {
    pub id: String,
    /// The organisation of a site; empty for an organisation.
    pub parent: String,
    /// Of what the list said then.
    pub digest: String,
}

/// Everything this list brought before, by its keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub organisations: HashMap<String, KnownRecord>,
    pub sites: HashMap<String, KnownRecord>,
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    New,
    Changed,
    Same,
}

/// A record with the identifier it has or gets.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub id: String,
    pub fate: Fate,
    pub digest: String,
}

/// An organisation and, in the order of the reading, its sites.
#[derive(Clone, Debug)]
pub(crate) struct PlannedOrganisation {
    pub record: Planned,
    pub sites: Vec<Planned>,
}

/// How many records are new, changed and the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Not known before.
    pub new: usize,
    /// Known, and the list says something else now.
    pub changed: usize,
    /// Known, and nothing is new.
    pub unchanged: usize,
}

impl Counts {
    fn add(&mut self, fate: Fate) {
        match fate {
            Fate::New => self.new += 1,
            Fate::Changed => self.changed += 1,
            Fate::Same => self.unchanged += 1,
        }
    }
}

/// The whole of it.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// In the order of the reading's organisations.
    pub organisations: Vec<PlannedOrganisation>,
    pub organisation_counts: Counts,
    pub site_counts: Counts,
    /// Sites this list brought before and no longer names; they are left as they are.
    pub absent_sites: usize,
}

/// Compares a reading with what is known.
pub(crate) fn make(reading: &Reading, known: &Known) -> Plan {
    let ids = organisation_ids(reading, known);
    let mut plan = Plan {
        organisations: Vec::with_capacity(reading.organisations.len()),
        organisation_counts: Counts::default(),
        site_counts: Counts::default(),
        absent_sites: 0,
    };
    let before: HashMap<&str, &KnownRecord> =
        known.organisations.values().map(|record| (record.id.as_str(), record)).collect();
    let mut named = 0;
    for (found, id) in reading.organisations.iter().zip(ids) {
        let organisation = id.as_deref().and_then(|id| before.get(id).copied());
        let record = planned(organisation, organisation_digest(found), |_| true);
        plan.organisation_counts.add(record.fate);
        let mut sites = Vec::with_capacity(found.sites.len());
        for (position, site) in found.sites.iter().enumerate() {
            let known_site = known.sites.get(&site.key);
            named += usize::from(known_site.is_some());
            let site = planned(known_site, site_digest(site, position), |site| site.parent == record.id);
            plan.site_counts.add(site.fate);
            sites.push(site);
        }
        plan.organisations.push(PlannedOrganisation { record, sites });
    }
    plan.absent_sites = known.sites.len().saturating_sub(named);
    plan
}

/// The known organisation each found one is: by its key, or else, where it has another name now, the
/// one that has one of its sites. No known organisation is taken twice.
fn organisation_ids(reading: &Reading, known: &Known) -> Vec<Option<String>> {
    let mut taken: HashSet<&str> = HashSet::new();
    let mut ids: Vec<Option<String>> = Vec::with_capacity(reading.organisations.len());
    for found in &reading.organisations {
        let record = known.organisations.get(&found.key);
        ids.push(record.map(|record| record.id.clone()));
        taken.extend(record.map(|record| record.id.as_str()));
    }
    for (found, id) in reading.organisations.iter().zip(&mut ids).filter(|(_, id)| id.is_none()) {
        let parents = found.sites.iter().filter_map(|site| known.sites.get(&site.key));
        if let Some(site) = parents.into_iter().find(|site| !taken.contains(site.parent.as_str())) {
            taken.insert(&site.parent);
            *id = Some(site.parent.clone());
        }
    }
    ids
}

fn planned(known: Option<&KnownRecord>, digest: String, in_place: impl Fn(&KnownRecord) -> bool) -> Planned {
    match known {
        None => Planned { id: new_id(), fate: Fate::New, digest },
        Some(record) => {
            let same = record.digest == digest && in_place(record);
            Planned { id: record.id.clone(), fate: if same { Fate::Same } else { Fate::Changed }, digest }
        }
    }
}

/// Of all a list says about an organisation; its sites' names and towns too, since the search and the
/// list show them.
fn organisation_digest(found: &FoundOrganisation) -> String {
    let sites: Vec<_> = found
        .sites
        .iter()
        .map(|site| json!([site.name, site.city, site.telephone, site.email, site.website]))
        .collect();
    let said = json!([
        found.key,
        found.name,
        found.kind.as_str(),
        found.mandate.map(|mandate| mandate.as_str()),
        found.country.as_str(),
        found.language.map(|language| language.as_str()),
        found.enterprise_number.as_ref().map(|number| number.as_str()),
        found.nihdi_number.as_ref().map(|number| number.as_str()),
        found.recognition_number.as_ref().map(|number| number.as_str()),
        found.ownership,
        sites,
    ]);
    digest(said.to_string().as_bytes())
}

fn site_digest(site: &FoundSite, position: usize) -> String {
    let said = json!([
        position,
        site.name,
        site.street,
        site.house_number,
        site.postcode,
        site.city,
        site.latitude,
        site.longitude,
        site.beds,
        site.emergency,
        site.facility_type,
        site.telephone,
        site.email,
        site.website,
        site.as_of,
        site.extra,
    ]);
    digest(said.to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Options, read};

    /// What would be known after an import as planned.
    fn carry_out(reading: &Reading, plan: &Plan) -> Known {
        let mut known = Known::default();
        for (found, planned) in reading.organisations.iter().zip(&plan.organisations) {
            let record = |planned: &Planned, parent: &str| KnownRecord {
                id: planned.id.clone(),
                parent: parent.to_owned(),
                digest: planned.digest.clone(),
            };
            known.organisations.insert(found.key.clone(), record(&planned.record, ""));
            for (site, planned_site) in found.sites.iter().zip(&planned.sites) {
                known.sites.insert(site.key.clone(), record(planned_site, &planned.record.id));
            }
        }
        known
    }

    fn reading(text: &str) -> Reading {
        read(text.as_bytes(), &Options::default()).unwrap()
    }

    const FIRST: &str = "id,name,site,city,cc\n1,A,,Gent,BE\n2,A,South,Gent,BE\n3,B,,Luik,BE\n";

    fn counts(new: usize, changed: usize, unchanged: usize) -> Counts {
        Counts { new, changed, unchanged }
    }

    #[test]
    fn the_same_list_again_changes_nothing() {
        let first = reading(FIRST);
        let plan = make(&first, &Known::default());
        assert_eq!((plan.organisation_counts, plan.site_counts), (counts(2, 0, 0), counts(3, 0, 0)));
        let again = make(&first, &carry_out(&first, &plan));
        assert_eq!((again.organisation_counts, again.site_counts), (counts(0, 0, 2), counts(0, 0, 3)));
        assert_eq!(again.organisations[1].record.id, plan.organisations[1].record.id);
    }

    #[test]
    fn a_new_name_and_a_moved_site_update_what_is_known() {
        let first = reading(FIRST);
        let known = carry_out(&first, &make(&first, &Known::default()));
        let renamed = reading(&FIRST.replace(",A,", ",A Renamed,"));
        let plan = make(&renamed, &known);
        assert_eq!((plan.organisation_counts, plan.site_counts), (counts(0, 1, 1), counts(0, 0, 3)));
        let moved = reading("id,name,site,city,cc\n1,A,,Gent,BE\n2,B,South,Gent,BE\n");
        let plan = make(&moved, &known);
        assert_eq!((plan.organisation_counts.new, plan.site_counts.new, plan.absent_sites), (0, 0, 1));
    }

    #[test]
    fn an_organisation_that_splits_keeps_one_identity_and_gets_another() {
        let first = reading(FIRST);
        let known = carry_out(&first, &make(&first, &Known::default()));
        let split = reading("id,name,site,city,cc\n1,A1,,Gent,BE\n2,A2,South,Gent,BE\n3,B,,Luik,BE\n");
        let plan = make(&split, &known);
        assert_eq!(plan.organisation_counts, counts(1, 1, 1));
        let ids: HashSet<_> = plan.organisations.iter().map(|planned| planned.record.id.clone()).collect();
        assert_eq!(ids.len(), 3);
    }
}
