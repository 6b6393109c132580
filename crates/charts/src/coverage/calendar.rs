//! The days of letters and metrics, in runs of equal status.

use rssac002_model::{Day, DayRange, DayStatus, Metric, Rsi, Snapshot, csv};

use super::state::CoverageState;
use super::words;

/// Why a day's file was repaired or refused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Note {
    /// Of which metric.
    pub metric: Metric,
    /// Of which letter.
    pub rsi: Rsi,
    /// Of which day.
    pub day: Day,
    /// File, line and reason, for people.
    pub text: String,
}

/// Days that follow each other and came through alike.
#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    /// The days.
    pub days: DayRange,
    /// How their files came through.
    pub status: DayStatus,
    /// Why, where files were repaired or refused. Then the run is one day.
    pub notes: Vec<String>,
}

/// One metric of one letter.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The letter.
    pub rsi: Rsi,
    /// The metric.
    pub metric: Metric,
    /// All days of the calendar.
    pub runs: Vec<Run>,
}

impl Row {
    /// How many of these days are held, repaired or not.
    pub fn held(&self, days: DayRange) -> usize {
        let held = self.runs.iter().filter(|run| is_held(run.status));
        held.filter_map(|run| run.days.intersection(days)).map(DayRange::len).sum()
    }
}

/// Whether a day with this status has numbers.
pub fn is_held(status: DayStatus) -> bool {
    matches!(status, DayStatus::Clean | DayStatus::Repaired)
}

/// The days of letters and metrics.
#[derive(Clone, PartialEq, Debug)]
pub struct Calendar {
    /// The days; `None` where nothing is held.
    pub range: Option<DayRange>,
    /// Letters and metrics.
    pub rows: Vec<Row>,
}

impl Calendar {
    /// What of a snapshot a state shows, from the first to the last day that any file is of. The notes are in order.
    pub fn new(snapshot: &Snapshot, notes: &[Note], state: &CoverageState) -> Calendar {
        let series = state.series();
        let held: Vec<DayRange> = series.iter().filter_map(|(_, metric)| snapshot.range(*metric)).collect();
        let first = held.iter().map(|range| range.start()).min();
        let range = first.zip(held.iter().map(|range| range.end()).max());
        let range = range.and_then(|(first, last)| DayRange::new(first, last));
        let range = match state.year {
            Some(year) => range.and_then(|range| year_of(year)?.intersection(range)),
            None => range,
        };
        let row = |(rsi, metric): (Rsi, Metric)| {
            let runs = range.map(|range| runs(snapshot, notes, rsi, metric, range)).unwrap_or_default();
            Row { rsi, metric, runs }
        };
        Calendar { range, rows: series.into_iter().map(row).collect() }
    }

    /// The years that it has days of, the latest first, each with those days.
    pub fn years(&self) -> Vec<(i32, DayRange)> {
        let Some(range) = self.range else { return Vec::new() };
        let years = (range.start().year()..=range.end().year()).rev();
        years.filter_map(|year| Some((year, year_of(year)?.intersection(range)?))).collect()
    }

    /// All runs as CSV with a line of names first.
    pub fn csv(&self) -> String {
        let mut out = words::FILE_COLUMNS.join(",") + "\r\n";
        for row in &self.rows {
            for run in &row.runs {
                let days = format!("{},{}", run.days.start(), run.days.end());
                let (status, notes) = (words::status(run.status), csv::field(&run.notes.join("; ")));
                out.push_str(&format!("{},{},{days},{status},{notes}\r\n", row.rsi, row.metric));
            }
        }
        out
    }
}

/// The days of a year.
fn year_of(year: i32) -> Option<DayRange> {
    DayRange::new(Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?)
}

