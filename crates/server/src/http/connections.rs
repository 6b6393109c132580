//! Connections: how many there may be, and how long each may keep the server waiting.

use std::convert::Infallible;
use std::io::{self, ErrorKind, IoSlice};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{Sleep, sleep};
use tower::ServiceExt;

use super::client::{Client, Shares};
use super::metrics::Metrics;
use super::problem::Problem;
use super::work::Holding;

/// How long the head of a request may take from its first octet on.
const HEAD: Duration = Duration::from_secs(10);

/// How long a connection may be without a request.
const IDLE: Duration = Duration::from_secs(60);

/// How long a client may take no octet of its answer.
const STALL: Duration = Duration::from_secs(20);

/// How long no connection is taken after one could not be, for want of descriptors or memory.
const REST: Duration = Duration::from_secs(1);

/// How many connections there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of all clients. More wait until one is closed.
    pub all: usize,
    /// Of one client. More are closed at once.
    pub each: usize,
}

/// The other end of the connection that a request came by.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Serves until `stop`, then takes no new connections and gives open requests this long.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    metrics: &Metrics,
    stop: impl Future<Output = ()>,
    grace: Duration,
) {
    let (places, shares) = (Arc::new(Semaphore::new(limits.all)), Shares::new(limits.each));
    let open = GracefulShutdown::new();
    let protocol = protocol();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            // Nothing closes the semaphore.
            let place = places.clone().acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok((stream, address)) => (stream, address.ip()),
            Err(error) => {
                if !is_of_the_client(&error) {
                    tracing::error!(%error, "no connection can be taken");
                    sleep(REST).await;
                }
                continue;
            }
        };
        let Some(share) = shares.take(Client::at(peer)) else {
            metrics.refused.inc();
            continue;
        };
        // Small answers go at once; where that cannot be said they go a little later.
        let _ = stream.set_nodelay(true);
        let requests = Arc::new(Requests::default());
        let service = answers(router.clone(), requests.clone(), peer);
        let connection =
            open.watch(protocol.serve_connection(TokioIo::new(Timed::new(stream, requests)), service));
        let count = metrics.connections.clone();
        count.inc();
        tokio::spawn(async move {
            // What is wrong with a connection is its client's, who is gone.
            let _ = connection.await;
            count.dec();
            drop((place, share));
        });
    }
    drop(listener);
    tokio::select! {
        () = open.shutdown() => {}
        () = sleep(grace) => {}
    }
}

/// HTTP/1.1, with an end of connections that are not used.
fn protocol() -> http1::Builder {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(IDLE);
    protocol
}

/// What answers the requests of a connection.
fn answers(
    router: Router,
    requests: Arc<Requests>,
    peer: IpAddr,
) -> impl Service<hyper::Request<Incoming>, Response = Response, Error = Infallible, Future: Send> + Send {
    service_fn(move |request| answer(router.clone(), requests.clone(), peer, request))
}

async fn answer(
    router: Router,
    requests: Arc<Requests>,
    peer: IpAddr,
    mut request: hyper::Request<Incoming>,
) -> Result<Response, Infallible> {
    let answering = Answering::begin(requests);
    request.extensions_mut().insert(Peer(peer));
    let request: Request = request.map(Body::new);
    let response = match names_its_host(&request) {
        true => router.oneshot(request).await?,
        false => Problem::new(StatusCode::BAD_REQUEST, "a request names its host in one `Host` header")
            .into_response(),
    };
    Ok(response.map(|body| Body::new(Holding { body, held: answering })))
}

/// Whether a request has the one `Host` header that HTTP/1.1 wants (RFC 9112, 3.2). Two could be read by a proxy in one way and here
/// in another.
fn names_its_host(request: &Request) -> bool {
    match request.headers().get_all(header::HOST).iter().count() {
        0 => request.version() < Version::HTTP_11,
        count => count == 1,
    }
}

