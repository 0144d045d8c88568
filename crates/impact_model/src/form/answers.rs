//! One institution's answers.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Form;
use crate::network::{Amount, Discipline, LinkKind, ServiceKind};

/// One institution's answers. Everything but the institution may be left out; a quantity may be a range: `"8..20"`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The form it answers: `impact-1`; empty means the present one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// Whose answers, by identifier in the shared registry.
    pub institution: String,
    /// Who filled it in, and when.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filled_by: String,
    /// The services it offers; none named: what institutions of its kind usually offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<ServiceKind>,
    /// Beds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beds: Option<Amount>,
    /// How much of each service, and what it can do without what it needs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = one_of(counted())))]
    pub services: BTreeMap<ServiceKind, Volume>,
    /// Who provides something from outside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<External>,
    /// Who takes over analyses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subcontracting: Vec<Subcontract>,
    /// Connections with others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Outside>,
    /// Hours from the first compromised machine to its being noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detect_h: Option<Amount>,
    /// Whether there are backups that an intruder cannot reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_backup: Option<bool>,
    /// When a whole application was last restored from them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_restore_test: Option<When>,
    /// When working without information technology was last practised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_drill: Option<When>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
}

/// How much of a service there is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// How many on an ordinary day, in the unit of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<Amount>,
    /// How many more it could take, in percent of an ordinary day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spare: Option<Amount>,
    /// What it can still do without each of the things it needs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = one_of(needed())))]
    pub without: BTreeMap<ServiceKind, Without>,
}

/// What a service can still do without one of the things it needs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Without {
    /// At once, in percent of an ordinary day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_once: Option<Amount>,
    /// For how many hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Amount>,
    /// After that, in percent of an ordinary day; not more than `at_once`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Amount>,
}

/// Something that is provided from outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct External {
    /// What; `hosting` stands for whoever runs servers or all information technology.
    pub what: ServiceKind,
    /// By whom, by identifier in the shared registry.
    pub supplier: String,
    /// What share of what is needed, in percent; the rest is done in house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Amount>,
    /// Who can step in within a day, by identifier in the shared registry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alternative: String,
}

/// That another laboratory takes analyses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subcontract {
    /// Of which discipline; `general`: all clinical biology.
    pub discipline: Discipline,
    /// Which laboratory, by identifier in the shared registry.
    pub partner: String,
    /// What share of all analyses (or specimens) is of this discipline, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_volume: Option<Amount>,
    /// How many a day the partner can take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<Amount>,
    /// Hours on the road, door to door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport_h: Option<Amount>,
    /// Whether contract and interface are ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<bool>,
}

/// A connection with another institution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outside {
    /// Of what kind.
    pub kind: LinkKind,
    /// With whom, by identifier in the shared registry.
    pub with: String,
    /// Who can cut it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_by: Option<CutBy>,
    /// Hours to cut it, on a working day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_h: Option<Amount>,
    /// Hours to cut it, at night or at weekends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night_h: Option<Amount>,
}

/// Who can cut a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CutBy {
    /// The institution itself.
    Us,
    /// The other end only.
    Them,
    /// Either end.
    Either,
}

/// How long ago something was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Less than a year.
    WithinYear,
    /// Longer.
    Longer,
    /// Never.
    Never,
}

fn one_of(kinds: BTreeSet<ServiceKind>) -> serde_json::Value {
    json!({ "enum": kinds })
}

/// The services whose volume the form asks.
fn counted() -> BTreeSet<ServiceKind> {
    Form::present().services.iter().filter(|one| one.unit.is_some()).map(|one| one.kind).collect()
}

/// What the form asks services to do without.
fn needed() -> BTreeSet<ServiceKind> {
    Form::present().needs.iter().filter(|need| need.asked).map(|need| need.on).collect()
}
