//! Every filing byte for byte, with its place in the journal: for giving out to who may have it all, for an
//! archive, and for an auditor who recomputes the digests.

use std::collections::HashSet;

use kernel::journal::Line;
use kernel::{Error, Kernel, Result, journal};
use serde::Serialize;

use crate::incident::Part;
use crate::store;
use crate::store::export::{self, FiledIncident, NumberedFiling};
use crate::verify::{self, FILED, Noted};

/// Incidents given at once.
const PAGE: i64 = 200;

/// The bytes of a filing, or of one authority's part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The incident.
    pub incident: String,
    /// The filing.
    pub filing: String,
    /// Its number among the incident's filings, from 1.
    pub number: i64,
    /// The stage it reports.
    pub stage: String,
    /// Whose part it is; `None` for the whole document.
    pub authority: Option<String>,
    /// SHA-256 of the bytes, as noted when it was filed.
    pub digest: String,
    /// The realm whose journal holds it.
    pub realm: String,
    /// The number of the journal's entry; `None` when it has none.
    pub seq: Option<i64>,
    /// The hash of that entry.
    pub hash: Option<String>,
    /// The bytes; `None` when they were erased or cannot be read.
    #[serde(skip)]
    pub bytes: Option<String>,
}

/// What was filed of one incident.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    /// Every filing, each followed by the parts of it.
    pub pieces: Vec<Piece>,
    /// What does not fit, named as [`crate::verify()`] names it.
    pub findings: Vec<String>,
}

/// Identifiers of incidents that were filed, in every realm, after `after`; none at the end.
pub async fn incidents(kernel: &Kernel, after: &str) -> Result<Vec<String>> {
    let page = export::incidents_after(kernel, after, PAGE).await?;
    Ok(page.into_iter().map(|incident| incident.id).collect())
}

/// What was filed of one incident, compared with its digests and the journal.
///
/// # Errors
/// [`Error::NotFound`] when no such incident was filed.
pub async fn export(kernel: &Kernel, incident_id: &str) -> Result<Exported> {
    let incident = export::incident(kernel, incident_id).await?.ok_or(Error::NotFound)?;
    let filings = export::filings(kernel, incident_id).await?;
    // After the filings: what is there has its entry, since one transaction wrote both.
    let lines = journal::about(&kernel.db, &incident.realm_id, incident_id).await?;
    let lines: Vec<Line> = lines.into_iter().filter(|line| line.verb == FILED).collect();
    let mut exported = Exported::default();
    let mut known = HashSet::new();
    for numbered in &filings {
        let id = &numbered.filing.id;
        let line = lines.iter().find(|line| verify::filing_of(line) == *id);
        let parts = store::parts::of_filing(kernel, id).await?;
        exported.take(kernel, &incident, numbered, &parts, line);
        known.insert(id.clone());
    }
    for line in lines.iter().filter(|line| !known.contains(&verify::filing_of(line))) {
        if !store::filing_exists(kernel, &verify::filing_of(line)).await? {
            exported.findings.push(verify::has_no_filing(line));
        }
    }
    Ok(exported)
}

impl Exported {
    /// Takes one filing with everybody's parts.
    fn take(
        &mut self,
        kernel: &Kernel,
        incident: &FiledIncident,
        numbered: &NumberedFiling,
        parts: &[Part],
        line: Option<&Line>,
    ) {
        let filing = &numbered.filing;
        let piece = |authority: Option<&str>, digest: &str, bytes: Option<String>| Piece {
            incident: incident.id.clone(),
            filing: filing.id.clone(),
            number: numbered.number,
            stage: numbered.stage.clone(),
            authority: authority.map(str::to_owned),
            digest: digest.to_owned(),
            realm: incident.realm_id.clone(),
            seq: line.map(|line| line.seq),
            hash: line.map(|line| line.hash.clone()),
            bytes: bytes.filter(|bytes| !bytes.is_empty()),
        };
        let whole = self.sound(verify::read(kernel, filing));
        self.pieces.push(piece(None, &filing.digest, whole.clone()));
        for part in parts {
            let own = self.sound(verify::read_part(kernel, filing, part));
            // Nothing of its own means the whole document.
            let bytes = own.and_then(|own| if own.is_empty() { whole.clone() } else { Some(own) });
            self.pieces.push(piece(Some(&part.authority_id), &part.digest, bytes));
        }
        match line {
            Some(line) => {
                self.findings.extend(verify::disagreements(line, &Noted::new(&filing.digest, parts)));
            }
            None => self.findings.push(verify::not_in_journal(&filing.id)),
        }
    }

    /// The bytes, or else notes what is wrong with them.
    fn sound(&mut self, read: std::result::Result<String, String>) -> Option<String> {
        read.map_err(|fault| self.findings.push(fault)).ok()
    }
}
