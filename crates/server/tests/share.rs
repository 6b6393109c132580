//! What people take away: pictures, files, previews, embeds, the whole data set. The real router on sample data.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::LazyLock;

use axum::http::{Method, StatusCode};
use proptest::prelude::*;
use rssac002_charts::catalogue::Drawing;
use rssac002_charts::export::{self, csv, digest};
use rssac002_charts::kind;
use rssac002_charts::state::url;
use rssac002_charts::view::{Body, View};
use rssac002_charts::world::Outline;
use rssac002_charts::{CATALOGUE, Chart, ChartState, Clock, DataStore, Provenance};
use rssac002_model::{Dataset, Day, Rsi};
use rssac002_server::http::origin::Origin;
use rssac002_server::image::{self, Format, options::Options};
use rssac002_server::site::{Site, pages};
use serde_json::Value;
use support::{Answer, INDEX, Server, TODAY, python};

const HOST: &str = "charts.example";
const SITE: &str = "http://charts.example";

/// A server of sample data, with a page.
struct Shared {
    server: Server,
    clock: Clock,
    _site: tempfile::TempDir,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("index.html"), INDEX).unwrap();
    std::fs::write(site.path().join("embed.js"), "1").unwrap();
    let snapshot = rssac002_ingest::sample::snapshot(Day::parse_iso(TODAY).unwrap());
    let clock = pages::clock(&snapshot, Day::parse_iso(TODAY).unwrap());
    let server = Server::new(snapshot, TODAY, Site::folder(site.path().to_owned()));
    Shared { server, clock, _site: site }
});

fn get(address: &str) -> Answer {
    SHARED.server.ask(Method::GET, address, &[("host", HOST)])
}

/// The view of a state as the app makes it: from the API's answers.
fn view_of(state: &ChartState) -> View {
    let mut held = DataStore::default();
    let outline = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/world.bin");
    held.set_outline(Outline::decode(&std::fs::read(outline).unwrap()).unwrap());
    for request in kind::requests(state, &SHARED.clock) {
        let answer = get(&format!("/api/v1/{}", request.address()));
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        held.insert(request, request.read(&answer.body).unwrap());
    }
    kind::view(state, &held, &SHARED.clock).unwrap()
}

fn provenance(state: &ChartState) -> Provenance {
    let held = SHARED.server.app.held();
    Provenance::new(state, &SHARED.clock, SITE, &held.snapshot.version, held.snapshot.sample)
}

/// Width, height and pixels (RGB) of a PNG.
fn decode(body: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(body)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    (info.width, info.height, pixels)
}

/// All texts of an SVG.
fn texts(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let texts = document.descendants().filter(|n| n.has_tag_name("text"));
    texts.filter_map(|n| n.text()).map(|t| t.trim().to_owned()).collect()
}

/// A quarter of a year, which is enough to see and quick to draw.
fn short(chart: &'static Chart) -> String {
    if ChartState::new(chart).is_map() {
        return "v=1&date=2020-11-04".to_owned();
    }
    let interval = if chart.intervals.len() > 1 { "&interval=day" } else { "" };
    format!("v=1&time=2020-09-01..2020-11-30{interval}")
}

/// Every chart with such a query, shares also in columns, and totals also compared with other days.
fn queried() -> impl Iterator<Item = (&'static Chart, String)> {
    let totals = |chart: &Chart| matches!(chart.drawing, Drawing::Shares { .. } | Drawing::SizeColumns);
    let in_columns = CATALOGUE.iter().filter(|chart| ChartState::new(chart).is_of_shares());
    let in_columns = in_columns.map(|chart| (chart, format!("{}&type=columns", short(chart))));
    let all: Vec<_> = CATALOGUE.iter().map(|chart| (chart, short(chart))).chain(in_columns).collect();
    let compared = all.clone().into_iter().filter(move |(chart, _)| totals(chart));
    let compared = compared.map(|(chart, query)| (chart, format!("{query}&with=year-before")));
    all.into_iter().chain(compared)
}

#[test]
fn every_chart_is_one_view_in_picture_table_and_file() {
    for (chart, query) in queried() {
        let (state, ignored) = url::parse(chart, &query, &SHARED.clock);
        assert_eq!(ignored, [], "{}", chart.path);
        let view = view_of(&state);
        let provenance = provenance(&state);
        let file = |ending: &str| get(&format!("/{}.{ending}?{query}", chart.path));
        assert_eq!(file("csv").text(), export::csv(&view), "{}", chart.path);
        assert_eq!(file("json").text(), export::json(&view, &provenance), "{}", chart.path);
        assert_eq!(
            file("metadata.json").text(),
            export::metadata(&view, &provenance, export::Extent::View),
            "{}",
            chart.path
        );
        let options = Options { width: 700, height: Some(500), ..Options::default() };
        let svg = get(&format!("/image/{}.svg?{query}&width=700&height=500", chart.path));
        assert_eq!(svg.status, StatusCode::OK, "{}", svg.text());
        let drawn = image::draw(&view, &options, &provenance, Format::Svg).unwrap();
        assert_eq!(svg.text().as_bytes(), drawn, "{}", chart.path);
        check_sheet(&view, svg.text());
        check_numbers(&view, &file("csv"), &file("json"));
        let png = get(&format!("/image/{}.png?{query}&width=700&height=500&scale=1.5", chart.path));
        let (width, height, pixels) = decode(&png.body);
        assert_eq!((width, height), (1050, 750), "{}", chart.path);
        assert!(pixels.chunks_exact(3).any(|p| p.iter().max().unwrap() - p.iter().min().unwrap() > 60));
    }
}

/// The sheet says what the view says, and shows every series by name.
fn check_sheet(view: &View, svg: &str) {
    let texts = texts(svg);
    let all = texts.join(" ");
    let told = view.state.chart.path;
    assert!(all.contains(&view.title) && all.contains(&view.subtitle), "{told}: {all}");
    assert!(all.contains("data to ") && all.contains("Sample data"), "{told}: {all}");
    let bare = |text: &str| text.replace(' ', "");
    assert!(bare(&all).contains(&bare(&provenance(&view.state).link)), "{told}: {all}");
    let legend = view.legend();
    // A pie has more slices than a legend has room for.
    if legend.len() > 1 && !matches!(view.body, Body::Pie(_)) {
        for entry in &legend {
            assert!(texts.contains(&entry.label), "{told}: {} in {all}", entry.label);
        }
    }
}

