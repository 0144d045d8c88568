//! Passing a warning on: to groups of one's own people and to one's suppliers, within its label, each person and each
//! supplier once however many organisations pass it on to them.

use std::collections::{HashMap, HashSet};

use directory::{LinkKind, Organisation, StaffMember};
use kernel::access::{Action, Principal};
use kernel::{Change, Entry, Error, Kernel, Realm, Result, new_id};
use web::{Settings, people};

use super::answering::{Answerer, Reply};
use super::telling::{Teller, ladder, token_digest};
use super::{LinkPage, Warning, files, open, open_row, publishing};
use crate::cascade::{Barrier, STAFF_MOST, Target, barrier};
use crate::evidence::Evidence;
use crate::limits::LINK_LASTS;
use crate::mail::StaffLetter;
use crate::store::PUBLISHED;
use crate::store::notices::{self, TOLD};
use crate::store::obligations::{self, ObligationRow};
use crate::store::relays::{self, RelayRow, Staff, StaffNoticeRow};
use crate::warning::File;

/// A group of staff, and how far a warning has come in it.
#[derive(Clone, Debug)]
pub(crate) struct StaffWay {
    pub id: String,
    pub name: String,
    pub members: i64,
    /// `None` until it was passed on.
    pub passed: Option<Staff>,
}

/// A supplier, and what it answered.
#[derive(Clone, Debug)]
pub(crate) struct SupplierWay {
    pub id: String,
    pub name: String,
    /// What it owes; `None` until somebody passed the warning on to it.
    pub obligation: Option<ObligationRow>,
    /// Whether this organisation did.
    pub is_passed: bool,
}

/// To whom an organisation can pass a warning on.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    pub staff: Vec<StaffWay>,
    pub staff_barrier: Option<Barrier>,
    pub suppliers: Vec<SupplierWay>,
    pub supplier_barrier: Option<Barrier>,
}

/// What forbids passing on, for one organisation.
fn barrier_of(target: Target, warning: &Warning, obligation: &ObligationRow) -> Option<Barrier> {
    barrier(target, warning.tlp, warning.content.to_suppliers, obligation.depth)
}

/// To whom the organisation of an obligation can pass a warning on, and what has come of it.
pub(crate) async fn ways(kernel: &Kernel, warning: &Warning, obligation: &ObligationRow) -> Result<Ways> {
    let organisation = &obligation.organisation_id;
    let relays = relays::of_organisation(kernel, &warning.id, organisation).await?;
    let is_passed = |target: Target, id: &str| {
        relays.iter().any(|relay| relay.kind == target.as_str() && relay.target_id == id)
    };
    let counts = relays::staff_of(kernel, &warning.id, organisation).await?;
    let staff = directory::staff_groups(kernel, organisation).await?.into_iter().map(|group| {
        let count = counts.get(&group.id).copied().unwrap_or_default();
        StaffWay {
            passed: is_passed(Target::Staff, &group.id).then_some(count),
            id: group.id,
            name: group.name,
            members: group.members,
        }
    });
    let mut suppliers = Vec::new();
    for supplier in directory::linked(kernel, organisation, LinkKind::Supplier).await? {
        suppliers.push(SupplierWay {
            obligation: obligations::of_organisation(kernel, &warning.id, &supplier.id).await?,
            is_passed: is_passed(Target::Supplier, &supplier.id),
            id: supplier.id,
            name: supplier.name,
        });
    }
    Ok(Ways {
        staff: staff.collect(),
        staff_barrier: barrier_of(Target::Staff, warning, obligation),
        suppliers,
        supplier_barrier: barrier_of(Target::Supplier, warning, obligation),
    })
}

/// Passes a warning on as somebody who signed in, to those of `chosen` that are the organisation's groups or
/// suppliers. Whoever passes on has also received.
///
/// # Errors
/// [`Error::NotFound`] for who may not; [`Error::Conflict`] when the warning is over; [`Error::Invalid`] where its
/// label or the depth forbids, or nobody was chosen.
pub async fn pass_on(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    id: &str,
    target: Target,
    chosen: &[String],
) -> Result<()> {
    let seen = open(kernel, principal, id, Action::AnswerWarning).await?;
    let obligation = seen.obligation.ok_or(Error::NotFound)?;
    let passing = Passing {
        kernel,
        settings,
        warning: &seen.warning,
        by_whom: principal.actor(),
        evidence: Evidence::SignedIn,
    };
    let mut change = kernel.begin(principal).await?;
    passing.pass(&mut change, &principal.realm, &obligation, target, chosen).await?;
    change.commit().await?;
    Ok(())
}

