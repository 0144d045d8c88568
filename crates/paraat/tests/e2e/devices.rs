//! Warnings on a device in a real browser: the button is there with scripts only, what shows them runs under the
//! content security policy, and shows no more than it was sent.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cast::{Persona, check, enter};
use crate::program::Program;

async fn demo_that_pushes() -> (Program, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let settings = "[push]\nenabled = true\ncontact = \"ict@cyberwacht.example\"\n";
    std::fs::write(folder.path().join("paraat.toml"), settings).unwrap();
    std::fs::write(folder.path().join("this-is-a-demo"), "").unwrap();
    let data = folder.path().to_str().unwrap();
    (Program::start_exactly(&["demo", "--data", data, "--listen", "127.0.0.1:0"]).await, folder)
}

/// Runs a script that ends with `done(value)`.
async fn run(browser: &Browser, script: &str) -> Value {
    let script = format!("const done = arguments[arguments.length - 1]; {script}");
    browser.client().execute_async(&script, vec![]).await.unwrap()
}

#[tokio::test]
async fn a_device_is_offered_where_it_can_be_warned_and_shows_what_it_is_sent() {
    let (program, _folder) = demo_that_pushes().await;
    let plain = Browser::start_without_javascript().await;
    enter(&plain, &program, Persona::Director).await;
    plain.goto(&program.url("/account")).await;
    plain.wait_for_text("This needs a browser that can show notifications, with scripts on").await;
    assert!(!plain.sees("form[data-push]").await);

    let browser = Browser::start().await;
    enter(&browser, &program, Persona::Director).await;
    browser.goto(&program.url("/account")).await;
    browser.wait_for_text("Warn me on this device").await;
    check(&browser).await;
    // Nobody allowed notifications: that is said, and nothing is kept.
    browser.press("Warn me on this device").await;
    browser.wait_for_text("That did not work").await;

    let registered = "navigator.serviceWorker.register('/push.js').then(() => navigator.serviceWorker.ready)\
        .then((worker) => done(worker.active.scriptURL), (error) => done(String(error)));";
    assert_eq!(run(&browser, registered).await, json!(program.url("/push.js")));
    let origin = program.url("");
    browser
        .devtools("Browser.grantPermissions", json!({ "permissions": ["notifications"], "origin": origin }))
        .await;
    browser.devtools("ServiceWorker.enable", json!({})).await;
    let sent =
        json!({ "title": "FLASH WARNING", "body": "CSIRT warns you: no. 1.", "url": "/w/x", "tag": "1" });
    let message = json!({ "origin": origin, "registrationId": "0", "data": sent.to_string() });
    browser.devtools("ServiceWorker.deliverPushMessage", message).await;
    // The browser gives up a script after half a minute.
    let look = "navigator.serviceWorker.ready.then((worker) => { const look = () => worker.getNotifications()\
        .then((all) => all.length ? done(all.map((one) => [one.title, one.body, one.data])) : setTimeout(look, 50),\
        (error) => done(String(error))); look(); });";
    let shown = run(&browser, look).await;
    assert_eq!(shown, json!([["FLASH WARNING", "CSIRT warns you: no. 1.", "/w/x"]]));
    let refused: Vec<String> = browser.console().await;
    assert!(!refused.iter().any(|line| line.contains("Content Security Policy")), "{refused:?}");
}
