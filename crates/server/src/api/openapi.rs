//! The API described for machines (OpenAPI 3.1), from the same names that the answers are made with.

use rssac002_model::metric::{TRAFFIC_VOLUME_KEYS, UNIQUE_SOURCES_KEYS};
use rssac002_model::{Dataset, Day, Endpoint};
use serde_json::{Map, Value, json};

use super::request::{FIRST_YEAR, first_year};
use super::{BASE, accepted};

/// The document as JSON text. `today` tells the last year that is served.
pub fn document(today: Day) -> String {
    let last_year = today.year();
    let mut paths = Map::new();
    for endpoint in Endpoint::ALL {
        let responses = responses(json!({"$ref": format!("#/components/schemas/{endpoint}")}));
        let get = json!({
            "operationId": endpoint.name(),
            "summary": summary(endpoint),
            "description": format!("Served from the year {} to the current one; a range outside is refused. A trailing \
                `.php` of the path is accepted.", first_year(endpoint)),
            "parameters": parameters(endpoint, last_year),
            "responses": responses,
        });
        paths.insert(format!("/{endpoint}"), json!({"get": get}));
    }
    paths.insert("/coverage".into(), coverage(last_year));
    paths.insert("/openapi.json".into(), json!({"get": {
        "operationId": "openapi", "summary": "This document",
        "responses": {"200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}}},
    }}));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "RSSAC002 API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What the 13 root server identifiers publish for every UTC day. Answers agree with the \
                published RSSAC002 web API; `shape=columns`, `keys`, `step`, `from` and `coverage` are additions. Every answer has a \
                strong ETag and is sent as br, zstd or gzip where that is accepted. Answers made from sample data \
                carry `X-Rssac002-Data: sample`. GET, HEAD and OPTIONS are answered, for any origin.",
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"parameters": shared_parameters(), "headers": headers(), "schemas": schemas()},
    })
    .to_string()
}

fn summary(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::InstancesCount => "Instances by IP version",
        Endpoint::InstancesDetail => "Every place with instances",
        Endpoint::Data(dataset) => match dataset {
            Dataset::LoadTime => "Seconds until 95% of the instances served a root zone serial",
            Dataset::RcodeVolume => "Responses by response code (0 to 23)",
            Dataset::TrafficVolume => "Queries received and responses sent, by transport and IP version",
            Dataset::UniqueSources => {
                "Distinct source addresses; counted per letter, so that a sum counts some twice"
            }
            Dataset::UdpRequestSizes => "UDP queries by size in octets",
            Dataset::UdpResponseSizes => "UDP responses by size in octets",
            Dataset::TcpRequestSizes => "TCP queries by size in octets",
            Dataset::TcpResponseSizes => "TCP responses by size in octets",
            Dataset::ZoneSize => "Octets of the root zone by serial, under the letter a",
        },
    }
}

fn parameters(endpoint: Endpoint, last_year: i32) -> Value {
    let by_serial = matches!(endpoint, Endpoint::Data(d) if d.keyed_by_serial());
    let detail = endpoint == Endpoint::InstancesDetail;
    let dates = &accepted::date_schema(first_year(endpoint), last_year);
    let start_date = format!(
        "The first day: {}. Month and day may have one digit. With `week`, its ISO week has to begin within the years \
        served, too.",
        accepted::DATE
    );
    let end_date = "The last day, not before `start_date`. With `week`, its ISO week has to end within the years served, too.";
    let from = "With `shape=columns` and without `week`: the first day that is added up and chooses the highest keys, by default the \
        first of the range, in which it lies. The days before it only tell what is usual. Elsewhere it is ignored.";
    let shared = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
    let of = [
        (shared("rsi"), endpoint != Endpoint::Data(Dataset::ZoneSize)),
        (parameter("start_date", true, dates, &start_date), true),
        (parameter("end_date", true, dates, end_date), true),
        (shared("week"), !detail),
        (shared("sum"), !detail && !by_serial),
        (shared("totals"), endpoint == Endpoint::Data(Dataset::TrafficVolume)),
        (shared("shape"), !detail),
        (shared("keys"), !detail && !by_serial),
        (shared("step"), !detail && !by_serial),
        (parameter("from", false, dates, from), !detail && !by_serial),
        (shared("version"), true),
    ];
    of.into_iter().filter_map(|(parameter, used)| used.then_some(parameter)).collect()
}

fn parameter(name: &str, required: bool, schema: &Value, description: &str) -> Value {
    json!({"name": name, "in": "query", "required": required, "schema": schema, "description": description})
}

