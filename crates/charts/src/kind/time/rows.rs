//! The numbers as rows: for the table, CSV and JSON.

use rssac002_model::csv::field;

use super::second;
use crate::events::{Event, Marks};
use crate::rows::csv::{CHANGES, letters, number};
use crate::rows::json::{self, column, list, string, values};
use crate::rows::{Order, Style, Table};
use crate::state::Interval;
use crate::transform::Bin;
use crate::view::{Panel, Series, TimeView, Unit, View, marks_of};
use crate::{format, words};

pub(crate) fn table(time: &TimeView) -> Table {
    let mut table = Table {
        columns: vec![match time.interval {
            Interval::Day => "Day".into(),
            Interval::Week => "Week from".into(),
        }],
        rows: Vec::new(),
        styles: Vec::new(),
        order: Order::LATEST_FIRST,
    };
    let mut columns = Vec::new();
    for panel in &time.panels {
        for series in panel.shown() {
            let mut name = match (&panel.title, time.panels.len(), panel.first().count()) {
                (Some(title), 2.., 1) => title.clone(),
                (Some(title), 2.., _) => format!("{title}, {}", series.label),
                _ => series.label.clone(),
            };
            if let Some(second) = time.second.as_ref().filter(|_| series.is_second) {
                name = format!("{name}, {}", format::range(second.range));
            }
            columns.push(series.counts.as_ref().unwrap_or(&series.values));
            table.columns.push(name.clone());
            table.styles.push(Style::Count);
            if series.counts.is_some() {
                columns.push(&series.values);
                let (heading, style) = match time.unit {
                    Unit::Change | Unit::Points => (format!("{name}, {}", time.unit.words()), Style::Signed),
                    Unit::Index(_) => (format!("{name}, {}", time.unit.words()), Style::Percent),
                    Unit::Count { .. } | Unit::Percent => (format!("{name} %"), Style::Percent),
                };
                table.columns.push(heading);
                table.styles.push(style);
            }
        }
    }
    let row = |i: usize| (time.bins[i].start().to_string(), columns.iter().map(|c| c.get(i)).collect());
    table.rows = (0..time.bins.len()).rev().map(row).collect();
    for marks in &time.marks {
        let mut texts = Vec::new();
        for ((_, cells), bin) in table.rows.iter_mut().zip(time.bins.iter().rev()) {
            let told = told(&marks.days, bin);
            cells.push((!told.is_empty()).then_some(texts.len() as f64));
            texts.extend((!told.is_empty()).then_some(told));
        }
        table.columns.push(words::marks_heading(marks.mark).to_owned());
        table.styles.push(Style::Text(texts.into()));
    }
    table
}

/// The days of a list that lie in a bin, in order, by their words; empty where there are none. The row of a week says by itself
/// only in which one they lie, so each begins with its date.
fn told(list: &[Event], bin: &Bin) -> String {
    let mut days: Vec<&Event> = marks_of(list, bin).collect();
    days.sort_by_key(|day| day.day);
    let words = |day: &Event| match bin.interval {
        Interval::Day => day.what.clone(),
        Interval::Week => words::event(day),
    };
    days.into_iter().map(words).collect::<Vec<_>>().join("; ")
}

pub(crate) fn csv(time: &TimeView, view: &View, out: &mut String) {
    // A row's date and what is told of its days are the same for all series.
    let ends = |bins: &[Bin], marked: fn(&Marks) -> &[Event]| -> Vec<(String, String)> {
        let behind = |bin: &Bin| -> String {
            time.marks.iter().map(|marks| format!(",{}", field(&told(marked(marks), bin)))).collect()
        };
        bins.iter().map(|bin| (bin.start().to_string(), behind(bin))).collect()
    };
    let first = ends(&time.bins, |marks| &marks.days);
    let second = time.second.as_ref().map(|second| ends(&second.bins, |marks| &marks.second));
    for panel in &time.panels {
        for series in panel.shown() {
            let (letters, name) = (letters(&view.state, series.rsis), field(name(time, panel, series)));
            let rows = second.as_ref().filter(|_| series.is_second).unwrap_or(&first);
            for ((date, told), value) in rows.iter().zip(series.values.iter()) {
                out.extend([date, ",", &letters, ",", &name, ",", &number(value), told, "\r\n"]);
            }
        }
    }
}

pub(crate) fn json(time: &TimeView, view: &View) -> (Vec<String>, Vec<String>) {
    let letters = |rsis| letters(&view.state, rsis);
    let dates = time.bins.iter().map(|bin| string(&bin.start().to_string())).collect();
    let mut columns = Vec::new();
    for panel in &time.panels {
        for series in panel.shown() {
            let mut out = column(&letters(series.rsis), name(time, panel, series), &series.label);
            if let Some(second) = time.second.as_ref().filter(|_| series.is_second) {
                let dates = second.bins.iter().map(|bin| string(&bin.start().to_string()));
                out.raw("dates", &list(dates));
            }
            out.raw("values", &values(&series.values));
            if let Some(counts) = &series.counts {
                out.raw("counts", &values(counts));
            }
            if let Some((averages, changes)) =
                (!series.is_second).then(|| second::changed(time, panel, series)).flatten()
            {
                out.raw("averages", &list(averages.map(|average| json::number(Some(average)))));
                for (name, change) in CHANGES.iter().zip(changes) {
                    out.raw(name, &json::number(change));
                }
            }
            columns.push(out.finish());
        }
    }
    for marks in &time.marks {
        let texts = |days: &[Event], bins: &[Bin]| {
            list(bins.iter().map(|bin| match told(days, bin) {
                told if told.is_empty() => "null".into(),
                told => string(&told),
            }))
        };
        let mut out = column("", marks.mark.id(), words::marks_heading(marks.mark));
        out.raw("values", &texts(&marks.days, &time.bins));
        if let Some(second) = &time.second {
            // Under the same dates as the series of the days to compare with.
            out.raw("second", &texts(&marks.second, &second.bins));
        }
        columns.push(out.finish());
    }
    (dates, columns)
}

/// What stands in the series column: the name of a series, or of its panel, and what it is for people.
pub(crate) fn names(time: &TimeView) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for panel in &time.panels {
        for series in panel.first().filter(|series| !series.hidden) {
            let name = name(time, panel, series);
            let of_panel = panel.title.as_deref().filter(|_| name != series.id);
            names.push((name.to_owned(), of_panel.unwrap_or(&series.label).to_owned()));
        }
    }
    names
}

/// The name of a series in files. One panel per part: the part is the panel's name, and the series may be a letter.
fn name<'a>(time: &TimeView, panel: &'a Panel, series: &'a Series) -> &'a str {
    if panel.title.is_some() && !time.per_letter { &panel.id } else { &series.id }
}
