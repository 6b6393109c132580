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
    /// The day that it is of, where it is the page of one.
    pub day: Option<FoundDay>,
}

/// A day that was found out about.
#[derive(Clone)]
pub struct FoundDay {
    /// What is found of it.
    pub findings: Arc<Findings>,
    /// What of the page's address was not understood.
    pub ignored: Vec<Ignored>,
}

/// Makes the HTML of a page's body.
pub type Render = fn(Arrival<'_>) -> String;
