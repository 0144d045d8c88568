//! What somebody probably meant by a word that is not known.

/// The longest word that is looked at, in characters.
const MAX_WORD: usize = 40;

/// `; did you mean …?` for the known word nearest to a written one, if one is near; else nothing.
pub fn suggestion(written: &str, known: &[impl AsRef<str>]) -> String {
    nearest(written, known).map_or_else(String::new, |word| format!("; did you mean {word:?}?"))
}

/// The known word with the fewest letters different, if those are at most a third of it; the first of several.
fn nearest<'k>(written: &str, known: &'k [impl AsRef<str>]) -> Option<&'k str> {
    let written: Vec<char> = written.trim().to_lowercase().replace('_', "-").chars().collect();
    if written.len() > MAX_WORD {
        return None;
    }
    let known = known.iter().map(AsRef::as_ref);
    let distances = known.map(|word: &str| (distance(&written, &word.replace('_', "-")), word));
    let (distance, word) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= word.chars().count().div_ceil(3)).then_some(word)
}

/// How many letters must be put in, taken out or exchanged to make one word of the other (Levenshtein).
fn distance(a: &[char], b: &str) -> usize {
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (i, letter) in b.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let (first, rest) = row.split_at_mut(1);
        first.fill(left);
        for (cell, other) in rest.iter_mut().zip(a) {
            let exchanged = diagonal + usize::from(*other != letter);
            diagonal = *cell;
            left = exchanged.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{distance, suggestion};

    #[test]
    fn letters_that_differ_are_counted() {
        for (a, b, expected) in
            [("", "", 0), ("abc", "", 3), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(&a.chars().collect::<Vec<_>>(), b), expected, "{a} {b}");
        }
    }

    #[test]
    fn only_a_near_word_is_suggested() {
        let known = ["per_day", "capacity_per_day"];
        assert_eq!(suggestion("Per-Day", &known), "; did you mean \"per_day\"?");
        assert_eq!(suggestion("capasity_per_day", &known), "; did you mean \"capacity_per_day\"?");
        assert_eq!(suggestion("colour", &known), "");
    }
}
