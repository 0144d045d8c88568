//! Recomputes the digest of every filing, and of what each authority got of it, and compares them with the
//! journal's.

use std::collections::{BTreeMap, HashMap};

use kernel::journal::Line;
use kernel::{Kernel, Result, journal, realm};

use crate::commands::verify_attachments;
use crate::document;
use crate::incident::{Part, open};
use crate::store::{self, SealedFiling};

/// Filings read at once.
const PAGE: i64 = 500;

/// The digests that are noted with a filing, as its rows have them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noted {
    digest: String,
    /// Of each authority's part.
    parts: BTreeMap<String, String>,
}

impl Noted {
    /// What the rows of a filing say.
    pub(crate) fn new(digest: &str, parts: &[Part]) -> Self {
        let parts = parts.iter().map(|part| (part.authority_id.clone(), part.digest.clone())).collect();
        Self { digest: digest.to_owned(), parts }
    }
}

/// Compares every filing, every part and every file with the journal and names each mismatch, in English, for the
/// operator. An erased filing can no longer be read; its digests must still be the journal's.
pub async fn verify(kernel: &Kernel) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    // Filings first: what is there now has its journal entry, since one transaction wrote both.
    let mut noted = filings(kernel, &mut findings).await?;
    for realm in realm::list(&kernel.db).await? {
        compare(kernel, &realm.id, &mut noted, &mut findings).await?;
    }
    findings.extend(noted.into_keys().map(|id| not_in_journal(&id)));
    findings.extend(verify_attachments(kernel).await?);
    findings.sort();
    Ok(findings)
}

/// The noted digests of every filing, after comparing them with the documents themselves.
async fn filings(kernel: &Kernel, findings: &mut Vec<String>) -> Result<HashMap<String, Noted>> {
    let mut noted = HashMap::new();
    let mut after = String::new();
    loop {
        let page = store::filings_after(kernel, &after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(noted) };
        let mut parts = store::export::parts_between(kernel, &after, &last.id).await?;
        after.clone_from(&last.id);
        for filing in page {
            let own: Vec<Part> = parts.extract_if(.., |part| part.filing_id == filing.id).collect();
            findings.extend(read(kernel, &filing).err());
            findings.extend(own.iter().filter_map(|part| read_part(kernel, &filing, part).err()));
            noted.insert(filing.id, Noted::new(&filing.digest, &own));
        }
        findings.extend(parts.iter().map(|part| {
            format!("filing {}: it is gone, but not what authority {} got", part.filing_id, part.authority_id)
        }));
    }
}

/// The bytes of a filing; empty once erased.
///
/// # Errors
/// What is wrong with them.
pub(crate) fn read(kernel: &Kernel, filing: &SealedFiling) -> std::result::Result<String, String> {
    let SealedFiling { id, digest, sealed, seal_key } = filing;
    if seal_key.is_empty() {
        return Ok(String::new());
    }
    match open(kernel, seal_key, &document::context(id), sealed) {
        Ok(bytes) if journal::digest(bytes.as_bytes()) == *digest => Ok(bytes),
        Ok(_) => Err(format!("filing {id}: its document does not have its digest")),
        Err(_) => Err(format!("filing {id}: its document was altered and cannot be opened")),
    }
}

/// The bytes an authority got of a filing; empty once erased, and when it got the whole document.
///
/// # Errors
/// What is wrong with them.
pub(crate) fn read_part(
    kernel: &Kernel,
    filing: &SealedFiling,
    part: &Part,
) -> std::result::Result<String, String> {
    let Part { filing_id: id, authority_id: authority, digest, sealed } = part;
    if filing.seal_key.is_empty() {
        return Ok(String::new());
    }
    if sealed.is_empty() {
        let is_whole = *digest == filing.digest;
        let fault = format!("filing {id}: authority {authority} has another digest than the whole document");
        return if is_whole { Ok(String::new()) } else { Err(fault) };
    }
    match open(kernel, &filing.seal_key, &document::part_context(id, authority), sealed) {
        Ok(bytes) if journal::digest(bytes.as_bytes()) == *digest => Ok(bytes),
        Ok(_) => Err(format!("filing {id}: the part of authority {authority} does not have its digest")),
        Err(_) => {
            Err(format!("filing {id}: the part of authority {authority} was altered and cannot be opened"))
        }
    }
}

/// The filing an entry is about.
pub(crate) fn filing_of(line: &Line) -> String {
    line.facts()["filing"].as_str().unwrap_or_default().to_owned()
}

/// What an entry says otherwise than the rows of its filing. Entries of the first version name no parts:
/// everybody got the whole document then.
pub(crate) fn disagreements(line: &Line, noted: &Noted) -> Vec<String> {
    let facts = line.facts();
    let id = facts["filing"].as_str().unwrap_or_default();
    let place = format!("entry {} of realm {}", line.seq, line.realm_id);
    let mut findings = Vec::new();
    if facts["digest"] != noted.digest {
        findings.push(format!("filing {id}: {place} has another digest"));
    }
    let Some(parts) = facts["parts"].as_object() else { return findings };
    for (authority, digest) in parts {
        match noted.parts.get(authority) {
            Some(known) if digest == known => {}
            Some(_) => {
                findings.push(format!("filing {id}: {place} has another digest for authority {authority}"));
            }
            None => {
                findings.push(format!("filing {id}: the part of authority {authority} in {place} is gone"))
            }
        }
    }
    let added = noted.parts.keys().filter(|authority| !parts.contains_key(*authority));
    findings.extend(added.map(|authority| format!("filing {id}: authority {authority} is not in {place}")));
    findings
}

/// That an entry's filing is gone.
pub(crate) fn has_no_filing(line: &Line) -> String {
    format!("filing {}: entry {} of realm {} has no filing", filing_of(line), line.seq, line.realm_id)
}

/// That a filing has no entry.
pub(crate) fn not_in_journal(id: &str) -> String {
    format!("filing {id}: is not in the journal")
}

/// Walks one realm's journal and takes out of `noted` what it vouches for.
async fn compare(
    kernel: &Kernel,
    realm_id: &str,
    noted: &mut HashMap<String, Noted>,
    findings: &mut Vec<String>,
) -> Result<()> {
    let mut seq = 0;
    loop {
        let page = journal::after(&kernel.db, realm_id, seq).await?;
        let Some(last) = page.last() else { return Ok(()) };
        seq = last.seq;
        for line in page.iter().filter(|line| line.verb == FILED) {
            let id = filing_of(line);
            match noted.remove(&id) {
                Some(rows) => findings.extend(disagreements(line, &rows)),
                // Filed since the filings were read, or gone.
                None if store::filing_exists(kernel, &id).await? => {}
                None => findings.push(has_no_filing(line)),
            }
        }
    }
}

/// The verb of an entry about a filing.
pub(crate) const FILED: &str = "report.filed";
