//! Numbers that look random and depend on nothing but what they are asked for.

/// A stream of numbers (SplitMix64). Streams made from the same words are the same, always and everywhere.
pub(super) struct Rng(u64);

impl Rng {
    /// The stream of these words: what it is for, a letter, a day.
    pub(super) fn new(words: &[u64]) -> Rng {
        let mut rng = Rng(0x7273_7361_6330_3032);
        for word in words {
            rng.0 = rng.0.wrapping_add(*word);
            rng.0 = rng.next();
        }
        rng
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
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
