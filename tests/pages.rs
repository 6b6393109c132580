//! The pages that the server sends, made natively by the app's components.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::{Arc, LazyLock};

use rssac002_charts::coverage::{self, Calendar, CoverageState, Note};
use rssac002_charts::day::{DayState, Findings, Topic};
use rssac002_charts::draw::Surface;
use rssac002_charts::export::embed::escape;
use rssac002_charts::export::svg;
use rssac002_charts::guide::glossary::{Word, words_used};
use rssac002_charts::guide::{about, how_to_read, metrics};
use rssac002_charts::search;
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::unusual::{Unusual, UnusualState, Who};
use rssac002_charts::week::{self, Against, Before, Figure, Week, WeekState};
use rssac002_charts::{CATALOGUE, Chart, ChartState, Clock, Theme, View, letter, study, words};
use rssac002_explorer::render;
use rssac002_model::{Dataset, Day, DayRange, DayStatus, Metric, Rsi, RsiSet, Snapshot};
use rssac002_server::events::EVENTS;
use rssac002_server::site::page::{About, Arrival, Data, Front, Letter, Sent};
use rssac002_server::site::pages;
use rssac002_server::site::search::find;
use rssac002_server::site::whole;
use rssac002_server::view::{self, marked, numbers, view, view_within};

struct Sample {
    snapshot: Arc<Snapshot>,
    clock: Clock,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let today = Day::parse_iso("2020-11-21").unwrap();
    let snapshot = Arc::new(rssac002_ingest::sample::snapshot(today));
    let clock = pages::clock(&snapshot, today);
    Sample { snapshot, clock }
});

fn view_of(state: &ChartState) -> Arc<View> {
    Arc::new(view(&SAMPLE.snapshot, state, &SAMPLE.clock).unwrap())
}

fn page(path: &str, query: &str, views: Vec<Arc<View>>) -> String {
    let latest = |metric: &str, day: &str| format!("\"{metric}\":\"{day}\"");
    let settings = format!(
        "{{\"today\":\"2020-11-21\",\"site\":\"https://charts.example\",\"version\":\"v\",\"latest\":{{{}}}}}",
        latest("traffic-volume", "2020-10-31")
    );
    render(Arrival { settings: &settings, path, query, views, sent: None })
}

#[test]
fn every_chart_has_its_page() {
    for chart in CATALOGUE {
        let state = ChartState::new(chart);
        let view = view_of(&state);
        let html = page(&format!("/{}", chart.path), "", vec![view.clone()]);
        assert!(html.contains(&format!("<h1>{}</h1>", escape(&view.title))), "{}", chart.path);
        assert!(
            html.contains(&escape(&view.subtitle)) && html.contains(&escape(&view.summary)),
            "{}",
            chart.path
        );
        // The strip of all days has its outline in two widths, in its own place.
        let strips = html.split_once("class=\"strip-still\"").map_or(0, |(_, rest)| {
            let (strip, _) = rest.split_once("<canvas").unwrap();
            strip.matches("<svg aria-hidden").count()
        });
        assert_eq!(strips, if state.over_time() { 2 } else { 0 }, "{}", chart.path);
        let stills = html.matches("<svg aria-hidden").count() - strips;
        let panels = view.headings().len();
        // Pictures that are heavy are fewer.
        assert!((2..=panels.min(6) + panels.min(3)).contains(&stills), "{}: {stills}", chart.path);
        // A slow phone has to read it without standing still.
        let (octets, tags) = (html.len(), html.matches('<').count());
        assert!(octets < 330_000 && tags < 8_000, "{}: {octets} octets, {tags} tags", chart.path);
        assert!(html.contains(&format!("href=\"/{}\" aria-current=\"page\"", chart.path)), "{}", chart.path);
    }
}

#[test]
fn the_study_says_all_its_sentences() {
    let states = study::figures().into_iter().flat_map(|figure| figure.charts);
    let views: Vec<Arc<View>> = states.map(|state| view_of(&state)).collect();
    let html = page(&format!("/{}", study::PATH), "", views);
    let said = html.matches("class=\"prose findings\"><p>").count();
    assert_eq!(said, study::figures().len());
}

/// The tag of the box with a name, if it stands in a label that is not hidden.
fn box_of<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let at = html.find(&format!("name=\"{name}\""))?;
    let (before, after) = html.split_at(at);
    let label = &before[before.rfind("<label")?..];
    let tag = before.rfind("<input")?;
    (!label.contains("hidden")).then(|| &html[tag..at + after.find('>').unwrap()])
}

