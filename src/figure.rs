//! One chart with its state and its view: the page's, an embed's, or one of the study's.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::state::{Tab, url};
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, Provenance, View, kind, provenance};

use crate::answers::{Extra, Reader};
use crate::history::{self, Entry};
use crate::route::Route;
use crate::session::{Progress, Session};

/// What a figure waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// An answer is on its way.
    Loading,
    /// The view is the state's.
    Ready,
    /// An answer did not come, with the reason.
    Failed(String),
}

/// Views that were there before the page, as on the server.
#[derive(Clone)]
pub struct Made(pub Vec<Arc<View>>);

/// A chart with its state and its view. Components take it from the context. While an answer is on its way, or has
/// failed to come, the view before stays.
#[derive(Clone, Copy)]
pub struct Figure {
    /// The page that it is in.
    pub session: Session,
    /// What is asked for. Changed by [`Figure::change`] only.
    pub state: Signal<ChartState>,
    /// What is shown.
    pub view: RwSignal<Option<Arc<View>>>,
    /// What is shown in its place while a visitor moves the days of a chart over time.
    pub live: RwSignal<Option<Arc<View>>>,
    /// The view of all days, where one was made to be moved.
    pub whole: StoredValue<Option<Arc<View>>>,
    /// Whether the view is what the state asks for.
    pub status: RwSignal<Status>,
    /// Whether the view is on the canvas.
    pub drawn: RwSignal<bool>,
    /// Whether it goes across the page, where others of that page stand side by side.
    pub is_across: bool,
    /// The state, where it is not the address'.
    own: Option<RwSignal<ChartState>>,
    reader: Reader,
}

impl Figure {
    fn new(session: Session, state: Signal<ChartState>, own: Option<RwSignal<ChartState>>) -> Figure {
        let reader = session.answers.reader();
        // What only it waited for is not wanted any more.
        on_cleanup(move || session.answers.want(reader, Vec::new()));
        let made = use_context::<Made>().and_then(|Made(views)| {
            let state = state.get_untracked();
            views.into_iter().find(|view| view.state == state)
        });
        Figure {
            session,
            state,
            status: RwSignal::new(if made.is_some() { Status::Ready } else { Status::Loading }),
            view: RwSignal::new(made),
            live: RwSignal::new(None),
            whole: StoredValue::new(None),
            drawn: RwSignal::new(false),
            is_across: false,
            own,
            reader,
        }
    }

    /// The chart of the page's address. The page's title and progress are the chart's.
    pub fn of_page(session: Session) -> Figure {
        let state = Memo::new(move |before: Option<&ChartState>| {
            let state = session.route.get().chart().cloned();
            // On the way to a page without a chart it stays what it was.
            state.or_else(|| before.cloned()).unwrap_or_else(ChartState::first)
        });
        let figure = Figure::new(session, state.into(), None);
        session.set_title(figure.title());
        Effect::new(move || figure.refresh());
        Effect::new(move || {
            let has_table = figure.of(|state| state.tab == Tab::Table)
                && figure.view.get().is_some()
                && session.parts.tools.is_settled();
            session.progress.set(match figure.progress() {
                // A table draws nothing.
                Progress::Loading if has_table && figure.status.get() == Status::Ready => Progress::Ready,
                progress => progress,
            });
        });
        figure
    }

    /// A chart among others of a page, with a state of its own. Small changes stay in it; those that make an entry of the
    /// history lead to the chart's own page.
    pub fn within(session: Session, state: ChartState, is_across: bool) -> Figure {
        let own = RwSignal::new(state);
        Figure { is_across, ..Figure::new(session, own.into(), Some(own)) }
    }

    /// The figure of the component that asks.
    pub fn from_context() -> Figure {
        expect_context()
    }

    /// Whether it is one of several in a page that is not the chart's own.
    pub fn is_among_others(self) -> bool {
        self.own.is_some()
    }

    /// Something of the state, followed.
    pub fn of<T>(self, read: impl FnOnce(&ChartState) -> T) -> T {
        read(&self.state.get())
    }

    /// Something of the view, followed; the default while there is none.
    pub fn of_view<T: Default>(self, read: impl FnOnce(&View) -> T) -> T {
        self.view.get().as_deref().map(read).unwrap_or_default()
    }

    /// A text of the view, followed; empty while there is none.
    pub fn text(self, read: fn(&View) -> String) -> Signal<String> {
        Signal::derive(move || self.of_view(read))
    }

