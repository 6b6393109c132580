//! API v1: questions in, numbers out.
//!
//! - [`query`]: a query string as the published API reads it;
//! - [`accepted`]: what each parameter takes;
//! - [`request`]: the parameters of an endpoint, checked, in one spelling;
//! - [`numbers`]: the snapshot's numbers by day or week, by letter or summed;
//! - [`published`]: answers in the published shape;
//! - [`columns`]: answers in columns (`shape=columns`);
//! - [`detail`]: the places of instances-detail;
//! - [`coverage`]: days held, missing, repaired and refused;
//! - [`openapi`]: the description for machines;
//! - [`ask`]: which of these an address asks for;
//! - [`routes`]: the answers over HTTP;
//! - [`guide`]: the API as a page tells it and tries it.

pub mod accepted;
pub mod ask;
pub mod columns;
pub mod coverage;
pub mod detail;
pub mod guide;
pub mod numbers;
pub mod openapi;
pub mod published;
pub mod query;
pub mod request;
pub mod routes;

/// Where the API stands.
pub const BASE: &str = "/api/v1";
