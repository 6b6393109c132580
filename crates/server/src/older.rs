//! Numbers as they were before (`version=`), for whoever cites them: of a store, the one before is kept beside it.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use moka::future::Cache;

use crate::app::Held;
use crate::http::problem::Problem;

/// The parameter that names a version.
pub const PARAMETER: &str = "version";

/// Where the numbers before are kept.
pub trait Older: Send + Sync {
    /// Their version; `None` where there are none.
    fn version(&self) -> Option<String>;

    /// Reads them; `None` where they cannot be.
    fn read(&self) -> Option<Held>;
}

/// Nothing is kept.
impl Older for () {
    fn version(&self) -> Option<String> {
        None
    }

    fn read(&self) -> Option<Held> {
        None
    }
}

/// How long older numbers, which take as much memory as the current ones, are held after they were last asked for.
const IDLE: Duration = Duration::from_secs(300);

/// Older numbers, read when they are asked for and held for a while.
pub struct Shelf {
    older: Arc<dyn Older>,
    /// By version. One at most: there is one store before, and two of them would take the memory of three.
    read: Cache<String, Arc<Held>>,
}

impl Shelf {
    /// Nothing is read yet.
    pub fn new(older: impl Older + 'static) -> Shelf {
        let read = Cache::builder().max_capacity(1).time_to_idle(IDLE).build();
        Shelf { older: Arc::new(older), read }
    }

    /// The numbers of a version that is not the current one, or that they are not held.
    pub async fn get(&self, version: &str, current: &str) -> Result<Arc<Held>, Problem> {
        let older = self.older.clone();
        let wanted = version.to_owned();
        let reading = async move {
            let read = move || {
                let is_kept = older.version().is_some_and(|kept| kept == wanted);
                // It may have been replaced in between.
                let held = if is_kept { older.read() } else { None };
                held.filter(|held| held.snapshot.version == wanted).map(Arc::new)
            };
            tokio::task::spawn_blocking(read).await.ok().flatten()
        };
        match self.read.optionally_get_with(version.to_owned(), reading).await {
            Some(held) => {
                self.forget_later();
                Ok(held)
            }
            None => Err(self.not_held(version, current).await),
        }
    }

    /// Has them forgotten when nobody asks for them any more: the cache by itself looks only when it is asked.
    fn forget_later(&self) {
        let read = self.read.clone();
        tokio::spawn(async move {
            tokio::time::sleep(IDLE + Duration::from_secs(1)).await;
            read.run_pending_tasks().await;
        });
    }

    async fn not_held(&self, version: &str, current: &str) -> Problem {
        let older = self.older.clone();
        let kept = tokio::task::spawn_blocking(move || older.version()).await.ok().flatten();
        let held: Vec<String> = [current.to_owned()].into_iter().chain(kept).collect();
        let detail = format!("the numbers of version {version:?} are not held, or no longer");
        Problem {
            // That it was ever there is not known, so it is not said to be gone (RFC 9110, 15.5.11).
            status: StatusCode::NOT_FOUND,
            ..Problem::parameter(PARAMETER, detail, format!("a version that is held: {}", held.join(", ")))
        }
    }
}
