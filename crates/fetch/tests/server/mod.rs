//! A web server for tests: it lists a folder as Apache or nginx do, answers conditional requests, and does wrong what it is told to.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

/// What is done wrong.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "not every test does everything wrong")]
pub enum Fault {
    /// Another status, with further lines of the head, each with its end.
    Status(u16, &'static str),
    /// The length of the whole, and half of it.
    Truncated,
    /// The length and first part of what was there before, of a file that is longer now.
    Overtaken(&'static str),
    /// The connection is closed without an answer.
    Closed,
    /// The first of several parts, without the length of the whole.
    CutOff,
    /// A head, and then nothing for as long as the client waits.
    Stalled,
    /// One octet after the other, for as long as the client reads.
    Endless,
    /// The length of more than anybody takes.
    Huge,
    /// A page, called one.
    Page,
    /// A page, called YAML.
    DisguisedPage,
    /// No text.
    Binary,
    /// Compressed, though that was not asked for.
    Compressed,
    /// Neither a length nor an end but that of the connection.
    WithoutLength,
    /// That many octets of a page without links, and then those of the listing.
    Padded(usize),
    /// This in place of the body.
    Instead(String),
}

impl Fault {
    /// Whether what is wrong leaves nothing to go on with. Else the connection is kept: a client may be about to ask again.
    fn ends_connection(&self) -> bool {
        match self {
            Fault::Truncated
            | Fault::CutOff
            | Fault::Overtaken(_)
            | Fault::Closed
            | Fault::Stalled
            | Fault::Endless
            | Fault::Huge
            | Fault::WithoutLength => true,
            Fault::Status(..)
            | Fault::Page
            | Fault::DisguisedPage
            | Fault::Binary
            | Fault::Compressed
            | Fault::Padded(_)
            | Fault::Instead(_) => false,
        }
    }
}

/// How folders are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(dead_code, reason = "not every test needs both")]
pub enum Style {
    Apache,
    Nginx,
}

#[derive(Default)]
struct State {
    /// By path; how often it is still to be done wrong.
    faults: BTreeMap<String, (Fault, usize)>,
    /// Method, path and lines of the head, in order.
    requests: Vec<String>,
    connections: usize,
    /// Whether listings have validators.
    dated: bool,
}

pub struct Server {
    tree: PathBuf,
    address: String,
    state: Arc<Mutex<State>>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap()
}

#[allow(dead_code, reason = "not every test needs all")]
impl Server {
    /// Serves a folder at a free port, until the test ends.
    pub fn start(tree: &Path, style: Style) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { dated: true, ..State::default() }));
        let server = Server { tree: tree.to_owned(), address, state: state.clone() };
        let tree = tree.to_owned();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (tree, state) = (tree.clone(), state.clone());
                thread::spawn(move || {
                    lock(&state).connections += 1;
                    // A client that has seen enough closes the connection.
                    let _ = talk(stream, &tree, style, &state);
                });
            }
        });
        server
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Does a path wrong from now on.
    pub fn break_for_good(&self, path: &str, fault: Fault) {
        self.break_times(path, fault, usize::MAX);
    }

    /// Does a path wrong for so many requests.
    pub fn break_times(&self, path: &str, fault: Fault, times: usize) {
        lock(&self.state).faults.insert(format!("/{path}"), (fault, times));
    }

    /// Does everything right again.
    pub fn mend(&self) {
        lock(&self.state).faults.clear();
    }

    /// Lists without saying which version of a listing it is.
    pub fn without_dates(&self) {
        lock(&self.state).dated = false;
    }

    /// The requests since this was called last: path, and whether it was conditional.
    pub fn requests(&self) -> Vec<(String, bool)> {
        let heads = self.heads();
        let path = |head: &String| head.split(' ').nth(1).unwrap().trim_start_matches('/').to_owned();
        heads.iter().map(|head| (path(head), head.to_lowercase().contains("\r\nif-"))).collect()
    }

    /// The heads of requests since this was called last.
    pub fn heads(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.state).requests)
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// Publishes a file.
    pub fn publish(&self, path: &str, text: &str) {
        let path = self.tree.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Answers the requests of a connection.
fn talk(stream: TcpStream, tree: &Path, style: Style, state: &Mutex<State>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if lines.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let (fault, dated) = {
            let mut state = lock(state);
            state.requests.push(head.clone());
            let fault = match state.faults.get_mut(&path) {
                Some((fault, times)) if *times > 0 => {
                    *times = times.saturating_sub(1);
                    Some(fault.clone())
                }
                _ => None,
            };
            (fault, state.dated)
        };
        let found = find(tree, &path, style);
        if let Some(fault) = fault {
            wrong(&mut out, &mut lines, &fault, found)?;
            if fault.ends_connection() {
                return out.shutdown(std::net::Shutdown::Both);
            }
            continue;
        }
        let Some((kind, body)) = found else {
            out.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n")?;
            continue;
        };
        let tag = tag(&body);
        let tagged = if kind == "text/html" && !dated { String::new() } else { format!("ETag: {tag}\r\n") };
        if !tagged.is_empty() && head.contains(&tag) {
            write!(out, "HTTP/1.1 304 Not Modified\r\n{tagged}\r\n")?;
            continue;
        }
        let length = body.len();
        write!(out, "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{tagged}Content-Length: {length}\r\n\r\n")?;
        out.write_all(&body)?;
    }
}

