//! Telling people: who is tried at a rung of the ladder, under which link, in which words.

use std::collections::{HashMap, HashSet};

use directory::{ChannelKind, Contact, Reachable};
use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Realm, Result, journal, new_id};
use l10n::Lang;
use web::Settings;

use super::Warning;
use super::replies::{answer_code, code_digest, number_digest};
use crate::ladder::{Ladder, Ladders, Means, Rung};
use crate::limits::{ANSWERING_ROLES, CLIMBED_AT_ONCE, LINK_LASTS};
use crate::mail;
use crate::store;
use crate::store::notices::{self, NoticeRow, TOLD};
use crate::store::obligations::{self, ObligationRow};
use crate::store::parcels::{self, SentParcel};
use crate::store::replies::{self, ReplyRow};
use crate::telephone::e164;

/// Whether somebody can be told of a warning at all.
pub(crate) fn can_be_told(contact: &Contact) -> bool {
    let has_means = Means::SENT.into_iter().any(|means| !addresses(contact, means).is_empty());
    ANSWERING_ROLES.contains(&contact.role) && has_means
}

/// Where somebody is reached by one means.
pub(crate) fn addresses(contact: &Contact, means: Means) -> Vec<&str> {
    let wanted = match means {
        Means::Email => ChannelKind::Email,
        Means::Sms => ChannelKind::Mobile,
        Means::Webhook => ChannelKind::Webhook,
        Means::Ehealthbox => ChannelKind::EhealthBox,
        Means::Push => return contact.devices.iter().map(String::as_str).collect(),
        Means::Telephone => return Vec::new(),
    };
    contact.channels.iter().filter(|(kind, _)| *kind == wanted).map(|(_, address)| address.as_str()).collect()
}

/// Who is tried at a rung, each person once.
fn tried<'a>(rung: &Rung, people: &'a [Contact]) -> Vec<&'a Contact> {
    let mut seen = HashSet::new();
    people
        .iter()
        .filter(|contact| rung.roles.contains(&contact.role))
        .filter(|contact| rung.means.iter().any(|means| !addresses(contact, *means).is_empty()))
        .filter(|contact| seen.insert(contact.person_id.as_str()))
        .collect()
}

/// The next rung at or after `from` at which there is somebody to try who has not left, and who that is: a rung
/// without anybody is not waited for. `None` at the call list and at the ladder's end.
pub(crate) fn next_step<'a>(
    ladder: &Ladder,
    from: usize,
    people: &'a [Contact],
    left: &HashSet<&str>,
) -> Option<(usize, Vec<&'a Contact>)> {
    ladder.rungs.iter().enumerate().skip(from).find_map(|(index, rung)| {
        let mut people = tried(rung, people);
        people.retain(|contact| !left.contains(contact.person_id.as_str()));
        (!people.is_empty()).then_some((index, people))
    })
}

/// The secret in somebody's link.
pub(crate) fn token(kernel: &Kernel, notice_id: &str) -> String {
    secret(kernel, "warning link", notice_id)
}

/// A secret for a link: 128 bits and more, of the notice and this installation's key, so that a later message can
/// carry it again though only its digest is kept.
pub(super) fn secret(kernel: &Kernel, purpose: &str, notice_id: &str) -> String {
    /// Characters of base64, six bits each.
    const TOKEN_CHARS: usize = 22;
    kernel.vault.lookup(purpose, notice_id).chars().take(TOKEN_CHARS).collect()
}

/// Under which digest a link is kept.
pub(crate) fn token_digest(token: &str) -> String {
    journal::digest(token.as_bytes())
}

