//! A server and a browser, and what a visitor does and sees there, for the tests of the whole system and for benchmarks.
//!
//! It knows the program and its pages from outside only.
//!
//! - [`webdriver`]: the wire to the browser;
//! - [`engine`]: the browsers;
//! - [`server`]: the program as a server;
//! - [`page`]: what a visitor does and sees on a page;
//! - [`harness`]: a server and a browser, from which pages are opened.

pub mod engine;
pub mod harness;
pub mod page;
pub mod server;
pub mod webdriver;
