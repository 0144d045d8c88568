//! Whom a warning is meant for: a choice by kind, region, network and supplier, single organisations, and choices that
//! were saved under a name. Pure.

use directory::{Candidate, LinkKind, OrganisationKind};
use serde::{Deserialize, Serialize};

/// A choice of organisations. An empty list of kinds, regions, networks or suppliers means every one; an empty choice
/// is nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// Kinds, as stored.
    pub kinds: Vec<String>,
    /// Regions: codes of ISO 3166-2, or countries.
    pub regions: Vec<String>,
    /// Networks they belong to, any of them, by identifier.
    pub networks: Vec<String>,
    /// Suppliers they depend on, any of them, by identifier.
    pub suppliers: Vec<String>,
    /// Single organisations beside those, by identifier.
    pub organisations: Vec<String>,
    /// Choices beside those that were saved under a name, by identifier.
    pub groups: Vec<String>,
}

impl Selection {
    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.organisations.is_empty() && self.groups.is_empty() && !self.is_narrowed()
    }

    /// Whether anything was chosen by what organisations are.
    fn is_narrowed(&self) -> bool {
        [&self.kinds, &self.regions, &self.networks, &self.suppliers].iter().any(|list| !list.is_empty())
    }

    /// Whether an organisation is meant, saved choices apart. Authorities and CSIRTs are not, unless they are chosen by kind or by
    /// name: a choice of a region means who cares for patients there and who serves them.
    pub fn includes(&self, candidate: &Candidate) -> bool {
        if self.organisations.contains(&candidate.id) {
            return true;
        }
        let has_kind = self.kinds.iter().any(|kind| kind == candidate.kind.as_str());
        let is_kind = has_kind || self.kinds.is_empty() && !is_official(candidate.kind);
        let is_region = self.regions.is_empty()
            || self.regions.iter().any(|region| *region == candidate.region || *region == candidate.country);
        let is_linked = |kind: LinkKind, wanted: &[String]| {
            let is_one = |(known, id): &(LinkKind, String)| *known == kind && wanted.contains(id);
            wanted.is_empty() || candidate.links.iter().any(is_one)
        };
        self.is_narrowed()
            && is_kind
            && is_region
            && is_linked(LinkKind::Network, &self.networks)
            && is_linked(LinkKind::Supplier, &self.suppliers)
    }
}

fn is_official(kind: OrganisationKind) -> bool {
    matches!(kind, OrganisationKind::Authority | OrganisationKind::Csirt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: &str, kind: OrganisationKind, region: &str) -> Candidate {
        Candidate {
            id: id.into(),
            kind,
            country: region.split('-').next().unwrap().into(),
            region: region.into(),
            place: None,
            links: Vec::new(),
        }
    }

    fn chosen(kinds: &[&str], regions: &[&str], organisations: &[&str]) -> Vec<&'static str> {
        let all = [
            candidate("lab", OrganisationKind::ClinicalBiologyLab, "BE-VBR"),
            candidate("hospital", OrganisationKind::Hospital, "BE-WLG"),
            candidate("abroad", OrganisationKind::Hospital, "FR"),
            candidate("csirt", OrganisationKind::Csirt, "BE-BRU"),
        ];
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let selection = Selection {
            kinds: list(kinds),
            regions: list(regions),
            organisations: list(organisations),
            ..Selection::default()
        };
        let names = ["lab", "hospital", "abroad", "csirt"];
        names
            .into_iter()
            .zip(&all)
            .filter(|(_, each)| selection.includes(each))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn a_choice_is_of_kinds_in_regions_and_single_ones_beside() {
        assert_eq!(chosen(&[], &[], &[]), Vec::<&str>::new());
        assert_eq!(chosen(&["hospital"], &[], &[]), ["hospital", "abroad"]);
        assert_eq!(chosen(&["hospital"], &["BE"], &[]), ["hospital"]);
        assert_eq!(chosen(&[], &["BE"], &[]), ["lab", "hospital"]);
        assert_eq!(chosen(&["csirt"], &["BE"], &[]), ["csirt"]);
        assert_eq!(chosen(&["hospital"], &["BE-VBR"], &["csirt"]), ["csirt"]);
        assert_eq!(chosen(&[], &[], &["lab"]), ["lab"]);
    }

    #[test]
    fn a_choice_can_be_of_who_depends_on_somebody() {
        let linked = |links: &[(LinkKind, &str)]| Candidate {
            links: links.iter().map(|(kind, id)| (*kind, (*id).to_owned())).collect(),
            ..candidate("lab", OrganisationKind::ClinicalBiologyLab, "BE-VBR")
        };
        let of = |networks: &[&str], suppliers: &[&str], kinds: &[&str]| Selection {
            kinds: kinds.iter().map(|text| (*text).to_owned()).collect(),
            networks: networks.iter().map(|text| (*text).to_owned()).collect(),
            suppliers: suppliers.iter().map(|text| (*text).to_owned()).collect(),
            ..Selection::default()
        };
        let lab = linked(&[(LinkKind::Supplier, "soft"), (LinkKind::Network, "south")]);
        assert!(of(&[], &["soft", "other"], &[]).includes(&lab));
        assert!(of(&["south"], &[], &[]).includes(&lab));
        assert!(of(&["south"], &["soft"], &["clinical_biology_lab"]).includes(&lab));
        assert!(!of(&["south"], &["soft"], &["hospital"]).includes(&lab));
        assert!(!of(&["north"], &["soft"], &[]).includes(&lab));
        assert!(!of(&["soft"], &[], &[]).includes(&lab), "a supplier is no network");
        assert!(!of(&[], &["soft"], &[]).includes(&linked(&[])));
    }
}
