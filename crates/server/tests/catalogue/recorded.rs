//! Numbers of real data that are known beforehand (the issue, and `../shared/real/README.md`).

use std::path::Path;

use rssac002_charts::view::Body;
use rssac002_model::{Day, Rsi, RsiSet};
use serde_json::Value;

use crate::fixture::{Fixture, days};
use crate::support;

/// The letters that have a file of a day's traffic-volume.
fn letters_with_files(folder: &Path, day: Day) -> RsiSet {
    let (year, month, _) = day.ymd();
    let compact = day.to_string().replace('-', "");
    let there = |rsi: &Rsi| {
        folder
            .join(format!("{year}/{month:02}/traffic-volume/{rsi}-root-{compact}-traffic-volume.yaml"))
            .exists()
    };
    Rsi::all().filter(there).collect()
}

#[test]
fn a_total_says_which_letters_stand_behind_it() {
    let (Some(real), Some(folder)) = (Fixture::real(), support::shared("real/RSSAC002-data")) else { return };
    let view = real.view_at("/queries-received?interval=day&time=2019-10-28..2019-11-06");
    let time = view.time().unwrap();
    let range = days("2019-10-28", "2019-11-06");
    let answer = real.published("traffic-volume", range);
    assert_eq!(time.bins.len(), 10);
    for (at, day) in range.days().enumerate() {
        // The issue says 12 of 13; e's files end in September 2019, so that there are 11, without e and g.
        assert_eq!(letters_with_files(&folder, day), RsiSet::parse_permalink("a-d.f.h-m").unwrap());
        assert_eq!(time.coverage[at].full, letters_with_files(&folder, day), "{day}");
        assert!(time.coverage[at].partial.is_empty());
        let received = |counts: &Value| -> f64 {
            let counts = counts.as_object().unwrap().iter();
            counts.filter(|(k, _)| k.contains("queries-received")).filter_map(|(_, v)| v.as_f64()).sum()
        };
        let letters = "abcdfhijklm".chars();
        let expected: f64 = letters.map(|l| received(&answer[l.to_string()][day.to_string()])).sum();
        assert!(expected > 5e10, "{day}: {expected}");
        assert_eq!(time.panels[0].series[0].values.get(at), Some(expected), "{day}");
        assert_eq!(
            (&answer["e"][day.to_string()], &answer["g"][day.to_string()]),
            (&Value::Null, &Value::Null)
        );
    }
    assert_eq!(
        view.coverage,
        "Below full coverage in 10 of 10 days. Without a report: e 10 days, g 10 days."
    );
}

#[test]
fn the_day_on_which_chromium_stopped() {
    let Some(real) = Fixture::real() else { return };
    let view = real.view_at("/response-codes?time=2020-11-04..2020-11-04");
    let Body::Pie(pie) = &view.body else { panic!("no pie") };
    assert_eq!(pie.total, 153_779_784_324.0);
    assert_eq!((pie.slices[0].id.as_str(), format!("{:.2}", pie.slices[0].share)), ("3", "76.78".to_owned()));
    assert_eq!(view.coverage, "All 13 RSIs reported on every day.");
    let view = real.view_at("/queries-received?interval=day&time=2020-11-04..2020-11-04");
    assert_eq!(view.time().unwrap().panels[0].series[0].values.get(0), Some(159_545_128_584.0));
}

#[test]
fn nobody_sent_responses_where_no_response_was_counted() {
    let Some(real) = Fixture::real() else { return };
    // These files lack the four counts of responses: null, not zero.
    let view = real.view_at("/responses-sent?interval=day&time=2019-10-28..2019-11-06");
    assert!(view.is_empty());
    assert!(view.time().unwrap().coverage.iter().all(|c| c.reported() == 0));
}

#[test]
fn queries_per_source_at_f_before_chromium_stopped() {
    let Some(real) = Fixture::real() else { return };
    let view = real.view_at("/unique-sources/queries?interval=day&ip=4&by=rsi&time=2020-11-04..2020-11-04");
    let series = &view.time().unwrap().panels[0].series;
    let f = series.iter().find(|s| s.id == "f").unwrap().values.get(0).unwrap();
    assert_eq!((f, f.round()), (18_603_708_365.0 / 1_217_443.0, 15_281.0));
}

/// Four letters counted hardly anything for days, c for twelve weeks. The dates are those of a plain computation over the files.
#[test]
fn days_of_hardly_any_queries_are_doubtful() {
    let Some(real) = Fixture::real() else { return };
    let view = real.view_at("/queries-received?interval=day");
    let of = |letter: &str| -> Vec<Day> {
        view.doubtful().iter().filter(|d| d.rsi.as_str() == letter).map(|d| d.day).collect()
    };
    let mut season: Vec<Day> = days("2017-10-30", "2018-01-21").days().collect();
    season.push(Day::parse_iso("2019-08-08").unwrap());
    assert_eq!(of("c"), season);
    let others = |letter| of(letter).iter().map(Day::to_string).collect::<Vec<_>>();
    let e = others("e");
    assert_eq!((e.len(), e[0].as_str(), e[e.len() - 1].as_str()), (13, "2017-06-18", "2017-07-09"));
    assert_eq!(others("h"), ["2017-02-03"]);
    assert_eq!(others("l"), ["2019-03-15", "2019-03-16", "2019-03-17", "2019-03-20", "2019-03-21"]);
    assert!(view.doubtful().iter().all(|d| d.value < 1e8), "{:?}", view.doubtful());
}
