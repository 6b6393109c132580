//! The binary `rssac002`; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    rssac002_server::cli::run()
}
