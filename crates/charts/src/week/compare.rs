//! A figure's value in a week, and how it changed, like compared with like.

use rssac002_model::{Column, Columns, Day, DayRange, Group, Interval, Rsi, RsiSet};

use super::figure::{CODES, Figure, NXDOMAIN, SOURCES};
use super::state::{days, year};
use crate::state::YEAR;
use crate::transform::{bins, daily_mean};

/// The week that a week is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Before {
    /// The week before.
    Week,
    /// The week 52 weeks before.
    Year,
}

impl Before {
    /// Both, in the order of the page.
    pub const ALL: [Before; 2] = [Before::Week, Before::Year];

    /// The Monday of the week compared with.
    pub fn monday(self, monday: Day) -> Day {
        match self {
            Before::Week => monday - 7,
            Before::Year => monday - YEAR,
        }
    }
}

/// A figure beside that of a week before.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Against {
    /// What was reported in both weeks.
    Compared {
        /// The value of the week shown.
        now: f64,
        /// The value of the week before, above zero where the figure is no share.
        before: f64,
        /// Whose numbers these are; empty for what has no letters.
        rsis: RsiSet,
        /// Those with numbers in one of the weeks only, which therefore do not count.
        left_out: RsiSet,
    },
    /// The week shown has no number.
    NothingNow,
    /// The week before has none.
    NothingBefore,
    /// Nobody reported in both weeks, or there was nothing before.
    NotComparable,
}

/// A figure of a week.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// Which.
    pub figure: Figure,
    /// Its value: the daily averages of the letters that reported, over the days that each reported, added up; of shares the
    /// part over the whole. `None` where nobody reported.
    pub value: Option<f64>,
    /// The letters that reported; empty for what has no letters.
    pub rsis: RsiSet,
    /// Those with a value in the week that is doubtful and left out.
    pub doubtful: RsiSet,
    /// Beside each of [`Before::ALL`].
    pub against: [Against; 2],
}

/// A part of a figure by week: a letter's count, or one of its counts, or a count and what it is a share of.
struct Cell {
    /// Whose; `None` for what has no letters.
    rsi: Option<Rsi>,
    above: Column,
    below: Option<Column>,
}

impl Cell {
    /// The count of a row and what it is a share of.
    fn get(&self, row: Option<usize>) -> Option<(f64, f64)> {
        let above = self.above.get(row?)?;
        match &self.below {
            None => Some((above, 1.0)),
            Some(below) => Some((above, below.get(row?).filter(|below| *below > 0.0)?)),
        }
    }
}

/// The value of these cells in a row, all of which have one.
fn value<'a>(figure: Figure, cells: impl Iterator<Item = &'a Cell>, row: Option<usize>) -> Option<f64> {
    let parts = cells.filter_map(|cell| cell.get(row));
    let (above, below) = parts.reduce(|a, b| (a.0 + b.0, a.1 + b.1))?;
    Some(if figure == Figure::NxDomain { 100.0 * above / below } else { above })
}

impl Told {
    /// A figure of these letters in a week from the answer to its request.
    pub(super) fn new(figure: Figure, rsis: RsiSet, monday: Day, answer: Option<&Columns>) -> Told {
        let cells: Vec<Cell> = answer.map(|columns| cells(figure, rsis, monday, columns)).unwrap_or_default();
        // The row of a week: of the root zone's size, which is averaged here, and of all else, which was added up by week.
        let row = |monday: Day| match figure {
            Figure::ZoneSize => usize::try_from((monday - year_start(answer?)).div_euclid(7)).ok(),
            _ => answer?.row(monday),
        };
        let there = |row: Option<usize>| move |cell: &&Cell| cell.get(row).is_some();
        let letters = |row: Option<usize>| -> RsiSet {
            cells.iter().filter(there(row)).filter_map(|cell| cell.rsi).collect()
        };
        let now = row(monday);
        let against = Before::ALL.map(|before| {
            let then = row(before.monday(monday));
            let has = |row| cells.iter().any(|cell| cell.get(row).is_some());
            let in_both = || cells.iter().filter(there(now)).filter(there(then));
            match (has(now), has(then)) {
                (false, _) => Against::NothingNow,
                (_, false) => Against::NothingBefore,
                _ => {
                    let rsis: RsiSet = in_both().filter_map(|cell| cell.rsi).collect();
                    let others = letters(now).iter().chain(letters(then).iter()).collect::<RsiSet>();
                    match (value(figure, in_both(), now), value(figure, in_both(), then)) {
                        (Some(now), Some(before)) if before > 0.0 || figure == Figure::NxDomain => {
                            Against::Compared { now, before, rsis, left_out: others.without(rsis) }
                        }
                        _ => Against::NotComparable,
                    }
                }
            }
        });
        Told {
            figure,
            value: value(figure, cells.iter(), now),
            rsis: letters(now),
            doubtful: answer.map(|columns| doubtful(columns, rsis, days(monday))).unwrap_or_default(),
            against,
        }
    }
}

