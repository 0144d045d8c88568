//! What an export leaves out as a whole, in the words in which every export says it.

use super::Lost;
use crate::format::Language;
use crate::read::Written;

/// So many of a kind of thing are left out; none when there are none.
pub fn in_all(place: &str, count: usize) -> Option<Lost> {
    (count > 0).then(|| Lost { place: place.to_owned(), what: format!("{count} in all") })
}

/// What stands beside the list of injects, and the texts of the other languages.
pub fn beside(written: &Written, language: Language, lost: &mut Vec<Lost>) {
    for (place, count) in [
        ("artefacts.yaml", written.artefacts.len()),
        ("challenges.yaml", written.challenges.len()),
        ("measures.yaml", written.measures.len()),
        ("survey.yaml", written.survey.len()),
        ("overlays", written.overlays.len()),
        ("tests", written.tests.len()),
        ("files", written.attachments.len()),
    ] {
        lost.extend(in_all(place, count));
    }
    for other in written.languages().filter(|other| *other != language) {
        lost.push(Lost { place: format!("content/{other}"), what: "its texts".to_owned() });
    }
}
