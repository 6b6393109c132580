//! Answers with an entity tag: whole, or "not modified".

use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body_util::Channel;
use sha2::{Digest, Sha256};

use super::bodies::Made;
use super::coding::Coding;
use super::headers::OCTETS_HEADER;

/// The strong entity tag of what these parts name: equal parts, equal body.
///
/// The version of this program is in it, because a new version may write the same numbers in another way.
pub fn entity_tag(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in [env!("CARGO_PKG_VERSION").as_bytes()].iter().chain(parts) {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let hex: String = digest.iter().take(16).map(|octet| format!("{octet:02x}")).collect();
    format!("\"{hex}\"")
}

/// A time in whole seconds, as headers tell it.
fn whole(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs())
}

/// Everything about an answer but its body.
#[derive(Clone, Debug)]
pub struct Meta {
    /// `Content-Type`.
    pub content_type: &'static str,
    /// `Cache-Control`.
    pub cache_control: &'static str,
    /// How the body is coded.
    pub coding: Coding,
    /// The strong entity tag.
    pub tag: String,
    /// `Last-Modified`, where it is known.
    pub modified: Option<SystemTime>,
}

/// The answer without its body, of which it is not known how long it is.
pub fn unmade(response: Response) -> Response {
    let (_, unknown) = Channel::<Bytes>::new(1);
    response.map(|_| Body::new(unknown))
}

impl Meta {
    /// Whether the client has this body (`If-None-Match`; weak marks, which proxies add, do not count). Where it names none, whether
    /// it has one that is as new (`If-Modified-Since`, RFC 9110, 13.1.3).
    pub fn is_known(&self, request: &HeaderMap) -> bool {
        if !request.contains_key(header::IF_NONE_MATCH) {
            let since = request.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
            let since = since.and_then(|date| httpdate::parse_http_date(date).ok());
            return since.zip(self.modified).is_some_and(|(since, modified)| whole(modified) <= since);
        }
        let lists = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
        lists
            .flat_map(|list| list.split(','))
            .map(str::trim)
            .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == self.tag)
    }

    /// Whether a condition for a range (`If-Range`, RFC 9110, 13.1.5) names this body.
    pub fn is_same(&self, condition: &HeaderValue) -> bool {
        let modified = self.modified.map(httpdate::fmt_http_date);
        condition == self.tag.as_str() || modified.is_some_and(|modified| condition == modified.as_str())
    }

    fn headers(&self, headers: &mut HeaderMap) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cache_control));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        let modified = self.modified.map(httpdate::fmt_http_date).map(HeaderValue::try_from);
        if let Some(Ok(modified)) = modified {
            headers.insert(header::LAST_MODIFIED, modified);
        }
    }

    /// "Not modified".
    pub fn not_modified(&self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        self.headers(response.headers_mut());
        response
    }

    /// The answer with this body, which is coded already.
    pub fn with(&self, body: impl Into<Body>) -> Response {
        let mut response = Response::new(body.into());
        let headers = response.headers_mut();
        self.headers(headers);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        self.coding.set(headers);
        response
    }

    /// The answer to `HEAD` where the body would be too much work: how long it is is not known.
    pub fn alone(&self) -> Response {
        unmade(self.with(Body::empty()))
    }

    /// The answer with a finished body.
    pub fn whole(&self, made: Made) -> Response {
        let mut response = self.with(made.coded);
        response.headers_mut().insert(OCTETS_HEADER, made.plain.into());
        response
    }

    /// The answer to a request: "not modified" or the body, coded here.
    pub fn answer(&self, request: &HeaderMap, body: impl FnOnce() -> Vec<u8>) -> Response {
        if self.is_known(request) {
            return self.not_modified();
        }
        let plain = body();
        match self.coding.encode(&plain) {
            Ok(coded) => self.with(Bytes::from(coded)),
            // Writing to memory fails only where memory does; the plain body is as good an answer.
            Err(_) => Meta { coding: Coding::Identity, ..self.clone() }.with(Bytes::from(plain)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_differ_where_parts_do() {
        assert_eq!(entity_tag(&[b"a", b"b"]), entity_tag(&[b"a", b"b"]));
        assert_ne!(entity_tag(&[b"a", b"b"]), entity_tag(&[b"ab", b""]));
        assert_eq!(entity_tag(&[]).len(), 34);
    }

    #[test]
    fn a_date_counts_where_no_tag_is_named() {
        let modified = SystemTime::UNIX_EPOCH + Duration::from_millis(1_604_448_000_500);
        let meta = Meta {
            content_type: "text/plain",
            cache_control: "no-cache",
            coding: Coding::Identity,
            tag: entity_tag(&[b"x"]),
            modified: Some(modified),
        };
        for (since, tag, known) in [
            ("Wed, 04 Nov 2020 00:00:00 GMT", None, true),
            ("Wed, 04 Nov 2020 00:00:01 GMT", None, true),
            ("Tue, 03 Nov 2020 23:59:59 GMT", None, false),
            ("yesterday", None, false),
            ("Wed, 04 Nov 2020 00:00:00 GMT", Some("\"y\""), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MODIFIED_SINCE, HeaderValue::from_static(since));
            if let Some(tag) = tag {
                headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(tag));
            }
            assert_eq!(meta.is_known(&headers), known, "{since} {tag:?}");
            assert!(!Meta { modified: None, ..meta.clone() }.is_known(&headers), "{since}");
        }
    }

    #[test]
    fn a_known_tag_may_stand_anywhere_in_the_list() {
        let tag = entity_tag(&[b"x"]);
        let meta = Meta {
            content_type: "text/plain",
            cache_control: "no-cache",
            coding: Coding::Identity,
            tag: tag.clone(),
            modified: None,
        };
        for (value, known) in [
            (tag.clone(), true),
            (format!("\"y\", W/{tag}"), true),
            ("*".to_owned(), true),
            ("\"y\"".to_owned(), false),
            (String::new(), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(&value).unwrap());
            assert_eq!(meta.is_known(&headers), known, "{value}");
        }
    }
}
