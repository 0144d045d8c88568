//! Everybody looks everywhere: what they may see is there, what they may not is not.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use kernel::access::Action;
use reporting::commands;
use testkit::Page;
use tower::ServiceExt;

use super::model::{AUTHORITIES, File, Filing, Incident, READERS, Reader, Word, World};

/// An incident that never was.
const NOWHERE: &str = "0190d0c0-0000-7000-8000-00000000abcd";

/// Somebody's eyes on every byte.
pub struct Eye {
    router: axum::Router,
    cookie: String,
}

/// What came back, byte for byte; the lines before it too.
pub struct Answer {
    pub status: StatusCode,
    head: String,
    body: String,
}

impl Eye {
    pub async fn look(&self, path: &str) -> Answer {
        let request = Request::builder()
            .method(Method::GET)
            .uri(path)
            .header("cookie", &self.cookie)
            .header("accept-language", "en")
            .body(Body::empty())
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let head = parts.headers.iter().map(|(name, value)| format!("{name}: {value:?}\n")).collect();
        Answer { status: parts.status, head, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Answer {
    fn contains(&self, word: &str) -> bool {
        self.body.contains(word) || self.head.contains(word)
    }

    pub fn hides(&self, words: &BTreeSet<String>, place: &str) {
        for word in words {
            assert!(!self.contains(word), "{place} tells {word}: {}", self.page(place).text());
        }
    }

    pub fn shows<'a>(&self, words: impl IntoIterator<Item = &'a str>, place: &str) {
        for word in words {
            assert!(self.contains(word), "{place} does not show {word}: {}", self.page(place).text());
        }
    }

    pub fn page(&self, place: &str) -> Page {
        Page { status: self.status, path: place.to_owned(), html: self.body.clone() }
    }
}

impl World {
    /// Somebody at a browser of their own.
    pub async fn eye(&self, reader: Reader) -> Eye {
        let person = self.person(reader);
        let holder = web::session::Holder::Person { id: &person.id, seat_id: &person.seat.id };
        let cookie = web::session::start(&self.house.app, holder, "test").await.unwrap();
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        Eye { router: self.house.router.clone(), cookie }
    }

    /// Whether somebody may know that an incident exists.
    pub fn may_know(&self, reader: Reader, incident: &Incident) -> bool {
        match reader {
            Reader::Lab(lab) => incident.lab == lab,
            Reader::Authority(authority) => incident.standing.contains_key(&authority),
            _ => false,
        }
    }

    /// Who may know that an incident exists.
    pub fn readers(&self, incident: usize) -> Vec<Reader> {
        let known = |reader: &&Reader| self.may_know(**reader, &self.incidents[incident]);
        self.people.keys().filter(known).copied().collect()
    }

    pub fn may_read_filing(&self, reader: Reader, filing: &Filing) -> bool {
        match reader {
            Reader::Authority(authority) => filing.told.contains(&authority),
            _ => true,
        }
    }

    /// The words of a filing that somebody sees who may read it.
    pub fn seen_of<'a>(&self, reader: Reader, filing: &'a Filing) -> impl Iterator<Item = &'a Word> {
        filing.words.iter().filter(move |word| match (reader, filing.form.field(&word.key)) {
            (Reader::Authority(authority), Some(field)) => field.is_seen_by(AUTHORITIES[authority].1),
            // Why something is corrected is said to who was told of it.
            (Reader::Authority(authority), None) => filing.know_corrected.contains(&authority),
            _ => true,
        })
    }

    fn may_read_file(&self, reader: Reader, incident: &Incident, file: &File) -> bool {
        let Reader::Authority(authority) = reader else { return true };
        let is_told = file.sent.is_some_and(|filing| incident.filings[filing].told.contains(&authority));
        let mandate = AUTHORITIES[authority].1;
        let is_named =
            mandate.is_some_and(|mandate| READERS[file.who].split(' ').any(|name| name == mandate.as_str()));
        is_told && (file.who == 0 || is_named)
    }

