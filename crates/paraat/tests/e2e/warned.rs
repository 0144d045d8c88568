//! A flash warning in the built program: written, released by a second person, mailed for real, answered on a
//! telephone, and seen to arrive by who sent it.

use std::time::Duration;

use testkit::smtp::{Mail, SmtpSink};

use crate::browser::Browser;
use crate::cast::{PHONE, Persona, SCREEN, check, enter};
use crate::program::Program;

const HEADLINE: &str = "A false update stops the analysers";
/// The laboratory's director in the demo.
const DIRECTOR: &str = "hilde.terlindehof@labo-de-linde.example";
/// Somebody of that laboratory's night shift.
const STAFF: &str = "noor.vennebosch@de-linde.example";
/// Presses before a test gives up: an answer in the first five seconds is taken for a program's.
const PRESSES: usize = 200;

/// A demo whose mail goes to a mail server of the test's own.
async fn demo_with_mail(sink: &SmtpSink) -> (Program, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let settings = format!(
        "[smtp]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"Paraat <paraat@cyberwacht.example>\"\n",
        sink.address().port()
    );
    std::fs::write(folder.path().join("paraat.toml"), settings).unwrap();
    std::fs::write(folder.path().join("this-is-a-demo"), "").unwrap();
    let data = folder.path().to_str().unwrap();
    let program = Program::start_exactly(&["demo", "--data", data, "--listen", "127.0.0.1:0"]).await;
    (program, folder)
}

/// Writes a flash warning to the laboratories and asks for its release; gives where it is.
async fn write(browser: &Browser, program: &Program) -> String {
    browser.goto(&program.url("/warnings/new")).await;
    check(browser).await;
    browser.tick("input[name=class][value=flash]").await;
    browser.fill("#f-headline_en", HEADLINE).await;
    browser.fill("#f-instruction_en", "Do not update.").await;
    browser.tick("input[name=kinds][value=clinical_biology_lab]").await;
    browser.press("Check").await;
    browser.wait_for_text("a second person releases it").await;
    check(browser).await;
    browser.press("Ask for release").await;
    browser.wait_for_text("Waits for a colleague").await;
    browser.url().await.split('?').next().unwrap().to_owned()
}

/// The link in the newest mail of the flash warning to somebody.
async fn link(sink: &SmtpSink, to: &str) -> String {
    link_of(sink, to, "/w/").await
}

/// The link of one kind in the newest mail of the flash warning to somebody.
async fn link_of(sink: &SmtpSink, to: &str, kind: &str) -> String {
    // The demo's own mails come first; how many they are is the demo's affair.
    for count in 1.. {
        let mails = sink.wait_for(count).await;
        let is_it = |mail: &&Mail| {
            mail.subject().starts_with("FLITSWAARSCHUWING")
                && mail.header("To").is_some_and(|each| each.contains(to))
        };
        if let Some(mail) = mails.iter().find(is_it) {
            let text = mail.text();
            assert!(!text.contains(HEADLINE), "amber words do not stand in a mailbox: {text}");
            return text.lines().find(|line| line.contains(kind)).unwrap().trim().to_owned();
        }
    }
    unreachable!("counting never ends")
}

/// Presses until the answer is believed.
async fn acknowledge(phone: &Browser) {
    for _ in 0..PRESSES {
        phone.press("We have received this").await;
        phone.read("main .notice").await;
        if phone.text().await.contains("Receipt noted") {
            return;
        }
    }
    panic!("the answer was not believed after {PRESSES} presses: {}", phone.text().await);
}

#[tokio::test]
async fn a_flash_warning_is_mailed_answered_on_a_telephone_and_seen_to_arrive() {
    let sink = SmtpSink::start().await;
    let (program, _folder) = demo_with_mail(&sink).await;
    let (officer, colleague, phone) = tokio::join!(Browser::start(), Browser::start(), Browser::start());
    officer.resize(SCREEN.0, SCREEN.1).await;
    enter(&officer, &program, Persona::Officer).await;
    let warning = write(&officer, &program).await;

    // A director who reads something else meanwhile, and reloads nothing.
    let director = Browser::start().await;
    enter(&director, &program, Persona::Director).await;
    director.goto(&program.url("/directory")).await;
    assert!(!director.sees("#alert a").await);

    enter(&colleague, &program, Persona::Colleague).await;
    colleague.goto(&program.url("/warnings")).await;
    colleague.follow(HEADLINE).await;
    colleague.wait_for_text("asks for your release").await;
    check(&colleague).await;
    colleague.click_on("form[action$='/publish'] button").await;
    colleague.wait_for_text("The warning is out.").await;
    check(&colleague).await;

    assert!(director.read("#alert a").await.contains("is not answered yet"));
    check(&director).await;
    officer.goto(&warning).await;
    officer.wait_for_text("Who knows").await;
    phone.resize(PHONE.0, PHONE.1).await;
    phone.goto(&link(&sink, DIRECTOR).await).await;
    phone.wait_for_text(HEADLINE).await;
    check(&phone).await;
    acknowledge(&phone).await;
    check(&phone).await;
    phone.press("Yes").await;
    phone.press("Passed on to our people and IT").await;
    phone.wait_for_text("It was noted that you passed it on.").await;

    // One click tells the night shift, who need no account.
    phone.press("Tell our staff").await;
    phone.wait_for_text("Passed on.").await;
    check(&phone).await;
    phone.goto(&link_of(&sink, STAFF, "/s/").await).await;
    phone.wait_for_text("Labo De Linde passes this on to you.").await;
    check(&phone).await;
    phone.press("I have read this").await;
    phone.wait_for_text("Noted").await;

    // Nobody reloads these pages either.
    let settled = async {
        while director.sees("#alert a").await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), settled).await.unwrap();
    let passed_on = "#reach .stats li:nth-child(5) b";
    let arrived = async {
        while officer.read(passed_on).await == "0" {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), arrived).await.unwrap();
    officer.follow("Call list").await;
    officer.wait_for_text("Who has not answered yet.").await;
    check(&officer).await;
    for browser in [&officer, &colleague, &phone, &director] {
        assert_eq!(browser.console().await, Vec::<String>::new());
    }
}
