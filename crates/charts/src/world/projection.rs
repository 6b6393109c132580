//! Equal Earth (Šavrič, Patterson, Jenny: "The Equal Earth map projection", IJGIS 33, 2019): areas are true, parallels
//! are straight, and continents look as one knows them. Lengths are in radii of the globe.
//!
//! What stands on a parallel has the same height, and its distance from the central meridian grows in step with its
//! longitude; so a [`Parallel`] is all there is to compute, and another central meridian costs nothing.

use std::f64::consts::PI;

const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];
/// √3 / 2.
const M: f64 = 0.866_025_403_784_438_6;

/// The height of the north pole; the south pole's is its negative.
pub const POLE: f64 = 1.3173627591574133;
/// The distance of the antimeridian from the central meridian, on the equator.
pub const EAST: f64 = 2.7066299836960748;

/// A parallel of latitude on the map.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Parallel {
    /// Its height above the equator.
    pub y: f64,
    /// How far a radian of longitude leads along it.
    pub stretch: f64,
}

/// Height over the equator at a parametric latitude, and how fast it grows.
fn height(theta: f64) -> (f64, f64) {
    let t2 = theta * theta;
    let t6 = t2 * t2 * t2;
    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    (y, A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2))
}

impl Parallel {
    fn at_theta(theta: f64) -> Parallel {
        let (y, slope) = height(theta);
        Parallel { y, stretch: theta.cos() / (M * slope) }
    }

    /// The parallel of a latitude in degrees, which is kept within the poles.
    pub fn of(latitude: f64) -> Parallel {
        let sine = M * latitude.clamp(-90.0, 90.0).to_radians().sin();
        Parallel::at_theta(sine.atan2((1.0 - sine * sine).sqrt()))
    }

    /// The parallel of a height, which is kept within the poles.
    pub fn at(y: f64) -> Parallel {
        Parallel::at_theta(theta_at(y))
    }

    /// Its latitude in degrees.
    pub fn latitude(&self) -> f64 {
        let sine = theta_at(self.y).sin() / M;
        sine.atan2((1.0 - sine * sine).max(0.0).sqrt()).to_degrees()
    }
}

/// Newton's method: the height grows by 0.9 to 1.34 per radian, so that five steps are exact.
fn theta_at(y: f64) -> f64 {
    let y = y.clamp(-POLE, POLE);
    let mut theta = y / A[0];
    for _ in 0..6 {
        let (at, slope) = height(theta);
        theta -= (at - y) / slope;
    }
    theta
}

/// A longitude in degrees, from above -180 to 180.
pub fn wrap(longitude: f64) -> f64 {
    let turned = (longitude + 180.0).rem_euclid(360.0) - 180.0;
    if turned <= -180.0 { 180.0 } else { turned }
}

/// Degrees east of a central meridian as radians, from above -π to π.
pub fn east_of(central: f64, longitude: f64) -> f64 {
    wrap(longitude - central) / 180.0 * PI
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_corners_are_those_of_the_authors() {
        // In metres of a globe of Earth's area, as PROJ and others give them.
        assert!((EAST - 17_243_959.06 / 6_371_007.181).abs() < 1e-6);
        assert!((POLE - 8_392_927.60 / 6_371_007.181).abs() < 1e-6);
        assert!((Parallel::of(0.0).stretch * PI - EAST).abs() < 1e-12);
        assert!((Parallel::of(90.0).y - POLE).abs() < 1e-12);
        assert!((Parallel::of(-90.0).y + POLE).abs() < 1e-12);
        assert_eq!(Parallel::of(0.0).y, 0.0);
    }

    proptest! {
        #[test]
        fn the_inverse_inverts(latitude in -90f64..=90.0, y in -POLE..=POLE) {
            // Close to a pole the sine is flat: there a millionth of a degree is what a double can tell.
            prop_assert!((Parallel::of(latitude).latitude() - latitude).abs() < 1e-5);
            let there = Parallel::at(y);
            prop_assert!((there.y - y).abs() < 1e-12);
            prop_assert!((Parallel::of(there.latitude()).y - y).abs() < 1e-9);
        }

        #[test]
        fn areas_are_true(latitude in -89f64..89.0) {
            // A degree of a parallel times what a degree of latitude adds to the height is the area on the globe.
            let (below, above) = (Parallel::of(latitude - 0.01), Parallel::of(latitude + 0.01));
            let area = (above.y - below.y) * (above.stretch + below.stretch) / 2.0;
            let globe = (latitude + 0.01).to_radians().sin() - (latitude - 0.01).to_radians().sin();
            prop_assert!((area / globe - 1.0).abs() < 1e-6, "{area} {globe}");
        }

        #[test]
        fn longitudes_wrap(longitude in -2000f64..2000.0) {
            let wrapped = wrap(longitude);
            prop_assert!(wrapped > -180.0 && wrapped <= 180.0);
            prop_assert!(((longitude - wrapped) / 360.0).fract().abs() < 1e-9 || ((longitude - wrapped) / 360.0).fract().abs() > 1.0 - 1e-9);
        }
    }
}
