//! All SQL of the directory; nobody else touches its tables. One module for each table or two.

pub(crate) mod cards;
pub(crate) mod drafts;
pub(crate) mod imports;
pub(crate) mod organisations;
pub(crate) mod reach;
pub(crate) mod seats;
pub(crate) mod sites;

/// `$1, $2, …` for a list of `count` values that starts at parameter `first`.
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}
