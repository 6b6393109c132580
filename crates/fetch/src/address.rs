//! Where the sources are published.

use std::fmt;

use url::Url;

/// A folder at a web server that lists what is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directory(Url);

/// A git repository: anything that `git fetch` takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repository(String);

/// Why an address is none.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoAddress {
    /// It is no address of a folder on the web.
    #[error("an address is http://HOST/PATH/ or https://HOST/PATH/, without user, query and fragment")]
    Directory,
    /// It is empty, or git would take it for an option.
    #[error("a repository is an address or path that `git fetch` takes")]
    Repository,
}

/// Where each source is published.
///
/// The defaults are those of the published API: its README names the archive, the maintainer's metrics and the git repository,
/// and its `update.sh` fetches from them (`rssac-caucus/rssac002-web-api` on GitHub).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Addresses {
    /// The RSSAC002 collection.
    pub rssac002: Repository,
    /// The instance archive.
    pub instances: Directory,
    /// The root zone maintainer's metrics, among which its zone sizes are.
    pub zone_size: Directory,
}

impl Addresses {
    /// The git repository of the RSSAC002 collection.
    pub const RSSAC002: &str = "https://github.com/rssac-caucus/RSSAC002-data.git";
    /// The instance archive of root-servers.org.
    pub const INSTANCES: &str = "https://root-servers.org/archives/";
    /// The root zone maintainer's metrics.
    pub const ZONE_SIZE: &str = "https://a.root-servers.org/rssac-metrics/raw/";
}

impl Directory {
    /// Reads an address; a missing `/` at its end is added.
    pub fn parse(text: &str) -> Result<Directory, NoAddress> {
        let mut url = Url::parse(text).map_err(|_| NoAddress::Directory)?;
        let plain = url.query().is_none() && url.fragment().is_none();
        let known = matches!(url.scheme(), "http" | "https") && url.has_host();
        if !known || !plain || !url.username().is_empty() || url.password().is_some() {
            return Err(NoAddress::Directory);
        }
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Ok(Directory(url))
    }

    /// A name for a folder in which something of it is kept: host, port and path.
    pub fn name(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        let port = self.0.port().map(|port| format!("-{port}")).unwrap_or_default();
        let path = self.0.path().trim_matches('/');
        let path = if path.is_empty() { String::new() } else { format!("-{path}") };
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-.".contains(c) { c } else { '-' };
        format!("{host}{port}{path}").trim_matches('.').chars().map(plain).collect()
    }

    /// The address of something in it, by its path below.
    pub(crate) fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path()));
        url
    }
}

impl fmt::Display for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Repository {
    /// Reads an address or a path.
    pub fn parse(text: &str) -> Result<Repository, NoAddress> {
        let fits = !text.is_empty() && !text.starts_with('-') && !text.contains(char::is_control);
        if fits { Ok(Repository(text.to_owned())) } else { Err(NoAddress::Repository) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_an_address_has_a_name_of_its_own() {
        for (address, name) in [
            ("https://example.org", "example.org"),
            ("https://example.org/api/v1/", "example.org-api-v1"),
            ("http://127.0.0.1:8002/api/v1", "127.0.0.1-8002-api-v1"),
            ("http://[::1]:8002/a%20b/", "---1--8002-a-20b"),
        ] {
            assert_eq!(Directory::parse(address).unwrap().name(), name);
        }
    }

    #[test]
    fn addresses_are_read() {
        for (text, read) in [
            (Addresses::INSTANCES, Some(Addresses::INSTANCES)),
            (Addresses::ZONE_SIZE, Some(Addresses::ZONE_SIZE)),
            ("http://127.0.0.1:8130/x", Some("http://127.0.0.1:8130/x/")),
            ("https://example.org", Some("https://example.org/")),
            ("ftp://example.org/", None),
            ("https://user@example.org/", None),
            ("https://:secret@example.org/", None),
            ("https://example.org/?x", None),
            ("https://example.org/#x", None),
            ("example.org/archives", None),
            ("/archives", None),
            ("", None),
        ] {
            let directory = Directory::parse(text).ok().map(|d| d.to_string());
            assert_eq!(directory.as_deref(), read, "{text}");
        }
        for (text, fits) in [
            (Addresses::RSSAC002, true),
            ("../bare.git", true),
            ("", false),
            ("--upload-pack=x", false),
            ("a\nb", false),
        ] {
            assert_eq!(Repository::parse(text).is_ok(), fits, "{text}");
        }
    }
}
