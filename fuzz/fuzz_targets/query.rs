//! Any text as the query of any address of the API: `rssac002_fuzz::query`.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|octets: &[u8]| rssac002_fuzz::query(octets));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!("run it as `cargo xtask fuzz query`");
}
