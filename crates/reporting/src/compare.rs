//! What one filing says otherwise than the one before it.

use std::collections::BTreeMap;

use crate::answers::{Answer, Answers};

/// How one answer differs from what was answered before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It was not answered before.
    New,
    /// It was answered otherwise.
    Changed(Answer),
    /// It was answered, and is not any more.
    LeftOut(Answer),
}

impl Difference {
    /// The answer that no longer holds.
    pub fn earlier(&self) -> Option<&Answer> {
        match self {
            Self::New => None,
            Self::Changed(answer) | Self::LeftOut(answer) => Some(answer),
        }
    }
}

/// The differences of two filings, by the key of the question. What is the same is not there.
pub type Differences = BTreeMap<String, Difference>;

/// What `after` says otherwise than `before`.
pub fn compare(before: &Answers, after: &Answers) -> Differences {
    let said = after.iter().filter_map(|(key, answer)| {
        let difference = match before.get(key) {
            None => Difference::New,
            Some(earlier) if earlier == answer => return None,
            Some(earlier) => Difference::Changed(earlier.clone()),
        };
        Some((key.clone(), difference))
    });
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
    said.chain(gone.map(|(key, earlier)| (key.clone(), Difference::LeftOut(earlier.clone())))).collect()
}

/// Which of a reader's filings one of them is compared with: the filing it corrects; otherwise the stage
/// before it, as it stood after its own corrections. `filings` holds identifier and what is corrected (empty
/// for nothing), the first first. `None` for the first, and when that one is not this reader's to see.
pub fn before<'a>(filings: &[(&'a str, &'a str)], filing: &str) -> Option<&'a str> {
    let place = filings.iter().position(|(id, _)| *id == filing)?;
    let (earlier, corrects) = (&filings[..place], filings[place].1);
    let newest = |wanted: &dyn Fn(&str) -> bool| {
        earlier.iter().rev().find(|(_, corrects)| wanted(corrects)).map(|(id, _)| *id)
    };
    if !corrects.is_empty() {
        return earlier.iter().find(|(id, _)| *id == corrects).map(|(id, _)| *id);
    }
    let stage = newest(&str::is_empty)?;
    Some(newest(&|corrects| corrects == stage).unwrap_or(stage))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Questions with their answers.
    type Pairs<'a> = &'a [(&'a str, &'a str)];
    /// What was said, what is said, how it differs.
    type Case<'a> = (Pairs<'a>, Pairs<'a>, &'a [(&'a str, Difference)]);

    fn text(text: &str) -> Answer {
        Answer::Text(text.to_owned())
    }

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect()
    }

    /// Takes the differences back out of `after`.
    fn undo(after: &Answers, differences: &Differences) -> Answers {
        let mut before = after.clone();
        for (key, difference) in differences {
            match difference.earlier() {
                Some(earlier) => before.insert(key.clone(), earlier.clone()),
                None => before.remove(key),
            };
        }
        before
    }

    #[test]
    fn each_answer_is_the_same_new_changed_or_left_out() {
        let cases: &[Case] = &[
            (&[], &[], &[]),
            (&[("a", "1")], &[("a", "1")], &[]),
            (&[], &[("a", "1")], &[("a", Difference::New)]),
            (&[("a", "1")], &[("a", "2")], &[("a", Difference::Changed(text("1")))]),
            (&[("a", "1")], &[], &[("a", Difference::LeftOut(text("1")))]),
            (&[("a", "1")], &[("a", "1 ")], &[("a", Difference::Changed(text("1")))]),
            (
                &[("a", "1"), ("b", "2"), ("c", "3")],
                &[("b", "4"), ("c", "3"), ("d", "5")],
                &[
                    ("a", Difference::LeftOut(text("1"))),
                    ("b", Difference::Changed(text("2"))),
                    ("d", Difference::New),
                ],
            ),
        ];
        for (before, after, expected) in cases {
            let expected: Differences =
                expected.iter().map(|(key, each)| ((*key).to_owned(), each.clone())).collect();
            assert_eq!(compare(&answers(before), &answers(after)), expected, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_filing_is_compared_with_what_it_corrects_or_with_the_stage_before_as_corrected() {
        let filings = [("call", ""), ("notice", ""), ("call 2", "call"), ("notice 2", "notice"), ("end", "")];
        let cases = [
            ("call", None),
            ("notice", Some("call")),
            ("call 2", Some("call")),
            ("notice 2", Some("notice")),
            ("end", Some("notice 2")),
            ("nowhere", None),
        ];
        for (filing, expected) in cases {
            assert_eq!(before(&filings, filing), expected, "{filing}");
        }
        // An authority that was told late does not learn of what it did not get.
        assert_eq!(before(&[("call 2", "call"), ("end", "")], "call 2"), None);
        assert_eq!(before(&[("call 2", "call"), ("end", "")], "end"), None);
    }

    fn any_answer() -> impl Strategy<Value = Answer> {
        prop_oneof![
            "[a-c]{0,2}".prop_map(Answer::Text),
            prop::collection::vec("[a-c]", 0..3).prop_map(Answer::Choices),
            prop::collection::vec(prop::collection::btree_map("[a-b]", "[a-c]", 0..2), 0..3)
                .prop_map(Answer::Rows),
        ]
    }

    fn any_answers() -> impl Strategy<Value = Answers> {
        prop::collection::btree_map("[a-f]", any_answer(), 0..6)
    }

    proptest! {
        #[test]
        fn the_same_answers_have_no_differences(one in any_answers()) {
            prop_assert!(compare(&one, &one).is_empty());
        }

        #[test]
        fn the_differences_tell_everything(before in any_answers(), after in any_answers()) {
            let differences = compare(&before, &after);
            prop_assert_eq!(undo(&after, &differences), before.clone());
            prop_assert_eq!(differences.is_empty(), before == after);
            for (key, difference) in &differences {
                prop_assert_ne!(before.get(key), after.get(key));
                prop_assert_eq!(difference.earlier(), before.get(key));
            }
        }
    }
}
