//! The rssac002-explorer web app: leptos components over [`rssac002_charts`], which knows what to show.
//!
//! From the lowest to the highest:
//!
//! - `config`: what the server says in the page: today, the last days held, where the API is;
//! - `route`: what an address leads to; `history`: the only file that writes the address bar;
//! - `turns`: work cut into short tasks;
//! - `fetch`: one request; `answers`: the answers of the API, each fetched once;
//! - `before`: the page that the server sent; `part`: what comes later than the first page;
//! - `listen`: what the window tells; `appearance`: light or dark; `worker`: the service
//!   worker, which keeps what is there without a connection;
//! - `session`: what the whole page shares; `figure`: one chart with its state and its view. Components take both from
//!   the context;
//! - `chart`: canvas, pointer, keys and readout; `components`: menu, controls, legend, notes, table, dialogs;
//! - `pages`: a chart, the study, an embed, a page that the server made;
//! - `parts`: what is in each part; `app`: the page around the pages.
//!
//! The same components run in two places: in the browser, where [`start`] begins, and on the server, where [`render`]
//! makes the page that is there before the app runs. What asks the browser for anything stands in event handlers, effects
//! and observers, none of which run on the server, or asks `ON_SERVER` first.

// Where components are not erased (`.cargo/config.toml`), a page is one deep type.
#![recursion_limit = "256"]

use wasm_bindgen::JsCast;

mod answers;
mod app;
mod appearance;
mod before;
mod chart;
mod components;
mod config;
mod fetch;
mod figure;
mod history;
mod listen;
mod pages;
mod part;
mod parts;
#[cfg(not(target_arch = "wasm32"))]
mod prerender;
mod route;
mod session;
mod turns;
mod worker;

#[cfg(not(target_arch = "wasm32"))]
pub use prerender::render;

/// Whether this is the server, where there is no browser to ask.
pub(crate) const ON_SERVER: bool = cfg!(not(target_arch = "wasm32"));

/// Starts the app in the browser's page.
pub fn start() {
    // A panic ends the app, so the page says so instead of standing still.
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        app::give_up();
    }));
    let place = leptos::prelude::document().get_element_by_id("app").and_then(|place| place.dyn_into().ok());
    // The index page has it.
    let Some(place) = place else { return };
    // The module has just begun, which took its time.
    let mount = move || {
        leptos::mount::mount_to(place, || {
            let session = session::Session::in_browser(parts::all());
            leptos::view! { <app::App session /> }
        })
        .forget();
    };
    leptos::prelude::set_timeout(mount, std::time::Duration::ZERO);
}
