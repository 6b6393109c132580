//! The parameters of an endpoint, checked and in one spelling, so that equal questions are equal values.

use rssac002_model::columns::REST;
use rssac002_model::{Dataset, Day, DayRange, Direction, Endpoint, Interval, Rsi, RsiSet, Step};

use super::accepted::{self, MOST_KEYS, MOST_TOP};
use super::query::{Query, Value};
use crate::http::problem::Problem;

/// The shape of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Shape {
    /// The published API's: letter, date, key.
    Published,
    /// One list per letter and key (`shape=columns`).
    Columns,
}

/// Which keys an answer in columns has.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Keys {
    /// These, in this order, [`REST`] for the sum of all others.
    These(Vec<String>),
    /// Those with the highest totals, and [`REST`].
    Top {
        /// How many.
        count: usize,
        /// Of each letter by itself, instead of all letters together.
        each: bool,
    },
}

/// One question. What has no effect on the endpoint's answer is not in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Request {
    /// What is asked.
    pub endpoint: Endpoint,
    /// The letters; only `a` for zone-size.
    pub rsi: RsiSet,
    /// The days, widened to whole ISO weeks where the step is a week.
    pub range: DayRange,
    /// Days or weeks, as the published API adds them up.
    pub step: Interval,
    /// Whether the letters are added up.
    pub sum: bool,
    /// Whether the four counts of one direction are added up.
    pub totals: Option<Direction>,
    /// The shape of the answer.
    pub shape: Shape,
    /// With `shape=columns`: which keys; `None` for all.
    pub keys: Option<Keys>,
    /// The days of the range that are added up, and that choose the highest keys. Those before them only say what is usual.
    pub days: DayRange,
    /// With `shape=columns` and without `week`: by which step the daily numbers are added up; `None` for each day by itself.
    pub sums: Option<Step>,
}

/// The first year of which anything is served.
pub const FIRST_YEAR: i32 = 2013;

/// The first year that an endpoint serves; the last is the current one.
pub fn first_year(endpoint: Endpoint) -> i32 {
    match endpoint {
        Endpoint::InstancesCount | Endpoint::InstancesDetail => 2015,
        Endpoint::Data(_) => FIRST_YEAR,
    }
}

impl Request {
    /// Reads and checks the parameters. `today` tells the last year that is served.
    pub fn parse(endpoint: Endpoint, query: &Query, today: Day) -> Result<Request, Problem> {
        let detail = endpoint == Endpoint::InstancesDetail;
        let by_serial = matches!(endpoint, Endpoint::Data(dataset) if dataset.keyed_by_serial());
        let rsi = match endpoint {
            Endpoint::Data(Dataset::ZoneSize) => RsiSet::only(Rsi::A),
            _ => rsi(query)?.ok_or_else(|| missing("rsi", accepted::RSI))?,
        };
        let start = date(query, "start_date")?.ok_or_else(|| missing("start_date", accepted::DATE))?;
        let end = date(query, "end_date")?.ok_or_else(|| missing("end_date", accepted::DATE))?;
        let step = if query.has("week") && !detail { Interval::Week } else { Interval::Day };
        let range = range(start, end)?;
        let range = match step {
            Interval::Week => range.whole_weeks(),
            Interval::Day => range,
        };
        check_years(range, first_year(endpoint), today.year())?;
        let totals = match (endpoint, query.text("totals")) {
            (Endpoint::Data(Dataset::TrafficVolume), Some("received")) => Some(Direction::Received),
            (Endpoint::Data(Dataset::TrafficVolume), Some("sent")) => Some(Direction::Sent),
            _ => None,
        };
        let columns = query.text("shape") == Some("columns") && !detail;
        let adds = columns && step == Interval::Day && !by_serial;
        let shape = if columns { Shape::Columns } else { Shape::Published };
        Ok(Request {
            endpoint,
            rsi,
            range,
            step,
            sum: query.has("sum") && !by_serial && !detail,
            totals,
            shape,
            keys: query.text("keys").filter(|_| columns && totals.is_none()).map(keys).transpose()?,
            days: if adds { days(query, range)? } else { range },
            sums: if adds { sums(query)? } else { None },
        })
    }

