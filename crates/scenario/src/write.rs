//! A scenario into files, as [`crate::read`] reads them: for importers and for `paraat scenario new`.

use serde::Serialize;

use crate::files::{Files, FilesError};
use crate::format::World;
use crate::read::{In, Written};
use crate::texts;

/// Why a scenario cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A value cannot be written as YAML.
    #[error("{file}: {source}")]
    Yaml {
        /// The file it belongs into.
        file: String,
        /// What the writer said.
        source: serde_saphyr::ser::Error,
    },
    /// There is too much of it.
    #[error(transparent)]
    Files(#[from] FilesError),
}

/// Writes a scenario, one file for each kind of thing, and one for the texts of each language, in the order of their
/// keys. What lies in `files/` is not part of a [`Written`] and is left to the caller.
///
/// # Errors
///
/// When a value cannot be written as YAML, or there is too much of it.
pub fn write(written: &Written) -> Result<Files, WriteError> {
    let mut files = Files::default();
    put(&mut files, "exercise.yaml", &written.exercise.value)?;
    let world = World {
        organisations: values(&written.organisations),
        roles: values(&written.roles),
        cells: values(&written.cells),
        personas: values(&written.personas),
        assets: values(&written.assets),
    };
    put(&mut files, "world.yaml", &world)?;
    list(&mut files, "injects.yaml", &written.injects)?;
    list(&mut files, "artefacts.yaml", &written.artefacts)?;
    list(&mut files, "challenges.yaml", &written.challenges)?;
    list(&mut files, "measures.yaml", &written.measures)?;
    list(&mut files, "survey.yaml", &written.survey)?;
    for (country, overlay) in &written.overlays {
        put(&mut files, &format!("overlays/{country}.yaml"), &overlay.value)?;
    }
    for (number, test) in (1..).zip(&written.tests) {
        put(&mut files, &format!("tests/{number:02}.yaml"), &test.value)?;
    }
    for (language, all) in written.texts.languages() {
        let mut sorted: Vec<_> = all.iter().map(|(key, text)| (key.as_str(), text)).collect();
        sorted.sort_by_key(|(key, _)| *key);
        files.insert(format!("content/{language}/texts.md"), texts::write(sorted).into_bytes())?;
    }
    Ok(files)
}

fn values<T: Clone>(list: &[In<T>]) -> Vec<T> {
    list.iter().map(|each| each.value.clone()).collect()
}

fn list<T: Clone + Serialize>(files: &mut Files, path: &str, list: &[In<T>]) -> Result<(), WriteError> {
    if list.is_empty() { Ok(()) } else { put(files, path, &values(list)) }
}

fn put<T: Serialize>(files: &mut Files, path: &str, value: &T) -> Result<(), WriteError> {
    let yaml = serde_saphyr::to_string(value)
        .map_err(|source| WriteError::Yaml { file: path.to_owned(), source })?;
    Ok(files.insert(path.to_owned(), yaml.into_bytes())?)
}
