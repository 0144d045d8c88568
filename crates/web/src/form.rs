//! Forms: read, bounded, and proved to come from a page of this session.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use kernel::Error;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::context::{form_token, session_of};
use crate::error_page::Fault;

/// How long an upload that is read piece by piece may bring nothing before it is given up.
const STANDS_STILL: Duration = Duration::from_secs(60);
/// The name of the hidden field that carries [`crate::Ctx::token`].
pub(crate) const TOKEN_FIELD: &str = "_token";

/// Why a form with another token is refused; its words are kept, see [`crate::resume`].
pub(crate) const STALE: &str = "the form belongs to another session or seat";

/// A submitted form, whose hidden token was that of the session's seat. Where nobody is signed in (the
/// sign-in form itself) there is no token; such a form is protected by the same-origin check alone.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let session = session_of(&parts.headers, &mut parts.extensions, app).await?;
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, app)
            .await
            .map_err(|error| Error::Invalid { field: "form".into(), message: error.body_text() })?;
        if let Some(session) = session {
            let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).map_err(malformed)?;
            let token = pairs.iter().find(|(name, _)| name == TOKEN_FIELD).map_or("", |(_, value)| value);
            check_token(app, &session, token)?;
        }
        Ok(Self(serde_urlencoded::from_bytes(&body).map_err(malformed)?))
    }
}

/// Compares in constant time, so the answer's timing tells nothing of the right token.
fn check_token(app: &App, session: &crate::session::Session, token: &str) -> Result<(), Fault> {
    let expected = form_token(&app.kernel, session);
    if bool::from(expected.as_bytes().ct_eq(token.as_bytes())) {
        Ok(())
    } else {
        Err(Error::Conflict(STALE.into()).into())
    }
}

/// A form about who is there, or one that harms nobody: it is taken whatever session the browser has, since
/// the same-origin check has already refused what another site sent.
pub(crate) struct OpenForm<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for OpenForm<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let body = Bytes::from_request(request, app)
            .await
            .map_err(|error| Error::Invalid { field: "form".into(), message: error.body_text() })?;
        Ok(Self(serde_urlencoded::from_bytes(&body).map_err(malformed)?))
    }
}

fn malformed(error: serde_urlencoded::de::Error) -> Fault {
    Error::Invalid { field: "form".into(), message: error.to_string() }.into()
}

/// An uploaded form with files. Its first part must be the hidden token, which is checked before any
/// file is read.
pub struct Multipart(axum::extract::Multipart);

impl FromRequest<App> for Multipart {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let session = session_of(&parts.headers, &mut parts.extensions, app).await?;
        let session = session.ok_or(Error::Unauthenticated)?;
        let request = Request::from_parts(parts, body);
        let mut form = axum::extract::Multipart::from_request(request, app)
            .await
            .map_err(|error| Error::Invalid { field: "file".into(), message: error.body_text() })?;
        let first = form.next_field().await.map_err(|error| upload(&error))?;
        let token = match first {
            Some(field) if field.name() == Some(TOKEN_FIELD) => {
                field.text().await.map_err(|error| upload(&error))?
            }
            _ => String::new(),
        };
        check_token(app, &session, &token)?;
        Ok(Self(form))
    }
}

fn upload(error: &axum::extract::multipart::MultipartError) -> Fault {
    Error::Invalid { field: "file".into(), message: error.body_text() }.into()
}

impl Multipart {
    /// The next part: its field name, its file name and its bytes.
    pub async fn next(&mut self) -> Result<Option<(String, String, Vec<u8>)>, Fault> {
        let Some(part) = self.next_part().await? else { return Ok(None) };
        let (name, file) = (part.name.clone(), part.file.clone());
        let bytes = part.field.bytes().await.map_err(|error| upload(&error))?;
        Ok(Some((name, file, bytes.to_vec())))
    }

    /// The next part, to be read piece by piece: for files too large to be held.
    pub async fn next_part(&mut self) -> Result<Option<Part<'_>>, Fault> {
        let Some(field) = self.0.next_field().await.map_err(|error| upload(&error))? else { return Ok(None) };
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().unwrap_or_default().to_owned();
        Ok(Some(Part { name, file, field }))
    }
}

/// One part of an uploaded form, on its way.
pub struct Part<'a> {
    /// The field's name.
    pub name: String,
    /// The file's name as the browser gave it; empty for a plain field.
    pub file: String,
    field: axum::extract::multipart::Field<'a>,
}

impl Part<'_> {
    /// The next bytes as they arrive; `None` at the end.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the upload broke off, stands still, or is larger than the route allows.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, Fault> {
        match tokio::time::timeout(STANDS_STILL, self.field.chunk()).await {
            Ok(piece) => piece.map_err(|error| upload(&error)),
            Err(_) => {
                let message = "the upload stands still".to_owned();
                Err(Error::Invalid { field: self.name.clone(), message }.into())
            }
        }
    }

    /// All of a part that holds at most `most` bytes; `None` when it holds more. The rest of such a one is read
    /// and forgotten, so that the browser listens to the answer.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the upload broke off, stands still, or is larger than the route allows.
    pub async fn within(mut self, most: usize) -> Result<Option<Vec<u8>>, Fault> {
        let (mut bytes, mut fits) = (Vec::new(), true);
        while let Some(piece) = self.piece().await? {
            fits &= bytes.len() + piece.len() <= most;
            if fits {
                bytes.extend_from_slice(&piece);
            }
        }
        Ok(fits.then_some(bytes))
    }

    /// A plain field's text.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is longer than [`kernel::limits::FORM_BYTES`] or broke off.
    pub async fn text(mut self) -> Result<String, Fault> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.piece().await? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > kernel::limits::FORM_BYTES {
                return Err(Error::Invalid { field: self.name, message: String::new() }.into());
            }
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
