//! Has the binary built again when the web app in `dist/` changes, because that is embedded.

fn main() {
    let dist = "../../dist";
    // Cargo takes a folder that is not there as changed every time. Where it cannot be made, that is all that happens.
    if std::fs::create_dir_all(dist).is_err() {
        println!("cargo::warning=the folder dist/ is not there and cannot be made");
    }
    println!("cargo::rerun-if-changed={dist}");
}
