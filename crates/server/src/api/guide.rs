//! The API as a page tells it and tries it, from its description for machines ([`openapi`]).

use axum::http::{StatusCode, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rssac002_charts::Clock;
use rssac002_charts::guide::api as words;
use rssac002_charts::state::url::{self, Ignored};
use rssac002_model::{Dataset, Day, Endpoint, Metric};
use serde_json::Value;

use super::ask::{Ask, Size};
use super::query::Query;
use super::{BASE, openapi};
use crate::held::Held;
use crate::http::work::Effort;

/// What the page shows.
pub struct Guide {
    /// Every endpoint that takes parameters.
    pub endpoints: Vec<Described>,
    /// Which of them was chosen.
    pub chosen: usize,
    /// What each of its parameters was given, in their order; `None` where it was not.
    pub given: Vec<Option<String>>,
    /// The address that asks that, from the slash on.
    pub address: String,
    /// What it is answered; `None` where no server will answer.
    pub answer: Option<Excerpt>,
    /// The origin at which visitors reach the site.
    pub site: String,
}

/// An endpoint.
pub struct Described {
    /// Its name below [`BASE`].
    pub name: String,
    /// What it counts.
    pub summary: String,
    /// What else has to be known, if anything.
    pub description: String,
    /// What it takes.
    pub parameters: Vec<Parameter>,
}

/// A parameter.
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it means, with code between grave accents.
    pub description: String,
    /// Whether it has to be given.
    pub required: bool,
    /// What it takes.
    pub takes: Takes,
}

/// What a parameter takes, as a form asks for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Takes {
    /// It is set if it is there.
    Presence,
    /// One of these.
    OneOf(Vec<String>),
    /// A text, such as these, if any is named.
    Text(Vec<String>),
}

/// What stands in a query as it is.
const PLAIN: AsciiSet =
    NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b':');

/// The endpoint that the page shows if none is chosen.
const DEFAULT: Endpoint = Endpoint::Data(Dataset::TrafficVolume);

impl Guide {
    /// Reads the page's query. Where it gives no parameter, it asks for the last days of a letter. What is not understood is named.
    pub fn new(
        query: &str,
        held: &Held,
        clock: &Clock,
        site: &str,
        is_for_files: bool,
    ) -> (Guide, Vec<Ignored>) {
        let endpoints = endpoints(&openapi::document(clock.today));
        let asked = Query::parse(query);
        let named =
            |endpoint: &Described| asked.text(words::KEY).is_some_and(|name| name.trim() == endpoint.name);
        let named = endpoints.iter().position(named);
        let default = || endpoints.iter().position(|endpoint| endpoint.name == DEFAULT.name());
        let chosen = named.or_else(default).unwrap_or(0);
        let parameters = &endpoints[chosen].parameters;
        let ignored = url::read(query, |key, _| match key {
            words::KEY if named.is_some() => Ok(()),
            words::KEY => Err(words::endpoints(endpoints.iter().map(|endpoint| endpoint.name.as_str()))),
            key if parameters.iter().any(|parameter| parameter.name == key) => Ok(()),
            _ => Err(words::parameters(parameters.iter().map(|parameter| parameter.name.as_str()))),
        });
        let given = |parameter: &Parameter| match parameter.takes {
            Takes::Presence => asked.has(&parameter.name).then(String::new),
            // A form sends empty fields.
            _ => asked.text(&parameter.name).filter(|text| !text.is_empty()).map(str::to_owned),
        };
        let mut given: Vec<Option<String>> = parameters.iter().map(given).collect();
        if !parameters.iter().any(|parameter| asked.has(&parameter.name)) {
            given = parameters
                .iter()
                .map(|parameter| example(&endpoints[chosen].name, &parameter.name, clock))
                .collect();
        }
        let address = address(&endpoints[chosen], &given);
        // What was written here can be read.
        let answer = address.parse::<Uri>().ok().filter(|_| !is_for_files);
        let answer = answer.map(|uri| Excerpt::of(held, clock.today, &uri));
        (Guide { endpoints, chosen, given, address, answer, site: site.to_owned() }, ignored)
    }

    /// The endpoint that was chosen.
    pub fn endpoint(&self) -> &Described {
        &self.endpoints[self.chosen]
    }
}

/// The beginning of an answer, for people.
pub enum Excerpt {
    /// All of it.
    Whole(String),
    /// This, and how many octets the whole has.
    Beginning(String, usize),
    /// Nothing of so many octets, because it takes long to make.
    Large(usize),
    /// A refusal: its status and its document.
    Refused(StatusCode, String),
}

/// So many octets of an answer are shown.
const SHOWN: usize = 4000;

impl Excerpt {
    /// The beginning of the answer of an address below [`BASE`].
    fn of(held: &Held, today: Day, uri: &Uri) -> Excerpt {
        let ask = match Ask::read(today, uri) {
            Ok(ask) => ask,
            Err(problem) => return Excerpt::Refused(problem.status, problem.to_json()),
        };
        let size = Size::of(&held.snapshot, &ask);
        if size.effort() == Effort::Large {
            return Excerpt::Large(size.octets);
        }
        let text = ask.text(&held.snapshot);
        match text.floor_char_boundary(SHOWN) {
            end if end == text.len() => Excerpt::Whole(text),
            end => Excerpt::Beginning(text[..end].to_owned(), text.len()),
        }
    }
}