/// The Monday of the first week of an answer.
fn year_start(columns: &Columns) -> Day {
    columns.start.monday()
}

/// The letters with a doubtful value on these days, which sums leave out.
fn doubtful(columns: &Columns, rsis: RsiSet, days: DayRange) -> RsiSet {
    let is_meant = |group: &&Group| {
        let records = group.days.iter().flat_map(|days| &days.doubtful);
        records.into_iter().any(|record| days.contains(record.day))
    };
    let letters = columns.groups.iter().filter(is_meant).filter_map(|group| group.rsi);
    letters.filter(|rsi| rsis.contains(*rsi)).collect()
}

/// The parts of a figure by week.
fn cells(figure: Figure, rsis: RsiSet, monday: Day, columns: &Columns) -> Vec<Cell> {
    if figure == Figure::ZoneSize {
        return vec![Cell { rsi: None, above: zone_sizes(monday, columns), below: None }];
    }
    let of_letter = |rsi: Rsi| {
        let Some(group) = columns.rsi(rsi) else { return Vec::new() };
        let mean = |key: &str| mean(group, key, columns.rows, figure == Figure::NxDomain);
        let cell = |above, below| Cell { rsi: Some(rsi), above, below };
        match figure {
            Figure::Queries | Figure::Responses | Figure::ZoneSize => vec![cell(mean(""), None)],
            Figure::Sources => SOURCES.map(|key| cell(mean(key), None)).into(),
            Figure::NxDomain => {
                let codes = CODES.map(mean);
                let all = (0..columns.rows)
                    .map(|row| codes.iter().filter_map(|code| code.get(row)).reduce(|a, b| a + b));
                vec![cell(mean(NXDOMAIN), Some(all.collect()))]
            }
            Figure::Instances => {
                let [v4, v6] = ["ipv4", "ipv6"].map(mean);
                let larger = v4.iter().zip(v6.iter()).map(|(v4, v6)| Some(v4?.max(v6?)));
                vec![cell(larger.collect(), None)]
            }
        }
    };
    rsis.iter().flat_map(of_letter).collect()
}

/// The daily average of a key in each week, over the days that it was counted on.
fn mean(group: &Group, key: &str, rows: usize, unlisted_is_zero: bool) -> Column {
    let Some((sums, days)) = group.column(key).zip(group.days_summed(key)) else {
        // A response code that a letter never lists was counted zero times.
        let reported = |row: usize| group.days.as_ref()?.reported.get(row).filter(|days| *days > 0.0);
        return (0..rows).map(|row| reported(row).filter(|_| unlisted_is_zero).map(|_| 0.0)).collect();
    };
    let of = |(sum, days): (Option<f64>, Option<f64>)| Some(sum? / days.filter(|days| *days > 0.0)?);
    sums.iter().zip(days.iter()).map(of).collect()
}

