//! Thousands of organisations with somebody to reach in each, and a warning to all of them.

use std::time::Instant;

use anyhow::Context;
use directory::{ChannelKind, DirectorySeats, NewOrganisation, OrganisationKind};
use indicatif::ProgressBar;
use kernel::access::{Principal, Role, Who};
use kernel::db::sql;
use l10n::Lang;
use warning::audience::Selection;
use warning::commands::{self, Draft};
use warning::warning::{Certainty, Class, Content, Severity, Text, Tlp, Urgency};
use web::Seats;
use web::people::{self, Details};

use crate::commands::bench::Bench;

/// The demo's duty officers of one authority: who writes, and who releases.
const OFFICERS: [&str; 2] = ["ine.wijngaerdt@cyberwacht.example", "bram.sterrebosch@cyberwacht.example"];
/// A kind that nobody else in the house is of.
const KIND: OrganisationKind = OrganisationKind::Other;
/// Organisations added with one change.
const AT_ONCE: usize = 500;

/// How many organisations there are, with how many seats and channels to each.
#[derive(Clone, Copy)]
pub(super) struct Sector {
    pub(super) organisations: usize,
    pub(super) seats: usize,
    pub(super) channels: usize,
}

impl Sector {
    /// The organisation that a number in an address belongs to. Mail bears the organisation's own, telephones are
    /// numbered through.
    pub(super) fn organisation_of_telephone(self, number: usize) -> usize {
        number / (self.seats * 2)
    }

    /// Messages of a warning to everybody.
    pub(super) fn messages(self) -> usize {
        self.organisations * self.seats * self.channels
    }
}

/// Fills the house.
///
/// The ladder of a flash warning begins with the director alone; so that everybody is told at once, each
/// organisation has as many directors as it has seats.
pub(super) async fn fill(bench: &Bench, sector: Sector, progress: &ProgressBar) -> anyhow::Result<()> {
    progress.set_message("filling");
    progress.set_length(sector.organisations as u64);
    let mut done = 0;
    while done < sector.organisations {
        let mut change = bench.kernel.begin_as_system(&bench.realm).await?;
        let until = sector.organisations.min(done + AT_ONCE);
        for number in done..until {
            let new = NewOrganisation::named(&format!("Zorgpunt {number:05}"), KIND, "Leuven");
            let id = directory::add_organisation(&bench.kernel, &mut change, &new).await?;
            for seat in 0..sector.seats {
                fill_seat(bench, &mut change, sector, (number, &id, seat)).await?;
            }
        }
        change.commit().await?;
        done = until;
        progress.set_position(done as u64);
    }
    if bench.kernel.db.engine() == "postgresql" {
        // The server does so by itself some minutes after so many rows were added.
        bench.kernel.db.execute(sql("VACUUM ANALYZE")).await?;
        bench.kernel.db.execute(sql("CHECKPOINT")).await?;
    }
    Ok(())
}

async fn fill_seat(
    bench: &Bench,
    change: &mut kernel::Change,
    sector: Sector,
    (number, organisation, seat): (usize, &str, usize),
) -> anyhow::Result<()> {
    let kernel = &bench.kernel;
    let email = format!("directie.{seat}@zorgpunt-{number:05}.example");
    let details = Details { name: format!("Directie {number:05} {seat}"), email };
    let lang = if number % 2 == 0 { Lang::Nl } else { Lang::Fr };
    let person = people::add(kernel, change, &details, lang).await?;
    let seat_id = directory::seat_person(kernel, change, organisation, Role::Director, &person).await?;
    let telephone = |which: usize| format!("+32400{:06}", (number * sector.seats + seat) * 2 + which);
    let channels = [
        (ChannelKind::Mobile, telephone(0)),
        (ChannelKind::Email, format!("thuis.{seat}@post-{number:05}.example")),
        (ChannelKind::Mobile, telephone(1)),
    ];
    // Their own mail address is the first.
    for (kind, address) in channels.into_iter().take(sector.channels.saturating_sub(1)) {
        directory::add_seat_channel(kernel, change, &seat_id, kind, &address).await?;
    }
    Ok(())
}

/// Writes a flash warning as one officer and releases it as another; gives how many seconds the release took,
/// from the press of the button until it was durable.
pub(super) async fn warn(bench: &Bench) -> anyhow::Result<f64> {
    let [officer, second] = [principal(bench, OFFICERS[0]).await?, principal(bench, OFFICERS[1]).await?];
    let id = commands::begin(&bench.kernel, &officer, &draft()).await?;
    commands::ask_release(&bench.kernel, &officer, &id, 1).await?;
    let begun = Instant::now();
    commands::publish(&bench.kernel, &bench.settings, &second, &id, 1).await?;
    Ok(begun.elapsed().as_secs_f64())
}

async fn principal(bench: &Bench, email: &str) -> anyhow::Result<Principal> {
    let kernel = &bench.kernel;
    let person = people::find_by_email(kernel, email).await?.context("the demo has these people")?;
    let seats = DirectorySeats.held_by(kernel, &person.id).await?;
    let seat = seats.into_iter().find(|seat| seat.role == Role::DutyOfficer).context("each has a seat")?;
    let who = Who::Person { id: person.id, name: person.details.name };
    Ok(Principal { who, seat, realm: bench.realm.clone() })
}

fn draft() -> Draft {
    let text = |headline: &str, description: &str, instruction: &str| Text {
        headline: headline.into(),
        description: description.into(),
        instruction: instruction.into(),
    };
    let dutch = text(
        "Update 4.2 van het laboratoriumsysteem draagt gijzelsoftware",
        "Gezien bij twee laboratoria, vannacht om drie uur.",
        "Installeer ze niet. Haal de updateserver van het net.\nBel ons als ze al geïnstalleerd is.",
    );
    let french = text(
        "La mise à jour 4.2 du système de laboratoire contient un rançongiciel",
        "Constaté dans deux laboratoires, cette nuit à trois heures.",
        "Ne l'installez pas. Débranchez le serveur de mises à jour du réseau.\nAppelez-nous si c'est déjà fait.",
    );
    Draft {
        class: Class::Flash,
        tlp: Tlp::Green,
        selection: Selection { kinds: vec![KIND.as_str().into()], ..Selection::default() },
        content: Content {
            severity: Severity::Severe,
            urgency: Urgency::Immediate,
            certainty: Certainty::Observed,
            texts: [("nl".to_owned(), dutch), ("fr".to_owned(), french)].into(),
            ..Content::default()
        },
    }
}
