//! How to read a chart, from what it draws and the state that it is in.

use crate::catalogue::{Drawing, Form, Measure, Panels};
use crate::state::{ChartState, Interval, PanelAxis, Reading, Scale, Second};

/// Before the sentences.
pub const HOW: &str = "How to read this chart:";

/// The sentences that say what the marks of a chart mean: its panels, its form, what was made of the numbers, the axis, other
/// days, and what a gap is.
pub fn how_to_read(state: &ChartState) -> String {
    let other_days = state.with != Second::None;
    let sentences = match state.chart.drawing {
        Drawing::Time { panels, .. } => [
            panels_of(state, panels),
            Some(marks(state)),
            made_of_them(state.reading),
            logarithmic(state),
            other_days.then_some("Pale lines are the days compared with."),
            Some(match state.interval {
                Interval::Day => "A gap is a day without a report, not a zero.",
                Interval::Week => "A gap is a week without a report, not a zero.",
            }),
        ],
        Drawing::Shares { .. } if state.is_pie() => [
            Some(match state.part {
                None => "Each slice is one kind's share of all.",
                Some(_) => "Each slice is one RSI's share of this kind.",
            }),
            state.part.is_none().then_some("Press a slice to see it by RSI."),
            other_days.then_some(
                "Compare the percentages of the two pies: both are as large, whatever they count.",
            ),
            None,
            None,
            None,
        ],
        Drawing::Shares { .. } | Drawing::SizeColumns => [
            Some(
                "A column's height is its share of all, and its layers are the RSIs, in the order of the legend.",
            ),
            Some(
                "Layers compare well only from column to column of the lowest RSI; the numbers of the others are in the table.",
            ),
            other_days.then_some("Compare columns of the same name in both periods."),
            None,
            None,
            None,
        ],
        Drawing::Boxes => [
            Some(
                "A box holds the middle half of an RSI's loads, the line in it is the median, and whiskers reach to the fastest and \
                the slowest load.",
            ),
            Some("The two boxes of an RSI are the two periods."),
            logarithmic(state),
            None,
            None,
            None,
        ],
        Drawing::Map => [
            Some("Each circle is a place with instances, and its area follows their number."),
            Some("A circle with a number on it stands for several places, which part as the map is zoomed."),
            Some("It shows where instances are, not where queries come from."),
            None,
            None,
            None,
        ],
    };
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn panels_of(state: &ChartState, panels: Panels) -> Option<&'static str> {
    let axis = state.offers_axis().then_some(state.axis);
    match (panels, axis) {
        (Panels::One, _) => None,
        (_, Some(PanelAxis::Same)) => Some("All panels have the same axis, so that heights compare."),
        (_, Some(PanelAxis::Own)) => Some("Each panel has an axis of its own: compare shapes, not heights."),
        (_, None) => Some("Panels have the same axis."),
    }
}

fn marks(state: &ChartState) -> &'static str {
    let of_loads = state.chart.measure == Measure::LoadQuantiles;
    match state.form {
        Form::Line if state.letters().len() > 1 => {
            "The line is of all chosen RSIs together; where some did not report it is thin and stands apart."
        }
        Form::Line => "The line is read from the axis.",
        Form::Stacked => {
            "An area's height is its value, and the upper edge of all is the sum: an area also moves when one below it does."
        }
        Form::Share => {
            "An area's height is its share of all, which fill 100%; how much that is, is not to be seen."
        }
        Form::Lines if of_loads => {
            "From the fastest load to the slowest: half of all loads are as fast as the median or faster."
        }
        Form::Bands => "The line is the median, and the widest band holds all loads.",
        // Others are not over time.
        Form::Lines | Form::Pie | Form::Columns => "Each line is read from the axis by itself.",
    }
}

fn made_of_them(reading: Reading) -> Option<&'static str> {
    match reading {
        Reading::Published => None,
        Reading::Average => Some("Each value is an average of the last days, so it comes late."),
        Reading::Change => Some("Zero is no change against 52 weeks before, above it is more."),
        Reading::Index => Some("All lines meet at 100 on one day: they show growth, not size."),
        Reading::Cumulative => Some("All days before are added, so the steeper, the more."),
    }
}

fn logarithmic(state: &ChartState) -> Option<&'static str> {
    (state.scale == Scale::Log)
        .then_some("The axis is logarithmic: equal steps are equal factors, and zero is not on it.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{CATALOGUE, Chart};
    use crate::state::{Bound, Clock, url};
    use rssac002_model::Day;

    fn told(address: &str) -> String {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let (state, ignored) =
            url::parse(Chart::find(path).unwrap(), query, &Clock::new(Day::CHARTS_START + 3000));
        assert_eq!(ignored, [], "{address}");
        how_to_read(&state)
    }

    #[test]
    fn every_form_of_every_chart_is_explained_in_few_words() {
        for chart in CATALOGUE {
            for form in chart.forms().iter().copied().chain([ChartState::new(chart).form]) {
                let mut state = ChartState::new(chart);
                state.set_form(form);
                state.set_second(if state.offers_second_period() {
                    Second::YearBefore
                } else {
                    Second::None
                });
                let told = how_to_read(&state);
                assert!(told.ends_with('.') && !told.contains("  "), "{}: {told}", chart.path);
                assert!((60..480).contains(&told.len()), "{}: {told}", chart.path);
            }
        }
    }

    #[test]
    fn what_is_said_follows_the_state() {
        let plain = told("queries-received");
        assert!(plain.contains("all chosen RSIs together") && plain.contains("gap is a week"), "{plain}");
        for (address, has) in [
            ("queries-received?interval=day", "gap is a day"),
            ("queries-received?rsi=k", "The line is read from the axis."),
            ("queries-received?type=stacked", "also moves when one below it does"),
            ("queries-received?type=share", "fill 100%"),
            ("queries-received?type=lines&scale=log", "logarithmic"),
            ("queries-received/rsi", "same axis, so that heights compare"),
            ("queries-received/protocol", "compare shapes, not heights"),
            ("response-codes", "Press a slice"),
            ("response-codes?type=columns", "layers are the RSIs"),
            ("packet-sizes/stacked", "layers are the RSIs"),
            ("load-time/compare", "middle half"),
            ("load-time/quartiles", "as fast as the median"),
            ("load-time/quartiles?type=bands", "widest band holds all loads"),
            ("instances/map", "not where queries come from"),
        ] {
            let told = told(address);
            assert!(told.contains(has), "{address}: {told}");
            assert!(address == "queries-received" || told != plain, "{address}");
        }
        assert!(!told("queries-received?type=lines").contains("logarithmic"));
        assert!(!plain.contains("Pale lines"));
        let mut two = ChartState::new(Chart::find("queries-received").unwrap());
        two.set_second(Second::Days(Bound::YearsBack(2), Bound::YearsBack(1)));
        assert!(how_to_read(&two).contains("Pale lines"));
    }
}
