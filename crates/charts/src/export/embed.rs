//! The HTML that shows a chart in another page: a frame with the chart itself, or its picture.

use crate::state::{ChartState, Tab, url};
use crate::theme::Theme;
use crate::view::View;

/// Below this path stand the charts by themselves.
pub const PATH: &str = "/embed/";

/// What the one who embeds may choose.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Options {
    /// Light or dark; `None` for what the reader's system says.
    pub theme: Option<Theme>,
    /// Whether subtitle and legend are left out.
    pub minimal: bool,
    /// The height of the frame in CSS pixels.
    pub height: u32,
    /// Whether a script gives the frame the height that its chart wants.
    pub follows: bool,
}

/// The address of a state by itself, with everything that the chart offers, so that it depends on no default. `site` is
/// without a slash at its end; without a site the address begins with the slash.
pub fn address(state: &ChartState, site: &str) -> String {
    format!("{site}{PATH}{}?{}", state.chart.path, url::full_query(state))
}

/// The address of an embed that looks as chosen.
pub fn styled(state: &ChartState, site: &str, options: Options) -> String {
    let theme = match options.theme {
        Some(Theme::Light) => "&theme=light",
        Some(Theme::Dark) => "&theme=dark",
        None => "",
    };
    address(state, site) + theme + if options.minimal { "&ui=min" } else { "" }
}

/// A frame with the chart.
pub fn frame(view: &View, state: &ChartState, site: &str, options: Options) -> String {
    let Options { height, follows, .. } = options;
    let mut out = format!(
        "<iframe src=\"{}\" title=\"{}, RSSAC002\" loading=\"lazy\" \
         allow=\"fullscreen; clipboard-write; web-share\" style=\"width:100%;height:{height}px;border:0\"></iframe>",
        escape(&styled(state, site, options)),
        escape(&view.title)
    );
    if follows {
        out += &format!("\n<script src=\"{}/embed.js\" async></script>", escape(site));
    }
    out
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
        escape(&format!("{}. {}", view.title, view.subtitle))
    )
}

/// Text inside quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
