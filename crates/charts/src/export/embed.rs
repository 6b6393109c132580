//! The HTML that shows a chart in another page: a frame with the chart itself, or its picture.

use crate::draw::text;
use crate::provenance::source;
use crate::state::{Bound, ChartState, Second, Tab, url};
use crate::theme::Theme;
use crate::view::View;
use crate::words::{SAMPLE_PICTURE, SITE};

/// Below this path stand the charts by themselves.
pub const PATH: &str = "/embed/";

/// What the one who embeds may choose.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Options {
    /// Light or dark; `None` for what the reader's system says.
    pub theme: Option<Theme>,
    /// Whether subtitle and legend are left out.
    pub minimal: bool,
    /// The width of the frame in CSS pixels; `None` for as wide as the page has room.
    pub width: Option<u32>,
    /// The height of the frame in CSS pixels.
    pub height: u32,
    /// Whether a script gives the frame the height that its chart wants. Without it the chart fits the frame.
    pub follows: bool,
}

/// The address of a state's chart by itself, with everything that the chart offers, so that it depends on no default.
/// `site` is without a slash at its end; without a site the address begins with the slash.
pub fn address(state: &ChartState, site: &str) -> String {
    // A frame has no table.
    let state = &ChartState { tab: Tab::Chart, ..state.clone() };
    format!("{site}{PATH}{}?{}", state.chart.path, url::full_query(state))
}

/// The address of an embed that looks as chosen.
pub fn styled(state: &ChartState, site: &str, options: Options) -> String {
    let theme = options.theme.map(|theme| format!("&theme={}", theme.name())).unwrap_or_default();
    address(state, site) + &theme + if options.minimal { "&ui=min" } else { "" }
}

/// About the height, in CSS pixels, that an embed of this width has, by the rules of the site's style sheet: two columns of
/// panels from 620 pixels on, and the words around them.
pub fn height(view: &View, width: f64) -> f64 {
    let wide = width > 620.0;
    let room = width - if wide { 32.0 } else { 24.0 };
    let panels = view.headings().len();
    let panels = match (panels, wide) {
        (0 | 1, true) => room / 2.0,
        (0 | 1, false) => room * if view.state.is_map() { 2.0 / 3.0 } else { 0.75 },
        (many, true) => many.div_ceil(2) as f64 * ((room - 28.0) / 2.0 * 0.625 + 40.0) - 20.0,
        (many, false) => many as f64 * (room * 0.625 + 40.0) - 20.0,
    };
    let lines = |text: &str, size: f64, line: f64| text::wrap(text, size, room).len() as f64 * line;
    let entries = view.legend();
    let legend: f64 = entries.iter().map(|e| text::width(&e.label, 14.0) + 36.0).sum();
    let legend = if entries.len() > 1 { (legend / room).ceil() * 28.0 + 8.0 } else { 0.0 };
    let buttons = if view.state.is_map() { 40.0 } else { 0.0 };
    let margins = if wide { 24.0 } else { 16.0 };
    // As long as it can be, so that nothing is cut.
    let source =
        format!("Source: {}, data to 20 Nov 2026. {}. {SAMPLE_PICTURE}", source(view.state.chart), SITE);
    let source = lines(&source, 12.0, 16.8);
    let words = lines(&view.title, 18.0, 21.6) + lines(&view.subtitle, 14.0, 19.6) + source + 28.0;
    (margins + words + panels + buttons + legend).round()
}

/// A frame with the chart.
pub fn frame(view: &View, state: &ChartState, site: &str, options: Options) -> String {
    let size = match options.width {
        Some(width) => sized(width, options.height),
        None => format!("style=\"width:100%;height:{}px;border:0\"", options.height),
    };
    let mut out = frame_of(view, &styled(state, site, options), &size);
    if options.follows {
        out += &format!("\n<script src=\"{}/embed.js\" async></script>", escape(site));
    }
    out
}

/// A frame with the chart of this many pixels, less wide where there is no room.
pub fn frame_of_size(view: &View, site: &str, width: u32, height: u32) -> String {
    frame_of(view, &address(&view.state, site), &sized(width, height))
}

/// The attributes of a frame of this many pixels, less wide where there is no room.
fn sized(width: u32, height: u32) -> String {
    format!("width=\"{width}\" height=\"{height}\" style=\"max-width:100%;border:0\"")
}

fn frame_of(view: &View, address: &str, size: &str) -> String {
    format!(
        "<iframe src=\"{}\" title=\"{}\" loading=\"lazy\" allow=\"fullscreen; clipboard-write; web-share\" {size}></iframe>",
        escape(address),
        escape(&title(view))
    )
}

/// What a frame with the chart is called. Numbers in the title of a view that moves on with the data would not.
pub fn title(view: &View) -> String {
    let title = if view.state.is_map() { view.state.chart.title } else { &view.title };
    format!("{title}, RSSAC002")
}

/// A picture of the chart that leads to its page. A picture has no tab.
pub fn image(view: &View, state: &ChartState, site: &str, theme: Option<Theme>) -> String {
    let state = ChartState { tab: Tab::Chart, ..state.clone() };
    let theme = if theme == Some(Theme::Dark) { "&theme=dark" } else { "" };
    let source = format!("{site}/image/{}.png?{}{theme}", state.chart.path, url::full_query(&state));
    format!(
        "<a href=\"{}\"><img src=\"{}\" alt=\"{}\" loading=\"lazy\" style=\"max-width:100%\"></a>",
        escape(&format!("{site}{}", url::permalink(&state))),
        escape(&source),
        escape(&alternative(view, &state))
    )
}

/// What stands for a picture. Days that it shows now are said only where it will always show them.
fn alternative(view: &View, state: &ChartState) -> String {
    let fixed = |bound| matches!(bound, Bound::On(_) | Bound::Earliest);
    let second = match state.with {
        Second::None | Second::YearBefore => true,
        Second::Days(from, to) => fixed(from) && fixed(to),
    };
    if fixed(state.from) && fixed(state.to) && second {
        format!("{}. {}", view.title, view.subtitle)
    } else {
        title(view)
    }
}

/// Text inside HTML, also inside quotes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
