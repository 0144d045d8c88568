//! The document of a filing: what was said, by whom, when, frozen byte for byte.
//!
//! It is written once, as JSON with a fixed order of names, and kept as those bytes; nothing ever writes
//! it again from its parts. Its digest is in the journal. A random salt is part of it, so that nobody can
//! guess a short text from its digest.

use kernel::access::{Principal, Role, Who};
use kernel::time::Time;
use kernel::{Kernel, RealmKind, Result, secret_token};
use l10n::{Lang, Zone};
use serde::{Deserialize, Serialize};

use crate::answers::{Answers, Checked};
use crate::form::Form;

/// The version of this document's own shape.
const SHAPE: u32 = 2;

/// A filing as it was filed. The order of the fields is the order in the bytes: do not change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The version of this shape.
    pub paraat_document: u32,
    /// The form it was filed with.
    pub form: FormName,
    /// The stage.
    pub stage: String,
    /// The world it was filed in.
    pub realm: RealmName,
    /// The incident.
    pub incident: String,
    /// The filing.
    pub filing: String,
    /// Its number among the incident's filings, from 1.
    pub number: i64,
    /// Whose report it is, as it was called then.
    pub organisation: OrganisationName,
    /// Who filed it.
    pub filer: Filer,
    /// The language it was filed in.
    pub language: Lang,
    /// Since when they were aware, with the offset.
    pub aware_at: String,
    /// When it was filed, with the offset.
    pub filed_at: String,
    /// What was answered.
    pub answers: Answers,
    /// 256 random bits.
    pub salt: String,
    /// Whose part this is; not there in the whole document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartName>,
    /// What it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Correction>,
    /// What the thresholds suggested when it was filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Reached>,
    /// What was due with it, and whether it was in time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermKept>,
    /// The files that went with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentName>,
}

/// Whose part a document is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartName {
    /// The authority.
    pub authority: String,
    /// The mandate by which it sees what it sees; not there for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<String>,
}

/// Which filing a document corrects, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The filing that was wrong.
    pub filing: String,
    /// What was wrong, in the reporter's words.
    pub reason: String,
}

/// Which thresholds the answers reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reached {
    /// The thresholds, with their version.
    pub version: String,
    /// Those that were reached.
    pub reached: Vec<String>,
}

/// A term that ended with a filing: lateness is frozen here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermKept {
    /// To whom it was due.
    pub authority: String,
    /// The stage that was due.
    pub stage: String,
    /// The rule that set it, with its version; empty when the authority asked.
    pub rule: String,
    /// When it was due, with the offset; not there when its clock had not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// Whether it was filed after that.
    pub is_late: bool,
}

/// A file that went with a filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentName {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// The mandates whose holders got it; not there when everybody did, and in no authority's part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_to: Vec<String>,
}

/// Which form, in which version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormName {
    /// The form.
    pub id: String,
    /// The version.
    pub version: String,
}

/// Which world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RealmName {
    /// The realm.
    pub id: String,
    /// Reality or exercise.
    pub kind: RealmKind,
    /// Its name; empty for reality.
    pub name: String,
}

/// An organisation as it was called then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationName {
    /// The organisation.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Where it is.
    pub city: String,
    /// In which country.
    pub country: String,
}

/// Who filed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filer {
    /// As the journal names them.
    pub actor: String,
    /// Their name; empty for the bearer of a card.
    pub name: String,
    /// What they were in the organisation.
    pub role: Role,
}

/// What a document is made of.
pub struct Parts<'a> {
    /// Who files.
    pub principal: &'a Principal,
    /// For which organisation.
    pub organisation: &'a directory::Organisation,
    /// With which form.
    pub form: &'a Form,
    /// In which language.
    pub lang: Lang,
    /// In which zone its times are written.
    pub zone: &'a Zone,
    /// The incident.
    pub incident: &'a str,
    /// The filing.
    pub filing: &'a str,
    /// Its number among the incident's filings.
    pub number: i64,
    /// When, by the realm's clock.
    pub filed_at: Time,
    /// What was answered.
    pub checked: &'a Checked,
    /// What it corrects.
    pub corrects: Option<Correction>,
    /// What the thresholds suggested.
    pub thresholds: Option<Reached>,
    /// What was due with it.
    pub terms: &'a [TermKept],
    /// The files that go with it.
    pub attachments: &'a [AttachmentName],
}

