//! Colours, in both themes. The drawing code and the style sheet take them from here: [`css_tokens`] writes the
//! style sheet's tokens, and a test holds `style/tokens.css` to it.

use plotters::style::Color;
use plotters_backend::BackendColor;
use rssac002_model::Rsi;

/// A colour of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    const fn hex(value: u32) -> Rgb {
        Rgb((value >> 16) as u8, (value >> 8) as u8, value as u8)
    }

    /// This colour laid over another with an opacity of 0 to 1.
    pub fn over(self, below: Rgb, opacity: f64) -> Rgb {
        let mix = |a: u8, b: u8| (f64::from(a) * opacity + f64::from(b) * (1.0 - opacity)).round() as u8;
        Rgb(mix(self.0, below.0), mix(self.1, below.1), mix(self.2, below.2))
    }
}

impl Color for Rgb {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (self.0, self.1, self.2) }
    }
}

/// `#1a1d21`.
impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Light or dark, or what the reader's system forces.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Theme {
    /// On white.
    #[default]
    Light,
    /// On #121212.
    Dark,
    /// Text in one colour on another, as a system in forced colours has chosen them (`CanvasText` on `Canvas`). Marks keep their
    /// colours, those of the light or dark theme, whichever the background is nearer to.
    Forced {
        /// Text, axes and whatever else is no mark.
        text: Rgb,
        /// The page.
        background: Rgb,
    },
}

/// What a colour stands for. A mark keeps its colour whatever else is shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Colour {
    /// The page.
    Background,
    /// Text.
    Text,
    /// Text of less weight: axes, notes.
    Muted,
    /// Grid lines.
    Grid,
    /// Links, focus, the line of the whole system.
    Accent,
    /// Coverage below full, doubtful values, errors.
    Warning,
    /// One letter.
    Rsi(Rsi),
    /// One of five hues, for protocols, IP versions and codes.
    Hue(Hue),
    /// One of thirteen, the letters', for series that are neither letters nor parts: ranges of sizes.
    Nth(u8),
}

/// The five hues of parts, the same on every page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Hue {
    /// IPv4, IPv4 over UDP, NoError.
    Blue,
    /// IPv6, IPv6 over UDP, NXDomain.
    Orange,
    /// UDP, IPv4 over TCP, ServFail.
    Teal,
    /// TCP, IPv6 over TCP, Refused.
    Purple,
    /// Everything else.
    Grey,
}

impl Hue {
    const ALL: [(Hue, &'static str); 5] = [
        (Hue::Blue, "blue"),
        (Hue::Orange, "orange"),
        (Hue::Teal, "teal"),
        (Hue::Purple, "purple"),
        (Hue::Grey, "grey"),
    ];
}

/// The letters' colours, from design.md: the greatest smallest distance under normal, protan, deutan and tritan
/// sight, also between neighbours in a stack, at 3:1 on the background.
const RSI_LIGHT: [u32; Rsi::COUNT] = [
    0x03483b, 0x9e8ca7, 0x4d3a00, 0xde6272, 0x149fd4, 0x3c6800, 0x9c4492, 0x87998a, 0x353471, 0xaa723d,
    0x5c6ed3, 0xa29700, 0x75002e,
];
const RSI_DARK: [u32; Rsi::COUNT] = [
    0xaa92ff, 0x009347, 0xff8ebf, 0xcced83, 0x967573, 0x50fdd3, 0xad52a2, 0x9f9f7d, 0x257dd3, 0xedb62a,
    0x80ccfd, 0xbf5800, 0xdfdaef,
];

impl Theme {
    /// Those that can be chosen.
    pub const ALL: [Theme; 2] = [Theme::Light, Theme::Dark];

    /// Its name in addresses, in the page and in storage.
    pub fn name(self) -> &'static str {
        if self.is_dark() { "dark" } else { "light" }
    }

