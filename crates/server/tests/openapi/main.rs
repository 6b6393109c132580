//! The OpenAPI document and the server agree, as schemathesis sees it: what the document takes is answered as it says, what it does not
//! take is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use rssac002_server::site::Site;
use support::{Server, python};

#[test]
fn schemathesis_finds_nothing() {
    let Some(python) = python(Some("schemathesis")) else { return };
    // Of today, as the hooks are.
    let today = rssac002_server::app::Today::System.day();
    let server = Server::new(rssac002_ingest::sample::snapshot(today), &today.to_string(), Site::embedded());
    let address = server.listen();
    let document = format!("http://{address}/api/v1/openapi.json");
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi");
    // The seed has every run be the same run.
    let run = "import schemathesis.cli as cli; cli.schemathesis()";
    let bounds = ["--max-examples=25", "--suppress-health-check=filter_too_much"];
    let arguments = [["-c", run, "run", &document, "--seed=1", "--no-color"].as_slice(), &bounds].concat();
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(python)
        .args(arguments)
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONPATH", hooks)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    println!("{}", said.lines().find(|line| line.contains("generated")).unwrap_or_default());
}
