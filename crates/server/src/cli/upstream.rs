//! `serve --upstream`: the numbers of another server's API.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use clap::Args;
use etcetera::BaseStrategy;
use rssac002_fetch::upstream::{Freshness, Key, Next, Outcome, Upstream, manners};
use rssac002_fetch::{Directory, NoAddress};
use rssac002_model::Day;
use rssac002_model::text::printable;

use super::follow::{Again, take_over};
use crate::app::App;
use crate::held::Held;

/// The numbers of another server in place of files.
#[derive(Args, Debug)]
#[command(next_help_heading = "Another server's numbers")]
pub(super) struct UpstreamArgs {
    /// Take all numbers from this API, such as `https://example.org/api/v1`: the published one, or that of another rssac002. What it
    /// answers is kept in a folder and asked for again when it is old. While it cannot be had, what is kept is served on, and its age
    /// is said.
    #[arg(
        long,
        value_name = "ADDRESS",
        value_parser = api,
        conflicts_with_all = ["rssac002", "instances", "zone_size", "store"]
    )]
    upstream: Option<Directory>,
    /// Keep its answers in this folder; made if it is not there. Without it, in the folder that the system has for such files, a folder
    /// for each API.
    #[arg(long, value_name = "DIR", requires = "upstream")]
    cache: Option<PathBuf>,
    /// Requests to it in a second, at most. There is never more than one at a time.
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 1,
        value_parser = clap::value_parser!(u32).range(1..=20),
        requires = "upstream"
    )]
    upstream_rate: u32,
}

fn api(text: &str) -> Result<Directory, NoAddress> {
    Directory::parse(text)
}

impl UpstreamArgs {
    /// The API that is named, with what is kept of it; `None` where none is.
    pub(super) fn open(&self, today: Day) -> Result<Option<Upstream>> {
        let Some(api) = &self.upstream else { return Ok(None) };
        let folder = match &self.cache {
            Some(folder) => folder.clone(),
            None => usual_folder(api)?,
        };
        let manners = manners(self.upstream_rate);
        let upstream = Upstream::open(api.clone(), &folder, manners, today, SystemTime::now())?;
        let missing = upstream.freshness(today).missing;
        eprintln!("the answers of {api} are kept in {}; {missing} are not there yet", folder.display());
        Ok(Some(upstream))
    }
}

/// Where the system keeps what can be had again.
fn usual_folder(api: &Directory) -> Result<PathBuf> {
    let system = etcetera::base_strategy::choose_native_strategy()
        .context("no folder for such files is known: give --cache DIR")?;
    Ok(system.cache_dir().join("rssac002-explorer").join("upstream").join(api.name()))
}

/// So long it waits at once: meanwhile the day may change, or the clock be set.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// Serves what is kept, and asks for what is missing or old, for as long as the process runs.
pub(super) async fn follow(app: Arc<App>, mut upstream: Upstream, mut again: Again) {
    let mut is_other = upstream.has_answers();
    loop {
        if is_other {
            let held;
            (upstream, held) = aside(upstream, |upstream| Held::from(upstream.snapshot())).await;
            if app.is_ready() { take_over(&app, held) } else { app.swap(held) }
        }
        let (today, now) = (app.today.day(), SystemTime::now());
        let next = upstream.next(today, now);
        let freshness = upstream.freshness(today);
        app.freshness.store(Some(Arc::new(freshness.clone())));
        let pause = next.map_or(LONGEST_SLEEP, |next| next.at.duration_since(now).unwrap_or_default());
        is_other = match next {
            Some(Next { key, .. }) if pause.is_zero() => {
                let outcome;
                (upstream, outcome) = aside(upstream, move |upstream| upstream.ask(key, today, now)).await;
                say(key, &outcome, &freshness);
                upstream.wants_snapshot(SystemTime::now())
            }
            _ => {
                tokio::select! {
                    () = tokio::time::sleep(pause.min(LONGEST_SLEEP)) => {}
                    () = again.told() => {
                        tracing::info!("told to ask again");
                        upstream.ask_again(today);
                    }
                }
                false
            }
        };
    }
}

