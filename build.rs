//! Whether the web app is cut into parts (`src/parts.rs`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(cut)");
    let is_set = |name: &str| std::env::var_os(name).is_some();
    let is_for_web = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_for_web && is_set("CARGO_FEATURE_CUT") {
        println!("cargo::rustc-cfg=cut");
        // What is cut has to know what calls what.
        println!("cargo::rustc-link-arg-bin=rssac002-explorer=--emit-relocs");
    }
}
