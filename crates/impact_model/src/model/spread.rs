//! Who is compromised when, and when which links are cut.
//!
//! Malware crosses a link after an exponential waiting time, unless one of the ends has cut it by then. A compromised
//! institution notices, cuts all its links, and restores; those it is linked to are warned, and some of them cut the
//! link to it from their side. Each time counts from the hour of compromise, so an institution that is reached later
//! does everything later, and cutting earlier can never make anybody compromised earlier (tested).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::build::NONE;
use super::{Hour, InstitutionNo, LinkNo, Model, Shock, Watch};
use crate::draw::{Chance, Purpose};
use crate::parameters::{Parameter, Parameters};

/// How long an institution that was not compromised keeps its links cut, in hours.
const CUT_FOR: Hour = 72;
/// A link opens again once the foundation is restored to this share.
const OPENS_AT: f64 = 0.9;

/// A compromised institution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Struck {
    pub(super) institution: u32,
    /// When it is noticed: what is hit fails.
    pub(super) noticed: Hour,
    /// What share of a hit service is lost.
    pub(super) depth: f32,
    /// When restoring begins.
    pub(super) start: Hour,
    /// Time constant of recovery of the whole, in hours.
    pub(super) tau_h: f32,
    /// When its links are cut, and opened again.
    cut: Hour,
    open: Hour,
}

/// What stays the same for all institutions.
struct Pace {
    warn_h: f64,
    heed_share: f64,
    heed_h: f64,
    minor_share: f64,
    minor: (f64, f64),
    major: (f64, f64),
    sigma: f64,
    start_h: f64,
    foundation: f64,
}

impl Pace {
    fn of(parameters: &Parameters) -> Self {
        let get = |parameter| parameters.get(parameter);
        Self {
            warn_h: get(Parameter::WarnHours),
            heed_share: get(Parameter::HeedShare),
            heed_h: get(Parameter::HeedHours),
            minor_share: get(Parameter::MinorShare),
            minor: (get(Parameter::MinorDays) * 24.0, get(Parameter::MinorDepth)),
            major: (get(Parameter::MajorDays) * 24.0, get(Parameter::MajorDepth)),
            sigma: get(Parameter::MajorSpread),
            start_h: get(Parameter::StartDays) * 24.0,
            foundation: get(Parameter::FactorFoundation) * -libm::log(1.0 - OPENS_AT),
        }
    }
}

/// The memory of a spread; reused from run to run.
#[derive(Debug, Default)]
pub(super) struct Spread {
    /// When an institution is compromised, or [`NONE`]; [`IMMUNE`] when it cannot be.
    at: Vec<Hour>,
    /// When an institution cuts its links, instead of what is drawn, or [`NONE`].
    ordered: Vec<Hour>,
    /// When a link is cut and opened again, or [`NONE`].
    cut: Vec<(Hour, Hour)>,
    heap: BinaryHeap<Reverse<(Hour, u32, u32)>>,
    pub(super) struck: Vec<Struck>,
    /// The links that are cut at some time.
    pub(super) links: Vec<u32>,
    marked: Vec<u32>,
}

/// Stands for "never" among the hours of compromise.
const IMMUNE: Hour = u32::MAX - 1;

impl Spread {
    fn reset(&mut self, model: &Model) {
        for institution in self.marked.drain(..) {
            self.at[institution as usize] = NONE;
            self.ordered[institution as usize] = NONE;
        }
        for link in self.links.drain(..) {
            self.cut[link as usize] = (NONE, 0);
        }
        self.at.resize(model.sites.len(), NONE);
        self.ordered.resize(model.sites.len(), NONE);
        self.cut.resize(model.joins.len(), (NONE, 0));
        self.heap.clear();
        self.struck.clear();
    }

    /// When a link is cut, and when it is opened again.
    pub(super) fn cut_of(&self, link: u32) -> (Hour, Hour) {
        self.cut[link as usize]
    }

    /// Whether an institution is compromised at some time.
    pub(super) fn reaches(&self, institution: u32) -> bool {
        self.at[institution as usize] < IMMUNE
    }

