//! The real router, asked in process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::middleware::{Next, from_fn};
use http_body_util::BodyExt;
use rssac002_ingest::{Options, Sources};
use rssac002_model::{Day, Snapshot};
use rssac002_server::app::{App, Today};
use rssac002_server::http::origin::Origin;
use rssac002_server::http::work::{Effort, Place};
use rssac002_server::server::router;
use rssac002_server::site::Site;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The day on which tests with recorded data run. The recorded cases want one from 2020 on and before 2099.
pub const TODAY: &str = "2026-11-21";

/// A page of a site that was not built.
pub const INDEX: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>x</title><!-- rssac002:head --></head>\
    <body><div id=\"before\"><!-- rssac002:body --><p>W</p><!-- /rssac002:body --></div><script>1</script></body></html>";

/// A path in the folder `shared` beside the workspace; `None`, said, where it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if !path.exists() {
        eprintln!("skipped: no {} beside the workspace", path.display());
        return None;
    }
    Some(path)
}

/// What is held after reading these folders on [`TODAY`].
pub fn read(sources: &Sources) -> Snapshot {
    let options = Options::new(Day::parse_iso(TODAY).unwrap());
    rssac002_ingest::ingest(sources, None, &options, &()).unwrap().0
}

/// The made-up, deliberately dirty data of the recorded cases; `None`, said, where they are not there.
pub fn dirty() -> Option<Snapshot> {
    let tree = shared("conformance/tree.tar.gz")?;
    let folder = tempfile::tempdir().unwrap();
    let tree = flate2::read::GzDecoder::new(std::fs::File::open(tree).unwrap());
    tar::Archive::new(tree).unpack(folder.path()).unwrap();
    Some(read(&Sources {
        rssac002: Some(folder.path().join("RSSAC002-data")),
        instances: Some(folder.path().join("instance-data/archives")),
        zone_size: Some(folder.path().join("RZM/rssac-metrics/raw")),
    }))
}

/// What operators published; `None`, said, where it is not there.
pub fn real() -> Option<Snapshot> {
    let rssac002 = Some(shared("real/RSSAC002-data")?);
    Some(read(&Sources { rssac002, ..Sources::default() }))
}

/// Python, if it has these modules; said, where not. `RSSAC002_PYTHON` names another one than `python3`.
pub fn python(module: Option<&str>) -> Option<String> {
    let python = std::env::var("RSSAC002_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let import = module.map_or("0".to_owned(), |module| format!("import {module}"));
    let there = Command::new(&python).args(["-c", &import]).output().is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("skipped: no {python} with {}", module.unwrap_or("its own modules"));
    }
    there.then_some(python)
}

/// Always this day.
pub fn fixed(today: &str) -> Today {
    Today::Fixed(Day::parse_iso(today).unwrap())
}

/// A server without a socket.
pub struct Server {
    router: Router,
    runtime: Runtime,
    pub app: Arc<App>,
}

/// What it answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Server {
    pub fn new(snapshot: Snapshot, today: &str, site: Site) -> Server {
        Server::at(snapshot, today, site, Origin::default())
    }

    /// The same, reached at this origin.
    pub fn at(snapshot: Snapshot, today: &str, site: Site, origin: Origin) -> Server {
        Server::of(App::new(snapshot, fixed(today), site).at(origin))
    }

    /// One that has no numbers yet.
    pub fn starting(today: &str) -> Server {
        Server::of(App::starting(fixed(today), Site::embedded()))
    }

    /// One with this state.
    pub fn of(app: App) -> Server {
        let app = Arc::new(app);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Server { router: router(app.clone()), runtime, app }
    }

    /// Asks; `None` where the address is none that HTTP can carry.
    pub fn try_ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Option<Answer> {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).ok()?;
        Some(self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            Answer { status: parts.status, headers: parts.headers, body }
        }))
    }

    pub fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.try_ask(method, address, headers).unwrap()
    }

    /// The pieces of an answer's body, as they are sent, without those that are empty.
    pub fn pieces(&self, address: &str) -> Vec<Bytes> {
        let request = Request::builder().uri(address).body(Body::empty()).unwrap();
        self.runtime.block_on(async {
            let mut body = self.router.clone().oneshot(request).await.unwrap().into_body();
            let mut pieces = Vec::new();
            while let Some(frame) = body.frame().await {
                pieces.extend(frame.unwrap().into_data().ok().filter(|piece| !piece.is_empty()));
            }
            pieces
        })
    }

    /// Takes every place for work that there is.
    pub fn all_places(&self) -> Vec<Place> {
        let work = &self.app.bodies.work;
        let free = || work.has_place(Effort::Small);
        self.runtime.block_on(async {
            let mut places = Vec::new();
            while free() {
                places.push(work.place(Effort::Small).await.unwrap());
            }
            places
        })
    }

    pub fn warm(&self) {
        self.runtime.block_on(rssac002_server::server::warm(self.app.clone()));
    }

    /// How many finished answers the server keeps, and their octets.
    pub fn bodies(&self) -> (u64, u64) {
        self.runtime.block_on(self.app.bodies.size())
    }

    /// Answers on a port of its own as well, for other programs.
    pub fn listen(&self) -> SocketAddr {
        self.serve(self.router.clone())
    }

    /// The same, and counts the octets of these answers' bodies, which have to be known at once.
    pub fn listen_and_count(&self) -> (SocketAddr, Arc<AtomicU64>) {
        let octets = Arc::new(AtomicU64::new(0));
        let counted = octets.clone();
        let count = from_fn(move |request: axum::extract::Request, next: Next| {
            let (counted, is_head) = (counted.clone(), request.method() == Method::HEAD);
            async move {
                let response = next.run(request).await;
                let length = response.body().size_hint().exact().expect("the length is known");
                // The body of an answer to HEAD is taken off after this.
                counted.fetch_add(if is_head { 0 } else { length }, Ordering::SeqCst);
                response
            }
        });
        (self.serve(self.router.clone().layer(count)), octets)
    }

    fn serve(&self, router: Router) -> SocketAddr {
        let listener = self.runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        self.runtime.spawn(async { axum::serve(listener, router).await.unwrap() });
        address
    }

    pub fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[])
    }
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
