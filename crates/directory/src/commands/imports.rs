//! Importing lists: from the command line in one go, on the pages with a look in between.

use kernel::access::{Action, Principal, Relation};
use kernel::journal::digest;
use kernel::{Change, Entry, Error, Kernel, Realm, Result};
use serde::Serialize;

use super::organisations::{domain_of, main_place, search_of};
use crate::import::plan::{self, Counts, Fate, Plan, Planned};
use crate::import::{self, FileProblem, FoundOrganisation, FoundSite, Options, Reading, text};
use crate::organisation::search_text;
use crate::store::drafts::{self, Draft};
use crate::store::imports;
use crate::store::organisations::OrganisationRow;
use crate::store::sites::SiteRow;

/// What an import did.
#[derive(Clone, Debug, Serialize)]
pub struct ImportOutcome {
    /// Which list it was.
    pub source: String,
    /// Rows of the file that hold anything.
    pub rows: usize,
    /// Rows that ended at a site.
    pub taken: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// Rows that repeat an earlier row; taken, once.
    pub identical: usize,
    /// What happened to organisations.
    pub organisations: Counts,
    /// What happened to sites.
    pub sites: Counts,
    /// Values that were not understood and are kept as text beside their site.
    pub kept_aside: usize,
    /// Everything that was odd, as row, column, value and reason key.
    #[serde(skip)]
    pub problems: Vec<import::Problem>,
    /// The refused rows as CSV, reasons as keys; empty when there are none.
    #[serde(skip)]
    pub refused_csv: String,
}

/// Reads a file and writes what it says into a realm, in one transaction. `called` names the list; when
/// it is empty, its columns do, or else its file.
///
/// # Errors
/// [`Error::Invalid`] with field `file` and the problem's key when not one row could be read.
pub async fn import_file(
    kernel: &Kernel,
    realm: &Realm,
    (file_name, called): (&str, &str),
    bytes: &[u8],
) -> Result<ImportOutcome> {
    let suggested = read("", bytes.to_vec()).await?.map_err(invalid_file)?.source;
    let source = source_of(called, &suggested, file_name);
    let reading = read(&source, bytes.to_vec()).await?.map_err(invalid_file)?;
    let mut change = kernel.begin_as_system(realm).await?;
    let (change_digest, outcome) = (digest(bytes), write(&mut change, &reading).await?);
    record(&mut change, &outcome, change_digest);
    change.commit().await?;
    Ok(outcome)
}

fn invalid_file(problem: FileProblem) -> Error {
    Error::Invalid { field: "file".into(), message: problem.key().to_owned() }
}

/// Reads off the threads that answer requests: Europe's list takes a tenth of a second.
async fn read(source: &str, bytes: Vec<u8>) -> Result<std::result::Result<Reading, FileProblem>> {
    let options = Options { source: (!source.is_empty()).then(|| source.to_owned()), ..Options::default() };
    let task = tokio::task::spawn_blocking(move || import::read(&bytes, &options));
    Ok(task.await.map_err(anyhow::Error::from)?)
}

/// Characters the name of a list may have.
const MAX_SOURCE_CHARS: usize = 60;

/// The name under which a list's records are known again: what the person called it, or else what its
/// columns give away, or else its file's name. Two lists under one name would take each other's
/// records for their own wherever their identifiers agree, so a made-up common name will not do.
fn source_of(called: &str, suggested: &str, file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let name = if !called.trim().is_empty() {
        called
    } else if suggested != import::UNKNOWN_SOURCE {
        suggested
    } else {
        stem
    };
    let folded: String =
        search_text(name).chars().filter(|c| !c.is_control()).take(MAX_SOURCE_CHARS).collect();
    if folded.is_empty() { import::UNKNOWN_SOURCE.to_owned() } else { folded }
}

/// The lists that were imported into the principal's realm before.
pub(crate) async fn sources(kernel: &Kernel, principal: &Principal) -> Result<Vec<String>> {
    principal.must(Action::EditDirectory, Relation::Realm)?;
    imports::sources(&kernel.db, &principal.realm.id).await
}

