//! What the reporter owes, as filings and requests change it.

use kernel::access::{Action, Principal};
use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Result, new_id};
use l10n::Zone;
use web::Settings;

use super::reading::open;
use crate::answers::{AWARE_TOLERANCE, Checked};
use crate::deadline::{Anchor, Term};
use crate::document::TermKept;
use crate::form::Stage;
use crate::incident::{Duty, RUNNING, WAITING, is_exempt};
use crate::recipients::Addressee;
use crate::routing::{Routings, Rule};
use crate::store;

/// State of a duty that was met in time.
const MET: &str = "met";
/// State of a duty that was met after it was due.
const LATE: &str = "late";

/// A duty that began or changed.
pub(super) struct Settled {
    duty: Duty,
    is_new: bool,
}

/// A stage that was filed before, corrections aside.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    pub stage: String,
    pub filed_at: Time,
    /// The authorities that got it.
    pub told: Vec<String>,
}

/// What a filing tells the clocks.
pub(super) struct Clocks<'a> {
    pub zone: &'a Zone,
    pub now: Time,
    pub stage: Stage,
    pub checked: &'a Checked,
    pub filing: &'a str,
    pub is_correction: bool,
    pub earlier: &'a [Earlier],
}

impl Clocks<'_> {
    /// What is owed once this is filed, and the terms that ended with it.
    pub(super) fn settle(
        &self,
        known: Vec<Duty>,
        told: &[&Addressee],
        incident: &str,
    ) -> (Vec<Settled>, Vec<TermKept>) {
        let mut settled = Vec::new();
        let mut terms = Vec::new();
        let mut owed = known;
        let begun = owed.len();
        for addressee in told {
            self.begin(&mut owed, addressee, incident);
        }
        for (index, mut duty) in owed.into_iter().enumerate() {
            let before = duty.clone();
            let is_told = told.iter().any(|each| each.organisation.id == duty.authority_id);
            if is_told && duty.is_open() && !self.is_correction && self.meets(&duty) {
                terms.push(self.meet(&mut duty));
            } else if is_told && duty.is_open() {
                // Who is not told of a filing does not learn of it from a clock either.
                self.run(&mut duty);
            }
            let is_new = index >= begun;
            if is_new || duty != before {
                settled.push(Settled { duty, is_new });
            }
        }
        (settled, terms)
    }

    /// Adds what a rule makes due to an authority and is not owed yet.
    fn begin(&self, owed: &mut Vec<Duty>, addressee: &Addressee, incident: &str) {
        let routing = Routings::embedded().current(self.now).name();
        for rule in &addressee.rules {
            // The first term of a stage: another one of the same stage replaces it later, see `run`.
            for term in &rule.terms {
                let is_known = owed.iter().any(|duty| {
                    duty.authority_id == addressee.organisation.id
                        && duty.stage == term.stage.as_str()
                        && !duty.rule.is_empty()
                });
                if !is_known && !self.has_got(&addressee.organisation.id, term.stage) {
                    owed.push(Duty {
                        id: new_id(),
                        incident_id: incident.to_owned(),
                        authority_id: addressee.organisation.id.clone(),
                        stage: term.stage.as_str().to_owned(),
                        routing: routing.clone(),
                        rule: rule.id.clone(),
                        anchor: term.from.as_str().to_owned(),
                        state: WAITING.to_owned(),
                        starts_at: None,
                        due_at: None,
                        met_by: String::new(),
                        met_at: None,
                    });
                }
            }
        }
    }

    /// Whether an authority got this stage before: rules that began meanwhile do not make it due again.
    fn has_got(&self, authority: &str, stage: Stage) -> bool {
        let got = |each: &Earlier| each.told.iter().any(|told| told == authority);
        self.earlier.iter().any(|each| each.stage == stage.as_str() && got(each))
    }

    /// When the notification was submitted; `None` when it was not.
    fn notified_at(&self) -> Option<Time> {
        let earlier = self.earlier.iter().find(|each| each.stage == Stage::Notification.as_str());
        let is_now = self.stage == Stage::Notification && !self.is_correction;
        earlier.map(|each| each.filed_at).or(is_now.then_some(self.now))
    }

    /// Whether this filing is what the duty asks for. A final report is everything that was still owed.
    fn meets(&self, duty: &Duty) -> bool {
        self.stage == Stage::Final || duty.stage == self.stage.as_str()
    }

    /// Ends a duty, and freezes whether it was in time.
    fn meet(&self, duty: &mut Duty) -> TermKept {
        // What begins and ends with the same filing is judged by its own clock.
        self.run(duty);
        let is_late = duty.due_at.is_some_and(|due| self.now > due);
        duty.state = if is_late { LATE } else { MET }.to_owned();
        self.filing.clone_into(&mut duty.met_by);
        duty.met_at = Some(self.now);
        TermKept {
            authority: duty.authority_id.clone(),
            stage: duty.stage.clone(),
            rule: if duty.rule.is_empty() {
                String::new()
            } else {
                format!("{}/{}", duty.routing, duty.rule)
            },
            due_at: duty.due_at.map(|due| l10n::iso(due.timestamp(), self.zone)),
            is_late,
        }
    }

    /// Starts or moves a duty's clock, where this filing says when it begins.
    fn run(&self, duty: &mut Duty) {
        if self.stage == Stage::Progress
            && !self.is_correction
            && duty.stage == Stage::Final.as_str()
            && term(duty, Anchor::HandlingEnded).is_some()
        {
            // NIS2 art. 23(4)(e): the final report follows one month after the incident was handled.
            Anchor::HandlingEnded.as_str().clone_into(&mut duty.anchor);
            stop(duty);
        }
        let start = match duty.anchor.as_str() {
            "awareness" => Some(self.checked.aware_at),
            "notification" => self.notified_at(),
            "handling_ended" => self.checked.resolved_at,
            _ => None,
        };
        if let Some(start) = start {
            begin_at(duty, start, self.zone);
        }
    }
}

