//! Asks web servers, politely: one connection, not too fast, nothing twice that has not changed, and what fails later again.
//!
//! What comes is whole and of the right kind, or it is a [`Fault`]: a length that was said was kept, no page stands in place of a
//! file, nothing is larger than it may be, and the server is the one that was named.

use std::io::{self, Read};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use ureq::http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, DATE, ETAG, HeaderName, LAST_MODIFIED, LOCATION,
    RETRY_AFTER, TRANSFER_ENCODING,
};
use ureq::http::{Response, StatusCode};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body};
use url::Url;

/// The largest file or listing that is taken, that which `ingest` reads.
const MAX_OCTETS: u64 = 4 << 20;
/// The largest answer of an API that is taken. All places of a year are about 60 MB.
const MAX_ANSWER: u64 = 256 << 20;
/// How often one address may lead to another.
const MAX_REDIRECTS: usize = 5;
/// Who asks to be left alone for longer is asked in the next run.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// Says who asks, so that whoever runs the server can find out what this is.
const PROGRAM: &str = concat!("rssac002-explorer/", env!("CARGO_PKG_VERSION"));
/// How a server of ours says that its numbers are made up: its value is `sample` then.
const DATA_HEADER: HeaderName = HeaderName::from_static("x-rssac002-data");

/// How servers are asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Manners {
    /// The least time from one request to the next.
    pub pause: Duration,
    /// How often something is asked for until it is given up; at least once.
    pub attempts: u32,
    /// The wait before the second attempt; twice as long before each further one.
    pub backoff: Duration,
    /// How long an answer may take as a whole.
    pub timeout: Duration,
}

impl Default for Manners {
    fn default() -> Manners {
        Manners {
            pause: Duration::from_millis(100),
            attempts: 4,
            backoff: Duration::from_secs(2),
            timeout: Duration::from_secs(60),
        }
    }
}

impl Manners {
    /// How long to wait after an attempt, of which 1 is the first.
    pub(crate) fn wait(&self, attempt: u32) -> Duration {
        self.backoff.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(LONGEST_WAIT)
    }
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    File,
    Listing,
    /// An answer of an API, which is read as JSON by whoever asks, so that its end is known.
    Answer,
}

impl Wanted {
    fn most_octets(self) -> u64 {
        match self {
            Wanted::File | Wanted::Listing => MAX_OCTETS,
            Wanted::Answer => MAX_ANSWER,
        }
    }
}

/// What a server says of the version that it gave, to ask whether there is another one.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
}

impl Validators {
    fn of(response: &Response<Body>) -> Validators {
        Validators { etag: header(response, ETAG), modified: header(response, LAST_MODIFIED) }
    }

    /// Whether the server said nothing.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Validators::default()
    }
}

/// What came.
pub(crate) enum Answer {
    /// The version that was known.
    Same,
    Whole {
        octets: Vec<u8>,
        validators: Validators,
        /// Where it came from in the end.
        address: Url,
        /// Whether the server says that its numbers are made up.
        sample: bool,
    },
}

/// Why an answer is of no use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("status {status}")]
    Status { status: StatusCode, wait: Option<Duration> },
    #[error("no answer: {0}")]
    Silent(ureq::Error),
    #[error("broke off: {0}")]
    BrokenOff(io::Error),
    #[error("{got} of {said} octets came")]
    Short { got: u64, said: u64 },
    #[error("neither a length nor an end was said, so that nobody knows whether it is whole")]
    Endless,
    #[error("larger than {} MB", .0 >> 20)]
    Large(u64),
    #[error("no published file but {0}")]
    NoFile(String),
    #[error("no listing but {0}")]
    NoListing(String),
    #[error("no answer of an API but {0}")]
    NoAnswer(String),
    #[error("compressed as {0}, which was not asked for")]
    Compressed(String),
    #[error("leads to {0}, which is not followed: {1}")]
    Redirect(String, &'static str),
    #[error("cannot be asked for: {0}")]
    NoRequest(ureq::Error),
    #[error(
        "this system trusts no certificates, which https needs (on Debian: apt-get install ca-certificates)"
    )]
    NoCertificates,
}

impl Fault {
    /// Whether another attempt may help.
    fn may_pass(&self) -> bool {
        match self {
            Fault::Status { status, .. } => {
                status.is_server_error()
                    || [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_EARLY, StatusCode::TOO_MANY_REQUESTS]
                        .contains(status)
            }
            // A certificate that is not trusted will not be in a moment.
            Fault::Silent(error) => !is_of_tls(error),
            Fault::BrokenOff(_) | Fault::Short { .. } => true,
            // A server under repair puts such pages in place of everything.
            Fault::NoFile(_) | Fault::NoListing(_) | Fault::NoAnswer(_) => true,
            Fault::Endless
            | Fault::Large(_)
            | Fault::Compressed(_)
            | Fault::Redirect(..)
            | Fault::NoRequest(_)
            | Fault::NoCertificates => false,
        }
    }

