//! The binary `rssac002`: the server, with this app's components to make its pages.

/// Gives memory back that is not needed any more. The system's keeps what any thread has used at some time: after answers of ten
/// years 320 to 480 MB, where 240 are held.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    rssac002_server::cli::run(rssac002_explorer::render)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
