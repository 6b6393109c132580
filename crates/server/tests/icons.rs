//! The icons in `public/` are `public/icon.svg` in the sizes that systems ask for, and the manifest names them. `cargo xtask bless`
//! draws them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use rssac002_charts::theme::Colour;
use rssac002_charts::{Theme, words};
use rssac002_server::site::files::media_type;
use rssac002_server::site::pages::Page;
use serde_json::Value;

fn public(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public").join(name)
}

/// What lies around the icon.
#[derive(Clone, Copy)]
enum Around {
    /// Nothing, beside its round corners.
    Nothing,
    /// Its own colour up to the corners, which the system cuts.
    Colour,
    /// So much of it that the icon is in the middle four fifths, whatever the system cuts off.
    Room,
}

/// The colour of the icon's ground.
const GROUND: (u8, u8, u8) = (0x0b, 0x5c, 0xad);

/// The icon with so many pixels in a row, as PNG.
fn png(size: u16, around: Around) -> Vec<u8> {
    let svg = std::fs::read(public("icon.svg")).unwrap();
    let icon = Tree::from_data(&svg, &Options::default()).unwrap();
    let full = f32::from(size);
    let mut pixels = Pixmap::new(size.into(), size.into()).unwrap();
    if !matches!(around, Around::Nothing) {
        pixels.fill(Color::from_rgba8(GROUND.0, GROUND.1, GROUND.2, 255));
    }
    let drawn = if matches!(around, Around::Room) { 0.8 * full } else { full };
    let scale = drawn / icon.size().width();
    let margin = (full - drawn) / 2.0;
    resvg::render(
        &icon,
        Transform::from_scale(scale, scale).post_translate(margin, margin),
        &mut pixels.as_mut(),
    );
    let plain: Vec<u8> = pixels
        .pixels()
        .iter()
        .map(|pixel| pixel.demultiply())
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()])
        .collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, size.into(), size.into());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&plain).unwrap();
    writer.finish().unwrap();
    out
}

/// Pictures of these sizes in one file, each as PNG, which every browser reads that asks for it.
fn ico(sizes: [u8; 3]) -> Vec<u8> {
    let pictures = sizes.map(|size| (size, png(size.into(), Around::Nothing)));
    let mut out = vec![0, 0, 1, 0, sizes.len() as u8, 0];
    let mut offset = 6 + 16 * sizes.len() as u32;
    for (size, picture) in &pictures {
        let length = picture.len() as u32;
        // Width, height, no palette; one plane of 32 bits for each pixel.
        out.extend([*size, *size, 0, 0, 1, 0, 32, 0]);
        out.extend(length.to_le_bytes());
        out.extend(offset.to_le_bytes());
        offset += length;
    }
    out.extend(pictures.into_iter().flat_map(|(_, picture)| picture));
    out
}

#[test]
fn icons_are_drawn_from_the_one_that_is_kept_as_lines() {
    for (name, icon) in [
        ("favicon.ico", ico([16, 32, 48])),
        ("apple-touch-icon.png", png(180, Around::Colour)),
        ("icon-192.png", png(192, Around::Nothing)),
        ("icon-512.png", png(512, Around::Nothing)),
        ("icon-maskable-192.png", png(192, Around::Room)),
        ("icon-maskable-512.png", png(512, Around::Room)),
    ] {
        if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
            std::fs::write(public(name), &icon).unwrap();
        }
        let kept = std::fs::read(public(name)).unwrap_or_default();
        assert!(kept == icon, "{name} is another picture: run `cargo xtask bless`");
    }
}

#[test]
fn what_a_system_cuts_off_is_ground() {
    let icon = png(192, Around::Room);
    let mut reader = png::Decoder::new(std::io::Cursor::new(icon)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let ground = [GROUND.0, GROUND.1, GROUND.2, 255];
    // A circle of two fifths of the width around the middle is always seen (W3C, "Web Application Manifest", maskable).
    let seen = |at: usize| (((at % 192) as f64 - 95.5).hypot((at / 192) as f64 - 95.5)) < 0.4 * 192.0;
    let outside: Vec<&[u8]> =
        pixels.chunks(4).enumerate().filter(|(at, _)| !seen(*at)).map(|(_, p)| p).collect();
    assert!(outside.iter().all(|pixel| *pixel == ground));
    assert!(pixels.chunks(4).any(|pixel| pixel == [255; 4]), "the icon itself is in it");
}

#[test]
fn the_manifest_names_what_there_is_and_colours_are_the_site_s() {
    let text = std::fs::read_to_string(public("manifest.webmanifest")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["short_name"], words::SITE);
    assert_eq!(manifest["background_color"], Theme::Light.rgb(Colour::Background).to_string());
    let page = std::fs::read_to_string(public("../index.html")).unwrap();
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let ground = theme.rgb(Colour::Background);
        assert!(
            page.contains(&format!("content=\"{ground}\" media=\"(prefers-color-scheme: {name})\"")),
            "{name}"
        );
    }
    let icons = manifest["icons"].as_array().unwrap();
    for icon in icons {
        let name = icon["src"].as_str().unwrap().trim_start_matches('/');
        assert!(public(name).is_file(), "{name}");
        assert_eq!(icon["type"], media_type(name), "{name}");
        let size = icon["sizes"].as_str().unwrap().split('x').next().unwrap();
        assert!(size == "any" || name.contains(size), "{name} {size}");
    }
    for shortcut in manifest["shortcuts"].as_array().unwrap() {
        let url = shortcut["url"].as_str().unwrap();
        assert!(!matches!(Page::find(url), Page::Unknown | Page::Moved(_)), "{url}");
    }
}
