//! `/data/`: the whole data set as files, and a page that shows how to read them.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rssac002_charts::export::embed::escape;
use rssac002_charts::{provenance, theme, words};
use rssac002_ingest::export::{self, DataFile, Format};
use rssac002_model::{Day, Metric, Snapshot};

use crate::app::{App, latest};
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};

/// Where the data set stands.
pub const BASE: &str = "/data";

/// A way to read the files.
pub struct Snippet {
    /// With what.
    pub title: &'static str,
    /// What it does.
    pub about: &'static str,
    /// The text; `{data}` stands for the address of this folder, without a slash at its end.
    pub text: &'static str,
}

/// How to read the files. Those that compute count the NXDomain responses (code 3) of all letters and days.
pub const SNIPPETS: [Snippet; 5] = [
    Snippet {
        title: "curl",
        about: "Fetches one file; --compressed has it sent at a third of its size.",
        text: "curl --compressed -O '{data}/rcode-volume.csv'",
    },
    Snippet {
        title: "Python, pandas",
        about: "All NXDomain responses. Keys are text, also where they look like numbers.",
        text: "import pandas as pd\n\n\
               table = pd.read_csv(\"{data}/rcode-volume.csv\", dtype={\"key\": str}, parse_dates=[\"day\"])\n\
               print(int(table.loc[table[\"key\"] == \"3\", \"value\"].sum()))",
    },
    Snippet {
        title: "Python, pandas and Parquet",
        about: "The same from the smaller file; pandas needs pyarrow for it.",
        text: "import pandas as pd\n\n\
               table = pd.read_parquet(\"{data}/rcode-volume.parquet\")\n\
               print(int(table.loc[table[\"key\"] == \"3\", \"value\"].sum()))",
    },
    Snippet {
        title: "R",
        about: "The same in R.",
        text: "table <- read.csv(\"{data}/rcode-volume.csv\", colClasses = c(key = \"character\"))\n\
               cat(format(sum(table$value[table$key == \"3\"], na.rm = TRUE), scientific = FALSE), \"\\n\")",
    },
    Snippet {
        title: "DuckDB",
        about: "The same in SQL.",
        text: "SELECT sum(value)::BIGINT FROM read_parquet('{data}/rcode-volume.parquet') WHERE key = '3';",
    },
];

/// Leads to the page, whose links are below it.
pub async fn to_index() -> Response {
    let mut response = StatusCode::MOVED_PERMANENTLY.into_response();
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/data/"));
    response
}

/// The page.
pub async fn index(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let held = app.held();
    let page = page(&held.snapshot, app.today.day(), &app.origin.of(&headers));
    let coding = Coding::negotiate(&headers, &Coding::MADE);
    let meta = Meta {
        content_type: "text/html; charset=utf-8",
        cache_control: "no-cache",
        tag: entity_tag(&[page.as_bytes(), coding.name().unwrap_or_default().as_bytes()]),
        coding,
        modified: None,
    };
    let mut response = meta.answer(&headers, || page.into_bytes());
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// A file, sent while it is made.
pub async fn file(State(app): State<Arc<App>>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let held = app.held();
    match find(&name) {
        Some((file, format)) => {
            let coding = match format {
                // Compressed already.
                Format::Parquet => Coding::Identity,
                Format::Csv | Format::Json => Coding::negotiate(&headers, &Coding::MADE),
            };
            let meta = Meta {
                content_type: match format {
                    Format::Csv => "text/csv; charset=utf-8; header=present",
                    Format::Json => "application/json",
                    Format::Parquet => "application/vnd.apache.parquet",
                },
                cache_control: "public, no-cache",
                tag: entity_tag(&[
                    b"data",
                    held.snapshot.version.as_bytes(),
                    if held.snapshot.sample { b"sample" } else { b"" },
                    name.as_bytes(),
                    coding.name().unwrap_or_default().as_bytes(),
                ]),
                coding,
                modified: Some(held.since),
            };
            if meta.is_known(&headers) {
                meta.not_modified()
            } else {
                let snapshot = held.snapshot.clone();
                make::pieces(&app.bodies, &meta, move |out| export::write(&snapshot, file, format, out))
                    .unwrap_or_else(Problem::into_response)
            }
        }
        None => {
            let endpoints = names().map(|name| format!("{BASE}/{name}")).collect();
            let detail = "there is no such file of the data set";
            Problem { endpoints, ..Problem::new(StatusCode::NOT_FOUND, detail) }.into_response()
        }
    }
}

/// The files' names.
pub fn names() -> impl Iterator<Item = String> {
    DataFile::all().flat_map(|file| Format::ALL.map(|format| format!("{}.{}", file.name(), format.name())))
}

fn find(name: &str) -> Option<(DataFile, Format)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let file = DataFile::all().find(|file| file.name() == stem)?;
    Some((file, Format::ALL.into_iter().find(|format| format.name() == ending)?))
}