#[test]
fn marks_and_complete_days_are_chosen_below_the_chart_and_told_there() {
    let queries = Chart::find("queries-received").unwrap();
    let query = "v=1&events=on&unusual=on&days=complete&tab=table";
    let (state, ignored) = url::parse(queries, query, &SAMPLE.clock);
    assert_eq!(ignored, []);
    // While they are searched a page says that there are none to mark yet.
    let early = page("/queries-received", query, vec![view_of(&state)]);
    assert!(early.contains(&escape(words::UNUSUAL_NOT_KNOWN)) && !early.contains(">Unusual days</button>"));
    let range = DayRange::new(Day::parse_iso("2020-01-01").unwrap(), SAMPLE.clock.today - 21).unwrap();
    let unusual = view::unusual(&SAMPLE.snapshot, range);
    let view = Arc::new(marked(&SAMPLE.snapshot, &state, &SAMPLE.clock, Some(&unusual)).unwrap());
    let html = page("/queries-received", query, vec![view.clone()]);
    for name in ["events", "unusual", "days"] {
        assert!(box_of(&html, name).unwrap().contains("checked"), "{name}: {:?}", box_of(&html, name));
    }
    assert!(!html.contains(&escape(words::UNUSUAL_NOT_KNOWN)));
    // Words below the chart, and a column of the table, whose widest words stand once more to give it its width.
    let (before, widest) = html.split_once("class=\"widest\"").unwrap();
    let html = format!("{before}{}", widest.split_once("</thead>").unwrap().1);
    let marks = &view.time().unwrap().marks[1];
    assert!(!marks.shown().is_empty());
    for day in marks.shown() {
        assert_eq!(html.matches(&escape(&day.what)).count(), 2, "{}", day.what);
    }
    assert!(html.contains(">Known events</button>") && html.contains(">Unusual days</button>"));
    assert!(view.coverage.contains(" count: those") && html.contains(&escape(&view.coverage)));
    // Nothing is chosen that is not asked for, and nothing is offered that there is not.
    let plain = ChartState::new(queries);
    let html = page("/queries-received", "", vec![view_of(&plain)]);
    for name in ["events", "unusual", "days"] {
        assert!(!box_of(&html, name).unwrap().contains("checked"), "{name}");
    }
    let zone = ChartState::new(Chart::find("root-zone-size").unwrap());
    let html = page("/root-zone-size", "", vec![view_of(&zone)]);
    assert!(box_of(&html, "events").is_some());
    assert_eq!((box_of(&html, "unusual"), box_of(&html, "days")), (None, None));
}

fn day_page(day: Day, query: &str) -> (Findings, String) {
    let (state, ignored) = DayState::parse(day, query);
    let found = Findings::new(state, &numbers(&SAMPLE.snapshot, &state.requests()));
    let charts = Topic::ALL.into_iter().filter_map(|topic| topic.chart(&state));
    let charts = charts.filter(|chart| chart.chosen_range(&SAMPLE.clock).is_some());
    let views = charts
        .map(|chart| Arc::new(view_within(&SAMPLE.snapshot, &chart, &SAMPLE.clock, state.around()).unwrap()));
    let html = render(Arrival {
        settings: "{\"today\":\"2020-11-21\"}",
        path: &format!("/day/{day}"),
        query,
        views: views.collect(),
        sent: Some(Sent { about: About::Day(Arc::new(found.clone())), ignored }),
    });
    (found, html)
}

#[test]
fn a_day_has_its_page() {
    for day in ["2020-10-27", "2019-02-03", "2017-01-02", "2015-06-01", "2020-11-20"] {
        let (found, html) = day_page(Day::parse_iso(day).unwrap(), "");
        for sentence in &found.sentences {
            assert!(html.contains(&format!("<p>{}</p>", escape(sentence))), "{day}: {sentence}");
        }
        for topic in Topic::ALL {
            assert!(html.contains(&format!("id=\"{}\"", topic.id())), "{day}: {topic:?}");
        }
        for ending in [".csv", ".json"] {
            assert!(
                html.contains(&format!("href=\"{}\"", found.state.file_address(ending))),
                "{day}{ending}"
            );
        }
        let (octets, tags) = (html.len(), html.matches('<').count());
        assert!(octets < 330_000 && tags < 8_000, "{day}: {octets} octets, {tags} tags");
        // The line through the day, in every chart over the weeks around it that has numbers, in both sizes; not where these
        // end before it.
        let pictures = html.matches("<svg aria-hidden").count();
        let marked = if found.is_empty() { 0 } else { pictures };
        assert_eq!(html.matches("class=\"mark\"").count(), marked, "{day}");
        assert!(pictures > 0 || found.is_empty(), "{day}");
    }
    let (_, html) = day_page(Day::parse_iso("2020-10-27").unwrap(), "rsi=<script>&baseline=weekday");
    assert!(!html.contains("<script>") && html.contains("rsi=&lt;script&gt;"), "{html}");
    assert!(html.contains("the same weekday of the 8 weeks before (UTC)"));
    assert!(html.contains("href=\"/day/2020-10-27.csv?baseline=weekday\""));
}

