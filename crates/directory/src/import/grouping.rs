//! From rows to organisations with sites, each with a key by which the next import knows it again.
//!
//! **Which rows are one organisation.** Rows with the same name in the same country are, except
//! where several of them name no site and stand in different towns: France's list has nineteen
//! "HOPITAL DE JOUR" that share nothing but the name. Those are one organisation for each town.
//!
//! **Which record a row updates next time.** A site is known by its list's identifier. Some lists
//! give one identifier to several places (122 in Eurostat's); the first keeps it, the others add
//! their name and place to it. An organisation is known by its folded name, country and, where the
//! rule above needs it, town.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::columns::{Column, Field, GISCO};
use super::problem::{Problem, Reason};
use super::row::Row;
use super::table::RawRow;
use crate::country::Country;
use crate::identifier::{EnterpriseNumber, NihdiNumber, RecognitionNumber};
use crate::organisation::{Language, Mandate, OrganisationKind, fold_name};

/// An organisation as a file describes it. What the file does not say is `None`, and never erases
/// what the directory already knows.
#[derive(Clone, Debug)]
pub struct FoundOrganisation {
    /// By which the next import of the same list knows it again.
    pub key: String,
    /// Its name, as the first row writes it.
    pub name: String,
    /// Its kind; the import's default where no row says.
    pub kind: OrganisationKind,
    /// Whether a row states the kind.
    pub kind_stated: bool,
    /// The mandate of an authority.
    pub mandate: Option<Mandate>,
    /// Where it is.
    pub country: Country,
    /// The language it is written to in.
    pub language: Option<Language>,
    /// Enterprise number.
    pub enterprise_number: Option<EnterpriseNumber>,
    /// Number of the insurance institute.
    pub nihdi_number: Option<NihdiNumber>,
    /// Recognition number.
    pub recognition_number: Option<RecognitionNumber>,
    /// Public or private, as the list words it.
    pub ownership: Option<String>,
    /// Its sites; at least one.
    pub sites: Vec<FoundSite>,
}

/// A site as one row describes it.
#[derive(Clone, Debug)]
pub struct FoundSite {
    /// By which the next import of the same list knows it again.
    pub key: String,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
    /// The site's own name; a main site often has none.
    pub name: Option<String>,
    /// Street, in some lists with the house number.
    pub street: Option<String>,
    /// House number and whatever belongs to it.
    pub house_number: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// Beds. Zero is what the list says of day sites, not "unknown".
    pub beds: Option<u32>,
    /// Whether it has an emergency department.
    pub emergency: Option<bool>,
    /// The type of facility in the list's own words.
    pub facility_type: Option<String>,
    /// Published telephone numbers, as the list writes them.
    pub telephone: Option<String>,
    /// Published e-mail address.
    pub email: Option<String>,
    /// Published web address.
    pub website: Option<String>,
    /// The day for which the list says so (ISO 8601).
    pub as_of: Option<String>,
    /// Cells without a place of their own, by heading.
    pub extra: BTreeMap<String, String>,
}

/// Takes out rows that repeat an earlier one cell by cell, and says so for each; gives their count.
pub(super) fn set_identical_aside(raw: &[RawRow], rows: &mut Vec<Row>, problems: &mut Vec<Problem>) -> usize {
    let taken: HashSet<u32> = rows.iter().map(|row| row.number).collect();
    let mut first_by_cells: HashMap<&[String], u32> = HashMap::with_capacity(raw.len());
    let mut repeats = HashSet::new();
    for row in raw.iter().filter(|row| taken.contains(&row.number)) {
        let first = *first_by_cells.entry(&row.cells).or_insert(row.number);
        if first != row.number {
            repeats.insert(row.number);
            problems.push(Problem::row(row.number, Reason::IdenticalRow).beside(first));
        }
    }
    rows.retain(|row| !repeats.contains(&row.number));
    repeats.len()
}

/// Groups rows into organisations, in the order in which the file first names them.
pub(super) fn group(
    rows: Vec<Row>,
    source: &str,
    columns: &[Column],
    problems: &mut Vec<Problem>,
) -> Vec<FoundOrganisation> {
    let unnamed = count_rows_without_site(&rows);
    let mut keys = SiteKeys { gisco: source == GISCO, first_row: HashMap::new() };
    let mut place_by_key: HashMap<String, usize> = HashMap::new();
    let mut organisations: Vec<FoundOrganisation> = Vec::new();
    for row in rows {
        let name = fold_name(&row.name);
        let key = organisation_key(&row, &name, &unnamed);
        let site_key = keys.key_of(&row, &name, &key, columns, problems);
        match place_by_key.get(&key).and_then(|place| organisations.get_mut(*place)) {
            Some(organisation) => organisation.take_in(row, site_key, columns, problems),
            None => {
                place_by_key.insert(key.clone(), organisations.len());
                organisations.push(FoundOrganisation::from_row(row, key, site_key));
            }
        }
    }
    organisations
}

type ByName = HashMap<(String, Option<Country>), usize>;

fn count_rows_without_site(rows: &[Row]) -> ByName {
    let mut counts = ByName::new();
    for row in rows.iter().filter(|row| row.site_name.is_none()) {
        *counts.entry((fold_name(&row.name), row.country)).or_default() += 1;
    }
    counts
}

fn organisation_key(row: &Row, name: &str, unnamed: &ByName) -> String {
    let country = row.country.map(|country| country.to_string().to_lowercase()).unwrap_or_default();
    let mut key = format!("{country}/{name}");
    let namesakes = unnamed.get(&(name.to_owned(), row.country)).copied().unwrap_or(0);
    if row.site_name.is_none() && namesakes > 1 {
        let town = row.city.as_deref().map(fold_name).unwrap_or_default();
        key.push_str(" @ ");
        key.push_str(&town);
        if let Some(number) = &row.enterprise_number {
            key.push(' ');
            key.push_str(number.as_str());
        }
    }
    key
}