    /// Every word that somebody must not find anywhere.
    pub fn hidden_from(&self, reader: Reader) -> BTreeSet<String> {
        let mut hidden = BTreeSet::new();
        for incident in &self.incidents {
            let may_know = self.may_know(reader, incident);
            if !may_know {
                hidden.insert(incident.id.clone());
            }
            if !may_know || matches!(reader, Reader::Authority(_)) {
                hidden.insert(incident.number.clone());
                hidden.extend(incident.own.iter().cloned());
            }
            for filing in &incident.filings {
                let is_read = may_know && self.may_read_filing(reader, filing);
                let seen: BTreeSet<&str> = if is_read {
                    self.seen_of(reader, filing).map(|word| word.raw.as_str()).collect()
                } else {
                    hidden.insert(filing.id.clone());
                    BTreeSet::new()
                };
                let unseen = filing.words.iter().filter(|word| !seen.contains(word.raw.as_str()));
                hidden.extend(unseen.flat_map(|word| [word.raw.clone(), word.shown.clone()]));
            }
            for file in &incident.files {
                if !(may_know && self.may_read_file(reader, incident, file)) {
                    hidden.extend([file.id.clone(), file.name.clone(), file.content.clone()]);
                }
            }
            for (authority, word) in &incident.thread {
                let is_theirs = !matches!(reader, Reader::Authority(_))
                    || matches!(reader, Reader::Authority(own) if own == *authority);
                if !(may_know && is_theirs) {
                    hidden.insert(word.clone());
                }
            }
            for (authority, standing) in &incident.standing {
                let is_theirs = !matches!(reader, Reader::Authority(_))
                    || matches!(reader, Reader::Authority(own) if own == *authority);
                let is_known = may_know && is_theirs;
                if !is_known && !standing.reference.is_empty() {
                    hidden.insert(standing.reference.clone());
                }
            }
        }
        if let Reader::Authority(own) = reader {
            for other in (0..AUTHORITIES.len()).filter(|other| *other != own) {
                let officer = self.person(Reader::Authority(other));
                hidden.extend([AUTHORITIES[other].0.to_owned(), self.organisations[other].clone()]);
                hidden.extend([officer.name.clone(), officer.id.clone()]);
            }
        }
        hidden
    }

    /// The bytes that the command gives each reader are its filings, in order, and its part of each.
    pub async fn readings(&self) {
        for (number, incident) in self.incidents.iter().enumerate() {
            for reader in self.readers(number) {
                let (kernel, principal) = (self.house.kernel(), self.principal(reader));
                let opened = commands::open(kernel, &principal, &incident.id, Action::ReadReport).await;
                let readings = commands::readings(kernel, &principal, &opened.unwrap()).await.unwrap();
                let may_read = |filing: &&Filing| self.may_read_filing(reader, filing);
                let expected: Vec<&Filing> = incident.filings.iter().filter(may_read).collect();
                let ids: Vec<&str> = readings.iter().map(|reading| reading.filing.id.as_str()).collect();
                let expected_ids: Vec<&str> = expected.iter().map(|filing| filing.id.as_str()).collect();
                assert_eq!(ids, expected_ids, "{reader:?}");
                let mut hidden = self.hidden_from(reader);
                // The names of mandates would tell who else is told.
                if let Reader::Authority(own) = reader {
                    let mandates = AUTHORITIES.iter().enumerate().filter(|(index, _)| *index != own);
                    hidden.extend(
                        mandates.filter_map(|(_, (_, mandate))| Some(mandate.as_ref()?.as_str().into())),
                    );
                }
                for (reading, filing) in readings.iter().zip(expected) {
                    let place = format!("what {reader:?} reads of filing {}", filing.id);
                    let (head, body) = (String::new(), reading.bytes.clone());
                    let answer = Answer { status: StatusCode::OK, head, body };
                    answer.hides(&hidden, &place);
                    answer.shows(self.seen_of(reader, filing).map(|word| word.raw.as_str()), &place);
                    let digest = kernel::journal::digest(reading.bytes.as_bytes());
                    assert_eq!(digest, reading.digest, "{place}");
                    let document = reading.document().unwrap().unwrap();
                    let is_seen = |key: &String| match reader {
                        Reader::Authority(own) => {
                            filing.form.field(key).unwrap().is_seen_by(AUTHORITIES[own].1)
                        }
                        _ => true,
                    };
                    assert!(document.answers.keys().all(is_seen), "{place}");
                }
            }
        }
    }

    /// The page of each incident shows each reader its newest filing, its own thread and nothing else.
    pub async fn pages(&self) {
        for reader in self.people.keys().copied() {
            let (eye, hidden) = (self.eye(reader).await, self.hidden_from(reader));
            for incident in self.incidents.iter().filter(|incident| self.may_know(reader, incident)) {
                let path = format!("/reports/{}", incident.id);
                let answer = eye.look(&path).await;
                assert_eq!(answer.status, StatusCode::OK, "{reader:?} {path}");
                let place = format!("the page of {reader:?}");
                answer.hides(&hidden, &place);
                let read: Vec<&Filing> =
                    incident.filings.iter().filter(|filing| self.may_read_filing(reader, filing)).collect();
                let newest = read.last().unwrap();
                let answers = self.seen_of(reader, newest).filter(|word| word.key != "_reason");
                answer.shows(answers.map(|word| word.shown.as_str()), &place);
                let links = read.iter().map(|filing| format!("{path}/filings/{}", filing.id));
                let links: Vec<String> = links.collect();
                answer.shows(links.iter().map(String::as_str), &place);
                self.shows_thread(reader, incident, &answer, &place);
                if matches!(reader, Reader::Lab(_)) {
                    self.own_pages(&eye, incident).await;
                } else {
                    self.history_tells_no_more(reader, incident, &answer);
                }
            }
        }
    }

