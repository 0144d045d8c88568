//! The contact drill, and what it shows: who can be reached, and whose contacts are to be mended.

use std::collections::BTreeMap;

use directory::OrganisationKind;
use kernel::access::{Action, Principal};
use kernel::{Entry, Error, Kernel, Result};
use l10n::Lang;
use web::Settings;

use super::{Draft, begin, publish};
use crate::audience::Selection;
use crate::store::{groups, repairs};
use crate::warning::{Certainty, Class, Content, Severity, Text, Tlp, Urgency};
use crate::words::Words;

/// Whom a drill asks where no saved choice was taken: everybody but authorities and CSIRTs.
fn everybody() -> Selection {
    let kinds = OrganisationKind::ALL.iter().filter(|kind| !kind.may_hold_mandates());
    Selection { kinds: kinds.map(|kind| kind.as_str().to_owned()).collect(), ..Selection::default() }
}

/// Sends a contact drill out at once, to everybody or to a saved choice; gives its identifier.
///
/// # Errors
/// [`Error::Forbidden`] for who keeps no duty desk; [`Error::Invalid`] when it would reach nobody.
pub async fn drill(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    group: &str,
) -> Result<String> {
    principal.must(Action::ComposeWarning, principal.desk())?;
    let selection = if group.is_empty() {
        everybody()
    } else {
        let known = groups::of_authority(kernel, &principal.seat.organisation_id).await?;
        known.iter().find(|row| row.id == group).ok_or(Error::NotFound)?;
        Selection { groups: vec![group.to_owned()], ..Selection::default() }
    };
    let text = |lang: Lang| {
        let l = Words(lang);
        let text = Text {
            headline: l.drill_headline().to_owned(),
            description: String::new(),
            instruction: format!("{}\n{}", l.drill_description(), l.drill_instruction()),
        };
        (lang.code().to_owned(), text)
    };
    let draft = Draft {
        class: Class::Drill,
        // Everybody may know of a drill, so that its words stand in the mail.
        tlp: Tlp::Green,
        selection,
        content: Content {
            severity: Severity::Minor,
            urgency: Urgency::Expected,
            certainty: Certainty::Observed,
            texts: Lang::ALL.into_iter().map(text).collect::<BTreeMap<_, _>>(),
            ..Content::default()
        },
    };
    let id = begin(kernel, principal, &draft).await?;
    match publish(kernel, settings, principal, &id, 1).await {
        Ok(()) => Ok(id),
        Err(error) => {
            // A drill that reaches nobody leaves no draft behind.
            super::discard(kernel, principal, &id).await?;
            Err(error)
        }
    }
}

/// Notes that a contact was mended: by the organisation's own lead, or by the desk that asked.
///
/// # Errors
/// [`Error::NotFound`] when there is no such open one for this person.
pub async fn mended(kernel: &Kernel, principal: &Principal, id: &str) -> Result<()> {
    let (realm, own) = (&principal.realm.id, &principal.seat.organisation_id);
    let is_desk = principal.may(Action::ComposeWarning, principal.desk());
    let is_own = principal.may(Action::EditOrganisation, kernel::access::Relation::Own)
        && repairs::of_organisation(kernel, realm, own).await?.iter().any(|row| row.id == id);
    if !is_desk && !is_own {
        return Err(Error::NotFound);
    }
    let mut change = kernel.begin(principal).await?;
    if !repairs::close(&mut change, id, &principal.actor()).await? {
        return Err(Error::NotFound);
    }
    change.record(Entry::new("warning.contact_mended", "contact_repair", id).concerns(own));
    change.commit().await?;
    Ok(())
}
