//! Light or dark: as the system says, or as the visitor chose; and how fine the screen is.

use leptos::ev;
use leptos::prelude::*;
use rssac002_charts::Theme;
use rssac002_charts::theme::Rgb;

use crate::ON_SERVER;
use crate::config::Embed;
use crate::listen::{use_media, use_pixel_ratio, use_window_event};

/// Where the visitor's choice is kept, in the browser's own storage; nothing is kept without a choice.
const KEY: &str = "rssac002-theme";

/// The browser's storage. (leptos-use-storage would take 5 kB of the app for this one word.)
fn storage() -> Option<web_sys::Storage> {
    // In a frame of another site even asking may be refused.
    window().local_storage().ok().flatten()
}

/// The system's colours of text and page, where it forces them (`CanvasText` and `Canvas` in style/main.css).
fn forced() -> Option<Theme> {
    let style = window().get_computed_style(&*document().body()?).ok().flatten()?;
    // As browsers write it: `rgb(18, 18, 18)`.
    let colour = |property: &str| {
        let value = style.get_property_value(property).ok()?;
        let mut parts = value.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
        Some(Rgb(parts.next()?, parts.next()?, parts.next()?))
    };
    Some(Theme::Forced { text: colour("color")?, background: colour("background-color")? })
}

/// The page's theme, and where it comes from.
#[derive(Clone, Copy)]
pub struct Appearance {
    chosen: RwSignal<Option<Theme>>,
    /// While the page is printed, which is done in light.
    pub printing: RwSignal<bool>,
    /// What is drawn with.
    pub theme: Memo<Theme>,
    /// Device pixels per CSS pixel.
    pub ratio: RwSignal<f64>,
}

impl Appearance {
    /// Reads storage and system, and follows the system. An embed has the theme of its address, and touches no storage:
    /// it is a guest in somebody else's page.
    pub fn new(embed: Option<Embed>) -> Appearance {
        let kept = || storage()?.get_item(KEY).ok().flatten().and_then(|name| Theme::from_name(&name));
        let chosen = RwSignal::new(match embed {
            Some(embed) => embed.theme,
            None if ON_SERVER => None,
            None => kept(),
        });
        let dark = use_media("(prefers-color-scheme: dark)");
        let printing = RwSignal::new(false);
        use_window_event(ev::Custom::<web_sys::Event>::new("beforeprint"), move |_| {
            printing.set(true);
        });
        use_window_event(ev::Custom::<web_sys::Event>::new("afterprint"), move |_| {
            printing.set(false);
        });
        let is_forced = use_media("(forced-colors: active)");
        // What the system forces goes before what was chosen.
        let fixed = move || match (printing.get(), is_forced.get()) {
            (true, _) => Some(Theme::Light),
            (false, true) => None,
            (false, false) => chosen.get(),
        };
        let system = move || if dark.get() { Theme::Dark } else { Theme::Light };
        let theme = Memo::new(move |_| {
            let forced = if is_forced.get() && !printing.get() { forced() } else { None };
            forced.or_else(fixed).unwrap_or_else(system)
        });
        Effect::new(move || {
            let Some(root) = document().document_element() else { return };
            // Neither is refused for this attribute.
            let _ = match fixed() {
                Some(theme) => root.set_attribute("data-theme", theme.name()),
                None => root.remove_attribute("data-theme"),
            };
        });
        Appearance { chosen, printing, theme, ratio: use_pixel_ratio() }
    }

    /// Changes to the other theme.
    pub fn toggle(self) {
        let other = if self.theme.get_untracked().is_dark() { Theme::Light } else { Theme::Dark };
        self.chosen.set(Some(other));
        if let Some(storage) = storage() {
            // Without room the choice lasts for this page.
            let _ = storage.set_item(KEY, other.name());
        }
    }
}
