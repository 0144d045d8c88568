//! From one row's cells to what it says about a site and its organisation.

use std::collections::BTreeMap;

use super::cell;
use super::columns::{Column, Field};
use super::problem::{Problem, Reason};
use super::table::RawRow;
use super::{MAX_CELL_CHARS, Options};
use crate::country::Country;
use crate::identifier::{EnterpriseNumber, IdentifierError, NihdiNumber, RecognitionNumber};
use crate::organisation::{Language, MAX_NAME_CHARS, Mandate, OrganisationKind};

/// What one row says. Organisation's and site's facts stand together until rows are grouped.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub number: u32,
    pub id: Option<String>,
    pub name: String,
    pub country: Option<Country>,
    pub kind: Option<OrganisationKind>,
    pub mandate: Option<Mandate>,
    pub enterprise_number: Option<EnterpriseNumber>,
    pub nihdi_number: Option<NihdiNumber>,
    pub recognition_number: Option<RecognitionNumber>,
    pub language: Option<Language>,
    pub ownership: Option<String>,
    pub site_name: Option<String>,
    pub street: Option<String>,
    pub house_number: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub beds: Option<u32>,
    pub emergency: Option<bool>,
    pub facility_type: Option<String>,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub as_of: Option<String>,
    /// Cells without a place of their own, whole, by heading.
    pub extra: BTreeMap<String, String>,
    /// The kind the import's settings name, for a row that names none.
    pub default_kind: Option<OrganisationKind>,
}

/// Reads a row. The error is the reason for which the row as a whole is refused; it is listed among
/// the problems too.
pub(super) fn read(
    raw: &RawRow,
    columns: &[Column],
    options: &Options,
    problems: &mut Vec<Problem>,
) -> Result<Row, Reason> {
    let mut reader = RowReader { number: raw.number, problems, row: Row::default() };
    reader.row.number = raw.number;
    reader.row.default_kind = Some(options.default_kind);
    reader.check_shape(raw, columns)?;
    let empty = String::new();
    for (position, column) in columns.iter().enumerate() {
        let text = raw.cells.get(position).unwrap_or(&empty);
        reader.read_cell(column, text)?;
    }
    reader.check_whole(columns, options)?;
    Ok(reader.row)
}

/// Reads the cells of one row, collecting what is odd.
struct RowReader<'a> {
    number: u32,
    problems: &'a mut Vec<Problem>,
    row: Row,
}

