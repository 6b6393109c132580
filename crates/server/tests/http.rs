//! The real router on a small snapshot: status, headers, codings, entity tags, problems, pages and files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::http::{Method, StatusCode};
use proptest::prelude::*;
use rssac002_charts::DataRequest;
use rssac002_charts::catalogue::Keys;
use rssac002_fetch::upstream::Freshness;
use rssac002_model::json::{Asked, read};
use rssac002_model::{
    Columns, Dataset, Day, DayRange, DayStatus, Direction, Field, Place, Rsi, Snapshot, Step,
};
use rssac002_server::site::Site;
use support::Server;

const DAYS: &str = "start_date=2020-11-02&end_date=2020-11-04";

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// Three days of a and b, made up.
fn fixture() -> Snapshot {
    let mut snapshot = Snapshot::default();
    snapshot.version = "v1".into();
    let table = snapshot.table_mut(Dataset::TrafficVolume);
    let keys = rssac002_model::metric::TRAFFIC_VOLUME_KEYS.map(|key| table.intern(key));
    for (letter, from) in [('a', 1.0), ('b', 1000.0)] {
        let series = table.series_mut(Rsi::from_letter(letter).unwrap());
        for i in 0..3 {
            let entries: Vec<(u32, f64)> =
                keys.iter().map(|k| (*k, from + f64::from(*k) + f64::from(i))).collect();
            series.push(day("2020-11-02") + i, DayStatus::Clean, Some(&entries));
        }
    }
    let place = Place { count: Field::Value(3.0), town: Field::Value("Oslo".into()), ..Place::default() };
    let series = snapshot.instances_mut(Rsi::A);
    series.push(day("2020-11-02"), DayStatus::Clean, Some(Arc::from([place])));
    snapshot
}

fn server() -> Server {
    Server::new(fixture(), "2026-11-21", Site::embedded())
}

#[test]
fn an_answer_has_its_shape_and_its_headers() {
    let server = server();
    let address = format!("/api/v1/traffic-volume?rsi=a,b&{DAYS}&totals=received&sum");
    let answer = server.get(&address);
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.text(), r#"{"2020-11-02":4016,"2020-11-03":4024,"2020-11-04":4032}"#);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("vary"), "Accept-Encoding");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "public, no-cache");
    assert!(answer.header("last-modified").ends_with("GMT"));
    assert!(answer.headers.get("x-rssac002-data").is_none());
    let with_ending = server.get(&address.replace("traffic-volume?", "traffic-volume.php?"));
    assert_eq!(with_ending.text(), answer.text());
    let count = server.get(&format!("/api/v1/instances-count?rsi=a&{DAYS}"));
    assert_eq!(
        count.text(),
        r#"{"a":{"2020-11-02":{"ipv4":3,"ipv6":0},"2020-11-03":null,"2020-11-04":null}}"#
    );
    let detail = server.get(&format!("/api/v1/instances-detail?rsi=a&{DAYS}&shape=columns"));
    assert_eq!(
        detail.text(),
        r#"{"a":{"2020-11-02":[{"Count":3,"Town":"Oslo"}],"2020-11-03":null,"2020-11-04":null}}"#
    );
}

#[test]
fn the_entity_tag_tells_whether_the_answer_is_known() {
    let server = server();
    let address = format!("/api/v1/traffic-volume?rsi=a-b&{DAYS}");
    let first = server.get(&address);
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'));
    let same = server.get(&format!("/api/v1/traffic-volume?{DAYS}&rsi=B,a&unknown=1"));
    assert_eq!(same.header("etag"), tag, "another spelling of the same question");
    let known = server.ask(Method::GET, &address, &[("if-none-match", &tag)]);
    assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(known.header("etag"), tag);
    assert_eq!(known.header("access-control-allow-origin"), "*");
    let other = server.get(&format!("{address}&week"));
    assert_ne!(other.header("etag"), tag);
    let coded = server.ask(Method::GET, &address, &[("accept-encoding", "gzip")]);
    assert_ne!(coded.header("etag"), tag, "another coding is another body");
    let mut next = fixture();
    next.version = "v2".into();
    server.app.swap(next);
    assert_ne!(server.get(&address).header("etag"), tag, "new data");
}

