//! Everything that is assumed when a network is filled in: each number with its source, or with the word "assumed".

use serde::Serialize;

use crate::network::{Amount, Discipline, InstitutionKind, LinkKind, ServiceKind};

/// How many beds a hospital site has, where nobody says: log-normal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BedPrior {
    /// For which country; empty: for those that have no row of their own.
    pub country: &'static str,
    /// The median.
    pub median: f64,
    /// The standard deviation of the natural logarithm.
    pub sigma: f64,
    /// From how many sites both were computed.
    pub known: u32,
}

/// Which institutions have a service, and how much comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ServicePrior {
    /// Of which institutions.
    pub at: InstitutionKind,
    /// The service.
    pub kind: ServiceKind,
    /// The discipline, for laboratories.
    pub discipline: Discipline,
    /// With so many beds, half of the hospital sites have it; 0: all. Other institutions always have it.
    pub half_at_beds: f64,
    /// Whether psychiatry, rehabilitation and long stay have it too.
    pub specialised: bool,
    /// What comes on a day: for each bed where beds count, otherwise in all. None for what serves other services.
    pub per_day: Option<Amount>,
    /// Where the volume comes from.
    pub source: &'static str,
}

/// How a kind of service fares without another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DependencyPrior {
    /// What depends.
    pub dependent: ServiceKind,
    /// On what.
    pub provider: ServiceKind,
    /// What share is lost at once (`w1`).
    pub first_loss: Amount,
    /// What share is lost once the buffer has run out (`w2`).
    pub later_loss: Amount,
    /// How many hours the downtime procedure carries (`B`).
    pub buffer_h: Amount,
    /// How many hours of entering what was kept on paper follow (`L`).
    pub reentry_h: Amount,
    /// What share can be missing before anything is lost (`θ`).
    pub threshold: Amount,
    /// Where these come from.
    pub source: &'static str,
}

/// How readily malware takes a kind of link.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LinkPrior {
    /// The kind.
    pub kind: LinkKind,
    /// How often malware on one end takes the other, per day.
    pub spread_per_day: Amount,
    /// Which institutions are joined by it.
    pub joins: &'static str,
    /// Where the rate comes from.
    pub source: &'static str,
}

/// How information technology is shared within a country.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HostPrior {
    /// For which country; empty: for those that have no row of their own.
    pub country: &'static str,
    /// What share of sites one national host runs.
    pub national: f64,
    /// What share of sites a regional host runs.
    pub regional: f64,
    /// One site in so many is the seat of a regional host; those it runs are the ones nearest to it.
    pub sites_per_seat: f64,
    /// Where these come from.
    pub source: &'static str,
}

/// Who sells and maintains a kind of system.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VendorPrior {
    /// The system.
    pub product: ServiceKind,
    /// Shares of vendors that sell everywhere, largest first.
    pub everywhere: Vec<f64>,
    /// Shares of vendors that sell in one country, largest first. What is left has no vendor with access.
    pub national: Vec<f64>,
    /// For what share of its hospital customers a vendor runs the system on its own servers.
    pub hosts: f64,
    /// The same for other customers: practices and homes.
    pub hosts_small: f64,
}

/// All that is assumed. [`Filling::default`] is what `docs/impact/data.md` lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Filling {
    /// Beds, by country.
    pub beds: Vec<BedPrior>,
    /// How steeply the share of sites that have a service rises with the logarithm of beds (logistic).
    pub steepness: f64,
    /// Services.
    pub services: Vec<ServicePrior>,
    /// Dependencies.
    pub dependencies: Vec<DependencyPrior>,
    /// Links.
    pub links: Vec<LinkPrior>,
    /// Shared information technology, by country.
    pub hosts: Vec<HostPrior>,
    /// Vendors.
    pub vendors: Vec<VendorPrior>,
    /// The country given to vendors that sell everywhere.
    pub vendor_country: String,
    /// What share of the sites that a host runs is in its domain; the others reach it over a private network.
    pub shared_domain: f64,
    /// With so many of the nearest hospital sites a hospital site exchanges orders, results and referrals.
    pub hospital_neighbours: usize,
    /// The same for a practice, home, pharmacy or laboratory.
    pub other_neighbours: usize,
    /// Nobody is near beyond this distance, in kilometres.
    pub reach_km: f64,
    /// What share of institutions has backups out of reach.
    pub offline_backup: f64,
    /// What share of laboratory services has an agreement with the nearest of its kind.
    pub agreements: f64,
}

