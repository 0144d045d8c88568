//! What was tested, and how.

use super::Setup;
use super::report::{How, Tested};
use crate::model::Model;
use crate::network::{Amount, Institution, InstitutionKind, Network, Service, ServiceKind};
use crate::parameters::{Parameter, Parameters};
use crate::read::sha256;

pub(super) fn tested(network: &Network, model: &Model) -> Tested {
    Tested {
        name: network.name.clone(),
        source: network.source.clone(),
        sha256: sha256(network),
        institutions: counted(InstitutionKind::ALL, network.institutions.iter().map(|one| one.kind)),
        services: counted(ServiceKind::ALL, network.services.iter().map(|one| one.id.kind)),
        dependencies: network.dependencies.len() as u32,
        links: network.links.len() as u32,
        countries: model.countries().len() as u32,
        regions: model.regions().len() as u32,
        assumed: assumed(network),
    }
}

pub(super) fn how(setup: &Setup, parameters: &Parameters) -> How {
    let changed = Parameter::ALL.iter().filter(|&&one| parameters.range(one) != one.range());
    How {
        attack: setup.attack.to_string(),
        runs: setup.runs,
        draws: setup.draws,
        seed: setup.seed,
        days: f64::from(setup.horizon) / 24.0,
        model: env!("CARGO_PKG_VERSION").to_owned(),
        changed: changed
            .map(|&one| {
                let (low, likely, high) = parameters.range(one);
                (one.word().to_owned(), low, likely, high)
            })
            .collect(),
    }
}

/// How many there are of each kind of which there are any.
fn counted<K: Copy + PartialEq>(kinds: &[K], all: impl Iterator<Item = K> + Clone) -> Vec<(K, u32)> {
    let count = |kind: K| all.clone().filter(|one| *one == kind).count() as u32;
    kinds.iter().map(|&kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect()
}

/// What share of the quantities that a run needs nobody stated: those marked as assumed, and those left blank, for
/// which the model takes a parameter.
fn assumed(network: &Network) -> f64 {
    let institutions = network.institutions.iter().flat_map(of_institution);
    let services = network.services.iter().flat_map(of_service);
    let dependencies = network.dependencies.iter().flat_map(|one| {
        let own = [one.first_loss, one.later_loss, one.buffer_h, one.reentry_h, one.threshold];
        own.into_iter().chain(one.on.iter().map(|provider| provider.share)).map(Some)
    });
    let links = network.links.iter().map(|link| Some(link.spread_per_day));
    let agreements = network.agreements.iter().flat_map(|one| [Some(one.per_day), Some(one.transport_h)]);
    let (mut assumed, mut all) = (0_u64, 0_u64);
    for quantity in institutions.chain(services).chain(dependencies).chain(links).chain(agreements) {
        all += 1;
        assumed += u64::from(quantity.is_none_or(|amount| amount.assumed));
    }
    assumed as f64 / all.max(1) as f64
}

fn of_institution(institution: &Institution) -> Vec<Option<Amount>> {
    let Institution { beds, detect_h, isolate_h, offline_backup, .. } = institution;
    let mut quantities = vec![*detect_h, *isolate_h, *offline_backup];
    quantities.extend(beds.map(Some));
    quantities
}

fn of_service(service: &Service) -> Vec<Option<Amount>> {
    match service.per_day {
        Some(volume) => vec![Some(volume), service.capacity_per_day],
        None => service.capacity_per_day.map(Some).into_iter().collect(),
    }
}
