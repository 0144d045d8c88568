//! Somebody signed in, whether or not they have chosen a seat: for the pages about themselves.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::time::Time;

use crate::app::App;
use crate::context::{Ctx, NoCtx, Visitor, form_token};
use crate::error_page::{Fault, PageResult};
use crate::people::{self, Person};
use crate::session::Session;
use crate::shell::Notice;
use crate::words::Words;

/// A person who signed in.
pub(crate) struct Me {
    /// What any visitor has.
    pub(crate) visitor: Visitor,
    /// The running session.
    pub(crate) session: Session,
    /// Who they are.
    pub(crate) person: Person,
    /// The seat they act from, when they have chosen one.
    pub(crate) ctx: Option<Ctx>,
}

impl Me {
    /// The application.
    pub(crate) fn app(&self) -> &App {
        &self.visitor.app
    }

    /// The words in their language.
    pub(crate) fn words(&self) -> Words {
        Words(self.visitor.lang)
    }

    /// The hidden token of their forms.
    pub(crate) fn token(&self) -> String {
        form_token(&self.app().kernel, &self.session)
    }

    /// A moment as they read it.
    pub(crate) fn date_time(&self, at: Time) -> String {
        l10n::date_time(self.visitor.lang, at.timestamp(), &self.app().settings.zone)
    }

    /// A page: from their seat, or without one.
    pub(crate) async fn page(
        &self,
        title: &str,
        template: &impl Template,
        notice: Option<Notice>,
    ) -> PageResult {
        match &self.ctx {
            Some(ctx) => ctx.page_with(title, template, notice).await,
            None => self.visitor.page_with(title, template, notice),
        }
    }
}

impl FromRequestParts<App> for Me {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let session = visitor.session.clone().filter(|session| !session.person_id.is_empty());
        let session = session.ok_or(Error::Unauthenticated)?;
        let ctx = match Ctx::from_request_parts(parts, app).await {
            Ok(ctx) => Some(ctx),
            Err(NoCtx::ChooseSeat { .. }) => None,
            Err(NoCtx::Fault(fault)) => return Err(fault),
        };
        let person = people::get(&app.kernel, &session.person_id).await?;
        if person.is_erased() {
            return Err(Error::Unauthenticated.into());
        }
        Ok(Self { visitor, session, person, ctx })
    }
}
