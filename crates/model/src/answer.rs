//! A published answer into a [`Snapshot`]: every letter's days, each as it stands.
//!
//! [`crate::json`] and [`crate::places`] read what one chart needs. A server that answers again needs more: the keys of each day in
//! their order, and an empty day told from a missing one.
//!
//! What is read is whole: all letters and all days that were asked for, in their order, as the published API answers them. Anything
//! else is refused, because it would be taken for days without data. A refused answer may have filled some of the snapshot.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::json::{JsonError, Number};
use crate::text::printable;
use crate::{Dataset, Day, DayRange, DayStatus, Endpoint, Rsi, RsiSet, Snapshot, Table, places};

/// What an answer is asked for to fill a snapshot. Instances are counted from their places.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Content {
    /// A table of numbers.
    Numbers(Dataset),
    /// Every place with instances.
    Places,
}

impl Content {
    /// All that fill a snapshot.
    pub fn all() -> impl Iterator<Item = Content> {
        Dataset::ALL.into_iter().map(Content::Numbers).chain([Content::Places])
    }

    /// Which endpoint answers it.
    pub fn endpoint(self) -> Endpoint {
        match self {
            Content::Numbers(dataset) => Endpoint::Data(dataset),
            Content::Places => Endpoint::InstancesDetail,
        }
    }

    /// The letters that its answers have.
    pub fn letters(self) -> RsiSet {
        match self {
            Content::Numbers(Dataset::ZoneSize) => RsiSet::only(Rsi::A),
            Content::Numbers(_) | Content::Places => RsiSet::ALL,
        }
    }

    /// Whether a snapshot has any day of it.
    pub fn is_in(self, snapshot: &Snapshot) -> bool {
        self.letters().iter().any(|rsi| match self {
            Content::Numbers(dataset) => snapshot.table(dataset).series(rsi).range().is_some(),
            Content::Places => snapshot.instances(rsi).range().is_some(),
        })
    }
}

/// Appends the days of an answer to those of the snapshot, all of which are before them. A day without data stays missing; nothing
/// says whether its file was refused, or another one repaired.
pub fn fill(
    snapshot: &mut Snapshot,
    content: Content,
    days: DayRange,
    bytes: &[u8],
) -> Result<(), JsonError> {
    let mut input = serde_json::Deserializer::from_slice(bytes);
    let letters = content.letters();
    match content {
        Content::Numbers(dataset) => {
            let mut take = Numbers { table: snapshot.table_mut(dataset), entries: Vec::new() };
            Letters { take: &mut take, letters, days }.deserialize(&mut input)?;
        }
        Content::Places => {
            let mut take = Places { snapshot };
            Letters { take: &mut take, letters, days }.deserialize(&mut input)?;
        }
    }
    Ok(input.end()?)
}

/// Takes the value of one letter's day.
trait Take {
    fn take<'de, A: MapAccess<'de>>(&mut self, rsi: Rsi, day: Day, map: &mut A) -> Result<(), A::Error>;
}

struct Numbers<'a> {
    table: &'a mut Table,
    /// Of one day, kept from day to day.
    entries: Vec<(u32, f64)>,
}

impl Take for Numbers<'_> {
    fn take<'de, A: MapAccess<'de>>(&mut self, rsi: Rsi, day: Day, map: &mut A) -> Result<(), A::Error> {
        self.entries.clear();
        if !map.next_value_seed(Entries { table: self.table, entries: &mut self.entries })? {
            return Ok(());
        }
        let is_later = self.table.series_mut(rsi).push(day, DayStatus::Clean, Some(&self.entries));
        if is_later { Ok(()) } else { Err(A::Error::custom(format_args!("{day} was there before"))) }
    }
}

struct Places<'a> {
    snapshot: &'a mut Snapshot,
}

