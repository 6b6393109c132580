//! `/data/v1/<file>/year=2020/`: the data set as Parquet in a file per year, in folders whose names say the year, as Hive has them and
//! every reader of data sets in many files understands. The pages of the folders are lists of links, by which such readers find the
//! files. `v1` stands for names and columns, which stay as they are; other ones would be a `v2`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use rssac002_charts::export::embed::escape;
use rssac002_ingest::export::DataFile;
use rssac002_model::{Day, DayRange, Snapshot};

use super::whole;
use crate::app::App;
use crate::http::coding::Coding;
use crate::http::headers;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};

/// Where the folders stand.
pub const BASE: &str = "/data/v1";

/// What stands at a path below the base.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Entry {
    /// A folder, with the names in it.
    Folder(Vec<String>),
    /// A file's numbers of some days.
    File(DataFile, DayRange),
}

/// Answers all addresses below the base.
pub async fn answer(State(app): State<Arc<App>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let held = app.held();
    let path = uri.path().strip_prefix(BASE).unwrap_or_default();
    // `=` may be written as `%3D`; what is no text is no name either.
    let path = percent_decode_str(path).decode_utf8_lossy();
    match find(&held.snapshot, &path) {
        None => Problem {
            endpoints: vec![format!("{BASE}/")],
            ..Problem::new(StatusCode::NOT_FOUND, "there is no such folder or file of the data set")
        }
        .into_response(),
        Some(Entry::File(file, days)) => {
            let name = format!("v1{path}");
            whole::parquet(&app, &held, &method, &headers, &name, file, Some(days)).await
        }
        // Links in it are below it.
        Some(Entry::Folder(_)) if !path.ends_with('/') => {
            let mut response = headers::moved();
            if let Ok(location) = HeaderValue::try_from(format!("{}/", uri.path())) {
                response.headers_mut().insert(header::LOCATION, location);
            }
            response
        }
        Some(Entry::Folder(names)) => {
            let page = page(&path, &names);
            let meta = Meta {
                content_type: "text/html; charset=utf-8",
                cache_control: "public, no-cache",
                tag: entity_tag(&[page.as_bytes()]),
                coding: Coding::Identity,
                modified: None,
            };
            meta.answer(&headers, || page.into_bytes())
        }
    }
}

/// What stands at a path below the base, which may end in a slash where it is a folder.
fn find(snapshot: &Snapshot, path: &str) -> Option<Entry> {
    let folders = || DataFile::all().map(|file| format!("{}/", file.name())).collect();
    let mut names = path.strip_prefix('/').unwrap_or(path).split('/');
    let Some(name) = names.next().filter(|name| !name.is_empty()) else {
        return names.next().is_none().then(|| Entry::Folder(folders()));
    };
    let file = DataFile::all().find(|file| file.name() == name)?;
    let years = years(snapshot, file);
    let (year, days) = match names.next() {
        None | Some("") => {
            let folders = years.iter().map(|(year, _)| format!("year={year}/")).collect();
            return names.next().is_none().then_some(Entry::Folder(folders));
        }
        Some(folder) => years.into_iter().find(|(year, _)| folder == format!("year={year}"))?,
    };
    let only = format!("{name}-{year}.parquet");
    let entry = match names.next() {
        None | Some("") => Entry::Folder(vec![only]),
        Some(name) => (name == only).then_some(Entry::File(file, days))?,
    };
    names.next().is_none().then_some(entry)
}

/// The years of a file, each with those of its days of which there are files.
fn years(snapshot: &Snapshot, file: DataFile) -> Vec<(i32, DayRange)> {
    let held = snapshot.range(file.metric());
    let years = held.map_or(0..0, |held| held.start().year()..held.end().year() + 1);
    let days = |year| {
        let whole = DayRange::new(Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?)?;
        Some((year, whole.intersection(held?)?))
    };
    years.filter_map(days).collect()
}

/// The paths of all files below the base, of a data file.
pub fn paths(snapshot: &Snapshot, file: DataFile) -> impl Iterator<Item = String> {
    let name = file.name();
    let years = years(snapshot, file).into_iter();
    years.map(move |(year, _)| format!("{BASE}/{name}/year={year}/{name}-{year}.parquet"))
}

/// The page of a folder.
fn page(path: &str, names: &[String]) -> String {
    let title = escape(&format!("{BASE}/{}", path.trim_start_matches('/')));
    let links = names.iter().map(|name| {
        let name = escape(name);
        format!("<li><a href=\"{name}\">{name}</a></li>\n")
    });
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<h1>{title}</h1>\n<ul>\n{}</ul>\n\
         <p><a href=\"{}/\">How to read these files</a></p>\n</html>\n",
        links.collect::<String>(),
        whole::BASE,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{Dataset, DayStatus, Rsi};

    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot::default();
        let first = Day::parse_iso("2019-12-30").unwrap();
        let series = snapshot.table_mut(Dataset::LoadTime).series_mut(Rsi::A);
        for day in 0..5 {
            series.push(first + day, DayStatus::Clean, Some(&[]));
        }
        snapshot
    }

    #[test]
    fn folders_lead_to_files() {
        let snapshot = snapshot();
        let mut folders = vec![String::from("/")];
        let mut files = Vec::new();
        while let Some(path) = folders.pop() {
            let Some(Entry::Folder(names)) = find(&snapshot, &path) else { panic!("{path} is no folder") };
            assert_eq!(find(&snapshot, path.trim_end_matches('/')), find(&snapshot, &path), "{path}");
            for name in names {
                if name.ends_with('/') {
                    folders.push(format!("{path}{name}"));
                } else {
                    files.push(format!("{path}{name}"));
                }
            }
        }
        files.sort();
        let of = |year| format!("/load-time/year={year}/load-time-{year}.parquet");
        assert_eq!(files, [of(2019), of(2020)]);
        let listed: Vec<String> = paths(&snapshot, DataFile::Numbers(Dataset::LoadTime)).collect();
        assert_eq!(listed, files.iter().map(|file| format!("{BASE}{file}")).collect::<Vec<_>>());
        let day = |text| Day::parse_iso(text).unwrap();
        let days = DayRange::new(day("2020-01-01"), day("2020-01-03")).unwrap();
        assert_eq!(find(&snapshot, &of(2020)), Some(Entry::File(DataFile::Numbers(Dataset::LoadTime), days)));
    }

    #[test]
    fn nothing_else_is_there() {
        for path in [
            "//",
            "/x/",
            "/load-time/x",
            "/load-time//",
            "/load-time/year=2018/",
            "/load-time/year=02020/",
            "/load-time/year=2020/load-time-2019.parquet",
            "/load-time/year=2020/load-time-2020.parquet/",
            "/load-time/year=2020//",
            "/zone-size/year=2020/",
        ] {
            assert_eq!(find(&snapshot(), path), None, "{path}");
        }
    }
}
