//! Report forms: versioned data, so that what was filed keeps the questions it was filed under.

use std::collections::HashSet;
use std::sync::LazyLock;
use std::time::Duration;

use directory::{Mandate, OrganisationKind};
use kernel::time::Time;
use serde::Deserialize;

use crate::answers::Answers;
use crate::condition::{Condition, names_kind};
use crate::texts::{Texts, day};

/// Every form ever used, in the order of their dates. A version is added, never removed or changed.
const SOURCES: &[&str] = crate::data::FORMS;
/// Rows one answer may have.
pub const ROWS_MOST: usize = 30;

/// A stage of reporting (NIS2 art. 23(4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// (a): within 24 hours of awareness.
    EarlyWarning,
    /// (b): within 72 hours of awareness, with a first assessment.
    Notification,
    /// (c): when the CSIRT or an authority asks for it.
    Intermediate,
    /// (e): when the incident goes on while the final report is due.
    Progress,
    /// (d): within one month of the notification.
    Final,
}

impl Stage {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EarlyWarning => "early_warning",
            Self::Notification => "notification",
            Self::Intermediate => "intermediate",
            Self::Progress => "progress",
            Self::Final => "final",
        }
    }

    /// Every stage, in the order of the law.
    pub const ALL: [Self; 5] =
        [Self::EarlyWarning, Self::Notification, Self::Intermediate, Self::Progress, Self::Final];

    /// From what is stored or stands in an address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Several lines of free text.
    LongText,
    /// One line of free text.
    Line,
    /// A day and a time of day.
    Moment,
    /// One of the choices.
    Choice,
    /// Any of the choices.
    Choices,
    /// A telephone number.
    Telephone,
    /// An e-mail address.
    Email,
    /// A number, zero or more.
    Number,
    /// A day.
    Day,
    /// Several records of the same columns.
    Rows,
}

impl Kind {
    fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }
}

/// Questions that belong together under one heading.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What fields name it by.
    pub key: String,
    /// The heading.
    pub legend: Texts,
    /// A sentence under it.
    pub hint: Option<Texts>,
}

/// One choice of a question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored.
    pub key: String,
    /// What is shown.
    pub label: Texts,
    /// The kinds of organisation it is offered to; empty for all.
    #[serde(default)]
    kinds: Vec<String>,
}

/// One column of a question that is answered with rows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in a row.
    pub key: String,
    /// How it is answered: anything but rows and several choices.
    pub kind: Kind,
    /// Whether a row without it is refused.
    #[serde(default)]
    pub required: bool,
    /// What stands above it.
    pub label: Texts,
    /// The choices.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

impl Column {
    /// The choices offered to an organisation of this kind.
    pub fn choices_for(&self, kind: OrganisationKind) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(move |choice| names_kind(&choice.kinds, kind))
    }
}

/// One question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in the form and in the document.
    pub key: String,
    /// How it is answered.
    pub kind: Kind,
    /// Whether a report without it is refused.
    #[serde(default)]
    pub required: bool,
    /// In a file for several stages: those in which it is required.
    #[serde(default)]
    required_in: Vec<Stage>,
    /// In a file for several stages: those in which it may be left out.
    #[serde(default)]
    optional_in: Vec<Stage>,
    /// It is required only when this is met.
    pub when: Option<Condition>,
    /// The mandates whose holders see the answer; empty for everybody who is told.
    #[serde(default)]
    seen_by: Vec<String>,
    /// The article or clause that asks for it.
    #[serde(default)]
    pub source: String,
    /// The group it stands in, if any.
    pub group: Option<String>,
    /// The question.
    pub label: Texts,
    /// The reason, or an example.
    pub hint: Option<Texts>,
    /// What is said when a required answer is missing.
    pub missing: Option<Texts>,
    /// The choices.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// The choice that is meant when none was taken.
    pub unanswered: Option<String>,
    /// The browser's own word for the field.
    #[serde(default)]
    pub autocomplete: String,
    /// Its first line stands for the report in lists.
    #[serde(default)]
    pub headline: bool,
    /// It says since when the reporter has been aware.
    #[serde(default)]
    pub awareness: bool,
    /// It says that, and until when, the incident was handled; when answered, handling has ended.
    #[serde(default)]
    pub resolution: bool,
    /// The columns of a question that is answered with rows.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// The largest number taken.
    pub most: Option<f64>,
    /// It says whether the incident is significant; what the thresholds suggest stands beside it.
    #[serde(default)]
    pub significance: bool,
}

