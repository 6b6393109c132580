//! What must hold of any octets: the bodies of the fuzz targets, which `tests/seeds.rs` runs over the seeds as well.
//!
//! Each takes octets that stand for whatever comes from outside, and panics where a promise is broken.

mod columns;
mod permalink;
mod query;

pub use columns::columns;
pub use permalink::permalink;
pub use query::query;

/// Any octets as a published file: both readers of YAML, and what is read from it for every metric.
pub fn yaml(octets: &[u8]) {
    assert_eq!(rssac002_ingest::octets::broken_promise(octets), None);
}