/// Passes a warning on by a link whose holder has acknowledged, for every organisation they answer for.
///
/// # Errors
/// As [`pass_on`]; [`Error::Invalid`] when nobody acknowledged by this link yet.
pub async fn pass_on_by_link(
    kernel: &Kernel,
    settings: &Settings,
    token: &str,
    target: Target,
    chosen: &[String],
) -> Result<()> {
    let page: LinkPage = super::open_link(kernel, token).await?;
    let is_believed = page.receipt.is_some_and(|receipt| receipt.is_counted);
    if page.is_expired || page.notice().state == "left" || !is_believed {
        return Err(Error::Invalid { field: "reply".into(), message: String::new() });
    }
    let passing = Passing {
        kernel,
        settings,
        warning: &page.warning,
        by_whom: format!("notice:{}", page.notice().id),
        evidence: Evidence::Link,
    };
    let mut change = kernel.begin_as_system(&page.realm).await?;
    passing.pass(&mut change, &page.realm, page.obligation(), target, chosen).await?;
    change.commit().await?;
    Ok(())
}

/// Who passes which warning on.
struct Passing<'a> {
    kernel: &'a Kernel,
    settings: &'a Settings,
    warning: &'a Warning,
    by_whom: String,
    evidence: Evidence,
}

impl Passing<'_> {
    async fn pass(
        &self,
        change: &mut Change,
        realm: &Realm,
        obligation: &ObligationRow,
        target: Target,
        chosen: &[String],
    ) -> Result<()> {
        let invalid = |message: &str| Error::Invalid { field: "to".into(), message: message.into() };
        if self.warning.row.state != PUBLISHED {
            return Err(Error::Conflict("the warning is over".into()));
        }
        if barrier_of(target, self.warning, obligation).is_some() {
            return Err(invalid("forbidden"));
        }
        let relays = match target {
            Target::Staff => self.to_staff(change, obligation, chosen).await?,
            Target::Supplier => self.to_suppliers(change, realm, obligation, chosen).await?,
        };
        if relays.is_empty() {
            return Err(invalid("nobody"));
        }
        for relay in &relays {
            relays::insert(change, relay).await?;
            change.record(entry(relay, obligation));
        }
        let answerer = Answerer {
            warning: self.warning,
            by_whom: &self.by_whom,
            evidence: self.evidence,
            network: "",
            is_counted: true,
        };
        answerer.give(change, obligation, Reply::Forwarded).await?;
        Ok(())
    }

    fn relay(&self, change: &Change, obligation: &ObligationRow, target: Target, id: &str) -> RelayRow {
        RelayRow {
            id: new_id(),
            warning_id: self.warning.id.clone(),
            organisation_id: obligation.organisation_id.clone(),
            kind: target.as_str().to_owned(),
            target_id: id.to_owned(),
            by_whom: self.by_whom.clone(),
            at: change.at(),
            ..RelayRow::default()
        }
    }

    async fn to_staff(
        &self,
        change: &mut Change,
        obligation: &ObligationRow,
        chosen: &[String],
    ) -> Result<Vec<RelayRow>> {
        let organisation = directory::organisation(self.kernel, &obligation.organisation_id).await?;
        let authority = directory::organisation(self.kernel, &self.warning.authority_id).await?;
        let mut crier = Crier::new(self.kernel, self.settings, self.warning, &authority, &organisation);
        let mut made = Vec::new();
        for group in directory::staff_groups(self.kernel, &organisation.id).await? {
            if !chosen.contains(&group.id) {
                continue;
            }
            let members = directory::staff(self.kernel, &organisation.id, &group.id).await?;
            let (told, known) = crier.tell(change, &group.id, &members, None).await?;
            made.push(RelayRow { told, known, ..self.relay(change, obligation, Target::Staff, &group.id) });
        }
        Ok(made)
    }

    async fn to_suppliers(
        &self,
        change: &mut Change,
        realm: &Realm,
        obligation: &ObligationRow,
        chosen: &[String],
    ) -> Result<Vec<RelayRow>> {
        let linked = directory::linked(self.kernel, &obligation.organisation_id, LinkKind::Supplier).await?;
        let ids: Vec<String> = linked
            .into_iter()
            .map(|supplier| supplier.id)
            .filter(|id| chosen.contains(id) && *id != self.warning.authority_id)
            .collect();
        let mut made = Vec::new();
        let told =
            warn_suppliers(self.kernel, self.settings, change, realm, (self.warning, obligation), &ids);
        let told = told.await?;
        for id in &ids {
            let is_new = i64::from(told.contains(id));
            let relay = self.relay(change, obligation, Target::Supplier, id);
            made.push(RelayRow { told: is_new, known: 1 - is_new, ..relay });
        }
        Ok(made)
    }
}