fn shared_parameters() -> Value {
    let text = &json!({"type": "string"});
    let flag = |name: &str, description: &str| {
        let mut flag = parameter(name, false, text, description);
        flag["allowEmptyValue"] = json!(true);
        flag
    };
    let such_as = |mut parameter: Value, examples: &[&str]| {
        let examples = examples.iter().map(|value| ((*value).to_owned(), json!({"value": value})));
        parameter["examples"] = Value::Object(examples.collect());
        parameter
    };
    json!({
        "rsi": parameter("rsi", true, &accepted::rsi_schema(),
            &format!("Root server identifiers: {}. Case does not matter; duplicates count once.", accepted::RSI)),
        "week": flag("week", "Set if present, whatever its value: the range is widened to whole ISO \
            weeks, keys become `YYYY-WW`, values are sums over the days of the week. A week without any data is 0, in \
            columns null."),
        "sum": flag("sum", "Set if present, whatever its value: all letters are added up and the \
            letter level disappears. Nulls count as 0; a day that no letter reported is left out, in columns null."),
        "totals": such_as(parameter("totals", false, text, "`sent` or `received`: one number in the place of eight. Any other \
            value is ignored."), &["received", "sent"]),
        "shape": such_as(parameter("shape", false, text, "`columns`: one list per letter and key, dates as a start and a step. \
            Any other value is ignored."), &["columns"]),
        "keys": parameter("keys", false, &accepted::keys_schema(), "With `shape=columns` and without `totals`: up to \
            500 keys to keep, separated by commas. `rest` is the sum of all others. An unknown key gives no column. `top:8` keeps \
            the eight keys with the highest totals from `from` on of all letters asked for, doubtful values left out, `top-each:8` \
            those of each letter; `rest` comes with them. With `keys`, response codes are their numbers: `05` counts as `5`, and \
            what is no code is left out, also of `rest`."),
        "step": parameter("step", false, &accepted::step_schema(), "With `shape=columns` and without `week`: `day`, the \
            default; `week`, sums over the days of each ISO week that lie in the range; `range`, one sum over all days from \
            `from` on. `days` counts the days behind each sum, so that an average divides by the days reported; `outliers` \
            lists values of more than 100 times the usual of their column, or less than a hundredth of it, which the sums \
            leave out."),
        "version": parameter("version", false, text, "A version of the numbers, which `/api/v1/coverage` names: \
            the current one or, of a store, the one before. Status 404 where it is not held, or no longer."),
    })
}

fn headers() -> Value {
    let header = |description: &str| json!({"description": description, "schema": {"type": "string"}});
    json!({
        "ETag": header("Strong; changes when the answer may have changed."),
        "Last-Modified": header("When the server took up its present data."),
        "X-Rssac002-Data": header("`sample` where the numbers are made up; else absent."),
    })
}

fn responses(schema: Value) -> Value {
    let header = |name: &str| json!({"$ref": format!("#/components/headers/{name}")});
    json!({
        "200": {
            "description": "The answer",
            "headers": {"ETag": header("ETag"), "Last-Modified": header("Last-Modified"),
                "X-Rssac002-Data": header("X-Rssac002-Data")},
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "The answer is the one that `If-None-Match` names"},
        "400": {
            "description": "A parameter is bad or missing; the document names it and what it takes",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
        },
        "404": {
            "description": "The version of the numbers that is named is not held, or no longer",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
        },
        "503": {
            "description": "Too many long answers are being sent",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
        },
    })
}

fn coverage(last_year: i32) -> Value {
    let dates = &accepted::date_schema(FIRST_YEAR, last_year);
    json!({"get": {
        "operationId": "coverage",
        "summary": "Per metric and letter, the days held, missing, repaired and refused",
        "parameters": [
            parameter("metric", false, &accepted::metric_schema(), "One metric; all if left out."),
            parameter("rsi", false, &accepted::rsi_schema(), "As elsewhere; all letters if left out."),
            parameter("start_date", false, dates, "The first day; each metric's first file if left out."),
            parameter("end_date", false, dates, "The last day, not before the first; each metric's last file if left out."),
            {"$ref": "#/components/parameters/version"},
        ],
        "responses": responses(json!({"$ref": "#/components/schemas/coverage"})),
    }})
}