/// CSV and JSON hold the same numbers, missing ones included.
fn check_numbers(view: &View, csv: &Answer, json: &Answer) {
    let told = view.state.chart.path;
    let number = |text: &str| (!text.is_empty()).then(|| text.parse::<f64>().unwrap());
    let mut lines = csv.text().split_terminator("\r\n");
    // Behind the value may stand how it changed; before it, texts with commas.
    let heading = lines.next().unwrap();
    let place = heading.rsplit(',').position(|name| matches!(name, "value" | "count")).unwrap();
    let from_csv: Vec<Option<f64>> = lines.map(|line| number(line.rsplit(',').nth(place).unwrap())).collect();
    let columns = json.json()["columns"].as_array().unwrap().clone();
    let lists = columns.iter().map(|c| c["values"].as_array().unwrap().iter().map(Value::as_f64).collect());
    let lists: Vec<Vec<Option<f64>>> = lists.collect();
    let mut from_json: Vec<Option<f64>> = lists.concat();
    if matches!(view.body, Body::Map(_)) {
        // The file has a row for each letter at a place, JSON a column for each letter.
        let counts = lists[2..].concat();
        from_json = counts.iter().flatten().map(|n| Some(*n)).collect();
        let sum = |numbers: &[Option<f64>]| numbers.iter().flatten().sum::<f64>();
        assert_eq!((from_csv.len(), sum(&from_csv)), (from_json.len(), sum(&from_json)), "{told}");
        return;
    }
    if matches!(view.body, Body::Boxes(_)) {
        // The file goes by letter, JSON by quantile.
        let (five, letters) = (5, lists[0].len());
        from_json = (0..lists.len() / five)
            .flat_map(|period| {
                (0..letters).flat_map(move |letter| (0..five).map(move |q| (period * five + q, letter)))
            })
            .map(|(column, letter)| lists[column][letter])
            .collect();
    }
    assert_eq!(from_csv, from_json, "{told}");
    assert!(from_csv.iter().any(Option::is_some), "{told}");
    assert_eq!(json.json()["unit"].as_str().map(str::is_empty), Some(false), "{told}");
}

#[test]
fn csv_opens_in_python() {
    let Some(python) = python(None) else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut wanted = Vec::new();
    let mut files = Vec::new();
    for chart in CATALOGUE {
        for kind in ["view", "full"] {
            let answer = get(&format!("/{}.csv?{}&data={kind}", chart.path, short(chart)));
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            let file = folder.path().join(format!("{}.csv", files.len()));
            std::fs::write(&file, &answer.body).unwrap();
            files.push(file);
            let text = answer.text();
            let (heading, rows) = text.split_once("\r\n").unwrap();
            // Numbers stand in the last column, but of a map's places, whose texts stand left of them.
            let of_numbers = |name: &str| matches!(name, "value" | "count");
            let place = heading.rsplit(',').position(of_numbers).unwrap();
            let lines: Vec<&str> = rows.split_terminator("\r\n").collect();
            let sum: f64 = lines.iter().filter_map(|l| l.rsplit(',').nth(place)?.parse::<f64>().ok()).sum();
            wanted.push((chart.path, kind, lines.len(), sum));
        }
    }
    // Strict: a quote in the wrong place is an error.
    let program = "import csv,sys\nfor name in sys.argv[1:]:\n \
        rows=list(csv.reader(open(name,newline='',encoding='utf-8'),strict=True))\n \
        assert len({len(r) for r in rows})==1, name\n \
        at=next(i for i,n in enumerate(rows[0]) if n in ('value','count'))\n \
        print(len(rows)-1, sum(float(r[at]) for r in rows[1:] if r[at]))";
    let output = Command::new(&python).args(["-c", program]).args(&files).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().count(), files.len(), "{}", String::from_utf8_lossy(&output.stderr));
    for (line, (path, kind, rows, sum)) in said.lines().zip(wanted) {
        let said: Vec<f64> = line.split_whitespace().map(|n| n.parse().unwrap()).collect();
        assert_eq!(said[0] as usize, rows, "{path} {kind}");
        assert!((said[1] - sum).abs() <= sum * 1e-12, "{path} {kind}: {} {sum}", said[1]);
    }
}

#[test]
fn full_files_hold_the_published_numbers() {
    let days = "start_date=2020-11-02&end_date=2020-11-08";
    let query = "v=1&time=2020-11-02..2020-11-08&rsi=a.k";
    for (path, endpoint, keys) in [
        ("queries-received/transport", "traffic-volume", 4),
        ("response-codes/noerror-nxdomain", "rcode-volume", 2),
        ("load-time", "load-time", 1),
    ] {
        let published = get(&format!("/api/v1/{endpoint}?rsi=a,k&{days}")).json();
        let file = get(&format!("/{path}.csv?{query}&data=full"));
        let mut rows: BTreeMap<(String, String, String), Option<f64>> = BTreeMap::new();
        for line in file.text().split_terminator("\r\n").skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [day, letter, series, value] = cells[..] else { panic!("{line}") };
            rows.insert((letter.into(), day.into(), series.into()), value.parse().ok());
        }
        let mut seen = 0;
        for (letter, by_day) in published.as_object().unwrap() {
            for (day, map) in by_day.as_object().unwrap() {
                for (key, value) in map.as_object().into_iter().flatten() {
                    let held = rows.get(&(letter.clone(), day.clone(), key.clone()));
                    // traffic-volume has both directions; a chart is made of one.
                    if let Some(held) = held {
                        assert_eq!(*held, value.as_f64(), "{path} {letter} {day} {key}");
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen >= 2 * 7 * keys, "{path}: {seen}");
        let answers = get(&format!("/{path}.json?{query}&data=full")).json();
        let answer = &answers["answers"][0];
        assert_eq!(answer["endpoint"], endpoint);
        assert_eq!(answer["answer"]["rows"], 7);
        // The keys of a chart are a choice of the endpoint's.
        let asked = format!("/api/v1/{endpoint}?rsi=a,k&{days}&shape=columns");
        let series = if answer["answer"]["series"].is_object() { "series" } else { "records" };
        let published = get(&asked).json()[series].clone();
        for (letter, held) in answer["answer"][series].as_object().unwrap() {
            for (key, values) in held.as_object().unwrap() {
                assert_eq!(*values, published[letter][key], "{path} {letter} {key}");
            }
        }
    }
    for chart in CATALOGUE {
        let path = chart.path;
        let file = |ending: &str| get(&format!("/{path}.{ending}?{}&data=full", short(chart)));
        let csv = file("csv");
        let mut lines = csv.text().split_terminator("\r\n").map(|line| line.split(',').count());
        let columns = lines.next().unwrap();
        // A town with a comma is in quotes.
        assert!(lines.all(|cells| cells >= columns), "{path}");
        let value = |line: &str| line.split(',').skip(2).any(|cell| cell.parse::<f64>().is_ok());
        assert!(csv.text().split_terminator("\r\n").skip(1).any(value), "{path}: not empty");
        let json = file("json").json();
        let answers = json["answers"].as_array().unwrap();
        assert!(!answers.is_empty(), "{path}: not empty");
        for answer in answers {
            let letters = match &answer["answer"]["shape"] {
                Value::Null => &answer["answer"],
                _ if answer["answer"]["series"].is_object() => &answer["answer"]["series"],
                _ => &answer["answer"]["records"],
            };
            let shown = ChartState::new(chart).letters().len();
            assert_eq!(letters.as_object().unwrap().len(), shown, "{path}");
            assert!(has_number(letters), "{path}: not empty");
        }
    }
}

fn has_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Array(items) => items.iter().any(has_number),
        Value::Object(fields) => fields.values().any(has_number),
        _ => false,
    }
}

