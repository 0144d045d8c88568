//! Filing any stage through its command, whatever its form asks.

use directory::OrganisationKind;
use kernel::access::{Action, Principal};
use kernel::time::Time;
use kernel::{Message, secret_token, sql};
use l10n::Lang;
use reporting::answers::{Typed, cell_name};
use reporting::commands::{self, Call, Changes, Filed, Work};
use reporting::document::Document;
use reporting::form::{Choice, Form, Kind, Stage};

use crate::house::{CALL, House, Person};

/// The kind of organisation that files here.
const KIND: OrganisationKind = OrganisationKind::ClinicalBiologyLab;

/// A moment, from text with its offset.
pub fn at(text: &str) -> Time {
    text.parse::<jiff::Timestamp>().unwrap_or_else(|error| panic!("{text}: {error}")).into()
}

/// What a datetime-local field sends for a moment: day and minute, without an offset.
pub fn local(house: &House, at: Time) -> String {
    l10n::iso(at.timestamp(), &house.app.settings.zone).chars().take(16).collect()
}

/// A good answer to everything that a form may require; every moment is `moment`. `fields` come instead.
pub fn filled(form: &Form, moment: &str, fields: &[(&str, &str)]) -> Typed {
    let mut typed = Typed::default();
    for field in form.fields.iter().filter(|field| field.required) {
        if fields.iter().any(|(key, _)| *key == field.key) {
            continue;
        }
        if field.kind != Kind::Rows {
            let choices: Vec<&Choice> = field.choices_for(KIND).collect();
            typed.add(&field.key, &plain(field.kind, &choices, moment));
        }
        for column in &field.columns {
            let choices: Vec<&Choice> = column.choices_for(KIND).collect();
            let name = cell_name(&field.key, 0, &column.key);
            typed.add(&name, &plain(column.kind, &choices, moment));
        }
    }
    let asked = fields.iter().filter(|(key, _)| form.has_input(key));
    asked.for_each(|(key, value)| typed.add(key, value));
    typed
}

fn plain(kind: Kind, choices: &[&Choice], moment: &str) -> String {
    match kind {
        // Where «no» can be said it is: nothing more is asked then.
        Kind::Choice | Kind::Choices => {
            let quiet = choices.iter().find(|choice| choice.key == "no").or(choices.first());
            quiet.unwrap().key.clone()
        }
        Kind::Moment => moment.to_owned(),
        Kind::Day => moment.chars().take(10).collect(),
        Kind::Number => "12".to_owned(),
        Kind::Telephone => "+32 400 00 00 01".to_owned(),
        Kind::Email => "an@labo.example".to_owned(),
        Kind::Line | Kind::LongText | Kind::Rows => "One line.".to_owned(),
    }
}

/// Files an early warning, aware since a moment.
pub async fn call(house: &House, person: &Person, aware: Time) -> Filed {
    let (principal, aware) = (house.principal(person), local(house, aware));
    let mut typed = Typed::default();
    for (name, value) in CALL {
        typed.add(name, if *name == "aware" { &aware } else { value });
    }
    let (key, changes) = (secret_token(), Changes::default());
    let call = Call { key: &key, typed: &typed, lang: Lang::Nl, changes: &changes };
    commands::file_call(house.kernel(), &house.app.settings, &principal, &call).await.unwrap()
}

/// Opens a stage, or a correction of a filing.
pub async fn begin(house: &House, principal: &Principal, incident: &str, stage: Stage, of: &str) -> Work {
    let zone = &house.app.settings.zone;
    commands::begin_stage(house.kernel(), zone, principal, incident, stage, of).await.unwrap()
}

/// Files a stage, aware since a moment; `fields` come instead of what is filled in.
pub async fn stage(
    house: &House,
    person: &Person,
    incident: &str,
    stage: Stage,
    aware: Time,
    fields: &[(&str, &str)],
) -> Filed {
    let principal = house.principal(person);
    let mut work = begin(house, &principal, incident, stage, "").await;
    work.typed = filled(work.form, &local(house, aware), fields);
    file(house, &principal, &work).await
}

