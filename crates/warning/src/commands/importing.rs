//! A warning of another system becomes a draft.

use cap::{ReadError, VerifyError, VerifyingKey};
use kernel::access::{Action, Principal};
use kernel::{Error, Kernel};
use l10n::Lang;

use super::composing::begin_with;
use super::feeds::signing_key;
use super::files::{FileFailure, Sealed, fit};
use crate::exchange::taken::{self, Taken, Unusable};
use crate::limits::{LINE_CHARS, PROBLEMS_SHOWN};
use crate::warning::{Origin, Signature};

/// What every XML signature holds, in whatever form.
const XMLDSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Why a message did not become a draft.
#[derive(Debug)]
pub enum ImportFault {
    /// There was none.
    Nothing,
    /// It is no CAP message, or a dangerous one; the error says where.
    Unreadable(ReadError),
    /// What was given as the sender's key is none.
    Key,
    /// It is no warning here.
    Unusable(Unusable),
    /// Something else.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for ImportFault {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<FileFailure> for ImportFault {
    fn from(failure: FileFailure) -> Self {
        match failure {
            FileFailure::Failed(error) => Self::Failed(error),
            // What is not taken was left out before.
            FileFailure::Refused(refusal) => Self::Failed(anyhow::anyhow!("not taken: {refusal:?}").into()),
        }
    }
}

/// Makes a draft of a CAP message and gives its identifier. `pem` is the sender's public key; empty to check with
/// the key of this installation. Words of our own are in `lang`.
///
/// # Errors
/// [`ImportFault`] says what is wrong with the message; [`Error::Forbidden`] for who keeps no duty desk.
pub async fn import(
    kernel: &Kernel,
    principal: &Principal,
    xml: &[u8],
    pem: &str,
    lang: Lang,
) -> Result<String, ImportFault> {
    principal.must(Action::ComposeWarning, principal.desk())?;
    if xml.trim_ascii().is_empty() {
        return Err(ImportFault::Nothing);
    }
    let alert = cap::read(xml).map_err(ImportFault::Unreadable)?;
    let key = sender_key(kernel, pem).await?;
    let fingerprint = key.fingerprint().map_err(|_no_key| ImportFault::Key)?;
    let is_taken = |name: &str, bytes: &[u8]| fit(name, bytes).is_ok();
    let taken = taken::take(&alert, lang, principal.realm.is_exercise(), is_taken);
    let Taken { mut draft, files } = taken.map_err(ImportFault::Unusable)?;
    let problems = alert.check().err().unwrap_or_default();
    draft.content.origin = Some(Origin {
        signature: check(xml, &key),
        fingerprint,
        problems: problems.iter().take(PROBLEMS_SHOWN).map(ToString::to_string).collect(),
        sender: clipped(&alert.sender),
        identifier: clipped(&alert.identifier),
        sent: alert.sent.to_string(),
    });
    let mut sealed = Vec::with_capacity(files.len());
    for (name, bytes) in &files {
        sealed.push(Sealed::new(kernel, name, bytes)?);
    }
    draft.content.files = sealed.iter().map(|each| each.file.clone()).collect();
    Ok(begin_with(kernel, principal, &draft, &sealed).await?)
}

/// A name as it is shown; what is longer than any name is cut.
fn clipped(name: &str) -> String {
    name.chars().take(LINE_CHARS).collect()
}

async fn sender_key(kernel: &Kernel, pem: &str) -> Result<VerifyingKey, ImportFault> {
    match pem.trim() {
        "" => Ok(signing_key(kernel).await?.verifying_key()),
        pem => VerifyingKey::from_pem(pem).map_err(|_no_key| ImportFault::Key),
    }
}

fn check(xml: &[u8], key: &VerifyingKey) -> Signature {
    let is_signed = || xml.windows(XMLDSIG.len()).any(|part| part == XMLDSIG.as_bytes());
    match cap::verify(xml, key) {
        Ok(_) => Signature::Valid,
        Err(VerifyError::Unsigned) if !is_signed() => Signature::Absent,
        Err(_) => Signature::Invalid,
    }
}
