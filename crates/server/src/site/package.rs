//! What the files of the data set are, for programs, as a Data Package (datapackage.org, version 1 of the standard): a resource for each
//! CSV file, with its columns.

use rssac002_charts::guide::whole;
use rssac002_charts::provenance::{self, SOURCE};
use rssac002_charts::words;
use rssac002_ingest::export::{DataFile, Format, Kind};
use rssac002_model::{Day, Snapshot};
use serde_json::{Value, json};

use super::whole::about;
use crate::held::latest;

/// Where it stands: beside the files.
pub const PATH: &str = "/data/datapackage.json";

/// The description of a snapshot's files.
pub fn write(snapshot: &Snapshot, today: Day, site: &str) -> String {
    let resources: Vec<Value> =
        DataFile::all().map(|file| resource(file, latest(snapshot, file.metric(), today))).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": words::SITE,
        "title": whole::TITLE,
        "description": format!("{} {}", whole::INTRODUCTION, provenance::licence(&SOURCE)),
        "homepage": format!("{site}{}", whole::PATH),
        "version": snapshot.version,
        "keywords": ["DNS", "root server system", "RSSAC002"],
        "sources": [
            { "title": SOURCE.to_string(), "path": "https://github.com/rssac-caucus/RSSAC002-data" },
            { "title": "Root server operators, archive of instances", "path": "https://root-servers.org/archives/" },
            { "title": "Root zone maintainer, RSSAC002 zone sizes", "path": "https://a.root-servers.org/rssac-metrics/raw/" },
        ],
        "resources": resources,
    });
    package.to_string()
}

fn resource(file: DataFile, to: Option<Day>) -> Value {
    let path = format!("{}.{}", file.name(), Format::Csv.name());
    let fields: Vec<Value> = file.columns().iter().map(|(name, kind)| field(name, *kind)).collect();
    let mut resource = json!({
        "profile": "tabular-data-resource",
        "name": file.name(),
        "path": path,
        "description": about(file),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": { "fields": fields, "missingValues": [""] },
    });
    if let Some(to) = to {
        resource["lastDay"] = to.to_string().into();
    }
    resource
}

fn field(name: &str, kind: Kind) -> Value {
    let kind = match kind {
        Kind::Text => "string",
        Kind::Day => "date",
        Kind::Number => "number",
        Kind::Flag => "boolean",
    };
    let mut field = json!({ "name": name, "type": kind });
    if name == "rsi" {
        field["constraints"] = json!({ "required": true, "pattern": "[a-m]" });
    }
    field
}
