//! Why something was not taken, in words that name nobody.

use crate::status::Status;

/// Longest reason kept, in characters.
pub(crate) const REASON_CHARS: usize = 300;

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Whether trying again is of no use.
    pub(crate) is_permanent: bool,
    /// Whether the recipient's address does not exist.
    pub(crate) is_dead: bool,
    /// The other side's words, without addresses.
    pub(crate) reason: String,
}

impl Refusal {
    /// A refusal for good; an enhanced status code in `reason` says whether the address is dead.
    pub(crate) fn permanent(reason: &str) -> Self {
        let is_dead = Status::find(reason).is_some_and(Status::is_dead);
        Self { is_permanent: true, is_dead, reason: bounded(reason) }
    }

    /// A refusal for good, because what it was for does not exist any more.
    pub(crate) fn dead(reason: &str) -> Self {
        Self { is_permanent: true, is_dead: true, reason: bounded(reason) }
    }

    /// A refusal for now.
    pub(crate) fn transient(reason: &str) -> Self {
        Self { is_permanent: false, is_dead: false, reason: bounded(reason) }
    }
}

/// An error with its causes on one line.
pub(crate) fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

/// Servers quote the recipient's address; a reason is kept unsealed, so addresses are taken out.
fn bounded(text: &str) -> String {
    let words = text.split_whitespace().map(|word| if word.contains('@') { "(address)" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(REASON_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_nobody() {
        let said = "550 5.1.1 <an@lab.example>: Recipient address\r\n rejected";
        assert_eq!(bounded(said), "550 5.1.1 (address) Recipient address rejected");
        assert_eq!(bounded(&"x".repeat(1000)).len(), REASON_CHARS);
    }

    #[test]
    fn only_an_address_that_does_not_exist_is_dead() {
        assert!(Refusal::permanent("permanent error (550): 5.1.1 No such mailbox").is_dead);
        assert!(!Refusal::permanent("permanent error (554): 5.7.1 Not from you").is_dead);
        assert!(!Refusal::transient("4.2.2 full").is_dead);
    }
}