/// An address of each kind, and whether any page may read it.
const ADDRESSES: [(&str, bool); 24] = [
    ("/", false),
    ("/queries-received", false),
    ("/embed/queries-received", false),
    ("/day/2020-11-03", false),
    ("/unusual", false),
    ("/coverage", false),
    ("/rsi/a", false),
    ("/search?q=day", false),
    ("/no-such-page", false),
    ("/load_comp.html", false),
    ("/docs", false),
    ("/docs/", false),
    ("/data", true),
    ("/data/", true),
    ("/data/%FF", true),
    ("/no-such-file.map", true),
    ("/queries-received.csv", true),
    ("/events.json", true),
    ("/oembed?url=x", true),
    ("/image/queries-received.svg", true),
    ("/api/v1/nothing", true),
    ("/api/v1/traffic-volume?rsi=a&start_date=2020-11-02&end_date=2020-11-04", true),
    ("/readyz", false),
    ("/healthz", false),
];

#[test]
fn every_answer_says_what_may_be_done_with_it() {
    let server = server();
    for (address, open) in ADDRESSES {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::POST] {
            let answer = server.ask(method.clone(), address, &[]);
            let what = format!("{method} {address}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
            assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{what}");
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
            assert!(answer.header("permissions-policy").contains("geolocation=()"), "{what}");
            let policy = answer.header("content-security-policy");
            for rule in ["default-src", "base-uri 'none'", "form-action", "frame-ancestors"] {
                assert!(policy.contains(rule), "{what}: {policy}");
            }
            assert_eq!(answer.header("access-control-allow-origin"), if open { "*" } else { "" }, "{what}");
            let framed = address.starts_with("/embed/") && matches!(method, Method::GET | Method::HEAD);
            let policy = if open || framed { "cross-origin" } else { "same-origin" };
            assert_eq!(answer.header("cross-origin-resource-policy"), policy, "{what}");
            let is_page = answer.header("content-type").starts_with("text/html");
            if answer.status.is_client_error() && !is_page {
                assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
                assert_eq!(answer.header("cache-control"), "no-store", "{what}");
            }
        }
    }
}

#[test]
fn what_moved_is_asked_for_again_after_a_day() {
    for address in ["/load_comp.html", "/data", "/docs"] {
        let answer = server().get(address);
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{address}");
        assert_eq!(answer.header("cache-control"), "public, max-age=86400", "{address}");
    }
}

#[test]
fn a_file_that_is_not_there_is_told_in_few_words() {
    let server = server();
    for address in
        ["/apple-touch-icon-precomposed.png", "/app.js.map", "/wp/x.xml", "/data/%FF", "/data/x.csv"]
    {
        let answer = server.get(address);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{address}");
        assert!(answer.body.len() < 2000, "{address}");
    }
    let name = server.get("/data/traffic%2Dvolume.csv");
    assert_eq!(name.status, StatusCode::OK, "a name may be spelled in another way");
}

#[test]
fn who_takes_nothing_gets_nothing() {
    let server = server();
    let address = format!("/api/v1/traffic-volume?rsi=a&{DAYS}");
    let answer = server.ask(Method::GET, &address, &[("accept-encoding", "identity;q=0, deflate")]);
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
    assert!(answer.text().contains("one of zstd, br, gzip and identity"), "{}", answer.text());
    let since = server.get(&address).header("last-modified").to_owned();
    let known = server.ask(Method::GET, &address, &[("if-modified-since", &since)]);
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
}

