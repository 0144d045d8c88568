//! Files of an incident: they come back as they went in, sealed on the way, and only to who may read them.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;
use kernel::access::Role;
use kernel::db::sql;
use kernel::new_id;
use l10n::Lang;
use reporting::attachment::{ATTACHMENT_BYTES, ATTACHMENTS_PER_INCIDENT};
use testkit::Actor;
use tower::ServiceExt;
use web::file::CHUNK_BYTES;

use testkit::Engine;

use crate::house::{CALL, House, Person};

const BOUNDARY: &str = "paraat-test-boundary";

/// A lab with a filed incident, and somebody at a browser of it who sends files.
struct Story {
    house: House,
    director: Person,
    id: String,
}

/// What came back, byte for byte.
struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn location(&self) -> &str {
        self.headers.get("location").map_or("", |value| value.to_str().unwrap())
    }
}

/// A browser of which the test sees every byte.
struct Browser {
    cookie: String,
    token: String,
}

impl Story {
    async fn new(engine: Engine) -> Self {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let mut lab = house.browser(&director).await;
        let form = lab.get("/reports/call").await;
        let receipt = lab.submit(&form, "/reports/call", CALL).await;
        let id = receipt.path.trim_start_matches("/reports/").split('/').next().unwrap().to_owned();
        Self { house, director, id }
    }

    async fn browser(&self, person: &Person) -> Browser {
        let holder = web::session::Holder::Person { id: &person.id, seat_id: &person.seat.id };
        let cookie = web::session::start(&self.house.app, holder, "test").await.unwrap();
        let cookie = cookie.to_str().unwrap().to_owned();
        let mut actor = Actor::new(self.house.router.clone()).with_cookie(&cookie);
        let tokens = actor.get("/account").await.attributes("input[name=_token]", "value");
        let token = tokens.into_iter().find(|token| !token.is_empty()).unwrap();
        Browser { cookie: cookie.split(';').next().unwrap().to_owned(), token }
    }

    fn path(&self) -> String {
        format!("/reports/{}/attachments", self.id)
    }

    async fn ask(&self, browser: &Browser, method: Method, path: &str, kind: &str, body: Body) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &browser.cookie)
            .header("accept-language", "en")
            .header("content-type", kind)
            .body(body)
            .unwrap();
        let response = self.house.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    async fn get(&self, browser: &Browser, path: &str) -> Answer {
        self.ask(browser, Method::GET, path, "text/plain", Body::empty()).await
    }

    async fn post(&self, browser: &Browser, path: &str) -> Answer {
        let body = format!("_token={}", browser.token);
        self.ask(browser, Method::POST, path, "application/x-www-form-urlencoded", Body::from(body)).await
    }

    /// Sends a file as a browser does.
    async fn send(&self, browser: &Browser, name: &str, who: &str, bytes: &[u8]) -> Answer {
        let body = Body::from([&head(browser, name, who)[..], bytes, &tail()[..]].concat());
        self.ask(browser, Method::POST, &self.path(), &form_type(), body).await
    }

    /// The identifiers of the files that are kept, the oldest first.
    async fn kept(&self) -> Vec<String> {
        let query = sql("SELECT id FROM attachment WHERE state = 'kept' ORDER BY at, id");
        let rows: Vec<(String,)> = self.house.kernel().db.fetch_all(query).await.unwrap();
        rows.into_iter().map(|(id,)| id).collect()
    }

    async fn chunks(&self) -> i64 {
        self.house.count("SELECT COUNT(*) FROM attachment_chunk").await
    }

    async fn rows(&self) -> i64 {
        self.house.count("SELECT COUNT(*) FROM attachment").await
    }

    /// Marks every file as sent with the first filing.
    async fn sent(&self) {
        let db = &self.house.kernel().db;
        let text = "UPDATE attachment SET first_filing = (SELECT last_filing FROM incident WHERE id = $1)";
        db.execute(sql(text).bind(&self.id)).await.unwrap();
        let parts = "INSERT INTO filing_part (filing_id, authority_id, digest, sealed) \
            SELECT i.last_filing, a.authority_id, '', '' FROM incident i \
            JOIN audience a ON a.incident_id = i.id WHERE i.id = $1 \
            ON CONFLICT (filing_id, authority_id) DO NOTHING";
        db.execute(sql(parts).bind(&self.id)).await.unwrap();
    }
}

fn form_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

