//! One answer as columns: values over consecutive days or weeks, one column per letter and key.

use crate::{Day, Rsi};

/// Days or weeks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Interval {
    /// UTC days.
    Day,
    /// ISO weeks, from Monday on.
    Week,
}

impl Interval {
    /// How many days it has.
    pub fn days(self) -> i32 {
        match self {
            Interval::Day => 1,
            Interval::Week => 7,
        }
    }
}

/// What one row of [`Columns`] covers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// A day or a week: there is a row for every one. The first day of weeks is a Monday.
    Every(Interval),
    /// All days from the first one on: there is one row.
    Range,
}

impl Step {
    /// A day.
    pub const DAY: Step = Step::Every(Interval::Day);
    /// A week.
    pub const WEEK: Step = Step::Every(Interval::Week);
    /// All of them.
    pub const ALL: [Step; 3] = [Step::DAY, Step::WEEK, Step::Range];

    /// `day`, `week` or `range`, as in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Step::DAY => "day",
            Step::WEEK => "week",
            Step::Range => "range",
        }
    }

    /// Days per row; of a range more than any range has.
    pub fn days(self) -> i32 {
        match self {
            Step::Every(interval) => interval.days(),
            Step::Range => i32::MAX,
        }
    }
}

/// Numbers by row. Missing is kept as NaN, so a column of `n` rows costs `8 n` octets, and leaves as `None`.
#[derive(Clone, Default)]
pub struct Column(Vec<f64>);

impl Column {
    /// A column of this many missing values.
    pub fn missing(rows: usize) -> Column {
        Column(vec![f64::NAN; rows])
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a row; `None` where it is missing or there is no such row.
    pub fn get(&self, row: usize) -> Option<f64> {
        self.0.get(row).copied().filter(|v| !v.is_nan())
    }

    /// Sets the value of a row that exists; others are left alone.
    pub fn set(&mut self, row: usize, value: Option<f64>) {
        if let Some(cell) = self.0.get_mut(row) {
            *cell = value.unwrap_or(f64::NAN);
        }
    }

    /// Adds a row.
    pub fn push(&mut self, value: Option<f64>) {
        self.0.push(value.unwrap_or(f64::NAN));
    }

    /// The values in order, `None` for missing.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<f64>> + Clone + '_ {
        self.0.iter().map(|v| (!v.is_nan()).then_some(*v))
    }

    /// The values as they are kept, NaN for missing, for loops that are measured.
    pub fn raw(&self) -> &[f64] {
        &self.0
    }
}

impl FromIterator<Option<f64>> for Column {
    fn from_iter<T: IntoIterator<Item = Option<f64>>>(iter: T) -> Self {
        Column(iter.into_iter().map(|v| v.unwrap_or(f64::NAN)).collect())
    }
}

/// Takes NaN as missing. Room that is not used is given back: an answer may say that it has more rows than follow.
impl From<Vec<f64>> for Column {
    fn from(mut values: Vec<f64>) -> Self {
        values.shrink_to_fit();
        Column(values)
    }
}

/// Two missing values are equal here.
impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
    }
}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The key under which [`Columns::keep`] adds up what was not named.
pub const REST: &str = "rest";

/// The column of one key, or of the total, whose key is empty.
#[derive(Clone, PartialEq, Debug)]
pub struct KeyedColumn {
    /// The published key (`dns-udp-queries-received-ipv4`, `3`, `32-47`); empty for a total.
    pub key: String,
    /// One value per row.
    pub values: Column,
}

/// One number of a day's map whose keys are serials.
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    /// The row.
    pub row: usize,
    /// The serial as published.
    pub key: String,
    /// The value; `None` where null.
    pub value: Option<f64>,
}

/// Numbers with keys of their own on nearly every day (load-time, zone-size), in order of row.
pub type Records = Vec<Record>;

/// A value far outside its series' history, which the sums beside it leave out.
#[derive(Clone, PartialEq, Debug)]
pub struct DoubtfulRecord {
    /// The column's key.
    pub key: String,
    /// When.
    pub day: Day,
    /// As published.
    pub value: f64,
}

/// How many days stand behind sums, and what they leave out.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Days {
    /// Per row the days on which any column has a value, doubtful ones included. Never missing.
    pub reported: Column,
    /// The columns that were added up on other days than those, by key. Never missing.
    pub summed: Vec<KeyedColumn>,
    /// What the sums leave out, in order of column and day.
    pub doubtful: Vec<DoubtfulRecord>,
}

