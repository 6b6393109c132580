//! Brings the RSSAC002 collection, which is a git repository, by the program `git`: the newest commit without its history.
//!
//! The work tree belongs to this program, which marks it in its configuration: what others change in it is not kept. A work tree
//! of somebody else, or of another repository, is left alone.

use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::client::Manners;
use crate::folder::{Folder, failed};
use crate::report::{Brought, Missing};
use crate::{FetchError, Progress, Repository, Source};

/// Says in the configuration of a work tree that it belongs to this program.
const OURS: &str = "rssac002.fetch";
/// Why the collection could not be brought.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(
        "git is not installed: it is needed to fetch the RSSAC002 collection (on Debian: apt-get install git)"
    )]
    NoGit,
    #[error("git cannot be run: {0}")]
    Run(io::Error),
    #[error("git {0}: {1}")]
    Git(&'static str, String),
    #[error(
        "{0} is not empty and no work tree that this program made: move it away, or, if nothing in it has to be kept, say \
         so by `git -C {0} config {OURS} true`"
    )]
    NotOurs(String),
    #[error("{0} is a work tree of {1}: move it away, or fetch to another folder")]
    Other(String, String),
}

/// Brings the newest commit. Fails where the disk does; what git says is in what it returns.
pub(crate) fn bring(
    folder: &Folder,
    from: &Repository,
    manners: Manners,
    progress: &dyn Progress,
) -> Result<Brought, FetchError> {
    let tree = folder.root(Source::Rssac002);
    std::fs::create_dir_all(&tree).map_err(failed(&tree))?;
    let mut brought = Brought::new(Source::Rssac002, from.to_string());
    let git = Git { folder, tree, progress };
    let mut attempts = 1;
    let done = git.prepare(from).and_then(|()| {
        let before = git.commit();
        let came = loop {
            match git.fetch() {
                Err(Fault::Git(..)) if attempts < manners.attempts => {
                    thread::sleep(manners.wait(attempts));
                    attempts += 1;
                }
                came => break came,
            }
        };
        // Where nothing came, what was there is put in order: a run that was killed may have left half of it.
        if came.is_ok() || before.is_some() {
            git.check_out(if came.is_ok() { "FETCH_HEAD" } else { "HEAD" })?;
            git.count(before.as_deref(), &mut brought)?;
        }
        came
    });
    if let Err(fault) = done {
        brought.missing.push(Missing { what: String::new(), reason: fault.to_string(), attempts });
    }
    Ok(brought)
}

struct Git<'a> {
    folder: &'a Folder,
    tree: PathBuf,
    progress: &'a dyn Progress,
}

