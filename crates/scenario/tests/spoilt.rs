//! Spoilt scenarios: whatever is cut, doubled or scratched in the files of one, it is read, checked and, when nothing is
//! wrong with it, played to its end; nothing panics, and nothing takes for ever.

use proptest::prelude::*;
use scenario::check::check;
use scenario::files::Files;
use scenario::format::BotKind;
use scenario::rehearsal::{RehearsalError, Setup, rehearse};

/// What is done to a file: at a place between 0 and 1.
#[derive(Debug, Clone)]
enum Harm {
    /// A line goes.
    Cut(f64),
    /// A line stands twice.
    Doubled(f64),
    /// Two lines change places.
    Swapped(f64, f64),
    /// A letter becomes another.
    Scratched(f64, char),
    /// A word of the same file stands there instead.
    Misplaced(f64, f64),
    /// The file ends there.
    Torn(f64),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = || 0.0_f64..1.0;
    prop_oneof![
        at().prop_map(Harm::Cut),
        at().prop_map(Harm::Doubled),
        (at(), at()).prop_map(|(a, b)| Harm::Swapped(a, b)),
        (
            at(),
            prop::sample::select(vec![
                '\'', '"', '{', '}', '[', ']', ':', '0', '9', ' ', '\t', '-', '!', '&', '*', 'é', '\0'
            ])
        )
            .prop_map(|(a, c)| Harm::Scratched(a, c)),
        (at(), at()).prop_map(|(a, b)| Harm::Misplaced(a, b)),
        at().prop_map(Harm::Torn),
    ]
}

fn harmed(text: &str, harm: &Harm) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = |share: f64, lines: &[String]| {
        ((lines.len() as f64 * share) as usize).min(lines.len().saturating_sub(1))
    };
    match harm {
        _ if lines.is_empty() => {}
        Harm::Cut(at) => _ = lines.remove(line(*at, &lines)),
        Harm::Doubled(at) => {
            let at = line(*at, &lines);
            lines.insert(at, lines[at].clone());
        }
        Harm::Swapped(a, b) => {
            let (a, b) = (line(*a, &lines), line(*b, &lines));
            lines.swap(a, b);
        }
        Harm::Scratched(at, letter) => {
            let mut letters: Vec<char> = text.chars().collect();
            let at = ((letters.len() as f64 * at) as usize).min(letters.len().saturating_sub(1));
            letters[at] = *letter;
            return letters.into_iter().collect();
        }
        Harm::Misplaced(a, b) => {
            let words: Vec<&str> = text.split_whitespace().collect();
            let word = |share: f64| words[((words.len() as f64 * share) as usize).min(words.len() - 1)];
            return text.replacen(word(*a), word(*b), 1);
        }
        Harm::Torn(at) => lines.truncate(line(*at, &lines)),
    }
    lines.join("\n")
}

/// The files of a scenario of ours, one of them harmed.
fn spoilt(which: f64, harms: &[Harm]) -> Files {
    let whole = scenario::library::open("lab-in-the-dark")
        .expect("it comes with the program")
        .expect("it can be read");
    let yaml: Vec<&str> = whole
        .iter()
        .map(|(path, _)| path)
        .filter(|path| path.ends_with(".yaml") || path.contains("/en/"))
        .collect();
    let path = yaml[((yaml.len() as f64 * which) as usize).min(yaml.len() - 1)].to_owned();
    let mut text = String::from_utf8(whole.get(&path).unwrap_or_default().to_vec()).expect("text");
    for harm in harms {
        text = harmed(&text, harm);
    }
    let mut files = whole.clone();
    files.insert(path, text.into_bytes()).expect("the same path");
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_spoilt_scenario_is_found_out_or_played(
        which in 0.0_f64..1.0, harms in prop::collection::vec(harm(), 1..4), kind in 0_usize..5,
    ) {
        let checked = check(&spoilt(which, &harms));
        let shown = checked.report.human("");
        for finding in &checked.report.findings {
            prop_assert!((finding.place.file as usize) < checked.report.files.len(), "{shown}");
            prop_assert!(!finding.message.is_empty());
        }
        if let Ok(scenario) = checked.playable() {
            let setup = Setup { players: 8, seed: 3, bots: vec![(BotKind::ALL[kind], 1.0)] };
            match rehearse(&scenario, &setup, &mut |_| {}) {
                Ok(rehearsal) => {
                    prop_assert!(rehearsal.tally.ended);
                    for tally in &rehearsal.tally.injects {
                        prop_assert_eq!(tally.copies, tally.sent + tally.expired.values().sum::<u32>());
                    }
                }
                Err(RehearsalError::Circle { .. }) => prop_assert!(false, "what the checker lets pass goes round in a circle"),
                Err(RehearsalError::Cast(_) | RehearsalError::Copies(_)) => {}
            }
        }
    }

    /// Bytes that were never meant as a scenario.
    #[test]
    fn any_bytes_are_refused_with_a_place(bytes in prop::collection::vec(any::<u8>(), 0..400), path in 0_usize..6) {
        let paths = ["exercise.yaml", "world.yaml", "injects.yaml", "content/en/a.md", "overlays/BE.yaml", "tests/a.yaml"];
        let mut files = scenario::library::open("lab-in-the-dark").expect("it comes with the program").expect("it can be read");
        files.insert(paths[path].to_owned(), bytes).expect("a small file");
        let report = check(&files).report;
        prop_assert!(report.findings.iter().all(|finding| (finding.place.file as usize) < report.files.len()));
    }

    /// Neither are bytes that were never meant as a zip.
    #[test]
    fn any_bytes_are_no_zip(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Files::from_zip(std::io::Cursor::new(bytes), "any.zip");
    }
}

/// A small file that says it is large is not unpacked, and one that refers to itself over and over is not read.
#[test]
fn bombs_are_refused() {
    let mut yaml = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (one, before) in ('b'..='z').zip('a'..='y') {
        yaml.push_str(&format!("{one}: &{one} [*{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}]\n"));
    }
    let mut files = Files::default();
    files.insert("exercise.yaml".to_owned(), yaml.into_bytes()).expect("a small file");
    let checked = check(&files);
    assert!(checked.scenario.is_none() && checked.report.errors() == 1, "{}", checked.report.human(""));
    let deep = format!("title: {}x{}\n", "[".repeat(10_000), "]".repeat(10_000));
    files.insert("exercise.yaml".to_owned(), deep.into_bytes()).expect("a small file");
    assert_eq!(check(&files).report.errors(), 1);
}
