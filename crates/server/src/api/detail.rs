//! instances-detail: the places of every letter and day.

use std::sync::Arc;

use super::published::PIECE;
use rssac002_model::json::write_places;
use rssac002_model::{DayRange, Place, Rsi, RsiSet, Snapshot};

/// The answer in pieces of about [`PIECE`] octets, because all letters over ten years are far more than should be
/// held at once.
pub struct Detail {
    snapshot: Arc<Snapshot>,
    letters: Vec<Rsi>,
    range: DayRange,
    letter: usize,
    row: usize,
    done: bool,
    /// The last list written and its text: lists repeat from day to day.
    last: Option<(Arc<[Place]>, String)>,
}

impl Detail {
    /// The answer for these letters and days.
    pub fn new(snapshot: Arc<Snapshot>, rsi: RsiSet, range: DayRange) -> Detail {
        Detail { snapshot, letters: rsi.iter().collect(), range, letter: 0, row: 0, done: false, last: None }
    }

    /// About how many octets the whole answer has: enough to decide whether to hold it.
    pub fn estimate(&self) -> usize {
        let places = |rsi| {
            let series = self.snapshot.instances(rsi);
            self.range.days().map(|day| 20 + series.places(day).map_or(0, |p| 90 * p.len())).sum::<usize>()
        };
        self.letters.iter().copied().map(places).sum()
    }

    /// Writes what stands before this row, the row, and what stands behind it.
    fn write_row(&mut self, out: &mut String, rsi: Rsi) {
        match (self.row, self.letter) {
            (0, 0) => out.push_str("{\""),
            (0, _) => out.push_str(",\""),
            _ => out.push(','),
        }
        if self.row == 0 {
            out.push_str(rsi.as_str());
            out.push_str("\":{");
        }
        let day = self.range.start() + self.row as i32;
        out.push_str(&format!("\"{day}\":"));
        match self.snapshot.instances(rsi).places(day) {
            None => out.push_str("null"),
            Some(places) => {
                if !self.last.as_ref().is_some_and(|(last, _)| Arc::ptr_eq(last, places)) {
                    self.last = Some((places.clone(), list(places)));
                }
                out.push_str(self.last.as_ref().map_or("[]", |(_, text)| text));
            }
        }
        self.row += 1;
        if self.row == self.range.len() {
            out.push('}');
            self.row = 0;
            self.letter += 1;
        }
    }
}

impl Iterator for Detail {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        if self.done {
            return None;
        }
        let mut out = String::new();
        while out.len() < PIECE {
            match self.letters.get(self.letter) {
                Some(rsi) => self.write_row(&mut out, *rsi),
                None => {
                    self.done = true;
                    out.push_str(if self.letters.is_empty() { "{}" } else { "}" });
                    break;
                }
            }
        }
        Some(out)
    }
}

fn list(places: &[Place]) -> String {
    let mut out = String::new();
    write_places(&mut out, places);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{Day, DayStatus, Field};

    #[test]
    fn only_fields_of_the_file_are_written() {
        let day = Day::parse_iso("2020-01-01").unwrap();
        let mut snapshot = Snapshot::default();
        let place = Place {
            ipv4: Field::Null,
            latitude: Field::Value(-33.9),
            count: Field::Value(2.0),
            town: Field::Value("Bogotá \"x\"".into()),
            ..Place::default()
        };
        let places = Arc::from([place, Place::default()]);
        snapshot.instances_mut(Rsi::A).push(day, DayStatus::Clean, Some(places));
        let (snapshot, both) = (Arc::new(snapshot), [Rsi::A, Rsi::from_letter('c').unwrap()]);
        let detail =
            |rsi: RsiSet, last| Detail::new(snapshot.clone(), rsi, DayRange::new(day, last).unwrap());
        assert_eq!(
            detail(both.into_iter().collect(), day + 1).collect::<String>(),
            r#"{"a":{"2020-01-01":[{"IPv4":null,"Latitude":-33.9,"Count":2,"Town":"Bogotá \"x\""},{}],"2020-01-02":null},"c":{"2020-01-01":null,"2020-01-02":null}}"#
        );
    }

    #[test]
    fn a_long_answer_comes_in_pieces_that_join_to_the_same_text() {
        let day = Day::parse_iso("2020-01-01").unwrap();
        let mut snapshot = Snapshot::default();
        for i in 0..400 {
            let place = Place { count: Field::Value(f64::from(i)), ..Place::default() };
            let places: Vec<Place> = std::iter::repeat_n(place, 100).collect();
            snapshot.instances_mut(Rsi::A).push(day + i, DayStatus::Clean, Some(places.into()));
        }
        let range = DayRange::new(day, day + 399).unwrap();
        let pieces: Vec<String> = Detail::new(Arc::new(snapshot), RsiSet::only(Rsi::A), range).collect();
        assert!(pieces.len() > 1);
        let value: serde_json::Value = serde_json::from_str(&pieces.concat()).unwrap();
        assert_eq!(value["a"]["2020-01-02"][99]["Count"], 1);
        assert_eq!(value["a"].as_object().unwrap().len(), 400);
    }
}
