//! The manual (`docs/src`) and the README: their commands do what they say, and their links lead somewhere.
//!
//! A block marked `sh` is run, one after the other in a folder of its file's own, against a server on sample data in the place of
//! 127.0.0.1:8002. Where a block marked `answer` follows, that is what it prints; `…` in it stands for anything, and in JSON blanks
//! and line ends do not count. A block marked `sh,norun` is not run; [`NOT_RUN`] says why.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use rssac002_charts::guide::manual;

/// What blocks that are not run have in them, and why they are not.
const NOT_RUN: [(&str, &str); 8] = [
    ("git clone", "there is no network"),
    ("systemctl", "it changes the machine"),
    ("cargo xtask", "it builds everything, which takes minutes"),
    ("rssac002 update", "it asks those who publish"),
    ("serve --upstream", "there is no such server"),
    ("export --site", "its pages need the web app; tests/as_files.rs runs it"),
    ("serve --rssac002", "there are no published files, and it runs until it is stopped"),
    ("rssac002 serve", "it runs until it is stopped; the tests of tests/cli.rs run it"),
];

/// In which languages there may be blocks: no command hides in another one.
const LANGUAGES: [&str; 6] = ["sh", "text", "json", "html", "ini", "xml"];

/// Addresses of the manual, for which those of the test's server are put.
const ADDRESS: &str = "127.0.0.1:8002";
const METRICS: &str = "127.0.0.1:9100";

/// A fenced block.
struct Block {
    /// File and line, for messages.
    place: String,
    language: String,
    mark: String,
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The chapters.
fn chapters() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("docs/src")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    files
}

/// What has commands in it.
fn files() -> Vec<PathBuf> {
    let mut files = chapters();
    files.push(root().join("README.md"));
    files
}

/// The fenced blocks of a file, and all that stands around them.
fn parts(file: &Path) -> (Vec<Block>, String) {
    let text = std::fs::read_to_string(file).unwrap();
    let (mut blocks, mut around, mut open): (Vec<Block>, _, _) = (Vec::new(), String::new(), false);
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(info), false) => {
                let (language, mark) = info.split_once(',').unwrap_or((info, ""));
                let place = format!("{}:{}", file.strip_prefix(root()).unwrap().display(), number + 1);
                let [language, mark] = [language, mark].map(str::to_owned);
                blocks.push(Block { place, language, mark, text: String::new() });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => blocks.last_mut().unwrap().text += &format!("{line}\n"),
            (None, false) => around += &format!("{line}\n"),
        }
    }
    assert!(!open, "{}: a block without an end", file.display());
    (blocks, around)
}

/// A server on sample data, ended with the test.
struct Serving {
    child: Child,
    address: String,
    metrics: String,
}

impl Serving {
    fn start() -> Serving {
        let metrics = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let arguments = ["serve", "--today", "2026-11-29", "--listen", "127.0.0.1:0", "--metrics", &metrics];
        let mut command = Command::new(env!("CARGO_BIN_EXE_rssac002"));
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Serving { child, address, metrics }
    }

    /// A text of the manual, for this server.
    fn to(&self, text: &str) -> String {
        text.replace(ADDRESS, &self.address).replace(METRICS, &self.metrics)
    }

