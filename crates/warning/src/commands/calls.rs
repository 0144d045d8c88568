//! Telephone calls from the call list: what came of each is typed in.

use kernel::access::{Action, Principal};
use kernel::{Entry, Error, Kernel, Result, new_id};

use super::answering::{Answerer, Reply};
use super::{open, remark_context};
use crate::evidence::Evidence;
use crate::limits::REMARK_CHARS;
use crate::store::calls::{self, CallRow};
use crate::store::obligations;

/// What can come of a call: somebody named confirmed, nobody answered, the number is wrong, they ring back.
pub const CALL_OUTCOMES: [&str; 4] = ["confirmed", "no_answer", "wrong_number", "rings_back"];

/// Keeps what came of a call to an organisation. `remark` says with whom was spoken; it must when they confirmed.
///
/// # Errors
/// [`Error::NotFound`] for who may not, and when the organisation was not warned. [`Error::Invalid`] with the field.
pub async fn phoned(
    kernel: &Kernel,
    principal: &Principal,
    id: &str,
    obligation_id: &str,
    outcome: &str,
    remark: &str,
) -> Result<()> {
    let seen = open(kernel, principal, id, Action::ReadReach).await?;
    let invalid = |field: &str| Error::Invalid { field: field.into(), message: String::new() };
    let outcome =
        CALL_OUTCOMES.into_iter().find(|known| *known == outcome).ok_or_else(|| invalid("outcome"))?;
    let remark = remark.trim();
    let is_confirmed = outcome == "confirmed";
    if remark.chars().count() > REMARK_CHARS || is_confirmed && remark.is_empty() {
        return Err(invalid("remark"));
    }
    let obligation = obligations::get(kernel, id, obligation_id).await?;
    let call = new_id();
    let mut change = kernel.begin(principal).await?;
    let row = CallRow {
        remark: kernel.vault.seal(&seen.warning.row.seal_key, &remark_context(&call), remark)?,
        id: call.clone(),
        warning_id: id.to_owned(),
        obligation_id: obligation_id.to_owned(),
        caller: principal.actor(),
        outcome: outcome.to_owned(),
        at: change.at(),
    };
    calls::insert(&mut change, &row).await?;
    let entry = Entry::new("warning.phoned", "obligation", obligation_id)
        .concerns(&obligation.authority_id)
        .with("warning", id)
        .with("outcome", outcome);
    change.record(entry);
    if is_confirmed {
        let answerer = Answerer {
            warning: &seen.warning,
            by_whom: &format!("call:{call}"),
            evidence: Evidence::Voice,
            network: "",
            is_counted: true,
        };
        answerer.give(&mut change, &obligation, Reply::Received).await?;
    }
    change.commit().await?;
    Ok(())
}
