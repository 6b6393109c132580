//! Size, scale and theme of a picture, within limits.

use rssac002_charts::Theme;
use rssac002_charts::draw::Surface;
use rssac002_charts::picture;

use crate::api::query::{Query, Value};
use crate::http::problem::Problem;
use crate::http::work::Effort;
use crate::image::Format;

/// The least and greatest width in CSS pixels.
pub const WIDTHS: (u32, u32) = (240, 3000);
/// The least and greatest height in CSS pixels.
pub const HEIGHTS: (u32, u32) = (160, 3000);
/// The least and greatest number of pixels per CSS pixel.
pub const SCALES: (f64, f64) = (0.5, 4.0);
/// The most pixels that a picture may have.
pub const PIXELS: f64 = 12_750_000.0;
/// From this many pixels on a picture is large work: twice those of a preview.
const LARGE_FROM: f64 = 1_600_000.0;
/// The width of a picture that is asked for without one.
pub const WIDTH: u32 = 960;

/// How a picture is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Options {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels; `None` for the height at which the chart reads well.
    pub height: Option<u32>,
    /// Pixels per CSS pixel.
    pub scale: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Whether it is the drawing alone, without title, legend and source.
    pub bare: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { width: WIDTH, height: None, scale: 1.0, theme: Theme::Light, bare: false }
    }
}

/// What an address says of a picture, besides what it says of what is drawn.
const KEYS: [&str; 5] = ["width", "height", "scale", "theme", "ui"];

/// The size that previews of links are shown in (Open Graph).
pub const PREVIEW: (u32, u32) = (1200, 630);

impl Options {
    /// A picture for the preview of a link.
    pub fn preview() -> Options {
        Options { width: PREVIEW.0, height: Some(PREVIEW.1), ..Options::default() }
    }

    /// As they stand in an address, beside a chart's query; what has its default is not in it.
    pub fn query(&self) -> String {
        let default = Options::default();
        let width = (self.width != default.width).then(|| format!("&width={}", self.width));
        let height = self.height.map(|height| format!("&height={height}"));
        let scale = (self.scale != default.scale).then(|| format!("&scale={}", self.scale));
        let theme = (self.theme != default.theme).then(|| "&theme=dark".to_owned());
        let bare = self.bare.then(|| "&ui=min".to_owned());
        [width, height, scale, theme, bare].into_iter().flatten().collect()
    }

    /// The same behind an address, which may have no query yet.
    pub fn behind(&self, address: &str) -> String {
        let query = self.query();
        let query = if address.contains('?') { query } else { query.replacen('&', "?", 1) };
        format!("{address}{query}")
    }

    /// How much work a picture of this size is.
    pub fn effort(&self, format: Format) -> Effort {
        // A chart of many panels is about as high as wide, and no higher than it may be.
        let height = f64::from(self.height.unwrap_or(self.width));
        let pixels = f64::from(self.width) * height * self.scale * self.scale;
        if format == Format::Png && pixels > LARGE_FROM { Effort::Large } else { Effort::Small }
    }

    /// Reads `width`, `height`, `scale`, `theme` and `ui`; what is beyond the limits is refused with what is accepted. See
    /// [`Options::read`].
    pub fn parse(query: &str) -> Result<(Options, String), Problem> {
        let (options, chart) = Options::read(query)?;
        Ok((options.within()?, chart))
    }

    /// The same for what has none of these keys itself: what is left is without them.
    pub fn parse_apart(query: &str) -> Result<(Options, String), Problem> {
        let (options, _) = Options::parse(query)?;
        let is_other = |pair: &&str| KEYS.iter().all(|key| Query::parse(pair).get(key).is_none());
        Ok((options, query.split('&').filter(is_other).collect::<Vec<&str>>().join("&")))
    }

