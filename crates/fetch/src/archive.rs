//! Brings a collection that a web server lists, folder by folder, the newest first.
//!
//! What is there stays and is not asked for again, but for recent days, whose files publishers still mend: these are asked for
//! conditionally. Nothing is removed here, whatever a server lists: a file that is listed no longer stays.

use std::fs;
use std::path::PathBuf;

use rssac002_model::Day;

use crate::client::{Answer, Client, GivenUp, Validators, Wanted};
use crate::folder::Folder;
use crate::layout::{Collection, Entry, File, Place};
use crate::memory::{Kept, Listed, Memory};
use crate::report::{Brought, Missing};
use crate::{Directory, FetchError, Options, Progress, Source, listing};

/// Files may come to a day for so long, as they may be late; then its folder is not listed again if all its files are there.
const SETTLED: i32 = 60;
/// A server that is down for this many requests, each repeated, is not asked any further.
const DOWN: u32 = 5;

/// Brings what is new. Fails where the disk does; what servers do wrong is in what it returns.
pub(crate) fn bring(
    folder: &Folder,
    source: Source,
    collection: Collection,
    address: &Directory,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Brought, FetchError> {
    let memory = Memory::read(&folder.memory(source), &address.to_string());
    let mut walk = Walk {
        folder,
        source,
        root: folder.root(source),
        address,
        options,
        progress,
        client: Client::new(options.manners, "fetch"),
        memory,
        brought: Brought::new(source, address.to_string()),
        down: 0,
    };
    let ended = walk.all(collection);
    let Walk { client, mut brought, .. } = walk;
    (brought.requests, brought.octets) = (client.requests, client.octets);
    match ended {
        Ok(()) => Ok(brought),
        Err(Stop::Down) => {
            let reason = "the server answers nothing any more: not asked any further".to_owned();
            brought.missing.push(Missing { what: String::new(), reason, attempts: DOWN });
            Ok(brought)
        }
        Err(Stop::Disk(error)) => Err(error),
    }
}

/// What ends a walk before it is through.
enum Stop {
    Down,
    Disk(FetchError),
}

impl From<FetchError> for Stop {
    fn from(error: FetchError) -> Stop {
        Stop::Disk(error)
    }
}

struct Walk<'a> {
    folder: &'a Folder,
    source: Source,
    root: PathBuf,
    address: &'a Directory,
    options: &'a Options,
    progress: &'a dyn Progress,
    client: Client,
    memory: Memory,
    brought: Brought,
    /// How often in a row the server was not there.
    down: u32,
}