/// The same computed plainly from the numbers as they are held.
#[test]
fn a_day_is_compared_as_a_plain_computation_says() {
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
    };
    let mut compared = 0;
    for (day, query, step, days) in [
        ("2020-10-27", "", 1, 28),
        ("2019-02-03", "baseline=weekday", 7, 8),
        ("2018-07-14", "rsi=a-k", 1, 28),
    ] {
        let day = Day::parse_iso(day).unwrap();
        let (found, _) = day_page(day, query);
        let tables = [
            (Topic::Queries, 1, Dataset::TrafficVolume, "dns-udp-queries-received-ipv4"),
            (Topic::Responses, 4, Dataset::TrafficVolume, "dns-tcp-responses-sent-ipv6"),
            (Topic::Sources, 0, Dataset::UniqueSources, "num-sources-ipv4"),
        ];
        for (topic, at, dataset, key) in tables {
            let row = found.of(topic).nth(at).unwrap();
            for rsi in found.state.rsis.iter() {
                let value = |day: Day| SAMPLE.snapshot.table(dataset).cell(rsi, day)?.get(key)?;
                let before: Vec<f64> = (1..=days).filter_map(|n| value(day - n * step)).collect();
                let letter = row.letters.iter().find(|(one, _)| *one == rsi).map(|(_, letter)| *letter);
                let Some(now) = value(day) else {
                    assert_eq!(letter, None, "{rsi} on {day}");
                    continue;
                };
                let deviation = letter.unwrap().deviation().unwrap();
                assert_eq!((deviation.value, deviation.days), (now, before.len()), "{rsi} on {day}");
                assert!((deviation.usual - median(before)).abs() < 1e-6 * deviation.usual, "{rsi} on {day}");
                compared += 1;
            }
        }
    }
    assert!(compared > 80, "{compared}");
}

#[test]
fn unusual_days_have_their_page() {
    let range = DayRange::new(Day::CHARTS_START, SAMPLE.clock.today - 21).unwrap();
    let found = Arc::new(view::unusual(&SAMPLE.snapshot, range));
    let page = |query: &str| {
        let (state, ignored) = UnusualState::parse(query);
        let sent = Some(Sent { about: About::Unusual(state.clone(), found.clone()), ignored });
        let settings = "{\"today\":\"2020-11-21\"}";
        (state, render(Arrival { settings, path: "/unusual", query, views: Vec::new(), sent }))
    };
    for query in ["", "rsi=a", "rsi=together", "metric=queries&years=2019", "years=2017-2018&order=day"] {
        let (state, html) = page(query);
        let lines = found.lines(&state, None);
        for line in lines.iter().take(100) {
            let address = escape(&line.first().day_state().address());
            assert!(
                html.contains(&format!("<a href=\"{address}\">{}</a>", line.day)),
                "{query} {}",
                line.day
            );
        }
        let rows = html.matches("<th scope=\"row\">").count();
        assert!(rows >= lines.len().min(100), "{query}: {rows} of {}", lines.len());
        assert!(html.contains(&escape(&state.address(".csv"))), "{query}");
        assert!(html.len() < 200_000, "{query}: {}", html.len());
    }
    // Who is not asked for is not shown, and every choice leads somewhere else.
    let (state, _) = page("rsi=k");
    let k = Who::Letter(Rsi::from_letter('k').unwrap());
    assert!(found.lines(&state, None).iter().all(|line| line.findings.iter().all(|f| f.who == k)));
    let (_, html) = page("rsi=z&x=<script>");
    assert!(!html.contains("<script>") && html.contains("rsi=z"), "{html}");
}

