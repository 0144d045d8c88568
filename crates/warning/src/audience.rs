//! Whom a warning is meant for: a choice by kind and region, and single organisations. Pure.

use directory::{Candidate, OrganisationKind};
use serde::{Deserialize, Serialize};

/// A choice of organisations. An empty list of kinds or regions means every one; an empty choice is nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// Kinds, as stored.
    pub kinds: Vec<String>,
    /// Regions: codes of ISO 3166-2, or countries.
    pub regions: Vec<String>,
    /// Single organisations beside those, by identifier.
    pub organisations: Vec<String>,
}

impl Selection {
    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.regions.is_empty() && self.organisations.is_empty()
    }

    /// Whether an organisation is meant. Authorities and CSIRTs are not, unless they are chosen by kind or by
    /// name: a choice of a region means who cares for patients there and who serves them.
    pub fn includes(&self, candidate: &Candidate) -> bool {
        if self.organisations.contains(&candidate.id) {
            return true;
        }
        let has_kind = self.kinds.iter().any(|kind| kind == candidate.kind.as_str());
        let is_kind = has_kind || self.kinds.is_empty() && !is_official(candidate.kind);
        let is_region = self.regions.is_empty()
            || self.regions.iter().any(|region| *region == candidate.region || *region == candidate.country);
        (!self.kinds.is_empty() || !self.regions.is_empty()) && is_kind && is_region
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
        let selection =
            Selection { kinds: list(kinds), regions: list(regions), organisations: list(organisations) };
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
}
