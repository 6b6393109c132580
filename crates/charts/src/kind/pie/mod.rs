//! Shares of a total over a range of days.

pub mod draw;
pub mod readout;
pub(crate) mod rows;
pub mod view;
pub(crate) mod words;

use crate::draw::{Geometry, Layer, Scene, Surface};
use crate::format;
use crate::rows::Table;
use crate::view::{Body, DoubtfulValue, InBody, Kind, LegendEntry, PieView, Readout, Rows, Slice, View};

impl Kind for PieView {
    fn is_empty(&self) -> bool {
        self.periods().all(|period| period.total == 0.0)
    }

    fn legend(&self) -> Vec<LegendEntry> {
        let shares = |at: usize| {
            let slices = self.periods().filter_map(|period| period.slices.get(at));
            let share =
                |s: &Slice| s.counted()[1].map_or_else(|| words::NO_SHARE.to_owned(), format::percent);
            slices.map(share).collect::<Vec<_>>().join(" / ")
        };
        let entry = |(at, slice): (usize, &Slice)| LegendEntry {
            id: slice.id.clone(),
            label: format!("{} {}", slice.label, shares(at)),
            colour: slice.colour,
            hidden: slice.hidden,
        };
        self.slices.iter().enumerate().map(entry).collect()
    }

    fn headings(&self) -> Vec<Option<&str>> {
        let is_one = self.second.is_none();
        self.periods().map(|period| (!is_one).then_some(period.days.as_str())).collect()
    }

    fn places(&self) -> usize {
        self.slices.len()
    }

    fn doubtful(&self) -> &[DoubtfulValue] {
        &self.doubtful
    }

    fn opens(&self, _: &View, at: usize) -> Option<&str> {
        self.slices.get(at).filter(|_| self.part.is_none()).map(|slice| slice.id.as_str())
    }

    fn place(&self, _: &View, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene> {
        Some(draw::place(self, self.periods().nth(panel)?, surface, layer))
    }

    fn place_at(&self, geometry: &Geometry, x: f64, y: f64) -> Option<usize> {
        let Geometry::Pie(geometry) = geometry else { return None };
        geometry.slice_at(x, y).filter(|at| self.slices.get(*at).is_some_and(|slice| !slice.hidden))
    }

    fn series_at(&self, _: usize, geometry: &Geometry, x: f64, y: f64) -> Option<String> {
        Some(self.slices.get(self.place_at(geometry, x, y)?)?.id.clone())
    }

    fn readout(&self, _: &View, _: usize, at: usize) -> Option<Readout> {
        readout::at_slice(self, at)
    }
}

impl InBody for PieView {
    fn of(body: &Body) -> Option<&PieView> {
        if let Body::Pie(it) = body { Some(it) } else { None }
    }
}

impl Rows for PieView {
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
        self.noun.to_owned()
    }

    fn json(&self, view: &View) -> (Vec<String>, Vec<String>) {
        rows::json(self, view)
    }

    fn row_name(&self) -> &'static str {
        if self.part.is_some() { "letter" } else { "series" }
    }
}
