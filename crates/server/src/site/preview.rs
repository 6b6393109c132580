//! What the head of a page says of the very chart that its address shows: title, description, preview (Open Graph,
//! Twitter), canonical address, how to embed it, and what data it is made from (JSON-LD).

use std::sync::Arc;

use rssac002_charts::export::{Extent, embed};
use rssac002_charts::state::url;
use rssac002_charts::{ChartState, Clock, View, study, words};
use rssac002_model::json::write_string;

use super::download::{self, Kind};
use super::oembed;
use super::shell::escape;
use crate::app::{App, Held};
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};
use crate::image::options::PREVIEW;
use crate::image::routes::BASE as IMAGE;
use crate::view::view;

/// A chart's page, as others see it.
pub struct Preview {
    /// What it shows.
    pub state: ChartState,
    /// The clock of its snapshot.
    pub clock: Clock,
    /// The origin; empty where it is not known. Then there are no tags for previews and oEmbed.
    pub site: String,
}

impl Preview {
    /// The head's part. It needs the numbers, so it is made once for a state and kept; where it cannot be made (the server
    /// stops), the chart's title has to do.
    pub async fn head(&self, app: &Arc<App>, held: &Held, embed: bool) -> String {
        let address = url::permalink(&self.state);
        let what =
            format!("{} {} {address} {} {embed}", held.snapshot.version, held.snapshot.sample, self.site);
        let meta = Meta {
            content_type: "text/html",
            cache_control: "no-store",
            coding: Coding::Identity,
            tag: entity_tag(&[b"head", what.as_bytes(), self.clock.today.to_string().as_bytes()]),
            modified: None,
        };
        let (snapshot, state, clock, site) =
            (held.snapshot.clone(), self.state.clone(), self.clock.clone(), self.site.clone());
        let made = make::whole(app, &meta, move || {
            let view = view(&snapshot, &state, &clock).ok_or_else(no_view)?;
            Ok(head(&view, &site, embed).into_bytes())
        });
        let title = || format!("<title>{} – {}</title>", escape(self.state.chart.title), words::SITE);
        made.await.ok().and_then(|head| String::from_utf8(head.to_vec()).ok()).unwrap_or_else(title)
    }

    /// The picture that stands in the page where scripts do not run.
    pub fn body(&self) -> String {
        let query = url::permalink(&self.state);
        let query = query.split_once('?').map_or("", |(_, query)| query);
        let (path, title) = (self.state.chart.path, escape(self.state.chart.title));
        let csv = escape(&download::address(&self.state, Kind::Csv, Extent::View));
        format!(
            "<noscript><p><img src=\"{IMAGE}/{path}.png?{}\" width=\"960\" alt=\"{title}\" style=\"max-width:100%;height:auto\"></p>\
             <p><a href=\"{csv}\">{title}, CSV</a> · <a href=\"/data/\">All data</a></p></noscript>",
            escape(query)
        )
    }
}

fn no_view() -> Problem {
    Problem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "the chart cannot be made")
}

/// The address of the picture for previews.
pub fn image(state: &ChartState, site: &str) -> String {
    let (width, height) = PREVIEW;
    format!("{site}{IMAGE}{}&width={width}&height={height}", url::permalink(state).replacen('?', ".png?", 1))
}

/// The address of an embed, with the full state.
pub fn embed_address(state: &ChartState, site: &str) -> String {
    embed::address(state, site)
}

