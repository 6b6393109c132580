//! The rssac002-explorer web app: leptos components over [`rssac002_charts`], which knows what to show.
//!
//! From the lowest to the highest:
//!
//! - `config`: what the server says in the page: today, the last days held, where the API is;
//! - `route`: what an address leads to; `history`: the only file that writes the address bar;
//! - `fetch`: one request; `answers`: the answers of the API, each fetched once;
//! - `appearance`: light or dark;
//! - `session`: what the whole page shares; `figure`: one chart with its state and its view. Components take both from
//!   the context;
//! - `chart`: canvas, pointer, keys and readout; `components`: menu, controls, legend, notes, table, dialogs;
//! - `pages`: a chart, the study, an embed, an unknown address; `app`: the page around them.
//!
//! It runs in a browser only; natively this is an empty program, so that the workspace builds as one.

#[cfg(target_arch = "wasm32")]
mod answers;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod appearance;
#[cfg(target_arch = "wasm32")]
mod chart;
#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod config;
#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(target_arch = "wasm32")]
mod figure;
#[cfg(target_arch = "wasm32")]
mod history;
#[cfg(target_arch = "wasm32")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod route;
#[cfg(target_arch = "wasm32")]
mod session;

#[cfg(target_arch = "wasm32")]
fn main() {
    // A panic ends the app, so the page says so instead of standing still.
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        app::give_up();
    }));
    leptos::mount::mount_to_body(app::App);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