#[test]
fn an_archive_holds_the_files_and_says_what_they_are() {
    for path in ["queries-received/rsi", "response-codes", "instances/map"] {
        let chart = Chart::find(path).unwrap();
        for more in ["", "&data=full"] {
            let query = format!("{}{more}", short(chart));
            let file = |ending: &str| get(&format!("/{path}.{ending}?{query}"));
            let answer = file("zip");
            assert_eq!(answer.header("content-type"), "application/zip");
            let name = answer.header("content-disposition").split('"').nth(1).unwrap().to_owned();
            let stem = name.strip_suffix(".zip").unwrap();
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&answer.body)).unwrap();
            let mut read = |name: &str| {
                let mut text = String::new();
                std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
                text
            };
            assert_eq!(read(&format!("{stem}.csv")), file("csv").text(), "{path} {more}");
            let metadata = read(&format!("{stem}.metadata.json"));
            assert_eq!(metadata, file("metadata.json").text(), "{path} {more}");
            let (text, metadata) = (read("README.txt"), file("metadata.json").json());
            for key in ["title", "subtitle", "source", "retrieved", "link", "licence", "citation"] {
                assert!(text.contains(metadata[key].as_str().unwrap()), "{path} {more}: {key} in {text}");
            }
            assert!(text.contains(&format!("{stem}.csv")) && text.contains("Sample data"), "{text}");
            assert_eq!(archive.len(), 3);
        }
    }
    assert_eq!(get("/queries-received.zip?time=x").status, StatusCode::BAD_REQUEST);
    // The same numbers are the same octets.
    let address = "/queries-received.zip?data=full&time=2020-09-01..2020-09-02&interval=day";
    assert_eq!(get(address).body, get(address).body);
}

#[test]
fn the_full_file_of_a_map_has_the_places_of_its_day() {
    let query = "date=2020-11-04&rsi=a.k";
    let published = get("/api/v1/instances-detail?rsi=a,k&start_date=2020-11-04&end_date=2020-11-04").json();
    let json = get(&format!("/instances/map.json?{query}&data=full")).json();
    assert_eq!(json["answers"], serde_json::json!([{"endpoint": "instances-detail", "answer": published}]));
    let csv = get(&format!("/instances/map.csv?{query}&data=full"));
    let listed = |letter: &str| published[letter]["2020-11-04"].as_array().unwrap().len();
    let lines: Vec<&str> = csv.text().split_terminator("\r\n").collect();
    assert_eq!(lines[0], "date,letter,town,latitude,longitude,count,ipv4,ipv6");
    assert_eq!(lines.len() - 1, listed("a") + listed("k"));
    assert!(listed("a") > 0 && lines[1].starts_with("2020-11-04,a,"), "{}", lines[1]);
}

#[test]
fn long_files_come_in_pieces() {
    let query = "v=1&time=2013-01-01..latest&messages=udp-responses&data=full";
    for ending in ["csv", "json"] {
        let pieces = SHARED.server.pieces(&format!("/packet-sizes/stacked.{ending}?{query}"));
        let (all, longest) =
            (pieces.iter().map(|p| p.len()).sum::<usize>(), pieces.iter().map(|p| p.len()).max());
        // A piece is one series of one letter.
        assert!(pieces.len() > 10 * Rsi::COUNT && all > 1_000_000, "{ending}: {} {all}", pieces.len());
        assert!(longest < Some(200_000), "{ending}: {longest:?}");
    }
    // A letter is asked for when those before it are written.
    struct Count<'a>(&'a std::cell::Cell<usize>);
    impl std::io::Write for Count<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.set(self.0.get() + bytes.len());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let clock = &SHARED.clock;
    let (state, _) = url::parse(Chart::find("packet-sizes/stacked").unwrap(), query, clock);
    let (snapshot, requests) = (SHARED.server.app.held().snapshot.clone(), kind::raw_requests(&state, clock));
    let (count, mut written) = (std::cell::Cell::new(0), Vec::new());
    let mut answer = |request: &rssac002_charts::DataRequest| {
        assert_eq!(request.rsis.len(), 1);
        written.push(count.get());
        rssac002_server::view::answer(&snapshot, request, clock.today)
    };
    csv::full(&state, &requests, &mut answer, &mut Count(&count)).unwrap();
    assert_eq!(written.len(), requests.len() * Rsi::COUNT);
    assert!(written.windows(2).all(|pair| pair[0] < pair[1]), "{written:?}");
}

#[test]
fn files_say_what_they_are() {
    let answer = get("/queries-received/rsi.csv?v=1&time=2020-11-02..2020-11-08&interval=day");
    let name = "rssac002_sample_queries-received-rsi_2020-11-02_2020-11-08.csv";
    assert_eq!(
        answer.header("content-disposition"),
        format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}")
    );
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.text().starts_with("date,letter,series,value\r\n2020-11-02,a,"));
    let known = [("host", HOST), ("if-none-match", answer.header("etag"))];
    let again = "/queries-received/rsi.csv?interval=day&time=2020-11-02..2020-11-08";
    assert_eq!(SHARED.server.ask(Method::GET, again, &known).status, StatusCode::NOT_MODIFIED);
    let metadata = get("/queries-received.metadata.json?v=1&rsi=a.k").json();
    assert_eq!(metadata["letters"], "a.k");
    assert_eq!(metadata["sample"], true);
    assert_eq!(metadata["link"], format!("{SITE}/queries-received?v=1&rsi=a.k"));
    let citation = metadata["citation"].as_str().unwrap();
    assert!(citation.contains("(letters a, k)") && citation.contains(SITE), "{citation}");
    let version = &SHARED.server.app.held().snapshot.version;
    assert!(citation.contains(&format!("data version {version}")), "{citation}");
    let bibtex = metadata["citation_bibtex"].as_str().unwrap();
    assert!(bibtex.starts_with("@misc{rssac002-queries-received-2017-01-02-") && bibtex.ends_with("}\n"));
    assert_eq!(bibtex.matches('{').count(), bibtex.matches('}').count());
    assert!(metadata.get("columns").is_none());
    for (address, status) in [
        ("/queries-received.csv?scale=lgo", StatusCode::BAD_REQUEST),
        ("/queries-received.csv?data=all", StatusCode::BAD_REQUEST),
        ("/queries-received.csv?utm_source=x", StatusCode::OK),
        ("/queries-recieved.csv", StatusCode::NOT_FOUND),
        ("/queries-received.svg", StatusCode::OK),
    ] {
        assert_eq!(get(address).status, status, "{address}");
    }
    assert!(get("/queries-received.png").header("content-disposition").contains(".png"));
    for refused in ["svg?time=x", "png?time=x", "csv?time=x", "json?data=x", "png?width=1"] {
        let answer = get(&format!("/queries-received.{refused}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{refused}");
        assert_eq!(answer.header("content-disposition"), "", "{refused}");
    }
}

