//! What the attackers leave behind: a text file.

use super::{Making, mark};

/// Makes the note: the author's words, and whatever of the hidden values they do not mention.
pub(super) fn make(making: &Making<'_>) -> Vec<u8> {
    let own = mark::own(making.setting.language);
    let body = making
        .setting
        .words
        .map_or_else(|| own.note.to_owned(), |words| heading_and_text(words.subject, words.body));
    let mut note = format!("*** {} ***\n\n{}\n", own.exercise, body.trim());
    let wanted = [("victim_id", own.victim_id), ("contact", own.contact), ("amount", own.amount)];
    let missing: Vec<String> = wanted
        .into_iter()
        .filter(|(name, _)| !super::clue::stands_in(&note, making.value(name)))
        .map(|(name, title)| format!("{title}: {}\n", making.value(name)))
        .collect();
    if !missing.is_empty() {
        note.push('\n');
        note.extend(missing);
    }
    // It lies on a desktop: its lines end as the usual editor there has them.
    note.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
}

fn heading_and_text(subject: &str, body: &str) -> String {
    format!("{}\n\n{body}", subject.trim())
}
