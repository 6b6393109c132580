//! What can be asked for on the command line.

/// The help text.
pub const HELP: &str = "\
Builds, serves and tests rssac002-explorer.

cargo xtask serve [-- ARGS]         build site and server, then run the server with ARGS
                                    (`cargo xtask serve -- --help` lists them)
cargo xtask build                   the same without running it
cargo xtask docs                    the manual alone, into dist/docs/
cargo xtask test [GROUP]... [-- ARGS]
                                    GROUP: lint, unit, wasm, instructions, system; all of them if none is named.
                                    ARGS go to the tests, for instance a part of a test's name
cargo xtask fuzz [TARGET]... [--seconds N]
                                    run fuzz targets, all of them if none is named, for N seconds each (60)
cargo xtask bench [PART]...         measure the program and its pages beside others (a wrong PART lists them); nothing else
                                    should run meanwhile
cargo xtask bless                   take the pictures that the tests draw now as the right ones
cargo xtask gallery                 all those pictures on one page, the old beside the new where they differ
cargo xtask shots [PATH]...         screenshots of pages, such as /queries-received, into target/shots/
cargo xtask tools                   install what building needs, and say where it is

Tools are kept in the user's cache, shared by all clones: $RSSAC002_TOOLS, else
$XDG_CACHE_HOME/rssac002-explorer/tools, else ~/.cache/rssac002-explorer/tools.
Browser tests use $CHROMIUM, $CHROMEDRIVER, $FIREFOX and $GECKODRIVER, else what is on PATH.";

/// A group of tests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// rustfmt, clippy, licences.
    Lint,
    /// Everything that runs natively without a browser.
    Unit,
    /// WebAssembly tests in Chromium.
    Wasm,
    /// Instructions of what everybody waits for, under Valgrind.
    Instructions,
    /// The whole system: server, site, Chromium and Firefox.
    System,
}

impl Group {
    /// Every group, in the order in which they run: what fails fastest comes first.
    pub const ALL: [Group; 5] = [Group::Lint, Group::Unit, Group::Wasm, Group::Instructions, Group::System];

    fn parse(name: &str) -> Option<Group> {
        match name {
            "lint" => Some(Group::Lint),
            "unit" => Some(Group::Unit),
            "wasm" => Some(Group::Wasm),
            "instructions" => Some(Group::Instructions),
            "system" => Some(Group::System),
            _ => None,
        }
    }
}

/// What was asked for.
#[derive(PartialEq, Eq, Debug)]
pub enum Command {
    /// Print the help.
    Help,
    /// Build and run the server.
    Serve {
        /// Handed to the server as they are.
        server_args: Vec<String>,
    },
    /// Build site and server.
    Build,
    /// Build the manual.
    Docs,
    /// Install the tools.
    Tools,
    /// Run tests.
    Test {
        /// Which, in the order in which they run.
        groups: Vec<Group>,
        /// Handed to the test programs.
        test_args: Vec<String>,
    },
    /// Run fuzz targets.
    Fuzz {
        /// Which; empty for all.
        targets: Vec<String>,
        /// How long each.
        seconds: u64,
    },
    /// Measure.
    Bench {
        /// Which parts; empty for all.
        parts: Vec<String>,
    },
    /// Accept the snapshots as they come out now.
    Bless,
    /// Show the snapshots.
    Gallery,
    /// Take screenshots.
    Shots {
        /// The pages; empty for the usual ones.
        paths: Vec<String>,
    },
}

