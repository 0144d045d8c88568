//! A filing as its reader may see it: for reading, on paper, and byte for byte.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use directory::Mandate;
use kernel::access::{Action, Relation};
use kernel::{Error, Result};
use serde::Deserialize;
use web::{Ctx, PageResult};

use super::answers::Reading as Readers;
use super::paper::{self, Proof};
use super::receipt;
use super::sheet::{self, Piece, Sheet, Source};
use crate::commands::{self, Reading, Seen};
use crate::compare;
use crate::document::{self, Document};
use crate::portal::Portals;
use crate::store;
use crate::words::Words;

/// A filing as somebody opened it.
pub(super) struct Opened {
    pub(super) seen: Seen,
    /// Every filing the reader may see, the first first.
    readings: Vec<Reading>,
    /// Which of them was asked for.
    place: usize,
    /// The authority whose part it is; empty for the whole.
    authority: String,
}

/// A link to a filing that corrects this one.
struct Corrected {
    id: String,
    text: String,
}

/// What one authority got of a filing.
struct Handed {
    id: String,
    text: String,
    /// The portal into which it can be copied; empty for none.
    portal: String,
}

#[derive(Template)]
#[template(path = "filing.html")]
struct FilingPage {
    l: Words,
    id: String,
    filing: String,
    /// `None` once erased.
    sheet: Option<Sheet>,
    corrected: Vec<Corrected>,
    /// Who got which part; empty for an authority, which does not learn of the others here.
    handed: Vec<Handed>,
    proof: Proof,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    format: String,
}

#[derive(Deserialize)]
pub(super) struct WantedPart {
    /// For the owner: the authority whose part is wanted; empty for the whole.
    #[serde(default)]
    part: String,
}

