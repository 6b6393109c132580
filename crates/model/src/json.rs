//! Columns to JSON and back, and the published API's nested JSON into columns.
//!
//! With `shape=columns` an answer is
//!
//! ```json
//! {"shape":"columns","start":"2017-01-02","step":"day","rows":2,"series":{"a":{"dns-udp-queries-received-ipv4":[1,null]}}}
//! ```
//!
//! The levels below `series` are those of the published answer without its dates: `totals` takes the key level
//! away (`{"a":[…]}`), `sum` the letter level (`{"key":[…]}`), both together leave one list. Data sets keyed by
//! serial have `"records":{"a":{"row":[0,0],"key":["2020110400","2020110401"],"value":[5,null]}}` in its place,
//! because a column per serial would be empty but for one row.
//!
//! Sums over several days (`step=week`, `step=range`) say how many days went into them, and which values were left out
//! because they lie far outside their series' history; `row` counts days from `start` on:
//!
//! ```json
//! {"shape":"columns","start":"2017-01-02","step":"week","rows":2,"series":{"a":{"0":[9,7],"3":[4,6]}},
//!  "days":{"a":{"reported":[7,7],"3":[6,7]}},"outliers":{"a":{"row":[2],"key":["3"],"value":[1e18]}}}
//! ```
//!
//! Below `days`, `reported` counts the days on which the letter reported anything; a key stands beside it where its sum
//! has other days.
//!
//! [`read`] takes either shape, because the published API ignores `shape` and answers in its own. Both are read
//! straight from bytes into columns: no tree of values is built.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::{
    Column, Columns, Day, DayRange, Days, DoubtfulRecord, Field, Group, IsoWeek, KeyedColumn, Place, Record,
    Rsi, Step,
};

/// What was asked, which the published shape does not repeat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The days asked for; widened to whole weeks where the step is a week.
    pub range: DayRange,
    /// Days or weeks.
    pub step: Step,
    /// Whether the keys are serials, so that the numbers become records (see [`crate::Dataset::keyed_by_serial`]).
    pub serials: bool,
}

