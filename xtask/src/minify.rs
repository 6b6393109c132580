//! The site's script and styles without what only people read, by esbuild: a third of their octets.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Where styles stand in the index page.
const STYLE: (&str, &str) = ("<style>", "</style>");

/// Makes the app's script and the styles in the index page smaller. Scripts that other pages take stay as they were written.
pub fn site(dist: &Path, app: &str, esbuild: &Path) -> Result<()> {
    for entry in std::fs::read_dir(dist).with_context(|| format!("cannot read {}", dist.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(app) && name.ends_with(".js") {
            change(&path, |text| minify(esbuild, &["--loader=js", "--format=esm"], text))?;
        }
    }
    change(&dist.join("index.html"), |text| styles(text, |css| minify(esbuild, &["--loader=css"], css)))
}

fn change(path: &Path, how: impl FnOnce(&str) -> Result<String>) -> Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    std::fs::write(path, how(&text)?).with_context(|| format!("cannot write {}", path.display()))
}

/// The page with each of its styles changed.
fn styles(page: &str, mut how: impl FnMut(&str) -> Result<String>) -> Result<String> {
    let (mut out, mut rest) = (String::with_capacity(page.len()), page);
    while let Some((before, style)) = rest.split_once(STYLE.0) {
        let Some((css, after)) = style.split_once(STYLE.1) else {
            bail!("a style in index.html does not end")
        };
        out += before;
        out += STYLE.0;
        out += how(css)?.trim_end();
        out += STYLE.1;
        rest = after;
    }
    Ok(out + rest)
}

fn minify(esbuild: &Path, kind: &[&str], text: &str) -> Result<String> {
    let mut command = Command::new(esbuild);
    command.args(kind).args(["--minify", "--charset=utf8", "--log-level=warning"]);
    let mut running =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start esbuild")?;
    let mut input = running.stdin.take().context("esbuild takes no input")?;
    // Writing and reading at once: either may be more than a pipe holds.
    let written = std::thread::scope(|scope| {
        let writing = scope.spawn(move || input.write_all(text.as_bytes()));
        let output = running.wait_with_output();
        (writing.join(), output)
    });
    let output = written.1.context("esbuild broke off")?;
    if !output.status.success() || !matches!(written.0, Ok(Ok(()))) {
        bail!("esbuild failed ({})", output.status);
    }
    String::from_utf8(output.stdout).context("esbuild wrote no text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_styles_are_changed() {
        let page = "<style>a { b: c }</style><p>x</p><style>d</style>y";
        let changed = styles(page, |css| Ok(css.to_uppercase())).unwrap();
        assert_eq!(changed, "<style>A { B: C }</style><p>x</p><style>D</style>y");
        assert_eq!(styles("no style", |_| bail!("none")).unwrap(), "no style");
        assert!(styles("<style>a", |css| Ok(css.to_owned())).is_err());
    }
}
