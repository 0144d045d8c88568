//! The file that holds the sealing key.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use kernel::seal::Vault;

use crate::stop::Stop;

/// Makes a folder that only this account can look into, unless it is there.
pub fn make_folder(folder: &Path) -> Result<(), Stop> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| {
        Stop::new(
            format!("the data folder {} cannot be made: {error}", folder.display()),
            "name a folder that this account may write to, with --data DIR or the setting data",
        )
    })
}

/// Reads the key; `None` when there is no such file.
pub fn read(file: &Path) -> Result<Option<Vault>, Stop> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Stop::new(
                format!("secret_key_file {} cannot be read: {error}", file.display()),
                "let the account that Paraat runs under read it",
            ));
        }
    };
    let vault = Vault::from_text(&text).ok().ok_or_else(|| {
        Stop::new(
            format!("secret_key_file {} holds no key of Paraat's", file.display()),
            "put the key back from the copy that was kept elsewhere",
        )
    })?;
    Ok(Some(vault))
}

/// Writes a new key to a file that must not exist, readable for this account only.
pub fn write_new(file: &Path, vault: &Vault) -> Result<(), Stop> {
    let write = || {
        let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        writeln!(new, "{}", vault.to_text())?;
        new.sync_all()
    };
    write().map_err(|error| {
        Stop::new(
            format!("secret_key_file {} cannot be written: {error}", file.display()),
            "name a file that does not exist yet, in a folder this account may write to",
        )
    })
}
