//! The network: institutions, the services they offer, on what those depend, and by what malware can travel.
//!
//! A [`Network`] is a description: what was read or generated, with what is known and what was assumed told apart. It
//! is simulated once it has been turned into a [`crate::model::Model`].

pub mod amount;
pub mod check;
pub mod kinds;
pub(crate) mod nearby;

use serde::{Deserialize, Serialize};

pub use amount::Amount;
pub use check::{Problem, Subject};
pub use kinds::{Discipline, InstitutionKind, LinkKind, ServiceKind};

/// A position: degrees north and east (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Position {
    /// Degrees north, from −90 to 90.
    pub lat: f64,
    /// Degrees east, from −180 to 180.
    pub lon: f64,
}

impl Position {
    /// The mean radius of the earth, in kilometres.
    pub(crate) const EARTH_KM: f64 = 6371.0;

    /// As the crow flies, in kilometres (haversine).
    pub fn km_to(self, other: Self) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = libm::sin((b - a) / 2.0);
        let half_lon = libm::sin((other.lon - self.lon).to_radians() / 2.0);
        let h = half_lat * half_lat + libm::cos(a) * libm::cos(b) * half_lon * half_lon;
        2.0 * Self::EARTH_KM * libm::asin(libm::sqrt(h).min(1.0))
    }
}

/// A place where health care is given, or whoever keeps one running.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Its stable identifier, unique in the network; no `/` in it. Chance follows it, not its place in the file.
    pub id: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is.
    pub kind: InstitutionKind,
    /// Two letters (ISO 3166-1; EL and UK as the European Union writes them are allowed).
    pub country: String,
    /// Province, county or the like; empty when not told apart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Where it is; without one, nothing can be sent to it by distance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Who runs its information technology, by identifier of an institution or as a plain name; empty: itself.
    /// Institutions with the same operator are not independent of each other.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator: String,
    /// Beds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beds: Option<Amount>,
    /// Hours from the first compromised machine to its being noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detect_h: Option<Amount>,
    /// Hours from its being noticed to all outside links being cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isolate_h: Option<Amount>,
    /// Whether there are backups that malware cannot reach and that were restored once. 1 yes, 0 no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_backup: Option<Amount>,
}

/// Which service: of which institution, of what kind and, for a laboratory, of which discipline. Written
/// `institution/kind` or `institution/kind/discipline`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId {
    /// The institution's identifier.
    pub institution: String,
    /// The kind.
    pub kind: ServiceKind,
    /// The discipline; [`Discipline::General`] when not told apart.
    pub discipline: Discipline,
}

impl std::fmt::Display for ServiceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { institution, kind, discipline } = self;
        match discipline {
            Discipline::General => write!(f, "{institution}/{kind}"),
            discipline => write!(f, "{institution}/{kind}/{discipline}"),
        }
    }
}

impl std::str::FromStr for ServiceId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split('/');
        let (Some(institution), Some(kind), discipline, None) =
            (parts.next().filter(|id| !id.is_empty()), parts.next(), parts.next(), parts.next())
        else {
            return Err(format!(
                "{text:?} is no service: write institution/kind or institution/kind/discipline"
            ));
        };
        let discipline = discipline.map_or(Ok(Discipline::General), str::parse)?;
        Ok(Self { institution: institution.to_owned(), kind: kind.parse()?, discipline })
    }
}

impl Serialize for ServiceId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ServiceId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for ServiceId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ServiceId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "institution/kind or institution/kind/discipline",
            "type": "string",
            "pattern": "^[^/]+/[a-z-]+(/[a-z-]+)?$"
        })
    }
}

/// Something an institution offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Which.
    pub id: ServiceId,
    /// How many patients or analyses come on a day (the unit is that of the kind); none for what serves other services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<Amount>,
    /// How many it could take on a day when all is well; at least `per_day`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_per_day: Option<Amount>,
}

/// One of those that can provide what a service depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Which service provides it.
    pub service: ServiceId,
    /// What share of the need it can meet alone, from 0 to 1. Shares may add up to more than 1: then there is a reserve.
    pub share: Amount,
}

/// That a service depends on something, and how well it does without (downtime procedures).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dependency {
    /// Which service depends.
    pub service: ServiceId,
    /// On whom; several are interchangeable.
    pub on: Vec<Provider>,
    /// What share is lost at once without it, from 0 to 1.
    pub first_loss: Amount,
    /// What share is lost once the buffer has run out, from `first_loss` to 1.
    pub later_loss: Amount,
    /// How many hours the downtime procedure carries.
    pub buffer_h: Amount,
    /// How many hours of entering what was kept on paper follow.
    pub reentry_h: Amount,
    /// What share of the provision can be missing before anything is lost, because the urgent goes first; from 0 to 1.
    pub threshold: Amount,
}

/// By what two institutions are joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Its stable identifier, unique in the network.
    pub id: String,
    /// One end, by identifier of the institution.
    pub a: String,
    /// The other end.
    pub b: String,
    /// Of what kind.
    pub kind: LinkKind,
    /// How often malware on one end would take the other, per day (a rate).
    pub spread_per_day: Amount,
    /// Whether what the two ends provide for each other goes over it, so that cutting it stops that too.
    #[serde(default = "yes")]
    pub carries: bool,
}

fn yes() -> bool {
    true
}

/// That one laboratory will take analyses of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Whose analyses.
    pub from: ServiceId,
    /// Who takes them; the same kind and discipline.
    pub to: ServiceId,
    /// How many a day.
    pub per_day: Amount,
    /// Hours on the road, door to door.
    pub transport_h: Amount,
    /// Whether there is a contract, and an interface for orders and results: then it starts at once.
    pub contract: bool,
}

/// A whole network.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// What it is of, for people.
    #[serde(default)]
    pub name: String,
    /// Where what is known comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Institutions.
    pub institutions: Vec<Institution>,
    /// Services.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Dependencies.
    #[serde(default)]
    pub dependencies: Vec<Dependency>,
    /// Links.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Agreements between laboratories.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
}
