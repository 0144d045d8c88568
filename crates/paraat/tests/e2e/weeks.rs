//! The weeks after a call: notification, a request, a question, a correction, the final report, the closing,
//! and the reading of it all by an auditor.

use std::path::Path;

use fantoccini::Locator;

use crate::browser::Browser;
use crate::cast::{Call, PHONE, Person, Persona, SCREEN, demo, enter, minutes_ago};
use crate::program::Program;

const CSIRT: &str = "Cyberwacht Belvédère";
const LABORATORIES: &str = "Kwaliteitsinstituut Laboratoria Libra";
const MINISTRY: &str = "Ministère de la Santé Salus";

/// Only the CSIRT may see it.
const TRACE: &str = "update-lis.example, 198.51.100.23";
/// The CSIRT and the authority for laboratories may see it.
const METHOD: &str = "A mail with an attachment; then the archive server was encrypted.";
const METHOD_CORRECTED: &str = "A mail with an attachment; then the LIS server was encrypted.";
const REASON: &str = "It was the LIS server, not the archive.";
/// The authority for laboratories may see these, the CSIRT may not.
const TAKEN_OVER: &str = "Coagulation and blood gases";
const COMPLAINT: &str = "KL-2026-117";
const NONCONFORMITY: &str = "NC-2026-041";

const REQUEST: &str = "Which servers are clean, and since when?";
const CLEAN: &str = "Both LIS servers are rebuilt and clean.";
const QUESTION: &str = "Which analyses went to another laboratory?";
const ANSWER: &str = "Coagulation and blood gases, since this morning.";
const WHY_NOT: &str = "The hospitals have their results again; they know.";

const SEND: &str = "#send .btn:not(.quiet)";
const FILE: &str = "form[action*='/file'] .actions button";
/// Far more than a form has fields and a page has links.
const MOST_STEPS: usize = 400;
/// What somebody reads in a quarter of an hour, at two hundred words a minute.
const MOST_WORDS: usize = 15 * 200;

/// Today as a field holds it.
fn today() -> String {
    minutes_ago(0).split('T').next().unwrap_or_default().to_owned()
}

/// One incident, told in one installation at one browser by everybody in turn.
struct Story<'a> {
    program: &'a Program,
    person: &'a Person,
    call: Call,
    /// Where the incident's page is.
    path: String,
}

impl Story<'_> {
    fn browser(&self) -> &Browser {
        &self.person.browser
    }

    /// Opens the incident as that person.
    async fn open(&self, persona: Persona) {
        enter(self.browser(), self.program, persona).await;
        self.browser().goto(&self.program.url(&self.path)).await;
        self.browser().wait_for_text(self.call.headline()).await;
    }

    /// Answers with the card or box of that value.
    async fn tick(&self, question: &str, value: &str) {
        self.browser().tick(&format!("input[name='{question}'][value='{value}']")).await;
    }

    /// Fills in a cell of a row.
    async fn cell(&self, name: &str, text: &str) {
        self.browser().fill(&format!("[name='{name}']"), text).await;
    }

    async fn pick(&self, name: &str, option: &str) {
        self.browser().choose(&format!("[name='{name}']"), option).await;
    }

    /// Fails when the page says any of this.
    async fn must_hide(&self, words: &[&str]) {
        let text = self.browser().text().await;
        let url = self.browser().url().await;
        words.iter().for_each(|word| assert!(!text.contains(word), "{word:?} is on {url}:\n{text}"));
    }

    /// Fails unless this path leads nowhere for whoever is signed in.
    async fn is_closed(&self, path: &str) {
        self.browser().goto(&self.program.url(path)).await;
        self.browser().wait_for_text("This page does not exist").await;
    }

    /// Goes from the filled-in form to the look at everything.
    async fn check(&self) {
        self.browser().click_on(SEND).await;
        self.browser().wait_for_text("This is what goes out.").await;
        self.person.looks().await;
    }

    /// Sends what is on the page that shows everything.
    async fn file(&self) {
        self.browser().click_on(FILE).await;
        self.browser().wait_for_text("Sent. Everybody who must know was told.").await;
        self.person.looks().await;
    }

    /// Where the links of that kind on the page shown lead.
    async fn links(&self, css: &str) -> Vec<String> {
        let mut links = Vec::new();
        for link in self.browser().client().find_all(Locator::Css(css)).await.unwrap() {
            links.push(link.attr("href").await.unwrap().unwrap());
        }
        links
    }
}

