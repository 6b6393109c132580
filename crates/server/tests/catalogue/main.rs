//! The whole catalogue of charts, asked of the real router: what the charts compute, what the API answers and what the
//! sample data hold agree, and every choice that a chart offers can be drawn.
//!
//! - [`fixture`]: data sets to ask: sample, none at all, dirty, real;
//! - [`walk`]: every choice of every chart, drawn and written;
//! - [`same`]: states at random, whose address, picture and files are those of one view;
//! - [`numbers`]: values computed again, in a plain way, from the published shape of the API;
//! - [`derived`]: the same for ratios, load times, instances and the size of the zone;
//! - [`sizes`]: the same for packet sizes, codes one by one and box plots;
//! - [`places`]: the same for the map;
//! - [`study`]: the same for the sentences of the study of Chromium;
//! - [`recorded`]: numbers of real and of dirty data that are known beforehand;
//! - [`moved`]: what is drawn while a visitor moves the days;
//! - [`pictures`]: pictures to look at, kept as text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod derived;
mod fixture;
mod moved;
mod numbers;
mod pictures;
mod places;
mod recorded;
mod same;
mod sizes;
mod study;
mod walk;
