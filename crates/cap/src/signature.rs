//! Enveloped signatures (CAP §3.3.4; W3C, XML Signature Syntax and Processing, 1.1).

use crate::{Alert, MAX_BYTES, ReadError, read, write};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::Signature;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::pkcs8::{DecodePublicKey, EncodePublicKey, LineEnding};
use sha2::{Digest, Sha256};

/// Where the signature goes: before the end of the alert.
const END: &str = "</alert>";
const SIGNATURE: &str = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">";
const VALUE: &str = "<SignatureValue>";
const VALUE_END: &str = "</SignatureValue>";

/// A secret key, of ECDSA on the curve P-256.
#[derive(Clone)]
pub struct SigningKey(p256::ecdsa::SigningKey);

/// The public key that belongs to a [`SigningKey`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey(p256::ecdsa::VerifyingKey);

/// Something is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Zero, or not less than the order of the curve; of random bytes about one in 2³² is.
    #[error("these bytes are not a secret key of P-256")]
    Secret,
    /// Not PEM, or not a public key of that curve.
    #[error("this is not a public key of P-256 in PEM")]
    Public,
}

/// Why a message is not accepted as signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// See [`MAX_BYTES`].
    #[error("the message is larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// There is no signature.
    #[error("the message is not signed")]
    Unsigned,
    /// Not letter by letter what [`sign`] writes; others may sign in other ways.
    #[error("the message or its signature does not have the form that is written here")]
    Form,
    /// Another key signed, or something was changed afterwards.
    #[error("the signature does not belong to this message and this key")]
    Wrong,
    /// The key signed something that cannot be read.
    #[error("the signed message cannot be read: {0}")]
    Read(#[from] ReadError),
}

impl SigningKey {
    /// The key with that secret number, the most significant byte first.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        p256::ecdsa::SigningKey::from_slice(bytes).map(Self).map_err(|_not_in_range| KeyError::Secret)
    }

    /// The public key, for everybody.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(*self.0.verifying_key())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl VerifyingKey {
    /// The key as a `SubjectPublicKeyInfo` (RFC 5480) in PEM, as it is published.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|_not_encoded| KeyError::Public)
    }

    /// The SHA-256 digest of the key in DER, in hexadecimal digits: by it people compare keys, as with
    /// `openssl pkey -pubin -in key.pem -outform DER | sha256sum`.
    pub fn fingerprint(&self) -> Result<String, KeyError> {
        let der = self.0.to_public_key_der().map_err(|_not_encoded| KeyError::Public)?;
        Ok(Sha256::digest(der.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads what [`VerifyingKey::to_pem`] writes.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        p256::ecdsa::VerifyingKey::from_public_key_pem(pem).map(Self).map_err(|_not_a_key| KeyError::Public)
    }
}

/// Writes the alert as [`write()`] does, with a signature at its end. The same alert and key give the same text (RFC
/// 6979).
pub fn sign(alert: &Alert, key: &SigningKey) -> String {
    let text = write(alert);
    let signature: Signature = key.0.sign(signed_info(&text).as_bytes());
    envelop(&text, &STANDARD.encode(signature.to_bytes()))
}

/// Reads an alert that [`sign`] wrote with the secret half of the key. Nothing but its exact form is accepted, so
/// that what is read is what was signed.
pub fn verify(xml: &[u8], key: &VerifyingKey) -> Result<Alert, VerifyError> {
    if xml.len() > MAX_BYTES {
        return Err(VerifyError::TooLarge);
    }
    let signed = str::from_utf8(xml).map_err(|_not_text| VerifyError::Form)?;
    let (before, after) = signed.split_once(SIGNATURE).ok_or(VerifyError::Unsigned)?;
    let value = between(after, VALUE, VALUE_END).ok_or(VerifyError::Form)?;
    let text = format!("{before}{END}");
    if envelop(&text, value) != signed {
        return Err(VerifyError::Form);
    }
    let bytes = STANDARD.decode(value).map_err(|_not_base64| VerifyError::Form)?;
    let signature = Signature::from_slice(&bytes).map_err(|_not_numbers| VerifyError::Form)?;
    key.0.verify(signed_info(&text).as_bytes(), &signature).map_err(|_refused| VerifyError::Wrong)?;
    let alert = read(text.as_bytes())?;
    // Only then the text is canonical, and others compute the same digest.
    if write(&alert) == text { Ok(alert) } else { Err(VerifyError::Form) }
}

/// What is signed: the canonical form of `SignedInfo`.
fn signed_info(text: &str) -> String {
    format!(
        "<SignedInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{}</SignedInfo>",
        method_and_digest(text)
    )
}

/// The content of `SignedInfo`: how the signature is made, and the digest of the alert without it. Elements that
/// are empty have an end, as canonical XML has them.
fn method_and_digest(text: &str) -> String {
    let digest = STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></CanonicalizationMethod>\
         <SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"></SignatureMethod>\
         <Reference URI=\"\"><Transforms>\
         <Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></Transform>\
         <Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></Transform></Transforms>\
         <DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></DigestMethod>\
         <DigestValue>{digest}</DigestValue></Reference>"
    )
}

/// The alert with its signature in it.
fn envelop(text: &str, value: &str) -> String {
    let open = text.strip_suffix(END).unwrap_or(text);
    let info = method_and_digest(text);
    format!("{open}{SIGNATURE}<SignedInfo>{info}</SignedInfo>{VALUE}{value}{VALUE_END}</Signature>{END}")
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    text.split_once(start)?.1.split_once(end).map(|(inside, _)| inside)
}