/// A page that says this.
fn sent_page(path: &str, query: &str, views: Vec<Arc<View>>, about: About, ignored: Vec<Ignored>) -> String {
    let sent = Some(Sent { about, ignored });
    render(Arrival { settings: "{\"today\":\"2020-11-21\"}", path, query, views, sent })
}

#[test]
fn coverage_has_its_page() {
    let note = |metric, rsi, day: &str| Note {
        metric,
        rsi,
        day: Day::parse_iso(day).unwrap(),
        text: "<b>file.yaml:3: no number".to_owned(),
    };
    let notes =
        [note(Metric::TrafficVolume, Rsi::A, "2019-03-04"), note(Metric::RcodeVolume, Rsi::A, "2019-03-05")];
    for query in
        ["", "rsi=h", "metric=instances", "metric=zone-size", "rsi=a&metric=load-time&year=2019", "year=1999"]
    {
        let (state, ignored) = CoverageState::parse(query);
        let calendar = Arc::new(Calendar::new(&SAMPLE.snapshot, &notes, &state));
        let about = About::Coverage(state, calendar.clone());
        let html = sent_page("/coverage", query, Vec::new(), about, ignored);
        // A mark for each run of days that have one, in each year; its picture is what the calendar says.
        let marks = |class: &str| html.matches(&format!("height=\"11\" class=\"{class}\"")).count();
        let runs = calendar.years().into_iter().flat_map(|(_, days)| {
            let runs = calendar.rows.iter().flat_map(|row| &row.runs);
            runs.filter(move |run| run.status == DayStatus::Clean && run.days.intersection(days).is_some())
        });
        let keys = usize::from(calendar.range.is_some());
        assert_eq!(marks("reported"), runs.count() + keys, "{query}");
        assert!(
            html.contains(&escape(&state.address(".csv"))) && html.len() < 330_000,
            "{query}: {}",
            html.len()
        );
        assert_eq!(html.contains(coverage::words::NOTHING), calendar.range.is_none(), "{query}");
    }
}

#[test]
fn events_have_their_page_and_stand_on_the_pages_of_their_days() {
    let html = sent_page("/events", "", Vec::new(), About::Events, Vec::new());
    for event in EVENTS.iter() {
        assert!(html.contains(&escape(&event.what)) && html.contains(&event.source), "{event:?}");
        let (_, day) = day_page(event.day, "");
        assert!(day.contains(&escape(&event.what)) && day.contains(&event.source), "{event:?}");
    }
    let b = EVENTS.iter().find(|event| event.rsis != RsiSet::ALL).unwrap();
    let other = Rsi::all().find(|rsi| !b.rsis.contains(*rsi)).unwrap();
    assert!(!day_page(b.day, &format!("rsi={other}")).1.contains(&escape(&b.what)), "it is not {other}'s");
}

#[test]
fn every_word_of_a_chart_and_every_metric_is_explained_at_its_anchor() {
    let glossary = sent_page("/glossary", "", Vec::new(), About::Glossary, Vec::new());
    let is_there = |address: &str| {
        let anchor = address.strip_prefix("/glossary#").unwrap();
        glossary.matches(&format!("id=\"{anchor}\"")).count() == 1
    };
    for word in Word::ALL {
        assert!(is_there(&word.address()) && glossary.contains(&escape(word.meaning())), "{word:?}");
    }
    for chart in CATALOGUE {
        let state = ChartState::new(chart);
        let html = page(&format!("/{}", chart.path), "", vec![view_of(&state)]);
        assert!(html.contains(&escape(&how_to_read(&state))), "{}", chart.path);
        let mut addresses = words_used(&state).into_iter().map(Word::address).collect::<Vec<_>>();
        addresses.push(metrics::address(chart.section));
        for address in addresses {
            assert!(
                is_there(&address) && html.contains(&format!("href=\"{address}\"")),
                "{}: {address}",
                chart.path
            );
        }
    }
}

#[test]
fn newcomers_have_their_page() {
    let html = sent_page("/about", "", Vec::new(), About::Rssac002, Vec::new());
    for chapter in about::CHAPTERS {
        assert!(
            html.contains(&format!("<h2 id=\"{}\">{}</h2>", chapter.anchor, escape(chapter.heading))),
            "{chapter:?}"
        );
        assert!(chapter.paragraphs.iter().all(|text| html.contains(&escape(text))), "{chapter:?}");
        assert!(
            chapter.links.iter().all(|(_, href)| html.contains(&format!("href=\"{href}\""))),
            "{chapter:?}"
        );
    }
}

