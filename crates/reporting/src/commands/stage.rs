//! The later stages and corrections: begun with what is known already, kept while typed, filed once.

use directory::Organisation;
use kernel::access::{Action, Principal};
use kernel::time::Time;
use kernel::{Error, Kernel, Result, secret_token};
use l10n::{Lang, Zone};
use serde::{Deserialize, Serialize};
use web::Settings;

use super::duties::Earlier;
use super::filing::{self, Place};
use super::reading::{Seen, open};
use super::recipients::Changes;
use super::{Filed, form_key, words};
use crate::answers::{Answers, Problem, Typed, check};
use crate::document::{self, Correction, Document};
use crate::form::{Form, Forms, Stage};
use crate::incident::{Duty, Filing, stage_draft_context};
use crate::mail;
use crate::recipients::{Addressee, Outlook, outlook};
use crate::store;
use crate::store::stage_drafts::StageDraftRow;

/// A later stage, or a correction, on its way.
pub struct Work {
    /// The incident, as its owner sees it.
    pub seen: Seen,
    /// Whose it is.
    pub organisation: Organisation,
    /// The questions: of the stage as it is asked now, or of the filing that is corrected.
    pub form: &'static Form,
    /// The filing that is corrected.
    pub corrects: Option<Filing>,
    /// What was filed before; the one that is corrected, for a correction.
    pub before: Option<Document>,
    /// Every filing so far.
    pub filings: Vec<Filing>,
    /// What is owed.
    pub duties: Vec<Duty>,
    /// The hidden key of its form.
    pub key: String,
    /// What was typed, or is known already.
    pub typed: Typed,
    /// Why it is corrected.
    pub reason: String,
    /// Who kept it last and when; `None` when nothing is kept.
    pub saved: Option<(String, Time)>,
    /// When, by the machine's clock: what a browser compares its own copy with.
    pub saved_wall: Time,
}

/// A draft as it is sealed.
#[derive(Serialize, Deserialize)]
struct Content {
    key: String,
    typed: Typed,
    #[serde(default)]
    reason: String,
    saved_wall: Time,
}

/// Opens a stage, or a correction of the filing `corrects` (empty for none), for going on with it.
///
/// # Errors
/// [`Error::NotFound`] for who may not, and when there is no such incident or filing.
/// [`Error::Conflict`] when the stage was filed already: what is wrong in it is corrected.
pub async fn begin_stage(
    kernel: &Kernel,
    zone: &Zone,
    principal: &Principal,
    incident_id: &str,
    stage: Stage,
    corrects: &str,
) -> Result<Work> {
    let seen = open(kernel, principal, incident_id, Action::FollowUpReport).await?;
    let organisation = directory::organisation(kernel, &seen.incident.organisation_id).await?;
    let filings = store::filings(kernel, incident_id).await?;
    let corrected = filings.iter().find(|filing| filing.id == corrects).cloned();
    let now = kernel.now(&principal.realm);
    let (form, before) = match (&corrected, corrects) {
        (Some(filing), _) => (of_filing(filing)?, Some(filing)),
        (None, "") => (asked_now(stage, now, &filings)?, filings.last()),
        (None, _) => return Err(Error::NotFound),
    };
    let before = before.map(|filing| read(kernel, &seen, filing)).transpose()?;
    let rows = store::stage_drafts::of_incident(kernel, incident_id).await?;
    let row = rows.into_iter().find(|row| row.stage == form.stage.as_str() && row.corrects == corrects);
    let kept = row.as_ref().map(|row| unseal(kernel, &seen, row)).transpose()?;
    let known = before.as_ref().map(|document| Typed::from_answers(form, &document.answers, zone));
    let Content { key, typed, reason, saved_wall } = kept.unwrap_or_else(|| Content {
        key: secret_token(),
        typed: known.unwrap_or_default(),
        reason: String::new(),
        saved_wall: Time(0),
    });
    Ok(Work {
        duties: store::duties::of_incident(kernel, incident_id).await?,
        saved: row.map(|row| (row.saved_by, row.saved_at)),
        seen,
        organisation,
        form,
        corrects: corrected,
        before,
        filings,
        key,
        typed,
        reason,
        saved_wall,
    })
}