/// Why a text is no answer.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or not of either shape.
    #[error("the answer cannot be read: {0}")]
    Syntax(#[from] serde_json::Error),
    /// A column has another length than the answer says.
    #[error("the column `{key}` has {found} rows where the answer says {rows}")]
    Rows {
        /// The column.
        key: String,
        /// Its length.
        found: usize,
        /// The answer's.
        rows: usize,
    },
    /// Columns without their start, step or rows.
    #[error("the answer in columns lacks `{0}`")]
    Lacks(&'static str),
    /// More rows than there are days from year 0 to 9999.
    #[error("the answer says it has {0} rows")]
    TooLong(usize),
}

/// Appends a number as JSON: whole numbers without a fraction, others in the shortest form that reads back.
pub fn write_number(out: &mut String, value: f64) {
    use fmt::Write;
    let whole = value as i64;
    // Below 2^53 every whole number is exact.
    if whole as f64 == value && value.abs() < 9_007_199_254_740_992.0 {
        out.push_str(itoa::Buffer::new().format(whole));
        return;
    }
    let written = if (1e-5..1e17).contains(&value.abs()) {
        // Coordinates and averages as people write them: Display prints no exponent.
        write!(out, "{value}")
    } else if value.is_finite() {
        write!(out, "{value:e}")
    } else {
        write!(out, "null")
    };
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

/// Appends a text as a JSON string.
pub fn write_string(out: &mut String, text: &str) {
    use fmt::Write;
    out.push('"');
    // What nearly every text is: nothing in it has to be escaped.
    if text.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => {
                let written = write!(out, "\\u{:04x}", c as u32);
                debug_assert!(written.is_ok(), "writing to a String cannot fail");
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn write_list<T>(out: &mut String, items: impl Iterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
    out.push('[');
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn write_optional(out: &mut String, value: Option<f64>) {
    match value {
        Some(v) => write_number(out, v),
        None => out.push_str("null"),
    }
}

/// Writes the columns of a group. After each, `done` may take away what was written.
fn write_group(out: &mut String, group: &Group, done: &mut dyn FnMut(&mut String)) {
    match group.columns.as_slice() {
        [only] if only.key.is_empty() => write_list(out, only.values.iter(), write_optional),
        columns => {
            out.push('{');
            for (i, column) in columns.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_string(out, &column.key);
                out.push(':');
                write_list(out, column.values.iter(), write_optional);
                done(out);
            }
            out.push('}');
        }
    }
}

fn write_records(out: &mut String, records: &[Record]) {
    out.push_str("{\"row\":");
    write_list(out, records.iter(), |out, r| write_number(out, r.row as f64));
    out.push_str(",\"key\":");
    write_list(out, records.iter(), |out, r| write_string(out, &r.key));
    out.push_str(",\"value\":");
    write_list(out, records.iter(), |out, r| write_optional(out, r.value));
    out.push('}');
}

/// Appends the numbers of one letter as they stand below `series`, or `records` where `serials`. After each column, `done`
/// may take away what was written, so that a long answer need not be held.
pub fn write_numbers(out: &mut String, group: &Group, serials: bool, done: &mut dyn FnMut(&mut String)) {
    if serials { write_records(out, &group.records) } else { write_group(out, group, done) }
}

/// Appends the beginning of an answer in columns, up to what stands at `series`, or `records` where `serials`.
pub fn write_start(out: &mut String, columns: &Columns, serials: bool) {
    out.push_str(&format!(
        "{{\"shape\":\"columns\",\"start\":\"{}\",\"step\":\"{}\",\"rows\":{},\"{}\":",
        columns.start,
        columns.step.name(),
        columns.rows,
        if serials { "records" } else { "series" },
    ));
}

/// Appends a letter's list of places: the fields that its file has, in the order of the published API.
pub fn write_places(out: &mut String, places: &[Place]) {
    write_list(out, places.iter(), |out, place| {
        out.push('{');
        let mut fields = Fields { out, any: false };
        let flag = |out: &mut String, v: &bool| out.push_str(if *v { "true" } else { "false" });
        fields.write("IPv4", &place.ipv4, flag);
        fields.write("IPv6", &place.ipv6, flag);
        fields.write("Latitude", &place.latitude, |out, v| write_number(out, *v));
        fields.write("Longitude", &place.longitude, |out, v| write_number(out, *v));
        fields.write("Count", &place.count, |out, v| write_number(out, *v));
        fields.write("Town", &place.town, |out, v| write_string(out, v));
        out.push('}');
    });
}

/// The fields of one place.
struct Fields<'a> {
    out: &'a mut String,
    any: bool,
}

impl Fields<'_> {
    fn write<T>(&mut self, name: &str, field: &Field<T>, write: impl FnOnce(&mut String, &T)) {
        if matches!(field, Field::Absent) {
            return;
        }
        self.out.push_str(if self.any { ",\"" } else { "\"" });
        self.any = true;
        self.out.push_str(name);
        self.out.push_str("\":");
        match field.value() {
            Some(value) => write(self.out, value),
            None => self.out.push_str("null"),
        }
    }
}

fn write_days(out: &mut String, days: &Days) {
    out.push_str(&format!("{{\"{REPORTED}\":"));
    write_list(out, days.reported.iter(), write_optional);
    for column in &days.summed {
        out.push(',');
        write_string(out, &column.key);
        out.push(':');
        write_list(out, column.values.iter(), write_optional);
    }
    out.push('}');
}

/// Writes something of each group, by letter, or of the one group without a letter.
fn write_groups(out: &mut String, groups: &[Group], mut write_one: impl FnMut(&mut String, &Group)) {
    match groups {
        [sum] if sum.rsi.is_none() => write_one(out, sum),
        groups => {
            out.push('{');
            for (i, group) in groups.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_string(out, group.rsi.map_or("", Rsi::as_str));
                out.push(':');
                write_one(out, group);
            }
            out.push('}');
        }
    }
}

/// The answer as JSON columns. `serials` as in [`Asked`].
pub fn write(columns: &Columns, serials: bool) -> String {
    write_in_pieces(columns, serials, &mut |_| {})
}

/// The same in pieces: `done` may take away what is written so far, and the last piece is what comes back.
pub fn write_in_pieces(columns: &Columns, serials: bool, done: &mut dyn FnMut(&mut String)) -> String {
    let mut out = String::new();
    write_start(&mut out, columns, serials);
    write_groups(&mut out, &columns.groups, |out, group| write_numbers(out, group, serials, done));
    if columns.groups.iter().any(|g| g.days.is_some()) {
        out.push_str(",\"days\":");
        write_groups(&mut out, &columns.groups, |out, group| match &group.days {
            Some(days) => write_days(out, days),
            None => out.push_str("{}"),
        });
    }
    if columns.groups.iter().any(|g| g.days.as_ref().is_some_and(|d| !d.doubtful.is_empty())) {
        out.push_str(",\"outliers\":");
        write_groups(&mut out, &columns.groups, |out, group| {
            let doubtful = group.days.iter().flat_map(|d| &d.doubtful);
            // Days before the first row cannot be: what is left out is left out of a row.
            let record = |o: &DoubtfulRecord| Record {
                row: usize::try_from(o.day - columns.start).unwrap_or(0),
                key: o.key.clone(),
                value: Some(o.value),
            };
            write_records(out, &doubtful.map(record).collect::<Vec<_>>());
        });
    }
    out.push('}');
    out
}

/// Reads an answer in either shape.
pub fn read(bytes: &[u8], asked: Asked) -> Result<Columns, JsonError> {
    let mut input = serde_json::Deserializer::from_slice(bytes);
    let mut answer = Answer::new(asked);
    Top(&mut answer).deserialize(&mut input)?;
    input.end()?;
    answer.finish()
}

/// An answer while it is read.
struct Answer {
    asked: Asked,
    /// Set once the text turns out to be in columns.
    columns: bool,
    start: Option<Day>,
    step: Option<Step>,
    rows: Option<usize>,
    groups: Vec<Group>,
    /// What stands below `outliers`, by letter, until the first day is known.
    doubtful: Vec<(Option<Rsi>, Vec<Record>)>,
}

/// The key below `days` of the days on which a letter reported anything.
const REPORTED: &str = "reported";

/// Days from year 0 to year 9999.
const MOST_ROWS: usize = 3_652_500;

impl Answer {
    fn new(asked: Asked) -> Answer {
        Answer {
            asked,
            columns: false,
            start: None,
            step: None,
            rows: None,
            groups: Vec::new(),
            doubtful: Vec::new(),
        }
    }

    /// First day and number of rows of what was asked.
    fn frame(&self) -> (Day, usize) {
        match self.asked.step {
            Step::DAY => (self.asked.range.start(), self.asked.range.len()),
            // No answer of the published API is one row.
            Step::Range => (self.asked.range.start(), 1),
            Step::WEEK => {
                let weeks = self.asked.range.whole_weeks();
                (weeks.start(), weeks.len() / 7)
            }
        }
    }

    fn group(&mut self, rsi: Option<Rsi>) -> &mut Group {
        let at = self.groups.iter().position(|g| g.rsi == rsi).unwrap_or_else(|| {
            self.groups.push(Group::new(rsi));
            self.groups.len() - 1
        });
        &mut self.groups[at]
    }

    /// The row of a date or week of the published shape.
    fn row(&self, key: &str) -> Option<usize> {
        let (start, rows) = self.frame();
        let day = match self.asked.step {
            Step::DAY | Step::Range => Day::parse_iso(key),
            Step::WEEK => IsoWeek::parse(key).and_then(IsoWeek::monday),
        }?;
        usize::try_from((day - start).div_euclid(self.asked.step.days())).ok().filter(|r| *r < rows)
    }

    /// Takes one number of the published shape; an empty key for a day's total.
    fn put(&mut self, rsi: Option<Rsi>, row: usize, key: &str, value: Option<f64>) {
        let (serials, rows) = (self.asked.serials, self.frame().1);
        let group = self.group(rsi);
        if serials {
            group.records.push(Record { row, key: key.to_owned(), value });
        } else {
            group.column_mut(key, rows).set(row, value);
        }
    }

    fn finish(mut self) -> Result<Columns, JsonError> {
        if !self.columns {
            let (start, rows) = self.frame();
            // A week without any data is the number 0 there: not a total, where the other weeks have keys.
            for group in &mut self.groups {
                if group.columns.len() > 1 {
                    group.columns.retain(|c| !c.key.is_empty());
                }
            }
            return Ok(Columns { start, step: self.asked.step, rows, groups: self.groups });
        }
        let start = self.start.ok_or(JsonError::Lacks("start"))?;
        let step = self.step.ok_or(JsonError::Lacks("step"))?;
        let rows = self.rows.ok_or(JsonError::Lacks("rows"))?;
        if rows > MOST_ROWS {
            return Err(JsonError::TooLong(rows));
        }
        let summed = self.groups.iter().flat_map(|g| &g.days).flat_map(|d| &d.summed);
        for column in self.groups.iter().flat_map(|g| &g.columns).chain(summed) {
            if column.values.len() != rows {
                return Err(JsonError::Rows { key: column.key.clone(), found: column.values.len(), rows });
            }
        }
        if let Some(days) = self.groups.iter().flat_map(|g| &g.days).find(|d| d.reported.len() != rows) {
            return Err(JsonError::Rows { key: REPORTED.to_owned(), found: days.reported.len(), rows });
        }
        for (rsi, records) in std::mem::take(&mut self.doubtful) {
            let last = self.asked.range.end();
            let record = |r: Record| {
                let day = i32::try_from(r.row).ok().filter(|r| *r <= last - start).map(|r| start + r);
                let lacks = JsonError::Rows { key: r.key.clone(), found: r.row, rows };
                Ok(DoubtfulRecord { day: day.ok_or(lacks)?, value: r.value.unwrap_or_default(), key: r.key })
            };
            let doubtful: Result<Vec<DoubtfulRecord>, JsonError> = records.into_iter().map(record).collect();
            if let Some(days) = &mut self.group(rsi).days {
                days.doubtful = doubtful?;
            }
        }
        if let Some(record) = self.groups.iter().flat_map(|g| &g.records).find(|r| r.row >= rows) {
            return Err(JsonError::Rows { key: record.key.clone(), found: record.row + 1, rows });
        }
        Ok(Columns { start, step, rows, groups: self.groups })
    }
}

/// The whole text.
struct Top<'a>(&'a mut Answer);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer of an RSSAC002 API")
    }

    /// `[]`: no data at all.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("a list is no answer of an RSSAC002 API")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let answer = self.0;
        while let Some(key) = map.next_key::<String>()? {
            // In the published shape these are neither letters nor dates. An answer that has them is held to what it says of its
            // columns, whether it names its shape or not.
            answer.columns |= matches!(key.as_str(), "shape" | "series" | "days" | "records" | "outliers");
            match key.as_str() {
                "shape" => {
                    map.next_value::<IgnoredAny>()?;
                }
                "start" => {
                    let text = map.next_value::<String>()?;
                    let day = Day::parse_iso(&text);
                    answer.start = Some(day.ok_or_else(|| A::Error::custom(format!("`{text}` is no day")))?);
                }
                "step" => {
                    let text = map.next_value::<String>()?;
                    let step = Step::ALL.into_iter().find(|s| s.name() == text);
                    answer.step = Some(step.ok_or_else(|| A::Error::custom(format!("`{text}` is no step")))?);
                }
                "rows" => answer.rows = Some(map.next_value()?),
                "series" => {
                    map.next_value_seed(Series { answer, what: What::Values, rsi: None, depth: 0, key: "" })?;
                }
                "days" => {
                    map.next_value_seed(Series { answer, what: What::Days, rsi: None, depth: 0, key: "" })?;
                }
                "records" => {
                    for (rsi, records) in map.next_value_seed(RecordGroups)? {
                        answer.group(rsi).records = records;
                    }
                }
                "outliers" => answer.doubtful = map.next_value_seed(RecordGroups)?,
                _ => match letter(&key) {
                    Some(rsi) => map.next_value_seed(Dates { answer, rsi })?,
                    None => match answer.row(&key) {
                        Some(row) => map.next_value_seed(DayValue { answer, rsi: None, row })?,
                        None => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    },
                },
            }
        }
        Ok(())
    }
}