/// Not a source.
const ASSUMED: &str = "assumed";

/// A range nobody stated.
const fn range(low: f32, likely: f32, high: f32) -> Amount {
    Amount::between(low, likely, high).assumed()
}

impl Default for Filling {
    fn default() -> Self {
        Self {
            beds: BEDS.to_vec(),
            steepness: 2.97,
            services: SERVICES.to_vec(),
            dependencies: DEPENDENCIES.to_vec(),
            links: LINKS.to_vec(),
            hosts: HOSTS.to_vec(),
            vendors: vendors(),
            vendor_country: "DE".to_owned(),
            shared_domain: 0.5,
            hospital_neighbours: 5,
            other_neighbours: 2,
            reach_km: 150.0,
            offline_backup: 0.7,
            agreements: 0.0,
        }
    }
}

impl Filling {
    /// The beds of a country.
    pub fn beds_of(&self, country: &str) -> Option<&BedPrior> {
        self.beds
            .iter()
            .find(|row| row.country == country)
            .or_else(|| self.beds.iter().find(|row| row.country.is_empty()))
    }

    /// The hosts of a country.
    pub fn hosts_of(&self, country: &str) -> Option<&HostPrior> {
        self.hosts
            .iter()
            .find(|row| row.country == country)
            .or_else(|| self.hosts.iter().find(|row| row.country.is_empty()))
    }

    /// The rate of a kind of link; 0 without a row.
    pub fn spread_of(&self, kind: LinkKind) -> Amount {
        self.links
            .iter()
            .find(|row| row.kind == kind)
            .map_or(Amount::known(0.0).assumed(), |row| row.spread_per_day)
    }
}

/// Maximum likelihood from the sites of the GISCO file that have more than 0 beds, in countries with 30 or more.
const BEDS: &[BedPrior] = &[
    BedPrior { country: "AT", median: 147.0, sigma: 1.07, known: 263 },
    BedPrior { country: "BE", median: 175.0, sigma: 1.01, known: 259 },
    BedPrior { country: "BG", median: 89.0, sigma: 1.00, known: 344 },
    BedPrior { country: "ES", median: 111.0, sigma: 1.11, known: 809 },
    BedPrior { country: "HU", median: 445.0, sigma: 0.97, known: 101 },
    BedPrior { country: "IT", median: 104.0, sigma: 0.99, known: 1283 },
    BedPrior { country: "LT", median: 86.0, sigma: 1.19, known: 142 },
    BedPrior { country: "LV", median: 105.0, sigma: 1.17, known: 34 },
    BedPrior { country: "RO", median: 234.0, sigma: 0.86, known: 178 },
    BedPrior { country: "", median: 120.0, sigma: 1.08, known: 3427 },
];

/// A service of a hospital site that patients or samples come to.
const fn clinical(
    kind: ServiceKind,
    half_at_beds: f64,
    specialised: bool,
    per_bed: Amount,
    source: &'static str,
) -> ServicePrior {
    ServicePrior {
        at: InstitutionKind::Hospital,
        kind,
        discipline: Discipline::General,
        half_at_beds,
        specialised,
        per_day: Some(per_bed),
        source,
    }
}

/// A service of a hospital site that serves others.
const fn technical(kind: ServiceKind, half_at_beds: f64, specialised: bool) -> ServicePrior {
    ServicePrior {
        at: InstitutionKind::Hospital,
        kind,
        discipline: Discipline::General,
        half_at_beds,
        specialised,
        per_day: None,
        source: ASSUMED,
    }
}

/// A service of an institution that is no hospital.
const fn outside(at: InstitutionKind, kind: ServiceKind, per_day: Option<Amount>) -> ServicePrior {
    ServicePrior {
        at,
        kind,
        discipline: Discipline::General,
        half_at_beds: 0.0,
        specialised: true,
        per_day,
        source: ASSUMED,
    }
}

use InstitutionKind as I;
use ServiceKind as S;

