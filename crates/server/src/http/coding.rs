//! Content coding: which one a client takes, and compressing.

use std::io::{self, Write};

use axum::http::{HeaderMap, HeaderValue, header};

/// How a body is coded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Coding {
    /// As it is.
    Identity,
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
    /// gzip.
    Gzip,
}

impl Coding {
    /// The codings that answers are made in, the preferred one first. On ten years of numbers zstd is within a few
    /// percent of brotli's size at a seventh of its time.
    pub const MADE: [Coding; 3] = [Coding::Zstd, Coding::Brotli, Coding::Gzip];

    /// Its name in `Content-Encoding`; `None` for identity, which has no such header.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Coding::Identity => None,
            Coding::Brotli => Some("br"),
            Coding::Zstd => Some("zstd"),
            Coding::Gzip => Some("gzip"),
        }
    }

    /// The one of `offered` with the highest weight in `Accept-Encoding` (RFC 9110, 12.5.3), of equal ones the first. Without the
    /// header, where it takes none of them, or where it names identity with a higher weight: identity.
    pub fn negotiate(headers: &HeaderMap, offered: &[Coding]) -> Coding {
        let accepted = Accepted::of(headers);
        let mut best = (Coding::Identity, accepted.named("identity").unwrap_or(0.0));
        for coding in offered {
            let q = coding.name().map_or(0.0, |name| accepted.weight(name).unwrap_or(0.0));
            if q > 0.0 && (q > best.1 || (q == best.1 && best.0 == Coding::Identity)) {
                best = (*coding, q);
            }
        }
        best.0
    }

    /// Whether a client takes anything that this server makes: it does unless it refuses to have bodies as they are.
    pub fn is_any_accepted(headers: &HeaderMap) -> bool {
        let accepted = Accepted::of(headers);
        let takes = |coding: &Coding| coding.name().is_some_and(|name| accepted.weight(name) > Some(0.0));
        accepted.weight("identity") != Some(0.0) || Coding::MADE.iter().any(takes)
    }

    /// Compresses a body, fast rather than small.
    pub fn encode(self, body: &[u8]) -> io::Result<Vec<u8>> {
        let mut encoder = Encoder::new(self, Vec::with_capacity(body.len() / 3))?;
        encoder.write_all(body)?;
        encoder.finish()
    }

    /// Sets `Content-Encoding`.
    pub fn set(self, headers: &mut HeaderMap) {
        if let Some(name) = self.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
    }
}

/// What `Accept-Encoding` names, each with its weight.
struct Accepted(Vec<(String, f32)>);

impl Accepted {
    fn of(headers: &HeaderMap) -> Accepted {
        let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        Accepted(lists.flat_map(|list| list.split(',')).filter_map(weighted).collect())
    }

    /// The weight of a coding that is named itself.
    fn named(&self, name: &str) -> Option<f32> {
        let is_it = |entry: &&(String, f32)| entry.0 == name || (name == "gzip" && entry.0 == "x-gzip");
        self.0.iter().find(is_it).map(|entry| entry.1)
    }

    /// The weight of a coding, named or by `*`.
    fn weight(&self, name: &str) -> Option<f32> {
        self.named(name).or_else(|| self.named("*"))
    }
}

/// One entry of `Accept-Encoding`: its name in lower case and its weight, 1 if not given.
fn weighted(part: &str) -> Option<(String, f32)> {
    let mut fields = part.split(';').map(str::trim);
    let name = fields.next().filter(|n| !n.is_empty())?.to_ascii_lowercase();
    let q = fields.find_map(|f| f.strip_prefix("q=").or_else(|| f.strip_prefix("Q=")));
    // A weight that is no number refuses, as 0 does.
    Some((name, q.map_or(1.0, |q| q.trim().parse().unwrap_or(0.0))))
}

