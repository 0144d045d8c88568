//! What people can do: one function for each. Access is decided here, by the one table.

mod answering;
mod calls;
mod composing;
mod drilling;
mod feeds;
mod files;
mod groups;
mod importing;
mod links;
mod passing;
mod publishing;
mod replies;
mod returning;
mod telling;

use kernel::access::{Action, Principal, Relation};
use kernel::{Error, Kernel, Result};

pub use answering::{Reply, answer};
pub use calls::{CALL_OUTCOMES, phoned};
pub use composing::{Draft, Preview, begin, discard, follow, preview, save};
pub use drilling::{drill, mended};
pub(crate) use feeds::{
    Holder, Listed, document, feed_keys, holder, list_of, list_public, make_feed_key, public_file,
    public_key, revoke_feed_key,
};
pub use files::{FileFailure, FileRefusal, attach, detach};
pub(crate) use files::{file_of, read_piece};
pub use groups::{remove_group, save_group};
pub use importing::{ImportFault, import};
pub(crate) use links::file_by_link;
pub use links::{LinkPage, Receipt, decoy, open_link, reply_by_link};
pub use passing::{StaffPage, open_staff_link, pass_on, pass_on_by_link, read_by_staff};
pub(crate) use passing::{Ways, file_by_staff, ways};
pub use publishing::{ask_release, end, publish};
pub use replies::reply_by_sms;
pub(crate) use returning::take_failures;
pub(crate) use telling::{addresses, climb};

pub use crate::exchange::taken::Unusable;

use crate::audience::Selection;
use crate::store::obligations::ObligationRow;
use crate::store::{self, DRAFT, WAITING, WarningRow};
use crate::warning::{Class, Content, Kind, Tlp};

/// A warning, opened.
#[derive(Clone, Debug)]
pub struct Warning {
    /// Its identifier.
    pub id: String,
    /// The authority that warns.
    pub authority_id: String,
    /// Which of its thread's it is.
    pub kind: Kind,
    /// How hard people are tried.
    pub class: Class,
    /// How far it may be passed on.
    pub tlp: Tlp,
    /// Whom it is meant for.
    pub selection: Selection,
    /// What it says; without words once erased.
    pub content: Content,
    /// As stored.
    pub(crate) row: WarningRow,
}

impl Warning {
    pub(crate) fn open(kernel: &Kernel, row: WarningRow) -> Result<Self> {
        let content = kernel.vault.open(&row.seal_key, &context(&row.id), &row.sealed)?;
        Ok(Self {
            id: row.id.clone(),
            authority_id: row.authority_id.clone(),
            kind: Kind::parse(&row.kind).unwrap_or(Kind::Alert),
            class: Class::parse(&row.class).unwrap_or(Class::Routine),
            tlp: Tlp::parse(&row.tlp).unwrap_or(Tlp::Red),
            selection: serde_json::from_str(&row.selection)?,
            content: content.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default(),
            row,
        })
    }

    /// Whether a second person must release it. The end of a warning must not wait for anybody.
    pub(crate) fn needs_release(&self) -> bool {
        self.class.needs_release() && self.kind != Kind::Cancel
    }

    /// Whether it can still be written.
    pub fn is_draft(&self) -> bool {
        self.row.state == DRAFT || self.row.state == WAITING
    }

    /// A code that whoever telephones to check can be told: it proves that the one who tells it can look into
    /// this installation.
    pub(crate) fn check_code(&self, kernel: &Kernel) -> String {
        let digits = kernel.vault.lookup("warning check", &self.id);
        let sum = digits.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
        format!("{:03} {:03}", sum / 1000 % 1000, sum % 1000)
    }
}

/// A warning for who has a right to it by other means than a seat.
async fn open_row(kernel: &Kernel, id: &str) -> Result<Warning> {
    Warning::open(kernel, store::get(kernel, id).await?)
}

/// What binds a warning's sealed words to it.
fn context(warning_id: &str) -> String {
    format!("warning {warning_id}")
}

/// What binds a sealed remark to its call.
pub(crate) fn remark_context(call_id: &str) -> String {
    format!("warning call {call_id}")
}

/// A warning, and how somebody stands to it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The warning.
    pub warning: Warning,
    /// What their own organisation owes, where it was sent the warning.
    pub(crate) obligation: Option<ObligationRow>,
}

/// Opens a warning for who may do this with it.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, and when there is none.
pub async fn open(kernel: &Kernel, principal: &Principal, id: &str, action: Action) -> Result<Seen> {
    let row = store::get(kernel, id).await?;
    if row.realm_id != principal.realm.id {
        return Err(Error::NotFound);
    }
    let organisation = &principal.seat.organisation_id;
    let obligation = store::obligations::of_organisation(kernel, id, organisation).await?;
    let relation = if row.authority_id == *organisation {
        principal.desk()
    } else if obligation.is_some() {
        Relation::Addressed
    } else {
        Relation::Stranger
    };
    principal.must(action, relation)?;
    Ok(Seen { warning: Warning::open(kernel, row)?, obligation })
}
