//! Named bounds of this slice.

use std::time::Duration;

use kernel::access::Role;

/// Longest headline, in characters: what a telephone shows of a message without opening it, several times over.
pub(crate) const LINE_CHARS: usize = 160;
/// Longest description or instruction, in characters.
pub(crate) const TEXT_CHARS: usize = 8_000;
/// Longest remark about a telephone call, in characters.
pub(crate) const REMARK_CHARS: usize = 500;
/// Saved choices of one authority.
pub(crate) const GROUPS_MOST: usize = 100;
/// Warnings on one page of a list.
pub(crate) const PAGE_ITEMS: i64 = 50;
/// The largest number a badge shows.
pub(crate) const BADGE_MOST: i64 = 99;
/// Contacts to be mended, and organisations with contacts that were never verified, shown at once.
pub(crate) const REPAIRS_SHOWN: i64 = 200;
/// Whoever answered by a link that was sent to them is known to be reachable for so long (the monthly drill leaves
/// room for two that were missed).
pub(crate) const VERIFIED_FOR: Duration = Duration::from_secs(90 * 24 * 3600);
/// Organisations over which figures of a year are counted: twelve drills of 5,000, and as many warnings.
pub(crate) const STANDINGS_MOST: i64 = 120_000;
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

/// Largest file of a warning, in bytes: read as a whole while it is taken.
pub(crate) const FILE_BYTES: usize = 10 * 1024 * 1024;
/// Most files of one warning.
pub(crate) const FILES_MOST: usize = 5;
/// How long a warning that is over stays in the feeds, so that readers who ask once a day learn of it.
pub(crate) const OVER_STAYS: Duration = Duration::from_secs(7 * 24 * 3600);
/// Warnings in one feed.
pub(crate) const FEED_WARNINGS: i64 = 100;
/// Keys for programs of one organisation at a time.
pub(crate) const FEED_KEYS_MOST: usize = 10;
/// Longest name of such a key, in characters.
pub(crate) const KEY_NAME_CHARS: usize = 80;
/// Most characters a message of another system may bring into a draft. Each takes up to twelve bytes in the form that
/// is sent when somebody edits it, which must stay below [`kernel::limits::FORM_BYTES`].
pub(crate) const IMPORT_CHARS: usize = 20_000;
/// Most faults of such a message that are shown.
pub(crate) const PROBLEMS_SHOWN: usize = 20;
/// Text messages without a code we know after which a number is not listened to for a while.
pub(crate) const STRAYS: i64 = 10;
/// How long that while is, from the first of them.
pub(crate) const STRAYS_WITHIN: Duration = Duration::from_secs(3600);

/// Who answers for an organisation that is warned, and may read warnings to it.
pub(crate) const ANSWERING_ROLES: &[Role] =
    &[Role::Director, Role::Deputy, Role::QualityManager, Role::ItHead, Role::CrisisLead, Role::DutyOfficer];