/// Compresses what is written to it.
pub enum Encoder<W: Write> {
    /// As it is.
    Identity(W),
    /// Brotli.
    Brotli(Box<brotli::CompressorWriter<W>>),
    /// Zstandard.
    Zstd(zstd::Encoder<'static, W>),
    /// gzip.
    Gzip(flate2::write::GzEncoder<W>),
}

impl<W: Write> Encoder<W> {
    /// An encoder that writes to `to`.
    pub fn new(coding: Coding, to: W) -> io::Result<Encoder<W>> {
        Ok(match coding {
            Coding::Identity => Encoder::Identity(to),
            Coding::Brotli => Encoder::Brotli(Box::new(brotli::CompressorWriter::new(to, 64 * 1024, 4, 22))),
            Coding::Zstd => Encoder::Zstd(zstd::Encoder::new(to, 3)?),
            Coding::Gzip => Encoder::Gzip(flate2::write::GzEncoder::new(to, flate2::Compression::new(5))),
        })
    }

    /// Writes what is left and hands back what was written to.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Encoder::Identity(to) => Ok(to),
            Encoder::Brotli(encoder) => Ok(encoder.into_inner()),
            Encoder::Zstd(encoder) => encoder.finish(),
            Encoder::Gzip(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Encoder::Identity(to) => to.write(bytes),
            Encoder::Brotli(encoder) => encoder.write(bytes),
            Encoder::Zstd(encoder) => encoder.write(bytes),
            Encoder::Gzip(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Encoder::Identity(to) => to.flush(),
            Encoder::Brotli(encoder) => encoder.flush(),
            Encoder::Zstd(encoder) => encoder.flush(),
            Encoder::Gzip(encoder) => encoder.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Read;

    fn negotiate(accept: &str) -> Coding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(accept).unwrap());
        Coding::negotiate(&headers, &Coding::MADE)
    }

    #[test]
    fn the_client_chooses() {
        for (accept, coding) in [
            ("gzip, deflate, br, zstd", Coding::Zstd),
            ("gzip, deflate", Coding::Gzip),
            ("zstd, gzip", Coding::Zstd),
            ("br;q=0, gzip;q=0.5", Coding::Gzip),
            ("br;q=0.1, gzip;q=0.5", Coding::Gzip),
            ("*", Coding::Zstd),
            ("*, zstd;q=0", Coding::Brotli),
            ("", Coding::Identity),
            ("identity, deflate", Coding::Identity),
            ("BR; Q=1", Coding::Brotli),
            ("br;q=x", Coding::Identity),
            ("identity, gzip;q=0.5", Coding::Identity),
            ("identity;q=0.5, gzip;q=0.5", Coding::Gzip),
            ("identity;q=0.4, gzip;q=0.5", Coding::Gzip),
            ("identity;q=0, *", Coding::Zstd),
        ] {
            assert_eq!(negotiate(accept), coding, "{accept}");
        }
        assert_eq!(Coding::negotiate(&HeaderMap::new(), &Coding::MADE), Coding::Identity);
    }

    #[test]
    fn a_client_may_refuse_everything() {
        for (accept, taken) in [
            ("", true),
            ("deflate", true),
            ("identity;q=0", false),
            ("*;q=0", false),
            ("identity;q=0, deflate", false),
            ("identity;q=0, gzip", true),
            ("*;q=0, br;q=0.1", true),
            ("*;q=0, identity", true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(accept).unwrap());
            assert_eq!(Coding::is_any_accepted(&headers), taken, "{accept}");
        }
        assert!(Coding::is_any_accepted(&HeaderMap::new()));
    }

    fn decode(coding: Coding, body: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        match coding {
            Coding::Identity => out.extend_from_slice(body),
            Coding::Brotli => {
                brotli::Decompressor::new(body, 4096).read_to_end(&mut out).unwrap();
            }
            Coding::Zstd => out = zstd::decode_all(body).unwrap(),
            Coding::Gzip => {
                flate2::read::GzDecoder::new(body).read_to_end(&mut out).unwrap();
            }
        }
        out
    }

    proptest! {
        #[test]
        fn every_coding_reads_back(body in proptest::collection::vec(0u8..4, 0..5000)) {
            for coding in [Coding::Identity, Coding::Brotli, Coding::Zstd, Coding::Gzip] {
                prop_assert_eq!(decode(coding, &coding.encode(&body).unwrap()), body.clone());
            }
        }
    }
}
