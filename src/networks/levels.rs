//! Walks by number of ties from many sources at once, one bit a source (Then et al. 2014).

use super::paths::{LOOK_EVERY, Ways};
use crate::error::Result;
use crate::run::Run;

/// How many walks go together.
pub const TOGETHER: usize = 64 * WORDS;

/// Words of bits for each place.
const WORDS: usize = 4;

type Bits = [u64; WORDS];
const NONE: Bits = [0; WORDS];

/// Scratch memory for walks together; it serves one group of sources after the other.
pub struct Levels {
    /// By place: which walks have been there, are there now, and come there next.
    seen: Vec<Bits>,
    now: Vec<Bits>,
    next: Vec<Bits>,
    /// The places where a walk is now, where one comes next, and where any has been.
    here: Vec<u32>,
    coming: Vec<u32>,
    touched: Vec<u32>,
}

impl Levels {
    /// Scratch memory for networks of so many nodes.
    #[must_use]
    pub fn new(nodes: usize) -> Self {
        Self {
            seen: vec![NONE; nodes],
            now: vec![NONE; nodes],
            next: vec![NONE; nodes],
            here: Vec::new(),
            coming: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// Walks from up to [`TOGETHER`] sources, at most so many steps, and says of each place how many walks come there
    /// with which step: `visit(place, step, walks)`.
    pub fn walk(
        &mut self,
        ways: &Ways,
        sources: impl Iterator<Item = usize>,
        most: u32,
        run: &Run,
        mut visit: impl FnMut(usize, u32, u32),
    ) -> Result<()> {
        self.clear();
        let mut all = NONE;
        for (number, source) in sources.enumerate().take(TOGETHER) {
            let (word, bit) = (number / 64, 1 << (number % 64));
            all[word] |= bit;
            self.now[source][word] |= bit;
            self.seen[source][word] |= bit;
            self.here.push(source as u32);
        }
        self.here.sort_unstable();
        self.here.dedup();
        self.touched.extend_from_slice(&self.here);
        for step in 1..=most {
            let steps: usize = self.here.iter().map(|&place| ways.onward(place as usize).nodes.len()).sum();
            if steps == 0 {
                break;
            }
            if 3 * steps > ways.step_count() {
                self.collect(ways, &all, run)?;
            } else {
                self.hand_on(ways, run)?;
            }
            for &place in &self.here {
                self.now[place as usize] = NONE;
            }
            std::mem::swap(&mut self.now, &mut self.next);
            std::mem::swap(&mut self.here, &mut self.coming);
            self.coming.clear();
            for &place in &self.here {
                let (seen, now) = (&mut self.seen[place as usize], &self.now[place as usize]);
                if *seen == NONE {
                    self.touched.push(place);
                }
                let mut walks = 0;
                for (seen, now) in seen.iter_mut().zip(now) {
                    *seen |= now;
                    walks += now.count_ones();
                }
                visit(place as usize, step, walks);
            }
        }
        Ok(())
    }

    fn clear(&mut self) {
        for &place in &self.touched {
            self.seen[place as usize] = NONE;
            self.now[place as usize] = NONE;
        }
        self.here.clear();
        self.touched.clear();
    }

    /// Each place where a walk is hands it on to its neighbours: the way to go while few places have one.
    fn hand_on(&mut self, ways: &Ways, run: &Run) -> Result<()> {
        for (count, &place) in self.here.iter().enumerate() {
            if count % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let walks = self.now[place as usize];
            for &other in ways.onward(place as usize).nodes {
                let new = without(&walks, &self.seen[other as usize]);
                if new != NONE {
                    let next = &mut self.next[other as usize];
                    if *next == NONE {
                        self.coming.push(other);
                    }
                    for (next, new) in next.iter_mut().zip(&new) {
                        *next |= new;
                    }
                }
            }
        }
        Ok(())
    }

    /// Each place that some walk has not seen collects those of its neighbours: the way to go while most places have one.
    fn collect(&mut self, ways: &Ways, all: &Bits, run: &Run) -> Result<()> {
        for place in 0..ways.len() {
            if place % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let wanted = without(all, &self.seen[place]);
            if wanted == NONE {
                continue;
            }
            let mut found = NONE;
            for &other in ways.back(place).nodes {
                for (found, walks) in found.iter_mut().zip(&self.now[other as usize]) {
                    *found |= walks;
                }
            }
            for (found, wanted) in found.iter_mut().zip(&wanted) {
                *found &= wanted;
            }
            if found != NONE {
                self.next[place] = found;
                self.coming.push(place as u32);
            }
        }
        Ok(())
    }
}

fn without(walks: &Bits, seen: &Bits) -> Bits {
    let mut left = *walks;
    for (left, seen) in left.iter_mut().zip(seen) {
        *left &= !seen;
    }
    left
}
