//! Making and changing organisations and their sites.

use kernel::access::{Action, Principal, Relation};
use kernel::{Change, Entry, Error, Kernel, Result, new_id};

use super::{must, organisation_in_realm};
use crate::contact::mail_domain_of;
use crate::country::Country;
use crate::identifier::{EnterpriseNumber, NihdiNumber, RecognitionNumber};
use crate::organisation::{Language, Mandate, OrganisationKind, search_text};
use crate::store::organisations::{self, OrganisationRow};
use crate::store::sites::{self, SiteRow};

/// What is said of an organisation when it is made or changed.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    /// Its name; not empty.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// What it must be told by law; only for authorities and CSIRTs.
    pub mandate: Option<Mandate>,
    /// Enterprise number.
    pub enterprise_number: Option<EnterpriseNumber>,
    /// Number of the insurance institute.
    pub nihdi_number: Option<NihdiNumber>,
    /// Recognition number.
    pub recognition_number: Option<RecognitionNumber>,
    /// The language it is written to in.
    pub language: Option<Language>,
    /// Where it is.
    pub country: Country,
    /// The domain its own mail runs on.
    pub mail_domain: Option<String>,
    /// The town of its main site.
    pub city: String,
    /// The switchboard of its main site; empty when unknown.
    pub telephone: String,
}

impl NewOrganisation {
    /// An organisation of which only name, kind and town are known.
    pub fn named(name: &str, kind: OrganisationKind, city: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            mandate: None,
            enterprise_number: None,
            nihdi_number: None,
            recognition_number: None,
            language: None,
            country: Country::BELGIUM,
            mail_domain: None,
            city: city.to_owned(),
            telephone: String::new(),
        }
    }

    fn fill(&self, row: &mut OrganisationRow) {
        row.name.clone_from(&self.name);
        row.kind = self.kind.as_str().to_owned();
        let mandate = self.mandate.filter(|_| self.kind.may_hold_mandates());
        row.mandate = mandate.map(|mandate| mandate.as_str().to_owned());
        row.enterprise_number = self.enterprise_number.as_ref().map(|number| number.as_str().to_owned());
        row.nihdi_number = self.nihdi_number.as_ref().map(|number| number.as_str().to_owned());
        row.recognition_number = self.recognition_number.as_ref().map(|number| number.as_str().to_owned());
        row.language = self.language.map(|language| language.as_str().to_owned());
        row.country = self.country.to_string();
        row.mail_domain.clone_from(&self.mail_domain);
        row.sort_name = search_text(&self.name);
    }
}

/// What is said of a site.
#[derive(Clone, Debug, Default)]
pub(crate) struct SiteFacts {
    pub name: Option<String>,
    pub street: Option<String>,
    pub house_number: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub beds: Option<u32>,
    pub emergency: Option<bool>,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
}

impl SiteFacts {
    fn fill(self, row: &mut SiteRow) {
        row.name = self.name;
        row.street = self.street;
        row.house_number = self.house_number;
        row.postcode = self.postcode;
        row.city = self.city;
        row.beds = self.beds.map(i64::from);
        row.emergency = self.emergency.map(i64::from);
        row.telephone = self.telephone;
        row.email = self.email;
        row.website = self.website;
    }
}

