//! Pictures of charts: SVG and PNG of any state, over HTTP, as downloads and from the command line.
//!
//! - [`bitmap`]: a plotters backend that draws pixels;
//! - [`font`]: the font of PNGs;
//! - [`options`]: size, scale and theme, within limits;
//! - [`routes`]: all of these over HTTP.

pub mod bitmap;
pub mod font;
pub mod options;
pub mod routes;

use rssac002_charts::coverage::{self, Calendar, CoverageState};
use rssac002_charts::draw::Scene;
use rssac002_charts::export::{png, svg};
use rssac002_charts::picture;
use rssac002_charts::state::url::Ignored;
use rssac002_charts::{Provenance, View, draw, provenance, words};

use options::Options;

/// The kind of a picture.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    /// Scalable, with text as text.
    Svg,
    /// Pixels.
    Png,
}

impl Format {
    /// The format of a file name, and the name without its ending.
    pub fn of(name: &str) -> Option<(&str, Format)> {
        let svg = name.strip_suffix(".svg").map(|stem| (stem, Format::Svg));
        svg.or_else(|| name.strip_suffix(".png").map(|stem| (stem, Format::Png)))
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Svg => "image/svg+xml",
            Format::Png => "image/png",
        }
    }
}

/// Why a picture cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// As PNG.
    #[error(transparent)]
    Bitmap(#[from] bitmap::BitmapError),
}

/// A whole chart as a picture.
pub fn draw(
    view: &View,
    options: &Options,
    provenance: &Provenance,
    format: Format,
) -> Result<Vec<u8>, ImageError> {
    let surface = options.surface(|width| picture::height(view, width));
    let scene = if options.bare {
        picture::bare(view, &surface)
    } else {
        picture::picture(view, &surface, provenance)
    };
    Ok(match format {
        Format::Svg => svg::sheet(view, &scene, provenance).into_bytes(),
        Format::Png => {
            let drawn = bitmap::png(&scene)?;
            png::with_texts(&drawn, &png::texts(view, provenance))
        }
    })
}

/// The calendar of coverage as a picture.
pub fn draw_calendar(
    state: &CoverageState,
    calendar: &Calendar,
    options: &Options,
    provenance: &Provenance,
    format: Format,
) -> Result<Vec<u8>, ImageError> {
    let surface = options.surface(|width| coverage::picture::height(calendar, width));
    let scene = coverage::picture::picture(state, calendar, &surface, provenance);
    let title = coverage::words::TITLE;
    let description = coverage::words::subtitle(state, calendar.range);
    let source = provenance::line(provenance);
    Ok(match format {
        Format::Svg => svg::document(&scene, title, &format!("{description}. {source}")).into_bytes(),
        Format::Png => {
            let texts = [("Title", title.to_owned()), ("Description", description), ("Source", source)];
            png::with_texts(&bitmap::png(&scene)?, &texts)
        }
    })
}

/// A picture that says which parts of an address were not understood.
pub fn refusal(ignored: &[Ignored], options: &Options, format: Format) -> Result<Vec<u8>, ImageError> {
    let parts: Vec<String> = ignored.iter().map(|i| words::not_understood(&i.part, &i.accepted)).collect();
    let detail = parts.join(" ");
    let surface = options.surface(|width| (width / 2.0).round());
    let scene: Scene = picture::notice(words::BAD_ADDRESS, &detail, &surface);
    Ok(match format {
        Format::Svg => svg::document(&scene, words::BAD_ADDRESS, &detail).into_bytes(),
        Format::Png => {
            let texts = [("Title", words::BAD_ADDRESS.to_owned()), ("Description", detail)];
            png::with_texts(&bitmap::png(&scene)?, &texts)
        }
    })
}
