use super::*;
use rssac002_model::Cell;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn full() -> Snapshot {
    snapshot(day("2022-06-30"))
}

fn sum(cell: Option<Cell<'_>>) -> f64 {
    cell.map_or(0.0, |c| c.iter().filter_map(|(_, v)| v).sum())
}

/// All letters' sum of some keys over days.
fn total(s: &Snapshot, dataset: Dataset, from: &str, to: &str, keys: impl Fn(&str) -> bool) -> f64 {
    let days = DayRange::new(day(from), day(to)).unwrap();
    let cells = days.days().flat_map(|d| Rsi::all().filter_map(move |r| s.table(dataset).cell(r, d)));
    cells.flat_map(|c| c.iter().filter(|(k, _)| keys(k)).filter_map(|(_, v)| v).collect::<Vec<_>>()).sum()
}

const BEFORE: (&str, &str) = ("2019-11-04", "2020-11-04");
const AFTER: (&str, &str) = ("2021-02-01", "2022-02-01");

#[test]
fn it_is_the_same_each_time_and_another_day_only_makes_it_longer() {
    let (a, b, longer) =
        (snapshot(day("2018-01-01")), snapshot(day("2018-01-01")), snapshot(day("2018-03-01")));
    assert_eq!(a.version, b.version);
    assert_ne!(a.version, longer.version);
    assert!(a.sample);
    assert_eq!(a.range(Metric::TrafficVolume).unwrap().to_string(), "2017-01-02..2017-12-11");
    assert_eq!(a.range(Metric::Instances).unwrap().to_string(), "2015-03-02..2017-12-30");
    for rsi in Rsi::all() {
        for dataset in Dataset::ALL {
            for day in DayRange::new(Day::CHARTS_START, day("2017-12-11")).unwrap().days() {
                let of = |s: &Snapshot| {
                    let cell = s.table(dataset).cell(rsi, day)?;
                    Some(cell.iter().map(|(k, v)| (k.to_owned(), v)).collect::<Vec<_>>())
                };
                assert_eq!(of(&a), of(&longer), "{dataset} {rsi} {day}");
            }
        }
    }
}

#[test]
fn the_chromium_story_is_in_the_numbers() {
    let s = full();
    let received = |k: &str| k.contains("received");
    let per_day = |from, to| {
        let days = DayRange::new(day(from), day(to)).unwrap().len() as f64;
        total(&s, Dataset::TrafficVolume, from, to, received) / days / 1e9
    };
    for (from, to, low, high) in [
        ("2019-01-01", "2019-03-31", 58.0, 70.0),
        ("2019-10-01", "2019-12-31", 70.0, 86.0),
        ("2020-11-02", "2020-11-04", 148.0, 172.0),
        ("2021-02-01", "2021-04-30", 80.0, 105.0),
    ] {
        let mean = per_day(from, to);
        assert!((low..high).contains(&mean), "{from}..{to}: {mean}e9 queries a day");
    }
    let share = |dataset, (from, to): (&str, &str), key: &str| {
        total(&s, dataset, from, to, |k| k == key) / total(&s, dataset, from, to, |_| true)
    };
    let nxdomain = |period| share(Dataset::RcodeVolume, period, "3");
    let fell = 100.0 * (nxdomain(BEFORE) - nxdomain(AFTER));
    assert!((12.0..14.0).contains(&fell), "NXDOMAIN fell by {fell} points");
    let small = |period| 100.0 * share(Dataset::UdpRequestSizes, period, "32-47");
    assert!((55.0..57.0).contains(&small(BEFORE)), "{}", small(BEFORE));
    let fell = small(BEFORE) - small(AFTER);
    assert!((10.0..12.0).contains(&fell), "32-47 fell by {fell} points");
    let f = Rsi::from_letter('f').unwrap();
    let per_source = |(from, to): (&str, &str)| {
        let days = DayRange::new(day(from), day(to)).unwrap();
        let ratios = days.days().filter_map(|d| {
            let volume = s.table(Dataset::TrafficVolume).cell(f, d)?;
            let get = |key| volume.get(key).flatten();
            let queries = get("dns-udp-queries-received-ipv4")? + get("dns-tcp-queries-received-ipv4")?;
            Some(queries / s.table(Dataset::UniqueSources).cell(f, d)?.get("num-sources-ipv4")??)
        });
        let ratios: Vec<f64> = ratios.collect();
        ratios.iter().sum::<f64>() / ratios.len() as f64
    };
    assert!((21_000.0..23_000.0).contains(&per_source(BEFORE)), "{}", per_source(BEFORE));
    assert!((7_500.0..8_500.0).contains(&per_source(AFTER)), "{}", per_source(AFTER));
}

