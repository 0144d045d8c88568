//! What fails next when a cyberattack hits health care, who can take over, and how ready a whole network is.
//!
//! Pure: no database, no clock, no network; files are read and written by whoever calls.
//!
//! # What it answers
//!
//! - **One incident.** What fails next and why, whom to warn, which laboratory can take which analyses, what isolating
//!   now saves, what to restore first: [`incident`].
//! - **A whole network.** Attacked many times: does care hold, how far does it go, who is critical, what is worth
//!   investing in: [`mod@stress`].
//! - **Without simulation.** How near the next independent emergency department is, on whom many rest: [`indicators`].
//!
//! It is one model for all three: services of institutions depend on services, malware travels over links, patients
//! and samples go elsewhere. The equations are in [`model`].
//!
//! # What it is not
//!
//! It ranks and compares. It is no forecast for one hospital, gives no probability per year, knows no harm to patients
//! and no deaths, and has no attacker who adapts. [`stress::LIMITS`] and [`incident::LIMITS`] say so in full: show
//! them with whatever you show.
//!
//! # From nothing to an answer
//!
//! ```
//! use impact_model::draw::Chance;
//! use impact_model::generate::{Invention, invented};
//! use impact_model::model::{Cause, HORIZON, Hour, InstitutionNo, LinkNo, Model, Scratch, ServiceNo, Shock, Watch};
//! use impact_model::parameters::Parameters;
//! use impact_model::stress::{Setup, stress};
//!
//! // A network that is made up. Real ones are read: see `read` and `generate::gisco`.
//! let network = invented(&Invention { institutions: 40, countries: 1, ..Invention::default() }, 7);
//! let parameters = Parameters::default();
//! let model = Model::new(&network, &parameters).map_err(|problems| problems[0].message.clone())?;
//!
//! // One possible course of events: malware enters the first institution at hour 0.
//! #[derive(Default)]
//! struct Log {
//!     compromised: Vec<(InstitutionNo, Hour)>,
//!     changes: usize,
//! }
//! impl Watch for Log {
//!     fn compromised(&mut self, institution: InstitutionNo, hour: Hour, _over: Option<LinkNo>) {
//!         self.compromised.push((institution, hour));
//!     }
//!     fn changed(&mut self, _service: ServiceNo, _hour: Hour, _works: f32, _cause: Cause) {
//!         self.changes += 1;
//!     }
//! }
//! let shock = Shock { compromised: vec![(InstitutionNo::from_index(0), 0)], ..Shock::default() };
//! let mut log = Log::default();
//! let outcome = model.run_and_watch(&shock, Chance::new(1, 0), HORIZON, &mut Scratch::default(), &mut log);
//! assert_eq!(log.compromised[0], (InstitutionNo::from_index(0), 0));
//! assert_eq!(outcome.compromised as usize, log.compromised.len());
//! assert!(outcome.services_lost.iter().sum::<u32>() as usize <= log.changes);
//!
//! // Many: two random sites attacked, 60 times. The answer in one line.
//! let setup = Setup { critical: false, investments: false, sensitivity: false,
//!     ..Setup::new(&network, "random-site:2".parse()?, 60, 1) };
//! let report = stress(&network, &parameters, &setup, &|_done, _of| {}).map_err(|failure| failure.to_string())?;
//! println!("{}", report.line());
//! assert!((0.0..=1.0).contains(&report.answer.held.value));
//! # Ok::<(), String>(())
//! ```
//!
//! # A network by hand: what fails next?
//!
//! A hospital laboratory needs a laboratory information system that a supplier hosts. The supplier's servers have been
//! down for two hours.
//!
//! ```
//! use impact_model::incident::{Asking, answer, read_situation};
//! use impact_model::model::Model;
//! use impact_model::network::{Amount, Dependency, Institution, InstitutionKind, Network, Provider, Service};
//! use impact_model::parameters::Parameters;
//!
//! let institution = |id: &str, kind| Institution {
//!     id: id.into(), name: String::new(), kind, country: "BE".into(), region: String::new(), position: None,
//!     operator: String::new(), beds: None, detect_h: None, isolate_h: None, offline_backup: None,
//! };
//! let service = |id: &str, per_day: Option<f32>| -> Result<Service, String> {
//!     Ok(Service { id: id.parse()?, per_day: per_day.map(Amount::known), capacity_per_day: None })
//! };
//! // Without its provider a service loses `first` at once, and `later` after `buffer_h` hours.
//! let needs = |service: &str, on: &str, [first, later, buffer_h]: [f32; 3]| -> Result<Dependency, String> {
//!     Ok(Dependency {
//!         service: service.parse()?,
//!         on: vec![Provider { service: on.parse()?, share: Amount::known(1.0) }],
//!         first_loss: Amount::known(first),
//!         later_loss: Amount::known(later),
//!         buffer_h: Amount::known(buffer_h),
//!         reentry_h: Amount::known(12.0),
//!         threshold: Amount::known(0.0),
//!     })
//! };
//! let network = Network {
//!     institutions: vec![
//!         institution("north", InstitutionKind::Hospital),
//!         institution("host", InstitutionKind::ItSupplier),
//!     ],
//!     services: vec![
//!         service("north/clinical-biology", Some(2400.0))?,
//!         service("north/lis", None)?,
//!         service("host/hosting", None)?,
//!     ],
//!     dependencies: vec![
//!         needs("north/lis", "host/hosting", [1.0, 1.0, 0.0])?,
//!         needs("north/clinical-biology", "north/lis", [0.4, 0.9, 8.0])?,
//!     ],
//!     ..Network::default()
//! };
//! let model = Model::new(&network, &Parameters::default()).map_err(|problems| problems[0].message.clone())?;
//!
//! let situation = read_situation("now.toml", b"[[down]]\nwhat = \"host/hosting\"\nsince_h = 2\n")
//!     .map_err(|findings| findings[0].to_string())?;
//! let answers = answer(&model, &situation, &Asking { runs: 50, seed: 1 })
//!     .map_err(|findings| findings[0].to_string())?;
//! // The system is down already. The laboratory goes on by hand, and fails once that is exhausted: in 6 hours.
//! let laboratory = "north/clinical-biology".parse()?;
//! let failing = answers.failing.iter().find(|one| one.service == laboratory).ok_or("it holds")?;
//! assert_eq!(failing.hours.p50, 6);
//! assert_eq!(
//!     failing.because.to_string(),
//!     "north/clinical-biology ← north/lis ← host/hosting, reported down"
//! );
//! println!("{}", answers.text());
//! # Ok::<(), String>(())
//! ```
//!
//! # Which module for which question
//!
//! | question | module |
//! |---|---|
//! | How do I describe a network? | [`network`] |
//! | How do I read one from JSON, GraphML, CSV; write one? | [`mod@read`], [`mod@write`]; JSON Schemas: [`schema`] |
//! | How do I get one from a list of hospital sites, a directory, or nothing? | [`generate`] |
//! | How do I ask institutions? | [`form`] |
//! | What can be said without simulation? | [`indicators`] |
//! | What does the model assume, and why? | [`parameters`] |
//! | What happens in one course of events? | [`model`] |
//! | What fails next, who takes over, what to do? | [`incident`] |
//! | Are they ready? | [`mod@stress`]; what it says: [`stress::report`] |
//! | How do I show that to a minister? | [`mod@page`] |
//! | How far is the model off what was published? | [`published`] |
//! | Whom can something come to on a mere graph? | [`cascade`] |
//! | Where does chance come from? | [`draw`] |
//! | What is wrong with my file? | [`finding`] |
//!
//! # Changing what is assumed
//!
//! Every number has a word, a range and a source. A range is what is plausible, its middle value the likeliest one;
//! values outside are allowed, to ask what if. [`stress::Setup::draws`] sets are drawn from the ranges; one that is
//! set exactly is not drawn.
//!
//! ```
//! use impact_model::parameters::{Parameter, Parameters};
//! use impact_model::read::read_parameters;
//!
//! let mut parameters = Parameters::default();
//! parameters.set(Parameter::DetectHours, 6.0);
//! parameters.set_range(Parameter::IsolateHours, (1.0, 2.0, 8.0));
//! // The same from a file.
//! let file = b"detect-hours = 6\nisolate-hours = \"1..2..8\"\n";
//! assert_eq!(read_parameters("mine.toml", file).map_err(|findings| findings[0].to_string())?, parameters);
//! assert_eq!(Parameter::DetectHours.unit(), "h");
//! # Ok::<(), String>(())
//! ```
//!
//! What one institution says of itself ([`network::Institution::detect_h`] and others) goes before parameters. A
//! quantity of the network is known, a range, or assumed ([`network::Amount`]).
//!
//! # Same seed, same result
//!
//! A draw is a pure function of seed, scenario, purpose and stable identity ([`draw`]). No generator has a state. So
//! threads, the order of a file and additions elsewhere change nothing, and a network with and without an investment
//! meets the same attack with the same luck: **paired comparison** (common random numbers), in which only the
//! difference counts. It takes far fewer runs than comparing two
//! tests with different luck.
//!
//! Whoever extends the crate keeps this:
//!
//! - Draw through [`draw::Chance`] only. A new use gets a new [`draw::Purpose`]; the numbers of the old ones never
//!   change.
//! - The identity is that of an identifier ([`draw::identity`]), never a place in a list.
//! - Hours are whole. Sums are formed in the order of identifiers or scenarios, never in that of threads or of a hash
//!   table.
//! - `libm` for exp, log, sin and cos; the platform's may differ in the last bit.
//! - Say seed, model version and [`read::sha256`] of the network with every result; [`stress::report::Report`] does.
//!
//! # Reading results
//!
//! Results are skewed: most attacks stop early, a few go far. Read quantiles (half, one in twenty), not means. There
//! are **two kinds of doubt**, and a report keeps them apart:
//!
//! - *Chance*: what would differ between two attacks in the same world. It shows as the spread between runs; more runs
//!   do not make it smaller.
//! - *Not knowing*: the parameters and quantities themselves. [`stress::report::Distribution::from_not_knowing`] is
//!   its share of the variance; only knowing more makes it smaller, and [`stress::report::Report::sensitivity`] says
//!   what of.
//!
//! In a stress test the interval of an [`stress::report::Estimate`] covers both, as far as the ranges are honest; with
//! one set of parameters, and in the answers for an [`incident`], chance only. Against published incidents intervals
//! proved too narrow ([`published`]). [`stress::report::Verdict::CannotTell`] is an answer too.
//!
//! # Limits
//!
//! - About a dozen published incidents to compare with, chosen by severity; [`published::validate()`] prints the
//!   misses.
//! - What is validated has a few values fitted to some of them. [`parameters::Parameters::default`] has not: nothing fitted
//!   enters a stress test or an incident unless the caller sets it.
//! - Rates of spread cannot be estimated from any of them. Where a threshold lies follows from what is assumed.
//! - Of a filled-in network 99 % of the quantities are assumed: it shows how such a network behaves, nothing about a
//!   hospital named in it.
//! - Stated buffers are optimistic. Nothing flows back from overload to failure ([`model`]).
//! - Lists of critical suppliers tell an attacker where to aim: restrict who reads them.
//! - At most [`stress::MAX_RUNS`] runs, [`model::MAX_HORIZON`] hours, [`read::MAX_BYTES`] bytes of a file.

pub mod cascade;
pub mod draw;
pub mod finding;
pub mod form;
pub mod generate;
pub mod incident;
pub mod indicators;
pub mod model;
mod nearest;
pub mod network;
pub mod page;
pub mod parameters;
pub mod published;
pub mod read;
pub mod schema;
pub mod stress;
pub mod write;
