//! A page with every picture that the tests keep; where one differs from the last commit, the old one beside the new.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;

/// Where the pictures are, seen from the top of the clone.
const PICTURES: &str = "crates/server/tests/snapshots";

const HEAD: &str =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Pictures of the tests</title><style>
body { font: 16px system-ui, sans-serif; margin: 24px; background: #f4f4f4; }
section { display: grid; grid-template-columns: repeat(auto-fill, minmax(480px, 1fr)); gap: 24px; }
section.changed { grid-template-columns: 1fr 1fr; }
figure { margin: 0; min-width: 0; }
img { max-width: 100%; background: #fff; border: 1px solid #ccc; }
img.dark { background: #121212; }
</style>";

/// A picture: as it is in the clone and as it is in the last commit, if it is there.
struct Picture {
    name: String,
    now: Option<Vec<u8>>,
    before: Option<Vec<u8>>,
}

impl Picture {
    fn is_changed(&self) -> bool {
        self.now != self.before
    }
}

/// Writes the page into target/gallery/ and says where it is.
pub fn write(repo: &Repo) -> Result<PathBuf> {
    let folder = repo.root.join("target").join("gallery");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let pictures = names(repo)?
        .into_iter()
        .map(|name| {
            let now = std::fs::read(repo.root.join(PICTURES).join(&name)).ok();
            let before = committed(repo, &name)?;
            Ok(Picture { name, now, before })
        })
        .collect::<Result<Vec<Picture>>>()?;
    for picture in &pictures {
        for (kind, content) in [("now", &picture.now), ("before", &picture.before)] {
            if let Some(content) = content {
                put(&folder.join(kind).join(&picture.name), content)?;
            }
        }
    }
    let page = folder.join("index.html");
    put(&page, html(&pictures).as_bytes())?;
    Ok(page)
}

/// The pictures of the clone and of the last commit.
fn names(repo: &Repo) -> Result<BTreeSet<String>> {
    let folder = repo.root.join(PICTURES);
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        names.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    let listed = git(repo, &["ls-tree", "--name-only", "HEAD", &format!("{PICTURES}/")])?;
    let listed = listed.context("git cannot list the last commit")?;
    for path in String::from_utf8_lossy(&listed).lines() {
        names.extend(path.rsplit('/').next().map(str::to_owned));
    }
    names.retain(|name| name.ends_with(".svg"));
    ensure!(!names.is_empty(), "there are no pictures in {}", folder.display());
    Ok(names)
}

/// A picture of the last commit; `None` where it has no such picture.
fn committed(repo: &Repo, name: &str) -> Result<Option<Vec<u8>>> {
    git(repo, &["show", &format!("HEAD:{PICTURES}/{name}")])
}

fn git(repo: &Repo, args: &[&str]) -> Result<Option<Vec<u8>>> {
    let output = repo.command("git").args(args).output().context("cannot start git")?;
    Ok(output.status.success().then_some(output.stdout))
}

fn put(file: &Path, content: &[u8]) -> Result<()> {
    let folder = file.parent().context("a file without a folder")?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    std::fs::write(file, content).with_context(|| format!("cannot write {}", file.display()))
}

fn html(pictures: &[Picture]) -> String {
    let mut out = HEAD.to_owned();
    let changed: Vec<&Picture> = pictures.iter().filter(|picture| picture.is_changed()).collect();
    // Writing to a String cannot fail.
    let _ = write!(out, "<h1>{} pictures, {} changed</h1>", pictures.len(), changed.len());
    if !changed.is_empty() {
        out.push_str("<h2>Changed: before and now</h2><section class=\"changed\">");
        for picture in changed {
            figure(&mut out, picture, "before", picture.before.is_some());
            figure(&mut out, picture, "now", picture.now.is_some());
        }
        out.push_str("</section>");
    }
    out.push_str("<h2>All</h2><section>");
    for picture in pictures.iter().filter(|picture| picture.now.is_some()) {
        figure(&mut out, picture, "now", true);
    }
    out.push_str("</section></html>\n");
    out
}

fn figure(out: &mut String, picture: &Picture, kind: &str, is_there: bool) {
    let name = &picture.name;
    let class = if name.contains(".dark.") { "dark" } else { "light" };
    let image = if is_there {
        format!("<img class=\"{class}\" loading=\"lazy\" src=\"{kind}/{name}\" alt=\"\">")
    } else {
        "<p>not there</p>".to_owned()
    };
    // Writing to a String cannot fail.
    let _ = write!(out, "<figure>{image}<figcaption>{name}, {kind}</figcaption></figure>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_picture_stands_beside_the_one_before() {
        let picture = |name: &str, before: Option<&str>, now: Option<&str>| Picture {
            name: name.to_owned(),
            now: now.map(|text| text.as_bytes().to_vec()),
            before: before.map(|text| text.as_bytes().to_vec()),
        };
        let page = html(&[
            picture("a.svg", Some("same"), Some("same")),
            picture("b.dark.svg", Some("old"), Some("new")),
            picture("c.svg", Some("gone"), None),
        ]);
        assert!(page.contains("3 pictures, 2 changed"), "{page}");
        assert!(page.contains("<img class=\"dark\" loading=\"lazy\" src=\"before/b.dark.svg\""), "{page}");
        assert!(!page.contains("before/a.svg") && page.contains("now/a.svg"), "{page}");
        assert!(page.contains("before/c.svg") && page.contains("not there"), "{page}");
    }
}
