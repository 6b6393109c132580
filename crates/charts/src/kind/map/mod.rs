//! Places in the world.

pub mod draw;
pub mod readout;
pub(crate) mod rows;
pub mod view;
pub(crate) mod words;

use crate::draw::{Geometry, Layer, Scene, Surface};
use crate::format;
use crate::rows::Table;
use crate::theme::Colour;
use crate::view::{Body, InBody, Kind, LegendEntry, MapLetter, MapView, Readout, Rows, View};

impl Kind for MapView {
    fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn legend(&self) -> Vec<LegendEntry> {
        let entry = |letter: &MapLetter| LegendEntry {
            id: letter.rsi.to_string(),
            label: format!("{} {}", letter.rsi, format::grouped(letter.instances)),
            colour: Colour::Rsi(letter.rsi),
            hidden: letter.hidden,
        };
        self.letters.iter().map(entry).collect()
    }

    fn places(&self) -> usize {
        self.places.len()
    }

    fn place(&self, view: &View, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene> {
        (panel == 0).then(|| draw::place(self, view.state.viewport, surface, layer))
    }

    fn place_at(&self, _: &Geometry, _: f64, _: f64) -> Option<usize> {
        // A map has circles, which stand for several places.
        None
    }

    fn series_at(&self, _: usize, _: &Geometry, _: f64, _: f64) -> Option<String> {
        None
    }

    fn readout(&self, _: &View, _: usize, at: usize) -> Option<Readout> {
        readout::together(self, &[at])
    }
}

impl InBody for MapView {
    fn of(body: &Body) -> Option<&MapView> {
        if let Body::Map(it) = body { Some(it) } else { None }
    }
}

impl Rows for MapView {
    fn table(&self) -> Table {
        rows::table(self)
    }

    fn csv(&self, _: &View, out: &mut String) {
        rows::csv(self, out);
    }

    fn names_in_files(&self) -> Vec<(String, String)> {
        // A map has towns in place of series.
        Vec::new()
    }

    fn unit(&self, view: &View) -> String {
        view.state.chart.noun.to_owned()
    }

    fn json(&self, _: &View) -> (Vec<String>, Vec<String>) {
        rows::json(self)
    }

    fn row_name(&self) -> &'static str {
        "town"
    }
}
