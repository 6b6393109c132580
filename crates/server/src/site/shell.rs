//! The index page, with what the app needs before it runs put into its head.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rssac002_charts::export::embed::escape;
use rssac002_charts::language::LANGUAGE;
use sha2::{Digest, Sha256};

/// Where the head's additions go in `index.html`; without it, before `</head>`.
pub const MARKER: &str = "<!-- rssac002:head -->";

/// Where in the head's template of what starts the app the answers to fetch with it go; without it, right after the head's
/// additions.
const PRELOAD_MARKER: &str = "<!-- rssac002:preload -->";

/// What stands in the body until the app runs is between these two, and gives way to the body's additions; without them,
/// there are none.
pub const BODY_MARKERS: (&str, &str) = ("<!-- rssac002:body -->", "<!-- /rssac002:body -->");

/// The index page, cut where something is put in, and the policy that its inline scripts need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shell {
    before: String,
    /// What stands between the head's additions and the answers to fetch ahead.
    ahead: String,
    between: String,
    /// What stands in the body where nothing is added to it.
    waiting: String,
    after: String,
    /// Hashes of the inline scripts, each with a blank before it, as policies have them.
    scripts: String,
    /// The same of the inline styles.
    styles: String,
    /// Where the app's module is, as the page's own link to it says.
    module: Option<String>,
}

/// What a page adds to the index page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Additions<'a> {
    /// Title, description and the like, as HTML.
    pub head: &'a str,
    /// The app's configuration, as JSON.
    pub config: &'a str,
    /// Addresses to fetch ahead.
    pub preload: &'a [String],
    /// What is shown until the app runs, or where it cannot, as HTML.
    pub body: &'a str,
    /// Attributes of the root element, each with a blank before it.
    pub root: &'a str,
}

impl Shell {
    /// Takes the index page as Trunk made it. Its own title and description leave, because each page has its own, and its
    /// language, which is set in one place ([`LANGUAGE`]).
    pub fn new(index: &str) -> Shell {
        let (scripts, styles) = (hashes(inline_scripts(index)), hashes(inline_styles(index)));
        let module = module(index).map(str::to_owned);
        let index = without(&without(index, "<title>", "</title>"), "<meta name=\"description\"", ">");
        let index = without(&index, " lang=\"", "\"");
        let (before, after) = match (index.split_once(MARKER), index.split_once("</head>")) {
            (Some((before, after)), _) => (before.to_owned(), after.to_owned()),
            (None, Some((before, after))) => (before.to_owned(), format!("</head>{after}")),
            (None, None) => (String::new(), index),
        };
        let (ahead, after) = match after.split_once(PRELOAD_MARKER) {
            Some((ahead, after)) => (ahead.to_owned(), after.to_owned()),
            None => (String::new(), after),
        };
        let (from, to) = BODY_MARKERS;
        let body = after.split_once(from).and_then(|(between, rest)| Some((between, rest.split_once(to)?)));
        let (between, waiting, after) = match body {
            Some((between, (waiting, after))) => (between.to_owned(), waiting.to_owned(), after.to_owned()),
            None => (after, String::new(), String::new()),
        };
        Shell { before, ahead, between, waiting, after, scripts, styles, module }
    }

    /// The content security policy of a page with this body: scripts and styles from here, and of those in the page what was there when
    /// it was made, by hash. Embeds may be framed by any other page.
    pub fn policy(&self, body: &str, is_embed: bool) -> String {
        let (scripts, styles) = (&self.scripts, format!("{}{}", self.styles, hashes(inline_styles(body))));
        let framed = if is_embed { "*" } else { "'self'" };
        format!(
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
             img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; \
             frame-ancestors {framed}"
        )
    }

    /// The header that has browsers ask for the app's module before they have read the page. It is what takes longest to come, and
    /// else the line is idle between the page and the module: on 1.6 Mbit/s it is there 0.24 s earlier.
    pub fn link(&self) -> Option<String> {
        let module = self.module.as_ref()?;
        Some(format!("<{module}>; rel=preload; as=fetch; type=\"application/wasm\"; crossorigin=anonymous"))
    }

    /// The page with these additions.
    pub fn page(&self, additions: &Additions) -> String {
        let root =
            format!("<html lang=\"{}\" dir=\"{}\"{}", LANGUAGE.tag, LANGUAGE.direction, additions.root);
        let mut page = self.before.replacen("<html", &root, 1);
        page.push_str(additions.head);
        // `<` as an escape, so that no text in it can end the script.
        let config = additions.config.replace('<', "\\u003c");
        page.push_str(&format!("<script type=\"application/json\" id=\"rssac002-config\">{config}</script>"));
        page.push_str(&self.ahead);
        for address in additions.preload {
            let address = escape(address);
            page.push_str(&format!(
                "<link rel=\"preload\" as=\"fetch\" crossorigin=\"anonymous\" href=\"{address}\">"
            ));
        }
        page.push_str(&self.between);
        page.push_str(if additions.body.is_empty() { &self.waiting } else { additions.body });
        page.push_str(&self.after);
        page
    }
}

