//! The binary `rssac002`: the server, with this app's components to make its pages.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    rssac002_server::cli::run(rssac002_explorer::render)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