fn letter(key: &str) -> Option<Rsi> {
    Rsi::all().find(|r| r.as_str() == key)
}

/// What columns hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Values,
    Days,
}

/// Anything below `series` or `days`: a list is a column, a map a level of letters or keys.
struct Series<'a, 'k> {
    answer: &'a mut Answer,
    what: What,
    rsi: Option<Rsi>,
    depth: u8,
    key: &'k str,
}

impl<'de> DeserializeSeed<'de> for Series<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Series<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a column, or a map of columns")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.depth == 2 {
            return Err(A::Error::custom("columns stand below letter and key, not deeper"));
        }
        while let Some(key) = map.next_key::<String>()? {
            let rsi = if self.depth == 0 { letter(&key) } else { self.rsi };
            let named = if self.depth == 0 && rsi.is_some() { "" } else { key.as_str() };
            // A letter without columns is still a letter that was asked for.
            self.answer.group(rsi);
            let what = self.what;
            map.next_value_seed(Series {
                answer: self.answer,
                what,
                rsi,
                depth: self.depth + 1,
                key: named,
            })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let capacity = self.answer.rows.unwrap_or(0).min(MOST_ROWS);
        let mut values = Vec::with_capacity(capacity);
        while let Some(Number(value)) = seq.next_element::<Number>()? {
            values.push(value.unwrap_or(f64::NAN));
        }
        let values = Column::from(values);
        let group = self.answer.group(self.rsi);
        let column = |values| KeyedColumn { key: self.key.to_owned(), values };
        match self.what {
            What::Values => group.columns.push(column(values)),
            What::Days if self.key == REPORTED => {
                group.days.get_or_insert_default().reported = values;
            }
            What::Days => group.days.get_or_insert_default().summed.push(column(values)),
        }
        Ok(())
    }
}