#[test]
fn requests_wait_until_the_numbers_are_read() {
    let starting = Server::starting("2026-11-21");
    assert_eq!(starting.get("/healthz").text(), "ok\n");
    let waits = starting.get("/readyz");
    assert_eq!((waits.status, waits.text()), (StatusCode::SERVICE_UNAVAILABLE, r#"{"state":"starting"}"#));
    let app = starting.app.clone();
    let reading = std::thread::spawn(move || app.swap(fixture()));
    let answer = starting.get(&format!("/api/v1/traffic-volume?rsi=a,b&{DAYS}&totals=received&sum"));
    assert_eq!(answer.text(), r#"{"2020-11-02":4016,"2020-11-03":4024,"2020-11-04":4032}"#);
    reading.join().unwrap();
    let ready = starting.get("/readyz");
    assert_eq!(ready.status, StatusCode::OK);
    let ready: serde_json::Value = serde_json::from_str(ready.text()).unwrap();
    assert_eq!(
        (&ready["state"], &ready["latest"]["traffic-volume"]),
        (&"ready".into(), &"2020-11-04".into())
    );
}

#[test]
fn numbers_of_an_upstream_say_how_old_they_are() {
    let server = server();
    let address = format!("/api/v1/traffic-volume?rsi=a&{DAYS}");
    assert_eq!(server.get(&address).header("age"), "", "numbers of our own have no age");
    server.app.freshness.store(Some(Arc::new(Freshness {
        from: "https://example.org/api/v1/".to_owned(),
        confirmed: Some(SystemTime::now() - Duration::from_secs(7_000)),
        failing: 2,
        missing: 1,
    })));
    let is_age = |age: u64| (7_000..8_000).contains(&age);
    let answer = server.get(&address);
    assert!(is_age(answer.header("age").parse().unwrap()));
    let etag = answer.header("etag").to_owned();
    let known = server.ask(Method::GET, &address, &[("if-none-match", &etag)]);
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    assert!(is_age(known.header("age").parse().unwrap()));
    assert_eq!(server.get("/api/v1/traffic-volume").header("age"), "", "a refusal is as new as its request");
    let ready: serde_json::Value = serde_json::from_str(server.get("/readyz").text()).unwrap();
    let upstream = &ready["upstream"];
    assert!(is_age(upstream["age"].as_u64().unwrap()), "{ready}");
    assert_eq!((&upstream["failing"], &upstream["missing"]), (&2.into(), &1.into()));
}

#[test]
fn every_coding_gives_the_same_text() {
    let server = server();
    let address = format!("/api/v1/traffic-volume?rsi=a-m&{DAYS}&shape=columns");
    let plain = server.get(&address);
    assert_eq!(plain.header("content-encoding"), "");
    for (accept, coding) in [("br, gzip", "br"), ("zstd, gzip", "zstd"), ("gzip", "gzip")] {
        // Twice: made, and kept from before.
        for _ in 0..2 {
            let answer = server.ask(Method::GET, &address, &[("accept-encoding", accept)]);
            assert_eq!(answer.header("content-encoding"), coding);
            assert_eq!(answer.header("x-rssac002-octets"), plain.body.len().to_string(), "{coding}");
            let mut text = Vec::new();
            match coding {
                "br" => brotli::Decompressor::new(&answer.body[..], 4096)
                    .read_to_end(&mut text)
                    .map(|_| ())
                    .unwrap(),
                "zstd" => text = zstd::decode_all(&answer.body[..]).unwrap(),
                _ => {
                    flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut text).map(|_| ()).unwrap()
                }
            }
            assert_eq!(text, plain.body);
        }
    }
}

#[test]
fn what_charts_ask_first_is_made_ahead() {
    let server = server();
    server.warm();
    let made = server.bodies().0;
    assert!(made > 3);
    let clock = rssac002_server::site::pages::clock(&server.app.held().snapshot, day("2026-11-21"));
    for chart in rssac002_charts::CATALOGUE {
        for address in rssac002_server::site::pages::Page::Chart(chart).first_requests("", &clock, None) {
            // The land is a file of the site, which is not built here.
            if address == rssac002_charts::world::outline::ADDRESS {
                continue;
            }
            let answer = server.ask(Method::GET, &address, &[("accept-encoding", "gzip, br, zstd")]);
            assert_eq!(answer.status, StatusCode::OK, "{address}");
        }
    }
    assert_eq!(server.bodies().0, made, "nothing had to be made");
}

#[test]
fn long_answers_come_in_pieces_and_whole() {
    let mut snapshot = fixture();
    let place = Place { town: Field::Value("Ouagadougou".into()), ..Place::default() };
    for i in 0..400 {
        let places: Vec<Place> = vec![Place { count: Field::Value(f64::from(i)), ..place.clone() }; 600];
        snapshot.instances_mut(Rsi::A).push(day("2020-11-03") + i, DayStatus::Clean, Some(places.into()));
    }
    let server = Server::new(snapshot, "2026-11-21", Site::embedded());
    let address = "/api/v1/instances-detail?rsi=a&start_date=2020-11-01&end_date=2021-12-31";
    let plain = server.get(address);
    assert_eq!(plain.status, StatusCode::OK);
    assert!(plain.headers.get("content-length").is_none(), "sent piece by piece");
    assert_eq!(plain.json()["a"]["2021-01-01"][599]["Town"], "Ouagadougou");
    for (coding, limit) in [("br", 1_000_000), ("gzip", 1_000_000), ("zstd", 1_000_000)] {
        let coded = server.ask(Method::GET, address, &[("accept-encoding", coding)]);
        assert!(coded.body.len() < limit && coded.header("content-encoding") == coding, "{coding}");
    }
    assert_eq!(server.bodies().0, 0, "long answers are not kept");
    let head = server.ask(Method::HEAD, address, &[]);
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
}

#[test]
fn refusals_are_problem_documents() {
    let server = server();
    for (address, status, parameter) in [
        (format!("/api/v1/traffic-volume?rsi=n&{DAYS}"), 400, Some("rsi")),
        (format!("/api/v1/traffic-volume?{DAYS}"), 400, Some("rsi")),
        ("/api/v1/zone-size?start_date=2020-02-30&end_date=2020-03-01".into(), 400, Some("start_date")),
        ("/api/v1/load-time?rsi=a&start_date=2020-01-01&end_date=2099-01-01".into(), 400, Some("end_date")),
        ("/api/v1/coverage?metric=x".into(), 400, Some("metric")),
        ("/api/v1/traffic_volume".into(), 404, None),
        ("/api/v1/".into(), 404, None),
        ("/api/v1".into(), 404, None),
        ("/api/v1/a/b".into(), 404, None),
    ] {
        let answer = server.get(&address);
        let json = answer.json();
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(json["status"], status);
        assert_eq!(json["parameter"].as_str(), parameter, "{address}");
        assert_eq!(json["accepted"].is_string(), parameter.is_some(), "{address}");
        let listed = json["endpoints"].as_array().map_or(0, Vec::len);
        assert_eq!(listed, if status == 404 { 13 } else { 0 });
    }
}

#[test]
fn get_head_and_options_are_answered_and_nothing_else() {
    let server = server();
    let address = format!("/api/v1/traffic-volume?rsi=a&{DAYS}");
    let get = server.get(&address);
    let head = server.ask(Method::HEAD, &address, &[]);
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header("etag"), get.header("etag"));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    for path in [address.as_str(), "/", "/status"] {
        let options = server.ask(Method::OPTIONS, path, &[]);
        assert_eq!(options.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(options.header("allow"), "GET, HEAD, OPTIONS");
        let allowed = if path == address { "GET, HEAD, OPTIONS" } else { "" };
        assert_eq!(options.header("access-control-allow-methods"), allowed);
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let refused = server.ask(method, path, &[]);
            assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(refused.header("allow"), "GET, HEAD, OPTIONS");
            assert_eq!(refused.json()["status"], 405);
        }
    }
}

#[test]
fn what_would_be_much_work_is_not_made_for_a_head() {
    let server = server();
    let days = "rsi=a-m&start_date=2013-01-01&end_date=2026-11-20";
    for address in [
        format!("/api/v1/traffic-volume?{days}"),
        format!("/api/v1/traffic-volume?{days}&shape=columns"),
        "/image/queries-received.png?width=2900&height=3000".to_owned(),
        // Parquet is made, and kept: its readers ask for the length first.
        "/data/traffic-volume.csv".to_owned(),
        "/queries-received.csv?data=full".to_owned(),
    ] {
        let busy = server.all_places();
        let head = server.ask(Method::HEAD, &address, &[]);
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "{address}");
        assert_eq!(head.header("content-length"), "", "{address}");
        drop(busy);
        let get = server.get(&address);
        assert!(get.status == StatusCode::OK && !get.body.is_empty(), "{address}");
        assert_eq!(head.header("etag"), get.header("etag"), "{address}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{address}");
    }
}

