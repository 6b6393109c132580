//! One file's text to numbers and places, by the rules of the published API.

mod instances;

pub(crate) use instances::clean_town;
