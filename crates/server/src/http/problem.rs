//! Refusals as problem documents (RFC 9457), which name the parameter and what it takes.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A refusal: why, and what would have been accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// What is wrong with this request, for people.
    pub detail: String,
    /// The parameter that is wrong.
    pub parameter: Option<&'static str>,
    /// What the parameter takes.
    pub accepted: Option<String>,
    /// The endpoints there are, where an unknown one was asked.
    pub endpoints: Vec<String>,
}

impl Problem {
    /// A refusal without a parameter.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem { status, detail: detail.into(), parameter: None, accepted: None, endpoints: Vec::new() }
    }

    /// A bad or missing parameter.
    pub fn parameter(name: &'static str, detail: impl Into<String>, accepted: impl Into<String>) -> Problem {
        Problem {
            parameter: Some(name),
            accepted: Some(accepted.into()),
            ..Problem::new(StatusCode::BAD_REQUEST, format!("`{name}`: {}", detail.into()))
        }
    }

    /// The document.
    pub fn to_json(&self) -> String {
        let document = Document {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            detail: &self.detail,
            parameter: self.parameter,
            accepted: self.accepted.as_deref(),
            endpoints: &self.endpoints,
        };
        // Texts and numbers can always be written.
        serde_json::to_string(&document).unwrap_or_default()
    }
}

/// A problem document.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    endpoints: &'a [String],
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.to_json()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&self.status) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_the_parameter_and_what_it_takes() {
        let problem = Problem::parameter("rsi", "`\"` is no letter", "letters a to m");
        let value: serde_json::Value = serde_json::from_str(&problem.to_json()).unwrap();
        assert_eq!(
            value,
            serde_json::json!({"type": "about:blank", "title": "Bad Request", "status": 400,
                "detail": "`rsi`: `\"` is no letter", "parameter": "rsi", "accepted": "letters a to m"})
        );
    }
}