/// Does what blocks where it holds up nobody.
async fn aside<T: Send + 'static>(
    mut upstream: Upstream,
    work: impl FnOnce(&mut Upstream) -> T + Send + 'static,
) -> (Upstream, T) {
    let work = tokio::task::spawn_blocking(move || {
        let done = work(&mut upstream);
        (upstream, done)
    });
    match work.await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The process ends.
            Err(_) => std::future::pending().await,
        },
    }
}

/// Says what came of a request; of failures also without `--log`.
fn say(key: Key, outcome: &Outcome, before: &Freshness) {
    let from = &before.from;
    match outcome {
        Outcome::Changed => tracing::info!("{key} came from {from}"),
        Outcome::Same => tracing::info!("{key} is as it was at {from}"),
        Outcome::Failed { reason, again } => {
            let now = SystemTime::now();
            let wait = again.duration_since(now).unwrap_or_default().as_secs();
            let served = match before.age(now) {
                Some(age) => format!("what is kept is served on, confirmed {} s ago", age.as_secs()),
                None => "nothing is kept yet".to_owned(),
            };
            let reason = printable(reason);
            tracing::warn!("{key} did not come from {from}: {reason}; asked for again in {wait} s; {served}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use axum::Router;
    use axum::body::{Body, Bytes};
    use axum::extract::{Request, State};
    use axum::http::{HeaderMap, StatusCode, header};
    use axum::middleware::{Next as Inner, from_fn_with_state};
    use axum::response::{IntoResponse, Response};
    use http_body_util::BodyExt;
    use rssac002_fetch::{FetchError, Manners};
    use rssac002_model::{Dataset, DayStatus, Rsi, Snapshot};
    use tokio::net::TcpListener;
    use tower::ServiceExt;

    use super::*;
    use crate::app::Today;
    use crate::http::connections::{self, Limits};
    use crate::http::metrics::Metrics;
    use crate::server::router;
    use crate::site::Site;

    /// The sample has numbers from 2017 on.
    fn today() -> Day {
        Day::parse_iso("2017-03-20").unwrap()
    }

    /// Two of five years may still change.
    const KEYS: usize = 9 * 2 + 10 * 3;
    const RECENT: usize = 10;

    /// Another server, and what is asked of it.
    struct Other {
        app: Arc<App>,
        router: Router,
        address: String,
        asked: Arc<Asked>,
    }

    #[derive(Default)]
    struct Asked {
        is_down: AtomicBool,
        under_way: AtomicUsize,
        most_at_once: AtomicUsize,
        /// Address and status of each.
        answers: Mutex<Vec<(String, StatusCode)>>,
    }

    async fn count(State(asked): State<Arc<Asked>>, request: Request, next: Inner) -> Response {
        let at_once = asked.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        asked.most_at_once.fetch_max(at_once, Ordering::SeqCst);
        let uri = request.uri().to_string();
        let response = match asked.is_down.load(Ordering::SeqCst) {
            true => StatusCode::BAD_GATEWAY.into_response(),
            false => next.run(request).await,
        };
        asked.answers.lock().unwrap().push((uri, response.status()));
        asked.under_way.fetch_sub(1, Ordering::SeqCst);
        response
    }

    impl Other {
        async fn start(snapshot: Snapshot) -> Other {
            let app = Arc::new(App::new(snapshot, Today::Fixed(today()), Site::embedded()));
            let asked = Arc::new(Asked::default());
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("http://{}/api/v1", listener.local_addr().unwrap());
            let router = router(app.clone());
            let counted = router.clone().layer(from_fn_with_state(asked.clone(), count));
            tokio::spawn(async move {
                let limits = Limits { all: 16, each: 16 };
                let (metrics, never) = (Metrics::default(), std::future::pending());
                connections::serve(listener, counted, limits, &metrics, never, Duration::ZERO).await;
            });
            Other { app, router, address, asked }
        }

        /// Address and status of what was asked since this was called last.
        fn answers(&self) -> Vec<(String, StatusCode)> {
            std::mem::take(&mut self.asked.answers.lock().unwrap())
        }

        /// Its answers, with what is kept of them in a folder, once nobody else has that.
        fn upstream(&self, folder: &Path) -> Upstream {
            let api = Directory::parse(&self.address).unwrap();
            let manners = Manners { pause: Duration::ZERO, ..manners(1) };
            loop {
                match Upstream::open(api.clone(), folder, manners, today(), SystemTime::now()) {
                    Err(FetchError::Busy { .. }) => std::thread::yield_now(),
                    opened => return opened.unwrap(),
                }
            }
        }
    }

    /// A server of such answers.
    struct Ours {
        app: Arc<App>,
        router: Router,
        following: tokio::task::JoinHandle<()>,
    }

    impl Ours {
        fn start(upstream: Upstream) -> Ours {
            let app = Arc::new(App::starting(Today::Fixed(today()), Site::embedded()));
            let following = tokio::spawn(follow(app.clone(), upstream, Again::new().unwrap()));
            Ours { router: router(app.clone()), app, following }
        }

        /// Waits until what it knows of the other server is so.
        async fn until(&self, fits: impl Fn(&Freshness) -> bool) {
            while !self.app.freshness.load().as_ref().is_some_and(|freshness| fits(freshness)) {
                tokio::task::yield_now().await;
            }
        }

        /// Waits until it has served so many snapshots.
        async fn swaps(&self, count: u64) {
            self.app.swaps().wait_for(|swaps| *swaps >= count).await.unwrap();
        }

        /// Ends it, so that another one can have its folder.
        async fn end(self) {
            self.following.abort();
            self.following.await.unwrap_err();
        }
    }

    async fn get(router: &Router, path: &str) -> (StatusCode, HeaderMap, Bytes) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.into_body().collect().await.unwrap().to_bytes())
    }

    /// Questions of every kind: all letters, one, some; sums, weeks, totals; as published and as columns; pictures and files.
    fn questions() -> Vec<String> {
        let mut questions = Vec::new();
        for endpoint in rssac002_model::Endpoint::ALL {
            for query in [
                "rsi=a-m&start_date=2017-01-01&end_date=2017-12-31",
                "rsi=k&start_date=2017-02-27&end_date=2017-02-27",
                "rsi=b,d-f&start_date=2017-01-20&end_date=2017-02-10",
                "rsi=a-m&start_date=2017-01-02&end_date=2017-03-19&sum",
                "rsi=c,m&start_date=2017-01-02&end_date=2017-03-19&week",
                "rsi=a-m&start_date=2017-01-02&end_date=2017-03-19&week&sum",
                "rsi=a-m&start_date=2016-12-01&end_date=2017-03-20&totals=sent",
                "rsi=a-m&start_date=2017-01-02&end_date=2017-03-19&shape=columns",
                "rsi=a-m&start_date=2017-01-02&end_date=2017-03-19&shape=columns&keys=top:3&step=week",
            ] {
                questions.push(format!("/api/v1/{endpoint}?{query}"));
            }
        }
        let charts = rssac002_charts::CATALOGUE.iter();
        questions.extend(charts.map(|chart| format!("/image/{}.svg", chart.path)));
        questions
    }

    /// Pictures name the version of the data set, of which each server has its own.
    fn without_version((app, body): (&Arc<App>, Bytes)) -> String {
        String::from_utf8(body.to_vec()).unwrap().replace(&app.held().snapshot.version, "")
    }

    async fn assert_same_answers(ours: &Ours, other: &Other) {
        for question in questions() {
            let (theirs, answered) =
                (get(&other.router, &question).await, get(&ours.router, &question).await);
            assert_eq!(answered.0, theirs.0, "{question}");
            assert!(theirs.0.is_success() || theirs.0 == StatusCode::BAD_REQUEST, "{question}: {}", theirs.0);
            let texts = [(&ours.app, answered.2), (&other.app, theirs.2)].map(without_version);
            assert!(texts[0] == texts[1], "{question}");
            assert_eq!(answered.1.get("x-rssac002-data"), theirs.1.get("x-rssac002-data"), "{question}");
            let has_age = answered.1.contains_key(header::AGE);
            assert_eq!(has_age, question.starts_with("/api/") && theirs.0.is_success(), "{question}");
        }
    }

    /// The sample, and a day of k that is no longer as it was.
    fn changed() -> Snapshot {
        let mut snapshot = rssac002_ingest::sample::snapshot(today());
        let table = snapshot.table_mut(Dataset::UniqueSources);
        let key = table.intern("num-sources-ipv4");
        let k = Rsi::from_letter('k').unwrap();
        assert!(table.series_mut(k).push(today() + 1, DayStatus::Clean, Some(&[(key, 7.0)])));
        snapshot.version = "another".to_owned();
        snapshot
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn every_answer_is_that_of_the_other_server() {
        let other = Other::start(rssac002_ingest::sample::snapshot(today())).await;
        let folder = tempfile::tempdir().unwrap();
        let ours = Ours::start(other.upstream(folder.path()));
        ours.swaps(3).await;
        ours.until(|freshness| freshness.missing == 0).await;
        assert_eq!(*ours.app.swaps().borrow(), 3, "after two years, after four, and after all");
        assert_same_answers(&ours, &other).await;
        let mut asked: Vec<String> = other.answers().into_iter().map(|(uri, _)| uri).collect();
        assert_eq!(asked.len(), KEYS);
        asked.sort();
        asked.dedup();
        assert_eq!(asked.len(), KEYS, "nothing was asked for twice");
        assert_eq!(other.asked.most_at_once.load(Ordering::SeqCst), 1);

        // What has not changed costs neither a body nor a snapshot, and is served at once after a new start.
        ours.end().await;
        let mut upstream = other.upstream(folder.path());
        upstream.ask_again(today());
        let ours = Ours::start(upstream);
        ours.swaps(1).await;
        while other.asked.answers.lock().unwrap().len() < RECENT {
            tokio::task::yield_now().await;
        }
        assert_same_answers(&ours, &other).await;
        assert_eq!(*ours.app.swaps().borrow(), 1);
        ours.end().await;
        let statuses: Vec<StatusCode> = other.answers().into_iter().map(|(_, status)| status).collect();
        assert_eq!(statuses, [StatusCode::NOT_MODIFIED; RECENT]);

        // What has changed is taken over.
        other.app.swap(changed());
        let mut upstream = other.upstream(folder.path());
        upstream.ask_again(today());
        let ours = Ours::start(upstream);
        ours.swaps(2).await;
        assert_same_answers(&ours, &other).await;
        ours.end().await;

        // While the other server is down, what is kept is served, and it is said how old it is.
        other.asked.is_down.store(true, Ordering::SeqCst);
        let mut upstream = other.upstream(folder.path());
        upstream.ask_again(today());
        let ours = Ours::start(upstream);
        ours.swaps(1).await;
        ours.until(|freshness| freshness.failing > 0).await;
        assert_same_answers(&ours, &other).await;
        let (status, _, body) = get(&ours.router, "/readyz").await;
        let ready: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((status, &ready["state"]), (StatusCode::OK, &"ready".into()));
        assert_eq!((&ready["upstream"]["failing"], &ready["upstream"]["missing"]), (&1.into(), &0.into()));
        assert!(ready["upstream"]["age"].is_u64(), "{ready}");
    }

    #[tokio::test(start_paused = true)]
    async fn with_nothing_kept_and_the_other_server_down_it_is_starting() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = Directory::parse("http://127.0.0.1:1/api/v1").unwrap();
        let upstream = Upstream::open(nowhere, folder.path(), manners(1), today(), SystemTime::now());
        let ours = Ours::start(upstream.unwrap());
        let (status, headers, _) = get(&ours.router, "/queries-received").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(headers.contains_key(header::RETRY_AFTER));
        let (status, _, body) = get(&ours.router, "/readyz").await;
        let ready: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((status, &ready["state"]), (StatusCode::SERVICE_UNAVAILABLE, &"starting".into()));
        assert_eq!(
            (&ready["upstream"]["missing"], &ready["upstream"]["age"]),
            (&KEYS.into(), &serde_json::Value::Null)
        );
    }
}
