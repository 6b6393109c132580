//! Which addresses are pages, and what each needs first. All of it follows from the catalogue of charts.

use rssac002_charts::day::{self, DayState, Topic};
use rssac002_charts::export::embed::PATH as EMBED;
use rssac002_charts::guide::{about, api, glossary, manual, whole};
use rssac002_charts::state::{Tab, url};
use rssac002_charts::week::{self, WeekState};
use rssac002_charts::world::outline;
use rssac002_charts::{
    Chart, ChartState, Clock, coverage, data, events, kind, letter, search, study, unusual,
};
use rssac002_model::{Day, Metric, Rsi, Snapshot};

use crate::api::BASE;
use crate::held::latest;

/// What stands at an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// The front page, `/`: a week at a glance.
    Front,
    /// A chart's page.
    Chart(&'static Chart),
    /// The study of Chromium.
    Study,
    /// A day and what was unusual about it.
    Day(Day),
    /// The unusual days of all years.
    Unusual,
    /// Which days are reported.
    Coverage,
    /// Known events.
    Events,
    /// A letter by itself.
    Letter(Rsi),
    /// The words of the charts.
    Glossary,
    /// What RSSAC002 is.
    Rssac002,
    /// The whole data set.
    Data,
    /// The API.
    Api,
    /// The search.
    Search,
    /// A chart by itself, for frames in other pages: `/embed/` and its path.
    Embed(&'static Chart),
    /// A page of the published site, or a page without the slash at its end, which leads to this path.
    Moved(&'static str),
    /// Nothing.
    Unknown,
}

impl Page {
    /// The page of a path.
    pub fn find(path: &str) -> Page {
        if let Some(day) = day::find(path) {
            return Page::Day(day);
        }
        if let Some(rsi) = letter::find(path) {
            return Page::Letter(rsi);
        }
        match (path, Chart::find(path), Chart::find_old(path)) {
            (week::PATH, _, _) => Page::Front,
            ("/index.html", _, _) => Page::Moved(week::PATH),
            (path, _, _) if path.trim_matches('/') == study::PATH => Page::Study,
            (path, _, _) if path.trim_end_matches('/') == unusual::PATH => Page::Unusual,
            (path, _, _) if path.trim_end_matches('/') == coverage::PATH => Page::Coverage,
            (path, _, _) if path.trim_end_matches('/') == events::PATH => Page::Events,
            (path, _, _) if path.trim_end_matches('/') == glossary::PATH => Page::Glossary,
            (path, _, _) if path.trim_end_matches('/') == about::PATH => Page::Rssac002,
            // Its links are below it, so without the slash at its end it moves there.
            (whole::PATH, _, _) => Page::Data,
            (api::PATH, _, _) => Page::Api,
            (path, _, _) if api::PATH.strip_suffix('/') == Some(path) => Page::Moved(api::PATH),
            // The manual is a book among the site's files; so are its links.
            (path, _, _) if manual::PATH.strip_suffix('/') == Some(path) => Page::Moved(manual::PATH),
            (path, _, _) if path.trim_end_matches('/') == search::PATH => Page::Search,
            (_, Some(chart), _) => Page::Chart(chart),
            (path, None, _) if path.starts_with(EMBED) => {
                Chart::find(&path[EMBED.len()..]).map_or(Page::Unknown, Page::Embed)
            }
            (_, _, Some(chart)) => Page::Moved(chart.path),
            _ => Page::Unknown,
        }
    }

    /// The chart that it shows.
    pub fn chart(self) -> Option<&'static Chart> {
        match self {
            Page::Chart(chart) | Page::Embed(chart) => Some(chart),
            Page::Front
            | Page::Study
            | Page::Day(_)
            | Page::Unusual
            | Page::Coverage
            | Page::Events
            | Page::Letter(_)
            | Page::Glossary
            | Page::Rssac002
            | Page::Data
            | Page::Api
            | Page::Search
            | Page::Moved(_)
            | Page::Unknown => None,
        }
    }

    /// Whether it is made here and nowhere else, and stays as it is.
    pub fn is_sent(self) -> bool {
        match self {
            Page::Front
            | Page::Day(_)
            | Page::Unusual
            | Page::Coverage
            | Page::Events
            | Page::Letter(_)
            | Page::Glossary
            | Page::Rssac002
            | Page::Data
            | Page::Api
            | Page::Search => true,
            Page::Chart(_) | Page::Study | Page::Embed(_) | Page::Moved(_) | Page::Unknown => false,
        }
    }

    /// The states that it shows.
    pub fn states(self, query: &str, clock: &Clock) -> Vec<ChartState> {
        match (self, self.chart()) {
            (Page::Study, _) => {
                let charts = study::figures().into_iter().flat_map(|figure| figure.charts);
                charts.filter(|state| state.chosen_range(clock).is_some()).collect()
            }
            (Page::Day(day), _) => {
                let state = DayState::parse(day, query).0;
                let charts = Topic::ALL.into_iter().filter_map(|topic| topic.chart(&state));
                charts.filter(|chart| chart.chosen_range(clock).is_some()).collect()
            }
            (Page::Front, _) => {
                let state = WeekState::parse(query).0;
                let charts = week::figure::charts(state.shown(clock), state.rsis).into_iter();
                charts.filter(|chart| chart.chosen_range(clock).is_some()).collect()
            }
            (Page::Letter(rsi), _) => letter::charts(rsi),
            (_, Some(chart)) => vec![url::parse(chart, query, clock).0],
            (_, None) => Vec::new(),
        }
    }

    /// The parts of the app that its first view needs (`src/parts.rs` of the app).
    pub fn first_parts(self, query: &str, clock: &Clock) -> Vec<&'static str> {
        if self.is_sent() {
            return Vec::new();
        }
        let (states, study) = (self.first_states(query, clock), self == Page::Study);
        let kinds = states.iter().any(|state| !state.over_time());
        let table = states.iter().any(|state| !study && state.tab == Tab::Table);
        [(study, "study"), (kinds, "kinds"), (table, "tools")]
            .into_iter()
            .filter_map(|(is_needed, part)| is_needed.then_some(part))
            .collect()
    }

    /// The states of its first view. The others of the study are asked for when they come near to being seen.
    fn first_states(self, query: &str, clock: &Clock) -> Vec<ChartState> {
        let mut states = self.states(query, clock);
        states.truncate(if self == Page::Study {
            study::figures().first().map_or(0, |f| f.charts.len())
        } else {
            1
        });
        states
    }

    /// Addresses of the data that its first view needs, of the version where one is named; of the land where it is a map, and of the days
    /// that it marks.
    pub fn first_requests(self, query: &str, clock: &Clock, as_of: Option<&str>) -> Vec<String> {
        if self.is_sent() {
            return Vec::new();
        }
        let states = self.first_states(query, clock);
        let requests = states.iter().flat_map(|state| kind::requests(state, clock));
        let data = requests.map(|request| format!("{BASE}/{}", request.address_as_of(as_of)));
        let land = states.iter().any(ChartState::is_map).then(|| outline::ADDRESS.to_owned());
        let marked = states.iter().flat_map(kind::lists).map(|(_, address)| data::as_of(&address, as_of));
        data.chain(land).chain(marked).collect()
    }
}

