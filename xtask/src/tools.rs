//! What building and testing needs, in pinned versions, in a cache that clones share.
//!
//! Nothing goes into the user's own cargo or npm folders. Each tool has a folder `<name>-<version>`, put in place
//! by one rename, so that two clones may install at once and a broken install leaves nothing behind.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repo::Repo;
use crate::step::{on_path, output, run, step};

/// Trunk bundles the web app.
const TRUNK: &str = "0.21.14";
/// Its program cuts the web app into parts. Of the same house as `wasm_split_helpers` in Cargo.lock, which it has to fit.
const WASM_SPLIT: &str = "0.2.3";
/// Binaryen's wasm-opt takes some per cent off the app.
const BINARYEN: &str = "132.0.0";
/// esbuild takes a sixth off the JavaScript that wasm-bindgen writes.
const ESBUILD: &str = "0.25.12";
/// axe-core judges pages in the browser tests.
const AXE: &str = "4.14.1";
/// What our charts are measured beside: where the benchmark looks for it, the npm package, its version and its script. Never shipped;
/// Highcharts is not free, and is for measuring on one's own machine only.
const LIBRARIES: [(&str, &str, &str, &str); 4] = [
    ("RSSAC002_UPLOT", "uplot", "1.6.32", "dist/uPlot.iife.min.js"),
    ("RSSAC002_ECHARTS", "echarts", "6.1.0", "dist/echarts.min.js"),
    ("RSSAC002_CHARTJS", "chart.js", "4.6.1", "dist/chart.umd.min.js"),
    ("RSSAC002_HIGHCHARTS", "highcharts", "13.1.1", "highcharts.js"),
];
/// mdBook makes the manual.
pub const MDBOOK: &str = "0.5.4";
/// cargo-fuzz builds and runs the fuzz targets.
const CARGO_FUZZ: &str = "0.13.2";
/// geckodriver drives Firefox in tests.
const GECKODRIVER: &str = "0.37.1";
/// The oldest wasm-opt that knows the features which today's rustc writes into a module.
const OLDEST_WASM_OPT: u32 = 121;

/// The tools, once they are there.
pub struct Tools {
    /// The line that `--version` prints, and the program.
    found: Vec<(String, PathBuf)>,
    /// Runs WebAssembly tests.
    pub test_runner: PathBuf,
    /// Folders to put before PATH.
    folders: Vec<PathBuf>,
    /// wasm-bindgen.
    pub wasm_bindgen: PathBuf,
    /// wasm-split-cli.
    pub wasm_split: PathBuf,
    /// wasm-opt, where it is.
    pub wasm_opt: Option<PathBuf>,
    /// esbuild, where it is.
    pub esbuild: Option<PathBuf>,
    /// mdBook.
    pub mdbook: PathBuf,
}

impl Tools {
    /// PATH with the tools before everything else.
    pub fn path(&self) -> Result<OsString> {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(std::env::split_paths(&rest));
        std::env::join_paths(folders).context("a folder with a colon in its name cannot be put on PATH")
    }

    /// Versions, one a line; whatever changes here may change what is built.
    pub fn versions(&self) -> String {
        self.found.iter().map(|(version, _)| format!("{version}\n")).collect()
    }

    /// Prints versions and places.
    pub fn print(&self) {
        println!();
        for (version, program) in &self.found {
            println!("{version:28} {}", program.display());
        }
    }
}

/// Installs what is missing.
pub fn install(repo: &Repo) -> Result<Tools> {
    toolchain(repo)?;
    compiler()?;
    let cache = cache_folder()?;
    let wasm_bindgen = repo.locked_version("wasm-bindgen")?;
    let bindgen = cargo_tool(repo, &cache, "wasm-bindgen-cli", &wasm_bindgen, "")?;
    let trunk = cargo_tool(repo, &cache, "trunk", TRUNK, "")?;
    let split = cargo_tool(repo, &cache, "wasm_split_cli_support", WASM_SPLIT, "build-binary")?;
    let wasm_split = split.join(program("wasm-split-cli"));
    let mdbook = mdbook(repo)?;
    let wasm_opt = wasm_opt(repo, &cache);
    let esbuild = npm_tool(repo, &cache, "esbuild", ESBUILD, "esbuild");

    let mut programs = vec![bindgen.join(program("wasm-bindgen")), trunk.join(program("trunk"))];
    programs.extend(wasm_opt.clone());
    let mut tools = Tools {
        found: Vec::new(),
        test_runner: bindgen.join(program("wasm-bindgen-test-runner")),
        folders: programs.iter().filter_map(|p| p.parent()).map(Path::to_owned).collect(),
        wasm_bindgen: bindgen.join(program("wasm-bindgen")),
        wasm_split: wasm_split.clone(),
        wasm_opt,
        esbuild: esbuild.clone(),
        mdbook: mdbook.clone(),
    };
    for path in programs.into_iter().chain(esbuild).chain([mdbook]) {
        let version = output(without_no_color(Command::new(&path).arg("--version")))
            .with_context(|| format!("{} does not start", path.display()))?;
        tools.found.push((version, path));
    }
    // It tells no version.
    tools.found.push((format!("wasm-split-cli {WASM_SPLIT}"), wasm_split));
    Ok(tools)
}