impl Git<'_> {
    /// Sees that the work tree is ours and of that repository, or makes one in an empty folder.
    fn prepare(&self, from: &Repository) -> Result<(), Fault> {
        // Before anything is read from what it does not say.
        self.run("version", &["version"])?;
        let name = || self.tree.display().to_string();
        if self.tree.join(".git").exists() {
            if self.config(OURS).as_deref() != Some("true") {
                return Err(Fault::NotOurs(name()));
            }
            match self.config("remote.origin.url") {
                Some(url) if url == from.as_str() => {}
                Some(url) => return Err(Fault::Other(name(), url)),
                None => self.run("config", &["config", "remote.origin.url", from.as_str()]).map(drop)?,
            }
        } else {
            if self.tree.read_dir().map_err(Fault::Run)?.next().is_some() {
                return Err(Fault::NotOurs(name()));
            }
            // The mark is there as soon as anything is, whenever this is cut short.
            self.run("init", &["-c", "init.defaultBranch=published", "init", "--quiet", "--template="])?;
            self.run("config", &["config", OURS, "true"])?;
            self.run("config", &["config", "remote.origin.url", from.as_str()])?;
        }
        // No git is at work here, or this run would not have the lock: what locks there are, killed ones have left.
        for lock in ["index.lock", "shallow.lock", "config.lock", "HEAD.lock"] {
            match std::fs::remove_file(self.tree.join(".git").join(lock)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Fault::Run(error)),
                _ => {}
            }
        }
        Ok(())
    }

    fn fetch(&self) -> Result<(), Fault> {
        self.run("fetch", &["fetch", "--progress", "--depth=1", "--no-tags", "origin", "HEAD"]).map(drop)
    }

    /// Makes the work tree that of a commit, whatever was there.
    fn check_out(&self, commit: &'static str) -> Result<(), Fault> {
        self.run("reset", &["reset", "--quiet", "--hard", commit])?;
        self.run("clean", &["clean", "--quiet", "-ffdx"]).map(drop)
    }

    /// The commit that is there.
    fn commit(&self) -> Option<String> {
        self.run("rev-parse", &["rev-parse", "--verify", "--quiet", "HEAD"]).ok().filter(|c| !c.is_empty())
    }

    fn config(&self, key: &str) -> Option<String> {
        self.run("config", &["config", "--local", "--get", key]).ok()
    }

    /// How the files of the commit that is there differ from those before.
    fn count(&self, before: Option<&str>, brought: &mut Brought) -> Result<(), Fault> {
        brought.revision = Some(self.run("log", &["log", "-1", "--format=%h of %cs"])?);
        let all = self.run("ls-files", &["ls-files"])?.lines().count() as u64;
        match before {
            Some(before) => {
                let range = ["diff", "--no-renames", "--name-status", before, "HEAD"];
                for line in self.run("diff", &range)?.lines() {
                    match line.as_bytes().first() {
                        Some(b'A') => brought.new += 1,
                        Some(b'D') => brought.gone += 1,
                        _ => brought.changed += 1,
                    }
                }
            }
            None => brought.new = all,
        }
        brought.held = all.saturating_sub(brought.new + brought.changed);
        Ok(())
    }

    /// Runs git in the work tree and returns what it says; `what` names it in errors.
    fn run(&self, what: &'static str, arguments: &[&str]) -> Result<String, Fault> {
        let output = self.output(arguments).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Fault::NoGit,
            _ => Fault::Run(error),
        })?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        // The last lines say why; those before them are its progress.
        let said = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> =
            said.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
        let last = lines[lines.len().saturating_sub(4)..].join("; ");
        Err(Fault::Git(what, if last.is_empty() { output.status.to_string() } else { last }))
    }

    fn output(&self, arguments: &[&str]) -> io::Result<Output> {
        let lock = self.folder.lock()?;
        let mut child =
            self.command(arguments).stdin(lock).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let stderr = child.stderr.take();
        // On another thread, because git may say much on both.
        let stdout = child.stdout.take().map(|mut out| {
            thread::spawn(move || {
                let mut octets = Vec::new();
                out.read_to_end(&mut octets).map(|_| octets)
            })
        });
        let said = stderr.map(|stderr| self.follow(stderr)).transpose()?.unwrap_or_default();
        let out = stdout.map(|thread| thread.join().unwrap_or_else(|_| Ok(Vec::new()))).transpose()?;
        Ok(Output { status: child.wait()?, stdout: out.unwrap_or_default(), stderr: said })
    }

    /// Reads what git says while it works, and shows the last line.
    fn follow(&self, stderr: impl Read) -> io::Result<Vec<u8>> {
        let mut said = Vec::new();
        for octet in BufReader::new(stderr).bytes() {
            let octet = octet?;
            if matches!(octet, b'\n' | b'\r') {
                let line = said.rsplit(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
                self.progress.says(&String::from_utf8_lossy(line));
            }
            said.push(octet);
        }
        Ok(said)
    }

    /// Git as it is everywhere: without questions, without what the user has configured to run, with files as they are published.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.tree);
        for setting in [
            "credential.helper=",
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.autocrlf=false",
            // A link could lead anywhere.
            "core.symlinks=false",
            "core.quotePath=true",
            // Else old commits would stay for months.
            "core.logAllRefUpdates=false",
            "gc.autoDetach=false",
            "maintenance.autoDetach=false",
            // A line that is dead ends.
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=60",
        ] {
            command.args(["-c", setting]);
        }
        command.args(arguments);
        for variable in
            ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"]
        {
            command.env_remove(variable);
        }
        command
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "true")
            .env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
        command
    }
}