fn entry(relay: &RelayRow, obligation: &ObligationRow) -> Entry {
    Entry::new("warning.passed_on", "obligation", &obligation.id)
        .concerns(&obligation.organisation_id)
        .concerns(&obligation.authority_id)
        .with("warning", relay.warning_id.as_str())
        .with("by", relay.by_whom.as_str())
        .with("kind", relay.kind.as_str())
        .with("to", relay.target_id.as_str())
        .with("told", relay.told)
        .with("known", relay.known)
}

/// Warns suppliers that were not warned yet: they owe an answer from now on, as one, for everybody they serve. Gives
/// those that are new.
async fn warn_suppliers(
    kernel: &Kernel,
    settings: &Settings,
    change: &mut Change,
    realm: &Realm,
    (warning, obligation): (&Warning, &ObligationRow),
    ids: &[String],
) -> Result<HashSet<String>> {
    let ladder = ladder(warning)?;
    let authority = directory::organisation(kernel, &warning.authority_id).await?;
    let reachable = directory::reachable(kernel, realm, ids).await?;
    let people: Vec<&str> =
        reachable.iter().flat_map(|each| &each.people).map(|contact| contact.person_id.as_str()).collect();
    let told = notices::told_people(change, &warning.id, &people).await?;
    let mut teller = Teller::new(kernel, settings, warning, &authority, told);
    let mut new = HashSet::new();
    for found in &reachable {
        let mut row =
            publishing::owe(change, warning, ladder, (found, &found.organisation.country), settings);
        obligation.organisation_id.clone_into(&mut row.via);
        row.depth = obligation.depth + 1;
        // Whoever was warned before, by whomever, is not warned again.
        if !obligations::insert_new(change, &row).await? {
            continue;
        }
        publishing::tell_first(change, &mut teller, &row, ladder, found).await?;
        let entry =
            Entry::new("warning.addressed", "obligation", &row.id).with("warning", warning.id.as_str());
        change.record(entry.concerns(&row.organisation_id).with("via", row.via.as_str()));
        new.insert(row.organisation_id);
    }
    teller.finish(change).await?;
    Ok(new)
}

/// Tells an organisation's own people inside one change.
struct Crier<'a> {
    kernel: &'a Kernel,
    settings: &'a Settings,
    warning: &'a Warning,
    authority: &'a Organisation,
    organisation: &'a Organisation,
    /// How many more may be told.
    left: Option<usize>,
}

impl<'a> Crier<'a> {
    fn new(
        kernel: &'a Kernel,
        settings: &'a Settings,
        warning: &'a Warning,
        authority: &'a Organisation,
        organisation: &'a Organisation,
    ) -> Self {
        Self { kernel, settings, warning, authority, organisation, left: None }
    }

