//! The link to what is shown, and how to cite it.

use leptos::prelude::*;
use rssac002_charts::export::citation;
use rssac002_charts::state::url;
use rssac002_charts::words::ui;
use rssac002_charts::{Imprint, View, words};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ShareData;

use super::get::shown;
use super::{copied, days, dialog, state};
use crate::dom::{El, button, el};
use crate::store::Store;

/// The button and its dialog.
pub fn share(store: Store) -> El {
    dialog(ui::SHARE, ui::SHARE_LONG, move || {
        let chosen = RwSignal::new(ui::MOVING);
        let link = move || {
            let site = store.config.with_value(|c| c.site.clone());
            site + &url::permalink(&state(store, chosen))
        };
        let cite = move |write: fn(&View, &Imprint) -> String| {
            move || shown(store).map(|(view, imprint)| write(&view, &imprint)).unwrap_or_default()
        };
        let mut all = vec![days(store, "share-days", chosen), copied(ui::LINK, "2", link)];
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
            all.push(button("", ui::SEND, send));
        }
        all.push(el("h3", "").text(ui::CITE));
        all.push(copied(ui::CITATION, "4", cite(citation::text)));
        all.push(copied(ui::BIBTEX, "6", cite(citation::bibtex)));
        all.push(el("p", "hint").text_of(move || store.of(|s| words::licence(&words::source(s.chart)))));
        all
    })
}