    /// The same without a look at how many pixels these are together.
    ///
    /// `scale` is a key of the chart too: what begins as a number is the picture's, everything else the chart's, and an address
    /// may have both. What is left for the chart comes back.
    pub fn read(query: &str) -> Result<(Options, String), Problem> {
        let scale = |pair: &&str| match Query::parse(pair).get("scale") {
            Some(Value::Text(text)) => {
                Some(!text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)))
            }
            Some(Value::List) => Some(false),
            None => None,
        };
        let pairs = || query.split('&');
        let own: Vec<&str> = pairs().filter(|pair| scale(pair) != Some(true)).collect();
        let chart: Vec<&str> = pairs().filter(|pair| scale(pair) != Some(false)).collect();
        Ok((Options::of(&Query::parse(&own.join("&")))?, chart.join("&")))
    }

    fn of(query: &Query) -> Result<Options, Problem> {
        let default = Options::default();
        let scale = match query.get("scale") {
            None => default.scale,
            Some(Value::Text(text)) => scale(text)?,
            Some(Value::List) => scale("a list")?,
        };
        let theme = match query.get("theme") {
            None => default.theme,
            Some(Value::Text(text)) => theme(text)?,
            Some(Value::List) => theme("a list")?,
        };
        let bare = match query.get("ui") {
            None => default.bare,
            Some(Value::Text(text)) => bare(text)?,
            Some(Value::List) => bare("a list")?,
        };
        Ok(Options {
            width: pixels(query, "width", WIDTHS)?.unwrap_or(default.width),
            height: pixels(query, "height", HEIGHTS)?,
            scale,
            theme,
            bare,
        })
    }

    /// The same, refused where it has too many pixels. A height that is left open is limited when it is known.
    pub fn within(self) -> Result<Options, Problem> {
        let heights = self.height.map_or(f64::from(HEIGHTS.0), f64::from);
        let pixels = f64::from(self.width) * heights * self.scale * self.scale;
        if pixels > PIXELS {
            let accepted = format!("a picture of at most {PIXELS} pixels, width and height times scale");
            return Err(Problem::parameter("scale", format!("{pixels:.0} pixels are too many"), accepted));
        }
        Ok(self)
    }

    /// The surface, with this height where none is chosen. A height that would be too many pixels is cut.
    pub fn surface(&self, height: impl FnOnce(f64) -> f64) -> Surface {
        let width = f64::from(self.width);
        let most = PIXELS / (width * self.scale * self.scale);
        let (least, greatest) = (f64::from(HEIGHTS.0), f64::from(HEIGHTS.1));
        let height =
            self.height.map_or_else(|| height(width).clamp(least, greatest), f64::from).min(most).floor();
        // A low picture has small letters too, though not smaller than can be read.
        let font = picture::font(width).min((height / 14.0).max(12.0));
        Surface { width, height, ratio: self.scale, font, theme: self.theme }
    }
}

fn pixels(query: &Query, name: &'static str, (least, most): (u32, u32)) -> Result<Option<u32>, Problem> {
    let accepted = || format!("whole pixels from {least} to {most}");
    match query.get(name) {
        None => Ok(None),
        Some(Value::List) => Err(Problem::parameter(name, "a list", accepted())),
        Some(Value::Text(text)) => match text.parse().ok().filter(|n| (least..=most).contains(n)) {
            Some(pixels) => Ok(Some(pixels)),
            None => Err(Problem::parameter(name, shown(text), accepted())),
        },
    }
}

/// Reads a scale.
pub fn scale(text: &str) -> Result<f64, Problem> {
    let (least, most) = SCALES;
    // Tenths are enough, and keep equal pictures equal.
    let scale =
        text.parse().ok().filter(|s: &f64| (least..=most).contains(s)).map(|s| (s * 10.0).round() / 10.0);
    scale.ok_or_else(|| {
        Problem::parameter(
            "scale",
            shown(text),
            format!("a number from {least} to {most}; or linear, log for the axis"),
        )
    })
}

/// Reads a theme.
pub fn theme(text: &str) -> Result<Theme, Problem> {
    match text {
        "light" => Ok(Theme::Light),
        "dark" => Ok(Theme::Dark),
        _ => Err(Problem::parameter("theme", shown(text), "light, dark")),
    }
}