    /// A text of the state, followed.
    pub fn text_of_state(self, read: fn(&ChartState) -> String) -> Signal<String> {
        Signal::derive(move || self.of(read))
    }

    /// The view's title, or the chart's until there is a view.
    pub fn title(self) -> Signal<String> {
        Signal::derive(move || match self.view.get() {
            Some(view) => view.title.clone(),
            None => self.state.get().chart.title.to_owned(),
        })
    }

    /// Where the numbers are from.
    pub fn source(self) -> Signal<String> {
        Signal::derive(move || self.of(|state| provenance::source_line(&self.session.provenance(state))))
    }

    /// The link to what is shown.
    pub fn permalink(self) -> Signal<String> {
        Signal::derive(move || self.session.config().site.clone() + &url::permalink(&self.state.get()))
    }

    /// The view with where it is from, if there is one.
    pub fn shown(self) -> Option<(Arc<View>, Provenance)> {
        let view = self.view.get()?;
        let provenance = self.session.provenance(&view.state);
        Some((view, provenance))
    }

    /// How far it is.
    pub fn progress(self) -> Progress {
        match self.status.get() {
            Status::Failed(_) => Progress::Failed,
            Status::Ready if self.drawn.get() => Progress::Ready,
            Status::Ready | Status::Loading => Progress::Loading,
        }
    }

    /// Changes the state, and the address with it.
    pub fn change(self, entry: Entry, change: impl FnOnce(&mut ChartState)) {
        let mut state = self.state.get_untracked();
        change(&mut state);
        self.set(entry, state);
    }

    fn set(self, entry: Entry, state: ChartState) {
        if state == self.state.get_untracked() {
            return;
        }
        match (self.own, entry) {
            (Some(own), Entry::Replace) => own.set(state),
            (Some(_), Entry::Push) => self.session.go_to(Route::Chart(state)),
            (None, entry) => self.session.go(Route::Chart(state), entry),
        }
    }

    /// Shows all days again; in an embed those of its address.
    pub fn reset_zoom(self) {
        let session = self.session;
        self.change(Entry::Push, |state| {
            let address = || history::read(&session.clock()).0;
            let whole = match session.is_embed().then(address) {
                Some(Route::Chart(state)) => state,
                _ => ChartState::new(state.chart),
            };
            (state.from, state.to) = (whole.from, whole.to);
        });
    }

    /// Makes the view, or fetches what it lacks. For an effect: it follows the state, and what arrives.
    pub fn refresh(self) {
        let (session, answers) = (self.session, self.session.answers);
        let state = self.state.get();
        let lists = kind::lists(&state).into_iter().map(|(_, address)| Extra::Days(address));
        let lists: Vec<bool> = lists.map(|list| answers.want_extra(list)).collect();
        if state.is_map() {
            answers.want_extra(Extra::Outline);
        }
        let has_extras = state.is_map() || !lists.is_empty();
        let kinds = session.parts.kinds;
        let make: Option<kind::Make> =
            if state.over_time() { Some(kind::view_over_time) } else { kinds.get().map(|kinds| kinds.view) };
        let made = answers.read(|data| {
            // An extra arrives by itself.
            let is_made = !has_extras
                && self.status.get_untracked() == Status::Ready
                && self.view.get_untracked().is_some_and(|view| view.state == state);
            (!is_made).then(|| match make {
                Some(make) => make(&state, data, &session.clock()),
                None => Err(kind::requests(&state, &session.clock())
                    .into_iter()
                    .filter(|r| !data.has(r))
                    .collect()),
            })
        });
        match made {
            None => {}
            // Its marks are on their way.
            Some(Ok(_)) if lists.contains(&true) => self.status.set(Status::Loading),
            Some(Ok(view)) => {
                answers.want(self.reader, Vec::new());
                self.drawn.set(false);
                self.live.set(None);
                self.view.set(Some(Arc::new(view)));
                self.status.set(Status::Ready);
            }
            Some(Err(missing)) => match answers.failure(&missing) {
                Some(reason) => {
                    self.live.set(None);
                    self.status.set(Status::Failed(reason));
                }
                None if make.is_none() && kinds.has_failed() => {
                    self.status.set(Status::Failed(ui::PART_FAILED.to_owned()));
                }
                None => {
                    self.status.set(Status::Loading);
                    answers.want(self.reader, missing);
                }
            },
        }
    }
}
