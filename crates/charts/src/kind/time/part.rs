//! Part of a view over time, as a visitor sees it who moves its days: cut out of what is there, so that it is made in no time.

use std::ops::Range;

use rssac002_model::Column;

use crate::draw::Window;
use crate::view::{Body, Extremes, Panel, SecondPeriod, Series, TimeView, View};

/// The bins of which something lies in a window, and one more on each side, to which lines lead.
fn bins_in(time: &TimeView, window: Window) -> Range<usize> {
    let of = |at: usize| Window::of(time.bins[at].days);
    let (mut first, mut last) = (0, time.bins.len());
    while first < last && of(first).to() <= window.from() {
        first += 1;
    }
    while last > first && of(last - 1).from() >= window.to() {
        last -= 1;
    }
    first.saturating_sub(1)..(last + 1).min(time.bins.len())
}

fn rows<T: Clone>(all: &[T], bins: &Range<usize>) -> Vec<T> {
    all.get(bins.start..bins.end.min(all.len())).unwrap_or_default().to_vec()
}

fn column(all: &Column, bins: &Range<usize>) -> Column {
    rows(all.raw(), bins).into()
}

impl Series {
    fn part(&self, bins: &Range<usize>) -> Series {
        let doubtful = self.doubtful.iter().filter(|bin| bins.contains(bin));
        Series {
            id: self.id.clone(),
            label: self.label.clone(),
            values: column(&self.values, bins),
            counts: self.counts.as_ref().map(|counts| column(counts, bins)),
            doubtful: doubtful.map(|bin| bin - bins.start).collect(),
            ..*self
        }
    }
}

impl TimeView {
    /// What of it lies in a window, for drawing: the value axis is made for that. What is told of days in words stays with the
    /// whole.
    pub fn part(&self, window: Window) -> TimeView {
        let bins = bins_in(self, window);
        let panel = |panel: &Panel| Panel {
            id: panel.id.clone(),
            title: panel.title.clone(),
            series: panel.series.iter().map(|series| series.part(&bins)).collect(),
        };
        let second = self.second.as_ref().map(|second| SecondPeriod {
            range: second.range,
            bins: rows(&second.bins, &bins),
            absent: rows(&second.absent, &bins),
            kept: rows(&second.kept, &bins),
        });
        let panels: Vec<Panel> = self.panels.iter().map(panel).collect();
        TimeView {
            bins: rows(&self.bins, &bins),
            second,
            extremes: panels.iter().map(|panel| Extremes::of(panel, self.form, bins.len())).collect(),
            panels,
            coverage: rows(&self.coverage, &bins),
            absent: rows(&self.absent, &bins),
            kept: rows(&self.kept, &bins),
            reported: Vec::new(),
            missing: Vec::new(),
            doubtful: Vec::new(),
            marks: self.marks.clone(),
            window: Some(window),
            unit: self.unit.clone(),
            ..*self
        }
    }
}

impl View {
    /// What of a view over time lies in a window, for drawing while that is moved. `None` of any other view.
    pub fn part(&self, window: Window) -> Option<View> {
        let body = Body::Time(self.time()?.part(window));
        Some(View {
            state: self.state.clone(),
            title: self.title.clone(),
            subtitle: String::new(),
            coverage: String::new(),
            summary: String::new(),
            body,
            ..*self
        })
    }
}
