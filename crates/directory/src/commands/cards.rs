//! Making and revoking an organisation's emergency card.

use kernel::access::{Action, Principal};
use kernel::{Entry, Error, Kernel, Result, short_code};

use super::{must, organisation_in_realm};
use crate::card::{self, GROUPS};
use crate::store::cards;

/// A card just made, the only moment its code is known.
#[derive(Clone, Debug)]
pub struct NewCard {
    /// The organisation's name, as printed.
    pub organisation: String,
    /// The code, in groups of four.
    pub code: String,
}

/// Makes an organisation's card; one it had before stops working.
pub async fn make_card(kernel: &Kernel, principal: &Principal, organisation_id: &str) -> Result<NewCard> {
    let organisation = organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, Action::ManageCards, organisation_id)?;
    let code = short_code(GROUPS);
    let normalised = card::normalise(&code).ok_or_else(|| anyhow::anyhow!("a made code is a code"))?;
    let code_digest = card::digest(kernel, &normalised);
    let mut change = kernel.begin(principal).await?;
    let replaced = cards::revoke(&mut change, organisation_id).await?;
    let id = cards::insert(&mut change, &organisation.realm_id, organisation_id, &code_digest).await?;
    let mut entry = Entry::new("card.made", "card", &id).concerns(organisation_id);
    entry = entry.with("organisation", organisation_id);
    if let Some(replaced) = replaced {
        entry = entry.with("replaced", replaced);
    }
    change.record(entry);
    change.commit().await?;
    Ok(NewCard { organisation: organisation.name, code })
}

/// Ends an organisation's card: whoever finds it can do nothing with it.
pub(crate) async fn revoke_card(kernel: &Kernel, principal: &Principal, organisation_id: &str) -> Result<()> {
    organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, Action::ManageCards, organisation_id)?;
    let mut change = kernel.begin(principal).await?;
    let id = cards::revoke(&mut change, organisation_id).await?.ok_or(Error::NotFound)?;
    let entry = Entry::new("card.revoked", "card", &id).concerns(organisation_id);
    change.record(entry.with("organisation", organisation_id));
    change.commit().await?;
    Ok(())
}
