//! What changes how somebody signs in, each journalled with identifiers only.

use std::time::Duration;

use kernel::journal::digest;
use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Message, Result, new_id, realm, secret_token};

use crate::app::{App, Settings};
use crate::people::{self, Person};
use crate::sign_in::ceremony::{self, Ceremony, SetUp, Step};
use crate::sign_in::recovery;
use crate::sign_in::store::{self, Invitation, PasskeyRow};
use crate::words::Words;

/// How long an invitation can be used.
pub const INVITATION: Duration = Duration::from_secs(7 * 24 * 3600);

/// A new account matter in the real world's journal. Nobody has a seat at the door, so the program itself
/// is the actor and the person the subject.
async fn begin(kernel: &Kernel) -> Result<Change> {
    kernel.begin_as_system(&realm::reality(&kernel.db).await?).await
}

fn entry(verb: &'static str, person_id: &str) -> Entry {
    Entry::new(verb, "person", person_id)
}

/// Invites a person to set up how they sign in: gives a link that works once, for [`INVITATION`]. Earlier
/// links of theirs that were not used stop working. Reading the link changes nothing, since mail scanners
/// follow links; the set-up begins with a press of a button.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person, or they were erased.
pub async fn invite(kernel: &Kernel, settings: &Settings, person_id: &str) -> Result<String> {
    if people::get(kernel, person_id).await?.is_erased() {
        return Err(Error::NotFound);
    }
    let (token, now) = (secret_token(), kernel.wall.now());
    let invitation =
        Invitation { id: new_id(), person_id: person_id.to_owned(), expires_at: now.plus(INVITATION) };
    let mut change = begin(kernel).await?;
    store::add_invitation(&mut change, &invitation, &digest(token.as_bytes()), now).await?;
    change.record(entry("person.invited", person_id).with("invitation", invitation.id));
    change.commit().await?;
    Ok(format!("{}/invitation/{token}", settings.public_url))
}

/// What a set-up ends with.
pub(crate) enum Way<'a> {
    /// A password, and an app whose first code was accepted at this step.
    Password {
        /// That step.
        step: i64,
    },
    /// A passkey.
    Passkey {
        /// Its credential identifier.
        credential_id: &'a str,
        /// The library's text.
        credential: &'a str,
        /// The device it was made on.
        device: &'a str,
    },
}

/// Ends a set-up: from now on the person signs in this way, and only this browser goes on. Gives the token
/// of the ceremony that shows the new recovery codes.
///
/// # Errors
/// [`Error::Conflict`] when it, or its invitation, has already been used.
pub(crate) async fn finish_set_up(
    app: &App,
    ceremony: &Ceremony,
    set_up: &SetUp,
    way: Way<'_>,
) -> Result<String> {
    let (kernel, person_id) = (&app.kernel, &ceremony.person_id);
    let person = people::get(kernel, person_id).await?;
    if person.is_erased() || !ceremony.end(kernel).await? {
        return Err(Error::Conflict("this set-up has ended".into()));
    }
    let now = kernel.wall.now();
    let had_password = store::password_hash(&kernel.db, person_id).await?.is_some();
    let is_first = !had_password && store::passkeys(&kernel.db, person_id).await?.is_empty();
    let mut change = begin(kernel).await?;
    if !is_first {
        tell(app, &mut change, &person);
    }
    if set_up.invitation_id.is_empty() {
        change.record(entry("person.set_up_anew", person_id));
    } else if !store::use_invitation(&mut change, &set_up.invitation_id, now).await? {
        return Err(Error::Conflict("this invitation was used".into()));
    } else {
        change.record(entry("person.joined", person_id).with("invitation", &*set_up.invitation_id));
    }
    match way {
        Way::Password { step } => {
            store::set_password(&mut change, person_id, &set_up.hash, now).await?;
            store::set_totp(kernel, &mut change, person_id, &set_up.secret, step).await?;
            change.record(entry("person.password_set", person_id));
            change.record(entry("person.app_set", person_id));
        }
        Way::Passkey { credential_id, credential, device } => {
            put_passkey(&mut change, person_id, credential_id, credential, device, now).await?;
        }
    }
    let codes = put_codes(kernel, &mut change, person_id, now).await?;
    store::end_sessions(&mut change, person_id, &set_up.session_id).await?;
    change.commit().await?;
    ceremony::begin(kernel, person_id, &Step::Codes { codes }).await
}

async fn put_passkey(
    change: &mut Change,
    person_id: &str,
    credential_id: &str,
    credential: &str,
    device: &str,
    now: Time,
) -> Result<()> {
    let row = PasskeyRow {
        id: new_id(),
        person_id: person_id.to_owned(),
        credential: credential.to_owned(),
        device: device.chars().take(crate::session::DEVICE_CHARS).collect(),
        made_at: now,
        used_at: now,
    };
    store::add_passkey(change, &row, credential_id).await?;
    change.record(entry("person.passkey_added", person_id).with("passkey", row.id));
    Ok(())
}

