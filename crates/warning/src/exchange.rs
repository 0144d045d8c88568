//! Warnings as other systems read and write them: messages of the Common Alerting Protocol 1.2. Pure.

pub(crate) mod taken;
pub(crate) mod told;

#[cfg(test)]
mod tests;

use cap::Category;

/// What every warning here is about: systems of information, and health care that stands still without them.
const CATEGORIES: [Category; 2] = [Category::Infra, Category::Health];

/// Names of the values that CAP has no element for (`parameter/valueName`).
mod names {
    /// The label of the Traffic Light Protocol, as the standard writes it.
    pub(super) const TLP: &str = "TLP";
    /// Our class.
    pub(super) const CLASS: &str = "paraat:class";
    /// The number people call the warning by.
    pub(super) const NUMBER: &str = "paraat:number";
    /// Products or practices it is about, one a line.
    pub(super) const AFFECTED: &str = "paraat:affected";
    /// Indicators of compromise, one a line.
    pub(super) const INDICATORS: &str = "paraat:indicators";
    /// The system of codes for parts of countries (`geocode/valueName`).
    pub(super) const SUBDIVISION: &str = "ISO 3166-2";
    /// The system of codes for countries.
    pub(super) const COUNTRY: &str = "ISO 3166-1";
}
