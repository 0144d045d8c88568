//! The model: a network made ready for simulation, what happens to it, and what comes of it.
//!
//! ```text
//! Network + Parameters ──Model::new──▶ Model ──run(Shock, Chance)──▶ Outcome
//! ```
//!
//! A [`Model`] is immutable and shared between threads; each thread has its own [`Scratch`].
//!
//! A run has three steps, and nothing flows back from a later one to an earlier one:
//!
//! ```text
//! 1. spread   who is compromised when, and which links are cut from when to when     needs: links
//! 2. works    what share x of every service works, hour by hour                      needs: 1, dependencies
//! 3. flows    what becomes of patients, samples and waiting work                     needs: 2, distances, agreements
//! ```
//!
//! What follows is the model as it is built. Words like `hit-share` are those of [`crate::parameters::Parameter`],
//! where each has its unit, range and source. Values of the network are those of [`crate::network`]. `U` is drawn
//! evenly from 0 to 1, `N` from the standard normal distribution, `E` is a waiting time with mean 1; each draw follows
//! [`crate::draw::Purpose`] and the identifier of what it is about.
//!
//! # Symbols
//!
//! | symbol | what | unit | from |
//! |---|---|---|---|
//! | `t` | hour of the run, whole, from 0 to before the horizon | h | |
//! | `o_s` | integrity: what share of service `s` would work if it lacked nothing | share | step 2 |
//! | `x_s` | what share of it works | share | step 2 |
//! | `w1`, `w2` | loss at once, and once the buffer has run out | share | `first_loss`, `later_loss`; `w2` is at least `w1` |
//! | `B`, `L` | buffer, and entering from paper; rounded to whole hours | h | `buffer_h`, `reentry_h` |
//! | `θ` | what can be missing before anything is lost | share | `threshold` |
//! | `a_p` | what share of a need provider `p` meets alone | share | `share` |
//! | `τ` | time constant of recovery | h | `major-days`, `minor-days`, `recovery-…` |
//! | `D`, `C` | what comes, what it can take; evenly over day and night | 1/h | `per_day`, `capacity_per_day` |
//! | `u` | what share of `D` cannot wait | share | `urgent-…` |
//!
//! `C` is at least `D`. Where a network does not state it, `C = D · (1 + laboratory-spare)` for laboratories and `D ·
//! (1 + clinical-spare)` for others.
//!
//! # 1. Spread
//!
//! An independent cascade (Kempe, Kleinberg and Tardos 2003) with exponential delays. Institution `i` is compromised
//! at hour `c_i`: where the [`Shock`] says so, or when malware crosses a link from one that is. Then, with its own
//! `detect_h` and `isolate_h`, or else `detect-hours` and `isolate-hours`:
//!
//! ```text
//! minor         U < minor-share                          otherwise major
//! noticed_i   = c_i + detect_h · E                       from then on what is hit fails
//! cut_i       = noticed_i + isolate_h · (0.5 + U)        it cuts all its links; or the hour the shock orders
//! start_i     = noticed_i + 24 · restore-start-days      restoring begins; half as long if minor
//! τ_i         = 24 · major-days · exp(major-spread · N) · slower      or 24 · minor-days · slower if minor
//! slower      = 1 + (no-backup-factor − 1) · (1 − offline_backup)     1 where the network says nothing of backups
//! open_i      = max(start_i + τ_i · recovery-foundation · ln 10,  cut_i + 24)
//! warned_i    = noticed_i + warn-hours · (0.5 + U)       those it is linked to are warned
//! ```
//!
//! Over each link to `j`, each direction with its own luck and both ends equally vulnerable:
//!
//! ```text
//! heeds       U < heed-share; then j cuts this link at  warned_i + heed-hours · (0.5 + U)
//! crosses   = c_i + max(1, E / rate)                     rate = spread_per_day · spread-factor / 24
//! ```
//!
//! `j` is compromised at `crosses` if that is before `i` or `j` cuts the link, before an hour at which the shock cuts
//! it or isolates `j`, before the horizon, and if `j` is not immune; the earliest counts. All these times are rounded
//! to whole hours. A link is cut from the first time either end cuts it to the last `open` of its compromised ends;
//! what was cut by order, and by nobody compromised, opens again after 72 hours. Once a link has been cut malware
//! never crosses it, not even after it opens again. A link with `carries` takes along what its two ends provide for
//! each other (if there are several between two institutions, the first by identifier does); one without `carries`
//! only passes malware.
//!
//! # 2. What works
//!
//! **Hit.** A service of a compromised institution is hit if `U < hit-share`. It fails at `noticed` by the depth `d`
//! (`major-depth` or `minor-depth`) and comes back in five steps, each when the smooth curve passes the middle of its
//! fifth:
//!
//! ```text
//! smooth      o(t) = 1 − d · exp(−(t − start) / τ_s)     τ_s = τ_i · recovery-… of the kind of service
//! step k      o = 1 − d · (5 − k) / 5                    k = 1 … 5, so the last one restores all
//! due_k       = start + ⌈τ_s · −ln(1 − (2k − 1) / 10)⌉   0.11, 0.36, 0.69, 1.20 and 2.30 times τ_s
//! at          = the first hour that is a multiple of BLOCK, not before due_k and after step k − 1
//! ```
//!
//! What was restored is thus handed over once a shift ([`BLOCK`]). A recovery that the shock orders
//! ([`Shock::recoveries`], [`Outage::recovery`]) is kept to the hour. An [`Outage`] sets `o = left` at its hour and
//! comes back the same way, if nothing is told as after a major compromise; a service reported down is not hit a
//! second time.
//!
//! **Dependencies.** The weakest decides (FDNA; Garvey and Pinto 2009), with inventory (as in the dynamic
//! inoperability model with inventory; Galbusera and others 2016) and prioritisation. For each need, where
//! `x_p = 0` if the link to the provider is cut:
//!
//! ```text
//! whole       at most 1: min(1, Σ_p a_p)                 what all give when all is well
//! missing     m = whole − min(whole, Σ_p a_p · x_p)
//! loss        δ = max(0, m − θ) / (1 − θ)                the urgent goes first: θ of it is not missed
//! age         hours since δ was last 0
//! weight      w = w1 if age < B, else w2                 downtime procedure, then exhausted
//! paper       π = the greatest δ of the last L hours, after δ has fallen from it
//! leaves      φ = min(1 − w · δ,  1 − w1 · π)            what was kept on paper must be entered
//! works       x_s = o_s · min over its needs of φ
//! ```
//!
//! A buffer is full again as soon as `δ = 0`. The need with the least `φ` is told as the [`Cause`], its worst provider
//! first, unless the service's own `o_s` is no higher.
//!
//! **Order within an hour.** At a multiple of [`BLOCK`] the flows of the past block are settled first. Then all events
//! of the hour happen (hit, step of recovery, buffer run out, paper entered, link cut or opened). Then the services
//! that may have changed are looked at by level, so that everything a service needs has been looked at before it. Only
//! services something happened to are looked at.
//!
//! **Circles.** Services that need each other (strongly connected; Kosaraju's algorithm) are looked at together. Their
//! own integrity and needs outside the circle multiply, but of needs inside it the least counts: otherwise a small
//! weakness would go round and round and stop the circle.
//!
//! ```text
//! x_s = min( o_s · min over needs outside of φ,  min over needs inside of φ )
//! ```
//!
//! Of all solutions the best is taken: one begins with `x_s = o_s` and repeats until nothing changes by 10⁻⁶, at most
//! 64 times; beyond that the hour counts in [`Outcome::unsettled`]. If the circle would have stayed lower by itself,
//! each waiting for the other, somebody has to start its services together by hand; it is supposed that somebody does,
//! and counted once for each circle in [`Outcome::cold_starts`].
//!
//! # 3. Flows
//!
//! Emergency departments and laboratories are settled every [`BLOCK`] hours, all at once, so that nobody's spare
//! capacity is promised to the first who asks. In a block of `H = 12` hours:
//!
//! ```text
//! can    K = C · ∫ x dt           comes  Q = D · H           unmet  V = max(0, Q − K)
//! routes to the 8 nearest of the same kind and discipline, in other institutions, at most 5 κ kilometres away
//! pull   exp(−km / κ)             κ = ambulance-km (also for who is within reach), walk-in-km, analysis-km
//! ```
//!
//! **Emergency departments.** Ambulances are diverted first; of the rest some leave, the others wait.
//!
//! ```text
//! ambulances  A = min(V, ambulance-share · Q)
//! leave       W = (V − A) · min(1, walk-in-leave · (0.5 + U))       one U for each department
//! delayed     V − A − W
//! to j        in proportion to  K_j · exp(−km / κ)       nobody is refused; if all K_j are 0, they count as `nowhere`
//! load of j   (Q_j + received) / max(K_j, 5 % of C_j · H)       overloaded above 1; only receivers are counted
//! ```
//!
//! **Laboratories.** Others take only what they have room for: `R_j = max(0, K_j − Q_j)`. In two rounds every
//! laboratory offers what is left of `V`; who is offered more than its room takes the same share of every offer (pro
//! rata).
//!
//! ```text
//! offer to j  in proportion to  R_j · pull, at most the limit of the route
//! agreement   pull 1, limit per_day; open at once with a contract, else after open-after-hours
//! no one      pull exp(−km / κ), limit openness · (C_j − D_j); open after open-after-hours
//! ```
//!
//! The hours count from the start of the first block with `V > 0`. An agreement needs no position. A limit holds for a
//! route, so several who ask the same laboratory can together get more than `openness` of its room, never more than
//! the room. Then `lost = max(0, u·Q − K − rerouted)`, the urgent first; what is left waits.
//!
//! **Everything else goes nowhere.** While `x` does not change, in an hour:
//!
//! ```text
//! unmet       v = max(0, D − C · x)
//! lost        l = max(0, u · D − C · x), at most v       what cannot wait is done first
//! new         n = v − l                                   waits
//! spare       r = max(0, C · x − D)
//! waiting     dW/dt = n − catch-up · r − g · W            g = −ln(1 − give-up-per-day) / 24
//! solution    W(t) = (W₀ − k) · exp(−g t) + k             k = (n − catch-up · r) / g, until W = 0
//! ```
//!
//! The solution is exact, so no steps in time are needed. Caught up is `catch-up · r` while anybody waits; given up
//! (`cancelled`) is the balance. Laboratories' waiting work follows the same solution, block by block, with the room
//! that is left after helping others.
//!
//! # What is conserved
//!
//! Patients and analyses, up to rounding (tested):
//!
//! ```text
//! Flow        unmet = rerouted + postponed + lost        postponed = caught_up + cancelled + waiting
//! Emergency   unmet = ambulances_diverted + walk_ins_diverted + walk_ins_delayed       nowhere is part of the diverted
//! ```
//!
//! # What is monotone, and why
//!
//! For the same seed and scenario:
//!
//! - **Cutting, noticing, warning or heeding earlier never compromises more** (tested), nor do more immune. Every time
//!   counts from an institution's own hour of compromise, and its draws follow its identity; so being reached later
//!   only moves everything it does later.
//! - **Longer buffers never cost service-days, nor emergency visits unmet** (tested). `x` only rises with the `x` of
//!   providers and with `B`; levels and the best solution of circles keep that order, and step 3 does not act on step
//!   2.
//! - **More room in every laboratory never loses more analyses**: tested on lines of laboratories, not proved. Two
//!   rounds by nearness and room are not the best possible plan, so more room in one place may draw samples to where
//!   they do not fit.
//!
//! Not monotone:
//!
//! - Cutting earlier can cost services: what a link carries stops with it. Compare both.
//! - Noticing earlier makes what is hit fail earlier in an institution that is compromised all the same, and moves its
//!   restoring along, so the days lost within the horizon need not fall.
//! - Diverted patients and overload of single institutions: help for one is load for another.
//!
//! # What does not flow back
//!
//! An overloaded department does not fail, and a receiving laboratory does not slow down. Spread does not depend on
//! what works. Those who wait do not become urgent. Demand does not fall because doctors know. Staff, supplies,
//! electricity and telecommunications are not in it, nor anything that happens to a patient. Capacity therefore
//! changes flows only, never service-days.
//!
//! # Where the numbers come from
//!
//! [`crate::parameters`] names the source of every one, `docs/impact/data.md` those of a filled-in network, and
//! [`crate::published`] compares what comes out with what was published, misses included.

