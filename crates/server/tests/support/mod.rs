//! The real router, asked in process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use rssac002_model::{Day, Snapshot};
use rssac002_server::app::{App, Today};
use rssac002_server::server::router;
use rssac002_server::site::Site;
use tokio::runtime::Runtime;
use tower::ServiceExt;

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
        let today = Today::Fixed(Day::parse_iso(today).unwrap());
        let app = Arc::new(App::new(snapshot, today, site));
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

    pub fn warm(&self) {
        self.runtime.block_on(rssac002_server::server::warm(self.app.clone()));
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