/// The address of the app's module.
fn module(index: &str) -> Option<&str> {
    let links = index.split("<link rel=\"preload\" href=\"").skip(1);
    links.filter_map(|rest| Some(rest.split_once('"')?.0)).find(|address| address.ends_with(".wasm"))
}

/// The page without the first text that begins and ends so.
fn without(index: &str, begin: &str, end: &str) -> String {
    let cut = index.find(begin).and_then(|from| {
        let after = from + begin.len();
        Some((from, after + index[after..].find(end)? + end.len()))
    });
    cut.map_or_else(|| index.to_owned(), |(from, to)| format!("{}{}", &index[..from], &index[to..]))
}

/// What policies call these texts.
fn hashes<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(|text| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))).collect()
}

/// The texts of style elements.
fn inline_styles(html: &str) -> impl Iterator<Item = &str> {
    html.split("<style").skip(1).filter_map(|part| {
        let (_, rest) = part.split_once('>')?;
        Some(rest.split_once("</style>")?.0)
    })
}

/// The texts of scripts that run: with a text of their own and not of a data type.
fn inline_scripts(index: &str) -> impl Iterator<Item = &str> {
    index.split("<script").skip(1).filter_map(|part| {
        let (attributes, rest) = part.split_once('>')?;
        let (text, _) = rest.split_once("</script>")?;
        let data = attributes.contains("application/json") || attributes.contains("application/ld+json");
        (!data && !text.is_empty()).then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<html lang=\"en\"><head><title>x</title><meta name=\"description\" content=\"y\"><!-- rssac002:head -->\
        <script type=\"module\">alert(1)</script><script src=\"a.js\"></script>\
        <script type=\"application/json\">{}</script></head><body><!-- rssac002:body --><p>W</p><!-- /rssac002:body --></body></html>";

    #[test]
    fn additions_stand_at_the_marker_or_before_the_end_of_the_head() {
        let additions = Additions {
            head: "<title>T</title>",
            config: r#"{"v":"</script>"}"#,
            preload: &["/api/v1/x?a=1&b=2".into()],
            body: "<p>B</p>",
            root: " data-embed",
        };
        let page = Shell::new(INDEX).page(&additions);
        assert!(page.starts_with(
            "<html lang=\"en\" dir=\"ltr\" data-embed><head><title>T</title><script type=\"application/json\" id="
        ));
        assert!(page.contains(r#"{"v":"\u003c/script>"}"#));
        assert!(page.contains("href=\"/api/v1/x?a=1&amp;b=2\">"));
        assert!(!page.contains("<title>x</title>") && !page.contains("description"));
        assert!(page.ends_with("</head><body><p>B</p></body></html>"));
        let plain = Additions { config: "{}", ..Additions::default() };
        assert!(Shell::new(INDEX).page(&plain).ends_with("</head><body><p>W</p></body></html>"));
        let without = Shell::new(&INDEX.replace(MARKER, "")).page(&plain);
        assert!(without.contains("{}</script></head>"));
        let nothing = Shell::new("hello").page(&Additions::default());
        assert!(nothing.ends_with("hello"));
        let starting = INDEX.replace("</head>", "<template><!-- rssac002:preload --></template></head>");
        let page = Shell::new(&starting).page(&additions);
        assert!(page.contains("<template><link rel=\"preload\" as=\"fetch\""), "{page}");
    }

    #[test]
    fn the_module_is_asked_for_with_the_page() {
        let link = "<link rel=\"preload\" href=\"/app_bg.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin=\"anonymous\">";
        let starting = INDEX.replace("</head>", &format!("<template>{link}</template></head>"));
        let header =
            "</app_bg.wasm>; rel=preload; as=fetch; type=\"application/wasm\"; crossorigin=anonymous";
        assert_eq!(Shell::new(&starting).link().as_deref(), Some(header));
        assert_eq!(Shell::new(INDEX).link(), None);
    }

    #[test]
    fn the_policy_names_inline_scripts_and_styles_by_their_hash() {
        let policy = Shell::new(INDEX).policy("<p>B</p><style class=a>p{}</style>", false);
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(policy.contains(
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';"
        ));
        assert!(
            policy.contains("style-src 'self' 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y=';"),
            "{policy}"
        );
        assert!(policy.ends_with("frame-ancestors 'self'") && !policy.contains("unsafe-inline"));
        assert!(Shell::new(INDEX).policy("", true).ends_with("frame-ancestors *"));
    }
}
