//! Light or dark: as the system says, or as the visitor chose.

use std::convert::Infallible;

use codee::{Decoder, Encoder};
use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use leptos_use_preferences::use_preferred_dark;
use leptos_use_storage::use_local_storage;
use leptos_use_window::use_window;
use rssac002_charts::Theme;

use crate::config::Embed;

/// Where the visitor's choice is kept, in the browser's own storage; nothing is kept without a choice.
const KEY: &str = "rssac002-theme";

/// How the choice is written: the theme's name.
struct ThemeName;

impl Encoder<Option<Theme>> for ThemeName {
    type Error = Infallible;
    type Encoded = String;

    fn encode(theme: &Option<Theme>) -> Result<String, Infallible> {
        Ok(theme.map_or_else(String::new, |theme| theme.name().to_owned()))
    }
}

impl Decoder<Option<Theme>> for ThemeName {
    type Error = Infallible;
    type Encoded = str;

    fn decode(name: &str) -> Result<Option<Theme>, Infallible> {
        Ok(Theme::from_name(name))
    }
}

/// The page's theme, and where it comes from.
#[derive(Clone, Copy)]
pub struct Appearance {
    choose: WriteSignal<Option<Theme>>,
    /// While the page is printed, which is done in light.
    pub printing: RwSignal<bool>,
    /// What is drawn with.
    pub theme: Memo<Theme>,
}

impl Appearance {
    /// Reads storage and system, and follows the system. An embed has the theme of its address, and touches no storage:
    /// it is a guest in somebody else's page.
    pub fn new(embed: Option<Embed>) -> Appearance {
        let (chosen, choose) = match embed {
            Some(embed) => {
                let (read, write) = signal(embed.theme);
                (read.into(), write)
            }
            None => {
                let (read, write, _) = use_local_storage::<Option<Theme>, ThemeName>(KEY);
                (read, write)
            }
        };
        let dark = use_preferred_dark();
        let printing = RwSignal::new(false);
        let _ =
            use_event_listener(use_window(), ev::Custom::<web_sys::Event>::new("beforeprint"), move |_| {
                printing.set(true);
            });
        let _ =
            use_event_listener(use_window(), ev::Custom::<web_sys::Event>::new("afterprint"), move |_| {
                printing.set(false);
            });
        let fixed = move || if printing.get() { Some(Theme::Light) } else { chosen.get() };
        let system = move || if dark.get() { Theme::Dark } else { Theme::Light };
        let theme = Memo::new(move |_| fixed().unwrap_or_else(system));
        Effect::new(move || {
            let Some(root) = document().document_element() else { return };
            // Neither is refused for this attribute.
            let _ = match fixed() {
                Some(theme) => root.set_attribute("data-theme", theme.name()),
                None => root.remove_attribute("data-theme"),
            };
        });
        Appearance { choose, printing, theme }
    }

    /// Changes to the other theme.
    pub fn toggle(self) {
        let other = match self.theme.get_untracked() {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        };
        self.choose.set(Some(other));
    }
}
