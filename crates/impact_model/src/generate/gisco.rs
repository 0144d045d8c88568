//! Reads the hospital sites of Eurostat GISCO's "Healthcare services in Europe" (CSV, one row for each site).

use std::collections::BTreeMap;

use csv::StringRecord;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Counts, Site, Sites};
use crate::finding::Finding;
use crate::network::check::MAX_ID;
use crate::network::{InstitutionKind, Position};

/// The most rows a file may have; all of Europe has 15,181.
pub const MAX_ROWS: usize = 200_000;
/// The most faults or notes told of one file.
pub const MAX_NOTES: usize = 1000;
/// What the terms of reuse ask to be said.
const SOURCE: &str = "Eurostat GISCO, Healthcare services in Europe, © European Union.";
/// Sites of one name are of one operator within this distance, in kilometres.
const OPERATOR_KM: f64 = 100.0;
/// So many sites of a country are needed to tell where it is.
const ENOUGH_SITES: usize = 5;
/// Farther from the middle of its country, in kilometres, a site's north and east may be exchanged …
const FAR_KM: f64 = 3000.0;
/// … and are, if it comes this near by exchanging them.
const NEAR_KM: f64 = 1000.0;
/// More beds than any hospital site has.
const MOST_BEDS: f32 = 20_000.0;
/// Words in names and types of sites that do not treat acute illness: psychiatry, rehabilitation, long stay, day clinics,
/// health centres.
/// None of the 76 Belgian sites with one has an emergency department.
const SPECIALISED: &[&str] = &[
    "psych",
    "psiq",
    "psyk",
    "psihi",
    "psichi",
    "ψυχ",
    "mental",
    "bup",
    "dps",
    "reha",
    "habilitering",
    "geriat",
    "ssr",
    "longue dur",
    "larga estancia",
    "lungo",
    "tagesklinik",
    "sanator",
    "health center",
];

/// What stands instead of a health trust when a Norwegian site belongs to none.
const NORWEGIAN_PRIVATE: &str = "PRIVATE BEHANDLINGSSTEDER";

/// The columns that are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Hospital,
    Site,
    Lat,
    Lon,
    Postcode,
    City,
    Country,
    Beds,
    Emergency,
    Type,
}

impl Column {
    const NAMES: [&'static str; 11] = [
        "id",
        "hospital_name",
        "site_name",
        "lat",
        "lon",
        "postcode",
        "city",
        "cc",
        "cap_beds",
        "emergency",
        "facility_type",
    ];
}

/// Reads the sites of a file; `name` is what findings call it.
///
/// Rows that repeat another are dropped, identifiers that several sites share get a number behind them, exchanged
/// coordinates are put right: all of this is counted and noted. `/` in an identifier becomes `-`. Sites published under
/// one hospital name with a name of their own each, within 100 km, are taken to have one operator; in Norway the sites of
/// a health trust are. The region is the beginning of the
/// postcode (two characters), in Italy the ministry's code of the region within the identifier, in Sweden the county,
/// which stands in the column of cities; elsewhere it stays empty.
///
/// # Errors
/// Every fault with line and column, at most [`MAX_NOTES`]: a file that is not UTF-8, lacks a column or has too many
/// rows; rows with too few cells; cells that cannot be read.
pub fn gisco(name: &str, bytes: &[u8]) -> Result<Sites, Vec<Finding>> {
    let text =
        std::str::from_utf8(bytes).map_err(|fault| vec![not_utf8(name, bytes, fault.valid_up_to())])?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reading = Reading::new(name, text)?;
    let rows = reading.rows();
    if !reading.faults.is_empty() {
        return Err(reading.faults);
    }
    let rows = reading.mend(rows);
    if !reading.faults.is_empty() {
        return Err(reading.faults);
    }
    Ok(reading.sites(rows))
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Finding {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let (line, column) = end_of(&before);
    Finding { file: name.to_owned(), line, column, message: "not UTF-8: save the file as UTF-8".into() }
}

/// The line and the column just behind a text, from 1.
fn end_of(text: &str) -> (u32, u32) {
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line as u32, column as u32)
}

/// A row that could be read.
struct Row {
    line: u32,
    record: StringRecord,
    /// North and east as they stand, possibly impossible.
    raw: Option<(f64, f64)>,
    position: Option<Position>,
    beds: Option<f32>,
    emergency: Option<bool>,
}

/// A position as bits, to compare it.
type Place = Option<[u64; 2]>;

