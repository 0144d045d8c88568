//! Ladders: who is tried when, and by what means, until somebody answers. Dated data; pure.

use std::sync::OnceLock;
use std::time::Duration;

use kernel::Channel;
use kernel::access::Role;
use kernel::time::Time;
use l10n::Zone;
use serde::Deserialize;

use crate::warning::Class;

/// By what means somebody is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// E-mail, to every address of theirs.
    Email,
    /// SMS, to every mobile number of theirs.
    Sms,
    /// A notification to every program of theirs that listens at a URL.
    Webhook,
    /// To every device on which they want to be warned.
    Push,
    /// To every eHealthBox of theirs.
    Ehealthbox,
    /// A person with a telephone and the call list.
    Telephone,
}

impl Means {
    /// Every means by which something is sent.
    pub const SENT: [Self; 5] = [Self::Email, Self::Sms, Self::Webhook, Self::Push, Self::Ehealthbox];

    /// The way it goes; `None` for a person with a telephone.
    pub fn channel(self) -> Option<Channel> {
        match self {
            Self::Email => Some(Channel::Email),
            Self::Sms => Some(Channel::Sms),
            Self::Webhook => Some(Channel::Webhook),
            Self::Push => Some(Channel::Push),
            Self::Ehealthbox => Some(Channel::EhealthBox),
            Self::Telephone => None,
        }
    }
}

/// Who is tried at one moment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Minutes after publication.
    pub after_minutes: u32,
    /// Who, all at once; nobody for the call list.
    pub roles: Vec<Role>,
    /// By what means.
    pub means: Vec<Means>,
}

/// The ladder of one class of warnings, as one file has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// For which warnings.
    pub class: Class,
    /// Its version, part of its name.
    pub version: String,
    /// The day from which it is used, by UTC's calendar.
    #[serde(deserialize_with = "parsed")]
    pub from: jiff::civil::Date,
    /// Whether rungs wait for the morning.
    pub quiet: bool,
    /// When the quiet hours begin.
    #[serde(default, deserialize_with = "parsed")]
    pub quiet_from: jiff::civil::Time,
    /// When the quiet hours end.
    #[serde(default, deserialize_with = "parsed")]
    pub quiet_until: jiff::civil::Time,
    /// What is tried, in order.
    pub rungs: Vec<Rung>,
}

/// A day or an hour, from its text.
fn parsed<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

/// Every ladder.
#[derive(Debug)]
pub struct Ladders(Vec<Ladder>);

impl Ladders {
    /// The ladders this program carries.
    ///
    /// # Panics
    /// When one cannot be read; a test makes sure that none is built in.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Ladders> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::read(crate::data::LADDERS).expect("the embedded ladders are good"))
    }

    /// Reads ladders from the text of their files.
    ///
    /// # Errors
    /// What is wrong and in which ladder.
    pub fn read(files: &[&str]) -> Result<Self, String> {
        let mut ladders: Vec<Ladder> = Vec::new();
        for file in files {
            let ladder: Ladder = toml::from_str(file).map_err(|error| error.to_string())?;
            if let Some(fault) = ladder.fault() {
                return Err(format!("ladder {}: {fault}", ladder.name()));
            }
            if ladders.iter().any(|known| known.name() == ladder.name()) {
                return Err(format!("ladder {} is there twice", ladder.name()));
            }
            ladders.push(ladder);
        }
        Ok(Self(ladders))
    }

    /// The ladder for a class at a moment: the newest that has begun.
    pub fn current(&self, class: Class, at: Time) -> Option<&Ladder> {
        let day = at.timestamp().to_zoned(jiff::tz::TimeZone::UTC).date();
        self.0
            .iter()
            .filter(|ladder| ladder.class == class && ladder.from <= day)
            .max_by_key(|ladder| ladder.from)
    }

    /// The ladder a warning went out with.
    pub fn named(&self, name: &str) -> Option<&Ladder> {
        self.0.iter().find(|ladder| ladder.name() == name)
    }
}

impl Ladder {
    /// Class and version.
    pub fn name(&self) -> String {
        format!("{}/{}", self.class.as_str(), self.version)
    }

