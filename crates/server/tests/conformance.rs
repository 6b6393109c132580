//! The recorded answers of the published API, asked of the real router, and one real day.
//!
//! Skips, saying so, where the folder `shared` with the records is not beside the workspace.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use axum::http::StatusCode;
use rssac002_model::Snapshot;
use rssac002_server::site::Site;
use serde_json::{Map, Value, json};
use support::{Server, TODAY, shared};

fn server(snapshot: Snapshot) -> Server {
    Server::new(snapshot, TODAY, Site::embedded())
}

struct Case {
    path: String,
    status: u16,
    json: Value,
    differs: Option<String>,
}

fn cases(file: &Path) -> Vec<Case> {
    let lines = BufReader::new(flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap())).lines();
    let case = |line: String| {
        let mut value: Value = serde_json::from_str(&line).unwrap();
        Case {
            path: value["path"].as_str().unwrap().to_owned(),
            status: value["status"].as_u64().unwrap() as u16,
            json: value["json"].take(),
            differs: value["differs"].as_str().map(str::to_owned),
        }
    };
    lines.map(|line| case(line.unwrap())).collect()
}

/// Equal as the records' README says: numbers as doubles, `[]` as `{}`, a list as an object with keys 0, 1, 2 ...
fn agree(a: &Value, b: &Value) -> bool {
    fn object(value: &Value) -> Option<BTreeMap<String, &Value>> {
        match value {
            Value::Array(list) => Some(list.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect()),
            Value::Object(map) => Some(map.iter().map(|(k, v)| (k.clone(), v)).collect()),
            _ => None,
        }
    }
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => match (object(a), object(b)) {
            (Some(a), Some(b)) => {
                a.len() == b.len() && a.iter().zip(&b).all(|((ka, va), (kb, vb))| ka == kb && agree(va, vb))
            }
            _ => a == b,
        },
    }
}

#[test]
fn agreement_is_what_the_readme_says() {
    for (a, b, equal) in [
        (json!(7), json!(7.0), true),
        (json!([]), json!({}), true),
        (json!({"a": [5, 6]}), json!({"a": {"1": 6, "0": 5.0}}), true),
        (json!(null), json!(0), false),
        (json!({"a": 1}), json!({"a": 1, "b": null}), false),
        (json!("7"), json!(7), false),
    ] {
        assert_eq!(agree(&a, &b), equal, "{a} {b}");
    }
}

/// An address without its parameter `sum`.
fn without_sum(path: &str) -> String {
    let (endpoint, query) = path.split_once('?').unwrap();
    let others: Vec<&str> = query.split('&').filter(|p| *p != "sum" && !p.starts_with("sum=")).collect();
    format!("{endpoint}?{}", others.join("&"))
}

/// The sum that an answer per letter has: nulls count as 0, weeks and days without data add nothing, and days that no
/// letter has are left out.
fn summed(by_letter: &Value) -> Value {
    let mut sum: Map<String, Value> = Map::new();
    for dates in by_letter.as_object().unwrap().values() {
        for (date, value) in dates.as_object().unwrap() {
            let Some(values) = value.as_object() else { continue };
            let day = sum.entry(date.clone()).or_insert_with(|| json!({}));
            for (key, value) in values {
                let before = day[key].as_f64().unwrap_or(0.0);
                day[key] = json!(before + value.as_f64().unwrap_or(0.0));
            }
        }
    }
    Value::Object(sum)
}

/// What is wrong with the answer to a case that the published API errs in; empty if it is as api-v1.md says.
fn judge_differing(server: &Server, case: &Case) -> String {
    let answer = server.get(&case.path);
    let query = case.path.split_once('?').unwrap().1;
    if query.contains("[]=") || query.contains("start_date=20200105") || query.contains("start_date=-") {
        let parameter = if query.contains("rsi[]") { "rsi" } else { "start_date" };
        let good = answer.status == StatusCode::BAD_REQUEST && answer.json()["parameter"] == parameter;
        return if good { String::new() } else { format!("not refused: {}", answer.status) };
    }
    if answer.status != StatusCode::OK {
        return format!("status {}", answer.status);
    }
    let expected = if query.contains("rsi=c,a,c-e") {
        // The published answer had b too.
        let mut letters = case.json.clone();
        letters.as_object_mut().unwrap().remove("b");
        letters
    } else {
        summed(&server.get(&without_sum(&case.path)).json())
    };
    if agree(&answer.json(), &expected) {
        String::new()
    } else {
        format!("{} where {expected}", answer.json())
    }
}

#[test]
fn every_recorded_case_agrees() {
    let (Some(snapshot), Some(file)) = (support::dirty(), shared("conformance/cases.jsonl.gz")) else {
        return;
    };
    let server = server(snapshot);
    let cases = cases(&file);
    let (mut differing, mut wrong) = (0, Vec::new());
    for case in &cases {
        let fault = if case.differs.is_some() {
            differing += 1;
            judge_differing(&server, case)
        } else {
            let answer = server.get(&case.path);
            if answer.status.as_u16() != case.status {
                format!("status {} where {}", answer.status, case.status)
            } else if case.status == 200 && !agree(&answer.json(), &case.json) {
                let cut = |text: String| text.chars().take(300).collect::<String>();
                format!("{} where {}", cut(answer.text().to_owned()), cut(case.json.to_string()))
            } else {
                String::new()
            }
        };
        if !fault.is_empty() {
            wrong.push(format!("{}: {fault}", case.path));
        }
    }
    println!(
        "{} of {} cases agree, {differing} of them as api-v1.md says",
        cases.len() - wrong.len(),
        cases.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((cases.len(), differing), (503, 18));
}

#[test]
fn a_real_day_has_its_real_number() {
    let Some(snapshot) = support::real() else { return };
    let server = server(snapshot);
    let address =
        "/api/v1/traffic-volume?rsi=a-m&start_date=2020-11-04&end_date=2020-11-04&totals=received&sum";
    assert_eq!(server.get(address).text(), r#"{"2020-11-04":159545128584}"#);
}