#[test]
fn pictures_are_kept_and_known_by_their_tag() {
    let address = "/image/queries-received.png?v=1&type=stacked&width=400&height=300";
    let first = get(address);
    assert_eq!(first.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "image/png"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cache-control", "public, max-age=300"),
        ("content-disposition", ""),
        ("x-frame-options", ""),
    ] {
        assert_eq!(first.header(name), value, "{name}");
    }
    assert!(first.header("content-security-policy").contains("frame-ancestors *"));
    let tag = first.header("etag");
    assert!(tag.starts_with('"'));
    // Another spelling of the same picture.
    let same = "/image/queries-received.png?type=STACKED&height=300&width=400&utm=1&tab=table";
    let known = SHARED.server.ask(Method::GET, same, &[("host", HOST), ("if-none-match", tag)]);
    assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(get(same).body, first.body);
    for other in ["&theme=dark", "&scale=2", "&rsi=a"] {
        let other = get(&format!("{address}{other}"));
        assert_ne!(other.header("etag"), tag);
        assert_ne!(other.body, first.body);
    }
    // The address of the page stands in the picture.
    let elsewhere = SHARED.server.ask(Method::GET, address, &[("host", "other.example")]);
    assert_ne!(elsewhere.header("etag"), tag);
    let dark = decode(&get(&format!("{address}&theme=dark")).body).2;
    assert_eq!(&dark[..3], [0x12, 0x12, 0x12]);
    let sent = SHARED.server.ask(Method::GET, "/image/queries-received.svg", &[("accept-encoding", "gzip")]);
    assert_eq!(sent.header("content-encoding"), "gzip");
}

#[test]
fn a_logarithmic_axis_does_not_hinder_sharpness() {
    let address = "/image/queries-received.png?v=1&type=lines&width=300&height=200&scale=2";
    let (linear, log) = (get(address), get(&format!("{address}&scale=log")));
    assert_eq!((decode(&linear.body).0, decode(&log.body).0), (600, 600));
    assert_ne!(linear.body, log.body);
}

