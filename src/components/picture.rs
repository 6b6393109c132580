//! The size of the picture that is saved and printed.

use rssac002_charts::draw::Surface;
use rssac002_charts::{Theme, View, picture};

/// The width of a picture in CSS pixels, as that of the server's.
const WIDTH: f64 = 960.0;

/// The surface of a view's picture with this many pixels for each CSS pixel.
pub fn surface(view: &View, ratio: f64) -> Surface {
    let height = picture::height(view, WIDTH);
    Surface { width: WIDTH, height, ratio, font: picture::font(WIDTH), theme: Theme::Light }
}
