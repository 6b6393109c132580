//! The server's work and memory, given out so that nobody has all of it: places for work, and octets under way.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use http_body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::client::{Client, Share, Shares};
use super::problem::Problem;

/// How much work an answer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effort {
    /// Some milliseconds: it goes before any large work.
    Small,
    /// More: a large picture, a long answer.
    Large,
}

/// Large work that waits for a place, of all clients.
const QUEUE: usize = 64;

/// Large work of one client, under way or waiting.
const CLIENTS_WORK: usize = 8;

/// How long work waits for a place.
const DEADLINE: Duration = Duration::from_secs(20);

/// Answers sent piece by piece at the same time, of all clients. Each waits for its client, so there are more of them than places;
/// each holds the numbers of a letter.
const STREAMS: usize = 16;

/// Of one client.
const CLIENTS_STREAMS: usize = 4;

/// Octets under way or held for what is under way.
const OCTETS: usize = 256 << 20;

/// An answer so short does not count among the octets under way.
const SHORT: usize = 64 << 10;

/// What there is for everybody.
pub struct Work {
    cores: usize,
    /// Work under way: one more than there are cores, so that small work has a place whatever large work goes on.
    places: Arc<Semaphore>,
    /// Large work under way: as much as there are cores, because that is work for a processor.
    large: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    clients_work: Shares,
    streams: Arc<Semaphore>,
    clients_streams: Shares,
    /// In KiB.
    octets: Arc<Semaphore>,
}

/// What is taken of a [`Work`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Load {
    /// Answers being made.
    pub under_way: u64,
    /// Large answers that wait for a place.
    pub waiting: u64,
    /// Answers being sent piece by piece.
    pub streams: u64,
    /// Octets under way or held, of answers that count.
    pub octets: u64,
}

/// A place, free again when it is dropped.
#[derive(Debug)]
pub struct Place {
    _place: OwnedSemaphorePermit,
    _large: Option<OwnedSemaphorePermit>,
    _share: Option<Share>,
}

/// An answer's way to its client, piece by piece; free again when it is dropped.
#[derive(Debug)]
pub struct Stream {
    _stream: OwnedSemaphorePermit,
    _share: Share,
}

/// Octets that count as under way until this is dropped.
#[derive(Debug)]
pub struct Octets {
    _octets: Option<OwnedSemaphorePermit>,
}

impl Default for Work {
    fn default() -> Work {
        Work::of(std::thread::available_parallelism().map_or(2, usize::from))
    }
}

impl Work {
    /// That of as many cores.
    pub fn of(cores: usize) -> Work {
        let semaphore = |count| Arc::new(Semaphore::new(count));
        Work {
            cores,
            places: semaphore(cores + 1),
            large: semaphore(cores),
            queue: semaphore(QUEUE),
            clients_work: Shares::new(CLIENTS_WORK),
            streams: semaphore(STREAMS),
            clients_streams: Shares::new(CLIENTS_STREAMS),
            octets: semaphore(OCTETS >> 10),
        }
    }

    /// Whether there is a place for such work just now.
    pub fn has_place(&self, effort: Effort) -> bool {
        let large = effort == Effort::Small || self.large.available_permits() > 0;
        large && self.places.available_permits() > 0
    }

    /// What is taken just now.
    pub fn load(&self) -> Load {
        let taken = |of: &Semaphore, all: usize| (all - of.available_permits().min(all)) as u64;
        Load {
            under_way: taken(&self.places, self.cores + 1),
            waiting: taken(&self.queue, QUEUE),
            streams: taken(&self.streams, STREAMS),
            octets: taken(&self.octets, OCTETS >> 10) << 10,
        }
    }

    /// A place for work, when there is one.
    ///
    /// # Errors
    ///
    /// 503 where others wait already or it takes too long; 429 where this client has much under way.
    pub async fn place(&self, effort: Effort) -> Result<Place, Problem> {
        let in_time = async {
            match effort {
                Effort::Small => self.small().await,
                Effort::Large => {
                    let share = self.clients_work.take(Client::current()).ok_or_else(too_much)?;
                    let _waiting = self.queue.clone().try_acquire_owned().map_err(|_| busy())?;
                    Ok(Place { _share: Some(share), ..self.large().await? })
                }
            }
        };
        tokio::time::timeout(DEADLINE, in_time).await.unwrap_or_else(|_| Err(busy()))
    }

    async fn small(&self) -> Result<Place, Problem> {
        let place = self.places.clone().acquire_owned().await.map_err(|_| busy())?;
        Ok(Place { _place: place, _large: None, _share: None })
    }

    /// A place for large work, however long it takes until there is one.
    pub async fn large(&self) -> Result<Place, Problem> {
        let large = self.large.clone().acquire_owned().await.map_err(|_| busy())?;
        Ok(Place { _large: Some(large), ..self.small().await? })
    }