    /// Tells those of a group who were not told before, and where `only` is given only those with one of these
    /// addresses; gives how many were told now, and how many had been before.
    async fn tell(
        &mut self,
        change: &mut Change,
        group_id: &str,
        members: &[StaffMember],
        only: Option<&HashSet<String>>,
    ) -> Result<(i64, i64)> {
        let with_digests: Vec<(&StaffMember, Vec<String>)> = members
            .iter()
            .map(|member| (member, digests(self.kernel, member, &self.organisation.country)))
            .filter(|(_, digests)| only.is_none_or(|only| digests.iter().any(|digest| only.contains(digest))))
            .collect();
        let known = self.known(change, &with_digests).await?;
        let mut left = self.room().await?;
        let (mut notices, mut addresses, mut told) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for (member, digests) in &with_digests {
            let is_known = digests.iter().any(|digest| known.contains(digest) || seen.contains(digest));
            if is_known || left == 0 {
                continue;
            }
            left -= 1;
            seen.extend(digests.iter().cloned());
            let id = new_id();
            addresses.extend(digests.iter().map(|digest| (digest.clone(), id.clone())));
            notices.push(self.notice(change, &id, group_id));
            told.push((*member, id, digests.clone()));
        }
        // Where somebody else was faster between the two statements, theirs stands.
        let taken = relays::take_addresses(change, &self.warning.id, &addresses).await?;
        told.retain(|(_, _, digests)| digests.iter().all(|digest| taken.contains(digest)));
        let kept: HashSet<&str> = told.iter().map(|(_, id, _)| id.as_str()).collect();
        notices.retain(|notice| kept.contains(notice.id.as_str()));
        relays::insert_notices(change, &notices).await?;
        let mut parcels = Vec::new();
        for (member, id, _) in &told {
            parcels
                .extend(self.letter(member, id).send(change).into_iter().map(|parcel| (parcel, id.clone())));
        }
        relays::insert_parcels(change, &parcels).await?;
        self.left = Some(left);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Ok((count(told.len()), count(with_digests.len() - told.len())))
    }

    /// Of these people's addresses those at which somebody was told: staff of any organisation, or who sits on a
    /// seat and has a message of their own.
    async fn known(
        &self,
        change: &mut Change,
        members: &[(&StaffMember, Vec<String>)],
    ) -> Result<HashSet<String>> {
        let all: Vec<String> = members.iter().flat_map(|(_, digests)| digests.clone()).collect();
        let mut known = relays::known_addresses(change, &self.warning.id, &all).await?;
        let emails: Vec<String> = members
            .iter()
            .map(|(member, _)| member.email.clone())
            .filter(|email| !email.is_empty())
            .collect();
        let seated = people::known_by_email(self.kernel, &emails).await?;
        let ids: Vec<&str> = seated.values().map(String::as_str).collect();
        let told = notices::told_people(change, &self.warning.id, &ids).await?;
        for (email, person) in &seated {
            if told.contains(person) {
                known.insert(email_digest(self.kernel, email));
            }
        }
        Ok(known)
    }

    /// How many more of the organisation's people may be told of this warning.
    async fn room(&self) -> Result<usize> {
        if let Some(left) = self.left {
            return Ok(left);
        }
        let told = relays::count_told(self.kernel, &self.warning.id, &self.organisation.id).await?;
        Ok(STAFF_MOST.saturating_sub(usize::try_from(told).unwrap_or(usize::MAX)))
    }

    fn notice(&self, change: &Change, id: &str, group_id: &str) -> StaffNoticeRow {
        StaffNoticeRow {
            token_digest: token_digest(&staff_token(self.kernel, id)),
            id: id.to_owned(),
            warning_id: self.warning.id.clone(),
            organisation_id: self.organisation.id.clone(),
            group_id: group_id.to_owned(),
            state: TOLD.to_owned(),
            told_at: change.at(),
            expires_at: change.at().plus(LINK_LASTS),
            read_at: None,
        }
    }

    fn letter<'b>(&'b self, member: &'b StaffMember, notice_id: &str) -> StaffLetter<'b> {
        StaffLetter {
            warning: self.warning,
            authority: self.authority,
            organisation: self.organisation,
            member,
            lang: member.lang.unwrap_or(self.settings.lang),
            link: format!("{}/s/{}", self.settings.public_url, staff_token(self.kernel, notice_id)),
            check: self.warning.check_code(self.kernel),
        }
    }
}

/// The secret in a staff link.
fn staff_token(kernel: &Kernel, notice_id: &str) -> String {
    super::telling::secret(kernel, "staff link", notice_id)
}

fn email_digest(kernel: &Kernel, email: &str) -> String {
    kernel.vault.lookup("staff e-mail", email)
}

/// Keyed digests of a member's addresses.
fn digests(kernel: &Kernel, member: &StaffMember, country: &str) -> Vec<String> {
    let mut digests = Vec::with_capacity(2);
    if !member.email.is_empty() {
        digests.push(email_digest(kernel, &member.email));
    }
    if let Some(number) = crate::telephone::e164(&member.mobile, country) {
        digests.push(kernel.vault.lookup("staff mobile", &number));
    }
    digests
}