fn tag(body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    format!("\"{:x}\"", hasher.finish())
}

/// Type and body of a file or of a folder's listing.
fn find(tree: &Path, path: &str, style: Style) -> Option<(&'static str, Vec<u8>)> {
    let on_disk = tree.join(path.trim_start_matches('/'));
    if !path.ends_with('/') {
        return Some(("text/yaml", fs::read(on_disk).ok()?));
    }
    let mut names: Vec<String> = fs::read_dir(&on_disk)
        .ok()?
        .flatten()
        .map(|entry| {
            let slash = if entry.path().is_dir() { "/" } else { "" };
            format!("{}{slash}", entry.file_name().to_string_lossy())
        })
        .collect();
    names.sort();
    let link = |name: &String| format!("<a href=\"{name}\">{name}</a>  2020-01-05 00:10   1.2K\n");
    let links: String = names.iter().map(link).collect();
    let above =
        path.trim_end_matches('/').rsplit_once('/').map_or("/".to_owned(), |(above, _)| format!("{above}/"));
    let page = match style {
        Style::Apache => format!(
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html><body><h1>Index of {path}</h1><pre>\
             <a href=\"?C=N;O=D\">Name</a> <a href=\"?C=M;O=A\">Last modified</a><hr>\
             <a href=\"{above}\">Parent Directory</a>\n{links}</pre></body></html>\n"
        ),
        Style::Nginx => format!(
            "<html>\r\n<head><title>Index of {path}</title></head>\r\n<body>\r\n<h1>Index of {path}</h1><hr><pre>\
             <a href=\"../\">../</a>\r\n{links}</pre><hr></body>\r\n</html>\r\n"
        ),
    };
    Some(("text/html", page.into_bytes()))
}

/// Answers as it should not.
fn wrong(
    out: &mut TcpStream,
    client: &mut impl Read,
    fault: &Fault,
    found: Option<(&'static str, Vec<u8>)>,
) -> io::Result<()> {
    let (kind, body) = found.unwrap_or(("text/yaml", Vec::new()));
    let ok = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n");
    let page = "<html><body>We are sorry.</body></html>";
    match fault {
        Fault::Status(status, more) => {
            write!(out, "HTTP/1.1 {status} X\r\n{more}Content-Length: 0\r\n\r\n")
        }
        Fault::Truncated => {
            write!(out, "{ok}Content-Length: {}\r\n\r\n", body.len())?;
            out.write_all(&body[..body.len() / 2])
        }
        Fault::CutOff => {
            let half = &body[..body.len() / 2];
            write!(out, "{ok}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n", half.len())?;
            out.write_all(half)?;
            out.write_all(b"\r\n")
        }
        Fault::Overtaken(before) => {
            let tag = tag(before.as_bytes());
            write!(out, "{ok}ETag: {tag}\r\nContent-Length: {}\r\n\r\n", before.len())?;
            out.write_all(&body)
        }
        Fault::Closed => Ok(()),
        Fault::Stalled => {
            write!(out, "{ok}Content-Length: {}\r\n\r\n", body.len())?;
            out.write_all(&body[..1])?;
            // Until the client has had enough.
            client.read(&mut [0]).map(drop)
        }
        Fault::Endless => {
            write!(out, "{ok}Transfer-Encoding: chunked\r\n\r\n")?;
            loop {
                write!(out, "1000\r\n{}\r\n", "#".repeat(0x1000))?;
            }
        }
        Fault::Huge => write!(out, "{ok}Content-Length: 1000000000000\r\n\r\n"),
        Fault::Page => write!(
            out,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}",
            page.len()
        ),
        Fault::DisguisedPage => write!(out, "{ok}Content-Length: {}\r\n\r\n{page}", page.len()),
        Fault::Binary => write!(out, "{ok}Content-Length: 3\r\n\r\na\0b"),
        Fault::Compressed => {
            write!(out, "{ok}Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", body.len())?;
            out.write_all(&body)
        }
        Fault::WithoutLength => {
            write!(out, "{ok}Connection: close\r\n\r\n")?;
            out.write_all(&body)
        }
        Fault::Padded(octets) => {
            write!(out, "{ok}Content-Length: {}\r\n\r\n{}", octets + body.len(), " ".repeat(*octets))?;
            out.write_all(&body)
        }
        Fault::Instead(text) => write!(out, "{ok}Content-Length: {}\r\n\r\n{text}", text.len()),
    }
}
