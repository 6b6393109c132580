//! Numbers that look random and depend on nothing but what they are asked for.

use rand::{Rng as _, RngExt, SeedableRng};
use rand_xoshiro::SplitMix64;

/// A stream of numbers. Streams made from the same words are the same, always and everywhere.
pub(super) struct Rng(SplitMix64);

impl Rng {
    /// The stream of these words: what it is for, a letter, a day.
    pub(super) fn new(words: &[u64]) -> Rng {
        let mixed = |seed: u64, word: &u64| SplitMix64::seed_from_u64(seed.wrapping_add(*word)).next_u64();
        Rng(SplitMix64::seed_from_u64(words.iter().fold(0x7273_7361_6330_3032, mixed)))
    }

    /// From 0 up to, not including, 1.
    pub(super) fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// From `low` up to, not including, `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Around 0 with standard deviation 1, never beyond 3.
    pub(super) fn bell(&mut self) -> f64 {
        // Three uniform numbers are close enough to a bell curve, and have no tails to surprise anybody.
        (self.unit() + self.unit() + self.unit() - 1.5) * 2.0
    }

    /// Whether something of this chance happens.
    pub(super) fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// One of `count` things; 0 if there are none.
    pub(super) fn pick(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }
}
