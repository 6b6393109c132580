//! Whether anything changed: a number made of the names and contents of files.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A number over the files below these paths (files or folders, relative to `root`), and over `more`.
///
/// A path that does not exist counts as such. Contents are read, not dates, so that switching branches back and forth
/// builds nothing. The number is good for one version of the standard library only, which is enough for a note.
pub fn of(root: &Path, paths: &[impl AsRef<Path>], more: &str) -> Result<u64> {
    let mut files = BTreeSet::new();
    for path in paths {
        collect(root, path.as_ref(), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(more.as_bytes());
    for file in files {
        let bytes =
            std::fs::read(root.join(&file)).with_context(|| format!("cannot read {}", file.display()))?;
        hasher.write(file.as_os_str().as_encoded_bytes());
        hasher.write_usize(bytes.len());
        hasher.write(&bytes);
    }
    Ok(hasher.finish())
}

/// All files below a path, relative to `root`.
pub fn collect(root: &Path, path: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    let entries = match std::fs::read_dir(root.join(path)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            files.insert(path.to_owned());
            return Ok(());
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
        collect(root, &path.join(entry.file_name()), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_follows_names_contents_and_absence_and_nothing_else() {
        let root = std::env::temp_dir().join(format!("rssac002-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(root.join("src/chart")).unwrap();
        let write = |name: &str, text: &str| std::fs::write(root.join(name), text).unwrap();
        let now = || of(&root, &["src", "index.html"], "").unwrap();
        write("src/chart/mod.rs", "a");
        let without_index = now();
        write("index.html", "");
        let first = now();
        assert_ne!(first, without_index);
        write("src/chart/mod.rs", "b");
        let changed = now();
        assert_ne!(changed, first);
        write("src/chart/mod.rs", "a");
        write("elsewhere", "x");
        assert_eq!(now(), first);
        std::fs::rename(root.join("src/chart/mod.rs"), root.join("src/chart/draw.rs")).unwrap();
        assert_ne!(now(), first);
        assert_ne!(of(&root, &["src"], "trunk 1").unwrap(), of(&root, &["src"], "trunk 2").unwrap());
        std::fs::remove_dir_all(&root).unwrap();
    }
}
