//! The web app cut into parts that come when they are wanted (`src/parts.rs` of the app names them).
//!
//! What is cut is the module as the compiler leaves it, before wasm-bindgen, where Trunk has no hook. So this program stands
//! in for wasm-bindgen: Trunk finds a copy of it by that name, which cuts first and calls the real one after. When Trunk is
//! done, the parts join what it made.

use std::ffi::OsString;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use crate::file::{read, write};
use crate::repo::Repo;
use crate::step::run;
use crate::tools::{Tools, without_no_color};

/// Where Trunk's environment says which program to call, and with what.
const BINDGEN: &str = "RSSAC002_WASM_BINDGEN";
const SPLIT: &str = "RSSAC002_WASM_SPLIT";
const FOLDER: &str = "RSSAC002_PARTS";
/// Set where nothing after wasm-bindgen takes out the names of functions.
const NAMELESS: &str = "RSSAC002_NAMELESS";

/// The app's name in dist/.
const APP: &str = "rssac002-explorer";
/// The script that fetches parts, by the name that the first module asks for.
const LOADER: &str = "__wasm_split.js";
/// What rustc takes for granted of WebAssembly. The first module says so itself, the others do not.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A folder with this program by the name of wasm-bindgen, to be put before the others on Trunk's PATH, and the folder of
/// the parts.
pub struct StandIn {
    folder: PathBuf,
    parts: PathBuf,
}

impl StandIn {
    /// Makes both folders anew.
    pub fn make(repo: &Repo) -> Result<StandIn> {
        let [folder, parts] = ["stand-in", "parts"].map(|name| repo.notes().join(name));
        for folder in [&folder, &parts] {
            if folder.exists() {
                std::fs::remove_dir_all(folder)
                    .with_context(|| format!("cannot empty {}", folder.display()))?;
            }
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        let own = std::env::current_exe().context("cannot find this program's own file")?;
        let copy = folder.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX));
        std::fs::copy(own, &copy).with_context(|| format!("cannot write {}", copy.display()))?;
        Ok(StandIn { folder, parts })
    }

    /// Makes Trunk cut the app.
    pub fn call_from(&self, trunk: &mut Command, tools: &Tools) -> Result<()> {
        let path = tools.path()?;
        let folders = std::iter::once(self.folder.clone()).chain(std::env::split_paths(&path));
        let path = std::env::join_paths(folders)
            .context("a folder with a colon in its name cannot be put on PATH")?;
        trunk.args(["--features", "cut"]).env("PATH", path);
        if tools.wasm_opt.is_none() {
            trunk.env(NAMELESS, "1");
        }
        trunk.env(BINDGEN, &tools.wasm_bindgen).env(SPLIT, &tools.wasm_split).env(FOLDER, &self.parts);
        Ok(())
    }

    /// Puts the parts beside what Trunk made, each named after those that want it, and gives all a hash of them all: what is
    /// kept under such a name never changes.
    pub fn join(&self, dist: &Path, tools: &Tools, page: &str) -> Result<()> {
        let loader = read(&self.parts.join(LOADER))?;
        let options = wasm_opt_options(page);
        let mut names: Vec<(String, String)> = Vec::new();
        for file in files(&self.parts)? {
            let Some(stem) = file.strip_suffix(".wasm").filter(|stem| *stem != APP) else { continue };
            let part = self.parts.join(&file);
            if let Some(wasm_opt) = &tools.wasm_opt {
                run(Command::new(wasm_opt).args(FEATURES).args(&options).arg(&part).arg("-o").arg(&part))?;
            }
            let target = dist.join(format!("{}.wasm", wanted_by(stem, &loader)?.join("-")));
            std::fs::rename(&part, &target).with_context(|| format!("cannot write {}", target.display()))?;
            names.push((file, file_name(&target)));
        }
        let loader = names.iter().fold(loader, |text, (old, new)| text.replace(old, new));
        let script = files(dist)?.into_iter().find(|name| is_app(name) && name.ends_with(".js"));
        let script = script.context("Trunk left no script of the app")?;
        let (first, module) = (format!("\"./{APP}.js\""), format!("from \"./{LOADER}\""));
        let text = read(&dist.join(&script))?;
        ensure!(loader.contains(&first), "{LOADER} does not ask for the app");
        ensure!(text.contains(&module), "{script} does not ask for {LOADER}");
        write(&dist.join("parts.js"), &loader.replace(&first, &format!("\"./{script}\"")))?;
        write(&dist.join(&script), &text.replace(&module, "from \"./parts.js\""))
    }
}

