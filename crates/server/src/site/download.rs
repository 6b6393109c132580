//! A chart's numbers and pictures as files: `/<chart>.csv`, `.json`, `.metadata.json`, `.png`, `.svg`, `.zip`, with
//! the page's query. `data=full` gives the published numbers behind the chart in place of those that it shows.

use std::io::{self, Write};
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use rssac002_charts::data::DataRequest;
use rssac002_charts::export::{self, Extent, csv, json};
use rssac002_charts::state::{Tab, url};
use rssac002_charts::{Chart, ChartState, Clock, Provenance, View, kind, words};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::pages;
use crate::api::query::{Query, Value};
use crate::app::App;
use crate::held::Held;
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};
use crate::http::work::Effort;
use crate::image::{Format, routes as images};
use crate::view::answer;

/// What kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A picture.
    Picture(Format),
    /// Rows.
    Csv,
    /// Columns with all about them.
    Json,
    /// All about them, without the numbers.
    Metadata,
    /// Rows, all about them, and a text that says so to people.
    Zip,
}

impl Kind {
    /// All kinds; an ending that ends in another one comes before it.
    const ALL: [Kind; 6] = [
        Kind::Metadata,
        Kind::Json,
        Kind::Csv,
        Kind::Zip,
        Kind::Picture(Format::Png),
        Kind::Picture(Format::Svg),
    ];

    /// The ending of its file names, without the dot in front.
    pub fn ending(self) -> &'static str {
        match self {
            Kind::Picture(Format::Png) => "png",
            Kind::Picture(Format::Svg) => "svg",
            Kind::Csv => "csv",
            Kind::Json => "json",
            Kind::Metadata => "metadata.json",
            Kind::Zip => "zip",
        }
    }
}

/// The address of a state's file, from the slash on.
pub fn address(state: &ChartState, kind: Kind, extent: Extent) -> String {
    let address = url::permalink(state).replacen('?', &format!(".{}?", kind.ending()), 1);
    if extent == Extent::Full { address + "&data=full" } else { address }
}

/// A file of a chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Download {
    chart: &'static Chart,
    kind: Kind,
}

impl Download {
    /// The file at a path.
    pub fn find(path: &str) -> Option<Download> {
        // A path that ends in a slash is a page's.
        let name = path.strip_prefix('/')?;
        Kind::ALL.into_iter().find_map(|kind| {
            let stem = name.strip_suffix(kind.ending())?.strip_suffix('.')?;
            (!stem.ends_with('/')).then(|| Chart::find(stem)).flatten().map(|chart| Download { chart, kind })
        })
    }

    /// The file, or why there is none.
    pub async fn answer(
        self,
        app: &Arc<App>,
        method: &Method,
        query: &str,
        headers: &HeaderMap,
    ) -> Result<Response, Problem> {
        let extent = extent(query)?;
        let held = app.held();
        let clock = pages::clock(&held.snapshot, app.today.day());
        let (mut state, ignored) = url::parse(self.chart, query, &clock);
        // A picture reads its address by itself, because some of it is the picture's, and says itself what is wrong.
        if let (Some(bad), Kind::Csv | Kind::Json | Kind::Metadata | Kind::Zip) = (ignored.first(), self.kind)
        {
            let detail = words::not_understood(&bad.part, &bad.accepted);
            return Err(Problem::new(StatusCode::BAD_REQUEST, detail));
        }
        state.tab = Tab::Chart;
        let shown = kind::days_shown(&state, &clock);
        let named = |kind: Kind| export::file_name(&state, shown, held.snapshot.sample, kind.ending());
        let name = named(self.kind);
        let parts = [Kind::Csv, Kind::Metadata].map(named);
        let mut response = match self.kind {
            Kind::Picture(format) => images::picture(app, method, self.chart, query, format, headers).await?,
            kind => {
                let site = app.origin.of(headers);
                let provenance =
                    Provenance::new(&state, &clock, &site, &held.snapshot.version, held.snapshot.sample);
                let file = File { state, clock, provenance, kind, extent, parts };
                let coding = match kind {
                    // Compressed already.
                    Kind::Zip => Coding::Identity,
                    _ => Coding::negotiate(headers, &Coding::MADE),
                };
                let meta = file.meta(coding, held.since);
                if meta.is_known(headers) {
                    return Ok(meta.not_modified());
                }
                match extent {
                    Extent::Full if method == Method::HEAD => meta.alone(),
                    Extent::View => meta.whole(
                        make::whole(&app.bodies, Effort::Small, &meta, move || file.view(&held)).await?,
                    ),
                    Extent::Full => make::pieces(&app.bodies, &meta, 0, move |out| file.full(&held, out))?,
                }
            }
        };
        if response.status() != StatusCode::OK {
            // A refusal is to be read, not kept.
            return Ok(response);
        }
        let disposition = format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}");
        if let Ok(value) = HeaderValue::try_from(disposition) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }
}

