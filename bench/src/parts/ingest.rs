//! Published files into a store.

use std::process::Command;

use anyhow::Result;

use crate::Setting;
use crate::data::{FIRST, LAST};
use crate::figure::{Figure, Reach};
use crate::process::{Took, timed};

/// How often each is measured.
const RUNS: usize = 3;

/// All files into a new store; once more, when nothing has changed; and with one day more.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let (files, grown) = (setting.data.files(FIRST, LAST)?, setting.data.grown()?);
    let store = setting.data.folder.join("store-measured");
    let ingest = |files: &[String]| {
        timed(Command::new(&setting.binary).args(["ingest", "--store"]).arg(&store).args(files))
    };
    let (mut all, mut nothing, mut day) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        if store.exists() {
            std::fs::remove_dir_all(&store)?;
        }
        all.push(ingest(&files)?);
        nothing.push(ingest(&files)?);
        day.push(ingest(&grown)?);
    }
    std::fs::remove_dir_all(&store)?;
    let seconds = |took: &[Took]| took.iter().map(|took| took.seconds).collect();
    let memory: Vec<f64> = all.iter().filter_map(|took| took.memory).collect();
    let mut figures = vec![Figure::new("ingest of ten years", "s", seconds(&all)).reach(Reach::AtMost(12.0))];
    if !memory.is_empty() {
        figures.push(Figure::new("the same, memory", "MB", memory).reach(Reach::AtMost(400.0)));
    }
    figures.push(
        Figure::new("ingest when nothing has changed", "s", seconds(&nothing)).reach(Reach::AtMost(2.0)),
    );
    figures.push(Figure::new("ingest of one day more", "s", seconds(&day)).reach(Reach::AtMost(2.5)));
    Ok(figures)
}
