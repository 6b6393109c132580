//! The rssac002-explorer web app. It runs in a browser only; natively this is an empty program, so that the
//! workspace builds as one.

#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::prelude::*;
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <h1>"rssac002-explorer"</h1> });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
