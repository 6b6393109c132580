//! How a part of the tests ended.

/// How a part of the tests ended.
pub enum Outcome {
    /// Well.
    Passed,
    /// With this reason.
    Failed(String),
    /// It was not run, with this reason.
    Skipped(&'static str),
}
