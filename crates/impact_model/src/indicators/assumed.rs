//! How much of a network is known.

use serde::Serialize;

use crate::network::{Amount, InstitutionKind, Network};

/// Of how many quantities somebody said what they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// Somebody said so.
    pub stated: u32,
    /// A prior stands in the network.
    pub assumed: u32,
    /// Nothing stands there, and a parameter of the model is taken.
    pub blank: u32,
}

impl Stated {
    fn count(&mut self, amount: Option<Amount>) {
        match amount {
            None => self.blank += 1,
            Some(amount) if amount.assumed => self.assumed += 1,
            Some(_) => self.stated += 1,
        }
    }
}

/// How much of a network is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Assumed {
    /// Beds of hospitals and nursing homes, times to notice and to cut, backups.
    pub institutions: Stated,
    /// Volumes and capacities of clinical services.
    pub services: Stated,
    /// Losses, buffers, re-entry, thresholds and shares.
    pub dependencies: Stated,
    /// Rates of spread.
    pub links: Stated,
    /// Volumes and times on the road.
    pub agreements: Stated,
    /// What share of all quantities nobody stated, from 0 to 1; 0 for a network without any.
    pub share: f64,
}

impl Assumed {
    /// Counts.
    pub fn of(network: &Network) -> Self {
        let mut institutions = Stated::default();
        for one in &network.institutions {
            if one.beds.is_some()
                || matches!(one.kind, InstitutionKind::Hospital | InstitutionKind::NursingHome)
            {
                institutions.count(one.beds);
            }
            [one.detect_h, one.isolate_h, one.offline_backup]
                .into_iter()
                .for_each(|amount| institutions.count(amount));
        }
        let mut services = Stated::default();
        for one in network.services.iter().filter(|service| service.id.kind.is_clinical()) {
            [one.per_day, one.capacity_per_day].into_iter().for_each(|amount| services.count(amount));
        }
        let mut dependencies = Stated::default();
        for one in &network.dependencies {
            let own = [one.first_loss, one.later_loss, one.buffer_h, one.reentry_h, one.threshold];
            let shares = one.on.iter().map(|provider| provider.share);
            own.into_iter().chain(shares).for_each(|amount| dependencies.count(Some(amount)));
        }
        let mut links = Stated::default();
        network.links.iter().for_each(|link| links.count(Some(link.spread_per_day)));
        let mut agreements = Stated::default();
        for one in &network.agreements {
            [one.per_day, one.transport_h].into_iter().for_each(|amount| agreements.count(Some(amount)));
        }
        let share = share(&[institutions, services, dependencies, links, agreements]);
        Self { institutions, services, dependencies, links, agreements, share }
    }
}

fn share(all: &[Stated]) -> f64 {
    let sum = |of: &dyn Fn(&Stated) -> u32| all.iter().map(|one| f64::from(of(one))).sum::<f64>();
    let not_stated = sum(&|one| one.assumed) + sum(&|one| one.blank);
    let quantities = not_stated + sum(&|one| one.stated);
    if quantities == 0.0 { 0.0 } else { not_stated / quantities }
}