const SERVICES: &[ServicePrior] = &[
    clinical(
        S::EmergencyDepartment,
        133.0,
        false,
        range(0.1, 0.2, 0.35),
        "half at 133 beds, steepness 2.97: logistic fit to the 183 Belgian sites that have beds and no word of specialised care in their names; visits: Düsseldorf 2020, 120 to 140 a day with about 1,000 inpatients, as the lower end",
    ),
    clinical(
        S::OperatingRooms,
        170.0,
        false,
        range(0.05, 0.08, 0.12),
        "Düsseldorf 2020: 70 to 120 operations a day with about 1,000 inpatients; share assumed",
    ),
    clinical(S::IntensiveCare, 350.0, false, range(0.005, 0.01, 0.02), ASSUMED),
    clinical(
        S::Wards,
        0.0,
        true,
        range(0.02, 0.1, 0.16),
        "stays of about 7 days (Düsseldorf 2020: 7.2) at three quarters occupancy; long stay as the lower end",
    ),
    clinical(S::Outpatients, 110.0, true, range(0.4, 0.8, 1.6), ASSUMED),
    clinical(S::Radiology, 150.0, false, range(0.2, 0.5, 1.0), ASSUMED),
    clinical(S::ClinicalBiology, 170.0, false, range(8.0, 20.0, 40.0), ASSUMED),
    ServicePrior {
        discipline: Discipline::Microbiology,
        ..clinical(S::ClinicalBiology, 600.0, false, range(0.5, 1.5, 4.0), ASSUMED)
    },
    clinical(S::Pathology, 600.0, false, range(0.03, 0.08, 0.2), ASSUMED),
    clinical(S::Pharmacy, 200.0, true, range(1.0, 2.0, 4.0), ASSUMED),
    technical(S::Lis, 170.0, false),
    technical(S::Ehr, 0.0, true),
    technical(S::Pacs, 200.0, false),
    technical(S::Telephony, 450.0, true),
    technical(S::Identity, 450.0, true),
    technical(S::Network, 0.0, true),
    technical(S::Workstations, 300.0, true),
    technical(S::Hosting, 350.0, true),
    outside(I::Laboratory, S::ClinicalBiology, Some(range(500.0, 3000.0, 15000.0))),
    ServicePrior {
        discipline: Discipline::Microbiology,
        ..outside(I::Laboratory, S::ClinicalBiology, Some(range(50.0, 200.0, 1000.0)))
    },
    outside(I::Laboratory, S::Pathology, Some(range(10.0, 60.0, 300.0))),
    outside(I::Laboratory, S::Lis, None),
    outside(I::Laboratory, S::Network, None),
    outside(I::GeneralPractice, S::Outpatients, Some(range(15.0, 35.0, 100.0))),
    outside(I::GeneralPractice, S::Ehr, None),
    outside(I::GeneralPractice, S::Network, None),
    outside(I::NursingHome, S::Wards, Some(range(0.001, 0.002, 0.005))),
    outside(I::NursingHome, S::Ehr, None),
    outside(I::NursingHome, S::Network, None),
    outside(I::Pharmacy, S::Pharmacy, Some(range(50.0, 150.0, 400.0))),
    outside(I::Pharmacy, S::Network, None),
    outside(I::Other, S::Network, None),
    outside(I::ItSupplier, S::Network, None),
    outside(I::ItSupplier, S::Hosting, None),
];

/// A row of the table, in the order of its columns.
const fn without(
    dependent: ServiceKind,
    provider: ServiceKind,
    losses: [Amount; 2],
    hours: [Amount; 2],
    threshold: Amount,
    source: &'static str,
) -> DependencyPrior {
    let [first_loss, later_loss] = losses;
    let [buffer_h, reentry_h] = hours;
    DependencyPrior { dependent, provider, first_loss, later_loss, buffer_h, reentry_h, threshold, source }
}

/// Nothing, for sure.
const NONE: Amount = range(0.0, 0.0, 0.0);
/// Everything, for sure.
const ALL: Amount = range(1.0, 1.0, 1.0);
/// The buffer of a health record: planned for 3 to 5 days.
const RECORD_BUFFER: Amount = range(72.0, 96.0, 120.0);
/// Entering what was kept on paper.
const PAPER: Amount = range(12.0, 48.0, 168.0);