async fn put_codes(kernel: &Kernel, change: &mut Change, person_id: &str, now: Time) -> Result<Vec<String>> {
    let codes = recovery::new_codes();
    let digests: Vec<String> = codes.iter().map(|code| recovery::digest(kernel, person_id, code)).collect();
    store::set_codes(change, person_id, &digests, now).await?;
    change.record(entry("person.recovery_codes_made", person_id));
    Ok(codes)
}

/// Tells the person by mail that how they sign in was changed: the one sign of a thief they can get.
fn tell(app: &App, change: &mut Change, person: &Person) {
    if person.details.email.is_empty() {
        return;
    }
    let l = Words(person.lang);
    change.send(Message {
        to: person.details.email.clone(),
        subject: l.mail_changed_subject().to_owned(),
        body: l.mail_changed_body(format!("{}/account", app.settings.public_url)),
    });
}

/// Adds a passkey to a person who signed in.
pub(crate) async fn add_passkey(
    app: &App,
    person: &Person,
    credential_id: &str,
    credential: &str,
    device: &str,
) -> Result<()> {
    let mut change = begin(&app.kernel).await?;
    let now = app.kernel.wall.now();
    put_passkey(&mut change, &person.id, credential_id, credential, device, now).await?;
    tell(app, &mut change, person);
    change.commit().await?;
    Ok(())
}

/// Removes a passkey, unless it is the person's only way in.
///
/// # Errors
/// [`Error::Forbidden`] when it is the only way in, [`Error::NotFound`] when it is not theirs.
pub(crate) async fn remove_passkey(app: &App, person: &Person, id: &str) -> Result<()> {
    let has_password = store::password_hash(&app.kernel.db, &person.id).await?.is_some();
    let mut change = begin(&app.kernel).await?;
    if !store::remove_passkey(&mut change, &person.id, id).await? {
        return Err(Error::NotFound);
    }
    if !has_password && store::count_passkeys(&mut change, &person.id).await? == 0 {
        return Err(Error::Forbidden);
    }
    change.record(entry("person.passkey_removed", &person.id).with("passkey", id));
    tell(app, &mut change, person);
    change.commit().await?;
    Ok(())
}

/// Replaces a person's password; their other sessions end.
pub(crate) async fn change_password(app: &App, person: &Person, hash: &str, keep: &str) -> Result<()> {
    let mut change = begin(&app.kernel).await?;
    store::set_password(&mut change, &person.id, hash, app.kernel.wall.now()).await?;
    store::end_sessions(&mut change, &person.id, keep).await?;
    change.record(entry("person.password_set", &person.id));
    tell(app, &mut change, person);
    change.commit().await?;
    Ok(())
}

/// Replaces a person's recovery codes; gives the token of the ceremony that shows them.
pub(crate) async fn new_codes(app: &App, person: &Person) -> Result<String> {
    let kernel = &app.kernel;
    let mut change = begin(kernel).await?;
    let codes = put_codes(kernel, &mut change, &person.id, kernel.wall.now()).await?;
    tell(app, &mut change, person);
    change.commit().await?;
    ceremony::begin(kernel, &person.id, &Step::Codes { codes }).await
}

/// Uses up a recovery code; says whether it was right. The person is told, since somebody else may hold
/// the printed page.
pub(crate) async fn use_code(app: &App, person: Option<&Person>, typed: &str) -> Result<bool> {
    let kernel = &app.kernel;
    // Nobody's code is looked for too, so that an unknown address takes as long as a known one.
    let id = person.map_or("", |person| person.id.as_str());
    let mut change = begin(kernel).await?;
    let digest = recovery::digest(kernel, id, typed);
    if !store::use_code(&mut change, id, &digest, kernel.wall.now()).await? {
        return Ok(false);
    }
    change.record(entry("person.recovery_code_used", id));
    if let Some(person) = person {
        tell(app, &mut change, person);
    }
    change.commit().await?;
    Ok(true)
}

/// Journals that a person came in, and how.
pub(crate) async fn note_sign_in(kernel: &Kernel, person_id: &str, method: &'static str) -> Result<()> {
    let mut change = begin(kernel).await?;
    change.record(entry("person.signed_in", person_id).with("method", method));
    change.commit().await?;
    Ok(())
}

/// Ends one of a person's sessions.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs or has ended.
pub(crate) async fn end_session(
    kernel: &Kernel,
    person_id: &str,
    id: &str,
    verb: &'static str,
) -> Result<()> {
    let mut change = begin(kernel).await?;
    if !store::end_session(&mut change, person_id, id).await? {
        return Err(Error::NotFound);
    }
    change.record(entry(verb, person_id).with("session", id));
    change.commit().await?;
    Ok(())
}

/// Ends all of a person's sessions but one; gives how many.
pub(crate) async fn end_other_sessions(kernel: &Kernel, person_id: &str, keep: &str) -> Result<u64> {
    let mut change = begin(kernel).await?;
    let ended = store::end_sessions(&mut change, person_id, keep).await?;
    change.record(entry("person.sessions_ended", person_id).with("count", ended));
    change.commit().await?;
    Ok(ended)
}
