//! A page's body, which is made by the program that this library is in: the library has no components.

use std::sync::Arc;

use rssac002_charts::View;
use rssac002_charts::coverage::{Calendar, CoverageState};
use rssac002_charts::day::Findings;
use rssac002_charts::search::Entry;
use rssac002_charts::state::url::Ignored;
use rssac002_charts::unusual::{Unusual, UnusualState};
use rssac002_charts::week::Week;
use rssac002_model::{Day, DayRange, Rsi, RsiSet, Snapshot};

use crate::api::guide::Guide;

/// What a page's body is made from.
pub struct Arrival<'a> {
    /// What the page tells its app, as JSON.
    pub settings: &'a str,
    /// The path of its address.
    pub path: &'a str,
    /// The query of its address, without the question mark.
    pub query: &'a str,
    /// The views that it shows.
    pub views: Vec<Arc<View>>,
    /// What it says, where it stays as it is.
    pub sent: Option<Sent>,
}

/// What a page says that is made here only and stays as it is.
#[derive(Clone)]
pub struct Sent {
    /// What it is about.
    pub about: About,
    /// What of the page's address was not understood.
    pub ignored: Vec<Ignored>,
}

/// What such a page is about.
#[derive(Clone)]
pub enum About {
    /// A day, and what is found of it.
    Day(Arc<Findings>),
    /// Unusual days, and which of them.
    Unusual(UnusualState, Arc<Unusual>),
    /// Which days are reported.
    Coverage(CoverageState, Arc<Calendar>),
    /// Known events.
    Events,
    /// A letter.
    Letter(Arc<Letter>),
    /// A week.
    Week(Arc<Front>),
    /// The words of the charts.
    Glossary,
    /// What RSSAC002 is.
    Rssac002,
    /// The whole data set.
    Data(Arc<Data>),
    /// The API.
    Api(Arc<Guide>),
    /// A query, and what fits it.
    Search(String, Vec<Entry>),
}

/// The whole data set as its page tells it.
pub struct Data {
    /// Its version; empty where nobody knows it.
    pub version: String,
    /// The origin at which visitors reach the site, for what they copy from the page.
    pub site: String,
    /// Its files.
    pub files: Vec<Listed>,
}

/// A file as the page lists it.
pub struct Listed {
    /// Its name without an ending.
    pub name: &'static str,
    /// What it holds, in words.
    pub about: &'static str,
    /// The last day held of it; `None` where there is none.
    pub to: Option<Day>,
    /// What each format is called, and its address.
    pub links: Vec<(&'static str, String)>,
}

/// What the front page tells, besides its charts.
pub struct Front {
    /// The week.
    pub week: Week,
    /// All unusual days; `None` while they are searched for.
    pub unusual: Option<Arc<Unusual>>,
    /// From the first day to the last of which anything is held, and shown.
    pub held: DayRange,
    /// The last day of the week on which any of its letters has a list of places; `None` where none has.
    pub map: Option<Day>,
}

/// What is known of a letter, besides its charts.
pub struct Letter {
    /// Which.
    pub rsi: Rsi,
    /// What its numbers say.
    pub sentences: Vec<String>,
    /// Its days.
    pub calendar: Calendar,
    /// All unusual days.
    pub unusual: Arc<Unusual>,
}

impl Front {
    /// The last of these days, up to the last one that maps show, on which any of these letters has a list of places.
    pub fn map(snapshot: &Snapshot, rsis: RsiSet, days: DayRange, shown: Day) -> Option<Day> {
        let has_list = |day: &Day| {
            *day <= shown && rsis.iter().any(|rsi| snapshot.instances(rsi).places(*day).is_some())
        };
        days.days().rev().find(has_list)
    }
}

/// Makes the HTML of a page's body.
pub type Render = fn(Arrival<'_>) -> String;