    /// Whether it says that the server as a whole is not there, or wants to be left alone.
    pub(crate) fn is_down(&self) -> bool {
        match self {
            Fault::Silent(_) | Fault::NoCertificates => true,
            Fault::Status { status, .. } => [
                StatusCode::TOO_MANY_REQUESTS,
                StatusCode::BAD_GATEWAY,
                StatusCode::SERVICE_UNAVAILABLE,
                StatusCode::GATEWAY_TIMEOUT,
            ]
            .contains(status),
            _ => false,
        }
    }
}

/// What did not come, however often it was asked for.
#[derive(Debug)]
pub(crate) struct GivenUp {
    pub(crate) fault: Fault,
    pub(crate) attempts: u32,
}

/// Whom the system trusts, as git and other programs do.
static CERTIFICATES: LazyLock<Arc<Vec<Certificate<'static>>>> = LazyLock::new(|| {
    let found = rustls_native_certs::load_native_certs().certs;
    Arc::new(found.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect())
});

/// Asks one thing after the other.
pub(crate) struct Client {
    agent: Agent,
    manners: Manners,
    last: Option<Instant>,
    pub(crate) requests: u64,
    pub(crate) octets: u64,
}

impl Client {
    /// Asks in the name of a command of this program.
    pub(crate) fn new(manners: Manners, command: &str) -> Client {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(CERTIFICATES.clone()))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .user_agent(format!("{PROGRAM} (rssac002 {command})"))
            .accept_encoding("identity")
            .http_status_as_error(false)
            // They are followed here, where it is known how far.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .timeout_global(Some(manners.timeout))
            .build();
        Client { agent: config.into(), manners, last: None, requests: 0, octets: 0 }
    }

    /// Asks until an answer is of use or it is no use to go on. With `known`, only for another version than that.
    pub(crate) fn get(
        &mut self,
        address: &Url,
        wanted: Wanted,
        known: Option<&Validators>,
    ) -> Result<Answer, GivenUp> {
        let mut attempts = 1;
        loop {
            let fault = match self.once(address, wanted, known) {
                Ok(answer) => return Ok(answer),
                Err(fault) => fault,
            };
            let asked = if let Fault::Status { wait, .. } = &fault { *wait } else { None };
            let wait = asked.unwrap_or_default().max(self.manners.wait(attempts));
            if !fault.may_pass() || attempts >= self.manners.attempts || wait > LONGEST_WAIT {
                return Err(GivenUp { fault, attempts });
            }
            thread::sleep(wait);
            attempts += 1;
        }
    }

    /// Asks once, and where the answer leads to.
    fn once(&mut self, address: &Url, wanted: Wanted, known: Option<&Validators>) -> Result<Answer, Fault> {
        let mut at = address.clone();
        for _ in 0..=MAX_REDIRECTS {
            let response = self.send(&at, wanted, known)?;
            let status = response.status();
            if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
                at = follow(&at, &header(&response, LOCATION).unwrap_or_default())?;
                continue;
            }
            return match status {
                StatusCode::OK => self.whole(response, wanted, at),
                StatusCode::NOT_MODIFIED if known.is_some() => Ok(Answer::Same),
                status => Err(Fault::Status { status, wait: wait(&response) }),
            };
        }
        Err(Fault::Redirect(at.to_string(), "it has led on too often"))
    }

    fn send(
        &mut self,
        at: &Url,
        wanted: Wanted,
        known: Option<&Validators>,
    ) -> Result<Response<Body>, Fault> {
        if at.scheme() == "https" && CERTIFICATES.is_empty() {
            return Err(Fault::NoCertificates);
        }
        if let Some(last) = self.last {
            thread::sleep(self.manners.pause.saturating_sub(last.elapsed()));
        }
        self.last = Some(Instant::now());
        self.requests += 1;
        let accept = match wanted {
            Wanted::File => "*/*",
            Wanted::Listing => "text/html",
            Wanted::Answer => "application/json",
        };
        let mut request = self.agent.get(at.as_str()).header("accept", accept);
        if let Some(etag) = known.and_then(|known| known.etag.as_ref()) {
            request = request.header("if-none-match", etag);
        }
        if let Some(modified) = known.and_then(|known| known.modified.as_ref()) {
            request = request.header("if-modified-since", modified);
        }
        request.call().map_err(|error| match error {
            ureq::Error::Http(_) | ureq::Error::BadUri(_) => Fault::NoRequest(error),
            error => Fault::Silent(error),
        })
    }

    /// Reads an answer and sees that it is what it should be.
    fn whole(&mut self, response: Response<Body>, wanted: Wanted, address: Url) -> Result<Answer, Fault> {
        let validators = Validators::of(&response);
        let sample = header(&response, DATA_HEADER).is_some_and(|data| data == "sample");
        let most = wanted.most_octets();
        let kind = header(&response, CONTENT_TYPE);
        if let Some(coding) = header(&response, CONTENT_ENCODING).filter(|c| c != "identity") {
            return Err(Fault::Compressed(coding));
        }
        let said = header(&response, CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        if said.is_some_and(|said| said > most) {
            return Err(Fault::Large(most));
        }
        let chunked = header(&response, TRANSFER_ENCODING).is_some();
        if said.is_none() && !chunked && wanted != Wanted::Answer {
            return Err(Fault::Endless);
        }
        let mut octets = Vec::new();
        let mut body = response.into_body().into_reader().take(most + 1);
        let read = body.read_to_end(&mut octets);
        let got = octets.len() as u64;
        self.octets += got;
        match (read, said) {
            (Err(_), Some(said)) if got < said && got > 0 => return Err(Fault::Short { got, said }),
            (Err(error), _) => return Err(Fault::BrokenOff(error)),
            (Ok(_), Some(said)) if got != said => return Err(Fault::Short { got, said }),
            (Ok(_), _) if got > most => return Err(Fault::Large(most)),
            (Ok(_), _) => {}
        }
        let is_page = kind.as_deref().map(is_page);
        match wanted {
            Wanted::File if is_page == Some(true) || looks_like_markup(&octets) => {
                Err(Fault::NoFile(kind.filter(|_| is_page == Some(true)).unwrap_or("markup".to_owned())))
            }
            Wanted::File if octets.contains(&0) => Err(Fault::NoFile("binary".to_owned())),
            Wanted::Listing if is_page == Some(false) => Err(Fault::NoListing(kind.unwrap_or_default())),
            Wanted::Answer if is_page == Some(true) => Err(Fault::NoAnswer(kind.unwrap_or_default())),
            Wanted::File | Wanted::Listing | Wanted::Answer => {
                Ok(Answer::Whole { octets, validators, address, sample })
            }
        }
    }
}

