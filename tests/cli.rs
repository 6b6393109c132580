//! The binary itself: what it prints, how it ends, and a tree of our own from files to an answer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

#[path = "../crates/fetch/tests/server/mod.rs"]
mod published;

fn rssac002(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rssac002"));
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    rssac002(arguments).output().unwrap()
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

/// A server on a free port, ended with the test.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    /// The version of the numbers that it serves.
    fn version(&self) -> String {
        let coverage = self.get("/api/v1/coverage");
        coverage.split("\"version\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    fn start(arguments: &[&str]) -> Serving {
        let all = [&["serve", "--listen", "127.0.0.1:0", "--today", "2020-03-01"], arguments].concat();
        let mut child = rssac002(&all).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Serving { child, address }
    }

    fn get(&self, path: &str) -> String {
        get(&self.address, path)
    }
}

/// The whole answer, head and body.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    text(&answer)
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already; there is nothing to do about it then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn mistakes_are_said_and_have_their_exit_code() {
    let nowhere = tempfile::tempdir().unwrap().path().join("nowhere").display().to_string();
    for (arguments, code, said) in [
        (&["--help"][..], 0, "Examples:"),
        (&["--version"], 0, "rssac002 "),
        (&["serve", "--port", "1"], 2, "--port"),
        (&["serve", "--today", "yesterday"], 2, "YYYY-MM-DD"),
        (&["serve", "--listen", "nothing"], 1, "cannot listen on nothing"),
        (&["serve", "--listen", "127.0.0.1:0", "--site", &nowhere], 1, "no index.html"),
        (&["serve", "--listen", "127.0.0.1:0", "--store", &nowhere], 1, "nowhere"),
        (&["ingest", "--store", &nowhere], 1, "nothing to read"),
        (&["fetch"], 2, "--folder"),
        (&["fetch", "--folder", "x", "--only", "all"], 2, "rssac002, instances or zone-size"),
        (&["fetch", "--folder", "x", "--since", "yesterday"], 2, "YYYY-MM-DD"),
        (&["update", "--folder", "x", "--store", "y", "--instances-from", "x.org"], 2, "https://HOST/PATH/"),
        (&["check", &nowhere], 1, "nowhere"),
        (&["sample", "--out", &nowhere, "--from", "2020-01-02", "--to", "2020-01-01"], 1, "before"),
    ] {
        let output = run(arguments);
        let all = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {all}");
        assert!(all.contains(said), "{arguments:?}: {all}");
    }
}

#[test]
fn it_serves_the_sample_until_it_is_told_to_stop() {
    let mut serving = Serving::start(&[]);
    let answer = serving.get("/api/v1/unique-sources?rsi=a&start_date=2020-01-06&end_date=2020-01-06");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(
        answer.contains("x-rssac002-data: sample\r\n") && answer.contains("\"num-sources-ipv4\":"),
        "{answer}"
    );
    let killed = Command::new("kill").args(["-TERM", &serving.child.id().to_string()]).status();
    assert!(killed.unwrap().success());
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_tree_of_our_own_goes_from_files_to_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree").display().to_string();
    let written = run(&[
        "sample",
        "--out",
        &tree,
        "--today",
        "2020-03-01",
        "--from",
        "2020-01-06",
        "--to",
        "2020-01-07",
    ]);
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));

    let checked = run(&["check", &tree, "--today", "2020-03-01"]);
    assert_eq!((checked.status.code(), text(&checked.stderr)), (Some(0), String::new()));
    let one =
        std::fs::read_dir(format!("{tree}/RSSAC002-data/2020/01/traffic-volume")).unwrap().next().unwrap();
    let address = "/api/v1/traffic-volume?rsi=a-m&start_date=2020-01-06&end_date=2020-01-07&totals=received";
    let body = |serving: &Serving| serving.get(address).split_once("\r\n\r\n").unwrap().1.to_owned();
    let from_files = body(&Serving::start(&["--rssac002", &tree]));
    assert_eq!(
        from_files,
        body(&Serving::start(&[])),
        "the sample in memory and its files have the same numbers"
    );

    let store = folder.path().join("store").display().to_string();
    let ingested = run(&["ingest", "--rssac002", &tree, "--store", &store, "--today", "2020-03-01"]);
    assert_eq!(ingested.status.code(), Some(0), "{}", text(&ingested.stderr));
    assert_eq!(body(&Serving::start(&["--store", &store])), from_files);

    std::fs::write(one.unwrap().path(), "a: [").unwrap();
    let refused = run(&["check", "--json", &tree, "--today", "2020-03-01"]);
    assert_eq!(refused.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(report["refused"], 1);
}

