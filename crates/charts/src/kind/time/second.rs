//! The days that are compared with: their series beside those of the days shown, and what changed.

use rssac002_model::Column;

use super::of_range::OfRange;
use crate::view::change;
use crate::view::{Panel, SecondPeriod, Series, TimeView, Unit};
use crate::{format, words};

/// Puts the series of other days beside the same ones of the days shown, each value in the bin that it stands under.
pub(crate) fn beside(first: &mut OfRange, mut second: OfRange) -> SecondPeriod {
    let bins = first.bins.len().min(second.bins.len());
    let fitted = |column: &Column| (0..bins).map(|bin| column.get(bin)).collect::<Column>();
    for (panel, other) in first.panels.iter_mut().zip(second.panels) {
        panel.series.extend(other.series.into_iter().map(|series| Series {
            is_second: true,
            values: fitted(&series.values),
            counts: series.counts.as_ref().map(fitted),
            doubtful: series.doubtful.iter().filter(|bin| **bin < bins).copied().collect(),
            ..series
        }));
    }
    first.doubtful.append(&mut second.doubtful);
    second.bins.truncate(bins);
    SecondPeriod { range: second.range, bins: second.bins, absent: second.absent, kept: second.kept }
}

/// The averages of a series and of its second one over the bins that have both; `None` where none has. A sum counts where it is
/// of the same letters in both.
fn averages(time: &TimeView, second: &SecondPeriod, panel: &Panel, series: &Series) -> Option<[f64; 2]> {
    let other = panel.second_of(series)?;
    let is_sum = time.additive && series.rsis.len() > 1;
    let alike = |bin: &usize| !is_sum || time.absent.get(*bin) == second.absent.get(*bin);
    let bins = (0..second.bins.len()).filter(alike);
    let both = bins.filter_map(|bin| Some((series.sure(bin)?, other.sure(bin)?)));
    let add = |(now, before, count): (f64, f64, f64), (a, b)| (now + a, before + b, count + 1.0);
    let (now, before, count) = both.fold((0.0, 0.0, 0.0), add);
    (count > 0.0).then(|| [now / count, before / count])
}

/// What changed of a series against the other days: its averages over the bins that have both, those shown first, and the
/// difference, the difference in percent of what there was, and that of shares in percentage points. `None` where no bin has both.
pub(crate) fn changed(
    time: &TimeView,
    panel: &Panel,
    series: &Series,
) -> Option<([f64; 2], [Option<f64>; 3])> {
    let both = averages(time, time.second.as_ref()?, panel, series)?;
    let by = both[0] - both[1];
    let percent = (both[1] > 0.0).then(|| 100.0 * (both[0] / both[1] - 1.0));
    Some((
        both,
        match time.unit {
            Unit::Count { .. } => [Some(by), percent, None],
            Unit::Index(_) => [None, percent, None],
            Unit::Percent | Unit::Change | Unit::Points => [None, None, Some(by)],
        },
    ))
}

/// How a value differs from that of the other days: shares and changes in percentage points, all else in percent. `None` where
/// there was nothing.
pub(crate) fn difference(unit: &Unit, [value, before]: [f64; 2]) -> Option<String> {
    match unit {
        Unit::Percent | Unit::Change | Unit::Points => Some(format::signed(value - before) + " points"),
        Unit::Count { .. } | Unit::Index(_) if before > 0.0 => {
            Some(format::signed(100.0 * (value / before - 1.0)) + "%")
        }
        Unit::Count { .. } | Unit::Index(_) => None,
    }
}

/// What changed against the other days, series by series; empty where there are none.
pub(crate) fn summary(time: &TimeView) -> String {
    let Some(second) = &time.second else { return String::new() };
    let show = |value: f64| match time.unit {
        Unit::Count { .. } => format::short(value),
        Unit::Percent | Unit::Change | Unit::Points | Unit::Index(_) => time.unit.write(value),
    };
    let one = |panel: &Panel, series: &Series| {
        let (both, [absolute, ..]) = changed(time, panel, series)?;
        let absolute = absolute.map(|by| format::with_sign(by, show));
        let by: Vec<String> = absolute.into_iter().chain(difference(&time.unit, both)).collect();
        let name = words::of_panel(panel.title.as_deref(), &series.label);
        let factor = (both[0] / both[1]).ln().abs();
        Some((factor, words::changed(&name, both.map(show), &by.join(", "))))
    };
    let of_panel = |panel: &Panel| -> Vec<(f64, String)> {
        panel.first().filter(|series| !series.hidden).filter_map(|series| one(panel, series)).collect()
    };
    let told = change::told(time.panels.iter().flat_map(of_panel).collect());
    if told.is_empty() { String::new() } else { words::all_changed(&told, second.range) }
}