/// Tells people of warnings inside one change.
pub(crate) struct Teller<'a> {
    kernel: &'a Kernel,
    settings: &'a Settings,
    warning: &'a Warning,
    authority: &'a directory::Organisation,
    /// Who has a message of this warning already, wherever they sit.
    told: HashSet<String>,
    new: Vec<NoticeRow>,
    sent: Vec<SentParcel>,
    /// What text messages can be answered with.
    replies: Vec<ReplyRow>,
    /// Whether they can be answered at all; asked once.
    takes_replies: Option<bool>,
    /// How many were told of each obligation.
    rounds: HashMap<String, i64>,
    /// What the warning says, in each language that somebody reads.
    wordings: HashMap<Lang, mail::Wording>,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(
        kernel: &'a Kernel,
        settings: &'a Settings,
        warning: &'a Warning,
        authority: &'a directory::Organisation,
        told: HashSet<String>,
    ) -> Self {
        Self {
            kernel,
            settings,
            warning,
            authority,
            told,
            new: Vec::new(),
            sent: Vec::new(),
            replies: Vec::new(),
            takes_replies: None,
            rounds: HashMap::new(),
            wordings: HashMap::new(),
        }
    }

    /// Tells one person at a rung, for one organisation. Somebody who sits in several organisations is written to
    /// once: their link answers for all of them.
    pub(crate) async fn tell(
        &mut self,
        change: &mut Change,
        obligation: &ObligationRow,
        (contact, country): (&Contact, &str),
        rung: (usize, &Rung),
        known: Option<&NoticeRow>,
    ) -> Result<()> {
        let index = i64::try_from(rung.0).unwrap_or(i64::MAX);
        let id = known.map_or_else(new_id, |known| known.id.clone());
        let token = token(self.kernel, &id);
        let is_first_message = self.told.insert(contact.person_id.clone());
        if known.is_some() || is_first_message {
            let round = self.round(&obligation.id);
            let reply = &self.reply(&id, contact, country, rung.1).await?;
            let (kernel, warning, authority) = (self.kernel, self.warning, self.authority);
            let wording = self.wordings.entry(contact.lang).or_insert_with(|| {
                mail::Wording::new(warning, authority, &warning.check_code(kernel), contact.lang)
            });
            let link = &format!("{}/w/{token}", self.settings.public_url);
            let letter = mail::Letter { warning, contact, country, round, link, reply, wording };
            for means in &rung.1.means {
                for (parcel, channel) in letter.send(change, *means)? {
                    self.sent.push(SentParcel {
                        id: parcel,
                        notice_id: id.clone(),
                        obligation_id: obligation.id.clone(),
                        channel: channel.as_str(),
                    });
                }
            }
            change.write_ahead().await?;
        }
        let at = change.at();
        if known.is_some() {
            return notices::told_again(change, &id, index).await;
        }
        self.new.push(NoticeRow {
            token_digest: token_digest(&token),
            id,
            warning_id: self.warning.id.clone(),
            obligation_id: obligation.id.clone(),
            organisation_id: obligation.organisation_id.clone(),
            seat_id: contact.seat_id.clone(),
            person_id: contact.person_id.clone(),
            role: contact.role.as_str().to_owned(),
            rung: index,
            state: TOLD.to_owned(),
            told_at: at,
            expires_at: at.plus(LINK_LASTS),
            decoy_at: None,
        });
        Ok(())
    }

    /// The code with which somebody can answer a text message of this rung; empty when they cannot.
    async fn reply(
        &mut self,
        notice_id: &str,
        contact: &Contact,
        country: &str,
        rung: &Rung,
    ) -> Result<String> {
        let numbers: Vec<String> = match rung.means.contains(&Means::Sms) {
            true => addresses(contact, Means::Sms).into_iter().filter_map(|to| e164(to, country)).collect(),
            false => Vec::new(),
        };
        if numbers.is_empty() || !self.takes_replies().await? {
            return Ok(String::new());
        }
        let code = answer_code(self.kernel, notice_id);
        let row = |number: &String| ReplyRow {
            notice_id: notice_id.to_owned(),
            number: number_digest(self.kernel, number),
            code: code_digest(self.kernel, &code),
        };
        self.replies.extend(numbers.iter().map(row));
        Ok(code)
    }

    async fn takes_replies(&mut self) -> Result<bool> {
        let takes = match self.takes_replies {
            Some(takes) => takes,
            None => delivery::takes_answers(self.kernel).await?,
        };
        self.takes_replies = Some(takes);
        Ok(takes)
    }

    /// The place of the next who is told of an obligation.
    fn round(&mut self, obligation_id: &str) -> i64 {
        let round = self.rounds.entry(obligation_id.to_owned()).or_default();
        *round += 1;
        *round - 1
    }

    /// Keeps who was told, and what was handed over; gives how many they are.
    pub(crate) async fn finish(self, change: &mut Change) -> Result<usize> {
        notices::insert(change, &self.new).await?;
        parcels::insert(change, &self.sent).await?;
        replies::insert(change, &self.replies).await?;
        Ok(self.new.len())
    }
}