/// A tree of three days and a store of it.
fn stored(folder: &tempfile::TempDir) -> (String, String) {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (tree, store) = (path("tree"), path("store"));
    let days = ["--today", "2020-03-01", "--from", "2020-01-06", "--to", "2020-01-08"];
    let written = run(&[&["sample", "--out", &tree][..], &days].concat());
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    assert_eq!(ingest(&tree, &store, &[]).0, Some(0));
    (tree, store)
}

/// Exit code and all that is said.
fn ingest(tree: &str, store: &str, more: &[&str]) -> (Option<i32>, String) {
    let output =
        run(&[&["ingest", "--rssac002", tree, "--store", store, "--today", "2020-03-01"][..], more].concat());
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

#[test]
fn a_store_outlives_a_disk_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let (tree, store) = stored(&folder);
    let verify = || {
        let output = run(&["store", "verify", "--store", &store]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).lines().next().unwrap().to_owned()
    };
    let whole = verify();
    assert!(whole.contains("whole") && whole.contains("2020-01-06 to 2020-01-08"), "{whole}");
    let (collection, away) = (format!("{tree}/RSSAC002-data"), folder.path().join("away"));
    std::fs::rename(&collection, &away).unwrap();
    // Nothing there, though zone sizes are.
    let (code, said) = ingest(&tree, &store, &[]);
    assert!(code == Some(1) && said.contains("--allow-shrink"), "{said}");
    assert_eq!(verify(), whole);
    // An empty folder.
    std::fs::create_dir(&collection).unwrap();
    let (code, said) = ingest(&collection, &store, &["--allow-shrink"]);
    assert!(code == Some(1) && said.contains("no published files in "), "{said}");
    assert_eq!(verify(), whole);
    // A folder that is not there, said once.
    let (code, said) = ingest(&format!("{tree}/gone"), &store, &[]);
    assert!(code == Some(1) && said.matches("No such file or directory").count() == 1, "{said}");
    assert_eq!(verify(), whole);
    // A server has what it had.
    let day = "/api/v1/unique-sources?rsi=a&start_date=2020-01-06&end_date=2020-01-06";
    let serving = Serving::start(&["--rssac002", &tree, "--store", &store]);
    assert!(serving.get(day).contains("\"num-sources-ipv4\":"), "{}", serving.get(day));
    drop(serving);
    // A link that leads nowhere is told.
    std::fs::remove_dir(&collection).unwrap();
    std::os::unix::fs::symlink("nowhere", &collection).unwrap();
    let (code, said) = ingest(&tree, &store, &[]);
    assert!(code == Some(0) && said.contains("cannot be listed: what was read of it before stays"), "{said}");
    assert!(verify().contains(whole.rsplit_once("version").unwrap().1), "{}", verify());
    // Who says so may lose it, and go back.
    std::fs::remove_file(&collection).unwrap();
    assert_eq!(ingest(&tree, &store, &["--allow-shrink"]).0, Some(0));
    assert!(!verify().contains(whole.rsplit_once("version").unwrap().1), "{}", verify());
    assert_eq!(run(&["store", "restore", "--store", &store]).status.code(), Some(0));
    assert!(verify().contains(whole.rsplit_once("version").unwrap().1), "{}", verify());
    // A store that is damaged says so, and one made anew as well.
    std::fs::write(format!("{store}/load-time.parquet"), "x").unwrap();
    let damaged = run(&["store", "verify", "--store", &store]);
    assert!(
        damaged.status.code() == Some(1) && text(&damaged.stderr).contains("load-time.parquet is damaged")
    );
    std::fs::rename(&away, &collection).unwrap();
    let (code, said) = ingest(&tree, &store, &[]);
    assert!(code == Some(0) && said.contains("made anew from all files, because load-time"), "{said}");
}

