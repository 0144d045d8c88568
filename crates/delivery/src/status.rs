//! Enhanced mail status codes, as `5.1.1` (RFC 3463).

use std::fmt;

/// A status: class, subject and detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    /// 2 success, 4 persistent transient failure, 5 permanent failure.
    pub(crate) class: u16,
    subject: u16,
    detail: u16,
}

impl Status {
    /// Reads exactly one code.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // RFC 3463, section 2: one digit, then one to three, then one to three.
        let number = |part: &str, digits: usize| {
            let is_number =
                (1..=digits).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse().ok()).flatten()
        };
        let mut parts = text.split('.');
        let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
        let status =
            Self { class: number(class, 1)?, subject: number(subject, 3)?, detail: number(detail, 3)? };
        (parts.next().is_none() && matches!(status.class, 2 | 4 | 5)).then_some(status)
    }

    /// The first code among a server's words.
    pub(crate) fn find(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| Self::parse(word.trim_matches(|c: char| !c.is_ascii_digit())))
    }

    /// Whether the recipient's address does not exist, or no longer does: 5.1.x, but for the two that are
    /// about the sender's address (5.1.7, 5.1.8), and 5.2.1, a mailbox that was closed.
    pub(crate) fn is_dead(self) -> bool {
        match (self.class, self.subject) {
            (5, 1) => !matches!(self.detail, 7 | 8),
            (5, 2) => self.detail == 1,
            _ => false,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_three_numbers() {
        assert_eq!(Status::parse("5.1.1"), Some(Status { class: 5, subject: 1, detail: 1 }));
        assert_eq!(Status::find("550-5.1.1 x"), None);
        assert_eq!(Status::find("(550): 5.2.1; closed").map(Status::is_dead), Some(true));
        for wrong in ["", "5", "5.1", "5.1.1.1", "3.1.1", "55.1.1", "5.1234.1", "5..1", "5.1.-1", "5.+1.1"] {
            assert_eq!(Status::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn the_senders_own_address_is_not_the_recipients() {
        for (code, is_dead) in
            [("5.1.2", true), ("5.1.8", false), ("5.2.2", false), ("5.7.1", false), ("4.1.1", false)]
        {
            assert_eq!(Status::parse(code).unwrap().is_dead(), is_dead, "{code}");
        }
    }
}
