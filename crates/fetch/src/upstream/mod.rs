//! The API of another server as the source of numbers: its answers are kept in a folder, asked for again when they are old, and read
//! into a [`Snapshot`].
//!
//! - `key`: what one request asks for; `plan`: which one comes next, and when; `shelf`: the answers on disk;
//! - [`Upstream`] asks for one after the other, so that nothing is asked for twice at once. What comes is kept where it is whole:
//!   an answer to every letter and day that was asked for, and not without any number where there were some before. Else
//!   what is kept stays, and the same is asked for again later.
//!
//! In the folder:
//!
//! | | |
//! |---|---|
//! | `2020/load-time.json` | an answer as it came |
//! | `.fetch/` | a lock, and what the server said of the answers |

use std::path::Path;
use std::time::{Duration, SystemTime};

use rssac002_model::answer::{self, Content};
use rssac002_model::json::JsonError;
use rssac002_model::{Day, Snapshot};

use crate::client::{Answer, Client, Fault, GivenUp, Wanted};
use crate::{Directory, FetchError, Folder, Manners};

mod key;
mod plan;
mod shelf;

pub use key::Key;
pub use plan::Next;

use plan::{Failure, Held, Plan};
use shelf::{Kept, Shelf, digest};

/// How an API is asked, with at most so many requests in a second. An answer may take long: all letters of a year are much for a slow
/// server.
pub fn manners(rate: u32) -> Manners {
    let pause = Duration::from_secs(1) / rate.max(1);
    Manners { pause, attempts: 1, timeout: Duration::from_secs(300), ..Manners::default() }
}

/// The answers of an API, and what is to be asked of it.
pub struct Upstream {
    api: Directory,
    client: Client,
    shelf: Shelf,
    plan: Plan,
    /// Whether there is another answer than when a snapshot was last made.
    changed: bool,
    /// How many years had been asked for when a snapshot was last made.
    years: usize,
}

/// What came of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Another answer than before.
    Changed,
    /// What is kept is current.
    Same,
    /// Nothing of use.
    Failed {
        /// Why, for people.
        reason: String,
        /// When it is asked for again.
        again: SystemTime,
    },
}

/// How current the answers are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Freshness {
    /// The address of the API.
    pub from: String,
    /// When the API last said of each answer that it is current, the oldest of these times: of answers for years that still change,
    /// and of those that it could not give when asked again. `None` where there is no answer.
    pub confirmed: Option<SystemTime>,
    /// How many answers are served on because it could not give them again.
    pub failing: usize,
    /// How many answers are not there.
    pub missing: usize,
}

impl Freshness {
    /// How old the answers are; `None` where there are none.
    pub fn age(&self, now: SystemTime) -> Option<Duration> {
        self.confirmed.map(|confirmed| now.duration_since(confirmed).unwrap_or_default())
    }
}

impl Upstream {
    /// The API at this address, with the answers of it that are in this folder, which is made if it is not there. Fails where the
    /// folder cannot be used. Each request is one attempt, whatever `manners` say: what fails is asked for again later, so that it
    /// does not hold up the others.
    pub fn open(
        api: Directory,
        folder: &Path,
        manners: Manners,
        today: Day,
        now: SystemTime,
    ) -> Result<Upstream, FetchError> {
        let mut shelf = Shelf::open(Folder::open(folder)?, &api)?;
        for year in key::FIRST_YEAR..=today.year() {
            Key::of_year(year).for_each(|key| shelf.find(key));
        }
        let plan = Plan::new(|key| held(shelf.kept(key)), manners.pause, today, now);
        let client = Client::new(Manners { attempts: 1, ..manners }, "serve --upstream");
        Ok(Upstream { api, client, shelf, plan, changed: true, years: 0 })
    }

    /// What to ask for next, and when. `None` where the clock is before every year.
    pub fn next(&mut self, today: Day, now: SystemTime) -> Option<Next> {
        self.plan.reach(today);
        self.plan.next(now)
    }

    /// Asks for it, and keeps what comes. Blocks until there is an end.
    pub fn ask(&mut self, key: Key, today: Day, now: SystemTime) -> Outcome {
        self.plan.begun(now);
        let outcome = self.request(key, now);
        match outcome {
            Ok(changed) => {
                self.plan.came(key, held(self.shelf.kept(key)), today);
                self.changed |= changed;
                if changed { Outcome::Changed } else { Outcome::Same }
            }
            Err((reason, failure)) => Outcome::Failed { reason, again: self.plan.failed(key, now, failure) },
        }
    }

