//! Portals of authorities that take reports on a page of their own and have no interface: in which order
//! they ask what the record holds, as dated data.

use std::collections::HashSet;
use std::sync::LazyLock;

use directory::Mandate;
use kernel::time::Time;
use serde::Deserialize;

use crate::texts::{Texts, day};

/// Every version of every portal's sheet. A version is added, never removed or changed.
const SOURCES: &[&str] = crate::data::PORTALS;

/// One box of a portal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its name on the sheet.
    pub key: String,
    /// The questions of the record whose answers go into it.
    pub fields: Vec<String>,
    /// What stands above it.
    pub label: Texts,
}

/// A portal in one version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// Which portal.
    pub id: String,
    /// Which version of its sheet.
    pub version: String,
    from: String,
    mandate: String,
    /// What it is called.
    pub name: Texts,
    /// What who copies into it should know.
    pub note: Texts,
    /// Whom to telephone; empty for nobody.
    #[serde(default)]
    pub telephone: String,
    /// Its boxes, in its order.
    pub lines: Vec<Line>,
    #[serde(skip)]
    begins: Time,
}

impl Portal {
    fn read(source: &str) -> Result<Self, String> {
        let mut portal: Self = toml::from_str(source).map_err(|error| error.to_string())?;
        let fault = |fault: String| format!("portal {} {}: {fault}", portal.id, portal.version);
        let begins = day(&portal.from).ok_or_else(|| fault("from is no day".into()))?;
        portal.check().map_err(fault)?;
        portal.begins = begins;
        Ok(portal)
    }

    fn check(&self) -> Result<(), String> {
        if Mandate::parse(&self.mandate).is_none() {
            return Err(format!("unknown mandate {}", self.mandate));
        }
        if self.lines.is_empty() {
            return Err("it has no lines".into());
        }
        let mut keys = HashSet::new();
        for line in &self.lines {
            if !keys.insert(line.key.as_str()) {
                return Err(format!("line {} is there twice", line.key));
            }
            // The key stands in the page as the name of a field.
            if line.key.is_empty() || !line.key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            {
                return Err(format!("line {:?}: its key may hold only a to z and _", line.key));
            }
            if line.fields.is_empty() {
                return Err(format!("line {} takes no answer", line.key));
            }
        }
        let texts = [&self.name, &self.note].into_iter().chain(self.lines.iter().map(|line| &line.label));
        let empty = texts.into_iter().find(|texts| !texts.is_complete());
        empty.map_or(Ok(()), |texts| Err(format!("a text is empty in one language: {texts:?}")))
    }
}

/// Every version of every portal's sheet.
#[derive(Clone, Debug)]
pub struct Portals(Vec<Portal>);

impl Portals {
    /// Reads and checks the sheets of portals.
    ///
    /// # Errors
    /// A sentence that names the portal and what is wrong with it.
    pub fn read(sources: &[&str]) -> Result<Self, String> {
        let portals = sources.iter().map(|source| Portal::read(source)).collect::<Result<Vec<_>, _>>()?;
        let mut names = HashSet::new();
        for portal in &portals {
            if !names.insert((&portal.id, &portal.version)) {
                return Err(format!("portal {} {} is there twice", portal.id, portal.version));
            }
        }
        Ok(Self(portals))
    }

    /// The sheets this program carries.
    pub fn embedded() -> &'static Self {
        static PORTALS: LazyLock<Portals> =
            LazyLock::new(|| Portals::read(SOURCES).expect("a test reads the embedded portals"));
        &PORTALS
    }

    /// The portal of who holds a mandate: the newest sheet that has begun at a moment, or the first there
    /// ever was. `None` for who has no portal.
    pub fn of(&self, mandate: Option<Mandate>, at: Time) -> Option<&Portal> {
        let mandate = mandate?.as_str();
        let held = || self.0.iter().filter(|portal| portal.mandate == mandate);
        held().filter(|portal| portal.begins <= at).max_by_key(|portal| portal.begins).or(held().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Forms, Stage};

    #[test]
    fn the_embedded_portals_ask_what_the_record_holds() {
        let forms = Forms::embedded();
        let is_asked = |key: &String| {
            let form = |stage: &Stage| forms.current(*stage, Time(i64::MAX));
            Stage::ALL.iter().filter_map(form).any(|form| form.field(key).is_some())
        };
        for portal in &Portals::embedded().0 {
            for key in portal.lines.iter().flat_map(|line| &line.fields) {
                assert!(is_asked(key), "portal {}: no form asks {key}", portal.id);
            }
        }
    }

    #[test]
    fn only_who_has_a_portal_gets_its_newest_sheet() {
        let later = SOURCES[0]
            .replace("version = \"2026-11\"", "version = \"2027-06\"")
            .replace("from = \"2026-01-01\"", "from = \"2027-06-01\"");
        let portals = Portals::read(&[SOURCES[0], &later]).unwrap();
        let version =
            |mandate, at: &str| portals.of(mandate, day(at).unwrap()).map(|portal| portal.version.as_str());
        assert_eq!(version(Some(Mandate::Csirt), "2027-05-31"), Some("2026-11"));
        assert_eq!(version(Some(Mandate::Csirt), "2027-06-01"), Some("2027-06"));
        assert_eq!(version(Some(Mandate::Csirt), "1999-01-01"), Some("2026-11"));
        assert_eq!(version(Some(Mandate::LabQuality), "2027-06-01"), None);
        assert_eq!(version(None, "2027-06-01"), None);
    }

    #[test]
    fn a_faulty_portal_is_refused_by_name() {
        let line = "[[lines]]\nkey = \"x\"\nfields = []\nlabel.nl = \"x\"\nlabel.fr = \"x\"\nlabel.de = \"x\"\nlabel.en = \"x\"";
        let cases = [
            (SOURCES[0].replace("mandate = \"csirt\"", "mandate = \"police\""), "unknown mandate police"),
            (SOURCES[0].replace("from = \"2026-01-01\"", "from = \"soon\""), "from is no day"),
            (SOURCES[0].replacen("label.fr = \"", "label.fr = \" \" # ", 1), "empty in one language"),
            (SOURCES[0].replacen("label.fr = \"", "label.it = \"", 1), "unknown field"),
            (SOURCES[0].replacen("name.en = ", "nom.en = ", 1), "missing field `en`"),
            (format!("{}\n{line}", SOURCES[0]), "line x takes no answer"),
            (format!("{}\n{}", SOURCES[0], line.replace("\"x\"\nf", "\"X 1\"\nf")), "may hold only"),
            (SOURCES[0].replacen("key = \"", "key = \"what\" # ", 1).replacen(
                "[[lines]]",
                "[[lines]]\nkey = \"what\"\nfields = [\"what\"]\nlabel.nl = \"x\"\nlabel.fr = \"x\"\nlabel.de = \"x\"\nlabel.en = \"x\"\n[[lines]]",
                1,
            ), "line what is there twice"),
        ];
        for (source, expected) in cases {
            let fault = Portals::read(&[&source]).unwrap_err();
            assert!(fault.contains(expected), "{fault} should contain {expected}");
        }
        assert!(Portals::read(&[SOURCES[0], SOURCES[0]]).unwrap_err().contains("there twice"));
    }
}