/// Whether only the drawing is asked for.
fn bare(text: &str) -> Result<bool, Problem> {
    match text {
        "full" => Ok(false),
        "min" => Ok(true),
        _ => Err(Problem::parameter("ui", shown(text), "full, min")),
    }
}

fn shown(text: &str) -> String {
    let text: String = text.chars().take(40).collect();
    format!("`{text}` is not accepted")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(query: &str) -> Result<Options, Problem> {
        Options::parse(query).map(|(options, _)| options)
    }

    #[test]
    fn the_axis_and_the_picture_each_have_their_scale() {
        let (options, chart) = Options::parse("v=1&scale=2&type=line&scale=LOG&width=300").unwrap();
        assert_eq!((options.scale, options.width), (2.0, 300));
        assert_eq!(chart, "v=1&type=line&scale=LOG&width=300");
        assert_eq!(parse("scale=linear"), Ok(Options::default()));
        let (options, other) = Options::parse_apart("rsi=k&scale=2&width=300&ui=min&year=2019").unwrap();
        assert_eq!(
            (options.scale, options.width, options.bare, &*other),
            (2.0, 300, true, "rsi=k&year=2019")
        );
        // What is no number is the chart's to refuse, in a picture.
        assert_eq!(Options::parse("scale=lgo"), Ok((Options::default(), "scale=lgo".to_owned())));
    }

    #[test]
    fn limits_are_kept_and_named() {
        assert_eq!(parse(""), Ok(Options::default()));
        let options = parse("width=600&height=300&scale=2&theme=dark").unwrap();
        let surface = options.surface(|_| 1.0);
        assert_eq!(
            (surface.width, surface.height, surface.ratio, surface.theme),
            (600.0, 300.0, 2.0, Theme::Dark)
        );
        for (query, parameter, accepted) in [
            ("width=239", "width", "240 to 3000"),
            ("width=3001", "width", "240 to 3000"),
            ("width=-1", "width", "240 to 3000"),
            ("width=1e3", "width", "240 to 3000"),
            ("width[]=300", "width", "240 to 3000"),
            ("height=99999999999", "height", "160 to 3000"),
            ("scale=0", "scale", "0.5 to 4"),
            ("scale=-1", "scale", "0.5 to 4"),
            ("scale=9e99", "scale", "0.5 to 4"),
            ("scale[]=1", "scale", "0.5 to 4"),
            ("theme=blue", "theme", "light, dark"),
            ("ui=small", "ui", "full, min"),
            ("ui[]=min", "ui", "full, min"),
            ("width=3000&height=3000&scale=2", "scale", "12750000 pixels"),
        ] {
            let problem = parse(query).unwrap_err();
            assert_eq!(problem.parameter, Some(parameter), "{query}");
            assert!(problem.accepted.unwrap().contains(accepted), "{query}");
        }
    }

    proptest! {
        #[test]
        fn an_address_has_its_options(width in 240u32..=600, height in proptest::option::of(160u32..=600), scale in 5u8..=40,
            dark: bool, bare: bool) {
            let theme = if dark { Theme::Dark } else { Theme::Light };
            let options = Options { width, height, scale: f64::from(scale) / 10.0, theme, bare };
            prop_assert_eq!(parse(&format!("v=1{}", options.query())), Ok(options));
            let alone = options.behind("/x");
            prop_assert_eq!(parse(alone.trim_start_matches("/x").trim_start_matches('?')), Ok(options));
            prop_assert_eq!(options.behind("/x?v=1"), format!("/x?v=1{}", options.query()));
        }

        #[test]
        fn no_picture_has_more_pixels_than_it_may(width in 240u32..=3000, height in proptest::option::of(160u32..=3000),
            scale in 0.5..4.0f64, own in 0.0..100_000.0f64) {
            let query = format!("width={width}&scale={scale}{}", height.map_or(String::new(), |h| format!("&height={h}")));
            if let Ok(options) = parse(&query) {
                let surface = options.surface(|_| own);
                prop_assert!(surface.width * surface.height * surface.ratio * surface.ratio <= PIXELS);
                prop_assert!(surface.height >= 1.0);
            }
        }
    }
}
