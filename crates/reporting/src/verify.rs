//! Recomputes the digest of every filing and compares it with the journal's.

use std::collections::HashMap;

use kernel::{Kernel, Result, journal, realm};

use crate::document;
use crate::incident::open;
use crate::store::{self, SealedFiling};

/// Filings read at once.
const PAGE: i64 = 500;

/// Compares every filing with the journal and names each mismatch, in English, for the operator. An erased
/// filing can no longer be read; its digest must still be the journal's.
pub async fn verify(kernel: &Kernel) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    // Filings first: what is there now has its journal entry, since one transaction wrote both.
    let mut digests = filings(kernel, &mut findings).await?;
    for realm in realm::list(&kernel.db).await? {
        compare(kernel, &realm.id, &mut digests, &mut findings).await?;
    }
    findings.extend(digests.into_keys().map(|id| format!("filing {id}: is not in the journal")));
    findings.sort();
    Ok(findings)
}

/// The noted digest of every filing, after comparing it with the document itself.
async fn filings(kernel: &Kernel, findings: &mut Vec<String>) -> Result<HashMap<String, String>> {
    let mut digests = HashMap::new();
    let mut after = String::new();
    loop {
        let page = store::filings_after(kernel, &after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(digests) };
        after.clone_from(&last.id);
        for filing in page {
            findings.extend(fault(kernel, &filing));
            digests.insert(filing.id, filing.digest);
        }
    }
}

fn fault(kernel: &Kernel, filing: &SealedFiling) -> Option<String> {
    if filing.seal_key.is_empty() {
        return None;
    }
    match open(kernel, &filing.seal_key, &document::context(&filing.id), &filing.sealed) {
        Ok(bytes) if journal::digest(bytes.as_bytes()) == filing.digest => None,
        Ok(_) => Some(format!("filing {}: its document does not have its digest", filing.id)),
        Err(_) => Some(format!("filing {}: its document was altered and cannot be opened", filing.id)),
    }
}

/// Walks one realm's journal and takes out of `digests` what it vouches for.
async fn compare(
    kernel: &Kernel,
    realm_id: &str,
    digests: &mut HashMap<String, String>,
    findings: &mut Vec<String>,
) -> Result<()> {
    let mut seq = 0;
    loop {
        let page = journal::after(&kernel.db, realm_id, seq).await?;
        let Some(last) = page.last() else { return Ok(()) };
        seq = last.seq;
        for line in page.iter().filter(|line| line.verb == "report.filed") {
            let facts = line.facts();
            let id = facts["filing"].as_str().unwrap_or_default();
            match digests.remove(id) {
                Some(digest) if facts["digest"] == digest => {}
                Some(_) => findings
                    .push(format!("filing {id}: entry {} of realm {realm_id} has another digest", line.seq)),
                // Filed since the filings were read, or gone.
                None if store::filing_exists(kernel, id).await? => {}
                None => findings
                    .push(format!("filing {id}: entry {} of realm {realm_id} has no filing", line.seq)),
            }
        }
    }
}