#[test]
fn the_numbers_of_a_day_fit_together() {
    let s = full();
    let mut days = 0;
    for rsi in Rsi::all() {
        for at in s.range(Metric::TrafficVolume).unwrap().days() {
            let Some(volume) = s.table(Dataset::TrafficVolume).cell(rsi, at) else { continue };
            let v: Vec<f64> = volume.iter().map(|(_, v)| v.unwrap()).collect();
            assert!(v.iter().all(|n| *n > 0.0 && n.fract() == 0.0));
            let (received, sent): (f64, f64) = (v[..4].iter().sum(), v[4..].iter().sum());
            assert!(sent < received && sent > 0.7 * received, "{rsi} {at}: {received} in, {sent} out");
            if let Some(codes) = s.table(Dataset::RcodeVolume).cell(rsi, at) {
                assert_eq!(sum(Some(codes)), sent, "{rsi} {at}");
            }
            for (dataset, messages) in [
                (Dataset::UdpRequestSizes, v[0] + v[1]),
                (Dataset::TcpRequestSizes, v[2] + v[3]),
                (Dataset::UdpResponseSizes, v[4] + v[5]),
                (Dataset::TcpResponseSizes, v[6] + v[7]),
            ] {
                if let Some(sizes) = s.table(dataset).cell(rsi, at) {
                    let ratio = sum(Some(sizes)) / messages;
                    assert!((0.99..1.01).contains(&ratio), "{dataset} {rsi} {at}: {ratio}");
                    assert!(sizes.iter().all(|(_, v)| v.is_some_and(|n| n > 0.0)));
                }
            }
            days += 1;
        }
    }
    assert!(days > 13 * 1900);
}

#[test]
fn weeks_attacks_gaps_and_a_silent_letter_show() {
    let s = full();
    let held = |rsi, at| s.table(Dataset::TrafficVolume).cell(rsi, at).is_some();
    let h = Rsi::from_letter('h').unwrap();
    let silent = DayRange::new(day("2022-03-07"), day("2022-05-08")).unwrap();
    assert!(silent.days().all(|d| !held(h, d)));
    let range = s.range(Metric::TrafficVolume).unwrap();
    for rsi in Rsi::all() {
        let missing = range.days().filter(|d| !held(rsi, *d)).count();
        assert!((1..200).contains(&missing), "{rsi}: {missing} days missing");
    }
    let mut attacked = 0;
    let (mut weekdays, mut weekends) = (0.0, 0.0);
    for at in range.days() {
        let hit = Rsi::all().filter(|r| story::attack(*r, at) > 1.0).count();
        assert!(hit <= 3);
        attacked += usize::from(hit > 0);
        let volume = sum(s.table(Dataset::TrafficVolume).cell(Rsi::A, at)) / story::level(at);
        if hit == 0 && at.weekday() >= 5 {
            weekends += volume / 2.0;
        } else if hit == 0 {
            weekdays += volume / 5.0;
        }
    }
    assert!((3..15).contains(&attacked), "{attacked} days with attacks");
    assert!(weekends / weekdays < 0.92);
}

#[test]
fn instances_grow_from_about_750_to_about_1600() {
    let s = snapshot(day("2026-07-03"));
    let count = |at| Rsi::all().filter_map(|r| s.instances(r).count(day(at))).map(|(v4, _)| v4).sum::<f64>();
    assert!((650.0..850.0).contains(&count("2015-03-05")), "{}", count("2015-03-05"));
    assert!((1_400.0..1_800.0).contains(&count("2026-07-01")), "{}", count("2026-07-01"));
    let (v4, v6) = s.instances(Rsi::A).count(day("2019-01-01")).unwrap();
    assert!(v6 > 0.5 * v4 && v6 <= v4);
}

#[test]
fn nothing_before_the_first_day() {
    let s = snapshot(day("2014-01-01"));
    assert!(Metric::ALL.into_iter().all(|m| s.range(m).is_none()));
}
