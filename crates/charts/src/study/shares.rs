//! Charts of shares, one for each period, and sentences about those that they have in common.

use rssac002_model::{DayRange, RsiSet};

use super::findings::{Findings, Found, Row};
use super::periods::periods;
use crate::format;
use crate::transform::size_order;
use crate::view::totals::LEAST_SHARE;
use crate::view::{Body, View};
use crate::words;

/// The views whose days lie in their period. One without any days of it shows others.
fn of_periods(views: [Option<&View>; 2]) -> ([Option<&View>; 2], [DayRange; 2]) {
    let periods = periods();
    let within = |at: usize| {
        views[at].filter(|view| view.range.intersection(periods[at]) == Some(view.range) && !view.is_empty())
    };
    let views = [within(0), within(1)];
    (views, [0, 1].map(|at| views[at].map_or(periods[at], |view| view.range)))
}

/// The names of a view of shares, their names for people, and their shares in percent.
fn shares(view: &View) -> Vec<(&str, &str, f64)> {
    match &view.body {
        Body::Pie(pie) => pie.slices.iter().map(|s| (s.id.as_str(), s.label.as_str(), s.share)).collect(),
        Body::Bars(bars) => bars.parts.iter().map(|p| (p.id.as_str(), p.label.as_str(), p.share)).collect(),
        _ => Vec::new(),
    }
}

/// What a view of shares has of a name that it does not list. Sizes are in ranges, and of two views one may have an open
/// range in place of the other's last ones.
pub(super) fn unlisted(view: &View, id: &str) -> Found {
    let Body::Bars(bars) = &view.body else {
        // A code without a slice was never sent.
        return Found::Value(0.0);
    };
    let is_open = |id: &str| id.ends_with('-');
    let overlaps = |other: &str| {
        (is_open(id) && size_order(other) >= size_order(id))
            || (is_open(other) && size_order(id) >= size_order(other))
    };
    // An open range may also be many small ones here.
    let is_many = is_open(id) && bars.small.1 >= LEAST_SHARE;
    if is_many || bars.parts.iter().any(|part| overlaps(&part.id)) {
        Found::Unknown(words::NOT_APART)
    } else {
        Found::Small
    }
}

/// The shares of two views, and sentences about some of them, or about the one that changed most where none are named.
/// `label` makes a name for people of the view's.
pub(super) fn of_two(
    views: [Option<&View>; 2],
    unit: &'static str,
    label: fn(&str) -> String,
    said: &[&str],
) -> Findings {
    let (views, spans) = of_periods(views);
    let mut findings = Findings::new(unit, true, format::percent, spans);
    let shares = views.map(|view| view.map(|view| (view, shares(view))));
    let listed = shares.iter().flatten().flat_map(|(_, all)| all).map(|(id, name, _)| (*id, *name));
    // What is said of may be listed by neither.
    for (id, name) in listed.chain(said.iter().map(|id| (*id, *id))) {
        if findings.rows.iter().all(|row| row.id != id) {
            let of = |at: usize| match &shares[at] {
                None => Found::Nothing,
                Some((view, all)) => match all.iter().find(|(i, ..)| *i == id) {
                    Some((.., share)) => Found::Value(*share),
                    None => unlisted(view, id),
                },
            };
            let (id, found) = (id.to_owned(), [of(0), of(1)]);
            findings.rows.push(Row { id, label: label(name), rsis: RsiSet::EMPTY, found });
        }
    }
    let on = views.map(|view| match view.map(|view| &view.body) {
        Some(Body::Pie(pie)) => words::rests_on((0, 0), pie.reported),
        Some(Body::Bars(bars)) => words::rests_on((0, 0), bars.reported),
        _ => String::new(),
    });
    for id in said {
        let row = findings.row(id, label);
        findings.say(&row, on.clone());
    }
    if said.is_empty() {
        let none = || Row { label: words::ALL_SIZES.to_owned(), ..findings.row("", label) };
        let row = findings.greatest().unwrap_or_else(none);
        findings.say(&row, on);
    }
    findings
}
