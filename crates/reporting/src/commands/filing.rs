//! Writing a filing: the frozen document, what each authority gets of it, what it meets and what it sets
//! running, and the journal's entry of it all.

use directory::Organisation;
use kernel::access::Principal;
use kernel::time::Time;
use kernel::{Change, Entry, Kernel, Result, journal, new_id};
use l10n::Lang;
use web::Settings;

use super::duties::{self, Clocks, Earlier};
use crate::answers::{Answer, Checked};
use crate::attachment::Attachment;
use crate::document::{self, AttachmentName, Correction, Document, Parts, Reached, TermKept};
use crate::form::Form;
use crate::incident::{Duty, EXEMPT, Part, TOLD, card_session, headline_context, reason_context};
use crate::recipients::{Addressee, Outlook};
use crate::routing::Routings;
use crate::store::audience::NewAudience;
use crate::store::decisions::NewDecision;
use crate::store::{self, NewFiling};
use crate::thresholds::AllThresholds;

/// Everything a filing is written from.
pub(super) struct Filing<'a> {
    pub settings: &'a Settings,
    pub principal: &'a Principal,
    pub organisation: &'a Organisation,
    pub form: &'a Form,
    pub checked: &'a Checked,
    pub lang: Lang,
    /// Who gets it, and who would but for a decision.
    pub outlook: &'a Outlook,
    /// What was decided with it: authority and reason.
    pub decisions: &'a [(String, String)],
    pub corrects: Option<Correction>,
    /// The authorities that were told of the filing it corrects.
    pub know_corrected: &'a [String],
}

/// The incident a filing is written into.
pub(super) struct Place<'a> {
    pub incident: &'a str,
    pub seal_key: &'a str,
    /// The filing's number among the incident's.
    pub number: i64,
    pub file_key: &'a str,
    /// What is owed before it.
    pub duties: Vec<Duty>,
    /// What was filed before it.
    pub earlier: Vec<Earlier>,
}