#[test]
fn a_server_goes_around_another_run_or_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (tree, store) = stored(&folder);
    let lock = std::fs::File::create(format!("{store}/lock")).unwrap();
    lock.lock().unwrap();
    let (code, said) = ingest(&tree, &store, &[]);
    assert!(code == Some(1) && said.contains("another run is writing to it"), "{said}");
    let day = "/api/v1/unique-sources?rsi=a&start_date=2020-01-06&end_date=2020-01-06";
    let around = Serving::start(&["--rssac002", &tree, "--store", &store]);
    assert!(around.get(day).contains("\"num-sources-ipv4\":"), "{}", around.get(day));
    // Without a store there is nothing yet to be served.
    std::fs::remove_file(format!("{store}/store.json")).unwrap();
    let arguments =
        ["serve", "--listen", "127.0.0.1:0", "--today", "2020-03-01", "--rssac002", &tree, "--store", &store];
    let mut child = rssac002(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line.contains("waiting for it")));
    drop(lock);
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
    let waited = Serving { child, address };
    assert!(waited.get(day).contains("\"num-sources-ipv4\":"), "{}", waited.get(day));
}

#[test]
fn what_a_store_holds_is_served_before_the_files_are_looked_through() {
    let folder = tempfile::tempdir().unwrap();
    let (tree, store) = stored(&folder);
    more_days(&tree, "2020-01-09", "2020-01-09");
    let arguments =
        ["serve", "--listen", "127.0.0.1:0", "--today", "2020-03-01", "--rssac002", &tree, "--store", &store];
    let mut child = rssac002(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut said = said.filter(|line| line.contains(" files: "));
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
    let serving = Serving { child, address };
    assert!(said.next().unwrap().contains(": 0 read,"));
    ask_until(&serving.address, LATEST, "\"num-sources-ipv4\":");
    assert!(!said.next().unwrap().contains(": 0 read,"));
    drop(serving);
    // A folder that is not there is no reason to wait.
    let gone = format!("{tree}/gone");
    let output = run(&["serve", "--listen", "127.0.0.1:0", "--rssac002", &gone, "--store", &store]);
    assert!(
        output.status.code() == Some(1) && text(&output.stderr).contains(&gone),
        "{}",
        text(&output.stderr)
    );
}

/// Writes the sample of more days into a tree.
fn more_days(tree: &str, from: &str, to: &str) {
    let written = run(&["sample", "--out", tree, "--today", "2020-03-01", "--from", from, "--to", to]);
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
}

/// Asks until an answer has a text; every one has to be an answer. It gives up where that would have happened long ago.
fn ask_until(address: &str, path: &str, wanted: &str) {
    let began = Instant::now();
    loop {
        let answer = get(address, path);
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        if answer.contains(wanted) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(300), "no {wanted} in {answer}");
    }
}

/// An address of this machine at which nobody listens.
fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

const LATEST: &str = "/api/v1/unique-sources?rsi=a&start_date=2020-01-09&end_date=2020-01-09";

#[test]
fn a_new_store_is_served_without_a_dropped_request_and_a_bad_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (tree, store) = stored(&folder);
    let metrics = free_address();
    let serving = Serving::start(&["--store", &store, "--metrics", &metrics]);
    assert!(serving.get(LATEST).contains("\"2020-01-09\":null"), "{}", serving.get(LATEST));
    assert!(serving.get("/readyz").contains("\"state\":\"ready\""));
    let first = serving.version();
    more_days(&tree, "2020-01-09", "2020-01-09");
    assert_eq!(ingest(&tree, &store, &[]).0, Some(0));
    ask_until(&serving.address, LATEST, "\"num-sources-ipv4\":");
    // Who names the numbers before has them.
    let second = serving.version();
    let of = |version: &str| serving.get(&format!("{LATEST}&version={version}"));
    assert!(of(&first).contains("\"2020-01-09\":null"), "{}", of(&first));
    assert!(of(&second).contains("\"num-sources-ipv4\":"), "{}", of(&second));
    assert!(of("0").starts_with("HTTP/1.1 404") && of("0").contains(&first), "{}", of("0"));
    ask_until(&metrics, "/metrics", "rssac002_stores_swapped_total 1\n");
    // A damaged one.
    let (manifest, numbers) = (format!("{store}/store.json"), format!("{store}/unique-sources.parquet"));
    let whole = std::fs::read(&numbers).unwrap();
    std::fs::write(&numbers, "x").unwrap();
    let anew = |manifest: &str| {
        let copy = format!("{manifest}.copy");
        std::fs::copy(manifest, &copy).unwrap();
        std::fs::rename(&copy, manifest).unwrap();
    };
    anew(&manifest);
    ask_until(&metrics, "/metrics", "rssac002_stores_refused_total 1\n");
    assert!(serving.get(LATEST).contains("\"num-sources-ipv4\":"), "{}", serving.get(LATEST));
    // The next one is looked at again.
    std::fs::write(&numbers, whole).unwrap();
    more_days(&tree, "2020-01-10", "2020-01-10");
    assert_eq!(ingest(&tree, &store, &[]).0, Some(0));
    ask_until(&serving.address, &LATEST.replace("2020-01-09", "2020-01-10"), "\"num-sources-ipv4\":");
    let text = get(&metrics, "/metrics");
    assert!(text.contains("rssac002_requests_total{kind=\"api\",status=\"200\"}"), "{text}");
    for name in ["process_resident_memory_bytes", "rssac002_last_ingest_seconds", "rssac002_connections"] {
        assert!(text.contains(name), "{name} in {text}");
    }
    // It is the address for that, and for nothing else.
    assert!(get(&metrics, LATEST).starts_with("HTTP/1.1 404"));
    assert!(!serving.get("/metrics").contains("rssac002_requests"));
}

