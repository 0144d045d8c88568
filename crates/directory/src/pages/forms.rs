//! What people type about organisations, sites and people: read as a whole, so that every mistake is
//! told at once and nothing typed is lost.

use kernel::limits::LINE_CHARS;
use l10n::Lang;
use serde::Deserialize;

use super::names;
use crate::commands::{NewOrganisation, NewPerson, SiteFacts};
use crate::contact::is_email;
use crate::country::Country;
use crate::identifier::{EnterpriseNumber, IdentifierError, NihdiNumber, RecognitionNumber};
use crate::organisation::{Language, MAX_NAME_CHARS, Mandate, OrganisationKind};
use crate::store::organisations::OrganisationRow;
use crate::store::sites::SiteRow;
use crate::words::Words;

/// What is wrong with a form, field by field.
#[derive(Debug, Default)]
pub(super) struct Errors(Vec<(&'static str, &'static str, &'static str)>);

impl Errors {
    /// Adds one: the field, its label, and what is wrong.
    pub fn add(&mut self, field: &'static str, label: &'static str, text: &'static str) {
        self.0.push((field, label, text));
    }

    /// What is wrong with a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, ..)| *name == field).map(|(_, _, text)| *text)
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it, for the summary above the form.
    pub fn all(&self) -> &[(&'static str, &'static str, &'static str)] {
        &self.0
    }
}

/// An organisation as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OrganisationForm {
    pub name: String,
    pub kind: String,
    pub mandate: String,
    pub kbo: String,
    pub riziv: String,
    pub recognition: String,
    pub language: String,
    pub country: String,
    pub mail_domain: String,
    /// Only asked when an organisation is made.
    pub city: String,
    /// Only asked when an organisation is made.
    pub telephone: String,
    pub version: i64,
}

impl OrganisationForm {
    /// As stored, to be edited.
    pub fn of(row: &OrganisationRow) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let kbo = EnterpriseNumber::parse(&text(&row.enterprise_number)).map(|number| number.to_string());
        let riziv = NihdiNumber::parse(&text(&row.nihdi_number)).map(|number| number.to_string());
        Self {
            name: row.name.clone(),
            kind: row.kind.clone(),
            mandate: text(&row.mandate),
            kbo: kbo.unwrap_or_default(),
            riziv: riziv.unwrap_or_default(),
            recognition: text(&row.recognition_number),
            language: text(&row.language),
            country: row.country.clone(),
            mail_domain: text(&row.mail_domain),
            city: row.city.clone(),
            telephone: row.telephone.clone(),
            version: row.version,
        }
    }

    /// Reads it; the errors are empty when all is well.
    pub fn read(&self, l: Words) -> (NewOrganisation, Errors) {
        let mut errors = Errors::default();
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            errors.add("name", l.organisation_name(), l.field_required());
        } else if name.chars().count() > MAX_NAME_CHARS {
            errors.add("name", l.organisation_name(), l.field_too_long());
        }
        let kind = OrganisationKind::parse(&self.kind);
        if kind.is_none() {
            errors.add("kind", l.organisation_kind(), l.field_required());
        }
        let country = Country::parse(&self.country);
        if country.is_none() {
            errors.add("country", l.organisation_country(), l.country_unknown());
        }
        let mail_domain = self.mail_domain.trim().trim_start_matches('@').to_lowercase();
        if !mail_domain.is_empty() && !is_email(&format!("x@{mail_domain}")) {
            errors.add("mail_domain", l.organisation_mail_domain(), l.mail_domain_wrong());
        }
        for (field, label, value) in
            [("city", l.site_city(), &self.city), ("telephone", l.site_telephone(), &self.telephone)]
        {
            if value.chars().count() > LINE_CHARS {
                errors.add(field, label, l.field_too_long());
            }
        }
        let new = NewOrganisation {
            name,
            kind: kind.unwrap_or(OrganisationKind::Other),
            mandate: Mandate::parse(&self.mandate),
            enterprise_number: number(
                &self.kbo,
                EnterpriseNumber::parse,
                l,
                &mut errors,
                ("kbo", l.organisation_kbo()),
            ),
            nihdi_number: number(
                &self.riziv,
                NihdiNumber::parse,
                l,
                &mut errors,
                ("riziv", l.organisation_riziv()),
            ),
            recognition_number: number(
                &self.recognition,
                RecognitionNumber::parse,
                l,
                &mut errors,
                ("recognition", l.organisation_recognition()),
            ),
            language: Language::parse(&self.language),
            country: country.unwrap_or(Country::BELGIUM),
            mail_domain: (!mail_domain.is_empty()).then_some(mail_domain),
            city: self.city.trim().to_owned(),
            telephone: self.telephone.trim().to_owned(),
        };
        (new, errors)
    }
}