/// The daily average of the root zone's size in each week: each day has that of its first serial with a size.
fn zone_sizes(monday: Day, columns: &Columns) -> Column {
    let mut daily = Column::missing(columns.rows);
    for record in columns.groups.iter().flat_map(|group| &group.records) {
        if daily.get(record.row).is_none() {
            daily.set(record.row, record.value.filter(|size| *size > 0.0));
        }
    }
    let days = DayRange::new(year_start(columns), year(monday).end()).unwrap_or(days(monday));
    daily_mean(&daily, columns.start, &bins(days, Interval::Week))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{Days, KeyedColumn, Step};

    const MONDAY: Day = Day::from_epoch(18_567);

    /// A key with its daily averages 52 weeks before, in the week before and in the week.
    type Key = (&'static str, [Option<f64>; 3]);

    /// Sums of 53 weeks, that each of seven days, of these letters.
    fn answer(letters: &[(char, &[Key])]) -> Columns {
        let column = |(key, [year, before, now]): &Key| {
            let values = (0..53).map(|row| match row {
                0 => *year,
                52 => *now,
                _ => *before,
            });
            KeyedColumn { key: (*key).to_owned(), values: values.map(|v| v.map(|v| 7.0 * v)).collect() }
        };
        let group = |(letter, keys): &(char, &[Key])| {
            let columns: Vec<KeyedColumn> = keys.iter().map(column).collect();
            let held = |row| columns.iter().any(|c| c.values.get(row).is_some());
            let reported = (0..53).map(|row| Some(if held(row) { 7.0 } else { 0.0 })).collect();
            let days = Some(Days { reported, ..Days::default() });
            Group { columns, days, ..Group::new(Rsi::from_letter(*letter)) }
        };
        let groups = letters.iter().map(group).collect();
        Columns { start: MONDAY - YEAR, step: Step::WEEK, rows: 53, groups }
    }

    fn rsis(text: &str) -> RsiSet {
        if text.is_empty() { RsiSet::EMPTY } else { RsiSet::parse_permalink(text).unwrap() }
    }

    fn compared(now: f64, before: f64, of: &str, left_out: &str) -> Against {
        Against::Compared { now, before, rsis: rsis(of), left_out: rsis(left_out) }
    }

    #[test]
    fn totals_compare_the_letters_that_both_weeks_have() {
        let answer = answer(&[
            ('a', &[("", [Some(10.0), Some(20.0), Some(30.0)])]),
            ('b', &[("", [None, Some(5.0), Some(6.0)])]),
            ('c', &[("", [Some(100.0), Some(200.0), None])]),
        ]);
        let told = |letters: &str| Told::new(Figure::Queries, rsis(letters), MONDAY, Some(&answer));
        let all = told("a-m");
        assert_eq!((all.value, all.rsis), (Some(36.0), rsis("a.b")));
        assert_eq!(all.against, [compared(36.0, 25.0, "a.b", "c"), compared(30.0, 10.0, "a", "b.c")]);
        // What has no number in one of the weeks is not compared at all.
        assert_eq!(told("b").against, [compared(6.0, 5.0, "b", ""), Against::NothingBefore]);
        assert_eq!(told("c").against, [Against::NothingNow; 2]);
        assert_eq!((told("c").value, told("d").value), (None, None));
        assert_eq!(told("b.c").against[1], Against::NotComparable);
    }

    #[test]
    fn a_share_is_one_of_all_letters_counts() {
        let of = |share: f64, all: f64| {
            [("0", [Some(all - share); 3]), ("3", [Some(share), Some(share), Some(2.0 * share)])]
        };
        let (a, b) = (of(10.0, 100.0), of(100.0, 300.0));
        let answer = answer(&[('a', &a), ('b', &b), ('c', &[("0", [Some(5.0); 3])])]);
        let told = Told::new(Figure::NxDomain, RsiSet::ALL, MONDAY, Some(&answer));
        // a: 20 of 110, b: 200 of 400, c: none of 5.
        assert_eq!(told.value, Some(100.0 * 220.0 / 515.0));
        assert_eq!(told.against[1], compared(100.0 * 220.0 / 515.0, 100.0 * 110.0 / 405.0, "a-c", ""));
        // A letter that never lists the code has none; one that reported nothing has no share.
        let c = Told::new(Figure::NxDomain, rsis("c"), MONDAY, Some(&answer));
        assert_eq!((c.value, c.against[0]), (Some(0.0), compared(0.0, 0.0, "c", "")));
        let d = Told::new(Figure::NxDomain, rsis("d"), MONDAY, Some(&answer));
        assert_eq!((d.value, d.against[0]), (None, Against::NothingNow));
    }

    #[test]
    fn an_ip_version_that_only_one_week_has_is_not_compared() {
        let [v4, v6] = SOURCES;
        let answer = answer(&[('a', &[(v4, [Some(8.0); 3]), (v6, [None, Some(1.0), Some(2.0)])])]);
        let told = Told::new(Figure::Sources, RsiSet::ALL, MONDAY, Some(&answer));
        assert_eq!(told.value, Some(10.0));
        assert_eq!(told.against, [compared(10.0, 9.0, "a", ""), compared(8.0, 8.0, "a", "")]);
    }

    #[test]
    fn instances_take_the_larger_ip_version_of_each_letter() {
        let of = |v4: f64, v6: f64| [("ipv4", [Some(v4); 3]), ("ipv6", [Some(v6); 3])];
        let (a, b) = (of(5.0, 4.0), of(1.0, 3.0));
        let answer = answer(&[('a', &a), ('b', &b), ('c', &[("ipv4", [Some(9.0); 3])])]);
        assert_eq!(Told::new(Figure::Instances, RsiSet::ALL, MONDAY, Some(&answer)).value, Some(8.0));
    }

    #[test]
    fn without_an_answer_nothing_is_told() {
        for figure in Figure::ALL {
            let told = Told::new(figure, RsiSet::ALL, MONDAY, None);
            assert_eq!((told.value, told.against), (None, [Against::NothingNow; 2]));
        }
    }
}
