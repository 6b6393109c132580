//! Pictures of pages, to be looked at by people: `cargo xtask shots [PATH]...`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

/// What is pictured beside every chart of the catalogue when nothing is asked for.
const MORE: [&str; 4] = [
    "/queries-received?type=stacked",
    "/unique-sources/queries?ip=4&type=lines",
    "/load-time/quartiles?type=bands",
    "/studies/chromium",
];

/// The screens, and what they are called in the names of files.
const VIEWS: [(&str, View); 7] = [
    ("1440-light", View::DESKTOP),
    ("1440-dark", View::DESKTOP.dark()),
    ("1440-light-dpr2", View::SHARP),
    ("768-light", View::TABLET),
    ("768-dark", View::TABLET.dark()),
    ("390-light-dpr3", View::PHONE),
    ("390-dark-dpr3", View::PHONE.dark()),
];

/// No test: it takes pictures where RSSAC002_SHOTS_DIR says, of the paths in RSSAC002_SHOTS, one a line.
#[test]
#[ignore = "takes pictures; run `cargo xtask shots`"]
fn shots() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let folder =
        PathBuf::from(std::env::var_os("RSSAC002_SHOTS_DIR").context("RSSAC002_SHOTS_DIR is not set")?);
    std::fs::create_dir_all(&folder)?;
    let asked = std::env::var("RSSAC002_SHOTS").unwrap_or_default();
    let mut paths: Vec<String> = asked.lines().map(str::to_owned).collect();
    if paths.is_empty() {
        paths = rssac002_charts::CATALOGUE.iter().map(|chart| format!("/{}", chart.path)).collect();
        paths.extend(MORE.map(str::to_owned));
    }
    for path in &paths {
        for (name, view) in VIEWS {
            let page = system.window(view)?;
            // A page that fails is worth a picture too.
            if let Err(error) = page.open(path) {
                println!("{path}: {error:#}");
            }
            let base = format!("{}.{name}", file_name(path));
            page.screenshot(&folder.join(format!("{base}.png")))?;
            if page.js("return document.documentElement.scrollHeight > innerHeight")? == true {
                // Panels out of sight are drawn for print only.
                page.js("dispatchEvent(new Event('beforeprint'))")?;
                page.screenshot_of_all(&folder.join(format!("{base}.all.png")))?;
            }
            for line in page.log()? {
                println!("{path} ({name}): {line}");
            }
        }
        println!("{path} -> {}", shown(&folder.join(file_name(path))));
    }
    Ok(())
}

/// `/queries-received?type=stacked` becomes `queries-received_type-stacked`.
fn file_name(path: &str) -> String {
    let name = path.trim_matches('/').replace(['/', '?', '&'], "_").replace('=', "-");
    if name.is_empty() { "front".to_owned() } else { name }
}

fn shown(base: &Path) -> String {
    format!("{}.*.png", base.display())
}
