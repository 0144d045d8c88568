//! The fictional health sector of `paraat demo`: everything in it is invented.

use std::collections::{BTreeMap, HashMap};

use kernel::access::Role;
use kernel::{Change, Entry, Error, Kernel, Realm, Result};
use l10n::Lang;
use serde::Deserialize;
use web::people::{self, Details};

use crate::commands::{self, hold};
use crate::contact::{ChannelKind, parse_address};
use crate::import::{self, Options};
use crate::link::LinkKind;
use crate::staff::StaffMember;
use crate::store::imports;
use crate::store::seats::{self, SeatRow};

/// Under which source the invented organisations are known again.
const SOURCE: &str = "demo";
const ORGANISATIONS: &str = include_str!("../../../data/directory/demo.csv");
const SEATS: &str = include_str!("../../../data/directory/demo-seats.csv");
const LINKS: &str = include_str!("../../../data/directory/demo-links.csv");
const STAFF: &str = include_str!("../../../data/directory/demo-staff.csv");

/// One person on one seat.
#[derive(Debug, Deserialize)]
struct SeatLine {
    /// The `id` of the organisation's main site.
    organisation: String,
    role: String,
    /// Tells several seats of one role apart; empty for the only one.
    label: String,
    /// 0 holds the seat, higher ranks stand in.
    rank: i64,
    person: String,
    language: String,
    email: String,
    mobile: String,
    telephone: String,
    other_email: String,
}

/// That one organisation depends on another, both by the `id` of their main site.
#[derive(Debug, Deserialize)]
struct LinkLine {
    organisation: String,
    kind: String,
    to: String,
}

/// Somebody in a staff group.
#[derive(Debug, Deserialize)]
struct StaffLine {
    organisation: String,
    group: String,
    person: String,
    email: String,
    mobile: String,
    language: String,
}

/// Fills a realm with the fictional sector, its people and their channels, in one transaction. Meant
/// for an empty realm: a second time would seat everybody twice, so it is refused.
///
/// # Errors
/// [`Error::Conflict`] when the realm has it already.
pub async fn seed_demo(kernel: &Kernel, realm: &Realm) -> Result<()> {
    let options = Options { source: Some(SOURCE.to_owned()), ..Options::default() };
    let reading = import::read(ORGANISATIONS.as_bytes(), &options)
        .map_err(|problem| anyhow::anyhow!("the demo's organisations cannot be read: {}", problem.key()))?;
    let mut change = kernel.begin_as_system(realm).await?;
    if !imports::known_in(&mut change, &realm.id, SOURCE).await?.organisations.is_empty() {
        return Err(Error::Conflict("the realm has the demo's organisations already".into()));
    }
    let outcome = commands::write(&mut change, &reading).await?;
    let known = imports::known_in(&mut change, &realm.id, SOURCE).await?;
    let organisation_of: HashMap<String, String> =
        known.sites.into_iter().map(|(key, site)| (key, site.parent)).collect();
    let seated = seat_everybody(kernel, &mut change, &organisation_of).await?;
    link_everybody(&mut change, &organisation_of).await?;
    group_staff(kernel, &mut change, &organisation_of).await?;
    change.record(
        Entry::new("directory.seeded", "realm", &realm.id)
            .with("organisations", outcome.organisations.new)
            .with("people", seated),
    );
    change.commit().await?;
    Ok(())
}

fn lines<T: serde::de::DeserializeOwned>(file: &str) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    Ok(reader.deserialize().collect::<std::result::Result<_, _>>().map_err(anyhow::Error::from)?)
}

fn seat_lines() -> Result<Vec<SeatLine>> {
    lines(SEATS)
}

/// An organisation of the demo's lists.
fn known<'a>(organisation_of: &'a HashMap<String, String>, site: &str) -> Result<&'a String> {
    let missing = || anyhow::anyhow!("the demo's lists name {site}, which is not there");
    Ok(organisation_of.get(site).ok_or_else(missing)?)
}

async fn link_everybody(change: &mut Change, organisation_of: &HashMap<String, String>) -> Result<()> {
    for line in lines::<LinkLine>(LINKS)? {
        let kind =
            LinkKind::parse(&line.kind).ok_or_else(|| anyhow::anyhow!("{} is no kind of link", line.kind))?;
        let (from, to) = (known(organisation_of, &line.organisation)?, known(organisation_of, &line.to)?);
        commands::add_link(change, from, kind, to).await?;
    }
    Ok(())
}

async fn group_staff(
    kernel: &Kernel,
    change: &mut Change,
    organisation_of: &HashMap<String, String>,
) -> Result<()> {
    let mut groups: BTreeMap<(String, String), Vec<StaffMember>> = BTreeMap::new();
    for line in lines::<StaffLine>(STAFF)? {
        groups.entry((line.organisation, line.group)).or_default().push(StaffMember {
            name: line.person,
            email: line.email,
            mobile: line.mobile,
            lang: Lang::parse(&line.language),
        });
    }
    for ((site, name), members) in groups {
        commands::add_staff_group(kernel, change, known(organisation_of, &site)?, &name, &members).await?;
    }
    Ok(())
}