/// The filing as a page, or with `?format=json` its bytes.
pub(super) async fn page(
    ctx: Ctx,
    Path((id, filing)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> PageResult {
    let opened = Opened::mine(&ctx, &id, &filing).await?;
    if wanted.format == "json" {
        return bytes_of(&opened);
    }
    let l = Words(ctx.lang);
    let sheet = opened.sheet(&ctx).await?;
    let title =
        sheet.as_ref().map_or_else(|| l.document_erased_title().to_owned(), |each| each.title.clone());
    let page = FilingPage {
        l,
        sheet,
        corrected: opened.corrected(&ctx)?,
        handed: opened.handed(&ctx).await?,
        proof: opened.proof(&ctx).await?,
        filing,
        id,
    };
    ctx.page(&title, &page).await
}

/// The filing's bytes.
pub(super) async fn json(ctx: Ctx, Path((id, filing)): Path<(String, String)>) -> PageResult {
    bytes_of(&Opened::mine(&ctx, &id, &filing).await?)
}

/// The filing on paper; for the owner with `?part=` what one authority got of it.
pub(super) async fn pdf(
    ctx: Ctx,
    Path((id, filing)): Path<(String, String)>,
    Query(wanted): Query<WantedPart>,
) -> PageResult {
    let opened = match wanted.part.as_str() {
        "" => Opened::mine(&ctx, &id, &filing).await?,
        authority => Opened::of_authority(&ctx, &id, &filing, authority).await?,
    };
    let sheet = opened.sheet(&ctx).await?.ok_or(Error::NotFound)?;
    let proof = opened.proof(&ctx).await?;
    let name = if proof.number.is_empty() {
        proof.filing.clone()
    } else {
        format!("{}-{}", proof.number, opened.reading().filing.stage.replace('_', "-"))
    };
    let paper = paper::paper(&sheet, &proof);
    // Setting a paper takes the processor for longer than other requests may be kept waiting.
    let set = tokio::task::spawn_blocking(move || ::paper::pdf(&paper)).await;
    let failed =
        |error: anyhow::Error| Error::Internal(error.context(format!("the paper of filing {filing}")));
    let bytes = set.map_err(|error| failed(error.into()))?.map_err(|error| failed(error.into()))?;
    let place = format!("inline; filename=\"{name}.pdf\"");
    let headers = [(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, place)];
    let response: Response = (headers, bytes).into_response();
    Ok(response)
}

fn bytes_of(opened: &Opened) -> PageResult {
    let Reading { filing, bytes, .. } = opened.reading();
    if bytes.is_empty() {
        return Err(Error::NotFound.into());
    }
    let name = format!("inline; filename=\"{}.json\"", filing.id);
    let headers = [(CONTENT_TYPE, "application/json; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    let response: Response = (headers, bytes.clone()).into_response();
    Ok(response)
}

impl Opened {
    /// What the person of a page may see of a filing; the reading is noted.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who is not in the audience, and for an authority that did not get it.
    pub(super) async fn mine(ctx: &Ctx, id: &str, filing: &str) -> Result<Self> {
        let seen = commands::open(ctx.kernel(), &ctx.principal, id, Action::ReadReport).await?;
        let readings = commands::readings(ctx.kernel(), &ctx.principal, &seen).await?;
        let own = &ctx.principal.seat.organisation_id;
        let authority = if seen.relation == Relation::Addressed { own.clone() } else { String::new() };
        Self::find(ctx, seen, readings, filing, authority).await
    }

    /// What an authority got of a filing, for the owner.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else, and when the authority did not get it.
    pub(super) async fn of_authority(ctx: &Ctx, id: &str, filing: &str, authority: &str) -> Result<Self> {
        let seen = commands::open(ctx.kernel(), &ctx.principal, id, Action::FollowUpReport).await?;
        let readings = commands::parts(ctx.kernel(), &seen.incident, authority).await?;
        Self::find(ctx, seen, readings, filing, authority.to_owned()).await
    }

    async fn find(
        ctx: &Ctx,
        seen: Seen,
        readings: Vec<Reading>,
        filing: &str,
        authority: String,
    ) -> Result<Self> {
        let place = readings.iter().position(|each| each.filing.id == filing).ok_or(Error::NotFound)?;
        commands::note_reading(ctx.kernel(), &ctx.principal, &seen).await?;
        Ok(Self { seen, readings, place, authority })
    }

    /// The filing that was asked for.
    pub(super) fn reading(&self) -> &Reading {
        &self.readings[self.place]
    }

    /// What stands in it; `None` once erased.
    pub(super) fn document(&self) -> Result<Option<Document>> {
        self.reading().document()
    }

    fn before(&self) -> Result<Option<Document>> {
        let all: Vec<(&str, &str)> = self
            .readings
            .iter()
            .map(|each| (each.filing.id.as_str(), each.filing.corrects.as_str()))
            .collect();
        let before = compare::before(&all, &self.reading().filing.id);
        let before = self.readings.iter().find(|each| Some(each.filing.id.as_str()) == before);
        Ok(before.map(Reading::document).transpose()?.flatten())
    }

    /// The filing as this reader sees it, in their language; `None` once erased.
    pub(super) async fn sheet(&self, ctx: &Ctx) -> Result<Option<Sheet>> {
        let Some(document) = self.document()? else { return Ok(None) };
        let before = self.before()?;
        let source = Source {
            reading: Readers::of(ctx),
            form: sheet::form_of(&document),
            document: &document,
            before: before.as_ref(),
            only: self.only(ctx).await?,
            names: &names(ctx, document.terms.iter().map(|term| term.authority.clone())).await?,
        };
        Ok(Some(source.sheet()))
    }

    /// For an authority's part, the authority's mandate.
    async fn only(&self, ctx: &Ctx) -> Result<Option<Option<Mandate>>> {
        if self.authority.is_empty() {
            return Ok(None);
        }
        Ok(Some(directory::organisation(ctx.kernel(), &self.authority).await?.mandate))
    }

    /// What vouches for what this reader gets.
    pub(super) async fn proof(&self, ctx: &Ctx) -> Result<Proof> {
        let (reading, incident) = (self.reading(), &self.seen.incident);
        let line = receipt::entry(ctx.kernel(), &self.seen, &reading.filing.id).await?;
        let is_whole = self.authority.is_empty();
        Ok(Proof {
            number: if is_whole { incident.number.clone() } else { String::new() },
            filing: reading.filing.id.clone(),
            digest: reading.digest.clone(),
            seq: line.seq,
            hash: line.hash,
        })
    }

    /// The filings that correct this one.
    fn corrected(&self, ctx: &Ctx) -> Result<Vec<Corrected>> {
        let (l, reading) = (Words(ctx.lang), Readers::of(ctx));
        let id = &self.reading().filing.id;
        let corrections = self.readings.iter().filter(|each| each.filing.corrects == *id);
        let link = |each: &Reading| {
            let at = ctx.date_time(each.filing.filed_at);
            let document = each.document()?;
            let by =
                document.map_or_else(|| "…".to_owned(), |document| sheet::filer(reading.lang, &document));
            Ok(Corrected { id: each.filing.id.clone(), text: l.document_corrected(by, at) })
        };
        corrections.map(link).collect()
    }

    /// For the owner: what each authority got of it.
    async fn handed(&self, ctx: &Ctx) -> Result<Vec<Handed>> {
        let (Some(whole), Relation::Own) = (self.document()?, self.seen.relation) else {
            return Ok(Vec::new());
        };
        let (kernel, l, filing) = (ctx.kernel(), Words(ctx.lang), &self.reading().filing);
        let parts = store::parts::of_filing(kernel, &filing.id).await?;
        let ids: Vec<String> = parts.iter().map(|part| part.authority_id.clone()).collect();
        let authorities = directory::organisations(kernel, &ids).await?;
        let mut handed = Vec::new();
        for part in parts {
            let authority = authorities.get(&part.authority_id);
            let name = authority.map_or("…", |authority| authority.name.as_str());
            let mandate = authority.and_then(|authority| authority.mandate);
            let portal = Portals::embedded().of(mandate, filing.filed_at);
            let text = if part.sealed.is_empty() {
                l.document_got_all(whole.answers.len(), name)
            } else {
                let context = document::part_context(&filing.id, &part.authority_id);
                let bytes = self.seen.incident.open(kernel, &context, &part.sealed)?;
                l.document_got_part(whole.answers.len(), name, Document::read(&bytes)?.answers.len())
            };
            let portal = portal.map_or_else(String::new, |portal| portal.name.get(ctx.lang).to_owned());
            handed.push(Handed { id: part.authority_id, text, portal });
        }
        Ok(handed)
    }
}

/// What organisations are called.
pub(super) async fn names(
    ctx: &Ctx,
    ids: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, String>> {
    let ids: Vec<String> = ids.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let found = directory::organisations(ctx.kernel(), &ids).await?;
    Ok(found.into_iter().map(|(id, organisation)| (id, organisation.name)).collect())
}
