//! Bounds only this crate knows, and the roles it writes to.

use kernel::access::Role;

/// Items of one section of the desk shown at once.
pub(crate) const SECTION_ITEMS: i64 = 20;
/// Items on a page of a list.
pub(crate) const PAGE_ITEMS: i64 = 50;
/// Drafts of an organisation shown.
pub(crate) const DRAFTS_SHOWN: i64 = 20;
/// Messages of an incident shown.
pub(crate) const MESSAGES_SHOWN: i64 = 500;
/// Readers of an incident shown.
pub(crate) const READERS_SHOWN: i64 = 100;
/// Up to how many a badge counts.
pub(crate) const BADGE_MOST: i64 = 99;

/// Who works at an authority's desk.
pub(crate) const DESK_ROLES: &[Role] = &[Role::DutyOfficer, Role::Deputy, Role::Director];
/// Who is told at the organisation that reported.
pub(crate) const REPORTER_ROLES: &[Role] =
    &[Role::Director, Role::Deputy, Role::QualityManager, Role::ItHead, Role::CrisisLead, Role::DutyOfficer];
