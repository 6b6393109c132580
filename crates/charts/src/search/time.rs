//! Days, weeks, months and years among the words of a query.

use rssac002_model::{Day, DayRange, IsoWeek};

use crate::language::LANGUAGE;

/// Fewer letters name no month.
const SHORTEST_MONTH: usize = 3;

/// The days that some words of a query name, and the other words: the most words that name something, the first of them. A day may
/// have two readings (`4/11/2020`), the one with the day before the month first. `None` where no words name days.
pub fn read(words: &[String]) -> Option<(Vec<DayRange>, Vec<String>)> {
    let most = words.len().min(4);
    (1..=most).rev().find_map(|length| {
        words.windows(length).enumerate().find_map(|(at, named)| {
            let named: Vec<&str> = named.iter().map(String::as_str).collect();
            let ranges = days(&named);
            let others = || words[..at].iter().chain(&words[at + length..]).cloned().collect();
            (!ranges.is_empty()).then(|| (ranges, others()))
        })
    })
}

/// The days that all of these words together name.
fn days(words: &[&str]) -> Vec<DayRange> {
    let single = |day: Option<Day>| day.map(DayRange::single).into_iter().collect();
    match *words {
        [year] if number(year, 4).is_some() => of_year(number(year, 4)).into_iter().collect(),
        // As in the names of files, and in serials of the root zone.
        [day] if matches!(day.len(), 8 | 10) && day.bytes().all(|b| b.is_ascii_digit()) => {
            single(Day::parse_compact(&day[..8]))
        }
        [one, other] => {
            let (year, part) = match number(one, 4) {
                Some(year) => (year, other),
                None => match number(other, 4) {
                    Some(year) => (year, one),
                    None => return Vec::new(),
                },
            };
            let week = part.strip_prefix('w').or_else(|| part.strip_prefix("week"));
            let found = match week {
                Some(week) => of_week(year, week),
                None => month(part).or_else(|| number(part, 2)).and_then(|month| of_month(year, month)),
            };
            found.into_iter().collect()
        }
        ["week", week, year] | [year, "week", week] => {
            number(year, 4).and_then(|year| of_week(year, week)).into_iter().collect()
        }
        [year, month_of, date] if number(year, 4).is_some() => {
            let month = month(month_of).or_else(|| number(month_of, 2));
            single(of_date(number(year, 4), month, number(ordinal(date), 2)))
        }
        [one, other, year] => {
            let (year, [first, second]) =
                (number(year, 4), [one, other].map(|part| number(ordinal(part), 2)));
            let readings = match (month(one), month(other)) {
                (Some(month), _) => vec![of_date(year, Some(month), second)],
                (None, Some(month)) => vec![of_date(year, Some(month), first)],
                (None, None) => vec![of_date(year, second, first), of_date(year, first, second)],
            };
            let mut readings: Vec<DayRange> = readings.into_iter().flatten().map(DayRange::single).collect();
            readings.dedup();
            readings
        }
        // `Wednesday, 4 November 2020`, and dates with an "of".
        [weekday, one, other, year] if is_weekday(weekday) => days(&[one, other, year]),
        [date, "of", month, year] => days(&[date, month, year]),
        _ => Vec::new(),
    }
}

/// A number of so many digits at most; a year has all of them.
fn number(text: &str, digits: usize) -> Option<i32> {
    let is_whole = digits < 4 || text.len() == digits;
    let is_number = is_whole && text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// `4th` as `4`.
fn ordinal(text: &str) -> &str {
    let stem = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| text.strip_suffix(ending));
    stem.unwrap_or(text)
}

/// The number of a month, from 1, by three of its letters or more.
fn month(text: &str) -> Option<i32> {
    let begins = |name: &&str| text.len() >= SHORTEST_MONTH && name.to_ascii_lowercase().starts_with(text);
    // One may write a letter more than three.
    let at =
        LANGUAGE.months.iter().position(|name| begins(name) || (text == "sept" && *name == "September"))?;
    i32::try_from(at + 1).ok()
}

fn is_weekday(text: &str) -> bool {
    let mut names = LANGUAGE.weekdays.iter().map(|name| name.to_ascii_lowercase());
    text.len() >= SHORTEST_MONTH && names.any(|name| name.starts_with(text))
}

