//! The published description of what programs are told.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// The JSON Schema of [`crate::notification::Notification`].
const NOTIFICATION: &str = include_str!("../../../../data/schemas/warning-notification-1.schema.json");

/// The schema of a notification. It is public: it says nothing of any warning.
pub(super) async fn notification() -> Response {
    ([(CONTENT_TYPE, "application/schema+json")], NOTIFICATION).into_response()
}
