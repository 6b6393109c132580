//! What the server says in the page, `<script type="application/json" id="rssac002-config">`. Without it (any other
//! web server) the browser's own day counts and the API is looked for on the same origin.

use js_sys::{Date, JSON, Object, Reflect};
use leptos::prelude::{document, window};
use rssac002_charts::{Clock, Theme};
use rssac002_model::{Day, Metric};
use wasm_bindgen::{JsCast, JsValue};

use crate::panels::header::named_theme;

/// The page's settings.
#[derive(Clone)]
pub struct Config {
    /// Today and the last days held.
    pub clock: Clock,
    /// Whether the numbers are made up.
    pub sample: bool,
    /// The version of the data set; empty where it is not known.
    pub version: String,
    /// The origin that links which are handed on begin with: what the server says, else the page's.
    pub site: String,
    /// The API's root, without a slash at the end.
    pub api: String,
    /// How the chart is shown by itself, where the page is an embed.
    pub embed: Option<Embed>,
}

/// What an embed's address says of how it looks.
#[derive(Clone, Copy)]
pub struct Embed {
    /// Light or dark; without it as the system says.
    pub theme: Option<Theme>,
    /// Without subtitle and legend.
    pub minimal: bool,
}

fn today() -> Day {
    let now = Date::new_0();
    let date = (now.get_utc_full_year() as i32, now.get_utc_month() + 1, now.get_utc_date());
    Day::from_ymd(date.0, date.1, date.2).unwrap_or(Day::CHARTS_START)
}

fn text(object: &JsValue, key: &str) -> Option<String> {
    Reflect::get(object, &key.into()).ok()?.as_string()
}

fn day(object: &JsValue, key: &str) -> Option<Day> {
    Day::parse_iso(&text(object, key)?)
}

impl Config {
    /// Reads the page.
    pub fn read() -> Config {
        let said = document()
            .get_element_by_id("rssac002-config")
            .and_then(|element| element.text_content())
            .and_then(|text| JSON::parse(&text).ok())
            .unwrap_or(JsValue::NULL);
        let mut clock = Clock::new(day(&said, "today").unwrap_or_else(today));
        let latest = Reflect::get(&said, &"latest".into()).ok().filter(JsValue::is_object);
        if let Some(latest) = latest.and_then(|l| l.dyn_into::<Object>().ok()) {
            for metric in Metric::ALL {
                if let Some(day) = day(&latest, metric.name()) {
                    clock = clock.with_latest(metric, day);
                }
            }
        }
        let is = |key: &str| Reflect::get(&said, &key.into()).is_ok_and(|v| v.is_truthy());
        let embed = is("embed").then(|| Embed {
            theme: text(&said, "theme").and_then(|name| named_theme(&name)),
            // It has one value.
            minimal: is("ui"),
        });
        Config {
            clock,
            sample: is("sample"),
            version: text(&said, "version").unwrap_or_default(),
            site: text(&said, "site")
                .filter(|site| !site.is_empty())
                .or_else(|| window().location().origin().ok())
                .unwrap_or_default(),
            api: text(&said, "api").unwrap_or_else(|| "/api/v1".into()),
            embed,
        }
    }
}
