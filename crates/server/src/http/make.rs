//! Bodies: made on a thread for work and kept, or made while they are sent.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::Channel;
use tokio::runtime::Handle;

use super::bodies::{Bodies, Made};
use super::coding::{Coding, Encoder};
use super::problem::Problem;
use super::reply::Meta;
use super::work::{Effort, Place, Work};

/// Work done when there is a place for it.
async fn work<T: Send + 'static>(
    bodies: &Bodies,
    effort: Effort,
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let place = bodies.work.place(effort).await?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(place);
        done
    });
    done.await.unwrap_or_else(|_| Err(failed()))
}

/// A body that is not worth keeping, not coded.
pub async fn once(
    bodies: &Bodies,
    effort: Effort,
    make: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Bytes, Problem> {
    work(bodies, effort, make).await.map(Bytes::from)
}

/// The coded body of a tag: a kept one, or made now and kept. `make` gives it as it is, or says why there is none.
pub async fn whole(
    bodies: &Bodies,
    effort: Effort,
    meta: &Meta,
    make: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Made, Problem> {
    let coding = meta.coding;
    let coded = move || make().and_then(|plain| code(coding, &plain));
    bodies.get(&meta.tag, work(bodies, effort, coded)).await
}

/// The coded body of a tag: a kept one, or coded now and kept. That is short work, which waits for no place.
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
/// It is large work, except while it waits for its client. `held` is how many octets it holds for that long.
pub fn pieces(
    bodies: &Bodies,
    meta: &Meta,
    held: usize,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
) -> Result<Response, Problem> {
    let under_way = (bodies.work.stream()?, bodies.work.octets(held)?);
    let (sender, body) = Channel::<Bytes, io::Error>::new(WAITING);
    let (coding, runtime, all) = (meta.coding, Handle::current(), bodies.work.clone());
    tokio::task::spawn_blocking(move || {
        let mut out =
            Sender { sender, runtime, all, working: None, end: Instant::now() + LONGEST, given_up: false };
        let sent = out.work().and_then(|()| Encoder::new(coding, &mut out)).and_then(|mut encoder| {
            write(&mut encoder)?;
            encoder.finish().map(|_| ())
        });
        // Not every encoder hands on the error of its last piece.
        let sent = if out.given_up { Err(io::ErrorKind::BrokenPipe.into()) } else { sent };
        if let Err(error) = sent {
            out.sender.abort(error);
        }
        drop(under_way);
    });
    Ok(meta.with(Body::new(body)))
}

/// Pieces that wait for their client.
const WAITING: usize = 4;

/// How long a client may leave a piece untaken before its answer is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long an answer may take in all. Those who take a piece a minute would keep everybody else waiting.
const LONGEST: Duration = Duration::from_secs(600);

/// Hands octets to a body, waiting until the client has taken the ones before.
struct Sender {
    sender: http_body_util::channel::Sender<Bytes, io::Error>,
    runtime: Handle,
    /// Where it has its place from.
    all: Arc<Work>,
    /// Its place, while the answer is worked on.
    working: Option<Place>,
    /// When it is given up.
    end: Instant,
    /// Whether a piece was not taken: the body has to end as a broken one.
    given_up: bool,
}

impl Sender {
    /// Waits for a place.
    fn work(&mut self) -> io::Result<()> {
        let place = self.runtime.block_on(self.all.large());
        self.working = Some(place.map_err(|problem| io::Error::other(problem.detail))?);
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
        let (runtime, all, end) = (runtime.handle().clone(), Arc::new(Work::of(1)), Instant::now() + left);
        (Sender { sender, runtime, all, working: None, end, given_up: false }, body)
    }

    #[test]
    fn an_answer_whose_time_is_over_is_given_up() {
        let runtime = runtime();
        let (mut late, _body) = sender(&runtime, Duration::ZERO);
        assert_eq!(late.write(b"x").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn who_waits_for_a_client_takes_no_place() {
        let runtime = runtime();
        let (mut out, mut body) = sender(&runtime, LONGEST);
        let all = out.all.clone();
        out.work().unwrap();
        assert_eq!(out.write(b"1").unwrap(), 1);
        assert!(!all.has_place(Effort::Large), "there was room");
        let writing = std::thread::spawn(move || {
            assert_eq!(out.write(b"2").unwrap(), 1);
            assert!(out.working.is_some());
        });
        // There is no room, so the place becomes free, which it would not if it were kept.
        let place = runtime.block_on(all.large()).unwrap();
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
