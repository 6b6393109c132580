//! Which of the unusual days are shown: what the address of their page says.

use std::ops::RangeInclusive;

use rssac002_model::{Day, Rsi};

use super::search::{Finding, Who};
use crate::day::Topic;
use crate::state::url::{self, Ignored};

/// Where they stand.
pub const PATH: &str = "/unusual";

/// Years, from the first to the last.
pub type Years = RangeInclusive<i32>;

/// The order of the days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// The farthest from the usual first.
    #[default]
    Score,
    /// The latest first.
    Day,
}

impl Order {
    /// Both, the default first.
    pub const ALL: [Order; 2] = [Order::Score, Order::Day];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Order::Score => "score",
            Order::Day => "day",
        }
    }
}

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UnusualState {
    /// All letters together, or one letter; `None` for all of these.
    pub who: Option<Who>,
    /// One metric; `None` for all.
    pub topic: Option<Topic>,
    /// Some years; `None` for all.
    pub years: Option<Years>,
    /// In which order.
    pub order: Order,
}

/// What a text in the address stands for.
fn who(text: &str) -> Option<Who> {
    if text == "together" {
        return Some(Who::System);
    }
    let mut letters = text.chars();
    let rsi = Rsi::from_letter(letters.next()?)?;
    letters.next().is_none().then_some(Who::Letter(rsi))
}

/// A year, or the first and the last one.
fn years(text: &str) -> Option<Years> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let year = |text: &str| {
        let year = text.parse().ok().filter(|_| text.len() == 4)?;
        Day::from_ymd(year, 1, 1).map(|_| year)
    };
    let years = year(first)?..=year(last)?;
    (!years.is_empty()).then_some(years)
}

impl UnusualState {
    /// Reads the query of the page's address. What is not understood has its default, and is named.
    pub fn parse(query: &str) -> (UnusualState, Vec<Ignored>) {
        let mut state = UnusualState::default();
        let ignored = url::read(query, |key, value| {
            match key {
                "rsi" => state.who = Some(who(value).ok_or("together, a letter from a to m")?),
                "metric" => {
                    let named = Topic::ALL.into_iter().find(|topic| topic.id() == value);
                    state.topic = Some(named.ok_or_else(|| Topic::ALL.map(Topic::id).join(", "))?);
                }
                "years" => state.years = Some(years(value).ok_or("a year or two, such as 2017-2019")?),
                "order" => {
                    let named = Order::ALL.into_iter().find(|order| order.name() == value);
                    state.order = named.ok_or_else(|| Order::ALL.map(Order::name).join(", "))?;
                }
                _ => return Err("rsi, metric, years, order".into()),
            }
            Ok(())
        });
        (state, ignored)
    }

    /// Its address, with an ending such as `.csv` where a file is meant; what has its default is not in it.
    pub fn address(&self, ending: &str) -> String {
        let mut parts = Vec::new();
        match self.who {
            None => {}
            Some(Who::System) => parts.push("rsi=together".to_owned()),
            Some(Who::Letter(rsi)) => parts.push(format!("rsi={rsi}")),
        }
        if let Some(topic) = self.topic {
            parts.push(format!("metric={}", topic.id()));
        }
        if let Some(years) = &self.years {
            // As they are read: with four digits.
            let (first, last) = (years.start(), years.end());
            parts.push(if first == last {
                format!("years={first:04}")
            } else {
                format!("years={first:04}-{last:04}")
            });
        }
        if self.order != Order::default() {
            parts.push(format!("order={}", self.order.name()));
        }
        let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
        format!("{PATH}{ending}{query}")
    }

    /// Whether it shows a finding.
    pub fn shows(&self, finding: &Finding) -> bool {
        let year = finding.day.ymd().0;
        self.who.is_none_or(|who| who == finding.who)
            && self.topic.is_none_or(|topic| topic == finding.topic)
            && self.years.as_ref().is_none_or(|years| years.contains(&year))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_understood_is_named_and_has_its_default() {
        let query = "?rsi=ab&metric=weather&years=2019-2017&order=size&v=1&colour=red&rsi&years=17";
        let (state, ignored) = UnusualState::parse(query);
        assert_eq!(state, UnusualState::default());
        let parts: Vec<&str> = ignored.iter().map(|ignored| ignored.part.as_str()).collect();
        let expected =
            ["rsi=ab", "metric=weather", "years=2019-2017", "order=size", "colour=red", "rsi", "years=17"];
        assert_eq!(parts, expected);
        assert!(ignored[1].accepted.contains("query-sizes"), "{ignored:?}");
        // A year before 1000 is one, and has no unusual days.
        let (state, ignored) = UnusualState::parse("years=0044");
        assert_eq!((state.address("").as_str(), ignored), ("/unusual?years=0044", vec![]));
    }

    proptest! {
        #[test]
        fn an_address_leads_to_its_state(
            letter in 0..15usize, topic in 0..=Topic::ALL.len(), first in 2012..2030i32, more in 0..9i32, all: bool, by_day: bool,
        ) {
            let who = match letter {
                13 => Some(Who::System),
                letter => Rsi::all().nth(letter).map(Who::Letter),
            };
            let state = UnusualState {
                who,
                topic: Topic::ALL.get(topic).copied(),
                years: (!all).then_some(first..=first + more),
                order: if by_day { Order::Day } else { Order::Score },
            };
            let address = state.address(".csv");
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            prop_assert_eq!(path, "/unusual.csv");
            prop_assert_eq!(UnusualState::parse(query), (state, Vec::new()));
        }
    }
}
