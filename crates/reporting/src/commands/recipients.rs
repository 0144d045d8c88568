//! What a person changes in who is told.

use kernel::access::{Action, Principal};
use kernel::{Entry, Error, Kernel, Result, limits, new_id};

use super::reading::open;
use crate::incident::{TOLD, reason_context};
use crate::recipients::Outlook;
use crate::store;
use crate::store::decisions::NewDecision;

/// Authorities a person may add to one filing.
const ADDED_MOST: usize = 10;

/// Whom to tell, other than the routing says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Authorities to tell beyond the routing.
    pub added: Vec<String>,
    /// Authorities not to tell, each with the reason.
    pub objections: Vec<(String, String)>,
}

impl Changes {
    /// From the fields of a page: `add`, and for each authority `not.ID` with `why.ID`.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let mut changes = Self::default();
        for (name, value) in pairs.clone() {
            if name == "add" && !value.is_empty() && !changes.added.iter().any(|known| known == value) {
                changes.added.push(value.to_owned());
            } else if let Some(authority) = name.strip_prefix("not.") {
                let why = format!("why.{authority}");
                let reason = pairs.clone().into_iter().find(|(name, _)| **name == *why);
                let reason = reason.map_or("", |(_, value)| value).trim().to_owned();
                changes.objections.push((authority.to_owned(), reason));
            }
        }
        changes
    }

    /// Takes the changes into the outlook; gives what is to be recorded.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field, when a reason is missing or too long, or an authority is none.
    pub(super) async fn apply(
        &self,
        kernel: &Kernel,
        principal: &Principal,
        outlook: &mut Outlook,
    ) -> Result<Vec<(String, String)>> {
        let mut added = Vec::new();
        for id in self.added.iter().take(ADDED_MOST) {
            let wrong = || Error::Invalid { field: "add".into(), message: String::new() };
            let organisation = directory::organisation(kernel, id).await.map_err(|error| match error {
                Error::NotFound => wrong(),
                error => error,
            })?;
            let may_be_told = organisation.realm_id == principal.realm.id
                && organisation.kind.may_hold_mandates()
                && organisation.id != principal.seat.organisation_id;
            if !may_be_told {
                return Err(wrong());
            }
            added.push(organisation);
        }
        for (authority, reason) in &self.objections {
            if reason.is_empty() || reason.chars().count() > limits::TEXT_CHARS {
                return Err(Error::Invalid { field: format!("why.{authority}"), message: String::new() });
            }
        }
        let exempt: Vec<String> = self.objections.iter().map(|(id, _)| id.clone()).collect();
        outlook.decide(added, &exempt);
        let is_addressee = |id: &String| outlook.addressees.iter().any(|each| each.organisation.id == *id);
        Ok(self.objections.iter().filter(|(id, _)| is_addressee(id)).cloned().collect())
    }
}

/// Withdraws an exemption: the authority gets the next filing again.
///
/// # Errors
/// [`Error::NotFound`] when there is no exemption to withdraw.
pub async fn tell_after_all(
    kernel: &Kernel,
    principal: &Principal,
    incident_id: &str,
    authority: &str,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::FollowUpReport).await?;
    let decisions = store::decisions::of_incident(kernel, incident_id).await?;
    let newest = decisions.iter().rev().find(|each| each.authority_id == authority);
    let exemption = newest.filter(|each| each.is_exemption()).ok_or(Error::NotFound)?;
    let mut change = kernel.begin(principal).await?;
    let id = new_id();
    let row = NewDecision {
        id: &id,
        incident_id,
        authority_id: authority,
        verdict: TOLD,
        routing: &exemption.routing,
        rules: &exemption.rules,
        decided_by: &principal.actor(),
        sealed_reason: &kernel.vault.seal(&seen.incident.seal_key, &reason_context(&id), "")?,
    };
    store::decisions::insert(&mut change, &row).await?;
    let entry = Entry::new("report.decided", "incident", incident_id);
    let entry = entry.concerns(&seen.incident.organisation_id).with("authority", authority);
    change.record(entry.with("decision", id).with("verdict", TOLD));
    change.commit().await?;
    Ok(())
}
