//! The harness itself, tried on small pages of its own: what these prove need not be doubted when a test
//! of the application fails.

use axum::Router;
use axum::extract::{Form, Multipart};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::browser::{Browser, Look};
use crate::program::Program;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'";

const STYLE: &str = "
    body { background: white; color: black }
    a { color: inherit }
    @media (prefers-color-scheme: dark) { body { background: black; color: white } }
    @media print { .screen-only { display: none } }
    input, textarea, select { max-width: 100% }";

const FORM: &str = r#"
    <h1>Report</h1>
    <p class="screen-only">Shown on screen</p>
    <form method="post" action="/">
      <p><label for="who">Your name <small>(as on your badge)</small></label> <input id="who" name="who" value="x"></p>
      <p><label>What is "happening" <textarea name="what"></textarea></label></p>
      <p><label>Severity <select name="severity"><option>Low</option><option>High</option></select></label></p>
      <p><label><input type="checkbox" name="urgent" value="yes"> It's urgent</label></p>
      <p hidden><label>Trap <input id="trap"></label> <button>Send it</button></p>
      <button>Send it</button>
    </form>
    <p><a href="/passkey">Passkeys</a> <a href="/files">Files</a></p>
    <p id="script">No script ran.</p>
    <script src="/page.js"></script>"#;

const SCRIPT: &str = "
    const region = document.getElementById('script');
    if (region) { region.textContent = 'A script ran.' }
    const button = document.getElementById('create');
    button?.addEventListener('click', async () => {
      const publicKey = {
        challenge: new Uint8Array(32), rp: { name: 'Test' },
        user: { id: new Uint8Array([1]), name: 'an', displayName: 'An' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      };
      const made = await navigator.credentials.create({ publicKey });
      region.textContent = 'Made ' + made.type;
    })";

const PASSKEY: &str = r#"<h1>Passkeys</h1><button id="create">Make one</button><p id="script"></p>
    <script src="/page.js"></script>"#;

const FILES: &str = r#"<h1>Files</h1><form method="post" enctype="multipart/form-data">
    <label for="file">List</label> <input hidden type="file" id="file" name="file"><button>Import</button></form>"#;

/// Breaks the policy (a style in the page), the accessibility rules (no name, no contrast) and the width.
const BROKEN: &str = r#"<h1>Broken</h1><style>h1 { color: red }</style><input><img src="/none.png">
    <table width="3000"><tr><td>wide</table>"#;

#[derive(serde::Deserialize)]
struct Report {
    who: String,
    what: String,
    severity: String,
    urgent: Option<String>,
}

fn page(body: &str) -> impl IntoResponse + use<> {
    let head = "<meta name=viewport content='width=device-width'><link rel=stylesheet href=/style.css>";
    let html = format!("<!doctype html><html lang=en><title>Test</title>{head}<main>{body}</main></html>");
    ([(CONTENT_SECURITY_POLICY, POLICY)], Html(html))
}

async fn filed(Form(report): Form<Report>) -> impl IntoResponse {
    let urgent = report.urgent.unwrap_or_default();
    page(&format!("<h1>Filed</h1><p>{}: {}, {} {urgent}</p>", report.who, report.what, report.severity))
}

async fn imported(mut form: Multipart) -> impl IntoResponse {
    let file = form.next_field().await.unwrap().unwrap();
    let name = file.file_name().unwrap().to_owned();
    page(&format!("<h1>Imported {name}</h1><p>{}</p>", file.text().await.unwrap()))
}

async fn serve() -> String {
    let pages = Router::new()
        .route("/", get(async || page(FORM)).post(filed))
        .route("/passkey", get(async || page(PASSKEY)))
        .route("/files", get(async || page(FILES)).post(imported))
        .route("/broken", get(async || page(BROKEN)))
        .route("/style.css", get(async || ([(CONTENT_TYPE, "text/css")], STYLE)))
        .route("/page.js", get(async || ([(CONTENT_TYPE, "text/javascript")], SCRIPT)))
        // Browsers ask for it unbidden, and a refusal would stand in the console.
        .route("/favicon.ico", get(async || ([(CONTENT_TYPE, "image/svg+xml")], "<svg/>")));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(axum::serve(listener, pages).into_future());
    // By name, since browsers make no passkey for a bare address.
    format!("http://localhost:{port}")
}

async fn fill_in_and_send(browser: &Browser) {
    browser.fill("Your name", "An").await;
    assert_eq!(browser.value("#who").await, "An");
    browser.fill("textarea", "first thought").await;
    browser.fill("What is \"happening\"", "It is down").await;
    browser.choose("Severity", "High").await;
    browser.tick("It's urgent").await;
    browser.press("Send it").await;
    browser.wait_for_text("An: It is down, High yes").await;
}

#[tokio::test]
async fn a_browser_reads_and_fills_in_a_page() {
    let base = serve().await;
    let browser = Browser::start().await;
    browser.goto(&base).await;
    browser.wait_for_text("A script ran.").await;
    assert!(browser.text().await.contains("Shown on screen"));
    browser.axe().await;
    fill_in_and_send(&browser).await;
    assert_eq!(browser.url().await, format!("{base}/"));
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_browser_without_javascript_does_the_same() {
    let base = serve().await;
    let browser = Browser::start_without_javascript().await;
    browser.goto(&base).await;
    browser.wait_for_text("No script ran.").await;
    browser.fits_width().await;
    fill_in_and_send(&browser).await;
}

#[tokio::test]
async fn a_file_is_given_and_links_are_followed() {
    let base = serve().await;
    let browser = Browser::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sites.csv");
    std::fs::write(&file, "name;place\n").unwrap();
    browser.goto(&base).await;
    browser.follow("Files").await;
    browser.upload("List", &file).await;
    browser.press("Import").await;
    browser.wait_for_text("Imported sites.csv name;place").await;
}

#[tokio::test]
async fn a_page_is_seen_on_a_phone_in_the_dark_and_on_paper() {
    let base = serve().await;
    let browser = Browser::start().await;
    browser.goto(&base).await;
    browser.resize(390, 844).await;
    let seen = "return [innerWidth, innerHeight, getComputedStyle(document.body).backgroundColor]";
    let measured = browser.client().execute(seen, vec![]).await.unwrap();
    assert_eq!(measured, serde_json::json!([390, 844, "rgb(255, 255, 255)"]));
    browser.fits_width().await;

    browser.look(Look::Dark).await;
    let measured = browser.client().execute(seen, vec![]).await.unwrap();
    assert_eq!(measured[2], "rgb(0, 0, 0)");
    browser.axe().await;
    let picture = std::fs::read(browser.screenshot("harness-phone-dark").await).unwrap();
    // The header of a PNG file holds its width at byte 16.
    assert_eq!(picture[16..20], 390_u32.to_be_bytes());

    browser.look(Look::Print).await;
    assert!(!browser.text().await.contains("Shown on screen"));
    browser.look(Look::Light).await;
    assert!(browser.text().await.contains("Shown on screen"));
}

#[tokio::test]
async fn what_is_wrong_with_a_page_is_named() {
    let base = serve().await;
    let browser = Browser::start().await;
    browser.goto(&format!("{base}/broken")).await;
    let violations = browser.axe_violations().await.join("\n");
    assert!(violations.contains("image-alt (critical)"), "{violations}");
    assert!(violations.contains("label (critical)"), "{violations}");
    let console = browser.console().await.join("\n");
    assert!(console.contains("Content Security Policy"), "{console}");
    let wide = async { browser.fits_width().await };
    assert!(panics(wide).await);
    assert!(panics(async { browser.axe().await }).await);
}

/// Whether a check fails, as it must.
async fn panics(check: impl Future<Output = ()>) -> bool {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    let mut check = std::pin::pin!(check);
    std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| check.as_mut().poll(context))) {
        Ok(poll) => poll.map(|()| false),
        Err(_) => std::task::Poll::Ready(true),
    })
    .await
}

