//! The web app: built by Trunk, compressed, and left alone when nothing changed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::compress::{self, Sizes};
use crate::docs;
use crate::fingerprint;
use crate::parts;
use crate::repo::Repo;
use crate::step::{run, step};
use crate::tools::{Tools, without_no_color};
use crate::worker;

/// Scripts whose names others know: pages of other people, and browsers that keep the site.
const NAMED_FOR_EVER: [&str; 2] = ["embed.js", worker::NAME];

/// Everything that the app is made from, and what makes it. A test keeps it in step with the app's dependencies.
const INPUTS: [&str; 18] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "crates/charts",
    "crates/model",
    "crates/plotters-areas",
    "crates/transform",
    "index.html",
    "public",
    "rust-toolchain.toml",
    "src",
    "style",
    "xtask/src/compress.rs",
    "xtask/src/parts.rs",
    "xtask/src/site.rs",
    "xtask/src/worker.rs",
];

/// Builds the app into dist/ if an input changed since the last time, and says how large it is.
pub fn build(repo: &Repo, tools: &Tools) -> Result<Sizes> {
    let dist = repo.root.join("dist");
    let note = repo.notes().join("site");
    let inputs = fingerprint::of(&repo.root, &INPUTS, &tools.versions())?;
    // What lies in dist/ counts as well: someone may have run Trunk by hand, or removed files.
    let written = |inputs: u64| -> Result<String> {
        Ok(format!(
            "inputs {inputs:x}\ndist {:x}\n",
            fingerprint::of(&repo.root, &of_the_app(&repo.root)?, "")?
        ))
    };
    if dist.exists() && std::fs::read_to_string(&note).is_ok_and(|n| written(inputs).is_ok_and(|w| n == w)) {
        println!("\n==> Web app: nothing changed since it was built");
        return compress::measure(&dist, docs::FOLDER).inspect(Sizes::print);
    }
    let stand_in = parts::StandIn::make(repo)?;
    step("Build the web app", || trunk(repo, tools, &stand_in))?;
    step("Cut the web app into parts", || {
        let page = repo.root.join("index.html");
        let page =
            std::fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
        stand_in.join(&dist, tools, &page)
    })?;
    if let Some(esbuild) = &tools.esbuild {
        step("Minify JavaScript and styles", || minify(&dist, esbuild))?;
    }
    worker::tell(&dist, &parts::name_by_contents(&dist, &NAMED_FOR_EVER)?)?;
    if let Some(esbuild) = &tools.esbuild {
        // Its own names are nobody else's, but it is no module.
        minify_script(&dist.join(worker::NAME), &["--format=iife"], esbuild)?;
    }
    step("Compress the web app", || compress::site(&dist))?;
    let sizes = compress::measure(&dist, docs::FOLDER)?;
    sizes.print();
    std::fs::create_dir_all(repo.notes()).context("cannot make target/xtask")?;
    std::fs::write(&note, written(inputs)?).context("cannot write target/xtask/site")?;
    Ok(sizes)
}

/// What in `dist/` is the app's: all but the manual.
fn of_the_app(root: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(root.join("dist")).context("cannot read dist/")? {
        let name = entry.context("cannot read dist/")?.file_name();
        if name != docs::FOLDER {
            paths.push(Path::new("dist").join(name));
        }
    }
    Ok(paths)
}

fn trunk(repo: &Repo, tools: &Tools, stand_in: &parts::StandIn) -> Result<()> {
    let mut trunk = repo.command("trunk");
    trunk.args(["build", "--locked"]);
    // To Trunk, release means two things: to run wasm-opt, and the profile that index.html names for it.
    if tools.wasm_opt.is_some() {
        trunk.arg("--release");
    } else {
        trunk.args(["--cargo-profile", "web"]);
    }
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|n| n.starts_with("TRUNK_")) {
            trunk.env_remove(name);
        }
    }
    // Where RUST_BACKTRACE is set, Trunk buries a compiler error under its own call stack.
    trunk.env("RUST_LIB_BACKTRACE", "0");
    stand_in.call_from(&mut trunk, tools)?;
    run(without_no_color(&mut trunk))
}

/// Makes what wasm-bindgen wrote smaller. (Trunk's own minifier cannot read it.) The script for other people's pages is for
/// them to read, and stays.
fn minify(dist: &Path, esbuild: &Path) -> Result<()> {
    for entry in std::fs::read_dir(dist).context("cannot read dist/")? {
        let path = entry.context("cannot read dist/")?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name == "parts.js" || (name.starts_with("rssac002-explorer-") && name.ends_with(".js")) {
            // wasm-bindgen names the script that fetches parts once for each part.
            minify_script(&path, &["--format=esm", "--log-override:duplicate-object-key=silent"], esbuild)?;
        }
    }
    let page = dist.join("index.html");
    let html = std::fs::read_to_string(&page).context("cannot read dist/index.html")?;
    let html = with_styles(&html, |css| minified(css, esbuild))?;
    std::fs::write(&page, html).context("cannot write dist/index.html")
}

/// A script as esbuild writes it shortest, in its place.
fn minify_script(path: &Path, options: &[&str], esbuild: &Path) -> Result<()> {
    let mut command = Command::new(esbuild);
    command.args(["--minify", "--log-level=warning", "--allow-overwrite"]).args(options);
    run(command.arg(path).arg(format!("--outfile={}", path.display())))
}

/// A page with each of its style sheets made into another one. What else stands in it, comments that the server replaces among
/// it, stays.
fn with_styles(html: &str, change: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut parts = html.split("<style>");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (css, rest) =
            part.split_once("</style>").context("a <style> without an end in dist/index.html")?;
        out += &format!("<style>{}</style>{rest}", change(css)?);
    }
    Ok(out)
}

/// A style sheet as esbuild writes it shortest.
fn minified(css: &str, esbuild: &Path) -> Result<String> {
    let mut command = Command::new(esbuild);
    command.args(["--loader=css", "--minify", "--log-level=warning"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", esbuild.display()))?;
    // Written whole before anything is read: esbuild answers only once it has everything. Dropped at the end, which says so.
    child.stdin.take().context("esbuild takes no style sheet")?.write_all(css.as_bytes())?;
    let answer = child.wait_with_output().context("esbuild gave no style sheet")?;
    ensure!(answer.status.success(), "esbuild refused a style sheet");
    Ok(String::from_utf8(answer.stdout)?.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_changed_and_all_else_stays() {
        let html = "<!--a--><style>b {}</style> <p>c</p><style>d</style><!--e-->";
        let changed = with_styles(html, |css| Ok(css.to_uppercase())).unwrap();
        assert_eq!(changed, "<!--a--><style>B {}</style> <p>c</p><style>D</style><!--e-->");
        assert!(with_styles("<style>f", |css| Ok(css.to_owned())).is_err());
    }

    #[test]
    fn every_crate_that_the_app_depends_on_is_an_input() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let after = manifest.split("\n[dependencies]\n").nth(1).unwrap();
        let ours: Vec<&str> = after
            .lines()
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| line.strip_prefix("rssac002-")?.split(['.', ' ', '=']).next())
            .collect();
        assert!(ours.contains(&"model"), "{ours:?}");
        for name in ours {
            assert!(INPUTS.contains(&format!("crates/{name}").as_str()), "{name}");
        }
    }
}