/// Whether a connection failed before it was taken, which says nothing of the next.
fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

/// What the two ends of a connection tell each other: that of its octets, and that of its requests.
#[derive(Default)]
struct Requests {
    begun: AtomicUsize,
    under_way: AtomicBool,
}

/// A request under way, until its answer is handed over or given up.
struct Answering(Arc<Requests>);

impl Answering {
    fn begin(requests: Arc<Requests>) -> Answering {
        requests.begun.fetch_add(1, Ordering::Relaxed);
        requests.under_way.store(true, Ordering::Relaxed);
        Answering(requests)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.under_way.store(false, Ordering::Relaxed);
    }
}

/// A connection that ends where its client keeps it waiting. hyper ends those without a request, and would end a slow head after
/// the same time; it knows no end of answers that nobody takes.
struct Timed<S> {
    stream: S,
    requests: Arc<Requests>,
    /// How many requests had begun when the head that is being read was.
    begun: usize,
    /// The end of the time of a head that is being read.
    head: Option<Pin<Box<Sleep>>>,
    /// The end of the time of octets that wait to be taken.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<S> Timed<S> {
    fn new(stream: S, requests: Arc<Requests>) -> Timed<S> {
        Timed { stream, requests, begun: 0, head: None, stalled: None }
    }

    /// What came of writing, or that it has taken too long.
    fn written(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(STALL)));
        stalled.as_mut().poll(context).map(|()| Err(ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Timed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        let begun = self.requests.begun.load(Ordering::Relaxed);
        if begun != self.begun || self.requests.under_way.load(Ordering::Relaxed) {
            (self.begun, self.head) = (begun, None);
        }
        if self.requests.under_way.load(Ordering::Relaxed) {
            return read;
        }
        if buffer.filled().len() > before {
            self.head.get_or_insert_with(|| Box::pin(sleep(HEAD)));
        }
        match &mut self.head {
            Some(head) if read.is_pending() => {
                head.as_mut().poll(context).map(|()| Err(ErrorKind::TimedOut.into()))
            }
            _ => read,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Timed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, octets);
        self.written(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, octets);
        self.written(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::Instant;

    /// A connection to a server whose clock runs as fast as it can: the client's end, and how many whole seconds it lasted.
    fn connect(router: Router) -> (DuplexStream, tokio::task::JoinHandle<u64>) {
        let (client, stream) = duplex(1024);
        let requests = Arc::new(Requests::default());
        let service = answers(router, requests.clone(), [192, 0, 2, 1].into());
        let connection = protocol().serve_connection(TokioIo::new(Timed::new(stream, requests)), service);
        let began = Instant::now();
        let lasted = tokio::spawn(async move {
            let _ = connection.await;
            began.elapsed().as_secs()
        });
        (client, lasted)
    }

    fn run<T>(test: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
        runtime.unwrap().block_on(test)
    }

    fn router() -> Router {
        let late = || async {
            sleep(Duration::from_secs(300)).await;
            "late"
        };
        Router::new()
            .route("/", get(|| async { "ok" }))
            .route("/late", get(late))
            .route("/long", get(|| async { vec![b'x'; 1 << 20] }))
    }

    const GET: &str = " HTTP/1.1\r\nHost: example.org\r\n\r\n";

    /// Reads until the octets that an answer ends with.
    async fn read_to(client: &mut DuplexStream, end: &str) {
        let mut read = Vec::new();
        while !read.ends_with(end.as_bytes()) {
            read.push(client.read_u8().await.unwrap());
        }
    }

    #[test]
    fn a_head_that_never_ends_is_given_up() {
        run(async {
            let (mut client, lasted) = connect(router());
            let sending = tokio::spawn(async move {
                while client.write_all(b"G").await.is_ok() {
                    sleep(Duration::from_secs(1)).await;
                }
            });
            assert_eq!(lasted.await.unwrap(), HEAD.as_secs());
            sending.await.unwrap();
        });
    }

    #[test]
    fn a_request_names_its_host_once() {
        run(async {
            for (head, status) in [
                ("GET / HTTP/1.1\r\n\r\n", "400"),
                ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
                ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "200"),
                ("GET / HTTP/1.0\r\n\r\n", "200"),
            ] {
                let (mut client, _lasted) = connect(router());
                client.write_all(head.as_bytes()).await.unwrap();
                let mut answer = [0; 12];
                client.read_exact(&mut answer).await.unwrap();
                assert_eq!(&answer[9..], status.as_bytes(), "{head:?}");
            }
        });
    }

    #[test]
    fn a_connection_without_requests_is_closed_later() {
        run(async {
            let (client, lasted) = connect(router());
            assert_eq!(lasted.await.unwrap(), IDLE.as_secs());
            drop(client);
            let (mut client, lasted) = connect(router());
            for _ in 0..3 {
                sleep(IDLE * 2 / 3).await;
                client.write_all(format!("GET /{GET}").as_bytes()).await.unwrap();
                read_to(&mut client, "ok").await;
            }
            assert_eq!(lasted.await.unwrap(), (IDLE * 3).as_secs());
        });
    }

    #[test]
    fn the_head_of_each_request_has_its_own_time() {
        run(async {
            let (mut client, lasted) = connect(router());
            for _ in 0..3 {
                client.write_all(b"GET /").await.unwrap();
                sleep(HEAD * 2 / 3).await;
                client.write_all(GET.as_bytes()).await.unwrap();
                read_to(&mut client, "ok").await;
            }
            client.write_all(b"GET /").await.unwrap();
            assert_eq!(lasted.await.unwrap(), (HEAD * 3).as_secs());
        });
    }

    #[test]
    fn an_answer_may_take_its_time() {
        run(async {
            let (mut client, lasted) = connect(router());
            client.write_all(format!("GET /late{GET}").as_bytes()).await.unwrap();
            read_to(&mut client, "late").await;
            drop(client);
            assert_eq!(lasted.await.unwrap(), 300);
        });
    }

    #[test]
    fn an_answer_that_nobody_takes_is_given_up() {
        run(async {
            let (mut client, lasted) = connect(router());
            client.write_all(format!("GET /long{GET}").as_bytes()).await.unwrap();
            assert_eq!(lasted.await.unwrap(), STALL.as_secs());
            // Slowly is another thing.
            let (mut client, lasted) = connect(router());
            client.write_all(format!("GET /long{GET}").as_bytes()).await.unwrap();
            let mut read = 0;
            while read < 1 << 20 {
                sleep(STALL / 2).await;
                read += client.read(&mut vec![0; 64 << 10]).await.unwrap();
            }
            drop(client);
            assert!(lasted.await.unwrap() > STALL.as_secs() * 4);
        });
    }

    #[test]
    fn a_client_has_so_many_connections_and_no_more() {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (stop, told) = tokio::sync::oneshot::channel::<()>();
            let limits = Limits { all: 2, each: 1 };
            let told = async { drop(told.await) };
            let served = tokio::spawn(async move {
                serve(listener, router(), limits, &Metrics::default(), told, Duration::ZERO).await;
            });
            let ask = async || {
                let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
                stream.write_all(format!("GET /{GET}").as_bytes()).await.unwrap();
                stream
            };
            // This machine is nobody in particular, so only the limit of all counts here: the third waits for the first.
            let (mut first, mut second, mut third) = (ask().await, ask().await, ask().await);
            let mut answer = [0; 15];
            for stream in [&mut first, &mut second] {
                stream.read_exact(&mut answer).await.unwrap();
                assert_eq!(&answer, b"HTTP/1.1 200 OK");
            }
            drop(first);
            third.read_exact(&mut answer).await.unwrap();
            assert_eq!(&answer, b"HTTP/1.1 200 OK");
            drop(stop);
            served.await.unwrap();
        });
    }
}