/// The director calls for help; gives the incident's path.
async fn call_for_help(program: &Program, person: &Person, call: &Call) -> String {
    let browser = &person.browser;
    enter(browser, program, Persona::Director).await;
    browser.follow("☎ Call for help").await;
    call.type_into(browser).await;
    browser.tick("input[name=malicious][value=yes]").await;
    browser.press("Report now").await;
    browser.wait_for_text("Your report was filed").await;
    browser.follow("Follow your report").await;
    browser.wait_for_text("Write the notification").await;
    browser.wait_for_text(&format!("{CSIRT} expects it by")).await;
    person.looks().await;
    browser.url().await.replace(&program.url(""), "")
}

async fn acknowledge(story: &Story<'_>, persona: Persona) {
    let browser = story.browser();
    enter(browser, story.program, persona).await;
    browser.follow(&format!("Labo De Linde: {}", story.call.headline())).await;
    story.person.looks().await;
    browser.press("Acknowledge").await;
    browser.wait_for_text("Acknowledged as").await;
    story.person.looks().await;
}

/// The director adds a file that only the CSIRT may see.
async fn attach(story: &Story<'_>, file: &Path) {
    let browser = story.browser();
    story.open(Persona::Director).await;
    browser.click_on("#steps a[href$=attachments]").await;
    browser.wait_for_text("Add what helps to understand the incident.").await;
    story.person.looks().await;
    browser.choose("Who may see it", "National CSIRT").await;
    browser.upload("File", file).await;
    browser.press("Add the file").await;
    browser.wait_for_text("It goes out with your next report.").await;
    browser.wait_for_text("Only for: National CSIRT.").await;
    story.person.looks().await;
}

/// The director writes the notification, with two analyses' laboratories taken over, and reads it over.
async fn write_notification(story: &Story<'_>) {
    let browser = story.browser();
    browser.goto(&story.program.url(&story.path)).await;
    browser.follow("Write the notification").await;
    browser.wait_for_text("Notification at 72 hours").await;
    story.person.looks().await;
    // What the first call said is there.
    assert_eq!(browser.value("What do you see?").await, story.call.what);
    // What is missing is said, and nothing is lost.
    browser.click_on(SEND).await;
    browser.wait_for_text("Not complete yet").await;
    story.person.looks().await;

    browser.choose("What kind of incident is it, mostly?", "Malicious software, ransomware included").await;
    browser.fill("When was it noticed?", &minutes_ago(90)).await;
    browser.fill("Why is that not the hour", "The night shift took it for a fault of the printer.").await;
    browser.fill("What caused it, as far as you can tell", METHOD).await;
    browser.choose("How did they get in?", "A mail with a link or attachment").await;
    browser.fill("What does it mean for your work?", "Results go out by telephone, urgent ones first.").await;
    story.tick("care_effects", "delayed_results").await;
    story.tick("severity", "high").await;
    story.tick("emergency_plan", "yes").await;
    browser.fill("What did you do at once", "Cut the network, went over to paper.").await;
    let today = &today();
    story.cell("subcontracted.0.analyses", TAKEN_OVER).await;
    story.cell("subcontracted.0.laboratory", "Labo Vlierbes").await;
    story.cell("subcontracted.0.since", today).await;
    story.pick("subcontracted.0.results", "By telephone").await;
    browser.click_on("#f-subcontracted button").await;
    browser.wait_for_text("Kept.").await;
    assert!(browser.url().await.ends_with("#f-subcontracted"), "the page opens at the rows");
    assert_eq!(browser.value("[name='subcontracted.0.analyses']").await, TAKEN_OVER);
    story.cell("subcontracted.1.analyses", "Bacteriology").await;
    story.cell("subcontracted.1.laboratory", "Labo Wilgenroos").await;
    story.cell("subcontracted.1.since", today).await;
    story.tick("personal_data", "no").await;
    story.tick("devices", "no").await;
    browser.fill("Which technical traces did you find?", TRACE).await;
    story.tick("significant", "yes").await;
    story.check().await;
}

