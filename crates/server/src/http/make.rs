//! Bodies: made on a thread for work and kept, or made while they are sent.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::Channel;
use tokio::runtime::Handle;

use super::coding::Encoder;
use super::problem::Problem;
use super::reply::Meta;
use crate::app::App;

/// The coded body of a tag: a kept one, or made now and kept. `make` gives it as it is, or says why there is none.
pub async fn whole(
    app: &Arc<App>,
    meta: &Meta,
    make: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Bytes, Problem> {
    if let Some(body) = app.bodies.get(&meta.tag) {
        return Ok(body);
    }
    let permit = app.makers.clone().acquire_owned().await.map_err(|_| stopping())?;
    // While this one waited, another may have made the same answer.
    if let Some(body) = app.bodies.get(&meta.tag) {
        return Ok(body);
    }
    let (coding, tag, app) = (meta.coding, meta.tag.clone(), app.clone());
    let made = tokio::task::spawn_blocking(move || {
        let body = make().and_then(|plain| coding.encode(&plain).map(Bytes::from).map_err(|_| failed()));
        if let Ok(body) = &body {
            app.bodies.put(&tag, body.clone());
        }
        drop(permit);
        body
    });
    made.await.unwrap_or_else(|_| Err(failed()))
}

/// Makes an answer while it is sent, so that it is never held whole. `write` gets what it writes to, and ends early where
/// that fails, because then nobody reads any more.
pub fn pieces(
    app: &Arc<App>,
    meta: &Meta,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
) -> Result<Response, Problem> {
    let busy =
        || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many long answers at once; try again soon");
    let permit = app.streams.clone().try_acquire_owned().map_err(|_| busy())?;
    let (sender, body) = Channel::<Bytes, io::Error>::new(4);
    let (coding, runtime) = (meta.coding, Handle::current());
    tokio::task::spawn_blocking(move || {
        let mut out = Sender { sender, runtime };
        let sent = Encoder::new(coding, &mut out).and_then(|mut encoder| {
            write(&mut encoder)?;
            encoder.finish().map(|_| ())
        });
        if let Err(error) = sent {
            out.sender.abort(error);
        }
        drop(permit);
    });
    Ok(meta.with(Body::new(body)))
}

/// How long a client may leave a piece untaken before its answer is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Hands octets to a body, waiting until the client has taken the ones before.
struct Sender {
    sender: http_body_util::channel::Sender<Bytes, io::Error>,
    runtime: Handle,
}

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let data = Bytes::copy_from_slice(bytes);
        let sent = self.runtime.block_on(tokio::time::timeout(PATIENCE, self.sender.send_data(data)));
        if let Ok(Ok(())) = sent { Ok(bytes.len()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn stopping() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the server is stopping")
}

fn failed() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be made")
}
