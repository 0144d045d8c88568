//! Named bounds of this slice.

use std::time::Duration;

use kernel::access::Role;

/// Longest headline, in characters: what a telephone shows of a message without opening it, several times over.
pub(crate) const LINE_CHARS: usize = 160;
/// Longest description or instruction, in characters.
pub(crate) const TEXT_CHARS: usize = 8_000;
/// Longest remark about a telephone call, in characters.
pub(crate) const REMARK_CHARS: usize = 500;
/// Warnings on one page of a list.
pub(crate) const PAGE_ITEMS: i64 = 50;
/// The largest number a badge shows.
pub(crate) const BADGE_MOST: i64 = 99;
/// Rungs climbed in one transaction.
pub(crate) const CLIMBED_AT_ONCE: i64 = 200;
/// Transactions of one realm in one tick; the rest is the next tick's.
pub(crate) const BATCHES_MOST: usize = 50;
/// How long a link works. A receipt is shown for as long as the warning is kept.
pub(crate) const LINK_LASTS: Duration = Duration::from_secs(30 * 24 * 3600);
/// An answer this soon after telling is a program's: nobody reads a warning in less.
pub(crate) const TOO_FAST: Duration = Duration::from_secs(5);
/// How long after a decoy was followed an answer by the same link is not believed.
pub(crate) const DECOY_LASTS: Duration = Duration::from_secs(60);
/// The window in which answers from one network are counted.
pub(crate) const BURST_WINDOW: Duration = Duration::from_secs(10);
/// So many other organisations' answers from one network within the window are a program's.
pub(crate) const BURST: i64 = 3;

/// Text messages without a code we know after which a number is not listened to for a while.
pub(crate) const STRAYS: i64 = 10;
/// How long that while is, from the first of them.
pub(crate) const STRAYS_WITHIN: Duration = Duration::from_secs(3600);

/// Who answers for an organisation that is warned, and may read warnings to it.
pub(crate) const ANSWERING_ROLES: &[Role] =
    &[Role::Director, Role::Deputy, Role::QualityManager, Role::ItHead, Role::CrisisLead, Role::DutyOfficer];
