//! What one request asks an API for.

use std::fmt;

use rssac002_model::answer::Content;
use rssac002_model::{Day, DayRange};
use url::Url;

use crate::Directory;

/// The first year that an API serves of anything (api-v1.md).
pub(crate) const FIRST_YEAR: i32 = 2013;
/// The first year of instances.
const FIRST_YEAR_OF_PLACES: i32 = 2015;

/// All letters of an endpoint, in one year: as much as the published API keeps in one file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    pub(crate) year: i32,
    pub(crate) content: Content,
}

impl Key {
    /// Those of a year; none of a content that has no such year.
    pub(crate) fn of_year(year: i32) -> impl Iterator<Item = Key> {
        let served = move |content: &Content| year >= first_year(*content);
        Content::all().filter(served).map(move |content| Key { year, content })
    }

    /// The days, all of which the answer has, those to come without data.
    pub(crate) fn days(self) -> DayRange {
        let first = Day::from_ymd(self.year, 1, 1).unwrap_or_default();
        let last = Day::from_ymd(self.year, 12, 31).unwrap_or(first);
        DayRange::new(first, last).unwrap_or(DayRange::single(first))
    }

    /// The address of the answer.
    pub(crate) fn address(self, api: &Directory) -> Url {
        let days = self.days();
        let mut url = api.at(self.content.endpoint().name());
        let letters = self.content.letters().to_api();
        url.set_query(Some(&format!("rsi={letters}&start_date={}&end_date={}", days.start(), days.end())));
        url
    }

    /// Where the answer is kept.
    pub(crate) fn path(self) -> String {
        format!("{:04}/{}.json", self.year, self.content.endpoint())
    }
}

fn first_year(content: Content) -> i32 {
    match content {
        Content::Numbers(_) => FIRST_YEAR,
        Content::Places => FIRST_YEAR_OF_PLACES,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.content.endpoint(), self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_asks_for_all_letters_of_a_year() {
        let api = Directory::parse("https://example.org/api/v1").unwrap();
        let addresses: Vec<String> = Key::of_year(2020).map(|key| key.address(&api).to_string()).collect();
        assert_eq!(addresses.len(), 10);
        assert_eq!(
            addresses[0],
            "https://example.org/api/v1/load-time?rsi=a-m&start_date=2020-01-01&end_date=2020-12-31"
        );
        assert!(addresses[8].ends_with("/zone-size?rsi=a&start_date=2020-01-01&end_date=2020-12-31"));
        assert!(addresses[9].contains("/instances-detail?"));
        assert_eq!(Key::of_year(2014).count(), 9, "there are no instances before 2015");
        assert_eq!(Key::of_year(2012).count(), 0);
    }
}
