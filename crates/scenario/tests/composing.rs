//! New scenarios from the parts of another: whatever is chosen, what comes out has no errors and can be played.

use std::collections::BTreeSet;

use proptest::prelude::*;
use scenario::check::check;
use scenario::compose::{ComposeError, Wishes, choices, compose};
use scenario::files::Files;
use scenario::format::{BotKind, HOUR, Length, MINUTE};
use scenario::rehearsal::{Setup, rehearse};

fn source() -> Files {
    scenario::library::open("two-groups").expect("it comes with the program").expect("it can be read")
}

fn wishes(files: &Files) -> Wishes {
    let known = choices(files).expect("choices");
    Wishes {
        id: "ours".parse().expect("an identifier"),
        title: "Ours".to_owned(),
        kinds: known.kinds,
        countries: known.countries,
        length: known.length,
        themes: known.themes,
        languages: known.languages,
        start: "2027-03-09T09:00".to_owned(),
    }
}

/// Which of a list are taken.
fn taken<T: Clone>(all: impl IntoIterator<Item = T>, bits: u32) -> Vec<T> {
    (0..).zip(all).filter(|(number, _)| bits & (1 << (number % 31)) != 0).map(|(_, each)| each).collect()
}

#[test]
fn all_of_it_is_all_of_it() {
    let files = source();
    let made = compose(&files, &wishes(&files)).expect("a scenario");
    let checked = check(&made);
    assert!(checked.report.findings.is_empty(), "{}", checked.report.human(""));
    let (made, whole) =
        (checked.scenario.expect("an exercise"), check(&files).scenario.expect("an exercise"));
    assert_eq!(made.injects.len(), whole.injects.len());
    assert_eq!(
        made.injects.iter().map(|each| each.at).collect::<Vec<_>>(),
        whole.injects.iter().map(|each| each.at).collect::<Vec<_>>()
    );
}

#[test]
fn what_is_not_there_cannot_be_chosen() {
    let files = source();
    for (change, wanted) in [
        (
            (|wishes| wishes.themes = BTreeSet::from(["floods".to_owned()])) as fn(&mut Wishes),
            "theme \"floods\"",
        ),
        (|wishes| wishes.countries = BTreeSet::from(["IT".parse().expect("a country")]), "country \"IT\""),
        (|wishes| wishes.languages = vec!["it".parse().expect("a language")], "language \"it\""),
    ] {
        let mut wishes = wishes(&files);
        change(&mut wishes);
        let error = compose(&files, &wishes).expect_err("it is not there").to_string();
        assert!(error.contains(wanted), "{error}");
    }
    let mut nobody = wishes(&files);
    nobody.kinds.clear();
    let error = compose(&files, &nobody).expect_err("nobody plays");
    assert!(matches!(error, ComposeError::Nothing), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_chosen_can_be_played(
        (kinds, countries, themes, languages) in (1_u32..64, 1_u32..16, 1_u32..32, 1_u32..16),
        minutes in prop::sample::select(vec![60_i64, 90, 180, 300, 480, 1980]),
    ) {
        let files = source();
        let mut wishes = wishes(&files);
        wishes.kinds = taken(wishes.kinds, kinds).into_iter().collect();
        wishes.countries = taken(wishes.countries, countries).into_iter().collect();
        wishes.themes = taken(wishes.themes, themes).into_iter().collect();
        wishes.languages = taken(wishes.languages, languages);
        wishes.length = Length(minutes * MINUTE);
        prop_assume!(!wishes.kinds.is_empty() && !wishes.countries.is_empty() && !wishes.themes.is_empty() && !wishes.languages.is_empty());
        match compose(&files, &wishes) {
            // A theme without any of those it is about is nothing.
            Err(ComposeError::Nothing) => {}
            Err(error) => prop_assert!(false, "{error}"),
            Ok(made) => {
                let checked = check(&made);
                prop_assert!(checked.report.findings.is_empty(), "{}", checked.report.human(""));
                let scenario = checked.scenario.expect("an exercise");
                prop_assert!(scenario.end <= (minutes * MINUTE).max(HOUR));
                let setup = Setup { players: 60, seed: 1, bots: vec![(BotKind::Ideal, 1.0)] };
                let rehearsal = rehearse(&scenario, &setup, &mut |_| {}).expect("it can be played");
                prop_assert!(rehearsal.tally.ended);
                prop_assert!(rehearsal.tally.injects.iter().any(|each| each.sent > 0));
            }
        }
    }
}