/// Gives the names of the app's files a hash of all of them, where Trunk gave them one of the first module, and says which.
/// Scripts whose names others know keep them.
pub fn name_by_contents(dist: &Path, known: &[&str]) -> Result<String> {
    let named =
        |name: &str| [".js", ".wasm"].iter().any(|ending| name.ends_with(ending)) && !known.contains(&name);
    let files: Vec<String> = files(dist)?.into_iter().filter(|name| named(name)).collect();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        hasher.write(&std::fs::read(dist.join(file)).with_context(|| format!("cannot read dist/{file}"))?);
    }
    let hash = format!("{:016x}", hasher.finish());
    let names: Vec<(&String, String)> = files.iter().map(|file| (file, with_hash(file, &hash))).collect();
    for text in files.iter().filter(|file| file.ends_with(".js")).map(String::as_str).chain(["index.html"]) {
        // A name within a longer one stands behind a letter; as an address it stands behind a slash or a quotation mark.
        let mut changed = read(&dist.join(text))?;
        for (old, new) in &names {
            for before in ['/', '"', '\''] {
                changed = changed.replace(&format!("{before}{old}"), &format!("{before}{new}"));
            }
        }
        write(&dist.join(text), &changed)?;
    }
    for (old, new) in &names {
        std::fs::rename(dist.join(old), dist.join(new))
            .with_context(|| format!("cannot rename dist/{old}"))?;
    }
    Ok(hash)
}

/// A file's name with a hash in the place of Trunk's, or before its ending.
fn with_hash(name: &str, hash: &str) -> String {
    if let Some((_, ending)) = is_app(name).then(|| name[APP.len() + 1..].split_once(['_', '.'])).flatten() {
        let separator = if name.ends_with("_bg.wasm") { '_' } else { '.' };
        return format!("{APP}-{hash}{separator}{ending}");
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{hash}.{ending}"),
        None => name.to_owned(),
    }
}

/// Whether a file of dist/ is a part, which comes when it is wanted.
pub fn is_part(name: &str) -> bool {
    name.ends_with(".wasm") && !is_app(name)
}

/// Whether a file of dist/ is the app's first module or its script.
fn is_app(name: &str) -> bool {
    name.strip_prefix(APP).is_some_and(|rest| rest.starts_with('-'))
}

/// The parts that want a module, as the loader says: a part is its own, and a chunk stands below a line with those that share it.
fn wanted_by(stem: &str, loader: &str) -> Result<Vec<String>> {
    if let Some(part) = stem.strip_prefix("split_") {
        return Ok(vec![part.to_owned()]);
    }
    let above = loader.split(&format!("const __{stem} ")).next().unwrap_or_default().trim_end();
    let parts = above.lines().last().and_then(|line| line.strip_prefix("/* ")?.strip_suffix(" */"));
    let parts = parts.with_context(|| format!("{LOADER} does not say who wants {stem}"))?;
    Ok(parts.split(", ").map(str::to_owned).collect())
}