/// The day, and the last day held of each metric, as charts want them.
pub fn clock(snapshot: &Snapshot, today: Day) -> Clock {
    let held = Metric::ALL.into_iter().filter_map(|metric| Some((metric, latest(snapshot, metric, today)?)));
    held.fold(Clock::new(today), |clock, (metric, day)| clock.with_latest(metric, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_needs_the_parts_of_what_it_shows_first() {
        let clock = Clock::new(Day::from_ymd(2021, 1, 10).unwrap());
        for (path, query, parts) in [
            ("/", "", &[][..]),
            ("/queries-received", "tab=table", &["tools"][..]),
            ("/response-codes", "", &["kinds"]),
            ("/embed/instances/map", "", &["kinds"]),
            ("/studies/chromium", "", &["study"]),
            ("/unusual", "", &[]),
            ("/nothing", "", &[]),
        ] {
            assert_eq!(Page::find(path).first_parts(query, &clock), parts, "{path}");
        }
    }

    #[test]
    fn addresses_lead_to_their_pages() {
        let queries = Chart::find("queries-received").unwrap();
        assert_eq!(Page::find("/"), Page::Front);
        assert_eq!(Page::find("/index.html"), Page::Moved("/"));
        assert_eq!(Page::find("/queries-received"), Page::Chart(queries));
        assert_eq!(Page::find("/studies/chromium"), Page::Study);
        assert_eq!(Page::find("/studies/chromium/"), Page::Study);
        assert_eq!(Page::find("/studies"), Page::Unknown);
        assert_eq!([Page::find("/glossary"), Page::find("/glossary/")], [Page::Glossary; 2]);
        assert_eq!(Page::find("/about"), Page::Rssac002);
        assert_eq!(Page::find("/search"), Page::Search);
        assert_eq!([Page::find("/data/"), Page::find("/data/x")], [Page::Data, Page::Unknown]);
        assert_eq!([Page::find("/api/"), Page::find("/api")], [Page::Api, Page::Moved("/api/")]);
        assert_eq!(Page::find("/docs"), Page::Moved("/docs/"));
        assert_eq!(
            ["/docs/", "/docs/api.html"].map(Page::find),
            [Page::Unknown; 2],
            "files, if there are any"
        );
        let day = Day::from_ymd(2020, 11, 4).unwrap();
        assert_eq!([Page::find("/day/2020-11-04"), Page::find("/day/2020-11-04/")], [Page::Day(day); 2]);
        for nothing in ["/day/2020-11-31", "/day/", "/day", "/day/today", "/day/2020-11-04/x"] {
            assert_eq!(Page::find(nothing), Page::Unknown, "{nothing}");
        }
        assert_eq!(Page::find("/volume_single_queries.html"), Page::Moved("queries-received"));
        assert_eq!(Page::find("/embed/queries-received"), Page::Embed(queries));
        assert_eq!(Page::find("/embed/volume_single_queries.html"), Page::Unknown);
        assert_eq!(Page::find("/embed/"), Page::Unknown);
        assert_eq!(Page::find("/queries-recieved"), Page::Unknown);
        assert_eq!(Page::find("/nothing.html"), Page::Unknown);
    }

    #[test]
    fn the_study_needs_its_first_figure_first_if_there_is_any_day_of_it() {
        let requests =
            |today| Page::Study.first_requests("", &Clock::new(Day::parse_iso(today).unwrap()), None);
        let [request] = requests("2026-11-21").try_into().unwrap();
        assert!(request.starts_with("/api/v1/traffic-volume?"), "{request}");
        assert_eq!(requests("2019-11-24"), [""; 0]);
    }

    #[test]
    fn what_is_marked_is_asked_for_with_the_numbers() {
        let clock = Clock::new(Day::parse_iso("2020-12-31").unwrap());
        let page = Page::find("/queries-received");
        let requests = page.first_requests("events=on&unusual=on&rsi=a.k", &clock, None);
        assert_eq!(requests[1..], ["/events.json", "/unusual/marks.json?metric=queries&rsi=a.k"]);
        assert_eq!(page.first_requests("", &clock, None).len(), 1);
    }

    #[test]
    fn every_chart_says_what_it_needs_first() {
        let clock = Clock::new(Day::parse_iso("2020-12-31").unwrap());
        for chart in rssac002_charts::CATALOGUE {
            let mut requests = Page::Chart(chart).first_requests("interval=day", &clock, None);
            let map = chart.path == "instances/map";
            assert_eq!(requests.pop_if(|r| r == "/world.bin").is_some(), map, "{}", chart.path);
            // Two periods are asked for one by one, the later first.
            let periods = if ChartState::new(chart).needs_second_period() { 2 } else { 1 };
            assert_eq!(requests.len(), periods * chart.needs.len(), "{}", chart.path);
            requests.truncate(chart.needs.len());
            // 21 days before today; instances are there after two, and maps wait for a third.
            let only_instances = chart.needs.iter().all(|n| n.endpoint.metric() == Metric::Instances);
            let end = match (map, only_instances) {
                (true, _) => "end_date=2020-12-28",
                (_, true) => "end_date=2020-12-29",
                _ => "end_date=2020-12-10",
            };
            assert!(requests.iter().all(|r| r.starts_with("/api/v1/")), "{requests:?}");
            // Of two periods the first is the latest.
            assert!(requests.iter().take(chart.needs.len()).all(|r| r.contains(end)), "{requests:?}");
        }
    }
}