#[test]
fn a_bad_address_has_a_picture_that_says_so() {
    for format in ["svg", "png"] {
        let answer = get(&format!("/image/queries-received.{format}?type=pie&hide=zz"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.header("cache-control"), "no-store");
        if format == "svg" {
            let said = texts(answer.text()).join(" ");
            assert!(said.contains("not understood") && said.contains("type=pie"), "{said}");
            assert!(said.contains("hide=zz"), "{said}");
        } else {
            assert_eq!(decode(&answer.body).0, 960);
        }
    }
    for (query, parameter) in
        [("width=99999", "width"), ("height=1", "height"), ("scale=100", "scale"), ("theme=pink", "theme")]
    {
        let answer = get(&format!("/image/queries-received.png?{query}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.json()["parameter"], parameter);
        assert!(!answer.json()["accepted"].as_str().unwrap().is_empty());
    }
    for path in [
        "/image/",
        "/image/x.png",
        "/image/queries-received",
        "/image/queries-received.gif",
        "/image/..%2fx.png",
    ] {
        assert_eq!(get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// What a tag of the page's head says.
fn content<'a>(page: &'a str, name: &str) -> &'a str {
    let at = page.find(&format!("\"{name}\" content=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    page[at..].split("content=\"").nth(1).unwrap().split('"').next().unwrap()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn a_page_says_what_its_very_chart_shows() {
    for (chart, query) in queried() {
        let page = get(&format!("/{}?{query}&utm_source=x", chart.path));
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        let (state, _) = url::parse(chart, &query, &SHARED.clock);
        let view = view_of(&state);
        assert_eq!(unescape(content(text, "og:title")), view.title);
        let description = unescape(content(text, "og:description"));
        assert!(description.starts_with(&view.subtitle) && description.ends_with(view.summary.trim_end()));
        assert_eq!(content(text, "description"), content(text, "og:description"));
        assert_eq!(unescape(content(text, "og:url")), format!("{SITE}{}", url::permalink(&state)));
        let canonical = escape(&format!("{SITE}{}", url::address(&state)));
        assert!(text.contains(&format!("<link rel=\"canonical\" href=\"{canonical}\">")));
        assert_eq!(content(text, "twitter:card"), "summary_large_image");
        let data = text.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
        let data: Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["@type"], "Dataset");
        assert_eq!(data["name"], view.title);
        let csv = data["distribution"][0]["contentUrl"].as_str().unwrap().strip_prefix(SITE).unwrap();
        assert_eq!(get(csv).text(), csv::csv(&view), "{csv}");
        assert_previewed(text);
        // Without scripts: numbers of the same view.
        let early = text.split("<div class=\"early\">").nth(1).unwrap().split("</noscript>").next().unwrap();
        let digest = digest(&view);
        assert!(!digest.rows.is_empty(), "{}", chart.path);
        for (name, cells) in &digest.rows {
            let cells: String = cells.iter().map(|c| format!("<td>{}</td>", escape(c))).collect();
            let row = format!("<tr><th scope=\"row\">{}</th>{cells}</tr>", escape(name));
            assert!(early.contains(&row), "{}: {row}", chart.path);
        }
    }
    let front = get("/?rsi=k");
    assert_eq!(content(front.text(), "og:url"), format!("{SITE}/?rsi=k"));
    assert!(content(front.text(), "og:title").starts_with("The root server system in week"));
    assert!(content(front.text(), "og:description").starts_with("RSI k received "));
    assert!(front.text().contains(&format!("<link rel=\"canonical\" href=\"{SITE}/?rsi=k\">")));
    let pie = get("/response-codes?v=1&code=3");
    assert_eq!(content(pie.text(), "og:title"), "NXDomain by RSI");
    // A text of somebody else's does not get into the page.
    let evil = SHARED.server.ask(
        Method::GET,
        "/queries-received?rsi=%22%3E%3Cscript%3E",
        &[("host", "\"><script>")],
    );
    assert!(!evil.text().contains("\"><script>"), "{}", evil.text());
    assert!(evil.text().contains("<link rel=\"canonical\" href=\"/queries-received\">"));
}

/// Sees that the picture of a page's preview is there, and says its address from the slash on.
fn assert_previewed(text: &str) -> String {
    let image = unescape(content(text, "og:image"));
    let address = image.strip_prefix(SITE).unwrap();
    let picture = get(address);
    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/png"), "{image}");
    let (width, height, _) = decode(&picture.body);
    assert_eq!((width, height), (1200, 630), "{image}");
    assert_eq!((content(text, "og:image:width"), content(text, "og:image:height")), ("1200", "630"));
    assert!(picture.body.len() < 1_000_000, "{image}: {}", picture.body.len());
    address.to_owned()
}

#[test]
fn every_page_has_a_picture_in_its_preview() {
    for (path, shows) in [
        ("/", "/image/"),
        ("/?rsi=k", "/image/"),
        ("/studies/chromium", "/image/"),
        ("/day/2020-11-04", "/image/queries-received"),
        ("/unusual", "/image/"),
        ("/unusual?rsi=k", "/image/"),
        ("/coverage", "/image/coverage.png?width=1200"),
        ("/coverage?rsi=k&year=2020", "/image/coverage.png?rsi=k&year=2020&width=1200"),
        ("/events", "/image/queries-received.png?v=1&events=on"),
        ("/rsi/k", "/image/"),
        ("/glossary", "/image/queries-received.png"),
        ("/about", "/image/queries-received.png"),
        ("/data/", "/image/queries-received.png"),
        ("/search?q=k", "/image/queries-received.png"),
    ] {
        let page = get(path);
        let address = assert_previewed(page.text());
        assert!(address.starts_with(shows), "{path}: {address}");
        assert!(!content(page.text(), "og:image:alt").is_empty(), "{path}");
    }
}

#[test]
fn without_an_origin_there_are_no_tags_that_need_one() {
    for path in ["/queries-received", "/studies/chromium", "/"] {
        let known = get(path);
        assert_eq!(known.status, StatusCode::OK, "{path}");
        assert!(content(known.text(), "og:image").starts_with(SITE), "{path}");
        let unknown = SHARED.server.get(path);
        let text = unknown.text();
        assert!(text.contains("name=\"description\""), "{path}");
        for tag in ["og:", "twitter:", "oembed"] {
            assert!(!text.contains(tag), "{path}: {tag} in {text}");
        }
    }
}

#[test]
fn made_up_numbers_are_marked_wherever_they_leave() {
    let oembed = format!("/oembed?url={}", "http%3A%2F%2Fcharts.example%2Fqueries-received");
    for address in [
        "/",
        "/queries-received",
        "/embed/queries-received",
        "/queries-received.csv",
        "/queries-received.json?data=full&time=2020-01-01..2020-01-02",
        "/queries-received.png",
        "/image/queries-received.svg",
        "/data/zone-size.csv",
        "/api/v1/coverage",
        &oembed,
    ] {
        let answer = get(address);
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(answer.header("x-rssac002-data"), "sample", "{address}");
    }
    let real = Server::new(rssac002_model::Snapshot::default(), TODAY, Site::folder("none".into()));
    let answer = real.get("/queries-received.csv");
    assert_eq!(answer.header("x-rssac002-data"), "");
    assert!(answer.header("content-disposition").contains("\"rssac002_queries-received_"));
}

#[test]
fn what_is_not_there_is_never_unchanged() {
    let answer = get("/nothing");
    assert_eq!((answer.status, answer.header("etag")), (StatusCode::NOT_FOUND, ""));
    for known in ["*", get("/").header("etag")] {
        let again = SHARED.server.ask(Method::GET, "/nothing", &[("host", HOST), ("if-none-match", known)]);
        assert_eq!(again.status, StatusCode::NOT_FOUND, "{known}");
        assert!(!again.body.is_empty());
    }
}

#[test]
fn metadata_describes_the_file_of_the_same_link() {
    for chart in CATALOGUE {
        for more in ["", "&data=full", "&code=3"] {
            if more == "&code=3" && chart.path != "response-codes" {
                continue;
            }
            let file = |ending: &str| get(&format!("/{}.{ending}?{}{more}", chart.path, short(chart)));
            let (metadata, csv) = (file("metadata.json").json(), file("csv"));
            let names = metadata["csv_columns"].as_array().unwrap().iter().map(|c| c.as_str().unwrap());
            let heading = csv.text().split("\r\n").next().unwrap();
            assert_eq!(names.collect::<Vec<_>>().join(","), heading, "{} {more}", chart.path);
            assert_eq!(metadata["index"], file("json").json()["index"]["name"], "{} {more}", chart.path);
        }
    }
}

#[test]
fn frames_are_for_embeds_only() {
    let page = get("/embed/queries-received?v=1&theme=dark&ui=min");
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-ancestors *") && policy.contains("'sha256-"), "{policy}");
    assert_eq!(page.header("x-frame-options"), "");
    let text = page.text();
    assert!(text.contains("<html lang=\"en\" dir=\"ltr\" data-embed=\"min\" data-theme=\"dark\">"), "{text}");
    let config = text.split("rssac002-config\">").nth(1).unwrap().split("</script>").next().unwrap();
    let config: Value = serde_json::from_str(config).unwrap();
    assert_eq!(
        (&config["embed"], &config["theme"], &config["ui"]),
        (&true.into(), &"dark".into(), &"min".into())
    );
    assert!(text.contains(&format!("<link rel=\"canonical\" href=\"{SITE}/queries-received\">")));
    assert!(text.contains("rel=\"preload\"") && text.contains("noindex"));
    let plain = get("/embed/queries-received?theme=blue");
    assert!(plain.text().contains("<html lang=\"en\" dir=\"ltr\" data-embed=\"full\">"));
    for path in [
        "/",
        "/queries-received?v=1&theme=dark",
        "/nothing",
        "/data/",
        "/oembed",
        "/embed/nothing",
        "/status",
        "/queries-received.csv",
    ] {
        let answer = get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'self'"), "{path}: {policy}");
        assert!(!answer.text().contains("data-embed"), "{path}");
    }
    assert_eq!(get("/embed/nothing").status, StatusCode::NOT_FOUND);
    assert_eq!(get("/embed.js").header("cross-origin-resource-policy"), "cross-origin");
    assert!(get("/").header("access-control-allow-origin").is_empty());
}

#[test]
fn oembed_answers_as_specified() {
    let ask = |address: &str, rest: &str| get(&format!("/oembed?url={address}{rest}"));
    let address = "http%3A%2F%2Fcharts.example%2Fresponse-codes%3Fv%3D1%26code%3D3";
    let answer = ask(address, "&format=json");
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let document = answer.json();
    for (key, value) in [
        ("type", "rich"),
        ("version", "1.0"),
        ("title", "NXDomain by RSI, RSSAC002"),
        ("provider_name", "rssac002-explorer"),
        ("provider_url", "http://charts.example/"),
    ] {
        assert_eq!(document[key], value);
    }
    assert_eq!(document["width"], 800);
    assert!(document["height"].as_u64().unwrap() > 300 && document["cache_age"].is_u64());
    let html = document["html"].as_str().unwrap();
    let source = unescape(html.split("src=\"").nth(1).unwrap().split('"').next().unwrap());
    let (path, query) = source.strip_prefix(SITE).unwrap().split_once('?').unwrap();
    assert_eq!(path, "/embed/response-codes");
    let chart = Chart::find("response-codes").unwrap();
    let (state, ignored) = url::parse(chart, query, &SHARED.clock);
    assert_eq!((state.part.as_deref(), ignored), (Some("3"), vec![]));
    assert!(query.contains("time=1y..latest") && query.contains("rsi=a-m"), "the full state: {query}");
    assert!(html.contains("title=\"NXDomain by RSI, RSSAC002\"") && html.contains("loading=\"lazy\""));
    let thumbnail = document["thumbnail_url"].as_str().unwrap().strip_prefix(SITE).unwrap().to_owned();
    assert_eq!(decode(&get(&thumbnail).body).0, 1200);
    let small = ask(address, "&maxwidth=500&maxheight=200").json();
    assert_eq!((&small["width"], &small["height"]), (&500.into(), &200.into()));
    assert_eq!(small["thumbnail_height"], 200);
    let size = decode(&get(small["thumbnail_url"].as_str().unwrap().strip_prefix(SITE).unwrap()).body);
    assert_eq!((size.0, size.1), (380, 200));
    assert!(ask(address, "&maxwidth=100").json().get("thumbnail_url").is_none());
    for (address, rest, status) in [
        ("http%3A%2F%2Fother.example%2Fqueries-received", "", 404),
        ("http%3A%2F%2Fcharts.example%2Fnothing", "", 404),
        ("queries-received", "", 404),
        (address, "&format=xml", 501),
        (address, "&format[]=xml", 400),
        (address, "&url[]=x", 400),
        (address, "&maxwidth=0", 400),
        (address, "&maxheight=x", 400),
        ("https%3A%2F%2Fcharts.example%2Fembed%2Fqueries-received", "", 200),
        // The front page is no chart.
        ("http%3A%2F%2Fcharts.example", "", 404),
    ] {
        assert_eq!(ask(address, rest).status.as_u16(), status, "{address}{rest}");
    }
    assert_eq!(get("/oembed").status, StatusCode::BAD_REQUEST);
    let list = get("/oembed?url[]=x").json();
    assert!(list["detail"].as_str().unwrap().contains("this is a list"), "{list}");
    // The page says where this is.
    let page = get("/response-codes?code=3");
    let link = page.text().split("application/json+oembed").nth(1).unwrap();
    let link = unescape(link.split("href=\"").nth(1).unwrap().split('"').next().unwrap());
    assert_eq!(get(link.strip_prefix(SITE).unwrap()).json(), document);
}

#[test]
fn a_fixed_origin_is_used_everywhere() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("index.html"), INDEX).unwrap();
    let origin = Origin::fixed("https://stats.example").unwrap();
    let server =
        Server::at(rssac002_model::Snapshot::default(), TODAY, Site::folder(site.path().to_owned()), origin);
    let page = server.ask(Method::GET, "/queries-received", &[("host", "other.example")]);
    assert_eq!(content(page.text(), "og:url"), "https://stats.example/queries-received?v=1");
    let config = page.text().split("rssac002-config\">").nth(1).unwrap().split("</script>").next().unwrap();
    assert_eq!(serde_json::from_str::<Value>(config).unwrap()["site"], "https://stats.example");
    let json = server.ask(Method::GET, "/queries-received.json", &[("host", "other.example")]);
    assert_eq!(json.json()["link"], "https://stats.example/queries-received?v=1");
    let other = [("host", "other.example")];
    let whole = server.ask(Method::GET, "/data/", &other);
    assert!(whole.text().contains("https://stats.example/data/") && !whole.text().contains("other.example"));
    let oembed = "/oembed?url=https%3A%2F%2Fstats.example%2Fqueries-received";
    let oembed = server.ask(Method::GET, oembed, &other).json();
    assert!(oembed["html"].as_str().unwrap().contains("https://stats.example/embed/queries-received?"));
    assert!(oembed["thumbnail_url"].as_str().unwrap().starts_with("https://stats.example/image/"));
    let theirs = "/oembed?url=http%3A%2F%2Fother.example%2Fqueries-received";
    assert_eq!(server.ask(Method::GET, theirs, &other).status, StatusCode::NOT_FOUND);
    assert!(content(page.text(), "og:image").starts_with("https://stats.example/image/"));
    let svg = server.get("/image/queries-received.svg");
    let said = texts(svg.text());
    assert!(said.iter().any(|t| t == "https://stats.example/queries-received?v=1"), "{said:?}");
    assert!(said.iter().any(|t| t == rssac002_charts::words::NO_NUMBERS), "{said:?}");
}

/// Any character, those that XML does not have among the likely ones.
fn any_text() -> impl Strategy<Value = String> {
    let c = prop_oneof![
        any::<char>(),
        proptest::char::range('\0', '\u{ff}'),
        proptest::char::range('\u{fff0}', '\u{ffff}'),
        Just('<'),
    ];
    proptest::collection::vec(c, 0..30).prop_map(|text| text.into_iter().collect())
}

#[test]
fn answers_that_name_the_scheme_a_proxy_told_say_so() {
    let server = Server::at(
        rssac002_model::Snapshot::default(),
        TODAY,
        Site::folder("none".into()),
        Origin::asked(true),
    );
    let headers = [("host", HOST), ("x-forwarded-proto", "https")];
    let svg = server.ask(Method::GET, "/image/queries-received.svg", &headers);
    assert!(svg.text().contains("https://charts.example/"), "{}", svg.text());
    let vary: Vec<_> = svg.headers.get_all("vary").iter().collect();
    assert_eq!(vary, ["Accept-Encoding", "X-Forwarded-Proto"]);
}

#[test]
fn a_page_does_not_wait_for_a_server_with_too_much_to_do() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("index.html"), INDEX).unwrap();
    let server =
        Server::new(rssac002_model::Snapshot::default(), TODAY, Site::folder(site.path().to_owned()));
    let busy = server.all_places();
    let page = server.get("/queries-received/rsi");
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("<title>Queries received by RSI"), "{}", page.text());
    assert!(!page.text().contains("canonical"));
    drop(busy);
    assert!(server.get("/queries-received/rsi").text().contains("canonical"));
}

