//! No typed word is lost: not to a program that dies, not to a session that ends, not to a second press.

use std::net::TcpListener;

use crate::browser::Browser;
use crate::cast::{Call, PHONE, Persona, demo, enter, leave};
use crate::keys::Keys;
use crate::program::Program;

/// An address nobody listens on. A page that outlives its program must find it again where it was.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

async fn open_call(browser: &Browser, program: &Program) {
    enter(browser, program, Persona::Director).await;
    browser.follow("☎ Call for help").await;
    browser.wait_for_text("What is going on?").await;
}

#[tokio::test]
async fn a_program_that_is_killed_costs_no_word() {
    let mut program = Program::start(&["demo", "--keep", "--listen", &free_address()]).await;
    let browser = Browser::start().await;
    browser.resize(PHONE.0, PHONE.1).await;
    open_call(&browser, &program).await;
    let call = Call::about("The laboratory system does not start");
    browser.fill("What do you see?", "The laboratory").await;
    browser.wait_for_text("saved ").await;
    program.kill().await;
    call.type_into(&browser).await;
    browser.wait_for_text("no connection: kept on this device").await;

    program.restart().await;
    browser.goto(&program.url("/reports/call")).await;
    call.must_be_in(&browser).await;
    browser.wait_for_text("saved ").await;
    // From here on the server has them too: another device goes on.
    let other = Browser::start_without_javascript().await;
    open_call(&other, &program).await;
    call.must_be_in(&other).await;
}

#[tokio::test]
async fn a_session_that_ends_costs_no_word() {
    let program = demo().await;
    let browser = Browser::start().await;
    enter(&browser, &program, Persona::Director).await;
    browser.follow("Hilde Terlindehof").await;
    browser.press("Make a password").await;
    let mut keys = Keys::set_up(&browser).await;

    browser.follow("☎ Call for help").await;
    browser.wait_for_text("What is going on?").await;
    let call = Call::about("Two servers hold a ransom note");
    call.type_into(&browser).await;
    let first = browser.open_tab(&program.url("/reports")).await;
    leave(&browser).await;
    browser.switch_to(first).await;
    browser.press("Report now").await;

    browser.wait_for_text("Your words are kept").await;
    keys.sign_in(&browser, "hilde.terlindehof@labo-de-linde.example").await;
    browser.wait_for_text("Your words are back").await;
    for word in [&call.what, &call.aware, &call.contact_name, &call.contact_phone] {
        let fields =
            "return [...document.querySelectorAll('main textarea, main input')].map(field => field.value)";
        let fields = browser.client().execute(fields, vec![]).await.unwrap();
        let is_there = fields.as_array().unwrap().iter().any(|field| field.as_str() == Some(word));
        assert!(is_there, "{word:?} is not among {fields}");
    }
    crate::cast::check(&browser).await;
    browser.press("Report now").await;
    browser.wait_for_text("Your report was filed").await;
    browser.follow("Follow your report").await;
    browser.wait_for_text(call.headline()).await;
    browser.wait_for_text("Analyses").await;
}

#[tokio::test]
async fn what_is_sent_twice_is_filed_once() {
    let program = demo().await;
    // Without a script nothing but the server guards against the second press.
    let browser = Browser::start_without_javascript().await;
    open_call(&browser, &program).await;
    let call = Call::about("The freezers report no temperature");
    call.type_into(&browser).await;
    browser.press("Report now").await;
    browser.wait_for_text("Your report was filed").await;
    let number = browser.read("main dd strong.num").await;

    browser.back().await;
    call.must_be_in(&browser).await;
    browser.press("Report now").await;
    browser.wait_for_text("Your report was filed").await;
    assert_eq!(browser.read("main dd strong.num").await, number);
    browser.click_on("nav a[href='/reports']").await;
    browser.wait_for_text(&number).await;
    assert_eq!(browser.text().await.matches(call.headline()).count(), 1);
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_every_word() {
    let program = demo().await;
    let browser = Browser::start().await;
    browser.resize(PHONE.0, PHONE.1).await;
    open_call(&browser, &program).await;
    let call = Call { contact_phone: "ask at the desk".into(), ..Call::about("The network is slow") };
    call.type_into(&browser).await;
    browser.press("Report now").await;
    browser.wait_for_text("Not sent yet. Everything you typed is still here.").await;
    browser.wait_for_text("This is no telephone number").await;
    call.must_be_in(&browser).await;
    crate::cast::check(&browser).await;

    browser.fill("#f-contact_phone", "0400 00 00 82").await;
    browser.press("Report now").await;
    browser.wait_for_text("Your report was filed").await;
}
