//! Answering by the link in a message, without signing in: reading changes nothing, sending a form does, and
//! sending it again shows the same receipt.

use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Realm, Result, realm};
use web::people;

use super::answering::{Answerer, Reply};
use super::files::find;
use super::telling::token_digest;
use super::{Warning, open_row};
use crate::evidence::{Click, Evidence};
use crate::limits::BURST_WINDOW;
use crate::store::notices::{self, NoticeRow, TOLD};
use crate::store::obligations::{self, ObligationRow};
use crate::store::{PUBLISHED, answers, repairs};
use crate::warning::File;

/// What a link leads to.
#[derive(Clone, Debug)]
pub struct LinkPage {
    /// The warning.
    pub warning: Warning,
    /// The realm it belongs to.
    pub realm: Realm,
    /// What the holder of the link was told, and for which organisations they answer; their own first.
    pub(crate) answers_for: Vec<(NoticeRow, ObligationRow)>,
    /// Whether the link has had its time: what was answered is still shown, nothing new is taken.
    pub is_expired: bool,
    /// When the holder acknowledged.
    pub receipt: Option<Receipt>,
}

/// That somebody acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// When, by the realm's clock.
    pub at: Time,
    /// Whether it counts; not when a program gave it, by all appearance.
    pub is_counted: bool,
}

impl LinkPage {
    /// The notice the link belongs to.
    pub(crate) fn notice(&self) -> &NoticeRow {
        &self.answers_for[0].0
    }

    /// What the organisation of the link owes.
    pub(crate) fn obligation(&self) -> &ObligationRow {
        &self.answers_for[0].1
    }

    /// Whether the warning is still out.
    pub fn is_out(&self) -> bool {
        self.warning.row.state == PUBLISHED
    }
}

/// Opens what a link leads to; changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when no link has this secret, and when its holder was erased.
pub async fn open_link(kernel: &Kernel, token: &str) -> Result<LinkPage> {
    open_notice(kernel, notices::by_token(kernel, &token_digest(token)).await?).await
}

/// Opens what somebody was told.
///
/// # Errors
/// [`Error::NotFound`] when they were erased.
pub(super) async fn open_notice(kernel: &Kernel, notice: NoticeRow) -> Result<LinkPage> {
    // Nothing lets an erased person in any more, their links included.
    if people::get(kernel, &notice.person_id).await?.is_erased() {
        return Err(Error::NotFound);
    }
    let warning = open_row(kernel, &notice.warning_id).await?;
    let realm = realm::get(&kernel.db, &warning.row.realm_id).await?;
    let mut of_person = notices::of_person(kernel, &notice.warning_id, &notice.person_id).await?;
    of_person.sort_by_key(|each| each.id != notice.id);
    let mut answers_for = Vec::with_capacity(of_person.len());
    for each in of_person {
        let obligation = obligations::get(kernel, &each.warning_id, &each.obligation_id).await?;
        answers_for.push((each, obligation));
    }
    let acknowledged =
        answers::of(kernel, &notice.warning_id, &notice.organisation_id, &by_whom(&notice)).await?;
    Ok(LinkPage {
        warning,
        is_expired: kernel.now(&realm) >= notice.expires_at,
        realm,
        answers_for,
        receipt: acknowledged.map(|row| Receipt { at: row.at, is_counted: row.is_counted == 1 }),
    })
}

/// A file of the warning that a link leads to.
///
/// # Errors
/// [`Error::NotFound`] when no link has this secret, when the warning is only for who signs in, and when it has no
/// such file.
pub(crate) async fn file_by_link(kernel: &Kernel, token: &str, file_id: &str) -> Result<File> {
    let warning = open_link(kernel, token).await?.warning;
    if warning.tlp.may_be_read_by_link() { find(&warning, file_id) } else { Err(Error::NotFound) }
}

pub(super) fn by_whom(notice: &NoticeRow) -> String {
    format!("notice:{}", notice.id)
}

/// Notes that the decoy on a link's page was followed, which no person sees.
pub async fn decoy(kernel: &Kernel, token: &str) -> Result<()> {
    let page = open_link(kernel, token).await?;
    notices::note_decoy(kernel, &token_digest(token), kernel.now(&page.realm)).await
}

/// Answers by a link, for its own organisation and those of `organisations` that its holder also answers for.
/// `address` is where the request came from.
///
/// # Errors
/// [`Error::NotFound`] when no link has this secret; [`Error::Conflict`] when it has had its time.
pub async fn reply_by_link(
    kernel: &Kernel,
    token: &str,
    organisations: &[String],
    address: &str,
    reply: Reply,
) -> Result<()> {
    let page = usable(kernel, token).await?;
    if reply == Reply::NotMe {
        leave(kernel, &page).await
    } else {
        give(kernel, &page, organisations, address, reply).await
    }
}

async fn usable(kernel: &Kernel, token: &str) -> Result<LinkPage> {
    let page = open_link(kernel, token).await?;
    // Who sends the same form again gets the same receipt, however late.
    if page.is_expired && page.receipt.is_none() {
        return Err(Error::Conflict("the link has had its time".into()));
    }
    Ok(page)
}

async fn give(
    kernel: &Kernel,
    page: &LinkPage,
    organisations: &[String],
    address: &str,
    reply: Reply,
) -> Result<()> {
    if page.is_expired {
        return Ok(());
    }
    let network = if address.is_empty() { String::new() } else { kernel.vault.lookup("network", address) };
    let now = kernel.now(&page.realm);
    let notice = page.notice();
    let others = if network.is_empty() {
        0
    } else {
        let since = now.minus(BURST_WINDOW);
        answers::others(kernel, &notice.warning_id, &network, &notice.organisation_id, since).await?
    };
    let click = Click { told_at: notice.told_at, decoy_at: notice.decoy_at, others, at: now };
    let is_counted = page.receipt.is_some_and(|receipt| receipt.is_counted) || !click.is_suspicious();
    let mut change = begin(kernel, page).await?;
    let mut is_news = false;
    for (index, (each, obligation)) in page.answers_for.iter().enumerate() {
        if index > 0 && !organisations.contains(&each.organisation_id) {
            continue;
        }
        let answerer = Answerer {
            warning: &page.warning,
            by_whom: &by_whom(each),
            evidence: Evidence::Link,
            network: &network,
            is_counted,
        };
        is_news |= answerer.give(&mut change, obligation, reply).await?;
    }
    if is_news {
        change.commit().await?;
    }
    Ok(())
}

/// Whoever holds the link has left the post: the ladder goes on at once.
async fn leave(kernel: &Kernel, page: &LinkPage) -> Result<()> {
    if page.is_expired || page.notice().state != TOLD {
        return Ok(());
    }
    let (notice, obligation) = (page.notice(), page.obligation());
    let mut change = begin(kernel, page).await?;
    if !notices::set_left(&mut change, &notice.id).await? {
        return Ok(());
    }
    repairs::open(&mut change, notice, repairs::LEFT).await?;
    let goes_on = obligations::hurry(&mut change, &obligation.id).await?;
    let entry = Entry::new("warning.not_me", "obligation", &obligation.id)
        .concerns(&obligation.organisation_id)
        .concerns(&obligation.authority_id)
        .with("warning", page.warning.id.as_str())
        .with("by", by_whom(notice))
        .with("goes_on", goes_on);
    change.record(entry);
    change.commit().await?;
    Ok(())
}

/// A change in the link's realm; the entries say by which notice.
pub(super) async fn begin(kernel: &Kernel, page: &LinkPage) -> Result<Change> {
    kernel.begin_as_system(&page.realm).await
}