mod build;
mod care;
mod run;
mod spread;
mod waiting;

pub use build::{InstitutionNo, LinkNo, Model, NEIGHBOURS, ServiceNo, Taker};
pub use run::Scratch;

use crate::draw::Chance;
use crate::network::{Discipline, ServiceKind};

/// An hour of the simulation, from 0.
pub type Hour = u32;

/// How long is simulated, where nothing else is said: 30 days.
pub const HORIZON: Hour = 30 * 24;
/// The longest that can be simulated: 400 days, more than the longest published recovery.
pub const MAX_HORIZON: Hour = 400 * 24;
/// A service counts as lost while less than this share of it works.
pub const LOST_BELOW: f32 = 0.5;
/// How often flows of patients and samples are settled, and what was restored is handed over, in hours: once a shift.
pub const BLOCK: Hour = 12;

/// That something works less than it should from some hour on, whatever the reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outage {
    /// What.
    pub service: ServiceNo,
    /// From when on.
    pub from: Hour,
    /// What share of it still works, from 0 to 1.
    pub left: f32,
    /// When and how it comes back; drawn when not given.
    pub recovery: Option<Recovery>,
}

/// When and how a service comes back: `1 − exp(−(t − start) / tau)`, in five steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recovery {
    /// When restoring begins.
    pub start: Hour,
    /// The time constant, in hours.
    pub tau_h: f32,
}

