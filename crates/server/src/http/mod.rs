//! What every answer shares: content coding, entity tags, cached bodies, problem documents and headers.

pub mod bodies;
pub mod coding;
pub mod headers;
pub mod make;
pub mod origin;
pub mod problem;
pub mod reply;
