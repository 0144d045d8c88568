//! Pages: HTML and the few words live.js shows. Each handler is short; commands decide.

mod actions;
mod answers;
mod attachments;
mod call;
mod card;
mod desk;
mod filing;
mod history;
mod incident;
mod names;
mod paper;
mod portal;
mod questions;
mod receipt;
mod reports;
mod schema;
mod sheet;
mod stage;
mod told;

use axum::Router;
use axum::routing::{get, post};
use directory::OrganisationKind;
use kernel::time::Time;
use serde::Deserialize;
use web::{App, Chip, Ctx, Moment, Notice, chip};

use crate::form::Stage;
use crate::store::lists::Before;
use crate::words::Words;

/// Every route of this crate.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/call", get(card::page).post(card::begin))
        .route("/call/{code}", get(card::scanned))
        .route("/desk", get(desk::page))
        .route("/desk/all", get(desk::all))
        .route("/reports", get(reports::page))
        .route("/reports/call", get(call::page).post(call::file))
        .route("/reports/call/save", post(call::save))
        .route("/reports/call/new", post(call::begin))
        .route("/reports/call/discard", post(call::discard))
        .route("/reports/{id}", get(incident::page))
        .route("/reports/{id}/receipt", get(receipt::page))
        .route("/reports/{id}/acknowledge", post(actions::acknowledge))
        .route("/reports/{id}/ask", post(actions::ask))
        .route("/reports/{id}/answer", post(actions::answer))
        .route("/reports/{id}/assign", post(actions::assign))
        .route("/reports/{id}/request", post(actions::request))
        .route("/reports/{id}/write", post(actions::write))
        .route("/reports/{id}/close", post(actions::close))
        .route("/reports/{id}/reopen", post(actions::reopen))
        .route("/reports/{id}/ended", post(actions::ended))
        .route("/reports/{id}/authorities/{authority}/tell", post(actions::tell))
        .route("/reports/{id}/stages/{stage}", get(stage::page).post(stage::post))
        .route("/reports/{id}/stages/{stage}/save", post(stage::save))
        .route("/reports/{id}/stages/{stage}/review", get(stage::review))
        .route("/reports/{id}/stages/{stage}/file", post(stage::file))
        .merge(attachments::router())
        .route("/reports/{id}/filings/{filing}", get(filing::page))
        .route("/reports/{id}/filings/{filing}/document.json", get(filing::json))
        .route("/reports/{id}/filings/{filing}/document.pdf", get(filing::pdf))
        .route("/reports/{id}/filings/{filing}/portal/{authority}", get(portal::page))
        .route("/reports/{id}/authorities/{authority}/reference", post(portal::note))
        .route("/schemas/report-document-2.json", get(schema::report_document))
}

/// A moment in as few words as it can be told: today only the time of day.
fn brief(ctx: &Ctx, at: Time) -> Moment {
    let zone = &ctx.app.settings.zone;
    let day = |at: Time| zone.civil(at.timestamp()).date();
    if day(at) == day(ctx.now()) {
        Moment { iso: ctx.iso(at), text: l10n::time(at.timestamp(), zone) }
    } else {
        ctx.moment(at)
    }
}

fn good(text: impl Into<String>) -> Option<Notice> {
    Some(Notice { tone: "success", text: text.into() })
}

/// Where a page of a list begins, as its address says.
#[derive(Deserialize)]
struct From {
    #[serde(default)]
    before: String,
}

impl From {
    /// The place, and whether it is not the first page.
    fn place(&self) -> (Before, bool) {
        let parsed = self.before.split_once('.').and_then(|(at, id)| {
            let is_id = !id.is_empty() && id.len() <= 64;
            Some(Before { at: Time(at.parse().ok()?), id: is_id.then(|| id.to_owned())? })
        });
        let is_later = parsed.is_some();
        (parsed.unwrap_or_else(Before::newest), is_later)
    }
}

/// The address part of the page after an item.
fn after(at: Time, id: &str) -> String {
    format!("{}.{id}", at.0)
}

/// A stage of reporting, in the reader's language.
fn stage_name(l: Words, stage: &str) -> &'static str {
    match Stage::parse(stage) {
        Some(Stage::EarlyWarning) => l.stage_early_warning(),
        Some(Stage::Notification) => l.stage_notification(),
        Some(Stage::Intermediate) => l.stage_intermediate(),
        Some(Stage::Progress) => l.stage_progress(),
        Some(Stage::Final) => l.stage_final(),
        None => "…",
    }
}

/// What an organisation is, in the reader's language.
fn kind_name(l: Words, kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Hospital => l.kind_hospital(),
        OrganisationKind::ClinicalBiologyLab => l.kind_clinical_biology_lab(),
        OrganisationKind::PathologyLab => l.kind_pathology_lab(),
        OrganisationKind::GpPractice => l.kind_gp_practice(),
        OrganisationKind::NursingHome => l.kind_nursing_home(),
        OrganisationKind::Pharmacy => l.kind_pharmacy(),
        OrganisationKind::ItSupplier => l.kind_it_supplier(),
        OrganisationKind::Network => l.kind_network(),
        OrganisationKind::Authority => l.kind_authority(),
        OrganisationKind::Csirt => l.kind_csirt(),
        OrganisationKind::EmergencyService => l.kind_emergency_service(),
        OrganisationKind::Other => l.kind_other(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_list_is_read_or_ignored() {
        let place = |before: &str| From { before: before.into() }.place();
        let (at, is_later) = place("17.abc");
        assert_eq!((at.at, at.id.as_str(), is_later), (Time(17), "abc", true));
        for rubbish in ["", "x", "1.", ".a", "9999999999999999999.a"] {
            assert!(!place(rubbish).1, "{rubbish}");
        }
    }
}
