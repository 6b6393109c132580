//! The origin under which visitors reach this server, for addresses that have to be absolute.

use axum::http::{HeaderMap, header};

/// How the origin is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Origin {
    fixed: Option<String>,
    trusts_proxy: bool,
}

/// Why a text is no origin.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "an origin is http:// or https:// and a host, with a port where it has one, and nothing behind: https://example.org"
)]
pub struct NoOrigin;

impl Origin {
    /// Always this origin.
    pub fn fixed(text: &str) -> Result<Origin, NoOrigin> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(NoOrigin)?;
        if !is_host(host) {
            return Err(NoOrigin);
        }
        Ok(Origin { fixed: Some(text.to_owned()), trusts_proxy: false })
    }

    /// What each request's `Host` says; the scheme is `http`, or what `X-Forwarded-Proto` says where a proxy in front sets
    /// that header, whoever sent the request.
    pub fn asked(trusts_proxy: bool) -> Origin {
        Origin { fixed: None, trusts_proxy }
    }

    /// The header of requests, beside `Host`, that the origin depends on.
    pub fn varies_by(&self) -> Option<&'static str> {
        self.trusts_proxy.then_some("X-Forwarded-Proto")
    }

    /// The origin for a request, without a slash at its end; empty where it is not known, which makes addresses
    /// relative.
    pub fn of(&self, request: &HeaderMap) -> String {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        let text = |name| request.get(name).and_then(|value| value.to_str().ok());
        let Some(host) = text(header::HOST).filter(|host| is_host(host)) else { return String::new() };
        let told = request.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        // Of several proxies the first one was asked by the visitor.
        let told = told.and_then(|list| list.split(',').next()).map(str::trim);
        let secure = self.trusts_proxy && told.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        format!("{}://{host}", if secure { "https" } else { "http" })
    }
}

/// Whether a text is a host name or address with or without a port, and not something that ends an attribute.
fn is_host(text: &str) -> bool {
    let characters = |b: u8| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b);
    (1..=255).contains(&text.len()) && text.bytes().all(characters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn request(host: &str, proto: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        headers.insert("x-forwarded-proto", HeaderValue::from_str(proto).unwrap());
        headers
    }

    #[test]
    fn the_host_tells_and_a_proxy_only_where_it_is_trusted() {
        let (plain, trusting) = (Origin::asked(false), Origin::asked(true));
        for (host, proto, told, trusted) in [
            ("example.org", "https", "http://example.org", "https://example.org"),
            ("[::1]:8002", "http", "http://[::1]:8002", "http://[::1]:8002"),
            ("example.org", "HTTPS, http", "http://example.org", "https://example.org"),
            ("example.org", "javascript", "http://example.org", "http://example.org"),
            ("a\"><script>", "https", "", ""),
            ("a/b", "https", "", ""),
            ("", "https", "", ""),
        ] {
            assert_eq!(plain.of(&request(host, proto)), told, "{host}");
            assert_eq!(trusting.of(&request(host, proto)), trusted, "{host}");
        }
        assert_eq!(plain.of(&HeaderMap::new()), "");
    }

    #[test]
    fn a_fixed_origin_is_one() {
        let fixed = Origin::fixed("https://example.org/").unwrap();
        assert_eq!(fixed.of(&request("other.example", "http")), "https://example.org");
        for wrong in ["example.org", "ftp://example.org", "https://", "https://a/b", "https://a b", ""] {
            assert_eq!(Origin::fixed(wrong), Err(NoOrigin), "{wrong}");
        }
    }
}