    /// Whether a key is asked for, by itself or as a part of [`REST`].
    pub fn keeps(&self, key: &str) -> bool {
        // Codes are their numbers, however they are spelled.
        let is_code = self.endpoint == Endpoint::Data(Dataset::RcodeVolume);
        let code = key.parse::<u8>().ok().filter(|_| is_code).map(|code| code.to_string());
        let key = code.as_deref().unwrap_or(key);
        match &self.keys {
            Some(Keys::These(keys)) => keys.iter().any(|k| k == key || k == REST),
            Some(Keys::Top { .. }) | None => true,
        }
    }

    /// How many rows of dates or weeks the answer has.
    pub fn rows(&self) -> usize {
        self.range.len().div_ceil(self.step.days() as usize)
    }

    /// The first day of a row.
    pub fn row_start(&self, row: usize) -> Day {
        self.range.start() + row as i32 * self.step.days()
    }

    /// A row's key in the published shape: the date, or the ISO week.
    pub fn row_key(&self, row: usize) -> String {
        match self.step {
            Interval::Day => self.row_start(row).to_string(),
            Interval::Week => self.row_start(row).iso_week().to_string(),
        }
    }
}

/// The `rsi` parameter; `None` where it is not given.
pub fn rsi(query: &Query) -> Result<Option<RsiSet>, Problem> {
    match query.get("rsi") {
        None => Ok(None),
        Some(Value::List) => Err(list("rsi", accepted::RSI)),
        Some(Value::Text(text)) => match RsiSet::parse_api(text) {
            Ok(set) => Ok(Some(set)),
            Err(error) => Err(Problem::parameter("rsi", error.to_string(), accepted::RSI)),
        },
    }
}

/// A date parameter; `None` where it is not given.
pub fn date(query: &Query, name: &'static str) -> Result<Option<Day>, Problem> {
    match query.get(name) {
        None => Ok(None),
        Some(Value::List) => Err(list(name, accepted::DATE)),
        Some(Value::Text(text)) => match parse_date(text) {
            Some(day) => Ok(Some(day)),
            None => {
                let shown: String = text.chars().take(40).collect();
                Err(Problem::parameter(name, format!("`{shown}` is no date"), accepted::DATE))
            }
        },
    }
}

/// The days from start to end.
pub fn range(start: Day, end: Day) -> Result<DayRange, Problem> {
    DayRange::new(start, end).ok_or_else(|| {
        let detail = format!("the range ends on {end}, before it starts on {start}");
        Problem::parameter("end_date", detail, "a date not before start_date")
    })
}

/// Refuses a range that reaches outside the served years.
pub fn check_years(range: DayRange, first: i32, last: i32) -> Result<(), Problem> {
    let outside = if range.start().year() < first {
        ("start_date", range.start())
    } else if range.end().year() > last {
        ("end_date", range.end())
    } else {
        return Ok(());
    };
    let detail = format!("the range reaches {}, outside the years served", outside.1);
    Err(Problem::parameter(
        outside.0,
        detail,
        format!("the years {first} to {last} (with `week`, whole ISO weeks)"),
    ))
}

/// `YYYY-MM-DD` of digits; month and day may have one digit.
fn parse_date(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let mut number = |digits: std::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        let good = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        good.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (year, month, day) = (number(1..=4)?, number(1..=2)?, number(1..=2)?);
    parts.next().is_none().then(|| Day::from_ymd(year as i32, month, day)).flatten()
}

/// The days of a range from the one on that is asked for.
fn days(query: &Query, range: DayRange) -> Result<DayRange, Problem> {
    let from = date(query, "from")?.unwrap_or(range.start());
    DayRange::new(from, range.end()).filter(|_| range.contains(from)).ok_or_else(|| {
        let accepted = format!("a date from {} to {}", range.start(), range.end());
        Problem::parameter("from", format!("{from} is not in the range"), accepted)
    })
}

