//! Parts of a body (RFC 9110, section 14), for programs that read what they need of a long file.

use std::ops::RangeInclusive;

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::bodies::Made;
use super::problem::Problem;
use super::reply::Meta;

/// What a client wants of a body.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Wanted {
    /// All of it.
    Whole,
    /// These octets.
    Part(RangeInclusive<usize>),
    /// Octets that it does not have.
    None,
}

/// The answer with a finished body, or with the octets of it that the client asks for. Who asks for several ranges at once gets all,
/// as does who has a part of another version (`If-Range`).
pub fn answer(meta: &Meta, method: &Method, request: &HeaderMap, made: Made) -> Response {
    let length = made.coded.len();
    let wanted = if method == Method::GET { wanted(meta, request, length) } else { Wanted::Whole };
    let mut response = match &wanted {
        Wanted::Whole => meta.whole(made),
        Wanted::Part(octets) => {
            let mut response = meta.with(made.coded.slice(octets.clone()));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            response
        }
        Wanted::None => {
            let detail = format!("`Range`: it has {length} octets, and none of those asked for");
            Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, detail).into_response()
        }
    };
    let held = match wanted {
        Wanted::Whole => None,
        Wanted::Part(octets) => Some(format!("bytes {}-{}/{length}", octets.start(), octets.end())),
        Wanted::None => Some(format!("bytes */{length}")),
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(Ok(held)) = held.map(HeaderValue::try_from) {
        headers.insert(header::CONTENT_RANGE, held);
    }
    response
}

fn wanted(meta: &Meta, request: &HeaderMap, length: usize) -> Wanted {
    let Some(range) = request.get(header::RANGE) else { return Wanted::Whole };
    if request.get(header::IF_RANGE).is_some_and(|condition| !meta.is_same(condition)) {
        return Wanted::Whole;
    }
    // What is no range of octets is as if it were not there.
    let Some(Ok(ranges)) = range.to_str().ok().map(http_range_header::parse_range_header) else {
        return Wanted::Whole;
    };
    match ranges.validate(length as u64).as_deref() {
        // Both ends are below the length.
        Ok([octets]) => Wanted::Part(*octets.start() as usize..=*octets.end() as usize),
        Ok(_) => Wanted::Whole,
        Err(_) => Wanted::None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::http::coding::Coding;
    use axum::body::Bytes;

    fn meta() -> Meta {
        Meta {
            content_type: "text/plain",
            cache_control: "no-cache",
            coding: Coding::Identity,
            tag: "\"t\"".to_owned(),
            modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_604_448_000)),
        }
    }

    fn headers(range: &str, condition: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        condition.map(|condition| headers.insert(header::IF_RANGE, condition.parse().unwrap()));
        headers
    }

    #[test]
    fn a_range_is_a_part_and_what_is_none_is_passed_over() {
        let part = |range| wanted(&meta(), &headers(range, None), 10);
        for (range, octets) in [
            ("bytes=0-3", 0..=3),
            ("bytes=3-3", 3..=3),
            ("bytes=4-", 4..=9),
            ("bytes=-4", 6..=9),
            ("bytes=8-99", 8..=9),
            ("bytes=-99", 0..=9),
        ] {
            assert_eq!(part(range), Wanted::Part(octets), "{range}");
        }
        for range in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(part(range), Wanted::None, "{range}");
        }
        for range in ["lines=0-3", "bytes=3-1", "bytes=a-b", "bytes", "", "bytes=0-1,3-4"] {
            assert_eq!(part(range), Wanted::Whole, "{range}");
        }
    }

    #[test]
    fn a_part_of_another_version_is_not_completed() {
        for (condition, same) in [
            ("\"t\"", true),
            ("W/\"t\"", false),
            ("\"u\"", false),
            ("Wed, 04 Nov 2020 00:00:00 GMT", true),
            ("Wed, 04 Nov 2020 00:00:01 GMT", false),
            ("yesterday", false),
        ] {
            let wanted = wanted(&meta(), &headers("bytes=0-3", Some(condition)), 10);
            assert_eq!(wanted == Wanted::Part(0..=3), same, "{condition}");
        }
    }

    #[test]
    fn the_answer_says_which_octets_it_has() {
        let made = || Made { coded: Bytes::from_static(b"0123456789"), plain: 10 };
        let of = |method, range| {
            let response = answer(&meta(), &method, &headers(range, None), made());
            let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            (response.status().as_u16(), header(header::CONTENT_RANGE), header(header::ACCEPT_RANGES))
        };
        let bytes = Some("bytes".to_owned());
        assert_eq!(of(Method::GET, "bytes=2-4"), (206, Some("bytes 2-4/10".to_owned()), bytes.clone()));
        assert_eq!(of(Method::GET, "bytes=10-"), (416, Some("bytes */10".to_owned()), bytes.clone()));
        assert_eq!(of(Method::GET, "lines=1-"), (200, None, bytes.clone()));
        assert_eq!(of(Method::HEAD, "bytes=2-4"), (200, None, bytes));
    }
}
