//! Pictures of the main pages, to be looked at by people: in four languages, light, dark, on a phone and on
//! paper. They end up in `target/screenshots`.

use fantoccini::Locator;

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
        browser.fits_width().await;
        browser.resize(PHONE.0, PHONE.1).await;
        browser.fits_width().await;
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

/// Answers that make a notification complete, by name and value: the same in every language.
const NOTIFICATION: &[(&str, &str)] = &[
    ("rsit", "malicious_code"),
    ("method", "Een mail met een bijlage; daarna werd de archiefserver versleuteld."),
    ("consequences", "Resultaten gaan telefonisch door, de dringende eerst."),
    ("care_effects", "delayed_results"),
    ("care_effects", "paper_mode"),
    ("severity", "high"),
    ("emergency_plan", "yes"),
    ("measures_now", "Het netwerk losgekoppeld, op papier overgeschakeld."),
    ("subcontracted.0.analyses", "Stolling en bloedgassen"),
    ("subcontracted.0.laboratory", "Labo Vlierbes"),
    ("subcontracted.0.since", "2026-11-22"),
    ("subcontracted.0.results", "telephone"),
    ("personal_data", "unknown"),
    ("data_categories", "health"),
    ("data_consequences", "Resultaten kunnen bij derden terechtkomen."),
    ("dpo_contact", "Elke Zonnedauw, +32 400 00 00 89"),
    ("devices", "no"),
    ("iocs", "update-lis.example\n198.51.100.23"),
    ("significant", "yes"),
];
/// Answers that make an intermediate report complete.
const INTERMEDIATE: &[(&str, &str)] =
    &[("handling_status", "ongoing"), ("consequences", "Het LIS draait weer.")];
/// What is wrong in the notification, and what is right.
const CORRECTION: &[(&str, &str)] = &[
    ("_reason", "Het was de LIS-server, niet het archief."),
    ("method", "Een mail met een bijlage; daarna werd de LIS-server versleuteld."),
];

impl Album {
    /// Answers questions of the open form.
    async fn answer(&self, answers: &[(&str, &str)]) {
        for (name, value) in answers {
            let field = format!("[name='{name}']");
            let element = self.browser.client().find(Locator::Css(&field)).await.unwrap();
            let is_box = matches!(element.attr("type").await.unwrap().as_deref(), Some("radio" | "checkbox"));
            if is_box {
                self.browser.tick(&format!("{field}[value='{value}']")).await;
            } else if element.tag_name().await.unwrap() == "select" {
                element.select_by_value(value).await.unwrap();
            } else {
                self.browser.fill(&field, value).await;
            }
        }
    }

    /// Answers the questions of a stage, keeps pictures of it and of the look at everything, and files it.
    async fn stage(&self, name: &str, path: &str, answers: &[(&str, &str)]) {
        self.browser.goto(&self.program.url(path)).await;
        self.answer(answers).await;
        self.keep(name).await;
        self.browser.click_on("#send .btn:not(.quiet)").await;
        self.browser.read("form[action*='/file'] .actions").await;
        self.keep(&format!("{name}-review")).await;
        self.browser.click_on("form[action*='/file'] .actions button").await;
        self.browser.read(".notice.success").await;
    }

    /// Where the first such link on the page shown leads.
    async fn link(&self, css: &str) -> String {
        let link = self.browser.client().find(Locator::Css(css)).await.unwrap();
        link.attr("href").await.unwrap().unwrap()
    }
}

/// The weeks after the call.
async fn weeks(album: &Album, incident: &str) {
    let (browser, language) = (&album.browser, album.language);
    let stage = |name: &str| format!("{incident}/stages/{name}");
    album.enter(Persona::Director).await;
    album.visit("attachments-none", &format!("{incident}/attachments")).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sporen.txt");
    std::fs::write(&file, "198.51.100.23 vroeg om 04:12 naar /update.bin\n").unwrap();
    album.answer(&[("shown_to", "csirt")]).await;
    browser.upload("#f-file", &file).await;
    browser.click_on("main form .btn").await;
    browser.read(".notice.success").await;
    album.keep("attachments").await;
    browser.goto(&album.program.url(&stage("notification"))).await;
    browser.click_on("#send .btn:not(.quiet)").await;
    browser.read(".notice.error").await;
    album.keep("stage-refused").await;
    album.stage("stage-notification", &stage("notification"), NOTIFICATION).await;
    album.keep("incident-notified").await;

    album.enter(Persona::Officer).await;
    browser.goto(&album.program.url(incident)).await;
    browser.click_on("details:has(#f-request) summary").await;
    album.keep("incident-desk-request").await;
    browser.fill("#f-request", "Welke servers zijn zeker zuiver?").await;
    browser.click_on("form[action$='/request'] .btn").await;
    browser.read(".notice.success").await;
    album.enter(Persona::Laboratories).await;
    album.visit("incident-desk-quality", incident).await;

    album.enter(Persona::Director).await;
    album.visit("incident-requested", incident).await;
    album.stage("stage-intermediate", &stage("intermediate"), INTERMEDIATE).await;
    let correction = album.link("a[href*='stages/notification?corrects']").await;
    album.stage("stage-correction", &correction, CORRECTION).await;
    album.keep("incident-corrected").await;
    album.visit("stage-final", &stage("final")).await;
    album.enter(Persona::Officer).await;
    album.visit("incident-desk-corrected", incident).await;
    album.visit("desk-weeks", "/desk").await;
    album.speak(language).await;
}

/// A warning being written, one that is out, and what who was sent it sees.
async fn warnings(album: &Album) {
    album.enter(Persona::Officer).await;
    album.visit("warnings", "/warnings").await;
    let out = album.link("section[aria-labelledby=h-published] a.title").await;
    album.visit("warning-reach", &out).await;
    album.visit("warning-calls", &format!("{out}/calls")).await;
    album.visit("warning-compose", "/warnings/new").await;
    album.answer(&[("class", "flash"), ("kinds", "clinical_biology_lab")]).await;
    album.browser.click_on("#compose .btn:not(.quiet)").await;
    album.browser.read(".notice.error").await;
    album.keep("warning-refused").await;
    let words = [
        (format!("headline_{}", album.language), "LabConnect 8.3.2"),
        (format!("instruction_{}", album.language), "8.3.2: STOP"),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    album.answer(&words).await;
    album.browser.click_on("#compose .btn:not(.quiet)").await;
    album.browser.read("#review").await;
    album.keep("warning-review").await;
    album.enter(Persona::Director).await;
    album.visit("warnings-received", "/warnings").await;
    album.visit("warning-read", &out).await;
    album.browser.goto(&album.program.url("/post")).await;
    let link = album.link("a[href^='/w/']").await;
    album.visit("warning-link", &link).await;
    album.browser.click_on("button[value=received]").await;
    album.browser.read(".notice").await;
    album.keep("warning-receipt").await;
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
    weeks(&album, &incident).await;
    album.enter(Persona::Director).await;
    album.visit("not-found", "/nowhere").await;
    album.visit("directory", "/directory?q=linde").await;
    album.browser.click_on("main a.title").await;
    let organisation = path(&album).await;
    album.keep("organisation").await;
    album.visit("card", &format!("{organisation}/card")).await;
    album.browser.click_on("main form .btn").await;
    album.browser.read(".short-code").await;
    album.keep("card-new").await;

    warnings(&album).await;
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