/// What happens to a network.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shock {
    /// Where malware enters, and when.
    pub compromised: Vec<(InstitutionNo, Hour)>,
    /// What is known to be down or will be, without malware being simulated there.
    pub outages: Vec<Outage>,
    /// Who cuts all outside links when, instead of what is drawn.
    pub isolated: Vec<(InstitutionNo, Hour)>,
    /// Links that are cut by themselves, and when; what is drawn may cut them earlier.
    pub cut: Vec<(LinkNo, Hour)>,
    /// Who cannot be compromised.
    pub immune: Vec<InstitutionNo>,
    /// Services whose recovery is ordered, instead of what is drawn; it holds when they are hit.
    pub recoveries: Vec<(ServiceNo, Recovery)>,
}

/// Why a service works less than it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Malware on it, or an outage reported of it.
    Hit,
    /// What it depends on is missing: the worst of its providers.
    Provider(ServiceNo),
    /// The link to its provider has been cut.
    Cut(LinkNo),
}

/// Listens to a run. Every method does nothing unless it is written.
pub trait Watch {
    /// An institution was compromised at an hour, over a link unless malware entered there.
    fn compromised(&mut self, _institution: InstitutionNo, _hour: Hour, _over: Option<LinkNo>) {}
    /// An institution notices, and cuts its links.
    fn isolated(&mut self, _institution: InstitutionNo, _hour: Hour) {}
    /// The share of a service that works has changed to `works`; `cause` is what holds it back most.
    fn changed(&mut self, _service: ServiceNo, _hour: Hour, _works: f32, _cause: Cause) {}
    /// Analyses or patients of a service went to another, so many in a block of [`BLOCK`] hours that ends at `hour`.
    fn rerouted(&mut self, _from: ServiceNo, _to: ServiceNo, _hour: Hour, _number: f64) {}
}