/// Keeps an uploaded file until the person has looked at it; the problem is that of a file of which
/// not one row can be read.
pub(crate) async fn upload(
    kernel: &Kernel,
    principal: &Principal,
    (file_name, called): (&str, &str),
    bytes: Vec<u8>,
) -> Result<std::result::Result<String, FileProblem>> {
    principal.must(Action::EditDirectory, Relation::Realm)?;
    let decoded = text::decode(&bytes);
    let reading = match read("", bytes).await? {
        Ok(reading) => reading,
        Err(problem) => return Ok(Err(problem)),
    };
    let draft = Draft {
        id: String::new(),
        realm_id: principal.realm.id.clone(),
        person_id: principal.person_id().unwrap_or_default().to_owned(),
        file_name: file_name.chars().take(kernel::limits::LINE_CHARS).collect(),
        source: source_of(called, &reading.source, file_name),
        encoding: decoded.encoding.to_owned(),
        text: decoded.text,
    };
    Ok(Ok(drafts::insert(kernel, &draft).await?))
}

/// A draft as read, and what importing it would do.
pub(crate) struct ImportPreview {
    pub draft: Draft,
    pub reading: Reading,
    pub plan: Plan,
}

/// What importing a draft would do now.
pub(crate) async fn preview(kernel: &Kernel, principal: &Principal, draft_id: &str) -> Result<ImportPreview> {
    let (draft, reading) = reading_of(kernel, principal, draft_id).await?;
    let known = imports::known(&kernel.db, &principal.realm.id, &reading.source).await?;
    let plan = plan::make(&reading, &known);
    Ok(ImportPreview { draft, reading, plan })
}

async fn reading_of(kernel: &Kernel, principal: &Principal, draft_id: &str) -> Result<(Draft, Reading)> {
    principal.must(Action::EditDirectory, Relation::Realm)?;
    let person = principal.person_id().ok_or(Error::NotFound)?;
    let draft = drafts::get(kernel, &principal.realm.id, person, draft_id).await?;
    let reading = read(&draft.source, draft.text.clone().into_bytes()).await?.map_err(invalid_file)?;
    Ok((draft, reading))
}

/// Imports a draft. Doing it twice changes nothing the second time.
pub(crate) async fn import(kernel: &Kernel, principal: &Principal, draft_id: &str) -> Result<ImportOutcome> {
    let (draft, reading) = reading_of(kernel, principal, draft_id).await?;
    let mut change = kernel.begin(principal).await?;
    let outcome = write(&mut change, &reading).await?;
    record(&mut change, &outcome, digest(draft.text.as_bytes()));
    change.commit().await?;
    Ok(outcome)
}

/// Writes a reading inside a change; the caller journals it.
pub(crate) async fn write(change: &mut Change, reading: &Reading) -> Result<ImportOutcome> {
    let realm_id = change.realm().id.clone();
    let known = imports::known_in(change, &realm_id, &reading.source).await?;
    let plan = plan::make(reading, &known);
    let (mut organisations, mut sites) = (Vec::new(), Vec::new());
    for (found, planned) in reading.organisations.iter().zip(&plan.organisations) {
        let rows: Vec<SiteRow> = (0_i64..)
            .zip(found.sites.iter().zip(&planned.sites))
            .map(|(position, (site, record))| {
                site_row(site, record, position, &planned.record.id, &realm_id, &reading.source)
            })
            .collect::<Result<_>>()?;
        if planned.record.fate != Fate::Same {
            organisations.push(organisation_row(found, &planned.record, &rows, &realm_id, &reading.source));
        }
        let changed = rows.into_iter().zip(&planned.sites).filter(|(_, record)| record.fate != Fate::Same);
        sites.extend(changed.map(|(row, _)| row));
    }
    imports::write_organisations(change, &organisations).await?;
    imports::write_sites(change, &sites).await?;
    Ok(outcome(reading, &plan))
}