const DEPENDENCIES: &[DependencyPrior] = &[
    without(
        S::EmergencyDepartment,
        S::Ehr,
        [range(0.05, 0.15, 0.3), range(0.2, 0.4, 0.7)],
        [RECORD_BUFFER, PAPER],
        NONE,
        "at once: emergency visits −10 to −19 % in week 1 (Neprash 2024); buffer: UVM 2020 planned for 3 to 5 days; later: San Diego 2021, 45 % diverted",
    ),
    without(
        S::EmergencyDepartment,
        S::ClinicalBiology,
        [range(0.1, 0.3, 0.5), range(0.3, 0.5, 0.8)],
        [range(2.0, 6.0, 24.0), NONE],
        range(0.2, 0.37, 0.5),
        "θ as for operations; losses assumed (blood result 2 h → 10 h: HSE 2021)",
    ),
    without(
        S::EmergencyDepartment,
        S::Radiology,
        [range(0.2, 0.4, 0.6), range(0.3, 0.6, 0.8)],
        [range(1.0, 4.0, 12.0), NONE],
        range(0.1, 0.3, 0.5),
        "assumed; stroke and heart-attack codes diverted, walk-ins kept (Clínic Barcelona 2023)",
    ),
    without(
        S::EmergencyDepartment,
        S::Network,
        [range(0.05, 0.1, 0.3), range(0.1, 0.3, 0.6)],
        [range(2.0, 8.0, 24.0), NONE],
        NONE,
        ASSUMED,
    ),
    without(
        S::EmergencyDepartment,
        S::Telephony,
        [range(0.0, 0.1, 0.2), range(0.1, 0.2, 0.4)],
        [range(4.0, 12.0, 48.0), NONE],
        NONE,
        ASSUMED,
    ),
    without(
        S::OperatingRooms,
        S::Ehr,
        [range(0.3, 0.5, 0.7), range(0.5, 0.75, 0.9)],
        [range(24.0, 72.0, 96.0), PAPER],
        NONE,
        "day cases −60 % on day 6 (HSE 2021); 70 to 120 → 10 to 15 operations a day (Düsseldorf 2020)",
    ),
    without(
        S::OperatingRooms,
        S::ClinicalBiology,
        [range(0.4, 0.6, 0.8), range(0.6, 0.85, 0.95)],
        [range(6.0, 24.0, 72.0), NONE],
        range(0.2, 0.37, 0.5),
        "θ: electives lost at laboratory deficits of 0.90 and 0.46 (Synnovis 2024, two points); losses assumed",
    ),
    without(
        S::OperatingRooms,
        S::Radiology,
        [range(0.1, 0.3, 0.5), range(0.3, 0.5, 0.7)],
        [range(4.0, 24.0, 48.0), NONE],
        range(0.2, 0.37, 0.5),
        "θ as for clinical biology; losses assumed",
    ),
    without(
        S::OperatingRooms,
        S::Pathology,
        [range(0.0, 0.05, 0.1), range(0.1, 0.3, 0.5)],
        [range(24.0, 96.0, 168.0), NONE],
        range(0.2, 0.37, 0.5),
        "θ as for clinical biology; losses assumed",
    ),
    without(
        S::IntensiveCare,
        S::Ehr,
        [range(0.05, 0.15, 0.3), range(0.2, 0.4, 0.6)],
        [RECORD_BUFFER, PAPER],
        NONE,
        "buffer: UVM 2020; losses assumed",
    ),
    without(
        S::IntensiveCare,
        S::ClinicalBiology,
        [range(0.1, 0.3, 0.5), range(0.4, 0.7, 0.9)],
        [range(2.0, 6.0, 24.0), NONE],
        range(0.2, 0.37, 0.5),
        "θ as for operations; losses assumed",
    ),
    without(
        S::IntensiveCare,
        S::Radiology,
        [range(0.0, 0.1, 0.2), range(0.1, 0.3, 0.5)],
        [range(4.0, 12.0, 24.0), NONE],
        range(0.1, 0.3, 0.5),
        ASSUMED,
    ),
    without(
        S::Wards,
        S::Ehr,
        [range(0.08, 0.16, 0.3), range(0.3, 0.5, 0.65)],
        [RECORD_BUFFER, PAPER],
        NONE,
        "at once: inpatients −14.7 to −16.9 % in week 1 (Neprash 2024); later: −50 % on day 6 (HSE 2021); buffer: UVM 2020",
    ),
    without(
        S::Wards,
        S::ClinicalBiology,
        [range(0.05, 0.15, 0.3), range(0.2, 0.4, 0.6)],
        [range(12.0, 24.0, 72.0), NONE],
        range(0.2, 0.37, 0.5),
        "θ as for operations; losses assumed",
    ),
    without(
        S::Wards,
        S::Pharmacy,
        [range(0.0, 0.05, 0.1), range(0.1, 0.3, 0.5)],
        [range(12.0, 48.0, 96.0), NONE],
        range(0.1, 0.2, 0.4),
        ASSUMED,
    ),
    without(
        S::Wards,
        S::Network,
        [range(0.0, 0.05, 0.1), range(0.1, 0.2, 0.4)],
        [range(4.0, 12.0, 48.0), NONE],
        NONE,
        ASSUMED,
    ),
    without(
        S::Outpatients,
        S::Ehr,
        [range(0.2, 0.3, 0.4), range(0.5, 0.75, 0.85)],
        [range(24.0, 72.0, 120.0), PAPER],
        NONE,
        "at once: outpatients −22 to −35 % in week 1 (Neprash 2024); later: −70 to −80 % on day 6 (HSE 2021)",
    ),
    without(
        S::Outpatients,
        S::ClinicalBiology,
        [range(0.0, 0.1, 0.2), range(0.1, 0.3, 0.5)],
        [range(24.0, 72.0, 168.0), NONE],
        range(0.2, 0.37, 0.5),
        "outpatients at 40 % with laboratories below 20 % on day 12, most of it for other reasons (HSE 2021); losses assumed",
    ),
    without(
        S::Outpatients,
        S::Radiology,
        [range(0.0, 0.1, 0.2), range(0.1, 0.2, 0.4)],
        [range(24.0, 48.0, 96.0), NONE],
        range(0.1, 0.3, 0.5),
        ASSUMED,
    ),
    without(
        S::Outpatients,
        S::Workstations,
        [range(0.1, 0.3, 0.5), range(0.3, 0.5, 0.7)],
        [range(4.0, 24.0, 72.0), NONE],
        range(0.1, 0.3, 0.5),
        ASSUMED,
    ),
    without(
        S::Radiology,
        S::Pacs,
        [range(0.2, 0.4, 0.6), range(0.5, 0.7, 0.9)],
        [range(4.0, 24.0, 48.0), range(12.0, 24.0, 72.0)],
        NONE,
        "assumed; images stay on the devices as long as their disks last",
    ),
    without(
        S::Radiology,
        S::Network,
        [range(0.1, 0.3, 0.5), range(0.4, 0.6, 0.8)],
        [range(2.0, 8.0, 24.0), NONE],
        NONE,
        ASSUMED,
    ),
    without(
        S::ClinicalBiology,
        S::Lis,
        [range(0.4, 0.6, 0.8), range(0.8, 0.9, 0.95)],
        [range(2.0, 8.0, 24.0), range(12.0, 24.0, 72.0)],
        NONE,
        "10 % of capacity in week 1 (Synnovis 2024), below 20 % on day 12 (HSE 2021)",
    ),
    without(
        S::Pathology,
        S::Lis,
        [range(0.2, 0.4, 0.6), range(0.5, 0.6, 0.8)],
        [range(12.0, 48.0, 96.0), range(12.0, 48.0, 168.0)],
        NONE,
        "histopathology at 35 to 45 % on day 21 (HSE 2021, Cork)",
    ),
    without(
        S::Pharmacy,
        S::Ehr,
        [range(0.05, 0.2, 0.4), range(0.2, 0.4, 0.6)],
        [range(24.0, 72.0, 120.0), PAPER],
        NONE,
        "buffer: UVM 2020; losses assumed",
    ),
    without(
        S::Pharmacy,
        S::Network,
        [range(0.1, 0.3, 0.5), range(0.3, 0.6, 0.8)],
        [range(4.0, 24.0, 72.0), range(6.0, 24.0, 72.0)],
        NONE,
        ASSUMED,
    ),
    without(S::Ehr, S::Network, [ALL, ALL], [NONE, NONE], NONE, "by what they are"),
    without(S::Ehr, S::Hosting, [ALL, ALL], [NONE, NONE], NONE, "by what they are"),
    without(
        S::Ehr,
        S::Identity,
        [range(0.5, 0.8, 1.0), range(0.8, 1.0, 1.0)],
        [range(0.0, 4.0, 12.0), NONE],
        NONE,
        "assumed; those signed in stay so for a shift",
    ),
    without(S::Lis, S::Network, [ALL, ALL], [NONE, NONE], NONE, "by what they are"),
    without(S::Lis, S::Hosting, [ALL, ALL], [NONE, NONE], NONE, "by what they are"),
    without(S::Pacs, S::Network, [ALL, ALL], [NONE, NONE], NONE, "by what they are"),
    without(S::Pacs, S::Hosting, [ALL, ALL], [NONE, NONE], NONE, "by what they are"),
    without(
        S::Telephony,
        S::Network,
        [range(0.5, 0.8, 1.0), range(0.6, 0.9, 1.0)],
        [range(0.0, 1.0, 4.0), NONE],
        NONE,
        "assumed; telephony over the data network, mobile telephones remain",
    ),
    without(S::Identity, S::Network, [ALL, ALL], [NONE, NONE], NONE, "by what they are"),
    without(
        S::Workstations,
        S::Identity,
        [range(0.3, 0.6, 0.9), range(0.6, 0.9, 1.0)],
        [range(4.0, 12.0, 48.0), NONE],
        NONE,
        "assumed; stored sign-ins work for a while",
    ),
    without(
        S::Workstations,
        S::Network,
        [range(0.5, 0.7, 0.9), range(0.7, 0.9, 1.0)],
        [range(0.0, 2.0, 8.0), NONE],
        NONE,
        ASSUMED,
    ),
    without(S::Hosting, S::Network, [ALL, ALL], [NONE, NONE], NONE, "by what they are"),
];

