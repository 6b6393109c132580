//! Instances as Parquet: a row per place and run of days on which the letter's list did not change.
//!
//! | column | |
//! |---|---|
//! | `rsi` | the letter |
//! | `first_day`, `last_day` | the run: every day from the first to the last has this list |
//! | `place` | position in the list, from 0 on; null for a list without places |
//! | `ipv4`, `ipv6` | whether it is reachable; null if unknown or not said |
//! | `latitude`, `longitude` | degrees |
//! | `count` | instances |
//! | `town` | its name |
//! | `said` | which of these the file had a key for: 1 `ipv4` + 2 `ipv6` + 4 `latitude` + 8 `longitude` + 16 `count` + 32 `town` |

use std::sync::Arc;

use bytes::Bytes;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use rssac002_model::{Day, DayStatus, Field, InstanceSeries, Place, Rsi, Snapshot};

use super::columns::{Column, Reader, Writer, text};
use super::{Days, INSTANCES, Problem};

const SCHEMA: &str = "message instances {
    OPTIONAL BINARY rsi (STRING);
    OPTIONAL INT32 first_day (DATE);
    OPTIONAL INT32 last_day (DATE);
    OPTIONAL INT32 place;
    OPTIONAL BOOLEAN ipv4;
    OPTIONAL BOOLEAN ipv6;
    OPTIONAL DOUBLE latitude;
    OPTIONAL DOUBLE longitude;
    OPTIONAL DOUBLE count;
    OPTIONAL BINARY town (STRING);
    OPTIONAL INT32 said;
}";

/// The rows as columns.
struct Rows {
    rsi: Column<ByteArray>,
    first: Column<i32>,
    last: Column<i32>,
    place: Column<i32>,
    flags: [Column<bool>; 2],
    numbers: [Column<f64>; 3],
    town: Column<ByteArray>,
    said: Column<i32>,
}

/// A run of consecutive days that share a list: first day, last day, list.
pub(super) type Run<'a> = (Day, Day, &'a Arc<[Place]>);

/// Writes runs of letters, in this order.
pub(super) fn write<'a>(runs: impl IntoIterator<Item = (Rsi, Run<'a>)>) -> Result<Vec<u8>, ParquetError> {
    let mut rows = Rows {
        rsi: Column::new(),
        first: Column::new(),
        last: Column::new(),
        place: Column::new(),
        flags: [Column::new(), Column::new()],
        numbers: [Column::new(), Column::new(), Column::new()],
        town: Column::new(),
        said: Column::new(),
    };
    for (rsi, (first, last, list)) in runs {
        rows.run(rsi, first, last, list);
    }
    let mut writer = Writer::new(SCHEMA)?;
    writer.group(|group| {
        group.column::<ByteArrayType>(&rows.rsi)?;
        group.column::<Int32Type>(&rows.first)?;
        group.column::<Int32Type>(&rows.last)?;
        group.column::<Int32Type>(&rows.place)?;
        rows.flags.iter().try_for_each(|flag| group.column::<BoolType>(flag))?;
        rows.numbers.iter().try_for_each(|number| group.column::<DoubleType>(number))?;
        group.column::<ByteArrayType>(&rows.town)?;
        group.column::<Int32Type>(&rows.said)
    })?;
    writer.finish()
}

/// All runs, letter by letter.
pub(super) fn all(snapshot: &Snapshot) -> impl Iterator<Item = (Rsi, Run<'_>)> {
    Rsi::all().flat_map(|rsi| runs(snapshot.instances(rsi)).into_iter().map(move |run| (rsi, run)))
}

/// All runs of a letter.
pub(super) fn runs(series: &InstanceSeries) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for day in series.range().into_iter().flat_map(|range| range.days()) {
        let Some(list) = series.places(day) else { continue };
        match runs.last_mut() {
            Some((_, last, same)) if *last + 1 == day && Arc::ptr_eq(same, list) => *last = day,
            _ => runs.push((day, day, list)),
        }
    }
    runs
}

