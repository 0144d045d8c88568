//! Codes from an authenticator app (RFC 6238): six digits, thirty seconds, SHA-1, which is what every app
//! understands. A code counts once.

use kernel::time::Time;
use kernel::{Error, Result};
use totp_rs::{Builder, Secret, Totp};

/// As the app lists it.
const ISSUER: &str = "Paraat";
/// Seconds a code is shown. One step before and one after are accepted, for clocks that differ.
const STEP_S: u64 = 30;

/// A new secret: 160 random bits in base 32, as RFC 4226 recommends.
pub(crate) fn new_secret() -> Result<String> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Internal(anyhow::anyhow!("no random bytes: {error}")))?;
    Ok(Secret::new_stack(bytes).to_base32())
}

fn totp(secret: &str) -> Result<Totp> {
    let broken = |error: String| Error::Internal(anyhow::anyhow!("an app's secret cannot be used: {error}"));
    let secret = Secret::try_from_base32(secret).map_err(|error| broken(error.to_string()))?;
    let builder = Builder::new().with_secret(secret).with_step_duration(STEP_S);
    builder.build().map_err(|error| broken(error.to_string()))
}

/// The step whose code was typed, when it is right and later than `last_step`.
pub(crate) fn accept(secret: &str, typed: &str, now: Time, last_step: i64) -> Result<Option<i64>> {
    let digits: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
    let seconds = u64::try_from(now.0 / 1000).unwrap_or(0);
    let step = totp(secret)?.check(&digits, seconds).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > last_step))
}

/// The code an app shows, for tests and for actors that play a person.
#[cfg(test)]
pub(crate) fn code(secret: &str, at: Time) -> String {
    totp(secret).unwrap().generate(u64::try_from(at.0 / 1000).unwrap()).to_string()
}

/// What the QR code holds (the otpauth format that apps read).
pub(crate) fn address(secret: &str, email: &str) -> String {
    let account: String = email
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'@' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("otpauth://totp/{ISSUER}:{account}?secret={secret}&issuer={ISSUER}")
}

/// The secret in groups of four, for typing.
pub(crate) fn spelled(secret: &str) -> String {
    let characters: Vec<char> = secret.chars().collect();
    characters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Time = Time(1_795_395_600_000);

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        for (seconds, expected) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(code(&secret, Time(seconds * 1000)), expected);
        }
    }

    #[test]
    fn a_code_counts_once() {
        let secret = new_secret().unwrap();
        let typed = code(&secret, NOW);
        let step = accept(&secret, &typed, NOW, 0).unwrap().unwrap();
        assert_eq!(accept(&secret, &typed, NOW, step).unwrap(), None);
        // Nor does an earlier one that is still inside the window.
        let earlier = code(&secret, Time(NOW.0 - 30_000));
        assert_eq!(accept(&secret, &earlier, NOW, step).unwrap(), None);
        let later = Time(NOW.0 + 30_000);
        assert_eq!(accept(&secret, &code(&secret, later), later, step).unwrap(), Some(step + 1));
    }

    #[test]
    fn spaces_are_forgiven_and_an_address_is_escaped() {
        let secret = new_secret().unwrap();
        let typed = code(&secret, NOW);
        let (left, right) = typed.split_at(3);
        assert!(accept(&secret, &format!(" {left} {right}\n"), NOW, 0).unwrap().is_some());
        assert!(address(&secret, "an+lab@x.example").contains("Paraat:an%2Blab@x.example?secret="));
        assert_eq!(spelled("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }

    proptest! {
        #[test]
        fn no_code_is_taken_from_outside_the_window(offset in 61_000_i64..3_000_000, earlier: bool) {
            let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
            let at = Time(if earlier { NOW.0 - offset } else { NOW.0 + offset });
            let typed = code(secret, at);
            // A code of another step may by chance be that of the present one.
            let by_chance = [-30_000, 0, 30_000].iter().any(|by| code(secret, Time(NOW.0 + by)) == typed);
            prop_assert!(by_chance || accept(secret, &typed, NOW, 0).unwrap().is_none());
        }

        #[test]
        fn rubbish_is_never_taken(typed in "[^0-9]{0,20}") {
            prop_assert_eq!(accept("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", &typed, NOW, 0).unwrap(), None);
        }
    }
}