/// Sites, and how they are found again.
#[derive(Default)]
struct Gathered {
    sites: Vec<Site>,
    ids: FxHashSet<String>,
    ids_at: FxHashSet<(String, Place)>,
    /// By country and name.
    names_at: FxHashMap<(String, String, Place), usize>,
}

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    columns: [usize; Column::NAMES.len()],
    width: usize,
    faults: Vec<Finding>,
    notes: Vec<Finding>,
    counts: Counts,
}

impl<'a> Reading<'a> {
    fn new(file: &'a str, text: &'a str) -> Result<Self, Vec<Finding>> {
        let fault = |message| vec![Finding { file: file.to_owned(), line: 1, column: 0, message }];
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let heading = reader.headers().map_err(|error| fault(format!("no heading: {error}")))?;
        let mut columns = [0; Column::NAMES.len()];
        let mut missing = Vec::new();
        for (column, name) in columns.iter_mut().zip(Column::NAMES) {
            match heading.iter().position(|cell| cell.trim() == name) {
                Some(at) => *column = at,
                None => missing.push(name),
            }
        }
        if !missing.is_empty() {
            return Err(fault(format!("the heading lacks the column(s) {}", missing.join(", "))));
        }
        let width = heading.len();
        Ok(Self {
            file,
            text,
            columns,
            width,
            faults: Vec::new(),
            notes: Vec::new(),
            counts: Counts::default(),
        })
    }

