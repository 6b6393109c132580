//! Values over days or weeks.

pub mod draw;
mod of_range;
pub mod overview;
mod part;
mod reading;
pub mod readout;
pub(crate) mod rows;
mod second;
pub mod view;

use rssac002_model::DayRange;

use crate::draw::{Geometry, Layer, Scene, Surface};
use crate::rows::Table;
use crate::state::ChartState;
use crate::view::{Body, DoubtfulValue, InBody, Kind, LegendEntry, Readout, Rows, TimeView, View};

/// The days that are looked at to show a range, compared with another one where it is given.
pub(crate) fn looked_at(state: &ChartState, range: DayRange, second: Option<DayRange>) -> DayRange {
    let of = |range| reading::looked_at(state, range);
    let (first, second) = (of(range), of(second.unwrap_or(range)));
    DayRange::new(first.start().min(second.start()), first.end().max(second.end())).unwrap_or(first)
}

impl Kind for TimeView {
    fn is_empty(&self) -> bool {
        self.panels.iter().flat_map(|p| &p.series).all(|s| s.values.iter().all(|v| v.is_none()))
    }

    fn legend(&self) -> Vec<LegendEntry> {
        let mut entries: Vec<LegendEntry> = Vec::new();
        for series in self.panels.iter().flat_map(|p| &p.series) {
            if !entries.iter().any(|e| e.id == series.id) {
                entries.push(series.into());
            }
        }
        entries
    }

    fn names_series(&self, width: f64) -> bool {
        self.panels.len() == 1 && width >= draw::WIDE
    }

    fn headings(&self) -> Vec<Option<&str>> {
        self.panels.iter().map(|p| p.title.as_deref()).collect()
    }

    fn places(&self) -> usize {
        self.bins.len()
    }

    fn doubtful(&self) -> &[DoubtfulValue] {
        &self.doubtful
    }

    fn place(&self, _: &View, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene> {
        draw::place(self, panel, surface, layer)
    }

    fn place_at(&self, geometry: &Geometry, x: f64, _: f64) -> Option<usize> {
        if let Geometry::Time(plot) = geometry { plot.bin_at(&self.bins, x) } else { None }
    }

    fn series_at(&self, panel: usize, geometry: &Geometry, x: f64, y: f64) -> Option<String> {
        if let Geometry::Time(plot) = geometry { draw::series_at(self, panel, plot, x, y) } else { None }
    }

    fn readout(&self, view: &View, panel: usize, at: usize) -> Option<Readout> {
        readout::at_bin(view, self, self.panels.get(panel)?, at)
    }
}

impl InBody for TimeView {
    fn of(body: &Body) -> Option<&TimeView> {
        if let Body::Time(it) = body { Some(it) } else { None }
    }
}

impl Rows for TimeView {
    fn table(&self) -> Table {
        rows::table(self)
    }

    fn csv(&self, view: &View, out: &mut String) {
        rows::csv(self, view, out);
    }

    fn names_in_files(&self) -> Vec<(String, String)> {
        rows::names(self)
    }

    fn unit(&self, _: &View) -> String {
        self.unit.words()
    }

    fn json(&self, view: &View) -> (Vec<String>, Vec<String>) {
        rows::json(self, view)
    }

    fn row_name(&self) -> &'static str {
        "date"
    }
}
