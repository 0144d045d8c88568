//! Networks made up outright.

use super::build::fill;
use super::dice::Dice;
use super::filling::Filling;
use super::{Site, Sites};
use crate::network::{InstitutionKind, Network, Position};

/// The most institutions, suppliers apart, that are made up.
pub const MAX_INSTITUTIONS: u32 = 50_000;
/// The most countries: `XA` to `XZ`.
const MAX_COUNTRIES: u32 = 26;
/// How far institutions lie from the middle of their city, in kilometres (standard deviation).
const CITY_KM: f64 = 8.0;
/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;

/// What network to make up.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Invention {
    /// How many countries, from 1 to 26; they are called `XA`, `XB` and so on.
    pub countries: u32,
    /// How many institutions, from 1 to [`MAX_INSTITUTIONS`]; the suppliers they have come on top.
    pub institutions: u32,
    /// How many cities a country has, at least 1; each is a region.
    pub cities: u32,
    /// How the institutions divide into hospitals, laboratories, general practices, nursing homes and pharmacies:
    /// shares, which need not add up to 1.
    pub shares: [f64; 5],
    /// What services, dependencies and links they get.
    pub filling: Filling,
}

impl Default for Invention {
    fn default() -> Self {
        Self {
            countries: 3,
            institutions: 200,
            cities: 6,
            shares: [0.2, 0.05, 0.4, 0.2, 0.15],
            filling: Filling { vendor_country: "XA".to_owned(), agreements: 0.5, ..Filling::default() },
        }
    }
}

/// The kinds that [`Invention::shares`] divides, with the letter in their identifiers.
const KINDS: [(InstitutionKind, char, &str); 5] = [
    (InstitutionKind::Hospital, 'H', "Hospital"),
    (InstitutionKind::Laboratory, 'L', "Laboratory"),
    (InstitutionKind::GeneralPractice, 'G', "General practice"),
    (InstitutionKind::NursingHome, 'N', "Nursing home"),
    (InstitutionKind::Pharmacy, 'P', "Pharmacy"),
];

/// Makes up a network; nothing in it is real and all of it is assumed. Numbers out of range are brought into it.
///
/// The institution with a number is the same however many follow it.
pub fn invented(invention: &Invention, seed: u64) -> Network {
    let institutions = invention.institutions.clamp(1, MAX_INSTITUTIONS);
    let sites = (1..=institutions).map(|number| site(invention, number, seed)).collect();
    let sites = Sites { name: format!("Made up, {institutions} institutions"), sites, ..Sites::default() };
    fill(&sites, &invention.filling, seed)
}

fn site(invention: &Invention, number: u32, seed: u64) -> Site {
    let dice = Dice::of(seed, &format!("institution {number}"));
    let country = pick(dice, "country", invention.countries.clamp(1, MAX_COUNTRIES));
    let code = format!("X{}", char::from(b'A' + country as u8));
    let city = pick(dice, "city", invention.cities.max(1));
    let total: f64 = invention.shares.iter().map(|share| share.max(0.0)).sum();
    let kind = dice
        .among("kind", invention.shares.iter().map(|share| share.max(0.0) / total.max(f64::MIN_POSITIVE)));
    let (kind, letter, name) = KINDS[kind.unwrap_or_default()];
    Site {
        id: format!("{code}-{letter}{number:04}"),
        name: format!("{name} {number} in {code} {}", city + 1),
        kind,
        region: format!("{code} {}", city + 1),
        position: Some(position(seed, dice, country, &format!("{code} {city}"))),
        country: code,
        operator: String::new(),
        beds: None,
        emergency: None,
        acute: dice.happens("acute", 0.75),
    }
}

/// One of so many, the first ones more often: cities and countries are not equally large.
fn pick(dice: Dice, what: &str, count: u32) -> u32 {
    let uneven = libm::pow(dice.unit(what), 1.5);
    ((uneven * f64::from(count)) as u32).min(count - 1)
}

/// Somewhere around a city of a country. Countries lie in a grid of five columns, five degrees apart.
fn position(seed: u64, dice: Dice, country: u32, city: &str) -> Position {
    let town = Dice::of(seed, &format!("city {city}"));
    let lat = 38.0 + 5.0 * f64::from(country / 5) + 4.0 * town.unit("north");
    let lon = 5.0 * f64::from(country % 5) + 4.0 * town.unit("east");
    Position {
        lat: lat + dice.normal("north") * CITY_KM / KM_PER_DEGREE,
        lon: lon + dice.normal("east") * CITY_KM / KM_PER_DEGREE / libm::cos(lat.to_radians()),
    }
}