impl Take for Places<'_> {
    fn take<'de, A: MapAccess<'de>>(&mut self, rsi: Rsi, day: Day, map: &mut A) -> Result<(), A::Error> {
        let Some(list) = places::next_list(map, rsi, day)? else { return Ok(()) };
        let is_later = self.snapshot.instances_mut(rsi).push(day, DayStatus::Clean, Some(list.into()));
        if is_later { Ok(()) } else { Err(A::Error::custom(format_args!("{day} was there before"))) }
    }
}

/// The whole answer: a map of letters.
struct Letters<'a, T> {
    take: &'a mut T,
    letters: RsiSet,
    days: DayRange,
}

impl<'de, T: Take> DeserializeSeed<'de> for Letters<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de, T: Take> Visitor<'de> for Letters<'_, T> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("letters")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut letters = self.letters;
        while let Some(key) = map.next_key::<String>()? {
            let rsi = letters.iter().find(|rsi| rsi.as_str() == key).ok_or_else(|| strange(&key))?;
            letters.remove(rsi);
            map.next_value_seed(Days { take: &mut *self.take, rsi, days: self.days })?;
        }
        match letters.iter().next() {
            None => Ok(()),
            Some(rsi) => Err(A::Error::custom(format_args!("the letter {rsi} is not there"))),
        }
    }
}

/// A letter's map of days.
struct Days<'a, T> {
    take: &'a mut T,
    rsi: Rsi,
    days: DayRange,
}

impl<'de, T: Take> DeserializeSeed<'de> for Days<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de, T: Take> Visitor<'de> for Days<'_, T> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("days")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut days = self.days.days();
        while let Some(key) = map.next_key::<String>()? {
            let read = Day::parse_iso(&key);
            let day = days.next().filter(|day| read == Some(*day)).ok_or_else(|| strange(&key))?;
            self.take.take(self.rsi, day, &mut map)?;
        }
        match days.next() {
            None => Ok(()),
            Some(day) => Err(A::Error::custom(format_args!("{day} of {} is not there", self.rsi))),
        }
    }
}

fn strange<E: serde::de::Error>(key: &str) -> E {
    let shown: String = key.chars().take(40).collect();
    E::custom(format_args!("`{}` was not asked for, or not here", printable(&shown)))
}

/// A day's numbers: null, a map, or a list that stands for the keys 0, 1, 2 … and, when empty, for no keys. Says whether the day is
/// held.
struct Entries<'a> {
    table: &'a mut Table,
    entries: &'a mut Vec<(u32, f64)>,
}

