//! How much an answer proves, and whether a program gave it. Pure.

use kernel::time::Time;

use crate::limits::{BURST, DECOY_LASTS, TOO_FAST};

/// How an answer came, the weakest first. A link proves that somebody reads the mailbox, a code that
/// somebody has the telephone, a sign-in who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// By the link in a message.
    Link,
    /// By the code in a text message, sent back from the number it went to.
    SmsCode,
    /// By a person who signed in.
    SignedIn,
    /// By a voice on the telephone, as the one who called wrote down.
    Voice,
}

impl Evidence {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::SmsCode => "sms_code",
            Self::SignedIn => "signed_in",
            Self::Voice => "voice",
        }
    }
}

/// What is known of an answer by link when it comes.
#[derive(Clone, Copy, Debug)]
pub struct Click {
    /// When the person was told.
    pub told_at: Time,
    /// When the decoy of the same link was followed, if it was.
    pub decoy_at: Option<Time>,
    /// How many other organisations answered from the same network in the last moments.
    pub others: i64,
    /// Now.
    pub at: Time,
}

impl Click {
    /// Whether a program that reads mail for viruses gave it, by all appearance. Such an answer is kept, and not
    /// counted: the ladder goes on, and the person is asked once more.
    pub fn is_suspicious(&self) -> bool {
        let is_fast = self.at.since(self.told_at) < TOO_FAST;
        let followed_decoy = self.decoy_at.is_some_and(|decoy| self.at.since(decoy) < DECOY_LASTS);
        is_fast || followed_decoy || self.others >= BURST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUMAN: Click = Click { told_at: Time(0), decoy_at: None, others: 0, at: Time(60_000) };

    #[test]
    fn a_code_proves_more_than_a_link_and_less_than_a_sign_in() {
        let grades = [Evidence::Link, Evidence::SmsCode, Evidence::SignedIn, Evidence::Voice];
        assert!(grades.is_sorted());
    }

    #[test]
    fn a_person_takes_five_seconds_follows_no_decoy_and_is_one() {
        assert!(!HUMAN.is_suspicious());
        assert!(Click { at: Time(4_999), ..HUMAN }.is_suspicious());
        assert!(!Click { at: Time(5_000), ..HUMAN }.is_suspicious());
        assert!(Click { decoy_at: Some(Time(59_000)), ..HUMAN }.is_suspicious());
        assert!(!Click { decoy_at: Some(Time(0)), ..HUMAN }.is_suspicious(), "that was a minute ago");
        assert!(Click { others: 3, ..HUMAN }.is_suspicious());
        assert!(!Click { others: 2, ..HUMAN }.is_suspicious(), "a small group may share a way out");
    }
}