#[test]
fn the_whole_data_set_has_its_page() {
    let files = whole::files(&SAMPLE.snapshot, SAMPLE.clock.today);
    let data = Data { version: "v<7>".to_owned(), site: "https://charts.example".to_owned(), files };
    let html = sent_page("/data/", "", Vec::new(), About::Data(Arc::new(data)), Vec::new());
    assert!(html.contains("v&lt;7&gt;") && html.contains("href=\"/data/\" aria-current=\"page\""), "{html}");
    for name in whole::names() {
        assert!(html.contains(&format!("href=\"/data/{name}\"")), "{name}");
    }
    for snippet in &whole::SNIPPETS {
        let text = snippet.text.replace("{data}", "https://charts.example/data");
        assert!(html.contains(snippet.title) && html.contains(&escape_text(&text)), "{}", snippet.title);
    }
    // The last day held of what has one, and none of what has none.
    assert!(html.contains("2020-10-31") && !html.contains(">–<"));
    let none = whole::files(&Snapshot::default(), SAMPLE.clock.today);
    assert!(none.iter().all(|file| file.to.is_none()));
}

/// Text as the components write it.
fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn a_page_with_a_long_table_has_its_first_rows_and_no_empty_room() {
    let queries = Chart::find("queries-received").unwrap();
    let query = "v=1&interval=day&tab=table";
    let state = url::parse(queries, query, &SAMPLE.clock).0;
    let view = view_of(&state);
    let html = page("/queries-received", query, vec![view.clone()]);
    let all = rssac002_charts::export::table(&view).rows.len();
    assert!(all > 1000 && html.contains(&format!("aria-rowcount=\"{}\"", all + 1)), "{all}");
    let rows = html.split_once("<tbody class=\"rows\">").unwrap().1.split_once("</tbody>").unwrap().0;
    assert_eq!(rows.matches("<tr").count(), 120);
    assert!(rows.starts_with("<tr aria-rowindex=\"2\">") && rows.contains("aria-rowindex=\"121\""));
    assert_eq!(html.matches("style=\"height:0px;\"").count(), 2, "nothing is where no script fills it");
}

#[test]
fn the_search_has_its_page_where_scripts_do_not_run() {
    let searched = |query: &str| {
        let found = find(query, &SAMPLE.clock);
        let about = About::Search(query.to_owned(), found.clone());
        (sent_page("/search", &format!("q={query}"), Vec::new(), about, Vec::new()), found)
    };
    let (html, found) = searched("nxdomain");
    assert!(found.len() > 2);
    for entry in &found {
        assert!(
            html.contains(&format!("href=\"{}\"", escape(&entry.address)))
                && html.contains(&escape(&entry.title))
        );
    }
    assert!(html.contains("value=\"nxdomain\"") && html.contains("name=\"q\""));
    let (html, found) = searched("<qwxz>\"");
    assert!(
        found.is_empty() && html.contains(&escape(search::words::HOW)) && !html.contains("<qwxz>"),
        "{html}"
    );
    let (html, _) = searched("");
    assert!(html.contains(&escape(search::words::HOW)) && html.contains("href=\"/coverage\""));
    // Every page leads there.
    assert!(html.contains("<a href=\"/search\" aria-haspopup=\"dialog\""), "{html}");
}

#[test]
fn every_letter_has_its_page() {
    let range = DayRange::new(Day::CHARTS_START, SAMPLE.clock.today - 21).unwrap();
    let unusual = Arc::new(view::unusual(&SAMPLE.snapshot, range));
    for rsi in Rsi::all() {
        let totals = numbers(&SAMPLE.snapshot, &[letter::request(range.end())]).remove(0).unwrap();
        let sentences: Vec<String> =
            letter::share(rsi, &totals).into_iter().chain(letter::instances(rsi, &SAMPLE.snapshot)).collect();
        // Shares of all letters in the sample are between 3% and 15%, and each is said with the letter.
        assert!(
            sentences[0].starts_with(&format!("{rsi} received ")) && sentences.len() == 2,
            "{sentences:?}"
        );
        let state = CoverageState { rsi: Some(rsi), ..CoverageState::default() };
        let calendar = Calendar::new(&SAMPLE.snapshot, &[], &state);
        let views: Vec<Arc<View>> = letter::charts(rsi).iter().map(view_of).collect();
        assert!(views.iter().all(|view| !view.is_empty()), "{rsi}");
        let known = Letter { rsi, sentences: sentences.clone(), calendar, unusual: unusual.clone() };
        let path = letter::address(rsi);
        let html = sent_page(&path, "", views.clone(), About::Letter(Arc::new(known)), Vec::new());
        for text in sentences.iter().chain(views.iter().map(|view| &view.title)) {
            assert!(html.contains(&escape(text)), "{rsi}: {text}");
        }
        assert_eq!(html.matches("<svg aria-hidden").count(), 2 * views.len(), "{rsi}");
        assert!(html.len() < 700_000, "{rsi}: {}", html.len());
    }
}

