//! What each parameter takes, once in words, for problem documents, and once as a JSON schema, for the OpenAPI document. A property test
//! holds the schemas against the parser.

use rssac002_model::{Metric, Rsi};
use serde_json::{Value, json};

/// What `rsi` takes.
pub const RSI: &str =
    "letters a to m and ascending ranges, separated by commas, 1 to 50 characters: `a-m`, `a,b,m,f`, `m,c-k`";

/// What a date takes.
pub const DATE: &str = "a date of the calendar, YYYY-MM-DD";

/// What `keys` takes.
pub const KEYS: &str = "names of keys, separated by commas, `top:8` for the eight keys with the highest totals, or \
     `top-each:8` for those of each letter";

/// What `step` takes.
pub const STEP: &str = "`day`, `week` or `range`";

/// What `metric` takes.
pub const METRIC: &str =
    "load-time, rcode-volume, traffic-sizes, traffic-volume, unique-sources, zone-size or instances";

/// More keys than any data set has, so that no list of them costs much.
pub const MOST_KEYS: usize = 500;

/// More keys than this are no choice of the highest.
pub const MOST_TOP: usize = 50;

/// More characters than this are no list of letters.
const LONGEST_RSI: usize = 50;

/// What `rsi` takes. (Blanks around it, which the published API passes over, are no part of it.)
pub fn rsi_schema() -> Value {
    let letter = |rsi: Rsi| {
        let letter = rsi.as_str();
        format!("[{letter}{}]", letter.to_uppercase())
    };
    // A letter, and those that follow it up to the last one, each or not: `a-c-e` is a chain.
    let chain = |first: Rsi| {
        let further = Rsi::all().filter(|rsi| *rsi > first).map(|rsi| format!("(?:-{})?", letter(rsi)));
        format!("{}{}", letter(first), further.collect::<String>())
    };
    let chains = format!("(?:{})", Rsi::all().map(chain).collect::<Vec<_>>().join("|"));
    json!({ "type": "string", "maxLength": LONGEST_RSI, "pattern": format!("^{chains}(?:,*{chains})*$") })
}

/// What a date within these years takes: a day that the calendar has, its month and day with one digit or two.
pub fn date_schema(first_year: i32, last_year: i32) -> Value {
    let is_leap = |year: &i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let any = |years: &[i32]| {
        let years: Vec<String> = years.iter().map(i32::to_string).collect();
        format!("(?:{})", years.join("|"))
    };
    let all: Vec<i32> = (first_year..=last_year).collect();
    let leap: Vec<i32> = all.iter().copied().filter(is_leap).collect();
    let all = any(&all);
    let mut days = vec![
        format!("{all}-(?:0?[13578]|1[02])-(?:0?[1-9]|[12][0-9]|3[01])"),
        format!("{all}-(?:0?[469]|11)-(?:0?[1-9]|[12][0-9]|30)"),
        format!("{all}-0?2-(?:0?[1-9]|1[0-9]|2[0-8])"),
    ];
    if !leap.is_empty() {
        days.push(format!("{}-0?2-29", any(&leap)));
    }
    json!({ "type": "string", "pattern": format!("^(?:{})$", days.join("|")) })
}

/// What `keys` takes.
pub fn keys_schema() -> Value {
    let names = format!("^[^,]*(?:,[^,]*){{0,{}}}$", MOST_KEYS - 1);
    json!({ "type": "string", "anyOf": [
        { "pattern": "^top(?:-each)?:(?:0?[1-9]|[1-4][0-9]|50)$" },
        { "pattern": names, "not": { "pattern": "^top(?:-each)?:" } },
    ] })
}

/// What `step` takes.
pub fn step_schema() -> Value {
    json!({ "type": "string", "enum": ["day", "week", "range"] })
}