/// Reads the arguments after `cargo xtask`. The error says what is wrong, in one line.
pub fn parse(args: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut args: Vec<String> = args.collect();
    let after = match args.iter().position(|a| a == "--") {
        Some(at) => args.split_off(at).split_off(1),
        None => Vec::new(),
    };
    let mut words = args.into_iter();
    let name = words.next().unwrap_or_else(|| "help".to_owned());
    let words: Vec<String> = words.collect();
    let command = match name.as_str() {
        "help" | "--help" | "-h" => return Ok(Command::Help),
        "serve" => Command::Serve { server_args: after.clone() },
        "build" => Command::Build,
        "docs" => Command::Docs,
        "tools" => Command::Tools,
        "bench" => Command::Bench { parts: words.clone() },
        "bless" => Command::Bless,
        "gallery" => Command::Gallery,
        "fuzz" => fuzz(&words)?,
        "test" => Command::Test { groups: groups(&words)?, test_args: after.clone() },
        "shots" => Command::Shots { paths: words.clone() },
        _ => return Err(format!("there is no command `{name}`")),
    };
    if !after.is_empty() && !matches!(command, Command::Serve { .. } | Command::Test { .. }) {
        return Err(format!("`{name}` takes nothing after `--`"));
    }
    match words.first() {
        Some(word) if matches!(command, Command::Serve { .. }) => {
            Err(format!("arguments for the server stand after `--`: cargo xtask serve -- {word}"))
        }
        Some(word)
            if !matches!(
                command,
                Command::Test { .. } | Command::Fuzz { .. } | Command::Bench { .. } | Command::Shots { .. }
            ) =>
        {
            Err(format!("`{name}` takes no `{word}`"))
        }
        _ => Ok(command),
    }
}

/// How long a fuzz target runs unless another time is named.
const FUZZ_SECONDS: u64 = 60;

fn fuzz(words: &[String]) -> Result<Command, String> {
    let (mut targets, mut seconds) = (Vec::new(), FUZZ_SECONDS);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--seconds" {
            let number = words.next().and_then(|number| number.parse().ok()).filter(|seconds| *seconds > 0);
            seconds = number.ok_or("`--seconds` takes a number from 1 on")?;
        } else if word.starts_with('-') {
            return Err(format!("`fuzz` takes no `{word}`"));
        } else {
            targets.push(word.clone());
        }
    }
    Ok(Command::Fuzz { targets, seconds })
}

fn groups(words: &[String]) -> Result<Vec<Group>, String> {
    let mut asked = Vec::new();
    for word in words {
        asked.push(Group::parse(word).ok_or_else(|| format!("there is no group of tests `{word}`"))?);
    }
    Ok(Group::ALL.into_iter().filter(|g| asked.is_empty() || asked.contains(g)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn what_stands_after_two_dashes_goes_on_untouched() {
        let server_args = vec!["--rssac002".to_owned(), "dir".to_owned(), "--".to_owned()];
        assert_eq!(read("serve -- --rssac002 dir --"), Ok(Command::Serve { server_args }));
        let test_args = vec!["hover".to_owned()];
        assert_eq!(
            read("test system -- hover"),
            Ok(Command::Test { groups: vec![Group::System], test_args })
        );
    }

    #[test]
    fn groups_run_in_their_own_order_whatever_was_typed() {
        let groups = |line: &str| match read(line) {
            Ok(Command::Test { groups, .. }) => groups,
            other => panic!("{line}: {other:?}"),
        };
        assert_eq!(groups("test"), Group::ALL);
        assert_eq!(groups("test wasm lint wasm"), [Group::Lint, Group::Wasm]);
    }

    #[test]
    fn fuzz_targets_run_a_minute_unless_told_otherwise() {
        assert_eq!(read("fuzz"), Ok(Command::Fuzz { targets: Vec::new(), seconds: 60 }));
        let targets = vec!["yaml".to_owned(), "query".to_owned()];
        assert_eq!(read("fuzz yaml --seconds 720 query"), Ok(Command::Fuzz { targets, seconds: 720 }));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (line, word) in [
            ("sreve", "sreve"),
            ("test all", "all"),
            ("build now", "now"),
            ("build -- --release", "--"),
            ("serve --store x", "serve -- --store"),
            ("fuzz --minutes 3", "--minutes"),
            ("fuzz yaml --seconds", "--seconds"),
            ("fuzz --seconds 0 yaml", "--seconds"),
            ("fuzz -- -runs=1", "--"),
        ] {
            let message = read(line).unwrap_err();
            assert!(message.contains(word), "{line}: {message}");
        }
    }

    #[test]
    fn every_command_is_in_the_help() {
        assert_eq!(read(""), Ok(Command::Help));
        for name in ["serve", "build", "docs", "test", "fuzz", "bless", "gallery", "shots", "tools"] {
            assert!(read(name).is_ok(), "{name}");
            assert!(HELP.contains(&format!("cargo xtask {name}")), "{name}");
        }
    }
}
