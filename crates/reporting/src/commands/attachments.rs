//! Adding, reading and removing files of an incident.

use std::collections::HashMap;
use std::time::Duration;

use kernel::access::{Action, Principal, Relation};
use kernel::journal::{self, Digester};
use kernel::{Entry, Error, Kernel, Result, new_id, realm};
use web::file::{CHUNK_BYTES, Check, is_program_name};

use super::reading::{Seen, open};
use crate::attachment::{
    ATTACHMENT_BYTES, ATTACHMENTS_PER_INCIDENT, Attachment, INCIDENT_BYTES, Refusal, chunk_context,
    name_context, shown_to,
};
use crate::incident::Incident;
use crate::store::attachments::{self as rows, Arrived, NewAttachment};

/// Uploads that may be under way for one incident, of those begun within [`UNDER_WAY`].
const UPLOADS_AT_ONCE: i64 = 40;
/// How long an upload can be under way at most, by the machine's clock: no request takes longer.
const UNDER_WAY: Duration = Duration::from_secs(3600);
/// After how long an upload that broke off is deleted, by the machine's clock.
const SWEPT_AFTER: Duration = Duration::from_secs(24 * 3600);
/// Files verified at once.
const PAGE: i64 = 200;

/// Why a file was not added.
#[derive(Debug)]
pub enum Failure {
    /// It is not taken; the reader is told why and what to do.
    Refused(Refusal),
    /// Something else.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A file on its way in: sealed and written piece by piece, never held as a whole.
pub struct Upload<'a> {
    kernel: &'a Kernel,
    principal: &'a Principal,
    incident: Incident,
    id: String,
    name: String,
    buffer: Vec<u8>,
    seq: i64,
    bytes: usize,
    digest: Digester,
    check: Check,
}

impl<'a> Upload<'a> {
    /// Begins to take a file under the name the sender gave it.
    ///
    /// # Errors
    /// [`Failure::Refused`] where the incident has no room or the name is a program's; [`Error::NotFound`]
    /// for an incident they may not add to, or an erased one.
    pub async fn begin(
        kernel: &'a Kernel,
        principal: &'a Principal,
        incident_id: &str,
        name: &str,
    ) -> std::result::Result<Self, Failure> {
        let incident = open(kernel, principal, incident_id, Action::AttachFile).await?.incident;
        if incident.seal_key.is_empty() {
            return Err(Error::NotFound.into());
        }
        if is_program_name(name) {
            return Err(Refusal::Program.into());
        }
        room(rows::totals(kernel, incident_id).await?, 0)?;
        let wall = kernel.wall.now();
        if rows::arriving(kernel, incident_id, wall.minus(UNDER_WAY)).await? >= UPLOADS_AT_ONCE {
            return Err(Refusal::Busy.into());
        }
        let id = new_id();
        let new = NewAttachment {
            id: &id,
            realm_id: &principal.realm.id,
            incident_id,
            added_by: &principal.actor(),
            organisation_id: &principal.seat.organisation_id,
            at: kernel.now(&principal.realm),
            begun_at: wall,
        };
        rows::begin(kernel, &new).await?;
        Ok(Self {
            kernel,
            principal,
            incident,
            id,
            name: name.to_owned(),
            buffer: Vec::with_capacity(CHUNK_BYTES),
            seq: 0,
            bytes: 0,
            digest: Digester::default(),
            check: Check::default(),
        })
    }

    /// Takes the next bytes, however many.
    pub async fn take(&mut self, mut piece: &[u8]) -> std::result::Result<(), Failure> {
        self.bytes = self.bytes.saturating_add(piece.len());
        if self.bytes > ATTACHMENT_BYTES {
            return Err(Refusal::TooLarge.into());
        }
        self.digest.add(piece);
        while !piece.is_empty() {
            let room = CHUNK_BYTES - self.buffer.len();
            let (now, later) = piece.split_at(room.min(piece.len()));
            self.buffer.extend_from_slice(now);
            piece = later;
            if self.buffer.len() == CHUNK_BYTES {
                self.write().await?;
            }
        }
        Ok(())
    }

    /// Checks, seals and writes what is held.
    async fn write(&mut self) -> std::result::Result<(), Failure> {
        self.check.take(&self.buffer).map_err(Refusal::from)?;
        let context = chunk_context(&self.id, self.seq);
        let sealed = self.kernel.vault.seal_bytes(&self.incident.seal_key, &context, &self.buffer)?;
        if !rows::add_chunk(self.kernel, &self.id, self.seq, &sealed).await? {
            return Err(Refusal::BrokeOff.into());
        }
        self.buffer.clear();
        self.seq += 1;
        Ok(())
    }

