//! What a page says of the very chart that its address shows before the app runs, or where it cannot: in its head title,
//! description, preview (Open Graph, Twitter), canonical address, how to embed it, and what data it is made from (JSON-LD);
//! in its body the latest values and a picture.

use std::sync::Arc;
use std::time::Duration;

use rssac002_charts::export::embed::escape;
use rssac002_charts::export::{Digest, Extent, digest};
use rssac002_charts::state::url;
use rssac002_charts::{CATALOGUE, ChartState, Clock, View, provenance, study, words};
use serde_json::{Value, json};

use super::download::{self, Kind};
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

/// Where it stands.
pub const OEMBED: &str = "/oembed";

/// How long a page waits for what it says of its chart.
const PATIENCE: Duration = Duration::from_secs(1);

/// Between head and body where both are kept as one. No text in them holds it.
const BETWEEN: char = '\0';

impl Preview {
    /// The head's and the body's part. They need the numbers, so they are made once for a state and kept; where they cannot
    /// be made (the server stops), or not soon (it has too much to do), the chart's title has to do.
    ///
    /// `theme` is that of an embed's address.
    pub async fn parts(
        &self,
        app: &Arc<App>,
        held: &Held,
        embed: bool,
        theme: Option<&'static str>,
    ) -> (String, String) {
        let address = url::permalink(&self.state);
        let what = format!(
            "{} {} {address} {} {embed} {theme:?}",
            held.snapshot.version, held.snapshot.sample, self.site
        );
        let meta = Meta {
            content_type: "text/html",
            cache_control: "no-store",
            coding: Coding::Identity,
            tag: entity_tag(&[b"page", what.as_bytes(), self.clock.today.to_string().as_bytes()]),
            modified: None,
        };
        let (snapshot, state, clock, site) =
            (held.snapshot.clone(), self.state.clone(), self.clock.clone(), self.site.clone());
        let made = make::whole(&app.bodies, &meta, move || {
            let view = view(&snapshot, &state, &clock).ok_or_else(no_view)?;
            Ok(format!("{}{BETWEEN}{}", head(&view, &site, embed), body(&view, embed, theme)).into_bytes())
        });
        let parts = tokio::time::timeout(PATIENCE, made).await.ok().and_then(Result::ok).and_then(|made| {
            let (head, body) = std::str::from_utf8(&made).ok()?.split_once(BETWEEN)?;
            Some((head.to_owned(), body.to_owned()))
        });
        let title = || format!("<title>{} – {}</title>", escape(self.state.chart.title), words::SITE);
        parts.unwrap_or_else(|| (title(), String::new()))
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
        // What is shared from it keeps its defaults.
        meta("property", "og:url", &format!("{site}{}", url::permalink(state)));
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
            OEMBED,
            encode(&format!("{site}{}", url::permalink(state)))
        ));
    }
    if !embed {
        out.push_str("<script type=\"application/ld+json\">");
        out.push_str(&dataset(view, description, &page, site).to_string().replace('<', "\\u003c"));
        out.push_str("</script>");
    }
    out
}

/// What is shown of a chart where its app does not run: title, subtitle, its latest values, where the numbers are, the
/// other charts, and, without scripts, its picture. The index page takes that out of the `noscript` where the app cannot
/// start.
fn body(view: &View, embed: bool, theme: Option<&str>) -> String {
    let state = &view.state;
    let address = url::permalink(state);
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let picture = escape(&format!("{IMAGE}/{}.png?{query}", state.chart.path));
    // An embed may have a theme of its own; else it is that of the reader's system.
    let (dark, picture) = match theme {
        Some(theme) => (String::new(), format!("{picture}&amp;theme={theme}")),
        None => {
            let dark = "<source media=\"(prefers-color-scheme: dark)\" srcset=\"";
            (format!("{dark}{picture}&amp;theme=dark\">"), picture)
        }
    };
    let title = escape(&view.title);
    let csv = escape(&download::address(state, Kind::Csv, Extent::View));
    format!(
        "<div class=\"early\"><h1>{title}</h1><p class=\"subtitle\">{}</p>\
         <noscript><p><picture>{dark}<img src=\"{picture}\" width=\"960\" alt=\"{title}. {}\"></picture></p></noscript>\
         {}<p><a href=\"{csv}\">{}</a> · <a href=\"/data/\">{}</a></p>{}</div>",
        escape(&view.subtitle),
        escape(view.summary.trim_end()),
        short_table(&digest(view)),
        words::THIS_AS_CSV,
        words::ALL_DATA,
        if embed { String::new() } else { menu() },
    )
}

/// Links to all charts.
fn menu() -> String {
    let link = |path: &str, text: &str| format!("<li><a href=\"/{path}\">{}</a></li>", escape(text));
    let section = |name: &str, links: String| format!("<h2>{}</h2><ul>{links}</ul>", escape(name));
    let charts = CATALOGUE.chunk_by(|a, b| a.section == b.section);
    let charts: String = charts
        .map(|charts| {
            section(words::section(charts[0].section), charts.iter().map(|c| link(c.path, c.menu)).collect())
        })
        .collect();
    format!(
        "<nav class=\"menu open\" aria-label=\"{}\">{charts}{}</nav>",
        words::CHARTS,
        section(words::STUDIES, link(study::PATH, study::MENU))
    )
}

fn short_table(digest: &Digest) -> String {
    if digest.rows.is_empty() {
        return String::new();
    }
    let head: String =
        digest.columns.iter().map(|c| format!("<th scope=\"col\">{}</th>", escape(c))).collect();
    let row = |(name, cells): &(String, Vec<String>)| {
        let cells: String = cells.iter().map(|c| format!("<td>{}</td>", escape(c))).collect();
        format!("<tr><th scope=\"row\">{}</th>{cells}</tr>", escape(name))
    };
    let rows: String = digest.rows.iter().map(row).collect();
    let more = match digest.more {
        0 => String::new(),
        more => format!("<p>{}</p>", words::more_rows(more)),
    };
    format!(
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{latest}\"><table class=\"numbers\">\
         <caption>{latest}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}",
        latest = words::LATEST_VALUES
    )
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
fn dataset(view: &View, description: &str, page: &str, site: &str) -> Value {
    let file = |kind: Kind, media: &str| {
        let address = download::address(&view.state, kind, Extent::View);
        json!({ "@type": "DataDownload", "encodingFormat": media, "contentUrl": format!("{site}{address}") })
    };
    json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": view.title,
        "description": description,
        "url": page,
        "temporalCoverage": format!("{}/{}", view.range.start(), view.range.end()),
        "isAccessibleForFree": true,
        "creator": { "@type": "Organization", "name": provenance::source(view.state.chart).publisher },
        "distribution": [file(Kind::Csv, "text/csv"), file(Kind::Json, "application/json")],
    })
}