fn header(response: &Response<Body>, name: HeaderName) -> Option<String> {
    response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn is_of_tls(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(error) => error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()),
        ureq::Error::Rustls(_) => true,
        _ => false,
    }
}

fn is_page(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"].iter().any(|page| kind.eq_ignore_ascii_case(page))
}

/// Whether it begins as HTML and XML do, and no YAML of a published file.
fn looks_like_markup(octets: &[u8]) -> bool {
    let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets).trim_ascii_start();
    octets.first() == Some(&b'<')
        && octets.get(1).is_some_and(|b| b.is_ascii_alphabetic() || b"!?".contains(b))
}

/// Where an answer leads to: to the same server, or from `http` to its `https`.
fn follow(from: &Url, location: &str) -> Result<Url, Fault> {
    let refused = |reason| Fault::Redirect(location.chars().take(200).collect(), reason);
    let to = from.join(location).map_err(|_| refused("no address"))?;
    if from.scheme() == "https" && to.scheme() != "https" {
        return Err(refused("not https"));
    }
    let upgraded = from.scheme() == "http"
        && to.scheme() == "https"
        && (from.port(), to.port()) == (None, None)
        && from.host() == to.host();
    if upgraded || from.origin() == to.origin() { Ok(to) } else { Err(refused("another server")) }
}

/// How long the server asks to be left alone: in seconds, or until a time, which is compared with its own clock.
fn wait(response: &Response<Body>) -> Option<Duration> {
    let said = header(response, RETRY_AFTER)?;
    if let Ok(seconds) = said.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| httpdate::parse_http_date(text).ok();
    date(&said)?.duration_since(date(&header(response, DATE)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_leads_only_to_the_same_server() {
        for (from, location, to) in [
            ("https://x.org/a/b", "c/", Some("https://x.org/a/c/")),
            ("https://x.org/a", "/b", Some("https://x.org/b")),
            ("http://x.org/a", "https://x.org/a", Some("https://x.org/a")),
            ("http://x.org/a", "https://www.x.org/a", None),
            ("http://x.org:8080/a", "https://x.org/a", None),
            ("https://x.org/a", "http://x.org/a", None),
            ("https://x.org/a", "https://y.org/a", None),
            ("https://x.org/a", "//y.org/a", None),
            ("https://x.org/a", "https://x.org:8443/a", None),
            ("https://x.org/a", "file:///etc/passwd", None),
            ("https://x.org/a", "https://[", None),
        ] {
            let followed = follow(&Url::parse(from).unwrap(), location).ok();
            assert_eq!(followed.map(|url| url.to_string()).as_deref(), to, "{from} {location}");
        }
    }

    #[test]
    fn pages_are_told_from_files() {
        for (octets, markup) in [
            (&b"---\nversion: rssac002v4\n"[..], false),
            (b"", false),
            (b"<", false),
            (b"<<: *x", false),
            (b"<!DOCTYPE html>", true),
            (b"\xef\xbb\xbf \r\n<html>", true),
            (b"<?xml version='1.0'?>", true),
        ] {
            assert_eq!(looks_like_markup(octets), markup, "{octets:?}");
        }
        assert!(is_page("Text/HTML; charset=utf-8") && !is_page("text/yaml"));
    }

    #[test]
    fn waits_grow_but_not_beyond_reason() {
        let manners = Manners::default();
        assert_eq!([1, 2, 3].map(|n| manners.wait(n).as_secs()), [2, 4, 8]);
        assert_eq!(manners.wait(u32::MAX), LONGEST_WAIT);
    }
}