    /// Whether marks stand on a dark background.
    pub fn is_dark(self) -> bool {
        match self {
            Theme::Light => false,
            Theme::Dark => true,
            // The weights with which the eye sees the three.
            Theme::Forced { background: Rgb(red, green, blue), .. } => {
                2 * u32::from(red) + 7 * u32::from(green) + u32::from(blue) < 10 * 128
            }
        }
    }

    /// The theme of this name.
    pub fn from_name(name: &str) -> Option<Theme> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The colour of a role or mark.
    pub fn rgb(self, colour: Colour) -> Rgb {
        if let Theme::Forced { text, background } = self {
            match colour {
                Colour::Background => return background,
                Colour::Text | Colour::Muted | Colour::Accent | Colour::Warning => return text,
                Colour::Grid => return text.over(background, 0.3),
                Colour::Rsi(_) | Colour::Hue(_) | Colour::Nth(_) => {}
            }
        }
        let pick = |light: u32, dark: u32| Rgb::hex(if self.is_dark() { dark } else { light });
        match colour {
            Colour::Background => pick(0xffffff, 0x121212),
            Colour::Text => pick(0x1a1d21, 0xe8eaed),
            Colour::Muted => pick(0x5b6470, 0xa2abb5),
            Colour::Grid => pick(0xe6e8eb, 0x2a2e33),
            Colour::Accent => pick(0x0b5cad, 0x7ab8ff),
            Colour::Warning => pick(0x9a5b00, 0xf0b45a),
            Colour::Rsi(rsi) => pick(RSI_LIGHT[rsi.index()], RSI_DARK[rsi.index()]),
            Colour::Nth(at) => {
                let at = usize::from(at) % Rsi::COUNT;
                pick(RSI_LIGHT[at], RSI_DARK[at])
            }
            Colour::Hue(Hue::Blue) => pick(0x2b6cb0, 0x6aaef0),
            Colour::Hue(Hue::Orange) => pick(0xc8601a, 0xf2a35e),
            Colour::Hue(Hue::Teal) => pick(0x0c7a6b, 0x45c4ae),
            Colour::Hue(Hue::Purple) => pick(0x8c4bb8, 0xc79af0),
            Colour::Hue(Hue::Grey) => pick(0x77808b, 0x8d97a2),
        }
    }
}

/// The tokens of `style/tokens.css`: every colour as a custom property, and as a class with that background.
pub fn css_tokens() -> String {
    let plain =
        [Colour::Background, Colour::Text, Colour::Muted, Colour::Grid, Colour::Accent, Colour::Warning];
    let colours = || {
        plain.into_iter().chain(Rsi::all().map(Colour::Rsi)).chain(Hue::ALL.map(|(hue, _)| Colour::Hue(hue)))
    };
    let block = |theme: Theme| {
        let token = |colour: Colour| format!("  --{}: {};", css_name(colour), theme.rgb(colour));
        colours().map(token).collect::<Vec<_>>().join("\n")
    };
    let class =
        |colour: Colour| format!(".{} {{ background: var(--{}); }}\n", css_class(colour), css_name(colour));
    let classes: String = colours().map(class).collect();
    let (light, dark) = (block(Theme::Light), block(Theme::Dark));
    let indented = dark.replace("  --", "    --");
    format!(
        "/* Written by `cargo xtask bless` from crates/charts/src/theme.rs. */\n\
         :root {{\n  color-scheme: light;\n{light}\n}}\n\
         @media (prefers-color-scheme: dark) {{\n  :root:not([data-theme=\"light\"]) {{\n    color-scheme: dark;\n{indented}\n  }}\n}}\n\
         :root[data-theme=\"dark\"] {{\n  color-scheme: dark;\n{dark}\n}}\n{classes}"
    )
}

/// The class of the style sheet that has a mark's colour as its background.
pub fn css_class(colour: Colour) -> String {
    format!("of-{}", css_name(colour))
}