/// Tells the staff that was told of an earlier warning of a thread of the one that follows: the same people, where
/// they are still in their groups, and nobody else. Those outside the house are of the audience already; that they
/// were passed on to is kept for the tree.
pub(super) async fn follow(
    kernel: &Kernel,
    settings: &Settings,
    change: &mut Change,
    warning: &Warning,
    authority: &Organisation,
) -> Result<()> {
    let groups = relays::groups_of_thread(kernel, &warning.row.thread).await?;
    let only = relays::addresses_of_thread(kernel, &warning.row.thread).await?;
    let mut of_organisation: HashMap<String, Vec<String>> = HashMap::new();
    for (organisation, group) in groups {
        of_organisation.entry(organisation).or_default().push(group);
    }
    let ids: Vec<String> = of_organisation.keys().cloned().collect();
    let organisations = directory::organisations(kernel, &ids).await?;
    let relay =
        |change: &Change, organisation: &str, target: Target, id: &str, told: i64, known: i64| RelayRow {
            id: new_id(),
            warning_id: warning.id.clone(),
            organisation_id: organisation.to_owned(),
            kind: target.as_str().to_owned(),
            target_id: id.to_owned(),
            by_whom: "system".to_owned(),
            at: change.at(),
            told,
            known,
        };
    for (organisation_id, groups) in of_organisation {
        let Some(organisation) = organisations.get(&organisation_id) else { continue };
        let mut crier = Crier::new(kernel, settings, warning, authority, organisation);
        for group in groups {
            // A group that was removed has nobody any more.
            let members = match directory::staff(kernel, &organisation_id, &group).await {
                Err(Error::NotFound) => continue,
                members => members?,
            };
            let (told, known) = crier.tell(change, &group, &members, Some(&only)).await?;
            let row = relay(change, &organisation_id, Target::Staff, &group, told, known);
            relays::insert(change, &row).await?;
        }
    }
    for (organisation_id, supplier) in relays::suppliers_of_thread(kernel, &warning.row.thread).await? {
        let row = relay(change, &organisation_id, Target::Supplier, &supplier, 0, 1);
        relays::insert(change, &row).await?;
    }
    Ok(())
}

/// What the link of somebody on the staff leads to.
#[derive(Clone, Debug)]
pub struct StaffPage {
    /// The warning.
    pub warning: Warning,
    /// The realm it belongs to.
    pub realm: Realm,
    /// The organisation that passed it on.
    pub organisation_id: String,
    /// When they said that they read it.
    pub read_at: Option<kernel::time::Time>,
    /// Whether the link has had its time.
    pub is_expired: bool,
    notice_id: String,
}

/// Opens the link of somebody on the staff; changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when no link has this secret.
pub async fn open_staff_link(kernel: &Kernel, token: &str) -> Result<StaffPage> {
    let notice = relays::by_token(kernel, &token_digest(token)).await?;
    let warning = open_row(kernel, &notice.warning_id).await?;
    let realm = kernel::realm::get(&kernel.db, &warning.row.realm_id).await?;
    Ok(StaffPage {
        is_expired: kernel.now(&realm) >= notice.expires_at,
        warning,
        realm,
        organisation_id: notice.organisation_id,
        read_at: notice.read_at,
        notice_id: notice.id,
    })
}

/// A file of a warning, for who has a staff link to it.
///
/// # Errors
/// [`Error::NotFound`] when no link has this secret, and where a link alone does not let anybody read.
pub(crate) async fn file_by_staff(kernel: &Kernel, token: &str, file_id: &str) -> Result<File> {
    let warning = open_staff_link(kernel, token).await?.warning;
    if warning.tlp.may_be_read_by_link() { files::find(&warning, file_id) } else { Err(Error::NotFound) }
}

/// Notes that somebody on the staff read a warning; a second time does nothing.
///
/// # Errors
/// [`Error::NotFound`] when no link has this secret.
pub async fn read_by_staff(kernel: &Kernel, token: &str) -> Result<()> {
    let page = open_staff_link(kernel, token).await?;
    if page.is_expired || page.read_at.is_some() {
        return Ok(());
    }
    let mut change = kernel.begin_as_system(&page.realm).await?;
    if !relays::set_read(&mut change, &page.notice_id).await? {
        return Ok(());
    }
    let entry = Entry::new("warning.read_by_staff", "staff_notice", &page.notice_id)
        .concerns(&page.organisation_id)
        .with("warning", page.warning.id.as_str());
    change.record(entry);
    change.commit().await?;
    Ok(())
}
