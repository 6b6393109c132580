//! The service worker (`public/sw.js`), which keeps what is there without a connection.

use js_sys::{Array, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{PerformanceEntry, ServiceWorkerContainer, ServiceWorkerRegistration};

/// Where it is.
const ADDRESS: &str = "/sw.js";

/// What the browser has for workers; `None` where it has none, or none for this page: one that came over an unsafe line, or
/// whose visitor keeps storage from it.
pub fn container() -> Option<ServiceWorkerContainer> {
    Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?.dyn_into().ok()
}

/// The worker, once it works; `None` where it may not.
pub async fn register(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    JsFuture::from(container.register(ADDRESS)).await.ok()?;
    JsFuture::from(container.ready().ok()?).await.ok()?.dyn_into().ok()
}

/// Asks the server whether there is another worker, and says whether it was reached.
pub async fn look(registration: &ServiceWorkerRegistration) -> bool {
    match registration.update() {
        Ok(update) => JsFuture::from(update).await.is_ok(),
        Err(_) => false,
    }
}

/// Has what stands at these addresses kept.
pub fn keep(registration: &ServiceWorkerRegistration, addresses: impl IntoIterator<Item = String>) {
    let addresses: Array = addresses.into_iter().map(wasm_bindgen::JsValue::from).collect();
    if let Some(worker) = registration.active() {
        // A list of texts can always be sent.
        let _ = worker.post_message(&addresses);
    }
}

/// What the page has asked for so far.
pub fn asked() -> Vec<String> {
    let entries = window().performance().map(|performance| performance.get_entries_by_type("resource"));
    let entries = entries.into_iter().flat_map(|entries| entries.iter().collect::<Vec<_>>());
    entries.filter_map(|entry| Some(entry.dyn_into::<PerformanceEntry>().ok()?.name())).collect()
}

/// Whether as little as possible is to be fetched: the visitor wants it so, or the line is slow.
pub fn saves_data() -> bool {
    let Ok(connection) = Reflect::get(&window().navigator(), &"connection".into()) else { return false };
    let of = |name: &str| Reflect::get(&connection, &name.into()).unwrap_or_default();
    // Of the four kinds of lines that browsers tell apart this one is the fastest; some tell none.
    of("saveData").is_truthy() || of("effectiveType").as_string().is_some_and(|line| line != "4g")
}

/// Whether the page's files are not those of this build, as their names say.
pub fn is_other_build(build: &str) -> bool {
    let script = document().query_selector("link[rel=modulepreload]").ok().flatten();
    script.and_then(|script| script.get_attribute("href")).is_some_and(|address| !address.contains(build))
}
