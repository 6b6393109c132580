//! What can be measured.

use anyhow::Result;

use crate::Setting;
use crate::figure::Figure;

mod api;
mod choices;
mod cold;
mod heap;
mod ingest;
mod load;
mod pictures;
mod scale;
pub mod zoom;

/// A part of the benchmark.
pub struct Part {
    /// What it is asked for by.
    pub name: &'static str,
    /// What it measures.
    pub about: &'static str,
    /// Measures it.
    pub measure: fn(&Setting) -> Result<Vec<Figure>>,
}

/// All parts.
pub const PARTS: [Part; 9] = [
    Part { name: "api", about: "answers under load, and the longest one", measure: api::measure },
    Part { name: "pictures", about: "pictures that nobody has asked for before", measure: pictures::measure },
    Part { name: "ingest", about: "published files into a store", measure: ingest::measure },
    Part { name: "cold", about: "pages of a visitor who was never here", measure: cold::measure },
    Part { name: "choices", about: "choices made on a page", measure: choices::measure },
    Part {
        name: "zoom",
        about: "frames while days move under the hand, beside libraries of others",
        measure: zoom::measure,
    },
    Part { name: "scale", about: "how all grows with years and series", measure: scale::measure },
    Part { name: "load", about: "everything at once while the numbers are swapped", measure: load::measure },
    Part { name: "heap", about: "what pages hold in memory", measure: heap::measure },
];
