//! `/data/`: the whole data set as files, and how to read them, which the page there shows.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use rssac002_ingest::export::{self, DataFile, Format};
use rssac002_model::{Day, DayRange, Snapshot};

use super::page::Listed;
use crate::app::App;
use crate::held::{Held, latest};
use crate::http::coding::Coding;
use crate::http::headers;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::range;
use crate::http::reply::{Meta, entity_tag};
use crate::http::work::Effort;

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

/// How to read the files. Those that compute count NXDomain responses (code 3), of all letters and days where they do not say which.
pub const SNIPPETS: [Snippet; 6] = [
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
        title: "Python, polars",
        about: "Those of one letter in one week. Of the file it fetches the end, which tells where each month is, and that month.",
        text: "import polars as pl\nfrom datetime import date\n\n\
               table = pl.scan_parquet(\"{data}/rcode-volume.parquet\")\n\
               week = pl.col(\"day\").is_between(date(2020, 11, 2), date(2020, 11, 8))\n\
               rows = table.filter(week, pl.col(\"rsi\") == \"k\", pl.col(\"key\") == \"3\").collect()\n\
               print(int(rows[\"value\"].sum()))",
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
    let mut response = headers::moved();
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/data/"));
    response
}

/// A file: text is sent while it is made, Parquet is made, kept, and sent in the parts that are asked for.
pub async fn file(State(app): State<Arc<App>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let name = uri.path().strip_prefix(BASE).unwrap_or_default().trim_start_matches('/');
    // What is no text is no name either.
    let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
    let Some((file, format)) = find(&name) else {
        let endpoints = names().map(|name| format!("{BASE}/{name}")).collect();
        let detail = "there is no such file of the data set";
        return Problem { endpoints, ..Problem::new(StatusCode::NOT_FOUND, detail) }.into_response();
    };
    let held = app.held();
    let content_type = match format {
        Format::Csv => "text/csv; charset=utf-8; header=present",
        Format::Json => "application/json",
        Format::Parquet => {
            let days = held.snapshot.range(file.metric());
            return parquet(&app, &held, &method, &headers, &name, file, days).await;
        }
    };
    let meta = meta(&held, &name, content_type, Coding::negotiate(&headers, &Coding::MADE));
    if meta.is_known(&headers) {
        meta.not_modified()
    } else if method == Method::HEAD {
        meta.alone()
    } else {
        let snapshot = held.snapshot.clone();
        make::pieces(&app.bodies, &meta, 0, move |out| export::write(&snapshot, file, format, out))
            .unwrap_or_else(Problem::into_response)
    }
}

/// A file as Parquet, of some days, or the part of it that is asked for. `name` is the file's path below the base.
pub(super) async fn parquet(
    app: &App,
    held: &Held,
    method: &Method,
    headers: &HeaderMap,
    name: &str,
    file: DataFile,
    days: Option<DayRange>,
) -> Response {
    // It is compressed already.
    let meta = meta(held, name, "application/vnd.apache.parquet", Coding::Identity);
    if meta.is_known(headers) {
        return meta.not_modified();
    }
    let snapshot = held.snapshot.clone();
    let make = move || {
        let failed = |_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the file could not be made");
        export::parquet(&snapshot, file, days).map_err(failed)
    };
    match make::whole(&app.bodies, Effort::Large, &meta, make).await {
        Ok(made) => range::answer(&meta, method, headers, made),
        Err(problem) => problem.into_response(),
    }
}

/// All but the body of the file with this path below the base.
fn meta(held: &Held, name: &str, content_type: &'static str, coding: Coding) -> Meta {
    let tag = entity_tag(&[
        b"data",
        held.snapshot.version.as_bytes(),
        if held.snapshot.sample { b"sample" } else { b"" },
        name.as_bytes(),
        coding.name().unwrap_or_default().as_bytes(),
    ]);
    Meta { content_type, cache_control: "public, no-cache", tag, coding, modified: Some(held.since) }
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
pub(super) fn about(file: DataFile) -> &'static str {
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

/// All files of a snapshot.
pub fn files(snapshot: &Snapshot, today: Day) -> Vec<Listed> {
    let listed = |file: DataFile| {
        let link = |format: Format| (title(format), format!("{BASE}/{}.{}", file.name(), format.name()));
        let links = Format::ALL.map(link).to_vec();
        Listed { name: file.name(), about: about(file), to: latest(snapshot, file.metric(), today), links }
    };
    DataFile::all().map(listed).collect()
}

/// What a format is called.
fn title(format: Format) -> &'static str {
    match format {
        Format::Csv => "CSV",
        Format::Parquet => "Parquet",
        Format::Json => "JSON",
    }
}