    fn rows(&mut self) -> Vec<Row> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(self.text.as_bytes());
        let mut seen: FxHashMap<String, u32> = FxHashMap::default();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line) as u32;
                    self.fault(line, 0, format!("cannot be read as CSV: {error}"));
                    continue;
                }
            };
            let line = self.line(&record);
            self.counts.rows += 1;
            if rows.len() >= MAX_ROWS {
                self.fault(line, 0, format!("more than {MAX_ROWS} rows"));
                break;
            }
            if record.len() != self.width {
                self.fault(line, 0, format!("{} cells instead of {}", record.len(), self.width));
                continue;
            }
            let whole: Vec<&str> = record.iter().collect();
            if let Some(first) = seen.get(&whole.join("\u{1f}")) {
                self.counts.repeated += 1;
                self.note(line, format!("repeats line {first} cell by cell: left out"));
                continue;
            }
            seen.insert(whole.join("\u{1f}"), line);
            rows.extend(self.row(line, record));
        }
        rows
    }

    fn row(&mut self, line: u32, record: StringRecord) -> Option<Row> {
        let before = self.faults.len();
        let id = self.cell(&record, Column::Id);
        if id.is_empty() || id.len() > MAX_ID - 10 || id.chars().any(char::is_control) {
            self.fault_in(&record, Column::Id, format!("{id:?} is no identifier"));
        }
        let country = self.cell(&record, Column::Country);
        if country.len() != 2 || !country.bytes().all(|letter| letter.is_ascii_uppercase()) {
            let message = format!("{country:?} is no country: write two capital letters");
            self.fault_in(&record, Column::Country, message);
        }
        let raw = match (self.degrees(&record, Column::Lat), self.degrees(&record, Column::Lon)) {
            (Some(lat), Some(lon)) if (lat, lon) != (0.0, 0.0) => Some((lat, lon)),
            _ => None,
        };
        let beds = self.beds(&record);
        let emergency = match self.cell(&record, Column::Emergency).to_ascii_lowercase().as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            "" => None,
            other => {
                self.fault_in(
                    &record,
                    Column::Emergency,
                    format!("{other:?} is neither yes nor no nor empty"),
                );
                None
            }
        };
        (self.faults.len() == before).then_some(Row { line, record, raw, position: None, beds, emergency })
    }

    fn degrees(&mut self, record: &StringRecord, column: Column) -> Option<f64> {
        let cell = self.cell(record, column);
        if cell.is_empty() {
            return None;
        }
        let degrees = cell.parse().ok().filter(|degrees: &f64| degrees.is_finite());
        if degrees.is_none() {
            self.fault_in(record, column, format!("{cell:?} is no number of degrees"));
        }
        degrees
    }

    fn beds(&mut self, record: &StringRecord) -> Option<f32> {
        let cell = self.cell(record, Column::Beds);
        if cell.is_empty() {
            return None;
        }
        let beds = cell.parse().ok().filter(|beds| (0.0..=MOST_BEDS).contains(beds));
        if beds.is_none() {
            self.fault_in(
                record,
                Column::Beds,
                format!("{cell:?} is no number of beds from 0 to {MOST_BEDS}"),
            );
        }
        beds
    }

    /// Gives every row its position: exchanges north and east where that puts a site back into its country.
    fn mend(&mut self, mut rows: Vec<Row>) -> Vec<Row> {
        let middles = self.middles(&rows);
        for row in &mut rows {
            let Some((lat, lon)) = row.raw else {
                self.counts.without_position += 1;
                self.note(row.line, "without a position".into());
                continue;
            };
            let (here, exchanged) = (place(lat, lon), place(lon, lat));
            let middle = middles.get(self.cell(&row.record, Column::Country));
            let far = |km: f64, from: Option<Position>| middle.zip(from).is_none_or(|(a, b)| a.km_to(b) > km);
            let astray = here.is_none() || middle.is_some() && far(FAR_KM, here);
            if astray && !far(NEAR_KM, exchanged) {
                self.counts.swapped += 1;
                self.note(row.line, format!("north {lat} and east {lon} exchanged: put right"));
                row.position = exchanged;
            } else if here.is_some() {
                row.position = here;
            } else {
                let column = if lat.abs() > 90.0 { Column::Lat } else { Column::Lon };
                let message = format!("{lat} north, {lon} east is not on the earth");
                self.fault_in(&row.record, column, message);
            }
        }
        rows
    }

    /// The middle of each country with enough sites: the medians of north and of east.
    fn middles(&self, rows: &[Row]) -> BTreeMap<String, Position> {
        let mut countries: BTreeMap<&str, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
        for row in rows {
            let Some((lat, lon)) = row.raw.filter(|&(lat, lon)| place(lat, lon).is_some()) else { continue };
            let (lats, lons) = countries.entry(self.cell(&row.record, Column::Country)).or_default();
            lats.push(lat);
            lons.push(lon);
        }
        countries
            .into_iter()
            .filter(|(_, (lats, _))| lats.len() >= ENOUGH_SITES)
            .filter_map(|(country, (lats, lons))| {
                Some((country.to_owned(), Position { lat: median(lats)?, lon: median(lons)? }))
            })
            .collect()
    }

    /// Makes sites of rows: each place once, each under an identifier of its own.
    fn sites(mut self, rows: Vec<Row>) -> Sites {
        let mut gathered = Gathered::default();
        for row in rows {
            let site = self.site(&row);
            self.gather(&mut gathered, site, row.line);
        }
        let mut sites = gathered.sites;
        tell_operators(&mut sites);
        for site in &sites {
            self.counts.beds += u32::from(site.beds.is_some());
            self.counts.emergency += u32::from(site.emergency.is_some());
            self.counts.regions += u32::from(!site.region.is_empty());
        }
        Sites {
            name: format!("Hospital sites of {}", self.file.rsplit(['/', '\\']).next().unwrap_or_default()),
            source: SOURCE.to_owned(),
            sites,
            counts: self.counts,
            notes: self.notes,
        }
    }

    fn gather(&mut self, gathered: &mut Gathered, mut site: Site, line: u32) {
        let place = site.position.map(|at| [at.lat.to_bits(), at.lon.to_bits()]);
        if !gathered.ids_at.insert((site.id.clone(), place)) && place.is_some() {
            self.counts.same_id += 1;
            self.note(line, format!("{} is already there at the same position: left out", site.id));
            return;
        }
        let names = (site.country.clone(), site.name.clone(), place);
        let twin = gathered.names_at.get(&names).filter(|_| place.is_some());
        if let Some(first) = twin.and_then(|&at| gathered.sites.get_mut(at)) {
            first.beds = first.beds.or(site.beds);
            first.emergency = first.emergency.or(site.emergency);
            let message = format!("{} is {} under another identifier: left out", site.id, first.id);
            self.counts.twins += 1;
            self.note(line, message);
            return;
        }
        if gathered.ids.contains(&site.id) {
            let free = free_id(&site.id, &gathered.ids);
            self.counts.renamed += 1;
            self.note(line, format!("{} is also elsewhere: called {free} here", site.id));
            site.id = free;
        }
        gathered.ids.insert(site.id.clone());
        gathered.names_at.insert(names, gathered.sites.len());
        gathered.sites.push(site);
    }

    /// A site; its operator may for now be one it shares with nobody.
    fn site(&self, row: &Row) -> Site {
        let cell = |column| self.cell(&row.record, column);
        let (hospital, site) = (cell(Column::Hospital), cell(Column::Site));
        let words = format!("{hospital} {site} {}", cell(Column::Type)).to_lowercase();
        Site {
            id: cell(Column::Id).replace('/', "-"),
            name: if site.is_empty() { hospital.to_owned() } else { format!("{hospital}, {site}") },
            kind: InstitutionKind::Hospital,
            country: cell(Column::Country).to_owned(),
            region: region(
                cell(Column::Country),
                cell(Column::Id),
                cell(Column::Postcode),
                cell(Column::City),
            ),
            position: row.position,
            operator: operator(cell(Column::Country), hospital, site).to_owned(),
            beds: row.beds,
            emergency: row.emergency,
            acute: !SPECIALISED.iter().any(|word| words.contains(word)),
        }
    }

    fn cell<'r>(&self, record: &'r StringRecord, column: Column) -> &'r str {
        record.get(self.columns[column as usize]).unwrap_or_default().trim()
    }

    /// The line in which a record begins: line ends that the reader has not yet passed are passed.
    fn line(&self, record: &StringRecord) -> u32 {
        let (byte, line) = record.position().map_or((0, 0), |at| (at.byte() as usize, at.line() as u32));
        let rest = self.text.get(byte..).unwrap_or_default();
        let ends = rest.chars().take_while(|letter| matches!(letter, '\r' | '\n'));
        line + ends.filter(|letter| *letter == '\n').count() as u32
    }

    fn note(&mut self, line: u32, message: String) {
        if self.notes.len() < MAX_NOTES {
            self.notes.push(Finding { file: self.file.to_owned(), line, column: 0, message });
        }
    }

    fn fault(&mut self, line: u32, column: u32, message: String) {
        if self.faults.len() < MAX_NOTES {
            self.faults.push(Finding { file: self.file.to_owned(), line, column, message });
        }
    }

    fn fault_in(&mut self, record: &StringRecord, column: Column, message: String) {
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let before = before_cell(self.text.get(start..).unwrap_or_default(), self.columns[column as usize]);
        let (down, from) = end_of(before);
        self.fault(self.line(record) + down - 1, from, message);
    }
}