/// Gives every site a key of its own.
struct SiteKeys {
    gisco: bool,
    first_row: HashMap<String, u32>,
}

impl SiteKeys {
    fn key_of(
        &mut self,
        row: &Row,
        name: &str,
        organisation: &str,
        columns: &[Column],
        problems: &mut Vec<Problem>,
    ) -> String {
        let place = place_of(row);
        let Some(id) = &row.id else {
            return self.make_unique(format!("{organisation} # {place}"), row.number);
        };
        let key = self.list_key(id, row.country);
        if let Some(first) = self.first_row.get(&key).copied() {
            let heading = heading_of(columns, Field::Id);
            problems.push(Problem::cell(row.number, heading, id, Reason::SharedIdentifier).beside(first));
            return self.make_unique(format!("{key} ~ {name}/{place}"), row.number);
        }
        self.first_row.insert(key.clone(), row.number);
        key
    }

    /// Eurostat's file of one country leaves out the country in front of the number that its file of
    /// all countries has; with it, both are the same list.
    fn list_key(&self, id: &str, country: Option<Country>) -> String {
        match country {
            Some(country) if self.gisco && !id.contains('_') => format!("{}_{id}", country.eu_code()),
            _ => id.to_owned(),
        }
    }

    fn make_unique(&mut self, key: String, row: u32) -> String {
        let mut unique = key.clone();
        let mut count = 1;
        while self.first_row.contains_key(&unique) {
            count += 1;
            unique = format!("{key} ~{count}");
        }
        self.first_row.insert(unique.clone(), row);
        unique
    }
}

/// What tells one place from another, folded: the site's name, its town and street.
fn place_of(row: &Row) -> String {
    let parts = [&row.site_name, &row.city, &row.street, &row.house_number];
    let folded: Vec<String> = parts.into_iter().flatten().map(|part| fold_name(part)).collect();
    folded.join("/")
}

fn heading_of(columns: &[Column], field: Field) -> &str {
    columns.iter().find(|column| column.field == Some(field)).map_or("", |column| column.heading.as_str())
}

impl FoundOrganisation {
    fn from_row(row: Row, key: String, site_key: String) -> Self {
        Self {
            key,
            name: row.name.clone(),
            kind: row.kind.or(row.default_kind).unwrap_or(OrganisationKind::Other),
            kind_stated: row.kind.is_some(),
            mandate: row.mandate,
            country: row.country.unwrap_or(Country::BELGIUM),
            language: row.language,
            enterprise_number: row.enterprise_number.clone(),
            nihdi_number: row.nihdi_number.clone(),
            recognition_number: row.recognition_number.clone(),
            ownership: row.ownership.clone(),
            sites: vec![FoundSite::from_row(row, site_key)],
        }
    }

    /// Adds another row: its site, and what it says about the organisation that no row said before.
    fn take_in(&mut self, mut row: Row, site_key: String, columns: &[Column], problems: &mut Vec<Problem>) {
        let first = self.sites.first().map_or(0, |site| site.row);
        let mut aside = Aside { row: row.number, first, columns, problems, extra: &mut row.extra };
        if let Some(kind) = row.kind {
            if self.kind_stated && self.kind != kind {
                aside.keep(Field::Kind, kind.as_str());
            } else {
                self.kind = kind;
                self.kind_stated = true;
            }
        }
        aside.merge(Field::Mandate, &mut self.mandate, row.mandate);
        aside.merge(Field::Language, &mut self.language, row.language);
        aside.merge(Field::EnterpriseNumber, &mut self.enterprise_number, row.enterprise_number.take());
        aside.merge(Field::NihdiNumber, &mut self.nihdi_number, row.nihdi_number.take());
        aside.merge(Field::RecognitionNumber, &mut self.recognition_number, row.recognition_number.take());
        aside.merge(Field::Ownership, &mut self.ownership, row.ownership.take());
        self.sites.push(FoundSite::from_row(row, site_key));
    }
}

/// Where a row goes that contradicts an earlier one about their organisation.
struct Aside<'a> {
    row: u32,
    first: u32,
    columns: &'a [Column],
    problems: &'a mut Vec<Problem>,
    extra: &'a mut BTreeMap<String, String>,
}

impl Aside<'_> {
    /// The first row that says something decides.
    fn merge<T: PartialEq + ToString>(&mut self, field: Field, known: &mut Option<T>, said: Option<T>) {
        match (&*known, said) {
            (_, None) => {}
            (None, said) => *known = said,
            (Some(known), Some(said)) if *known == said => {}
            (Some(_), Some(said)) => self.keep(field, &said.to_string()),
        }
    }

    fn keep(&mut self, field: Field, text: &str) {
        let heading = heading_of(self.columns, field);
        let reason = Reason::DiffersFromOrganisation;
        self.problems.push(Problem::cell(self.row, heading, text, reason).beside(self.first));
        self.extra.insert(heading.to_owned(), text.to_owned());
    }
}

impl FoundSite {
    fn from_row(row: Row, key: String) -> Self {
        Self {
            key,
            row: row.number,
            name: row.site_name,
            street: row.street,
            house_number: row.house_number,
            postcode: row.postcode,
            city: row.city,
            latitude: row.latitude,
            longitude: row.longitude,
            beds: row.beds,
            emergency: row.emergency,
            facility_type: row.facility_type,
            telephone: row.telephone,
            email: row.email,
            website: row.website,
            as_of: row.as_of,
            extra: row.extra,
        }
    }
}
