//! What an organisation of the health sector is, and which mandate an authority holds.
//!
//! Only words and rules: rows live in [`crate::store`], numbers in [`crate::identifier`].

use kernel::text_key;

text_key! {
    /// What kind of organisation this is; decides which forms and mandates apply to it.
    OrganisationKind {
        /// A hospital of any type, with all its sites.
        Hospital => "hospital",
        /// A laboratory for clinical biology.
        ClinicalBiologyLab => "clinical_biology_lab",
        /// A laboratory for pathological anatomy.
        PathologyLab => "pathology_lab",
        /// General practitioners, alone or as a group practice.
        GpPractice => "gp_practice",
        /// A nursing home.
        NursingHome => "nursing_home",
        /// A pharmacy open to the public.
        Pharmacy => "pharmacy",
        /// A supplier of information technology to the sector: hosting, laboratory system, network.
        ItSupplier => "it_supplier",
        /// A network of hospitals or laboratories that work together.
        Network => "network",
        /// A public authority; what it must be told about follows from its [`Mandate`]s.
        Authority => "authority",
        /// A computer security incident response team (NIS2 art. 10).
        Csirt => "csirt",
        /// Ambulance, fire or other emergency service.
        EmergencyService => "emergency_service",
        /// Anything else; the name says what.
        Other => "other",
    }
}

impl OrganisationKind {
    /// Whether organisations of this kind may hold mandates, so receive what others report.
    pub const fn may_hold_mandates(self) -> bool {
        matches!(self, Self::Authority | Self::Csirt)
    }

    /// Reads a kind as people write it in a spreadsheet, in four languages and any case.
    pub fn parse_loosely(text: &str) -> Option<Self> {
        let key = text.trim().to_lowercase().replace([' ', '-'], "_");
        Self::parse(&key).or_else(|| {
            Some(match key.as_str() {
                "ziekenhuis" | "hôpital" | "hopital" | "krankenhaus" | "clinic" => Self::Hospital,
                "lab"
                | "labo"
                | "laboratory"
                | "laboratorium"
                | "laboratoire"
                | "labor"
                | "klinisch_laboratorium"
                | "clinical_laboratory"
                | "laboratoire_de_biologie_clinique"
                | "labo_klinische_biologie" => Self::ClinicalBiologyLab,
                "pathology"
                | "pathologie"
                | "anatomopathologie"
                | "labo_pathologische_anatomie"
                | "laboratoire_d'anatomie_pathologique" => Self::PathologyLab,
                "gp"
                | "huisartsenpraktijk"
                | "huisarts"
                | "cabinet_de_médecine_générale"
                | "maison_médicale"
                | "hausarztpraxis" => Self::GpPractice,
                "woonzorgcentrum" | "wzc" | "rusthuis" | "maison_de_repos" | "mrs" | "altenheim"
                | "pflegeheim" => Self::NursingHome,
                "apotheek" | "pharmacie" | "apotheke" => Self::Pharmacy,
                "supplier" | "leverancier" | "fournisseur" | "it_leverancier" | "fournisseur_it" => {
                    Self::ItSupplier
                }
                "netwerk" | "ziekenhuisnetwerk" | "réseau" | "reseau" | "netzwerk" | "verbund" => {
                    Self::Network
                }
                "overheid" | "autorité" | "autorite" | "behörde" => Self::Authority,
                "cert" => Self::Csirt,
                "andere" | "autre" | "andere_organisation" => Self::Other,
                _ => return None,
            })
        })
    }
}

text_key! {
    /// What the law makes an authority responsible for; routing rules name mandates, never authorities.
    Mandate {
        /// National CSIRT and NIS2 authority (NIS2 art. 8 and 10).
        Csirt => "csirt",
        /// Quality of medical laboratories.
        LabQuality => "lab_quality",
        /// Data protection supervisory authority (GDPR art. 51).
        DataProtection => "data_protection",
        /// Medicines and medical devices agency.
        MedicinesAgency => "medicines_agency",
        /// Ministry of health and its crisis cell.
        HealthMinistry => "health_ministry",
        /// Operator of the national eHealth platform.
        EhealthPlatform => "ehealth_platform",
    }
}

text_key! {
    /// The languages organisations are written to in.
    Language {
        /// Dutch.
        Dutch => "nl",
        /// French.
        French => "fr",
        /// German.
        German => "de",
        /// English.
        English => "en",
    }
}

/// Characters an organisation's name may have; the longest of 15,181 real hospital names has 186.
pub const MAX_NAME_CHARS: usize = 240;

/// Two names are the same organisation's when only spaces and capitals differ.
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// A text as the search compares it: folded, and Latin letters without their accents, so that
/// "liege" finds "Liège".
pub fn search_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in fold_name(text).chars() {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => plain.push('a'),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'ď' | 'đ' => plain.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => plain.push('e'),
            'ğ' | 'ģ' => plain.push('g'),
            'ì'..='ï' | 'ī' | 'į' => plain.push('i'),
            'ķ' => plain.push('k'),
            'ļ' | 'ľ' | 'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => plain.push('n'),
            'ò'..='ö' | 'ø' | 'ő' => plain.push('o'),
            'ř' => plain.push('r'),
            'ś' | 'ș' | 'ş' | 'š' => plain.push('s'),
            'ť' | 'ț' | 'ţ' => plain.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => plain.push('u'),
            'ý' | 'ÿ' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ß' => plain.push_str("ss"),
            '’' => plain.push('\''),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back() {
        for kind in OrganisationKind::ALL {
            assert_eq!(OrganisationKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(OrganisationKind::parse_loosely(&kind.as_str().to_uppercase()), Some(*kind));
        }
        for mandate in Mandate::ALL {
            assert_eq!(Mandate::parse(mandate.as_str()), Some(*mandate));
        }
        assert_eq!(OrganisationKind::parse("Hospital"), None);
    }

    #[test]
    fn kinds_are_read_as_people_write_them() {
        let cases = [
            ("Ziekenhuis", OrganisationKind::Hospital),
            ("IT supplier", OrganisationKind::ItSupplier),
            ("GP-practice", OrganisationKind::GpPractice),
            (" woonzorgcentrum ", OrganisationKind::NursingHome),
            ("Labo", OrganisationKind::ClinicalBiologyLab),
        ];
        for (text, kind) in cases {
            assert_eq!(OrganisationKind::parse_loosely(text), Some(kind), "{text}");
        }
        assert_eq!(OrganisationKind::parse_loosely("bakery"), None);
    }

    #[test]
    fn searching_forgives_accents() {
        assert_eq!(search_text("Hôpital  de l’Œuvre, LIÈGE"), "hopital de l'oeuvre, liege");
    }

    #[test]
    fn names_fold_over_spaces_and_capitals_only() {
        assert_eq!(fold_name(" ΓΝ\u{a0} ΠΕΛΛΑΣ\u{a0}"), fold_name("ΓΝ ΠΕΛΛΑΣ"));
        assert_ne!(fold_name("Labo A"), fold_name("LaboA"));
    }
}