/// A text as it stands in a query.
pub fn encode(text: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-._~".contains(b);
    text.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn head(view: &View, site: &str, embed: bool) -> String {
    let state = &view.state;
    let title = format!("{} – {}", view.title, words::SITE);
    let description = format!("{}. {}", view.subtitle, view.summary);
    let description = description.trim_end();
    let page = format!("{site}{}", url::address(state));
    let mut out = format!("<title>{}</title>", escape(&title));
    let mut meta = |kind: &str, name: &str, content: &str| {
        out.push_str(&format!("<meta {kind}=\"{name}\" content=\"{}\">", escape(content)));
    };
    meta("name", "description", description);
    if embed {
        // The page is what should be found.
        meta("name", "robots", "noindex");
    } else if !site.is_empty() {
        // Previews need absolute addresses.
        let (width, height) = PREVIEW;
        meta("property", "og:site_name", words::SITE);
        meta("property", "og:type", "website");
        meta("property", "og:title", &view.title);
        meta("property", "og:description", description);
        meta("property", "og:url", &page);
        meta("property", "og:image", &image(state, site));
        meta("property", "og:image:type", "image/png");
        meta("property", "og:image:width", &width.to_string());
        meta("property", "og:image:height", &height.to_string());
        meta("property", "og:image:alt", &format!("{}. {description}", view.title));
        meta("name", "twitter:card", "summary_large_image");
    }
    out.push_str(&format!("<link rel=\"canonical\" href=\"{}\">", escape(&page)));
    if !embed && !site.is_empty() {
        out.push_str(&format!(
            "<link rel=\"alternate\" type=\"application/json+oembed\" title=\"{}\" href=\"{site}{}?url={}&amp;format=json\">",
            escape(&view.title),
            oembed::PATH,
            encode(&format!("{site}{}", url::permalink(state)))
        ));
    }
    if !embed {
        out.push_str("<script type=\"application/ld+json\">");
        out.push_str(&dataset(view, description, &page, site).replace('<', "\\u003c"));
        out.push_str("</script>");
    }
    out
}

/// The head's part of the study's page, with the picture of its first chart, and its text where scripts do not run.
pub fn study(site: &str) -> (String, String) {
    let (title, description) = (study::TITLE, words::STUDY_INTRODUCTION);
    let page = format!("{site}/{}", study::PATH);
    let mut head = format!("<title>{} – {}</title>", escape(title), words::SITE);
    let mut meta = |kind: &str, name: &str, content: &str| {
        head.push_str(&format!("<meta {kind}=\"{name}\" content=\"{}\">", escape(content)));
    };
    meta("name", "description", description);
    if !site.is_empty() {
        meta("property", "og:site_name", words::SITE);
        meta("property", "og:type", "website");
        meta("property", "og:title", title);
        meta("property", "og:description", description);
        meta("property", "og:url", &page);
        if let Some(state) = study::figures().first().and_then(|figure| figure.charts.first()) {
            let (width, height) = PREVIEW;
            meta("property", "og:image", &image(state, site));
            meta("property", "og:image:width", &width.to_string());
            meta("property", "og:image:height", &height.to_string());
            meta("property", "og:image:alt", state.chart.title);
        }
        meta("name", "twitter:card", "summary_large_image");
    }
    head.push_str(&format!("<link rel=\"canonical\" href=\"{}\">", escape(&page)));
    let body = format!("<noscript><h1>{}</h1><p>{}</p></noscript>", escape(title), escape(description));
    (head, body)
}

/// The data of a chart, as schema.org describes a data set.
fn dataset(view: &View, description: &str, page: &str, site: &str) -> String {
    let text = |value: &str| {
        let mut out = String::new();
        write_string(&mut out, value);
        out
    };
    let file = |kind: Kind, media: &str| {
        let address = format!("{site}{}", download::address(&view.state, kind, Extent::View));
        format!(
            "{{\"@type\":\"DataDownload\",\"encodingFormat\":\"{media}\",\"contentUrl\":{}}}",
            text(&address)
        )
    };
    format!(
        "{{\"@context\":\"https://schema.org\",\"@type\":\"Dataset\",\"name\":{},\"description\":{},\"url\":{},\
         \"temporalCoverage\":\"{}/{}\",\"isAccessibleForFree\":true,\
         \"creator\":{{\"@type\":\"Organization\",\"name\":{}}},\"distribution\":[{},{}]}}",
        text(&view.title),
        text(description),
        text(page),
        view.range.start(),
        view.range.end(),
        text(words::source(view.state.chart).publisher),
        file(Kind::Csv, "text/csv"),
        file(Kind::Json, "application/json")
    )
}