fn head(browser: &Browser, name: &str, who: &str) -> Vec<u8> {
    let field = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    [field("_token", &browser.token), field("shown_to", who), file].concat().into_bytes()
}

fn tail() -> Vec<u8> {
    format!("\r\n--{BOUNDARY}--\r\n").into_bytes()
}

/// A PDF of this size, otherwise of arbitrary bytes.
fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((bytes.len()..size).map(|index| (index.wrapping_mul(31) % 251) as u8));
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_back_byte_for_byte_at_every_size() {
    for engine in Engine::at_hand() {
        let story = Story::new(engine).await;
        let lab = story.browser(&story.director).await;
        let sizes = [CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES];
        let files = std::iter::once(b"x".to_vec()).chain(sizes.map(pdf));
        for (index, bytes) in files.enumerate() {
            let answer = story.send(&lab, "note é", "everybody", &bytes).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
            assert_eq!(answer.location(), format!("{}?done=attached", story.path()));
            let id = story.kept().await.remove(index);
            let back = story.get(&lab, &format!("{}/{id}", story.path())).await;
            assert_eq!(back.status, StatusCode::OK);
            assert!(back.bytes == bytes, "{} bytes come back as {}", bytes.len(), back.bytes.len());
            let header = |name: &str| back.headers.get(name).unwrap().to_str().unwrap().to_owned();
            let ending = if index == 0 { "txt" } else { "pdf" };
            assert_eq!(
                header("content-disposition"),
                format!("attachment; filename=\"note _.{ending}\"; filename*=UTF-8''note%20%C3%A9.{ending}")
            );
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("content-security-policy"), "sandbox");
            assert_eq!(header("cache-control"), "no-store");
            assert_eq!(header("content-length"), bytes.len().to_string());
        }
        assert_eq!(story.chunks().await, 1 + 1 + 1 + 2 + 3);
        let page = story.get(&lab, &story.path()).await.text();
        assert!(page.contains("note é.txt") && page.contains("384 KB") && page.contains("Not sent yet"));
        let kernel = story.house.kernel();
        assert_eq!(reporting::verify(kernel).await.unwrap(), Vec::<String>::new());
        let journal = kernel::journal::after(&kernel.db, &story.house.realm.id, 0).await.unwrap();
        let noted: Vec<_> = journal.iter().filter(|line| line.verb == "report.attached").collect();
        assert_eq!(noted.len(), 5);
        assert_eq!(noted[0].facts()["digest"], kernel::journal::digest(b"x"));
        assert!(noted.iter().all(|line| !line.data.contains("note")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_sent_twice_is_one_file() {
    let story = Story::new(Engine::Sqlite).await;
    let lab = story.browser(&story.director).await;
    for who in ["everybody", "everybody", "csirt", "csirt"] {
        assert_eq!(story.send(&lab, "a.txt", who, b"one").await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!((story.kept().await.len(), story.rows().await, story.chunks().await), (2, 2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_leaves_nothing_behind() {
    for engine in Engine::at_hand() {
        let story = Story::new(engine).await;
        let lab = story.browser(&story.director).await;
        let late = [pdf(0), vec![b'a'; CHUNK_BYTES], vec![0]].concat().split_off(9);
        let refusals: Vec<(&str, &str, Vec<u8>, &str)> = vec![
            ("a.txt", "everybody", Vec::new(), "This file is empty"),
            ("", "everybody", b"x".to_vec(), "No file was chosen"),
            ("a.txt", "", b"x".to_vec(), "Say who may see the file"),
            ("a.txt", "police", b"x".to_vec(), "Say who may see the file"),
            ("a.pdf", "everybody", b"MZ\x90\x00\x03\x00".to_vec(), "This is a program"),
            ("run.ps1", "everybody", b"dir".to_vec(), "This is a program"),
            ("a.gif", "everybody", b"GIF89a\x01\x00".to_vec(), "Put it in a ZIP file"),
            ("a.txt", "everybody", late, "Put it in a ZIP file"),
            ("a.pdf", "csirt", pdf(ATTACHMENT_BYTES + 1), "larger than 25 MB"),
            ("a.pdf", "csirt", pdf(ATTACHMENT_BYTES + 9 * 1024 * 1024), "larger than 25 MB"),
        ];
        for (name, who, bytes, sentence) in refusals {
            let answer = story.send(&lab, name, who, &bytes).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
            let page = answer.text();
            assert!(page.contains(sentence) && page.contains("The file was not added"), "{sentence}: {page}");
            assert!(who != "csirt" || page.contains("value=\"csirt\" selected"), "{page}");
            assert_eq!((story.rows().await, story.chunks().await), (0, 0), "{sentence}");
        }
        let attached = "SELECT COUNT(*) FROM journal WHERE verb = 'report.attached'";
        assert_eq!(story.house.count(attached).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_has_only_so_many_files_and_bytes() {
    for engine in Engine::at_hand() {
        let story = Story::new(engine).await;
        let lab = story.browser(&story.director).await;
        for number in 0..ATTACHMENTS_PER_INCIDENT {
            let text = format!("number {number}");
            assert_eq!(
                story.send(&lab, "a.txt", "everybody", text.as_bytes()).await.status,
                StatusCode::SEE_OTHER
            );
        }
        let answer = story.send(&lab, "a.txt", "everybody", b"one more").await;
        assert!(answer.text().contains("This report has 20 files"), "{}", answer.text());
        let db = &story.house.kernel().db;
        let first = story.kept().await.remove(0);
        let gone = story.post(&lab, &format!("{}/{first}/remove", story.path())).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        // As if the others were large.
        db.execute(sql("UPDATE attachment SET bytes = 5518820 WHERE state = 'kept'")).await.unwrap();
        let answer = story.send(&lab, "a.txt", "everybody", &[b'a'; 100]).await;
        assert!(answer.text().contains("larger than 100 MB together"), "{}", answer.text());
        let answer = story.send(&lab, "a.txt", "everybody", b"small").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_do_not_get_past_the_limit() {
    for engine in Engine::at_hand() {
        let story = Story::new(engine).await;
        let lab = story.browser(&story.director).await;
        for number in 3..ATTACHMENTS_PER_INCIDENT {
            story.send(&lab, "a.txt", "everybody", number.to_string().as_bytes()).await;
        }
        let sending = (0..8).map(|number| {
            let (story, lab) = (&story, &lab);
            async move { story.send(lab, "a.txt", "everybody", format!("late {number}").as_bytes()).await }
        });
        let answers: Vec<Answer> = stream::iter(sending).buffer_unordered(8).collect().await;
        let taken = answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count();
        assert_eq!((taken, story.kept().await.len()), (3, 20));
        assert_eq!((story.rows().await, story.chunks().await), (20, 20));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_broke_off_is_seen_by_nobody_and_swept_after_a_day() {
    for engine in Engine::at_hand() {
        let story = Story::new(engine).await;
        let lab = story.browser(&story.director).await;
        let cut = [&head(&lab, "secret.pdf", "everybody")[..], &pdf(2 * CHUNK_BYTES + 5)[..]].concat();
        let answer =
            story.ask(&lab, Method::POST, &story.path(), &form_type(), Body::from(cut.clone())).await;
        assert!(answer.text().contains("did not arrive completely"), "{}", answer.text());
        assert_eq!((story.rows().await, story.chunks().await), (0, 0));

        // The connection is gone, and with it whoever would have cleaned up.
        let pieces = stream::iter([Ok::<_, std::io::Error>(cut)]);
        let endless = Body::from_stream(pieces.chain(stream::pending()));
        let path = story.path();
        let kind = form_type();
        let never = story.ask(&lab, Method::POST, &path, &kind, endless);
        let gone = async {
            while story.chunks().await < 2 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = never => panic!("the upload never ends"),
            () = gone => {}
        }
        assert_eq!((story.rows().await, story.chunks().await), (1, 2));
        let id = "SELECT id FROM attachment";
        let (id,): (String,) = story.house.kernel().db.fetch_one(sql(id)).await.unwrap();
        assert!(!story.get(&lab, &story.path()).await.text().contains(&id));
        assert_eq!(story.get(&lab, &format!("{}/{id}", story.path())).await.status, StatusCode::NOT_FOUND);
        let kernel = story.house.kernel();
        assert_eq!(reporting::verify(kernel).await.unwrap(), Vec::<String>::new());
        assert_eq!(reporting::sweep_attachments(kernel).await.unwrap(), 0);
        story.send(&lab, "kept.pdf", "everybody", &pdf(5)).await;
        story.house.world.advance(Duration::from_secs(24 * 3600 + 1));
        assert_eq!(reporting::sweep_attachments(kernel).await.unwrap(), 1);
        assert_eq!((story.rows().await, story.chunks().await), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_reads_what_was_sent_to_it_and_nothing_else() {
    for engine in Engine::at_hand() {
        let story = Story::new(engine).await;
        let house = &story.house;
        let lab = story.browser(&story.director).await;
        let mut desks = Vec::new();
        for (organisation, name) in
            [(&house.csirt, "Bo Claes"), (&house.quality, "Dirk Wouters"), (&house.ministry, "Finn Crisis")]
        {
            let officer = house.person(organisation, Role::DutyOfficer, name, Lang::En).await;
            desks.push(story.browser(&officer).await);
        }
        for who in ["everybody", "csirt", "lab_quality", "health_ministry", "csirt lab_quality"] {
            let answer = story.send(&lab, "a.txt", who, who.as_bytes()).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        }
        let ids = story.kept().await;
        let see = async |desk: &Browser| {
            let mut seen = Vec::new();
            for id in &ids {
                let there = story.get(desk, &format!("{}/{id}", story.path())).await;
                if there.status == StatusCode::OK {
                    seen.push(there.text());
                } else {
                    let unknown = new_id();
                    let nowhere = story.get(desk, &format!("{}/{unknown}", story.path())).await;
                    assert!(there.text().replace(id, "") == nowhere.text().replace(&unknown, ""));
                    assert_eq!(
                        (there.status, nowhere.status),
                        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
                    );
                }
            }
            seen
        };
        for desk in &desks {
            assert_eq!(see(desk).await, Vec::<String>::new(), "nothing was sent yet");
        }
        assert_eq!(see(&lab).await.len(), ids.len());
        story.sent().await;
        assert_eq!(see(&desks[0]).await, ["everybody", "csirt", "csirt lab_quality"]);
        assert_eq!(see(&desks[1]).await, ["everybody", "lab_quality", "csirt lab_quality"]);
        assert_eq!(see(&desks[2]).await, Vec::<String>::new(), "the ministry was not told");

        // An authority that gets a later filing does not get what went out before.
        let none = sql("DELETE FROM filing_part WHERE authority_id = $1").bind(&house.quality);
        house.kernel().db.execute(none).await.unwrap();
        assert_eq!(see(&desks[1]).await, Vec::<String>::new());

        let reads = "SELECT COUNT(*) FROM reading";
        assert_eq!(house.count(reads).await, 3, "the lab and both authorities that read were noted");
        let removed = story.post(&lab, &format!("{}/{}/remove", story.path(), ids[0])).await;
        assert_eq!(removed.status, StatusCode::CONFLICT, "what was sent stays");
        let page = story.get(&lab, &story.path()).await.text();
        assert!(page.contains("Sent.") && !page.contains("/remove"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_cannot_tell_that_there_are_files() {
    for engine in Engine::at_hand() {
        let story = Story::new(engine).await;
        let house = &story.house;
        let lab = story.browser(&story.director).await;
        story.send(&lab, "a.txt", "everybody", b"the note").await;
        story.sent().await;
        let id = story.kept().await.remove(0);
        let strangers = [
            (&house.other_lab, Role::Director, "Eva Other"),
            (&house.ministry, Role::DutyOfficer, "Finn Ministry"),
            (&house.csirt, Role::QualityManager, "Gus Nodesk"),
            (&house.csirt, Role::Administrator, "Hal Admin"),
            (&house.lab, Role::Administrator, "Ivo Admin"),
        ];
        for (organisation, role, name) in strangers {
            let person = house.person(organisation, role, name, Lang::En).await;
            let stranger = story.browser(&person).await;
            let nowhere = new_id();
            for address in ["", "/{file}", "/{file}/remove", "upload"] {
                let knock = async |incident: &str, file: &str| {
                    let path = format!("/reports/{incident}/attachments");
                    let answer = match address {
                        "upload" => {
                            let body = [&head(&stranger, "a.txt", "everybody")[..], b"x", &tail()[..]];
                            let body = Body::from(body.concat());
                            story.ask(&stranger, Method::POST, &path, &form_type(), body).await
                        }
                        "/{file}/remove" => story.post(&stranger, &format!("{path}/{file}/remove")).await,
                        rest => story.get(&stranger, &(path + &rest.replace("{file}", file))).await,
                    };
                    (answer.status, answer.text().replace(incident, "").replace(file, ""))
                };
                let there = knock(&story.id, &id).await;
                assert_eq!(there.0, StatusCode::NOT_FOUND, "{name} {address}");
                assert!(there == knock(&nowhere, &id).await, "{name} {address}");
                assert!(there == knock(&story.id, &nowhere).await, "{name} {address}");
            }
        }
        assert_eq!((story.rows().await, story.chunks().await), (1, 1));
        assert_eq!(house.count("SELECT COUNT(*) FROM reading").await, 0);
        // An addressed authority reads, but neither lists the reporter's page nor removes.
        let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::En).await;
        let desk = story.browser(&officer).await;
        assert_eq!(story.get(&desk, &story.path()).await.status, StatusCode::NOT_FOUND);
        let remove = format!("{}/{id}/remove", story.path());
        assert_eq!(story.post(&desk, &remove).await.status, StatusCode::NOT_FOUND);
        assert!(story.get(&desk, &format!("{}/{id}", story.path())).await.text() == "the note");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_hold_no_plain_text_and_removing_and_erasing_take_everything() {
    const MARKER: &str = "MARKER-7f3a9c";
    for engine in Engine::at_hand() {
        let story = Story::new(engine).await;
        let house = &story.house;
        let lab = story.browser(&story.director).await;
        let text = format!("{MARKER}\n").repeat(20_000);
        story.send(&lab, &format!("{MARKER}.txt"), "everybody", text.as_bytes()).await;
        story.send(&lab, "other.txt", "everybody", MARKER.as_bytes()).await;
        let [first, other] = story.kept().await.try_into().unwrap();
        let db = &house.kernel().db;
        for table in db.table_names().await.unwrap() {
            let columns = db.columns(&table).await.unwrap();
            let mut snapshot = db.begin_snapshot().await.unwrap();
            let look = |row: Vec<kernel::db::Value>| {
                assert!(!format!("{row:?}").contains(MARKER), "{table} holds plain text");
                Ok(())
            };
            snapshot.each_row(&table, &columns, look).await.unwrap();
        }
        let chunks = story.chunks().await;
        let removed = story.post(&lab, &format!("{}/{other}/remove", story.path())).await;
        assert_eq!(removed.location(), format!("{}?done=removed", story.path()));
        assert_eq!(story.chunks().await, chunks - 1);
        assert_eq!(story.get(&lab, &format!("{}/{other}", story.path())).await.status, StatusCode::NOT_FOUND);
        let again = story.post(&lab, &format!("{}/{other}/remove", story.path())).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let gone = "SELECT COUNT(*) FROM journal WHERE verb = 'report.attachment_removed'";
        assert_eq!(house.count(gone).await, 1);
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());

        db.execute(sql("UPDATE incident SET seal_key = ''")).await.unwrap();
        let address = format!("{}/{first}", story.path());
        assert_eq!(story.get(&lab, &address).await.status, StatusCode::NOT_FOUND);
        let page = story.get(&lab, &story.path()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("was erased") && !page.text().contains(MARKER));
        assert_eq!(story.send(&lab, "a.txt", "everybody", b"x").await.status, StatusCode::NOT_FOUND);
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
        reporting::sweep_attachments(house.kernel()).await.unwrap();
        assert_eq!((story.rows().await, story.chunks().await), (2, 0), "nobody can open the pieces");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_behind_our_back_is_named() {
    let changes = [
        ("UPDATE attachment SET digest = 'x'", "does not have its digest"),
        ("UPDATE attachment SET bytes = bytes - 1", "does not have its digest"),
        ("UPDATE attachment SET bytes = bytes + 200000", "piece 2 cannot be opened"),
        ("DELETE FROM attachment_chunk WHERE seq = 1", "piece 1 cannot be opened"),
        ("UPDATE attachment_chunk SET seq = 2 WHERE seq = 1", "piece 1 cannot be opened"),
        ("UPDATE attachment_chunk SET sealed = 'x' WHERE seq = 0", "piece 0 cannot be opened"),
        ("DELETE FROM attachment", "has no file"),
        ("UPDATE attachment SET id = 'stray'", "is not in the journal"),
        ("UPDATE attachment SET sealed_name = 'x'", ""),
    ];
    for (change, finding) in changes {
        let story = Story::new(Engine::Sqlite).await;
        let lab = story.browser(&story.director).await;
        story.send(&lab, "a.pdf", "everybody", &pdf(CHUNK_BYTES + 1)).await;
        let kernel = story.house.kernel();
        kernel.db.execute(sql(change)).await.unwrap();
        let findings = reporting::verify(kernel).await.unwrap().join("\n");
        assert_eq!(findings.is_empty(), finding.is_empty(), "{change}: {findings}");
        assert!(findings.contains(finding), "{change}: {findings}");
    }
}
