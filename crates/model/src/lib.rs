//! The words that every other crate of rssac002-explorer speaks, free of files, network, clock and pixels.
//!
//! From small to large:
//!
//! - [`rsi`]: the 13 root server identifiers and sets of them;
//! - [`date`]: UTC days, ISO weeks and ranges of days;
//! - [`metric`]: what the operators publish, and the endpoints that answer it;
//! - [`snapshot`]: everything held, by metric, letter and day, with the reason where a day is missing;
//! - [`columns`]: one answer as columns over consecutive days or weeks, which is what charts are made from;
//! - [`json`]: columns to JSON and back, and the published API's nested JSON into columns;
//! - [`csv`]: fields of CSV;
//! - [`places`]: the published API's places of one day;
//! - [`answer`]: a published answer into a snapshot, for a server that has its numbers from another;
//! - [`text`]: texts of reports for people.
//!
//! A missing value is never a zero: columns keep it as NaN and hand it out as `None`.

pub mod answer;
pub mod columns;
pub mod csv;
pub mod date;
pub mod json;
pub mod metric;
pub mod places;
pub mod rsi;
pub mod snapshot;
pub mod text;

pub use columns::{
    Column, Columns, Days, DoubtfulRecord, Group, Interval, KeyedColumn, Record, Records, Step,
};
pub use date::{Day, DayRange, IsoWeek};
pub use metric::{Dataset, Direction, Endpoint, Metric};
pub use places::DayPlaces;
pub use rsi::{Rsi, RsiSet};
pub use snapshot::{Cell, DaySeries, DayStatus, Field, InstanceSeries, Place, Snapshot, Table};
