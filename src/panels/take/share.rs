//! The link to what is shown, and how to cite it.

use leptos::prelude::*;
use rssac002_charts::export::citation;
use rssac002_charts::state::url;
use rssac002_charts::{Imprint, View, words};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ShareData;

use super::get::shown;
use super::{MOVING, copied, days, dialog, state};
use crate::dom::{El, button, el};
use crate::store::Store;

/// The button and its dialog.
pub fn share(store: Store) -> El {
    dialog("Share", "Share this chart", move || {
        let chosen = RwSignal::new(MOVING);
        let link = move || {
            let site = store.config.with_value(|c| c.site.clone());
            site + &url::permalink(&state(store, chosen))
        };
        let cite = move |write: fn(&View, &Imprint) -> String| {
            move || shown(store).map(|(view, imprint)| write(&view, &imprint)).unwrap_or_default()
        };
        let mut all = vec![days(store, "share-days", chosen), copied("Link", "2", link)];
        if js_sys::Reflect::has(&window().navigator(), &"share".into()) == Ok(true) {
            let send = move || {
                let data = ShareData::new();
                data.set_title(
                    &untrack(|| store.view.with(|v| v.as_ref().map(|v| v.title.clone()))).unwrap_or_default(),
                );
                data.set_url(&untrack(link));
                let sent = window().navigator().share_with_data(&data);
                // The visitor may close the sheet without sharing; that is no failure.
                spawn_local(async move { drop(JsFuture::from(sent).await) });
            };
            all.push(button("", "Send by …", send));
        }
        all.push(el("h3", "").text("Cite it"));
        all.push(copied("Citation", "4", cite(citation::text)));
        all.push(copied("BibTeX", "6", cite(citation::bibtex)));
        all.push(el("p", "hint").text(words::LICENCE));
        all
    })
}