#[test]
fn a_server_that_is_told_to_reads_its_files_again() {
    let folder = tempfile::tempdir().unwrap();
    let (tree, _) = stored(&folder);
    let serving = Serving::start(&["--rssac002", &tree]);
    assert!(serving.get(LATEST).contains("\"2020-01-09\":null"), "{}", serving.get(LATEST));
    more_days(&tree, "2020-01-09", "2020-01-09");
    let told = Command::new("kill").args(["-HUP", &serving.child.id().to_string()]).status();
    assert!(told.unwrap().success());
    ask_until(&serving.address, LATEST, "\"num-sources-ipv4\":");
}

#[test]
fn check_fails_on_the_level_that_is_asked_for() {
    // A file that is clean, and one whose heaviest finding is of each level.
    let clean = "num-sources-ipv4: 9\nnum-sources-ipv6: 5\nnum-sources-ipv6-aggregate: 3\n";
    let levels = ["none", "note", "doubtful", "repaired", "refused"];
    for (weight, text) in [
        clean.to_owned(),
        format!("{clean}comment: x\n"),
        format!("comment: x\nservice: k.root-servers.net\n{clean}"),
        format!("comment: x\nservice: k.root-servers.net\n{}", clean.replace('9', "-9")),
        "\t\n".to_owned(),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("unique-sources")).unwrap();
        let file = folder.path().join("unique-sources/c-root-20200106-unique-sources.yaml");
        std::fs::write(file, text).unwrap();
        let tree = folder.path().display().to_string();
        for (asked, level) in levels.iter().enumerate().skip(1) {
            let output = run(&["check", &tree, "--json", "--fail-on", level, "--today", "2020-03-01"]);
            let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let worst = levels.iter().rposition(|l| report["levels"][*l].as_u64() > Some(0));
            assert_eq!(worst.unwrap_or(0), weight, "{report}");
            assert_eq!(output.status.code(), Some(i32::from(weight >= asked)), "{level}: {report}");
        }
        let usual = run(&["check", &tree, "--today", "2020-03-01"]);
        assert_eq!(usual.status.code(), Some(i32::from(weight == 4)));
    }
}