impl Walk<'_> {
    fn all(&mut self, collection: Collection) -> Result<(), Stop> {
        let years = self.folders(Place::Root(collection))?;
        let mut months = Vec::new();
        for year in years {
            months.extend(self.folders(year)?);
        }
        self.progress.total(months.len() as u64);
        for month in months {
            let done = self.month(month);
            // What is known so far is kept, too, where the walk ends here.
            self.remember()?;
            done?;
            self.progress.advance();
        }
        Ok(())
    }

    fn month(&mut self, month: Place) -> Result<(), Stop> {
        for place in self.folders(month)? {
            self.files(place)?;
        }
        Ok(())
    }

    /// The folders in a place that have days to be fetched, the newest first.
    fn folders(&mut self, place: Place) -> Result<Vec<Place>, Stop> {
        let entries = self.list(place)?.unwrap_or_default();
        let folders = entries.into_iter().filter_map(|entry| match entry {
            Entry::Folder(place) => Some(place),
            Entry::File(_) | Entry::Other => None,
        });
        Ok(folders.filter(|place| place.days().is_none_or(|(first, last)| self.wants(first, last))).collect())
    }

    /// Whether any of these days is to be fetched.
    fn wants(&self, first: Day, last: Day) -> bool {
        first <= self.options.today && self.options.since.is_none_or(|since| last >= since)
    }

    /// Whether publishers may still mend this day.
    fn is_recent(&self, day: Day) -> bool {
        self.options.today - day < self.options.again
    }

    /// Brings the files of a folder.
    fn files(&mut self, place: Place) -> Result<(), Stop> {
        let path = place.path();
        let over = match place {
            Place::Day(day) => !self.is_recent(day) && self.options.today - day >= SETTLED,
            _ => false,
        };
        if over && self.memory.complete.get(&path).is_some_and(|files| *files == self.count(&path)) {
            self.brought.held += self.memory.complete[&path] as u64;
            return Ok(());
        }
        self.progress.at(&path, self.brought.new + self.brought.changed);
        let Some(entries) = self.list(place)? else { return Ok(()) };
        let mut complete = true;
        for entry in entries {
            if let Entry::File(file) = entry
                && self.wants(file.day, file.day)
            {
                complete &= self.file(&file)?;
            }
        }
        if over && complete {
            let files = self.count(&path);
            self.memory.complete.insert(path, files);
        }
        Ok(())
    }

    /// How many files there are in a folder of ours.
    fn count(&self, path: &str) -> usize {
        fs::read_dir(self.root.join(path)).map_or(0, |entries| entries.flatten().count())
    }

    /// Brings a file, unless it is there; returns whether it is then.
    fn file(&mut self, file: &File) -> Result<bool, Stop> {
        let on_disk = self.root.join(&file.path);
        let there = fs::metadata(&on_disk).ok().filter(fs::Metadata::is_file).map(|data| data.len());
        if there.is_some() && !self.is_recent(file.day) {
            self.memory.files.remove(&file.path);
            self.brought.held += 1;
            return Ok(true);
        }
        let kept = self.memory.files.get(&file.path).filter(|kept| Some(kept.length) == there);
        let known = kept.map(|kept| kept.validators.clone());
        let Some(answer) = self.get(&file.path, Wanted::File, known.as_ref())? else { return Ok(false) };
        let Answer::Whole { octets, validators, .. } = answer else {
            self.brought.unchanged += 1;
            return Ok(true);
        };
        if there.is_some() && fs::read(&on_disk).is_ok_and(|old| old == octets) {
            self.brought.unchanged += 1;
        } else {
            self.folder.write(&on_disk, &octets)?;
            *(if there.is_some() { &mut self.brought.changed } else { &mut self.brought.new }) += 1;
        }
        if self.is_recent(file.day) && !validators.is_empty() {
            let kept = Kept { validators, length: octets.len() as u64 };
            self.memory.files.insert(file.path.clone(), kept);
        }
        Ok(true)
    }

    /// What a folder lists that the layout knows, the newest first; `None` where that did not come.
    fn list(&mut self, place: Place) -> Result<Option<Vec<Entry>>, Stop> {
        let path = place.path();
        let known = self.memory.listings.get(&path).map(|listed| listed.validators.clone());
        let Some(answer) = self.get(&path, Wanted::Listing, known.as_ref())? else { return Ok(None) };
        let names = match answer {
            Answer::Same => self.memory.listings.get(&path).map(|l| l.names.clone()).unwrap_or_default(),
            Answer::Whole { octets, validators, address, .. } => {
                let listing = listing::read(&octets, &address);
                let names: Vec<String> = listing.names.into_iter().collect();
                let fits = names.iter().any(|name| place.entry(name).is_some());
                let empty = names.is_empty() && listing.has_parent && !matches!(place, Place::Root(_));
                if !fits && !empty {
                    let reason = format!("a page that names none of what was expected: {}", place.expected());
                    self.brought.missing.push(Missing { what: path, reason, attempts: 1 });
                    return Ok(None);
                }
                let names: Vec<String> = names.into_iter().filter(|n| place.entry(n).is_some()).collect();
                self.memory.listings.remove(&path);
                if !validators.is_empty() {
                    self.memory.listings.insert(path, Listed { validators, names: names.clone() });
                }
                names
            }
        };
        Ok(Some(names.iter().rev().filter_map(|name| place.entry(name)).collect()))
    }

    /// Asks for something; `None`, and told, where it did not come.
    fn get(
        &mut self,
        path: &str,
        wanted: Wanted,
        known: Option<&Validators>,
    ) -> Result<Option<Answer>, Stop> {
        let GivenUp { fault, attempts } = match self.client.get(&self.address.at(path), wanted, known) {
            Ok(answer) => {
                self.down = 0;
                return Ok(Some(answer));
            }
            Err(given_up) => given_up,
        };
        self.brought.missing.push(Missing { what: path.to_owned(), reason: fault.to_string(), attempts });
        self.down = if fault.is_down() { self.down + 1 } else { 0 };
        if self.down >= DOWN { Err(Stop::Down) } else { Ok(None) }
    }

    /// Writes down what is known, without what is of no more use.
    fn remember(&mut self) -> Result<(), FetchError> {
        let json = self.memory.to_json();
        self.folder.write(&self.folder.memory(self.source), &json)
    }
}