fn of_date(year: Option<i32>, month: Option<i32>, date: Option<i32>) -> Option<Day> {
    Day::from_ymd(year?, u32::try_from(month?).ok()?, u32::try_from(date?).ok()?)
}

fn of_month(year: i32, month: i32) -> Option<DayRange> {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let first = |(year, month): (i32, i32)| of_date(Some(year), Some(month), Some(1));
    DayRange::new(first((year, month))?, first(next)? - 1)
}

fn of_year(year: Option<i32>) -> Option<DayRange> {
    let year = year?;
    DayRange::new(Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?)
}

fn of_week(year: i32, week: &str) -> Option<DayRange> {
    let week = u32::try_from(number(week, 2)?).ok()?;
    let monday = IsoWeek { year, week }.monday()?;
    DayRange::new(monday, monday + 6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::search::text::{self, tests::decompose};
    use proptest::prelude::*;

    fn told(query: &str) -> Option<(Vec<String>, String)> {
        let (ranges, others) = read(&text::words(query, decompose))?;
        let write = |range: &DayRange| format!("{}..{}", range.start(), range.end());
        Some((ranges.iter().map(write).collect(), others.join(" ")))
    }

    proptest! {
        #[test]
        fn a_day_is_read_in_all_spellings(number in 15_706..21_000i32) {
            let day = Day::from_epoch(number);
            let (year, month, date) = day.ymd();
            let (name, short) = (LANGUAGE.months[month as usize - 1], format::month(day));
            for spelt in [
                format!("{day}"), format!("{year}{month:02}{date:02}"), format!("{year}{month:02}{date:02}01"),
                format!("{date} {name} {year}"), format!("{date}. {} {year}", name.to_uppercase()), format!("{date} {short} {year}"),
                format!("{short} {date}, {year}"), format!("{name} {date}th {year}"), format!("{year} {short} {date}"),
                format!("{year}/{month}/{date}"), format!("{year}.{month:02}.{date:02}"), format::weekday(day),
                format!("{date}th of {name} {year}"), format!("/day/{day}"),
            ] {
                let (ranges, others) = read(&text::words(&spelt, decompose)).unwrap();
                prop_assert_eq!(&ranges, &[DayRange::single(day)], "{}", spelt);
                prop_assert!(others.is_empty() || others == ["day"], "{}", spelt);
            }
            let (ranges, _) = read(&text::words(&format!("{date}.{month}.{year}"), decompose)).unwrap();
            prop_assert_eq!(ranges[0], DayRange::single(day));
            let (ranges, _) = read(&text::words(&format!("{month}/{date}/{year}"), decompose)).unwrap();
            prop_assert!(ranges.contains(&DayRange::single(day)));
        }

        #[test]
        fn any_words_are_read_without_panic(query in "\\PC{0,40}") {
            let words = text::words(&query, decompose);
            if let Some((ranges, others)) = read(&words) {
                prop_assert!(!ranges.is_empty() && others.len() < words.len());
            }
        }
    }

    #[test]
    fn weeks_months_and_years_are_read_and_what_is_none_is_not() {
        for (query, days, others) in [
            ("november 2020", "2020-11-01..2020-11-30", ""),
            ("Nov. 2020", "2020-11-01..2020-11-30", ""),
            ("2020 sept", "2020-09-01..2020-09-30", ""),
            ("2020-11", "2020-11-01..2020-11-30", ""),
            ("december 2020", "2020-12-01..2020-12-31", ""),
            ("week 45 2020", "2020-11-02..2020-11-08", ""),
            ("2020-W45", "2020-11-02..2020-11-08", ""),
            ("2020", "2020-01-01..2020-12-31", ""),
            ("queries in february 2020 tcp", "2020-02-01..2020-02-29", "queries in tcp"),
        ] {
            assert_eq!(told(query), Some((vec![days.to_owned()], others.to_owned())), "{query}");
        }
        assert_eq!(told("4/11/2020").unwrap().0, ["2020-11-04..2020-11-04", "2020-04-11..2020-04-11"]);
        for none in ["", "may", "4 november", "rssac002", "64", "week", "version 3", "202", "20201"] {
            assert_eq!(told(none), None, "{none}");
        }
        // What is no day leaves what is.
        assert_eq!(told("31 february 2020").unwrap(), (vec!["2020-02-01..2020-02-29".into()], "31".into()));
    }
}