    /// Whether another answer came.
    fn request(&mut self, key: Key, now: SystemTime) -> Result<bool, (String, Failure)> {
        let passing = |reason: String| (reason, Failure { wait: None, is_down: false });
        let disk = |error: FetchError| passing(format!("it cannot be kept: {error}"));
        let kept = self.shelf.kept(key);
        let known = kept.map(|kept| &kept.validators).filter(|validators| !validators.is_empty());
        let answer = self.client.get(&key.address(&self.api), Wanted::Answer, known);
        let (octets, validators, sample) = match answer {
            Ok(Answer::Same) => return self.shelf.confirm(key, now).map(|()| false).map_err(disk),
            Ok(Answer::Whole { octets, validators, sample, .. }) => (octets, validators, sample),
            Err(GivenUp { fault, .. }) => return Err((fault.to_string(), failure(&fault))),
        };
        let new = Kept::new(&octets, validators, sample, now);
        if kept.is_some_and(|kept| kept.digest == new.digest && kept.sample == sample) {
            return self.shelf.note(key, new).map(|()| false).map_err(disk);
        }
        let has_numbers = |octets: &[u8]| -> Result<bool, JsonError> {
            let mut alone = Snapshot::default();
            answer::fill(&mut alone, key.content, key.days(), octets)?;
            Ok(key.content.is_in(&alone))
        };
        let has_any = has_numbers(&octets).map_err(|error| passing(error.to_string()))?;
        let before = if has_any || kept.is_none() { None } else { self.shelf.read(key) };
        if before.is_some_and(|octets| has_numbers(&octets).unwrap_or(false)) {
            return Err(passing("no day of it has numbers any more".to_owned()));
        }
        self.shelf.put(key, &octets, new).map(|()| true).map_err(disk)
    }

    /// Whether it is time for another snapshot: at the end of a round that brought something, and in the first one, which may take
    /// long, each time when twice as many years have come.
    pub fn wants_snapshot(&self, now: SystemTime) -> bool {
        let years = self.plan.years_tried();
        let is_part = years >= 2 * self.years.max(1);
        self.changed && self.has_answers() && (is_part || self.plan.is_idle(now))
    }

    /// Whether there is anything to make a snapshot of.
    pub fn has_answers(&self) -> bool {
        self.plan.any_held()
    }

    /// The numbers of all answers. One that can no longer be read is left out and asked for again.
    pub fn snapshot(&mut self) -> Snapshot {
        self.changed = false;
        self.years = self.plan.years_tried();
        loop {
            match self.read() {
                Ok(snapshot) => return snapshot,
                Err(key) => {
                    self.shelf.remove(key);
                    self.plan.lost(key);
                }
            }
        }
    }

    fn read(&mut self) -> Result<Snapshot, Key> {
        let mut snapshot = Snapshot::default();
        let mut versions = Vec::new();
        for content in Content::all() {
            for key in self.plan.held_of(content) {
                let octets = self.shelf.read(key).ok_or(key)?;
                answer::fill(&mut snapshot, content, key.days(), &octets).map_err(|_| key)?;
                if let Some(kept) = self.shelf.kept(key) {
                    snapshot.sample |= kept.sample;
                    versions.push(format!("{} {}", key.path(), kept.digest));
                }
            }
        }
        versions.push(snapshot.sample.to_string());
        snapshot.version = digest(versions.join("\n").as_bytes()).chars().take(16).collect();
        Ok(snapshot)
    }

    /// Has all that changes, and all that failed, asked for now.
    pub fn ask_again(&mut self, today: Day) {
        self.plan.ask_again(today);
    }

    /// How current the answers are.
    pub fn freshness(&self, today: Day) -> Freshness {
        Freshness {
            from: self.api.to_string(),
            confirmed: self.plan.confirmed(today),
            failing: self.plan.failing(),
            missing: self.plan.missing(),
        }
    }
}

fn held(kept: Option<&Kept>) -> Held {
    kept.map_or(Held::Nothing, |kept| Held::Since {
        confirmed: kept.confirmed(),
        validated: !kept.validators.is_empty(),
    })
}

fn failure(fault: &Fault) -> Failure {
    let wait = if let Fault::Status { wait, .. } = fault { *wait } else { None };
    Failure { wait, is_down: fault.is_down() }
}
