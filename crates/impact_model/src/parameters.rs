//! What the model assumes where a network does not say: every number with its unit, range and source.

use crate::draw::{Chance, Purpose, identity, plausible};
use crate::network::ServiceKind;

/// What a number rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Published figures.
    Published,
    /// Computed from published figures.
    Derived,
    /// Nobody knows: a range wide enough to be honest.
    Assumed,
}

/// Declares every parameter once.
macro_rules! parameters {
    ($($name:ident, $word:literal, $unit:literal, $low:literal, $likely:literal, $high:literal, $basis:ident, $about:literal, $source:literal;)+) => {
        /// A number the model needs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Parameter {
            $(#[doc = $about] $name,)+
        }

        impl Parameter {
            /// Every one, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// What files call it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// In what it is counted.
            pub fn unit(self) -> &'static str {
                match self { $(Self::$name => $unit,)+ }
            }

            /// Its lowest plausible, likeliest and highest plausible value.
            pub fn range(self) -> (f64, f64, f64) {
                match self { $(Self::$name => ($low, $likely, $high),)+ }
            }

            /// What it rests on.
            pub fn basis(self) -> Basis {
                match self { $(Self::$name => Basis::$basis,)+ }
            }

            /// What it is, in a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)+ }
            }

            /// Where its value and range come from.
            pub fn source(self) -> &'static str {
                match self { $(Self::$name => $source,)+ }
            }
        }
    };
}