#[tokio::test]
async fn a_passkey_is_made() {
    let base = serve().await;
    let browser = Browser::start().await;
    let authenticator = browser.plug_in_authenticator().await;
    browser.goto(&base).await;
    browser.follow("Passkeys").await;
    browser.press("Make one").await;
    browser.wait_for_text("Made public-key").await;
    let passkeys = browser.passkeys(&authenticator).await;
    assert_eq!(passkeys.len(), 1);
    assert_eq!(passkeys[0]["rpId"], "localhost");
}

#[tokio::test]
async fn a_program_is_started_killed_and_started_again() {
    // It counts its starts in a file, says where it would listen, and waits to be killed.
    const SCRIPT: &str = r#"echo start >>"$0"; echo "starts: $(grep -c start "$0")" >&2
        echo "Open http://127.0.0.1:4711/setup"; exec tail -f /dev/null"#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("starts");
    let mut program = Program::start_other("/bin/sh", &["-c", SCRIPT, file.to_str().unwrap()]).await;
    assert_eq!(program.url("/desk"), "http://127.0.0.1:4711/desk");
    assert_eq!(program.localhost("/desk"), "http://localhost:4711/desk");
    assert_eq!(program.wait_for_line("starts:").await, "starts: 1");
    assert!(program.data().is_dir());
    program.restart().await;
    assert_eq!(program.wait_for_line("starts:").await, "starts: 2");
    program.wait_for_line("/setup").await;
    assert_eq!(program.output().len(), 2);
}

#[tokio::test]
async fn a_program_that_ends_before_it_listens_is_a_failure() {
    let failing = ["-c", "echo mend the configuration >&2; exit 2"];
    assert!(panics(async { drop(Program::start_other("/bin/sh", &failing).await) }).await);
    assert!(panics(async { drop(Program::start(&["no-such-command"]).await) }).await);
    assert!(panics(async { drop(Program::start_exactly(&["no-such-command"]).await) }).await);
}