#[test]
fn what_is_hidden_by_the_legend_stands_in_the_link() {
    for chart in CATALOGUE {
        let view = view_of(&url::parse(chart, &short(chart), &SHARED.clock).0);
        // A series by itself has no button.
        for entry in view.legend().into_iter().filter(|_| view.legend().len() > 1) {
            let mut state = view.state.clone();
            state.toggle_hidden(&entry.id);
            assert_eq!(state.hidden, std::slice::from_ref(&entry.id), "{}", chart.path);
            let (back, ignored) = url::parse(chart, &url::link_query(&state), &SHARED.clock);
            assert_eq!((back, ignored), (state, vec![]), "{}: {}", chart.path, entry.id);
        }
    }
}

#[test]
fn a_published_key_that_holds_a_comma_is_one_field() {
    let day = Day::parse_iso("2019-03-04").unwrap();
    let mut snapshot = rssac002_model::Snapshot::default();
    let table = snapshot.table_mut(Dataset::UdpRequestSizes);
    let keys = [(table.intern("16-31,\"x\""), 70.0), (table.intern("32-47"), 30.0)];
    table.series_mut(Rsi::A).push(day, rssac002_model::DayStatus::Clean, Some(&keys));
    let server = Server::new(snapshot, TODAY, Site::folder("none".into()));
    for (path, shown) in [("packet-sizes/stacked", 5), ("packet-sizes", 4)] {
        let day = if shown == 4 { "interval=day&" } else { "" };
        for data in ["view", "full"] {
            let address = format!("/{path}.csv?{day}time=2019-03-04..2019-03-04&data={data}");
            let csv = server.get(&address);
            assert!(csv.text().contains(",\"16-31,\"\"x\"\"\",70\r\n"), "{address}: {}", csv.text());
            for line in csv.text().lines() {
                let line = line.replace("\"16-31,\"\"x\"\"\"", "key");
                let fields = if data == "full" { 4 } else { shown };
                assert_eq!(line.split(',').count(), fields, "{address}: {line}");
            }
        }
    }
}