/// The director reads who gets what, offers it to the ministry too, and files.
async fn file_notification(story: &Story<'_>) {
    let browser = story.browser();
    browser.wait_for_text(&format!("{CSIRT} The NIS2 law asks for an early warning within 24 hours")).await;
    browser.wait_for_text("letter of 15 February 2021, to report a cyberattack").await;
    browser.wait_for_text("in time: due").await;
    if story.person.has_scripts {
        let passed = browser.tab_to(FILE, MOST_STEPS).await;
        assert!(passed.iter().any(|name| name == "add"), "{passed:?}");
    }
    browser.tick(&format!("Also to {MINISTRY}")).await;
    story.file().await;
    browser.wait_for_text("Write the final report").await;
    browser.wait_for_text(MINISTRY).await;
}

/// The CSIRT reads its part of the notification and asks for a report within a day.
async fn request(story: &Story<'_>) {
    let browser = story.browser();
    story.open(Persona::Officer).await;
    browser.wait_for_text(TRACE).await;
    browser.wait_for_text(METHOD).await;
    browser.wait_for_text("traces.txt").await;
    story.must_hide(&[TAKEN_OVER, LABORATORIES, MINISTRY]).await;
    story.person.looks().await;
    browser.press("Ask for an intermediate report").await;
    browser.fill("What do you want to know?", REQUEST).await;
    assert_eq!(browser.value("Within how many hours?").await, "24");
    browser.press("Ask for the report").await;
    browser.wait_for_text("Your request for an intermediate report was sent.").await;
    story.person.looks().await;
}

/// The authority for laboratories sees its part, nothing else, and asks something.
async fn ask(story: &Story<'_>, attachment: &str) {
    let browser = story.browser();
    acknowledge(story, Persona::Laboratories).await;
    browser.wait_for_text(TAKEN_OVER).await;
    browser.wait_for_text(METHOD).await;
    story.must_hide(&[TRACE, REQUEST, CSIRT, MINISTRY, "traces.txt"]).await;
    for filing in story.links("#side a.cap[href*='/filings/']").await {
        browser.goto(&story.program.url(&filing)).await;
        browser.wait_for_text("What do you see?").await;
        story.must_hide(&[TRACE, REQUEST, MINISTRY, "traces.txt"]).await;
    }
    story.is_closed(attachment).await;
    story.is_closed(&format!("{}/attachments", story.path)).await;
    story.is_closed(&format!("{}/stages/final", story.path)).await;
    story.open(Persona::Laboratories).await;
    browser.fill("Ask the reporter", QUESTION).await;
    browser.press("Send the question").await;
    browser.wait_for_text("Your question was sent.").await;
}

/// The director answers the question and files the report that was asked for, but not to the ministry.
async fn answer(story: &Story<'_>) {
    let browser = story.browser();
    story.open(Persona::Director).await;
    browser.wait_for_text(QUESTION).await;
    story.person.looks().await;
    browser.fill(&format!("Your answer to {LABORATORIES}"), ANSWER).await;
    browser.press("Send the answer").await;
    browser.wait_for_text("Your answer was sent.").await;

    browser.wait_for_text(REQUEST).await;
    browser.follow("Write the intermediate report").await;
    browser.wait_for_text("An authority asks how things stand.").await;
    story.tick("handling_status", "ongoing").await;
    browser.fill("What does it mean for your work?", CLEAN).await;
    if story.person.has_scripts {
        browser.wait_for_text("saved ").await;
        browser.tab_to(SEND, MOST_STEPS).await;
    }
    story.check().await;
    let object = |name: &str| format!("[aria-labelledby='{name}'] ");
    let ministry = object(&heading(browser, MINISTRY).await);
    browser.click_on(&format!("{ministry} details:last-of-type summary")).await;
    browser.wait_for_text("You need not give this.").await;
    browser.tick(&format!("Not to {MINISTRY}")).await;
    browser.click_on(FILE).await;
    browser.wait_for_text("Write why this authority does not get it.").await;
    story.person.looks().await;
    browser.fill(&format!("{ministry} textarea"), WHY_NOT).await;
    story.file().await;
    browser.wait_for_text("Decisions on who is told").await;
    browser.wait_for_text(WHY_NOT).await;
}