fn schemas() -> Value {
    let number = json!({"type": ["number", "null"]});
    let letters = json!({"type": "string", "pattern": "^[a-m]$"});
    let mut schemas = Map::new();
    for endpoint in Endpoint::ALL {
        if endpoint == Endpoint::InstancesDetail {
            continue;
        }
        let keys: &[&str] = match endpoint {
            Endpoint::Data(Dataset::TrafficVolume) => &TRAFFIC_VOLUME_KEYS,
            Endpoint::Data(Dataset::UniqueSources) => &UNIQUE_SOURCES_KEYS,
            Endpoint::InstancesCount => &["ipv4", "ipv6"],
            Endpoint::Data(_) | Endpoint::InstancesDetail => &[],
        };
        let properties: Map<String, Value> = keys.iter().map(|k| ((*k).to_owned(), number.clone())).collect();
        let day = json!({"type": "object", "properties": properties, "additionalProperties": number});
        // A total, or the 0 of a week without data, is a number; a day without data is null.
        let value = json!({"anyOf": [day, number]});
        let dates = json!({"type": "object", "additionalProperties": value});
        let published = json!({"type": "object", "propertyNames": letters, "additionalProperties": dates});
        let by_serial = matches!(endpoint, Endpoint::Data(d) if d.keyed_by_serial());
        let columns = if by_serial { "records" } else { "columns" };
        let mut shapes = vec![published, json!({"$ref": format!("#/components/schemas/{columns}")})];
        if !by_serial {
            shapes.insert(1, dates);
        }
        schemas.insert(endpoint.name().to_owned(), json!({"anyOf": shapes}));
    }
    let place = json!({"type": "object", "properties": {
        "IPv4": {"type": ["boolean", "null"]}, "IPv6": {"type": ["boolean", "null"]},
        "Latitude": number, "Longitude": number, "Count": number, "Town": {"type": ["string", "null"]},
    }});
    let places = json!({"type": ["array", "null"], "items": place});
    let dates = json!({"type": "object", "additionalProperties": places});
    schemas.insert(
        "instances-detail".into(),
        json!({"type": "object", "propertyNames": letters, "additionalProperties": dates}),
    );
    let list = json!({"type": "array", "items": number});
    let keyed = json!({"type": "object", "additionalProperties": list});
    let frame = |name: &str, what: Value| {
        json!({"type": "object", "required": ["shape", "start", "step", "rows", name], "properties": {
            "shape": {"const": "columns"}, "start": {"type": "string", "format": "date"},
            "step": {"enum": ["day", "week", "range"]}, "rows": {"type": "integer", "minimum": 1}, name: what,
        }})
    };
    let by_letter = json!({"type": "object", "additionalProperties": {"anyOf": [list, keyed]}});
    let mut columns = frame("series", json!({"anyOf": [by_letter, keyed, list]}));
    columns["properties"]["days"] = json!({"type": "object", "description": "Of sums over days: by letter, or without \
        letters where they are added up, `reported`, the days with any report per row, and the keys that were summed on other \
        days than those"});
    columns["properties"]["outliers"] = json!({"type": "object", "description": "What the sums leave out, as records by \
        letter; `row` counts days from `start` on"});
    schemas.insert("columns".into(), columns);
    let records = json!({"type": "object", "properties": {
        "row": {"type": "array", "items": {"type": "integer", "minimum": 0}},
        "key": {"type": "array", "items": {"type": "string"}}, "value": list,
    }});
    schemas.insert(
        "records".into(),
        frame("records", json!({"type": "object", "additionalProperties": records})),
    );
    schemas.insert("coverage".into(), coverage_schema());
    schemas.insert("problem".into(), problem_schema());
    Value::Object(schemas)
}

fn coverage_schema() -> Value {
    let days = json!({"type": "array", "items": {"type": "string",
        "description": "A date, or the first and the last of a range: `2020-01-01..2020-01-10`"}});
    let count = json!({"type": "integer", "minimum": 0});
    let letter = json!({"type": "object", "properties": {
        "held": count, "repaired": count, "refused": count, "missing": count,
        "days": {"type": "object", "properties": {"repaired": days, "refused": days, "missing": days}},
    }});
    let date = json!({"type": ["string", "null"], "format": "date"});
    let metric = json!({"type": "object", "properties": {
        "start": date, "end": date, "rsi": {"type": "object", "additionalProperties": letter},
    }});
    json!({"type": "object", "properties": {
        "sample": {"type": "boolean", "description": "Whether the numbers are made up"},
        "version": {"type": "string", "description": "Changes whenever an answer may"},
        "metrics": {"type": "object", "additionalProperties": metric},
    }})
}

fn problem_schema() -> Value {
    let text = json!({"type": "string"});
    json!({"type": "object", "description": "RFC 9457", "properties": {
        "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
        "parameter": text, "accepted": text, "endpoints": {"type": "array", "items": text},
    }})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_described_and_every_reference_leads_somewhere() {
        let today = Day::from_ymd(2026, 11, 21).unwrap();
        let document: Value = serde_json::from_str(&document(today)).unwrap();
        for endpoint in Endpoint::ALL {
            assert!(
                document["paths"][format!("/{endpoint}")]["get"]["responses"]["200"].is_object(),
                "{endpoint}"
            );
        }
        let mut references = Vec::new();
        collect(&document, &mut references);
        assert!(references.len() > 50);
        for reference in references {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    fn collect(value: &Value, references: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                references.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|v| collect(v, references));
            }
            Value::Array(list) => list.iter().for_each(|v| collect(v, references)),
            _ => {}
        }
    }
}
