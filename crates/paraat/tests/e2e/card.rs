//! The emergency card: made, printed, used by somebody who cannot sign in, revoked.

use crate::browser::{Browser, Look};
use crate::cast::{Call, PHONE, Persona, check, demo, enter};
use crate::program::Program;

/// The director finds the laboratory in the directory and makes its card; gives the code.
async fn make_card(browser: &Browser, program: &Program) -> String {
    enter(browser, program, Persona::Director).await;
    browser.follow("Directory").await;
    browser.fill("Search by name or town", "linde leuven").await;
    browser.press("Search").await;
    browser.follow("Labo De Linde").await;
    check(browser).await;
    browser.follow("Emergency card").await;
    check(browser).await;
    // The demo has made one for its start page.
    browser.press("Make a new card").await;
    browser.wait_for_text("Print this card now").await;
    check(browser).await;
    browser.read(".short-code").await
}

/// Types the code of a card.
async fn begin(browser: &Browser, program: &Program, code: &str) {
    browser.goto(&program.url("/sign-in")).await;
    browser.follow("I have an emergency card or code").await;
    browser.fill("Code on the card", code).await;
    browser.press("Begin").await;
}

#[tokio::test]
async fn somebody_who_cannot_sign_in_calls_with_the_card() {
    let program = demo().await;
    let (director, caller, stranger) = tokio::join!(Browser::start(), Browser::start(), Browser::start());
    let code = make_card(&director, &program).await;
    director.look(Look::Print).await;
    assert!(director.sees(".emergency-card svg").await, "the QR code is printed");
    assert_eq!(director.read(".short-code").await, code);
    let printed = director.text().await;
    assert!(printed.contains(&program.url("/call")), "{printed}");
    assert!(!printed.contains("Sign out"), "{printed}");
    director.look(Look::Light).await;

    caller.resize(PHONE.0, PHONE.1).await;
    // As it is read out over a bad line.
    begin(&caller, &program, &code.to_lowercase().replace('-', " ")).await;
    caller.wait_for_text("You call for Labo De Linde.").await;
    check(&caller).await;
    let call = Call::about("Nobody can sign in any more");
    call.type_into(&caller).await;
    caller.press("Report now").await;
    caller.wait_for_text("Your report was filed").await;
    check(&caller).await;
    let receipt = caller.url().await;
    let number = caller.read("main dd strong.num").await;
    caller.goto(&receipt).await;
    caller.wait_for_text(&number).await;

    // The same card in other hands opens no report, not even the one it made.
    stranger.goto(&receipt).await;
    stranger.wait_for_text("Sign in").await;
    assert!(!stranger.text().await.contains(&number));
    stranger.goto(&program.url(&format!("/call/{code}"))).await;
    stranger.wait_for_text("Your card was read").await;
    check(&stranger).await;
    stranger.press("Begin").await;
    stranger.wait_for_text("You call for Labo De Linde.").await;
    stranger.goto(&receipt).await;
    stranger.wait_for_text("This page does not exist").await;
    stranger.goto(&receipt.replace("/receipt", "")).await;
    stranger.wait_for_text("This page does not exist").await;
    check(&stranger).await;

    // The director finds the report, and ends the card.
    director.click_on("nav a[href='/reports']").await;
    director.follow(call.headline()).await;
    director.wait_for_text(&number).await;
    director.follow("Directory").await;
    director.fill("Search by name or town", "labo de linde").await;
    director.press("Search").await;
    director.follow("Labo De Linde").await;
    director.follow("Emergency card").await;
    director.press("Revoke the card").await;
    director.wait_for_text("Your organisation has no emergency card yet").await;
    begin(&stranger, &program, &code).await;
    stranger.wait_for_text("This code is unknown or was revoked.").await;
    check(&stranger).await;
}
