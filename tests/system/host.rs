//! Somebody else's page, on another site, and ours on a line that stops.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rssac002_server::site::files::media_type;

use rssac002_visitor::webdriver;

/// Serves one page for as long as the tests run, and says where. To a browser `localhost` is another site than the
/// address that the charts are at.
pub fn serve(page: String) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://localhost:{}/", listener.local_addr()?.port());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser that hangs up wants no answer.
            let _ = answer(stream, &page);
        }
    });
    Ok(address)
}

/// Reads what a browser asks; its first line.
fn head(stream: &TcpStream) -> std::io::Result<String> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let asked = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    Ok(asked)
}

fn answer(mut stream: TcpStream, page: &str) -> std::io::Result<()> {
    let asked = head(&stream)?;
    // Browsers ask for an icon, too.
    let (status, body) = if asked.starts_with("GET / ") { ("200 OK", page) } else { ("204 No Content", "") };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

const OK: &str = "200 OK";

/// What was asked of a host: the path, and whether it was there.
pub type Asked = Arc<Mutex<Vec<(String, bool)>>>;

/// Serves what is in a folder as hosts of files do, and says where, and what was asked.
pub fn serve_folder(folder: PathBuf) -> Result<(String, Asked)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    let asked = Asked::default();
    let noted = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (folder, noted) = (folder.clone(), noted.clone());
            std::thread::spawn(move || file(stream, &folder, &noted));
        }
    });
    Ok((address, asked))
}

fn file(mut stream: TcpStream, folder: &Path, asked: &Asked) -> Result<()> {
    let line = head(&stream)?;
    let address = line.split(' ').nth(1).unwrap_or("/");
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let place = folder.join(path.trim_matches('/'));
    // Their page for a folder is the file in it, at the address with a slash.
    if place.is_dir() && !path.ends_with('/') {
        let to = if query.is_empty() { format!("{path}/") } else { format!("{path}/?{query}") };
        write!(
            stream,
            "HTTP/1.1 301 Moved Permanently\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )?;
        return Ok(());
    }
    let place = if place.is_dir() { place.join("index.html") } else { place };
    let is_there = place.is_file();
    asked.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push((path.to_owned(), is_there));
    let place = if is_there { place } else { folder.join("404.html") };
    let body = std::fs::read(&place)?;
    let status = if is_there { OK } else { "404 Not Found" };
    write_head(&stream, status, media_type(&place.to_string_lossy()), body.len())?;
    stream.write_all(&body)?;
    Ok(())
}

/// Serves a site whose service worker becomes that of another version once the switch is turned, and says where.
pub fn serve_versions(site: String) -> Result<(String, Arc<AtomicBool>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    let is_new = Arc::new(AtomicBool::new(false));
    let switch = is_new.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (site, is_new) = (site.clone(), is_new.clone());
            std::thread::spawn(move || pass_version_on(stream, &site, &is_new));
        }
    });
    Ok((address, switch))
}

/// The build that the worker of another version is of.
const OTHER_BUILD: &str = "fedcba9876543210";

fn pass_version_on(stream: TcpStream, site: &str, is_new: &AtomicBool) -> Result<()> {
    let asked = head(&stream)?;
    let path = asked.split(' ').nth(1).unwrap_or("/");
    let (kind, mut body) = fetched(site, path)?;
    if path == "/sw.js" && is_new.load(Ordering::Acquire) {
        let text = String::from_utf8(body)?;
        // The first name in it is that of the build.
        let build = text
            .split('"')
            .find(|part| part.len() == OTHER_BUILD.len() && part.bytes().all(|b| b.is_ascii_hexdigit()));
        let build = build.context("the worker names its build")?.to_owned();
        body = text.replacen(&format!("\"{build}\""), &format!("\"{OTHER_BUILD}\""), 1).into_bytes();
    }
    write_head(&stream, OK, &kind, body.len())?;
    (&stream).write_all(&body)?;
    Ok(())
}

/// What stands at a path of a site, and its media type.
fn fetched(site: &str, path: &str) -> Result<(String, Vec<u8>)> {
    let mut answer = webdriver::agent().get(format!("{site}{path}")).call()?;
    let kind =
        answer.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("").to_owned();
    let body = answer.body_mut().with_config().limit(100 << 20).read_to_vec()?;
    Ok((kind, body))
}

fn write_head(mut stream: &TcpStream, status: &str, kind: &str, length: usize) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
}

/// Serves the pages of a site, each held back in its middle until the module of the app has been sent, and says where.
pub fn serve_slowly(site: String) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    let sent = Arc::new(AtomicBool::new(false));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (site, sent) = (site.clone(), sent.clone());
            std::thread::spawn(move || pass_on(stream, &site, &sent));
        }
    });
    Ok(address)
}

fn pass_on(mut stream: TcpStream, site: &str, sent: &AtomicBool) -> Result<()> {
    let asked = head(&stream)?;
    let path = asked.split(' ').nth(1).unwrap_or("/");
    let (kind, body) = fetched(site, path)?;
    write_head(&stream, OK, &kind, body.len())?;
    let mut rest = body.as_slice();
    if kind.starts_with("text/html") {
        let middle = body.windows(6).position(|part| part == b"<form ").unwrap_or(0);
        stream.write_all(&body[..middle])?;
        stream.flush()?;
        rest = &body[middle..];
        let start = Instant::now();
        while !sent.load(Ordering::Acquire) && start.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(20));
        }
        // Time for the app to start, were it to.
        std::thread::sleep(Duration::from_millis(500));
    }
    stream.write_all(rest)?;
    stream.flush()?;
    if path.ends_with(".wasm") {
        sent.store(true, Ordering::Release);
    }
    Ok(())
}