    /// A way for an answer that is sent piece by piece.
    ///
    /// # Errors
    ///
    /// 503 where there is none left; 429 where this client has its share.
    pub fn stream(&self) -> Result<Stream, Problem> {
        let share = self.clients_streams.take(Client::current()).ok_or_else(too_much)?;
        let stream = self.streams.clone().try_acquire_owned().map_err(|_| busy())?;
        Ok(Stream { _stream: stream, _share: share })
    }

    /// Room for this many octets.
    ///
    /// # Errors
    ///
    /// 503 where there is none.
    pub fn octets(&self, count: usize) -> Result<Octets, Problem> {
        if count <= SHORT {
            return Ok(Octets { _octets: None });
        }
        // What is longer than everything may be under way alone.
        let kib = u32::try_from(count.min(OCTETS) >> 10).unwrap_or(u32::MAX);
        let permit = self.octets.clone().try_acquire_many_owned(kib).map_err(|_| busy())?;
        Ok(Octets { _octets: Some(permit) })
    }
}

/// More than everybody can have at once.
fn busy() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the server has too much to do; try again soon")
}

/// More than one client can have at once.
fn too_much() -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too many large answers at once for one address; wait for those under way",
    )
}

/// A body that holds something until it is sent or given up.
pub struct Holding<T> {
    /// What is sent.
    pub body: Body,
    /// What is held.
    pub held: T,
}

impl<T: Unpin> http_body::Body for Holding<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
    }

    fn client(last: u8) -> Client {
        Client::at(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn small_work_has_a_place_whatever_large_work_goes_on() {
        runtime().block_on(async {
            let work = Work::default();
            let cores = work.large.available_permits();
            let mut held = Vec::new();
            for _ in 0..cores {
                held.push(work.place(Effort::Large).await.unwrap());
            }
            // Time passes by itself where everybody waits.
            let late = work.place(Effort::Large).await.unwrap_err();
            assert_eq!(late.status, StatusCode::SERVICE_UNAVAILABLE);
            let _small = work.place(Effort::Small).await.unwrap();
            drop(held);
            work.place(Effort::Large).await.unwrap();
        });
    }

    #[test]
    fn one_client_leaves_room_in_the_queue_for_others() {
        runtime().block_on(async {
            let work = Arc::new(Work::default());
            let _all =
                work.large.clone().acquire_many_owned(work.large.available_permits() as u32).await.unwrap();
            let ask = |client: Client| {
                let work = work.clone();
                tokio::spawn(client.answering(async move { work.place(Effort::Large).await.map(drop) }))
            };
            let asked: Vec<_> = (0..QUEUE).map(|_| ask(client(1))).chain([ask(client(2))]).collect();
            let mut statuses = Vec::new();
            for asked in asked {
                statuses.push(asked.await.unwrap().unwrap_err().status);
            }
            let refused = statuses.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count();
            assert_eq!(refused, QUEUE - CLIENTS_WORK);
            assert_eq!(statuses.last(), Some(&StatusCode::SERVICE_UNAVAILABLE), "it waited, and for long");
        });
    }

    #[test]
    fn work_under_way_counts_among_a_client_s() {
        runtime().block_on(async {
            let work = Work::of(CLIENTS_WORK + 1);
            let take = |client: Client| client.answering(work.place(Effort::Large));
            let mut held = Vec::new();
            for _ in 0..CLIENTS_WORK {
                held.push(take(client(1)).await.unwrap());
            }
            assert_eq!(take(client(1)).await.unwrap_err().status, StatusCode::TOO_MANY_REQUESTS);
            held.push(take(client(2)).await.unwrap());
            held.clear();
            take(client(1)).await.unwrap();
        });
    }

    #[test]
    fn long_answers_of_one_client_are_few() {
        runtime().block_on(async {
            let work = Work::default();
            let take = |client: Client| client.answering(async { work.stream() });
            let mut held = Vec::new();
            for _ in 0..CLIENTS_STREAMS {
                held.push(take(client(1)).await.unwrap());
            }
            assert_eq!(take(client(1)).await.unwrap_err().status, StatusCode::TOO_MANY_REQUESTS);
            held.push(take(client(2)).await.unwrap());
            held.clear();
            take(client(1)).await.unwrap();
        });
    }

    #[test]
    fn octets_are_bounded_and_come_back() {
        let work = Work::default();
        assert_eq!(work.load(), Load { under_way: 0, waiting: 0, streams: 0, octets: 0 });
        let half = work.octets(OCTETS / 2).unwrap();
        assert_eq!(work.load().octets, (OCTETS / 2) as u64);
        let other = work.octets(OCTETS / 2).unwrap();
        assert_eq!(work.octets(SHORT + 1024).unwrap_err().status, StatusCode::SERVICE_UNAVAILABLE);
        work.octets(SHORT).unwrap();
        drop(half);
        work.octets(OCTETS / 2).unwrap();
        drop(other);
        work.octets(10 * OCTETS).unwrap();
    }
}
