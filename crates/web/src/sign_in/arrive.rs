//! Coming in: the session, its seat, and the way on.

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Error, Result};

use crate::app::App;
use crate::context::Visitor;
use crate::error_page::PageResult;
use crate::people;
use crate::session::{self, Holder};
use crate::shell::{local_path, query};
use crate::sign_in::{ceremony, commands, owns};

/// Signs a person in without asking for proof, for the demo's start page: gives the `Set-Cookie` value. The
/// session acts from their seat when they have exactly one; else they choose.
pub async fn sign_in_as(app: &App, person_id: &str, device: &str) -> Result<HeaderValue> {
    Ok(begin_session(app, person_id, device, "start_page").await?.0)
}

/// Begins a journalled session; says too whether a seat must still be chosen.
///
/// # Errors
/// [`Error::Forbidden`] when the person was erased while they proved who they are.
async fn begin_session(
    app: &App,
    person_id: &str,
    device: &str,
    method: &'static str,
) -> Result<(HeaderValue, bool)> {
    if people::get(&app.kernel, person_id).await?.is_erased() {
        return Err(Error::Forbidden);
    }
    let seats = app.seats.held_by(&app.kernel, person_id).await?;
    let seat_id = match seats.as_slice() {
        [only] => only.id.as_str(),
        _ => "",
    };
    commands::note_sign_in(&app.kernel, person_id, method).await?;
    let cookie = session::start(app, Holder::Person { id: person_id, seat_id }, device).await?;
    Ok((cookie, seat_id.is_empty()))
}

/// Lets a person in who has proved who they are, and sends them to `next`.
pub(crate) async fn arrive(
    visitor: &Visitor,
    person_id: &str,
    method: &'static str,
    next: &str,
) -> PageResult {
    let app = &visitor.app;
    let (cookie, must_choose) = begin_session(app, person_id, &visitor.device, method).await?;
    // The session this browser had before, perhaps a colleague's, would otherwise run on unseen.
    if let Some(old) = &visitor.session {
        session::end(&app.kernel, &old.id).await?;
    }
    let next = destination(next);
    let target = if must_choose { format!("/seat?{}", query("next", next)) } else { next.to_owned() };
    let mut response: Response = Redirect::to(&target).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    response.headers_mut().append(SET_COOKIE, ceremony::cookie(&app.settings, ""));
    Ok(response)
}

/// Where to go after signing in: a path on this site that is not the door itself.
pub(crate) fn destination(next: &str) -> &str {
    let path = local_path(next);
    let is_door = owns(path.split(['?', '#']).next().unwrap_or_default());
    if is_door && !path.starts_with("/account") { "/" } else { path }
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn the_way_on_is_ours_and_not_the_door() {
        assert_eq!(destination("/desk?x=1"), "/desk?x=1");
        assert_eq!(destination("/account"), "/account");
        for round in
            ["/sign-in?next=/x", "/sign-out", "/set-up/app", "/seat", "//evil.example", "/\t/evil.example"]
        {
            assert_eq!(destination(round), "/", "{round}");
        }
    }
}
