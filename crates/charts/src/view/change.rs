//! How numbers changed from one period to another, in numbers and in words.

use rssac002_model::DayRange;

use crate::transform::greatest_first;
use crate::{format, words};

/// A count, and its share of all in percent; `None` where nothing was reported.
pub(crate) type Counted = [Option<f64>; 2];

/// How a count and its share differ from those of another period: the difference, the difference in percent of what there was,
/// and that of the shares in percentage points. `None` where a period has none, and in percent of nothing.
pub(crate) fn changes([count, share]: Counted, [before, share_before]: Counted) -> [Option<f64>; 3] {
    let relative = |(now, before): (f64, f64)| (before > 0.0).then(|| 100.0 * (now / before - 1.0));
    let difference =
        |now: Option<f64>, before: Option<f64>| now.zip(before).map(|(now, before)| now - before);
    [difference(count, before), count.zip(before).and_then(relative), difference(share, share_before)]
}

/// The numbers of a series in a table: its count and share, then, where there is another period, those of it and the changes.
pub(crate) fn cells(now: Counted, before: Option<Counted>) -> Vec<Option<f64>> {
    let compared = before.map(|before| before.into_iter().chain(changes(now, before)));
    now.into_iter().chain(compared.into_iter().flatten()).collect()
}

/// A total in a sentence: a small one is a whole number.
fn show(total: f64) -> String {
    if total.abs() < 1000.0 { format::count(total) } else { format::short(total) }
}

/// Changes in words, those that are known.
pub(crate) fn written([absolute, percent, points]: [Option<f64>; 3]) -> String {
    let absolute = absolute.map(|by| format::with_sign(by, show));
    let percent = percent.map(|by| format::signed(by) + "%");
    let points = points.map(|by| format::signed(by) + " points");
    [absolute, percent, points].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// So many series are told of; where there are more, those that changed most.
const MOST_TOLD: usize = 13;

/// What is said of changes, each with a number that says how great it is.
pub(crate) fn told(mut changed: Vec<(f64, String)>) -> Vec<String> {
    let more = changed.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        // Nothing became something, or the other way round, or a change went through zero: no factor says how much.
        changed = greatest_first(changed, |(size, _)| if size.is_finite() { *size } else { 0.0 });
        changed.truncate(MOST_TOLD);
    }
    let told = changed.into_iter().map(|(_, told)| told);
    told.chain((more > 0).then(|| words::more(more))).collect()
}

/// How the totals of each series changed from the second range of days to the first; empty where there is no other, or nothing
/// that both have. `of_one` says which letters only one of them has.
pub(crate) fn of_totals(
    series: impl Iterator<Item = (String, Counted, Option<Counted>)>,
    ranges: &[DayRange],
    of_one: &str,
) -> String {
    let [first, second] = ranges else { return String::new() };
    let one = |(name, now, before): (String, Counted, Option<Counted>)| {
        let before = before?;
        let changes = changes(now, before);
        let both = [now[0]?, before[0]?].map(show);
        Some((changes[2].unwrap_or(0.0).abs(), words::changed(&name, both, &written(changes))))
    };
    let told = told(series.filter_map(one).collect());
    if told.is_empty() {
        String::new()
    } else {
        words::said(words::totals_changed(&told, [*first, *second]), of_one.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_no_base_of_a_percentage_and_what_is_missing_has_no_change() {
        let known = [Some(30.0), Some(60.0)];
        assert_eq!(changes(known, [Some(20.0), Some(25.0)]), [Some(10.0), Some(50.0), Some(35.0)]);
        assert_eq!(changes(known, [Some(0.0), Some(0.0)]), [Some(30.0), None, Some(60.0)]);
        assert_eq!(changes(known, [None, None]), [None; 3]);
        assert_eq!(
            written(changes([Some(1e9), Some(10.0)], [Some(2e9), Some(40.0)])),
            "−1.00 billion, −50.00%, −30.00 points"
        );
    }

    #[test]
    fn of_many_series_those_that_changed_most_are_told_of() {
        let changed = (0..20).map(|at| (f64::from(at), at.to_string())).collect();
        let told = told(changed);
        assert_eq!((told.len(), told[0].as_str(), told[13].as_str()), (14, "19", "and 7 more"));
    }
}