/// By which step numbers are added up.
fn sums(query: &Query) -> Result<Option<Step>, Problem> {
    match query.get("step") {
        None => Ok(None),
        Some(Value::List) => Err(list("step", accepted::STEP)),
        Some(Value::Text("day")) => Ok(None),
        Some(Value::Text("week")) => Ok(Some(Step::WEEK)),
        Some(Value::Text("range")) => Ok(Some(Step::Range)),
        Some(Value::Text(text)) => {
            let shown: String = text.chars().take(40).collect();
            Err(Problem::parameter("step", format!("`{shown}` is no step"), accepted::STEP))
        }
    }
}

fn keys(text: &str) -> Result<Keys, Problem> {
    for (prefix, each) in [("top:", false), ("top-each:", true)] {
        if let Some(count) = text.strip_prefix(prefix) {
            let is_number = count.len() <= 2 && count.bytes().all(|octet| octet.is_ascii_digit());
            let count = count.parse().ok().filter(|n| is_number && (1..=MOST_TOP).contains(n));
            let accepted = format!("{}; at most {MOST_TOP}", accepted::KEYS);
            return match count {
                Some(count) => Ok(Keys::Top { count, each }),
                None => Err(Problem::parameter("keys", "the number of keys is wrong", accepted)),
            };
        }
    }
    if text.split(',').count() > MOST_KEYS {
        let accepted = format!("at most {MOST_KEYS} names of keys, separated by commas");
        return Err(Problem::parameter("keys", "too many keys", accepted));
    }
    let mut keys: Vec<String> = Vec::new();
    for key in text.split(',').filter(|k| !k.is_empty()) {
        if !keys.iter().any(|k| k == key) {
            keys.push(key.to_owned());
        }
    }
    Ok(Keys::These(keys))
}

fn missing(name: &'static str, accepted: &str) -> Problem {
    Problem::parameter(name, "it is missing".to_owned(), accepted)
}

