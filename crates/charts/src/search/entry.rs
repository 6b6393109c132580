//! What can be found: charts and letters, which app and server know alike, and what the server adds.

use std::collections::BTreeMap;

use rssac002_model::Rsi;
use serde_json::{Value, json};

use crate::catalogue::{CATALOGUE, Chart, Drawing, Panels};
use crate::state::{ChartState, url};
use crate::{letter, words};

/// What kind of thing something is. What was found stands in groups, each as high as the best of it, else in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// Days, and charts at a time.
    Days,
    /// Charts.
    Charts,
    /// Pages of letters.
    Letters,
    /// Other pages.
    Pages,
    /// Words of the glossary.
    Words,
    /// Known events.
    Events,
}

impl Group {
    /// Those that the server tells.
    const TOLD: [Group; 3] = [Group::Pages, Group::Words, Group::Events];

    /// Its name in files.
    pub fn id(self) -> &'static str {
        match self {
            Group::Days => "days",
            Group::Charts => "charts",
            Group::Letters => "letters",
            Group::Pages => "pages",
            Group::Words => "words",
            Group::Events => "events",
        }
    }
}

/// Something that can be found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What kind of thing it is.
    pub group: Group,
    /// What it is called.
    pub title: String,
    /// What else is shown of it; may be empty.
    pub about: String,
    /// Where it is.
    pub address: String,
    /// By what else it is found: names that are not shown.
    pub also: String,
}

/// Charts and letters.
pub fn known() -> Vec<Entry> {
    CATALOGUE.iter().map(chart).chain(Rsi::all().map(one_letter)).collect()
}

/// A chart, found by its title, its line in the menu, its address, those of the published site, and the names of its metrics and
/// of their questions.
fn chart(chart: &'static Chart) -> Entry {
    let drawn = match chart.drawing {
        Drawing::Time { panels: Panels::PerRsi, .. } => "by letter panels small multiples",
        Drawing::Time { .. } => "over time",
        Drawing::Shares { .. } => "pie columns",
        Drawing::SizeColumns => "columns histogram",
        Drawing::Boxes => "box plots compare",
        Drawing::Map => "world map sites places",
    };
    let metrics = chart.needs.iter().flat_map(|need| [need.endpoint.metric().name(), need.endpoint.name()]);
    let also: Vec<&str> = [chart.path, chart.noun, drawn]
        .into_iter()
        .chain(metrics)
        .chain(chart.old_pages.iter().copied())
        .collect();
    Entry {
        group: Group::Charts,
        title: chart.title.to_owned(),
        about: format!("{}: {}", words::section(chart.section), chart.menu),
        address: url::address(&ChartState::new(chart)),
        also: also.join(" "),
    }
}

fn one_letter(rsi: Rsi) -> Entry {
    Entry {
        group: Group::Letters,
        title: letter::title(rsi),
        about: letter::operator(rsi).to_owned(),
        address: letter::address(rsi),
        also: format!("{rsi} {rsi}-root {rsi}.root-servers.net letter root server"),
    }
}

/// A list as JSON, for the app.
pub fn write(entries: &[Entry]) -> String {
    let written = entries.iter().map(|entry| {
        json!({
            "group": entry.group.id(),
            "title": entry.title,
            "about": entry.about,
            "address": entry.address,
            "also": entry.also,
        })
    });
    Value::Array(written.collect()).to_string()
}

/// Reads what [`write()`] wrote; `None` where it is something else.
pub fn read(json: &[u8]) -> Option<Vec<Entry>> {
    let entry = |written: BTreeMap<String, String>| {
        let field = |name: &str| written.get(name).cloned();
        let group = field("group")?;
        Some(Entry {
            group: Group::TOLD.into_iter().find(|told| told.id() == group)?,
            title: field("title")?,
            about: field("about")?,
            address: field("address")?,
            also: field("also")?,
        })
    };
    let list: Vec<_> = serde_json::from_str(std::str::from_utf8(json).ok()?).ok()?;
    list.into_iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_other_things_do_not() {
        let entry = |group| Entry {
            group,
            title: "A \"title\"".into(),
            about: String::new(),
            address: "/x#y".into(),
            also: "é".into(),
        };
        let list: Vec<Entry> = Group::TOLD.map(entry).into();
        assert_eq!(read(write(&list).as_bytes()), Some(list));
        assert_eq!(read(b"[]"), Some(Vec::new()));
        for wrong in [&b"{}"[..], b"[1]", b"[{\"group\":\"pages\"}]", b"\xff", b""] {
            assert_eq!(read(wrong), None);
        }
        assert_eq!(read(write(&[entry(Group::Charts)]).as_bytes()), None);
    }
}
