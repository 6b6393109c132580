//! Bodies: made on a thread for work and kept, or made while they are sent.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::Channel;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::bodies::{Bodies, Made};
use super::coding::{Coding, Encoder};
use super::problem::Problem;
use super::reply::Meta;

/// Work done in the time of the makers.
async fn work<T: Send + 'static>(
    bodies: &Bodies,
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let permit = bodies.makers.clone().acquire_owned().await.map_err(|_| stopping())?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(permit);
        done
    });
    done.await.unwrap_or_else(|_| Err(failed()))
}

/// A body that is not worth keeping, made in the time of the makers and not coded.
pub async fn once(
    bodies: &Bodies,
    make: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Bytes, Problem> {
    work(bodies, make).await.map(Bytes::from)
}

/// The coded body of a tag: a kept one, or made now and kept. `make` gives it as it is, or says why there is none.
pub async fn whole(
    bodies: &Bodies,
    meta: &Meta,
    make: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Made, Problem> {
    let coding = meta.coding;
    let coded = move || make().and_then(|plain| code(coding, &plain));
    bodies.get(&meta.tag, work(bodies, coded)).await
}

/// The coded body of a tag: a kept one, or coded now and kept. That is short work, which waits for no maker.
pub async fn coded(bodies: &Bodies, meta: &Meta, plain: Vec<u8>) -> Result<Made, Problem> {
    let coding = meta.coding;
    let coded = async move {
        let coded = tokio::task::spawn_blocking(move || code(coding, &plain));
        coded.await.unwrap_or_else(|_| Err(failed()))
    };
    bodies.get(&meta.tag, coded).await
}

fn code(coding: Coding, plain: &[u8]) -> Result<Made, Problem> {
    let coded = coding.encode(plain).map_err(|_| failed())?;
    Ok(Made { coded: coded.into(), plain: plain.len() })
}

/// Makes an answer while it is sent, so that no more of it is held than `write` holds, and a few pieces. `write` gets what
/// it writes to, and ends early where that fails, because then nobody reads any more.
///
/// It works in the time of the makers, as [`whole`] does, except while it waits for its client.
pub fn pieces(
    bodies: &Bodies,
    meta: &Meta,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
) -> Result<Response, Problem> {
    let busy =
        || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many long answers at once; try again soon");
    let permit = bodies.streams.clone().try_acquire_owned().map_err(|_| busy())?;
    let (sender, body) = Channel::<Bytes, io::Error>::new(WAITING);
    let (coding, runtime, makers) = (meta.coding, Handle::current(), bodies.makers.clone());
    tokio::task::spawn_blocking(move || {
        let mut out =
            Sender { sender, runtime, makers, working: None, end: Instant::now() + LONGEST, given_up: false };
        let sent = out.work().and_then(|()| Encoder::new(coding, &mut out)).and_then(|mut encoder| {
            write(&mut encoder)?;
            encoder.finish().map(|_| ())
        });
        // Not every encoder hands on the error of its last piece.
        let sent = if out.given_up { Err(io::ErrorKind::BrokenPipe.into()) } else { sent };
        if let Err(error) = sent {
            out.sender.abort(error);
        }
        drop(permit);
    });
    Ok(meta.with(Body::new(body)))
}

/// Pieces that wait for their client.
const WAITING: usize = 4;

/// How long a client may leave a piece untaken before its answer is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long an answer may take in all. Those who take a piece a minute would keep everybody else waiting.
const LONGEST: Duration = Duration::from_secs(600);

/// Hands octets to a body, waiting until the client has taken the ones before.
struct Sender {
    sender: http_body_util::channel::Sender<Bytes, io::Error>,
    runtime: Handle,
    makers: Arc<Semaphore>,
    /// A maker's place, while the answer is worked on.
    working: Option<OwnedSemaphorePermit>,
    /// When it is given up.
    end: Instant,
    /// Whether a piece was not taken: the body has to end as a broken one.
    given_up: bool,
}

impl Sender {
    /// Waits for a maker's place.
    fn work(&mut self) -> io::Result<()> {
        let place = self.runtime.block_on(self.makers.clone().acquire_owned());
        self.working = Some(place.map_err(io::Error::other)?);
        Ok(())
    }
}

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.send(bytes);
        self.given_up |= sent.is_err();
        sent
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sender {
    fn send(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(gone());
        }
        let waits = self.sender.capacity() == 0;
        if waits {
            // Others may work until the client has room.
            self.working = None;
        }
        let sending = self.sender.send_data(Bytes::copy_from_slice(bytes));
        let sent = self.runtime.block_on(async { tokio::time::timeout(left.min(PATIENCE), sending).await });
        if !matches!(sent, Ok(Ok(()))) {
            return Err(gone());
        }
        if waits {
            self.work()?;
        }
        Ok(bytes.len())
    }
}

fn stopping() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the server is stopping")
}

fn failed() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be made")
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;
    use tokio::runtime::{Builder, Runtime};

    fn runtime() -> Runtime {
        Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
    }

    fn sender(runtime: &Runtime, left: Duration) -> (Sender, Channel<Bytes, io::Error>) {
        let (sender, body) = Channel::new(1);
        let (runtime, makers, end) =
            (runtime.handle().clone(), Arc::new(Semaphore::new(1)), Instant::now() + left);
        (Sender { sender, runtime, makers, working: None, end, given_up: false }, body)
    }

    #[test]
    fn an_answer_whose_time_is_over_is_given_up() {
        let runtime = runtime();
        let (mut late, _body) = sender(&runtime, Duration::ZERO);
        assert_eq!(late.write(b"x").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn who_waits_for_a_client_takes_no_place_of_a_maker() {
        let runtime = runtime();
        let (mut out, mut body) = sender(&runtime, LONGEST);
        let makers = out.makers.clone();
        out.work().unwrap();
        assert_eq!(out.write(b"1").unwrap(), 1);
        assert_eq!(makers.available_permits(), 0, "there was room");
        let writing = std::thread::spawn(move || {
            assert_eq!(out.write(b"2").unwrap(), 1);
            assert!(out.working.is_some());
        });
        // There is no room, so the place becomes free, which it would not if it were kept.
        let place = runtime.block_on(makers.clone().acquire_owned()).unwrap();
        let read = |body: &mut Channel<Bytes, io::Error>| {
            runtime.block_on(body.frame()).unwrap().unwrap().into_data().unwrap()
        };
        assert_eq!(read(&mut body), "1");
        assert_eq!(read(&mut body), "2");
        assert!(!writing.is_finished(), "it works only with a place");
        drop(place);
        writing.join().unwrap();
    }

    #[test]
    fn a_last_piece_that_is_not_taken_is_noticed_whatever_the_coding() {
        for coding in [Coding::Brotli, Coding::Zstd, Coding::Gzip] {
            let runtime = runtime();
            let (mut out, body) = sender(&runtime, LONGEST);
            drop(body);
            let mut encoder = Encoder::new(coding, &mut out).unwrap();
            // So short that it is sent at the end.
            let _ = encoder.write_all(b"x").and_then(|()| encoder.finish().map(|_| ()));
            assert!(out.given_up, "{coding:?}");
        }
    }

    #[test]
    fn who_has_left_is_noticed() {
        let runtime = runtime();
        let (mut out, body) = sender(&runtime, LONGEST);
        drop(body);
        assert_eq!(out.write(b"x").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