parameters! {
    SpreadFactor, "spread-factor", "times the rate of a link", 0.3, 1.0, 3.0, Assumed,
        "By what all rates of spread are multiplied.",
        "No published incident lets rates be estimated; a factor of three either way.";
    DetectHours, "detect-hours", "h", 4.0, 24.0, 168.0, Assumed,
        "From the first compromised machine to its being noticed, where an institution does not say.",
        "Human-operated ransomware is noticed when it encrypts, hours to days after entry (HSE 2021: 8 weeks after the first, 1 to 7 days after most hospitals; PwC report).";
    IsolateHours, "isolate-hours", "h", 1.0, 6.0, 24.0, Assumed,
        "From its being noticed to all outside links being cut, where an institution does not say.",
        "HSE 2021 and CHwapi 2021 cut everything within hours of noticing, at night.";
    WarnHours, "warn-hours", "h", 2.0, 24.0, 72.0, Assumed,
        "From one institution's noticing to the warning of those it is linked to.",
        "NIS2 asks for an early warning within 24 h.";
    HeedShare, "heed-share", "share", 0.3, 0.7, 0.95, Assumed,
        "What share of the warned cut the link to the one who warned.",
        "WannaCry 2017: 46 trusts cut off or shut down without being infected, 34 infected (NAO).";
    HeedHours, "heed-hours", "h", 1.0, 4.0, 24.0, Assumed,
        "From being warned to cutting the link.",
        "As for isolating; by day.";
    MinorShare, "minor-share", "share", 0.3, 0.5, 0.7, Assumed,
        "What share of compromises are minor: found early, few machines.",
        "374 attacks in the United States: 44 % disrupted care at all (Neprash 2022).";
    MinorDays, "minor-days", "d", 2.0, 3.0, 4.0, Derived,
        "Recovery time constant of a minor compromise.",
        "CHwapi 2021: operating rooms open again within 3 days.";
    MinorDepth, "minor-depth", "share", 0.1, 0.3, 0.6, Assumed,
        "What share of a hit service is lost in a minor compromise.",
        "CHwapi 2021: 80 of 300 servers.";
    MajorDays, "major-days", "d", 18.0, 30.0, 55.0, Derived,
        "Median of the recovery time constant of a major compromise.",
        "HSE 29, UVM 34, Synnovis 28 to 31, Corbeil-Essonnes 44 days, from published shares restored.";
    MajorSpread, "major-spread", "log-normal sigma", 0.2, 0.34, 0.5, Derived,
        "How much that time constant differs between institutions.",
        "90 % between 18 and 55 days around a median of 30.";
    MajorDepth, "major-depth", "share", 0.8, 0.95, 1.0, Derived,
        "What share of a hit service is lost in a major compromise.",
        "Synnovis 2024: capacity 10 % in the first week; Düsseldorf 2020: operations 70 to 120 down to 10 to 15 a day.";
    HitShare, "hit-share", "share", 0.7, 0.9, 1.0, Assumed,
        "How likely a service of a compromised institution is itself hit.",
        "HSE 2021: nearly all systems; Clínic Barcelona 2023: walk-ins kept.";
    StartDays, "restore-start-days", "d", 0.5, 2.0, 7.0, Assumed,
        "From noticing to the start of restoring: containment and forensics.",
        "Synnovis 2024: 10 % for the first week; CHwapi 2021: first services on day 2.";
    NoBackupFactor, "no-backup-factor", "times", 1.0, 1.5, 3.0, Assumed,
        "How much longer recovery takes without backups out of reach.",
        "HSE 2021 had the key and still needed 130 days; no controlled comparison is published.";
    FactorLaboratory, "recovery-laboratory", "times", 0.25, 0.35, 0.6, Derived,
        "Recovery of laboratory systems, relative to the whole.",
        "Vivalia 2022: laboratories 85 % on day 20 (11 days) against 56 to 62 days for workstations.";
    FactorImaging, "recovery-imaging", "times", 0.3, 0.5, 0.8, Assumed,
        "Recovery of imaging, relative to the whole.",
        "Between laboratory and record; HSE 2021 restored imaging early.";
    FactorRecord, "recovery-record", "times", 0.6, 0.8, 1.0, Derived,
        "Recovery of the health record, relative to the whole.",
        "UVM 2020: record back on day 25, more than 40 for others.";
    FactorWorkstations, "recovery-workstations", "times", 1.2, 2.0, 2.5, Derived,
        "Recovery of workstations, relative to the whole.",
        "Vivalia 2022: 828 of 3,000 machines on day 20, 1,300 on day 32.";
    FactorFoundation, "recovery-foundation", "times", 0.15, 0.3, 0.5, Assumed,
        "Recovery of network, identity, telephony and hosting, relative to the whole: they come first.",
        "Restoration plans bring back identity and network first; no published times.";
    FactorClinical, "recovery-clinical", "times", 0.1, 0.2, 0.4, Assumed,
        "Recovery of clinical work itself, relative to the whole: people and devices that need little of their own.",
        "Clinical work lags what it depends on, which the model has apart.";
    AmbulanceShare, "ambulance-share", "share of visits", 0.1, 0.2, 0.35, Derived,
        "What share of emergency visits comes by ambulance.",
        "San Diego 2021: 66 % of the extra visits were ambulances, while ambulances were about a fifth of visits (Dameff 2023).";
    WalkInLeave, "walk-in-leave", "share", 0.1, 0.3, 0.6, Derived,
        "What share of the walk-ins an emergency department cannot see goes to another; the rest waits.",
        "San Diego 2021: about 45 % of visits diverted, ambulances about all (Dameff 2023, our arithmetic).";
    AmbulanceKm, "ambulance-km", "km", 5.0, 15.0, 30.0, Assumed,
        "Distance over which the pull of an emergency department on ambulances falls to 37 %.",
        "Belgian emergency departments: the nearest other one is 6 km away at the median, 22 km for the remotest 5 %.";
    WalkInKm, "walk-in-km", "km", 3.0, 8.0, 20.0, Assumed,
        "The same for patients who come by themselves.",
        "As above; people know the next hospital.";
    AnalysisKm, "analysis-km", "km", 20.0, 80.0, 200.0, Assumed,
        "The same for samples.",
        "Synnovis 2024 and UVM 2020 sent samples to laboratories of the wider region.";
    RoadFactor, "road-factor", "times", 1.2, 1.3, 1.5, Published,
        "How much longer the road is than the crow's way.",
        "Detour indices of European road networks are 1.2 to 1.4.";
    RoadSpeed, "road-speed", "km/h", 40.0, 60.0, 80.0, Assumed,
        "How fast samples travel, stops included.",
        "Mixed roads.";
    Openness, "openness", "share", 0.1, 0.3, 0.6, Assumed,
        "What share of a laboratory's spare capacity is open to one without an agreement.",
        "UVM 2020 sent out 49 % of surgical and 81 % of cytology specimens.";
    OpenAfterHours, "open-after-hours", "h", 24.0, 48.0, 168.0, Assumed,
        "When samples start to go to a laboratory without a contract.",
        "Orders, labels and results must be agreed upon first.";
    LaboratorySpare, "laboratory-spare", "share of the volume", 0.05, 0.2, 0.4, Assumed,
        "Spare capacity of a laboratory, where it does not say.",
        "Automated lines have reserve by day; no survey is published.";
    ClinicalSpare, "clinical-spare", "share of the volume", 0.05, 0.15, 0.3, Assumed,
        "Spare capacity of other clinical services, where they do not say.",
        "Bed occupancy of 75 to 90 % in OECD statistics.";
    UrgentAnalyses, "urgent-analyses", "share", 0.2, 0.35, 0.5, Assumed,
        "What share of analyses cannot wait.",
        "Emergency and ward requests against those of practices.";
    UrgentOperations, "urgent-operations", "share", 0.15, 0.25, 0.4, Assumed,
        "What share of operations cannot wait.",
        "Elective work is most of surgery in OECD statistics.";
    UrgentConsultations, "urgent-consultations", "share", 0.03, 0.08, 0.2, Assumed,
        "What share of consultations and examinations cannot wait.",
        "HSE 2021: outpatients fell by 70 to 80 %: most could be put off.";
    UrgentAdmissions, "urgent-admissions", "share", 0.4, 0.6, 0.8, Assumed,
        "What share of admissions cannot wait.",
        "HSE 2021: inpatients fell by 50 %.";
    GiveUpPerDay, "give-up-per-day", "share per day", 0.0, 0.01, 0.04, Assumed,
        "What share of those who wait is cancelled on a day.",
        "Synnovis 2024: 10,054 outpatient appointments postponed in ten weeks; how many were never held is not published.";
    CatchUp, "catch-up", "share of spare capacity", 0.2, 0.5, 0.9, Assumed,
        "What share of spare capacity goes to those who wait.",
        "Staff is short after a crisis.";
}