impl Rows {
    fn run(&mut self, rsi: Rsi, first: Day, last: Day, list: &[Place]) {
        let empty = Place::default();
        let numbered = list.iter().enumerate().map(|(i, place)| (Some(i as i32), place));
        let none = list.is_empty().then_some((None, &empty));
        for (position, place) in numbered.chain(none) {
            self.rsi.push(Some(text(rsi.as_str())));
            self.first.push(Some(first.to_epoch()));
            self.last.push(Some(last.to_epoch()));
            self.place.push(position);
            let mut said = 0;
            for (index, flag) in [&place.ipv4, &place.ipv6].into_iter().enumerate() {
                said |= i32::from(*flag != Field::Absent) << index;
                self.flags[index].push(flag.value().copied());
            }
            for (index, number) in [&place.latitude, &place.longitude, &place.count].into_iter().enumerate() {
                said |= i32::from(*number != Field::Absent) << (2 + index);
                self.numbers[index].push(number.value().copied());
            }
            said |= i32::from(place.town != Field::Absent) << 5;
            self.town.push(place.town.value().map(|t| text(t)));
            self.said.push(Some(said));
        }
    }
}

/// Reads all letters' places. `days` has the days that have a file.
pub(super) fn read(bytes: Bytes, days: &Days) -> Result<Vec<InstanceSeries>, Problem> {
    let reader = Reader::new(INSTANCES, bytes)?;
    let rsi = reader.whole::<ByteArrayType>(0)?;
    let (first, last) = (reader.whole::<Int32Type>(1)?, reader.whole::<Int32Type>(2)?);
    let place = reader.whole::<Int32Type>(3)?;
    let (ipv4, ipv6) = (reader.whole::<BoolType>(4)?, reader.whole::<BoolType>(5)?);
    let (latitude, longitude) = (reader.whole::<DoubleType>(6)?, reader.whole::<DoubleType>(7)?);
    let (count, town) = (reader.whole::<DoubleType>(8)?, reader.whole::<ByteArrayType>(9)?);
    let said = reader.whole::<Int32Type>(10)?;

    let mut runs: [Vec<(Day, Day, Vec<Place>)>; Rsi::COUNT] = Default::default();
    let (mut ipv4, mut ipv6, mut count) = (ipv4.iter(), ipv6.iter(), count.iter());
    let (mut latitude, mut longitude, mut town) = (latitude.iter(), longitude.iter(), town.iter());
    let rows = rsi.iter().zip(first.iter()).zip(last.iter()).zip(place.iter().zip(said.iter()));
    for (((rsi, first), last), (position, said)) in rows {
        let rsi = rsi.and_then(|l| Rsi::from_letter(char::from(*l.data().first()?)));
        let (Some(rsi), Some(first), Some(last), Some(said)) = (rsi, first, last, said) else {
            return Err(reader.damaged());
        };
        let place = Place {
            ipv4: field(said & 1, ipv4.next().flatten().copied()),
            ipv6: field(said & 2, ipv6.next().flatten().copied()),
            latitude: field(said & 4, latitude.next().flatten().copied()),
            longitude: field(said & 8, longitude.next().flatten().copied()),
            count: field(said & 16, count.next().flatten().copied()),
            town: field(said & 32, town.next().flatten().and_then(|t| t.as_utf8().ok()).map(str::to_owned)),
        };
        let (first, last) = (Day::from_epoch(*first), Day::from_epoch(*last));
        let runs = &mut runs[rsi.index()];
        if position.is_none_or(|p| *p == 0) {
            runs.push((first, last, Vec::new()));
        }
        match (position, runs.last_mut()) {
            (Some(_), Some(run)) => run.2.push(place),
            (None, _) => {}
            (Some(_), None) => return Err(reader.damaged()),
        }
    }
    runs.into_iter()
        .zip(days)
        .map(|(runs, days)| series(runs, days).ok_or_else(|| reader.damaged()))
        .collect()
}

fn field<T>(said: i32, value: Option<T>) -> Field<T> {
    match (said, value) {
        (0, _) => Field::Absent,
        (_, None) => Field::Null,
        (_, Some(value)) => Field::Value(value),
    }
}

/// Spreads runs over the days that have a file; `None` if they do not fit.
fn series(runs: Vec<(Day, Day, Vec<Place>)>, days: &[(Day, DayStatus)]) -> Option<InstanceSeries> {
    let mut series = InstanceSeries::default();
    let mut runs =
        runs.into_iter().map(|(first, last, list)| (first, last, Arc::<[Place]>::from(list))).peekable();
    for (day, status) in days {
        while runs.next_if(|(_, last, _)| last < day).is_some() {}
        let list = runs.peek().filter(|(first, ..)| first <= day).map(|(.., list)| list.clone());
        series.push(*day, *status, list);
    }
    // A run that no day reached belongs to no file.
    runs.all(|(first, ..)| days.last().is_some_and(|(day, _)| first <= *day)).then_some(series)
}