    /// Keeps the file. `who` is `everybody` (who is told) or mandates separated by spaces. The same file
    /// sent again changes nothing.
    pub async fn finish(mut self, who: &str) -> std::result::Result<(), Failure> {
        let outcome = self.keep(who).await;
        if !matches!(outcome, Ok(true)) {
            self.give_up().await?;
        }
        outcome.map(|_| ())
    }

    /// Whether it was kept: not when the same file waits already.
    async fn keep(&mut self, who: &str) -> std::result::Result<bool, Failure> {
        let shown_to = shown_to(who)?;
        if !self.buffer.is_empty() {
            self.write().await?;
        }
        let (kind, name) = std::mem::take(&mut self.check).finish(&self.name).map_err(Refusal::from)?;
        let (vault, incident) = (&self.kernel.vault, &self.incident);
        let sealed_name = vault.seal(&incident.seal_key, &name_context(&self.id), &name)?;
        let digest = std::mem::take(&mut self.digest).finish();
        let bytes = i64::try_from(self.bytes).unwrap_or(i64::MAX);
        let mut change = self.kernel.begin(self.principal).await?;
        if !rows::hold(&mut change, &incident.id).await? {
            return Err(Error::NotFound.into());
        }
        if rows::has_same(&mut change, &incident.id, &digest, &shown_to).await? {
            return Ok(false);
        }
        room(rows::totals_in(&mut change, &incident.id).await?, bytes)?;
        let arrived = Arrived {
            id: &self.id,
            sealed_name: &sealed_name,
            media_type: kind.media_type,
            bytes,
            digest: &digest,
            shown_to: &shown_to,
        };
        if !rows::keep(&mut change, &arrived).await? {
            return Err(Refusal::BrokeOff.into());
        }
        let entry = Entry::new("report.attached", "incident", &incident.id)
            .concerns(&incident.organisation_id)
            .with("attachment", self.id.as_str())
            .with("digest", digest)
            .with("bytes", bytes);
        change.record(entry);
        change.commit().await?;
        Ok(true)
    }

    /// Throws away what has arrived.
    pub async fn give_up(self) -> Result<()> {
        rows::drop_arriving(self.kernel, &self.id).await
    }
}

/// Whether one more file of `more` bytes fits beside those that are there.
fn room((count, bytes): (i64, i64), more: i64) -> std::result::Result<(), Refusal> {
    if count >= ATTACHMENTS_PER_INCIDENT {
        Err(Refusal::TooMany)
    } else if bytes.saturating_add(more) > INCIDENT_BYTES {
        Err(Refusal::NoRoom)
    } else {
        Ok(())
    }
}

/// The files of an incident that this reader may see: its owner all, an authority those that were sent
/// to it. None where the incident was erased, or their role may not read files.
pub async fn attached(kernel: &Kernel, principal: &Principal, seen: &Seen) -> Result<Vec<Attachment>> {
    if !principal.may(Action::ReadAttachment, seen.relation) || seen.incident.seal_key.is_empty() {
        return Ok(Vec::new());
    }
    let mut shown = Vec::new();
    for attachment in rows::of_incident(kernel, &seen.incident.id).await? {
        if may_read(kernel, principal, seen.relation, &attachment).await? {
            shown.push(attachment);
        }
    }
    Ok(shown)
}

/// One file of an incident, for somebody who may read it, with the incident as they may see it.
///
/// # Errors
/// [`Error::NotFound`] when there is none, when it was not sent to them, when it was erased, or when they
/// may not read it: these cannot be told apart.
pub async fn attachment(
    kernel: &Kernel,
    principal: &Principal,
    incident_id: &str,
    id: &str,
) -> Result<(Seen, Attachment)> {
    let seen = open(kernel, principal, incident_id, Action::ReadAttachment).await?;
    let found = rows::get(kernel, incident_id, id).await?.ok_or(Error::NotFound)?;
    if found.seal_key.is_empty() || !may_read(kernel, principal, seen.relation, &found).await? {
        return Err(Error::NotFound);
    }
    Ok((seen, found))
}

async fn may_read(
    kernel: &Kernel,
    principal: &Principal,
    relation: Relation,
    attachment: &Attachment,
) -> Result<bool> {
    if relation != Relation::Addressed {
        return Ok(relation == Relation::Own);
    }
    let authority = &principal.seat.organisation_id;
    if !attachment.is_sent() || !rows::was_addressed(kernel, &attachment.first_filing, authority).await? {
        return Ok(false);
    }
    Ok(attachment.is_shown_to(directory::organisation(kernel, authority).await?.mandate))
}