impl Filing<'_> {
    /// Writes everything but the incident's own row; gives the filing.
    pub(super) async fn write(
        &self,
        kernel: &Kernel,
        change: &mut Change,
        place: Place<'_>,
    ) -> Result<String> {
        let filing = new_id();
        let attachments = attachments(kernel, change, &place, &filing).await?;
        let clocks = Clocks {
            zone: &self.settings.zone,
            now: change.at(),
            stage: self.form.stage,
            checked: self.checked,
            filing: &filing,
            is_correction: self.corrects.is_some(),
            earlier: &place.earlier,
        };
        let told: Vec<&Addressee> = self.outlook.told().collect();
        let (duties, terms) = clocks.settle(place.duties.clone(), &told, place.incident);
        let document = self.document(change.at(), &place, &filing, &terms, &attachments);
        let bytes = document.bytes()?;
        let digest = journal::digest(bytes.as_bytes());
        let headline = headline_context(&filing);
        let row = NewFiling {
            id: &filing,
            realm_id: &self.principal.realm.id,
            incident_id: place.incident,
            number: place.number,
            stage: self.form.stage.as_str(),
            form_id: &self.form.id,
            form_version: &self.form.version,
            filed_at: change.at(),
            aware_at: self.checked.aware_at,
            filer: &self.principal.actor(),
            filer_session: card_session(self.principal),
            file_key: place.file_key,
            digest: &digest,
            sealed: &document::seal(kernel, place.seal_key, &filing, &bytes)?,
            sealed_headline: &kernel.vault.seal(place.seal_key, &headline, &self.checked.headline)?,
            corrects: self.corrects.as_ref().map_or("", |each| each.filing.as_str()),
        };
        store::insert_filing(change, &row).await?;
        self.tell(change, place.incident, &filing).await?;
        self.decide(kernel, change, &place).await?;
        let parts = self.hand_out(kernel, change, &place, &document, &digest).await?;
        duties::keep(change, &duties).await?;
        change.record(self.entry(change.at(), place.incident, &filing, &digest, &parts));
        Ok(filing)
    }

    fn document(
        &self,
        at: Time,
        place: &Place<'_>,
        filing: &str,
        terms: &[TermKept],
        attachments: &[AttachmentName],
    ) -> Document {
        let thresholds = AllThresholds::embedded().current(at);
        let reached: Vec<String> =
            thresholds.reached(&self.checked.answers).map(|each| each.id.clone()).collect();
        let asks = self.form.fields.iter().any(|field| field.significance);
        Document::new(&Parts {
            principal: self.principal,
            organisation: self.organisation,
            form: self.form,
            lang: self.lang,
            zone: &self.settings.zone,
            incident: place.incident,
            filing,
            number: place.number,
            filed_at: at,
            checked: self.checked,
            corrects: self.corrects.clone(),
            thresholds: asks.then(|| Reached { version: thresholds.name(), reached }),
            terms,
            attachments,
        })
    }

    /// Tells everybody who is to be told: those for whom it is the first time become part of the audience.
    async fn tell(&self, change: &mut Change, incident: &str, filing: &str) -> Result<()> {
        let routing = Routings::embedded().current(change.at()).name();
        let actor = self.principal.actor();
        for addressee in self.outlook.told() {
            let authority = &addressee.organisation.id;
            if addressee.since.is_some() {
                store::audience::tell_again(change, incident, authority, filing).await?;
                continue;
            }
            let within = addressee.answer_within().map(|term| term.as_millis());
            let row = NewAudience {
                incident_id: incident,
                authority_id: authority,
                realm_id: &self.principal.realm.id,
                routing: &routing,
                rules: &rules(addressee),
                since: change.at(),
                answer_within_ms: within.and_then(|ms| i64::try_from(ms).ok()),
                added_by: if addressee.rules.is_empty() { &actor } else { "" },
                filing,
            };
            store::audience::insert(change, &row).await?;
        }
        Ok(())
    }

    /// Keeps what a person decided: whom not to tell and why, whom to tell beyond the routing.
    async fn decide(&self, kernel: &Kernel, change: &mut Change, place: &Place<'_>) -> Result<()> {
        let routing = Routings::embedded().current(change.at()).name();
        for addressee in &self.outlook.addressees {
            let authority = &addressee.organisation.id;
            let objection = self.decisions.iter().find(|(id, _)| id == authority);
            let is_added = addressee.rules.is_empty() && addressee.since.is_none();
            let (verdict, reason) = match objection {
                Some((_, reason)) => (EXEMPT, reason.as_str()),
                None if is_added => (TOLD, ""),
                None => continue,
            };
            let id = new_id();
            let row = NewDecision {
                id: &id,
                incident_id: place.incident,
                authority_id: authority,
                verdict,
                routing: &routing,
                rules: &rules(addressee),
                decided_by: &self.principal.actor(),
                sealed_reason: &kernel.vault.seal(place.seal_key, &reason_context(&id), reason)?,
            };
            store::decisions::insert(change, &row).await?;
            let entry = Entry::new("report.decided", "incident", place.incident);
            let entry = entry.concerns(&self.organisation.id).with("authority", authority.as_str());
            change.record(entry.with("decision", id).with("verdict", verdict));
        }
        Ok(())
    }

    /// Keeps what each authority gets; gives the digest of each.
    async fn hand_out(
        &self,
        kernel: &Kernel,
        change: &mut Change,
        place: &Place<'_>,
        document: &Document,
        whole: &str,
    ) -> Result<Vec<(String, String)>> {
        let mut digests = Vec::new();
        for addressee in self.outlook.told() {
            let authority = &addressee.organisation.id;
            let is_newcomer = self.corrects.is_some() && !self.know_corrected.contains(authority);
            let part = if is_newcomer {
                Some(document.part_for_newcomer(self.form, &addressee.organisation))
            } else {
                document.part_for(self.form, &addressee.organisation)
            };
            let (digest, sealed) = match part {
                None => (whole.to_owned(), String::new()),
                Some(part) => {
                    let bytes = part.bytes()?;
                    let context = document::part_context(&document.filing, authority);
                    let sealed = kernel.vault.seal(place.seal_key, &context, &bytes)?;
                    (journal::digest(bytes.as_bytes()), sealed)
                }
            };
            digests.push((authority.clone(), digest.clone()));
            let filing_id = document.filing.clone();
            let part = Part { filing_id, authority_id: authority.clone(), digest, sealed };
            store::parts::insert(change, &part).await?;
        }
        Ok(digests)
    }

    fn entry(
        &self,
        at: Time,
        incident: &str,
        filing: &str,
        digest: &str,
        parts: &[(String, String)],
    ) -> Entry {
        let ids: Vec<&str> = parts.iter().map(|(id, _)| id.as_str()).collect();
        let digests: serde_json::Map<String, serde_json::Value> =
            parts.iter().map(|(id, digest)| (id.clone(), digest.as_str().into())).collect();
        let mut entry = Entry::new("report.filed", "incident", incident)
            .concerns(&self.organisation.id)
            .with("aware_at", self.checked.aware_at.0)
            .with("digest", digest)
            .with("filing", filing)
            .with("form", format!("{}/{}", self.form.id, self.form.version))
            .with("parts", digests)
            .with("routing", Routings::embedded().current(at).name())
            .with("stage", self.form.stage.as_str())
            .with("told", ids.clone());
        if let Some(correction) = &self.corrects {
            entry = entry.with("corrects", correction.filing.as_str());
        }
        ids.into_iter().fold(entry, |entry, id| entry.concerns(id))
    }
}

/// The TLP label that was chosen; empty for none.
pub(super) fn tlp(checked: &Checked) -> &str {
    match checked.answers.get("tlp") {
        Some(Answer::Text(label)) => label,
        _ => "",
    }
}

fn rules(addressee: &Addressee) -> String {
    addressee.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>().join(" ")
}

/// The files that go out with this filing for the first time.
async fn attachments(
    kernel: &Kernel,
    change: &mut Change,
    place: &Place<'_>,
    filing: &str,
) -> Result<Vec<AttachmentName>> {
    let waiting = store::attachments::unsent(kernel, change, place.incident).await?;
    store::attachments::mark_sent(change, place.incident, filing).await?;
    let name = |file: Attachment| AttachmentName {
        shown_to: file.shown_to.split_whitespace().map(str::to_owned).collect(),
        id: file.id,
        name: file.name,
        media_type: file.media_type,
        bytes: file.bytes,
        digest: file.digest,
    };
    Ok(waiting.into_iter().map(name).collect())
}
