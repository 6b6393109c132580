//! What the app and a server read of an API's answers.

use arbitrary::{Result, Unstructured};
use rssac002_model::answer::{self, Content};
use rssac002_model::json::{self, Asked, JsonError};
use rssac002_model::{
    Column, Columns, Day, DayRange, Days, DoubtfulRecord, Group, KeyedColumn, Record, Rsi, Snapshot, Step,
    places,
};

/// Any octets as an answer. The first octet says what was asked and the second how many days, from 2020-01-01 on; of a first octet
/// from 128 on the others are columns instead. What is read, and any columns, are written so that they read back as they were.
pub fn columns(octets: &[u8]) {
    let [what, days, rest @ ..] = octets else { return };
    let start = Day::from_epoch(18_262);
    let range = DayRange::new(start, start + i32::from(*days)).unwrap_or(DayRange::single(start));
    let step = Step::ALL[usize::from(*what) % Step::ALL.len()];
    let asked = Asked { range, step, serials: *what & 64 != 0 };
    if *what >= 128 {
        if let Ok(columns) = any_columns(&mut Unstructured::new(rest), asked) {
            reads_back(&columns, asked);
        }
        return;
    }
    if let Ok(columns) = json::read(rest, asked) {
        for group in &columns.groups {
            assert!(group.columns.iter().all(|column| column.values.len() == columns.rows));
            assert!(group.records.iter().all(|record| record.row < columns.rows));
        }
        if is_written(&columns, asked.serials) {
            reads_back(&columns, asked);
        }
    }
    // Whether it is read or refused: it ends.
    let _: std::result::Result<_, JsonError> = places::read(rest, start);
    for content in Content::all() {
        let _: std::result::Result<_, JsonError> =
            answer::fill(&mut Snapshot::default(), content, range, rest);
    }
}

fn reads_back(columns: &Columns, asked: Asked) {
    let written = json::write(columns, asked.serials);
    match json::read(written.as_bytes(), asked) {
        Ok(back) => assert_eq!(&back, columns, "{written}"),
        Err(error) => panic!("{error}: {written}"),
    }
}

/// Whether columns are such as an answer has. Readers take more than is ever written: a sum beside letters, say.
fn is_written(columns: &Columns, serials: bool) -> bool {
    let is_of = |group: &Group| if serials { group.columns.is_empty() } else { group.records.is_empty() };
    let no_name = |column: &KeyedColumn| column.key == "reported";
    let days = |group: &Group| group.days.iter().flat_map(|days| &days.summed).any(no_name);
    if !columns.groups.iter().all(|group| is_of(group) && !days(group)) {
        return false;
    }
    let is_letter = |column: &KeyedColumn| Rsi::all().any(|rsi| rsi.as_str() == column.key);
    match columns.groups.as_slice() {
        [sum] if sum.rsi.is_none() => {
            let mut keys = sum.columns.iter().chain(sum.days.iter().flat_map(|days| &days.summed));
            let is_empty = if serials { sum.records.is_empty() } else { sum.columns.is_empty() };
            !is_empty && !keys.any(is_letter)
        }
        letters => letters.iter().all(|group| group.rsi.is_some()),
    }
}

/// Columns such as answers have.
fn any_columns(u: &mut Unstructured<'_>, asked: Asked) -> Result<Columns> {
    let rows = asked.range.len();
    let mut groups = Vec::new();
    let letters = u.int_in_range(0..=3)?;
    let sums = u.arbitrary::<bool>()?;
    if letters == 0 {
        groups.push(any_group(u, None, asked, sums)?);
    }
    for rsi in Rsi::all().take(letters) {
        groups.push(any_group(u, Some(rsi), asked, sums)?);
    }
    Ok(Columns { start: asked.range.start(), step: asked.step, rows, groups })
}

fn any_group(u: &mut Unstructured<'_>, rsi: Option<Rsi>, asked: Asked, sums: bool) -> Result<Group> {
    let rows = asked.range.len();
    let mut group = Group::new(rsi);
    for _ in 0..u.int_in_range(1..=3)? {
        if asked.serials {
            let row = u.int_in_range(0..=rows - 1)?;
            group.records.push(Record { row, key: any_key(u)?, value: any_value(u)? });
        } else {
            group.columns.push(any_column(u, rows)?);
        }
    }
    if sums {
        let doubtful = DoubtfulRecord {
            key: any_key(u)?,
            day: asked.range.start() + u.int_in_range(0..=rows as i32 - 1)?,
            value: any_value(u)?.unwrap_or_default(),
        };
        let summed = if u.arbitrary()? { vec![any_column(u, rows)?] } else { Vec::new() };
        group.days = Some(Days { reported: any_column(u, rows)?.values, summed, doubtful: vec![doubtful] });
    }
    Ok(group)
}

/// A key that is no letter's.
fn any_key(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(format!("-{}", u.arbitrary::<&str>()?))
}

fn any_value(u: &mut Unstructured<'_>) -> Result<Option<f64>> {
    Ok(u.arbitrary::<Option<f64>>()?.filter(|value| value.is_finite()))
}

fn any_column(u: &mut Unstructured<'_>, rows: usize) -> Result<KeyedColumn> {
    let key = any_key(u)?;
    let mut values = Column::missing(rows);
    for row in 0..rows.min(8) {
        values.set(row, any_value(u)?);
    }
    Ok(KeyedColumn { key, values })
}
