//! An attack in words, from how it is asked for: `random-site:10@24`.

use super::svg::shown;
use super::words::{Tongue, fill};
use crate::network::ServiceKind;

/// The attack in words where it is of a kind that has some, else as it was asked for.
pub(super) fn in_words(asked: &str, t: Tongue) -> String {
    let (target, hours) = match asked.rsplit_once('@') {
        Some((target, hours)) => (target, hours.parse().unwrap_or(0)),
        None => (asked, 0_u32),
    };
    match whom(target, t) {
        Some(whom) if hours > 0 => whom + &fill(t.over_hours(), &[&t.count(hours)]),
        Some(whom) => whom,
        None => shown(asked),
    }
}

fn whom(target: &str, t: Tongue) -> Option<String> {
    let (kind, rest) = target.split_once(':')?;
    let number = |text: &str| Some(t.count(text.parse::<u32>().ok()?));
    Some(match kind {
        "random-site" if rest == "1" => t.attack_site().to_owned(),
        "random-site" => fill(t.attack_sites(), &[&number(rest)?]),
        "random-supplier" => fill(t.attack_suppliers(), &[&number(rest)?]),
        "largest" => fill(t.attack_largest(), &[&number(rest)?]),
        "supplier-of" => fill(t.attack_supplier_of(), &[t.service_kind(rest.parse::<ServiceKind>().ok()?)]),
        "country" | "region" => {
            let (place, sites) = rest.rsplit_once(':')?;
            fill(t.attack_place(), &[&shown(place), &number(sites)?])
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_attack_has_words() {
        let cases = [
            ("random-site:1", "one hospital or laboratory, chosen at random"),
            ("random-site:1000", "1,000 hospitals or laboratories, chosen at random"),
            (
                "random-site:10@48",
                "10 hospitals or laboratories, chosen at random, one after another within 48 hours",
            ),
            ("random-supplier:2", "IT suppliers, chosen at random: 2"),
            ("largest:5", "the largest hospitals or laboratories: 5"),
            ("supplier-of:lis", "the IT supplier with most customers for: Laboratory system (LIS)"),
            ("country:BE:3", "hospitals or laboratories of BE, chosen at random: 3"),
            ("region:BE/Limburg:2", "hospitals or laboratories of BE/Limburg, chosen at random: 2"),
            ("site:one,two", "site:one,two"),
            ("site:one@2", "site:one@2"),
            ("largest:many", "largest:many"),
            ("", ""),
        ];
        for (asked, words) in cases {
            assert_eq!(in_words(asked, Tongue::En), words);
        }
    }
}
