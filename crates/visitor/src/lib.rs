//! A server and a browser, and what a visitor does and sees there, for the tests of the whole system and for benchmarks.
//!
//! It knows the program and its pages from outside only.
//!
//! - [`webdriver`]: the wire to the browser;
//! - [`engine`]: the browsers;
//! - [`page`]: what a visitor does and sees on a page of a [`harness::System`];
//! - [`harness`]: starts server and browser, opens pages, and stops both.

pub mod engine;
pub mod harness;
pub mod page;
pub mod webdriver;
