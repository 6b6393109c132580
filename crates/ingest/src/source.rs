//! Which of the published sources a file is of.

use std::path::PathBuf;

use rssac002_model::Metric;

use crate::Sources;

/// The folder, of those given, in which a file was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Source {
    /// The root zone maintainer's. First, because its zone sizes stand before those of the collection.
    ZoneSize,
    /// The RSSAC002 collection.
    Rssac002,
    /// The instance archive.
    Instances,
}

impl Source {
    pub(crate) const ALL: [Source; 3] = [Source::ZoneSize, Source::Rssac002, Source::Instances];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Source::ZoneSize => "zone-size",
            Source::Rssac002 => "rssac002",
            Source::Instances => "instances",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Source> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether files of this metric are looked for there.
    pub(crate) fn has(self, metric: Metric) -> bool {
        match self {
            Source::ZoneSize => metric == Metric::ZoneSize,
            Source::Rssac002 => metric != Metric::Instances,
            Source::Instances => metric == Metric::Instances,
        }
    }

    /// The folder given for it.
    pub(crate) fn folder(self, sources: &Sources) -> Option<&PathBuf> {
        match self {
            Source::ZoneSize => sources.zone_size.as_ref(),
            Source::Rssac002 => sources.rssac002.as_ref(),
            Source::Instances => sources.instances.as_ref(),
        }
    }
}
