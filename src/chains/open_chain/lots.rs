//! To whom an event of one probability happens, for many people at the price of a few words.

use super::dice::{Dice, Purpose};
use crate::chains::binomial::Binomial;

/// How many people draw together at most.
const MOST: usize = 1 << 11;
/// Luck is a number below this one.
const SHARES: u64 = 1 << 32;
/// How many lots a word holds.
const LOTS: usize = 2;

/// Those who draw together: as few groups as may be, all of one size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Groups {
    count: usize,
    size: usize,
}

impl Groups {
    pub(super) fn of(people: usize) -> Self {
        let count = people.div_ceil(MOST).max(1);
        Self { count, size: people.div_ceil(count) }
    }

    /// How many people there would be if the last group were full.
    pub(super) fn people(self) -> usize {
        self.count * self.size
    }
}

/// An event that happens to each of a group by itself, all with one probability.
///
/// To how many it happens is read off one word; to whom, off a random order of the group, from its beginning. So a larger
/// probability, on the same draws, finds the same people and more, and leaves them their luck.
#[derive(Debug, Clone)]
pub(super) struct Lots {
    groups: Groups,
    number: Binomial,
}

/// Somebody to whom an event happens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lot {
    pub(super) person: u32,
    pub(super) luck: Luck,
}

/// What somebody draws along with an event, to decide on one thing: even on 0, …, 2³² − 1 to within 2⁻²¹.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Luck(u32);

/// Where lots are drawn; kept to be used again.
#[derive(Debug, Clone)]
pub(super) struct Urn {
    found: Vec<Lot>,
    /// For each of a group, the turn in which that one was drawn last; small, to stay at hand.
    drawn: [u8; MOST],
    turn: u8,
}

/// A probability as a number of 2³², rounded down: so many values of a [`Luck`] are below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threshold(u64);

impl Luck {
    /// The first digits of a word.
    pub(super) fn of(word: u64) -> Self {
        Self((word >> 32) as u32)
    }

    /// In [0, 1).
    pub(super) fn share(self) -> f64 {
        f64::from(self.0) / SHARES as f64
    }

    /// A number of 0, …, `n` − 1, and what is left to decide on another thing: less even by `n` times.
    #[inline]
    pub(super) fn split(self, n: usize) -> (usize, Self) {
        let product = u64::from(self.0) * n as u64;
        ((product / SHARES) as usize, Self(product as u32))
    }

    pub(super) fn is_below(self, threshold: Threshold) -> bool {
        u64::from(self.0) < threshold.0
    }
}

impl Threshold {
    pub(super) fn of(p: f64) -> Self {
        Self((p * SHARES as f64) as u64)
    }
}

impl Lots {
    pub(super) fn of(p: f64, groups: Groups) -> Self {
        Self { groups, number: Binomial::of(groups.size, p) }
    }
}

impl Urn {
    pub(super) fn for_people(people: usize) -> Self {
        let groups = Groups::of(people);
        Self { found: vec![Lot::default(); groups.people() + LOTS], drawn: [0; MOST], turn: 0 }
    }

    /// Those to whom an event happens, group by group, in a random order in each. The last group is drawn as if it were
    /// full: there may be numbers beyond the last person's.
    pub(super) fn draw(&mut self, dice: Dice, purpose: Purpose, lots: &Lots) -> &mut [Lot] {
        if lots.number.is_blank() {
            return &mut [];
        }
        let mut done = 0;
        for group in 0..lots.groups.count {
            done += self.draw_group(done, dice, purpose, lots, group);
        }
        &mut self.found[..done]
    }

    /// Writes down those in a group, from a place on, and returns how many they are.
    fn draw_group(&mut self, at: usize, dice: Dice, purpose: Purpose, lots: &Lots, group: usize) -> usize {
        let size = lots.groups.size;
        let start = (size * group) as u32;
        let (to_how_many, mut to_whom) = dice.sequence(purpose, group as u32);
        let count = lots.number.number(to_how_many);
        self.next_turn();
        let (turn, drawn_last) = (self.turn, &mut self.drawn);
        let (found, mut done) = (&mut self.found[at..], 0);
        while done < count {
            let word = to_whom.next_u64();
            for half in [word as u32, (word >> 32) as u32] {
                let (one, luck) = Luck(half).split(size);
                // Whoever comes again is passed over: written down, and then written over.
                found[done] = Lot { person: start + one as u32, luck };
                done += usize::from(drawn_last[one % MOST] != turn);
                drawn_last[one % MOST] = turn;
            }
        }
        count
    }

    fn next_turn(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            self.drawn.fill(0);
            self.turn = 1;
        }
    }
}

