//! Signing and verifying.

use crate::samples::{full, key, plain};
use cap::{KeyError, MAX_BYTES, SigningKey, VerifyError, VerifyingKey, read, sign, verify, write};

/// What `openssl pkey -pubin -in key.pem -outform DER | sha256sum` says of the key of the samples.
const FINGERPRINT: &str = "ce97ec20d43661a19b215cb2e376a698d0b4aa2aa5b4c7854e916bd05082fcee";

#[test]
fn a_signed_alert_is_verified_with_the_published_key() {
    let published = key().verifying_key().to_pem().unwrap();
    assert!(published.starts_with("-----BEGIN PUBLIC KEY-----\n"));
    let read_back = VerifyingKey::from_pem(&published).unwrap();
    assert_eq!(verify(sign(&full(), &key()).as_bytes(), &read_back), Ok(full()));
}

#[test]
fn a_key_is_compared_by_the_digest_that_openssl_gives() {
    let key = key().verifying_key();
    let fingerprint = key.fingerprint().unwrap();
    assert_eq!(fingerprint, FINGERPRINT);
    assert_eq!(VerifyingKey::from_pem(&key.to_pem().unwrap()).unwrap().fingerprint().unwrap(), fingerprint);
}

#[test]
fn a_signature_lies_at_the_end_of_the_alert_it_belongs_to() {
    let (unsigned, signed) = (write(&plain()), sign(&plain(), &key()));
    let start = unsigned.strip_suffix("</alert>").unwrap();
    assert!(signed.starts_with(&format!(
        "{start}<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo>"
    )));
    assert!(signed.ends_with("</SignatureValue></Signature></alert>"));
}

#[test]
fn a_reader_passes_over_a_signature() {
    assert_eq!(read(sign(&full(), &key()).as_bytes()), Ok(full()));
}

#[test]
fn the_same_alert_and_key_give_the_same_signature() {
    assert_eq!(sign(&full(), &key()), sign(&full(), &key()));
}

#[test]
fn another_key_does_not_fit() {
    let other = SigningKey::from_bytes(&[8; 32]).unwrap();
    assert_eq!(verify(sign(&plain(), &other).as_bytes(), &key().verifying_key()), Err(VerifyError::Wrong));
}

#[test]
fn what_was_changed_or_never_signed_is_refused() {
    let signed = sign(&plain(), &key());
    let digest = signed.split_once("<DigestValue>").unwrap().1.split_once('<').unwrap().0.to_owned();
    let value = signed.split_once("<SignatureValue>").unwrap().1.split_once('<').unwrap().0.to_owned();
    let other = sign(&full(), &key());
    let other_value = other.split_once("<SignatureValue>").unwrap().1.split_once('<').unwrap().0.to_owned();
    let cases = [
        (write(&plain()), VerifyError::Unsigned),
        (String::new(), VerifyError::Unsigned),
        (signed.replace("Actual", "Test"), VerifyError::Form),
        (signed.replace(&digest, &digest.to_lowercase()), VerifyError::Form),
        (signed.replace(&value, &other_value), VerifyError::Wrong),
        (signed.replace(&value, ""), VerifyError::Form),
        (signed.replace(&value, "AAAA"), VerifyError::Form),
        (signed.replace("ecdsa-sha256", "hmac-sha256"), VerifyError::Form),
        (signed.replace("URI=\"\"", "URI=\"#x\""), VerifyError::Form),
        (format!("{signed}\n"), VerifyError::Form),
        (signed.replace("<info>", "<info><!-- -->"), VerifyError::Form),
        (signed.replace("</Signature>", "</Signature><info></info>"), VerifyError::Form),
        ("x".repeat(MAX_BYTES + 1), VerifyError::TooLarge),
    ];
    for (text, error) in cases {
        assert_eq!(verify(text.as_bytes(), &key().verifying_key()), Err(error), "{:.2000}", text);
    }
    assert_eq!(verify(b"\xff", &key().verifying_key()), Err(VerifyError::Form));
}

#[test]
fn not_every_number_is_a_key() {
    assert_eq!(SigningKey::from_bytes(&[0; 32]).unwrap_err(), KeyError::Secret);
    assert_eq!(SigningKey::from_bytes(&[0xff; 32]).unwrap_err(), KeyError::Secret);
    for text in ["", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"] {
        assert_eq!(VerifyingKey::from_pem(text).unwrap_err(), KeyError::Public);
    }
}

#[test]
fn a_secret_key_is_not_printed() {
    assert_eq!(format!("{:?}", key()), "SigningKey(…)");
}
