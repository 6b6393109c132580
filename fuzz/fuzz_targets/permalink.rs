//! Any text as the query of any chart: `rssac002_fuzz::permalink`.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|octets: &[u8]| rssac002_fuzz::permalink(octets));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!("run it as `cargo xtask fuzz permalink`");
}
