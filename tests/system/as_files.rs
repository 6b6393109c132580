//! The site as files, at a host that runs no program of ours.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{host, share};
use rssac002_visitor::engine::View;
use rssac002_visitor::harness::{self, TODAY};

/// What the page says of its numbers in one paragraph, and who is in the legend.
const SAID: &str = "[...document.querySelectorAll('#app .subtitle, #app .summary, #app .legend')]
    .map(said => said.textContent).join(' | ')";

/// States of which each has its file, and others, for which the app takes whole years.
const STATES: [(&str, bool); 6] = [
    ("/queries-received", true),
    ("/queries-received/rsi?interval=day&type=stacked", true),
    ("/response-codes", true),
    ("/instances/map", true),
    ("/packet-sizes?rsi=a-c&time=2019-03-04..2019-09-01", false),
    ("/response-codes?time=2019-12-20..2020-01-12", false),
];

#[test]
fn charts_are_the_same_where_answers_are_files() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let (site, asked) = host::serve_folder(folder.path().to_owned())?;
    let binary = std::env::var_os("RSSAC002_BIN").context("the binary is known")?;
    let written = Command::new(binary)
        .args(["export", "--today", TODAY, "--origin", &site, "--site"])
        .arg(folder.path())
        .output()?;
    ensure!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    let (ours, page) = (system.window(View::DESKTOP)?, system.window(View::DESKTOP)?);
    for (state, has_file) in STATES {
        ours.open(state)?;
        asked.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clear();
        page.go_to(&format!("{site}{state}"))?;
        page.wait_for_chart()?;
        let said = ours.js(&format!("return {SAID}"))?;
        ensure!(said.as_str().is_some_and(|said| said.len() > 40), "{state}: {said}");
        assert_eq!(page.js(&format!("return {SAID}"))?, said, "{state}");
        assert_eq!(page.js("return document.querySelectorAll('#app .failure').length")?, 0, "{state}");
        let asked = asked.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let missed = asked.iter().any(|(path, is_there)| path.starts_with("/api/") && !is_there);
        assert_eq!(missed, !has_file, "{state}: {asked:?}");
    }
    // Nobody draws a picture of just this state, so its HTML is not offered.
    for (page, offered) in [(&ours, 2), (&page, 1)] {
        share::open_dialog(page, "Embed")?;
        page.wait_for(
            "the frame's HTML",
            "document.querySelector('dialog[open] textarea')?.value.includes('<iframe')",
        )?;
        assert_eq!(page.js("return document.querySelectorAll('dialog[open] textarea').length")?, offered);
    }
    page.go_to(&format!("{site}/unusual?years=2019"))?;
    page.wait_for(
        "the line",
        "document.querySelector('#app .ignored')?.textContent.startsWith('years=2019 was ignored')",
    )?;
    page.go_to(&format!("{site}/nothing"))?;
    page.wait_for("the page", "document.querySelector('#app h1')?.textContent.includes('o such page')")
}