    /// Spreads what enters until the horizon.
    pub(super) fn run(
        &mut self,
        model: &Model,
        shock: &Shock,
        chance: Chance,
        horizon: Hour,
        watch: &mut impl Watch,
    ) {
        self.reset(model);
        let pace = Pace::of(&model.parameters);
        for institution in &shock.immune {
            self.at[institution.index()] = IMMUNE;
            self.marked.push(institution.0);
        }
        for &(institution, hour) in &shock.isolated {
            let ordered = &mut self.ordered[institution.index()];
            *ordered = (*ordered).min(hour);
            self.marked.push(institution.0);
        }
        for &(link, hour) in &shock.cut {
            self.close(link.0, hour, hour + CUT_FOR);
        }
        for &(institution, hour) in &shock.compromised {
            self.heap.push(Reverse((hour, institution.0, NONE)));
        }
        while let Some(Reverse((hour, institution, over))) = self.heap.pop() {
            if hour >= horizon {
                break;
            }
            if self.at[institution as usize] != NONE {
                continue;
            }
            self.at[institution as usize] = hour;
            self.marked.push(institution);
            watch.compromised(InstitutionNo(institution), hour, (over != NONE).then_some(LinkNo(over)));
            let struck = self.strike(model, &pace, institution, hour, chance);
            watch.isolated(InstitutionNo(institution), struck.cut);
            self.cross(model, &pace, struck, hour, chance);
            self.struck.push(struck);
        }
        self.cut_as_ordered(model, shock);
    }

    /// What a compromise does to an institution.
    fn strike(&self, model: &Model, pace: &Pace, institution: u32, hour: Hour, chance: Chance) -> Struck {
        let site = &model.sites[institution as usize];
        let (minor, _) = chance.pair(Purpose::Severity, site.identity);
        let minor = minor < pace.minor_share;
        let (days, depth) = if minor { pace.minor } else { pace.major };
        let differs = if minor { 0.0 } else { pace.sigma * chance.normal(Purpose::Recovery, site.identity) };
        let tau_h = days * libm::exp(differs) * f64::from(site.slower);
        let detect_h = f64::from(site.detect_h) * chance.exponential(Purpose::Detection, site.identity);
        let isolate_h = f64::from(site.isolate_h) * (0.5 + chance.unit(Purpose::Isolation, site.identity));
        let noticed = hour + hours(detect_h);
        let cut = match self.ordered[institution as usize] {
            NONE => noticed + hours(isolate_h),
            ordered => ordered,
        };
        let start = noticed + hours(pace.start_h * if minor { 0.5 } else { 1.0 });
        let open = (start + hours(tau_h * pace.foundation)).max(cut + 24);
        Struck { institution, noticed, depth: depth as f32, start, tau_h: tau_h as f32, cut, open }
    }

    /// Tries every link of a newly compromised institution, and cuts them in time.
    fn cross(&mut self, model: &Model, pace: &Pace, struck: Struck, hour: Hour, chance: Chance) {
        let site = &model.sites[struck.institution as usize];
        let warned =
            struck.noticed + hours(pace.warn_h * (0.5 + chance.unit(Purpose::Warning, site.identity)));
        for &(link, other) in model.links_of.of(struck.institution as usize) {
            let join = &model.joins[link as usize];
            // Each direction of a link has its own luck.
            let way = if join.a == struck.institution { join.identity } else { !join.identity };
            let (heeds, slow) = chance.pair(Purpose::Heed, way);
            let heeded =
                if heeds < pace.heed_share { warned + hours(pace.heed_h * (0.5 + slow)) } else { NONE };
            let cut = struck.cut.min(heeded);
            self.close(link, cut, struck.open);
            let until = self.cut[link as usize].0.min(self.ordered[other as usize]);
            if join.rate_per_h <= 0.0 || self.at[other as usize] != NONE {
                continue;
            }
            let crosses = chance.exponential(Purpose::Spread, way) / join.rate_per_h;
            let crosses = hour.saturating_add(hours(crosses).max(1));
            if crosses < until {
                self.heap.push(Reverse((crosses, other, link)));
            }
        }
    }

    fn cut_as_ordered(&mut self, model: &Model, shock: &Shock) {
        for &(institution, hour) in &shock.isolated {
            if self.reaches(institution.0) {
                continue;
            }
            for &(link, _) in model.links_of.of(institution.index()) {
                self.close(link, hour, hour + CUT_FOR);
            }
        }
    }

    fn close(&mut self, link: u32, cut: Hour, open: Hour) {
        if cut == NONE {
            return;
        }
        let (first, last) = &mut self.cut[link as usize];
        if *first == NONE {
            self.links.push(link);
        }
        *first = (*first).min(cut);
        *last = (*last).max(open);
    }
}

/// Whole hours, at most a number that stays far from overflow.
fn hours(hours: f64) -> Hour {
    libm::round(hours.clamp(0.0, 1e8)) as Hour
}