/// The identifier of the heading that says this.
async fn heading(browser: &Browser, text: &str) -> String {
    let search = format!("//h3[normalize-space()=\"{text}\"]");
    let found = browser.client().find(Locator::XPath(&search)).await.unwrap();
    found.attr("id").await.unwrap().unwrap()
}

/// The CSIRT reads the report it asked for; what went between the others is not there.
async fn read_report(story: &Story<'_>) {
    story.open(Persona::Officer).await;
    story.browser().wait_for_text(CLEAN).await;
    story.browser().wait_for_text("Labo De Linde filed the intermediate report.").await;
    story.must_hide(&[QUESTION, ANSWER, LABORATORIES, MINISTRY, WHY_NOT]).await;
}

/// The director mends an error in the notification.
async fn correct(story: &Story<'_>) {
    let browser = story.browser();
    story.open(Persona::Director).await;
    browser.click_on("a[href*='stages/notification?corrects']").await;
    browser.wait_for_text("What was filed never changes.").await;
    story.person.looks().await;
    browser.fill("What caused it, as far as you can tell", METHOD_CORRECTED).await;
    browser.click_on(SEND).await;
    browser.wait_for_text("Write what was wrong.").await;
    browser.fill("What was wrong?", REASON).await;
    story.check().await;
    browser.wait_for_text(REASON).await;
    browser.wait_for_text("One answer is new or different").await;
    assert_eq!(browser.read("del").await, METHOD);
    story.file().await;
    browser.wait_for_text("Labo De Linde corrected the notification.").await;
}

/// The director files the final report, with the numbers under which the quality system holds it.
async fn finish(story: &Story<'_>) {
    let browser = story.browser();
    browser.follow("Write the final report").await;
    browser.wait_for_text("Check everything and complete it").await;
    story.tick("root_cause", "malicious_actions").await;
    browser.fill("When had it been handled?", &minutes_ago(1)).await;
    browser.fill("For how many hours were services interrupted?", "1").await;
    let today = &today();
    story.cell("measures.0.measure", "Mail attachments are opened in a closed room").await;
    story.pick("measures.0.kind", "Preventive: avoids").await;
    story.cell("measures.0.owner", "Head of IT").await;
    story.cell("measures.0.due", today).await;
    story.pick("quality.0.kind", "Complaint").await;
    story.cell("quality.0.reference", COMPLAINT).await;
    story.cell("quality.0.clause", "ISO 15189:2022 7.7").await;
    browser.click_on("#f-quality button").await;
    browser.wait_for_text("Kept.").await;
    story.pick("quality.1.kind", "Nonconformity").await;
    story.cell("quality.1.reference", NONCONFORMITY).await;
    story.tick("cross_border", "no").await;
    story.check().await;
    browser.wait_for_text("does not get it: so decided").await;
    browser.click_on("main .card details summary").await;
    browser.wait_for_text(COMPLAINT).await;
    story.file().await;
    browser.wait_for_text("Labo De Linde filed the final report.").await;
    story.must_hide(&["Your next step"]).await;
}

/// The authorities read the end: the one for laboratories with the numbers, the CSIRT without. It closes.
async fn close(story: &Story<'_>) {
    let browser = story.browser();
    story.open(Persona::Laboratories).await;
    browser.wait_for_text(NONCONFORMITY).await;
    browser.wait_for_text(METHOD_CORRECTED).await;
    story.must_hide(&[TRACE, REQUEST, CSIRT, MINISTRY, "traces.txt"]).await;
    story.person.looks().await;
    story.open(Persona::Officer).await;
    browser.wait_for_text(METHOD_CORRECTED).await;
    story.must_hide(&[COMPLAINT, NONCONFORMITY, TAKEN_OVER, QUESTION, ANSWER, LABORATORIES]).await;
    browser.press("Close for our desk").await;
    browser.wait_for_text("Closed. The reporter sees it.").await;
    story.person.looks().await;
}