/// The map of letters below `records` or `outliers`; or the lists of the one group without a letter.
struct RecordGroups;

impl<'de> DeserializeSeed<'de> for RecordGroups {
    type Value = Vec<(Option<Rsi>, Vec<Record>)>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordGroups {
    type Value = Vec<(Option<Rsi>, Vec<Record>)>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records by letter")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut groups = Vec::new();
        let mut sum = Lists::default();
        while let Some(key) = map.next_key::<String>()? {
            match letter(&key) {
                Some(rsi) => groups.push((Some(rsi), map.next_value_seed(RecordLists)?)),
                None => sum.take(&key, &mut map)?,
            }
        }
        if !sum.rows.is_empty() {
            groups.push((None, sum.records()?));
        }
        Ok(groups)
    }
}

#[derive(Default)]
struct Lists {
    rows: Vec<usize>,
    keys: Vec<String>,
    values: Vec<Number>,
}

impl Lists {
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "row" => self.rows = map.next_value()?,
            "key" => self.keys = map.next_value()?,
            "value" => self.values = map.next_value()?,
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn records<E: serde::de::Error>(self) -> Result<Vec<Record>, E> {
        if self.rows.len() != self.keys.len() || self.rows.len() != self.values.len() {
            return Err(E::custom("`row`, `key` and `value` differ in length"));
        }
        let lists = self.rows.into_iter().zip(self.keys).zip(self.values);
        Ok(lists.map(|((row, key), value)| Record { row, key, value: value.0 }).collect())
    }
}