fn outcome(reading: &Reading, plan: &Plan) -> ImportOutcome {
    let aside = |problem: &&import::Problem| problem.severity() == import::Severity::KeptAside;
    ImportOutcome {
        source: reading.source.clone(),
        rows: reading.rows,
        taken: reading.rows_taken(),
        refused: reading.refused.len(),
        identical: reading.identical_rows,
        organisations: plan.organisation_counts,
        sites: plan.site_counts,
        kept_aside: reading.problems.iter().filter(aside).count(),
        problems: reading.problems.clone(),
        refused_csv: if reading.refused.is_empty() {
            String::new()
        } else {
            reading.refused_csv(|reason| reason.key().to_owned())
        },
    }
}

fn record(change: &mut Change, outcome: &ImportOutcome, file_digest: String) {
    let realm_id = change.realm().id.clone();
    change.record(
        Entry::new("directory.imported", "realm", &realm_id)
            .with("file", file_digest)
            .with("rows", outcome.rows)
            .with("refused", outcome.refused)
            .with("organisations_new", outcome.organisations.new)
            .with("organisations_changed", outcome.organisations.changed)
            .with("sites_new", outcome.sites.new)
            .with("sites_changed", outcome.sites.changed),
    );
}

fn organisation_row(
    found: &FoundOrganisation,
    record: &Planned,
    sites: &[SiteRow],
    realm_id: &str,
    source: &str,
) -> OrganisationRow {
    let (city, telephone) = main_place(sites);
    OrganisationRow {
        id: record.id.clone(),
        realm_id: realm_id.to_owned(),
        name: found.name.clone(),
        kind: found.kind.as_str().to_owned(),
        mandate: found.mandate.map(|mandate| mandate.as_str().to_owned()),
        enterprise_number: found.enterprise_number.as_ref().map(|number| number.as_str().to_owned()),
        nihdi_number: found.nihdi_number.as_ref().map(|number| number.as_str().to_owned()),
        recognition_number: found.recognition_number.as_ref().map(|number| number.as_str().to_owned()),
        ownership: found.ownership.clone(),
        language: found.language.map(|language| language.as_str().to_owned()),
        country: found.country.to_string(),
        mail_domain: domain_of(sites),
        city,
        telephone,
        search: search_of(&found.name, sites),
        sort_name: search_text(&found.name),
        source: source.to_owned(),
        external_key: found.key.clone(),
        import_digest: record.digest.clone(),
        version: 1,
    }
}

fn site_row(
    site: &FoundSite,
    record: &Planned,
    position: i64,
    organisation_id: &str,
    realm_id: &str,
    source: &str,
) -> Result<SiteRow> {
    Ok(SiteRow {
        id: record.id.clone(),
        realm_id: realm_id.to_owned(),
        organisation_id: organisation_id.to_owned(),
        position,
        name: site.name.clone(),
        street: site.street.clone(),
        house_number: site.house_number.clone(),
        postcode: site.postcode.clone(),
        city: site.city.clone(),
        latitude: site.latitude,
        longitude: site.longitude,
        beds: site.beds.map(i64::from),
        emergency: site.emergency.map(i64::from),
        facility_type: site.facility_type.clone(),
        telephone: site.telephone.clone(),
        email: site.email.clone(),
        website: site.website.clone(),
        as_of: site.as_of.clone(),
        extra: serde_json::to_string(&site.extra)?,
        source: source.to_owned(),
        external_key: site.key.clone(),
        import_digest: record.digest.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_named_by_the_person_its_columns_or_its_file() {
        let cases = [
            ("Labo’s 2026", "gisco", "x.csv", "labo's 2026"),
            ("", "gisco", "x.csv", "gisco"),
            (" ", "list", "Woonzorg Vlaanderen.csv", "woonzorg vlaanderen"),
            ("", "list", "", "list"),
        ];
        for (called, suggested, file, expect) in cases {
            assert_eq!(source_of(called, suggested, file), expect);
        }
    }
}