impl Parameter {
    /// How much faster or slower a kind of service recovers than the whole.
    pub fn recovery_of(kind: ServiceKind) -> Self {
        match kind {
            ServiceKind::ClinicalBiology | ServiceKind::Pathology | ServiceKind::Lis => {
                Self::FactorLaboratory
            }
            ServiceKind::Radiology | ServiceKind::Pacs => Self::FactorImaging,
            ServiceKind::Ehr | ServiceKind::Pharmacy => Self::FactorRecord,
            ServiceKind::Workstations => Self::FactorWorkstations,
            ServiceKind::Telephony | ServiceKind::Identity | ServiceKind::Network | ServiceKind::Hosting => {
                Self::FactorFoundation
            }
            ServiceKind::EmergencyDepartment
            | ServiceKind::OperatingRooms
            | ServiceKind::IntensiveCare
            | ServiceKind::Wards
            | ServiceKind::Outpatients => Self::FactorClinical,
        }
    }

    /// What share of a kind of clinical service's volume cannot wait. Emergency visits never wait for another day.
    pub fn urgent_of(kind: ServiceKind) -> Option<Self> {
        match kind {
            ServiceKind::ClinicalBiology | ServiceKind::Pathology => Some(Self::UrgentAnalyses),
            ServiceKind::OperatingRooms => Some(Self::UrgentOperations),
            ServiceKind::Outpatients | ServiceKind::Radiology | ServiceKind::Pharmacy => {
                Some(Self::UrgentConsultations)
            }
            ServiceKind::Wards | ServiceKind::IntensiveCare => Some(Self::UrgentAdmissions),
            _ => None,
        }
    }

    /// Finds one by what files call it.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }
}

/// A value for every parameter, and the range in which it may lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    ranges: Vec<(f64, f64, f64)>,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { ranges: Parameter::ALL.iter().map(|one| one.range()).collect() }
    }
}

impl Parameters {
    /// The value: the likeliest.
    pub fn get(&self, parameter: Parameter) -> f64 {
        self.range(parameter).1
    }

    /// Lowest, likeliest, highest.
    pub fn range(&self, parameter: Parameter) -> (f64, f64, f64) {
        self.ranges.get(parameter as usize).copied().unwrap_or_else(|| parameter.range())
    }

    /// Sets one to an exact value.
    pub fn set(&mut self, parameter: Parameter, value: f64) {
        self.set_range(parameter, (value, value, value));
    }

    /// Sets one to a range: lowest, likeliest, highest, which must rise.
    pub fn set_range(&mut self, parameter: Parameter, range: (f64, f64, f64)) {
        if let Some(old) = self.ranges.get_mut(parameter as usize) {
            *old = range;
        }
    }

    /// One plausible set of values: each drawn from its range ([`plausible`]). `number` tells the sets apart; set 0 is
    /// the likeliest one, undrawn.
    #[must_use]
    pub fn drawn(&self, seed: u64, number: u32) -> Self {
        if number == 0 {
            return Self {
                ranges: self.ranges.iter().map(|&(_, likely, _)| (likely, likely, likely)).collect(),
            };
        }
        let chance = Chance::new(seed, number);
        let draw = |parameter: &Parameter| {
            let (low, likely, high) = self.range(*parameter);
            let value =
                plausible(low, likely, high, chance.unit(Purpose::Parameter, identity(parameter.word())));
            (value, value, value)
        };
        Self { ranges: Parameter::ALL.iter().map(draw).collect() }
    }
}