/// Reads an identifier that may be left out.
fn number<T>(
    text: &str,
    parse: fn(&str) -> Result<T, IdentifierError>,
    l: Words,
    errors: &mut Errors,
    (field, label): (&'static str, &'static str),
) -> Option<T> {
    if text.trim().is_empty() {
        return None;
    }
    parse(text).map_err(|error| errors.add(field, label, names::identifier_error(l, error))).ok()
}

/// A site as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SiteForm {
    pub name: String,
    pub street: String,
    pub house_number: String,
    pub postcode: String,
    pub city: String,
    pub telephone: String,
    pub email: String,
    pub website: String,
    pub beds: String,
    /// `yes`, `no` or empty for unknown.
    pub emergency: String,
}

impl SiteForm {
    /// As stored, to be edited.
    pub fn of(row: &SiteRow) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            name: text(&row.name),
            street: text(&row.street),
            house_number: text(&row.house_number),
            postcode: text(&row.postcode),
            city: text(&row.city),
            telephone: text(&row.telephone),
            email: text(&row.email),
            website: text(&row.website),
            beds: row.beds.map(|beds| beds.to_string()).unwrap_or_default(),
            emergency: match row.emergency {
                Some(0) => "no".to_owned(),
                Some(_) => "yes".to_owned(),
                None => String::new(),
            },
        }
    }

    /// Reads it; the errors are empty when all is well.
    pub fn read(&self, l: Words) -> (SiteFacts, Errors) {
        let mut errors = Errors::default();
        for (field, label, value) in [
            ("name", l.site_name(), &self.name),
            ("street", l.site_street(), &self.street),
            ("house_number", l.site_house_number(), &self.house_number),
            ("postcode", l.site_postcode(), &self.postcode),
            ("city", l.site_city(), &self.city),
            ("telephone", l.site_telephone(), &self.telephone),
            ("website", l.site_website(), &self.website),
        ] {
            if value.chars().count() > LINE_CHARS {
                errors.add(field, label, l.field_too_long());
            }
        }
        if self.city.trim().is_empty() {
            errors.add("city", l.site_city(), l.field_required());
        }
        let email = some(&self.email);
        if email.as_deref().is_some_and(|email| !is_email(email)) {
            errors.add("email", l.site_email(), l.address_not_email());
        }
        let beds = self.beds.trim();
        let count = beds.parse::<u32>().ok().filter(|count| *count <= crate::import::MAX_BEDS);
        if !beds.is_empty() && count.is_none() {
            errors.add("beds", l.site_beds(), l.beds_wrong());
        }
        let facts = SiteFacts {
            name: some(&self.name),
            street: some(&self.street),
            house_number: some(&self.house_number),
            postcode: some(&self.postcode),
            city: some(&self.city),
            beds: count,
            emergency: match self.emergency.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            telephone: some(&self.telephone),
            email,
            website: some(&self.website),
        };
        (facts, errors)
    }
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A person who is put on a seat, and for a stand-in from when until when.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonForm {
    pub person: String,
    pub email: String,
    pub language: String,
    pub from: String,
    pub until: String,
}

impl PersonForm {
    /// Reads who it is; the errors are empty when all is well.
    pub fn read(&self, l: Words) -> (NewPerson, Errors) {
        let mut errors = Errors::default();
        let name = self.person.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            errors.add("person", l.person_name(), l.field_required());
        } else if name.chars().count() > LINE_CHARS {
            errors.add("person", l.person_name(), l.field_too_long());
        }
        let email = self.email.trim().to_lowercase();
        if !is_email(&email) {
            errors.add("email", l.person_email(), l.address_not_email());
        }
        let lang = Lang::parse(&self.language).unwrap_or_default();
        (NewPerson { name, email, lang }, errors)
    }
}