    fn shows_thread(&self, reader: Reader, incident: &Incident, answer: &Answer, place: &str) {
        let is_theirs = |authority: usize| match reader {
            Reader::Authority(own) => own == authority,
            _ => true,
        };
        let words = incident
            .thread
            .iter()
            .filter(|(authority, word)| is_theirs(*authority) && word.starts_with("zx"));
        answer.shows(words.map(|(_, word)| word.as_str()), place);
        let standing = incident.standing.iter().filter(|(authority, _)| is_theirs(**authority));
        answer.shows(standing.map(|(_, standing)| standing.reference.as_str()), place);
    }

    /// An authority that is not told any more does not learn from the steps or the terms on its page that
    /// anything went on.
    fn history_tells_no_more(&self, reader: Reader, incident: &Incident, answer: &Answer) {
        let Reader::Authority(authority) = reader else { return };
        let page = answer.page("");
        let filed = page
            .all(".log li")
            .into_iter()
            .filter(|step| step.contains("filed") || step.contains("corrected"));
        let told = incident.filings.iter().filter(|filing| filing.told.contains(&authority)).count();
        assert_eq!(filed.count(), told, "{}", page.text());
        let handled = page
            .all(".log li")
            .into_iter()
            .filter(|step| step.contains("noted that the incident is handled"))
            .count();
        assert_eq!(handled, incident.ended.get(&authority).copied().unwrap_or_default(), "{}", page.text());
    }

    async fn own_pages(&self, eye: &Eye, incident: &Incident) {
        let path = format!("/reports/{}", incident.id);
        let receipt = eye.look(&format!("{path}/receipt")).await;
        receipt.shows([incident.number.as_str()], "the receipt");
        let files = eye.look(&format!("{path}/attachments")).await;
        files.shows(incident.files.iter().map(|file| file.name.as_str()), "the files");
        for (stage, word) in &incident.kept {
            let page = eye.look(&format!("{path}/stages/{stage}")).await;
            if page.status == StatusCode::OK {
                page.shows([word.as_str()], "what was kept");
            }
        }
    }

    /// A file comes whole to who may read it, and is not there for anybody else.
    pub async fn files(&self) {
        for reader in self.people.keys().copied() {
            let eye = self.eye(reader).await;
            for incident in self.incidents.iter().filter(|incident| self.may_know(reader, incident)) {
                for file in &incident.files {
                    let path = format!("/reports/{}/attachments/{}", incident.id, file.id);
                    if !self.may_read_file(reader, incident, file) {
                        self.looks_like_nothing(&eye, incident, &path).await;
                        continue;
                    }
                    let answer = eye.look(&path).await;
                    assert_eq!((answer.status, &answer.body), (StatusCode::OK, &file.content), "{path}");
                    answer.shows([file.name.as_str()], &path);
                }
            }
        }
    }

    /// Lists hold what their reader may know, and badges count it.
    pub async fn lists_and_counts(&self) {
        for reader in self.people.keys().copied() {
            let (eye, hidden) = (self.eye(reader).await, self.hidden_from(reader));
            for path in ["/desk", "/desk/all", "/reports"] {
                let answer = eye.look(path).await;
                answer.hides(&hidden, &format!("{path} of {reader:?}"));
                let page = answer.page(path);
                let place = format!("{path} of {reader:?}: {}", page.text());
                let expected = self.listed(reader, path);
                let Some(expected) = expected else {
                    assert!(answer.status.is_client_error(), "{place}");
                    continue;
                };
                let found: BTreeSet<String> = page.attributes("a.title", "href").into_iter().collect();
                assert_eq!(found, expected, "{place}");
                for heading in ["/desk", "/reports"] {
                    let badge = page.all(&format!("nav.main a[href=\"{heading}\"] b"));
                    let digits =
                        |text: &String| text.chars().filter(char::is_ascii_digit).collect::<String>();
                    let count = badge.first().map_or(0, |text| digits(text).parse::<usize>().unwrap());
                    assert_eq!(count, self.waiting(reader, heading), "the badge {heading} on {place}");
                }
                for incident in self.incidents.iter().filter(|incident| self.may_know(reader, incident)) {
                    self.shows_headline(reader, incident, &answer, path);
                }
            }
        }
    }

