//! What this slice's words are called in the reader's language.

use crate::commands::Reply;
use crate::warning::{Certainty, Class, Kind, Severity, Urgency, Why};
use crate::words::Words;

pub(crate) fn class_name(l: Words, class: Class) -> &'static str {
    match class {
        Class::Flash => l.class_flash(),
        Class::Urgent => l.class_urgent(),
        Class::Routine => l.class_routine(),
        Class::Drill => l.class_drill(),
    }
}

pub(crate) fn class_hint(l: Words, class: Class) -> &'static str {
    match class {
        Class::Flash => l.class_flash_hint(),
        Class::Urgent => l.class_urgent_hint(),
        Class::Routine => l.class_routine_hint(),
        Class::Drill => l.drill_lead(),
    }
}

/// As the first words of a message.
pub(crate) fn class_warning(l: Words, class: Class) -> &'static str {
    match class {
        Class::Flash => l.mail_flash(),
        Class::Urgent => l.mail_urgent(),
        Class::Routine => l.mail_routine(),
        Class::Drill => l.mail_drill(),
    }
}

pub(crate) fn kind_name(l: Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Alert => l.kind_alert(),
        Kind::Update => l.kind_update(),
        Kind::Cancel => l.kind_cancel(),
    }
}

pub(crate) fn severity_name(l: Words, severity: Severity) -> &'static str {
    match severity {
        Severity::Extreme => l.severity_extreme(),
        Severity::Severe => l.severity_severe(),
        Severity::Moderate => l.severity_moderate(),
        Severity::Minor => l.severity_minor(),
        Severity::Unknown => l.unknown(),
    }
}

pub(crate) fn urgency_name(l: Words, urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Immediate => l.urgency_immediate(),
        Urgency::Expected => l.urgency_expected(),
        Urgency::Future => l.urgency_future(),
        Urgency::Past => l.urgency_past(),
        Urgency::Unknown => l.unknown(),
    }
}

pub(crate) fn certainty_name(l: Words, certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Observed => l.certainty_observed(),
        Certainty::Likely => l.certainty_likely(),
        Certainty::Possible => l.certainty_possible(),
        Certainty::Unlikely => l.certainty_unlikely(),
        Certainty::Unknown => l.unknown(),
    }
}

pub(crate) fn wrong(l: Words, why: Why) -> String {
    match why {
        Why::Missing => l.wrong_missing().to_owned(),
        Why::TooLong(most) => l.wrong_too_long(most),
        Why::Nobody => l.wrong_nobody().to_owned(),
    }
}

pub(crate) fn outcome_name(l: Words, outcome: &str) -> &'static str {
    match outcome {
        "confirmed" => l.call_confirmed(),
        "no_answer" => l.call_no_answer(),
        "wrong_number" => l.call_wrong_number(),
        _ => l.call_rings_back(),
    }
}

/// What was just answered, in a sentence.
pub(crate) fn answered(l: Words, reply: Reply) -> &'static str {
    match reply {
        Reply::Received => l.said_received(),
        Reply::Applies | Reply::AppliesNot | Reply::AppliesUnknown => l.said_applies(),
        Reply::Forwarded => l.said_forwarded(),
        Reply::Done => l.said_done(),
        Reply::NotMe => l.said_not_me(),
    }
}

/// Why an organisation is still silent: nobody can be told, everybody was tried, or who is tried next and when.
pub(crate) fn silent_at(
    l: Words,
    row: &crate::store::obligations::ObligationRow,
    rungs: usize,
    time: impl Fn(kernel::time::Time) -> String,
) -> String {
    match row.next_at {
        _ if row.is_reachable == 0 => l.silent_unreachable().to_owned(),
        Some(at) => l.silent_next(row.next_rung + 1, rungs, time(at)),
        None => l.silent_tried().to_owned(),
    }
}
