//! Answering by text message: the code that the message to somebody carried, sent back from the number it went to.

use kernel::{Error, Kernel, Result};

use super::answering::{Answerer, Reply};
use super::links::{LinkPage, begin, by_whom, open_notice};
use crate::evidence::Evidence;
use crate::limits::{STRAYS, STRAYS_WITHIN};
use crate::store::{notices, replies};

/// Digits of a code.
const CODE_DIGITS: usize = 6;
/// Codes looked for in one message.
const CODES: usize = 4;

/// The code with which a text message of this notice is answered.
pub(crate) fn answer_code(kernel: &Kernel, notice_id: &str) -> String {
    let digest = kernel.vault.lookup("warning reply", notice_id);
    let sum = digest.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    format!("{:06}", sum / 1000 % 1_000_000)
}

/// Under which digest a number is kept, however a gateway writes it.
pub(crate) fn number_digest(kernel: &Kernel, number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    kernel.vault.lookup("sms number", digits.trim_start_matches('0'))
}

/// Under which digest a code is kept.
pub(crate) fn code_digest(kernel: &Kernel, code: &str) -> String {
    kernel.vault.lookup("sms code", code)
}

/// Takes a text message that somebody sent; true when it answered a warning. One without a code of ours, or from
/// another number than the code went to, is counted and leads nowhere; a number that sent too many is not listened
/// to for a while, so that codes cannot be guessed.
///
/// # Errors
/// When the database fails.
pub async fn reply_by_sms(kernel: &Kernel, from: &str, text: &str) -> Result<bool> {
    let number = number_digest(kernel, from);
    let now = kernel.wall.now();
    let since = now.minus(STRAYS_WITHIN);
    if replies::strays(kernel, &number, since).await? >= STRAYS {
        return Ok(false);
    }
    for code in codes(text) {
        let Some(id) = replies::notice(kernel, &number, &code_digest(kernel, &code)).await? else { continue };
        match open_notice(kernel, notices::get(kernel, &id).await?).await {
            // Who was erased meanwhile answers nothing any more.
            Err(Error::NotFound) => {}
            opened => return receive(kernel, &opened?).await,
        }
    }
    replies::stray(kernel, &number, (now, since)).await?;
    tracing::warn!("a text message without a code that its sender was given was passed over");
    Ok(false)
}

/// Acknowledges for every organisation that its sender was told for; once, however often it comes.
async fn receive(kernel: &Kernel, page: &LinkPage) -> Result<bool> {
    if page.is_expired {
        return Ok(false);
    }
    let mut change = begin(kernel, page).await?;
    let mut is_news = false;
    for (notice, obligation) in &page.answers_for {
        let answerer = Answerer {
            warning: &page.warning,
            by_whom: &by_whom(notice),
            evidence: Evidence::SmsCode,
            network: "",
            is_counted: true,
        };
        is_news |= answerer.give(&mut change, obligation, Reply::Received).await?;
    }
    if is_news {
        change.commit().await?;
    }
    Ok(true)
}

/// What may be a code in a message, as people write one: six digits, with whatever between them.
fn codes(text: &str) -> Vec<String> {
    let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let halves = runs.windows(2).map(|pair| pair.concat());
    let whole = runs.iter().map(|run| (*run).to_owned());
    whole.chain(halves).filter(|code| code.len() == CODE_DIGITS).take(CODES).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_found_however_people_write_it() {
        for (text, expected) in [
            ("482915", vec!["482915"]),
            ("OK 482 915, dank u", vec!["482915"]),
            ("Ontvangen. Code: 482-915", vec!["482915"]),
            ("no. 2026-001 482915", vec!["482915"]),
            ("4829150", vec![]),
            ("yes", vec![]),
        ] {
            assert_eq!(codes(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_message_upsets_it(text in ".{0,200}") {
            prop_assert!(codes(&text).len() <= CODES);
        }
    }
}