/// What one letter, or the sum of letters, answered.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// The letter; `None` for the sum over letters.
    pub rsi: Option<Rsi>,
    /// A column per key, for all data sets but those keyed by serial.
    pub columns: Vec<KeyedColumn>,
    /// For data sets keyed by serial.
    pub records: Records,
    /// Where the columns are sums over days: how many.
    pub days: Option<Days>,
}

impl Group {
    /// A group without numbers.
    pub fn new(rsi: Option<Rsi>) -> Group {
        Group { rsi, columns: Vec::new(), records: Vec::new(), days: None }
    }

    /// The column of a key.
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.key == key).map(|c| &c.values)
    }

    /// Over how many days each row of a key's column was added up; `None` where the columns are no sums.
    pub fn days_summed(&self, key: &str) -> Option<&Column> {
        let days = self.days.as_ref()?;
        Some(days.summed.iter().find(|c| c.key == key).map_or(&days.reported, |c| &c.values))
    }

    /// The column of a key, added with only missing values if it is not there.
    pub fn column_mut(&mut self, key: &str, rows: usize) -> &mut Column {
        let at = self.columns.iter().position(|c| c.key == key).unwrap_or_else(|| {
            self.columns.push(KeyedColumn { key: key.to_owned(), values: Column::missing(rows) });
            self.columns.len() - 1
        });
        &mut self.columns[at].values
    }
}

/// One answer: `rows` consecutive days or weeks from `start` on.
#[derive(Clone, PartialEq, Debug)]
pub struct Columns {
    /// The first row's day; a Monday where the step is a week.
    pub start: Day,
    /// What a row covers.
    pub step: Step,
    /// How many rows; every column has as many.
    pub rows: usize,
    /// By letter, or one group without a letter for a sum.
    pub groups: Vec<Group>,
}

impl Columns {
    /// The first day of a row.
    pub fn day(&self, row: usize) -> Day {
        self.start + row as i32 * self.step.days()
    }

    /// The row that covers a day.
    pub fn row(&self, day: Day) -> Option<usize> {
        let row = (day - self.start).div_euclid(self.step.days());
        usize::try_from(row).ok().filter(|r| *r < self.rows)
    }

    /// Keeps the columns of these keys, and, where `rest` is among them, adds up all others as a column `rest`.
    ///
    /// This is what `keys=0,3,rest` asks of the API; a client asks it of itself where the API knows no `keys`. A
    /// letter without any other column gets no `rest`. A row is missing in `rest` where all the others miss it.
    pub fn keep(&mut self, keys: &[&str]) {
        for group in &mut self.groups {
            let wanted = |c: &KeyedColumn| keys.contains(&c.key.as_str());
            let (mut kept, others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut group.columns).into_iter().partition(wanted);
            if keys.contains(&REST) && !others.is_empty() && !kept.iter().any(|c| c.key == REST) {
                let at = |row| others.iter().filter_map(move |c| c.values.get(row)).reduce(|a, b| a + b);
                kept.push(KeyedColumn { key: REST.to_owned(), values: (0..self.rows).map(at).collect() });
            }
            let of_key = |key: &&str| kept.iter().position(|c| c.key == *key).map(|at| kept.swap_remove(at));
            group.columns = keys.iter().filter_map(of_key).collect();
        }
    }

    /// The group of a letter.
    pub fn rsi(&self, rsi: Rsi) -> Option<&Group> {
        self.groups.iter().find(|g| g.rsi == Some(rsi))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_holds_no_more_room_than_its_rows_need() {
        let mut values = Vec::with_capacity(1_000_000);
        values.push(1.0);
        let column = Column::from(values);
        assert_eq!((column.len(), column.0.capacity()), (1, 1));
    }

    #[test]
    fn keep_adds_up_the_rest() {
        let column = |key: &str, values: [Option<f64>; 2]| KeyedColumn {
            key: key.into(),
            values: values.into_iter().collect(),
        };
        let mut group = Group::new(Some(Rsi::A));
        group.columns = vec![
            column("5", [Some(1.0), None]),
            column("3", [Some(2.0), Some(4.0)]),
            column("2", [Some(8.0), None]),
        ];
        let mut columns = Columns { start: Day::CHARTS_START, step: Step::DAY, rows: 2, groups: vec![group] };
        columns.keep(&["0", "3", REST]);
        let expected = [column("3", [Some(2.0), Some(4.0)]), column(REST, [Some(9.0), None])];
        assert_eq!(columns.groups[0].columns, expected);
        let before = columns.clone();
        columns.keep(&["0", "3", REST]);
        assert_eq!(columns, before);
    }
}
