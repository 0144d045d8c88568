//! What there is in a network: kinds of institutions, of services, of links, and the disciplines of a laboratory.

/// Declares a closed set, each member with the word that files and answers use for it.
macro_rules! closed {
    ($(#[$about:meta])* $name:ident { $($(#[$member_about:meta])* $member:ident => $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, schemars::JsonSchema, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$member_about])* #[serde(rename = $word)] $member,)+ }

        impl $name {
            /// Every one, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The word that files use.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$member => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                match word {
                    $($word => Ok(Self::$member),)+
                    _ => Err(format!("{word:?} is none of {}", Self::ALL.iter().map(|one| one.word()).collect::<Vec<_>>().join(", "))),
                }
            }
        }
    };
}

closed! {
    /// What an institution is.
    InstitutionKind {
        /// A hospital site.
        Hospital => "hospital",
        /// A medical laboratory outside a hospital.
        Laboratory => "laboratory",
        /// A general practice or a group of them.
        GeneralPractice => "general-practice",
        /// A nursing home.
        NursingHome => "nursing-home",
        /// A pharmacy outside a hospital.
        Pharmacy => "pharmacy",
        /// Whoever runs or hosts information technology for others.
        ItSupplier => "it-supplier",
        /// Anything else that takes part.
        Other => "other",
    }
}

closed! {
    /// What an institution offers, to patients or to other services.
    ServiceKind {
        /// Emergency department. Volume: visits a day.
        EmergencyDepartment => "emergency-department",
        /// Operating rooms. Volume: operations a day.
        OperatingRooms => "operating-rooms",
        /// Intensive care. Volume: admissions a day.
        IntensiveCare => "intensive-care",
        /// Wards. Volume: admissions a day.
        Wards => "wards",
        /// Consultations. Volume: consultations a day.
        Outpatients => "outpatients",
        /// Medical imaging. Volume: examinations a day.
        Radiology => "radiology",
        /// Clinical biology (laboratory medicine without pathology). Volume: analyses a day.
        ClinicalBiology => "clinical-biology",
        /// Anatomical pathology. Volume: specimens a day.
        Pathology => "pathology",
        /// Pharmacy. Volume: deliveries a day.
        Pharmacy => "pharmacy",
        /// Laboratory information system.
        Lis => "lis",
        /// Electronic health record.
        Ehr => "ehr",
        /// Image archive.
        Pacs => "pacs",
        /// Telephony.
        Telephony => "telephony",
        /// Who may sign in to what.
        Identity => "identity",
        /// The data network.
        Network => "network",
        /// Workstations.
        Workstations => "workstations",
        /// Servers run for others or for itself.
        Hosting => "hosting",
    }
}

impl ServiceKind {
    /// Whether patients or samples come to it: it has a volume.
    pub const fn is_clinical(self) -> bool {
        (self as usize) <= (Self::Pharmacy as usize)
    }

    /// Whether it analyses samples.
    pub const fn is_laboratory(self) -> bool {
        matches!(self, Self::ClinicalBiology | Self::Pathology)
    }
}

closed! {
    /// Of what a laboratory's analyses are.
    Discipline {
        /// Not told apart.
        General => "general",
        /// Clinical chemistry.
        Chemistry => "chemistry",
        /// Haematology and coagulation.
        Haematology => "haematology",
        /// Microbiology and virology.
        Microbiology => "microbiology",
        /// Serology and immunology.
        Immunology => "immunology",
        /// Blood bank and transfusion.
        Transfusion => "transfusion",
        /// Toxicology and drug monitoring.
        Toxicology => "toxicology",
        /// Genetics and molecular biology.
        Genetics => "genetics",
        /// Histology.
        Histology => "histology",
        /// Cytology.
        Cytology => "cytology",
    }
}

closed! {
    /// By what two institutions are joined, and malware can travel.
    LinkKind {
        /// One domain or directory of users for both.
        SharedDomain => "shared-domain",
        /// A private network between them.
        Vpn => "vpn",
        /// A supplier's access for maintenance.
        RemoteAccess => "remote-access",
        /// Messages between programs: orders, results, referrals.
        Interface => "interface",
    }
}