/// Not a source either.
const TUNED: &str = "assumed; chosen so that ten attacked sites stay tens when links are cut after about 12 h, and become about 5,000 after about 72 h";

const LINKS: &[LinkPrior] = &[
    LinkPrior {
        kind: LinkKind::SharedDomain,
        spread_per_day: range(0.1, 0.3, 1.0),
        joins: "sites of one hospital; half of the sites that a host runs, with that host",
        source: "assumed; rates cannot be identified from published incidents",
    },
    LinkPrior {
        kind: LinkKind::Vpn,
        spread_per_day: range(0.03, 0.1, 0.3),
        joins: "the other sites that a host runs, with that host",
        source: "assumed",
    },
    LinkPrior {
        kind: LinkKind::RemoteAccess,
        spread_per_day: range(0.007, 0.022, 0.07),
        joins: "customers with their vendors",
        source: TUNED,
    },
    LinkPrior {
        kind: LinkKind::Interface,
        spread_per_day: range(0.012, 0.037, 0.12),
        joins: "institutions with the hospitals near them and with the laboratory they use",
        source: TUNED,
    },
];

const HOSTS: &[HostPrior] = &[
    HostPrior {
        country: "BE",
        national: 0.0,
        regional: 0.3,
        sites_per_seat: 20.0,
        source: "assumed; Vivalia runs six sites, at most 25 networks of hospitals",
    },
    HostPrior {
        country: "IE",
        national: 0.8,
        regional: 0.0,
        sites_per_seat: 50.0,
        source: "one national network: HSE 2021; share assumed",
    },
    HostPrior { country: "MT", national: 0.8, regional: 0.0, sites_per_seat: 50.0, source: "assumed" },
    HostPrior {
        country: "DK",
        national: 0.1,
        regional: 0.8,
        sites_per_seat: 15.0,
        source: "assumed: regions",
    },
    HostPrior {
        country: "FI",
        national: 0.1,
        regional: 0.7,
        sites_per_seat: 20.0,
        source: "assumed: regions",
    },
    HostPrior {
        country: "NO",
        national: 0.1,
        regional: 0.8,
        sites_per_seat: 40.0,
        source: "assumed: regions",
    },
    HostPrior {
        country: "SE",
        national: 0.1,
        regional: 0.8,
        sites_per_seat: 7.0,
        source: "assumed: regions",
    },
    HostPrior { country: "", national: 0.05, regional: 0.3, sites_per_seat: 60.0, source: "assumed" },
];

fn vendors() -> Vec<VendorPrior> {
    let vendor = |product, everywhere: &[f64], national: &[f64], hosts, hosts_small| VendorPrior {
        product,
        everywhere: everywhere.to_vec(),
        national: national.to_vec(),
        hosts,
        hosts_small,
    };
    vec![
        vendor(S::Ehr, &[0.1, 0.06], &[0.3, 0.2, 0.12], 0.15, 0.7),
        vendor(S::Lis, &[0.15, 0.1], &[0.3, 0.2], 0.1, 0.3),
        vendor(S::Pacs, &[0.2, 0.15], &[0.25], 0.1, 0.5),
    ]
}
