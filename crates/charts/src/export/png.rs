//! What a PNG says about itself, in texts that no picture viewer draws: title, description and where it is from. Put into
//! a PNG that is there already, because browsers make theirs from a canvas without any.

use crate::provenance::Provenance;
use crate::view::View;

/// Octets of the signature, and of the header's chunk behind it (PNG specification, 5.2 and 11.2.1).
const HEADER: usize = 8 + 25;

/// Keywords (PNG specification, 11.3.3.1) and texts of a view's picture.
pub fn texts(view: &View, provenance: &Provenance) -> [(&'static str, String); 3] {
    [
        ("Title", view.title.clone()),
        ("Description", format!("{}. {} {}", view.subtitle, view.coverage, view.summary)),
        ("Source", crate::provenance::line(provenance)),
    ]
}

/// A PNG with these texts (keyword, text) behind its header. What is no PNG comes back as it is.
pub fn with_texts(png: &[u8], texts: &[(&str, String)]) -> Vec<u8> {
    let mut out = png.to_vec();
    if !png.starts_with(b"\x89PNG\r\n\x1a\n") || png.len() < HEADER {
        return out;
    }
    let chunks = texts.iter().flat_map(|(keyword, text)| international(keyword, text));
    out.splice(HEADER..HEADER, chunks);
    out
}

/// A chunk of a text in UTF-8 (iTXt; PNG specification, 11.3.3.4), neither compressed nor translated.
fn international(keyword: &str, text: &str) -> Vec<u8> {
    let mut chunk = b"iTXt".to_vec();
    chunk.extend(keyword.bytes());
    chunk.extend([0, 0, 0, 0, 0]);
    // A zero octet would end nothing here, but is not allowed.
    chunk.extend(text.bytes().filter(|b| *b != 0));
    let mut out = ((chunk.len() - 4) as u32).to_be_bytes().to_vec();
    let check = crc(&chunk);
    out.append(&mut chunk);
    out.extend(check.to_be_bytes());
    out
}

/// The check of a chunk (PNG specification, annex D), bit by bit, because the texts are short.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_is_that_of_the_standard() {
        // The last chunk of every PNG, and the check value of the catalogue of CRC algorithms.
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn what_is_no_png_stays() {
        for text in [&b""[..], b"\x89PNG\r\n\x1a\n", b"GIF89a, and much more of it than a header is long"] {
            assert_eq!(with_texts(text, &[("Title", "x".into())]), text);
        }
    }
}
