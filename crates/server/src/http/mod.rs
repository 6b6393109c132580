//! What every answer shares: connections, shares of the server's work, content coding, entity tags, parts of bodies, cached bodies,
//! problem documents and headers.

pub mod bodies;
pub mod client;
pub mod coding;
pub mod connections;
pub mod headers;
pub mod make;
pub mod metrics;
pub mod origin;
pub mod problem;
pub mod range;
pub mod reply;
pub mod work;