/// One piece of a file, opened; `None` after the last.
///
/// # Errors
/// [`Error::Internal`] when a piece is missing or was altered.
pub async fn read_piece(kernel: &Kernel, attachment: &Attachment, seq: i64) -> Result<Option<Vec<u8>>> {
    let before = seq.saturating_mul(CHUNK_BYTES as i64);
    if before >= attachment.bytes {
        return Ok(None);
    }
    let id = &attachment.id;
    let missing = || Error::Internal(anyhow::anyhow!("attachment {id}: piece {seq} is missing"));
    let sealed = rows::chunk(kernel, id, seq).await?.ok_or_else(missing)?;
    kernel.vault.open_bytes(&attachment.seal_key, &chunk_context(id, seq), &sealed)
}

/// Removes a file that was not sent yet; its content is gone at once.
///
/// # Errors
/// [`Error::NotFound`] when there is none or it is not theirs; [`Error::Conflict`] when it was sent.
pub async fn remove_attachment(
    kernel: &Kernel,
    principal: &Principal,
    incident_id: &str,
    id: &str,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::AttachFile).await?;
    let found = rows::get(kernel, incident_id, id).await?.ok_or(Error::NotFound)?;
    let mut change = kernel.begin(principal).await?;
    rows::hold(&mut change, incident_id).await?;
    if !rows::remove(&mut change, incident_id, id).await? {
        return Err(Error::Conflict("the file was sent or removed meanwhile".into()));
    }
    let entry = Entry::new("report.attachment_removed", "incident", incident_id)
        .concerns(&seen.incident.organisation_id)
        .with("attachment", id)
        .with("digest", found.digest);
    change.record(entry);
    change.commit().await?;
    Ok(())
}

/// Deletes uploads that broke off more than a day ago, and pieces that nobody can read any more; gives how
/// many uploads.
pub async fn sweep_attachments(kernel: &Kernel) -> Result<u64> {
    rows::sweep(kernel, kernel.wall.now().minus(SWEPT_AFTER)).await
}

/// Recomputes the digest of every file that is kept, compares it with its row and with the journal, and
/// names each mismatch, in English, for the operator. An erased file can no longer be read; its digest must
/// still be the journal's.
pub async fn verify_attachments(kernel: &Kernel) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let mut digests = HashMap::new();
    let mut after = String::new();
    loop {
        let page = rows::kept_after(kernel, &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        for attachment in page {
            findings.extend(fault(kernel, &attachment).await?);
            digests.insert(attachment.id, attachment.digest);
        }
    }
    for realm in realm::list(&kernel.db).await? {
        compare(kernel, &realm.id, &mut digests, &mut findings).await?;
    }
    findings.extend(digests.into_keys().map(|id| format!("attachment {id}: is not in the journal")));
    findings.sort();
    Ok(findings)
}

/// What is wrong with a file's own content.
async fn fault(kernel: &Kernel, attachment: &Attachment) -> Result<Option<String>> {
    if attachment.seal_key.is_empty() {
        return Ok(None);
    }
    let id = &attachment.id;
    let (mut digest, mut bytes, mut seq) = (Digester::default(), 0, 0);
    loop {
        match read_piece(kernel, attachment, seq).await {
            Ok(Some(piece)) => {
                digest.add(&piece);
                bytes += piece.len();
                seq += 1;
            }
            Ok(None) => break,
            Err(Error::Internal(cause)) => {
                return Ok(Some(format!("attachment {id}: piece {seq} cannot be opened ({cause})")));
            }
            Err(other) => return Err(other),
        }
    }
    if i64::try_from(bytes) != Ok(attachment.bytes) {
        Ok(Some(format!("attachment {id}: its content does not have its size")))
    } else if digest.finish() != attachment.digest {
        Ok(Some(format!("attachment {id}: its content does not have its digest")))
    } else {
        Ok(None)
    }
}

/// Walks one realm's journal and takes out of `digests` what it vouches for.
async fn compare(
    kernel: &Kernel,
    realm_id: &str,
    digests: &mut HashMap<String, String>,
    findings: &mut Vec<String>,
) -> Result<()> {
    let mut seq = 0;
    loop {
        let page = journal::after(&kernel.db, realm_id, seq).await?;
        let Some(last) = page.last() else { return Ok(()) };
        seq = last.seq;
        for line in page.iter().filter(|line| line.verb == "report.attached") {
            let facts = line.facts();
            let id = facts["attachment"].as_str().unwrap_or_default();
            let entry = format!("attachment {id}: entry {} of realm {realm_id}", line.seq);
            match digests.remove(id) {
                Some(digest) if facts["digest"] == digest => {}
                Some(_) => findings.push(format!("{entry} has another digest")),
                // Added since the files were read, or removed.
                None if rows::exists(kernel, id).await? => {}
                None => findings.push(format!("{entry} has no file")),
            }
        }
    }
}
