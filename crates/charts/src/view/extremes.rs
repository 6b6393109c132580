//! How far the values of a panel go.

use super::{Panel, Series};
use crate::catalogue::Form;

/// How far values go, doubtful and hidden ones left out.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Extremes {
    /// The largest value drawn, or 0.
    pub most: f64,
    /// The smallest one above zero; infinite where there is none.
    pub least: f64,
    /// How far they go below zero, or 0.
    pub low: f64,
}

impl Extremes {
    /// Those of no values.
    pub const NONE: Extremes = Extremes { most: 0.0, least: f64::INFINITY, low: 0.0 };

    /// Those of a panel's first bins in a form: of a stack its height counts.
    pub(crate) fn of(panel: &Panel, form: Form, bins: usize) -> Extremes {
        let visible = panel.series.iter().filter(|series| !series.hidden);
        if form == Form::Stacked {
            let mut heights = vec![0.0; bins];
            visible.flat_map(sure).for_each(|(bin, value)| {
                heights.get_mut(bin).into_iter().for_each(|height| *height += value);
            });
            return Extremes { most: heights.into_iter().fold(0.0, f64::max), ..Extremes::NONE };
        }
        let values = visible.flat_map(sure).filter(|(bin, _)| *bin < bins);
        values.fold(Extremes::NONE, |all, (_, value)| Extremes {
            most: all.most.max(value),
            least: if value > 0.0 { all.least.min(value) } else { all.least },
            low: all.low.min(value),
        })
    }

    /// Those of both.
    pub(crate) fn and(self, other: Extremes) -> Extremes {
        Extremes {
            most: self.most.max(other.most),
            least: self.least.min(other.least),
            low: self.low.min(other.low),
        }
    }
}

/// The values of a series that are neither missing nor doubtful.
fn sure(series: &Series) -> impl Iterator<Item = (usize, f64)> {
    let values = series.values.iter().enumerate();
    values
        .filter(|(bin, _)| series.doubtful.binary_search(bin).is_err())
        .filter_map(|(bin, value)| Some((bin, value?)))
}
