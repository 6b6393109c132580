//! The answers of the API, each fetched once and kept.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::Answer;
use rssac002_charts::events;
use rssac002_charts::words::ui;
use rssac002_charts::world::{Outline, outline};
use rssac002_charts::{Data, DataRequest, DataStore};
use web_sys::AbortController;

use crate::config::Api;
use crate::fetch::{self, FetchError, Received};
use crate::turns::later;

/// Who wants answers: a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reader(usize);

/// A request under way.
struct Pending {
    request: DataRequest,
    controller: AbortController,
    received: Received,
}

/// What came, what is on its way and what did not come.
#[derive(Default)]
struct Kept {
    data: DataStore,
    pending: Vec<Pending>,
    /// What did not come, with the reason, until it is asked for again.
    failed: Vec<(DataRequest, String)>,
    /// What each reader waits for; a reader's place is its number.
    wanted: Vec<Vec<DataRequest>>,
    /// The extras that are not here, each with whether it is on its way. One that did not come is asked for again as what failed is.
    extras: Vec<(Extra, bool)>,
}

/// When a list is asked for again that the server has yet to make.
const LATER: Duration = Duration::from_secs(5);

/// What a chart is better with, and right without.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Extra {
    /// The land of maps.
    Outline,
    /// A list of days that are marked, by its address.
    Days(String),
}

/// The answers of the page, shared by its figures.
#[derive(Clone, Copy)]
pub struct Answers {
    api: StoredValue<Api>,
    kept: StoredValue<Kept, LocalStorage>,
    arrived: RwSignal<()>,
    /// The share of the answers under way that has come, from 0 to 1; nothing where none is under way.
    pub received: RwSignal<Option<f64>>,
    /// When the oldest came of what is shown though the server is not reached, in milliseconds since 1970; nothing while it is.
    pub kept_since: RwSignal<Option<f64>>,
}

impl Answers {
    /// No answers yet from this API. The page itself may be from before, too.
    pub fn new(api: Api, kept_since: Option<f64>) -> Answers {
        Answers {
            api: StoredValue::new(api),
            kept: StoredValue::new_local(Kept::default()),
            arrived: RwSignal::new(()),
            received: RwSignal::new(None),
            kept_since: RwSignal::new(kept_since),
        }
    }

    /// A new reader, which wants nothing yet.
    pub fn reader(self) -> Reader {
        let mut reader = Reader(0);
        self.kept.update_value(|kept| {
            reader = Reader(kept.wanted.len());
            kept.wanted.push(Vec::new());
        });
        reader
    }

    /// Reads what has come. Whoever calls this in an effect is called again when more comes, or fails to.
    pub fn read<T>(self, read: impl FnOnce(&DataStore) -> T) -> T {
        self.arrived.track();
        self.kept.with_value(|kept| read(&kept.data))
    }

    /// Why one of these requests failed, if one did.
    pub fn failure(self, requests: &[DataRequest]) -> Option<String> {
        self.kept.with_value(|kept| {
            let failed = kept.failed.iter().find(|(request, _)| requests.contains(request));
            failed.map(|(_, reason)| reason.clone())
        })
    }

    /// Forgets what failed, so that it may be asked for again.
    pub fn forgive(self) {
        self.kept.update_value(|kept| {
            kept.failed.clear();
            kept.extras.retain(|(_, is_on_its_way)| *is_on_its_way);
        });
    }

    /// Asks again for what failed.
    pub fn retry(self) {
        self.forgive();
        self.arrived.notify();
    }

    /// Says what a reader waits for now: what is not under way is fetched, and what no reader waits for any more is
    /// aborted.
    pub fn want(self, reader: Reader, requests: Vec<DataRequest>) {
        self.kept.try_update_value(|kept| {
            if let Some(wanted) = kept.wanted.get_mut(reader.0) {
                *wanted = requests.clone();
            }
            let wanted = &kept.wanted;
            kept.pending.retain(|pending| {
                let keeps = wanted.iter().any(|requests| requests.contains(&pending.request));
                if !keeps {
                    pending.controller.abort();
                }
                keeps
            });
        });
        for request in requests {
            self.fetch(request);
        }
    }

    fn fetch(self, request: DataRequest) {
        let is_pending = |kept: &Kept| kept.pending.iter().any(|pending| pending.request == request);
        if self.kept.with_value(is_pending) {
            return;
        }
        // It takes no arguments, which is all that could be wrong.
        let Ok(controller) = AbortController::new() else { return };
        let pending = Pending { request, controller: controller.clone(), received: Received::default() };
        self.kept.update_value(|kept| kept.pending.push(pending));
        spawn_local(async move {
            let mut answer = self.ask(&request, &controller).await;
            if answer.is_err() && self.api.with_value(|api| api.is_files) {
                answer = self.ask_years(&request, &controller).await.unwrap_or(answer);
            }
            self.kept.update_value(|kept| {
                let Some(at) = kept.pending.iter().position(|p| p.controller == controller) else {
                    // Aborted because nobody wants it any more: nobody is told.
                    return;
                };
                kept.pending.swap_remove(at);
                match answer {
                    Ok(answer) => kept.data.insert(request, answer),
                    Err(reason) => kept.failed.push((request, reason)),
                }
            });
            // What is made of it is a task of its own: to read a large answer takes long enough.
            later(move || {
                self.tell_received();
                self.arrived.notify();
            });
        });
        self.tell_received();
    }

