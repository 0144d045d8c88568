//! The warning that is out in the fictional sector: sent an hour ago, answered by some.

use directory::LinkKind;
use kernel::{Kernel, Result};
use warning::audience::Selection;
use warning::cascade::Target;
use warning::commands::{self, Draft, Reply};
use warning::warning::{Certainty, Class, Content, Severity, Text, Tlp, Urgency};
use web::Settings;

use super::principal;
use super::story::{CSIRT, past};

/// Who releases what the officer on duty has written.
pub(super) const COLLEAGUE: &str = "bram.sterrebosch@cyberwacht.example";

/// When it went out, in hours before now.
const SENT: f64 = 1.1;

/// Who answered, how many hours ago, and what; the persona of the visitor has not yet.
const ANSWERS: &[(&str, f64, &[Reply])] = &[
    ("bram.winterkoninck@ter-duinen.example", 1.06, &[Reply::Received, Reply::AppliesNot]),
    ("joris.boomgaerden@labo-vlierbes.example", 1.0, &[Reply::Received, Reply::Applies]),
    ("joris.eikenrode@heikant.example", 0.8, &[Reply::Received]),
    ("bastien.brumevert@val-clair.example", 0.5, &[Reply::Received, Reply::Applies, Reply::Done]),
];

/// Who told staff and supplier, and how many hours ago.
const PASSED_ON_BY: &str = "joris.boomgaerden@labo-vlierbes.example";
const PASSED_ON: f64 = 0.95;

/// Who answers for that supplier, and how many hours ago.
const SUPPLIER: &str = "lieselot.duinslaeger@kwarts.example";
const SUPPLIER_ANSWERED: f64 = 0.6;

/// Tells it.
pub(super) async fn tell(kernel: &Kernel, settings: &Settings) -> Result<()> {
    let officer = principal(kernel, CSIRT).await?;
    let then = past(kernel, SENT);
    let id = commands::begin(&then, &officer, &draft()).await?;
    commands::publish(&then, settings, &officer, &id, 1).await?;
    for (email, hours_ago, replies) in ANSWERS {
        let (then, director) = (past(kernel, *hours_ago), principal(kernel, email).await?);
        for reply in *replies {
            commands::answer(&then, &director, &id, *reply).await?;
        }
    }
    // One of them told its night shift and its supplier, which answered for all it serves.
    let (then, director) = (past(kernel, PASSED_ON), principal(kernel, PASSED_ON_BY).await?);
    let own = &director.seat.organisation_id;
    let staff =
        directory::staff_groups(kernel, own).await?.into_iter().map(|group| group.id).collect::<Vec<_>>();
    let suppliers = directory::linked(kernel, own, LinkKind::Supplier).await?;
    let suppliers: Vec<String> = suppliers.into_iter().map(|each| each.id).collect();
    commands::pass_on(&then, settings, &director, &id, Target::Staff, &staff).await?;
    commands::pass_on(&then, settings, &director, &id, Target::Supplier, &suppliers).await?;
    let (then, supplier) = (past(kernel, SUPPLIER_ANSWERED), principal(kernel, SUPPLIER).await?);
    for reply in [Reply::Received, Reply::Applies] {
        commands::answer(&then, &supplier, &id, reply).await?;
    }
    Ok(())
}

fn draft() -> Draft {
    let text = |headline: &str, description: &str, instruction: &str| Text {
        headline: headline.into(),
        description: description.into(),
        instruction: instruction.into(),
    };
    let texts = [
        (
            "nl",
            text(
                "Valse update van LabConnect versleutelt servers",
                "Sinds vanmorgen biedt een valse updateserver versie 8.3.1 van LabConnect aan. Twee labo’s zijn getroffen.",
                "Installeer versie 8.3.1 niet.\nSluit update.labconnect.example af op de firewall.\nZoek de sporen hieronder en bel ons als u er een vindt.",
            ),
        ),
        (
            "fr",
            text(
                "Une fausse mise à jour de LabConnect chiffre des serveurs",
                "Depuis ce matin, un faux serveur propose la version 8.3.1 de LabConnect. Deux laboratoires sont touchés.",
                "N’installez pas la version 8.3.1.\nBloquez update.labconnect.example au pare-feu.\nCherchez les indices ci-dessous et appelez-nous si vous en trouvez un.",
            ),
        ),
        (
            "en",
            text(
                "A false update of LabConnect encrypts servers",
                "Since this morning a false update server offers version 8.3.1 of LabConnect. Two laboratories were hit.",
                "Do not install version 8.3.1.\nBlock update.labconnect.example at the firewall.\nLook for the indicators below and call us if you find one.",
            ),
        ),
    ];
    let kinds = ["hospital", "clinical_biology_lab", "pathology_lab"].map(str::to_owned).into();
    Draft {
        class: Class::Urgent,
        tlp: Tlp::Amber,
        selection: Selection { kinds, ..Selection::default() },
        content: Content {
            severity: Severity::Severe,
            urgency: Urgency::Immediate,
            certainty: Certainty::Observed,
            texts: texts.into_iter().map(|(lang, text)| (lang.to_owned(), text)).collect(),
            affected: "LabConnect 8.3.1".into(),
            indicators: "update.labconnect.example\n198.51.100.23".into(),
            to_suppliers: true,
            ..Content::default()
        },
    }
}