/// Reads `data`.
fn extent(query: &str) -> Result<Extent, Problem> {
    match Query::parse(query).get("data") {
        None | Some(Value::Text("view")) => Ok(Extent::View),
        Some(Value::Text("full")) => Ok(Extent::Full),
        Some(_) => Err(Problem::parameter("data", "this is no choice", "view, full")),
    }
}

/// A file of numbers in the making.
struct File {
    state: ChartState,
    clock: Clock,
    provenance: Provenance,
    kind: Kind,
    extent: Extent,
    /// The names of the CSV and of the metadata within an archive.
    parts: [String; 2],
}

impl File {
    fn meta(&self, coding: Coding, since: std::time::SystemTime) -> Meta {
        let what = format!("{:?} {:?} {:?}", self.provenance, self.kind, self.extent);
        Meta {
            content_type: match self.kind {
                Kind::Csv => "text/csv; charset=utf-8; header=present",
                Kind::Zip => "application/zip",
                _ => "application/json",
            },
            cache_control: "public, no-cache",
            tag: entity_tag(&[b"file", what.as_bytes(), coding.name().unwrap_or_default().as_bytes()]),
            coding,
            modified: Some(since),
        }
    }

    /// What the chart shows.
    fn view(&self, held: &Held) -> Result<Vec<u8>, Problem> {
        let undone = || Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the chart cannot be made");
        let view = held.view(&self.state, &self.clock).ok_or_else(undone)?;
        Ok(match self.kind {
            Kind::Zip => {
                let mut body = Vec::new();
                let csv = |out: &mut dyn io::Write| out.write_all(export::csv(&view).as_bytes());
                self.archive(&view, csv, &mut body).map_err(|_| undone())?;
                return Ok(body);
            }
            Kind::Csv => export::csv(&view),
            Kind::Metadata => export::metadata(&view, &self.provenance, self.extent),
            Kind::Json | Kind::Picture(_) => export::json(&view, &self.provenance),
        }
        .into_bytes())
    }

    /// What it is made from.
    fn full(&self, held: &Held, out: &mut dyn io::Write) -> io::Result<()> {
        if self.kind == Kind::Metadata {
            return out.write_all(&self.view(held).map_err(|p| io::Error::other(p.detail))?);
        }
        let requests = kind::raw_requests(&self.state, &self.clock);
        let mut answer = |request: &DataRequest| answer(&held.snapshot, request, self.clock.today);
        if self.kind == Kind::Csv {
            return csv::full(&self.state, &requests, &mut answer, out);
        }
        let view = held
            .view(&self.state, &self.clock)
            .ok_or_else(|| io::Error::other("the chart cannot be made"))?;
        if self.kind == Kind::Zip {
            let csv = |out: &mut dyn io::Write| csv::full(&self.state, &requests, &mut answer, out);
            return self.archive(&view, csv, out);
        }
        json::full(&view, &self.provenance, &requests, &mut answer, out)
    }

    /// Writes the archive from its start to its end: rows, metadata, and the text that says what they are.
    fn archive(
        &self,
        view: &View,
        csv: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut archive = ZipWriter::new_stream(out);
        // Without a time, so that equal numbers are equal octets.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        let [rows, metadata] = &self.parts;
        archive.start_file(rows.as_str(), options)?;
        csv(&mut archive)?;
        archive.start_file(metadata.as_str(), options)?;
        archive.write_all(export::metadata(view, &self.provenance, self.extent).as_bytes())?;
        archive.start_file("README.txt", options)?;
        let text = export::readme(view, &self.provenance, self.extent, rows, metadata);
        archive.write_all(text.as_bytes())?;
        archive.finish()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chart_has_every_file_under_its_own_address() {
        let clock = Clock::new(rssac002_model::Day::CHARTS_START + 1000);
        for chart in rssac002_charts::CATALOGUE {
            for kind in Kind::ALL {
                let state = ChartState::new(chart);
                let address = address(&state, kind, Extent::Full);
                let (path, query) = address.split_once('?').unwrap();
                assert_eq!(Download::find(path), Some(Download { chart, kind }), "{path}");
                assert_eq!(url::parse(chart, query, &clock), (state, vec![]));
                assert_eq!(extent(query), Ok(Extent::Full));
            }
        }
        for path in [
            "/queries-received",
            "/queries-received.csv/",
            "/.csv",
            "/x.csv",
            "queries-received.csv",
            "/queries-received/.csv",
        ] {
            assert_eq!(Download::find(path), None, "{path}");
        }
    }
}