/// Listens to nothing.
impl Watch for () {}

/// What became of work that can wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Flow {
    /// What came, over the whole time, at services that at some time could not do everything.
    pub demand: f64,
    /// What was not done when it came: `unmet = rerouted + postponed + lost`.
    pub unmet: f64,
    /// What others took over.
    pub rerouted: f64,
    /// What was put off: `postponed = caught_up + cancelled + waiting`.
    pub postponed: f64,
    /// What could not wait and was not done there; nobody whom the model follows took it over.
    pub lost: f64,
    /// What was put off and done later.
    pub caught_up: f64,
    /// What was put off and given up.
    pub cancelled: f64,
    /// What still waits at the end.
    pub waiting: f64,
}

/// What became of patients of emergency departments: `unmet = ambulances_diverted + walk_ins_diverted + walk_ins_delayed`.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Emergency {
    /// Visits that came to departments that at some time could not see all.
    pub demand: f64,
    /// Visits they could not see as they should.
    pub unmet: f64,
    /// Those that came by ambulance and were sent to another department.
    pub ambulances_diverted: f64,
    /// Those that came by themselves and went to another department.
    pub walk_ins_diverted: f64,
    /// Those that came by themselves and waited.
    pub walk_ins_delayed: f64,
    /// Diverted visits that no other department within reach could be found for.
    pub nowhere: f64,
    /// Hours, added over departments, in which one had more patients than it has capacity for.
    pub overload_hours: f64,
    /// The greatest load of a department that received others' patients, as a multiple of its capacity; 0 if none did.
    pub worst_load: f64,
}