fn list(name: &'static str, accepted: &str) -> Problem {
    Problem::parameter(name, "it is a list, not one text".to_owned(), accepted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ask(endpoint: &str, query: &str) -> Result<Request, Problem> {
        let today = Day::parse_iso("2026-11-21").unwrap();
        Request::parse(endpoint.parse().unwrap(), &Query::parse(query), today)
    }

    #[test]
    fn dates_follow_the_published_rules() {
        for (text, date) in [
            ("2020-01-05", "2020-01-05"),
            ("2020-1-5", "2020-01-05"),
            ("2020-01-5", "2020-01-05"),
            ("2020-02-29", "2020-02-29"),
            ("20-01-05", "0020-01-05"),
        ] {
            assert_eq!(parse_date(text).map(|d| d.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in [
            "2020-02-30",
            "2019-02-29",
            "2020-13-01",
            "2020-00-10",
            "20200105",
            "-2020-1-5",
            "2020/01/05",
            "2020-01-05T00",
            "",
            "yesterday",
            "2020-01-05 ",
            "2020-1",
            "2020-001-5",
            "2020-01-055",
            "2020-1-5-1",
            "+20-1-1",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn the_bad_parameter_is_named() {
        for (endpoint, query, parameter) in [
            ("traffic-volume", "", "rsi"),
            ("traffic-volume", "rsi=n&start_date=2020-01-05&end_date=2020-01-06", "rsi"),
            ("traffic-volume", "rsi[]=a&start_date=2020-01-05&end_date=2020-01-06", "rsi"),
            ("zone-size", "rsi=zz", "start_date"),
            ("load-time", "rsi=a&start_date=2020-01-05", "end_date"),
            ("load-time", "rsi=a&start_date=2020-01-05&end_date[]=2020-01-06", "end_date"),
            ("load-time", "rsi=a&start_date=2020-01-06&end_date=2020-01-05", "end_date"),
            ("load-time", "rsi=a&start_date=2012-12-31&end_date=2020-01-05", "start_date"),
            ("load-time", "rsi=a&start_date=2013-01-01&end_date=2013-01-05&week", "start_date"),
            ("instances-count", "rsi=a&start_date=2014-12-31&end_date=2020-01-05", "start_date"),
            ("load-time", "rsi=a&start_date=2020-12-31&end_date=2027-01-01", "end_date"),
            (
                "rcode-volume",
                "rsi=a&start_date=2020-01-05&end_date=2020-01-09&shape=columns&step=month",
                "step",
            ),
            (
                "rcode-volume",
                "rsi=a&start_date=2020-01-05&end_date=2020-01-09&shape=columns&step[]=week",
                "step",
            ),
            (
                "rcode-volume",
                "rsi=a&start_date=2020-01-05&end_date=2020-01-09&shape=columns&step=range&from=2020-01-10",
                "from",
            ),
            (
                "rcode-volume",
                "rsi=a&start_date=2020-01-05&end_date=2020-01-09&shape=columns&step=range&from=x",
                "from",
            ),
            (
                "rcode-volume",
                "rsi=a&start_date=2020-01-05&end_date=2020-01-09&shape=columns&keys=top:0",
                "keys",
            ),
            (
                "rcode-volume",
                "rsi=a&start_date=2020-01-05&end_date=2020-01-09&shape=columns&keys=top-each:51",
                "keys",
            ),
            (
                "rcode-volume",
                "rsi=a&start_date=2020-01-05&end_date=2020-01-09&shape=columns&keys=top:",
                "keys",
            ),
        ] {
            let problem = ask(endpoint, query).unwrap_err();
            assert_eq!(problem.parameter, Some(parameter), "{endpoint}?{query}");
            assert!(problem.accepted.is_some(), "{endpoint}?{query}");
        }
    }

    #[test]
    fn what_has_no_effect_is_not_in_the_request() {
        let dates = "start_date=2020-01-01&end_date=2020-01-01";
        let same = |endpoint: &str, a: &str, b: &str| {
            let (a, b) = (format!("{a}&{dates}"), format!("{b}&{dates}"));
            assert_eq!(ask(endpoint, &a).unwrap(), ask(endpoint, &b).unwrap(), "{endpoint}: {a} and {b}");
        };
        same("load-time", "rsi=a-c", "rsi=c,b,a,a&sum=1&totals=sent&shape=x&keys=1&v=2");
        same("zone-size", "", "rsi=zz&sum");
        same("instances-detail", "rsi=a", "rsi=A&week&sum&shape=columns&keys=a");
        same("rcode-volume", "rsi=a&totals=sent", "rsi=a");
        // The published API ignores `step`, and so do answers in its shape and its weeks.
        same("rcode-volume", "rsi=a&step=week&from=x", "rsi=a");
        same("rcode-volume", "rsi=a&week&shape=columns&step=range", "rsi=a&week&shape=columns");
        same("rcode-volume", "rsi=a&shape=columns&step=day", "rsi=a&shape=columns");
        same("load-time", "rsi=a&shape=columns&step=week", "rsi=a&shape=columns");
        same("traffic-volume", "rsi=a&totals=sent", "rsi=a&totals=x&totals=sent");
        same("rcode-volume", "rsi=a&shape=columns&keys=0,3", "rsi=a&shape=columns&keys=0,,3,0");
        assert_ne!(
            ask("rcode-volume", &format!("rsi=a&sum&{dates}")).unwrap(),
            ask("rcode-volume", &format!("rsi=a&{dates}")).unwrap()
        );
    }

    #[test]
    fn a_list_of_keys_ends_somewhere() {
        let ask = |count: usize| {
            let keys = vec!["0"; count].join(",");
            let query = format!("rsi=a&start_date=2020-01-01&end_date=2020-01-02&shape=columns&keys={keys}");
            ask("rcode-volume", &query)
        };
        assert_eq!(ask(MOST_KEYS).unwrap().keys, Some(Keys::These(vec!["0".into()])));
        assert_eq!(ask(MOST_KEYS + 1).unwrap_err().parameter, Some("keys"));
    }

    #[test]
    fn weeks_widen_the_range() {
        let request =
            ask("traffic-volume", "rsi=a&start_date=2021-01-01&end_date=2021-01-04&week=false").unwrap();
        assert_eq!(request.range.to_string(), "2020-12-28..2021-01-10");
        assert_eq!(
            (request.rows(), request.row_key(0), request.row_key(1)),
            (2, "2020-53".into(), "2021-01".into())
        );
    }

    proptest! {
        #[test]
        fn no_query_panics(query in "[a-z_=&\\-0-9,%\\[\\]]{0,60}", which in 0..11usize) {
            let _ = ask(Endpoint::ALL[which].name(), &query);
        }
    }
}