impl<'de> DeserializeSeed<'de> for Entries<'_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<bool, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day's numbers")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        let mut key = 0_u32;
        while let Some(Number(value)) = seq.next_element::<Number>()? {
            self.entries.push((self.table.intern(&key.to_string()), value.unwrap_or(f64::NAN)));
            key += 1;
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let Number(value) = map.next_value()?;
            self.entries.push((self.table.intern(&key), value.unwrap_or(f64::NAN)));
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days() -> DayRange {
        DayRange::new(Day::parse_iso("2020-01-01").unwrap(), Day::parse_iso("2020-01-03").unwrap()).unwrap()
    }

    /// An answer in which letter a has these days and the others none.
    fn answer(a: &str) -> String {
        let none = r#"{"2020-01-01":null,"2020-01-02":null,"2020-01-03":null}"#;
        let others: String = Rsi::all().skip(1).map(|rsi| format!(r#","{rsi}":{none}"#)).collect();
        format!(r#"{{"a":{a}{others}}}"#)
    }

    fn numbers(text: &str) -> Result<Snapshot, JsonError> {
        let mut snapshot = Snapshot::default();
        fill(&mut snapshot, Content::Numbers(Dataset::RcodeVolume), days(), text.as_bytes())?;
        Ok(snapshot)
    }

    #[test]
    fn days_keep_their_keys_in_order_and_empty_ones_are_held() {
        let text = answer(r#"{"2020-01-01":{"3":6,"0":null},"2020-01-02":{},"2020-01-03":[7,1.0e+18]}"#);
        let snapshot = numbers(&text).unwrap();
        let table = snapshot.table(Dataset::RcodeVolume);
        let cells: Vec<Vec<_>> =
            days().days().map(|day| table.cell(Rsi::A, day).unwrap().iter().collect()).collect();
        let read = [vec![("3", Some(6.0)), ("0", None)], vec![], vec![("0", Some(7.0)), ("1", Some(1e18))]];
        assert_eq!(cells, read);
        let b = Rsi::from_letter('b').unwrap();
        assert!(table.cell(b, days().start()).is_none());
        assert_eq!(table.series(b).range(), None);
    }

    #[test]
    fn places_are_read_day_by_day() {
        let text = answer(
            r#"{"2020-01-01":[{"IPv4":true,"Count":2,"Town":"Oslo"},[]],"2020-01-02":[],"2020-01-03":null}"#,
        );
        let mut snapshot = Snapshot::default();
        fill(&mut snapshot, Content::Places, days(), text.as_bytes()).unwrap();
        let counts: Vec<_> = days().days().map(|day| snapshot.instances(Rsi::A).count(day)).collect();
        assert_eq!(counts, [Some((2.0, 0.0)), Some((0.0, 0.0)), None]);
        assert_eq!(snapshot.instances(Rsi::A).places(days().start()).unwrap().len(), 2);
    }

    #[test]
    fn years_follow_one_another() {
        let mut snapshot = Snapshot::default();
        let text = answer(r#"{"2020-01-01":{"3":6},"2020-01-02":null,"2020-01-03":null}"#);
        let content = Content::Numbers(Dataset::RcodeVolume);
        fill(&mut snapshot, content, days(), text.as_bytes()).unwrap();
        assert!(fill(&mut snapshot, content, days(), text.as_bytes()).is_err());
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let whole = answer(r#"{"2020-01-01":{},"2020-01-02":null,"2020-01-03":{"0":1}}"#);
        assert!(numbers(&whole).is_ok());
        for text in [
            "",
            "null",
            "[]",
            "{}",
            "<html>",
            r#"{"error":"sorry"}"#,
            &whole[..whole.len() / 2],
            &format!("{whole}{{}}"),
            &whole.replace(r#","m":"#, r#","x":"#),
            &whole.replace(r#","m":"#, r#","b":"#),
            &whole.replace("2020-01-03", "2020-01-04"),
            &whole.replace(r#""2020-01-02":null,"#, ""),
            &answer(r#"{"2020-01-02":{},"2020-01-01":null,"2020-01-03":null}"#),
            &answer(r#"{"2020-01-01":{},"2020-01-02":null}"#),
            &answer(r#"{"2020-01-01":{"0":"x"},"2020-01-02":null,"2020-01-03":null}"#),
            &answer(r#"{"2020-01-01":7,"2020-01-02":null,"2020-01-03":null}"#),
            &answer("[]"),
            &answer("null"),
        ] {
            assert!(numbers(text).is_err(), "{text}");
        }
    }

    #[test]
    fn zone_sizes_stand_under_a_alone() {
        let mut snapshot = Snapshot::default();
        let content = Content::Numbers(Dataset::ZoneSize);
        let text = br#"{"a":{"2020-01-01":{"2020010100":9},"2020-01-02":null,"2020-01-03":null}}"#;
        fill(&mut snapshot, content, days(), text).unwrap();
        assert!(snapshot.table(Dataset::ZoneSize).cell(Rsi::A, days().start()).is_some());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}", inside in r#"[\[\]{}"a-c:,0-9 ntrue-]{0,40}"#) {
            let _ = numbers(&text);
            let _ = numbers(&answer(&format!(r#"{{"2020-01-01":{inside},"2020-01-02":null,"2020-01-03":null}}"#)));
        }
    }
}