    /// The answer to a request, or why there is none.
    async fn ask(self, request: &DataRequest, controller: &AbortController) -> Result<Answer, String> {
        let url = self.api.with_value(|api| api.address(request));
        let heard = |received| self.hear(controller, received);
        let fetched = fetch::get(&url, controller, heard).await.map_err(|error| error.to_string())?;
        self.note_age(fetched.kept_since);
        request.read(&fetched.octets).map_err(|error| ui::not_understood(&error))
    }

    /// The same from the answers of whole years, all of which are there where answers are files; nothing where there are none such.
    async fn ask_years(
        self,
        request: &DataRequest,
        controller: &AbortController,
    ) -> Option<Result<Answer, String>> {
        let mut years = Vec::new();
        for year in request.years() {
            match self.ask(&year, controller).await {
                Ok(Answer::Columns(columns)) => years.push(columns),
                Ok(Answer::Places(_)) => return None,
                Err(reason) => return Some(Err(reason)),
            }
        }
        (!years.is_empty()).then(|| Ok(request.join(&years).into()))
    }

    /// Notes when an answer came, or that the server is reached.
    fn note_age(self, since: Option<f64>) {
        let before = self.kept_since.get_untracked();
        let oldest = since.map(|since| before.map_or(since, |before| before.min(since)));
        if oldest != before {
            self.kept_since.set(oldest);
        }
    }

    /// Notes how much of an answer is there.
    fn hear(self, controller: &AbortController, received: Received) {
        self.kept.update_value(|kept| {
            let pending = kept.pending.iter_mut().find(|pending| pending.controller == *controller);
            pending.into_iter().for_each(|pending| pending.received = received);
        });
        self.tell_received();
    }

    fn tell_received(self) {
        let share = self.kept.with_value(|kept| {
            // An answer whose length is not known has half of it at any time.
            let share = |Received { octets, of }: Received| match of {
                Some(of) => f64::from(octets) / f64::from(of.max(1)),
                None if octets > 0 => 0.5,
                None => 0.0,
            };
            let all = kept.pending.len();
            let sum: f64 = kept.pending.iter().map(|pending| share(pending.received)).sum();
            (all > 0).then(|| sum / all as f64)
        });
        self.received.set(share);
    }

    /// Fetches an extra that is not here, and says whether it is on its way. A chart is right without it, so nobody is told if it
    /// does not come.
    pub fn want_extra(self, extra: Extra) -> bool {
        let is_on_its_way = self.kept.with_value(|kept| {
            let is_here = match &extra {
                Extra::Outline => kept.data.outline().is_some(),
                Extra::Days(address) => kept.data.events(address).is_some(),
            };
            let asked = kept.extras.iter().find(|(asked, _)| *asked == extra);
            if is_here { Some(false) } else { asked.map(|(_, is_on_its_way)| *is_on_its_way) }
        });
        if let Some(is_on_its_way) = is_on_its_way {
            return is_on_its_way;
        }
        self.kept.update_value(|kept| kept.extras.push((extra.clone(), true)));
        spawn_local(async move {
            let address = self.api.with_value(|api| match &extra {
                Extra::Outline => api.place(outline::ADDRESS),
                Extra::Days(address) => api.list(address),
            });
            let answer = match AbortController::new() {
                Ok(controller) => fetch::get(&address, &controller, |_| {}).await,
                // It takes no arguments, which is all that could be wrong.
                Err(_) => Err(FetchError::Unreachable),
            };
            let comes_later = matches!(answer, Err(FetchError::Status(503, _)));
            let octets = answer.map(|fetched| fetched.octets).unwrap_or_default();
            self.kept.update_value(|kept| {
                let is_here = match &extra {
                    Extra::Outline => {
                        Outline::decode(&octets).map(|land| kept.data.set_outline(land)).is_ok()
                    }
                    Extra::Days(address) => {
                        let list = events::read(&octets);
                        list.map(|list| kept.data.set_events(address.clone(), list)).is_some()
                    }
                };
                kept.extras.retain(|(asked, _)| *asked != extra);
                if !is_here {
                    kept.extras.push((extra.clone(), false));
                }
            });
            self.arrived.notify();
            if comes_later {
                let again = move || {
                    self.kept.update_value(|kept| kept.extras.retain(|(asked, _)| *asked != extra));
                    self.arrived.notify();
                };
                set_timeout(again, LATER);
            }
        });
        true
    }
}