/// Says at once what is missing for those parts of the server that are written in C, which would be found out after minutes.
fn compiler() -> Result<()> {
    if cfg!(unix) {
        for program in ["cc", "make"] {
            output(Command::new(program).arg("--version")).with_context(|| {
                format!("{program} is missing: install a C compiler and make (Debian: build-essential)")
            })?;
        }
    }
    Ok(())
}

/// mdBook, without what watches, serves and searches.
pub fn mdbook(repo: &Repo) -> Result<PathBuf> {
    Ok(cargo_tool(repo, &cache_folder()?, "mdbook", MDBOOK, "")?.join(program("mdbook")))
}

/// cargo-fuzz, which only `cargo xtask fuzz` needs.
pub fn cargo_fuzz(repo: &Repo) -> Result<PathBuf> {
    Ok(cargo_tool(repo, &cache_folder()?, "cargo-fuzz", CARGO_FUZZ, "")?.join(program("cargo-fuzz")))
}

/// The program that runs benchmarks of Gungraun under Valgrind.
pub fn gungraun_runner(repo: &Repo) -> Result<PathBuf> {
    let version = repo.locked_version("gungraun")?;
    Ok(cargo_tool(repo, &cache_folder()?, "gungraun-runner", &version, "runner")?
        .join(program("gungraun-runner")))
}

/// geckodriver, which only tests need.
pub fn geckodriver(repo: &Repo) -> Result<PathBuf> {
    Ok(cargo_tool(repo, &cache_folder()?, "geckodriver", GECKODRIVER, "")?.join(program("geckodriver")))
}

/// Trunk 0.21 takes NO_COLOR for an option that wants `true` or `false`, and stops at `NO_COLOR=1`.
pub fn without_no_color(command: &mut Command) -> &mut Command {
    command.env_remove("NO_COLOR")
}

fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// The cache; see the help text for the order.
fn cache_folder() -> Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = if let Some(folder) = set("RSSAC002_TOOLS") {
        folder
    } else {
        let user = set("XDG_CACHE_HOME").or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
        let user = user.context("no home folder: set RSSAC002_TOOLS to a folder for the tools")?;
        user.join("rssac002-explorer").join("tools")
    };
    std::fs::create_dir_all(&cache).with_context(|| format!("cannot make {}", cache.display()))?;
    // Programs are started from several folders, so a relative path would not do.
    std::path::absolute(&cache).with_context(|| format!("cannot find {}", cache.display()))
}

/// Compiles a tool with these features from the registry and returns the folder of its programs.
fn cargo_tool(repo: &Repo, cache: &Path, name: &str, version: &str, features: &str) -> Result<PathBuf> {
    let place = cache.join(format!("{name}-{version}"));
    if !place.exists() {
        step(&format!("Install {name} {version}"), || {
            in_place(&place, |part| {
                let scratch = repo.target.join("xtask-tools");
                let mut cargo = repo.cargo(&["install", "--locked", "--no-default-features", "--root"]);
                cargo.arg(part).arg("--target-dir").arg(&scratch).arg(format!("{name}@{version}"));
                cargo.args(["--features", features]);
                // It runs a few times a day: built fast is worth more than fast.
                for (key, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "0")] {
                    cargo.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
                }
                cargo
                    .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
                    .env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo");
                cargo.env_remove("RUSTFLAGS");
                run(&mut cargo)?;
                // Half a gigabyte that nobody needs again. If it stays, that is no reason to stop.
                let _ = std::fs::remove_dir_all(&scratch);
                Ok(())
            })
        })?;
    }
    Ok(place.join("bin"))
}

/// wasm-opt, by npm in its pinned version, else a fitting one of this machine. The app is a little larger without it and
/// works all the same, so its absence is told and no error.
fn wasm_opt(repo: &Repo, cache: &Path) -> Option<PathBuf> {
    let pinned = npm_tool(repo, cache, "binaryen", BINARYEN, "wasm-opt");
    if pinned.is_some() {
        return pinned;
    }
    let own =
        on_path(&["wasm-opt"]).filter(|p| output(Command::new(p).arg("--version")).is_some_and(|v| fits(&v)));
    if own.is_none() {
        println!(
            "    no wasm-opt: install Node.js with npm to get it; the app is built without it, a quarter larger"
        );
    }
    own
}

/// The script of axe-core, where there is npm to install it.
pub fn axe(repo: &Repo) -> Result<Option<PathBuf>> {
    let modules = npm_package(repo, &cache_folder()?, "axe-core", AXE);
    Ok(Some(modules.join("axe-core").join("axe.min.js")).filter(|script| script.exists()))
}

