//! Any octets as an answer of the API: `rssac002_fuzz::columns`.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|octets: &[u8]| rssac002_fuzz::columns(octets));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!("run it as `cargo xtask fuzz columns`");
}
