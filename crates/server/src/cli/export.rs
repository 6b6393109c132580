//! `export`: the data set as files, or the whole site.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use rssac002_ingest::export::{self, DataFile, Format};

use super::ExportArgs;
use super::bar::Bar;
use super::numbers::{notes, numbers};
use crate::app::App;
use crate::as_files;
use crate::held::Held;
use crate::http::origin::Origin;
use crate::site::Site;
use crate::site::page::Render;

/// `export`.
pub fn export(args: &ExportArgs, render: Render) -> Result<ExitCode> {
    match (&args.site, &args.origin, args.format, &args.out) {
        (Some(folder), Some(origin), ..) => site(args, folder, origin, render)?,
        (None, _, Some(format), Some(folder)) => data(args, format, folder)?,
        // The command line asks for one of the two.
        _ => bail!("give --format and --out, or --site and --origin"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes every file of the data set into a folder.
fn data(args: &ExportArgs, format: Format, folder: &Path) -> Result<()> {
    let (snapshot, _) = numbers(&args.data)?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for file in DataFile::all() {
        let path = folder.join(format!("{}.{}", file.name(), format.name()));
        let write = || -> io::Result<u64> {
            let mut out = io::BufWriter::new(std::fs::File::create(&path)?);
            export::write(&snapshot, file, format, &mut out)?;
            out.into_inner()?.metadata().map(|written| written.len())
        };
        let octets = write().with_context(|| format!("cannot write {}", path.display()))?;
        writeln!(io::stdout(), "{octets:>12}  {}", path.display())?;
    }
    Ok(())
}

/// Writes the site into a folder.
fn site(args: &ExportArgs, folder: &Path, origin: &Origin, render: Render) -> Result<()> {
    let (snapshot, report) = numbers(&args.data)?;
    let held = Held::new(snapshot, notes(&report));
    let site = Site::embedded().rendered_by(render);
    let app = App::new(held, args.data.clock.today(), site).at(origin.clone()).for_files();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    let bar = Bar::naming();
    let written = runtime.block_on(as_files::write(Arc::new(app), folder, |address| bar.name(address)));
    bar.finish();
    let as_files::Written { pages, files, octets } = written?;
    writeln!(
        io::stdout(),
        "{pages} pages and {} other files, {} MB, in {}",
        files - pages,
        octets.div_ceil(1_000_000),
        folder.display()
    )?;
    Ok(())
}
