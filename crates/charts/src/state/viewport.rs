//! Which part of the world a map shows.

use crate::world::projection::wrap;

/// A map's centre and zoom, in steps that an address can spell: hundredths of a degree, hundredths of a zoom. At zoom 1
/// the whole world fits the frame, from pole to pole, whatever the latitude; so that is 0 there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Viewport {
    latitude: i16,
    longitude: i16,
    zoom: u16,
}

const STEPS: f64 = 100.0;
/// The largest zoom: beyond it the outline of the land is too coarse to say where a place is.
pub const MOST_ZOOM: f64 = 50.0;

impl Viewport {
    /// The whole world around 11° E, so that its edge runs through the Bering Strait and cuts no land.
    pub const WORLD: Viewport = Viewport { latitude: 0, longitude: 1100, zoom: 100 };

    /// A centre in degrees north and east and a zoom, each to the nearest step and within what there is.
    pub fn new(latitude: f64, longitude: f64, zoom: f64) -> Viewport {
        let zoom = (zoom.clamp(1.0, MOST_ZOOM) * STEPS).round() as u16;
        let latitude = if zoom == 100 { 0 } else { (latitude.clamp(-90.0, 90.0) * STEPS).round() as i16 };
        // Half a step before the antimeridian rounds to -180, which is written 180.
        let longitude = (wrap(longitude) * STEPS).round() as i16;
        Viewport { latitude, longitude: if longitude == -18_000 { 18_000 } else { longitude }, zoom }
    }

    /// Degrees north.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / STEPS
    }

    /// Degrees east, from above -180 to 180.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / STEPS
    }

    /// How many times larger than the whole world in the frame.
    pub fn zoom(self) -> f64 {
        f64::from(self.zoom) / STEPS
    }

    /// `48.5_-3.25_8`, as in addresses: latitude, longitude, zoom.
    pub fn spell(self) -> String {
        format!("{}_{}_{}", self.latitude(), self.longitude(), self.zoom())
    }

    /// Reads what [`Viewport::spell`] writes, and any three numbers as JSON writes them: they become the nearest viewport that
    /// there is.
    pub fn parse(text: &str) -> Option<Viewport> {
        let numbers: Vec<f64> = text.split('_').map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
        let [latitude, longitude, zoom] = numbers[..] else { return None };
        Some(Viewport::new(latitude, longitude, zoom))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn odd_viewports_become_the_nearest_that_there_is() {
        for (text, spelled) in [
            ("48.5_-3.25_8", "48.5_-3.25_8"),
            ("48.501_-3.2501_8.004", "48.5_-3.25_8"),
            ("95_190_0.5", "0_-170_1"),
            ("-95_-180_900", "-90_180_50"),
            ("0_179.999_2", "0_180_2"),
            ("0_-179.999_2", "0_180_2"),
            ("12_7_1", "0_7_1"),
            ("-0.001_-0.001_2", "0_0_2"),
            ("1e1_2_3", "10_2_3"),
            ("1_2_1234567890123456", "1_2_50"),
        ] {
            assert_eq!(Viewport::parse(text).map(Viewport::spell).as_deref(), Some(spelled), "{text}");
        }
        for text in
            ["", "1_2", "1_2_3_4", "1_2_x", "NaN_2_3", "1_inf_3", "1_2_1e999", "+1_2_3", "1,2,3", "1_2_null"]
        {
            assert_eq!(Viewport::parse(text), None, "{text}");
        }
        assert_eq!(Viewport::WORLD, Viewport::new(0.0, 11.0, 1.0));
    }

    proptest! {
        #[test]
        fn a_viewport_has_one_spelling(latitude in -200f64..200.0, longitude in -800f64..800.0, zoom in 0f64..80.0) {
            let viewport = Viewport::new(latitude, longitude, zoom);
            prop_assert_eq!(Viewport::parse(&viewport.spell()), Some(viewport));
            prop_assert_eq!(Viewport::new(viewport.latitude(), viewport.longitude(), viewport.zoom()), viewport);
            prop_assert!(viewport.spell().bytes().all(|b| b.is_ascii_digit() || b"._-".contains(&b)));
        }
    }
}