/// What a file holds, in words.
fn about(file: DataFile) -> &'static str {
    use rssac002_model::Dataset as D;
    match file {
        DataFile::Numbers(D::LoadTime) => {
            "seconds until 95% of a letter's instances served a root zone, by its serial"
        }
        DataFile::Numbers(D::RcodeVolume) => "responses by response code",
        DataFile::Numbers(D::TrafficVolume) => "queries and responses by transport and IP version",
        DataFile::Numbers(D::UniqueSources) => "numbers of source addresses",
        DataFile::Numbers(D::UdpRequestSizes) => "queries over UDP by range of sizes",
        DataFile::Numbers(D::UdpResponseSizes) => "responses over UDP by range of sizes",
        DataFile::Numbers(D::TcpRequestSizes) => "queries over TCP by range of sizes",
        DataFile::Numbers(D::TcpResponseSizes) => "responses over TCP by range of sizes",
        DataFile::Numbers(D::ZoneSize) => "octets of the root zone, by its serial",
        DataFile::Instances => {
            "places of instances: a row per place and run of days on which the letter's list did not change"
        }
    }
}

fn page(snapshot: &Snapshot, today: Day, site: &str) -> String {
    let rows: String = DataFile::all()
        .map(|file| {
            let links =
                Format::ALL.map(|format| format!("<a href=\"{0}.{1}\">{1}</a>", file.name(), format.name()));
            let metric = match file {
                DataFile::Numbers(dataset) => dataset.metric(),
                DataFile::Instances => Metric::Instances,
            };
            let to = latest(snapshot, metric, today).map_or("–".to_owned(), |day| day.to_string());
            let name = file.name();
            format!(
                "<tr><th scope=\"row\">{name}</th><td>{}</td><td>{to}</td><td>{}</td></tr>",
                about(file),
                links.join(" ")
            )
        })
        .collect();
    let data = format!("{site}{BASE}");
    let snippets: String = SNIPPETS
        .iter()
        .map(|snippet| {
            let text = escape(&snippet.text.replace("{data}", &data));
            format!("<h3>{}</h3><p>{}</p><pre><code>{text}</code></pre>", snippet.title, snippet.about)
        })
        .collect();
    let sample =
        if snapshot.sample { format!("<p class=\"sample\">{}</p>", words::SAMPLE) } else { String::new() };
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Data – {site_name}</title>\
         <meta name=\"description\" content=\"The whole data set as CSV, Parquet and JSON, and how to read it with curl, pandas, R and DuckDB.\">\
         <link rel=\"canonical\" href=\"{data}/\"><link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\
         <style>{tokens}{STYLE}</style></head><body>{sample}<main>\
         <p><a href=\"/\">{site_name}</a></p><h1>The whole data set</h1>\
         <p>{source}. Data version {version}. One row is one published number, as it was published: a number that an operator did \
         not give is empty (null), a day without a report has no row. Days are UTC.</p>\
         <div class=\"wide\"><table><thead><tr><th scope=\"col\">File</th><th scope=\"col\">What it holds</th>\
         <th scope=\"col\">Data to</th><th scope=\"col\">Get</th></tr></thead><tbody>{rows}</tbody></table></div>\
         <p>Columns: <code>rsi</code> (the letter), <code>day</code>, <code>key</code> as published, <code>value</code>; of \
         instances <code>rsi</code>, <code>first_day</code>, <code>last_day</code>, <code>place</code>, <code>ipv4</code>, \
         <code>ipv6</code>, <code>latitude</code>, <code>longitude</code>, <code>count</code>, <code>town</code>. JSON is one \
         list per column. <code>rssac002 export</code> writes the same files.</p>\
         <h2>How to read it</h2>{snippets}\
         <h2>One chart's numbers</h2><p>Put <code>.csv</code>, <code>.json</code>, <code>.metadata.json</code> or <code>.zip</code> (CSV, metadata and a text \
         about them) behind the path of any chart, with its query: <a href=\"/queries-received.csv\">/queries-received.csv</a> has what the chart shows, \
         <a href=\"/queries-received.csv?data=full\">/queries-received.csv?data=full</a> the published numbers behind it. The \
         <a href=\"/api/v1/openapi.json\">API</a> answers single questions.</p>\
         <h2>Terms</h2><p>{licence}</p></main></body></html>",
        site_name = words::SITE,
        tokens = theme::css_tokens(),
        source = provenance::SOURCE,
        version = if snapshot.version.is_empty() { "unknown".to_owned() } else { escape(&snapshot.version) },
        licence = provenance::licence(&provenance::SOURCE),
    )
}

/// The page's look: the site's colours and sizes.
const STYLE: &str = "body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--background)}\
    main{max-width:60rem;margin:0 auto;padding:1.5rem}h1{font-size:1.75rem;font-weight:600}h2{margin-top:2rem;font-size:1.25rem}\
    h3{margin:1.25rem 0 0;font-size:1rem}h3+p{margin:0;color:var(--muted)}a{color:var(--accent)}\
    pre{margin:.5rem 0;padding:.75rem;overflow-x:auto;border:1px solid var(--grid);font-size:.875rem}\
    .wide{overflow-x:auto}table{border-collapse:collapse}th,td{padding:.25rem 1rem .25rem 0;text-align:left;vertical-align:top;\
    border-bottom:1px solid var(--grid);font-variant-numeric:tabular-nums}tbody th{font-weight:400;white-space:nowrap}\
    td:nth-child(n+3){white-space:nowrap}.sample{margin:0;padding:.5rem 1.5rem;color:var(--warning);border-bottom:1px solid var(--grid)}";
