//! A small world with several laboratories and authorities, what happens in it, and who may know what.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use directory::{Mandate, OrganisationKind};
use kernel::access::{Principal, Role};
use kernel::db::sql;
use kernel::{Error, secret_token};
use l10n::{Lang, Zone};
use reporting::answers::Typed;
use reporting::commands::{self, Call, Upload, Work};
use reporting::form::{Form, Forms, Kind, Stage};
use testkit::Engine;

use crate::house::{House, Person};

/// Every authority of this world. The first three are the house's own.
pub const AUTHORITIES: [(&str, Option<Mandate>); 6] = [
    ("CSIRT.test", Some(Mandate::Csirt)),
    ("Lab Quality", Some(Mandate::LabQuality)),
    ("Health Crisis", Some(Mandate::HealthMinistry)),
    ("Privacy.test", Some(Mandate::DataProtection)),
    ("Medicines.test", Some(Mandate::MedicinesAgency)),
    ("Council.test", None),
];
const CSIRT: usize = 0;
const QUALITY: usize = 1;
const PRIVACY: usize = 3;
const MEDICINES: usize = 4;

/// To whom a file can be shown.
pub const READERS: [&str; 4] = ["everybody", "csirt", "lab_quality data_protection", "health_ministry"];

/// What the parties do besides filing.
pub const DEEDS: [Deed; 6] =
    [Deed::Acknowledge, Deed::Ask, Deed::Request, Deed::Write, Deed::Close, Deed::Reopen];

/// Something an authority does, or the reporter does to one.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
    Acknowledge,
    Ask,
    Request,
    Write,
    Close,
    Reopen,
}

/// What is answered, and what a person decides about who is told.
#[derive(Clone, Debug)]
pub struct Changes {
    pub personal: usize,
    pub devices: usize,
    pub malicious: usize,
    pub harms_care: bool,
    pub added: Option<usize>,
    pub objected: BTreeSet<usize>,
}

/// One thing that happens. Numbers beyond what there is begin again at the first.
#[derive(Clone, Debug)]
pub enum Step {
    Call { lab: usize, changes: Changes },
    File { incident: usize, stage: usize, changes: Changes },
    Correct { incident: usize, filing: usize, changes: Changes },
    Keep { incident: usize, stage: usize },
    Tell { incident: usize, authority: usize },
    Do { incident: usize, authority: usize, deed: Deed },
    Answer { incident: usize, question: proptest::sample::Index },
    Attach { incident: usize, who: usize },
    End { incident: usize },
}

const LATER: [Stage; 4] = [Stage::Notification, Stage::Intermediate, Stage::Progress, Stage::Final];
const YES_NO: [&str; 3] = ["yes", "no", "unknown"];

/// Who looks: somebody of a laboratory, of an authority, or somebody there whose role reads no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    Lab(usize),
    LabAdministrator,
    Authority(usize),
    AuthorityAdministrator,
    NoDesk,
}

/// A word nobody else wrote: as it is kept, and as a page shows it.
#[derive(Clone, Debug)]
pub struct Word {
    /// The question it answers; empty for what is no answer.
    pub key: String,
    pub raw: String,
    pub shown: String,
}

/// A filing, and which authorities were told of it.
pub struct Filing {
    pub id: String,
    pub form: &'static Form,
    pub words: Vec<Word>,
    pub told: BTreeSet<usize>,
    /// Which authorities were told of the filing this one corrects; all are, where it corrects none.
    pub know_corrected: BTreeSet<usize>,
}

/// A file.
pub struct File {
    pub id: String,
    pub name: String,
    pub content: String,
    pub who: usize,
    /// The number of the filing it went with; `None` while it waits.
    pub sent: Option<usize>,
}

/// Where an authority stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub is_acknowledged: bool,
    pub is_closed: bool,
    pub waits_on: &'static str,
    pub reference: String,
}

/// A question, of whoever asked.
struct Question {
    id: String,
    authority: usize,
    by_reporter: bool,
}

