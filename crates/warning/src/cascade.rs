//! How far a warning may be passed on: within its TLP label, to a bounded depth, to a bounded number of people. Pure.

use kernel::text_key;

use crate::warning::Tlp;

text_key! {
    /// To whom an organisation passes a warning on.
    Target {
        /// A group of its own people.
        Staff => "staff",
        /// Another organisation that runs its information technology.
        Supplier => "supplier",
    }
}

/// Why a warning may not be passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// Its TLP label forbids.
    Tlp,
    /// So many passed it on before that nobody knows any more who may have it.
    Depth,
}

/// How many organisations may pass a warning on one after the other.
pub const DEPTH_MOST: i64 = 3;
/// How many of its own people one organisation tells of one warning.
pub const STAFF_MOST: usize = 5_000;

/// What forbids passing on, if anything does. `depth` is how often it was passed on before; `is_released` says that
/// the authority has allowed suppliers by name, as a source may (TLP 2.0).
///
/// Source: FIRST, Traffic Light Protocol 2.0: RED is for the recipients alone, AMBER+STRICT for their organisation,
/// AMBER for their organisation and its clients. A supplier is neither; GREEN and CLEAR reach it as community.
pub fn barrier(target: Target, tlp: Tlp, is_released: bool, depth: i64) -> Option<Barrier> {
    let may = match (target, tlp) {
        (_, Tlp::Red) => false,
        (Target::Staff, _) | (Target::Supplier, Tlp::Green | Tlp::Clear) => true,
        (Target::Supplier, Tlp::Amber | Tlp::AmberStrict) => is_released,
    };
    if !may {
        return Some(Barrier::Tlp);
    }
    (target == Target::Supplier && depth >= DEPTH_MOST).then_some(Barrier::Depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_decides_who_may_be_told() {
        let label = Some(Barrier::Tlp);
        for (tlp, staff, supplier, released) in [
            (Tlp::Red, label, label, label),
            (Tlp::AmberStrict, None, label, None),
            (Tlp::Amber, None, label, None),
            (Tlp::Green, None, None, None),
            (Tlp::Clear, None, None, None),
        ] {
            assert_eq!(barrier(Target::Staff, tlp, false, 0), staff, "{tlp:?}");
            assert_eq!(barrier(Target::Supplier, tlp, false, 0), supplier, "{tlp:?}");
            assert_eq!(barrier(Target::Supplier, tlp, true, 0), released, "{tlp:?}");
        }
    }

    #[test]
    fn a_chain_of_suppliers_ends() {
        assert_eq!(barrier(Target::Supplier, Tlp::Clear, false, DEPTH_MOST - 1), None);
        assert_eq!(barrier(Target::Supplier, Tlp::Clear, false, DEPTH_MOST), Some(Barrier::Depth));
        assert_eq!(barrier(Target::Staff, Tlp::Clear, false, DEPTH_MOST), None);
    }

    #[test]
    fn targets_are_read_back() {
        for target in [Target::Staff, Target::Supplier] {
            assert_eq!(Target::parse(target.as_str()), Some(target));
        }
        assert_eq!(Target::parse("everybody"), None);
    }
}