/// The address that gives an endpoint's parameters these values.
fn address(endpoint: &Described, given: &[Option<String>]) -> String {
    let pair = |(parameter, value): (&Parameter, &Option<String>)| {
        let value = value.as_ref()?;
        Some(match parameter.takes {
            Takes::Presence => parameter.name.clone(),
            _ => format!("{}={}", parameter.name, utf8_percent_encode(value, &PLAIN)),
        })
    };
    let pairs: Vec<String> = endpoint.parameters.iter().zip(given).filter_map(pair).collect();
    let mark = if pairs.is_empty() { "" } else { "?" };
    format!("{BASE}/{}{mark}{}", endpoint.name, pairs.join("&"))
}

/// What is asked of an endpoint before anything else is: the last week of a letter, and of places the last day.
fn example(endpoint: &str, parameter: &str, clock: &Clock) -> Option<String> {
    let known = endpoint.parse::<Endpoint>().ok();
    let last = clock.latest(known.map_or(Metric::TrafficVolume, Endpoint::metric));
    match (known, parameter) {
        (None, "metric") => Some(Metric::TrafficVolume.name().to_owned()),
        (_, "rsi") => Some("a".to_owned()),
        (Some(Endpoint::InstancesDetail), "start_date") => Some(last.to_string()),
        (_, "start_date") => Some((last - 6).to_string()),
        (_, "end_date") => Some(last.to_string()),
        _ => None,
    }
}

/// The endpoints of a description that take parameters.
fn endpoints(document: &str) -> Vec<Described> {
    // It was written by this program.
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let paths = document["paths"].as_object().into_iter().flatten();
    let endpoint = |(path, methods): (&String, &Value)| {
        let get = &methods["get"];
        let parameters = get["parameters"].as_array()?.iter().map(|parameter| {
            let pointer = parameter["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
            self::parameter(pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(parameter))
        });
        // A page is always of the current numbers, so it cannot show what another version is answered.
        let parameters = parameters.filter(|parameter| parameter.name != "version");
        Some(Described {
            name: path.trim_start_matches('/').to_owned(),
            summary: text(&get["summary"]),
            description: text(&get["description"]),
            parameters: parameters.collect(),
        })
    };
    paths.filter_map(endpoint).collect()
}

fn parameter(described: &Value) -> Parameter {
    let list = |values: &Value| values.as_array().map(|values| values.iter().map(text).collect());
    let examples = described["examples"].as_object().into_iter().flatten();
    let takes = match list(&described["schema"]["enum"]) {
        Some(these) => Takes::OneOf(these),
        None if described["allowEmptyValue"] == true => Takes::Presence,
        None => Takes::Text(examples.map(|(_, example)| text(&example["value"])).collect()),
    };
    Parameter {
        name: text(&described["name"]),
        description: text(&described["description"]),
        required: described["required"] == true,
        takes,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{Day, Snapshot};

    fn guide(query: &str) -> (Guide, Vec<Ignored>) {
        let clock = Clock::new(Day::parse_iso("2020-12-31").unwrap());
        Guide::new(query, &Held::from(Snapshot::default()), &clock, "https://example.org", false)
    }

    #[test]
    fn every_endpoint_is_shown_and_its_first_question_is_answered() {
        let names: Vec<String> = guide("").0.endpoints.into_iter().map(|endpoint| endpoint.name).collect();
        for endpoint in Endpoint::ALL {
            assert!(names.iter().any(|name| name == endpoint.name()), "{endpoint}");
        }
        for name in names {
            let (guide, ignored) = guide(&format!("endpoint={name}"));
            assert_eq!((guide.endpoint().name.as_str(), ignored), (name.as_str(), Vec::new()));
            for parameter in &guide.endpoint().parameters {
                assert!(!parameter.description.is_empty(), "{name}: {}", parameter.name);
            }
            assert!(
                !matches!(guide.answer, Some(Excerpt::Refused(..)) | None),
                "{name}: {} is refused",
                guide.address
            );
        }
    }

    #[test]
    fn what_is_given_is_asked_and_what_is_left_empty_is_not() {
        let (guide, ignored) = guide(
            "endpoint=rcode-volume&rsi=a%2Cb&start_date=2020-1-1&end_date=2020-01-02&step=&keys=a+%26b&sum=",
        );
        assert_eq!(ignored, []);
        assert_eq!(
            guide.address,
            "/api/v1/rcode-volume?rsi=a,b&start_date=2020-1-1&end_date=2020-01-02&sum&keys=a%20%26b"
        );
        assert!(matches!(guide.answer, Some(Excerpt::Whole(_))));
    }

    #[test]
    fn what_is_not_understood_is_named_and_what_is_refused_says_why() {
        let (_, ignored) = guide("endpoint=nothing&x=1");
        assert_eq!(ignored.len(), 2);
        assert!(
            ignored[0].accepted.contains("traffic-volume, ") && ignored[1].accepted.contains("start_date=")
        );
        let (guide, ignored) = guide("endpoint=zone-size&rsi=a&start_date=yesterday");
        assert_eq!(ignored.len(), 1, "zone-size takes no letters");
        let (_, ignored) = self::guide("endpoint=zone-size&version=0");
        assert_eq!(ignored.len(), 1, "an answer of another version is not shown");
        let Some(Excerpt::Refused(status, document)) = guide.answer else { panic!("an answer") };
        assert_eq!(status, 400);
        assert!(document.contains("`start_date`"), "{document}");
    }
}
