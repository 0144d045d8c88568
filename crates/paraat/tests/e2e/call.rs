//! The first main job: a laboratory calls for help from a phone, the authority answers.

use crate::cast::{Call, PHONE, Person, Persona, SCREEN, demo, enter, leave};
use crate::program::Program;

const QUESTION: &str = "Is the backup off the network?";
const ANSWER: &str = "Yes, since ten past six. Nobody has touched it.";

/// The laboratory's director files an early warning; gives the receipt's number.
async fn file(person: &Person, call: &Call) -> String {
    let browser = &person.browser;
    browser.follow("☎ Call for help").await;
    browser.wait_for_text("What is going on?").await;
    person.looks().await;
    call.type_into(browser).await;
    browser.tick("input[name=malicious][value=yes]").await;
    if person.has_scripts {
        browser.wait_for_text("saved ").await;
    }
    browser.press("Report now").await;
    browser.wait_for_text("Your report was filed").await;
    person.looks().await;
    browser.read("main dd strong.num").await
}

/// The duty officer finds it on the desk and acknowledges it; gives the reference.
async fn acknowledge(person: &Person, call: &Call) -> String {
    let browser = &person.browser;
    person.looks().await;
    browser.follow(&format!("Labo De Linde: {}", call.headline())).await;
    browser.wait_for_text("Nobody handles it yet.").await;
    person.looks().await;
    browser.press("Acknowledge").await;
    browser.wait_for_text("Your reference").await;
    browser.read("#state strong.num").await.replace("Your reference ", "")
}

/// The duty officer, on the report's page, asks.
async fn ask(person: &Person) {
    let browser = &person.browser;
    browser.fill("Ask the reporter", QUESTION).await;
    browser.press("Send the question").await;
    browser.wait_for_text("Your question was sent.").await;
    assert!(browser.read("#thread").await.contains(QUESTION));
    person.looks().await;
}

/// The director opens the report, sees the reference and the question, and answers.
async fn answer(person: &Person, call: &Call, reference: &str) {
    let browser = &person.browser;
    browser.follow(call.headline()).await;
    browser.wait_for_text(reference).await;
    browser.wait_for_text(QUESTION).await;
    person.looks().await;
    browser.fill("Your answer to Cyberwacht Belvédère", ANSWER).await;
    browser.press("Send the answer").await;
    browser.wait_for_text("Your answer was sent.").await;
    assert!(browser.read("#authorities").await.contains(ANSWER));
    person.looks().await;
}

/// One person after the other at one browser: the whole story.
async fn tell(program: &Program, person: &Person) {
    let browser = &person.browser;
    let call = Call::about("Every screen shows a ransom note");
    person.at(PHONE).await;
    enter(browser, program, Persona::Director).await;
    person.looks().await;
    let number = file(person, &call).await;
    browser.follow("Follow your report").await;
    browser.wait_for_text(&number).await;
    person.looks().await;
    leave(browser).await;
    person.looks().await;

    person.at(SCREEN).await;
    enter(browser, program, Persona::Officer).await;
    let new = browser.read("section[aria-labelledby=h-new]").await;
    assert!(new.contains(call.headline()), "{new}");
    let reference = acknowledge(person, &call).await;
    ask(person).await;
    leave(browser).await;

    person.at(PHONE).await;
    enter(browser, program, Persona::Director).await;
    answer(person, &call, &reference).await;
    leave(browser).await;

    person.at(SCREEN).await;
    enter(browser, program, Persona::Officer).await;
    let mine = browser.read("section[aria-labelledby=h-mine]").await;
    assert!(mine.contains(call.headline()), "{mine}");
    browser.follow(&format!("Labo De Linde: {}", call.headline())).await;
    browser.wait_for_text(ANSWER).await;
    person.at(PHONE).await;
    person.looks().await;
    if person.has_scripts {
        assert_eq!(browser.console().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_laboratory_calls_and_the_authority_answers() {
    let program = demo().await;
    let person = Person::new(true).await;
    person.at(PHONE).await;
    person.browser.goto(&program.url("/demo")).await;
    person.looks().await;
    tell(&program, &person).await;
}

#[tokio::test]
async fn it_goes_the_same_way_without_javascript() {
    let program = demo().await;
    tell(&program, &Person::new(false).await).await;
}

#[tokio::test]
async fn each_sees_by_itself_what_the_other_did() {
    let program = demo().await;
    let (director, officer) = tokio::join!(Person::new(true), Person::new(true));
    director.at(PHONE).await;
    enter(&officer.browser, &program, Persona::Officer).await;
    enter(&director.browser, &program, Persona::Director).await;
    let call = Call::about("The analysers answer nobody");
    assert!(!officer.browser.text().await.contains(call.headline()));

    let number = file(&director, &call).await;
    // Nobody reloads the officer's page.
    officer.browser.wait_for_text(call.headline()).await;
    director.browser.follow("Follow your report").await;
    director.browser.wait_for_text(&number).await;

    let reference = acknowledge(&officer, &call).await;
    director.browser.wait_for_text(&format!("acknowledged as {reference}")).await;
    ask(&officer).await;
    director.browser.wait_for_text(QUESTION).await;

    director.browser.fill("Your answer to Cyberwacht Belvédère", ANSWER).await;
    director.browser.press("Send the answer").await;
    officer.browser.wait_for_text(ANSWER).await;
    assert_eq!(director.browser.console().await, Vec::<String>::new());
    assert_eq!(officer.browser.console().await, Vec::<String>::new());
}
