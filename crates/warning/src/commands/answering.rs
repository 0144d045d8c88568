//! What an organisation answers: that it was received, whether it applies, that it was passed on, that what was
//! asked is done.

use kernel::access::{Action, Principal};
use kernel::{Change, Entry, Error, Kernel, Result};

use super::{Warning, open};
use crate::evidence::Evidence;
use crate::store::answers::{self, NewAcknowledgement};
use crate::store::obligations::{self, ObligationRow};

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// We have it.
    Received,
    /// It applies to us.
    Applies,
    /// It does not apply to us.
    AppliesNot,
    /// Whether it applies is being looked at.
    AppliesUnknown,
    /// We passed it on to our people and suppliers.
    Forwarded,
    /// What was asked is done.
    Done,
    /// I no longer hold this post: ask somebody else.
    NotMe,
}

impl Reply {
    /// Every answer, by the value a form sends.
    pub const ALL: [(&'static str, Self); 7] = [
        ("received", Self::Received),
        ("yes", Self::Applies),
        ("no", Self::AppliesNot),
        ("unknown", Self::AppliesUnknown),
        ("forwarded", Self::Forwarded),
        ("done", Self::Done),
        ("not_me", Self::NotMe),
    ];

    /// From a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(value, _)| *value == text).map(|(_, reply)| reply)
    }
}

/// Answers as somebody who signed in.
///
/// # Errors
/// [`Error::NotFound`] for who may not. [`Error::Invalid`] for an answer that only a link can give.
pub async fn answer(kernel: &Kernel, principal: &Principal, id: &str, reply: Reply) -> Result<()> {
    let seen = open(kernel, principal, id, Action::AnswerWarning).await?;
    let obligation = seen.obligation.ok_or(Error::NotFound)?;
    if reply == Reply::NotMe {
        return Err(Error::Invalid { field: "reply".into(), message: String::new() });
    }
    let mut change = kernel.begin(principal).await?;
    let answerer = Answerer {
        warning: &seen.warning,
        by_whom: &principal.actor(),
        evidence: Evidence::SignedIn,
        network: "",
        is_counted: true,
    };
    if answerer.give(&mut change, &obligation, reply).await? {
        change.commit().await?;
    }
    Ok(())
}

/// Who answers, and how far they are believed.
pub(super) struct Answerer<'a> {
    pub warning: &'a Warning,
    /// `notice:ID`, `person:ID` or `call:ID`.
    pub by_whom: &'a str,
    pub evidence: Evidence,
    pub network: &'a str,
    pub is_counted: bool,
}

impl Answerer<'_> {
    /// Keeps an answer inside a change; false when it is no news, and nothing was written. Any answer says that the
    /// warning was received.
    pub(super) async fn give(
        &self,
        change: &mut Change,
        obligation: &ObligationRow,
        reply: Reply,
    ) -> Result<bool> {
        let mut is_news = self.receive(change, obligation).await?;
        if !self.is_counted {
            return Ok(is_news);
        }
        let (verb, value, has_changed) = match reply {
            Reply::Received | Reply::NotMe => return Ok(is_news),
            Reply::Applies => {
                ("warning.applies", "yes", answers::applies(change, &obligation.id, "yes").await?)
            }
            Reply::AppliesNot => {
                ("warning.applies", "no", answers::applies(change, &obligation.id, "no").await?)
            }
            Reply::AppliesUnknown => {
                ("warning.applies", "unknown", answers::applies(change, &obligation.id, "unknown").await?)
            }
            Reply::Forwarded => ("warning.forwarded", "", answers::forwarded(change, &obligation.id).await?),
            Reply::Done => ("warning.done", "", answers::done(change, &obligation.id).await?),
        };
        if has_changed {
            let entry = self.entry(verb, obligation);
            change.record(if value.is_empty() { entry } else { entry.with("applies", value) });
            is_news = true;
        }
        Ok(is_news)
    }

    /// Keeps the acknowledgement, and settles what the organisation owes when it is believed.
    async fn receive(&self, change: &mut Change, obligation: &ObligationRow) -> Result<bool> {
        let new = NewAcknowledgement {
            warning_id: &self.warning.id,
            organisation_id: &obligation.organisation_id,
            by_whom: self.by_whom,
            evidence: self.evidence.as_str(),
            network: self.network,
            is_counted: self.is_counted,
        };
        if !answers::acknowledge(change, &new).await? {
            return Ok(false);
        }
        if !self.is_counted {
            change.record(self.entry("warning.suspected", obligation));
            return Ok(true);
        }
        let has_settled =
            obligations::settle(change, &obligation.id, self.by_whom, self.evidence.as_str()).await?;
        let entry = self.entry("warning.acknowledged", obligation).with("settles", has_settled);
        change.record(entry.with("evidence", self.evidence.as_str()));
        Ok(true)
    }

    fn entry(&self, verb: &'static str, obligation: &ObligationRow) -> Entry {
        Entry::new(verb, "obligation", &obligation.id)
            .concerns(&obligation.organisation_id)
            .concerns(&obligation.authority_id)
            .with("warning", self.warning.id.as_str())
            .with("by", self.by_whom)
    }
}
