//! What somebody signs in with: a password, an authenticator app, and printed codes.

use kernel::time::Wall;
use totp_rs::{Builder, Secret};

use crate::browser::Browser;

/// Seconds an app shows a code.
const STEP: u64 = 30;
const PASSWORD: &str = "vijf blauwe fietsen";

/// One person's.
#[derive(Debug)]
pub struct Keys {
    secret: String,
    codes: Vec<String>,
    last: String,
}

impl Keys {
    /// Goes through the set-up, which is open, with a password and an app.
    pub async fn set_up(browser: &Browser) -> Keys {
        browser.wait_for_text("How will you sign in?").await;
        browser.fill("New password", PASSWORD).await;
        browser.fill("New password, once more", PASSWORD).await;
        browser.press("Next: the app").await;
        browser.press("Scanning does not work: type this key").await;
        let secret = browser.read("details .mono").await.replace(' ', "");
        let last = code(&secret, 0);
        browser.fill("Code of six digits", &last).await;
        browser.press("Confirm").await;
        browser.wait_for_text("Your recovery codes").await;
        let codes = browser.read("ul.codes").await;
        let codes: Vec<String> = codes.split_whitespace().map(str::to_owned).collect();
        assert!(codes.len() >= 8, "{codes:?}");
        browser.press("I have printed or written them down").await;
        browser.wait_for_text("Sign out").await;
        Keys { secret, codes, last }
    }

    /// Types e-mail address and password into the sign-in page, which is open.
    pub async fn type_password(&self, browser: &Browser, email: &str) {
        browser.fill("E-mail address", email).await;
        browser.fill("Password", PASSWORD).await;
        browser.press("Sign in").await;
        browser.wait_for_text("One more step").await;
    }

    /// The code used last, which counts no more.
    pub fn used_code(&self) -> &str {
        &self.last
    }

    /// The code the app shows next: a clock a little ahead is allowed, and no test waits half a minute.
    pub fn next_code(&mut self) -> String {
        self.last = code(&self.secret, STEP);
        self.last.clone()
    }

    /// A printed code that was not used yet.
    pub fn printed_code(&mut self) -> String {
        self.codes.pop().expect("a code is left")
    }

    /// Signs in with the password and a printed code.
    pub async fn sign_in(&mut self, browser: &Browser, email: &str) {
        self.type_password(browser, email).await;
        browser.press("I do not have my phone: use a printed code").await;
        browser.fill("Printed recovery code", &self.printed_code()).await;
        browser.click_on("details button").await;
        browser.wait_for_text("Sign out").await;
    }
}

/// What the app shows, so many seconds from now.
fn code(secret: &str, later: u64) -> String {
    let now = u64::try_from(Wall::system().now().0 / 1000).expect("a clock after 1970");
    let secret = Secret::try_from_base32(secret).expect("the key as it was shown");
    let app = Builder::new().with_secret(secret).with_step_duration(STEP).build().expect("a usable key");
    app.generate(now + later).to_string()
}
