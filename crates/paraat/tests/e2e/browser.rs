//! A Chromium of the test's own, driven as a person would: by labels, button texts and what is visible.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::Duration;

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::{TimeoutConfiguration, WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Url;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::{MissedTickBehavior, interval, timeout};

/// How long something may take to appear. A bound for what never comes; what comes is seen at once.
const PATIENCE: Duration = Duration::from_secs(30);

/// The Tab key, as WebDriver writes it.
const TAB: &str = "\u{E004}";

/// How a page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Light,
    Dark,
    Print,
}

/// A browser with an empty profile; it and its driver end when dropped.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    session: String,
    driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser with a window of 1280 by 900.
    ///
    /// # Panics
    /// When chromedriver or Chromium cannot be started.
    pub async fn start() -> Browser {
        Browser::start_with(json!({})).await
    }

    /// Starts a browser in which no page's script runs.
    ///
    /// # Panics
    /// As [`Browser::start`].
    pub async fn start_without_javascript() -> Browser {
        Browser::start_with(json!({ "profile.managed_default_content_settings.javascript": 2 })).await
    }

    async fn start_with(preferences: Value) -> Browser {
        let driver = Driver::start();
        let profile = TempDir::new().expect("a temporary folder");
        let folder = format!("--user-data-dir={}", profile.path().display());
        let capabilities = json!({
            "goog:chromeOptions": {
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    // A colour half-way between two others would be measured while it changes.
                    "--force-prefers-reduced-motion", "--hide-scrollbars", "--window-size=1280,900", folder,
                ],
                "prefs": preferences,
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("written as an object") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .unwrap_or_else(|error| panic!("Chromium cannot be started: {error}"));
        let session = client.session_id().await.expect("a session").expect("a session begun");
        let timeouts = TimeoutConfiguration::new(Some(PATIENCE * 2), Some(PATIENCE * 2), None);
        client.update_timeouts(timeouts).await.expect("time limits are set");
        let browser = Browser { client, session, driver, _profile: profile };
        browser.resize(1280, 900).await;
        browser
    }

    /// What WebDriver offers beyond the methods below.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Opens a page and waits until it is loaded.
    pub async fn goto(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url} cannot be opened: {error}"));
    }

    /// The address of the page shown.
    pub async fn url(&self) -> String {
        self.client.current_url().await.expect("a page is open").into()
    }

    /// What a person can read on the page, runs of white space made one space.
    pub async fn text(&self) -> String {
        self.visible_text().await.unwrap_or_else(|error| panic!("the page has no text: {error}"))
    }

    async fn visible_text(&self) -> Result<String, CmdError> {
        let text = self.client.find(Locator::Css("body")).await?.text().await?;
        Ok(squeezed(&text))
    }

    /// Waits until a person can read `text` on the page.
    pub async fn wait_for_text(&self, text: &str) {
        let wanted = squeezed(text);
        let seen = until(async || Ok(self.visible_text().await?.contains(&wanted).then_some(()))).await;
        if seen.is_none() {
            panic!("{text:?} did not appear on {}, which reads:\n{}", self.url().await, self.text().await);
        }
    }

    /// Puts `text` in the field with that label, or that CSS selector, in place of what it holds.
    pub async fn fill(&self, field: &str, text: &str) {
        let element = self.field(field, true).await;
        let outcome = async {
            element.clear().await?;
            let kind = element.attr("type").await?;
            let keys = match kind.as_deref() {
                Some("datetime-local") => moment_keys(text),
                Some("date") => day_keys(text),
                _ => text.to_owned(),
            };
            element.send_keys(&keys).await
        };
        outcome.await.unwrap_or_else(|error| panic!("{field:?} cannot be filled in: {error}"));
    }

    /// What the field with that label, or that CSS selector, holds.
    pub async fn value(&self, field: &str) -> String {
        let element = self.field(field, true).await;
        element.prop("value").await.expect("the field is still there").unwrap_or_default()
    }

    /// Picks an option, by its text, of the list with that label or CSS selector.
    pub async fn choose(&self, field: &str, option: &str) {
        let element = self.field(field, true).await;
        element
            .select_by_label(option)
            .await
            .unwrap_or_else(|error| panic!("{field:?} has no {option:?}: {error}"));
    }

    /// Clicks the check box or radio button with that label or CSS selector.
    pub async fn tick(&self, field: &str) {
        let element = self.field(field, true).await;
        element.click().await.unwrap_or_else(|error| panic!("{field:?} cannot be ticked: {error}"));
    }

    /// Gives a file to the file field with that label or CSS selector.
    pub async fn upload(&self, field: &str, file: &std::path::Path) {
        // A file field is often hidden behind something better looking, so it need not be visible.
        let element = self.field(field, false).await;
        let path = file.to_str().expect("test files have plain names");
        element.send_keys(path).await.unwrap_or_else(|error| panic!("{field:?} takes no file: {error}"));
    }

    /// Whether something the CSS selector matches can be seen, right now.
    pub async fn sees(&self, css: &str) -> bool {
        self.first(&[Locator::Css(css)], true).await.expect("a page is open").is_some()
    }

    /// What a person can read in the first thing that the CSS selector matches, once it can be seen.
    pub async fn read(&self, css: &str) -> String {
        let found = until(async || {
            let Some(element) = self.first(&[Locator::Css(css)], true).await? else { return Ok(None) };
            element.text().await.map(Some)
        });
        match found.await {
            Some(text) => squeezed(&text),
            None => panic!("no {css:?} on {}, which reads:\n{}", self.url().await, self.text().await),
        }
    }

    /// Gives the browser a cookie for the site it shows.
    pub async fn give_cookie(&self, name: &str, value: &str) {
        let cookie = json!({ "cookie": { "name": name, "value": value, "path": "/" } });
        self.command("cookie", cookie).await;
    }

    /// Opens a second tab, goes to it and shows a page there; gives what [`Browser::switch_to`] takes to
    /// come back to the first.
    pub async fn open_tab(&self, url: &str) -> WindowHandle {
        let first = self.client.window().await.expect("a tab is open");
        let tab = self.client.new_window(true).await.expect("a tab can be opened").handle;
        self.client.switch_to_window(tab).await.expect("the new tab is there");
        self.goto(url).await;
        first
    }

    /// Goes to another tab.
    pub async fn switch_to(&self, tab: WindowHandle) {
        self.client.switch_to_window(tab).await.expect("the tab is still open");
    }

    /// Goes back one page, as with the browser's own button.
    pub async fn back(&self) {
        self.client.back().await.expect("there is a page to go back to");
    }

    /// Presses the button with that text, and waits for the page it leads to, if any.
    pub async fn press(&self, button: &str) {
        let is = is_text(button);
        let search = format!(
            "//button[{is} or @aria-label={quoted}] | //summary[{is}] | //input[@type='submit' and @value={quoted}]",
            quoted = quoted(button)
        );
        self.click(Locator::XPath(&search), "button", button).await;
    }

    /// Follows the link with that text, and waits for the page it leads to.
    pub async fn follow(&self, link: &str) {
        let search = format!("//a[@href and ({} or @aria-label={})]", is_text(link), quoted(link));
        self.click(Locator::XPath(&search), "link", link).await;
    }

    /// Clicks the first thing the CSS selector matches, and waits for the page it leads to, if any.
    pub async fn click_on(&self, css: &str) {
        self.click(Locator::Css(css), "thing", css).await;
    }

    /// Goes on from field to field with the Tab key alone until it is at the thing the CSS selector matches,
    /// which must come within so many steps. Gives what was passed, in order, by name or text.
    pub async fn tab_to(&self, css: &str, most: usize) -> Vec<String> {
        let mut passed = Vec::new();
        let outcome = async {
            let target = self.client.find(Locator::Css(css)).await?.element_id();
            while passed.len() < most {
                self.client.active_element().await?.send_keys(TAB).await?;
                let reached = self.client.active_element().await?;
                if reached.element_id() == target {
                    return Ok::<_, CmdError>(true);
                }
                let name = reached.attr("name").await?;
                passed.push(name.unwrap_or(squeezed(&reached.text().await?)));
            }
            Ok(false)
        };
        let reached = outcome.await.unwrap_or_else(|error| panic!("the keyboard stops: {error}"));
        assert!(reached, "{css:?} is not reached by keyboard on {}: {passed:#?}", self.url().await);
        passed
    }

    async fn click(&self, search: Locator<'_>, what: &str, name: &str) {
        // A live region may be replaced between finding and clicking; then it is looked for again. A click
        // that was carried out is never repeated.
        let clicked = until(async || {
            let Some(element) = self.first(&[search], true).await? else { return Ok(None) };
            element.click().await.map(Some)
        });
        if clicked.await.is_none() {
            panic!("no {what} {name:?} on {}, which reads:\n{}", self.url().await, self.text().await);
        }
    }

    async fn field(&self, name: &str, visible: bool) -> Element {
        let starts = format!("starts-with(normalize-space(), {})", quoted(name));
        let labelled = |matches: &str| {
            format!(
                "//*[self::input or self::select or self::textarea][@id=//label[{matches}]/@for \
                 or ancestor::label[{matches}] or @aria-label={}]",
                quoted(name)
            )
        };
        let (exact, start) = (labelled(&is_text(name)), labelled(&starts));
        let searches = [Locator::XPath(&exact), Locator::XPath(&start), Locator::Css(name)];
        match until(async || self.first(&searches, visible).await).await {
            Some(element) => element,
            None => panic!("no field {name:?} on {}, which reads:\n{}", self.url().await, self.text().await),
        }
    }

    /// The first element found by the first of the searches that finds one.
    async fn first(&self, searches: &[Locator<'_>], visible: bool) -> Result<Option<Element>, CmdError> {
        for search in searches {
            let found = match self.client.find_all(*search).await {
                Err(CmdError::Standard(error)) if error.error == ErrorStatus::InvalidSelector => continue,
                found => found?,
            };
            for element in found {
                if !visible || element.is_displayed().await? {
                    return Ok(Some(element));
                }
            }
        }
        Ok(None)
    }

    /// Fails when axe-core finds a serious or critical violation of WCAG 2.0, 2.1 or 2.2, A or AA.
    pub async fn axe(&self) {
        let violations = self.axe_violations().await;
        assert!(violations.is_empty(), "{} breaks WCAG 2.2 AA:\n{}", self.url().await, violations.join("\n"));
    }

    /// The serious and critical violations that axe-core finds, one text for each rule.
    pub async fn axe_violations(&self) -> Vec<String> {
        let path = std::env::var("PARAAT_AXE")
            .expect("PARAAT_AXE is not set: run the tests with ./check, or set it to the path of axe.min.js");
        let axe =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("PARAAT_AXE, {path}: {error}"));
        const RUN: &str = "const done = arguments[arguments.length - 1];
            const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
               .then(result => done(result.violations), error => done(String(error)));";
        let outcome = async {
            self.client.execute(&axe, vec![]).await?;
            self.client.execute_async(RUN, vec![]).await
        };
        let result = outcome.await.unwrap_or_else(|error| panic!("axe-core cannot run here: {error}"));
        let rules = result.as_array().unwrap_or_else(|| panic!("axe-core failed: {result}"));
        let grave = |rule: &&Value| matches!(rule["impact"].as_str(), Some("serious" | "critical"));
        rules.iter().filter(grave).map(described).collect()
    }

    /// Fails when the page is wider than its window, so that a reader would have to scroll sideways.
    pub async fn fits_width(&self) {
        // A phone's `innerWidth` grows with a page that is too wide, which would then fit.
        let widths = "const page = document.scrollingElement; return [page.scrollWidth, page.clientWidth]";
        let widths = self.client.execute(widths, vec![]).await.expect("the page can be measured");
        let [page, window] = [&widths[0], &widths[1]].map(|width| width.as_u64().expect("a width"));
        assert!(page <= window, "{} is {page} px wide in a window of {window} px", self.url().await);
    }

    /// What pages wrote to the browser's console since the last call, refusals by the content security
    /// policy included.
    pub async fn console(&self) -> Vec<String> {
        let log = self.command("se/log", json!({ "type": "browser" })).await;
        let entries = log.as_array().expect("a list of entries");
        entries.iter().map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Takes a picture of the whole page, kept as `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await;
        let size = &metrics["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let picture = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.devtools("Page.captureScreenshot", picture).await;
        let picture = picture["data"].as_str().expect("a picture");
        let picture = STANDARD.decode(picture).expect("a picture in base64");
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        std::fs::create_dir_all(&folder).expect("the folder of screenshots can be made");
        let file = folder.join(format!("{name}.png"));
        std::fs::write(&file, picture).expect("the screenshot can be written");
        file
    }

    /// Gives the page a window of exactly this size, in CSS pixels. Up to 600 wide it is a phone's.
    pub async fn resize(&self, width: u32, height: u32) {
        let phone = width <= 600;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Shows pages in a light or dark colour scheme, or as they are printed.
    pub async fn look(&self, look: Look) {
        let medium = if look == Look::Print { "print" } else { "screen" };
        let scheme = if look == Look::Dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features })).await;
    }

    /// Plugs in a security key that verifies its user and holds passkeys. Returns its id, which
    /// [`Browser::passkeys`] takes.
    pub async fn plug_in_authenticator(&self) -> String {
        let options = json!({
            "protocol": "ctap2", "transport": "internal",
            "hasResidentKey": true, "hasUserVerification": true, "isUserVerified": true,
        });
        let id = self.command("webauthn/authenticator", options).await;
        id.as_str().expect("an authenticator's id").to_owned()
    }

    /// The passkeys that an authenticator holds.
    pub async fn passkeys(&self, authenticator: &str) -> Vec<Value> {
        let path = format!("webauthn/authenticator/{authenticator}/credentials");
        let list = self.issue(Method::GET, path, None).await;
        list.as_array().expect("a list of credentials").clone()
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.command("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    async fn command(&self, path: &str, body: Value) -> Value {
        self.issue(Method::POST, path.to_owned(), Some(body)).await
    }

    async fn issue(&self, method: Method, path: String, body: Option<Value>) -> Value {
        let name = path.clone();
        let command = SessionCommand { method, path, body };
        self.client.issue_cmd(command).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A killed driver leaves its browser running, so it is asked to close it first.
        self.driver.end_session(&self.session);
    }
}

/// A command below `/session/ID/` for which the client has no method.
#[derive(Debug)]
struct SessionCommand {
    method: Method,
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for SessionCommand {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.as_ref().map(Value::to_string))
    }
}

/// A chromedriver on a port of its own; killed when dropped.
#[derive(Debug)]
struct Driver {
    // Its output stays open, for a driver that cannot print its last words dies of it.
    child: Child,
    port: u16,
}

/// How often a driver is started anew: it draws a port for IPv6 and wants the same for IPv4, where another
/// program may hold it.
const STARTS: usize = 5;

impl Driver {
    fn start() -> Driver {
        let mut said = String::new();
        for _ in 0..STARTS {
            match Driver::try_start() {
                Ok(driver) => return driver,
                Err(words) => said = words,
            }
        }
        panic!("chromedriver did not start: {said}");
    }

    /// Gives what the driver said when it did not start.
    fn try_start() -> Result<Driver, String> {
        let child = Command::new("chromedriver")
            .arg("--port=0")
            // Whatever the developer's own language: it decides what pages speak and how moments are typed.
            .env("LANGUAGE", "en_US")
            .env("LC_ALL", "en_US.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver (Debian's package chromium-driver): {error}"));
        let mut driver = Driver { child, port: 0 };
        let output = driver.child.stdout.as_mut().expect("piped");
        // Byte by byte, so that nothing is read ahead and lost; it is three short lines.
        let (mut said, mut byte) = (String::new(), [0]);
        while output.read(&mut byte).is_ok_and(|read| read == 1) {
            said.push(char::from(byte[0]));
            let rest = said.split_once("started successfully on port ").map(|(_, rest)| rest);
            if let Some((port, _)) = rest.and_then(|rest| rest.split_once('.')) {
                driver.port = port.parse().expect("a port number");
                return Ok(driver);
            }
        }
        Err(said)
    }

    /// Best effort, and without a runtime: this runs in a destructor.
    fn end_session(&self, session: &str) {
        let ask = || {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
            stream.set_read_timeout(Some(PATIENCE))?;
            let host = format!("Host: 127.0.0.1:{}\r\nConnection: close", self.port);
            write!(stream, "DELETE /session/{session} HTTP/1.1\r\n{host}\r\n\r\n")?;
            stream.read(&mut [0; 64])
        };
        let _ = ask();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again and again until there is something, or patience ends. WebDriver cannot tell when a page
/// changes, so looking is the only way; an element that vanished meanwhile means looking again too.
async fn until<T>(mut look: impl AsyncFnMut() -> Result<Option<T>, CmdError>) -> Option<T> {
    let mut last = None;
    let looking = async {
        let mut ticks = interval(Duration::from_millis(50));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match look().await {
                Ok(Some(found)) => return found,
                Ok(None) => last = None,
                Err(error) if is_passing(&error) => last = Some(error),
                Err(error) => panic!("the browser refused: {error}"),
            }
        }
    };
    let found = timeout(PATIENCE, looking).await.ok();
    if let (None, Some(error)) = (&found, last) {
        panic!("the browser kept refusing: {error}");
    }
    found
}

fn is_passing(error: &CmdError) -> bool {
    let CmdError::Standard(error) = error else { return false };
    // What chromedriver says of an element that vanished between two of its own questions to the browser.
    let has_vanished =
        error.error == ErrorStatus::UnknownError && error.message.contains("does not belong to the document");
    has_vanished
        || matches!(
            error.error,
            ErrorStatus::StaleElementReference
                | ErrorStatus::NoSuchElement
                | ErrorStatus::ElementClickIntercepted
                | ErrorStatus::ElementNotInteractable
        )
}

/// What axe-core says about a rule that is broken, and where.
fn described(rule: &Value) -> String {
    let places = rule["nodes"].as_array().into_iter().flatten().map(|node| {
        let why = node["failureSummary"].as_str().unwrap_or_default();
        format!(
            "\n    {}\n      {}",
            node["html"].as_str().unwrap_or_default(),
            why.replace('\n', "\n      ")
        )
    });
    let text = |key: &str| rule[key].as_str().unwrap_or_default();
    format!("  {} ({}): {}{}", text("id"), text("impact"), text("help"), places.collect::<String>())
}

/// The keys with which a person types a moment, given as a field holds it (`2026-11-22T06:10`), into an
/// American browser: month, day, year and on to the hour, which is one of twelve.
fn moment_keys(moment: &str) -> String {
    let parts: Vec<&str> = moment.split(['-', 'T', ':']).collect();
    let [year, month, day, hour, minute] = parts[..] else { panic!("{moment:?} is no moment") };
    let hour: u32 = hour.parse().expect("an hour");
    let half = if hour < 12 { "AM" } else { "PM" };
    format!("{month}{day}{year}\t{:02}{minute}{half}", (hour + 11) % 12 + 1)
}

/// The keys with which a person types a day, given as a field holds it (`2026-11-22`), into an American
/// browser.
fn day_keys(day: &str) -> String {
    let [year, month, day] = day.split('-').collect::<Vec<_>>()[..] else { panic!("{day:?} is no day") };
    format!("{month}{day}{year}")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The XPath condition that an element's text is exactly this, white space aside.
fn is_text(text: &str) -> String {
    format!("normalize-space()={}", quoted(text))
}

/// A text as XPath 1.0 writes it, which knows no escapes: a text with both kinds of quote is put together.
fn quoted(text: &str) -> String {
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let parts: Vec<String> = text.split('"').map(|part| format!("\"{part}\"")).collect();
    format!("concat({})", parts.join(", '\"', "))
}
