//! Finished bodies, each made once and kept in memory up to a number of octets, and what there is to make others.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;
use moka::future::Cache;

use super::problem::Problem;
use super::work::Work;

/// A finished body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// As it is sent.
    pub coded: Bytes,
    /// How many octets it has before it is coded.
    pub plain: usize,
}

/// Bodies by entity tag, which names snapshot, question and coding.
pub struct Bodies {
    kept: Cache<String, Made>,
    /// What there is of work and memory to make others and to send them.
    pub work: Arc<Work>,
}

impl Bodies {
    /// No bodies yet; up to this many octets are kept.
    pub fn new(octets: u64) -> Bodies {
        // No body is longer than 4 GiB.
        let weight =
            |tag: &String, body: &Made| (tag.len() + body.coded.len()).try_into().unwrap_or(u32::MAX);
        Bodies { kept: Cache::builder().max_capacity(octets).weigher(weight).build(), work: Arc::default() }
    }

    /// The body with this tag: a kept one, or the one that is made now and kept. Who asks for a body that is being made waits
    /// for it; that another client has its share of work already is no answer to this one, who makes it then.
    pub async fn get(
        &self,
        tag: &str,
        make: impl Future<Output = Result<Made, Problem>>,
    ) -> Result<Made, Problem> {
        let (mut make, mut is_ours) = (std::pin::pin!(make), false);
        loop {
            let making = async {
                is_ours = true;
                make.as_mut().await
            };
            match self.kept.try_get_with_by_ref(tag, making).await {
                Err(problem) if problem.status == StatusCode::TOO_MANY_REQUESTS && !is_ours => {}
                made => return made.map_err(|problem| Problem::clone(&problem)),
            }
        }
    }

    /// Forgets everything: for when the snapshot was swapped.
    pub fn clear(&self) {
        self.kept.invalidate_all();
    }

    /// How many bodies are kept, and their octets.
    pub async fn size(&self) -> (u64, u64) {
        self.kept.run_pending_tasks().await;
        (self.kept.entry_count(), self.kept.weighted_size())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap()
    }

    #[test]
    fn equal_bodies_asked_for_at_once_are_made_once() {
        let runtime = runtime();
        let bodies = Arc::new(Bodies::new(1 << 20));
        let made = Arc::new(AtomicUsize::new(0));
        let asked: Vec<_> = (0..8)
            .map(|_| {
                let (bodies, made) = (bodies.clone(), made.clone());
                runtime.spawn(async move {
                    let make = async {
                        made.fetch_add(1, Ordering::SeqCst);
                        tokio::task::yield_now().await;
                        Ok(Made { coded: Bytes::from_static(b"body"), plain: 8 })
                    };
                    bodies.get("tag", make).await.unwrap()
                })
            })
            .collect();
        for body in asked {
            assert_eq!(runtime.block_on(body).unwrap().coded, "body");
        }
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn one_client_s_share_is_no_answer_to_another() {
        let runtime = runtime();
        let bodies = Arc::new(Bodies::new(1 << 20));
        runtime.block_on(async {
            let (begun, begins) = tokio::sync::oneshot::channel();
            let (refuse, refused) = tokio::sync::oneshot::channel::<()>();
            let first = bodies.clone();
            let first = tokio::spawn(async move {
                let make = async {
                    begun.send(()).unwrap();
                    refused.await.unwrap();
                    Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many"))
                };
                first.get("tag", make).await
            });
            begins.await.unwrap();
            let made = Made { coded: Bytes::from_static(b"body"), plain: 8 };
            let (second, body) = (bodies.clone(), made.clone());
            let second = tokio::spawn(async move { second.get("tag", async { Ok(body) }).await });
            // It waits for the first one, whose making is known to the cache.
            tokio::task::yield_now().await;
            refuse.send(()).unwrap();
            assert_eq!(first.await.unwrap().unwrap_err().status, StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(second.await.unwrap(), Ok(made));
        });
    }

    #[test]
    fn what_failed_is_not_kept_and_octets_are_bounded() {
        let runtime = runtime();
        let bodies = Bodies::new(10_000);
        let refused = || Problem::new(axum::http::StatusCode::BAD_REQUEST, "no");
        let failed = runtime.block_on(bodies.get("failed", async { Err(refused()) }));
        assert_eq!(failed, Err(refused()));
        assert_eq!(runtime.block_on(bodies.size()), (0, 0));
        for tag in 0..100 {
            let body = async { Ok(Made { coded: Bytes::from(vec![0; 500]), plain: 500 }) };
            runtime.block_on(bodies.get(&tag.to_string(), body)).unwrap();
        }
        let (count, octets) = runtime.block_on(bodies.size());
        assert!(count > 0 && octets <= 10_000, "{count} bodies of {octets} octets");
        bodies.clear();
        assert_eq!(runtime.block_on(bodies.size()), (0, 0));
    }
}
