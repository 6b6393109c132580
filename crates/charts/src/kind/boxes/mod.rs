//! Box plots of two periods.

pub mod draw;
pub mod readout;
pub(crate) mod rows;
pub mod view;
pub(crate) mod words;

use crate::draw::{Geometry, Layer, Scene, Surface};
use crate::rows::Table;
use crate::view::{Body, BoxView, InBody, Kind, LegendEntry, Period, Readout, Rows, View};

impl Kind for BoxView {
    fn is_empty(&self) -> bool {
        self.letters.iter().all(|l| l.boxes.iter().all(Option::is_none))
    }

    fn legend(&self) -> Vec<LegendEntry> {
        let entry = |period: &Period| LegendEntry {
            id: period.id.to_owned(),
            label: period.label.clone(),
            colour: period.colour,
            hidden: period.hidden,
        };
        self.periods.iter().map(entry).collect()
    }

    fn places(&self) -> usize {
        self.letters.len()
    }

    fn place(&self, _: &View, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene> {
        (panel == 0).then(|| draw::place(self, surface, layer))
    }

    fn place_at(&self, geometry: &Geometry, x: f64, _: f64) -> Option<usize> {
        if let Geometry::Bands(plot) = geometry { plot.band_at(x) } else { None }
    }

    fn series_at(&self, _: usize, geometry: &Geometry, x: f64, y: f64) -> Option<String> {
        if let Geometry::Bands(plot) = geometry { draw::box_at(self, plot, x, y) } else { None }
    }

    fn readout(&self, _: &View, _: usize, at: usize) -> Option<Readout> {
        readout::at_letter(self, at)
    }
}

impl InBody for BoxView {
    fn of(body: &Body) -> Option<&BoxView> {
        if let Body::Boxes(it) = body { Some(it) } else { None }
    }
}

impl Rows for BoxView {
    fn table(&self) -> Table {
        rows::table(self)
    }

    fn csv(&self, _: &View, out: &mut String) {
        rows::csv(self, out);
    }

    fn names_in_files(&self) -> Vec<(String, String)> {
        rows::names()
    }

    fn unit(&self, _: &View) -> String {
        self.noun.to_owned()
    }

    fn json(&self, _: &View) -> (Vec<String>, Vec<String>) {
        rows::json(self)
    }

    fn row_name(&self) -> &'static str {
        "letter"
    }
}
