//! What the server says in the page, `<script type="application/json" id="rssac002-config">`. Without it (any other
//! web server) the browser's own day counts and the API is looked for on the same origin.

use std::collections::BTreeMap;

use js_sys::Date;
use leptos::prelude::{document, window};
use rssac002_charts::{Clock, DataRequest, Theme, data, files};
use rssac002_model::{Day, Metric};
use serde::Deserialize;

/// The page's settings.
#[derive(Clone)]
pub struct Config {
    /// Today and the last days held.
    pub clock: Clock,
    /// Whether the numbers are made up.
    pub sample: bool,
    /// The version of the data set; empty where it is not known.
    pub version: String,
    /// The origin of links that are handed on: what the server says, else the page's.
    pub site: String,
    /// Where the API is.
    pub api: Api,
    /// How the chart is shown by itself, where the page is an embed.
    pub embed: Option<Embed>,
}

/// Where the API is, and what it is asked for.
#[derive(Clone)]
pub struct Api {
    /// Its root, without a slash at the end.
    pub root: String,
    /// The version of the numbers, where the page is of one.
    pub as_of: Option<String>,
    /// Whether there is no server, and each answer is a file.
    pub is_files: bool,
}

impl Api {
    /// The address of an answer.
    pub fn address(&self, request: &DataRequest) -> String {
        self.place(&format!("{}/{}", self.root, request.address_as_of(self.as_of.as_deref())))
    }

    /// Where a list of days is.
    pub fn list(&self, address: &str) -> String {
        self.place(&data::as_of(address, self.as_of.as_deref()))
    }

    /// Where the answer of an address is.
    pub fn place(&self, address: &str) -> String {
        if self.is_files { files::file(address) } else { address.to_owned() }
    }
}

/// What an embed's address says of how it looks.
#[derive(Clone, Copy)]
pub struct Embed {
    /// Light or dark; without it as the system says.
    pub theme: Option<Theme>,
    /// Without subtitle and legend.
    pub minimal: bool,
}

/// The JSON in the page.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Settings {
    today: Option<String>,
    /// The last day held, by the metric's name.
    latest: BTreeMap<String, String>,
    sample: bool,
    version: String,
    site: String,
    api: Option<String>,
    files: bool,
    as_of: Option<String>,
    embed: bool,
    theme: Option<String>,
    /// `min` for an embed without subtitle and legend.
    ui: Option<String>,
}

fn today() -> Day {
    let now = Date::new_0();
    let date = (now.get_utc_full_year() as i32, now.get_utc_month() + 1, now.get_utc_date());
    Day::from_ymd(date.0, date.1, date.2).unwrap_or(Day::CHARTS_START)
}

impl Config {
    /// Reads the page.
    pub fn read() -> Config {
        let text = document().get_element_by_id("rssac002-config").and_then(|element| element.text_content());
        let config = Config::parse(&text.unwrap_or_default());
        let site = Some(config.site).filter(|site| !site.is_empty());
        Config { site: site.or_else(|| window().location().origin().ok()).unwrap_or_default(), ..config }
    }

    /// Reads the settings. What is not said has its default.
    pub fn parse(json: &str) -> Config {
        let settings: Settings = serde_json::from_str(json).unwrap_or_default();
        let today = settings.today.and_then(|text| Day::parse_iso(&text)).unwrap_or_else(today);
        let clock = Metric::ALL.into_iter().fold(Clock::new(today), |clock, metric| {
            let latest = settings.latest.get(metric.name()).and_then(|text| Day::parse_iso(text));
            latest.map_or_else(|| clock.clone(), |day| clock.clone().with_latest(metric, day))
        });
        Config {
            clock,
            sample: settings.sample,
            version: settings.version,
            site: settings.site,
            api: Api {
                root: settings.api.unwrap_or_else(|| "/api/v1".into()),
                as_of: settings.as_of,
                is_files: settings.files,
            },
            embed: settings.embed.then(|| Embed {
                theme: settings.theme.as_deref().and_then(Theme::from_name),
                minimal: settings.ui.is_some(),
            }),
        }
    }
}
