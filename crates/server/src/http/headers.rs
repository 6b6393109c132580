//! Methods that are taken, and the headers that every answer carries (conventions.md).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::coding::Coding;
use super::problem::Problem;

/// Says where an answer's numbers are from; its only value is `sample`, for made-up ones.
pub const DATA_HEADER: HeaderName = HeaderName::from_static("x-rssac002-data");

/// Says how many octets an answer has once it is decoded, for whoever shows how much of it has come: `Content-Length` counts
/// what goes over the line.
pub const OCTETS_HEADER: HeaderName = HeaderName::from_static("x-rssac002-octets");

/// Which pages may take an answer into themselves without reading it.
pub const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const ALLOW: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// The content security policy of whatever sets none of its own.
const PLAIN_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// What no page here asks a visitor for, nor a page that it is framed in through it.
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// What a program of another page may read beside those headers that it always may.
const EXPOSED: &str = "Accept-Ranges, Age, Content-Range, ETag, X-Rssac002-Data, X-Rssac002-Octets";

/// Answers OPTIONS, refuses every method but GET and HEAD, and adds the headers. `is_open` says whether any page may read what
/// stands at a path.
pub async fn apply(State(is_open): State<fn(&str) -> bool>, request: Request, next: Next) -> Response {
    let open = is_open(request.uri().path());
    let method = request.method().clone();
    let mut response = match method {
        Method::GET | Method::HEAD if !Coding::is_any_accepted(request.headers()) => {
            let accepted = Some("one of zstd, br, gzip and identity".to_owned());
            let problem = Problem::new(StatusCode::NOT_ACCEPTABLE, "`Accept-Encoding` refuses every coding");
            Problem { accepted, ..problem }.into_response()
        }
        Method::GET | Method::HEAD => next.run(request).await,
        Method::OPTIONS => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response.headers_mut().insert(header::ALLOW, ALLOW);
            response
        }
        _ => {
            let detail = format!("{method} is not answered here; GET, HEAD and OPTIONS are");
            let mut response = Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail).into_response();
            response.headers_mut().insert(header::ALLOW, ALLOW);
            response
        }
    };
    let headers = response.headers_mut();
    let mut default = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    default(header::CONTENT_SECURITY_POLICY, PLAIN_POLICY);
    default(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    default(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    // A page that one of ours opens, or that opens ours, has no hold on it.
    default(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if !open {
        default(RESOURCE_POLICY, "same-origin");
    }
    if open {
        cross_origin(headers, method == Method::OPTIONS);
    }
    response
}

/// "Moved permanently", which may be kept for a day, so that a mistake does not stay for ever.
pub fn moved() -> Response {
    let mut response = StatusCode::MOVED_PERMANENTLY.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}

/// Any page may read it.
fn cross_origin(headers: &mut HeaderMap, preflight: bool) {
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(RESOURCE_POLICY, "cross-origin");
    if preflight {
        set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS");
        set(header::ACCESS_CONTROL_ALLOW_HEADERS, "*");
        set(header::ACCESS_CONTROL_MAX_AGE, "86400");
    } else {
        set(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}