/// The libraries of others that there are to measure beside, where there is npm to get them: where the benchmark looks for each, and its
/// script.
pub fn libraries(repo: &Repo) -> Result<Vec<(&'static str, PathBuf)>> {
    let cache = cache_folder()?;
    let script = |(variable, package, version, script): (&'static str, &str, &str, &str)| {
        let script = npm_package(repo, &cache, package, version).join(package).join(script);
        script.exists().then_some((variable, script))
    };
    Ok(LIBRARIES.into_iter().filter_map(script).collect())
}

/// A program of an npm package in its pinned version, where there is npm to install it.
fn npm_tool(repo: &Repo, cache: &Path, package: &str, version: &str, program: &str) -> Option<PathBuf> {
    let pinned = npm_package(repo, cache, package, version).join(".bin").join(program);
    output(Command::new(&pinned).arg("--version")).is_some().then_some(pinned)
}

/// The `node_modules` with an npm package in its pinned version, which are there where npm is there to install it.
fn npm_package(repo: &Repo, cache: &Path, package: &str, version: &str) -> PathBuf {
    let place = cache.join(format!("{package}-{version}"));
    if !place.exists()
        && let Some(npm) = on_path(&["npm"])
    {
        let installed = step(&format!("Install {package} {version}"), || {
            in_place(&place, |part| {
                let mut command = repo.command(&npm);
                command.args(["install", "--no-audit", "--no-fund", "--no-save", "--fetch-retries=1"]);
                command.args(["--fetch-retry-mintimeout=1000", "--prefix"]).arg(part);
                run(command.arg(format!("{package}@{version}")))
            })
        });
        if let Err(error) = installed {
            println!("    {error:#}");
        }
    }
    place.join("node_modules")
}

/// Whether this wasm-opt knows all features; its version line is `wasm-opt version 132 (version_132)`.
fn fits(version: &str) -> bool {
    version.split_whitespace().nth(2).and_then(|n| n.parse().ok()).is_some_and(|n: u32| n >= OLDEST_WASM_OPT)
}

/// Fills a folder under another name beside `place` and renames it when it is complete.
fn in_place(place: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let mut name = place.as_os_str().to_owned();
    name.push(format!(".part-{}", std::process::id()));
    let part = PathBuf::from(name);
    let done = std::fs::create_dir_all(&part)
        .with_context(|| format!("cannot make {}", part.display()))
        .and_then(|()| fill(&part))
        .and_then(|()| match std::fs::rename(&part, place) {
            // Another clone was faster: its folder is as good.
            Err(_) if place.exists() => Ok(()),
            renamed => renamed.with_context(|| format!("cannot make {}", place.display())),
        });
    if part.exists() {
        let _ = std::fs::remove_dir_all(&part);
    }
    done
}

/// rust-toolchain.toml names components and the target, and rustup installs them by itself, unless it was told not to
/// or Rust came without rustup.
fn toolchain(repo: &Repo) -> Result<()> {
    let sysroot =
        repo.command("rustc").args(["--print", "sysroot"]).output().context("cannot start rustc")?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    let parts = [
        (PathBuf::from("lib/rustlib/wasm32-unknown-unknown"), ["target", "add", "wasm32-unknown-unknown"]),
        (PathBuf::from("bin").join(program("cargo-fmt")), ["component", "add", "rustfmt"]),
        (PathBuf::from("bin").join(program("cargo-clippy")), ["component", "add", "clippy"]),
    ];
    for (file, rustup) in parts {
        if sysroot.join(&file).exists() {
            continue;
        }
        if on_path(&["rustup"]).is_none() {
            bail!("Rust lacks {}: install it as Rust itself was installed, or use rustup", rustup[2]);
        }
        run(repo.command("rustup").args(rustup))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wasm_opt_that_is_too_old_or_strange_is_left_alone() {
        assert!(fits("wasm-opt version 132 (version_132)"));
        for version in ["wasm-opt version 108", "wasm-opt", "", "wasm-opt version next"] {
            assert!(!fits(version), "{version}");
        }
    }

    #[test]
    fn a_failed_install_leaves_nothing_behind_and_a_second_one_succeeds() {
        let folder = std::env::temp_dir().join(format!("rssac002-xtask-{}", std::process::id()));
        let place = folder.join("tool-1.0");
        let failed = in_place(&place, |part| {
            std::fs::write(part.join("half"), "x")?;
            bail!("the network went away")
        });
        assert_eq!(failed.unwrap_err().to_string(), "the network went away");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        in_place(&place, |part| Ok(std::fs::write(part.join("whole"), "x")?)).unwrap();
        assert!(place.join("whole").exists());
        // A clone that comes second keeps what is there.
        in_place(&place, |_| Ok(())).unwrap();
        assert!(place.join("whole").exists());
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
