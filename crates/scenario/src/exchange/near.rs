//! Looking for the end of something only as far as it may be long, so that a text full of beginnings costs no more than
//! its length.

/// What stands before and behind the first `mark` among the first `within` letters.
pub fn split_near<'a>(text: &'a str, mark: &str, within: usize) -> Option<(&'a str, &'a str)> {
    let end = text.char_indices().nth(within).map_or(text.len(), |(end, _)| end);
    let place = text.get(..end)?.find(mark)?;
    Some((text.get(..place)?, text.get(place + mark.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_found() {
        assert_eq!(split_near("äb}c", "}", 3), Some(("äb", "c")));
        assert_eq!(split_near("äb}c", "}", 2), None);
        assert_eq!(split_near("a}}", "}}", 80), Some(("a", "")));
    }
}