#[test]
fn render_writes_the_picture_that_the_server_gives() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (png, svg) = (file("x.png"), file("x.svg"));
    let made = ["--height", "200", "--today", "2020-03-01", "--origin", "http://x"];
    let rest = [&["--width", "300"], &made[..]].concat();
    for out in [&png, &svg] {
        let all =
            [&["render", "http://x/queries-received?v=1&rsi=a", "-o", out.as_str()][..], &rest].concat();
        let output = run(&all);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let svg = std::fs::read_to_string(svg).unwrap();
    let serving = Serving::start(&[]);
    let answer = serving.get("/image/queries-received.svg?rsi=a&width=300&height=200");
    assert_eq!(answer.split_once("\r\n\r\n").unwrap().1, svg);
    assert!(std::fs::read(png).unwrap().starts_with(b"\x89PNG"));
    // The address of a picture says how it is drawn, unless an option says otherwise.
    let said = file("said.svg");
    let address = "http://x/image/queries-received.svg?rsi=a&width=400&height=3000&scale=4&theme=dark";
    let output = run(&[&["render", address, "-o", said.as_str(), "--scale", "1"], &made[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = std::fs::read_to_string(said).unwrap();
    assert!(said.contains("width=\"400\" height=\"200\"") && said.contains("#121212"), "{}", &said[..300]);
    // The front page is no chart.
    let front = file("front.svg");
    let output = run(&[&["render", "http://x/", "-o", front.as_str()][..], &rest].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no chart at /"), "{}", text(&output.stderr));
    for (arguments, said) in [
        (["render", "/queries-received", "-o", "x.gif"], ".svg or .png"),
        (["render", "/queries-recieved", "-o", "x.png"], "no chart at /queries-recieved"),
        (["render", "/queries-received?type=pie", "-o", "x.png"], "type=pie was ignored"),
        (["render", "/queries-received?width=1", "-o", "x.png"], "240 to 3000"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
}

#[test]
fn export_writes_what_the_server_gives() {
    let folder = tempfile::tempdir().unwrap();
    let (tree, out) = (folder.path().join("tree").display().to_string(), folder.path().join("out"));
    let made = run(&["sample", "--out", &tree, "--from", "2020-01-01", "--to", "2020-01-03"]);
    assert_eq!(made.status.code(), Some(0));
    let data = ["--rssac002", &tree, "--instances", &tree, "--today", "2020-03-01"];
    for format in ["csv", "json", "parquet"] {
        let to = out.display().to_string();
        let output = run(&[&["export", "--format", format, "--out", &to][..], &data].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout).lines().count(), 10);
    }
    let csv = std::fs::read_to_string(out.join("traffic-volume.csv")).unwrap();
    // Three days of 13 letters with 8 numbers each, but for what the sample leaves out.
    let rows = csv.lines().count();
    assert!((200..=313).contains(&rows), "{rows}");
    let parquet = std::fs::read(out.join("instances.parquet")).unwrap();
    assert!(parquet.starts_with(b"PAR1"));
    let json = std::fs::read_to_string(out.join("zone-size.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rsi"].as_array().unwrap().len(), json["value"].as_array().unwrap().len());
}

/// The sample of three days as it would be published: a git repository, and a server for the rest.
struct Published {
    folder: tempfile::TempDir,
    server: published::Server,
}

impl Published {
    /// Nothing, and words, where there is no git.
    fn new() -> Option<Published> {
        if Command::new("git").arg("version").output().is_err() {
            eprintln!("skipped: git is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let tree = folder.path().join("tree").display().to_string();
        let days = ["--today", "2020-03-01", "--from", "2020-01-06", "--to", "2020-01-08"];
        assert_eq!(run(&[&["sample", "--out", &tree][..], &days].concat()).status.code(), Some(0));
        let server = published::Server::start(&folder.path().join("tree"), published::Style::Apache);
        let published = Published { folder, server };
        published.git(&["init", "--quiet"]);
        published.commit();
        Some(published)
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn git(&self, arguments: &[&str]) {
        let tree = self.path("tree/RSSAC002-data");
        let who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgSign=false"];
        let status = Command::new("git").args(["-C", &tree]).args(who).args(arguments).status();
        assert!(status.unwrap().success(), "{arguments:?}");
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=x"]);
    }

    /// Exit code, what is printed and what is said of mistakes.
    fn run(&self, command: &str, more: &[&str]) -> (Option<i32>, String, String) {
        let (folder, collection) = (self.path("folder"), self.path("tree/RSSAC002-data"));
        let instances = self.server.at("instance-data/archives/");
        let sizes = self.server.at("RZM/rssac-metrics/raw/");
        let from =
            ["--rssac002-from", &collection, "--instances-from", &instances, "--zone-size-from", &sizes];
        let folder = [command, "--folder", &folder, "--today", "2020-03-01", "--rate", "50"];
        let output = run(&[&folder[..], &from, more].concat());
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    /// What a store of all that is published has, or that of what was fetched.
    fn version(&self, store: &str) -> String {
        let verified = text(&run(&["store", "verify", "--store", store]).stdout);
        verified.lines().next().unwrap().split_once("whole; ").unwrap().1.to_owned()
    }

    /// That of a store read from the tree itself.
    fn whole(&self) -> String {
        let (collection, store) = (self.path("tree/RSSAC002-data"), self.path("whole"));
        let (instances, sizes) = (self.path("tree/instance-data"), self.path("tree/RZM"));
        let from = ["--rssac002", &collection, "--instances", &instances, "--zone-size", &sizes];
        let output = run(&[&["ingest", "--store", &store, "--today", "2020-03-01"][..], &from].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        self.version(&store)
    }
}

#[test]
fn update_goes_from_what_is_published_to_a_store() {
    let Some(published) = Published::new() else { return };
    let store = published.path("store");
    let (code, said, _) = published.run("update", &["--store", &store]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("instances from http") && said.contains("The store in "), "{said}");
    assert_eq!(published.version(&store), published.whole());
    // One source has a new file and one that cannot be had: what came is in the store.
    let lost = "RZM/rssac-metrics/raw/2020/01/zone-size/a-root-20200109-zone-size.yaml";
    published
        .server
        .publish(lost, "version: rssac002v4\nservice: a.root-servers.net\nsize:\n  2020010900: 1\n");
    published.server.break_for_good(lost, published::Fault::Status(404, ""));
    let new = "RSSAC002-data/2020/01/load-time/c-root-20200109-load-time.yaml";
    published.server.publish(new, "time:\n  2020010900: 2\n");
    published.commit();
    let (code, said, mistakes) = published.run("update", &["--store", &store]);
    assert!(code == Some(1) && mistakes.contains("1 thing is missing"), "{said}{mistakes}");
    assert!(said.contains("missing: 2020/01/zone-size/a-root-20200109-zone-size.yaml: status 404"), "{said}");
    let before = published.version(&store);
    assert!(before.contains("2020-01-06 to 2020-01-09"), "{before}");
    published.server.mend();
    // Only one source is fetched, and all three stay in the store.
    let (code, said, mistakes) =
        published.run("update", &["--store", &store, "--only", "zone-size", "--json"]);
    assert_eq!(code, Some(0), "{said}{mistakes}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["fetch"]["sources"][0]["new"], 1, "{report}");
    assert_eq!(
        (&report["fetch"]["complete"], &report["ingest"]["read"]),
        (&true.into(), &1.into()),
        "{report}"
    );
    assert_eq!(published.version(&store), published.whole());
}

#[test]
fn update_does_not_let_a_store_shrink() {
    let Some(published) = Published::new() else { return };
    let store = published.path("store");
    assert_eq!(published.run("update", &["--store", &store]).0, Some(0));
    let whole = published.version(&store);
    // Everything is withdrawn but one file.
    published.git(&["rm", "--quiet", "-r", "2020/01/traffic-volume", "2020/01/unique-sources"]);
    published.commit();
    let (code, said, mistakes) = published.run("update", &["--store", &store, "--json"]);
    assert!(code == Some(1) && mistakes.contains("would be lost"), "{said}{mistakes}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(report["ingest"].is_null() && report["fetch"]["complete"] == true, "{report}");
    assert_eq!(published.version(&store), whole);
    assert_eq!(published.run("update", &["--store", &store, "--allow-shrink"]).0, Some(0));
    assert_ne!(published.version(&store), whole);
}

#[test]
fn fetch_says_what_is_missing_and_goes_on() {
    let Some(published) = Published::new() else { return };
    let lost = "instance-data/archives/2020/01/07/c-root.yml";
    published.server.break_for_good(lost, published::Fault::Status(404, ""));
    let (code, said, mistakes) = published.run("fetch", &["--json"]);
    assert!(code == Some(1) && mistakes.contains("1 thing is missing"), "{said}{mistakes}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["complete"], false);
    assert_eq!(report["sources"][2]["missing"][0]["path"], "2020/01/07/c-root.yml");
    published.server.mend();
    let (code, said, mistakes) = published.run("fetch", &["--only", "instances"]);
    assert_eq!((code, mistakes.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("files: 1 new, "), "{said}");
    // Where nothing has come there is nothing to read.
    let (nowhere, store) = (published.path("nowhere"), published.path("store"));
    let arguments =
        ["update", "--folder", &nowhere, "--store", &store, "--only", "instances", "--instances-from"];
    let gone = published.server.at("gone/");
    let output = run(&[&arguments[..], &[&gone]].concat());
    assert!(text(&output.stderr).contains("nothing has been fetched to "), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(1));
}
