//! The manual: a book that mdBook makes of `docs/`, put below `dist/`, from where it gets into the server.
//!
//! Of what mdBook writes only the chapters are taken. Its scripts, fonts and styles are left behind: the pages are made by the
//! template in `docs/theme/`, run nothing, and have one style sheet with the site's colours.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::compress;
use crate::file::{read, write};
use crate::fingerprint;
use crate::repo::Repo;
use crate::step::{run, step};
use crate::tools::MDBOOK;

/// Its folder in `dist/`, and so its address.
pub const FOLDER: &str = "docs";

/// Everything that it is made from, and what makes it.
const INPUTS: [&str; 4] = ["docs", "style/tokens.css", "xtask/src/compress.rs", "xtask/src/docs.rs"];

/// Style sheets, which become one.
const STYLES: [&str; 2] = ["style/tokens.css", "docs/theme/book.css"];

/// Builds the manual into `dist/docs/` if an input changed since the last time, and says where it begins.
pub fn build(repo: &Repo, mdbook: &Path) -> Result<PathBuf> {
    let folder = repo.root.join("dist").join(FOLDER);
    let first = folder.join("index.html");
    let note = repo.notes().join("docs");
    let inputs = fingerprint::of(&repo.root, &INPUTS, MDBOOK)?;
    let written = || -> Result<String> {
        Ok(format!("inputs {inputs:x}\nmade {:x}\n", fingerprint::of(&folder, &[""], "")?))
    };
    if first.exists() && std::fs::read_to_string(&note).is_ok_and(|n| written().is_ok_and(|w| n == w)) {
        println!("\n==> Manual: nothing changed since it was built");
        return Ok(first);
    }
    step("Build the manual", || {
        let scratch = repo.notes().join("book");
        let mut command = repo.command(mdbook);
        run(command.args(["build", "docs", "--dest-dir"]).arg(&scratch))?;
        if folder.exists() {
            std::fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        take(&scratch, &repo.root.join("docs/src"), &folder)?;
        let styles: Result<Vec<String>> = STYLES.iter().map(|name| read(&repo.root.join(name))).collect();
        write(&folder.join("book.css"), &styles?.concat())?;
        ensure!(first.exists(), "mdBook made no index.html");
        compress::site(&folder)
    })?;
    write(&note, &written()?)?;
    Ok(first)
}

/// Takes the chapters from what mdBook wrote, and from the sources what is no chapter, such as drawings.
fn take(book: &Path, sources: &Path, folder: &Path) -> Result<()> {
    for (from, taken) in [(book, true), (sources, false)] {
        for entry in std::fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
            let path = entry.with_context(|| format!("cannot read {}", from.display()))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let to = folder.join(&name);
            match name.rsplit_once('.') {
                // A menu by itself, for frames.
                Some((_, "html")) if taken && name != "toc.html" => {
                    write(&to, &finished(&read(&path)?, &name))?;
                }
                Some((_, ending)) if !taken && ending != "md" => {
                    std::fs::copy(&path, &to).with_context(|| format!("cannot copy {}", path.display()))?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// A page with its own line in the menu marked, and with blocks that scroll to be reached by the keyboard, which templates of
/// mdBook cannot say.
fn finished(page: &str, name: &str) -> String {
    let (menu, text) = page.split_at(page.find("<main").unwrap_or(page.len()));
    let line = format!("<a href=\"{name}\"");
    let page = menu.replace(&format!("{line}>"), &format!("{line} aria-current=\"page\">")) + text;
    let page = page.replace("<pre>", "<pre tabindex=\"0\">");
    let mut parts = page.split("<div class=\"table-wrapper\">");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.zip(1..).fold(first, |page, (part, number)| {
        let table = format!(
            "<div class=\"table-wrapper\" role=\"region\" aria-label=\"Table {number}\" tabindex=\"0\">"
        );
        page + &table + part
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_marks_itself_in_its_menu_only() {
        let page = "<a href=\"data.html\">Data</a><a href=\"api.html\">API</a><main><a href=\"api.html\">API</a><pre>";
        assert_eq!(
            finished(page, "api.html"),
            "<a href=\"data.html\">Data</a><a href=\"api.html\" aria-current=\"page\">API</a>\
             <main><a href=\"api.html\">API</a><pre tabindex=\"0\">"
        );
        let tables = finished(
            "<main><div class=\"table-wrapper\">a</div><div class=\"table-wrapper\">b</div>",
            "x.html",
        );
        assert_eq!(
            tables,
            "<main><div class=\"table-wrapper\" role=\"region\" aria-label=\"Table 1\" tabindex=\"0\">a</div>\
             <div class=\"table-wrapper\" role=\"region\" aria-label=\"Table 2\" tabindex=\"0\">b</div>"
        );
    }

    #[test]
    fn chapters_and_drawings_are_taken_and_nothing_else() {
        let root = std::env::temp_dir().join(format!("rssac002-docs-{}", std::process::id()));
        for (name, text) in [
            ("book/index.html", "<p>"),
            ("book/toc.html", ""),
            ("book/book.js", ""),
            ("src/rooms.svg", ""),
            ("src/SUMMARY.md", ""),
            ("out/.keep", ""),
        ] {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        take(&root.join("book"), &root.join("src"), &root.join("out")).unwrap();
        let mut names: Vec<_> =
            std::fs::read_dir(root.join("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".keep", "index.html", "rooms.svg"]);
        std::fs::remove_dir_all(&root).unwrap();
    }
}