    /// What it answered, as the manual says it.
    fn from(&self, text: &str) -> String {
        text.replace(&self.address, ADDRESS).replace(&self.metrics, METRICS).replace('\r', "")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already; there is nothing to do about it then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a block in a folder. Where no answer is shown, curl fails with a status from 400 on.
fn run(block: &Block, folder: &Path, serving: &Serving, is_answered: bool) -> Output {
    let fail = if is_answered { "" } else { "fail\n" };
    std::fs::write(folder.join(".curlrc"), format!("silent\nshow-error\n{fail}")).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_rssac002"));
    let path = std::env::var("PATH").unwrap();
    Command::new("sh")
        .args(["-eu", "-c", &serving.to(&block.text)])
        .current_dir(folder)
        .env("CURL_HOME", folder)
        .env("PATH", format!("{}:{path}", program.parent().unwrap().display()))
        .output()
        .unwrap()
}

/// Whether a text is what is shown, where `…` stands for anything.
fn is_shown(shown: &str, text: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[test]
fn what_is_shown_is_compared() {
    for (shown, text, same) in [
        ("a", "a", true),
        ("a", "ab", false),
        ("a…", "ab", true),
        ("a…c…e", "abcde", true),
        ("a…c…e", "abde", false),
        ("a…b", "ab", true),
        ("…b", "ba", false),
    ] {
        assert_eq!(is_shown(shown, text), same, "{shown} {text}");
    }
}

#[test]
fn commands_do_what_the_manual_says() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("skipped: there is no curl");
        return;
    }
    let serving = Serving::start();
    let (mut ran, mut wrong) = (0, String::new());
    for file in files() {
        let folder = tempfile::tempdir().unwrap();
        let blocks = parts(&file).0;
        for (i, block) in blocks.iter().enumerate().filter(|(_, b)| b.language == "sh" && b.mark.is_empty()) {
            let answer = blocks.get(i + 1).filter(|next| next.mark == "answer");
            let output = run(block, folder.path(), &serving, answer.is_some());
            let said = serving.from(&String::from_utf8_lossy(&output.stdout));
            ran += 1;
            if !output.status.success() {
                let told = String::from_utf8_lossy(&output.stderr);
                wrong += &format!("{}: {}\n{said}{told}\n", block.place, output.status);
            } else if let Some(answer) = answer {
                let plain = |text: &str| match answer.language.as_str() {
                    "json" => text.split_whitespace().collect(),
                    _ => text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"),
                };
                if !is_shown(&plain(&answer.text), &plain(&said)) {
                    wrong += &format!("{}: it prints\n{said}\n", answer.place);
                }
            }
        }
    }
    assert!(ran > 0 && wrong.is_empty(), "{ran} blocks ran\n{wrong}");
}

#[test]
fn what_is_not_run_has_a_reason() {
    let mut used = BTreeSet::new();
    for file in files() {
        let blocks = parts(&file).0;
        for (i, block) in blocks.iter().enumerate() {
            let Block { place, language, mark, text } = block;
            assert!(LANGUAGES.contains(&language.as_str()), "{place}: {language}");
            match (language.as_str(), mark.as_str()) {
                (_, "") => {}
                ("sh", "norun") => {
                    let why = NOT_RUN.iter().find(|(words, _)| text.contains(words));
                    used.insert(why.unwrap_or_else(|| panic!("{place}: no reason not to run it")).0);
                }
                ("text" | "json", "answer") => {
                    let before = i.checked_sub(1).map(|i| &blocks[i]);
                    let is_run = before.is_some_and(|b| b.language == "sh" && b.mark.is_empty());
                    assert!(is_run, "{place}: an answer to nothing");
                }
                _ => panic!("{place}: {language},{mark}"),
            }
        }
    }
    for (words, why) in NOT_RUN {
        assert!(used.contains(words), "nothing of {words} ({why})");
    }
}

#[test]
fn the_search_and_the_sitemap_know_every_chapter() {
    let summary = std::fs::read_to_string(root().join("docs/src/SUMMARY.md")).unwrap();
    let listed: Vec<(String, String)> = summary
        .lines()
        .filter_map(|line| line.strip_prefix("- [")?.strip_suffix(".md)")?.split_once("]("))
        .map(|(title, file)| {
            (title.to_owned(), if file == "README" { String::new() } else { format!("{file}.html") })
        })
        .collect();
    let known = manual::CHAPTERS.iter().map(|chapter| (chapter.title.to_owned(), chapter.file.to_owned()));
    assert_eq!(listed, known.collect::<Vec<_>>());
    assert_eq!(listed.len() + 1, chapters().len(), "SUMMARY.md has them all");
}

/// Targets of the links in a text, but for those in code.
fn links(text: &str) -> Vec<&str> {
    let plain = text.split('`').step_by(2);
    // A link's words may be code.
    plain.flat_map(|part| part.split("](").skip(1)).filter_map(|rest| Some(rest.split_once(')')?.0)).collect()
}

/// The anchors of a file's headings, as mdBook and hosts of repositories make them.
fn anchors(file: &Path) -> BTreeSet<String> {
    let around = parts(file).1;
    let headings = around.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let text = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            text.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
        })
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let book = root().join("docs/src");
    let others =
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(|name| root().join(name));
    let mut seen = 0;
    for file in chapters().into_iter().chain(others) {
        let around = parts(&file).1;
        for link in links(&around).into_iter().filter(|link| !link.contains("://")) {
            let what = format!("{}: {link}", file.display());
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { file.clone() } else { file.parent().unwrap().join(path) };
            assert!(target.exists(), "{what}");
            // The server has the chapters, and nothing else of the repository.
            assert!(!file.starts_with(&book) || target.parent() == Some(&book), "{what} is not in the book");
            assert!(anchor.is_empty() || anchors(&target).contains(anchor), "{what}: {:?}", anchors(&target));
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn every_chapter_is_in_the_table_of_contents_and_has_one_title() {
    let summary = std::fs::read_to_string(root().join("docs/src/SUMMARY.md")).unwrap();
    for chapter in chapters() {
        let name = chapter.file_name().unwrap().to_string_lossy().into_owned();
        if name != "SUMMARY.md" {
            assert_eq!(summary.matches(&format!("({name})")).count(), 1, "{name}");
            let titles = parts(&chapter).1.lines().filter(|line| line.starts_with("# ")).count();
            assert_eq!(titles, 1, "{name}");
        }
    }
}