/// An incident.
pub struct Incident {
    pub id: String,
    pub lab: usize,
    pub number: String,
    pub filings: Vec<Filing>,
    pub standing: BTreeMap<usize, Standing>,
    exempt: BTreeSet<usize>,
    /// How often each authority was told that handling ended.
    pub ended: BTreeMap<usize, usize>,
    pub files: Vec<File>,
    /// Words of each authority's thread, and the identifiers of its messages.
    pub thread: Vec<(usize, String)>,
    questions: Vec<Question>,
    /// What is the reporter's alone: reasons not to tell somebody, and what was not filed yet.
    pub own: Vec<String>,
    /// What was kept, by the stage it was kept for.
    pub kept: BTreeMap<&'static str, String>,
}

/// The world and what is known of it.
pub struct World {
    pub house: House,
    pub people: BTreeMap<Reader, Person>,
    pub organisations: Vec<String>,
    labs: [String; 2],
    pub incidents: Vec<Incident>,
    words: usize,
    rows: (i64, usize),
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let house = House::new(engine).await;
        let mut organisations = vec![house.csirt.clone(), house.quality.clone(), house.ministry.clone()];
        for (name, mandate) in &AUTHORITIES[3..] {
            organisations.push(house.organisation(name, OrganisationKind::Authority, *mandate).await);
        }
        let labs = [house.lab.clone(), house.other_lab.clone()];
        let mut people = BTreeMap::new();
        for (index, lab) in labs.iter().enumerate() {
            let name = format!("Reporter {index} zp");
            people.insert(Reader::Lab(index), house.person(lab, Role::Director, &name, Lang::En).await);
        }
        for (index, authority) in organisations.iter().enumerate() {
            let name = format!("Officer {index} zp");
            let officer = house.person(authority, Role::DutyOfficer, &name, Lang::En).await;
            people.insert(Reader::Authority(index), officer);
        }
        for (reader, organisation, role, name) in [
            (Reader::LabAdministrator, &labs[0], Role::Administrator, "Admin Lab"),
            (Reader::AuthorityAdministrator, &organisations[CSIRT], Role::Administrator, "Admin Csirt"),
            (Reader::NoDesk, &organisations[CSIRT], Role::QualityManager, "Manager Csirt"),
        ] {
            people.insert(reader, house.person(organisation, role, name, Lang::En).await);
        }
        let mut world =
            Self { house, people, organisations, labs, incidents: Vec::new(), words: 0, rows: (0, 0) };
        world.number_apart().await;
        world.rows = world.rows_now().await;
        world
    }

    /// Lets every organisation count in numbers of its own, so that whose a number is can be told.
    async fn number_apart(&self) {
        let text = "INSERT INTO reference_counter (organisation_id, purpose, year, last) \
            VALUES ($1, $2, '2026', $3)";
        let labs = self.labs.iter().map(|id| (id, "reporter"));
        let all = labs.chain(self.organisations.iter().map(|id| (id, "authority")));
        for (index, (id, purpose)) in all.enumerate() {
            let last = 1000 * i64::try_from(index + 1).unwrap();
            self.house.kernel().db.execute(sql(text).bind(id).bind(purpose).bind(last)).await.unwrap();
        }
    }

    pub fn person(&self, reader: Reader) -> &Person {
        &self.people[&reader]
    }

    pub fn principal(&self, reader: Reader) -> Principal {
        self.house.principal(self.person(reader))
    }

    fn word(&mut self, key: &str) -> Word {
        self.words += 1;
        let word = format!("zx{:05}qz", self.words);
        Word { key: key.to_owned(), raw: word.clone(), shown: word }
    }

    /// A good answer to every question of `form`, each with a word of its own.
    fn answers(&mut self, form: &Form, changes: &Changes) -> (Typed, Vec<Word>) {
        let (mut typed, mut words) = (Typed::default(), Vec::new());
        for field in &form.fields {
            let key = field.key.as_str();
            let word = self.word(key);
            let first = || field.choices.iter().find(|each| each.key == "no").unwrap_or(&field.choices[0]);
            match field.kind {
                Kind::LongText | Kind::Line => {
                    typed.add(key, &word.raw);
                    words.push(word);
                }
                Kind::Email => {
                    typed.add(key, &format!("{}@a.example", word.raw));
                    words.push(word);
                }
                Kind::Telephone => {
                    let number = format!("+327{:07}", self.words);
                    typed.add(key, &number);
                    words.push(Word { raw: number.clone(), shown: number, ..word });
                }
                Kind::Number if field.most.is_none() => {
                    let number = (7_300_000 + self.words).to_string();
                    typed.add(key, &number);
                    words.push(Word { shown: l10n::decimal(Lang::En, &number), raw: number, ..word });
                }
                Kind::Number => typed.add(key, "3"),
                Kind::Moment if key == "resolved" && form.stage == Stage::Final => {
                    typed.add(key, "2026-11-22T06:09");
                }
                Kind::Moment if key == "resolved" => {}
                Kind::Moment => typed.add(key, "2026-11-22T06:05"),
                Kind::Day => typed.add(key, "2026-11-22"),
                Kind::Choice if key == "personal_data" => typed.add(key, YES_NO[changes.personal]),
                Kind::Choice if key == "devices" => typed.add(key, YES_NO[changes.devices]),
                Kind::Choice if key == "malicious" => typed.add(key, YES_NO[changes.malicious]),
                Kind::Choices if key == "care_effects" => {
                    typed.add(key, if changes.harms_care { "diversion" } else { "none" });
                }
                Kind::Choice | Kind::Choices => typed.add(key, &first().key),
                Kind::Rows => {
                    for column in &field.columns {
                        let cell = self.word(key);
                        let name = format!("{key}.0.{}", column.key);
                        match column.kind {
                            Kind::Day => typed.add(&name, "2026-11-22"),
                            Kind::Choice => typed.add(&name, &column.choices[0].key),
                            _ => {
                                typed.add(&name, &cell.raw);
                                words.push(cell);
                            }
                        }
                    }
                }
            }
        }
        (typed, words)
    }

    /// The changes as the commands take them, each reason with a word of its own.
    fn decided(&mut self, changes: &Changes) -> (commands::Changes, Vec<String>) {
        let reasons: Vec<String> = changes.objected.iter().map(|_| self.word("").raw).collect();
        let objected = changes.objected.iter().zip(&reasons);
        let decided = commands::Changes {
            added: changes.added.iter().map(|index| self.organisations[*index].clone()).collect(),
            objections: objected
                .map(|(index, why)| (self.organisations[*index].clone(), why.clone()))
                .collect(),
        };
        (decided, reasons)
    }

    /// Lets a step happen, when it can, and notes who may know what of it.
    pub async fn take(&mut self, step: &Step) {
        self.house.world.advance(Duration::from_secs(20));
        let count = self.incidents.len();
        let at = |incident: usize| incident % count.max(1);
        let concerned = match step {
            Step::Call { lab, changes } => Some(self.call(*lab, changes).await),
            Step::File { incident, stage, changes } => {
                self.file(at(*incident), LATER[*stage], None, changes).await
            }
            Step::Correct { incident, filing, changes } => {
                let filings = &self.incidents[at(*incident)].filings;
                let corrected = &filings[filing % filings.len()];
                let (stage, id) = (corrected.form.stage, corrected.id.clone());
                self.file(at(*incident), stage, Some(id), changes).await
            }
            Step::Keep { incident, stage } => self.keep(at(*incident), LATER[*stage]).await,
            Step::Tell { incident, authority } => self.tell(at(*incident), *authority).await,
            Step::Do { incident, authority, deed } => self.deed(at(*incident), *authority, *deed).await,
            Step::Answer { incident, question } => self.answer(at(*incident), *question).await,
            Step::Attach { incident, who } => self.attach(at(*incident), *who).await,
            Step::End { incident } => self.end(at(*incident)).await,
        };
        let lab = match step {
            Step::Call { lab, .. } => *lab,
            Step::File { incident, .. }
            | Step::Correct { incident, .. }
            | Step::Keep { incident, .. }
            | Step::Tell { incident, .. }
            | Step::Do { incident, .. }
            | Step::Answer { incident, .. }
            | Step::Attach { incident, .. }
            | Step::End { incident } => self.incidents[at(*incident)].lab,
        };
        self.announced(lab, &concerned.unwrap_or_default(), step).await;
    }

    async fn call(&mut self, lab: usize, changes: &Changes) -> BTreeSet<usize> {
        let form = Forms::embedded().current(Stage::EarlyWarning, testkit::world::BEGIN).unwrap();
        let (typed, words) = self.answers(form, changes);
        let (decided, reasons) = self.decided(changes);
        let key = secret_token();
        let call = Call { key: &key, typed: &typed, lang: Lang::En, changes: &decided };
        let principal = self.principal(Reader::Lab(lab));
        let settings = &self.house.app.settings;
        let filed = commands::file_call(self.house.kernel(), settings, &principal, &call).await.unwrap();
        let mut incident = Incident {
            id: filed.incident,
            lab,
            number: filed.number,
            filings: Vec::new(),
            standing: BTreeMap::new(),
            exempt: BTreeSet::new(),
            ended: BTreeMap::new(),
            files: Vec::new(),
            thread: Vec::new(),
            questions: Vec::new(),
            own: Vec::new(),
            kept: BTreeMap::new(),
        };
        let told = incident.filed(filed.filing, form, words, changes, reasons, "");
        self.incidents.push(incident);
        told
    }

    async fn begin(&self, incident: usize, stage: Stage, corrects: &str) -> Option<Work> {
        let incident = &self.incidents[incident];
        let principal = self.principal(Reader::Lab(incident.lab));
        let zone: &Zone = &self.house.app.settings.zone;
        let kernel = self.house.kernel();
        match commands::begin_stage(kernel, zone, &principal, &incident.id, stage, corrects).await {
            Ok(work) => Some(work),
            Err(Error::Conflict(_)) => None,
            Err(error) => panic!("{error:?}"),
        }
    }

    async fn file(
        &mut self,
        incident: usize,
        stage: Stage,
        corrects: Option<String>,
        changes: &Changes,
    ) -> Option<BTreeSet<usize>> {
        let corrected = corrects.clone().unwrap_or_default();
        let mut work = self.begin(incident, stage, &corrected).await?;
        let (typed, mut words) = self.answers(work.form, changes);
        work.typed = typed;
        work.key = secret_token();
        if corrects.is_some() {
            let reason = self.word("_reason");
            work.reason.clone_from(&reason.raw);
            words.push(reason);
        }
        let (decided, reasons) = self.decided(changes);
        let principal = self.principal(Reader::Lab(self.incidents[incident].lab));
        let (kernel, settings) = (self.house.kernel(), &self.house.app.settings);
        let filed = commands::file_stage(kernel, settings, &principal, &work, Lang::En, &decided).await;
        let filed = filed.unwrap();
        let incident = &mut self.incidents[incident];
        if corrected.is_empty() {
            incident.kept.remove(stage.as_str());
        }
        Some(incident.filed(filed.filing, work.form, words, changes, reasons, &corrected))
    }

    async fn keep(&mut self, incident: usize, stage: Stage) -> Option<BTreeSet<usize>> {
        let mut work = self.begin(incident, stage, "").await?;
        let word = self.word("").raw;
        work.typed = Typed::default();
        work.typed.add("what", &word);
        let principal = self.principal(Reader::Lab(self.incidents[incident].lab));
        commands::save_stage(self.house.kernel(), &principal, &work).await.unwrap();
        let incident = &mut self.incidents[incident];
        incident.own.push(word.clone());
        incident.kept.insert(work.form.stage.as_str(), word);
        None
    }

    async fn tell(&mut self, incident: usize, authority: usize) -> Option<BTreeSet<usize>> {
        let principal = self.principal(Reader::Lab(self.incidents[incident].lab));
        let (kernel, id) = (self.house.kernel(), &self.organisations[authority]);
        let told = commands::tell_after_all(kernel, &principal, &self.incidents[incident].id, id).await;
        let was_exempt = self.incidents[incident].exempt.remove(&authority);
        assert_eq!(told.is_ok(), was_exempt, "{told:?}");
        None
    }

    async fn deed(&mut self, incident: usize, authority: usize, deed: Deed) -> Option<BTreeSet<usize>> {
        let word = self.word("").raw;
        let by = if matches!(deed, Deed::Write) {
            Reader::Lab(self.incidents[incident].lab)
        } else {
            Reader::Authority(authority)
        };
        let principal = self.principal(by);
        let (kernel, settings) = (self.house.kernel(), &self.house.app.settings);
        let (id, key) = (self.incidents[incident].id.as_str(), secret_token());
        let due = kernel.now(&principal.realm).plus(Duration::from_secs(86_400));
        let outcome = match deed {
            Deed::Acknowledge => commands::acknowledge(kernel, settings, &principal, id).await.map(drop),
            Deed::Ask => commands::ask(kernel, settings, &principal, id, &key, &word).await,
            Deed::Request => {
                commands::request_report(kernel, settings, &principal, id, &key, &word, due).await
            }
            Deed::Write => {
                let to = &self.organisations[authority];
                commands::write(kernel, settings, &principal, id, to, &key, &word).await
            }
            Deed::Close => commands::close(kernel, settings, &principal, id).await,
            Deed::Reopen => commands::reopen(kernel, &principal, id).await,
        };
        let known = self.incidents[incident].standing.get(&authority);
        let Some(standing) = known else {
            assert!(matches!(outcome, Err(Error::NotFound)), "{deed:?} {outcome:?}");
            return None;
        };
        if matches!(deed, Deed::Close) && !standing.is_acknowledged {
            assert!(matches!(outcome, Err(Error::Conflict(_))), "{outcome:?}");
            return None;
        }
        outcome.unwrap();
        self.done(incident, authority, deed, word).await;
        Some([authority].into())
    }

    /// Notes what an authority, or the reporter to it, has done.
    async fn done(&mut self, incident: usize, authority: usize, deed: Deed, word: String) {
        let is_said = matches!(deed, Deed::Ask | Deed::Request | Deed::Write);
        let message = if is_said { self.newest_message(incident).await } else { String::new() };
        let reference = self.reference(incident, authority).await;
        let incident = &mut self.incidents[incident];
        let standing = incident.standing.get_mut(&authority).unwrap();
        let was_acknowledged = standing.is_acknowledged;
        match deed {
            Deed::Acknowledge if was_acknowledged => {}
            Deed::Acknowledge => standing.waits_on = "",
            Deed::Ask | Deed::Request => standing.waits_on = "reporter",
            Deed::Write => standing.waits_on = "authority",
            Deed::Close if standing.is_closed => {}
            Deed::Close => (standing.is_closed, standing.waits_on) = (true, ""),
            Deed::Reopen => standing.is_closed = false,
        }
        if matches!(deed, Deed::Acknowledge | Deed::Ask | Deed::Request) {
            standing.is_acknowledged = true;
        }
        standing.reference = reference;
        if is_said {
            incident.thread.push((authority, word));
            incident.thread.push((authority, message.clone()));
        }
        if matches!(deed, Deed::Ask | Deed::Write) {
            let by_reporter = matches!(deed, Deed::Write);
            incident.questions.push(Question { id: message, authority, by_reporter });
        }
    }

    async fn newest_message(&self, incident: usize) -> String {
        let known: BTreeSet<&str> =
            self.incidents[incident].thread.iter().map(|(_, word)| word.as_str()).collect();
        let query = sql("SELECT id FROM message WHERE incident_id = $1").bind(&self.incidents[incident].id);
        let rows: Vec<(String,)> = self.house.kernel().db.fetch_all(query).await.unwrap();
        rows.into_iter().map(|(id,)| id).find(|id| !known.contains(id.as_str())).unwrap()
    }

    async fn reference(&self, incident: usize, authority: usize) -> String {
        let text = "SELECT reference FROM audience WHERE incident_id = $1 AND authority_id = $2";
        let query = sql(text).bind(&self.incidents[incident].id).bind(&self.organisations[authority]);
        self.house.kernel().db.fetch_one::<(String,)>(query).await.unwrap().0
    }

    async fn answer(
        &mut self,
        incident: usize,
        question: proptest::sample::Index,
    ) -> Option<BTreeSet<usize>> {
        let word = self.word("").raw;
        let questions = &self.incidents[incident].questions;
        if questions.is_empty() {
            return None;
        }
        let Question { id, authority, by_reporter } = question.get(questions);
        let (authority, by_reporter) = (*authority, *by_reporter);
        let by = if by_reporter {
            Reader::Authority(authority)
        } else {
            Reader::Lab(self.incidents[incident].lab)
        };
        let (kernel, settings, principal) =
            (self.house.kernel(), &self.house.app.settings, self.principal(by));
        let (key, subject) = (secret_token(), &self.incidents[incident].id);
        // Another authority cannot even name the question.
        for other in (0..AUTHORITIES.len()).filter(|other| *other != authority) {
            let other = self.principal(Reader::Authority(other));
            let answered = commands::answer(kernel, settings, &other, subject, id, &key, &word).await;
            assert!(matches!(answered, Err(Error::NotFound)), "{answered:?}");
        }
        commands::answer(kernel, settings, &principal, subject, id, &key, &word).await.unwrap();
        let message = self.newest_message(incident).await;
        let incident = &mut self.incidents[incident];
        incident.thread.push((authority, word));
        incident.thread.push((authority, message));
        incident.standing.get_mut(&authority).unwrap().waits_on = if by_reporter { "" } else { "authority" };
        Some([authority].into())
    }

    async fn attach(&mut self, incident: usize, who: usize) -> Option<BTreeSet<usize>> {
        let (name, content) = (format!("{}.txt", self.word("").raw), self.word("").raw);
        let subject = &self.incidents[incident];
        let (kernel, principal) = (self.house.kernel(), self.principal(Reader::Lab(subject.lab)));
        let mut upload = Upload::begin(kernel, &principal, &subject.id, &name).await.unwrap();
        upload.take(content.as_bytes()).await.unwrap();
        upload.finish(READERS[who]).await.unwrap();
        let known: BTreeSet<&str> = subject.files.iter().map(|file| file.id.as_str()).collect();
        let query = sql("SELECT id FROM attachment WHERE incident_id = $1").bind(&subject.id);
        let rows: Vec<(String,)> = kernel.db.fetch_all(query).await.unwrap();
        let id = rows.into_iter().map(|(id,)| id).find(|id| !known.contains(id.as_str())).unwrap();
        self.incidents[incident].files.push(File { id, name, content, who, sent: None });
        None
    }

    async fn end(&mut self, incident: usize) -> Option<BTreeSet<usize>> {
        let subject = &self.incidents[incident];
        let (kernel, principal) = (self.house.kernel(), self.principal(Reader::Lab(subject.lab)));
        let (settings, at) = (&self.house.app.settings, kernel.now(&principal.realm));
        commands::end_handling(kernel, settings, &principal, &subject.id, at).await.unwrap();
        let subject = &mut self.incidents[incident];
        let told = subject.standing.keys().copied().filter(|each| !subject.exempt.contains(each));
        let told: BTreeSet<usize> = told.collect();
        told.iter().for_each(|authority| *subject.ended.entry(*authority).or_default() += 1);
        Some(told)
    }

    async fn rows_now(&self) -> (i64, usize) {
        let lines = self.house.count("SELECT COUNT(*) FROM journal").await;
        let letters = self.house.count("SELECT COUNT(*) FROM outbox").await;
        (lines, usize::try_from(letters).unwrap())
    }

    /// Fails when a step made the open pages of somebody look again, or wrote a letter to somebody, who is
    /// neither the reporter nor concerned by it.
    async fn announced(&mut self, lab: usize, concerned: &BTreeSet<usize>, step: &Step) {
        let mut may_know: BTreeSet<&str> =
            concerned.iter().map(|index| self.organisations[*index].as_str()).collect();
        may_know.insert(&self.labs[lab]);
        let kernel = self.house.kernel();
        let text = "SELECT concerns FROM journal ORDER BY seq DESC LIMIT $1";
        let (lines, letters) = self.rows_now().await;
        let query = sql(text).bind(lines - self.rows.0);
        let journal: Vec<(String,)> = kernel.db.fetch_all(query).await.unwrap();
        for organisation in journal.iter().flat_map(|(concerns,)| concerns.split_whitespace()) {
            assert!(may_know.contains(organisation), "{step:?} has {organisation} look again");
        }
        let query = sql("SELECT id, seal_key, sealed FROM outbox ORDER BY id DESC LIMIT $1");
        let query = query.bind(i64::try_from(letters - self.rows.1).unwrap());
        let rows: Vec<(String, String, String)> = kernel.db.fetch_all(query).await.unwrap();
        for (row, key, sealed) in rows {
            let letter = kernel::Message::open(&kernel.vault, &row, &key, &sealed).unwrap().unwrap();
            let to = self.people.values().find(|person| letter.to == address(person)).unwrap();
            let organisation = to.seat.organisation_id.as_str();
            assert!(may_know.contains(organisation), "{step:?} writes to {}", letter.to);
            let text = format!("{} {}", letter.subject, letter.body);
            for word in ["zx", "zp", "+327", ".test/reports/2026", "Labo", "2026-"] {
                assert!(!text.contains(word), "a letter says {word}: {text}");
            }
        }
        self.rows = (lines, letters);
    }
}

