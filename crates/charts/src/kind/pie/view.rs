//! Shares of response codes over a range of days, and of letters within a code.

use rssac002_model::{Columns, DayRange, Rsi, RsiSet};

use super::words;
use crate::state::ChartState;
use crate::theme::{Colour, Hue};
use crate::transform::{greatest_first, is_throughout};
use crate::view::{Body, DoubtfulValue, PieView, Slice, View, total_of};

/// NoError and NXDomain keep their colours on every page; the others share three.
fn code_colour(code: u8) -> Colour {
    Colour::Hue(match code {
        0 => Hue::Blue,
        3 => Hue::Orange,
        2 => Hue::Teal,
        5 => Hue::Purple,
        _ => Hue::Grey,
    })
}

pub(crate) fn build(state: &ChartState, range: DayRange, columns: &Columns) -> View {
    let leave_out = state.leaves_out_doubtful();
    let mut codes = [0.0; 1 << u8::BITS];
    let mut letters = [0.0; Rsi::COUNT];
    let mut reported = 0;
    let mut throughout = RsiSet::EMPTY;
    let mut doubtful = Vec::new();
    for rsi in state.rsis.iter() {
        let Some(group) = columns.rsi(rsi) else { continue };
        let Some(days) = &group.days else { continue };
        let there = days.reported.get(0).map_or(0, |days| days as usize);
        reported += there;
        if is_throughout(there, range.len()) {
            throughout.insert(rsi);
        }
        for column in &group.columns {
            // The published API keeps odd spellings of a code ('05') as keys of their own.
            let Ok(code) = column.key.parse::<u8>() else { continue };
            if state.code.is_none_or(|shown| shown == code) {
                let mine = days.doubtful.iter().filter(|o| o.key == column.key);
                doubtful.extend(mine.map(|o| DoubtfulValue {
                    rsi,
                    part: crate::words::rcode(code).to_owned(),
                    day: o.day,
                    value: o.value,
                }));
            }
            let sum = total_of(group, column, leave_out);
            codes[usize::from(code)] += sum;
            if state.code == Some(code) {
                letters[rsi.index()] += sum;
            }
        }
    }
    let slice = |id: String, label: String, colour: Colour, value: f64| Slice {
        hidden: state.hides(&id),
        id,
        label,
        colour,
        value,
        share: 0.0,
    };
    let mut slices: Vec<Slice> = match state.code {
        Some(_) => Rsi::all()
            .zip(letters)
            .map(|(rsi, v)| slice(rsi.to_string(), format!("{rsi} root"), Colour::Rsi(rsi), v))
            .collect(),
        None => {
            let slices = (0..=u8::MAX).zip(codes).map(|(code, v)| {
                slice(code.to_string(), crate::words::rcode(code).to_owned(), code_colour(code), v)
            });
            greatest_first(slices.collect(), |s| s.value)
        }
    };
    slices.retain(|s| s.value > 0.0);
    let total: f64 = slices.iter().map(|s| s.value).sum();
    if total > 0.0 {
        slices.iter_mut().for_each(|s| s.share = 100.0 * s.value / total);
    }
    let title = match state.code {
        Some(code) => format!("{} by RSI", crate::words::rcode(code)),
        None => state.chart.title.to_owned(),
    };
    let pie = PieView {
        code: state.code,
        slices,
        total,
        noun: state.chart.noun,
        expected: state.rsis,
        reported: (reported, state.rsis.len() * range.len()),
        doubtful,
    };
    View {
        state: state.clone(),
        range,
        title,
        subtitle: words::subtitle_pie(state.rsis, range),
        coverage: crate::words::coverage_pie(pie.reported, state.rsis),
        throughout,
        summary: words::summary_pie(&pie.slices, pie.total),
        body: Body::Pie(pie),
    }
}