impl RowReader<'_> {
    fn refuse(&mut self, column: Option<&str>, value: &str, reason: Reason) -> Reason {
        let problem = match column {
            Some(column) => Problem::cell(self.number, column, value, reason),
            None => Problem::row(self.number, reason),
        };
        self.problems.push(problem);
        reason
    }

    /// Lists a cell and keeps its text beside the site.
    fn keep_aside(&mut self, column: &Column, raw: &str, reason: Reason) {
        self.problems.push(Problem::cell(self.number, &column.heading, raw, reason));
        self.row.extra.insert(column.heading.clone(), raw.to_owned());
    }

    fn check_shape(&mut self, raw: &RawRow, columns: &[Column]) -> Result<(), Reason> {
        if raw.unclosed {
            return Err(self.refuse(None, "", Reason::QuoteNeverClosed));
        }
        for (position, text) in raw.cells.iter().enumerate() {
            if text.chars().nth(MAX_CELL_CHARS).is_some() {
                let column = columns.get(position).map(|column| column.heading.as_str());
                return Err(self.refuse(column, text, Reason::CellTooLong));
            }
        }
        let beyond = raw.cells.get(columns.len()..).unwrap_or_default();
        if beyond.iter().any(|text| !text.trim().is_empty()) {
            return Err(self.refuse(None, "", Reason::MoreCellsThanColumns));
        }
        if raw.cells.len() < columns.len() {
            self.problems.push(Problem::row(self.number, Reason::FewerCellsThanColumns));
        }
        Ok(())
    }

    fn read_cell(&mut self, column: &Column, raw: &str) -> Result<(), Reason> {
        let Some(field) = column.field else {
            if !raw.trim().is_empty() {
                self.row.extra.insert(column.heading.clone(), raw.to_owned());
            }
            return Ok(());
        };
        let cleaned = cell::clean(raw, if field == Field::Telephone { ", " } else { " " });
        match cleaned.remark {
            Some(reason @ (Reason::WordForNothing | Reason::ControlCharacters)) => {
                self.keep_aside(column, raw, reason);
            }
            Some(reason) => self.problems.push(Problem::cell(self.number, &column.heading, raw, reason)),
            None => {}
        }
        if cleaned.text.is_empty() {
            return Ok(());
        }
        if field == Field::Name {
            if cleaned.text.chars().count() > MAX_NAME_CHARS {
                return Err(self.refuse(Some(&column.heading), raw, Reason::NameTooLong));
            }
            self.row.name = cleaned.text;
            return Ok(());
        }
        match self.set(field, &cleaned.text) {
            Ok(None) => {}
            Ok(Some(reason)) if reason.severity() == super::Severity::Noted => {
                self.problems.push(Problem::cell(self.number, &column.heading, raw, reason));
            }
            Ok(Some(reason)) | Err(reason) => self.keep_aside(column, raw, reason),
        }
        Ok(())
    }

    /// Puts a value in its place. `Ok(Some(…))` is a remark on a value that was taken.
    fn set(&mut self, field: Field, text: &str) -> Result<Option<Reason>, Reason> {
        let row = &mut self.row;
        let mut remark = None;
        match field {
            Field::Ours | Field::Name => {}
            Field::Id => row.id = Some(bounded(text, 120)?),
            Field::SiteName => row.site_name = Some(bounded(text, MAX_NAME_CHARS)?),
            Field::Street => row.street = Some(bounded(text, 200)?),
            Field::HouseNumber => row.house_number = Some(bounded(text, 60)?),
            Field::Postcode => row.postcode = Some(bounded(text, 16)?),
            Field::City => row.city = Some(bounded(text, 120)?),
            Field::FacilityType => row.facility_type = Some(bounded(text, 200)?),
            Field::Ownership => row.ownership = Some(bounded(text, 60)?),
            Field::Telephone => row.telephone = Some(bounded(text, 200)?),
            Field::Website => row.website = Some(bounded(text, 500)?),
            Field::Kind => {
                row.kind = Some(OrganisationKind::parse_loosely(text).ok_or(Reason::KindUnknown)?);
            }
            Field::Mandate => {
                row.mandate = Some(Mandate::parse(&text.to_lowercase()).ok_or(Reason::MandateUnknown)?);
            }
            Field::EnterpriseNumber => {
                row.enterprise_number = Some(EnterpriseNumber::parse(text).map_err(identifier)?);
            }
            Field::NihdiNumber => {
                let number = NihdiNumber::parse(text).map_err(identifier)?;
                remark = (!number.check_digits_agree()).then_some(Reason::NihdiCheckDigits);
                row.nihdi_number = Some(number);
            }
            Field::RecognitionNumber => {
                row.recognition_number = Some(RecognitionNumber::parse(text).map_err(identifier)?);
            }
            Field::Language => {
                row.language = Some(Language::parse(&text.to_lowercase()).ok_or(Reason::LanguageUnknown)?);
            }
            Field::CountryCode => {
                row.country = Some(Country::parse(text).ok_or(Reason::CountryUnknown)?);
            }
            Field::CountryName => return self.set_country_name(text),
            Field::Latitude => row.latitude = Some(cell::decimal(text, -90.0, 90.0)?),
            Field::Longitude => row.longitude = Some(cell::decimal(text, -180.0, 180.0)?),
            Field::Beds => row.beds = Some(cell::beds(text)?),
            Field::Emergency => row.emergency = Some(cell::yes_or_no(text)?),
            Field::Email => {
                let (address, several) = cell::email(text)?;
                row.email = Some(address);
                remark = several;
            }
            Field::AsOf => {
                let (date, month_first) = cell::date(text)?;
                row.as_of = Some(date.to_string());
                remark = month_first;
            }
        }
        Ok(remark)
    }

    /// The code, where there is one, decides: lists write "France" beside the code of Réunion. The
    /// name is then kept as text, without a word about it.
    fn set_country_name(&mut self, text: &str) -> Result<Option<Reason>, Reason> {
        let named = Country::parse(text);
        match (self.row.country, named) {
            (None, Some(_)) => self.row.country = named,
            (None, None) => return Err(Reason::CountryUnknown),
            (code, named) if code == named => {}
            (Some(_), _) => {
                self.row.extra.insert("country".to_owned(), bounded(text, 120)?);
            }
        }
        Ok(None)
    }

    /// What only the whole row can tell.
    fn check_whole(&mut self, columns: &[Column], options: &Options) -> Result<(), Reason> {
        let heading = |field| {
            let column = columns.iter().find(|column| column.field == Some(field));
            column.map_or("", |column| column.heading.as_str())
        };
        if self.row.name.is_empty() {
            return Err(self.refuse(Some(heading(Field::Name)), "", Reason::NameMissing));
        }
        if self.row.country.is_none() {
            self.row.country = Some(options.default_country);
            self.problems.push(Problem::row(self.number, Reason::CountryAssumed));
        }
        self.check_mandate(heading(Field::Mandate));
        let position = match (self.row.latitude, self.row.longitude) {
            (Some(latitude), Some(longitude)) if latitude == 0.0 && longitude == 0.0 => {
                Some(Reason::PositionZero)
            }
            (Some(_), None) | (None, Some(_)) => Some(Reason::PositionIncomplete),
            _ => None,
        };
        if let Some(reason) = position {
            self.set_position_aside(heading(Field::Latitude), heading(Field::Longitude), reason);
        }
        Ok(())
    }

    /// Only an authority can be told anything by law, so a mandate elsewhere is a slip of the column.
    fn check_mandate(&mut self, heading: &str) {
        let kind = self.row.kind.or(self.row.default_kind);
        if kind.is_some_and(OrganisationKind::may_hold_mandates) {
            return;
        }
        if let Some(mandate) = self.row.mandate.take() {
            self.problems.push(Problem::cell(self.number, heading, mandate.as_str(), Reason::MandateUnknown));
            self.row.extra.insert(heading.to_owned(), mandate.to_string());
        }
    }

    fn set_position_aside(&mut self, latitude: &str, longitude: &str, reason: Reason) {
        for (heading, value) in [(latitude, self.row.latitude.take()), (longitude, self.row.longitude.take())]
        {
            if let Some(value) = value {
                let text = value.to_string();
                self.problems.push(Problem::cell(self.number, heading, &text, reason));
                self.row.extra.insert(heading.to_owned(), text);
            }
        }
    }
}

fn bounded(text: &str, max_chars: usize) -> Result<String, Reason> {
    if text.chars().nth(max_chars).is_some() { Err(Reason::ValueTooLong) } else { Ok(text.to_owned()) }
}

fn identifier(error: IdentifierError) -> Reason {
    Reason::Identifier(error)
}
