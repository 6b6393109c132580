//! The study of one change: Chromium stopped sending random names. Charts of the catalogue for the time around it, and
//! sentences that are computed from their views.
//!
//! Typed in is what changed, when, and which periods are compared ([`CHANGE`], [`periods()`],
//! [`STUDY_INTRODUCTION`](crate::words::STUDY_INTRODUCTION)): those of the talk at ICANN73 Tech Day (2022). Every other number comes
//! from the data shown.
//!
//! From the lowest to the highest; none imports one above it:
//!
//! - `periods`: the day of the change, and the periods before and after it;
//! - `findings`: what is found of something in both periods, and sentences about it;
//! - `weekly`: charts by week;
//! - `shares`: charts of shares, one for each period;
//! - `figures`: which charts stand in each figure, and what of them is compared.

mod figures;
mod findings;
mod periods;
mod shares;
#[cfg(test)]
mod tests;
mod weekly;

pub use figures::{Figure, figures};
pub use findings::{Findings, Found, Row};
pub use periods::{CHANGE, periods};

/// The path of its page, without the slash in front.
pub const PATH: &str = "studies/chromium";
/// Its title.
pub const TITLE: &str = "The end of Chromium's random names";
/// Its line in the menu.
pub const MENU: &str = "Chromium, 2020";
