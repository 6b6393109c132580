//! The rssac002-explorer web app: leptos signals and elements over [`rssac002_charts`], which knows what to show.
//!
//! - `config`: what the server says in the page: today, the last days held, where the API is;
//! - `dom`: how elements of the page are made;
//! - `history`: the only file that touches the address bar;
//! - `store`: fetches what a state needs, once, and makes the view;
//! - `app`: the page; `embed`: a chart by itself in somebody else's page; `study`: the one of the study of Chromium;
//!   `panels`: menu, controls, legend, notes, table; `chart`: canvas, pointer and readout.
//!
//! It runs in a browser only; natively this is an empty program, so that the workspace builds as one.

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod chart;
#[cfg(target_arch = "wasm32")]
mod config;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod embed;
#[cfg(target_arch = "wasm32")]
mod history;
#[cfg(target_arch = "wasm32")]
mod panels;
#[cfg(target_arch = "wasm32")]
mod store;
#[cfg(target_arch = "wasm32")]
mod study;

#[cfg(target_arch = "wasm32")]
fn main() {
    // A panic ends the app, so the page says so instead of standing still.
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        app::give_up();
    }));
    leptos::mount::mount_to_body(app::start);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
