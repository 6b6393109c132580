//! Numbers as they were before (`version=`), for whoever cites them: of a store, the one before is kept beside it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use tokio::sync::Mutex;

use crate::held::Held;
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

/// Older numbers that were read, and when they were last asked for.
struct Read {
    held: Arc<Held>,
    asked: Instant,
}

/// Older numbers, read when they are asked for and held for a while. (A cache of `moka` would keep them until something else is done
/// with it.)
pub struct Shelf {
    older: Arc<dyn Older>,
    /// One at most: there is one store before, and two of them would take the memory of three. Who reads has it locked, so that others
    /// wait for what is read.
    read: Arc<Mutex<Option<Read>>>,
    idle: Duration,
}

impl Shelf {
    /// Nothing is read yet.
    pub fn new(older: impl Older + 'static) -> Shelf {
        Shelf::forgetting(older, IDLE)
    }

    /// The same, holding what was read for this long after it was last asked for.
    fn forgetting(older: impl Older + 'static, idle: Duration) -> Shelf {
        Shelf { older: Arc::new(older), read: Arc::default(), idle }
    }

    /// The numbers of a version that is not the current one, or that they are not held.
    pub async fn get(&self, version: &str, current: &str) -> Result<Arc<Held>, Problem> {
        let mut read = self.read.lock().await;
        if let Some(Read { held, asked }) = read.as_mut().filter(|read| read.held.snapshot.version == version)
        {
            *asked = Instant::now();
            return Ok(held.clone());
        }
        let (older, wanted) = (self.older.clone(), version.to_owned());
        let reading = tokio::task::spawn_blocking(move || {
            let is_kept = older.version().is_some_and(|kept| kept == wanted);
            // It may have been replaced in between.
            let held = if is_kept { older.read() } else { None };
            held.filter(|held| held.snapshot.version == wanted).map(Arc::new)
        });
        let Some(held) = reading.await.ok().flatten() else {
            return Err(self.not_held(version, current).await);
        };
        let before = read.replace(Read { held: held.clone(), asked: Instant::now() });
        if before.is_none() {
            tokio::spawn(forget(self.read.clone(), self.idle));
        }
        Ok(held)
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

/// Forgets what was read when nobody asks for it any more.
async fn forget(read: Arc<Mutex<Option<Read>>>, idle: Duration) {
    loop {
        tokio::time::sleep(idle).await;
        if read.lock().await.take_if(|read| read.asked.elapsed() >= idle).is_some() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::Snapshot;

    struct Kept;

    impl Older for Kept {
        fn version(&self) -> Option<String> {
            Some("old".to_owned())
        }

        fn read(&self) -> Option<Held> {
            let mut snapshot = Snapshot::default();
            snapshot.version = "old".to_owned();
            Some(snapshot.into())
        }
    }

    #[test]
    fn what_nobody_asks_for_any_more_is_forgotten() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let shelf = Shelf::forgetting(Kept, Duration::from_millis(5));
            let held = Arc::downgrade(&shelf.get("old", "new").await.unwrap());
            // It ends, or the test does not.
            while held.upgrade().is_some() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
    }
}
