//! Which known word was probably meant by one that is not known.

/// The longest word that is looked at, in characters.
const MAX_WORD: usize = 150;

/// `; did you mean …?` for the known word nearest to a written one, if one is near; else nothing.
pub(crate) fn suggestion<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(written, known).map_or_else(String::new, |word| format!("; did you mean {word:?}?"))
}

/// The known word that needs the fewest letters put in, left out or exchanged (Levenshtein 1966), case and the choice
/// between `-` and `_` aside; none when that would be more than a third of its letters. Of several, the first.
pub(crate) fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = plain(written.trim()).collect();
    if written.len() > MAX_WORD {
        return None;
    }
    let most = written.len().div_ceil(3).max(2);
    let near = known.filter(|word| word.chars().count().abs_diff(written.len()) <= most);
    let (distance, word) = near.map(|word| (distance(&written, word), word)).min_by_key(|(far, _)| *far)?;
    (distance <= most.min(word.chars().count().div_ceil(3).max(2))).then_some(word)
}

fn plain(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().flat_map(char::to_lowercase).map(|letter| if letter == '_' { '-' } else { letter })
}

fn distance(written: &[char], word: &str) -> usize {
    let mut row: Vec<usize> = (0..=written.len()).collect();
    for (at, letter) in plain(word).enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        let (first, rest) = row.split_at_mut(1);
        first.fill(left);
        for (cell, other) in rest.iter_mut().zip(written) {
            let exchanged = diagonal + usize::from(*other != letter);
            diagonal = *cell;
            left = exchanged.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest, suggestion};

    #[test]
    fn letters_that_differ_are_counted() {
        for (a, b, expected) in
            [("", "", 0), ("abc", "", 3), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(&a.chars().collect::<Vec<_>>(), b), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_slip_is_recognised_and_nonsense_is_not() {
        let ids = ["uz-antwerpen", "az-monica", "lis"];
        assert_eq!(nearest("uz-antwerp", ids.into_iter()), Some("uz-antwerpen"));
        assert_eq!(nearest("AZ-Monnica", ids.into_iter()), Some("az-monica"));
        assert_eq!(nearest("something-else", ids.into_iter()), None);
        let fields = ["per_day", "capacity_per_day"];
        assert_eq!(suggestion("Per-Day", fields.into_iter()), "; did you mean \"per_day\"?");
        assert_eq!(
            suggestion("capasity_per_day", fields.into_iter()),
            "; did you mean \"capacity_per_day\"?"
        );
        assert_eq!(suggestion("colour", fields.into_iter()), "");
    }
}
