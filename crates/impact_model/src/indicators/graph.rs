//! Who provides what to whom, as numbers.

use rustc_hash::FxHashMap;

use crate::network::{Network, ServiceId};

/// A dependency.
pub(super) struct Need {
    pub(super) service: usize,
    pub(super) later_loss: f32,
    pub(super) threshold: f32,
    /// Which services provide it, with their shares.
    pub(super) on: Vec<(usize, f32)>,
}

/// Services and their dependencies, sorted, so that the order in a file does not matter.
pub(super) struct Graph<'a> {
    pub(super) services: Vec<&'a ServiceId>,
    /// Whose a service is: a number for each institution that has services, in the order of their identifiers.
    pub(super) owners: Vec<usize>,
    pub(super) needs: Vec<Need>,
    /// Which needs a service provides for.
    pub(super) provides: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(network: &'a Network) -> Self {
        let mut services: Vec<&ServiceId> = network.services.iter().map(|service| &service.id).collect();
        services.sort_unstable();
        services.dedup();
        let numbers: FxHashMap<&ServiceId, usize> =
            services.iter().enumerate().map(|(number, id)| (*id, number)).collect();
        let needs: Vec<Need> = network
            .dependencies
            .iter()
            .filter_map(|dependency| {
                let provider =
                    |one: &crate::network::Provider| Some((*numbers.get(&one.service)?, one.share.likely));
                Some(Need {
                    service: *numbers.get(&dependency.service)?,
                    later_loss: dependency.later_loss.likely,
                    threshold: dependency.threshold.likely,
                    on: dependency.on.iter().filter_map(provider).collect(),
                })
            })
            .collect();
        let mut provides = vec![Vec::new(); services.len()];
        for (number, need) in needs.iter().enumerate() {
            for (provider, _) in &need.on {
                if provides[*provider].last() != Some(&number) {
                    provides[*provider].push(number);
                }
            }
        }
        let owners = owners(&services);
        Self { services, owners, needs, provides }
    }

    /// The services of each owner: they stand together.
    pub(super) fn by_owner(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut start = 0;
        self.owners.chunk_by(|a, b| a == b).map(move |chunk| {
            let range = start..start + chunk.len();
            start = range.end;
            range
        })
    }
}

fn owners(services: &[&ServiceId]) -> Vec<usize> {
    let mut owner = 0;
    let mut last = services.first().map(|id| id.institution.as_str());
    services
        .iter()
        .map(|id| {
            if last != Some(id.institution.as_str()) {
                owner += 1;
                last = Some(id.institution.as_str());
            }
            owner
        })
        .collect()
}
