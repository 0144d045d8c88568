//! How missing analyses are shared out: as many as can be placed, and of all ways to do so one with the best offers.
//!
//! A flow of least cost through a small network: laboratories that miss analyses on one side, those that can take some
//! on the other (successive shortest paths: Ahuja, Magnanti and Orlin, "Network flows", 1993, chapter 9). All are
//! placed at the same time, so nobody's capacity is promised twice, and more capacity never leaves more without a place.

/// A laboratory's offer to take analyses of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Whose analyses, by place in the list of what is missing.
    pub from: usize,
    /// Who takes them, by place in the list of what is spare.
    pub to: usize,
    /// At most so many a day.
    pub limit: u64,
    /// How unwelcome it is; a smaller cost goes first.
    pub cost: u64,
}

/// How many go by each offer. `missing` and `spare` are analyses a day; offers from or to what is not there are left
/// at 0.
pub fn place(missing: &[u64], spare: &[u64], offers: &[Offer]) -> Vec<u64> {
    let mut flow = Flow::new(missing, spare, offers);
    while flow.push() {}
    flow.offered(offers.len())
}

/// An arc and, next to it in the list, its reverse.
struct Arc {
    from: usize,
    to: usize,
    left: u64,
    cost: i64,
}

struct Flow {
    arcs: Vec<Arc>,
    nodes: usize,
}

const SOURCE: usize = 0;
const SINK: usize = 1;

impl Flow {
    /// The arcs of the offers come first, in their order.
    fn new(missing: &[u64], spare: &[u64], offers: &[Offer]) -> Self {
        let mut flow = Self { arcs: Vec::new(), nodes: 2 + missing.len() + spare.len() };
        let (lacks, takes) = (2, 2 + missing.len());
        for offer in offers {
            let there = offer.from < missing.len() && offer.to < spare.len();
            let limit = if there { offer.limit } else { 0 };
            let (from, to) = if there { (lacks + offer.from, takes + offer.to) } else { (SOURCE, SINK) };
            flow.add(from, to, limit, offer.cost as i64);
        }
        for (at, number) in missing.iter().enumerate() {
            flow.add(SOURCE, lacks + at, *number, 0);
        }
        for (at, number) in spare.iter().enumerate() {
            flow.add(takes + at, SINK, *number, 0);
        }
        flow
    }

    fn add(&mut self, from: usize, to: usize, left: u64, cost: i64) {
        self.arcs.push(Arc { from, to, left, cost });
        self.arcs.push(Arc { from: to, to: from, left: 0, cost: -cost });
    }

    /// Sends as much as fits along a path of least cost; says whether there was one.
    fn push(&mut self) -> bool {
        let by = self.cheapest();
        let mut path = Vec::new();
        let mut node = SINK;
        while node != SOURCE {
            let Some(arc) = by[node] else { return false };
            path.push(arc);
            node = self.arcs[arc].from;
        }
        let most = path.iter().map(|arc| self.arcs[*arc].left).min().unwrap_or_default();
        for arc in path {
            self.arcs[arc].left -= most;
            self.arcs[arc ^ 1].left += most;
        }
        most > 0
    }

    /// By which arc each node is reached at least cost (Bellman and Ford).
    fn cheapest(&self) -> Vec<Option<usize>> {
        let mut cost = vec![i64::MAX; self.nodes];
        let mut by = vec![None; self.nodes];
        cost[SOURCE] = 0;
        for _ in 0..self.nodes {
            let mut changed = false;
            for (at, arc) in self.arcs.iter().enumerate() {
                if arc.left == 0 || cost[arc.from] == i64::MAX {
                    continue;
                }
                let reached = cost[arc.from].saturating_add(arc.cost);
                if reached < cost[arc.to] {
                    cost[arc.to] = reached;
                    by[arc.to] = Some(at);
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        by
    }

    fn offered(&self, count: usize) -> Vec<u64> {
        self.arcs.iter().skip(1).step_by(2).take(count).map(|reverse| reverse.left).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn offer(from: usize, to: usize, limit: u64, cost: u64) -> Offer {
        Offer { from, to, limit, cost }
    }

    /// What is missing, what is spare, who offers, and how many go by each offer.
    type Case<'a> = (&'a [u64], &'a [u64], &'a [Offer], &'a [u64]);

    #[test]
    fn the_better_offer_goes_first_unless_another_needs_it() {
        let cases: &[Case] = &[
            (&[100], &[60, 80], &[offer(0, 0, 60, 5), offer(0, 1, 80, 1)], &[20, 80]),
            (&[100], &[60], &[offer(0, 0, 40, 1)], &[40]),
            // The second has only one place to go, so the first leaves it to it.
            (
                &[50, 50],
                &[50, 50],
                &[offer(0, 0, 50, 1), offer(0, 1, 50, 9), offer(1, 0, 50, 2)],
                &[0, 50, 50],
            ),
            (&[10], &[], &[], &[]),
            (&[10], &[10], &[offer(3, 0, 10, 0)], &[0]),
        ];
        for (missing, spare, offers, expected) in cases {
            assert_eq!(place(missing, spare, offers), *expected, "{missing:?} {spare:?} {offers:?}");
        }
    }

    fn case() -> impl Strategy<Value = (Vec<u64>, Vec<u64>, Vec<Offer>)> {
        let numbers = || prop::collection::vec(0_u64..200, 1..6);
        let offers = prop::collection::vec((0_usize..6, 0_usize..6, 0_u64..200, 0_u64..50), 0..16);
        (numbers(), numbers(), offers).prop_map(|(missing, spare, offers)| {
            (missing, spare, offers.into_iter().map(|(a, b, c, d)| offer(a, b, c, d)).collect())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_promised_twice_and_more_room_never_places_less(
            (missing, mut spare, offers) in case(), at in 0_usize..6, more in 0_u64..100,
        ) {
            let placed = place(&missing, &spare, &offers);
            let sum = |of: &dyn Fn(&Offer) -> bool| {
                offers.iter().zip(&placed).filter(|(offer, _)| of(offer)).map(|(_, number)| number).sum::<u64>()
            };
            for (at, number) in missing.iter().enumerate() {
                prop_assert!(sum(&|offer| offer.from == at) <= *number);
            }
            for (at, number) in spare.iter().enumerate() {
                prop_assert!(sum(&|offer| offer.to == at) <= *number);
            }
            for (offer, number) in offers.iter().zip(&placed) {
                prop_assert!(*number <= offer.limit);
            }
            if let Some(spare) = spare.get_mut(at) {
                *spare += more;
            }
            let roomier = place(&missing, &spare, &offers);
            prop_assert!(roomier.iter().sum::<u64>() >= placed.iter().sum::<u64>());
        }
    }
}