#[test]
fn sample_data_say_so() {
    let mut snapshot = fixture();
    snapshot.sample = true;
    let server = Server::new(snapshot, "2026-11-21", Site::embedded());
    for address in
        [format!("/api/v1/load-time?rsi=a&{DAYS}"), "/api/v1/coverage".into(), "/api/v1/nothing".into()]
    {
        assert_eq!(server.get(&address).header("x-rssac002-data"), "sample", "{address}");
    }
    assert_eq!(server.get("/api/v1/coverage").json()["sample"], true);
    assert_eq!(server.get("/status").json()["sample"], true);
}

#[test]
fn status_and_health() {
    let server = server();
    assert_eq!(server.get("/healthz").text(), "ok\n");
    let status = server.get("/status").json();
    assert_eq!(status["version"], "v1");
    assert_eq!(status["latest"]["traffic-volume"], "2020-11-04");
    assert_eq!(status["latest"]["instances"], "2020-11-02");
    assert_eq!(status["today"], "2026-11-21");
    let openapi = server.get("/api/v1/openapi.json").json();
    assert_eq!(openapi["openapi"], "3.1.0");
}

/// A site as Trunk makes it.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let index = "<html><head><title>x</title><!-- rssac002:head --><script type=\"module\">start()</script></head></html>";
    for (name, text) in [
        ("index.html", index),
        ("app-0123456789abcdef.js", "let x;"),
        ("app-0123456789abcdef.js.br", "as brotli"),
        ("app-0123456789abcdef_bg.wasm", "wasm"),
        ("hello.txt", "hello"),
        ("sw.js", "addEventListener"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn pages_carry_what_the_app_needs_first() {
    let folder = site();
    let server = Server::new(fixture(), "2026-11-21", Site::folder(folder.path().into()));
    for (path, status) in
        [("/", 200), ("/queries-received", 200), ("/studies/chromium", 200), ("/no-such-page", 404)]
    {
        let page = server.get(path);
        assert_eq!(page.status.as_u16(), status, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-cache");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"), "{policy}");
        assert!(policy.contains("frame-ancestors 'self'"));
        let text = page.text();
        let (_, config) = text.split_once("id=\"rssac002-config\">").unwrap();
        let config: serde_json::Value =
            serde_json::from_str(config.split_once("</script>").unwrap().0).unwrap();
        assert_eq!(config["latest"]["traffic-volume"], "2020-11-04");
        assert_eq!(config["today"], "2026-11-21");
        assert_eq!(config["api"], "/api/v1");
        let ahead = text.split("<link rel=\"preload\" as=\"fetch\" crossorigin=\"anonymous\" href=\"").nth(1);
        assert_eq!(ahead.is_some(), status == 200 && path != "/", "{path}");
        if let Some(ahead) = ahead {
            let address = ahead.split_once('"').unwrap().0.replace("&amp;", "&");
            assert!(address.contains("end_date=2020-11-04"), "{address}");
            assert_eq!(server.get(&address).status, StatusCode::OK);
        }
    }
    let page = server.get("/queries-received");
    assert!(page.text().contains("<title>Queries received"));
    // Previews need an origin.
    let study = server.ask(Method::GET, "/studies/chromium", &[("host", "charts.example")]);
    let study = study.text();
    assert!(study.contains("<title>The end of Chromium's random names"), "{study}");
    assert!(
        study.contains("http://charts.example/image/queries-received.png?")
            && study.contains("/studies/chromium\">"),
        "{study}"
    );
    let known = server.ask(Method::GET, "/queries-received", &[("if-none-match", page.header("etag"))]);
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let moved = server.get("/rcode_pie.html");
    assert_eq!((moved.status, moved.header("location")), (StatusCode::MOVED_PERMANENTLY, "/response-codes"));
    let moved = server.get("/index.html");
    assert_eq!((moved.status, moved.header("location")), (StatusCode::MOVED_PERMANENTLY, "/"));
}

#[test]
fn files_are_served_as_they_are_or_compressed() {
    let folder = site();
    let server = Server::new(fixture(), "2026-11-21", Site::folder(folder.path().into()));
    let plain = server.get("/app-0123456789abcdef.js");
    assert_eq!(
        (plain.text(), plain.header("cache-control")),
        ("let x;", "public, max-age=31536000, immutable")
    );
    assert_eq!(plain.header("content-type"), "text/javascript; charset=utf-8");
    let coded = server.ask(Method::GET, "/app-0123456789abcdef.js", &[("accept-encoding", "gzip, br")]);
    assert_eq!((coded.text(), coded.header("content-encoding")), ("as brotli", "br"));
    assert_ne!(coded.header("etag"), plain.header("etag"));
    let gzip = server.ask(Method::GET, "/app-0123456789abcdef.js", &[("accept-encoding", "gzip")]);
    assert_eq!((gzip.text(), gzip.header("content-encoding")), ("let x;", ""), "there is no such copy");
    let known =
        server.ask(Method::GET, "/app-0123456789abcdef.js", &[("if-none-match", plain.header("etag"))]);
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    assert_eq!(server.get("/app-0123456789abcdef_bg.wasm").header("content-type"), "application/wasm");
    assert_eq!(server.get("/hello.txt").header("cache-control"), "no-cache");
    for path in ["/app-0123456789abcdef.js.br", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd"] {
        assert_eq!(server.get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn the_worker_is_asked_for_again_and_may_fetch_what_is_here() {
    let folder = site();
    let server = Server::new(fixture(), "2026-11-21", Site::folder(folder.path().into()));
    let worker = server.get("/sw.js");
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    let known = server.ask(Method::GET, "/sw.js", &[("if-none-match", worker.header("etag"))]);
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    for answer in [worker, known] {
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert!(answer.header("content-security-policy").contains("connect-src 'self'"));
    }
}

#[test]
fn the_manual_stands_below_its_address_and_runs_nothing() {
    let folder = site();
    let server = Server::new(fixture(), "2026-11-21", Site::folder(folder.path().into()));
    // Built without it.
    let none = server.get("/docs/");
    assert_eq!((none.status, none.header("cache-control")), (StatusCode::NOT_FOUND, "no-cache"));
    assert!(none.text().contains("The manual is not in this program"), "{}", none.text());
    std::fs::create_dir(folder.path().join("docs")).unwrap();
    for (name, text) in
        [("index.html", "<p>first"), ("api.html", "<p>api"), ("book.css", "a{}"), ("rooms.svg", "<svg/>")]
    {
        std::fs::write(folder.path().join("docs").join(name), text).unwrap();
    }
    let moved = server.get("/docs");
    assert_eq!((moved.status, moved.header("location")), (StatusCode::MOVED_PERMANENTLY, "/docs/"));
    for (address, text, media_type) in [
        ("/docs/", "<p>first", "text/html; charset=utf-8"),
        ("/docs/api.html", "<p>api", "text/html; charset=utf-8"),
        ("/docs/book.css", "a{}", "text/css; charset=utf-8"),
        ("/docs/rooms.svg", "<svg/>", "image/svg+xml"),
    ] {
        let page = server.get(address);
        assert_eq!((page.status, page.text()), (StatusCode::OK, text), "{address}");
        assert_eq!(page.header("content-type"), media_type, "{address}");
        assert_eq!(page.header("cache-control"), "no-cache", "{address}");
        let policy = page.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("script-src"),
            "{policy}"
        );
        let known = server.ask(Method::GET, address, &[("if-none-match", page.header("etag"))]);
        assert_eq!(known.status, StatusCode::NOT_MODIFIED, "{address}");
    }
    for (address, media_type) in [
        ("/docs/nosuch", "text/html; charset=utf-8"),
        ("/docs/nosuch.html", "text/html; charset=utf-8"),
        ("/docs/nosuch.svg", "application/problem+json"),
        ("/docs/../docs/api", "text/html; charset=utf-8"),
    ] {
        let page = server.get(address);
        assert_eq!(
            (page.status, page.header("content-type")),
            (StatusCode::NOT_FOUND, media_type),
            "{address}"
        );
    }
}

#[test]
fn without_the_site_the_api_still_answers() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::new(fixture(), "2026-11-21", Site::folder(folder.path().into()));
    let page = server.get("/queries-received");
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text().contains("/api/v1/"));
}

/// Made-up numbers of four weeks: letters and days with gaps, nulls, and keys that come and go.
fn numbers() -> impl Strategy<Value = Snapshot> {
    let value = prop_oneof![Just(f64::NAN), (0u32..1000).prop_map(f64::from), Just(1e18)];
    let cell = proptest::option::weighted(0.7, proptest::collection::btree_map(0usize..4, value, 0..4));
    let letter = proptest::collection::vec(cell, 0..28);
    (proptest::collection::vec(letter, 3), 0usize..9).prop_map(|(letters, which)| {
        let mut snapshot = Snapshot::default();
        let table = snapshot.table_mut(Dataset::ALL[which]);
        let keys = match Dataset::ALL[which] {
            Dataset::TrafficVolume => {
                ["dns-udp-queries-received-ipv4", "dns-tcp-queries-received-ipv6", "x", "y"]
            }
            _ => ["3", "16-31", "288-", "0"],
        };
        let keys = keys.map(|key| table.intern(key));
        for (letter, days) in Rsi::all().zip(letters) {
            for (i, cell) in days.into_iter().enumerate() {
                if let Some(cell) = cell {
                    let entries: Vec<(u32, f64)> =
                        cell.into_iter().map(|(key, value)| (keys[key], value)).collect();
                    let day = day("2020-11-02") + i as i32;
                    table.series_mut(letter).push(day, DayStatus::Clean, Some(&entries));
                }
            }
        }
        snapshot.version = which.to_string();
        snapshot
    })
}

/// Takes away in what the two shapes cannot but differ: the order of keys; columns and letters of nothing but gaps;
/// and that the published shape has 0 for a week without data where columns have null.
fn comparable(mut columns: Columns, totals: bool) -> Columns {
    let week = columns.step == Step::WEEK;
    for group in &mut columns.groups {
        for column in group.columns.iter_mut().filter(|c| c.key.is_empty() && week) {
            column.values = column.values.iter().map(|value| value.filter(|v| *v != 0.0)).collect();
        }
        group.columns.retain(|c| (totals || !c.key.is_empty()) && c.values.iter().any(|v| v.is_some()));
        group.columns.sort_by(|a, b| a.key.cmp(&b.key));
    }
    columns.groups.retain(|g| g.rsi.is_some() || !g.columns.is_empty());
    columns
}

/// The same columns in one order, those of nothing but gaps left out: the published shape does not have them. Values to
/// twelve digits, because sums are rounded by the order in which they are made.
fn in_order(mut columns: Columns) -> Columns {
    let rounded = |v: f64| format!("{v:.11e}").parse().unwrap();
    for group in &mut columns.groups {
        for column in &mut group.columns {
            column.values = column.values.iter().map(|v| v.map(rounded)).collect();
        }
        for record in group.days.iter_mut().flat_map(|d| &mut d.doubtful) {
            record.value = rounded(record.value);
        }
        let empty: Vec<String> = group
            .columns
            .iter()
            .filter(|c| c.values.iter().all(|v| v.is_none_or(|v| v == 0.0)))
            .map(|c| c.key.clone())
            .collect();
        group.columns.retain(|c| !empty.contains(&c.key));
        group.columns.sort_by(|a, b| a.key.cmp(&b.key));
        if let Some(days) = &mut group.days {
            days.summed.retain(|c| !empty.contains(&c.key));
            days.summed.sort_by(|a, b| a.key.cmp(&b.key));
            days.doubtful.sort_by(|a, b| (&a.key, a.day).cmp(&(&b.key, b.day)));
        }
    }
    columns
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn both_shapes_have_the_same_numbers(
        snapshot in numbers(),
        from in -9i32..30,
        days in 0i32..40,
        week: bool,
        sum: bool,
        totals in prop_oneof![Just(""), Just("&totals=received"), Just("&totals=sent")],
        letters in prop_oneof![Just("a-d"), Just("b"), Just("b,c,m")],
    ) {
        let which: usize = snapshot.version.parse().unwrap();
        let dataset = Dataset::ALL[which];
        let range = DayRange::new(day("2020-11-02") + from, day("2020-11-02") + from + days).unwrap();
        let address = format!(
            "/api/v1/{dataset}?rsi={letters}&start_date={}&end_date={}{totals}{}{}",
            range.start(),
            range.end(),
            if week { "&week" } else { "" },
            if sum { "&sum" } else { "" }
        );
        let step = if week { Step::WEEK } else { Step::DAY };
        let asked = Asked { range, step, serials: dataset.keyed_by_serial() };
        let server = Server::new(snapshot, "2026-11-21", Site::embedded());
        let published = read(&server.get(&address).body, asked).unwrap();
        let columns = read(&server.get(&format!("{address}&shape=columns")).body, asked).unwrap();
        let totals = !totals.is_empty() && dataset == Dataset::TrafficVolume;
        prop_assert_eq!(comparable(columns, totals), comparable(published, totals), "{}", address);
    }

    #[test]
    fn keys_is_what_a_client_would_keep_itself(
        snapshot in numbers(),
        keys in proptest::sample::subsequence(vec!["3", "288-", "nothing", "rest"], 1..4),
        week: bool,
    ) {
        let which: usize = snapshot.version.parse().unwrap();
        let dataset = Dataset::ALL[which];
        prop_assume!(!dataset.keyed_by_serial());
        let range = DayRange::new(day("2020-11-02"), day("2020-11-29")).unwrap();
        let week = if week { "&week" } else { "" };
        let address = format!("/api/v1/{dataset}?rsi=a-c&start_date=2020-11-02&end_date=2020-11-29{week}&shape=columns");
        let asked = Asked { range, step: Step::DAY, serials: false };
        let server = Server::new(snapshot, "2026-11-21", Site::embedded());
        let mut all = read(&server.get(&address).body, asked).unwrap();
        if dataset == Dataset::RcodeVolume {
            rssac002_transform::plain_codes(&mut all);
        }
        all.keep(&keys);
        let kept = read(&server.get(&format!("{address}&keys={}", keys.join(","))).body, asked).unwrap();
        prop_assert_eq!(kept, all);
    }

    #[test]
    fn sums_over_days_are_those_that_a_client_makes_of_the_published_answer(
        snapshot in numbers(),
        from in -9i32..30,
        days in 0i32..40,
        step in proptest::sample::select(Step::ALL.to_vec()),
        keys in proptest::sample::select(vec![
            Keys::All, Keys::Top(1), Keys::TopEach(2), Keys::These(&["3", "288-", "rest"]), Keys::Total(Direction::Received),
        ]),
        letters in prop_oneof![Just("a-d"), Just("b"), Just("b.c.m")],
    ) {
        let which: usize = snapshot.version.parse().unwrap();
        let dataset = Dataset::ALL[which];
        let total = matches!(keys, Keys::Total(_));
        prop_assume!(!dataset.keyed_by_serial() && (!total || dataset == Dataset::TrafficVolume));
        let range = DayRange::new(day("2020-11-02") + from, day("2020-11-02") + from + days).unwrap();
        let endpoint = rssac002_model::Endpoint::Data(dataset);
        let rsis = rssac002_model::RsiSet::parse_permalink(letters).unwrap();
        let request = DataRequest { endpoint, keys, rsis, range, step };
        let server = Server::new(snapshot, "2026-11-21", Site::embedded());
        let ask = |address: &str| {
            let answer = server.get(&format!("/api/v1/{address}"));
            assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
            read(&answer.body, request.asked()).unwrap()
        };
        let address = request.address();
        let ours = ask(&address);
        if step != Step::DAY {
            prop_assert!(ours.groups.iter().all(|g| g.days.is_some()), "{}", address);
        }
        let published: Vec<&str> = address
            .split('&')
            .filter(|p| !["shape=", "keys=", "step=", "from="].iter().any(|ours| p.starts_with(ours)))
            .collect();
        let theirs = request.tidy(ask(&published.join("&")));
        prop_assert_eq!(in_order(request.tidy(ours)), in_order(theirs), "{}", address);
    }

    #[test]
    fn no_query_makes_the_server_fail(
        endpoint in "(traffic-volume|rcode-volume|udp-request-sizes|zone-size|load-time|instances-count|instances-detail|coverage|openapi.json|[a-z%/.-]{0,9})",
        query in "([a-z_]{0,4}|rsi|start_date|end_date|week|sum|totals|shape|keys|step|from|top:|range|metric|\\[\\]|=|&|a-m|2020-1[01]-0[1-9]|columns|%[0-9A-F]{2}){0,24}",
    ) {
        let server = server();
        if let Some(answer) = server.try_ask(Method::GET, &format!("/api/v1/{endpoint}?{query}"), &[]) {
            prop_assert!(answer.status.as_u16() < 500, "{}", answer.text());
        }
        if let Some(answer) = server.try_ask(Method::GET, &format!("/{endpoint}?{query}"), &[]) {
            prop_assert!(answer.status.as_u16() < 500);
        }
    }
}
