//! Which known name was probably meant.

/// The known name that needs the fewest letters put in, left out or changed (Levenshtein 1966); none when that would
/// be more than a third of its letters. Of several, the first.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let most = (word.len() / 3).max(2);
    let near = known.filter(|other| other.chars().count().abs_diff(word.len()) <= most);
    let (distance, best) = near.map(|other| (distance(&word, other), other)).min_by_key(|(far, _)| *far)?;
    (distance <= most).then_some(best)
}

fn distance(word: &[char], other: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (at, letter) in other.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (mine, cell) in word.iter().zip(row.iter_mut().skip(1)) {
            let change = diagonal + usize::from(*mine != letter);
            diagonal = *cell;
            left = change.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_nonsense_is_not() {
        let known = ["uz-antwerpen", "az-monica", "lis"];
        assert_eq!(nearest("uz-antwerp", known.into_iter()), Some("uz-antwerpen"));
        assert_eq!(nearest("AZ-Monnica", known.into_iter()), Some("az-monica"));
        assert_eq!(nearest("something-else", known.into_iter()), None);
    }
}