/// Three lists of equal length.
struct RecordLists;

impl<'de> DeserializeSeed<'de> for RecordLists {
    type Value = Vec<Record>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Vec<Record>, D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordLists {
    type Value = Vec<Record>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the lists `row`, `key` and `value`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Record>, A::Error> {
        let mut lists = Lists::default();
        while let Some(key) = map.next_key::<String>()? {
            lists.take(&key, &mut map)?;
        }
        lists.records()
    }
}

/// The published shape's map of dates of one letter.
struct Dates<'a> {
    answer: &'a mut Answer,
    rsi: Rsi,
}

impl<'de> DeserializeSeed<'de> for Dates<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Dates<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values by date")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.answer.group(Some(self.rsi));
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("a list is no map of dates")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.answer.group(Some(self.rsi));
        while let Some(key) = map.next_key::<String>()? {
            match self.answer.row(&key) {
                Some(row) => {
                    map.next_value_seed(DayValue { answer: self.answer, rsi: Some(self.rsi), row })?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The published shape's value of one date: null, a number, a map, or a list that stands for keys 0, 1, 2 ...
struct DayValue<'a> {
    answer: &'a mut Answer,
    rsi: Option<Rsi>,
    row: usize,
}

impl<'de> DeserializeSeed<'de> for DayValue<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DayValue<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day's value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        // Of serials a bare number says only "a week without data".
        if !self.answer.asked.serials {
            self.answer.put(self.rsi, self.row, "", Some(value));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut key = 0u32;
        while let Some(Number(value)) = seq.next_element::<Number>()? {
            self.answer.put(self.rsi, self.row, &key.to_string(), value);
            key += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let Number(value) = map.next_value()?;
            self.answer.put(self.rsi, self.row, &key, value);
        }
        Ok(())
    }
}

/// A number or null.
pub(crate) struct Number(pub(crate) Option<f64>);

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Number, D::Error> {
        struct NumberVisitor;
        impl Visitor<'_> for NumberVisitor {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or null")
            }
            fn visit_unit<E>(self) -> Result<Number, E> {
                Ok(Number(None))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Number, E> {
                Ok(Number(Some(v as f64)))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Number, E> {
                Ok(Number(Some(v as f64)))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Number, E> {
                Ok(Number(Some(v)))
            }
        }
        d.deserialize_any(NumberVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(from: &str, to: &str, step: Step, serials: bool) -> Asked {
        let range = DayRange::new(Day::parse_iso(from).unwrap(), Day::parse_iso(to).unwrap()).unwrap();
        Asked { range, step, serials }
    }

    fn values(columns: &Columns, rsi: Option<Rsi>, key: &str) -> Vec<Option<f64>> {
        let group = columns.groups.iter().find(|g| g.rsi == rsi).unwrap();
        group.column(key).unwrap().iter().collect()
    }

    #[test]
    fn columns_have_their_rows_whether_the_shape_is_named_or_not() {
        let a = asked("2020-01-01", "2020-01-02", Step::DAY, false);
        let whole = r#"{"start":"2020-01-01","step":"day","rows":2,"series":{"a":[1,2]}}"#;
        assert_eq!(values(&read(whole.as_bytes(), a).unwrap(), Some(Rsi::A), ""), [Some(1.0), Some(2.0)]);
        for bad in [
            whole.replace("[1,2]", "[1]"),
            whole.replace("\"rows\":2", "\"rows\":99999999999"),
            whole.replace("series", "days").replace("[1,2]", r#"{"reported":[1]}"#),
            r#"{"series":{"a":[1,2]}}"#.to_owned(),
            r#"{"records":{"a":{"row":[5],"key":["x"],"value":[1]}}}"#.to_owned(),
        ] {
            assert!(read(bad.as_bytes(), a).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_published_shape_puts_values_at_their_dates() {
        let a = asked("2020-01-28", "2020-01-31", Step::DAY, false);
        let text = br#"{"2020-01-28":{"x":1},"2020-01-30":{"x":2.5,"y":null},"2020-01-31":{"x":3},"2020-01-29":{"x":4}}"#;
        let columns = read(text, a).unwrap();
        assert_eq!(values(&columns, None, "x"), [Some(1.0), Some(4.0), Some(2.5), Some(3.0)]);
        assert_eq!(values(&columns, None, "y"), [None; 4]);
        let text = br#"{"b":{"2020-01-28":7,"2020-01-29":null,"2019-01-01":8}}"#;
        let columns = read(text, a).unwrap();
        assert_eq!(values(&columns, Rsi::from_letter('b'), ""), [Some(7.0), None, None, None]);
        assert_eq!(read(b"[]", a).unwrap().groups, []);
    }

    #[test]
    fn a_week_without_data_is_no_total_beside_keys() {
        let a = asked("2019-12-31", "2020-01-06", Step::WEEK, false);
        let columns = read(br#"{"a":{"2020-01":0,"2020-02":{"x":5}}}"#, a).unwrap();
        assert_eq!(columns.rows, 2);
        assert_eq!(values(&columns, Some(Rsi::A), "x"), [None, Some(5.0)]);
        assert_eq!(columns.groups[0].columns.len(), 1);
    }

    #[test]
    fn serials_become_records() {
        let a = asked("2020-01-01", "2020-01-02", Step::DAY, true);
        let columns =
            read(br#"{"a":{"2020-01-01":{"2020010100":5,"x":null},"2020-01-02":null}}"#, a).unwrap();
        let text = write(&columns, true);
        assert_eq!(
            text,
            r#"{"shape":"columns","start":"2020-01-01","step":"day","rows":2,"records":{"a":{"row":[0,0],"key":["2020010100","x"],"value":[5,null]}}}"#
        );
        assert_eq!(read(text.as_bytes(), a).unwrap(), columns);
    }

    #[test]
    fn what_is_no_answer_is_refused_with_a_reason() {
        let a = asked("2020-01-01", "2020-01-02", Step::DAY, false);
        for text in [
            "",
            "<html>",
            "[1]",
            r#"{"a":3}"#,
            r#"{"a":{"2020-01-01":{"x":"y"}}}"#,
            r#"{"shape":"columns","start":"x","step":"day","rows":1,"series":{}}"#,
            r#"{"shape":"columns","start":"2020-01-01","step":"day","rows":3,"series":[1]}"#,
            r#"{"shape":"columns","start":"2020-01-01","step":"day","series":[1]}"#,
            r#"{"shape":"columns","start":"2020-01-01","step":"day","rows":99999999999,"series":{}}"#,
            r#"{"shape":"columns","start":"2020-01-01","step":"day","rows":1,"series":{"a":{"b":{"c":[1]}}}}"#,
        ] {
            assert!(read(text.as_bytes(), a).is_err(), "{text}");
        }
    }

    fn number() -> impl Strategy<Value = Option<f64>> {
        prop_oneof![
            Just(None),
            (0u64..1 << 53).prop_map(|v| Some(v as f64)),
            Just(Some(1e18)),
            Just(Some(9.223372036854776e18)),
            (-1e30f64..1e30).prop_map(Some),
        ]
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        for (value, text) in [
            (7.0, "7"),
            (-0.0, "0"),
            (-33.9, "-33.9"),
            (0.1 + 0.2, "0.30000000000000004"),
            (9007199254740992.0, "9007199254740992"),
            (1e18, "1e18"),
            (1e-7, "1e-7"),
            (f64::NAN, "null"),
        ] {
            let mut out = String::new();
            write_number(&mut out, value);
            assert_eq!(out, text);
        }
    }

    proptest! {
        #[test]
        fn columns_read_back(
            values in proptest::collection::vec(number(), 1..40), shape in 0..4usize, binned: bool,
        ) {
            let rows = values.len();
            let column = |key: &str| KeyedColumn { key: key.into(), values: values.iter().copied().collect() };
            let days = |columns: &[KeyedColumn]| {
                let counted: Column = values.iter().map(|v| Some(v.map_or(0.0, |_| 7.0))).collect();
                let summed = columns.first().map(|c| KeyedColumn { key: c.key.clone(), values: counted.clone() });
                let record = DoubtfulRecord { key: "x".into(), day: Day::CHARTS_START + (rows as i32 - 1), value: 1e18 };
                Days { reported: counted, summed: summed.into_iter().collect(), doubtful: vec![record] }
            };
            let group = |rsi, columns: Vec<KeyedColumn>| Group {
                days: binned.then(|| days(&columns)),
                columns,
                ..Group::new(rsi)
            };
            let groups = match shape {
                0 => vec![group(Some(Rsi::A), vec![column("x"), column("0")]), group(Rsi::from_letter('m'), vec![column("x")])],
                1 => vec![group(Some(Rsi::A), vec![column("")])],
                2 => vec![group(None, vec![column("x"), column("y")])],
                _ => vec![group(None, vec![column("")])],
            };
            let columns = Columns { start: Day::CHARTS_START, step: Step::DAY, rows, groups };
            let range = DayRange::new(columns.start, columns.start + (rows as i32 - 1)).unwrap();
            let back = read(write(&columns, false).as_bytes(), Asked { range, step: Step::DAY, serials: false });
            prop_assert_eq!(back.unwrap(), columns);
        }

        #[test]
        fn numbers_are_the_same_double(value in proptest::num::f64::NORMAL) {
            let mut text = String::new();
            write_number(&mut text, value);
            prop_assert_eq!(text.parse::<f64>().unwrap(), value);
        }
    }
}
