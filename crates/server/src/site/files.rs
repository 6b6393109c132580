//! The files that Trunk made: embedded in the binary, or in a folder while developing.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use rust_embed::RustEmbed;

/// `dist/` as it was when the binary was built; empty where it was not there.
#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Dist;

/// Where the files are.
pub enum Files {
    /// In the binary.
    Embedded,
    /// In this folder.
    Folder(PathBuf),
}

impl Files {
    /// A file by its path below the root, without the slash in front. Paths that lead out of the root have no file.
    pub fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        let inside = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
        if path.is_empty() || !inside || path.contains(['\\', '\0', ':']) {
            return None;
        }
        match self {
            Files::Embedded => Dist::get(path).map(|file| file.data),
            Files::Folder(folder) => {
                let file = folder.join(path);
                file.is_file().then(|| std::fs::read(file).ok()).flatten().map(Cow::Owned)
            }
        }
    }

    /// The names of the files at the root.
    pub fn names(&self) -> Vec<String> {
        match self {
            Files::Embedded => Dist::iter().map(Cow::into_owned).collect(),
            Files::Folder(folder) => {
                let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
                entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
            }
        }
    }
}

/// Whether a file is wanted with a part of the app, as the names that `cargo xtask` gives them say: words and a hash.
pub fn is_of_part(name: &str, part: &str) -> bool {
    let words = name.strip_suffix(".wasm").and_then(|stem| stem.rsplit_once('-'));
    words.is_some_and(|(words, _)| words.split('-').any(|word| word == part))
}

/// The media type of a file, by its ending.
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether a path is that of a file beside the pages, as its ending says. Old addresses of pages end in `.html`.
pub fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.contains('.') && !media_type(name).starts_with("text/html")
}

/// Whether a name carries a hash of its file's contents, as Trunk gives them (`app-3f2a…_bg.wasm`): the file under
/// that name never changes.
pub fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    stem.split(['-', '_']).skip(1).any(|part| {
        part.len() >= 14 && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_wants_its_own_file_and_those_that_it_shares() {
        let all = ["kinds-0f.wasm", "kinds-tools-0f.wasm", "tools-0f.wasm", "kinds-0f.wasm.br", "kinds.wasm"];
        let of = |part: &str| all.into_iter().filter(|name| is_of_part(name, part)).collect::<Vec<_>>();
        assert_eq!(of("kinds"), ["kinds-0f.wasm", "kinds-tools-0f.wasm"]);
        assert_eq!(of("tools"), ["kinds-tools-0f.wasm", "tools-0f.wasm"]);
        assert!(!is_of_part("rssac002-explorer-0f_bg.wasm", "kinds"));
    }

    #[test]
    fn names_with_a_hash_never_change() {
        for (path, hashed) in [
            ("rssac002-explorer-3f2a9c1be07d4455_bg.wasm", true),
            ("rssac002-explorer-3f2a9c1be07d4455.js", true),
            ("main-e21fd4a0b9c8d7e6.css", true),
            ("snippets/x-0123456789abcdef/inline0.js", false),
            ("index.html", false),
            ("robots.txt", false),
            ("rssac002-explorer.js", false),
        ] {
            assert_eq!(is_hashed(path), hashed, "{path}");
        }
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("dist")).unwrap();
        std::fs::write(folder.path().join("secret"), "x").unwrap();
        std::fs::write(folder.path().join("dist/a.txt"), "y").unwrap();
        let files = Files::Folder(folder.path().join("dist"));
        assert_eq!(files.get("a.txt").as_deref(), Some(&b"y"[..]));
        let absolute = folder.path().join("secret").display().to_string();
        for path in [
            "../secret",
            "a/../../secret",
            absolute.as_str(),
            "",
            ".",
            "/a.txt",
            "..\\secret",
            "a.txt/",
            "\0",
        ] {
            assert_eq!(files.get(path), None, "{path}");
        }
    }
}
