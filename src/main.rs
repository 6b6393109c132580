//! The web app, which Trunk builds; everything is in the library. Natively an empty program, so that the workspace builds
//! as one.

fn main() {
    #[cfg(target_arch = "wasm32")]
    rssac002_explorer::start();
}
