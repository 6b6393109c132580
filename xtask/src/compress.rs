//! Compressed copies of the site's files beside them, made once with the best settings, and the size of it all.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::fingerprint;
use crate::parts;
use crate::worker;

/// Files that get smaller by compression; pictures and fonts are compressed already.
const COMPRESSED: [&str; 7] = ["wasm", "js", "css", "html", "svg", "json", "bin"];
/// What the app is made of; pictures, fonts and the land of maps are not counted.
const APP: [&str; 4] = ["wasm", "js", "css", "html"];
/// Brotli bytes that a visitor may have to load before the first chart over time.
const FIRST: u64 = 340_000;
/// Brotli bytes of the app with all its parts, which come when they are wanted.
const ALL: u64 = 530_000;

/// A file of the site and its sizes in bytes.
struct Asset {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Sizes of a compressed site.
pub struct Sizes(Vec<Asset>);

impl Sizes {
    /// Brotli bytes that are loaded before the first chart over time, and of all the app.
    fn first_and_all(&self) -> [u64; 2] {
        let app = || self.0.iter().filter(|a| has_extension(&a.name, &APP));
        // The worker comes when the chart is there.
        let first = app().filter(|a| !parts::is_part(&a.name) && a.name != worker::NAME);
        [first.map(|a| a.brotli).sum(), app().map(|a| a.brotli).sum()]
    }

    /// Whether the app fits into both budgets.
    pub fn within_budget(&self) -> bool {
        let [first, all] = self.first_and_all();
        first <= FIRST && all <= ALL
    }

    /// The app's size against the budgets.
    pub fn verdict(&self) -> String {
        let verdict = if self.within_budget() { "within" } else { "OVER" };
        let [first, all] = self.first_and_all();
        format!(
            "wasm, js, css and html: {first} bytes brotli first, {all} with all parts, {verdict} the budgets of {FIRST} and {ALL}"
        )
    }

    /// Prints a table.
    pub fn print(&self) {
        println!("    {:>10} {:>10} {:>10}  bytes", "raw", "gzip", "brotli");
        for Asset { name, raw, gzip, brotli } in &self.0 {
            println!("    {raw:>10} {gzip:>10} {brotli:>10}  {name}");
        }
        println!("    {}", self.verdict());
    }
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
}

/// Writes `name.br` and `name.gz` beside each file that they are smaller than.
pub fn site(folder: &Path) -> Result<()> {
    for path in files(folder)? {
        let path = folder.join(path);
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        for (extension, compressed) in [("gz", gzip(&bytes)?), ("br", brotli(&bytes)?)] {
            if compressed.len() < bytes.len() {
                let copy = beside(&path, extension);
                std::fs::write(&copy, compressed)
                    .with_context(|| format!("cannot write {}", copy.display()))?;
            }
        }
    }
    Ok(())
}

/// The sizes of a site that [`site`] has compressed, without what lies in one folder of it, which is no part of the app.
pub fn measure(folder: &Path, apart: &str) -> Result<Sizes> {
    let size = |path: &Path| std::fs::metadata(path).map(|m| m.len());
    let mut assets = Vec::new();
    for file in files(folder)?.into_iter().filter(|file| !file.starts_with(apart)) {
        let path = folder.join(&file);
        let raw = size(&path).with_context(|| format!("cannot read {}", path.display()))?;
        // Without a smaller copy the file itself is sent.
        let [gzip, brotli] = ["gz", "br"].map(|extension| size(&beside(&path, extension)).unwrap_or(raw));
        assets.push(Asset { name: file.to_string_lossy().into_owned(), raw, gzip, brotli });
    }
    Ok(Sizes(assets))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = BTreeSet::new();
    fingerprint::collect(folder, Path::new(""), &mut files)?;
    Ok(files.into_iter().filter(|f| has_extension(&f.to_string_lossy(), &COMPRESSED)).collect())
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).and_then(|()| out.finish()).context("gzip failed")
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    // A window of 2^24 is the largest that browsers take.
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).context("brotli failed")?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn copies_read_back_and_files_that_do_not_shrink_have_none() {
        let folder = std::env::temp_dir().join(format!("rssac002-compress-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("snippets")).unwrap();
        let text = "a line that comes again\n".repeat(99);
        std::fs::write(folder.join("snippets/a.js"), &text).unwrap();
        std::fs::write(folder.join("tiny.css"), "a{}").unwrap();
        std::fs::write(folder.join("tools-0.wasm"), "part").unwrap();
        std::fs::create_dir(folder.join("docs")).unwrap();
        std::fs::write(folder.join("docs/index.html"), "no part of the app").unwrap();
        std::fs::write(folder.join("picture.png"), &text).unwrap();
        site(&folder).unwrap();
        let sizes = measure(&folder, "docs").unwrap();

        let mut plain = String::new();
        let gz = std::fs::File::open(folder.join("snippets/a.js.gz")).unwrap();
        flate2::read::GzDecoder::new(gz).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text);
        let br = std::fs::read(folder.join("snippets/a.js.br")).unwrap();
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &br[..], &mut plain).unwrap();
        assert_eq!(plain, text.as_bytes());

        assert!(!folder.join("tiny.css.br").exists());
        assert!(!folder.join("picture.png.br").exists());
        let part = std::fs::metadata(folder.join("tools-0.wasm")).unwrap().len();
        assert_eq!(sizes.first_and_all(), [br.len() as u64 + 3, br.len() as u64 + 3 + part]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
