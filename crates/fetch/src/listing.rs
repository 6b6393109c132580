//! What a directory listing names: the links of a page in HTML, as Apache, nginx and others make them.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};
use percent_encoding::percent_decode_str;
use url::Url;

/// What a page that lists a folder names.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Listing {
    /// The names of what is directly in the folder. Nothing says whether they are files.
    pub(crate) names: BTreeSet<String>,
    /// Whether it links to the folder above, as listings do.
    pub(crate) has_parent: bool,
}

/// Reads a page that came from `address`. Links elsewhere, such as to other hosts or to the folder sorted otherwise, are no
/// names.
pub(crate) fn read(html: &[u8], address: &Url) -> Listing {
    let mut listing = Listing::default();
    let parent = address.join("..").ok().filter(|parent| parent.path() != address.path());
    for Ok(token) in Tokenizer::new(html) {
        let Token::StartTag(tag) = token else { continue };
        let Some(link) = (tag.name.0 == b"a").then(|| tag.attributes.get(&b"href"[..])).flatten() else {
            continue;
        };
        let Some(target) = std::str::from_utf8(link).ok().and_then(|link| address.join(link.trim()).ok())
        else {
            continue;
        };
        if target.origin() != address.origin() || target.query().is_some() {
            continue;
        }
        listing.has_parent |= parent.as_ref().is_some_and(|parent| parent.path() == target.path());
        let Some(rest) = target.path().strip_prefix(address.path()) else { continue };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        // Before it is decoded: a `%2F` makes no folder, and what it becomes is no name of any layout.
        if rest.is_empty() || rest.contains('/') {
            continue;
        }
        if let Ok(name) = percent_decode_str(rest).decode_utf8() {
            listing.names.insert(name.into_owned());
        }
    }
    listing
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(html: &str) -> (Vec<String>, bool) {
        let listing = read(html.as_bytes(), &Url::parse("https://example.org/archives/2020/").unwrap());
        (listing.names.into_iter().collect(), listing.has_parent)
    }

    #[test]
    fn listings_of_usual_servers_are_read() {
        let apache = r#"<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"><html><head><title>Index of /archives/2020</title></head>
            <body><h1>Index of /archives/2020</h1><pre><img src="/icons/blank.gif" alt="Icon "> <a href="?C=N;O=D">Name</a>
            <a href="?C=M;O=A">Last modified</a><hr><a href="/archives/">Parent Directory</a>   -
            <img src="/icons/folder.gif" alt="[DIR]"> <a href="01/">01/</a> 2020-01-31 00:10    -
            <A HREF='02/'>02/</A></pre></body></html>"#;
        assert_eq!(names(apache), (vec!["01".to_owned(), "02".to_owned()], true));
        let nginx = "<html><h1>Index of /archives/2020/</h1><hr><pre><a href=\"../\">../</a>\r\n<a href=\"01/\">01/</a> -\r\n</pre>";
        assert_eq!(names(nginx), (vec!["01".to_owned()], true));
        let whole = "<a href=/archives/2020/01/>x</a><a href='https://example.org/archives/2020/02'>x</a><a name=x>x</a>";
        assert_eq!(names(whole), (vec!["01".to_owned(), "02".to_owned()], false));
        let odd =
            "<a href='a%2Droot.yml'>x</a><a href='b&#45;root.yml'>x</a><a href=' ./c-root.yml#x '>x</a>";
        let of_odd = ["a-root.yml", "b-root.yml", "c-root.yml"].map(str::to_owned).to_vec();
        assert_eq!(names(odd), (of_odd, false));
    }

    #[test]
    fn links_elsewhere_are_no_names() {
        for link in [
            "https://example.com/archives/2020/01/",
            "http://example.org/archives/2020/01/",
            "//example.com/archives/2020/01/",
            "https://example.org:444/archives/2020/01/",
            "/archives/2021/01/",
            "/01/",
            "01/02/",
            "../../01/",
            "%2e%2e/01/",
            "01/?C=N",
            "",
            "/archives/2020/",
            "%FF",
            "javascript:01",
        ] {
            assert_eq!(names(&format!("<a href=\"{link}\">x</a>")), (vec![], false), "{link}");
        }
        assert_eq!(names("<!-- <a href='01/'>x</a> -->&lt;a href='01/'>"), (vec![], false));
    }

    proptest! {
        #[test]
        fn no_page_makes_it_fail(html in proptest::collection::vec(any::<u8>(), 0..400)) {
            let page = [b"<a href='".as_slice(), &html].concat();
            let listing = read(&page, &Url::parse("https://example.org/archives/").unwrap());
            prop_assert!(listing.names.iter().all(|name| !name.is_empty()));
        }
    }
}
