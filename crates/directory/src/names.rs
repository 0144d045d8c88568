//! What kinds and regions are called, for every page that lists organisations.

use l10n::Lang;

use crate::organisation::OrganisationKind;
use crate::words::Words;

/// What an organisation is, in the reader's language.
pub fn kind_name(lang: Lang, kind: OrganisationKind) -> &'static str {
    let l = Words(lang);
    match kind {
        OrganisationKind::Hospital => l.kind_hospital(),
        OrganisationKind::ClinicalBiologyLab => l.kind_clinical_biology_lab(),
        OrganisationKind::PathologyLab => l.kind_pathology_lab(),
        OrganisationKind::GpPractice => l.kind_gp_practice(),
        OrganisationKind::NursingHome => l.kind_nursing_home(),
        OrganisationKind::Pharmacy => l.kind_pharmacy(),
        OrganisationKind::ItSupplier => l.kind_it_supplier(),
        OrganisationKind::Network => l.kind_network(),
        OrganisationKind::Authority => l.kind_authority(),
        OrganisationKind::Csirt => l.kind_csirt(),
        OrganisationKind::EmergencyService => l.kind_emergency_service(),
        OrganisationKind::Other => l.kind_other(),
    }
}

/// Where a region lies, in the reader's language; its code where it has no name here.
pub fn region_name(lang: Lang, region: &str) -> &str {
    let l = Words(lang);
    match region {
        "BE" => l.region_be(),
        "BE-BRU" => l.region_be_bru(),
        "BE-WBR" => l.region_be_wbr(),
        "BE-VBR" => l.region_be_vbr(),
        "BE-VAN" => l.region_be_van(),
        "BE-VLI" => l.region_be_vli(),
        "BE-WLG" => l.region_be_wlg(),
        "BE-WNA" => l.region_be_wna(),
        "BE-WHT" => l.region_be_wht(),
        "BE-WLX" => l.region_be_wlx(),
        "BE-VWV" => l.region_be_vwv(),
        "BE-VOV" => l.region_be_vov(),
        other => other,
    }
}
