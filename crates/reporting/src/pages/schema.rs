//! The published description of the documents that are given out.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// The JSON Schema of [`crate::document::Document`], shapes 1 and 2.
const REPORT_DOCUMENT: &str = include_str!("../../../../data/schemas/report-document-2.schema.json");

/// The schema of a report's document. It is public: it says nothing of any report.
pub(super) async fn report_document() -> Response {
    ([(CONTENT_TYPE, "application/schema+json")], REPORT_DOCUMENT).into_response()
}
