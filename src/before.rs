//! The page that the server sent, while it stands.

use leptos::prelude::document;

use crate::ON_SERVER;
use crate::fetch::milliseconds;

/// What a part of that page holds, found by its CSS selector; `None` on the server, and where the app has taken the page's place.
pub fn sent_html(part: &str) -> Option<String> {
    let find = || document().query_selector(&format!("#before {part}")).ok().flatten();
    if ON_SERVER { None } else { find().map(|sent| sent.inner_html()) }
}

/// When the page came, in milliseconds since 1970, where the server is not reached and it is one that the service worker kept
/// (`public/sw.js`).
pub fn kept_since() -> Option<f64> {
    let root = || document().document_element();
    if ON_SERVER { None } else { milliseconds(&root()?.get_attribute("data-kept")?) }
}