#[test]
fn a_day_of_two_periods_is_one_row() {
    let csv =
        get("/load-time/compare.csv?v=1&time=2020-02-01..2020-03-31&with=2020-01-01..2020-02-15&data=full");
    let mut rows: Vec<&str> = csv.text().lines().collect();
    let all = rows.len();
    assert!(
        rows.iter().any(|r| r.starts_with("2020-01-01,"))
            && rows.iter().any(|r| r.starts_with("2020-03-31,"))
    );
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), all);
}

#[test]
fn a_picture_has_room_for_its_chart_at_any_width() {
    use rssac002_charts::draw::scene::Item;
    use rssac002_charts::picture;
    use rssac002_charts::words;
    for (chart, query) in queried() {
        let (state, _) = url::parse(chart, &query, &SHARED.clock);
        let view = view_of(&state);
        let provenance = Provenance::new(&state, &SHARED.clock, SITE, "0123456789abcdef", true);
        for (width, height) in
            [(240, None), (320, None), (360, None), (700, None), (400, Some(300)), (1200, Some(630))]
        {
            let surface =
                Options { width, height, ..Options::default() }.surface(|w| picture::height(&view, w));
            let scene = picture::picture(&view, &surface, &provenance);
            let too_small = scene
                .items
                .iter()
                .any(|i| matches!(i, Item::Text { text, .. } if text.starts_with("This picture is too")));
            let many = view.headings().len() > 1;
            assert!(
                !too_small || (many && height == Some(300)),
                "{} at {width}: {}",
                chart.path,
                words::TOO_SMALL
            );
        }
        // The least that there is says that it is too small, or has a chart and whose numbers these are.
        let surface = Options { width: 240, height: Some(160), ..Options::default() }.surface(|_| 0.0);
        let words: Vec<String> = picture::picture(&view, &surface, &provenance)
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Text { text, .. } => Some(text.clone()),
                _ => None,
            })
            .collect();
        let words = words.join(" ");
        assert!(words.contains("too small") || words.contains("Sample data:"), "{}: {words}", chart.path);
    }
}

#[test]
fn files_leave_out_what_is_hidden_and_say_so() {
    let address = |ending: &str, hide: &str| {
        format!("/queries-received.{ending}?v=1&time=2020-11-02..2020-11-08&rsi=a-c&type=stacked{hide}")
    };
    let all = get(&address("csv", ""));
    let without = get(&address("csv", "&hide=b"));
    let kept: Vec<&str> = all.text().lines().filter(|line| !line.contains(",b,")).collect();
    assert!(kept.len() < all.text().lines().count());
    assert_eq!(without.text().lines().collect::<Vec<_>>(), kept);
    for (path, hidden) in [("response-codes", "3"), ("instances/map", "a"), ("load-time/compare", "second")] {
        let json = get(&format!("/{path}.json?v=1&hide={hidden}")).json();
        assert_eq!(json["hidden"], serde_json::json!([hidden]), "{path}");
    }
    assert_eq!(
        get(&address("metadata.json", "&hide=b&data=full")).json()["hidden"],
        Value::Null,
        "all are in it"
    );
    for ending in ["json", "metadata.json"] {
        assert_eq!(get(&address(ending, "&hide=b")).json()["hidden"], serde_json::json!(["b"]));
        assert_eq!(get(&address(ending, "")).json()["hidden"], serde_json::json!([]));
    }
}

#[test]
fn metadata_names_the_series_of_its_csv() {
    for chart in CATALOGUE {
        let query = short(chart);
        let metadata = get(&format!("/{}.metadata.json?{query}", chart.path)).json();
        let series = metadata["series"].as_array().unwrap();
        let mut named: Vec<&str> = series.iter().map(|s| s["id"].as_str().unwrap()).collect();
        let csv = get(&format!("/{}.csv?{query}", chart.path));
        let mut lines = csv.text().lines();
        let Some(column) = lines.next().unwrap().split(',').position(|c| c == "series") else {
            assert!(chart.path == "instances/map" && named.is_empty());
            continue;
        };
        let mut written: Vec<&str> = lines.map(|line| line.split(',').nth(column).unwrap()).collect();
        for list in [&mut named, &mut written] {
            list.sort_unstable();
            list.dedup();
        }
        assert_eq!(named, written, "{}", chart.path);
    }
    let codes = get("/response-codes.metadata.json?v=1").json();
    assert!(
        codes["series"].as_array().unwrap().contains(&serde_json::json!({"id": "3", "label": "NXDomain"}))
    );
    // The size of the zone is no letter's, and not the operators'.
    let zone = get("/root-zone-size.metadata.json?v=1").json();
    assert_eq!(zone["letters"], "");
    assert!(zone["licence"].as_str().unwrap().starts_with("The root zone maintainer publishes"));
    let zone = get("/root-zone-size.csv?v=1&interval=day");
    assert!(zone.text().lines().nth(1).unwrap().contains(",,"), "{}", zone.text());
}

#[test]
fn what_is_not_held_is_not_said_to_be() {
    let server = Server::new(rssac002_model::Snapshot::default(), TODAY, Site::folder("none".into()));
    for chart in CATALOGUE {
        let metadata = server.get(&format!("/{}.metadata.json", chart.path)).json();
        assert_eq!(metadata["data_to"], Value::Null, "{}", chart.path);
        let svg = server.get(&format!("/image/{}.svg", chart.path));
        let said = texts(svg.text()).join(" ");
        assert!(said.contains("no data") && !said.contains("data to"), "{said}");
    }
    let held = get("/unique-sources/instances.metadata.json?v=1").json();
    assert_eq!(held["data_to"], "2026-10-31", "the metric that is held for fewer days counts");
}

