//! The whole data set: files, their parts, and that other programs read them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::Ordering;

use axum::http::{Method, StatusCode};
use rssac002_ingest::export::DataFile;
use rssac002_model::{Dataset, Day, DayRange, Rsi};
use rssac002_server::site::{Site, whole, years};
use support::{Answer, INDEX, Server, TODAY, python};

const SITE: &str = "http://charts.example";

/// A server of sample data, with a page.
struct Shared {
    server: Server,
    _site: tempfile::TempDir,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("index.html"), INDEX).unwrap();
    let snapshot = rssac002_ingest::sample::snapshot(Day::parse_iso(TODAY).unwrap());
    Shared { server: Server::new(snapshot, TODAY, Site::folder(site.path().to_owned())), _site: site }
});

fn get(address: &str) -> Answer {
    ask(Method::GET, address, &[])
}

fn ask(method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
    let host = [("host", "charts.example")];
    SHARED.server.ask(method, address, &[headers, &host].concat())
}

#[test]
fn parquet_opens_elsewhere_with_the_numbers_of_the_csv() {
    // Whichever is there: both read the format by code of their own.
    let readers = [
        (
            "duckdb",
            "import duckdb,sys\nfor f in sys.argv[1:]:\n print(*duckdb.sql(f\"select count(*), count(value), sum(value) from '{f}'\").fetchall()[0])",
        ),
        (
            "pyarrow",
            "import pyarrow.parquet as q, pyarrow.compute as c, sys\nfor f in sys.argv[1:]:\n \
            v=q.read_table(f)['value']; print(len(v), len(v)-v.null_count, c.sum(v).as_py())",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    let mut wanted = Vec::new();
    for name in whole::names().filter_map(|name| name.strip_suffix(".parquet").map(str::to_owned)) {
        let csv = get(&format!("/data/{name}.csv"));
        let mut lines = csv.text().lines();
        if !lines.next().is_some_and(|heading| heading.ends_with(",value")) {
            continue;
        }
        let values: Vec<Option<f64>> = lines.map(|l| l.rsplit(',').next()?.parse().ok()).collect();
        let file = folder.path().join(format!("{name}.parquet"));
        std::fs::write(&file, get(&format!("/data/{name}.parquet")).body).unwrap();
        files.push(file);
        let sum: f64 = values.iter().flatten().sum();
        wanted.push((name, values.len(), values.iter().flatten().count(), sum));
    }
    assert!(files.len() > 5, "{files:?}");
    for (module, program) in readers {
        let Some(python) = python(Some(module)) else { continue };
        let output = Command::new(&python).args(["-c", program]).args(&files).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said.lines().count(), files.len(), "{}", String::from_utf8_lossy(&output.stderr));
        for (line, (name, rows, values, sum)) in said.lines().zip(&wanted) {
            let said: Vec<f64> = line.split_whitespace().map(|n| n.parse().unwrap()).collect();
            assert_eq!((said[0] as usize, said[1] as usize), (*rows, *values), "{module} {name}");
            assert!((said[2] - sum).abs() <= sum * 1e-12, "{module} {name}: {} {sum}", said[2]);
        }
        println!("{module}: {} files", files.len());
    }
}

#[test]
fn the_whole_data_set_is_there() {
    assert_eq!(get("/data").header("location"), "/data/");
    let page = get("/data/");
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    assert!(page.text().contains(&format!("<link rel=\"canonical\" href=\"{SITE}/data/\">")));
    let listed = whole::files(&SHARED.server.app.held().snapshot, Day::parse_iso(TODAY).unwrap());
    let mut listed: Vec<&str> =
        listed.iter().flat_map(|file| &file.links).map(|(_, to)| to.as_str()).collect();
    let mut all: Vec<String> = whole::names().map(|name| format!("/data/{name}")).collect();
    listed.sort_unstable();
    all.sort_unstable();
    assert_eq!(listed, all);
    let csv = get("/data/rcode-volume.csv");
    assert_eq!(csv.status, StatusCode::OK);
    assert!(csv.text().starts_with("rsi,day,key,value\r\na,"));
    let known = [("if-none-match", csv.header("etag"))];
    assert_eq!(ask(Method::GET, "/data/rcode-volume.csv", &known).status, StatusCode::NOT_MODIFIED);
    assert!(get("/data/rcode-volume.parquet").body.starts_with(b"PAR1"));
    assert_eq!(csv.header("x-rssac002-data"), "sample");
    for path in ["/data/x.csv", "/data/rcode-volume", "/data/rcode-volume.xls", "/data/..%2fx.csv"] {
        let answer = get(path);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// Every way to a file of the folders by year, as one of their pages tells it.
#[test]
fn folders_by_year_lead_to_files_with_all_numbers() {
    let links = |folder: &str| -> Vec<String> {
        let page = get(folder);
        assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
        let links = page.text().split("<li><a href=\"").skip(1);
        links.map(|link| format!("{folder}{}", link.split('"').next().unwrap())).collect()
    };
    assert_eq!(get("/data/v1").header("location"), "/data/v1/");
    assert_eq!(get("/data/v1/load-time").header("location"), "/data/v1/load-time/");
    let (mut folders, mut files) = (vec!["/data/v1/".to_owned()], BTreeSet::new());
    while let Some(folder) = folders.pop() {
        let (inner, found): (Vec<_>, Vec<_>) =
            links(&folder).into_iter().partition(|link| link.ends_with('/'));
        folders.extend(inner);
        files.extend(found);
    }
    let held = SHARED.server.app.held();
    let all: BTreeSet<String> = DataFile::all().flat_map(|file| years::paths(&held.snapshot, file)).collect();
    assert_eq!(files, all);
    assert!(all.contains("/data/v1/instances/year=2020/instances-2020.parquet"));
    assert_eq!(
        get("/data/v1/load-time/year%3D2020/load-time-2020.parquet").body,
        get("/data/v1/load-time/year=2020/load-time-2020.parquet").body
    );
    for path in ["/data/v1/x/", "/data/v1/%FF", "/data/v1/load-time/year=1999/"] {
        assert_eq!(get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn parquet_is_sent_in_parts() {
    for path in ["/data/rcode-volume.parquet", "/data/v1/rcode-volume/year=2020/rcode-volume-2020.parquet"] {
        let whole = get(path);
        assert_eq!((whole.status, whole.header("accept-ranges")), (StatusCode::OK, "bytes"), "{path}");
        let length = whole.body.len();
        let head = ask(Method::HEAD, path, &[]);
        assert_eq!(head.header("content-length"), length.to_string(), "{path}");
        assert_eq!(
            (head.status, head.header("accept-ranges"), head.body.len()),
            (StatusCode::OK, "bytes", 0)
        );
        let part = |range: &str| ask(Method::GET, path, &[("range", range)]);
        let end = part("bytes=-8");
        assert_eq!((end.status, &end.body[4..]), (StatusCode::PARTIAL_CONTENT, &b"PAR1"[..]), "{path}");
        let told = format!("bytes {}-{}/{length}", length - 8, length - 1);
        assert_eq!((end.header("content-range"), end.header("etag")), (told.as_str(), whole.header("etag")));
        assert!(end.header("access-control-expose-headers").contains("Content-Range"));
        let both = [part("bytes=0-999").body, part("bytes=1000-").body].concat();
        assert_eq!(both, whole.body, "{path}");
        let beyond = part(&format!("bytes={length}-"));
        assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE, "{path}");
        assert_eq!(beyond.header("content-range"), format!("bytes */{length}"), "{path}");
        assert!(beyond.json()["detail"].as_str().unwrap().contains("Range"), "{path}");
        let other = [("range", "bytes=0-7"), ("if-range", "\"another\"")];
        assert_eq!(ask(Method::GET, path, &other).body, whole.body, "{path}");
    }
}

/// Reads one file with polars.
const POLARS: &str = "import polars as pl, datetime as d, sys\n\
         t=pl.scan_parquet(sys.argv[1]).filter(pl.col('rsi')=='k', pl.col('day').is_between(d.date(2020,11,2), d.date(2020,11,8))).collect()\n\
         print(len(t), t['value'].sum())";

/// Programs that read Parquet over HTTP ask for a week of one letter. Each prints rows and sum.
const READERS: [(&str, &str, &str); 4] = [
    ("polars", "/data/udp-response-sizes.parquet", POLARS),
    (
        "pyarrow, fsspec, aiohttp",
        "/data/udp-response-sizes.parquet",
        "import pyarrow.parquet as q, fsspec, datetime as d, sys\n\
         f=fsspec.open(sys.argv[1], cache_type='none').open()\n\
         t=q.read_table(f, filters=[('rsi','=','k'),('day','>=',d.date(2020,11,2)),('day','<=',d.date(2020,11,8))])\n\
         print(len(t), sum(v for v in t['value'].to_pylist() if v is not None))",
    ),
    ("polars", "/data/v1/udp-response-sizes/year=2020/udp-response-sizes-2020.parquet", POLARS),
    (
        "polars",
        "/data/v1/udp-response-sizes",
        "import polars as pl, datetime as d, sys\n\
         files=[f'{sys.argv[1]}/year={y}/udp-response-sizes-{y}.parquet' for y in range(2018, 2024)]\n\
         t=pl.scan_parquet(files, hive_partitioning=True).filter(pl.col('year')==2020, pl.col('rsi')=='k',\
         pl.col('day').is_between(d.date(2020,11,2), d.date(2020,11,8))).collect()\n\
         print(len(t), t['value'].sum())",
    ),
];

#[test]
fn programs_read_a_week_of_one_letter_without_fetching_the_file() {
    let held = SHARED.server.app.held();
    let table = held.snapshot.table(Dataset::UdpResponseSizes);
    let week = Day::parse_iso("2020-11-02").unwrap();
    let cells = (0..7).filter_map(|day| table.cell(Rsi::from_letter('k').unwrap(), week + day));
    let values: Vec<Option<f64>> = cells.flat_map(|cell| cell.iter().map(|(_, value)| value)).collect();
    let sum: f64 = values.iter().flatten().sum();
    assert!(values.len() > 7 && sum > 0.0);
    let whole = get("/data/udp-response-sizes.parquet").body.len() as u64;
    let (address, octets) = SHARED.server.listen_and_count();
    for (modules, path, program) in READERS {
        let Some(python) = python(Some(modules)) else { continue };
        let before = octets.load(Ordering::SeqCst);
        let output = Command::new(&python).args(["-c", program, &format!("http://{address}{path}")]).output();
        let output = output.unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let said: Vec<f64> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [rows, found] = said[..] else { panic!("{}", String::from_utf8_lossy(&output.stderr)) };
        assert_eq!(rows as usize, values.len(), "{modules} {path}");
        assert!((found - sum).abs() <= sum * 1e-12, "{modules} {path}: {found} {sum}");
        let fetched = octets.load(Ordering::SeqCst) - before;
        println!("{modules} {path}: {fetched} of {whole} octets");
        assert!(fetched < whole / 5, "{modules} {path}: {fetched} of {whole} octets");
    }
}

/// The NXDomain responses of these letters on these days, which the snippets have to find, computed from the snapshot.
fn nxdomain(letters: impl Iterator<Item = Rsi>, days: DayRange) -> String {
    let held = SHARED.server.app.held();
    let table = held.snapshot.table(Dataset::RcodeVolume);
    let of = |rsi: Rsi| days.days().filter_map(|day| table.cell(rsi, day)?.get("3")?).sum::<f64>();
    format!("{:.0}", letters.map(of).sum::<f64>())
}

#[test]
fn the_snippets_of_the_page_run() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["rcode-volume.csv", "rcode-volume.parquet"] {
        std::fs::write(folder.path().join(name), get(&format!("/data/{name}")).body).unwrap();
    }
    let path = folder.path().display().to_string();
    let all = SHARED.server.app.held().snapshot.range(Dataset::RcodeVolume.metric()).unwrap();
    let week = DayRange::single(Day::parse_iso("2020-11-04").unwrap()).whole_weeks();
    let (of_all, of_week) = (nxdomain(Rsi::all(), all), nxdomain(Rsi::from_letter('k').into_iter(), week));
    let there = |program: &str| {
        let there = Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success());
        if !there {
            eprintln!("skipped: no {program}");
        }
        there
    };
    for snippet in &whole::SNIPPETS {
        let text = snippet.text.replace("{data}", &path);
        let wanted = if snippet.title == "Python, polars" { &of_week } else { &of_all };
        let output = match snippet.title {
            "curl" => {
                let text = snippet.text.replace("{data}", &format!("file://{path}"));
                let into = tempfile::tempdir().unwrap();
                if cfg!(unix) && there("curl") {
                    let done =
                        Command::new("sh").args(["-c", &text]).current_dir(into.path()).output().unwrap();
                    assert!(done.status.success(), "{done:?}");
                    let fetched = std::fs::read(into.path().join("rcode-volume.csv")).unwrap();
                    assert_eq!(fetched, get("/data/rcode-volume.csv").body);
                }
                continue;
            }
            "Python, pandas" => python(Some("pandas")).map(|python| (python, vec!["-c".to_owned(), text])),
            "Python, pandas and Parquet" => {
                python(Some("pandas, pyarrow")).map(|python| (python, vec!["-c".to_owned(), text]))
            }
            "Python, polars" => python(Some("polars")).map(|python| (python, vec!["-c".to_owned(), text])),
            "R" => there("Rscript").then(|| ("Rscript".to_owned(), vec!["-e".to_owned(), text])),
            "DuckDB" if there("duckdb") => {
                Some(("duckdb".to_owned(), ["-noheader", "-csv", "-c", &text].map(str::to_owned).to_vec()))
            }
            "DuckDB" => python(Some("duckdb")).map(|python| {
                let program =
                    format!("import duckdb; print(duckdb.sql(\"\"\"{text}\"\"\").fetchall()[0][0])");
                (python, vec!["-c".to_owned(), program])
            }),
            other => panic!("{other} is run by no test"),
        };
        let Some((program, arguments)) = output else { continue };
        let done = Command::new(program).args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout).trim().to_owned();
        assert_eq!(said, *wanted, "{}: {}", snippet.title, String::from_utf8_lossy(&done.stderr));
        println!("{}: {said}", snippet.title);
    }
}
