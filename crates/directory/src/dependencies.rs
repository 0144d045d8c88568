//! What other capabilities may ask of links and staff groups.

use kernel::{Kernel, Result};

use crate::link::LinkKind;
use crate::lookups::Organisation;
use crate::staff::StaffMember;
use crate::store::{links, staff};

/// A group of an organisation's own people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffGroup {
    /// The identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many people it has.
    pub members: i64,
}

/// On whom an organisation depends in one way, by name.
pub async fn linked(kernel: &Kernel, organisation_id: &str, kind: LinkKind) -> Result<Vec<Organisation>> {
    let rows = links::of_organisation(&kernel.db, organisation_id, kind.as_str()).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// On whom any organisation of a realm depends in one way, by name.
pub async fn depended_on(kernel: &Kernel, realm_id: &str, kind: LinkKind) -> Result<Vec<Organisation>> {
    let rows = links::depended_on(&kernel.db, realm_id, kind.as_str()).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// Who depends on whom in a realm: identifiers of organisations, and how the first depends on the second.
pub async fn links(kernel: &Kernel, realm_id: &str) -> Result<Vec<(String, LinkKind, String)>> {
    let rows = links::of_realm(&kernel.db, realm_id).await?;
    let mut all: Vec<_> = rows
        .into_iter()
        .filter_map(|row| Some((row.from_id, LinkKind::parse(&row.kind)?, row.to_id)))
        .collect();
    all.sort_by(|a, b| (&a.0, a.1.as_str(), &a.2).cmp(&(&b.0, b.1.as_str(), &b.2)));
    Ok(all)
}

/// An organisation's groups of its own people, by name.
pub async fn staff_groups(kernel: &Kernel, organisation_id: &str) -> Result<Vec<StaffGroup>> {
    let rows = staff::of_organisation(&kernel.db, organisation_id).await?;
    let group = |row: staff::GroupRow| StaffGroup { id: row.id, name: row.name, members: row.members };
    Ok(rows.into_iter().map(group).collect())
}

/// Who is in a group of an organisation.
///
/// # Errors
/// [`kernel::Error::NotFound`] when it has no such group.
pub async fn staff(kernel: &Kernel, organisation_id: &str, group_id: &str) -> Result<Vec<StaffMember>> {
    staff::get(&kernel.db, organisation_id, group_id).await?;
    staff::members(kernel, group_id).await
}
