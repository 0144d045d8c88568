//! Filing the early warning: once for each form, frozen, told to whom the routing says.

use kernel::access::{Action, Principal, Relation};
use kernel::{Change, Entry, Error, Kernel, Receipt, Result, journal, new_id};
use l10n::Lang;
use web::Settings;

use super::draft::current_form;
use super::{form_key, reference, year};
use crate::answers::{Checked, Typed, check};
use crate::document::{self, Document, Parts};
use crate::form::{Form, Stage};
use crate::incident::{card_session, headline_context};
use crate::mail;
use crate::routing::{Addressee, Routings, addressees};
use crate::store::audience::NewAudience;
use crate::store::{self, NewFiling, NewIncident};

/// What is filed.
pub struct Call<'a> {
    /// The hidden key of the form: the same key never files twice.
    pub key: &'a str,
    /// What was typed.
    pub typed: &'a Typed,
    /// In which language.
    pub lang: Lang,
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

/// Files an early warning and tells everybody the routing names. Sending the same form again gives what
/// was filed the first time.
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
    let told = addressees(kernel, &organisation, Stage::EarlyWarning, now).await?;
    let letters = mail::to_authorities(kernel, &told).await?;

    let filing = Filing { settings, principal, organisation: &organisation, form, checked: &checked, call };
    let mut change = kernel.begin(principal).await?;
    let filed = match filing.write(kernel, &mut change, &file_key, &told).await {
        Ok(Some(filed)) => filed,
        // The same form was filed by another request since we looked.
        Ok(None) | Err(Error::Conflict(_)) => {
            drop(change);
            return filed_before(kernel, &file_key).await?.ok_or(Error::NotFound);
        }
        Err(error) => return Err(error),
    };
    let link = mail::link(settings, &filed.incident);
    letters.iter().for_each(|letter| change.send(letter.waiting(&link)));
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

/// Everything a filing is written from.
struct Filing<'a> {
    settings: &'a Settings,
    principal: &'a Principal,
    organisation: &'a directory::Organisation,
    form: &'a Form,
    checked: &'a Checked,
    call: &'a Call<'a>,
}

impl Filing<'_> {
    /// Writes rows and journal entry; `None` when another request has filed this form.
    async fn write(
        &self,
        kernel: &Kernel,
        change: &mut Change,
        file_key: &str,
        told: &[Addressee],
    ) -> Result<Option<Filed>> {
        let Some((incident, seal_key)) = self.claim(kernel, change, file_key).await? else {
            return Ok(None);
        };
        let year = year(change.at(), &self.settings.zone);
        let own = store::next_number(change, &self.organisation.id, "reporter", &year).await?;
        let number = reference(&year, own);
        let filing = new_id();
        let document = Document::new(&Parts {
            principal: self.principal,
            organisation: self.organisation,
            form: self.form,
            lang: self.call.lang,
            zone: &self.settings.zone,
            incident: &incident,
            filing: &filing,
            number: 1,
            filed_at: change.at(),
            checked: self.checked,
        });
        let bytes = document.bytes()?;
        let digest = journal::digest(bytes.as_bytes());
        let headline = kernel.vault.seal(&seal_key, &headline_context(&filing), &self.checked.headline)?;
        let row = NewFiling {
            id: &filing,
            realm_id: &self.principal.realm.id,
            incident_id: &incident,
            number: 1,
            stage: self.form.stage.as_str(),
            form_id: &self.form.id,
            form_version: &self.form.version,
            filed_at: change.at(),
            aware_at: self.checked.aware_at,
            filer: &self.principal.actor(),
            filer_session: card_session(self.principal),
            file_key,
            digest: &digest,
            sealed: &document::seal(kernel, &seal_key, &filing, &bytes)?,
            sealed_headline: &headline,
        };
        store::insert_filing(change, &row).await?;
        store::finish_filing(change, &incident, &number, &filing).await?;
        self.tell(change, &incident, told).await?;
        change.record(self.entry(change, &incident, &filing, &digest, told));
        Ok(Some(Filed { incident, filing, number, receipt: None }))
    }

    /// Takes the form's incident, made now or kept as a draft.
    async fn claim(
        &self,
        kernel: &Kernel,
        change: &mut Change,
        file_key: &str,
    ) -> Result<Option<(String, String)>> {
        let new = NewIncident {
            id: &new_id(),
            realm_id: &self.principal.realm.id,
            organisation_id: &self.organisation.id,
            seal_key: &kernel.vault.new_key(),
            draft_key: file_key,
            made_by: &self.principal.actor(),
            made_session: card_session(self.principal),
            made_at: change.at(),
        };
        store::claim_for_filing(change, &new).await
    }

    async fn tell(&self, change: &mut Change, incident: &str, told: &[Addressee]) -> Result<()> {
        let routing = Routings::embedded().current(change.at()).name();
        for addressee in told {
            let rules: Vec<&str> = addressee.rules.iter().map(|rule| rule.id.as_str()).collect();
            let within = addressee.answer_within().map(|term| term.as_millis());
            let row = NewAudience {
                incident_id: incident,
                authority_id: &addressee.organisation.id,
                realm_id: &self.principal.realm.id,
                routing: &routing,
                rules: &rules.join(" "),
                since: change.at(),
                answer_within_ms: within.and_then(|ms| i64::try_from(ms).ok()),
            };
            store::audience::insert(change, &row).await?;
        }
        Ok(())
    }

    fn entry(
        &self,
        change: &Change,
        incident: &str,
        filing: &str,
        digest: &str,
        told: &[Addressee],
    ) -> Entry {
        let ids: Vec<&str> = told.iter().map(|each| each.organisation.id.as_str()).collect();
        let entry = Entry::new("report.filed", "incident", incident)
            .concerns(&self.organisation.id)
            .with("aware_at", self.checked.aware_at.0)
            .with("digest", digest)
            .with("filing", filing)
            .with("form", format!("{}/{}", self.form.id, self.form.version))
            .with("routing", Routings::embedded().current(change.at()).name())
            .with("stage", self.form.stage.as_str())
            .with("told", ids.clone());
        ids.into_iter().fold(entry, |entry, id| entry.concerns(id))
    }
}
