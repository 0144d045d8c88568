//! What comes after a first call, in the demo: one incident taken to its end, one at its notification.

use std::time::Duration;

use kernel::{Kernel, Result, secret_token};
use l10n::Lang;
use reporting::commands::{self, Changes};
use reporting::form::Stage;
use web::Settings;

use super::principal;
use super::story::{CSIRT, LAB, ask_and_answer, past};

const LAB_QUALITY: &str = "bram.ravenshof@libra.example";
const DATA_PROTECTION: &str = "clemence.hautecombelle@vesta.example";

/// A later stage on its way: by whom, how long ago, what is added to what is known already.
struct Step<'a> {
    by: &'a str,
    lang: Lang,
    hours_ago: f64,
    stage: Stage,
    answers: &'a [(&'a str, &'a str)],
    /// The filing that is corrected and why; none for a stage.
    corrects: Option<(&'a str, &'a str)>,
}

/// The days of the incident that is over, in hours before now.
const DAY: f64 = 24.0;

const NOTIFICATION: &[(&str, &str)] = &[
    ("rsit", "malicious_code"),
    ("tlp", "amber"),
    (
        "method",
        "Een medewerker opende een bijlage die op een factuur leek. Vandaar werd met een gestolen wachtwoord op de bestandsserver ingelogd; twee dagen later startte de versleuteling.",
    ),
    ("initial_access", "mail"),
    ("consequences", "Geen elektronische aanvragen en resultaten. Microbiologie stond twee dagen stil."),
    ("care_effects", "delayed_results"),
    ("care_effects", "paper_mode"),
    ("severity", "high"),
    ("users_percent", "35"),
    ("availability_hour", "yes"),
    ("emergency_plan", "yes"),
    ("paper_mode", "yes"),
    (
        "measures_now",
        "Servers van het net gehaald, noodplan in werking, kritieke waarden telefonisch doorgegeven met terugleescontrole.",
    ),
    ("subcontracted.0.analyses", "Bloedkweken en antibiogrammen"),
    ("subcontracted.0.laboratory", "Medisch Labo Vlierbes"),
    ("subcontracted.0.since", "@-39"),
    ("subcontracted.0.until", "@-35"),
    ("subcontracted.0.results", "telephone"),
    ("personal_data", "no"),
    ("devices", "no"),
    ("cross_border", "no"),
    ("iocs", "factuur-oktober.example\nSHA-256 van de bijlage: in het bestand bij deze melding"),
    ("significant", "yes"),
];

const INTERMEDIATE: &[(&str, &str)] = &[
    ("handling_status", "ongoing"),
    ("malicious", "yes"),
    (
        "consequences",
        "Het LIS werkt weer op een herstelde server. Resultaten van vier dagen worden nagezonden.",
    ),
];

const FINAL: &[(&str, &str)] = &[
    ("malicious", "yes"),
    ("root_cause", "malicious_actions"),
    ("care_effects", "delayed_results"),
    ("duration_hours", "98"),
    ("measures.0.measure", "Tweede factor voor elke aanmelding op servers"),
    ("measures.0.kind", "preventive"),
    ("measures.0.owner", "Hoofd IT"),
    ("measures.0.due", "@-20"),
    ("measures.0.done", "@-22"),
    ("measures.1.measure", "Back-up elke week los van het netwerk, elk kwartaal teruggezet"),
    ("measures.1.kind", "preventive"),
    ("measures.1.owner", "Hoofd IT"),
    ("measures.1.due", "@30"),
    ("quality.0.kind", "nonconformity"),
    ("quality.0.reference", "NC-2026-041"),
    ("quality.0.clause", "ISO 15189:2022 7.5"),
    ("quality.1.kind", "complaint"),
    ("quality.1.reference", "K-2026-017"),
    ("quality.1.clause", "ISO 15189:2022 7.7"),
];

const CLINIC: &[(&str, &str)] = &[
    ("rsit", "intrusions"),
    (
        "method",
        "Deux comptes de messagerie repris après un faux message de réinitialisation du mot de passe.",
    ),
    ("initial_access", "account"),
    (
        "consequences",
        "La messagerie est coupée pour deux secrétariats ; les rendez-vous sont confirmés par téléphone.",
    ),
    ("severity", "medium"),
    ("emergency_plan", "no"),
    ("measures_now", "Comptes coupés, mots de passe changés, règles de transfert supprimées."),
    ("personal_data", "unknown"),
    ("data_categories", "identity"),
    ("data_consequences", "Des rendez-vous de patients peuvent avoir été lus."),
    ("dpo_contact", "dpo@val-clair.example, +32 400 00 03 04"),
    ("devices", "no"),
    ("significant", "undecided"),
];