    /// A list that holds an incident tells it by the newest filing its reader may read.
    fn shows_headline(&self, reader: Reader, incident: &Incident, answer: &Answer, path: &str) {
        if !answer.contains(&format!("/reports/{}\"", incident.id)) {
            return;
        }
        let mut read = incident.filings.iter().filter(|filing| self.may_read_filing(reader, filing));
        let newest = read.next_back().unwrap();
        let headline = newest.words.iter().find(|word| word.key == "what").unwrap();
        answer.shows([headline.shown.as_str()], path);
    }

    /// The addresses that a list must hold; `None` where somebody has no such list.
    fn listed(&self, reader: Reader, path: &str) -> Option<BTreeSet<String>> {
        let is_listed = |incident: &&Incident| match (reader, path) {
            (Reader::Lab(lab), "/reports") => incident.lab == lab,
            (Reader::Authority(own), "/desk/all") => incident.standing.contains_key(&own),
            // What was closed is not on the desk.
            (Reader::Authority(own), "/desk") => {
                incident.standing.get(&own).is_some_and(|standing| !standing.is_closed)
            }
            _ => false,
        };
        let has_list = matches!(
            (reader, path),
            (Reader::Lab(_) | Reader::Authority(_) | Reader::NoDesk, "/reports") | (Reader::Authority(_), _)
        );
        let paths = self.incidents.iter().filter(is_listed).map(|each| format!("/reports/{}", each.id));
        has_list.then(|| paths.collect())
    }

    /// What waits for somebody, as a badge counts it.
    fn waiting(&self, reader: Reader, heading: &str) -> usize {
        let waits = |incident: &&Incident| match (reader, heading) {
            (Reader::Lab(lab), "/reports") => {
                incident.lab == lab && incident.standing.values().any(|each| each.waits_on == "reporter")
            }
            (Reader::Authority(own), "/desk") => {
                incident.standing.get(&own).is_some_and(|standing| standing.waits_on == "authority")
            }
            _ => false,
        };
        self.incidents.iter().filter(waits).count()
    }

    /// Nobody outside can tell an incident that is there from one that never was, at any of its addresses;
    /// an authority cannot tell whether the reporter's own pages of an incident are there.
    pub async fn strangers(&self) {
        for (turn, reader) in self.people.keys().copied().enumerate() {
            let eye = self.eye(reader).await;
            for (number, incident) in self.incidents.iter().enumerate() {
                let may_know = self.may_know(reader, incident);
                if matches!(reader, Reader::Lab(_)) && may_know {
                    continue;
                }
                let mut paths = vec![
                    "/receipt".to_owned(),
                    "/attachments".to_owned(),
                    "/stages/notification".to_owned(),
                    "/stages/final/review".to_owned(),
                ];
                if !may_know {
                    let filing = &incident.filings[0].id;
                    paths.extend([String::new(), "?done=filed".to_owned()]);
                    paths.push(format!("/filings/{filing}"));
                    paths.push(format!("/filings/{filing}?format=json"));
                    paths.push(format!("/filings/{filing}/document.json"));
                    paths.push(format!("/stages/early_warning?corrects={filing}"));
                    paths.extend(incident.files.first().map(|file| format!("/attachments/{}", file.id)));
                }
                // A third of them by turns: over the histories everybody tries every address.
                for path in paths.iter().skip((turn + number) % 3).step_by(3) {
                    let path = format!("/reports/{}{path}", incident.id);
                    self.looks_like_nothing(&eye, incident, &path).await;
                }
            }
        }
    }

    /// Fails unless an address answers as it does for an incident, a filing and a file that never were.
    pub async fn looks_like_nothing(&self, eye: &Eye, incident: &Incident, path: &str) {
        let ids = incident.filings.iter().map(|filing| &filing.id);
        let ids: Vec<&String> =
            ids.chain(incident.files.iter().map(|file| &file.id)).chain([&incident.id]).collect();
        let invent = |text: &str| ids.iter().fold(text.to_owned(), |text, id| text.replace(*id, NOWHERE));
        let (there, nowhere) = (eye.look(path).await, eye.look(&invent(path)).await);
        assert_eq!(there.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(invent(&there.head), nowhere.head, "{path}");
        assert_eq!(invent(&there.body), nowhere.body, "{path}");
    }
}