/// What stands before the cell with a number in a text that begins with its row.
fn before_cell(text: &str, cell: usize) -> &str {
    let row = text.trim_start_matches(['\r', '\n']);
    let (mut left, mut quoted) = (cell, false);
    let mut behind = row.char_indices().filter_map(|(at, letter)| {
        quoted ^= letter == '"';
        left -= usize::from(letter == ',' && !quoted && left > 0);
        (left == 0).then_some(at + letter.len_utf8())
    });
    let end = if cell == 0 { 0 } else { behind.next().unwrap_or(row.len()) };
    row.get(..end).unwrap_or_default()
}

fn place(lat: f64, lon: f64) -> Option<Position> {
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(Position { lat, lon })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The identifier with the smallest number behind it that nobody has, from 2.
fn free_id(id: &str, taken: &FxHashSet<String>) -> String {
    let numbered = (2..).map(|number: u32| format!("{id}-{number}"));
    numbered.into_iter().find(|one| !taken.contains(one)).unwrap_or_default()
}

/// What the file tells of the region.
fn region(country: &str, id: &str, postcode: &str, city: &str) -> String {
    match country {
        // `IT_<health authority>-<hospital>-<site>`; a hospital's code begins with the region's, three digits, whose
        // leading zero is missing.
        "IT" => {
            let hospital = id.split('-').nth(1).unwrap_or_default();
            format!("{hospital:0>6}").chars().take(3).collect()
        }
        "SE" => city.to_owned(),
        // A code of the position stands there.
        "CY" => String::new(),
        _ => {
            let own = postcode.strip_prefix(country).unwrap_or(postcode);
            let own = if country == "LU" { own.trim_start_matches("L-") } else { own };
            own.chars().filter(|letter| letter.is_alphanumeric()).take(2).collect()
        }
    }
}

/// The hospital, if the site has a name of its own. In Norway the health trust, which stands where others have the name
/// of the site.
fn operator<'a>(country: &str, hospital: &'a str, site: &'a str) -> &'a str {
    match country {
        "NO" if site == NORWEGIAN_PRIVATE => "",
        "NO" => site,
        _ if site.is_empty() => "",
        _ => hospital,
    }
}

/// Leaves the operator of sites that share it with another near the first of them; empties it for the others.
fn tell_operators(sites: &mut [Site]) {
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, site) in sites.iter().enumerate().filter(|(_, site)| !site.operator.is_empty()) {
        groups.entry((site.country.clone(), site.operator.clone())).or_default().push(at);
    }
    for members in groups.values() {
        let first = members.first().and_then(|&at| sites.get(at)).and_then(|site| site.position);
        // Names of hospitals repeat; those of Norwegian trusts do not.
        let near = |site: &Site| {
            site.country == "NO" || first.zip(site.position).is_some_and(|(a, b)| a.km_to(b) <= OPERATOR_KM)
        };
        let together = members.iter().filter(|&&at| sites.get(at).is_some_and(near)).count() > 1;
        for &at in members {
            if let Some(site) = sites.get_mut(at)
                && !(together && near(site))
            {
                site.operator.clear();
            }
        }
    }
}
