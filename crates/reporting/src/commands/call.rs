//! Filing the early warning: once for each form, frozen, told to whom the routing says.

use kernel::access::{Action, Principal, Relation};
use kernel::{Change, Error, Kernel, Receipt, Result, new_id};
use l10n::Lang;
use web::Settings;

use super::draft::current_form;
use super::filing::{Filing, Place};
use super::recipients::Changes;
use super::{form_key, reference, year};
use crate::answers::{Typed, check};
use crate::incident::card_session;
use crate::mail;
use crate::recipients::{Addressee, outlook};
use crate::store::{self, NewIncident};

/// What is filed.
pub struct Call<'a> {
    /// The hidden key of the form: the same key never files twice.
    pub key: &'a str,
    /// What was typed.
    pub typed: &'a Typed,
    /// In which language.
    pub lang: Lang,
    /// Whom to tell, other than the routing says.
    pub changes: &'a Changes,
}

/// What was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The incident.
    pub incident: String,
    /// The filing.
    pub filing: String,
    /// The reporter's own number, as `2026-0003`.
    pub number: String,
    /// Where it stands in the journal; `None` when this form had been filed before.
    pub receipt: Option<Receipt>,
}

/// Files an early warning and tells everybody the routing names, less and more what `changes` say. Sending
/// the same form again gives what was filed the first time.
///
/// # Errors
/// [`Error::Invalid`] with the first field that cannot be filed as it is; [`check`] names them all.
pub async fn file_call(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    call: &Call<'_>,
) -> Result<Filed> {
    principal.must(Action::FileReport, Relation::Own)?;
    let file_key = form_key(kernel, principal, "report", call.key)?;
    if let Some(filed) = filed_before(kernel, &file_key).await? {
        return Ok(filed);
    }
    let organisation = directory::organisation(kernel, &principal.seat.organisation_id).await?;
    let now = kernel.now(&principal.realm);
    let form = current_form(now)?;
    let checked = check(form, organisation.kind, call.typed, now, &settings.zone)
        .map_err(|problems| Error::Invalid { field: problems[0].field.clone(), message: String::new() })?;
    let mut outlook = outlook(kernel, &organisation, form.stage, &checked.answers, now, &[], &[]).await?;
    let decisions = call.changes.apply(kernel, principal, &mut outlook).await?;
    let told: Vec<&Addressee> = outlook.told().collect();
    let letters = mail::to_authorities(kernel, &told).await?;

    let filing = Filing {
        settings,
        principal,
        organisation: &organisation,
        form,
        checked: &checked,
        lang: call.lang,
        outlook: &outlook,
        decisions: &decisions,
        corrects: None,
        know_corrected: &[],
    };
    let mut change = kernel.begin(principal).await?;
    let filed = match write(kernel, &mut change, &filing, &file_key).await {
        Ok(Some(filed)) => filed,
        // The same form was filed by another request since we looked.
        Ok(None) | Err(Error::Conflict(_)) => {
            drop(change);
            return filed_before(kernel, &file_key).await?.ok_or(Error::NotFound);
        }
        Err(error) => return Err(error),
    };
    mail::say_waiting(&mut change, settings, &filed.incident, &letters);
    let receipt = change.commit().await?;
    Ok(Filed { receipt: Some(receipt), ..filed })
}

async fn filed_before(kernel: &Kernel, file_key: &str) -> Result<Option<Filed>> {
    let incident = store::incident_by_key(kernel, file_key).await?;
    Ok(incident.filter(|incident| !incident.last_filing.is_empty()).map(|incident| Filed {
        incident: incident.id,
        filing: incident.last_filing,
        number: incident.number,
        receipt: None,
    }))
}

/// Makes the incident, or takes the one kept as a draft, and writes its first filing; `None` when another
/// request has filed this form.
async fn write(
    kernel: &Kernel,
    change: &mut Change,
    filing: &Filing<'_>,
    file_key: &str,
) -> Result<Option<Filed>> {
    let principal = filing.principal;
    let new = NewIncident {
        id: &new_id(),
        realm_id: &principal.realm.id,
        organisation_id: &filing.organisation.id,
        seal_key: &kernel.vault.new_key(),
        draft_key: file_key,
        made_by: &principal.actor(),
        made_session: card_session(principal),
        made_at: change.at(),
    };
    let Some((incident, seal_key)) = store::claim_for_filing(change, &new).await? else { return Ok(None) };
    let year = year(change.at(), &filing.settings.zone);
    let own = store::next_number(change, &filing.organisation.id, "reporter", &year).await?;
    let number = reference(&year, own);
    let place = Place {
        incident: &incident,
        seal_key: &seal_key,
        number: 1,
        file_key,
        duties: Vec::new(),
        earlier: Vec::new(),
    };
    let written = filing.write(kernel, change, place).await?;
    store::finish_filing(change, &incident, &number, &written).await?;
    Ok(Some(Filed { incident, filing: written, number, receipt: None }))
}