#[test]
fn days_fixed_for_ever_show_the_same_when_more_days_come() {
    // Wednesday, then ten days later.
    let clock = |day: &str| {
        Clock::new(Day::parse_iso("2026-11-21").unwrap())
            .with_latest(rssac002_model::Metric::TrafficVolume, Day::parse_iso(day).unwrap())
    };
    let (then, later) = (clock("2020-06-03"), clock("2020-06-13"));
    for query in [
        "",
        "time=2020-05-04..2020-06-03",
        "time=2020-06-01..2020-06-03",
        "interval=day",
        "time=2020-05-04..2020-05-13",
    ] {
        let chart = Chart::find("queries-received").unwrap();
        let (state, ignored) = url::parse(chart, query, &then);
        assert!(ignored.is_empty());
        let fixed = state.fixed(&then);
        let alone = query.contains("06-01");
        // A week by itself cannot be left out.
        assert!(
            alone || kind::days_shown(&fixed, &then) == kind::days_shown(&fixed, &later),
            "{query}: {fixed:?}"
        );
        let (read, _) = url::parse(chart, &url::link_query(&fixed), &later);
        assert_eq!(read, fixed, "{query}");
    }
}

#[test]
fn an_embed_of_a_table_is_of_the_chart_and_its_words_do_not_age() {
    let (state, _) = url::parse(Chart::find("instances/map").unwrap(), "tab=table", &SHARED.clock);
    let view = view_of(&state);
    let options = rssac002_charts::export::embed::Options {
        theme: None,
        minimal: false,
        width: None,
        height: 400,
        follows: false,
    };
    let frame = rssac002_charts::export::embed::frame(&view, &state, SITE, options);
    assert!(frame.contains(" style=\"width:100%;height:400px;border:0\"></iframe>"), "{frame}");
    let sized = rssac002_charts::export::embed::Options { width: Some(320), ..options };
    let sized = rssac002_charts::export::embed::frame(&view, &state, SITE, sized);
    assert!(
        sized.contains(" width=\"320\" height=\"400\" style=\"max-width:100%;border:0\"></iframe>"),
        "{sized}"
    );
    assert!(frame.contains("&amp;tab=chart\" title=\"Instances on the map, RSSAC002\""), "{frame}");
    let (state, _) = url::parse(Chart::find("queries-received").unwrap(), "time=1y..latest", &SHARED.clock);
    let moving = rssac002_charts::export::embed::image(&view_of(&state), &state, SITE, None);
    assert!(moving.contains("alt=\"Queries received, RSSAC002\""), "{moving}");
    let fixed = state.fixed(&SHARED.clock);
    let fixed = rssac002_charts::export::embed::image(&view_of(&fixed), &fixed, SITE, None);
    assert!(fixed.contains("alt=\"Queries received. All 13 RSIs, daily average"), "{fixed}");
}

#[test]
fn a_picture_that_is_refused_says_so_and_is_not_kept() {
    let server = Server::new(rssac002_model::Snapshot::default(), TODAY, Site::folder("none".into()));
    let png = server.get("/image/queries-received.png?scale=lgo");
    assert_eq!((png.status, png.header("content-type")), (StatusCode::BAD_REQUEST, "image/png"));
    assert_eq!((png.header("cache-control"), png.header("etag")), ("no-store", ""));
    assert_eq!(server.bodies(), (0, 0));
    let svg = get("/image/queries-received.svg?scale=lgo&width=500");
    let said = texts(svg.text()).join(" ");
    assert!(said.contains("scale=lgo was ignored (accepted: linear, log)"), "{said}");
}

#[test]
fn a_picture_says_where_it_is_from() {
    for chart in CATALOGUE {
        let (state, _) = url::parse(chart, &short(chart), &SHARED.clock);
        let png = get(&format!("/image/{}.png?{}", chart.path, short(chart)));
        let reader = png::Decoder::new(std::io::Cursor::new(&png.body)).read_info().unwrap();
        let texts = &reader.info().utf8_text;
        let text = |keyword: &str| texts.iter().find(|t| t.keyword == keyword).unwrap().get_text().unwrap();
        let view = view_of(&state);
        assert_eq!(text("Title"), view.title);
        assert!(text("Description").starts_with(&view.subtitle));
        let source = text("Source");
        for part in ["Retrieved 2026-11-21", "on its own terms", &format!("{SITE}/{}?v=1", chart.path)] {
            assert!(source.contains(part), "{part} in {source}");
        }
    }
}

#[test]
fn a_refused_picture_is_xml() {
    let answer = get("/image/queries-received.svg?time=%01%EF%BF%BE%3Cx");
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(texts(answer.text()).join(" ").contains("time=<x"), "{}", answer.text());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_text_of_a_picture_is_xml(title in any_text(), detail in any_text()) {
        let surface = Options::preview().surface(|width| width / 2.0);
        let scene = rssac002_charts::picture::notice(&title, &detail, &surface);
        let svg = export::svg::document(&scene, &title, &detail);
        let document = roxmltree::Document::parse(&svg).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let said = document.descendants().find(|n| n.has_tag_name("title")).and_then(|n| n.text());
        let plain = |c: &char| c.is_ascii_alphanumeric();
        let kept: String = said.unwrap_or_default().chars().filter(plain).collect();
        prop_assert_eq!(kept, title.chars().filter(plain).collect::<String>());
    }

    #[test]
    fn no_address_makes_the_server_fail(
        chart in 0..CATALOGUE.len(),
        place in 0..10usize,
        query in "((time|rsi|hide|code|type|width|height|scale|theme|data|with|date|at)=[ -~]{0,9}&|time=20(19|20)-1[012]-0[1-9]\\.\\.(2020-12-0[1-9]|latest)&|rsi=[a-m]&|width=[2-9][0-9][0-9]&|interval=(day|week)&){0,5}",
    ) {
        let encode = |text: &str, kept: &[u8]| -> String {
            text.bytes().map(|b| match b {
                b if b.is_ascii_alphanumeric() || kept.contains(&b) => char::from(b).to_string(),
                b => format!("%{b:02X}"),
            }).collect()
        };
        let (path, query) = (CATALOGUE[chart].path, encode(&query, b"=&-._"));
        let address = match place {
            0 => format!("/{path}?{query}"),
            1 => format!("/embed/{path}?{query}"),
            2 => format!("/oembed?url={}", encode(&format!("{SITE}/{path}?{query}"), b"")),
            3 => format!("/image/{path}.svg?{query}"),
            4 => format!("/image/{path}.png?{query}"),
            _ => format!("/{path}.{}?{query}", ["csv", "json", "metadata.json", "zip", "svg"][place - 5]),
        };
        let answer = get(&address);
        // Bad parts are refused or passed over; the place is there.
        prop_assert!([StatusCode::OK, StatusCode::BAD_REQUEST].contains(&answer.status), "{}: {}", address, answer.status);
    }
}