/// Corrects a filing: the reporter was aware since another moment.
pub async fn correct(house: &House, person: &Person, filed: &Filed, stage: Stage, aware: Time) -> Filed {
    let principal = house.principal(person);
    let mut work = begin(house, &principal, &filed.incident, stage, &filed.filing).await;
    work.typed = filled(work.form, &local(house, aware), &[]);
    work.reason = "Aware at another hour.".to_owned();
    file(house, &principal, &work).await
}

async fn file(house: &House, principal: &Principal, work: &Work) -> Filed {
    let (kernel, settings, now) = (house.kernel(), &house.app.settings, house.now());
    let problems = work.problems(&settings.zone, now);
    assert!(problems.is_empty(), "{problems:?}");
    commands::file_stage(kernel, settings, principal, work, Lang::Nl, &Changes::default()).await.unwrap()
}

/// The bytes of each filing of an incident as this person reads them, the first first.
pub async fn bytes(house: &House, person: &Person, incident: &str) -> Vec<String> {
    let (kernel, principal) = (house.kernel(), house.principal(person));
    let seen = commands::open(kernel, &principal, incident, Action::ReadReport).await.unwrap();
    let readings = commands::readings(kernel, &principal, &seen).await.unwrap();
    readings.into_iter().map(|reading| reading.bytes).collect()
}

/// The newest filing of an incident as this person reads it.
pub async fn newest(house: &House, person: &Person, incident: &str) -> Document {
    Document::read(bytes(house, person, incident).await.last().unwrap()).unwrap()
}

/// What is owed of an incident: the stage, its state and when it is due.
pub async fn duty(house: &House, incident: &str, stage: &str) -> (String, Option<Time>) {
    let text = "SELECT state, due_at FROM duty WHERE incident_id = $1 AND stage = $2";
    house.kernel().db.fetch_one(sql(text).bind(incident).bind(stage)).await.unwrap()
}

/// When somebody is still to be reminded of what is owed of an incident.
pub async fn reminders(house: &House, incident: &str) -> Vec<Time> {
    let text = "SELECT r.due_at, r.id FROM reminder r JOIN duty d ON d.id = r.duty_id \
        WHERE d.incident_id = $1 AND r.sent_at IS NULL ORDER BY r.due_at";
    let rows: Vec<(Time, String)> = house.kernel().db.fetch_all(sql(text).bind(incident)).await.unwrap();
    rows.into_iter().map(|(at, _)| at).collect()
}

/// Every letter about a term so far, the first first.
pub async fn letters(house: &House) -> Vec<Message> {
    let kernel = house.kernel();
    let text = "SELECT id, seal_key, sealed FROM outbox ORDER BY made_at, id";
    let rows: Vec<(String, String, String)> = kernel.db.fetch_all(sql(text)).await.unwrap();
    let open = |(id, key, sealed): (String, String, String)| {
        Message::open(&kernel.vault, &id, &key, &sealed).unwrap().unwrap()
    };
    let words = ["term", "termijn", "délai", "Frist"];
    let is_about_a_term = |letter: &Message| words.iter().any(|word| letter.subject.contains(word));
    rows.into_iter().map(open).filter(is_about_a_term).collect()
}

impl House {
    /// The time in the realm.
    pub fn now(&self) -> Time {
        self.kernel().now(&self.realm)
    }

    /// Lets time pass until a moment of the machine's clock.
    pub fn go_to(&self, moment: Time) {
        let now = self.kernel().wall.now();
        assert!(moment >= now, "time does not go back");
        self.world.advance(moment.since(now));
    }

    /// Runs the background work once.
    pub async fn tick(&self) -> usize {
        reporting::tick(self.kernel(), &self.app.settings).await.unwrap()
    }
}
