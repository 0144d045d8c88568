//! Identifiers and secrets.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A new identifier: a UUIDv7, so identifiers made later sort later.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// 256 random bits as URL-safe text, for sessions and links.
pub fn secret_token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// A code a person can read aloud and type: groups of four from an alphabet without look-alikes,
/// `groups` × 20 bits.
pub fn short_code(groups: usize) -> String {
    // Crockford's base 32: no I, L, O, U.
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let group = || random::<4>().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).iter().collect();
    (0..groups).map(|_| group()).collect::<Vec<String>>().join("-")
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
