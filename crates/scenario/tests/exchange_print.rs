//! The pack on paper with which exercise control goes on by hand.

use std::path::Path;

use scenario::exchange::{ExportKind, ExportOptions, artefact_files, export};
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
        "9 March 2027, 08:30 (Europe/Brussels)",
        "<strong>o1</strong> Call early",
        "Director (North Hospital)",
        "Hanne Vos, De Dagpost",
        "Friendly, does not let go.",
        "<td>0:12</td><td>08:42</td>",
        "Good morning, the <strong>third</strong> impossible value &lt;b&gt;today&lt;/b&gt;. 2 million",
        "As soon as the milestone “There is a suspicion” is reached and nobody at North Hospital has contacted CSIRT by \
         09:15 → 5 min later, at the latest 10:30 (2:00), a person lets it go",
        "Met if somebody at North Hospital has contacted CSIRT, within 45 min, o1",
        "Call the CSIRT.",
        "Stop releasing.",
        "Who has the same device?",
        "Analyser → Wrong results",
        "Otherwise</strong> phone, if nobody opens it (10 min)",
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
        let sections = page.matches("<section").count();
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

/// A scenario of one hospital, a practice and a CSIRT, with everything that is hidden in a log.
fn dark_night(when: &str) -> Written {
    let text = |language: &str| {
        format!(
            "# first: {language}\n\nAnswer {{{{person}}}} of {{{{organisation}}}} in {{{{country}}}}, {{{{date}}}} {{{{time}}}}: \
             {{{{artefact.log.account}}}}, {{{{persona.p}}}}, {{{{asset.robot}}}}.\n# later: later\n# quiz: Who?\n\nWhich?\n\
             # quiz.solution: {{{{artefact.log.account}}}}\n\nFrom {{{{artefact.log.source_ip}}}}.\n"
        )
    };
    let both = |words: &str| format!("{{nl: {words}, fr: {words}, de: {words}, en: {words}}}");
    let mut files = Files::default();
    let mut put = |path: &str, text: String| files.insert(path.to_owned(), text.into_bytes()).expect("small");
    put(
        "exercise.yaml",
        format!(
            "format: 1\nid: night\nversion: 1.0.0\ntitle: {}\nlanguages: [nl, fr, de, en]\nduration: 90m\n\
             clock: {{start: 2027-04-20T13:30, timezone: Europe/Brussels}}\n\
             milestones: [{{id: m, title: {}}}]\n\
             decisions: [{{id: d, title: {}, options: [{{id: yes-do, title: {}}}, {{id: no-do, title: {}}}], by: [role/it]}}]\n",
            both("Night"),
            both("Seen"),
            both("Stop"),
            both("Yes"),
            both("No"),
        ),
    );
    put(
        "world.yaml",
        format!(
            "organisations:\n  - {{id: h, name: Leie, kind: hospital, country: BE}}\n  - {{id: g, name: Brug, kind: primary-care, \
             country: BE}}\nroles:\n  - {{id: it, name: IT, at: [kind/hospital]}}\npersonas:\n  - {{id: p, name: Ilse, kind: \
             journalist, channels: [phone]}}\nassets:\n  - {{id: robot, name: {}, at: kind/hospital, states: [{{id: normal, \
             title: {}}}, {{id: wrong, title: {}}}]}}\n",
            both("Robot"),
            both("Normal"),
            both("Wrong"),
        ),
    );
    put(
        "injects.yaml",
        format!(
            "- {{id: first, at: 5m, from: persona/p, to: [role/it], attachments: [artefact/log], challenge: quiz}}\n\
             - {{id: later, when: \"{when}\", until: 80m, channel: siem, to: [role/it]}}\n"
        ),
    );
    put("artefacts.yaml", "- {id: log, kind: auth-log, lines: 300}\n".to_owned());
    put(
        "challenges.yaml",
        "- {id: quiz, kind: technical, to: [role/it], answer: {kind: text, planted: \"artefact/log#account\"}}\n".to_owned(),
    );
    for language in ["nl", "fr", "de", "en"] {
        put(&format!("content/{language}/a.md"), text(language));
    }
    let reading = read(&files);
    assert_eq!(reading.findings, []);
    reading.written.expect("an exercise")
}

