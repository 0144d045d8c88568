//! What has happened in the fictional sector before the visitor comes in: told through the same commands
//! people use, at the times at which it happened.

use std::time::Duration;

use kernel::access::Principal;
use kernel::time::Wall;
use kernel::{Error, Kernel, Result, journal, secret_token};
use l10n::Lang;
use reporting::answers::Typed;
use reporting::commands::{self, Call, Changes};
use web::Settings;

use super::{principal, weeks};

pub(super) const LAB: &str = "joris.dekorenaere@labo-de-linde.example";
pub(super) const CSIRT: &str = "ine.wijngaerdt@cyberwacht.example";

/// One early warning of the story.
struct Warning {
    by: &'static str,
    lang: Lang,
    hours_ago: f64,
    aware_hours_before: f64,
    what: &'static str,
    stopped: &'static [&'static str],
    contact: (&'static str, &'static str),
    malicious: &'static str,
}

const ENDED: Warning = Warning {
    by: LAB,
    lang: Lang::Nl,
    hours_ago: 40.0 * 24.0,
    aware_hours_before: 2.0,
    what: "Bestanden op de gedeelde schijf van microbiologie zijn versleuteld.\nEr ligt een bericht dat om geld vraagt.",
    stopped: &["analyses", "results"],
    contact: ("Joris De Korenaere", "+32 400 00 00 84"),
    malicious: "yes",
};
const CLINIC: Warning = Warning {
    by: "bastien.brumevert@val-clair.example",
    lang: Lang::Fr,
    hours_ago: 27.0,
    aware_hours_before: 1.5,
    what: "La messagerie de l’hôpital envoie des courriels que personne n’a écrits.\nNous avons coupé les comptes de deux secrétariats.",
    stopped: &["email"],
    contact: ("Service de garde informatique", "+32 400 00 03 01"),
    malicious: "yes",
};
const SECOND_LAB: Warning = Warning {
    by: "joris.boomgaerden@labo-vlierbes.example",
    lang: Lang::Nl,
    hours_ago: 25.5,
    aware_hours_before: 0.5,
    what: "De verbinding met de analysetoestellen valt telkens weg. De leverancier onderzoekt of er iemand op het netwerk zit.",
    stopped: &["analyses", "network"],
    contact: ("Wachtdienst labo", "+32 400 00 03 02"),
    malicious: "unknown",
};
const FIRST_LAB: Warning = Warning {
    by: LAB,
    lang: Lang::Nl,
    hours_ago: 3.2,
    aware_hours_before: 0.6,
    what: "Sinds vannacht start het LIS niet meer. Op twee servers staat een tekstbestand met een losgeldeis.\nWij werken op papier en bellen kritieke waarden door.",
    stopped: &["laboratory_system", "results"],
    contact: ("Joris De Korenaere", "+32 400 00 00 84"),
    malicious: "yes",
};
const HOSPITAL: Warning = Warning {
    by: "joris.eikenrode@heikant.example",
    lang: Lang::Nl,
    hours_ago: 0.3,
    aware_hours_before: 0.2,
    what: "Verschillende werkposten op spoed herstarten vanzelf en tonen daarna een zwart scherm.",
    stopped: &["emergency_department", "telephone"],
    contact: ("Crisisleider", "+32 400 00 03 03"),
    malicious: "unknown",
};

/// When the sector itself was entered, in hours before now.
pub(super) const BEGUN_HOURS_AGO: f64 = 42.0 * 24.0;

/// The same house, some hours before now: what is done in it bears that time.
pub(super) fn past(kernel: &Kernel, hours: f64) -> Kernel {
    let then = kernel.wall.now().minus(Duration::from_secs_f64(hours * 3600.0));
    Kernel::new(kernel.db.clone(), Wall::manual(then), kernel.vault.clone())
}

/// Tells the whole story.
pub(super) async fn tell(kernel: &Kernel, settings: &Settings) -> Result<()> {
    let ended = file(kernel, settings, &ENDED).await?;
    weeks::tell_ended(kernel, settings, &ended).await?;

    let officer = principal(kernel, CSIRT).await?;
    let clinic = file(kernel, settings, &CLINIC).await?;
    commands::acknowledge(&past(kernel, 26.5), settings, &officer, &clinic).await?;
    let asked =
        "Quels comptes ont été coupés, et depuis quand ? Gardez les journaux de messagerie de la semaine.";
    ask_and_answer(
        kernel,
        settings,
        &officer,
        &clinic,
        (26.4, asked),
        Some((
            0.7,
            CLINIC.by,
            "Les secrétariats de cardiologie et de pédiatrie, depuis hier 07:40. Les journaux sont gardés.",
        )),
    )
    .await?;

    weeks::tell_notified(kernel, settings, CLINIC.by, &clinic).await?;

    file(kernel, settings, &SECOND_LAB).await?;

    let first = file(kernel, settings, &FIRST_LAB).await?;
    commands::acknowledge(&past(kernel, 3.05), settings, &officer, &first).await?;
    let asked = "Staat de back-up los van het netwerk? Zet in elk geval niets opnieuw aan voor wij samen gekeken hebben.";
    ask_and_answer(kernel, settings, &officer, &first, (3.0, asked), None).await?;

    file(kernel, settings, &HOSPITAL).await?;
    Ok(())
}

/// Files one early warning; gives the incident.
async fn file(kernel: &Kernel, settings: &Settings, warning: &Warning) -> Result<String> {
    let reporter = principal(kernel, warning.by).await?;
    let then = past(kernel, warning.hours_ago);
    let aware = past(&then, warning.aware_hours_before).wall.now();
    let mut typed = Typed::default();
    typed.add("what", warning.what);
    // What a datetime-local field sends: day and minute, without an offset.
    typed.add("aware", l10n::iso(aware.timestamp(), &settings.zone).get(..16).unwrap_or_default());
    warning.stopped.iter().for_each(|service| typed.add("stopped", service));
    typed.add("contact_name", warning.contact.0);
    typed.add("contact_phone", warning.contact.1);
    typed.add("malicious", warning.malicious);
    let changes = Changes::default();
    let call = Call { key: &secret_token(), typed: &typed, lang: warning.lang, changes: &changes };
    Ok(commands::file_call(&then, settings, &reporter, &call).await?.incident)
}

/// Asks something, hours ago, and perhaps has it answered.
pub(super) async fn ask_and_answer(
    kernel: &Kernel,
    settings: &Settings,
    officer: &Principal,
    incident: &str,
    (asked_hours_ago, question): (f64, &str),
    answer: Option<(f64, &str, &str)>,
) -> Result<()> {
    let then = past(kernel, asked_hours_ago);
    commands::ask(&then, settings, officer, incident, &secret_token(), question).await?;
    let Some((hours_ago, by, text)) = answer else { return Ok(()) };
    let lines = journal::about(&kernel.db, &officer.realm.id, incident).await?;
    let asked = lines.iter().rev().find(|line| line.verb == "report.asked").ok_or(Error::NotFound)?;
    let facts = asked.facts();
    let question = facts["question"].as_str().unwrap_or_default();
    let reporter = principal(kernel, by).await?;
    let then = past(kernel, hours_ago);
    commands::answer(&then, settings, &reporter, incident, question, &secret_token(), text).await
}
