//! Any octets as a published file: `rssac002_fuzz::yaml`.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|octets: &[u8]| rssac002_fuzz::yaml(octets));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!("run it as `cargo xtask fuzz yaml`");
}
