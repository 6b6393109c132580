//! A view as rows of numbers.

use crate::state::Interval;
use crate::view::{Body, MapLetter, MapPlace, View};
use crate::{format, words};

/// A table: what stands on top, and the rows.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    /// Headings; the first column is the day, week, code, letter or place.
    pub columns: Vec<String>,
    /// Rows, the latest or largest first: the first cell is the row's heading, missing values are `None`.
    pub rows: Vec<(String, Vec<Option<f64>>)>,
    /// How a value of each column after the first is written.
    pub styles: Vec<Style>,
}

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// With all digits before the point.
    Count,
    /// In percent, with two decimals.
    Percent,
    /// As it is.
    Plain,
}

impl Style {
    /// A value as text; missing is empty.
    pub fn write(self, value: Option<f64>) -> String {
        match (self, value) {
            (_, None) => String::new(),
            (Style::Count, Some(v)) => format::count(v),
            (Style::Percent, Some(v)) => format::percent(v),
            (Style::Plain, Some(v)) => v.to_string(),
        }
    }
}

/// The numbers of a view, hidden series included. Shares stand beside their counts.
pub fn table(view: &View) -> Table {
    match &view.body {
        Body::Time(time) => {
            let mut table = Table {
                columns: vec![match time.interval {
                    Interval::Day => "Day".into(),
                    Interval::Week => "Week from".into(),
                }],
                rows: Vec::new(),
                styles: Vec::new(),
            };
            let mut columns = Vec::new();
            for panel in &time.panels {
                for series in &panel.series {
                    let name = match (&panel.title, time.panels.len(), panel.series.len()) {
                        (Some(title), 2.., 1) => title.clone(),
                        (Some(title), 2.., _) => format!("{title}, {}", series.label),
                        _ => series.label.clone(),
                    };
                    columns.push(series.counts.as_ref().unwrap_or(&series.values));
                    table.columns.push(name.clone());
                    table.styles.push(Style::Count);
                    if series.counts.is_some() {
                        columns.push(&series.values);
                        table.columns.push(format!("{name} %"));
                        table.styles.push(Style::Percent);
                    }
                }
            }
            let row =
                |i: usize| (time.bins[i].start().to_string(), columns.iter().map(|c| c.get(i)).collect());
            table.rows = (0..time.bins.len()).rev().map(row).collect();
            table
        }
        Body::Pie(pie) => Table {
            columns: vec![
                if pie.code.is_some() { "RSI".into() } else { "Response code".into() },
                "Responses".into(),
                "Share".into(),
            ],
            rows: pie.slices.iter().map(|s| (s.label.clone(), vec![Some(s.value), Some(s.share)])).collect(),
            styles: vec![Style::Count, Style::Percent],
        },
        Body::Bars(bars) => {
            let mut table = Table {
                columns: vec!["Octets".into(), "All RSIs chosen".into(), "%".into()],
                rows: Vec::new(),
                styles: vec![Style::Count, Style::Percent],
            };
            for series in &bars.series {
                table.columns.extend([series.label.clone(), format!("{} %", series.label)]);
                table.styles.extend([Style::Count, Style::Percent]);
            }
            for (at, range) in bars.ranges.iter().enumerate() {
                let mut cells = vec![Some(range.count), Some(range.share)];
                for series in &bars.series {
                    cells.extend([series.counts.as_ref().and_then(|c| c.get(at)), series.values.get(at)]);
                }
                table.rows.push((range.label.clone(), cells));
            }
            table
        }
        Body::Boxes(boxes) => {
            let headings = |p: &crate::view::Period| {
                let label = p.label.clone();
                let all = ["loads"].into_iter().chain(words::FIVE_HEADINGS);
                all.map(move |heading| format!("{label}: {heading}"))
            };
            let cells = |five: &Option<crate::view::Five>| {
                let count = five.as_ref().map(|f| f.count as f64);
                let quantiles = (0..5).map(|q| five.as_ref().map(|f| f.quantiles[q]));
                [count].into_iter().chain(quantiles).collect::<Vec<_>>()
            };
            let row =
                |l: &crate::view::BoxPair| (l.rsi.to_string(), l.boxes.iter().flat_map(cells).collect());
            Table {
                columns: ["RSI".to_owned()]
                    .into_iter()
                    .chain(boxes.periods.iter().flat_map(headings))
                    .collect(),
                rows: boxes.letters.iter().map(row).collect(),
                styles: vec![Style::Count; 12],
            }
        }
        Body::Map(map) => {
            let mut columns = vec!["Place".into(), "Instances".into(), "Latitude".into(), "Longitude".into()];
            columns.extend(map.letters.iter().map(|l| l.rsi.to_string()));
            let mut styles = vec![Style::Count, Style::Plain, Style::Plain];
            styles.resize(columns.len() - 1, Style::Count);
            let row = |place: &MapPlace| {
                let mut cells = vec![Some(place.total()), place.at.map(|at| at.0), place.at.map(|at| at.1)];
                let of = |l: &MapLetter| place.counts.iter().find(|(rsi, _)| *rsi == l.rsi).map(|(_, n)| *n);
                cells.extend(map.letters.iter().map(of));
                (words::town(place).to_owned(), cells)
            };
            Table { columns, rows: map.places.iter().map(row).collect(), styles }
        }
    }
}
