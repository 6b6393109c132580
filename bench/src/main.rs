//! How fast the program and its pages are, beside what others do. `cargo xtask bench [PART]...` builds what is measured and says here
//! where it is.
//!
//! It knows the program from outside only: its command line, its answers and its pages.
//!
//! From the lowest to the highest:
//!
//! - [`figure`]: what came of measuring, and the table of it;
//! - [`data`]: published files and stores in full size, made once;
//! - [`process`]: running the program, with its time and memory;
//! - [`load`]: many requests at once;
//! - [`browser`]: pages in Chromium;
//! - [`parts`]: what can be measured. **Add a file there**, and its name in the list.

mod browser;
mod data;
mod figure;
mod load;
mod parts;
mod process;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::data::Data;
use crate::figure::{Figure, table};
use crate::parts::zoom::{LIBRARIES, Library};
use crate::parts::{PARTS, Part};

/// Where everything is that is measured.
pub struct Setting {
    /// The program.
    pub binary: PathBuf,
    /// Published files and stores.
    pub data: Data,
    /// wrk, where it is there.
    pub wrk: Option<PathBuf>,
    /// The scripts of the libraries of others that are there.
    pub libraries: Vec<(Library, PathBuf)>,
}

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(names: Vec<String>) -> Result<()> {
    let known = || PARTS.map(|part| part.name).join(", ");
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        bail!("there is no part `{unknown}`, but {}", known());
    }
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let told = |name: &str| set(name).with_context(|| format!("{name} is not set; run `cargo xtask bench`"));
    let binary = told("RSSAC002_BIN")?;
    let data = Data {
        folder: told("RSSAC002_BENCH_DATA")?,
        generator: set("RSSAC002_GENERATOR"),
        binary: binary.clone(),
    };
    let script = |library: Library| Some((library, set(library.variable)?));
    let libraries = LIBRARIES.into_iter().filter_map(script).collect();
    let setting = Setting { binary, data, wrk: set("RSSAC002_WRK"), libraries };
    let mut figures: Vec<Figure> = Vec::new();
    for Part { name, about, measure } in
        PARTS.iter().filter(|part| names.is_empty() || names.iter().any(|n| n == part.name))
    {
        println!("\n==> {name}: {about}");
        match measure(&setting) {
            Ok(measured) => {
                measured.iter().for_each(|figure| println!("    {}", figure.line()));
                figures.extend(measured);
            }
            // The others are measured all the same.
            Err(error) => println!("    {name}: {error:#}"),
        }
    }
    let file = setting.data.folder.join("figures.json");
    std::fs::write(&file, serde_json::to_vec_pretty(&figures)?)
        .with_context(|| format!("cannot write {}", file.display()))?;
    println!("\n{}\n\nAs JSON: {}", table(&figures), file.display());
    Ok(())
}
