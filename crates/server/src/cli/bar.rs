//! A progress bar while files are read.

use indicatif::{ProgressBar, ProgressStyle};
use rssac002_ingest::Progress;

/// A bar on standard error; nothing where that is no terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that waits to be told how many files there are.
    pub fn new() -> Bar {
        let style = ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} files, {eta} left");
        let bar = ProgressBar::new(0);
        // A template that is not understood would only lose its look.
        Bar(match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// Takes the bar off the screen.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn total(&self, files: u64) {
        self.0.set_length(files);
    }

    fn advance(&self, files: u64) {
        self.0.inc(files);
    }
}
