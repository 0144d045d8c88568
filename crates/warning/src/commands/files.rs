//! Files of a warning: added and removed while it is a draft, read by who may read it.

use kernel::access::{Action, Principal};
use kernel::{Change, Entry, Error, Kernel, Result, journal, new_id};
use sha1::{Digest, Sha1};
use web::file::{CHUNK_BYTES, Check, Unfit, is_program_name};

use super::{Warning, context, open};
use crate::limits::{FILE_BYTES, FILES_MOST};
use crate::store::{self, WarningRow};
use crate::warning::{Content, File};

/// Why a file is not taken. Each has a sentence that says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRefusal {
    /// None was chosen.
    Missing,
    /// It is nothing that is taken, whatever it is added to.
    Unfit(Unfit),
    /// It is larger than a file of a warning may be.
    TooLarge,
    /// The warning has as many files as it may have.
    TooMany,
}

/// Why a file was not added.
#[derive(Debug)]
pub enum FileFailure {
    /// It is not taken; the reader is told why.
    Refused(FileRefusal),
    /// Something else.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for FileFailure {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<FileRefusal> for FileFailure {
    fn from(refusal: FileRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A file that is ready to be kept.
pub(super) struct Sealed {
    pub file: File,
    pieces: Vec<String>,
}

impl Sealed {
    /// Looks at a file, cleans its name and seals it.
    pub(super) fn new(kernel: &Kernel, name: &str, bytes: &[u8]) -> std::result::Result<Self, FileFailure> {
        let (kind, name) = fit(name, bytes)?;
        let (id, key) = (new_id(), kernel.vault.new_key());
        let seal = |(seq, piece)| kernel.vault.seal_bytes(&key, &piece_context(&id, seq), piece);
        let pieces = (0..).zip(bytes.chunks(CHUNK_BYTES)).map(seal).collect::<Result<_>>()?;
        let file = File {
            name,
            media_type: kind.to_owned(),
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            sha256: journal::digest(bytes),
            sha1: Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
            id,
            key,
        };
        Ok(Self { file, pieces })
    }

    /// Keeps its content with the draft to which it is added.
    pub(super) async fn keep(&self, change: &mut Change, row: &WarningRow) -> Result<()> {
        let File { id, sha256, bytes, .. } = &self.file;
        store::files::insert(change, &row.id, id, &self.pieces).await?;
        let entry = Entry::new("warning.attached", "warning", &row.id)
            .concerns(&row.authority_id)
            .with("file", id.as_str())
            .with("digest", sha256.as_str())
            .with("bytes", *bytes);
        change.record(entry);
        Ok(())
    }
}

/// The media type of a file that is taken, and its cleaned name.
pub(super) fn fit(name: &str, bytes: &[u8]) -> std::result::Result<(&'static str, String), FileRefusal> {
    if bytes.len() > FILE_BYTES {
        return Err(FileRefusal::TooLarge);
    }
    if is_program_name(name) {
        return Err(FileRefusal::Unfit(Unfit::Program));
    }
    let mut check = Check::default();
    for piece in bytes.chunks(CHUNK_BYTES) {
        check.take(piece).map_err(FileRefusal::Unfit)?;
    }
    let (kind, name) = check.finish(name).map_err(FileRefusal::Unfit)?;
    Ok((kind.media_type, name))
}

/// What binds a sealed piece to its place.
fn piece_context(file_id: &str, seq: i64) -> String {
    format!("warning file {file_id} {seq}")
}

/// Adds a file to a draft; what waited for release is a draft again. The same file again changes nothing.
///
/// # Errors
/// [`FileFailure::Refused`] for what is not taken; [`Error::NotFound`] for who may not; [`Error::Conflict`] when the
/// warning is out or was changed meanwhile.
pub async fn attach(
    kernel: &Kernel,
    principal: &Principal,
    id: &str,
    name: &str,
    bytes: &[u8],
) -> std::result::Result<(), FileFailure> {
    let warning = draft(kernel, principal, id).await?;
    let mut content = warning.content;
    if content.files.len() >= FILES_MOST {
        return Err(FileRefusal::TooMany.into());
    }
    let sealed = Sealed::new(kernel, name, bytes)?;
    if content.files.iter().any(|file| file.sha256 == sealed.file.sha256 && file.name == sealed.file.name) {
        return Ok(());
    }
    content.files.push(sealed.file.clone());
    let mut change = kernel.begin(principal).await?;
    let row = rewrite(kernel, &mut change, principal, warning.row, &content).await?;
    sealed.keep(&mut change, &row).await?;
    change.commit().await?;
    Ok(())
}

/// Removes a file from a draft. Its content is gone at once, unless the warning that is updated has it.
///
/// # Errors
/// [`Error::NotFound`] for who may not, or when there is none; [`Error::Conflict`] when the warning is out or was
/// changed meanwhile.
pub async fn detach(kernel: &Kernel, principal: &Principal, id: &str, file_id: &str) -> Result<()> {
    let warning = draft(kernel, principal, id).await?;
    let removed = find(&warning, file_id)?;
    let mut content = warning.content;
    content.files.retain(|file| file.id != file_id);
    let mut change = kernel.begin(principal).await?;
    let row = rewrite(kernel, &mut change, principal, warning.row, &content).await?;
    store::files::delete(&mut change, id, file_id).await?;
    let entry = Entry::new("warning.detached", "warning", id)
        .concerns(&row.authority_id)
        .with("file", file_id)
        .with("digest", removed.sha256);
    change.record(entry);
    change.commit().await?;
    Ok(())
}

/// A draft of one's own authority.
async fn draft(kernel: &Kernel, principal: &Principal, id: &str) -> Result<Warning> {
    let seen = open(kernel, principal, id, Action::ReleaseWarning).await?;
    if seen.warning.is_draft() { Ok(seen.warning) } else { Err(Error::Conflict("the warning is out".into())) }
}

async fn rewrite(
    kernel: &Kernel,
    change: &mut Change,
    principal: &Principal,
    mut row: WarningRow,
    content: &Content,
) -> Result<WarningRow> {
    row.sealed = kernel.vault.seal(&row.seal_key, &context(&row.id), &serde_json::to_string(content)?)?;
    row.saved_by = principal.actor();
    row.saved_at = change.at();
    if store::save(change, &row).await? {
        Ok(row)
    } else {
        Err(Error::Conflict("the warning was changed meanwhile, or is out".into()))
    }
}

/// A file of a warning, for who may read that.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and when there is none.
pub(crate) async fn file_of(kernel: &Kernel, principal: &Principal, id: &str, file_id: &str) -> Result<File> {
    find(&open(kernel, principal, id, Action::ReadWarning).await?.warning, file_id)
}

/// A file of a warning that somebody reads.
pub(super) fn find(warning: &Warning, file_id: &str) -> Result<File> {
    warning.content.files.iter().find(|file| file.id == file_id).cloned().ok_or(Error::NotFound)
}

/// One piece of a file, opened; `None` after the last.
///
/// # Errors
/// [`Error::Internal`] when a piece is missing or was altered.
pub(crate) async fn read_piece(kernel: &Kernel, file: &File, seq: i64) -> Result<Option<Vec<u8>>> {
    let before = seq.saturating_mul(CHUNK_BYTES as i64);
    if before >= file.bytes {
        return Ok(None);
    }
    let missing =
        || Error::Internal(anyhow::anyhow!("file {} of a warning: piece {seq} is missing", file.id));
    let sealed = store::files::piece(kernel, &file.id, seq).await?.ok_or_else(missing)?;
    kernel.vault.open_bytes(&file.key, &piece_context(&file.id, seq), &sealed)
}