/// What `metric` takes.
pub fn metric_schema() -> Value {
    json!({ "type": "string", "enum": Metric::ALL.map(Metric::name) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::query::Query;
    use crate::api::request::Request;
    use proptest::prelude::*;
    use regex::Regex;
    use rssac002_model::{Day, Endpoint};

    const LAST: i32 = 2026;

    /// Whether a schema of this document takes a text: as much of JSON schema as they use.
    fn takes(schema: &Value, text: &str) -> bool {
        let object = schema.as_object().unwrap();
        object.iter().all(|(word, rule)| match word.as_str() {
            "type" => rule == "string",
            "maxLength" => text.chars().count() as u64 <= rule.as_u64().unwrap(),
            "pattern" => Regex::new(rule.as_str().unwrap()).unwrap().is_match(text),
            "enum" => rule.as_array().unwrap().iter().any(|known| known == text),
            "anyOf" => rule.as_array().unwrap().iter().any(|one| takes(one, text)),
            "not" => !takes(rule, text),
            other => panic!("{other} is not known here"),
        })
    }

    /// Whether the parser takes a parameter with this text, beside others that are right.
    fn parses(name: &str, text: &str) -> bool {
        let encoded: String = text.bytes().map(|octet| format!("%{octet:02X}")).collect();
        let query = format!("rsi=a&shape=columns&{name}={encoded}");
        // A range of the one day, where it is a day that is asked about.
        let days = match name {
            "start_date" => format!("end_date={encoded}"),
            _ => "start_date=2020-01-05&end_date=2020-01-06".to_owned(),
        };
        let today = Day::from_ymd(LAST, 11, 21).unwrap();
        let endpoint = "rcode-volume".parse::<Endpoint>().unwrap();
        Request::parse(endpoint, &Query::parse(&format!("{query}&{days}")), today).is_ok()
    }

    proptest! {
        #[test]
        fn the_schema_of_letters_takes_what_the_parser_takes(
            text in "([a-mA-M]{1,3}|[a-m]-[a-m]|,|-){1,6}|[a-mA-Nn0-9,-]{0,9}|([a-m],){20,26}[a-m]",
        ) {
            prop_assert_eq!(takes(&rsi_schema(), &text), parses("rsi", &text), "{}", text);
        }

        #[test]
        fn the_schema_of_dates_takes_what_the_parser_takes(
            text in "(20[012][0-9]|19[0-9]{2}|[0-9]{1,5})-[0-9]{1,3}-[0-9]{1,3}|20(1[2-9]|2[0-8])-0?2-(28|29|30)|[0-9-]{0,10}",
        ) {
            let schema = date_schema(2013, LAST);
            prop_assert_eq!(takes(&schema, &text), parses("start_date", &text), "{}", text);
        }

        #[test]
        fn the_schema_of_keys_takes_what_the_parser_takes(
            text in "top(-each)?:[+-]?[0-9]{0,3}|[a-z0-9,:-]{0,12}|(a,){495,503}|top(-each)?",
        ) {
            prop_assert_eq!(takes(&keys_schema(), &text), parses("keys", &text), "{}", text);
        }

        #[test]
        fn the_schema_of_steps_takes_what_the_parser_takes(text in "day|week|range|[a-z]{0,5}") {
            prop_assert_eq!(takes(&step_schema(), &text), parses("step", &text), "{}", text);
        }
    }

    #[test]
    fn every_day_of_the_years_is_one_and_none_else() {
        let dates = Regex::new(date_schema(2015, LAST)["pattern"].as_str().unwrap()).unwrap();
        for (year, month, day) in (2013..2029)
            .flat_map(|year| (0..=13).flat_map(move |month| (0..=32).map(move |day| (year, month, day))))
        {
            let is_day = (2015..=LAST).contains(&year) && Day::from_ymd(year, month, day).is_some();
            for text in [format!("{year}-{month:02}-{day:02}"), format!("{year}-{month}-{day}")] {
                assert_eq!(dates.is_match(&text), is_day, "{text}");
            }
        }
        // A year by itself that is no leap year.
        assert!(
            !takes(&date_schema(2015, 2015), "2015-02-29") && takes(&date_schema(2015, 2015), "2015-02-28")
        );
    }
}
