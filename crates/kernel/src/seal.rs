//! Sealing: confidential text lies in the database encrypted, each record under its own key.
//!
//! A record's key is itself encrypted under the node's master key and stored in the record's row.
//! Erasing a record means overwriting that one column: the text can then never be opened again,
//! while every digest in the journal still stands.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::id::random;
use crate::{Error, Result};

const NONCE_BYTES: usize = 24;
const KEY_BYTES: usize = 32;

/// The master key. Cheap to clone; never printed.
#[derive(Clone)]
pub struct Vault {
    master: [u8; KEY_BYTES],
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// A new master key.
    pub fn generate() -> Self {
        Self { master: random() }
    }

    /// Reads a master key as [`Vault::to_text`] writes it.
    ///
    /// # Errors
    /// [`Error::Internal`] when it is not such a key.
    pub fn from_text(text: &str) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).unwrap_or_default();
        // The rejected bytes could be most of a key: they are not carried into an error.
        let master = bytes.try_into().ok();
        let wrong = || anyhow::anyhow!("the master key must be {KEY_BYTES} bytes in base64url");
        Ok(Self { master: master.ok_or_else(wrong)? })
    }

    /// The master key as text, for its file.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.master)
    }

    /// A new key for one record, wrapped under the master key: store it in the record's row.
    pub fn new_key(&self) -> String {
        encrypt(&self.master, b"record key", &random::<KEY_BYTES>())
    }

    /// Seals `text` under a new key: that key, wrapped as [`Vault::new_key`] does, and the sealed text. Half the
    /// work of the two one after the other.
    pub fn seal_new(&self, context: &str, text: &str) -> (String, String) {
        let key = random::<KEY_BYTES>();
        let sealed = encrypt(&key, context.as_bytes(), text.as_bytes());
        (encrypt(&self.master, b"record key", &key), sealed)
    }

    /// Seals `text` under a record's key. `context` binds it to its place (as `incident ID`): sealed
    /// text copied to another place does not open.
    pub fn seal(&self, key: &str, context: &str, text: &str) -> Result<String> {
        self.seal_bytes(key, context, text.as_bytes())
    }

    /// Seals bytes that need not be text; otherwise as [`Vault::seal`].
    pub fn seal_bytes(&self, key: &str, context: &str, bytes: &[u8]) -> Result<String> {
        let key = self.unwrap_key(key)?;
        Ok(encrypt(&key, context.as_bytes(), bytes))
    }

    /// Opens what [`Vault::seal`] sealed; `None` when the record was erased.
    ///
    /// # Errors
    /// [`Error::Internal`] when text, key or context do not belong together.
    pub fn open(&self, key: &str, context: &str, sealed: &str) -> Result<Option<String>> {
        let bytes = self.open_bytes(key, context, sealed)?;
        let text = |bytes| String::from_utf8(bytes).map_err(|error| Error::Internal(error.into()));
        bytes.map(text).transpose()
    }

    /// Opens what [`Vault::seal_bytes`] sealed; `None` when the record was erased.
    ///
    /// # Errors
    /// [`Error::Internal`] when bytes, key or context do not belong together.
    pub fn open_bytes(&self, key: &str, context: &str, sealed: &str) -> Result<Option<Vec<u8>>> {
        if key.is_empty() {
            return Ok(None);
        }
        let key = self.unwrap_key(key)?;
        Ok(Some(decrypt(&key, context.as_bytes(), sealed)?))
    }

    /// A keyed digest for finding a value without storing it, as an e-mail address at sign-in.
    /// `purpose` keeps digests of the same value for different purposes apart.
    pub fn lookup(&self, purpose: &str, value: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.master).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }

    fn unwrap_key(&self, wrapped: &str) -> Result<[u8; KEY_BYTES]> {
        let bytes = decrypt(&self.master, b"record key", wrapped)?;
        let wrong = || Error::Internal(anyhow::anyhow!("a record's key has a wrong length"));
        bytes.try_into().ok().ok_or_else(wrong)
    }
}

fn encrypt(key: &[u8; KEY_BYTES], context: &[u8], text: &[u8]) -> String {
    let nonce = random::<NONCE_BYTES>();
    let payload = Payload { msg: text, aad: context };
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), payload)
        .expect("sealing fails only for texts longer than memory");
    URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat())
}

fn decrypt(key: &[u8; KEY_BYTES], context: &[u8], sealed: &str) -> Result<Vec<u8>> {
    let broken = || Error::Internal(anyhow::anyhow!("sealed text cannot be opened: wrong key or altered"));
    let bytes = URL_SAFE_NO_PAD.decode(sealed).ok().ok_or_else(broken)?;
    let (nonce, text) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(broken)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: context })
        .ok()
        .ok_or_else(broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_sealed_opens_only_in_its_place(text in ".{0,200}") {
            let vault = Vault::generate();
            let key = vault.new_key();
            let sealed = vault.seal(&key, "incident 1", &text).unwrap();
            prop_assert_eq!(vault.open(&key, "incident 1", &sealed).unwrap(), Some(text));
            prop_assert!(vault.open(&key, "incident 2", &sealed).is_err());
            prop_assert!(vault.open(&vault.new_key(), "incident 1", &sealed).is_err());
            prop_assert_eq!(vault.open("", "incident 1", &sealed).unwrap(), None);
        }

        #[test]
        fn what_is_sealed_under_a_new_key_opens_with_it(text in ".{0,200}") {
            let vault = Vault::generate();
            let (key, sealed) = vault.seal_new("outbox 1", &text);
            prop_assert_eq!(vault.open(&key, "outbox 1", &sealed).unwrap(), Some(text));
            prop_assert!(vault.open(&key, "outbox 2", &sealed).is_err());
            prop_assert!(vault.open(&vault.seal_new("outbox 1", "").0, "outbox 1", &sealed).is_err());
        }

        #[test]
        fn sealed_bytes_open_only_in_their_place(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let vault = Vault::generate();
            let key = vault.new_key();
            let sealed = vault.seal_bytes(&key, "attachment 1 0", &bytes).unwrap();
            prop_assert_eq!(vault.open_bytes(&key, "attachment 1 0", &sealed).unwrap(), Some(bytes));
            prop_assert!(vault.open_bytes(&key, "attachment 1 1", &sealed).is_err());
            prop_assert!(vault.open_bytes(&vault.new_key(), "attachment 1 0", &sealed).is_err());
            prop_assert_eq!(vault.open_bytes("", "attachment 1 0", &sealed).unwrap(), None);
        }

        #[test]
        fn rubbish_never_opens(sealed in ".{0,200}") {
            let vault = Vault::generate();
            prop_assert!(vault.open(&vault.new_key(), "x", &sealed).is_err());
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_not_open_as_text() {
        let vault = Vault::generate();
        let key = vault.new_key();
        let sealed = vault.seal_bytes(&key, "x", &[0xff, 0xfe]).unwrap();
        assert!(vault.open(&key, "x", &sealed).is_err());
    }

    #[test]
    fn a_master_key_survives_its_file_and_is_never_printed() {
        let vault = Vault::generate();
        let again = Vault::from_text(&format!("{}\n", vault.to_text())).unwrap();
        assert_eq!(again.lookup("e-mail", "a@b.example"), vault.lookup("e-mail", "a@b.example"));
        assert_ne!(vault.lookup("e-mail", "x"), vault.lookup("card", "x"));
        assert_eq!(format!("{vault:?}"), "Vault");
        assert!(Vault::from_text("short").is_err());
    }
}
