//! The whole system, as a visitor meets it: the server on sample data, and a page in Chromium, or in Firefox ([`firefox`]).
//!
//! `cargo xtask test system` builds both and says where they are by RSSAC002_BIN, CHROMIUM, CHROMEDRIVER, FIREFOX and GECKODRIVER; without
//! these a test says that it skips.
//!
//! What a visitor does and sees is `crates/visitor`, which benchmarks use as well.
//!
//! - [`host`]: somebody else's page, which embeds charts;
//! - the other files are tests, by topic. A test reads like instructions to a person. **Add a file here for a new
//!   topic** (hover, zoom, legend, history, failure), and a function in it for a new case.

#![cfg(not(target_arch = "wasm32"))]

mod api;
mod arrival;
mod as_files;
mod axe;
mod browsers;
mod choices;
mod day;
mod embed;
mod failure;
mod files;
mod firefox;
mod host;
mod journey;
mod map;
mod moves;
mod octets;
mod offline;
mod pages;
mod pixels;
mod search;
mod share;
mod shots;
mod study;
mod values;
mod verbs;
mod visit;