async fn seat_everybody(
    kernel: &Kernel,
    change: &mut Change,
    organisation_of: &HashMap<String, String>,
) -> Result<usize> {
    let mut made: HashMap<(String, String, String), SeatRow> = HashMap::new();
    let lines = seat_lines()?;
    let realm_id = change.realm().id.clone();
    for line in &lines {
        let organisation = known(organisation_of, &line.organisation)?;
        let role = Role::parse(&line.role).ok_or_else(|| anyhow::anyhow!("{} is no role", line.role))?;
        let place = (organisation.clone(), line.role.clone(), line.label.clone());
        let seat = match made.get(&place) {
            Some(seat) => seat.clone(),
            None => {
                let seat = seats::insert(change, &realm_id, organisation, role.as_str()).await?;
                made.insert(place, seat.clone());
                seat
            }
        };
        let details = Details { name: line.person.clone(), email: line.email.clone() };
        let lang = Lang::parse(&line.language).unwrap_or_default();
        let person_id = people::add(kernel, change, &details, lang).await?;
        let at = change.at();
        hold(change, &seat, &person_id, line.rank, at, None).await?;
        for (kind, address) in line.channels() {
            seats::insert_channel(kernel, change, &seat.id, kind, &address).await?;
        }
    }
    Ok(lines.len())
}

impl SeatLine {
    /// The channels of this person that are filled in and can be read.
    fn channels(&self) -> Vec<(ChannelKind, String)> {
        [
            (ChannelKind::Email, &self.email),
            (ChannelKind::Mobile, &self.mobile),
            (ChannelKind::Telephone, &self.telephone),
            (ChannelKind::Email, &self.other_email),
        ]
        .into_iter()
        .filter_map(|(kind, text)| Some((kind, parse_address(kind, text).ok()?)))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::organisation::{Mandate, OrganisationKind};

    fn reading() -> import::Reading {
        import::read(ORGANISATIONS.as_bytes(), &Options::default()).unwrap()
    }

    #[test]
    fn the_demo_is_read_without_a_problem() {
        let reading = reading();
        assert_eq!((reading.problems.as_slice(), reading.refused.as_slice()), (&[][..], &[][..]));
        assert!((55..=70).contains(&reading.organisations.len()), "{}", reading.organisations.len());
        assert!(reading.columns.iter().all(import::Column::is_understood));
        let linde = reading.organisations.iter().find(|found| found.name == "Labo De Linde").unwrap();
        assert_eq!(linde.kind, OrganisationKind::ClinicalBiologyLab);
        assert_eq!(linde.sites[0].city.as_deref(), Some("Leuven"));
    }

    #[test]
    fn every_mandate_has_one_authority_with_two_duty_officers() {
        let (reading, lines) = (reading(), seat_lines().unwrap());
        for mandate in Mandate::ALL {
            let holders: Vec<_> =
                reading.organisations.iter().filter(|found| found.mandate == Some(*mandate)).collect();
            assert_eq!(holders.len(), 1, "{mandate}");
            let id = &holders[0].sites[0].key;
            let officers: HashSet<_> = lines
                .iter()
                .filter(|line| line.organisation == *id && line.role == "duty_officer")
                .map(|line| &line.email)
                .collect();
            assert!(officers.len() >= 2, "{mandate}");
        }
    }

    #[test]
    fn everything_in_the_demo_is_plainly_invented() {
        let reading = reading();
        for found in &reading.organisations {
            if let Some(number) = &found.enterprise_number {
                assert!(number.as_str().starts_with("0999"), "{}", found.name);
            }
            for site in &found.sites {
                assert!(site.email.as_ref().unwrap().ends_with(".example"), "{}", found.name);
                // No Belgian subscriber's number starts with 000.
                assert!(site.telephone.as_ref().unwrap().contains(" 000 "), "{}", found.name);
            }
        }
        for line in seat_lines().unwrap() {
            assert!(
                line.email.ends_with(".example")
                    && line.other_email.is_empty() | line.other_email.ends_with(".example")
            );
            assert!(line.mobile.is_empty() || line.mobile.starts_with("+32 400 00 "), "{}", line.mobile);
            assert!(Role::parse(&line.role).is_some());
        }
        for line in lines::<StaffLine>(STAFF).unwrap() {
            assert!(line.email.is_empty() || line.email.ends_with(".example"), "{}", line.email);
            assert!(line.mobile.is_empty() || line.mobile.starts_with("+32 400 00 "), "{}", line.mobile);
        }
    }
}