impl Field {
    /// The choices offered to an organisation of this kind.
    pub fn choices_for(&self, kind: OrganisationKind) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(move |choice| names_kind(&choice.kinds, kind))
    }

    /// Whether the holder of `mandate` sees the answer.
    pub fn is_seen_by(&self, mandate: Option<Mandate>) -> bool {
        self.seen_by.is_empty()
            || mandate.is_some_and(|mandate| self.seen_by.iter().any(|name| name == mandate.as_str()))
    }

    /// Whether a report with these answers is refused without it.
    pub fn is_required(&self, answers: &Answers) -> bool {
        self.required && self.when.as_ref().is_none_or(|when| when.is_met(answers))
    }

    /// The column with this key.
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// The choice stored under `key`.
    pub fn choice(&self, key: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.key == key)
    }
}

/// What follows a filing with this form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Next {
    within_hours: u32,
    /// It follows for those who were told because of one of these routing rules.
    pub rules: Vec<String>,
    /// Where the term comes from.
    pub source: String,
    /// What is asked then, as the end of a sentence that begins with the moment.
    pub text: Texts,
}

impl Next {
    /// The term, counted from awareness.
    pub fn within(&self) -> Duration {
        Duration::from_secs(u64::from(self.within_hours) * 3600)
    }
}

/// A form file as written: for one stage, or for several that share their questions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    id: String,
    version: String,
    from: String,
    stage: Option<Stage>,
    law: Option<Texts>,
    title: Option<Texts>,
    lead: Option<Texts>,
    next: Option<Next>,
    #[serde(default)]
    stages: Vec<StageTexts>,
    #[serde(default)]
    groups: Vec<Group>,
    fields: Vec<Field>,
}

/// What a file for several stages says of each.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageTexts {
    stage: Stage,
    law: Texts,
    title: Texts,
    lead: Texts,
    next: Option<Next>,
}

impl Source {
    /// What it says of each of its stages.
    fn stages(&self) -> Result<Vec<StageTexts>, String> {
        match (self.stage, &self.law, &self.title, &self.lead, self.stages.is_empty()) {
            (Some(stage), Some(law), Some(title), Some(lead), true) => Ok(vec![StageTexts {
                stage,
                law: law.clone(),
                title: title.clone(),
                lead: lead.clone(),
                next: self.next.clone(),
            }]),
            (None, None, None, None, false) => Ok(self.stages.clone()),
            _ => Err("it needs either stage, law, title and lead, or a list of stages".into()),
        }
    }

    /// The questions of one stage. A file for several says of each question where it is asked.
    fn fields(&self, stage: Stage) -> Vec<Field> {
        if self.stage.is_some() {
            return self.fields.clone();
        }
        let asked = self
            .fields
            .iter()
            .filter(|field| field.required_in.contains(&stage) || field.optional_in.contains(&stage));
        asked.map(|field| Field { required: field.required_in.contains(&stage), ..field.clone() }).collect()
    }
}

/// A form in one version, for one stage.
#[derive(Clone, Debug)]
pub struct Form {
    /// Which form.
    pub id: String,
    /// Which version of it.
    pub version: String,
    /// Which stage it reports.
    pub stage: Stage,
    /// The article it answers to.
    pub law: Texts,
    /// The title above it.
    pub title: Texts,
    /// One sentence about it.
    pub lead: Texts,
    /// What follows it, if anything.
    pub next: Option<Next>,
    /// Groups of questions.
    pub groups: Vec<Group>,
    /// The questions, in order.
    pub fields: Vec<Field>,
    begins: Time,
}

