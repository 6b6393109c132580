//! From data and chart state to a picture, a table and words, without browser, network or clock.
//!
//! One path, no shortcuts: `Data + ChartState → View → Scene → backend`.
//!
//! From the lowest to the highest; none imports one above it:
//!
//! - [`language`]: the language of all words, and how it writes numbers and dates;
//! - [`format`](mod@format), [`theme`]: numbers and colours;
//! - [`transform`]: pure steps over columns, a crate of its own: bins, means, sums, shares, coverage, doubtful values;
//! - [`world`]: the projection of maps and the outline of the land;
//! - [`catalogue`]: one entry per chart; its page, menu line, choices and tests follow from the entry;
//! - [`state`]: what a visitor chose, and its one spelling as an address;
//! - [`events`]: known dates that explain what charts show, and which days are marked;
//! - [`words`]: the texts that a visitor reads (those of buttons and fields, in `words::ui`, are below all);
//! - [`files`]: what the file is called that stands for an address, where there is no server;
//! - [`provenance`]: what everything taken away says about where it is from;
//! - [`data`]: which answers of the API a state needs, and where they are kept;
//! - [`rows`]: numbers as a table, as CSV and as JSON;
//! - [`coverage`]: which days are reported, by letter and metric;
//! - [`day`]: one day beside those before it, its address and what is found of it;
//! - [`unusual`]: the unusual days of all years, and those that charts mark;
//! - [`draw`]: the surface, its axes and marks, the placed scene and its drawing by any plotters backend;
//! - [`view`]: the series, words and marks to show, without pixels, and what a kind of drawing makes of them;
//! - [`kind`]: the kinds of drawing, a folder each;
//! - [`picture`](mod@picture): a whole chart with its words as one drawing;
//! - [`export`]: the same view as table, CSV, JSON, citation and SVG;
//! - [`letter`]: one letter by itself;
//! - [`week`]: one week of the root server system at a glance;
//! - [`study`]: charts around one change, and sentences computed from their views;
//! - [`guide`]: what explains the charts to those who are new to them;
//! - [`search`](mod@search): what can be found, and what fits a query.

pub mod catalogue;
pub mod coverage;
pub mod data;
pub mod day;
pub mod draw;
pub mod events;
pub mod export;
pub mod files;
pub mod format;
pub mod guide;
pub mod kind;
pub mod language;
pub mod letter;
pub mod picture;
pub mod provenance;
pub mod rows;
pub mod search;
pub mod state;
pub mod study;
pub mod theme;
pub mod unusual;
pub mod view;
pub mod week;
pub mod words;
pub mod world;

pub use catalogue::{CATALOGUE, Chart};
pub use data::{Answer, Data, DataRequest, DataStore};
pub use provenance::Provenance;
pub use rssac002_transform as transform;
pub use state::{ChartState, Clock};
pub use theme::Theme;
pub use view::View;