/// The front page of a query: its week, and its HTML.
fn front_page(query: &str, unusual: Option<Arc<Unusual>>) -> (Arc<Front>, String) {
    let (snapshot, clock) = (&SAMPLE.snapshot, &SAMPLE.clock);
    let (state, ignored) = WeekState::parse(query);
    let monday = state.shown(clock);
    let answers = numbers(snapshot, &week::figure::requests(monday, clock));
    let held = snapshot.range(Metric::TrafficVolume).unwrap();
    let map = Front::map(snapshot, state.rsis, week::state::days(monday), clock.latest(Metric::Instances));
    let front = Arc::new(Front { week: Week::new(state, clock, &answers, snapshot), unusual, held, map });
    let charts = pages::Page::Front.states(query, clock);
    let views = charts
        .iter()
        .map(|chart| Arc::new(view_within(snapshot, chart, clock, week::state::year(monday)).unwrap()));
    let html = sent_page("/", query, views.collect(), About::Week(front.clone()), ignored);
    (front, html)
}

/// The counts of a letter on a day that a figure is made of, each above what it is a share of, if anything; added up from the
/// numbers as they are held.
fn published(figure: Figure, rsi: Rsi, day: Day) -> Vec<Option<(f64, f64)>> {
    let cell = |dataset| SAMPLE.snapshot.table(dataset).cell(rsi, day);
    let total = |direction: &str| {
        let cell = cell(Dataset::TrafficVolume)?;
        let sum: f64 =
            cell.iter().filter(|(key, _)| key.contains(direction)).filter_map(|(_, value)| value).sum();
        (sum > 0.0).then_some((sum, 1.0))
    };
    match figure {
        Figure::Queries => vec![total("queries-received")],
        Figure::Responses => vec![total("responses-sent")],
        Figure::Sources => ["num-sources-ipv4", "num-sources-ipv6-aggregate"]
            .map(|key| Some((cell(Dataset::UniqueSources)?.get(key)??, 1.0)))
            .into(),
        Figure::NxDomain => {
            let share = cell(Dataset::RcodeVolume).map(|codes| {
                let all: f64 = codes.iter().filter_map(|(_, value)| value).sum();
                (codes.get("3").flatten().unwrap_or(0.0), all)
            });
            vec![share.filter(|(_, all)| *all > 0.0)]
        }
        Figure::Instances => {
            let count = SAMPLE.snapshot.instances(rsi).count(day);
            vec![count.map(|(v4, v6)| (v4.max(v6), 1.0))]
        }
        Figure::ZoneSize => {
            let sizes = cell(Dataset::ZoneSize).filter(|_| rsi == Rsi::A);
            vec![sizes.and_then(|sizes| Some((sizes.iter().find_map(|(_, size)| size)?, 1.0)))]
        }
    }
}

/// The average of each such count over the days of a week that have it.
fn of_week(figure: Figure, rsi: Rsi, monday: Day) -> Vec<Option<(f64, f64)>> {
    let days: Vec<_> = (0..7).map(|day| published(figure, rsi, monday + day)).collect();
    let average = |at: usize| {
        let there: Vec<(f64, f64)> = days.iter().filter_map(|day| day[at]).collect();
        let sum = there.iter().fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
        (!there.is_empty()).then(|| (sum.0 / there.len() as f64, sum.1 / there.len() as f64))
    };
    (0..days[0].len()).map(average).collect()
}

/// The figure of these counts.
fn figure_of(figure: Figure, counts: &[(f64, f64)]) -> Option<f64> {
    let (above, below) = counts.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    (!counts.is_empty()).then_some(if figure == Figure::NxDomain { 100.0 * above / below } else { above })
}

