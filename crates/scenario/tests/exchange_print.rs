//! The pack on paper with which exercise control goes on by hand.

use std::path::Path;

use scenario::exchange::{ExportKind, ExportOptions, export};
use scenario::files::Files;
use scenario::format::Language;
use scenario::read::{Written, read};

fn ward() -> Written {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ward");
    let reading = read(&Files::open(&folder).expect("our own scenario"));
    assert_eq!(reading.findings, []);
    reading.written.expect("an exercise")
}

fn page(written: &Written, language: &str, from: Option<u32>) -> String {
    let language: Language = language.parse().expect("a language");
    let exported =
        export(written, ExportKind::Print, &ExportOptions { from, ..ExportOptions::new(language) })
            .expect("it can be exported");
    String::from_utf8(exported.bytes).expect("text")
}

#[test]
fn everything_that_exercise_control_needs_stands_in_it() {
    let page = page(&ward(), "en", None);
    if let Ok(path) = std::env::var("PRINT_PACK_OUT") {
        std::fs::write(path, &page).expect("a file");
    }
    for part in [
        "<h1>EXERCISE: Dark ward</h1>",
        "2027-03-09 08:30 (Europe/Brussels)",
        "<strong>o1</strong> Call early",
        "Director (North Hospital)",
        "Hanne Vos, De Dagpost",
        "Friendly, does not let go.",
        "<td>0:12</td><td>2027-03-09 08:42</td>",
        "Good morning, the <strong>third</strong> impossible value &lt;b&gt;today&lt;/b&gt;. 2 million",
        "As soon as reached is: There is a suspicion and not: ((somebody contacted a CSIRT) within 45m)",
        "milestone(&#39;suspicion&#39;) &amp;&amp; !within(",
        "5m later, at the latest 2:00 (2027-03-09 10:30), a person lets it go",
        "Call the CSIRT.",
        "Stop releasing.",
        "Who has the same device?",
        "Analyser → Wrong results",
        "Otherwise</strong> telephone, if nobody opens it (10m)",
        "Asks for the decision</dt><dd>Divert ambulances?",
        "Divert ambulances?</h3>\n<p>Decided by: Director</p>",
        "Given at __:__ by ____________",
        "Solutions – exercise control only",
        "Answer: evil.example",
        "The only one that comes back every minute.",
        "Count for each minute.",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let (before, solutions) = page.split_once("Solutions – exercise control only").expect("solutions");
    assert!(!before.contains("evil.example") && solutions.contains("evil.example"));
}

#[test]
fn what_is_past_is_left_out() {
    let page = page(&ward(), "nl", Some(30));
    assert!(page.contains("OEFENING") && page.contains("Kaarten van vroeger zijn weggelaten"));
    assert!(!page.contains("Kalium van 9,1?"), "it went at 12 minutes");
    assert!(page.contains("Omleiden?") && page.contains("Klopt het?"), "one later, and one on a condition");
}

#[test]
fn every_language_says_that_it_is_an_exercise() {
    for (language, word) in [("nl", "OEFENING"), ("fr", "EXERCICE"), ("de", "ÜBUNG"), ("en", "EXERCISE")] {
        let page = page(&ward(), language, None);
        assert!(page.contains(&format!("@top-center {{ content: \"{word}\"; }}")), "{language}");
        let sections = page.matches("<section>").count();
        assert_eq!(page.matches(&format!("<h2>{word} · ")).count(), sections, "{language}");
        assert!(sections >= 8, "{language}: {sections}");
    }
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let mut written = ward();
    let english: Language = "en".parse().expect("a language");
    let evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> ![a](https://evil.example/a.png) \
                [b](javascript:alert(1)) <https://evil.example/c> {{amount}}";
    let mut text = written.texts.get(english, "potassium").expect("a text").clone();
    text.body = evil.to_owned();
    text.subject = evil.to_owned();
    written.texts.insert(english, "potassium".to_owned(), text);
    let title = scenario::format::Words::Same(evil.to_owned());
    written.exercise.value.title.value = title.clone();
    written.injects[0].value.title.as_mut().expect("a title").value = title;
    let page = page(&written, "en", None);
    for part in ["<script", "<img", "<a ", "<link", "<iframe", "<object", "<form", "url(", "@import"] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "it is shown as words");
}