    fn fault(&self) -> Option<&'static str> {
        let minutes = self.rungs.iter().map(|rung| rung.after_minutes);
        if self.rungs.first().is_none_or(|first| first.after_minutes != 0 || first.roles.is_empty()) {
            Some("the first rung must try somebody at once")
        } else if minutes.clone().zip(minutes.skip(1)).any(|(one, next)| next <= one) {
            Some("each rung must come later than the one before")
        } else if self.rungs.iter().any(|rung| rung.means.is_empty()) {
            Some("every rung needs a means")
        } else if self.rungs.iter().any(|rung| rung.roles.is_empty() != (rung.means == [Means::Telephone])) {
            Some("a rung of nobody is the call list, and only that one is tried by telephone")
        } else if self.quiet && self.quiet_from == self.quiet_until {
            Some("quiet hours need a beginning and an end")
        } else {
            None
        }
    }

    /// When a rung is due for a warning published at `published`: quiet hours put it off to their end.
    pub fn due(&self, rung: usize, published: Time, zone: &Zone) -> Option<Time> {
        let minutes = u64::from(self.rungs.get(rung)?.after_minutes);
        let due = published.plus(Duration::from_secs(minutes * 60));
        Some(if self.quiet { self.after_quiet(due, zone) } else { due })
    }

    fn after_quiet(&self, at: Time, zone: &Zone) -> Time {
        let local = zone.civil(at.timestamp());
        let (time, from, until) = (local.time(), self.quiet_from, self.quiet_until);
        let over_midnight = from > until;
        let is_quiet =
            if over_midnight { time >= from || time < until } else { time >= from && time < until };
        if !is_quiet {
            return at;
        }
        let day = if over_midnight && time >= from { local.date().tomorrow() } else { Ok(local.date()) };
        let end = day.and_then(|day| day.to_datetime(until).to_zoned(local.time_zone().clone()));
        end.map_or(at, |end| end.timestamp().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    fn brussels() -> Zone {
        Zone::named("Europe/Brussels").unwrap()
    }

    #[test]
    fn every_class_has_a_ladder_that_ends_at_a_telephone_when_it_is_urgent() {
        let ladders = Ladders::embedded();
        for class in Class::ALL.iter().copied() {
            let ladder = ladders.current(class, at("2026-11-25T03:00:00Z")).unwrap();
            assert_eq!(ladders.named(&ladder.name()).unwrap().name(), ladder.name());
            let ends_at_telephone = ladder.rungs.last().unwrap().means == [Means::Telephone];
            let is_calm = matches!(class, Class::Routine | Class::Drill);
            assert_eq!(ends_at_telephone, !is_calm, "{class:?}");
            assert_eq!(ladder.quiet, is_calm, "quiet hours are only for what can wait");
        }
    }

    #[test]
    fn a_flash_warning_wakes_people_and_a_routine_one_does_not() {
        let ladders = Ladders::embedded();
        let night = at("2026-11-25T02:00:00Z");
        let due = |class| ladders.current(class, night).unwrap().due(0, night, &brussels()).unwrap();
        assert_eq!(due(Class::Flash), night);
        assert_eq!(due(Class::Urgent), night);
        assert_eq!(due(Class::Routine), at("2026-11-25T06:30:00Z"));
    }

    #[test]
    fn quiet_hours_end_by_the_clock_on_the_wall_when_clocks_change() {
        let ladder = Ladders::embedded().current(Class::Routine, at("2026-10-24T00:00:00Z")).unwrap();
        // The night of 24 October is an hour longer: the wrong clock would begin an hour early.
        let evening = at("2026-10-24T20:00:00Z");
        assert_eq!(ladder.due(0, evening, &brussels()), Some(at("2026-10-25T06:30:00Z")));
        assert_ne!(at("2026-10-25T06:30:00Z"), evening.plus(Duration::from_secs(570 * 60)));
    }

    #[test]
    fn what_is_wrong_in_a_file_is_said() {
        let file = |rungs: &str| {
            format!("class = \"flash\"\nversion = \"1\"\nfrom = \"2026-01-01\"\nquiet = false\n{rungs}")
        };
        let rung = |after: u32, roles: &str, means: &str| {
            format!("[[rungs]]\nafter_minutes = {after}\nroles = [{roles}]\nmeans = [{means}]\n")
        };
        for (rungs, fault) in [
            (rung(5, "\"director\"", "\"email\""), "at once"),
            (rung(0, "", "\"telephone\""), "at once"),
            (rung(0, "\"director\"", "\"email\"") + &rung(0, "\"deputy\"", "\"email\""), "later"),
            (rung(0, "\"director\"", ""), "needs a means"),
            (rung(0, "\"director\"", "\"telephone\""), "call list"),
            (rung(0, "\"janitor\"", "\"email\""), "unknown variant"),
        ] {
            let error = Ladders::read(&[&file(&rungs)]).unwrap_err();
            assert!(error.contains(fault), "{error}");
        }
    }
}