#[test]
fn a_week_is_what_a_plain_computation_says() {
    let is_near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs();
    let (mut compared, mut unlike) = (0, 0);
    // In the second week h is silent, and a year before the third c was.
    for time in ["", "time=2018-10-10&", "time=2020-10-07&"] {
        for letters in ["a-m", "a.d-h.k"] {
            let query = format!("{time}rsi={letters}");
            let (front, html) = front_page(&query, None);
            let (week, rsis) = (&front.week, RsiSet::parse_permalink(letters).unwrap());
            for (figure, told) in Figure::ALL.into_iter().zip(&week.told) {
                let letters = if figure == Figure::ZoneSize { RsiSet::ALL } else { rsis };
                let counts = |monday: Day| letters.iter().flat_map(move |rsi| of_week(figure, rsi, monday));
                let now: Vec<Option<(f64, f64)>> = counts(week.monday).collect();
                let there: Vec<(f64, f64)> = now.iter().copied().flatten().collect();
                let (value, plain) = (told.value.unwrap(), figure_of(figure, &there).unwrap());
                assert!(is_near(value, plain), "{query} {figure:?}: {value} {plain}");
                for (days, against) in [7, 364].into_iter().zip(told.against) {
                    let before: Vec<Option<(f64, f64)>> = counts(week.monday - days).collect();
                    let both: Vec<((f64, f64), (f64, f64))> = now
                        .iter()
                        .zip(&before)
                        .filter_map(|(now, before)| Some(((*now)?, (*before)?)))
                        .collect();
                    let [plain_now, plain_before] =
                        [both.iter().map(|both| both.0).collect(), both.iter().map(|both| both.1).collect()]
                            .map(|counts: Vec<(f64, f64)>| figure_of(figure, &counts).unwrap());
                    let Against::Compared { now: a, before: b, left_out, .. } = against else {
                        panic!("{query} {figure:?}: {against:?}")
                    };
                    assert!(
                        is_near(a, plain_now) && is_near(b, plain_before),
                        "{query} {figure:?} {days}: {a} {b}"
                    );
                    let is_like =
                        now.iter().zip(&before).all(|(now, before)| now.is_some() == before.is_some());
                    assert_eq!(left_out.is_empty(), is_like, "{query} {figure:?} {days}");
                    (compared, unlike) = (compared + 1, unlike + usize::from(!is_like));
                    // As it stands on the page.
                    let change = match figure {
                        Figure::NxDomain => format!("{:+.2} points", plain_now - plain_before),
                        _ => format!("{:+.2}%", 100.0 * plain_now / plain_before - 100.0),
                    };
                    let change = change.replace('-', "−").replace("−0.00", "+0.00");
                    assert!(
                        html.contains(&format!("<b>{change}</b>")),
                        "{query} {figure:?} {days}: {change}"
                    );
                }
            }
        }
    }
    assert!(compared == 72 && unlike > 0, "{compared} {unlike}");
}

/// The figures of all weeks are the points of their charts.
#[test]
fn a_figure_is_the_last_point_of_its_chart() {
    for query in ["", "time=2018-02-01&rsi=k", "time=2016-05-01", "time=2018-10-10", "time=2020-10-28"] {
        let (front, _) = front_page(query, None);
        for (told, state) in
            front.week.told.iter().zip(week::figure::charts(front.week.monday, front.week.state.rsis))
        {
            // A day's chart has no point of a week.
            if told.figure == Figure::Instances {
                continue;
            }
            let year = week::state::year(front.week.monday);
            let view = view_within(&SAMPLE.snapshot, &state, &SAMPLE.clock, year).unwrap();
            let time = view.time().unwrap();
            let series = &time.panels[0].series;
            let drawn = if told.figure == Figure::NxDomain {
                series.iter().find(|s| s.id == "nxdomain")
            } else {
                series.first()
            };
            let last = time.bins.iter().position(|bin| bin.days.contains(front.week.monday)).unwrap();
            let value = drawn.and_then(|series| series.values.get(last));
            let apart = told.value.zip(value).map(|(a, b)| (a / b - 1.0).abs());
            assert!(
                told.value.is_some() == value.is_some() && apart.is_none_or(|apart| apart < 1e-9),
                "{query} {:?}: {value:?}",
                told
            );
        }
    }
}

