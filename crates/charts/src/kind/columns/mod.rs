//! Columns of shares of a total over a range of days, stacked by letter.

pub mod draw;
pub mod readout;
pub(crate) mod rows;
pub mod view;
pub(crate) mod words;

pub(crate) use words::range_of_octets;

use crate::draw::{Geometry, Layer, Scene, Surface};
use crate::rows::Table;
use crate::view::{BarView, Body, DoubtfulValue, InBody, Kind, LegendEntry, Readout, Rows, View};

impl Kind for BarView {
    fn is_empty(&self) -> bool {
        self.periods().all(|period| period.total == 0.0)
    }

    fn legend(&self) -> Vec<LegendEntry> {
        self.series.iter().map(LegendEntry::from).collect()
    }

    fn headings(&self) -> Vec<Option<&str>> {
        let is_one = self.second.is_none();
        self.periods().map(|period| (!is_one).then_some(period.days.as_str())).collect()
    }

    fn places(&self) -> usize {
        self.parts.len()
    }

    fn doubtful(&self) -> &[DoubtfulValue] {
        &self.doubtful
    }

    fn opens(&self, view: &View, at: usize) -> Option<&str> {
        self.parts.get(at).filter(|_| view.state.is_of_shares()).map(|part| part.id.as_str())
    }

    fn place(&self, _: &View, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene> {
        Some(draw::place(self, self.periods().nth(panel)?, surface, layer))
    }

    fn place_at(&self, geometry: &Geometry, x: f64, _: f64) -> Option<usize> {
        if let Geometry::Bands(plot) = geometry { plot.band_at(x) } else { None }
    }

    fn series_at(&self, panel: usize, geometry: &Geometry, x: f64, y: f64) -> Option<String> {
        let Geometry::Bands(plot) = geometry else { return None };
        draw::bar_at(self.periods().nth(panel)?, plot, x, y)
    }

    fn readout(&self, _: &View, panel: usize, at: usize) -> Option<Readout> {
        readout::at_part(self, panel, at)
    }
}

impl InBody for BarView {
    fn of(body: &Body) -> Option<&BarView> {
        if let Body::Bars(it) = body { Some(it) } else { None }
    }
}

impl Rows for BarView {
    fn table(&self) -> Table {
        rows::table(self)
    }

    fn csv(&self, view: &View, out: &mut String) {
        rows::csv(self, view, out);
    }

    fn names_in_files(&self) -> Vec<(String, String)> {
        self.parts.iter().map(|part| (part.id.clone(), part.label.clone())).collect()
    }

    fn unit(&self, _: &View) -> String {
        self.noun.to_owned()
    }

    fn json(&self, view: &View) -> (Vec<String>, Vec<String>) {
        rows::json(self, view)
    }

    fn row_name(&self) -> &'static str {
        "series"
    }
}