/// An incident of six weeks ago, from the first call to the last desk that closed it.
pub(super) async fn tell_ended(kernel: &Kernel, settings: &Settings, incident: &str) -> Result<()> {
    let (officer, quality) = (principal(kernel, CSIRT).await?, principal(kernel, LAB_QUALITY).await?);
    commands::acknowledge(&past(kernel, 39.9 * DAY), settings, &officer, incident).await?;
    commands::acknowledge(&past(kernel, 39.5 * DAY), settings, &quality, incident).await?;
    let step = |days: f64, stage, answers| Step {
        by: LAB,
        lang: Lang::Nl,
        hours_ago: days * DAY,
        stage,
        answers,
        corrects: None,
    };
    let notification =
        file(kernel, settings, incident, &step(38.0, Stage::Notification, NOTIFICATION)).await?;

    let asked = past(kernel, 37.0 * DAY);
    let due = asked.wall.now().plus(Duration::from_secs(48 * 3600));
    let text = "Graag een stand van zaken: wat draait weer, en sinds wanneer?";
    commands::request_report(&asked, settings, &officer, incident, &secret_token(), text, due).await?;
    file(kernel, settings, incident, &step(36.0, Stage::Intermediate, INTERMEDIATE)).await?;

    let question = "Welke analyses werden uitbesteed, en hoe kwamen de resultaten bij de aanvragers?";
    let answer = "Bloedkweken en antibiogrammen, aan Vlierbes. Eerst per telefoon met terugleescontrole, dan op papier.";
    let asked = (35.5 * DAY, question);
    ask_and_answer(kernel, settings, &quality, incident, asked, Some((35.0 * DAY, LAB, answer))).await?;

    let correction = Step {
        answers: &[("users_percent", "40")],
        corrects: Some((&notification, "Het aandeel gebruikers was te laag geschat.")),
        ..step(33.0, Stage::Notification, &[])
    };
    file(kernel, settings, incident, &correction).await?;
    file(kernel, settings, incident, &step(12.0, Stage::Final, FINAL)).await?;
    commands::close(&past(kernel, 10.0 * DAY), settings, &officer, incident).await?;
    commands::close(&past(kernel, 9.0 * DAY), settings, &quality, incident).await
}

/// The clinic's notification, and what the data-protection authority asks of it.
pub(super) async fn tell_notified(
    kernel: &Kernel,
    settings: &Settings,
    by: &str,
    incident: &str,
) -> Result<()> {
    let step = Step {
        by,
        lang: Lang::Fr,
        hours_ago: 0.6,
        stage: Stage::Notification,
        answers: CLINIC,
        corrects: None,
    };
    file(kernel, settings, incident, &step).await?;
    let authority = principal(kernel, DATA_PROTECTION).await?;
    let asked = "Combien de patients avaient un rendez-vous dans ces boîtes ? Une estimation suffit.";
    ask_and_answer(kernel, settings, &authority, incident, (0.4, asked), None).await
}

/// Files a stage, or a correction; gives the filing.
async fn file(kernel: &Kernel, settings: &Settings, incident: &str, step: &Step<'_>) -> Result<String> {
    let (then, reporter) = (past(kernel, step.hours_ago), principal(kernel, step.by).await?);
    let (corrects, reason) = step.corrects.unwrap_or_default();
    let mut work =
        commands::begin_stage(&then, &settings.zone, &reporter, incident, step.stage, corrects).await?;
    for (name, _) in step.answers {
        work.typed.clear(name);
    }
    for (name, value) in step.answers {
        work.typed.add(name, &dated(kernel, settings, value));
    }
    if step.stage == Stage::Final {
        let ended = l10n::iso(past(kernel, 35.8 * DAY).wall.now().timestamp(), &settings.zone);
        work.typed.add("resolved", ended.get(..16).unwrap_or_default());
    }
    reason.clone_into(&mut work.reason);
    let changes = Changes::default();
    let filed = commands::file_stage(&then, settings, &reporter, &work, step.lang, &changes).await?;
    Ok(filed.filing)
}

/// A value as typed; `@-3` is the day three days ago.
fn dated(kernel: &Kernel, settings: &Settings, value: &str) -> String {
    let Some(days) = value.strip_prefix('@').and_then(|days| days.parse::<f64>().ok()) else {
        return value.to_owned();
    };
    let now = kernel.wall.now();
    let day = Duration::from_secs_f64(days.abs() * DAY * 3600.0);
    let at = if days < 0.0 { now.minus(day) } else { now.plus(day) };
    l10n::iso(at.timestamp(), &settings.zone).get(..10).unwrap_or_default().to_owned()
}
