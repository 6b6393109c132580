//! What lies beside numbers that were taken away: what they are, where they are from, on what terms they may be used.

use super::citation;
use super::csv::headings;
use super::file::Extent;
use crate::provenance::Provenance;
use crate::view::View;

/// A text about a CSV (`csv`, the name of its file) and its metadata (`metadata`), in the words of the site.
pub fn readme(view: &View, provenance: &Provenance, extent: Extent, csv: &str, metadata: &str) -> String {
    let chart = view.state.chart;
    let columns = headings(view, extent).join(", ");
    let what = match extent {
        Extent::View => "the numbers that the chart shows",
        Extent::Full => "the published numbers behind the chart, day by day",
    };
    let parts = [
        format!("{}\n{}", view.title, view.subtitle),
        format!("{} {}", view.coverage, view.summary),
        format!(
            "{csv}: {what}. Columns: {columns}. UTF-8. What is missing is empty, never 0. Days are UTC.\n\
             {metadata}: all about them, for programs."
        ),
        chart.note.to_owned(),
        chart.method.to_owned(),
        crate::provenance::line(provenance),
        citation::text(view, provenance),
        citation::bibtex(view, provenance),
    ];
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n") + "\n"
}
