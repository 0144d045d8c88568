//! What other people published, imported and checked. Skipped with a printed reason where the files are not beside the
//! repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use scenario::check::check;
use scenario::exchange::{Imported, Options, Source, import};
use scenario::finding::Rule;
use scenario::report::Report;

/// Where a published file lies, if it is there.
fn published(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/scenarios");
    let path = folder.join(name);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

fn imported(name: &str) -> Option<(Imported, Report)> {
    let bytes = std::fs::read(published(name)?).expect("it can be read");
    let imported =
        import(&Source::file(name, &bytes), None, &Options::default()).expect("it can be imported");
    let report = check(&imported.to_files().expect("it can be written")).report;
    Some((imported, report))
}

/// The one tabletop that a widely used tool ships: 14 teams that are never individually addressed, 8 variables without
/// a value, 9 injects with something left to fill in, 19 expectations that only a person can judge.
#[test]
fn a_published_tabletop_is_found_out() {
    let Some((imported, report)) = imported("openaev-akira.json") else { return };
    let wanted = [
        (Rule::NeverAddressed, 14),
        (Rule::Placeholder, 9),
        (Rule::PlaceholderVariable, 8),
        (Rule::ManualExpectation, 19),
    ];
    assert_eq!(report.totals(), BTreeMap::from(wanted), "{}", report.human(""));
    assert!(report.findings.iter().all(|finding| finding.place.line > 0), "each has its place");
    let human = report.human("");
    let last: Vec<&str> = human.lines().rev().take(5).collect();
    for (rule, count) in wanted {
        let said =
            last.iter().any(|line| line.trim_start().starts_with(&format!("{count}  {}: ", rule.id())));
        assert!(said, "the last lines do not say {count} {}: {last:?}", rule.id());
    }
    // The numbers in the titles of the injects that are not filled in.
    let mut numbers: Vec<u32> = report
        .findings
        .iter()
        .filter(|finding| finding.rule == Rule::Placeholder)
        .filter_map(|finding| finding.message.split_whitespace().nth(2)?.split('-').next()?.parse().ok())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [5, 8, 10, 11, 12, 13, 15, 18, 19], "{human}");
    assert_eq!(imported.written.injects.len(), 20);
}

#[test]
fn published_lists_keep_their_times() {
    for (name, start, times) in [
        ("openaev-msel-1.xlsx", "2026-12-31T09:00", vec!["0m", "30d", "30d"]),
        ("openaev-msel-2.xlsx", "2024-06-26T09:00", vec!["0m", "5m", "10m", "5m"]),
    ] {
        let Some((imported, _)) = imported(name) else { return };
        let exercise = &imported.written.exercise;
        assert!(exercise.clock.start.value.starts_with(start), "{name}: {}", exercise.clock.start.value);
        let shown: Vec<_> = imported
            .written
            .injects
            .iter()
            .map(|each| each.at.as_ref().map_or("none".to_owned(), |at| at.value.to_string()))
            .collect();
        let mut sorted = shown.clone();
        sorted.sort();
        let mut wanted = times;
        wanted.sort_unstable();
        assert_eq!(sorted, wanted, "{name}");
    }
}
