//! The API, the site and the command line of the binary `rssac002`, which is in the root package: there are the components
//! that make pages.
//!
//! From the question to the answer:
//!
//! - [`cli`]: the command line, `serve`, `ingest`, `check` and `sample`;
//! - [`held`]: the numbers that are served;
//! - [`app`]: what a running server holds: these numbers, which can be swapped, the clock, the site, the cache;
//! - [`older`]: the numbers before, for those who name their version;
//! - [`api`]: a query string to a [`api::request::Request`], a request and a snapshot to an answer;
//! - [`events`]: known dates that explain what charts show;
//! - [`http`]: what every answer shares: content coding, entity tags, cached bodies, problem documents, headers;
//! - [`view`]: views of charts made from the snapshot; [`image`]: pictures of them;
//! - [`site`]: the web app's files, its page shell and the addresses that answer it;
//! - [`monitor`]: what the server says of itself;
//! - [`server`]: the router, and running it until it is told to stop;
//! - [`as_files`]: the same answers as files, for hosts that run no program of ours.
//!
//! The rules of the answers are those of `api-v1.md`; nothing here reads a data file (that is `rssac002-ingest`).

pub mod api;
pub mod app;
pub mod as_files;
pub mod cli;
pub mod events;
pub mod held;
pub mod http;
pub mod image;
pub mod monitor;
pub mod older;
pub mod server;
pub mod site;
pub mod view;
