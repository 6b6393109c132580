//! The service worker (`public/sw.js`) learns which files the build has.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::parts;

/// Its name in dist/, which never changes: browsers ask again for what stands there.
pub const NAME: &str = "sw.js";
/// What stands in its text for the hash that the names of its files have, and for those names.
const BUILD: &str = "\"BUILD\"";
const FILES: &str = "\"FILES\"";

/// Puts the build's hash and the addresses of the files that have it in their names into the worker. (An app that Trunk builds by
/// hand has neither, so its worker finds no file and is not installed.)
pub fn tell(dist: &Path, hash: &str) -> Result<()> {
    let files = parts::files(dist)?;
    let files: Vec<String> =
        files.iter().filter(|name| name.contains(hash)).map(|name| format!("\"/{name}\"")).collect();
    let path = dist.join(NAME);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    for place in [BUILD, FILES] {
        ensure!(text.matches(place).count() == 1, "{NAME} has no single {place}");
    }
    let text = text.replace(BUILD, &format!("\"{hash}\"")).replace(FILES, &files.join(", "));
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_knows_the_files_of_its_build() {
        let folder = std::env::temp_dir().join(format!("rssac002-worker-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        for name in ["app-0f.js", "app-0f_bg.wasm", "world.bin"] {
            put(name, "");
        }
        put(NAME, include_str!("../../public/sw.js"));
        tell(&folder, "0f").unwrap();
        let told = std::fs::read_to_string(folder.join(NAME)).unwrap();
        assert!(told.contains("BUILD = \"0f\";") && told.contains("[\"/app-0f.js\", \"/app-0f_bg.wasm\"]"));
        // Told already.
        assert!(tell(&folder, "0f").is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