fn of_filing(filing: &Filing) -> Result<&'static Form> {
    let form = Forms::embedded().find(&filing.form_id, &filing.form_version, &filing.stage);
    form.ok_or_else(|| Error::Internal(anyhow::anyhow!("the form of filing {} is not known", filing.id)))
}

fn asked_now(stage: Stage, now: Time, filings: &[Filing]) -> Result<&'static Form> {
    let is_filed = |stage: Stage| filings.iter().any(|filing| filing.stage == stage.as_str());
    let is_over = is_filed(Stage::Final) || (stage == Stage::Notification && is_filed(stage));
    if stage == Stage::EarlyWarning {
        return Err(Error::NotFound);
    }
    if is_over {
        return Err(Error::Conflict(format!("{} was filed already", stage.as_str())));
    }
    Forms::embedded().current(stage, now).ok_or(Error::NotFound)
}

fn read(kernel: &Kernel, seen: &Seen, filing: &Filing) -> Result<Document> {
    Document::read(&seen.incident.open(kernel, &document::context(&filing.id), &filing.sealed)?)
}

fn unseal(kernel: &Kernel, seen: &Seen, row: &StageDraftRow) -> Result<Content> {
    let context = stage_draft_context(&seen.incident.id, &row.stage, &row.corrects);
    Ok(serde_json::from_str(&seen.incident.open(kernel, &context, &row.sealed)?)?)
}

impl Work {
    /// The filing that is corrected; empty for none.
    pub fn corrected(&self) -> &str {
        self.corrects.as_ref().map_or("", |filing| filing.id.as_str())
    }

    /// What could be filed of what was typed: the answers that are good, whatever else is wrong.
    pub fn answers(&self, zone: &Zone, now: Time) -> Answers {
        crate::answers::good(self.form, self.organisation.kind, &self.typed, now, zone)
    }

    /// What cannot be filed as it is.
    pub fn problems(&self, zone: &Zone, now: Time) -> Vec<Problem> {
        check(self.form, self.organisation.kind, &self.typed, now, zone).err().unwrap_or_default()
    }

    /// Who gets it.
    pub async fn outlook(&self, kernel: &Kernel, zone: &Zone, now: Time) -> Result<Outlook> {
        let decisions = store::decisions::of_incident(kernel, &self.seen.incident.id).await?;
        let answers = self.answers(zone, now);
        let (stage, audience) = (self.form.stage, &self.seen.audience);
        outlook(kernel, &self.organisation, stage, &answers, now, audience, &decisions).await
    }
}

/// Keeps what was typed.
///
/// # Errors
/// [`Error::Invalid`] when a field is longer than a field may be.
pub async fn save_stage(kernel: &Kernel, principal: &Principal, work: &Work) -> Result<Time> {
    if let Some(problem) = work.typed.too_long(work.form) {
        return Err(Error::Invalid { field: problem.field, message: String::new() });
    }
    if !work.reason.is_empty() {
        words(&work.reason)?;
    }
    let (incident, stage) = (&work.seen.incident, work.form.stage.as_str());
    let content = Content {
        key: work.key.clone(),
        typed: work.typed.clone(),
        reason: work.reason.clone(),
        saved_wall: kernel.wall.now(),
    };
    let context = stage_draft_context(&incident.id, stage, work.corrected());
    let saved_at = kernel.now(&principal.realm);
    let row = StageDraftRow {
        stage: stage.to_owned(),
        corrects: work.corrected().to_owned(),
        sealed: kernel.vault.seal(&incident.seal_key, &context, &serde_json::to_string(&content)?)?,
        saved_by: principal.actor(),
        saved_at,
    };
    store::stage_drafts::save(kernel, &incident.id, &row).await?;
    Ok(saved_at)
}

/// Throws away what was kept.
pub async fn discard_stage(kernel: &Kernel, work: &Work) -> Result<()> {
    let (incident, stage) = (&work.seen.incident.id, work.form.stage.as_str());
    store::stage_drafts::discard(kernel, incident, stage, work.corrected()).await
}

fn file_key(
    kernel: &Kernel,
    principal: &Principal,
    incident: &str,
    stage: Stage,
    corrects: &str,
    key: &str,
) -> Result<String> {
    form_key(kernel, principal, &format!("stage {incident} {} {corrects}", stage.as_str()), key)
}

