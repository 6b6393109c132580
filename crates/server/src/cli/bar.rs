//! Progress bars, while files are read and while they are fetched.

use indicatif::{ProgressBar, ProgressStyle};
use rssac002_fetch::Source;
use rssac002_ingest::Progress;
use rssac002_model::text::printable;

/// A bar on standard error; nothing where that is no terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that waits to be told how many files there are.
    pub fn new() -> Bar {
        let bar = ProgressBar::new(0);
        look(&bar, "{bar:40} {human_pos} of {human_len} files, {eta} left");
        Bar(bar)
    }

    /// A line that names what is written.
    pub fn naming() -> Bar {
        let bar = ProgressBar::new(0);
        look(&bar, "{wide_msg}");
        Bar(bar)
    }

    /// Names what is written now.
    pub fn name(&self, what: &str) {
        self.0.set_message(printable(what).into_owned());
        self.0.tick();
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

/// A bar for each source in turn; nothing where standard error is no terminal.
pub struct FetchBar(ProgressBar);

impl FetchBar {
    /// A bar that waits for the first source.
    pub fn new() -> FetchBar {
        let bar = ProgressBar::new(0);
        look(&bar, "{prefix} {wide_msg}");
        FetchBar(bar)
    }

    /// Takes the bar off the screen.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl rssac002_fetch::Progress for FetchBar {
    fn begin(&self, source: Source) {
        self.0.reset();
        look(&self.0, "{prefix} {wide_msg}");
        self.0.set_prefix(source.name());
        self.0.set_message("begins");
    }

    fn total(&self, steps: u64) {
        self.0.set_length(steps);
        look(&self.0, "{prefix} {bar:30} {pos} of {len} months, {msg}");
    }

    fn advance(&self) {
        // Nothing is known of how long it takes before a month is through.
        look(&self.0, "{prefix} {bar:30} {pos} of {len} months, {msg}, {eta} left");
        self.0.inc(1);
    }

    fn at(&self, folder: &str, files: u64) {
        self.0.set_message(format!("{folder} {files} new files"));
    }

    fn says(&self, line: &str) {
        // What a server makes git say must not steer the terminal.
        self.0.set_message(printable(line).into_owned());
    }
}

fn look(bar: &ProgressBar, template: &str) {
    // A template that is not understood would only lose its look.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}