#[test]
fn the_answer_that_a_seed_hides_is_printed_and_nothing_stays_in_braces() {
    let written = dark_night("milestone('m')");
    for (language, yours) in [
        ("nl", "uw organisatie"),
        ("fr", "votre organisation"),
        ("de", "Ihre Organisation"),
        ("en", "your organisation"),
    ] {
        let language: Language = language.parse().expect("a language");
        let mut answers = Vec::new();
        for seed in [1, 2] {
            let options = ExportOptions { seed, ..ExportOptions::new(language) };
            let exported = export(&written, ExportKind::Print, &options).expect("it can be exported");
            let page = String::from_utf8(exported.bytes).expect("text");
            assert!(!page.contains("{{") && !page.contains("artefact/log#"), "{page}");
            assert!(page.contains(&format!("______ ({yours})")) && page.contains("Ilse, Robot"));
            assert!(page.contains("paraat scenario artefacts night --seed"), "{page}");
            let (_, solutions) = page
                .rsplit_once("<h2>")
                .map(|(before, _)| before.rsplit_once("<h2>"))
                .expect("parts")
                .expect("parts");
            let answer = solutions.split_once("<strong>").and_then(|(_, rest)| rest.split_once("</strong>"));
            let answer = answer.expect("the solution").0.to_owned();
            assert!(solutions.contains(&format!(": {answer}</p>")), "the answer is {answer}: {solutions}");
            let file = artefact_files(&written, seed).expect("files").remove(0);
            assert!(String::from_utf8_lossy(&file.made.bytes).contains(&answer));
            answers.push(answer);
        }
        assert_ne!(answers[0], answers[1], "another seed hides another");
    }
}

#[test]
fn artefacts_are_made_for_every_language() {
    let files = artefact_files(&dark_night("milestone('m')"), 7).expect("files");
    let names: Vec<String> =
        files.iter().map(|file| format!("{}/{}", file.language, file.made.file_name)).collect();
    assert_eq!(names, ["nl/log.log", "fr/log.log", "de/log.log", "en/log.log"]);
}

#[test]
fn what_waits_for_a_condition_stands_under_the_timeline() {
    let written = dark_night("opened('first') && !within(contacted('kind/primary-care'), '35m')");
    for from in [None, Some(60)] {
        let page = page(&written, "en", from);
        assert!(
            page.contains("<strong>2</strong></td><td>14:05</td><td>14:50</td><td>As soon as somebody at Leie has opened “en” and nobody at Leie has contacted Brug by 14:05"),
            "{page}"
        );
        assert!(page.contains("<h3>2 · later"), "{page}");
    }
    assert!(!page(&written, "en", Some(81)).contains("<h3>2 · later"), "it expired");
}

