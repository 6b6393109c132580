//! Lists of findings as files: what each row says under fixed names, as CSV and as JSON objects.

use rssac002_model::csv::field;
use serde_json::Value;

/// Rows as CSV with a line of names first; what is missing is empty.
pub(crate) fn csv(names: &[&str], rows: Vec<Vec<Value>>) -> String {
    let mut out = names.join(",") + "\r\n";
    for row in rows {
        let cells = row.iter().map(|cell| match cell {
            Value::String(text) => field(text),
            Value::Null => String::new(),
            value => value.to_string(),
        });
        out.push_str(&cells.collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    }
    out
}

/// The same rows as a list of JSON objects; what is missing is null.
pub(crate) fn objects(names: &[&str], rows: Vec<Vec<Value>>) -> Value {
    let object =
        |row: Vec<Value>| Value::Object(names.iter().map(|name| (*name).to_owned()).zip(row).collect());
    Value::Array(rows.into_iter().map(object).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_missing_is_empty_and_never_zero() {
        let rows = || {
            vec![vec![json!("a, b"), json!(2.5), json!(false)], vec![Value::Null, json!(0.0), Value::Null]]
        };
        assert_eq!(csv(&["x", "y", "z"], rows()), "x,y,z\r\n\"a, b\",2.5,false\r\n,0.0,\r\n");
        let listed = json!([{"x": "a, b", "y": 2.5, "z": false}, {"x": null, "y": 0.0, "z": null}]);
        assert_eq!(objects(&["x", "y", "z"], rows()), listed);
    }
}