fn runs(snapshot: &Snapshot, notes: &[Note], rsi: Rsi, metric: Metric, range: DayRange) -> Vec<Run> {
    let of_series = notes.partition_point(|note| (note.metric, note.rsi) < (metric, rsi));
    let notes = &notes[of_series..];
    let mut runs: Vec<Run> = Vec::new();
    for day in range.days() {
        let status = snapshot.status(metric, rsi, day);
        let stands_alone = matches!(status, DayStatus::Repaired | DayStatus::Refused);
        match runs.last_mut() {
            Some(run) if run.status == status && !stands_alone => {
                if let Some(days) = DayRange::new(run.days.start(), day) {
                    run.days = days;
                }
            }
            _ => {
                let of_day = |note: &&Note| (note.metric, note.rsi, note.day) == (metric, rsi, day);
                let known = if stands_alone { notes } else { &[] };
                let start =
                    known.partition_point(|note| (note.metric, note.rsi, note.day) < (metric, rsi, day));
                let notes = known[start..].iter().take_while(of_day).map(|note| note.text.clone()).collect();
                runs.push(Run { days: DayRange::single(day), status, notes });
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rssac002_model::Dataset;

    const START: Day = Day::CHARTS_START;

    fn snapshot(statuses: &[DayStatus]) -> Snapshot {
        let mut snapshot = Snapshot::default();
        let series = snapshot.table_mut(Dataset::TrafficVolume).series_mut(Rsi::A);
        for (day, status) in statuses.iter().enumerate() {
            if *status != DayStatus::Missing {
                series.push(START + day as i32, *status, is_held(*status).then_some(&[]));
            }
        }
        snapshot
    }

    #[test]
    fn reasons_stand_with_their_days() {
        use DayStatus::{Clean, Missing, Refused, Repaired};
        let snapshot = snapshot(&[Clean, Clean, Repaired, Repaired, Missing, Missing, Refused, Clean]);
        let note = |rsi, day: i32, text: &str| Note {
            metric: Metric::TrafficVolume,
            rsi,
            day: START + day,
            text: text.to_owned(),
        };
        let b = Rsi::from_letter('b').unwrap();
        let notes =
            [note(Rsi::A, 2, "one"), note(Rsi::A, 2, "two"), note(Rsi::A, 6, "three"), note(b, 3, "no")];
        let calendar = Calendar::new(&snapshot, &notes, &CoverageState::default());
        let runs: Vec<(usize, DayStatus, usize)> =
            calendar.rows[0].runs.iter().map(|run| (run.days.len(), run.status, run.notes.len())).collect();
        assert_eq!(
            runs,
            [
                (2, Clean, 0),
                (1, Repaired, 2),
                (1, Repaired, 0),
                (2, Missing, 0),
                (1, Refused, 1),
                (1, Clean, 0)
            ]
        );
        assert_eq!(calendar.rows[0].held(calendar.range.unwrap()), 5);
        assert_eq!(calendar.rows[1].runs[0].status, Missing);
        assert!(calendar.csv().contains("a,traffic-volume,2017-01-04,2017-01-04,repaired,one; two\r\n"));
        assert_eq!(Calendar::new(&Snapshot::default(), &notes, &CoverageState::default()).range, None);
    }

    proptest! {
        #[test]
        fn runs_are_the_days(statuses in proptest::collection::vec(0..4u8, 1..900)) {
            let statuses: Vec<DayStatus> = statuses
                .into_iter()
                .map(|n| [DayStatus::Clean, DayStatus::Missing, DayStatus::Refused, DayStatus::Repaired][n as usize])
                .collect();
            let calendar = Calendar::new(&snapshot(&statuses), &[], &CoverageState::default());
            if let Some(range) = calendar.range {
                let again: Vec<DayStatus> = calendar.rows[0]
                    .runs
                    .iter()
                    .flat_map(|run| run.days.days().map(|_| run.status))
                    .collect();
                let first = (range.start() - START) as usize;
                prop_assert_eq!(&again[..], &statuses[first..first + range.len()]);
                let years: usize = calendar.years().iter().map(|(_, days)| days.len()).sum();
                prop_assert_eq!(years, range.len());
            }
        }
    }
}
