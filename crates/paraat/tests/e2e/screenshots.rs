//! Pictures of the main pages, to be looked at by people: in four languages, light, dark, on a phone and on
//! paper. They end up in `target/screenshots`.

use crate::browser::{Browser, Look};
use crate::cast::{Call, PHONE, Persona, SCREEN, demo, enter};
use crate::program::Program;

struct Album {
    browser: Browser,
    program: Program,
    language: &'static str,
}

impl Album {
    /// Pictures of the page shown, in every look.
    async fn keep(&self, name: &str) {
        let Album { browser, language, .. } = self;
        for (look, name_of_look) in [(Look::Light, "light"), (Look::Dark, "dark"), (Look::Print, "print")] {
            browser.look(look).await;
            browser.screenshot(&format!("{name}-{language}-{name_of_look}")).await;
        }
        browser.look(Look::Light).await;
        browser.resize(PHONE.0, PHONE.1).await;
        browser.screenshot(&format!("{name}-{language}-phone")).await;
        browser.resize(SCREEN.0, SCREEN.1).await;
    }

    /// Pictures of a page.
    async fn visit(&self, name: &str, path: &str) {
        self.browser.goto(&self.program.url(path)).await;
        self.keep(name).await;
    }

    async fn speak(&self, language: &str) {
        self.browser.give_cookie("paraat-lang", language).await;
    }

    /// Signs in, in English, whose words the tests know.
    async fn enter(&self, persona: Persona) {
        self.speak("en").await;
        enter(&self.browser, &self.program, persona).await;
        self.speak(self.language).await;
    }
}

/// The path of the page shown.
async fn path(album: &Album) -> String {
    let url = album.browser.url().await;
    url.strip_prefix(&album.program.url(""))
        .unwrap_or_default()
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Sends the open form without a session, and finds the words again with it.
async fn lose_session_and_come_back(album: &Album) {
    let client = album.browser.client();
    let session = client.get_named_cookie("paraat").await.unwrap().value().to_owned();
    client.delete_cookie("paraat").await.unwrap();
    album.speak(album.language).await;
    album.browser.press("Report now").await;
    album.browser.read("main .notice").await;
    album.keep("sign-in-kept").await;
    let resume = album.browser.url().await.replace("/sign-in?resume=", "/resume/");
    album.browser.give_cookie("paraat", &session).await;
    album.browser.goto(&resume).await;
    album.keep("resume").await;
}

async fn take(language: &'static str) {
    let (browser, program) = tokio::join!(Browser::start(), demo());
    browser.goto(&program.url("/demo")).await;
    let album = Album { browser, program, language };
    album.speak(language).await;
    album.visit("start", "/demo").await;
    album.visit("sign-in", "/sign-in").await;
    album.visit("card-typed", "/call").await;

    album.enter(Persona::Director).await;
    album.visit("call", "/reports/call").await;
    album.browser.click_on("#call .actions .btn:not(.quiet)").await;
    album.browser.read(".notice.error").await;
    album.keep("call-refused").await;
    album.speak("en").await;
    album.browser.goto(&album.program.url("/reports/call")).await;
    Call::about("Alle schermen tonen een losgeldbericht").type_into(&album.browser).await;
    lose_session_and_come_back(&album).await;
    album.speak("en").await;
    album.browser.goto(&album.browser.url().await).await;
    album.browser.press("Report now").await;
    album.browser.wait_for_text("Your report was filed").await;
    album.speak(language).await;
    let receipt = path(&album).await;
    let incident = receipt.trim_end_matches("/receipt").to_owned();
    album.visit("receipt", &receipt).await;
    album.visit("reports", "/reports").await;
    album.visit("account", "/account").await;

    album.enter(Persona::Officer).await;
    album.visit("desk", "/desk").await;
    album.visit("incident-new-for-officer", &incident).await;
    album.speak("en").await;
    album.browser.goto(&album.program.url(&incident)).await;
    album.browser.press("Acknowledge").await;
    album.browser.fill("Ask the reporter", "Staat de back-up los van het netwerk?").await;
    album.browser.press("Send the question").await;
    album.browser.wait_for_text("Your question was sent.").await;
    album.speak(language).await;
    album.visit("incident-for-officer", &incident).await;
    album.visit("mail", "/post").await;

    album.enter(Persona::Director).await;
    album.visit("incident-for-lab", &incident).await;
    let document = "return document.querySelector('a[href*=\"/filings/\"]').getAttribute('href')";
    let document = album.browser.client().execute(document, vec![]).await.unwrap();
    album.visit("document", document.as_str().unwrap()).await;
    album.visit("not-found", "/nowhere").await;
    album.visit("directory", "/directory?q=linde").await;
    album.browser.click_on("main a.title").await;
    let organisation = path(&album).await;
    album.keep("organisation").await;
    album.visit("card", &format!("{organisation}/card")).await;
    album.browser.click_on("main form .btn").await;
    album.browser.read(".short-code").await;
    album.keep("card-new").await;

    album.enter(Persona::Administrator).await;
    album.visit("import", "/directory/import").await;
}

#[tokio::test]
async fn pictures_in_dutch() {
    take("nl").await;
}

#[tokio::test]
async fn pictures_in_french() {
    take("fr").await;
}

#[tokio::test]
async fn pictures_in_german() {
    take("de").await;
}

#[tokio::test]
async fn pictures_in_english() {
    take("en").await;
}
