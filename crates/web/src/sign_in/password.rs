//! Passwords: what is refused, and how they are kept.
//!
//! Length counts, composition does not, and nothing expires (NIST SP 800-63B-4, section 3.1.1.2).

use std::sync::LazyLock;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kernel::{Error, Result};
use tokio::sync::Semaphore;

/// Fewest characters.
pub(crate) const SHORTEST: usize = 12;
/// Most characters; hashing has no use for more.
pub(crate) const LONGEST: usize = 256;
/// Passwords hashed at once on a node. Each takes 19 MiB and a core for some tens of milliseconds.
const AT_ONCE: usize = 2;
/// How long a sign-in waits for its turn to hash before it is told to come back.
const WAIT: Duration = Duration::from_secs(15);

/// Hash of no password anybody has: checked for unknown addresses, so that they take as long as known ones.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbCAhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Long enough, and yet the first that are tried. Compared without case, spaces and punctuation.
const FORBIDDEN: [&str; 24] = [
    "password1234",
    "passwordpassword",
    "123456789012",
    "1234567890123",
    "qwertyuiop12",
    "qwertyuiopasdf",
    "azertyuiop12",
    "azertyuiopqsdf",
    "abcdefghijkl",
    "abcd12345678",
    "welcome12345",
    "welkom123456",
    "wachtwoord12",
    "wachtwoord123",
    "wachtwoord1234",
    "motdepasse12",
    "motdepasse123",
    "passwort1234",
    "letmein12345",
    "iloveyou1234",
    "ziekenhuis123",
    "laboratorium1",
    "laboratoire12",
    "krankenhaus12",
];

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// Among the first an attacker tries.
    TooCommon,
    /// The person's own e-mail address or name, or made of it.
    Personal,
}

/// Whether a person may choose this password.
pub(crate) fn judge(password: &str, email: &str, name: &str) -> std::result::Result<(), Refusal> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Refusal::TooShort);
    }
    if length > LONGEST {
        return Err(Refusal::TooLong);
    }
    let bare = bare(password);
    let mut characters: Vec<char> = bare.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    // Four characters or fewer are one key held down or two in turn.
    if characters.len() < 5 || FORBIDDEN.contains(&bare.as_str()) || bare.contains("paraat") {
        return Err(Refusal::TooCommon);
    }
    let local = email.split('@').next().unwrap_or_default();
    let is_made_of = |word: &str| {
        let word = self::bare(word);
        word.len() >= 4 && bare.contains(&word) && bare.chars().count() < word.chars().count() + SHORTEST / 2
    };
    if [email, local, name].into_iter().any(is_made_of) { Err(Refusal::Personal) } else { Ok(()) }
}

/// Letters and digits only, lower case.
fn bare(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The hash to keep: Argon2id with a salt of its own and the parameters OWASP asks for, in PHC notation.
///
/// # Errors
/// [`Error::Unavailable`] when too many wait to be hashed.
pub(crate) async fn hash(password: String) -> Result<String> {
    in_turn(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Internal(anyhow::anyhow!("{error}")))
    })
    .await?
}

/// Whether `password` is the one `hash` was made of. Without a hash it takes as long, and is wrong.
///
/// # Errors
/// [`Error::Unavailable`] when too many wait to be hashed.
pub(crate) async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    in_turn(move || {
        let known = hash.as_deref().unwrap_or(NOBODY);
        let is_right = PasswordHash::new(known)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
        is_right && hash.is_some()
    })
    .await
}

/// Runs the work on a thread where it blocks nobody, a few at once.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(AT_ONCE));
    let turn = tokio::time::timeout(WAIT, TURNS.acquire()).await;
    let Ok(Ok(_turn)) = turn else {
        return Err(Error::Unavailable("too many passwords wait to be checked".into()));
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judged(password: &str) -> std::result::Result<(), Refusal> {
        judge(password, "an.peeters@labo-zuid.example", "An Peeters")
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        assert_eq!(judged("elf tekens!"), Err(Refusal::TooShort));
        assert_eq!(judged("zwaluw onder het dak"), Ok(()));
        assert_eq!(judged("aaaaaaaaaaaaaaaa"), Err(Refusal::TooCommon));
        assert_eq!(judged("Wachtwoord-1234"), Err(Refusal::TooCommon));
        assert_eq!(judged(&"lang woord ".repeat(30)), Err(Refusal::TooLong));
    }

    #[test]
    fn every_forbidden_one_would_otherwise_be_taken() {
        for word in FORBIDDEN {
            assert!(word.chars().count() >= SHORTEST && bare(word) == word, "{word}");
            assert_eq!(judged(word), Err(Refusal::TooCommon));
        }
    }

    #[test]
    fn ones_own_name_or_address_is_refused() {
        assert_eq!(judged("an.peeters@labo-zuid.example"), Err(Refusal::Personal));
        assert_eq!(judged("AnPeeters2026"), Err(Refusal::Personal));
        assert_eq!(judged("an peeters fietst graag naar zee"), Ok(()));
    }

    proptest! {
        #[test]
        fn nothing_short_is_ever_taken(password in ".{0,11}") {
            prop_assert_eq!(judged(&password), Err(Refusal::TooShort));
        }
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_hash_knows_none() {
        let hash = hash("zwaluw onder het dak".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify("zwaluw onder het dak".into(), Some(hash.clone())).await.unwrap());
        assert!(!verify("zwaluw onder het dek".into(), Some(hash)).await.unwrap());
        assert!(!verify("zwaluw onder het dak".into(), None).await.unwrap());
        assert!(PasswordHash::new(NOBODY).is_ok(), "the hash for nobody must cost as much as a real one");
    }
}
