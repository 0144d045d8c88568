//! The demo and the people in it: what every test of the application begins with.

use std::time::Duration;

use jiff::tz::TimeZone;
use kernel::time::Wall;

use crate::browser::Browser;
use crate::program::Program;

/// A phone.
pub const PHONE: (u32, u32) = (390, 844);
/// A desk's screen.
pub const SCREEN: (u32, u32) = (1280, 900);

/// Whom a visitor of the demo can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persona {
    Director,
    Quality,
    Officer,
    /// Who releases what the officer wrote.
    Colleague,
    /// A duty officer of the authority for the quality of laboratories.
    Laboratories,
    Administrator,
}

impl Persona {
    /// As the button of the start page names them.
    pub fn key(self) -> &'static str {
        match self {
            Persona::Director => "director",
            Persona::Quality => "quality",
            Persona::Officer => "officer",
            Persona::Colleague => "colleague",
            Persona::Laboratories => "laboratories",
            Persona::Administrator => "administrator",
        }
    }
}

/// Starts a demo of its own.
pub async fn demo() -> Program {
    Program::start(&["demo", "--listen", "127.0.0.1:0"]).await
}

/// Signs in from the demo's start page.
pub async fn enter(browser: &Browser, program: &Program, persona: Persona) {
    browser.goto(&program.url("/demo")).await;
    browser.click_on(&format!("button[value={}]", persona.key())).await;
    browser.wait_for_text("Sign out").await;
}

/// Somebody at a browser, who looks at each page as a checker would.
pub struct Person {
    pub browser: Browser,
    pub has_scripts: bool,
}

impl Person {
    /// With a browser of their own, in which scripts run or do not.
    pub async fn new(has_scripts: bool) -> Person {
        let browser =
            if has_scripts { Browser::start().await } else { Browser::start_without_javascript().await };
        Person { browser, has_scripts }
    }

    /// Takes a screen of that size, in CSS pixels.
    pub async fn at(&self, (width, height): (u32, u32)) {
        self.browser.resize(width, height).await;
    }

    /// Looks at the page shown. The rules' checker is a script itself, so where none run only the width is
    /// looked at; the pages are the same.
    pub async fn looks(&self) {
        if self.has_scripts {
            check(&self.browser).await;
        } else {
            self.browser.fits_width().await;
        }
    }
}

/// Signs out.
pub async fn leave(browser: &Browser) {
    browser.press("Sign out").await;
    browser.wait_for_text("You are signed out").await;
}

/// What somebody tells in an early warning.
#[derive(Clone, Debug)]
pub struct Call {
    pub what: String,
    pub aware: String,
    pub contact_name: String,
    pub contact_phone: String,
}

impl Call {
    /// Something that began twenty minutes ago; its first line is what lists show.
    pub fn about(headline: &str) -> Call {
        Call {
            what: format!("{headline}\nWe work on paper & phone critical values <ourselves>."),
            aware: minutes_ago(20),
            contact_name: "Hilde on her own mobile".into(),
            contact_phone: "+32 400 00 00 82".into(),
        }
    }

    /// The first line.
    pub fn headline(&self) -> &str {
        self.what.lines().next().unwrap_or_default()
    }

    /// Types it into the form, which is open.
    pub async fn type_into(&self, browser: &Browser) {
        browser.fill("What do you see?", &self.what).await;
        browser.fill("Since when have you known?", &self.aware).await;
        browser.tick("Analyses").await;
        browser.tick("Telephone").await;
        browser.fill("Name", &self.contact_name).await;
        browser.fill("#f-contact_phone", &self.contact_phone).await;
    }

    /// Fails unless the form holds every word of it.
    pub async fn must_be_in(&self, browser: &Browser) {
        assert_eq!(browser.value("What do you see?").await, self.what);
        assert_eq!(browser.value("Since when have you known?").await, self.aware);
        assert_eq!(browser.value("Name").await, self.contact_name);
        assert_eq!(browser.value("#f-contact_phone").await, self.contact_phone);
        for service in ["analyses", "telephone"] {
            assert!(
                browser.sees(&format!("input[value={service}]:checked")).await,
                "{service} is not ticked"
            );
        }
    }
}

/// A moment as the form's field holds it: day and minute in Brussels.
pub fn minutes_ago(minutes: u64) -> String {
    let zone = TimeZone::get("Europe/Brussels").expect("a known zone");
    let then = Wall::system().now().minus(Duration::from_secs(minutes * 60));
    then.timestamp().to_zoned(zone).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Fails when the page shown is wider than its window or breaks the rules of accessibility.
pub async fn check(browser: &Browser) {
    browser.fits_width().await;
    browser.axe().await;
}