impl Form {
    /// Reads and checks one file: a form for each of its stages.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the file.
    fn read(source: &str) -> Result<Vec<Self>, String> {
        let file: Source = toml::from_str(source).map_err(|error| error.to_string())?;
        let name = format!("form {} {}", file.id, file.version);
        let begins = day(&file.from).ok_or_else(|| format!("{name}: from is no day"))?;
        let form = |texts: StageTexts| {
            let fields = file.fields(texts.stage);
            let is_used =
                |group: &&Group| fields.iter().any(|field| field.group.as_ref() == Some(&group.key));
            let form = Self {
                id: file.id.clone(),
                version: file.version.clone(),
                stage: texts.stage,
                law: texts.law,
                title: texts.title,
                lead: texts.lead,
                next: texts.next,
                groups: file.groups.iter().filter(is_used).cloned().collect(),
                fields,
                begins,
            };
            form.check().map_err(|fault| format!("{name}: {fault}"))?;
            Ok(form)
        };
        let stages = file.stages().map_err(|fault| format!("{name}: {fault}"))?;
        for field in file.fields.iter().filter(|_| file.stage.is_none()) {
            let twice = field.required_in.iter().any(|stage| field.optional_in.contains(stage));
            if field.required || twice {
                return Err(format!(
                    "{name}: field {}: a stage either requires it or may leave it out",
                    field.key
                ));
            }
        }
        stages.into_iter().map(form).collect()
    }

    fn check(&self) -> Result<(), String> {
        let mut groups = HashSet::new();
        for group in &self.groups {
            if !groups.insert(group.key.as_str()) {
                return Err(format!("group {} is there twice", group.key));
            }
        }
        let mut keys = HashSet::new();
        for field in &self.fields {
            if !keys.insert(field.key.as_str()) {
                return Err(format!("field {} is there twice", field.key));
            }
            if field.group.as_deref().is_some_and(|group| !groups.contains(group)) {
                return Err(format!("field {}: its group is unknown", field.key));
            }
            field.check().map_err(|fault| format!("field {}: {fault}", field.key))?;
        }
        for field in &self.fields {
            let unknown = field.when.iter().flat_map(Condition::fields).find(|key| !keys.contains(key));
            if let Some(unknown) = unknown {
                return Err(format!(
                    "field {}: its condition looks at {unknown}, which is not asked",
                    field.key
                ));
            }
        }
        let one = |wanted: fn(&Field) -> bool| self.fields.iter().filter(|field| wanted(field)).count() == 1;
        if !one(|field| field.headline && field.kind == Kind::LongText && field.required) {
            return Err("exactly one required long text must be the headline".into());
        }
        if !one(|field| field.awareness && field.kind == Kind::Moment && field.required) {
            return Err("exactly one required moment must be the awareness".into());
        }
        let hidden =
            self.fields.iter().find(|field| (field.headline || field.awareness) && !field.seen_by.is_empty());
        if let Some(field) = hidden {
            return Err(format!("field {}: lists show it, so everybody who is told must see it", field.key));
        }
        self.check_texts()
    }

    fn check_texts(&self) -> Result<(), String> {
        let groups = self.groups.iter().flat_map(|group| [Some(&group.legend), group.hint.as_ref()]);
        let fields = self
            .fields
            .iter()
            .flat_map(|field| [Some(&field.label), field.hint.as_ref(), field.missing.as_ref()]);
        let columns = || self.fields.iter().flat_map(|field| &field.columns);
        let choices = self.fields.iter().flat_map(|field| &field.choices);
        let choices =
            choices.chain(columns().flat_map(|column| &column.choices)).map(|choice| Some(&choice.label));
        let columns = columns().map(|column| Some(&column.label));
        let next = self.next.as_ref().map(|next| &next.text);
        let all = [Some(&self.law), Some(&self.title), Some(&self.lead), next]
            .into_iter()
            .chain(groups)
            .chain(fields)
            .chain(columns)
            .chain(choices);
        let empty = all.flatten().find(|texts| !texts.is_complete());
        empty.map_or(Ok(()), |texts| Err(format!("a text is empty in one language: {texts:?}")))
    }

