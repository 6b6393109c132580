//! Builds, serves and tests rssac002-explorer.
fn main() {}