/// The term of a duty that is counted from `anchor`, in the version of the rules it was made under.
fn term(duty: &Duty, anchor: Anchor) -> Option<&'static Term> {
    let rule: &'static Rule = Routings::embedded().rule(&duty.routing, &duty.rule)?;
    rule.terms.iter().find(|term| term.stage.as_str() == duty.stage && term.from == anchor)
}

fn anchored(duty: &Duty) -> Option<&'static Term> {
    [Anchor::Awareness, Anchor::Notification, Anchor::HandlingEnded]
        .into_iter()
        .filter(|anchor| anchor.as_str() == duty.anchor)
        .find_map(|anchor| term(duty, anchor))
}

fn begin_at(duty: &mut Duty, start: Time, zone: &Zone) {
    let Some(term) = anchored(duty) else { return };
    duty.starts_at = Some(start);
    duty.due_at = Some(term.due(start, zone));
    RUNNING.clone_into(&mut duty.state);
}

fn stop(duty: &mut Duty) {
    (duty.starts_at, duty.due_at) = (None, None);
    WAITING.clone_into(&mut duty.state);
}

/// When somebody is reminded of a duty from now on; never of one that is met or whose clock does not run.
fn reminders(duty: &Duty, now: Time) -> Vec<Time> {
    let (Some(start), Some(due), RUNNING) = (duty.starts_at, duty.due_at, duty.state.as_str()) else {
        return Vec::new();
    };
    match anchored(duty) {
        // What lies behind already is said once, at once: the term's end or the last notice before it.
        Some(term) => ahead(term.reminders(start, due), now),
        None => ahead(vec![due], now),
    }
}

/// The times that lie ahead; of those behind only the newest.
fn ahead(times: Vec<Time>, now: Time) -> Vec<Time> {
    let newest_behind = times.iter().copied().filter(|at| *at <= now).max();
    newest_behind.into_iter().chain(times.into_iter().filter(|at| *at > now)).collect()
}

/// Keeps what is owed now, and when somebody is to be reminded of it.
pub(super) async fn keep(change: &mut Change, settled: &[Settled]) -> Result<()> {
    for each in settled {
        if each.is_new {
            store::duties::insert(change, &each.duty).await?;
        } else {
            store::duties::update(change, &each.duty).await?;
        }
        let reminders = reminders(&each.duty, change.at());
        store::duties::remind(change, &each.duty.id, &reminders).await?;
    }
    Ok(())
}

/// Makes an intermediate report due to an authority that asks for it.
pub(super) async fn request(change: &mut Change, incident: &str, authority: &str, due: Time) -> Result<()> {
    let now = change.at();
    let duty = Duty {
        id: new_id(),
        incident_id: incident.to_owned(),
        authority_id: authority.to_owned(),
        stage: Stage::Intermediate.as_str().to_owned(),
        routing: String::new(),
        rule: String::new(),
        anchor: "request".to_owned(),
        state: RUNNING.to_owned(),
        starts_at: Some(now),
        due_at: Some(due),
        met_by: String::new(),
        met_at: None,
    };
    keep(change, &[Settled { duty, is_new: true }]).await
}

/// Notes that an incident is no longer handled, since a moment: what is counted from there begins to run.
/// Who is not told any more is not told of this either.
///
/// # Errors
/// [`Error::Invalid`] when the moment lies in the future.
pub async fn end_handling(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    incident_id: &str,
    at: Time,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::FollowUpReport).await?;
    if at > kernel.now(&principal.realm).plus(AWARE_TOLERANCE) {
        return Err(Error::Invalid { field: "ended".into(), message: String::new() });
    }
    let duties = store::duties::of_incident(kernel, incident_id).await?;
    let decisions = store::decisions::of_incident(kernel, incident_id).await?;
    let told = seen.audience.iter().map(|each| each.authority_id.as_str());
    let told: Vec<&str> = told.filter(|authority| !is_exempt(&decisions, authority)).collect();
    let is_moved = |duty: &Duty| {
        duty.is_open() && duty.anchor == "handling_ended" && told.contains(&duty.authority_id.as_str())
    };
    let mut change = kernel.begin(principal).await?;
    store::set_ended(&mut change, incident_id, at).await?;
    let mut settled = Vec::new();
    for mut duty in duties.into_iter().filter(is_moved) {
        begin_at(&mut duty, at, &settings.zone);
        settled.push(Settled { duty, is_new: false });
    }
    keep(&mut change, &settled).await?;
    let entry = Entry::new("report.handled", "incident", incident_id).with("ended_at", at.0);
    let entry = entry.concerns(&seen.incident.organisation_id).with("told", told.clone());
    change.record(told.into_iter().fold(entry, Entry::concerns));
    change.commit().await?;
    Ok(())
}