    /// The question with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Whether a browser may send an input of this name: a question's key, or `key.row.column`.
    pub fn has_input(&self, name: &str) -> bool {
        match self.cell(name) {
            Some(_) => true,
            None => self.field(name).is_some_and(|field| field.kind != Kind::Rows),
        }
    }

    /// The question, row and column an input called `key.row.column` belongs to.
    pub fn cell(&self, name: &str) -> Option<(&Field, usize, &Column)> {
        let mut parts = name.split('.');
        let (key, row, column) = (parts.next()?, parts.next()?, parts.next()?);
        let field = self.field(key).filter(|_| parts.next().is_none())?;
        let row = row.parse().ok().filter(|row| *row < ROWS_MOST)?;
        Some((field, row, field.column(column)?))
    }
}

impl Field {
    fn check(&self) -> Result<(), String> {
        if self.required && self.missing.is_none() {
            return Err("is required but does not say what is missing".into());
        }
        if self.kind.has_choices() == self.choices.is_empty() {
            return Err("choices do not fit its kind".into());
        }
        if (self.kind == Kind::Rows) == self.columns.is_empty() {
            return Err("columns do not fit its kind".into());
        }
        if let Some(mandate) = self.seen_by.iter().find(|name| Mandate::parse(name).is_none()) {
            return Err(format!("unknown mandate {mandate}"));
        }
        if let Some(fault) = self.when.as_ref().and_then(Condition::fault) {
            return Err(fault);
        }
        if self.key.contains('.') || self.key.starts_with('_') {
            return Err("its key has a dot, or begins with _".into());
        }
        for column in &self.columns {
            let has_choices = column.kind == Kind::Choice;
            let is_single = !matches!(column.kind, Kind::Rows | Kind::Choices);
            if !is_single || has_choices == column.choices.is_empty() || column.key.contains('.') {
                return Err(format!("column {} does not fit its kind", column.key));
            }
        }
        let mut keys = HashSet::new();
        for choice in &self.choices {
            if !keys.insert(choice.key.as_str()) {
                return Err(format!("choice {} is there twice", choice.key));
            }
            if let Some(kind) = choice.kinds.iter().find(|kind| OrganisationKind::parse(kind).is_none()) {
                return Err(format!("choice {}: unknown kind {kind}", choice.key));
            }
        }
        match &self.unanswered {
            Some(key) if !keys.contains(key.as_str()) => Err("unanswered is none of its choices".into()),
            _ => Ok(()),
        }
    }
}

/// Every version of every form.
#[derive(Clone, Debug)]
pub struct Forms(Vec<Form>);

impl Forms {
    /// Reads and checks forms.
    ///
    /// # Errors
    /// A sentence that names the form and what is wrong with it.
    pub fn read(sources: &[&str]) -> Result<Self, String> {
        let files = sources.iter().map(|source| Form::read(source)).collect::<Result<Vec<_>, _>>()?;
        let forms: Vec<Form> = files.into_iter().flatten().collect();
        let mut names = HashSet::new();
        for form in &forms {
            if !names.insert((&form.id, &form.version, form.stage)) {
                return Err(format!("form {} {} is there twice", form.id, form.version));
            }
        }
        Ok(Self(forms))
    }