/// Adds an organisation with its main site inside a change, which it journals. Returns its identifier.
pub async fn add_organisation(
    _kernel: &Kernel,
    change: &mut Change,
    new: &NewOrganisation,
) -> Result<String> {
    let id = new_id();
    let realm_id = change.realm().id.clone();
    let mut row = OrganisationRow {
        external_key: id.clone(),
        id: id.clone(),
        realm_id: realm_id.clone(),
        version: 1,
        ..OrganisationRow::default()
    };
    new.fill(&mut row);
    organisations::insert(change, &row).await?;
    let mut site = SiteRow {
        id: new_id(),
        realm_id,
        organisation_id: id.clone(),
        city: some(&new.city),
        telephone: some(&new.telephone),
        extra: "{}".to_owned(),
        ..SiteRow::default()
    };
    site.external_key.clone_from(&site.id);
    sites::insert(change, &site).await?;
    refresh_place(change, &id, &new.name).await?;
    change.record(
        Entry::new("organisation.added", "organisation", &id).concerns(&id).with("kind", new.kind.as_str()),
    );
    Ok(id)
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Adds an organisation; for whoever may edit the realm's directory.
pub(crate) async fn add(kernel: &Kernel, principal: &Principal, new: &NewOrganisation) -> Result<String> {
    principal.must(Action::EditDirectory, Relation::Realm)?;
    let mut change = kernel.begin(principal).await?;
    let id = add_organisation(kernel, &mut change, new).await?;
    change.commit().await?;
    Ok(id)
}

/// Changes an organisation. `version` is the one the person saw.
///
/// # Errors
/// [`Error::Conflict`] when somebody else changed it since.
pub(crate) async fn change(
    kernel: &Kernel,
    principal: &Principal,
    id: &str,
    version: i64,
    new: &NewOrganisation,
) -> Result<()> {
    let mut row = organisation_in_realm(kernel, principal, id).await?;
    must(principal, Action::EditOrganisation, id)?;
    // Which authority is told what is for the realm's administrators to say, not for the authority.
    let may_edit_mandate = principal.may(Action::EditDirectory, Relation::Realm);
    let (kind, mandate) = (row.kind.clone(), row.mandate.clone());
    new.fill(&mut row);
    if !may_edit_mandate {
        (row.kind, row.mandate) = (kind, mandate);
    }
    row.version = version;
    let mut change = kernel.begin(principal).await?;
    if !organisations::update(&mut change, &row).await? {
        return Err(Error::Conflict("the organisation was changed meanwhile".into()));
    }
    refresh_place(&mut change, id, &row.name).await?;
    change.record(
        Entry::new("organisation.changed", "organisation", id).concerns(id).with("version", version + 1),
    );
    change.commit().await?;
    Ok(())
}

/// Adds a site behind the others. Returns its identifier.
pub(crate) async fn add_site(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    facts: SiteFacts,
) -> Result<String> {
    let organisation = organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, Action::EditOrganisation, organisation_id)?;
    let mut change = kernel.begin(principal).await?;
    let others = sites::of_organisation_in(&mut change, organisation_id).await?;
    let mut site = SiteRow {
        id: new_id(),
        realm_id: organisation.realm_id.clone(),
        organisation_id: organisation_id.to_owned(),
        position: others.last().map_or(0, |last| last.position + 1),
        extra: "{}".to_owned(),
        ..SiteRow::default()
    };
    site.external_key.clone_from(&site.id);
    facts.fill(&mut site);
    sites::insert(&mut change, &site).await?;
    refresh_place(&mut change, organisation_id, &organisation.name).await?;
    record_site(&mut change, "site.added", &site.id, organisation_id);
    change.commit().await?;
    Ok(site.id)
}

/// Changes a site.
pub(crate) async fn change_site(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    site_id: &str,
    facts: SiteFacts,
) -> Result<()> {
    let organisation = organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, Action::EditOrganisation, organisation_id)?;
    let mut change = kernel.begin(principal).await?;
    let mut site =
        SiteRow { id: site_id.to_owned(), organisation_id: organisation_id.to_owned(), ..SiteRow::default() };
    facts.fill(&mut site);
    if !sites::update(&mut change, &site).await? {
        return Err(Error::NotFound);
    }
    refresh_place(&mut change, organisation_id, &organisation.name).await?;
    record_site(&mut change, "site.changed", site_id, organisation_id);
    change.commit().await?;
    Ok(())
}

/// Takes a site out. The main site stays: an organisation is somewhere.
pub(crate) async fn remove_site(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    site_id: &str,
) -> Result<()> {
    let organisation = organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, Action::EditOrganisation, organisation_id)?;
    let mut change = kernel.begin(principal).await?;
    if !sites::delete(&mut change, organisation_id, site_id).await? {
        return Err(Error::NotFound);
    }
    refresh_place(&mut change, organisation_id, &organisation.name).await?;
    record_site(&mut change, "site.removed", site_id, organisation_id);
    change.commit().await?;
    Ok(())
}

fn record_site(change: &mut Change, verb: &'static str, site_id: &str, organisation_id: &str) {
    let entry = Entry::new(verb, "site", site_id).concerns(organisation_id);
    change.record(entry.with("organisation", organisation_id));
}

/// Copies the main site's town and switchboard to the organisation, and what a search looks in.
async fn refresh_place(change: &mut Change, id: &str, name: &str) -> Result<()> {
    let sites = sites::of_organisation_in(change, id).await?;
    let (city, telephone) = main_place(&sites);
    organisations::set_place(change, id, &city, &telephone, &search_of(name, &sites)).await
}

/// Town and switchboard of the first site that has them.
pub(crate) fn main_place(sites: &[SiteRow]) -> (String, String) {
    let first = |of: fn(&SiteRow) -> Option<&String>| sites.iter().find_map(of).cloned().unwrap_or_default();
    (first(|site| site.city.as_ref()), first(|site| site.telephone.as_ref()))
}

/// What a search for an organisation looks in: its name, its sites' names and towns.
pub(crate) fn search_of(name: &str, sites: &[SiteRow]) -> String {
    let mut words: Vec<&str> = vec![name];
    for text in sites.iter().flat_map(|site| [&site.name, &site.city]).flatten() {
        if !words.contains(&text.as_str()) {
            words.push(text);
        }
    }
    search_text(&words.join(" "))
}

/// The mail domain its sites suggest.
pub(crate) fn domain_of(sites: &[SiteRow]) -> Option<String> {
    sites.iter().find_map(|site| mail_domain_of(site.email.as_deref(), site.website.as_deref()))
}
