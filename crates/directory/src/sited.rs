//! Where every organisation works, for those who look at a whole sector.

use kernel::{Kernel, Result};

use crate::organisation::OrganisationKind;
use crate::region::region;
use crate::store::reach;

/// A site, and whose it is. An organisation without sites has one, of which nothing is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Sited {
    /// The site's identifier; the organisation's own when it has no sites.
    pub id: String,
    /// The organisation's identifier.
    pub organisation_id: String,
    /// What both are called together.
    pub name: String,
    /// What the organisation is.
    pub kind: OrganisationKind,
    /// Its country, two letters of ISO 3166-1.
    pub country: String,
    /// Where the site lies: a code of ISO 3166-2, or the country's own where no more is known.
    pub region: String,
    /// Latitude and longitude in degrees (WGS 84), where they are known.
    pub place: Option<(f64, f64)>,
    /// Beds, where they are known.
    pub beds: Option<u32>,
    /// Whether there is an emergency department, where that is known.
    pub emergency: Option<bool>,
}

/// Every site of a realm, by organisation, the main one first.
pub async fn sites(kernel: &Kernel, realm_id: &str) -> Result<Vec<Sited>> {
    let rows = reach::sited(&kernel.db, realm_id).await?;
    Ok(rows.into_iter().map(Sited::from).collect())
}

impl From<reach::SitedRow> for Sited {
    fn from(row: reach::SitedRow) -> Self {
        let name = match row.name.filter(|name| !name.is_empty()) {
            Some(name) => format!("{}, {name}", row.organisation),
            None => row.organisation,
        };
        Self {
            id: row.site_id.unwrap_or_else(|| row.organisation_id.clone()),
            organisation_id: row.organisation_id,
            name,
            kind: OrganisationKind::parse(&row.kind).unwrap_or(OrganisationKind::Other),
            region: region(&row.country, row.postcode.as_deref().unwrap_or_default()),
            country: row.country,
            place: row.latitude.zip(row.longitude),
            beds: row.beds.and_then(|beds| u32::try_from(beds).ok()),
            emergency: row.emergency.map(|emergency| emergency != 0),
        }
    }
}
