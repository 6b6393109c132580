//! What the page of the whole data set says, besides what its files hold and how programs read them. What stands between two grave
//! accents is code.

/// Where the page stands. The files are below it.
pub const PATH: &str = "/data/";
/// Its title.
pub const TITLE: &str = "The whole data set";
/// Its line in the menu.
pub const MENU: &str = "All data as files";
/// The link to it.
pub const LINK: &str = "The whole data set, and how to read it";
/// What it is, for previews.
pub const DESCRIPTION: &str = "The whole data set as CSV, Parquet and JSON, and how to read it with curl, pandas, polars, R, DuckDB and spreadsheets.";
/// What a row is.
pub const INTRODUCTION: &str = "One row is one published number, as it was published: a number that an operator did not give is empty \
    (null), a day without a report has no row. Days are UTC.";
/// The columns of the list of files.
pub const COLUMNS: [&str; 4] = ["File", "What it holds", "Data to", "Download"];
/// Before the last day of a file, where the list has no room for columns.
pub const TO: &str = "Data to ";
/// What stands in the files.
pub const HOLDS: &str = "Columns: `rsi` (the letter), `day`, `key` as published, `value`; of instances `rsi`, `first_day`, `last_day`, \
    `place`, `ipv4`, `ipv6`, `latitude`, `longitude`, `count`, `town`. JSON is one list per column. `rssac002 export` writes the same \
    files.";
/// What programs need not fetch of it.
pub const PARTS: &str = "The Parquet files are sorted by day, a month to a row group, and are sent in parts: a program that wants one week \
    fetches about one month. Below `/data/v1/` they are cut into years, in folders such as `year=2020` that readers of many files \
    understand; names and columns there will not change.";
/// The folders with the years, and what the files are, for programs.
pub const PARTS_LINKS: [(&str, &str); 2] =
    [("Files by year", "/data/v1/"), ("Description for programs (Data Package)", "/data/datapackage.json")];
/// The heading of how programs read them.
pub const HOW: &str = "How to read it";
/// The heading of files of one chart,
pub const ONE_CHART: &str = "One chart's numbers";
/// and what they are.
pub const ONE_CHART_HOW: &str = "Put `.csv`, `.json`, `.metadata.json` or `.zip` (CSV, metadata and a text about them) behind the path \
    of any chart, with its query. With `data=full` it has the published numbers behind the chart in place of those that it shows. The \
    API answers single questions.";
/// Such files.
pub const ONE_CHART_LINKS: [(&str, &str); 3] = [
    ("/queries-received.csv", "/queries-received.csv"),
    ("/queries-received.csv?data=full", "/queries-received.csv?data=full"),
    (super::api::TITLE, super::api::PATH),
];
/// The heading of what holds of spreadsheets,
pub const SPREADSHEETS: &str = "In a spreadsheet";
/// and that.
pub const SPREADSHEETS_HOW: &[&str] = &[
    "All CSV files here are UTF-8 with commas between fields, points in numbers and days as 2020-11-04, wherever you are. LibreOffice \
     shows its import dialog: choose Unicode (UTF-8), the comma, and English (USA) as language; then days are dates and numbers are \
     numbers.",
    "Excel opens them by a double click where its list separator is a comma and its decimal sign a point, as in the United States and \
     the United Kingdom. Elsewhere, or where names of places have letters beyond English ones, use Data, From Text/CSV, and choose 65001: \
     Unicode (UTF-8), the comma, and in Transform Data the type of each column by locale English.",
];
/// The heading of the licence.
pub const TERMS: &str = "Terms";

/// The version of the data.
pub fn version(version: &str) -> String {
    format!("Data version {}", if version.is_empty() { "unknown" } else { version })
}
