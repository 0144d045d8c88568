//! One function for each thing a person can do. The access table decides; nothing here does.

mod answering;
mod attachments;
mod call;
mod card;
mod draft;
mod duties;
mod filing;
mod reading;
mod recipients;
mod stage;

pub use answering::{
    acknowledge, answer, ask, assign, close, note_portal_reference, reopen, request_report, write,
};
pub use attachments::{
    Failure, Upload, attached, attachment, read_piece, remove_attachment, sweep_attachments,
    verify_attachments,
};
pub use call::{Call, Filed, file_call};
pub use card::try_card;
pub use draft::{Draft, Saved, begin_draft, discard_draft, draft, drafts, newest_draft, save_draft};
pub use duties::end_handling;
pub(crate) use reading::parts;
pub use reading::{Reading, Seen, note_reading, open, readings};
pub use recipients::{Changes, tell_after_all};
pub use stage::{Work, begin_stage, discard_stage, file_stage, filed_stage, save_stage};

use kernel::access::Principal;
use kernel::time::Time;
use kernel::{Error, Kernel, Result, limits};
use l10n::Zone;

/// The shortest form key: 22 characters of base64 are 128 bits.
const KEY_CHARS: std::ops::RangeInclusive<usize> = 22..=64;

/// The digest under which a form key is kept. It is the organisation's own, so that nobody can run into
/// another's form, and it says nothing of the key.
fn form_key(kernel: &Kernel, principal: &Principal, purpose: &str, key: &str) -> Result<String> {
    let is_key = KEY_CHARS.contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !is_key {
        return Err(Error::Invalid { field: "key".into(), message: String::new() });
    }
    let scope = format!("{} {} {key}", principal.realm.id, principal.seat.organisation_id);
    Ok(kernel.vault.lookup(purpose, &scope))
}

/// The year a moment falls in, where the installation is.
pub(crate) fn year(at: Time, zone: &Zone) -> String {
    l10n::iso(at.timestamp(), zone).chars().take(4).collect()
}

/// A number of a year, as `2026-0117`.
pub(crate) fn reference(year: &str, number: i64) -> String {
    format!("{year}-{number:04}")
}

/// Words somebody wrote, without blanks around them.
///
/// # Errors
/// [`Error::Invalid`] when there are none, or too many.
fn words(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() || text.chars().count() > limits::TEXT_CHARS {
        return Err(Error::Invalid { field: "text".into(), message: String::new() });
    }
    Ok(text)
}