/// What the form with this key filed already; `None` when it did not.
pub async fn filed_stage(
    kernel: &Kernel,
    principal: &Principal,
    incident_id: &str,
    stage: Stage,
    corrects: &str,
    key: &str,
) -> Result<Option<Filed>> {
    let seen = open(kernel, principal, incident_id, Action::FollowUpReport).await?;
    let file_key = file_key(kernel, principal, incident_id, stage, corrects, key)?;
    let filing = store::filing_by_key(kernel, &file_key).await?;
    Ok(filing.map(|filing| Filed {
        incident: seen.incident.id,
        filing: filing.id,
        number: seen.incident.number,
        receipt: None,
    }))
}

/// Files a later stage or a correction. Sending the same form again gives what was filed the first time.
///
/// # Errors
/// [`Error::Invalid`] with the first field that cannot be filed as it is. [`Error::Conflict`] when somebody
/// filed another stage meanwhile.
pub async fn file_stage(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    work: &Work,
    lang: Lang,
    changes: &Changes,
) -> Result<Filed> {
    let incident = &work.seen.incident;
    let file_key = file_key(kernel, principal, &incident.id, work.form.stage, work.corrected(), &work.key)?;
    let filed = |filing: String, receipt| Filed {
        incident: incident.id.clone(),
        filing,
        number: incident.number.clone(),
        receipt,
    };
    if let Some(known) = store::filing_by_key(kernel, &file_key).await? {
        return Ok(filed(known.id, None));
    }
    let now = kernel.now(&principal.realm);
    let checked = check(work.form, work.organisation.kind, &work.typed, now, &settings.zone)
        .map_err(|problems| Error::Invalid { field: problems[0].field.clone(), message: String::new() })?;
    let corrects = work.corrects.as_ref().map(|filing| {
        let wrong = || Error::Invalid { field: "reason".into(), message: String::new() };
        let reason = words(&work.reason).ok().ok_or_else(wrong)?;
        Ok::<_, Error>(Correction { filing: filing.id.clone(), reason })
    });
    let corrects = corrects.transpose()?;
    let mut outlook = work.outlook(kernel, &settings.zone, now).await?;
    let decisions = changes.apply(kernel, principal, &mut outlook).await?;
    let told: Vec<&Addressee> = outlook.told().collect();
    let letters = mail::to_authorities(kernel, &told).await?;
    let knowing = store::parts::of_filing(kernel, work.corrected()).await?;
    let know_corrected: Vec<String> = knowing.into_iter().map(|part| part.authority_id).collect();
    let filing = filing::Filing {
        settings,
        principal,
        organisation: &work.organisation,
        form: work.form,
        checked: &checked,
        lang,
        outlook: &outlook,
        decisions: &decisions,
        corrects,
        know_corrected: &know_corrected,
    };
    let earlier = earlier(kernel, work).await?;
    let mut change = kernel.begin(principal).await?;
    let place = Place {
        incident: &incident.id,
        seal_key: &incident.seal_key,
        number: work.filings.last().map_or(1, |last| last.number + 1),
        file_key: &file_key,
        duties: work.duties.clone(),
        earlier,
    };
    let written = filing.write(kernel, &mut change, place).await?;
    let ended = checked.resolved_at;
    store::follow_up(&mut change, &incident.id, &written, filing::tlp(&checked), ended).await?;
    let stage = work.form.stage.as_str();
    store::stage_drafts::filed(&mut change, &incident.id, stage, work.corrected()).await?;
    mail::say_waiting(&mut change, settings, &incident.id, &letters);
    let receipt = change.commit().await?;
    Ok(filed(written, Some(receipt)))
}

/// The stages that were filed before, and who got them.
async fn earlier(kernel: &Kernel, work: &Work) -> Result<Vec<Earlier>> {
    let got = store::parts::recipients(kernel, &work.seen.incident.id).await?;
    let told = |filing: &str| {
        got.iter().filter(|(got, _)| got == filing).map(|(_, authority)| authority.clone()).collect()
    };
    let originals = work.filings.iter().filter(|filing| filing.corrects.is_empty());
    let earlier = originals.map(|filing| Earlier {
        stage: filing.stage.clone(),
        filed_at: filing.filed_at,
        told: told(&filing.id),
    });
    Ok(earlier.collect())
}
