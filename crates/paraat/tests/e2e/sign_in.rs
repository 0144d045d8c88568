//! From the first start to signing in: the one-time link, a password with an app, a passkey.

use std::net::TcpListener;

use crate::browser::Browser;
use crate::cast::check;
use crate::keys::Keys;
use crate::program::Program;

const EMAIL: &str = "an.peeters@zorgnet.example";

/// The one-time link that the first start prints.
async fn set_up_link(program: &mut Program) -> String {
    let line = program.wait_for_line("/begin/").await;
    let link = line.split_whitespace().find(|word| word.starts_with("http"));
    link.unwrap_or_else(|| panic!("no link in {line:?}")).to_owned()
}

/// Opens the link and says who the administrator is.
async fn begin(browser: &Browser, link: &str) {
    browser.goto(link).await;
    browser.wait_for_text("You are the first here").await;
    check(browser).await;
    browser.fill("Your name", "An Peeters").await;
    browser.fill("Your e-mail address", "an.peeters@zorgnet").await;
    browser.press("Go on").await;
    browser.wait_for_text("Type an e-mail address").await;
    assert_eq!(browser.value("Your name").await, "An Peeters");
    check(browser).await;
    browser.fill("Your e-mail address", EMAIL).await;
    browser.press("Go on").await;
    browser.wait_for_text("Welcome to Paraat").await;
    check(browser).await;
    browser.press("Begin").await;
    browser.wait_for_text("How will you sign in?").await;
    check(browser).await;
}

#[tokio::test]
async fn the_first_administrator_sets_up_a_password_and_an_app() {
    let mut program = Program::start(&["serve", "--listen", "127.0.0.1:0"]).await;
    let browser = Browser::start().await;
    let link = set_up_link(&mut program).await;
    assert!(link.starts_with(&program.url("/begin/")), "{link}");
    begin(&browser, &link).await;
    let mut keys = Keys::set_up(&browser).await;
    browser.wait_for_text("An Peeters").await;
    browser.wait_for_text("Administrator").await;
    check(&browser).await;

    // The link is worth nothing any more, and says so to nobody.
    browser.goto(&link).await;
    browser.wait_for_text("This page does not exist").await;
    browser.press("Sign out").await;
    browser.wait_for_text("You are signed out").await;
    browser.follow("Sign in").await;
    check(&browser).await;

    keys.type_password(&browser, EMAIL).await;
    check(&browser).await;
    browser.fill("Code of six digits", keys.used_code()).await;
    browser.press("Go on").await;
    browser.wait_for_text("This code is not right, or was already used.").await;
    browser.fill("Code of six digits", &keys.next_code()).await;
    browser.press("Go on").await;
    browser.wait_for_text("Sign out").await;
    browser.follow("An Peeters").await;
    browser.wait_for_text("Where you are signed in").await;
    check(&browser).await;

    browser.press("Sign out").await;
    browser.follow("Sign in").await;
    keys.sign_in(&browser, EMAIL).await;
}

#[tokio::test]
async fn a_passkey_is_made_and_used() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("paraat.toml");
    // By name, since browsers make no passkey for a bare address.
    let settings = format!("listen = \"{address}\"\npublic_url = \"http://localhost:{}\"\n", address.port());
    std::fs::write(&config, settings).unwrap();
    let mut program = Program::start_exactly(&["serve", "--config", config.to_str().unwrap()]).await;
    let browser = Browser::start().await;
    let authenticator = browser.plug_in_authenticator().await;
    let link = set_up_link(&mut program).await;
    assert!(link.starts_with(&program.localhost("/begin/")), "{link}");

    begin(&browser, &link).await;
    browser.press("Make a passkey").await;
    browser.wait_for_text("Your recovery codes").await;
    check(&browser).await;
    browser.press("I have printed or written them down").await;
    browser.wait_for_text("Sign out").await;
    assert_eq!(browser.passkeys(&authenticator).await.len(), 1);

    browser.press("Sign out").await;
    browser.follow("Sign in").await;
    browser.press("Sign in with a passkey").await;
    browser.wait_for_text("An Peeters").await;
    browser.follow("An Peeters").await;
    browser.wait_for_text("Where you are signed in").await;
    check(&browser).await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}