fn address(person: &Person) -> String {
    format!("{}@example.test", person.name.to_lowercase().replace(' ', "."))
}

impl Incident {
    /// Notes a filing; gives who is told of it.
    fn filed(
        &mut self,
        id: String,
        form: &'static Form,
        words: Vec<Word>,
        changes: &Changes,
        reasons: Vec<String>,
        corrected: &str,
    ) -> BTreeSet<usize> {
        let mut named = BTreeSet::from([CSIRT, QUALITY]);
        if form.stage != Stage::EarlyWarning {
            // What is in doubt counts as a yes (GDPR art. 33; vigilance of devices).
            named.extend((YES_NO[changes.personal] != "no").then_some(PRIVACY));
            named.extend((YES_NO[changes.devices] != "no").then_some(MEDICINES));
        }
        named.extend(self.standing.keys().copied());
        if let Some(added) = changes.added.filter(|added| named.insert(*added)) {
            self.exempt.remove(&added);
        }
        self.exempt.extend(changes.objected.intersection(&named));
        let told: BTreeSet<usize> = named.difference(&self.exempt).copied().collect();
        for authority in &told {
            let standing = self.standing.entry(*authority).or_default();
            (standing.waits_on, standing.is_closed) = ("authority", false);
        }
        let number = self.filings.len();
        self.files.iter_mut().for_each(|file| file.sent = file.sent.or(Some(number)));
        self.own.extend(reasons);
        let corrected = self.filings.iter().find(|filing| filing.id == corrected);
        let know_corrected = corrected.map_or_else(|| told.clone(), |filing| filing.told.clone());
        self.filings.push(Filing { id, form, words, told: told.clone(), know_corrected });
        told
    }
}