    /// The forms this program carries.
    pub fn embedded() -> &'static Self {
        static FORMS: LazyLock<Forms> =
            LazyLock::new(|| Forms::read(SOURCES).expect("a test reads the embedded forms"));
        &FORMS
    }

    /// The version a document was filed under.
    pub fn find(&self, id: &str, version: &str, stage: &str) -> Option<&Form> {
        self.0.iter().find(|form| form.id == id && form.version == version && form.stage.as_str() == stage)
    }

    /// The form a stage is filed with at a moment: the newest that has begun, or the first there ever was
    /// when the realm's clock shows an earlier time.
    pub fn current(&self, stage: Stage, at: Time) -> Option<&Form> {
        let of_stage = || self.0.iter().filter(|form| form.stage == stage);
        let begun = of_stage().filter(|form| form.begins <= at).max_by_key(|form| form.begins);
        begun.or_else(|| of_stage().min_by_key(|form| form.begins))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A second version of the early warning, as a later file would hold it.
    pub(crate) fn later_version() -> String {
        SOURCES[0]
            .replace("version = \"2026-11\"", "version = \"2027-06\"")
            .replace("from = \"2026-01-01\"", "from = \"2027-06-01\"")
            .replace("What do you see?", "What do you see, and where?")
            .replace("key = \"stopped_more\"", "key = \"stopped_else\"")
    }

    #[test]
    fn the_embedded_forms_are_sound() {
        let form = Forms::embedded().current(Stage::EarlyWarning, Time(0)).unwrap();
        assert_eq!((form.id.as_str(), form.version.as_str()), ("early-warning", "2026-11"));
        let offered = |kind| form.field("stopped").unwrap().choices_for(kind).count();
        assert!(offered(OrganisationKind::Hospital) > offered(OrganisationKind::GpPractice));
    }

    const AFTER: [Stage; 4] = [Stage::Notification, Stage::Intermediate, Stage::Progress, Stage::Final];

    fn report(stage: Stage) -> &'static Form {
        Forms::embedded().find("incident-report", "2026-11", stage.as_str()).unwrap()
    }

    fn required(stage: Stage, answers: &Answers) -> Vec<&'static str> {
        let fields = report(stage).fields.iter();
        fields.filter(|field| field.is_required(answers)).map(|field| field.key.as_str()).collect()
    }

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let text = |text: &str| crate::answers::Answer::Text(text.to_owned());
        pairs.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect()
    }

    #[test]
    fn each_stage_requires_what_the_law_and_the_letter_ask_of_it() {
        let short = ["what", "handling_status", "aware", "personal_data", "devices", "contact_name"];
        let short = [&short[..], &["contact_phone"]].concat();
        let notification = "what rsit aware method consequences severity emergency_plan measures_now \
            personal_data devices significant contact_name contact_phone";
        let last = "what rsit aware resolved malicious method root_cause consequences care_effects severity \
            duration_hours emergency_plan measures_now measures quality personal_data devices cross_border \
            significant contact_name contact_phone";
        let none = Answers::new();
        assert_eq!(required(Stage::Notification, &none), notification.split_whitespace().collect::<Vec<_>>());
        assert_eq!(required(Stage::Intermediate, &none), short);
        assert_eq!(required(Stage::Progress, &none), short);
        assert_eq!(required(Stage::Final, &none), last.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn an_answer_may_require_others() {
        let (notification, last) = (Stage::Notification, Stage::Final);
        let data = ["data_categories", "data_consequences", "dpo_contact"];
        let (early, late) = ("2026-11-22T05:10:00+01:00", "2026-11-22T06:10:00+01:00");
        type Case<'a> = (Stage, &'a [(&'a str, &'a str)], &'a [&'a str]);
        let cases: [Case<'_>; 10] = [
            (notification, &[("personal_data", "yes")], &data),
            (notification, &[("personal_data", "unknown")], &data),
            (notification, &[("personal_data", "no")], &[]),
            (last, &[("personal_data", "yes")], &[&data[..2], &["data_measures", "dpo_contact"]].concat()),
            (last, &[("devices", "yes")], &["device_list", "patient_harm"]),
            (last, &[("devices", "unknown")], &["patient_harm"]),
            (notification, &[("devices", "yes")], &[]),
            (notification, &[("cross_border", "yes")], &["countries"]),
            (Stage::Intermediate, &[("detected", early), ("aware", late)], &["aware_reason"]),
            (Stage::Intermediate, &[("detected", late), ("aware", late)], &[]),
        ];
        for (stage, given, expected) in cases {
            let always = required(stage, &Answers::new());
            let mut more = required(stage, &answers(given));
            more.retain(|key| !always.contains(key));
            assert_eq!(more, expected, "{stage:?} {given:?}");
        }
    }

    #[test]
    fn what_the_first_call_asked_is_asked_again_under_the_same_keys() {
        let first = Forms::embedded().current(Stage::EarlyWarning, Time(0)).unwrap();
        let choices = |field: &Field| -> Vec<(String, Vec<String>, Texts)> {
            let each = field.choices.iter();
            each.map(|choice| (choice.key.clone(), choice.kinds.clone(), choice.label.clone())).collect()
        };
        for stage in AFTER {
            for asked in &first.fields {
                let again =
                    report(stage).field(&asked.key).unwrap_or_else(|| panic!("{stage:?} {}", asked.key));
                assert_eq!(again.kind, asked.kind, "{}", asked.key);
                assert_eq!(choices(again), choices(asked), "{}", asked.key);
            }
        }
    }

    #[test]
    fn each_question_of_the_report_names_its_source() {
        for stage in AFTER {
            let form = report(stage);
            assert!(form.fields.iter().all(|field| !field.source.is_empty()));
            assert_eq!(form.fields.iter().filter(|field| field.significance).count(), 1);
            assert_eq!(form.fields.iter().filter(|field| field.resolution).count(), 1);
            let tlp = form.field("tlp").unwrap();
            assert_eq!((tlp.choices.len(), tlp.unanswered.as_deref()), (5, Some("amber")));
            assert_eq!(form.field("rsit").unwrap().choices.len(), 10);
        }
    }

    #[test]
    fn each_mandate_sees_its_part_only() {
        let everybody = "what handling_status tlp began detected aware aware_reason resolved personal_data devices \
            contact_name contact_phone contact_email availability";
        let cases = [
            (
                Mandate::Csirt,
                "rsit malicious method initial_access root_cause stopped stopped_more consequences care_effects \
                 severity other_harm users_number users_percent patients_number duration_hours \
                 availability_hour contract_missed area loss_euro loss_turnover_percent trade_secrets recurring \
                 emergency_plan paper_mode measures_now measures iocs sharing cross_border countries \
                 cross_border_why others_told significant significant_why technical_name technical_phone",
            ),
            (
                Mandate::LabQuality,
                "rsit malicious method initial_access root_cause stopped stopped_more consequences care_effects \
                 severity patients_number duration_hours emergency_plan paper_mode measures_now subcontracted \
                 measures quality",
            ),
            (
                Mandate::DataProtection,
                "measures_now measures data_categories data_persons data_records data_consequences \
                 data_measures dpo_contact",
            ),
            (Mandate::MedicinesAgency, "device_list patient_harm"),
            (
                Mandate::HealthMinistry,
                "stopped stopped_more consequences care_effects severity other_harm patients_number \
                 duration_hours area emergency_plan paper_mode measures_now subcontracted measures device_list \
                 patient_harm cross_border countries cross_border_why",
            ),
            (Mandate::EhealthPlatform, "stopped stopped_more"),
        ];
        for stage in AFTER {
            let seen = |mandate| -> HashSet<&str> {
                let fields = report(stage).fields.iter().filter(|field| field.is_seen_by(mandate));
                fields.map(|field| field.key.as_str()).collect()
            };
            let everybody: HashSet<&str> = everybody
                .split_whitespace()
                .filter(|key| *key != "handling_status" || report(stage).field(key).is_some())
                .collect();
            assert_eq!(seen(None), everybody);
            for (mandate, own) in cases {
                let expected: HashSet<&str> =
                    own.split_whitespace().chain(everybody.iter().copied()).collect();
                assert_eq!(seen(Some(mandate)), expected, "{mandate}");
            }
        }
        assert_eq!(cases.len(), Mandate::ALL.len());
    }

    /// A plausible answer to anything, as a browser would send it.
    fn typed_for(name: &str, kind: Kind, choice: Option<&Choice>) -> (String, String) {
        let value = match kind {
            Kind::Choice | Kind::Choices => choice.map_or("", |choice| choice.key.as_str()),
            Kind::Moment => "2026-11-22T06:10",
            Kind::Day => "2026-11-22",
            Kind::Number => "12,5",
            Kind::Telephone => "+32 400 00 00 01",
            Kind::Email => "an@labo.example",
            Kind::Line | Kind::LongText | Kind::Rows => "Een regel",
        };
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn every_kind_of_organisation_can_file_every_stage() {
        let now = Time::from("2026-11-22T05:30:00Z".parse::<jiff::Timestamp>().unwrap());
        let zone = l10n::Zone::named("Europe/Brussels").unwrap();
        for stage in AFTER {
            let form = report(stage);
            for kind in OrganisationKind::ALL {
                let mut pairs = Vec::new();
                for field in &form.fields {
                    if field.kind != Kind::Rows {
                        pairs.push(typed_for(&field.key, field.kind, field.choices_for(*kind).next()));
                    }
                    for column in &field.columns {
                        let name = crate::answers::cell_name(&field.key, 0, &column.key);
                        pairs.push(typed_for(&name, column.kind, column.choices_for(*kind).next()));
                    }
                }
                let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                let typed = crate::answers::Typed::from_pairs(form, pairs);
                let checked = crate::answers::check(form, *kind, &typed, now, &zone);
                let answers =
                    checked.unwrap_or_else(|problems| panic!("{stage:?} {kind}: {problems:?}")).answers;
                assert_eq!(answers.len(), form.fields.len(), "{stage:?} {kind}");
            }
        }
    }

    #[test]
    fn the_portal_sheet_holds_everything_the_csirt_sees_once() {
        let sheet = include_str!("../../../data/portals/be/ccb-2026-11.toml");
        let sheet: toml::Table = toml::from_str(sheet).unwrap();
        assert_eq!(sheet["mandate"].as_str(), Some("csirt"));
        let lines = sheet["lines"].as_array().unwrap().iter();
        let mut on_sheet: Vec<&str> = lines
            .flat_map(|line| line["fields"].as_array().unwrap())
            .map(|key| key.as_str().unwrap())
            .collect();
        on_sheet.sort_unstable();
        let fields = AFTER.into_iter().flat_map(|stage| &report(stage).fields);
        let fields = fields.filter(|field| field.is_seen_by(Some(Mandate::Csirt)));
        let seen: std::collections::BTreeSet<&str> = fields.map(|field| field.key.as_str()).collect();
        assert_eq!(on_sheet, seen.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_form_takes_over_on_its_day() {
        let later = later_version();
        let forms = Forms::read(&[SOURCES[0], &later]).unwrap();
        let at = |text: &str| forms.current(Stage::EarlyWarning, day(text).unwrap()).unwrap().version.clone();
        assert_eq!(at("2027-05-31"), "2026-11");
        assert_eq!(at("2027-06-01"), "2027-06");
        assert_eq!(at("1999-01-01"), "2026-11");
    }

    #[test]
    fn a_faulty_form_is_refused_by_name() {
        let cases = [
            (SOURCES[0].replace("key = \"aware\"", "key = \"what\""), "field what is there twice"),
            (SOURCES[0].replacen("label.fr = \"Que constatez-vous ?\"", "", 1), "missing field `fr`"),
            (SOURCES[0].replacen("required = true", "requird = true", 1), "unknown field"),
            (SOURCES[0].replace("awareness = true", ""), "the awareness"),
            (SOURCES[0].replace("unanswered = \"unknown\"", "unanswered = \"maybe\""), "none of its choices"),
            (SOURCES[0].replacen("[\"it_supplier\"]", "[\"bakery\"]", 1), "unknown kind bakery"),
            (SOURCES[0].replacen("from = \"2026-01-01\"", "from = \"soon\"", 1), "from is no day"),
            (SOURCES[0].replacen("label.en = \"Name\"", "label.en = \" \"", 1), "empty in one language"),
        ];
        for (source, expected) in cases {
            let fault = Forms::read(&[&source]).unwrap_err();
            assert!(fault.contains(expected), "{fault} should contain {expected}");
        }
        assert!(Forms::read(&[SOURCES[0], SOURCES[0]]).unwrap_err().contains("there twice"));
    }
}