/// What comes of one run.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Outcome {
    /// Compromised institutions.
    pub compromised: u32,
    /// Institutions with a lost service that were not compromised.
    pub affected: u32,
    /// Services that were lost at some time ([`LOST_BELOW`]), by [`ServiceKind`].
    pub services_lost: [u32; ServiceKind::COUNT],
    /// Service-days lost: the share that did not work, added up over time, by [`ServiceKind`].
    pub service_days_lost: [f64; ServiceKind::COUNT],
    /// Patients of emergency departments.
    pub emergency: Emergency,
    /// Analyses of clinical biology and pathology, by [`Discipline`].
    pub analyses: [Flow; Discipline::COUNT],
    /// Other clinical work, by [`ServiceKind`]; emergency departments and laboratories stay 0 here.
    pub care: [Flow; ServiceKind::COUNT],
    /// Countries with a compromised or affected institution, one bit for each of [`Model::countries`].
    pub countries: u64,
    /// Regions with one.
    pub regions: u32,
    /// Groups of services that depend on each other in a circle and had to be started together by hand.
    pub cold_starts: u32,
    /// Hours in which such a circle did not settle; the outcome is then unsure.
    pub unsettled: u32,
}

impl Outcome {
    /// All services lost.
    pub fn all_services_lost(&self) -> u32 {
        self.services_lost.iter().sum()
    }

    /// Patients sent or gone elsewhere.
    pub fn patients_diverted(&self) -> f64 {
        self.emergency.ambulances_diverted + self.emergency.walk_ins_diverted
    }

    /// All analyses that nobody did: those that could not wait, and those given up.
    pub fn analyses_lost(&self) -> f64 {
        self.analyses.iter().map(|flow| flow.lost + flow.cancelled).sum()
    }

    /// Consultations, operations, admissions and examinations put off.
    pub fn care_postponed(&self) -> f64 {
        self.care.iter().map(|flow| flow.postponed).sum()
    }
}

impl Model {
    /// One possible course of events.
    ///
    /// The horizon is rounded up to a multiple of [`BLOCK`]; it lies between 1 and [`MAX_HORIZON`] hours.
    ///
    /// The result is a pure function of model, shock, chance and horizon: neither the thread nor what `scratch` was used
    /// for before changes it.
    pub fn run(&self, shock: &Shock, chance: Chance, horizon: Hour, scratch: &mut Scratch) -> Outcome {
        self.run_and_watch(shock, chance, horizon, scratch, &mut ())
    }

    /// The same, and tells what happens when.
    pub fn run_and_watch(
        &self,
        shock: &Shock,
        chance: Chance,
        horizon: Hour,
        scratch: &mut Scratch,
        watch: &mut impl Watch,
    ) -> Outcome {
        let horizon = horizon.clamp(1, MAX_HORIZON).next_multiple_of(BLOCK);
        run::run(self, shock, chance, horizon, scratch, watch)
    }
}