#[test]
fn conditions_are_words_in_every_language() {
    for (when, all) in [
        (
            "contacted('kind/primary-care')",
            [
                "Zodra iemand van Leie contact heeft opgenomen met Brug",
                "Dès que quelqu'un (Leie) a contacté Brug",
                "Sobald jemand von Leie Brug kontaktiert hat",
                "As soon as somebody at Leie has contacted Brug",
            ],
        ),
        (
            "!contacted('persona/p', 'any')",
            [
                "Zodra niemand contact heeft opgenomen met Ilse",
                "Dès que personne n'a contacté Ilse",
                "Sobald niemand Ilse kontaktiert hat",
                "As soon as nobody has contacted Ilse",
            ],
        ),
        (
            "!within(contacted('kind/primary-care'), '35m')",
            [
                "Om 14:05, als niemand van Leie tegen dan contact heeft opgenomen met Brug",
                "À 14:05, si personne (Leie) n'a contacté Brug d'ici là",
                "Um 14:05, wenn niemand von Leie bis dahin Brug kontaktiert hat",
                "At 14:05, if nobody at Leie has contacted Brug by then",
            ],
        ),
        (
            "within(replied('first'), '10m', delivered('first'))",
            [
                "Zodra iemand van Leie binnen 10 min op “nl” heeft geantwoord, te tellen vanaf het moment dat “nl” gegeven is",
                "Dès que quelqu'un (Leie) a répondu à «\u{a0}fr\u{a0}» dans les 10 min, à compter du moment où «\u{a0}fr\u{a0}» a été donné",
                "Sobald jemand von Leie innerhalb von 10 Min. auf „de“ geantwortet hat, gerechnet ab dem Moment, in dem „de“ gegeben wurde",
                "As soon as somebody at Leie has answered “en” within 10 min, counted from when “en” was given",
            ],
        ),
        (
            "milestone('m') && decided('d', 'yes-do')",
            [
                "Zodra de mijlpaal “Seen” bereikt is en bij “Stop” “Yes” gekozen is",
                "Dès que le jalon «\u{a0}Seen\u{a0}» est atteint et le choix pour «\u{a0}Stop\u{a0}» est «\u{a0}Yes\u{a0}»",
                "Sobald der Meilenstein „Seen“ erreicht ist und bei „Stop“ „Yes“ gewählt ist",
                "As soon as the milestone “Seen” is reached and the choice for “Stop” is “Yes”",
            ],
        ),
        (
            "asset('robot') in ['normal', 'wrong'] || !decided('d')",
            [
                "Zodra de toestand van Robot “Normal” of “Wrong” is of over “Stop” niet beslist is",
                "Dès que l'état de Robot est «\u{a0}Normal\u{a0}» ou «\u{a0}Wrong\u{a0}» ou «\u{a0}Stop\u{a0}» n'est pas décidé",
                "Sobald der Zustand von Robot „Normal“ oder „Wrong“ ist oder über „Stop“ nicht entschieden ist",
                "As soon as the state of Robot is “Normal” or “Wrong” or “Stop” is not decided",
            ],
        ),
        (
            "elapsed() > duration('20m') && since(filed('early-warning')) >= duration('1h')",
            [
                "Zodra het 13:50 of later is en het al 1 uur geleden is dat iemand van Leie de vroege waarschuwing heeft ingediend",
                "Dès qu'il est 13:50 ou plus tard et cela fait 1 h ou plus que quelqu'un (Leie) a déposé l'alerte précoce",
                "Sobald es 13:50 oder später ist und es schon 1 Std. her ist, dass jemand von Leie die Frühwarnung eingereicht hat",
                "As soon as it is 13:50 or later and it is 1 h or more since somebody at Leie has filed the early warning",
            ],
        ),
        (
            "!shared('anything', 'kind/primary-care') && count(opened('first', 'any')) >= 3",
            [
                "Zodra niemand van Leie iets heeft gedeeld met Brug en het minstens 3 keer gebeurd is dat iemand “nl” heeft geopend",
                "Dès que personne (Leie) n'a partagé quoi que ce soit avec Brug et il est arrivé au moins 3 fois que quelqu'un a ouvert «\u{a0}fr\u{a0}»",
                "Sobald niemand von Leie etwas mit Brug geteilt hat und es mindestens 3-mal vorkam, dass jemand „de“ geöffnet hat",
                "As soon as nobody at Leie has shared anything with Brug and it happened at least 3 times that somebody has opened “en”",
            ],
        ),
        (
            "contacted('persona/p') || replied('first')",
            [
                "Zodra iemand van Leie contact heeft opgenomen met Ilse of op “nl” heeft geantwoord",
                "Dès que quelqu'un (Leie) a contacté Ilse ou a répondu à «\u{a0}fr\u{a0}»",
                "Sobald jemand von Leie Ilse kontaktiert hat oder auf „de“ geantwortet hat",
                "As soon as somebody at Leie has contacted Ilse or has answered “en”",
            ],
        ),
    ] {
        let written = dark_night(when);
        for (language, words) in ["nl", "fr", "de", "en"].into_iter().zip(all) {
            let page = page(&written, language, None).replace("&#39;", "'").replace("&quot;", "\"");
            assert!(page.contains(words), "{language}: {words}\n{page}");
            assert!(!page.contains("class=\"condition\""), "no CEL beside words");
        }
    }
}

#[test]
fn many_clauses_stand_under_each_other_and_denials_reach_every_one() {
    let written = dark_night("!(contacted('persona/p') || solved('quiz')) && !milestone('m')");
    let page = page(&written, "en", None);
    for clause in [
        "As soon as all of this holds:<ul>",
        "nobody at Leie has contacted Ilse</li>",
        "nobody at Leie has solved “Who?”</li>",
        "the milestone “Seen” is not reached</li>",
    ] {
        assert!(page.contains(clause), "{clause}\n{page}");
    }
}

#[test]
fn cards_flow_and_say_what_is_not_written() {
    for (language, portal, hour) in [
        ("nl", "portaal", "Uur"),
        ("fr", "portail", "Heure"),
        ("de", "Portal", "Stunde"),
        ("en", "portal", "Hour"),
    ] {
        let page = page(&dark_night("milestone('m')"), language, None);
        assert!(page.contains(&format!("<dd>{portal}</dd>")), "the channel when none is written");
        assert!(page.contains(&format!("{hour} 0:00–1:00")));
        assert_eq!(
            page.matches("<section class=\"own\">").count(),
            2,
            "solutions and appendix alone begin a page"
        );
        assert_eq!(page.matches(&format!("<strong>{language}</strong>")).count(), 0, "a title stands once");
        assert!(page.contains("IT (Leie)"), "a name where there is one");
    }
    let mut late = dark_night("milestone('m')");
    late.injects[0].value.at = Some(scenario::format::At::nowhere("70m".parse().expect("a moment")));
    assert!(page(&late, "en", None).contains("Hour 1:00–1:30"), "no hour goes on past the end");
}