impl Document {
    /// Puts a document together, with a fresh salt.
    pub fn new(parts: &Parts<'_>) -> Self {
        let (realm, organisation) = (&parts.principal.realm, parts.organisation);
        let name = match &parts.principal.who {
            Who::Person { name, .. } => name.clone(),
            Who::Card { .. } => String::new(),
        };
        Self {
            paraat_document: SHAPE,
            form: FormName { id: parts.form.id.clone(), version: parts.form.version.clone() },
            stage: parts.form.stage.as_str().to_owned(),
            realm: RealmName { id: realm.id.clone(), kind: realm.kind, name: realm.name.clone() },
            incident: parts.incident.to_owned(),
            filing: parts.filing.to_owned(),
            number: parts.number,
            organisation: OrganisationName {
                id: organisation.id.clone(),
                name: organisation.name.clone(),
                kind: organisation.kind.as_str().to_owned(),
                city: organisation.city.clone(),
                country: organisation.country.clone(),
            },
            filer: Filer { actor: parts.principal.actor(), name, role: parts.principal.seat.role },
            language: parts.lang,
            aware_at: l10n::iso(parts.checked.aware_at.timestamp(), parts.zone),
            filed_at: l10n::iso(parts.filed_at.timestamp(), parts.zone),
            answers: parts.checked.answers.clone(),
            salt: secret_token(),
            part: None,
            corrects: parts.corrects.clone(),
            thresholds: parts.thresholds.clone(),
            terms: parts.terms.to_vec(),
            attachments: parts.attachments.to_vec(),
        }
    }

    /// What one authority gets of it: the answers it sees, its own terms and files, and a salt of its own.
    /// `None` when that is all there is.
    pub fn part_for(&self, form: &Form, authority: &directory::Organisation) -> Option<Self> {
        let mandate = authority.mandate;
        let sees = |key: &str| form.field(key).is_some_and(|field| field.is_seen_by(mandate));
        let shown = |file: &&AttachmentName| {
            file.shown_to.is_empty()
                || mandate.is_some_and(|mandate| file.shown_to.iter().any(|name| name == mandate.as_str()))
        };
        let mut part = self.clone();
        part.answers.retain(|key, _| sees(key));
        part.terms.retain(|term| term.authority == authority.id);
        // For whom else a file is would tell who else is told.
        let own = |file: &AttachmentName| AttachmentName { shown_to: Vec::new(), ..file.clone() };
        part.attachments = self.attachments.iter().filter(shown).map(own).collect();
        // What the thresholds suggest may tell of an answer that this authority does not see.
        if part.answers.len() != self.answers.len() {
            part.thresholds = None;
        }
        (part != *self).then(|| part.named(authority))
    }

    /// The same, for an authority that was not told of the filing this one corrects: neither which that is
    /// nor what was wrong in it.
    pub fn part_for_newcomer(&self, form: &Form, authority: &directory::Organisation) -> Self {
        let first = Self { corrects: None, ..self.clone() };
        first.part_for(form, authority).unwrap_or_else(|| first.named(authority))
    }

    /// As an authority's part, with a salt of its own.
    fn named(mut self, authority: &directory::Organisation) -> Self {
        self.salt = secret_token();
        let mandate = authority.mandate.map(|mandate| mandate.as_str().to_owned());
        self.part = Some(PartName { authority: authority.id.clone(), mandate });
        self
    }