/// What a colour is called in the style sheet.
fn css_name(colour: Colour) -> String {
    match colour {
        Colour::Background => "background".into(),
        Colour::Text => "text".into(),
        Colour::Muted => "muted".into(),
        Colour::Grid => "grid".into(),
        Colour::Accent => "accent".into(),
        Colour::Warning => "warning".into(),
        Colour::Rsi(rsi) => format!("rsi-{rsi}"),
        Colour::Nth(at) => {
            Rsi::all().nth(usize::from(at) % Rsi::COUNT).map_or_else(String::new, |rsi| format!("rsi-{rsi}"))
        }
        Colour::Hue(part) => {
            let name = Hue::ALL.iter().find(|(p, _)| *p == part).map_or("grey", |(_, name)| name);
            format!("part-{name}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(Rgb(r, g, b): Rgb) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn lab(Rgb(r, g, b): Rgb) -> [f64; 3] {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        let (r, g, b) = (linear(r), linear(g), linear(b));
        let xyz = [
            (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
            0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
            (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883,
        ];
        let [x, y, z] =
            xyz.map(|t| if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Plain distance in CIELAB: simpler than CIEDE2000 and stricter about hue, enough to catch two marks that
    /// cannot be told apart.
    fn distance(a: Rgb, b: Rgb) -> f64 {
        lab(a).iter().zip(lab(b)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn text_has_4_5_to_1_and_marks_3_to_1() {
        for theme in [Theme::Light, Theme::Dark] {
            let background = theme.rgb(Colour::Background);
            for colour in [Colour::Text, Colour::Muted, Colour::Accent, Colour::Warning] {
                assert!(contrast(theme.rgb(colour), background) >= 4.5, "{theme:?} {colour:?}");
            }
            let parts = Hue::ALL.map(|(p, _)| Colour::Hue(p));
            for colour in Rsi::all().map(Colour::Rsi).chain(parts) {
                assert!(contrast(theme.rgb(colour), background) >= 3.0, "{theme:?} {colour:?}");
            }
        }
    }

    #[test]
    fn forced_colours_are_those_of_the_system_and_marks_keep_theirs() {
        for (background, text, like) in [
            (Rgb(0, 0, 0), Rgb(255, 255, 255), Theme::Dark),
            (Rgb(255, 255, 255), Rgb(0, 0, 0), Theme::Light),
            (Rgb(32, 32, 32), Rgb(255, 255, 0), Theme::Dark),
            (Rgb(255, 250, 239), Rgb(61, 61, 61), Theme::Light),
        ] {
            let forced = Theme::Forced { text, background };
            assert_eq!(forced.rgb(Colour::Background), background);
            for colour in [Colour::Text, Colour::Muted, Colour::Accent, Colour::Warning] {
                assert_eq!(forced.rgb(colour), text);
            }
            for colour in Rsi::all().map(Colour::Rsi).chain(Hue::ALL.map(|(hue, _)| Colour::Hue(hue))) {
                assert_eq!(forced.rgb(colour), like.rgb(colour));
                assert!(contrast(forced.rgb(colour), background) >= 2.8, "{background} {colour:?}");
            }
            assert_eq!(forced.name(), like.name());
        }
    }

    #[test]
    fn no_two_letters_and_no_two_parts_look_alike() {
        for theme in [Theme::Light, Theme::Dark] {
            let letters: Vec<Rgb> = Rsi::all().map(|r| theme.rgb(Colour::Rsi(r))).collect();
            let parts: Vec<Rgb> = Hue::ALL.iter().map(|(p, _)| theme.rgb(Colour::Hue(*p))).collect();
            for marks in [letters, parts] {
                for (i, a) in marks.iter().enumerate() {
                    for b in &marks[i + 1..] {
                        assert!(distance(*a, *b) >= 20.0, "{theme:?}: {a} and {b}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_style_sheet_has_these_tokens() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style/tokens.css");
        let tokens = css_tokens();
        if std::env::var_os("RSSAC002_BLESS").is_some() {
            std::fs::write(&path, &tokens).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), tokens, "run `cargo xtask bless`");
    }
}
