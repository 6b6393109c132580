//! What must hold of any octets that somebody publishes as a file, for those who try: the fuzz target `yaml`.

use rssac002_model::Metric;

use crate::read::{self, MAX_NOTES, Named};
use crate::yaml;

/// Reads octets with both readers of YAML, and as a file of every metric, and says which promise is broken: that the readers agree
/// and hold no more than their limits, that a file has all its metric's data sets, and that its findings end somewhere. `None` where
/// all is well.
pub fn broken_promise(bytes: &[u8]) -> Option<String> {
    let of_file = |metric: Metric| {
        let contents = read::read(&Named { metric, letter: None, day: None }, bytes);
        let (sets, notes) = (contents.numbers.len(), contents.notes.len());
        // One more says how many are not listed.
        let is_well = (sets == metric.datasets().len()) && notes <= MAX_NOTES + 1;
        (!is_well).then(|| format!("{} has {sets} data sets and {notes} findings", metric.name()))
    };
    yaml::broken_promise(bytes).or_else(|| Metric::ALL.into_iter().find_map(of_file))
}