/// Keeps some of a list: all are written down in any case, which a processor need not guess.
pub(super) fn keep<T: Copy>(list: &mut [T], mut wanted: impl FnMut(&mut T) -> bool) -> &mut [T] {
    let mut count = 0;
    for place in 0..list.len() {
        let mut one = list[place];
        let is_wanted = wanted(&mut one);
        list[count] = one;
        count += usize::from(is_wanted);
    }
    &mut list[..count]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    const PEOPLE: usize = 512;

    fn lots(p: f64) -> Lots {
        Lots::of(p, Groups::of(PEOPLE))
    }

    fn drawn(lots: &Lots, replicate: u32) -> Vec<Lot> {
        let dice = Dice { seed: Seed([5, 6]), replicate, period: 1 };
        Urn::for_people(PEOPLE).draw(dice, Purpose::Hearing, lots).to_vec()
    }

    #[test]
    fn people_are_divided_into_groups_of_one_size_and_few_places_are_empty() {
        for people in [1, 2, MOST - 1, MOST, MOST + 1, 1500, 100_000, 1_000_003] {
            let groups = Groups::of(people);
            assert!(groups.size <= MOST && (people..people + groups.count).contains(&groups.people()));
        }
    }

    #[test]
    fn it_happens_to_each_as_often_as_it_should_and_to_each_pair() {
        for p in [0.0, 1e-30, 0.003, 0.1, 0.5, 0.7, 0.99, 1.0] {
            let lots = lots(p);
            assert_eq!(lots.number.is_blank(), p < 1e-20);
            let runs = 4000;
            let (mut by_one, mut total, mut squares, mut both) = (vec![0_u32; PEOPLE], 0.0, 0.0, 0_u32);
            let mut luck = 0.0;
            for run in 0..runs {
                let chosen = drawn(&lots, run);
                let count = chosen.len() as f64;
                (total, squares) = (total + count, squares + count * count);
                let [one, other] = [7, 450].map(|one| chosen.iter().any(|lot| lot.person == one));
                both += u32::from(one && other);
                for lot in chosen {
                    by_one[lot.person as usize] += 1;
                    luck += lot.luck.share() - 0.5;
                }
            }
            let runs = f64::from(runs);
            let (mean, spread) = (total / runs, PEOPLE as f64 * p * (1.0 - p));
            assert!((mean - PEOPLE as f64 * p).abs() <= 5.0 * (spread / runs).sqrt(), "{p}: {mean}");
            let variance = squares / runs - mean * mean;
            assert!((variance - spread).abs() <= 0.15 * spread + 0.01, "{p}: {variance} for {spread}");
            let pairs = runs * p * p;
            assert!((f64::from(both) - pairs).abs() <= 5.0 * pairs.sqrt() + 3.0, "{p}: {both}");
            let error = (runs * p * (1.0 - p)).sqrt();
            assert!(by_one.iter().all(|&times| (f64::from(times) - runs * p).abs() <= 5.0 * error + 3.0));
            assert!(luck.abs() <= 5.0 * (total / 12.0).sqrt(), "{p}: {luck}");
        }
    }

    #[test]
    fn a_larger_probability_finds_the_same_with_the_same_luck_and_more() {
        let lots = [0.001, 0.02, 0.3, 0.5, 0.6, 0.95, 1.0].map(lots);
        for index in 0..200 {
            let found = lots.each_ref().map(|lots| drawn(lots, index));
            assert!(found.windows(2).all(|pair| pair[1].starts_with(&pair[0])));
        }
    }

    #[test]
    fn groups_are_drawn_one_after_another_whatever_came_before() {
        let dice = Dice { seed: Seed([5, 6]), replicate: 3, period: 2 };
        let people = 4 * MOST + 1;
        let (groups, mut urn) = (Groups::of(people), Urn::for_people(people));
        let lots = Lots::of(0.2, groups);
        let all = urn.draw(dice, Purpose::Separation, &lots).to_vec();
        let of: Vec<usize> = all.iter().map(|lot| lot.person as usize / groups.size).collect();
        assert!(of.is_sorted() && of.ends_with(&[4]) && all.len() > people / 6);
        urn.draw(dice, Purpose::Return, &lots);
        // Turns are numbered anew when there are no numbers left.
        urn.turn = u8::MAX;
        assert_eq!(urn.draw(dice, Purpose::Separation, &lots), all);
        assert_eq!(urn.turn, 5);
    }

    #[test]
    fn luck_is_below_a_threshold_as_often_as_the_probability_says() {
        for p in [0.0, 1e-9, 0.1, 0.3, 1.0 - 1e-9, 1.0] {
            let Threshold(at) = Threshold::of(p);
            assert!(at as f64 <= p * SHARES as f64 && (at + 1) as f64 > p * SHARES as f64);
            for luck in at.saturating_sub(2)..(at + 2).min(SHARES) {
                assert_eq!(Luck(luck as u32).is_below(Threshold::of(p)), luck < at, "{p}");
            }
        }
        assert!(Luck(u32::MAX).is_below(Threshold::of(1.0)) && !Luck(0).is_below(Threshold::of(0.0)));
    }

    #[test]
    fn luck_is_split_evenly_and_what_is_left_is_even_too() {
        let (n, parts) = (7, 4);
        let mut counts = vec![0_u32; n * parts];
        let all = (0..1 << 20).map(|luck: u32| luck << 12);
        for luck in all.clone() {
            let (place, left) = Luck(luck).split(n);
            counts[place * parts + (left.share() * parts as f64) as usize] += 1;
        }
        let even = (all.len() / (n * parts)) as u32;
        assert!(counts.iter().all(|&count| count.abs_diff(even) <= 1), "{counts:?}");
    }
}