#[test]
fn the_front_page_tells_its_week_and_leads_to_every_chart() {
    let range = DayRange::new(Day::CHARTS_START, SAMPLE.clock.today - 21).unwrap();
    let unusual = Arc::new(view::unusual(&SAMPLE.snapshot, range));
    for query in ["", "time=2019-08-14&rsi=a.h", "rsi=k", "time=2019-01-01"] {
        let (front, html) = front_page(query, Some(unusual.clone()));
        let Week { monday, state, .. } = front.week;
        assert!(html.contains(&format!("<h1>{}</h1>", escape(&week::words::title(monday)))), "{query}");
        for told in &front.week.told {
            let value = escape(&week::words::write(told.figure, told.value.unwrap()));
            assert!(html.contains(&value), "{query}: {value}");
            for before in Before::ALL {
                let said = escape(&week::words::changed(told, before).against);
                assert!(html.contains(&said), "{query}: {said}");
            }
        }
        for chart in week::figure::charts(monday, state.rsis) {
            assert!(
                html.contains(&format!("href=\"{}\"", escape(&url::address(&chart)))),
                "{query}: {}",
                chart.chart.path
            );
        }
        for chart in CATALOGUE {
            assert!(html.contains(&format!("/image/{}.png?v=1", chart.path)), "{query}: {}", chart.path);
        }
        // Every picture has its size, waits until it is near, and has no words of its own beside those of its link.
        let images = html.matches("<img ").count();
        assert_eq!(images, 2 * (CATALOGUE.len() + 1), "{query}");
        for attribute in ["loading=\"lazy\"", "alt=\"\"", " width=\"", "theme=dark&amp;ui=min"] {
            let least = if attribute.starts_with("theme") { images / 2 } else { images };
            assert!(html.matches(attribute).count() >= least, "{query}: {attribute}");
        }
        assert!(html.contains(&escape(&week::words::reported(&front.week.reports))), "{query}");
        let last = if state.monday.is_some() { monday + 6 } else { range.end() };
        let line = unusual.latest(state.rsis, last, 1).remove(0);
        assert!(line.day <= last && html.contains(&format!(">{}</a>", line.day)), "{query}: {}", line.day);
        let event = EVENTS
            .iter()
            .rev()
            .find(|event| event.day <= last && event.rsis.iter().any(|rsi| state.rsis.contains(rsi)));
        assert!(html.contains(&escape(&event.unwrap().what)), "{query}");
        let (octets, tags) = (html.len(), html.matches('<').count());
        assert!(octets < 330_000 && tags < 8_000, "{query}: {octets} octets, {tags} tags");
    }
    // What is not there is said, and no zero.
    let (front, html) = front_page("time=2013-02-01", None);
    assert!(front.week.is_empty());
    assert!(html.contains(week::words::NOTHING_HELD) && html.contains(week::words::SEARCHING));
    assert!(html.matches(week::words::NO_VALUE).count() == 6 && !html.contains("<b>"), "{html}");
    let (_, html) = front_page("time=2020-10-28", None);
    assert!(html.contains("This week is not full: there are reports of 6 of its 7 days."), "{html}");
    let (_, html) = front_page("time=yesterday&rsi=<script>", None);
    assert!(
        !html.contains("<script>") && html.contains("rsi=&lt;script&gt;") && html.contains("time=yesterday"),
        "{html}"
    );
}

#[test]
fn what_an_address_says_is_text() {
    let html = page("/<script>alert(1)</script>", "", Vec::new());
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
    let state = ChartState::new(&CATALOGUE[0]);
    let html = page("/queries-received", "<script>=<script>&interval=<script>", vec![view_of(&state)]);
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
}

/// The styles of a page know one dark colour for each light one, so there must not be two.
#[test]
fn pictures_in_pages_become_dark_by_their_colours_alone() {
    for chart in CATALOGUE {
        let view = view_of(&ChartState::new(chart));
        for panel in 0..view.headings().len() {
            let light = Surface::new(564.0, 260.0);
            let dark = Surface { theme: Theme::Dark, ..light };
            let colours = svg::inline(&view, panel, &light).unwrap().dark;
            let drawn = svg::svg(&view, panel, &light).unwrap();
            let darkened: String = drawn
                .split_inclusive("\"#")
                .map(|part| match part.get(..6).and_then(|hex| colours.get(&format!("#{hex}"))) {
                    Some(dark) => format!("{}{}", &dark[1..], &part[6..]),
                    None => part.to_owned(),
                })
                .collect();
            assert_eq!(darkened, svg::svg(&view, panel, &dark).unwrap(), "{} {panel}", chart.path);
        }
    }
}