/// Climbs the rungs of a realm that are due now, some of them; gives how many. Any node may, at any time: what one
/// has climbed, no other climbs again.
pub(crate) async fn climb(kernel: &Kernel, settings: &Settings, realm: &Realm) -> Result<usize> {
    let due = obligations::due(kernel, &realm.id, kernel.now(realm), CLIMBED_AT_ONCE).await?;
    let mut by_warning: HashMap<String, Vec<ObligationRow>> = HashMap::new();
    for row in due {
        by_warning.entry(row.warning_id.clone()).or_default().push(row);
    }
    let mut climbed = 0;
    for (warning_id, rows) in by_warning {
        climbed += climb_of(kernel, settings, realm, &warning_id, rows).await?;
    }
    Ok(climbed)
}

async fn climb_of(
    kernel: &Kernel,
    settings: &Settings,
    realm: &Realm,
    warning_id: &str,
    rows: Vec<ObligationRow>,
) -> Result<usize> {
    let warning = Warning::open(kernel, store::get(kernel, warning_id).await?)?;
    let authority = directory::organisation(kernel, &warning.authority_id).await?;
    let ladder = ladder(&warning)?;
    let ids: Vec<String> = rows.iter().map(|row| row.organisation_id.clone()).collect();
    let reachable = directory::reachable(kernel, realm, &ids).await?;
    let reachable: HashMap<&str, &Reachable> =
        reachable.iter().map(|each| (each.organisation.id.as_str(), each)).collect();
    let mut change = kernel.begin_as_system(realm).await?;
    let obligation_ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let known = notices::of_obligations(&mut change, &obligation_ids).await?;
    let people = reachable.values().flat_map(|each| &each.people).map(|contact| contact.person_id.as_str());
    let told = notices::told_people(&mut change, warning_id, &people.collect::<Vec<_>>()).await?;
    let mut teller = Teller::new(kernel, settings, &warning, &authority, told);
    let mut climbed = Vec::new();
    for row in &rows {
        let found = reachable.get(row.organisation_id.as_str());
        let people = found.map_or(&[][..], |each| &each.people);
        let country = found.map_or("", |each| each.organisation.country.as_str());
        let known: Vec<&NoticeRow> = known.iter().filter(|notice| notice.obligation_id == row.id).collect();
        let left: HashSet<&str> = known
            .iter()
            .filter(|notice| notice.state != TOLD)
            .map(|notice| notice.person_id.as_str())
            .collect();
        let from = usize::try_from(row.next_rung).unwrap_or_default();
        let step = next_step(ladder, from, people, &left);
        let next = step.as_ref().map_or(ladder.rungs.len(), |(index, _)| index + 1);
        let next_at = due_after(ladder, next, row.since, change.at(), &settings.zone);
        if !obligations::climb(&mut change, row, i64::try_from(next).unwrap_or(i64::MAX), next_at).await? {
            continue;
        }
        climbed.push(row);
        for contact in step.iter().flat_map(|(_, people)| people) {
            let index = step.as_ref().map_or(0, |(index, _)| *index);
            let known = known.iter().find(|notice| notice.person_id == contact.person_id).copied();
            teller.tell(&mut change, row, (contact, country), (index, &ladder.rungs[index]), known).await?;
        }
    }
    if climbed.is_empty() {
        return Ok(0);
    }
    let told = teller.finish(&mut change).await?;
    let mut ids: Vec<&str> = climbed.iter().map(|row| row.id.as_str()).collect();
    ids.sort_unstable();
    let entry = Entry::new("warning.escalated", "warning", warning_id)
        .with("obligations", ids.len())
        .with("digest", journal::digest(ids.join(" ").as_bytes()))
        .with("told", told)
        .concerns(&warning.authority_id);
    change.record(climbed.iter().fold(entry, |entry, row| entry.concerns(&row.organisation_id)));
    change.commit().await?;
    Ok(climbed.len())
}

/// When the ladder that began at `since` goes on at rung `next`, at the earliest now; `None` where there is none, or
/// only a telephone.
pub(crate) fn due_after(
    ladder: &Ladder,
    next: usize,
    since: Time,
    now: Time,
    zone: &l10n::Zone,
) -> Option<Time> {
    Some(ladder.due(next, since, zone)?.max(now))
}

/// The ladder a warning went out with.
pub(crate) fn ladder(warning: &Warning) -> Result<&'static Ladder> {
    let name = &warning.row.ladder;
    let found = Ladders::embedded().named(name);
    found.ok_or_else(|| Error::Internal(anyhow::anyhow!("the ladder {name} is not known")))
}
