//! From data and chart state to a picture, a table and words, without browser, network or clock.
//!
//! One path, no shortcuts: `Data + ChartState → View → Scene → backend`.
//!
//! - [`catalogue`]: one entry per chart; its page, menu line, choices and tests follow from the entry;
//! - [`state`]: what a visitor chose, and its one spelling as an address;
//! - [`study`]: charts around one change, and sentences computed from their views;
//! - [`data`]: which answers of the API a state needs, and where they are kept;
//! - [`transform`]: pure steps over columns: bins, means, sums, shares, coverage, doubtful values;
//! - [`view`]: the series, words and marks to show, without pixels;
//! - [`kind`]: the kinds of drawing, a folder each;
//! - [`draw`]: the view placed on a surface and drawn by any plotters backend;
//! - [`picture`](mod@picture): a whole chart with its words as one drawing;
//! - [`export`]: the same view as table, CSV, JSON, citation and SVG;
//! - [`world`]: the projection of maps and the outline of the land;
//! - [`provenance`]: what everything taken away says about where it is from;
//! - [`theme`], [`format`](mod@format), [`words`]: colours, numbers and every text that a visitor reads.

pub mod catalogue;
pub mod data;
pub mod draw;
pub mod export;
pub mod format;
pub mod kind;
pub mod picture;
pub mod provenance;
pub mod state;
pub mod study;
pub mod theme;
pub mod view;
pub mod words;
pub mod world;

pub use catalogue::{CATALOGUE, Chart};
pub use data::{Answer, Data, DataRequest, DataStore};
pub use provenance::Provenance;
pub use rssac002_transform as transform;
pub use state::{ChartState, Clock};
pub use theme::Theme;
pub use view::View;
