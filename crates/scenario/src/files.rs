//! The files of a scenario: a folder or a zip of one. The only place of this crate that reads or writes a disk.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

/// The most files of one scenario.
pub const MAX_FILES: usize = 20_000;
/// The largest scenario, all files together, in bytes.
pub const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// How deep folders may lie in one another.
const MAX_DEPTH: usize = 8;

/// Why the files of a scenario cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The disk says no.
    #[error("{path}: {cause}")]
    Disk {
        /// What was read or written.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// It is no zip, or a broken one.
    #[error("{path} is no zip that can be read; name the folder of a scenario, or a zip of it ({cause})")]
    Zip {
        /// The zip.
        path: String,
        /// What is wrong with it.
        cause: zip::result::ZipError,
    },
    /// A file's path leads out of the folder, or is no text.
    #[error("{0:?} is no path inside a scenario")]
    Path(String),
    /// There is too much of it.
    #[error("a scenario has at most {MAX_FILES} files and {} MB", MAX_BYTES / 1024 / 1024)]
    TooMuch,
    /// Nothing is there.
    #[error("{0} holds no exercise.yaml: name the folder (or the zip of it) in which that file lies")]
    NoScenario(String),
}

/// The files of a scenario, by their path from its folder, with `/` between the parts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Files {
    by_path: BTreeMap<String, Vec<u8>>,
    /// How many bytes they hold together.
    bytes: u64,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.by_path.keys()).finish()
    }
}

impl Files {
    /// Reads a folder, or a zip of one.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is too large, or holds no `exercise.yaml`.
    pub fn open(path: &Path) -> Result<Self, FilesError> {
        let files = Self::read(path)?;
        if files.get("exercise.yaml").is_none() {
            return Err(FilesError::NoScenario(path.display().to_string()));
        }
        Ok(files)
    }

    /// Reads a folder, or a zip of one, whatever is in it.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is too large.
    pub fn read(path: &Path) -> Result<Self, FilesError> {
        let shown = path.display().to_string();
        let about = |cause| FilesError::Disk { path: shown.clone(), cause };
        if std::fs::metadata(path).map_err(about)?.is_dir() {
            let mut files = Self::default();
            files.add_folder(path, "", MAX_DEPTH)?;
            return Ok(files);
        }
        Self::from_zip(std::fs::File::open(path).map_err(about)?, &shown)
    }

    fn add_folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), FilesError> {
        let about = |cause| FilesError::Disk { path: folder.display().to_string(), cause };
        for entry in std::fs::read_dir(folder).map_err(about)? {
            let entry = entry.map_err(about)?;
            let name = entry
                .file_name()
                .into_string()
                .map_err(|name| FilesError::Path(name.to_string_lossy().into_owned()))?;
            if name.starts_with('.') {
                continue;
            }
            let kind = entry.file_type().map_err(about)?;
            let path = format!("{prefix}{name}");
            if kind.is_dir() && depth > 0 {
                self.add_folder(&entry.path(), &format!("{path}/"), depth - 1)?;
            } else if kind.is_file() {
                let bytes = std::fs::read(entry.path())
                    .map_err(|cause| FilesError::Disk { path: entry.path().display().to_string(), cause })?;
                self.insert(path, bytes)?;
            }
        }
        Ok(())
    }

    /// Reads a zip. A single folder around everything is left out.
    ///
    /// # Errors
    ///
    /// When it is no zip, is too large once unpacked, or a path in it leads elsewhere. `shown` is what errors call it.
    pub fn from_zip(zip: impl Read + std::io::Seek, shown: &str) -> Result<Self, FilesError> {
        let broken = |cause| FilesError::Zip { path: shown.to_owned(), cause };
        let mut archive = zip::ZipArchive::new(zip).map_err(broken)?;
        if archive.len() > MAX_FILES {
            return Err(FilesError::TooMuch);
        }
        let (mut all, mut left) = (BTreeMap::new(), MAX_BYTES);
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).map_err(broken)?;
            if !entry.is_file() {
                continue;
            }
            let path = entry.name().map_err(broken)?.replace('\\', "/");
            let mut bytes = Vec::new();
            // What the zip says of its own size is not believed: reading stops one byte after what is left.
            let read = (&mut entry).take(left + 1).read_to_end(&mut bytes);
            read.map_err(|cause| FilesError::Disk { path: format!("{shown}: {path}"), cause })?;
            left = left.checked_sub(bytes.len() as u64).ok_or(FilesError::TooMuch)?;
            all.insert(path, bytes);
        }
        let around = all.keys().find_map(|path| path.strip_suffix("exercise.yaml"));
        let around = around.filter(|folder| folder.matches('/').count() == 1).unwrap_or("").to_owned();
        let mut files = Self::default();
        for (path, bytes) in all {
            if let Some(inside) = path.strip_prefix(&around) {
                files.insert(inside.to_owned(), bytes)?;
            }
        }
        Ok(files)
    }

    /// Adds a file, or replaces it.
    ///
    /// # Errors
    ///
    /// When the path leads out of the folder, or there would be too much.
    pub fn insert(&mut self, path: String, bytes: Vec<u8>) -> Result<(), FilesError> {
        let good =
            |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0', ':']);
        if !path.split('/').all(good) {
            return Err(FilesError::Path(path));
        }
        let held = self.bytes + bytes.len() as u64;
        if self.by_path.len() >= MAX_FILES || held > MAX_BYTES {
            return Err(FilesError::TooMuch);
        }
        let replaced = self.by_path.insert(path, bytes).map_or(0, |old| old.len() as u64);
        self.bytes = held - replaced;
        Ok(())
    }

    /// A file's bytes.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.by_path.get(path).map(Vec::as_slice)
    }

    /// Every file, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.by_path.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// One digest for all of it (SHA-256, in hexadecimal): the same for a folder and for the zip of it.
    pub fn digest(&self) -> String {
        let mut all = Sha256::new();
        for (path, bytes) in &self.by_path {
            all.update((path.len() as u64).to_be_bytes());
            all.update(path);
            all.update((bytes.len() as u64).to_be_bytes());
            all.update(bytes);
        }
        all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Writes every file into a folder, which is made when it is not there.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn write_to(&self, folder: &Path) -> Result<(), FilesError> {
        for (path, bytes) in &self.by_path {
            let target = folder.join(path);
            let about = |cause| FilesError::Disk { path: target.display().to_string(), cause };
            std::fs::create_dir_all(target.parent().unwrap_or(folder)).map_err(about)?;
            std::fs::write(&target, bytes).map_err(about)?;
        }
        Ok(())
    }

    /// The zip of it. The same files give the same bytes.
    ///
    /// # Errors
    ///
    /// When it cannot be packed.
    pub fn to_zip(&self) -> Result<Vec<u8>, FilesError> {
        let broken = |cause| FilesError::Zip { path: "scenario.zip".to_owned(), cause };
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in &self.by_path {
            zip.start_file(path, zip::write::SimpleFileOptions::default()).map_err(broken)?;
            zip.write_all(bytes).map_err(|cause| FilesError::Disk { path: path.clone(), cause })?;
        }
        Ok(zip.finish().map_err(broken)?.into_inner())
    }
}