    /// The bytes that are kept, digested and given out.
    pub fn bytes(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// Reads the bytes of a filing.
    ///
    /// # Errors
    /// [`kernel::Error::Internal`] when they are no such document.
    pub fn read(bytes: &str) -> Result<Self> {
        Ok(serde_json::from_str(bytes)?)
    }
}

/// What binds the sealed document to its filing.
pub(crate) fn context(filing: &str) -> String {
    format!("filing {filing}")
}

/// What binds the sealed part of an authority to its filing.
pub(crate) fn part_context(filing: &str, authority: &str) -> String {
    format!("filing {filing} for {authority}")
}

/// Seals a document's bytes for its filing.
pub(crate) fn seal(kernel: &Kernel, key: &str, filing: &str, bytes: &str) -> Result<String> {
    kernel.vault.seal(key, &context(filing), bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answer;
    use crate::form::Forms;
    use proptest::prelude::*;

    fn document(answers: Answers, salt: String) -> Document {
        Document {
            paraat_document: 1,
            form: FormName { id: "early-warning".into(), version: "2026-11".into() },
            stage: "early_warning".into(),
            realm: RealmName { id: "reality".into(), kind: RealmKind::Reality, name: String::new() },
            incident: "i".into(),
            filing: "f".into(),
            number: 1,
            organisation: OrganisationName {
                id: "o".into(),
                name: "Labo De Linde".into(),
                kind: "clinical_biology_lab".into(),
                city: "Leuven".into(),
                country: "BE".into(),
            },
            filer: Filer { actor: "person:p".into(), name: "An Peeters".into(), role: Role::Director },
            language: Lang::Nl,
            aware_at: "2026-11-22T06:10:00+01:00".into(),
            filed_at: "2026-11-22T09:42:00+01:00".into(),
            answers,
            salt,
            part: None,
            corrects: None,
            thresholds: None,
            terms: Vec::new(),
            attachments: Vec::new(),
        }
    }

    #[test]
    fn the_bytes_are_what_they_have_always_been() {
        let mut answers = Answers::new();
        answers.insert("what".into(), Answer::Text("LIS \"down\"\nransom".into()));
        answers.insert("stopped".into(), Answer::Choices(vec!["results".into()]));
        let expected = concat!(
            r#"{"paraat_document":1,"form":{"id":"early-warning","version":"2026-11"},"#,
            r#""stage":"early_warning","realm":{"id":"reality","kind":"reality","name":""},"#,
            r#""incident":"i","filing":"f","number":1,"organisation":{"id":"o","name":"Labo De Linde","#,
            r#""kind":"clinical_biology_lab","city":"Leuven","country":"BE"},"#,
            r#""filer":{"actor":"person:p","name":"An Peeters","role":"director"},"language":"nl","#,
            r#""aware_at":"2026-11-22T06:10:00+01:00","filed_at":"2026-11-22T09:42:00+01:00","#,
            r#""answers":{"stopped":["results"],"what":"LIS \"down\"\nransom"},"salt":"s"}"#,
        );
        assert_eq!(document(answers, "s".into()).bytes().unwrap(), expected);
    }

    #[test]
    fn a_later_form_leaves_an_earlier_filing_as_it_was() {
        let later = crate::form::tests::later_version();
        let sources = [include_str!("../../../data/forms/early-warning/2026-11.toml"), later.as_str()];
        let (before, after) = (Forms::embedded(), Forms::read(&sources).unwrap());
        let mut answers = Answers::new();
        answers.insert("what".into(), Answer::Text("LIS down".into()));
        answers.insert("stopped_more".into(), Answer::Text("the fridge alarm".into()));
        let bytes = document(answers, secret_token()).bytes().unwrap();

        let read = Document::read(&bytes).unwrap();
        assert_eq!(read.bytes().unwrap(), bytes);
        let shown = |forms: &Forms| {
            let form = forms.find(&read.form.id, &read.form.version, &read.stage).unwrap();
            let label = |key: &String| form.field(key).unwrap().label.get(Lang::En).to_owned();
            read.answers.keys().map(label).collect::<Vec<_>>()
        };
        assert_eq!(shown(&after), shown(before));
        assert!(shown(&after).contains(&"What do you see?".to_owned()));
    }

    proptest! {
        #[test]
        fn any_answers_come_back_and_are_written_the_same_again(
            texts in prop::collection::btree_map("[a-z_]{1,8}", ".{0,80}", 0..6),
            choices in prop::collection::vec("[a-z_]{1,8}", 0..4),
            salt in "[a-zA-Z0-9_-]{43}",
        ) {
            let mut answers: Answers = texts.into_iter().map(|(key, text)| (key, Answer::Text(text))).collect();
            answers.insert("choices".into(), Answer::Choices(choices));
            let document = document(answers, salt);
            let bytes = document.bytes().unwrap();
            let read = Document::read(&bytes).unwrap();
            prop_assert_eq!(read.bytes().unwrap(), bytes);
            prop_assert_eq!(read, document);
        }
    }
}