/// Every step, in the words of the history, in order.
const STEPS: [&str; 13] = [
    "Labo De Linde filed the early warning.",
    "Cyberwacht Belvédère acknowledged it as",
    "Labo De Linde added an attachment.",
    "Labo De Linde filed the notification.",
    "Cyberwacht Belvédère asked for an intermediate report.",
    "Kwaliteitsinstituut Laboratoria Libra acknowledged it as",
    "Kwaliteitsinstituut Laboratoria Libra asked a question.",
    "Labo De Linde answered Kwaliteitsinstituut Laboratoria Libra.",
    "Decided: not to Ministère de la Santé Salus.",
    "Labo De Linde filed the intermediate report.",
    "Labo De Linde corrected the notification.",
    "Labo De Linde filed the final report.",
    "Cyberwacht Belvédère closed it.",
];

/// The quality manager shows it all to an auditor: every step with its time, every document, in a quarter of
/// an hour.
async fn audit(story: &Story<'_>) {
    let browser = story.browser();
    enter(browser, story.program, Persona::Quality).await;
    browser.goto(&story.program.url("/reports")).await;
    browser.follow(story.call.headline()).await;
    browser.wait_for_text("What happened so far").await;
    story.person.looks().await;
    let page = browser.text().await;
    for reader in ["Ine Wijngaerdt", "Bram Ravenshof", WHY_NOT, QUESTION, ANSWER, REQUEST] {
        assert!(page.contains(reader), "{reader:?} is not in\n{page}");
    }
    let history = browser.read("ol.log").await;
    let mut rest = history.as_str();
    for step in STEPS {
        let found = rest.split_once(step);
        rest = found.unwrap_or_else(|| panic!("{step:?} does not follow in\n{history}")).1;
    }
    let count = async |css| browser.client().find_all(Locator::Css(css)).await.unwrap().len();
    assert_eq!(count("ol.log > li").await, count("ol.log > li > time[datetime]").await);

    let filings = story.links("#side a.cap[href*='/filings/']").await;
    assert_eq!(filings.len(), 5, "{filings:?}");
    let mut lengths = vec![page.split(' ').count()];
    for filing in filings {
        browser.goto(&story.program.url(&filing)).await;
        browser.wait_for_text("What do you see?").await;
        story.person.looks().await;
        lengths.push(browser.text().await.split(' ').count());
    }
    // The page, and the newest document, which holds every answer that stands; the older are for comparing.
    let words = lengths[0] + lengths[1];
    assert!(words <= MOST_WORDS, "{words} words are more than a quarter of an hour");
}

/// The whole story on a screen of that size.
async fn tell(size: (u32, u32), has_scripts: bool) {
    let (program, person) = tokio::join!(demo(), Person::new(has_scripts));
    person.at(size).await;
    let call = Call::about("Every screen shows a ransom note");
    let path = call_for_help(&program, &person, &call).await;
    let story = Story { program: &program, person: &person, call, path };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("traces.txt");
    std::fs::write(&file, "198.51.100.23 asked for /update.bin at 04:12\n").unwrap();

    acknowledge(&story, Persona::Officer).await;
    attach(&story, &file).await;
    let attachment = story.links("a[download]").await.remove(0);
    write_notification(&story).await;
    file_notification(&story).await;
    request(&story).await;
    ask(&story, &attachment).await;
    answer(&story).await;
    read_report(&story).await;
    correct(&story).await;
    finish(&story).await;
    close(&story).await;
    audit(&story).await;
    if has_scripts {
        // That something was refused, or is not there, is said in the console too.
        let complaints: Vec<String> = person.browser.console().await;
        let of_pages = complaints.iter().filter(|line| !line.contains("status of 4"));
        assert_eq!(of_pages.collect::<Vec<_>>(), Vec::<&String>::new());
    }
}

#[tokio::test]
async fn the_weeks_after_a_call_on_a_phone() {
    tell(PHONE, true).await;
}

#[tokio::test]
async fn the_weeks_after_a_call_at_a_desk() {
    tell(SCREEN, true).await;
}

#[tokio::test]
async fn the_weeks_after_a_call_without_javascript() {
    tell(SCREEN, false).await;
}
