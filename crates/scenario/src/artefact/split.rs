//! How an artefact is split so that only those who share find what is hidden.
//!
//! What is hidden stands in every piece. For each choice of `needs - 1` pieces there is a decoy that behaves exactly
//! like it and stands in those pieces and no others. So whoever has `needs` different pieces, whichever they are, finds
//! one suspect in all of them, and whoever has fewer finds at least two.

use super::size::{MAX_PIECES, MAX_SUSPECTS};
use crate::format::Artefact;

/// In how many pieces, and how many of them show what is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sharing {
    pub pieces: u32,
    pub needs: u32,
}

impl Sharing {
    /// How an artefact is shared; one piece that shows all when it is not split.
    pub fn of(artefact: &Artefact) -> Self {
        let Some(split) = &artefact.split else { return Self { pieces: 1, needs: 1 } };
        let pieces = *split.pieces;
        Self { pieces, needs: split.needs.as_ref().map_or(pieces, |needs| **needs) }
    }

    /// How many suspects each piece holds, what is hidden among them.
    pub fn suspects_in_a_piece(self) -> u64 {
        match self.needs {
            0 | 1 => 1,
            needs => 1 + choices(self.pieces.saturating_sub(1).into(), u64::from(needs) - 2),
        }
    }

    /// The decoys that stand in a piece, by number, from all decoys of the artefact; `piece` counts from 0.
    pub fn decoys_in(self, piece: u32) -> Vec<u64> {
        let out_of_bounds = self.pieces > MAX_PIECES || self.suspects_in_a_piece() > MAX_SUSPECTS;
        if self.needs < 2 || self.needs > self.pieces || out_of_bounds {
            return Vec::new();
        }
        let mut chosen: Vec<u32> = (0..self.needs - 1).collect();
        let mut decoys = Vec::new();
        for number in 0.. {
            if chosen.contains(&piece) {
                decoys.push(number);
            }
            if !next_choice(&mut chosen, self.pieces) {
                break;
            }
        }
        decoys
    }
}

/// How many ways there are to choose some of several; the greatest number where they are beyond counting.
fn choices(several: u64, some: u64) -> u64 {
    if some > several {
        return 0;
    }
    let mut ways = 1_u64;
    for i in 0..some.min(several - some) {
        let Some(product) = ways.checked_mul(several - i) else { return u64::MAX };
        ways = product / (i + 1);
    }
    ways
}

/// Goes on to the next choice of so many out of `several`, in the order of a dictionary; false after the last.
fn next_choice(chosen: &mut [u32], several: u32) -> bool {
    let size = chosen.len();
    let highest = |place: usize| several - (size - place) as u32;
    let Some(place) = (0..size).rev().find(|place| chosen[*place] < highest(*place)) else { return false };
    chosen[place] += 1;
    for later in place + 1..size {
        chosen[later] = chosen[later - 1] + 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_counted_as_they_are_made() {
        for pieces in 1..=9_u32 {
            for needs in 1..=pieces {
                let sharing = Sharing { pieces, needs };
                if sharing.suspects_in_a_piece() > MAX_SUSPECTS {
                    continue;
                }
                for piece in 0..pieces {
                    assert_eq!(sharing.decoys_in(piece).len() as u64 + 1, sharing.suspects_in_a_piece());
                }
            }
        }
        assert_eq!(choices(64, 32), u64::MAX);
        assert_eq!(choices(10, 3), 120);
        assert_eq!(choices(2, 3), 0);
    }

    #[test]
    fn fewer_pieces_than_needed_always_share_a_decoy_and_enough_never_do() {
        for (pieces, needs) in [(2, 2), (3, 2), (3, 3), (5, 3), (6, 4), (64, 2), (64, 3), (64, 64)] {
            let sharing = Sharing { pieces, needs };
            let decoys: Vec<Vec<u64>> = (0..pieces).map(|piece| sharing.decoys_in(piece)).collect();
            let shared_by = |some: &[u32]| {
                decoys
                    .iter()
                    .flatten()
                    .any(|decoy| some.iter().all(|piece| decoys[*piece as usize].contains(decoy)))
            };
            let mut few: Vec<u32> = (0..needs - 1).collect();
            let mut tried = 0;
            while {
                assert!(shared_by(&few), "{pieces} {needs} {few:?}");
                tried += 1;
                tried < 200 && next_choice(&mut few, pieces)
            } {}
            let mut enough: Vec<u32> = (0..needs).collect();
            let mut tried = 0;
            while {
                assert!(!shared_by(&enough), "{pieces} {needs} {enough:?}");
                tried += 1;
                tried < 200 && next_choice(&mut enough, pieces)
            } {}
        }
    }
}
