//! The web app's files, its page shell, and the addresses that answer it.
//!
//! - [`files`]: the files that Trunk made, embedded or in a folder;
//! - [`shell`]: the index page with what the app needs before it runs;
//! - [`page`]: how the program that this library is in makes a page's body; [`pages`]: which addresses are pages, and what
//!   each needs first;
//! - [`preview`]: what a page's head says of its chart, for previews of links, search engines and readers without scripts;
//! - [`download`]: a chart's numbers as files; [`whole`]: the whole data set; [`years`]: the same by year;
//! - [`lists`]: a day, unusual days, coverage, events and what can be searched as files; [`search`]: what that is;
//! - [`feed`]: what is new; [`sitemap`]: what there is; [`package`]: what the files of the data set are;
//! - [`oembed`]: how to embed a chart, for programs;
//! - [`routes`]: all of these over HTTP.

pub mod download;
pub mod feed;
pub mod files;
pub mod lists;
pub mod oembed;
pub mod package;
pub mod page;
pub mod pages;
pub mod preview;
pub mod routes;
pub mod search;
pub mod shell;
pub mod sitemap;
pub mod whole;
pub mod years;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::OnceLock;

use files::Files;
use page::{Arrival, Render};
use shell::Shell;

/// The web app.
pub struct Site {
    files: Files,
    /// The index page, read once where files cannot change.
    shell: OnceLock<Option<Shell>>,
    render: Option<Render>,
}

impl Site {
    /// The files embedded in the binary.
    pub fn embedded() -> Site {
        Site { files: Files::Embedded, shell: OnceLock::new(), render: None }
    }

    /// The files of a folder, read again for every request.
    pub fn folder(path: PathBuf) -> Site {
        Site { files: Files::Folder(path), shell: OnceLock::new(), render: None }
    }

    /// The same, with bodies of pages made so.
    pub fn rendered_by(self, render: Render) -> Site {
        Site { render: Some(render), ..self }
    }

    /// The HTML of a page's body; empty where nobody makes it.
    pub fn body(&self, arrival: Arrival<'_>) -> String {
        self.render.map(|render| render(arrival)).unwrap_or_default()
    }

    /// A file by its path below the root, without the slash in front.
    pub fn file(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        self.files.get(path)
    }

    /// The names of all files.
    pub fn names(&self) -> Vec<String> {
        self.files.names()
    }

    /// Addresses of the files that a part of the app wants.
    pub fn part(&self, part: &str) -> Vec<String> {
        let names = self.files.names().into_iter().filter(|name| files::is_of_part(name, part));
        names.map(|name| format!("/{name}")).collect()
    }

    /// The index page; `None` where the site was not built.
    pub fn shell(&self) -> Option<Cow<'_, Shell>> {
        let read = || self.file("index.html").map(|index| Shell::new(&String::from_utf8_lossy(&index)));
        match self.files {
            Files::Embedded => self.shell.get_or_init(read).as_ref().map(Cow::Borrowed),
            Files::Folder(_) => read().map(Cow::Owned),
        }
    }
}
