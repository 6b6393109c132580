//! A page's body, which is made by the program that this library is in: the library has no components.

use std::sync::Arc;

use rssac002_charts::View;
use rssac002_charts::day::Findings;
use rssac002_charts::state::url::Ignored;

/// What a page's body is made from.
pub struct Arrival<'a> {
    /// What the page tells its app, as JSON.
    pub settings: &'a str,
    /// The path of its address.
    pub path: &'a str,
    /// The query of its address, without the question mark.
    pub query: &'a str,
    /// The views that it shows.
    pub views: Vec<Arc<View>>,
    /// What is found of the day, where it is the page of one, and what of its address was not understood.
    pub day: Option<(Arc<Findings>, Vec<Ignored>)>,
}

/// Makes the HTML of a page's body.
pub type Render = fn(Arrival<'_>) -> String;