/// What `index.html` tells Trunk to hand to wasm-opt.
fn wasm_opt_options(page: &str) -> Vec<String> {
    let options = page.split("data-wasm-opt-params=\"").nth(1).and_then(|rest| rest.split('"').next());
    options.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// Whether this program was called by the name of wasm-bindgen; if so, it has cut the module, and the real one has run.
pub fn stand_in() -> Option<ExitCode> {
    let own = std::env::current_exe().ok()?;
    if own.file_stem()? != "wasm-bindgen" {
        return None;
    }
    Some(match cut_and_bind(std::env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    })
}

fn cut_and_bind(mut args: Vec<OsString>) -> Result<()> {
    let set =
        |name: &str| std::env::var_os(name).map(PathBuf::from).with_context(|| format!("{name} is not set"));
    let module = args.iter_mut().find(|arg| Path::new(arg).extension().is_some_and(|e| e == "wasm"));
    if let Some(module) = module {
        let parts = set(FOLDER)?;
        let mut split = Command::new(set(SPLIT)?);
        run(split.arg(&*module).arg(&parts).args(["--target", "web", "--out-name", APP]))?;
        *module = parts.join(format!("{APP}.wasm")).into();
        // The parts share the table of functions.
        args.push("--keep-lld-exports".into());
        if std::env::var_os(NAMELESS).is_some() {
            args.push("--remove-name-section".into());
        }
    }
    // Not by `run`, which would say so first: Trunk also asks for the version, and reads all of the answer.
    let status = without_no_color(Command::new(set(BINDGEN)?).args(args))
        .status()
        .context("cannot start wasm-bindgen")?;
    ensure!(status.success(), "wasm-bindgen failed ({status})");
    Ok(())
}

/// The names of what lies in a folder, in their order.
pub fn files(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        names.push(file_name(&entry.with_context(|| format!("cannot read {}", folder.display()))?.path()));
    }
    names.sort();
    Ok(names)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "rssac002-explorer-0123456789abcdef.js";

    #[test]
    fn a_module_is_named_after_the_parts_that_want_it() {
        let loader = "x\n/* kinds, study */\nconst __chunk_4 = makeLoad(\n/* study, tools */\nconst __chunk_40 = makeLoad(\n";
        assert_eq!(wanted_by("split_tools", loader).unwrap(), ["tools"]);
        assert_eq!(wanted_by("chunk_4", loader).unwrap(), ["kinds", "study"]);
        assert_eq!(wanted_by("chunk_40", loader).unwrap(), ["study", "tools"]);
        assert!(wanted_by("chunk_5", loader).unwrap_err().to_string().contains("chunk_5"));
    }

    #[test]
    fn all_files_of_the_app_are_named_by_one_hash_and_find_each_other() {
        let folder = std::env::temp_dir().join(format!("rssac002-parts-{}", std::process::id()));
        let build = |part: &str| -> (String, Vec<String>) {
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).unwrap();
            let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
            put("index.html", &format!("<link href=\"/{SCRIPT}\"><a href=\"/embed.js\">parts.js</a>"));
            put(SCRIPT, "import \"./parts.js\"; 'rssac002-explorer-0123456789abcdef_bg.wasm'");
            put("rssac002-explorer-0123456789abcdef_bg.wasm", "first");
            put("parts.js", &format!("import './{SCRIPT}'; \"./tools.wasm\" \"./kinds-tools.wasm\""));
            put("tools.wasm", part);
            put("kinds-tools.wasm", "shared");
            put("embed.js", "for others");
            put("sw.js", "for the browser");
            (name_by_contents(&folder, &["embed.js", "sw.js"]).unwrap(), files(&folder).unwrap())
        };
        let (hash, before) = build("one");
        let all = ["embed.js", "index.html", "sw.js"].map(str::to_owned);
        let named = [
            "kinds-tools-#.wasm",
            "parts-#.js",
            "rssac002-explorer-#.js",
            "rssac002-explorer-#_bg.wasm",
            "tools-#.wasm",
        ];
        let mut expected: Vec<String> =
            all.into_iter().chain(named.map(|name| name.replace('#', &hash))).collect();
        expected.sort();
        assert_eq!(before, expected);
        let text = |name: &str| read(&folder.join(name.replace('#', &hash))).unwrap();
        assert_eq!(
            text("index.html"),
            format!("<link href=\"/rssac002-explorer-{hash}.js\"><a href=\"/embed.js\">parts.js</a>")
        );
        assert_eq!(
            text("rssac002-explorer-#.js"),
            format!("import \"./parts-{hash}.js\"; 'rssac002-explorer-{hash}_bg.wasm'")
        );
        assert_eq!(
            text("parts-#.js"),
            format!(
                "import './rssac002-explorer-{hash}.js'; \"./tools-{hash}.wasm\" \"./kinds-tools-{hash}.wasm\""
            )
        );
        // Another part alone gives all another name.
        let (_, after) = build("two");
        assert!(before.iter().filter(|name| name.contains(&hash)).all(|name| !after.contains(name)));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_parts_are_optimised_as_the_page_says() {
        let page = "<link data-wasm-opt=\"2\" data-wasm-opt-params=\"-O2 --flatten\" data-x>";
        assert_eq!(wasm_opt_options(page), ["-O2", "--flatten"]);
        assert!(!wasm_opt_options(include_str!("../../index.html")).is_empty());
    }
}
