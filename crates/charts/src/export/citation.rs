//! How to name what was taken away: in a text, and in BibTeX.

use crate::provenance::Provenance;
use crate::state::{ChartState, Tab, url};
use crate::view::View;
use crate::words;

/// The address that shows the same days for ever, absolute where the site is known.
fn fixed_link(view: &View, provenance: &Provenance) -> String {
    // Numbers are cited, whichever tab shows them.
    let state = ChartState { tab: Tab::Chart, ..view.fixed() };
    format!("{}{}", provenance.site, url::permalink(&state))
}

/// One sentence with everything that finds the same again.
pub fn text(view: &View, provenance: &Provenance) -> String {
    let mut out = provenance.source.to_string();
    if view.state.chart.letters {
        let letters: Vec<&str> = view.state.rsis.iter().map(|rsi| rsi.as_str()).collect();
        let word = if letters.len() == 1 { "letter" } else { "letters" };
        out += &format!(" ({word} {})", letters.join(", "));
    }
    let range = view.settled();
    out += &format!(": {}, {} to {}", view.title, range.start(), range.end());
    if !provenance.version.is_empty() {
        out += &format!(", data version {}", provenance.version);
    }
    out += &format!(
        ", via {}, {}, retrieved {}.",
        words::SITE,
        fixed_link(view, provenance),
        provenance.retrieved
    );
    if provenance.sample {
        out += &format!(" {}", words::SAMPLE_PICTURE);
    }
    out
}

/// The same as an entry of BibTeX (`@misc`, with the fields of biblatex for addresses).
pub fn bibtex(view: &View, provenance: &Provenance) -> String {
    let range = view.settled();
    let (from, to) = (range.start(), range.end());
    let mut out = format!("@misc{{rssac002-{}-{from}-{to},\n", view.state.chart.slug());
    let mut field = |name: &str, value: &str| out.push_str(&format!("  {name} = {{{value}}},\n"));
    field("author", &format!("{{{}}}", provenance.source.publisher));
    field("title", &format!("{{{}: {}}}", provenance.source.data, escape(&view.title)));
    field("year", &provenance.retrieved.year().to_string());
    field("howpublished", &format!("via {}", words::SITE));
    field("url", &fixed_link(view, provenance));
    field("urldate", &provenance.retrieved.to_string());
    let mut note = escape(&view.subtitle);
    if !provenance.version.is_empty() {
        note += &format!("; data version {}", escape(&provenance.version));
    }
    if provenance.sample {
        note += &format!("; {}", escape(words::SAMPLE_PICTURE));
    }
    field("note", &note);
    out + "}\n"
}

/// Text as TeX reads it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', character]),
            other => out.push(other),
        }
    }
    out
}
